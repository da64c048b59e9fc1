"""View of the last step: the preview of a spreadsheet's rows, and the buttons that check it or take it in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Capability
from incidents.codebook import JobKind, Licence, RowVerdict
from incidents.intake.imports.engine.references import References
from incidents.intake.imports.files.sources import NoSource
from incidents.intake.imports.spreadsheet.coder import MappedSheet
from incidents.intake.imports.spreadsheet.mapping import BadMapping
from incidents.intake.imports.spreadsheet.uploads import CheckResult
from incidents.models import ImportRun, Job

from .forms import OtherFileForm, RunForm
from .frame import ImportView, chunks_of
from .preview import preview_of


class PreviewView(ImportView):
    """The first rows as they would come in, what is wrong with all of them, and the button."""

    step, title = "preview", gettext_lazy("What comes of it")
    template = "admin/desk/import_preview.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show()

    def post(self, request: HttpRequest) -> HttpResponse:
        actions: dict[str, Callable[[], HttpResponse]] = {
            "_file": self._replace_file,
            "_check": self._check,
            "_run": self._import,
            "_give_up": self._give_up,
        }
        return next((action for name, action in actions.items() if name in request.POST), self._show)()

    def _show(self, **context: Any) -> HttpResponse:
        try:
            coder = MappedSheet(self.upload.mapping, tuple(self.upload.waiting.heading))
        except BadMapping as bad:
            return self.page(problems=bad.problems, other_file=OtherFileForm(), **context)
        shown = {
            "preview": preview_of(self.upload.source(), coder, References(self.user)),
            "other_file": OtherFileForm(),
            "run_form": self._run_form(),
            "checked": _shown(self.upload.checked()),
        }
        return self.page(**{**shown, **context})

    def _run_form(self, *args: Any) -> RunForm:
        free = self.upload.draft.dataset.licence != Licence.RESTRICTED
        approve = free and self.user.can(Capability.APPROVE)
        return RunForm(
            *args,
            approve=approve,
            publish=approve and self.user.can(Capability.PUBLISH),
            retract=self.user.can(Capability.RETRACT),
        )

    def _replace_file(self) -> HttpResponse:
        form = OtherFileForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self._show(other_file=form)
        file = form.cleaned_data["file"]
        try:
            self.upload.replace_file(chunks_of(file), file.name)
        except NoSource as problem:
            form.add_error("file", str(problem))
            return self._show(other_file=form)
        messages.success(
            self.request, _("The mapping is the same; the file is now %(name)s.") % {"name": file.name}
        )
        return self.to("preview")

    def _check(self) -> HttpResponse:
        form = self._run_form(self.request.POST)
        whole = form.is_valid() and form.cleaned_data.get("whole", False)
        return self._enqueue(JobKind.IMPORT_CHECK, whole=whole)

    def _import(self) -> HttpResponse:
        form = self._run_form(self.request.POST)
        if not form.is_valid():
            return self._show()
        return self._enqueue(
            JobKind.IMPORT, how=form.cleaned_data["how"], whole=form.cleaned_data.get("whole", False)
        )

    def _enqueue(self, kind: JobKind, **arguments: Any) -> HttpResponse:
        """A second click, or one in another tab, leads to the job of the first."""
        try:
            MappedSheet(self.upload.mapping, tuple(self.upload.waiting.heading))
        except BadMapping:
            return self._show()  # the page tells
        job = Job.objects.enqueue(
            kind,
            title=self.upload.waiting.filename,
            arguments={"upload": self.upload.token, "source": self.upload.name, **arguments},
            key=self.upload.job_key,
            by=self.user,
        )
        return HttpResponseRedirect(reverse("admin:incidents_import_job", args=[job.pk]))

    def _give_up(self) -> HttpResponse:
        begun = ImportRun.objects.filter(source=self.upload.name, finished_at=None, undone_at=None).first()
        self.upload.delete()
        if begun is None:
            messages.success(self.request, _("The upload was deleted; nothing was imported."))
            return HttpResponseRedirect(reverse("admin:incidents_import_start"))
        messages.success(
            self.request,
            _("The upload was deleted. What was imported before stays, unless you take it back."),
        )
        return HttpResponseRedirect(reverse("admin:incidents_importrun_change", args=[begun.pk]))


class CheckReportView(ImportView):
    """The verdict on every row of the last check, as a file."""

    def get(self, request: HttpRequest) -> Any:
        if self.upload.checked() is None:
            raise Http404(_("Nothing is checked, or something has changed since."))
        return FileResponse(
            self.upload.check_report.open("rb"),
            as_attachment=True,
            filename="check.csv",
            content_type="text/csv; charset=utf-8",
        )


def _shown(checked: CheckResult | None) -> dict[str, Any] | None:
    """The result of a check with the verdicts by their names."""
    if checked is None:
        return None
    counts = [
        (verdict.label, checked.counts[verdict.value])
        for verdict in RowVerdict
        if verdict.value in checked.counts
    ]
    return {"counts": counts, "result": checked}
