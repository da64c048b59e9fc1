"""What is monitored: statements of coverage, with their areas and sources."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0002_list_indexes"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Coverage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="Given at first publication, never reused.",
                        max_length=16,
                        null=True,
                        unique=True,
                    ),
                ),
                (
                    "revision",
                    models.PositiveIntegerField(
                        default=0,
                        editable=False,
                        help_text="Counts the saves, so that two people do not overwrite each other.",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, help_text="When it was entered.")),
                ("updated_at", models.DateTimeField(auto_now=True, help_text="When it was last edited.")),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="For colleagues only; never published.",
                        verbose_name="internal note",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="What the statement is called, such as “Hasaka province, 2021”. Public.",
                        max_length=200,
                    ),
                ),
                (
                    "description",
                    models.TextField(
                        blank=True, help_text="What is recorded, by which rule, and what is left out. Public."
                    ),
                ),
                ("since", models.DateField(help_text="First day that is monitored.")),
                (
                    "until",
                    models.DateField(
                        blank=True, help_text="Last day that is monitored; empty while it goes on.", null=True
                    ),
                ),
                (
                    "coded_until",
                    models.DateField(
                        blank=True,
                        help_text="Last day up to which everything is published; empty while nothing is complete.",
                        null=True,
                    ),
                ),
                (
                    "event_types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("battle", "Battle"),
                                ("explosion", "Explosion or remote violence"),
                                ("violence_against_civilians", "Violence against civilians"),
                                ("detention", "Arrest or detention"),
                                ("demonstration", "Demonstration"),
                                ("strategic", "Strategic development"),
                                ("unclear", "Unclear"),
                            ],
                            max_length=40,
                        ),
                        blank=True,
                        default=list,
                        help_text="Codes of the event types that are recorded, separated by commas; empty: all.",
                        size=None,
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        help_text="Language tags (BCP 47) of what is read, separated by commas.",
                        size=None,
                    ),
                ),
                (
                    "backlog",
                    models.TextField(
                        blank=True,
                        help_text="What is known to be missing, and when it will be entered. Public.",
                    ),
                ),
                (
                    "folded",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("name"), function="attest_fold", output_field=models.TextField()
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        help_text="Who entered it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        help_text="Who edited it last.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "coverage",
                "verbose_name_plural": "coverage",
                "ordering": ("name", "pk"),
            },
        ),
        migrations.CreateModel(
            name="CoverageArea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "coverage",
                    models.ForeignKey(
                        help_text="The statement.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="areas",
                        to="incidents.coverage",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        help_text="Place, with all within it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverage_areas",
                        to="incidents.location",
                    ),
                ),
            ],
            options={
                "verbose_name": "area of a coverage",
                "verbose_name_plural": "areas of coverage",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="CoverageAreaEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "coverage",
                    models.ForeignKey(
                        db_constraint=False,
                        help_text="The statement.",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="incidents.coverage",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        db_constraint=False,
                        help_text="Place, with all within it.",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="incidents.location",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="incidents.coveragearea",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CoverageEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "public_id",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="Given at first publication, never reused.",
                        max_length=16,
                        null=True,
                    ),
                ),
                (
                    "revision",
                    models.PositiveIntegerField(
                        default=0,
                        editable=False,
                        help_text="Counts the saves, so that two people do not overwrite each other.",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, help_text="When it was entered.")),
                ("updated_at", models.DateTimeField(auto_now=True, help_text="When it was last edited.")),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="For colleagues only; never published.",
                        verbose_name="internal note",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="What the statement is called, such as “Hasaka province, 2021”. Public.",
                        max_length=200,
                    ),
                ),
                (
                    "description",
                    models.TextField(
                        blank=True, help_text="What is recorded, by which rule, and what is left out. Public."
                    ),
                ),
                ("since", models.DateField(help_text="First day that is monitored.")),
                (
                    "until",
                    models.DateField(
                        blank=True, help_text="Last day that is monitored; empty while it goes on.", null=True
                    ),
                ),
                (
                    "coded_until",
                    models.DateField(
                        blank=True,
                        help_text="Last day up to which everything is published; empty while nothing is complete.",
                        null=True,
                    ),
                ),
                (
                    "event_types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("battle", "Battle"),
                                ("explosion", "Explosion or remote violence"),
                                ("violence_against_civilians", "Violence against civilians"),
                                ("detention", "Arrest or detention"),
                                ("demonstration", "Demonstration"),
                                ("strategic", "Strategic development"),
                                ("unclear", "Unclear"),
                            ],
                            max_length=40,
                        ),
                        blank=True,
                        default=list,
                        help_text="Codes of the event types that are recorded, separated by commas; empty: all.",
                        size=None,
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        help_text="Language tags (BCP 47) of what is read, separated by commas.",
                        size=None,
                    ),
                ),
                (
                    "backlog",
                    models.TextField(
                        blank=True,
                        help_text="What is known to be missing, and when it will be entered. Public.",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        help_text="Who entered it.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="incidents.coverage",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        help_text="Who edited it last.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CoverageSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "coverage",
                    models.ForeignKey(
                        help_text="The statement.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="monitored",
                        to="incidents.coverage",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        help_text="Source that is read.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverage_sources",
                        to="incidents.source",
                    ),
                ),
            ],
            options={
                "verbose_name": "source of a coverage",
                "verbose_name_plural": "sources of coverage",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="CoverageSourceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "coverage",
                    models.ForeignKey(
                        db_constraint=False,
                        help_text="The statement.",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="incidents.coverage",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="incidents.coveragesource",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        help_text="Source that is read.",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="incidents.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="coverage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "event_types__contained_by",
                        [
                            "battle",
                            "explosion",
                            "violence_against_civilians",
                            "detention",
                            "demonstration",
                            "strategic",
                            "unclear",
                        ],
                    )
                ),
                name="coverage_event_types_coded",
                violation_error_message="This code is not in the codebook.",
            ),
        ),
        migrations.AddConstraint(
            model_name="coverage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since__isnull", True),
                    ("until__isnull", True),
                    ("since__lte", models.F("until")),
                    _connector="OR",
                ),
                name="coverage_since_to_until",
                violation_error_message="The lower end must not be above the upper end.",
            ),
        ),
        migrations.AddConstraint(
            model_name="coverage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since__isnull", True),
                    ("coded_until__isnull", True),
                    ("since__lte", models.F("coded_until")),
                    _connector="OR",
                ),
                name="coverage_since_to_coded_until",
                violation_error_message="The lower end must not be above the upper end.",
            ),
        ),
        migrations.AddConstraint(
            model_name="coverage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("coded_until__isnull", True),
                    ("until__isnull", True),
                    ("coded_until__lte", models.F("until")),
                    _connector="OR",
                ),
                name="coverage_coded_until_to_until",
                violation_error_message="The lower end must not be above the upper end.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coverage",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "incidents_coverageevent" ("backlog", "coded_until", "created_at", "created_by_id", "description", "event_types", "id", "languages", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "revision", "since", "until", "updated_at", "updated_by_id") SELECT new_values."backlog", new_values."coded_until", new_values."created_at", new_values."created_by_id", new_values."description", new_values."event_types", new_values."id", new_values."languages", new_values."name", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."revision", new_values."since", new_values."until", new_values."updated_at", new_values."updated_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="08bd5e7f66a6a9d66820ce8fc9072f0cfb898d66",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_274f7",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="incidents_coverage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coverage",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "incidents_coverageevent" ("backlog", "coded_until", "created_at", "created_by_id", "description", "event_types", "id", "languages", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "revision", "since", "until", "updated_at", "updated_by_id") SELECT new_values."backlog", new_values."coded_until", new_values."created_at", new_values."created_by_id", new_values."description", new_values."event_types", new_values."id", new_values."languages", new_values."name", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."revision", new_values."since", new_values."until", new_values."updated_at", new_values."updated_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."backlog" IS DISTINCT FROM (new_values."backlog") OR old_values."coded_until" IS DISTINCT FROM (new_values."coded_until") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."description" IS DISTINCT FROM (new_values."description") OR old_values."event_types" IS DISTINCT FROM (new_values."event_types") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."languages" IS DISTINCT FROM (new_values."languages") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."revision" IS DISTINCT FROM (new_values."revision") OR old_values."since" IS DISTINCT FROM (new_values."since") OR old_values."until" IS DISTINCT FROM (new_values."until") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."updated_by_id" IS DISTINCT FROM (new_values."updated_by_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="379a3db6a3950f0d534efe4b1f06485b1ae71d1e",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9a66f",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="incidents_coverage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coverage",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "incidents_coverageevent" ("backlog", "coded_until", "created_at", "created_by_id", "description", "event_types", "id", "languages", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "revision", "since", "until", "updated_at", "updated_by_id") SELECT old_values."backlog", old_values."coded_until", old_values."created_at", old_values."created_by_id", old_values."description", old_values."event_types", old_values."id", old_values."languages", old_values."name", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."revision", old_values."since", old_values."until", old_values."updated_at", old_values."updated_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="9f8a343f68a4551d57d60bf1f4d0281472b2553a",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1bbe1",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="incidents_coverage",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="coveragearea",
            constraint=models.UniqueConstraint(fields=("coverage", "location"), name="coveragearea_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coveragearea",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "incidents_coverageareaevent" ("coverage_id", "id", "location_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."coverage_id", new_values."id", new_values."location_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="084289a859176c6dde4bc3d88498e859f3d5bc5c",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7eb90",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="incidents_coveragearea",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coveragearea",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "incidents_coverageareaevent" ("coverage_id", "id", "location_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."coverage_id", new_values."id", new_values."location_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="0d953453bfd0f72c1f66c56a5e4a67b19cbf94d6",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3fbf1",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="incidents_coveragearea",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coveragearea",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "incidents_coverageareaevent" ("coverage_id", "id", "location_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."coverage_id", old_values."id", old_values."location_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="8c8323717e6ec523a945ea97097c8d96a4eb4e26",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a8337",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="incidents_coveragearea",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coverageareaevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c3369f5c31a6b565d2bbbe63a0a6ed01b35aa0c3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a50d3",
                    table="incidents_coverageareaevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coverageevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0f4d6fd52dc0f276dcff2e85ed1e6b8096cead47",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_96f4d",
                    table="incidents_coverageevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="coveragesource",
            constraint=models.UniqueConstraint(fields=("coverage", "source"), name="coveragesource_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coveragesource",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "incidents_coveragesourceevent" ("coverage_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") SELECT new_values."coverage_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."source_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="c427f03b9df8fcd9fa10aea12c2e769d30ce5508",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bafad",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="incidents_coveragesource",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coveragesource",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "incidents_coveragesourceevent" ("coverage_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") SELECT new_values."coverage_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."source_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="575fa4ed149c894cb843a03f55320949cc6986d3",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_be676",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="incidents_coveragesource",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coveragesource",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "incidents_coveragesourceevent" ("coverage_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") SELECT old_values."coverage_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."source_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="0203ccc5af4c688d62bdf890c3d2c871c54147d7",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f3bb2",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="incidents_coveragesource",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coveragesourceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="720be457ed96dd69640b772e4f73118f16a082f4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a4197",
                    table="incidents_coveragesourceevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
