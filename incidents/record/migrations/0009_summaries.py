"""Sums kept beside the index, and an index for what was closed since they were made."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0008_release_epoch"),
    ]

    operations = [
        migrations.CreateModel(
            name="DailyCountry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "first",
                    models.DateField(
                        help_text="First day of the period in which the first possible day lies."
                    ),
                ),
                (
                    "fit",
                    models.SmallIntegerField(
                        help_text="0: lies in this period; 1: in the longer one around it; 2: in neither, its days being unsharp."
                    ),
                ),
                ("extent", models.TextField()),
                ("incidents", models.BigIntegerField()),
                ("killed_low", models.BigIntegerField()),
                ("killed_best", models.BigIntegerField()),
                ("killed_high", models.BigIntegerField()),
                ("killed_figures", models.BigIntegerField()),
                ("killed_bests", models.BigIntegerField()),
                ("killed_highs", models.BigIntegerField()),
                ("wounded_low", models.BigIntegerField()),
                ("wounded_best", models.BigIntegerField()),
                ("wounded_high", models.BigIntegerField()),
                ("wounded_figures", models.BigIntegerField()),
                ("wounded_bests", models.BigIntegerField()),
                ("wounded_highs", models.BigIntegerField()),
                ("killed_civilians_low", models.BigIntegerField()),
                ("killed_civilians_best", models.BigIntegerField()),
                ("killed_civilians_high", models.BigIntegerField()),
                ("killed_civilians_figures", models.BigIntegerField()),
                ("killed_civilians_bests", models.BigIntegerField()),
                ("killed_civilians_highs", models.BigIntegerField()),
                ("wounded_civilians_low", models.BigIntegerField()),
                ("wounded_civilians_best", models.BigIntegerField()),
                ("wounded_civilians_high", models.BigIntegerField()),
                ("wounded_civilians_figures", models.BigIntegerField()),
                ("wounded_civilians_bests", models.BigIntegerField()),
                ("wounded_civilians_highs", models.BigIntegerField()),
                ("several", models.BooleanField()),
                ("country", models.TextField(null=True)),
            ],
            options={
                "verbose_name": "sum by day and country",
                "verbose_name_plural": "sums by day and country",
                "db_table": "record_daily_country",
            },
        ),
        migrations.CreateModel(
            name="MonthlyActor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "first",
                    models.DateField(
                        help_text="First day of the period in which the first possible day lies."
                    ),
                ),
                (
                    "fit",
                    models.SmallIntegerField(
                        help_text="0: lies in this period; 1: in the longer one around it; 2: in neither, its days being unsharp."
                    ),
                ),
                ("extent", models.TextField()),
                ("incidents", models.BigIntegerField()),
                ("killed_low", models.BigIntegerField()),
                ("killed_best", models.BigIntegerField()),
                ("killed_high", models.BigIntegerField()),
                ("killed_figures", models.BigIntegerField()),
                ("killed_bests", models.BigIntegerField()),
                ("killed_highs", models.BigIntegerField()),
                ("wounded_low", models.BigIntegerField()),
                ("wounded_best", models.BigIntegerField()),
                ("wounded_high", models.BigIntegerField()),
                ("wounded_figures", models.BigIntegerField()),
                ("wounded_bests", models.BigIntegerField()),
                ("wounded_highs", models.BigIntegerField()),
                ("killed_civilians_low", models.BigIntegerField()),
                ("killed_civilians_best", models.BigIntegerField()),
                ("killed_civilians_high", models.BigIntegerField()),
                ("killed_civilians_figures", models.BigIntegerField()),
                ("killed_civilians_bests", models.BigIntegerField()),
                ("killed_civilians_highs", models.BigIntegerField()),
                ("wounded_civilians_low", models.BigIntegerField()),
                ("wounded_civilians_best", models.BigIntegerField()),
                ("wounded_civilians_high", models.BigIntegerField()),
                ("wounded_civilians_figures", models.BigIntegerField()),
                ("wounded_civilians_bests", models.BigIntegerField()),
                ("wounded_civilians_highs", models.BigIntegerField()),
                ("actor", models.TextField()),
            ],
            options={
                "verbose_name": "sum by month and actor",
                "verbose_name_plural": "sums by month and actor",
                "db_table": "record_monthly_actor",
            },
        ),
        migrations.CreateModel(
            name="MonthlyArea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "first",
                    models.DateField(
                        help_text="First day of the period in which the first possible day lies."
                    ),
                ),
                (
                    "fit",
                    models.SmallIntegerField(
                        help_text="0: lies in this period; 1: in the longer one around it; 2: in neither, its days being unsharp."
                    ),
                ),
                ("extent", models.TextField()),
                ("incidents", models.BigIntegerField()),
                ("killed_low", models.BigIntegerField()),
                ("killed_best", models.BigIntegerField()),
                ("killed_high", models.BigIntegerField()),
                ("killed_figures", models.BigIntegerField()),
                ("killed_bests", models.BigIntegerField()),
                ("killed_highs", models.BigIntegerField()),
                ("wounded_low", models.BigIntegerField()),
                ("wounded_best", models.BigIntegerField()),
                ("wounded_high", models.BigIntegerField()),
                ("wounded_figures", models.BigIntegerField()),
                ("wounded_bests", models.BigIntegerField()),
                ("wounded_highs", models.BigIntegerField()),
                ("killed_civilians_low", models.BigIntegerField()),
                ("killed_civilians_best", models.BigIntegerField()),
                ("killed_civilians_high", models.BigIntegerField()),
                ("killed_civilians_figures", models.BigIntegerField()),
                ("killed_civilians_bests", models.BigIntegerField()),
                ("killed_civilians_highs", models.BigIntegerField()),
                ("wounded_civilians_low", models.BigIntegerField()),
                ("wounded_civilians_best", models.BigIntegerField()),
                ("wounded_civilians_high", models.BigIntegerField()),
                ("wounded_civilians_figures", models.BigIntegerField()),
                ("wounded_civilians_bests", models.BigIntegerField()),
                ("wounded_civilians_highs", models.BigIntegerField()),
                ("several", models.BooleanField()),
                ("country", models.TextField(null=True)),
                ("admin1", models.TextField(null=True)),
                ("event_type", models.TextField()),
            ],
            options={
                "verbose_name": "sum by month and area",
                "verbose_name_plural": "sums by month and area",
                "db_table": "record_monthly_area",
            },
        ),
        migrations.CreateModel(
            name="MonthlyGrade",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "first",
                    models.DateField(
                        help_text="First day of the period in which the first possible day lies."
                    ),
                ),
                (
                    "fit",
                    models.SmallIntegerField(
                        help_text="0: lies in this period; 1: in the longer one around it; 2: in neither, its days being unsharp."
                    ),
                ),
                ("extent", models.TextField()),
                ("incidents", models.BigIntegerField()),
                ("killed_low", models.BigIntegerField()),
                ("killed_best", models.BigIntegerField()),
                ("killed_high", models.BigIntegerField()),
                ("killed_figures", models.BigIntegerField()),
                ("killed_bests", models.BigIntegerField()),
                ("killed_highs", models.BigIntegerField()),
                ("wounded_low", models.BigIntegerField()),
                ("wounded_best", models.BigIntegerField()),
                ("wounded_high", models.BigIntegerField()),
                ("wounded_figures", models.BigIntegerField()),
                ("wounded_bests", models.BigIntegerField()),
                ("wounded_highs", models.BigIntegerField()),
                ("killed_civilians_low", models.BigIntegerField()),
                ("killed_civilians_best", models.BigIntegerField()),
                ("killed_civilians_high", models.BigIntegerField()),
                ("killed_civilians_figures", models.BigIntegerField()),
                ("killed_civilians_bests", models.BigIntegerField()),
                ("killed_civilians_highs", models.BigIntegerField()),
                ("wounded_civilians_low", models.BigIntegerField()),
                ("wounded_civilians_best", models.BigIntegerField()),
                ("wounded_civilians_high", models.BigIntegerField()),
                ("wounded_civilians_figures", models.BigIntegerField()),
                ("wounded_civilians_bests", models.BigIntegerField()),
                ("wounded_civilians_highs", models.BigIntegerField()),
                ("several", models.BooleanField()),
                ("country", models.TextField(null=True)),
                ("grade", models.TextField(null=True)),
            ],
            options={
                "verbose_name": "sum by month, country and grade",
                "verbose_name_plural": "sums by month, country and grade",
                "db_table": "record_monthly_grade",
            },
        ),
        migrations.CreateModel(
            name="MonthlyKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "first",
                    models.DateField(
                        help_text="First day of the period in which the first possible day lies."
                    ),
                ),
                (
                    "fit",
                    models.SmallIntegerField(
                        help_text="0: lies in this period; 1: in the longer one around it; 2: in neither, its days being unsharp."
                    ),
                ),
                ("extent", models.TextField()),
                ("incidents", models.BigIntegerField()),
                ("killed_low", models.BigIntegerField()),
                ("killed_best", models.BigIntegerField()),
                ("killed_high", models.BigIntegerField()),
                ("killed_figures", models.BigIntegerField()),
                ("killed_bests", models.BigIntegerField()),
                ("killed_highs", models.BigIntegerField()),
                ("wounded_low", models.BigIntegerField()),
                ("wounded_best", models.BigIntegerField()),
                ("wounded_high", models.BigIntegerField()),
                ("wounded_figures", models.BigIntegerField()),
                ("wounded_bests", models.BigIntegerField()),
                ("wounded_highs", models.BigIntegerField()),
                ("killed_civilians_low", models.BigIntegerField()),
                ("killed_civilians_best", models.BigIntegerField()),
                ("killed_civilians_high", models.BigIntegerField()),
                ("killed_civilians_figures", models.BigIntegerField()),
                ("killed_civilians_bests", models.BigIntegerField()),
                ("killed_civilians_highs", models.BigIntegerField()),
                ("wounded_civilians_low", models.BigIntegerField()),
                ("wounded_civilians_best", models.BigIntegerField()),
                ("wounded_civilians_high", models.BigIntegerField()),
                ("wounded_civilians_figures", models.BigIntegerField()),
                ("wounded_civilians_bests", models.BigIntegerField()),
                ("wounded_civilians_highs", models.BigIntegerField()),
                ("event_type", models.TextField()),
                ("sub_event_type", models.TextField()),
            ],
            options={
                "verbose_name": "sum by month and kind",
                "verbose_name_plural": "sums by month and kind",
                "db_table": "record_monthly_kind",
            },
        ),
        migrations.CreateModel(
            name="SummaryState",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False, verbose_name="table")),
                (
                    "sequence",
                    models.BigIntegerField(help_text="0 where it was never built.", verbose_name="sequence"),
                ),
            ],
            options={
                "verbose_name": "state of a summary",
                "verbose_name_plural": "states of summaries",
                "db_table": "record_summary",
            },
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("until__lt", 9223372036854775807)), fields=["until"], name="entry_closed"
            ),
        ),
        migrations.AddConstraint(
            model_name="dailycountry",
            constraint=models.UniqueConstraint(
                fields=("first", "fit", "extent", "several", "country"),
                name="daily_country_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="monthlyactor",
            constraint=models.UniqueConstraint(
                fields=("first", "fit", "extent", "actor"), name="monthly_actor_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="monthlyarea",
            constraint=models.UniqueConstraint(
                fields=("first", "fit", "extent", "several", "country", "admin1", "event_type"),
                name="monthly_area_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="monthlygrade",
            constraint=models.UniqueConstraint(
                fields=("first", "fit", "extent", "several", "country", "grade"),
                name="monthly_grade_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="monthlykind",
            constraint=models.UniqueConstraint(
                fields=("first", "fit", "extent", "event_type", "sub_event_type"),
                name="monthly_kind_once",
                nulls_distinct=False,
            ),
        ),
    ]
