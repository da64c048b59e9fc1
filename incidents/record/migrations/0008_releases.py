"""Releases: names for states of the log. Like editions they are final, whatever the settings (see 0003)."""

from django.db import migrations, models
from django.db.models.functions import Now
from pgtrigger.compiler import Trigger, UpsertTriggerSql
from pgtrigger.migrations import AddTrigger

FINAL = """
    RAISE EXCEPTION 'releases are never changed or deleted'
        USING ERRCODE = 'integrity_constraint_violation', TABLE = TG_TABLE_NAME;
"""


class Migration(migrations.Migration):
    dependencies = [("record", "0007_sums_of_places")]
    operations = [
        migrations.CreateModel(
            name="Release",
            fields=[
                ("name", models.TextField(db_collation="C", primary_key=True, serialize=False)),
                ("sequence", models.BigIntegerField()),
                ("digest", models.BinaryField()),
                ("issued_at", models.DateTimeField()),
                ("epoch", models.UUIDField()),
                ("made_at", models.DateTimeField(db_default=Now())),
                ("note", models.TextField(null=True)),
                ("files", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("name__regex", "^[a-z0-9]+([.-][a-z0-9]+)*$"),
                            models.Q(("name__in", ("current", "latest")), _negated=True),
                        ),
                        name="release_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sequence__gte", 1)), name="release_sequence_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("note", ""), _negated=True), name="release_note_not_empty"
                    ),
                ],
            },
        ),
        AddTrigger(
            "release",
            Trigger(
                name="final",
                sql=UpsertTriggerSql(
                    pgid="pgtrigger_final_21785",
                    table="record_release",
                    when="BEFORE",
                    operation="UPDATE OR DELETE",
                    func=FINAL,
                ),
            ),
        ),
        AddTrigger(
            "release",
            Trigger(
                name="never_emptied",
                sql=UpsertTriggerSql(
                    pgid="pgtrigger_never_emptied_5b083",
                    table="record_release",
                    when="BEFORE",
                    operation="TRUNCATE",
                    level="STATEMENT",
                    func=FINAL,
                ),
            ),
        ),
    ]
