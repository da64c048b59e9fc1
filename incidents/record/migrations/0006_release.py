"""Releases: names for states of the log, and a quick way to what was withheld since."""

import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0005_row"),
    ]

    operations = [
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "name",
                    models.TextField(
                        db_collation="C",
                        help_text="As it is cited, such as 2026.1.",
                        primary_key=True,
                        serialize=False,
                        verbose_name="name",
                    ),
                ),
                (
                    "sequence",
                    models.BigIntegerField(
                        help_text="The last edition of the log that the release has.", verbose_name="sequence"
                    ),
                ),
                (
                    "digest",
                    models.BinaryField(
                        help_text="Head digest of the log at that sequence.", verbose_name="digest"
                    ),
                ),
                (
                    "issued_at",
                    models.DateTimeField(
                        help_text="When that last edition was issued.", verbose_name="issued at"
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        help_text="When the release was made; in none of its files.",
                        verbose_name="made at",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        help_text="What is new, for the public.", null=True, verbose_name="note"
                    ),
                ),
                (
                    "files",
                    models.JSONField(
                        help_text="Path, bytes and SHA-256 of each file as it was first written.",
                        verbose_name="files",
                    ),
                ),
            ],
            options={
                "verbose_name": "release",
                "verbose_name_plural": "releases",
            },
        ),
        migrations.AlterField(
            model_name="edition",
            name="subject",
            field=models.TextField(
                choices=[
                    ("incident", "incident"),
                    ("episode", "episode"),
                    ("actor", "actor"),
                    ("location", "location"),
                    ("source", "source"),
                    ("coverage", "coverage"),
                ],
                help_text="What the document is about.",
                verbose_name="subject",
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="subject",
            field=models.TextField(
                choices=[
                    ("incident", "incident"),
                    ("episode", "episode"),
                    ("actor", "actor"),
                    ("location", "location"),
                    ("source", "source"),
                    ("coverage", "coverage"),
                ],
                verbose_name="subject",
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(("body", None)), fields=["sequence"], name="edition_emptied"
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("name__regex", "^[a-z0-9]+([.-][a-z0-9]+)*$"),
                    models.Q(("name__in", ("current", "latest")), _negated=True),
                ),
                name="release_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(("sequence__gte", 1)), name="release_sequence_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(("note", ""), _negated=True), name="release_note_not_empty"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="release",
            trigger=pgtrigger.compiler.Trigger(
                name="final",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    RAISE EXCEPTION 'releases are never changed or deleted'\n        USING ERRCODE = 'integrity_constraint_violation', TABLE = TG_TABLE_NAME;\n",
                    hash="9931d05ac8393002acea32cd420e12af27b46899",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_final_21785",
                    table="record_release",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="release",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    RAISE EXCEPTION 'releases are never changed or deleted'\n        USING ERRCODE = 'integrity_constraint_violation', TABLE = TG_TABLE_NAME;\n",
                    hash="6b427f7b1732b03835be8f989fe1c0176558e1be",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_5b083",
                    table="record_release",
                    when="BEFORE",
                ),
            ),
        ),
    ]
