"""View of the last step: the preview of a spreadsheet's rows, the check against the desk and the import itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Capability
from incidents.codebook import Licence, RowVerdict
from incidents.editorial.refusal import Refused
from incidents.intake.imports.engine.chunks import Superseded
from incidents.intake.imports.engine.references import References
from incidents.intake.imports.engine.running import ImportOptions, ImportResult, run
from incidents.intake.imports.files.sources import NoSource
from incidents.intake.imports.spreadsheet.coder import MappedSheet
from incidents.intake.imports.spreadsheet.mapping import BadMapping
from incidents.intake.imports.spreadsheet.saved import save

from .forms import OtherFileForm, RunForm
from .frame import ImportView, chunks_of
from .preview import preview_of

MOST_ROWS = 5_000
"""Rows that are imported while somebody waits for the page."""
MOST_SHOWN = 50
"""Rows of one kind that a check lists."""


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
            "large": self.upload.waiting.total > MOST_ROWS,
            "most_rows": MOST_ROWS,
            "by": self.user.email,
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
        outcome = self._run(ImportOptions(by=self.user, dry=True, whole=whole))
        if outcome is None:
            return self._show()
        counts = [
            (str(verdict.label), outcome.counts[verdict])
            for verdict in RowVerdict
            if verdict in outcome.counts
        ]
        rejected = [row for row in outcome.report if row[2] == RowVerdict.REJECTED]
        remarks = [row for row in outcome.report if row[2] != RowVerdict.REJECTED and row[3]]
        return self._show(
            run_form=form if form.is_valid() else self._run_form(),
            checked=counts,
            missing=str(outcome.missing),
            rejected=rejected[:MOST_SHOWN],
            remarks=remarks[:MOST_SHOWN],
            more_remarks=max(len(remarks) - MOST_SHOWN, 0),
        )

    def _import(self) -> HttpResponse:
        form = self._run_form(self.request.POST)
        if not form.is_valid():
            return self._show()
        how = form.cleaned_data["how"]
        outcome = self._run(
            ImportOptions(
                by=self.user,
                publish=how == "publish",
                approve=how == "approve",
                whole=form.cleaned_data.get("whole", False),
            )
        )
        if outcome is None:
            return self._show()
        save(outcome.run, self.upload.mapping)
        self.upload.delete()
        return HttpResponseRedirect(reverse("admin:incidents_importrun_change", args=[outcome.run.pk]))

    def _run(self, wanted: ImportOptions) -> ImportResult | None:
        """What came of the import; nothing where it did not take place, with messages that say why."""
        if self.upload.waiting.total > MOST_ROWS:
            return None
        try:
            source = replace(self.upload.source(), name=self.upload.name)
            with self.upload.alone():
                return run(source, MappedSheet(self.upload.mapping, source.heading), wanted)
        except BadMapping:
            pass  # the page tells
        except Refused as refusal:
            for problem in refusal.problems:
                messages.error(self.request, str(problem))
        except Superseded as superseded:  # a colleague imports the same file
            messages.error(self.request, str(superseded))
        return None

    def _give_up(self) -> HttpResponse:
        self.upload.delete()
        messages.success(self.request, _("The upload was deleted; nothing was imported."))
        return HttpResponseRedirect(reverse("admin:incidents_import_start"))
