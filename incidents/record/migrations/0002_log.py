"""The log: editions that are only ever added, its one head, and the sequences of public ids."""

import uuid

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0001_folding"),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "sequence",
                    models.BigIntegerField(
                        help_text="Position in the log; without gaps, in commit order.",
                        primary_key=True,
                        serialize=False,
                        verbose_name="sequence",
                    ),
                ),
                (
                    "subject",
                    models.TextField(
                        choices=[
                            ("incident", "incident"),
                            ("episode", "episode"),
                            ("actor", "actor"),
                            ("location", "location"),
                            ("source", "source"),
                        ],
                        help_text="What the document is about.",
                        verbose_name="subject",
                    ),
                ),
                (
                    "public_id",
                    models.TextField(
                        db_collation="C",
                        help_text="Given at first publication and never again.",
                        verbose_name="public id",
                    ),
                ),
                (
                    "number",
                    models.IntegerField(
                        help_text="1 for the first edition of this id.", verbose_name="number"
                    ),
                ),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("published", "Published"),
                            ("corrected", "Corrected"),
                            ("refreshed", "Refreshed"),
                            ("retracted", "Retracted"),
                            ("merged", "Merged"),
                            ("withheld", "Withheld"),
                        ],
                        help_text="Why the edition was issued.",
                        verbose_name="kind",
                    ),
                ),
                (
                    "purpose",
                    models.TextField(
                        choices=[("factual", "Factual"), ("added", "Added"), ("protective", "Protective")],
                        help_text="What a correction was for.",
                        null=True,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "into",
                    models.TextField(
                        db_collation="C",
                        help_text="The id that speaks for a merged one.",
                        null=True,
                        verbose_name="into",
                    ),
                ),
                (
                    "issued_at",
                    models.DateTimeField(
                        help_text="Strictly increasing.", unique=True, verbose_name="issued at"
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        help_text="What changed, for the public.", null=True, verbose_name="note"
                    ),
                ),
                (
                    "body",
                    models.TextField(
                        help_text="The document's canonical text; empty once withheld.",
                        null=True,
                        verbose_name="body",
                    ),
                ),
                (
                    "salt",
                    models.BinaryField(
                        help_text="32 random bytes; empty once withheld.", null=True, verbose_name="salt"
                    ),
                ),
                (
                    "commitment",
                    models.BinaryField(help_text="Hash of salt, body and note.", verbose_name="commitment"),
                ),
                (
                    "digest",
                    models.BinaryField(
                        help_text="Hash of the previous digest and this entry.", verbose_name="digest"
                    ),
                ),
            ],
            options={
                "verbose_name": "edition",
                "verbose_name_plural": "editions",
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("sequence", models.BigIntegerField(default=0, verbose_name="sequence")),
                (
                    "digest",
                    models.BinaryField(
                        default=b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
                        verbose_name="digest",
                    ),
                ),
                ("issued_at", models.DateTimeField(null=True, verbose_name="issued at")),
                (
                    "epoch",
                    models.UUIDField(
                        default=uuid.uuid4,
                        help_text="Changes when the record was restored to an older state, so that followers notice.",
                        verbose_name="epoch",
                    ),
                ),
            ],
            options={
                "verbose_name": "head",
                "verbose_name_plural": "head",
            },
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(("kind__in", ["published", "refreshed"]), _negated=True),
                fields=["-sequence"],
                name="edition_amends",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(fields=("public_id", "number"), name="edition_number_once"),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(("sequence__gte", 1)), name="edition_sequence_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="edition_number_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("body", None), ("note", None), ("salt", None)),
                    models.Q(("body__isnull", False), ("salt__isnull", False)),
                    _connector="OR",
                ),
                name="edition_withheld_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("into__isnull", False), ("kind", "merged")),
                    models.Q(models.Q(("kind", "merged"), _negated=True), ("into", None)),
                    _connector="OR",
                ),
                name="edition_merged_names_survivor",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "corrected"), ("purpose", None), _connector="OR"),
                name="edition_purpose_of_correction",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(("note", ""), _negated=True), name="edition_note_not_empty"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF TG_OP = 'UPDATE' THEN\n        IF OLD.body IS NOT NULL AND NEW.body IS NULL AND NEW.note IS NULL AND NEW.salt IS NULL\n            AND (to_jsonb(OLD) - '{body,note,salt}'::text[]) = (to_jsonb(NEW) - '{body,note,salt}'::text[])\n        THEN\n            RETURN NEW;\n        END IF;\n    END IF;\n    RAISE EXCEPTION 'editions are never changed or deleted; only text and salt may be withheld, once'\n        USING ERRCODE = 'integrity_constraint_violation', TABLE = TG_TABLE_NAME;\n",
                    hash="3d4fe661a29e3e049c66ecd8d8bf32fc746fa1e7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_9c638",
                    table="record_edition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF TG_OP = 'UPDATE' THEN\n        IF OLD.body IS NOT NULL AND NEW.body IS NULL AND NEW.note IS NULL AND NEW.salt IS NULL\n            AND (to_jsonb(OLD) - '{body,note,salt}'::text[]) = (to_jsonb(NEW) - '{body,note,salt}'::text[])\n        THEN\n            RETURN NEW;\n        END IF;\n    END IF;\n    RAISE EXCEPTION 'editions are never changed or deleted; only text and salt may be withheld, once'\n        USING ERRCODE = 'integrity_constraint_violation', TABLE = TG_TABLE_NAME;\n",
                    hash="8b1ffc489490ba657b0eecc148a71085ededc0d3",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_fcdf0",
                    table="record_edition",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="head",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="head_one_row"),
        ),
        # Public ids: a sequence for each subject, since counting in a table would make publishers wait for each other.
        *[
            migrations.RunSQL(f"CREATE SEQUENCE record_{subject}_ids", f"DROP SEQUENCE record_{subject}_ids")
            for subject in ("incident", "episode", "actor", "location", "source")
        ],
        migrations.RunSQL(
            "INSERT INTO record_head (id, sequence, digest, epoch) "
            "VALUES (1, 0, decode(repeat('00', 32), 'hex'), gen_random_uuid())",
            migrations.RunSQL.noop,
        ),
    ]
