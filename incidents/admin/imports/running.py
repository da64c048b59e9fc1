"""The last step of a spreadsheet: the first rows as they would come in, what is wrong with all, and the import."""

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
from incidents.codebook import Licence
from incidents.editorial.refusal import Refused
from incidents.intake.imports.engine.chunks import Superseded
from incidents.intake.imports.engine.running import Outcome, Wanted, run
from incidents.intake.imports.files.sources import NoSource
from incidents.intake.imports.spreadsheet.choices import mapping_of
from incidents.intake.imports.spreadsheet.coder import MappedSheet
from incidents.intake.imports.spreadsheet.mapping import BadMapping, Mapping
from incidents.intake.imports.spreadsheet.saved import keep

from .forms import OtherFileForm, RunForm
from .frame import ImportView, chunks_of
from .preview import preview_of

MOST_ROWS = 5_000
"""Rows that are imported while somebody waits for the page."""


class Preview(ImportView):
    """The first rows as they would come in, what is wrong with all of them, and the button."""

    step, title = "preview", gettext_lazy("What comes of it")
    template = "admin/desk/import_preview.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show()

    def post(self, request: HttpRequest) -> HttpResponse:
        acts: dict[str, Callable[[], HttpResponse]] = {
            "_file": self._other_file,
            "_check": self._checked,
            "_run": self._imported,
            "_give_up": self._given_up,
        }
        return next((act for name, act in acts.items() if name in request.POST), self._show)()

    def _show(self, **context: Any) -> HttpResponse:
        try:
            mapping = mapping_of(self.upload.choices)
            coder = MappedSheet(mapping, tuple(self.upload.waiting.heading))
        except BadMapping as problem:
            return self.page(problems=problem.problems, other_file=OtherFileForm(), **context)
        preview = preview_of(self.upload.sheet().source, coder)
        shown = {"preview": preview, "other_file": OtherFileForm(), "run_form": self._run_form(mapping)}
        large = {
            "large": self.upload.waiting.total > MOST_ROWS,
            "most_rows": MOST_ROWS,
            "by": self.user.email,
        }
        return self.page(**{**shown, **large, **context})

    def _run_form(self, mapping: Mapping, *args: Any) -> RunForm:
        free = mapping.dataset.licence != Licence.RESTRICTED
        approve = free and self.user.can(Capability.APPROVE)
        return RunForm(*args, approve=approve, publish=approve and self.user.can(Capability.PUBLISH))

    def _other_file(self) -> HttpResponse:
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

    def _checked(self) -> HttpResponse:
        return self._ran(lambda mapping: Wanted(by=self.user, dry=True), self._show_check)

    def _show_check(self, outcome: Outcome) -> HttpResponse:
        rejected = [row for row in outcome.report if row[2] == "rejected"]
        return self._show(checked=sorted(outcome.counts.items()), rejected=rejected[:50])

    def _imported(self) -> HttpResponse:
        return self._ran(self._wanted, self._show_result)

    def _wanted(self, mapping: Mapping) -> Wanted | None:
        form = self._run_form(mapping, self.request.POST)
        if not form.is_valid():
            return None
        how = form.cleaned_data["how"]
        return Wanted(by=self.user, publish=how == "publish", approve=how == "approve")

    def _show_result(self, outcome: Outcome) -> HttpResponse:
        keep(outcome.run, mapping_of(self.upload.choices))
        self.upload.delete()
        return HttpResponseRedirect(reverse("admin:incidents_importrun_change", args=[outcome.run.pk]))

    def _ran(
        self, wanted: Callable[[Mapping], Wanted | None], show: Callable[[Outcome], HttpResponse]
    ) -> HttpResponse:
        if self.upload.waiting.total > MOST_ROWS:
            return self._show()
        try:
            mapping = mapping_of(self.upload.choices)
            source = replace(self.upload.sheet().source, name=self.upload.name)
            order = wanted(mapping)
            if order is None:
                return self._show()
            with self.upload.alone():
                outcome = run(source, MappedSheet(mapping, source.heading), order)
            return show(outcome)
        except BadMapping:
            return self._show()
        except Refused as refusal:
            for problem in refusal.problems:
                messages.error(self.request, str(problem))
            return self._show()
        except Superseded as superseded:  # a colleague imports the same file
            messages.error(self.request, str(superseded))
            return self._show()

    def _given_up(self) -> HttpResponse:
        self.upload.delete()
        messages.success(self.request, _("The upload was deleted; nothing was imported."))
        return HttpResponseRedirect(reverse("admin:incidents_import_start"))
