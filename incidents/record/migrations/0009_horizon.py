"""The horizon: up to which instant the log is complete, for copies of the database, which see no locks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("record", "0008_releases")]

    operations = [
        migrations.AddField(
            model_name="head",
            name="horizon",
            field=models.DateTimeField(
                help_text="No edition that was issued at or before it is still to come; for copies of the database.",
                null=True,
                verbose_name="horizon",
            ),
        ),
    ]
