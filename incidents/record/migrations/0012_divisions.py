"""Sums by month, division and kind of conflict event."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0011_cells"),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthlyDivision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first", models.DateField(help_text="First day of the month.")),
                ("country", models.TextField()),
                ("admin1", models.TextField(help_text="Id of the first division.", null=True)),
                ("admin2", models.TextField(help_text="Id of the second division.", null=True)),
                ("kind", models.TextField()),
                ("incidents", models.BigIntegerField()),
                ("killed_best", models.BigIntegerField()),
                ("killed_bests", models.BigIntegerField(help_text="How many of them have a best figure.")),
            ],
            options={
                "verbose_name": "sum by month and division",
                "verbose_name_plural": "sums by month and division",
                "db_table": "record_monthly_division",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("first", "country", "admin1", "admin2", "kind"),
                        name="monthly_division_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
    ]
