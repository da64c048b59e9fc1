"""Make the tables of sums anew, narrower and in the order in which they are read; the next refresh fills them.

A row is taken apart column by column up to the last one that is asked for. So the period, the incidents and the dead
come first, the keys that are texts next, and what is seldom asked for behind them.
"""

from typing import Any

from django.db import migrations, models

PARTS = ("figures", "bests", "highs"), ("low", "best", "high")
FIRST = "First day of the period in which the first possible day lies."
FIT = "0: lies in this period; 1: in the longer one around it; 2: in neither, its days being unsharp."

TABLES: dict[str, tuple[str, str, list[tuple[str, bool]]]] = {
    "MonthlyKind": ("month and kind", "monthly_kind", [("event_type", False), ("sub_event_type", False)]),
    "MonthlyGrade": ("month, country and grade", "monthly_grade", [("country", True), ("grade", True)]),
    "MonthlyArea": (
        "month and area",
        "monthly_area",
        [("country", True), ("admin1", True), ("event_type", False)],
    ),
    "MonthlyActor": ("month and actor", "monthly_actor", [("actor", True)]),
    "DailyCountry": ("day and country", "daily_country", [("country", True)]),
}
SEVERAL = {"MonthlyGrade", "MonthlyArea", "DailyCountry"}
INDEXES = [
    ("monthlygrade", "monthly_grade_country", "country"),
    ("monthlyarea", "monthly_area_country", "country"),
    ("monthlyarea", "monthly_area_admin1", "admin1"),
    ("dailycountry", "daily_country_country", "country"),
]


def _harm(harm: str) -> list[tuple[str, Any]]:
    counts, sums = PARTS
    return [
        *((f"{harm}_{part}", models.IntegerField()) for part in counts),
        *((f"{harm}_{part}", models.BigIntegerField()) for part in sums),
    ]


def _fields(name: str, keys: list[tuple[str, bool]]) -> list[tuple[str, Any]]:
    return [
        ("first", models.DateField(help_text=FIRST)),
        ("fit", models.SmallIntegerField(help_text=FIT)),
        *([("several", models.BooleanField())] if name in SEVERAL else []),
        ("incidents", models.IntegerField()),
        *_harm("killed"),
        ("extent", models.TextField()),
        *((key, models.TextField(null=empty)) for key, empty in keys),
        *(field for harm in ("wounded", "killed_civilians", "wounded_civilians") for field in _harm(harm)),
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
    ]


def _create(name: str) -> migrations.CreateModel:
    words, table, keys = TABLES[name]
    by = ["first", "fit", "extent", *(["several"] if name in SEVERAL else []), *(key for key, _empty in keys)]
    return migrations.CreateModel(
        name=name,
        fields=_fields(name, keys),
        options={
            "db_table": f"record_{table}",
            "verbose_name": f"sum by {words}",
            "verbose_name_plural": f"sums by {words}",
            "constraints": [
                models.UniqueConstraint(fields=by, name=f"{table}_once", nulls_distinct=False),
            ],
        },
    )


class Migration(migrations.Migration):
    dependencies = [("record", "0013_plain_folding")]
    operations = [
        *(migrations.DeleteModel(name) for name in TABLES),
        *(_create(name) for name in TABLES),
        *(
            migrations.AddIndex(model, models.Index(fields=[area, "first"], name=name))
            for model, name, area in INDEXES
        ),
        migrations.RunSQL(
            "DELETE FROM record_summary WHERE name LIKE 'record_monthly%' OR name = 'record_daily_country'",
            migrations.RunSQL.noop,
        ),
    ]
