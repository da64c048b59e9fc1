"""The index made from the log, and what it can be searched by."""

import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

import incidents.record.areas


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0002_log"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "edition",
                    models.OneToOneField(
                        db_column="sequence",
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="entry",
                        serialize=False,
                        to="record.edition",
                    ),
                ),
                (
                    "until",
                    models.BigIntegerField(
                        default=9223372036854775807,
                        help_text="Sequence of the edition that took its place.",
                        verbose_name="until",
                    ),
                ),
                (
                    "subject",
                    models.TextField(
                        choices=[
                            ("incident", "incident"),
                            ("episode", "episode"),
                            ("actor", "actor"),
                            ("location", "location"),
                            ("source", "source"),
                        ],
                        verbose_name="subject",
                    ),
                ),
                ("public_id", models.TextField(db_collation="C", verbose_name="public id")),
                (
                    "name",
                    models.TextField(
                        db_collation="C", help_text="Folded title or name, for sorting.", verbose_name="name"
                    ),
                ),
                (
                    "occurred",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        help_text="Days, the upper bound not included.", null=True, verbose_name="occurred"
                    ),
                ),
                ("occurred_from", models.DateField(null=True, verbose_name="occurred from")),
                (
                    "killed_low",
                    models.IntegerField(
                        help_text="0 where unknown; empty only where nothing was assessed.",
                        null=True,
                        verbose_name="killed, low",
                    ),
                ),
                ("killed_best", models.IntegerField(null=True, verbose_name="killed, best")),
                (
                    "killed_high",
                    models.IntegerField(
                        help_text="Empty where open.", null=True, verbose_name="killed, high"
                    ),
                ),
                (
                    "killed_rank",
                    models.IntegerField(
                        default=-1,
                        help_text="The best figure, or -1: what the order runs along.",
                        verbose_name="rank by killed",
                    ),
                ),
                (
                    "terms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        help_text="See terms.py.",
                        size=None,
                        verbose_name="terms",
                    ),
                ),
                ("text", models.TextField(help_text="Folded words of the document.", verbose_name="text")),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector("text", config="simple"),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "verbose_name": "entry",
                "verbose_name_plural": "entries",
            },
        ),
        migrations.CreateModel(
            name="EntryPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_column="sequence",
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="record.entry",
                    ),
                ),
                (
                    "position",
                    models.SmallIntegerField(
                        help_text="Place in the document's list, from 0.", verbose_name="position"
                    ),
                ),
                (
                    "location",
                    models.TextField(db_collation="C", help_text="Public id.", verbose_name="location"),
                ),
                (
                    "role",
                    models.TextField(
                        help_text="What the place was; empty for a location's own point.", verbose_name="role"
                    ),
                ),
                ("lat", models.FloatField(verbose_name="latitude")),
                ("lon", models.FloatField(verbose_name="longitude")),
                ("radius_km", models.IntegerField(verbose_name="radius in km")),
                ("west", models.FloatField()),
                ("south", models.FloatField()),
                ("east", models.FloatField()),
                ("north", models.FloatField()),
            ],
            options={
                "verbose_name": "place of an entry",
                "verbose_name_plural": "places of entries",
            },
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                models.F("subject"),
                models.OrderBy(models.F("occurred_from"), descending=True),
                models.OrderBy(models.F("public_id"), descending=True),
                name="entry_by_date",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                models.F("subject"),
                models.OrderBy(models.F("killed_rank"), descending=True),
                models.OrderBy(models.F("public_id"), descending=True),
                name="entry_by_killed",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["subject", "edition"], name="entry_by_sequence"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["subject", "name", "public_id"], name="entry_by_name"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["public_id", "edition"], name="entry_by_id"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=django.contrib.postgres.indexes.GistIndex(fields=["occurred"], name="entry_occurred"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=django.contrib.postgres.indexes.GinIndex(fields=["terms"], name="entry_terms"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="entry_words"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", 9223372036854775807)),
                fields=("public_id",),
                name="entry_one_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("edition"))), name="entry_until_after"
            ),
        ),
        migrations.AddIndex(
            model_name="entryplace",
            index=django.contrib.postgres.indexes.GistIndex(
                incidents.record.areas.BoxOf("west", "south", "east", "north"), name="entry_place_area"
            ),
        ),
        migrations.AddConstraint(
            model_name="entryplace",
            constraint=models.UniqueConstraint(fields=("entry", "position"), name="entry_place_once"),
        ),
        migrations.AddConstraint(
            model_name="entryplace",
            constraint=models.CheckConstraint(
                condition=models.Q(("lat__range", (-90, 90))), name="entry_place_lat"
            ),
        ),
        migrations.AddConstraint(
            model_name="entryplace",
            constraint=models.CheckConstraint(
                condition=models.Q(("lon__range", (-180, 180))), name="entry_place_lon"
            ),
        ),
        migrations.AddConstraint(
            model_name="entryplace",
            constraint=models.CheckConstraint(
                condition=models.Q(("south__lte", models.F("north")), ("west__lte", models.F("east"))),
                name="entry_place_box",
            ),
        ),
    ]
