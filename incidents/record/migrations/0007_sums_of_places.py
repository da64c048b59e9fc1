"""Sums by cell of the map, in three sizes, and by month and division."""

from __future__ import annotations

from django.db import migrations, models


def _cells(model: str, table: str) -> migrations.CreateModel:
    return migrations.CreateModel(
        name=model,
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
            ("x", models.IntegerField(null=True)),
            ("y", models.IntegerField(null=True)),
            ("extent", models.TextField()),
            ("event_type", models.TextField()),
            ("incidents", models.BigIntegerField()),
            ("killed_low", models.BigIntegerField()),
            ("killed_best", models.BigIntegerField()),
            ("killed_high", models.BigIntegerField()),
            ("killed_figures", models.BigIntegerField()),
            ("killed_bests", models.BigIntegerField()),
            ("killed_highs", models.BigIntegerField()),
            ("lats", models.BigIntegerField()),
            ("lons", models.BigIntegerField()),
            ("country", models.TextField(null=True)),
            ("several", models.BooleanField()),
        ],
        options={
            "db_table": f"record_{table}",
            "constraints": [
                models.UniqueConstraint(
                    fields=("x", "y", "extent", "event_type", "several", "country"),
                    name=f"{table}_once",
                    nulls_distinct=False,
                )
            ],
        },
    )


class Migration(migrations.Migration):
    dependencies = [("record", "0006_sums_by_period")]
    operations = [
        _cells("CoarseCell", "coarse_cell"),
        _cells("MiddleCell", "middle_cell"),
        _cells("FineCell", "fine_cell"),
        migrations.CreateModel(
            name="MonthlyDivision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("first", models.DateField()),
                ("country", models.TextField()),
                ("admin1", models.TextField(null=True)),
                ("admin2", models.TextField(null=True)),
                ("kind", models.TextField()),
                ("incidents", models.BigIntegerField()),
                ("killed_best", models.BigIntegerField()),
                ("killed_bests", models.BigIntegerField()),
            ],
            options={
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
