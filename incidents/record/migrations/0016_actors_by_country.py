"""Part the sums by actor by country, too; they are emptied, and the next refresh makes them anew."""

from django.db import migrations, models

EMPTY = "DELETE FROM record_monthly_actor; DELETE FROM record_summary WHERE name = 'record_monthly_actor'"


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0015_cells_by_country"),
    ]

    operations = [
        migrations.RunSQL(EMPTY, reverse_sql=EMPTY),
        migrations.AlterModelOptions(
            name="monthlyactor",
            options={
                "verbose_name": "sum by month, country and actor",
                "verbose_name_plural": "sums by month, country and actor",
            },
        ),
        migrations.RemoveConstraint(model_name="monthlyactor", name="monthly_actor_once"),
        migrations.AddField(model_name="monthlyactor", name="country", field=models.TextField(null=True)),
        migrations.AddField(model_name="monthlyactor", name="several", field=models.BooleanField()),
        migrations.AddConstraint(
            model_name="monthlyactor",
            constraint=models.UniqueConstraint(
                fields=["first", "fit", "extent", "several", "country", "actor"],
                name="monthly_actor_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="monthlyactor",
            index=models.Index(fields=["country", "first"], name="monthly_actor_country"),
        ),
    ]
