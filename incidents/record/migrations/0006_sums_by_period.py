"""Sums by month and by day, each table for some of the ways to group incidents, and the state each table is of.

A row is taken apart column by column up to the last one that is asked for. So the period, the incidents and the dead
come first, the keys that are texts next, and what is seldom asked for behind them. Counts of incidents are half as wide
as sums, and PostgreSQL adds such numbers up several times faster.
"""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Field


def _harm(harm: str) -> list[tuple[str, Field]]:
    return [
        *((f"{harm}_{part}", models.IntegerField()) for part in ("figures", "bests", "highs")),
        *((f"{harm}_{part}", models.BigIntegerField()) for part in ("low", "best", "high")),
    ]


def _sums(model: str, table: str, keys: tuple[str, ...], *found_by: str) -> migrations.CreateModel:
    """A table of sums by these keys (``several`` is a boolean, with ``?`` a text may be null), indexed by some."""
    names = [key.rstrip("?") for key in keys]
    texts = [
        (key.rstrip("?"), models.TextField(null=key.endswith("?"))) for key in keys if key != "several"
    ]
    return migrations.CreateModel(
        name=model,
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
            ("first", models.DateField()),
            ("fit", models.SmallIntegerField()),
            *([("several", models.BooleanField())] if "several" in keys else []),
            ("incidents", models.IntegerField()),
            *_harm("killed"),
            ("extent", models.TextField()),
            *texts,
            *(field for harm in ("wounded", "killed_civilians", "wounded_civilians") for field in _harm(harm)),
        ],
        options={
            "db_table": f"record_{table}",
            "indexes": [models.Index(fields=[key, "first"], name=f"{table}_{key}") for key in found_by],
            "constraints": [
                models.UniqueConstraint(
                    fields=["first", "fit", "extent", *names], name=f"{table}_once", nulls_distinct=False
                )
            ],
        },
    )


class Migration(migrations.Migration):
    dependencies = [("record", "0005_row")]
    operations = [
        migrations.CreateModel(
            name="SummaryState",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("sequence", models.BigIntegerField()),
            ],
            options={"db_table": "record_summary"},
        ),
        _sums("MonthlyKind", "monthly_kind", ("event_type", "sub_event_type")),
        _sums("MonthlyGrade", "monthly_grade", ("several", "country?", "grade?"), "country"),
        _sums(
            "MonthlyArea",
            "monthly_area",
            ("several", "country?", "admin1?", "event_type"),
            "country",
            "admin1",
        ),
        _sums("MonthlyActor", "monthly_actor", ("several", "country?", "actor?"), "country"),
        _sums("DailyCountry", "daily_country", ("several", "country?"), "country"),
        _sums("MonthlyTerm", "monthly_term", ("several", "country?", "event_type", "term"), "term"),
    ]
