"""What importers need: runs with a verdict on each row, points of an incident's own, days of unstated exactness."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0003_coverage"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "importer",
                    models.CharField(help_text="Which importer read it, such as ged.", max_length=40),
                ),
                ("source", models.CharField(help_text="File or address it was read from.", max_length=1000)),
                (
                    "rows",
                    models.PositiveIntegerField(
                        blank=True, help_text="Rows read; empty while reading is not done.", null=True
                    ),
                ),
                (
                    "publishes",
                    models.BooleanField(default=False, help_text="Whether the incidents go to the record."),
                ),
                (
                    "made",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Actors, places, sources and reports that the run entered.",
                    ),
                ),
                ("started_at", models.DateTimeField(auto_now_add=True, help_text="When it began.")),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, help_text="When every row had its verdict.", null=True),
                ),
                (
                    "undone_at",
                    models.DateTimeField(blank=True, help_text="When it was taken back.", null=True),
                ),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="ImportRunEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "importer",
                    models.CharField(help_text="Which importer read it, such as ged.", max_length=40),
                ),
                ("source", models.CharField(help_text="File or address it was read from.", max_length=1000)),
                (
                    "rows",
                    models.PositiveIntegerField(
                        blank=True, help_text="Rows read; empty while reading is not done.", null=True
                    ),
                ),
                (
                    "publishes",
                    models.BooleanField(default=False, help_text="Whether the incidents go to the record."),
                ),
                (
                    "made",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Actors, places, sources and reports that the run entered.",
                    ),
                ),
                ("started_at", models.DateTimeField(auto_now_add=True, help_text="When it began.")),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, help_text="When every row had its verdict.", null=True),
                ),
                (
                    "undone_at",
                    models.DateTimeField(blank=True, help_text="When it was taken back.", null=True),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ImportVerdict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "line",
                    models.PositiveIntegerField(
                        help_text="Row of the file, the first after the heading being 1."
                    ),
                ),
                (
                    "key",
                    models.CharField(blank=True, help_text="Its identifier in the dataset.", max_length=100),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("created", "Created"),
                            ("updated", "Updated"),
                            ("unchanged", "Unchanged"),
                            ("rejected", "Rejected"),
                        ],
                        help_text="What became of it.",
                        max_length=40,
                    ),
                ),
                ("reason", models.TextField(blank=True, help_text="Why, where it was not simply taken in.")),
                (
                    "flags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        help_text="What was normalised.",
                        size=None,
                    ),
                ),
                (
                    "previous",
                    models.JSONField(
                        blank=True,
                        help_text="All columns as they were before this run, where it changed them.",
                        null=True,
                    ),
                ),
            ],
            options={
                "verbose_name": "verdict on a row",
                "verbose_name_plural": "verdicts on rows",
                "ordering": ("run", "line"),
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="datasetrow",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="datasetrow",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="datasetrow",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="incidentlocation",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="incidentlocation",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="incidentlocation",
            name="delete_delete",
        ),
        migrations.RemoveConstraint(
            model_name="claim",
            name="claim_time_precision_coded",
        ),
        migrations.RemoveConstraint(
            model_name="episode",
            name="episode_occurred_precision_coded",
        ),
        migrations.RemoveConstraint(
            model_name="incident",
            name="incident_occurred_precision_coded",
        ),
        migrations.RemoveConstraint(
            model_name="involvement",
            name="involvement_precision_coded",
        ),
        migrations.AddField(
            model_name="datasetrow",
            name="digest",
            field=models.CharField(
                blank=True,
                editable=False,
                help_text="SHA-256 of the columns as given and of the way they were coded, hex.",
                max_length=64,
            ),
        ),
        migrations.AddField(
            model_name="datasetrowevent",
            name="digest",
            field=models.CharField(
                blank=True,
                editable=False,
                help_text="SHA-256 of the columns as given and of the way they were coded, hex.",
                max_length=64,
            ),
        ),
        migrations.AddField(
            model_name="incidentlocation",
            name="lat",
            field=models.DecimalField(
                blank=True,
                decimal_places=5,
                help_text="Latitude, where a point is given that is not the place's own. Public.",
                max_digits=7,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(-90),
                    django.core.validators.MaxValueValidator(90),
                ],
            ),
        ),
        migrations.AddField(
            model_name="incidentlocation",
            name="lon",
            field=models.DecimalField(
                blank=True,
                decimal_places=5,
                help_text="Longitude of that point. Public.",
                max_digits=8,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(-180),
                    django.core.validators.MaxValueValidator(180),
                ],
            ),
        ),
        migrations.AddField(
            model_name="incidentlocationevent",
            name="lat",
            field=models.DecimalField(
                blank=True,
                decimal_places=5,
                help_text="Latitude, where a point is given that is not the place's own. Public.",
                max_digits=7,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(-90),
                    django.core.validators.MaxValueValidator(90),
                ],
            ),
        ),
        migrations.AddField(
            model_name="incidentlocationevent",
            name="lon",
            field=models.DecimalField(
                blank=True,
                decimal_places=5,
                help_text="Longitude of that point. Public.",
                max_digits=8,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(-180),
                    django.core.validators.MaxValueValidator(180),
                ],
            ),
        ),
        migrations.AlterField(
            model_name="claim",
            name="time_precision",
            field=models.CharField(
                blank=True,
                choices=[
                    ("day", "Exact days"),
                    ("days", "Within a few days"),
                    ("week", "Within a week"),
                    ("month", "Within a month"),
                    ("year", "Within a year"),
                    ("period", "Within a period"),
                    ("unknown", "Exactness not stated"),
                ],
                default="",
                help_text="How to read the two days.",
                max_length=40,
            ),
        ),
        migrations.AlterField(
            model_name="claimevent",
            name="time_precision",
            field=models.CharField(
                blank=True,
                choices=[
                    ("day", "Exact days"),
                    ("days", "Within a few days"),
                    ("week", "Within a week"),
                    ("month", "Within a month"),
                    ("year", "Within a year"),
                    ("period", "Within a period"),
                    ("unknown", "Exactness not stated"),
                ],
                default="",
                help_text="How to read the two days.",
                max_length=40,
            ),
        ),
        migrations.AlterField(
            model_name="episode",
            name="occurred_precision",
            field=models.CharField(
                choices=[
                    ("day", "Exact days"),
                    ("days", "Within a few days"),
                    ("week", "Within a week"),
                    ("month", "Within a month"),
                    ("year", "Within a year"),
                    ("period", "Within a period"),
                    ("unknown", "Exactness not stated"),
                ],
                default="day",
                help_text="How to read the two days.",
                max_length=40,
                verbose_name="precision",
            ),
        ),
        migrations.AlterField(
            model_name="episodeevent",
            name="occurred_precision",
            field=models.CharField(
                choices=[
                    ("day", "Exact days"),
                    ("days", "Within a few days"),
                    ("week", "Within a week"),
                    ("month", "Within a month"),
                    ("year", "Within a year"),
                    ("period", "Within a period"),
                    ("unknown", "Exactness not stated"),
                ],
                default="day",
                help_text="How to read the two days.",
                max_length=40,
                verbose_name="precision",
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="occurred_precision",
            field=models.CharField(
                choices=[
                    ("day", "Exact days"),
                    ("days", "Within a few days"),
                    ("week", "Within a week"),
                    ("month", "Within a month"),
                    ("year", "Within a year"),
                    ("period", "Within a period"),
                    ("unknown", "Exactness not stated"),
                ],
                default="day",
                help_text="How to read the two days.",
                max_length=40,
                verbose_name="precision",
            ),
        ),
        migrations.AlterField(
            model_name="incidentevent",
            name="occurred_precision",
            field=models.CharField(
                choices=[
                    ("day", "Exact days"),
                    ("days", "Within a few days"),
                    ("week", "Within a week"),
                    ("month", "Within a month"),
                    ("year", "Within a year"),
                    ("period", "Within a period"),
                    ("unknown", "Exactness not stated"),
                ],
                default="day",
                help_text="How to read the two days.",
                max_length=40,
                verbose_name="precision",
            ),
        ),
        migrations.AlterField(
            model_name="involvement",
            name="precision",
            field=models.CharField(
                choices=[
                    ("day", "Exact days"),
                    ("days", "Within a few days"),
                    ("week", "Within a week"),
                    ("month", "Within a month"),
                    ("year", "Within a year"),
                    ("period", "Within a period"),
                    ("unknown", "Exactness not stated"),
                ],
                default="day",
                help_text="How to read the two days.",
                max_length=40,
            ),
        ),
        migrations.AlterField(
            model_name="involvementevent",
            name="precision",
            field=models.CharField(
                choices=[
                    ("day", "Exact days"),
                    ("days", "Within a few days"),
                    ("week", "Within a week"),
                    ("month", "Within a month"),
                    ("year", "Within a year"),
                    ("period", "Within a period"),
                    ("unknown", "Exactness not stated"),
                ],
                default="day",
                help_text="How to read the two days.",
                max_length=40,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="datasetrow",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "incidents_datasetrowevent" ("dataset_id", "digest", "flags", "id", "incident_id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "verbatim") SELECT new_values."dataset_id", new_values."digest", new_values."flags", new_values."id", new_values."incident_id", new_values."key", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."verbatim" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="34484c8ef4fc91ce63e6a781c5138f4d44013deb",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_dd612",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="incidents_datasetrow",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="datasetrow",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "incidents_datasetrowevent" ("dataset_id", "digest", "flags", "id", "incident_id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "verbatim") SELECT new_values."dataset_id", new_values."digest", new_values."flags", new_values."id", new_values."incident_id", new_values."key", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."verbatim" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="8de81f5f4ccb265e330dadbc7289f8a9744a5044",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3191d",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="incidents_datasetrow",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="datasetrow",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "incidents_datasetrowevent" ("dataset_id", "digest", "flags", "id", "incident_id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "verbatim") SELECT old_values."dataset_id", old_values."digest", old_values."flags", old_values."id", old_values."incident_id", old_values."key", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."verbatim" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="4601bf95b98023289279052b7809233d13aceb1f",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_adad8",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="incidents_datasetrow",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incidentlocation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "incidents_incidentlocationevent" ("id", "incident_id", "lat", "location_id", "lon", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "radius_km", "role", "words") SELECT new_values."id", new_values."incident_id", new_values."lat", new_values."location_id", new_values."lon", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."radius_km", new_values."role", new_values."words" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="931afbca58effe701babc13b5b0991406657f370",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ef570",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="incidents_incidentlocation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incidentlocation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "incidents_incidentlocationevent" ("id", "incident_id", "lat", "location_id", "lon", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "radius_km", "role", "words") SELECT new_values."id", new_values."incident_id", new_values."lat", new_values."location_id", new_values."lon", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."radius_km", new_values."role", new_values."words" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="3f466293ad47d14513170a569a4b8fbcc1a35b93",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_46bf9",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="incidents_incidentlocation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incidentlocation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "incidents_incidentlocationevent" ("id", "incident_id", "lat", "location_id", "lon", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "radius_km", "role", "words") SELECT old_values."id", old_values."incident_id", old_values."lat", old_values."location_id", old_values."lon", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."radius_km", old_values."role", old_values."words" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="9ed6685a4664703b9e3c03dd21b9e7a382a4f5ca",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_da213",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="incidents_incidentlocation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("time_precision__in", ["day", "days", "week", "month", "year", "period", "unknown", ""])
                ),
                name="claim_time_precision_coded",
                violation_error_message="This code is not in the codebook.",
            ),
        ),
        migrations.AddConstraint(
            model_name="episode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("occurred_precision__in", ["day", "days", "week", "month", "year", "period", "unknown"])
                ),
                name="episode_occurred_precision_coded",
                violation_error_message="This code is not in the codebook.",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("occurred_precision__in", ["day", "days", "week", "month", "year", "period", "unknown"])
                ),
                name="incident_occurred_precision_coded",
                violation_error_message="This code is not in the codebook.",
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentlocation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lat__isnull", True), ("lon__isnull", True)),
                    models.Q(("lat__range", (-90, 90)), ("lon__range", (-180, 180))),
                    _connector="OR",
                ),
                name="incidentlocation_point_on_earth",
                violation_error_message="Give both latitude and longitude, or neither.",
            ),
        ),
        migrations.AddConstraint(
            model_name="involvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("precision__in", ["day", "days", "week", "month", "year", "period", "unknown"])
                ),
                name="involvement_precision_coded",
                violation_error_message="This code is not in the codebook.",
            ),
        ),
        migrations.AddField(
            model_name="importrun",
            name="dataset",
            field=models.ForeignKey(
                help_text="The dataset that was imported.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="runs",
                to="incidents.dataset",
            ),
        ),
        migrations.AddField(
            model_name="importrun",
            name="started_by",
            field=models.ForeignKey(
                help_text="Who imported.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="importrunevent",
            name="dataset",
            field=models.ForeignKey(
                db_constraint=False,
                help_text="The dataset that was imported.",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="incidents.dataset",
            ),
        ),
        migrations.AddField(
            model_name="importrunevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="importrunevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="incidents.importrun",
            ),
        ),
        migrations.AddField(
            model_name="importrunevent",
            name="started_by",
            field=models.ForeignKey(
                db_constraint=False,
                help_text="Who imported.",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="importverdict",
            name="row",
            field=models.ForeignKey(
                blank=True,
                help_text="The dataset row as it is kept.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="verdicts",
                to="incidents.datasetrow",
            ),
        ),
        migrations.AddField(
            model_name="importverdict",
            name="run",
            field=models.ForeignKey(
                help_text="The run.",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="verdicts",
                to="incidents.importrun",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="importrun",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "incidents_importrunevent" ("dataset_id", "finished_at", "id", "importer", "made", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publishes", "rows", "source", "started_at", "started_by_id", "undone_at") SELECT new_values."dataset_id", new_values."finished_at", new_values."id", new_values."importer", new_values."made", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."publishes", new_values."rows", new_values."source", new_values."started_at", new_values."started_by_id", new_values."undone_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="902524932c95d90bffc98785f4329aa441687efb",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c72bc",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="incidents_importrun",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="importrun",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "incidents_importrunevent" ("dataset_id", "finished_at", "id", "importer", "made", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publishes", "rows", "source", "started_at", "started_by_id", "undone_at") SELECT new_values."dataset_id", new_values."finished_at", new_values."id", new_values."importer", new_values."made", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."publishes", new_values."rows", new_values."source", new_values."started_at", new_values."started_by_id", new_values."undone_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="1b777410d71ad55f9763dd78d1be66d873d20318",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_85597",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="incidents_importrun",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="importrun",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "incidents_importrunevent" ("dataset_id", "finished_at", "id", "importer", "made", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publishes", "rows", "source", "started_at", "started_by_id", "undone_at") SELECT old_values."dataset_id", old_values."finished_at", old_values."id", old_values."importer", old_values."made", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."publishes", old_values."rows", old_values."source", old_values."started_at", old_values."started_by_id", old_values."undone_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="e166b68a2ac098c0747110000b22ae08860d36d4",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_85372",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="incidents_importrun",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="importrunevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="169896127ca5ea4fb99122359393f36e15b8ab55",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4fba8",
                    table="incidents_importrunevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="importverdict",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["created", "updated", "unchanged", "rejected"])),
                name="importverdict_verdict_coded",
                violation_error_message="This code is not in the codebook.",
            ),
        ),
        migrations.AddConstraint(
            model_name="importverdict",
            constraint=models.UniqueConstraint(fields=("run", "line"), name="importverdict_once"),
        ),
    ]
