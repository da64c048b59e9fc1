"""Sums by cell of the map, and an index of points for what is in sight."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0010_sums_without_an_actor"),
    ]

    operations = [
        migrations.CreateModel(
            name="CoarseCell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "x",
                    models.IntegerField(
                        help_text="Column of the cell; empty where there is no point.", null=True
                    ),
                ),
                ("y", models.IntegerField(help_text="Row of the cell, from the north.", null=True)),
                ("extent", models.TextField()),
                ("event_type", models.TextField()),
                ("incidents", models.BigIntegerField()),
                ("killed_low", models.BigIntegerField()),
                ("killed_best", models.BigIntegerField()),
                ("killed_high", models.BigIntegerField()),
                ("killed_figures", models.BigIntegerField()),
                ("killed_bests", models.BigIntegerField()),
                ("killed_highs", models.BigIntegerField()),
                (
                    "lats",
                    models.BigIntegerField(help_text="Sum of latitudes, in hundred-thousandths of a degree."),
                ),
                ("lons", models.BigIntegerField(help_text="Sum of longitudes, likewise.")),
            ],
            options={
                "verbose_name": "sum in a coarse cell",
                "verbose_name_plural": "sums in coarse cells",
                "db_table": "record_coarse_cell",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("x", "y", "extent", "event_type"),
                        name="coarse_cell_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MiddleCell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "x",
                    models.IntegerField(
                        help_text="Column of the cell; empty where there is no point.", null=True
                    ),
                ),
                ("y", models.IntegerField(help_text="Row of the cell, from the north.", null=True)),
                ("extent", models.TextField()),
                ("event_type", models.TextField()),
                ("incidents", models.BigIntegerField()),
                ("killed_low", models.BigIntegerField()),
                ("killed_best", models.BigIntegerField()),
                ("killed_high", models.BigIntegerField()),
                ("killed_figures", models.BigIntegerField()),
                ("killed_bests", models.BigIntegerField()),
                ("killed_highs", models.BigIntegerField()),
                (
                    "lats",
                    models.BigIntegerField(help_text="Sum of latitudes, in hundred-thousandths of a degree."),
                ),
                ("lons", models.BigIntegerField(help_text="Sum of longitudes, likewise.")),
            ],
            options={
                "verbose_name": "sum in a middle cell",
                "verbose_name_plural": "sums in middle cells",
                "db_table": "record_middle_cell",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("x", "y", "extent", "event_type"),
                        name="middle_cell_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FineCell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "x",
                    models.IntegerField(
                        help_text="Column of the cell; empty where there is no point.", null=True
                    ),
                ),
                ("y", models.IntegerField(help_text="Row of the cell, from the north.", null=True)),
                ("extent", models.TextField()),
                ("event_type", models.TextField()),
                ("incidents", models.BigIntegerField()),
                ("killed_low", models.BigIntegerField()),
                ("killed_best", models.BigIntegerField()),
                ("killed_high", models.BigIntegerField()),
                ("killed_figures", models.BigIntegerField()),
                ("killed_bests", models.BigIntegerField()),
                ("killed_highs", models.BigIntegerField()),
                (
                    "lats",
                    models.BigIntegerField(help_text="Sum of latitudes, in hundred-thousandths of a degree."),
                ),
                ("lons", models.BigIntegerField(help_text="Sum of longitudes, likewise.")),
            ],
            options={
                "verbose_name": "sum in a fine cell",
                "verbose_name_plural": "sums in fine cells",
                "db_table": "record_fine_cell",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("x", "y", "extent", "event_type"), name="fine_cell_once", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="row",
            index=models.Index(fields=["lat", "lon"], name="row_by_point"),
        ),
    ]
