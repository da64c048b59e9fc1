"""The log: editions that are only ever added, its one head, and the sequences of public ids."""

from uuid import uuid4

from django.db import migrations, models

SUBJECTS = ("incident", "episode", "actor", "location", "source", "coverage")


class Migration(migrations.Migration):
    dependencies = [("record", "0001_folding")]
    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("sequence", models.BigIntegerField(primary_key=True, serialize=False)),
                ("subject", models.TextField()),
                ("public_id", models.TextField(db_collation="C")),
                ("number", models.IntegerField()),
                ("kind", models.TextField()),
                ("purpose", models.TextField(null=True)),
                ("into", models.TextField(db_collation="C", null=True)),
                ("issued_at", models.DateTimeField(unique=True)),
                ("note", models.TextField(null=True)),
                ("body", models.TextField(null=True)),
                ("salt", models.BinaryField(null=True)),
                ("commitment", models.BinaryField()),
                ("digest", models.BinaryField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("kind__in", ["published", "refreshed"]), _negated=True),
                        fields=["-sequence"],
                        name="edition_amends",
                    ),
                    models.Index(
                        condition=models.Q(("body", None)), fields=["sequence"], name="edition_emptied"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("public_id", "number"), name="edition_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("sequence__gte", 1)), name="edition_sequence_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="edition_number_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body", None), ("note", None), ("salt", None)),
                            models.Q(("body__isnull", False), ("salt__isnull", False)),
                            _connector="OR",
                        ),
                        name="edition_withheld_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("into__isnull", False), ("kind", "merged")),
                            models.Q(models.Q(("kind", "merged"), _negated=True), ("into", None)),
                            _connector="OR",
                        ),
                        name="edition_merged_names_survivor",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "corrected"), ("purpose", None), _connector="OR"),
                        name="edition_purpose_of_correction",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("note", ""), _negated=True), name="edition_note_not_empty"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("sequence", models.BigIntegerField(default=0)),
                ("digest", models.BinaryField(default=bytes(32))),
                ("issued_at", models.DateTimeField(null=True)),
                ("epoch", models.UUIDField(default=uuid4)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="head_one_row")],
            },
        ),
        migrations.RunSQL(
            "INSERT INTO record_head (id, sequence, digest, epoch) "
            "VALUES (1, 0, decode(repeat('00', 32), 'hex'), gen_random_uuid())",
            migrations.RunSQL.noop,
        ),
        # Public ids: a sequence for each subject, since counting in a table would make publishers wait for each other.
        *[
            migrations.RunSQL(f"CREATE SEQUENCE record_{subject}_ids", f"DROP SEQUENCE record_{subject}_ids")
            for subject in SUBJECTS
        ],
    ]
