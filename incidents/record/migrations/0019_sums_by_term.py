"""Keep sums by actor, source, origin and harm to civilians, each by itself; the next refresh fills the table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0018_wider_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthlyTerm",
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
                ("incidents", models.IntegerField()),
                ("killed_low", models.BigIntegerField()),
                ("killed_best", models.BigIntegerField()),
                ("killed_high", models.BigIntegerField()),
                ("killed_figures", models.IntegerField()),
                ("killed_bests", models.IntegerField()),
                ("killed_highs", models.IntegerField()),
                ("wounded_low", models.BigIntegerField()),
                ("wounded_best", models.BigIntegerField()),
                ("wounded_high", models.BigIntegerField()),
                ("wounded_figures", models.IntegerField()),
                ("wounded_bests", models.IntegerField()),
                ("wounded_highs", models.IntegerField()),
                ("killed_civilians_low", models.BigIntegerField()),
                ("killed_civilians_best", models.BigIntegerField()),
                ("killed_civilians_high", models.BigIntegerField()),
                ("killed_civilians_figures", models.IntegerField()),
                ("killed_civilians_bests", models.IntegerField()),
                ("killed_civilians_highs", models.IntegerField()),
                ("wounded_civilians_low", models.BigIntegerField()),
                ("wounded_civilians_best", models.BigIntegerField()),
                ("wounded_civilians_high", models.BigIntegerField()),
                ("wounded_civilians_figures", models.IntegerField()),
                ("wounded_civilians_bests", models.IntegerField()),
                ("wounded_civilians_highs", models.IntegerField()),
                ("several", models.BooleanField()),
                ("country", models.TextField(null=True)),
                ("event_type", models.TextField()),
                ("term", models.TextField()),
            ],
            options={
                "verbose_name": "sum by month, country, event type and term",
                "verbose_name_plural": "sums by month, country, event type and term",
                "db_table": "record_monthly_term",
                "indexes": [models.Index(fields=["term", "first"], name="monthly_term_term")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("first", "fit", "extent", "several", "country", "event_type", "term"),
                        name="monthly_term_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
    ]
