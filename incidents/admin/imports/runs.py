"""Admin of the imports that were made: verdicts on the rows, the report as a file, the button that undoes one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import JobKind, RowUndone, RowVerdict
from incidents.intake.imports.engine.gone import missing_rows
from incidents.intake.imports.engine.new_references import listed_of
from incidents.intake.imports.engine.running import report_rows
from incidents.intake.imports.undo.runs import undo_rows
from incidents.models import ImportRun, ImportVerdict, Job
from incidents.spreadsheets import csv_lines

from ..base import ReadOnlyAdmin, acting_user
from . import urls
from .jobs import JobView, jobs_listed, may_see

MOST_SHOWN = 100
HEADING = ("line", "id", "verdict", "reason", "flags")
UNDO_HEADING = ("line", "id", "undone", "reason")


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = ("number", "what", "became", "started_by", "started_at", "standing")
    list_per_page = 25
    list_select_related = ("dataset", "started_by")
    search_fields = ("source",)
    search_help_text = gettext_lazy("A part of the name of the file, or of the address.")
    ordering = ("-pk",)
    change_list_template = "admin/desk/import_list.html"

    @admin.display(description=gettext_lazy("number"), ordering="pk")
    def number(self, run: ImportRun) -> int:
        return run.pk

    def get_queryset(self, request: HttpRequest) -> Any:
        """Those that somebody may see, with their verdicts, counted for those that are shown only."""
        verdicts = ImportVerdict.objects.filter(run=OuterRef("pk")).order_by().values("verdict")
        counted = verdicts.annotate(n=Count("pk")).values_list(JSONObject(verdict="verdict", n="n"))
        runs = super().get_queryset(request)
        user = acting_user(request)
        if not user.can(Capability.PUBLISH):
            runs = runs.filter(started_by=user)
        return runs.annotate(verdict_counts=ArraySubquery(counted))

    def has_view_permission(self, request: HttpRequest, obj: ImportRun | None = None) -> bool:
        """Results and reports quote the rows: they are for whoever imported them, and for those who may publish."""
        allowed = super().has_view_permission(request, obj)
        return allowed and (obj is None or may_see(acting_user(request), obj.started_by_id))

    @admin.display(description=gettext_lazy("dataset and file"))
    def what(self, run: ImportRun) -> Any:
        return format_html('{}<br><span class="quiet">{}</span>', run.dataset, run.source)

    @admin.display(description=gettext_lazy("result"))
    def became(self, run: Any) -> str:
        counts = {count["verdict"]: count["n"] for count in run.verdict_counts}
        results = [
            f"{number_format(counts[verdict.value], force_grouping=True)} {str(verdict.label).lower()}"
            for verdict in RowVerdict
            if verdict.value in counts
        ]
        return ", ".join(results) or "-"

    @admin.display(description=gettext_lazy("standing"))
    def standing(self, run: ImportRun) -> str:
        if run.undone_at:
            return _("taken back %(day)s") % {"day": date_format(run.undone_at, "Y-m-d H:i")}
        if run.finished_at:
            return _("finished %(day)s") % {"day": date_format(run.finished_at, "Y-m-d H:i")}
        return _("not finished")

    def search(self, rows: Any, text: str) -> Any:
        return rows.filter(source__icontains=text.strip())

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            *urls.urls(self),
            path("jobs/<int:pk>/", view(JobView.as_view(model_admin=self)), name="incidents_import_job"),
            path("<int:pk>/report.csv", view(self.report), name="incidents_importrun_report"),
            path("<int:pk>/undo.csv", view(self.undo_report), name="incidents_importrun_undo_report"),
            path("<int:pk>/undo/", view(require_POST(self.undo)), name="incidents_importrun_undo"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        jobs = jobs_listed(acting_user(request))
        return super().changelist_view(request, {**(extra_context or {}), "jobs": jobs})

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """The result, in place of a form that nobody could save."""
        run = self.get_object(request, object_id)
        if run is None or not self.has_view_permission(request, run):
            return super().change_view(request, object_id, *args, **kwargs)
        verdicts = ImportVerdict.objects.filter(run=run)
        counts = dict(verdicts.order_by().values_list("verdict").annotate(Count("pk")))
        rejected = verdicts.filter(verdict=RowVerdict.REJECTED).order_by("line")
        remarks = verdicts.exclude(verdict=RowVerdict.REJECTED).exclude(reason="")
        taken_back = verdicts.exclude(undone="").order_by()
        undone = dict(taken_back.values_list("undone").annotate(Count("pk")))
        kept = verdicts.filter(undone=RowUndone.KEPT)
        new = listed_of(run)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import %(n)s") % {"n": run.pk},
            "opts": self.opts,
            "run": run,
            "counts": [(verdict.label, counts[verdict]) for verdict in RowVerdict if verdict in counts],
            "rejected": rejected[:MOST_SHOWN],
            "more": max(counts.get(RowVerdict.REJECTED.value, 0) - MOST_SHOWN, 0),
            "missing": str(missing_rows(run)),
            "remarks": remarks.order_by(F("line").asc(nulls_first=True), "pk")[:MOST_SHOWN],
            "more_remarks": max(remarks.count() - MOST_SHOWN, 0),
            "undone": [(fate.label, undone[fate.value]) for fate in RowUndone if fate.value in undone],
            "kept": kept.order_by("line")[:MOST_SHOWN],
            "more_kept": max(undone.get(RowUndone.KEPT.value, 0) - MOST_SHOWN, 0),
            "new": new[:MOST_SHOWN],
            "more_new": max(len(new) - MOST_SHOWN, 0),
            "may_undo": _may_undo(acting_user(request), run),
            "jobs": jobs_listed(acting_user(request)).filter(_about(run)),
        }
        return render(request, "admin/desk/import_result.html", context)

    def report(self, request: HttpRequest, pk: int) -> Any:
        """The verdict on every row, as the commands write it."""
        run = get_object_or_404(ImportRun, pk=pk)
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        return _csv_response(HEADING, report_rows(run), f"import-{run.pk}.csv")

    def undo_report(self, request: HttpRequest, pk: int) -> Any:
        """What became of every row when the import was taken back, as the command writes it."""
        run = get_object_or_404(ImportRun, pk=pk)
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        return _csv_response(UNDO_HEADING, undo_rows(run), f"undo-{run.pk}.csv")

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        run, user = get_object_or_404(ImportRun, pk=pk), acting_user(request)
        if not _may_undo(user, run):
            raise PermissionDenied
        job = Job.objects.enqueue(
            JobKind.IMPORT_UNDO,
            title=str(run),
            arguments={"run": run.pk, "note": request.POST.get("note", "")[:500]},
            key=f"undo-{run.pk}",
            by=user,
        )
        return HttpResponseRedirect(reverse("admin:incidents_import_job", args=[job.pk]))


def _about(run: ImportRun) -> Q:
    """Jobs that import this, or take it back."""
    imports = Q(kind=JobKind.IMPORT, arguments__source=run.source, enqueued_by=run.started_by_id)
    return imports | Q(kind=JobKind.IMPORT_UNDO, arguments__run=run.pk)


def _may_undo(user: User, run: ImportRun) -> bool:
    """Whoever made it, or may publish; what is public takes the right to retract as well, which undoing asks for.

    What was kept once may be tried again: the reason may be gone.
    """
    kept = ImportVerdict.objects.filter(run=run, undone=RowUndone.KEPT)
    if run.undone_at is not None and not kept.exists():
        return False
    return user.can(Capability.ENTER) and (run.started_by_id == user.pk or user.can(Capability.PUBLISH))


def _csv_response(heading: Sequence[str], rows: Iterable[Sequence[Any]], name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(csv_lines(heading, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
