"""Rows of datasets that may not be published keep their licence, whoever edits what."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0006_whole_points"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="dataset",
            trigger=pgtrigger.compiler.Trigger(
                name="dataset_restricted_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.licence = 'restricted' AND NEW.licence <> 'restricted')",
                    func="\n    RAISE EXCEPTION 'what was imported under a restricted licence keeps it'\n        USING ERRCODE = 'check_violation', CONSTRAINT = 'restricted_licence_stays';\n",
                    hash="78dfc342daf767cb38093d659122b6fd529d7bf6",
                    operation="UPDATE",
                    pgid="pgtrigger_dataset_restricted_stays_feb1f",
                    table="incidents_dataset",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incident",
            trigger=pgtrigger.compiler.Trigger(
                name="incident_restricted_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.licence = 'restricted' AND OLD.origin_row_id IS NOT NULL AND (NEW.licence <> 'restricted' OR NEW.origin_row_id IS NULL))",
                    func="\n    RAISE EXCEPTION 'what was imported under a restricted licence keeps it'\n        USING ERRCODE = 'check_violation', CONSTRAINT = 'restricted_licence_stays';\n",
                    hash="0c0e103016065d2db7da5eefea0afb4f685e1da6",
                    operation="UPDATE",
                    pgid="pgtrigger_incident_restricted_stays_da23d",
                    table="incidents_incident",
                    when="BEFORE",
                ),
            ),
        ),
    ]
