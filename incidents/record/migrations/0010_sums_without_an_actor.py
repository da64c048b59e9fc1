"""Count incidents that name no actor beside those of each actor; these sums are built anew by the next refresh."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("record", "0009_summaries")]
    operations = [
        migrations.AlterField(model_name="monthlyactor", name="actor", field=models.TextField(null=True)),
        migrations.RunSQL(
            "DELETE FROM record_monthly_actor; DELETE FROM record_summary WHERE name = 'record_monthly_actor'",
            migrations.RunSQL.noop,
        ),
    ]
