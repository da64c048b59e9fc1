"""The log is only added to: the database refuses to change, delete or empty editions.

Other triggers are installed after migrating, as the models declare them. These are made here too, with the table they
guard, so that the promise hangs on no setting and no later step.
"""

from django.db import migrations
from pgtrigger.compiler import Trigger, UpsertTriggerSql
from pgtrigger.migrations import AddTrigger

ONLY_ADDED = """
    IF TG_OP = 'UPDATE' THEN
        IF OLD.body IS NOT NULL AND NEW.body IS NULL AND NEW.note IS NULL AND NEW.salt IS NULL
            AND (to_jsonb(OLD) - '{body,note,salt}'::text[]) = (to_jsonb(NEW) - '{body,note,salt}'::text[])
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'editions are never changed or deleted; only text and salt may be withheld, once'
        USING ERRCODE = 'integrity_constraint_violation', TABLE = TG_TABLE_NAME;
"""


class Migration(migrations.Migration):
    dependencies = [("record", "0002_log")]
    operations = [
        AddTrigger(
            "edition",
            Trigger(
                name="only_added",
                sql=UpsertTriggerSql(
                    pgid="pgtrigger_only_added_9c638",
                    table="record_edition",
                    when="BEFORE",
                    operation="UPDATE OR DELETE",
                    func=ONLY_ADDED,
                ),
            ),
        ),
        AddTrigger(
            "edition",
            Trigger(
                name="never_emptied",
                sql=UpsertTriggerSql(
                    pgid="pgtrigger_never_emptied_fcdf0",
                    table="record_edition",
                    when="BEFORE",
                    operation="TRUNCATE",
                    level="STATEMENT",
                    func=ONLY_ADDED,
                ),
            ),
        ),
    ]
