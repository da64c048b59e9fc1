"""The index made from the log, and what it can be searched by."""

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import migrations, models

from incidents.record.areas import BoxOf

OPEN = 2**63 - 1
"""``until`` of what is in force."""


class Migration(migrations.Migration):
    dependencies = [("record", "0003_only_added")]
    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "edition",
                    models.OneToOneField(
                        db_column="sequence",
                        on_delete=models.PROTECT,
                        primary_key=True,
                        related_name="entry",
                        serialize=False,
                        to="record.edition",
                    ),
                ),
                ("until", models.BigIntegerField(default=OPEN)),
                ("subject", models.TextField()),
                ("public_id", models.TextField(db_collation="C")),
                ("name", models.TextField(db_collation="C")),
                ("occurred", DateRangeField(null=True)),
                ("occurred_from", models.DateField(null=True)),
                ("killed_low", models.IntegerField(null=True)),
                ("killed_best", models.IntegerField(null=True)),
                ("killed_high", models.IntegerField(null=True)),
                ("killed_rank", models.IntegerField(default=-1)),
                ("terms", ArrayField(base_field=models.TextField(), size=None)),
                ("text", models.TextField()),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=SearchVector("text", config="simple"),
                        output_field=SearchVectorField(),
                    ),
                ),
            ],
            options={
                "indexes": [
                    # What this one and the one by sequence include saves reading the row, which is wide.
                    models.Index(
                        fields=["subject", "-occurred_from", "-public_id"],
                        include=("edition", "until"),
                        name="entry_by_date",
                    ),
                    models.Index(
                        models.F("subject"),
                        models.OrderBy(models.F("killed_rank"), descending=True),
                        models.OrderBy(models.F("public_id"), descending=True),
                        name="entry_by_killed",
                    ),
                    models.Index(fields=["subject", "killed_high"], name="entry_killed_high"),
                    models.Index(
                        fields=["subject", "edition"],
                        include=("until", "occurred_from", "public_id"),
                        name="entry_by_sequence",
                    ),
                    models.Index(fields=["subject", "name", "public_id"], name="entry_by_name"),
                    models.Index(fields=["public_id", "edition"], name="entry_by_id"),
                    models.Index(
                        condition=models.Q(("until__lt", OPEN)), fields=["until"], name="entry_closed"
                    ),
                    GistIndex(fields=["occurred"], name="entry_occurred"),
                    GinIndex(fields=["terms"], name="entry_terms"),
                    GinIndex(fields=["words"], name="entry_words"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", OPEN)), fields=("public_id",), name="entry_one_in_force"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("edition"))), name="entry_until_after"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                (
                    "entry",
                    models.ForeignKey(
                        db_column="sequence",
                        db_index=False,
                        on_delete=models.CASCADE,
                        related_name="places",
                        to="record.entry",
                    ),
                ),
                ("position", models.SmallIntegerField()),
                ("location", models.TextField(db_collation="C")),
                ("role", models.TextField()),
                ("lat", models.FloatField()),
                ("lon", models.FloatField()),
                ("radius_km", models.IntegerField()),
                ("west", models.FloatField()),
                ("south", models.FloatField()),
                ("east", models.FloatField()),
                ("north", models.FloatField()),
            ],
            options={
                "indexes": [GistIndex(BoxOf("west", "south", "east", "north"), name="entry_place_area")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entry", "position"),
                        include=("west", "south", "east", "north"),
                        name="entry_place_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lat__range", (-90, 90))), name="entry_place_lat"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lon__range", (-180, 180))), name="entry_place_lon"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("south__lte", models.F("north")), ("west__lte", models.F("east"))
                        ),
                        name="entry_place_box",
                    ),
                ],
            },
        ),
    ]
