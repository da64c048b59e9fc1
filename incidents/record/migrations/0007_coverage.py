"""A sixth subject: what is monitored."""

from django.db import migrations, models

SUBJECTS = [(one, one) for one in ("incident", "episode", "actor", "location", "source", "coverage")]


class Migration(migrations.Migration):
    dependencies = [("record", "0006_release")]
    operations = [
        migrations.AlterField(
            model_name="edition",
            name="subject",
            field=models.TextField(
                choices=SUBJECTS, help_text="What the document is about.", verbose_name="subject"
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="subject",
            field=models.TextField(choices=SUBJECTS, verbose_name="subject"),
        ),
        migrations.RunSQL("CREATE SEQUENCE record_coverage_ids", "DROP SEQUENCE record_coverage_ids"),
    ]
