"""Claims refer to claims of their own incident: looked at once for each statement, not for each row."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0004_imports"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="claim",
            name="claim_references_within_incident",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="claim_references_within",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF (\n            SELECT count(*) FROM new_values claim\n            CROSS JOIN LATERAL unnest(ARRAY[claim.derived_from_id, claim.about_id, claim.supersedes_id, claim.within_id, claim.same_persons_as_id]) AS named (id)\n            JOIN incidents_claim other ON other.id = named.id\n            WHERE other.incident_id <> claim.incident_id OR other.id = claim.id\n        ) > 0 THEN\n            RAISE EXCEPTION 'a claim refers to another claim of the same incident only, and not to itself'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_references_within_incident';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="4375cbd642e126ee8b08b3a65cb5f55d03483f86",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_claim_references_within_5ca24",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="incidents_claim",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="claim_references_still_within",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF (\n            SELECT count(*) FROM new_values claim\n            CROSS JOIN LATERAL unnest(ARRAY[claim.derived_from_id, claim.about_id, claim.supersedes_id, claim.within_id, claim.same_persons_as_id]) AS named (id)\n            JOIN incidents_claim other ON other.id = named.id\n            WHERE other.incident_id <> claim.incident_id OR other.id = claim.id\n        ) > 0 THEN\n            RAISE EXCEPTION 'a claim refers to another claim of the same incident only, and not to itself'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_references_within_incident';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="137499988d762af909b0ff62cc8e015badd6e02f",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_claim_references_still_within_f9c3d",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="incidents_claim",
                    when="AFTER",
                ),
            ),
        ),
    ]
