"""The page for spreadsheets: file, facts, columns, words, preview, import; each step a page that works without scripts.

What was chosen is kept beside the uploaded file after every step, so that nothing is lost by going back, by a mistake
or by a broken file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import msgspec
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, re_path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import Licence
from incidents.editorial.refusal import Refused
from incidents.intake.imports.mapped import MappedSheet
from incidents.intake.imports.mapping import BadMapping, Mapping, read_mapping, written
from incidents.intake.imports.mapping_choices import CODED, Choices, mapping_of
from incidents.intake.imports.mapping_guess import guessed_meanings
from incidents.intake.imports.running import Outcome, Wanted, run
from incidents.intake.imports.sources import NoSource
from incidents.intake.imports.uploads import LARGEST, Upload, upload, waiting

from .base import acting_user
from .import_forms import (
    FACT_GROUPS,
    MOST_WORDS,
    ColumnsForm,
    FactsForm,
    FileForm,
    OtherFileForm,
    RunForm,
    ValuesForm,
)
from .import_preview import preview_of

MOST_ROWS = 5_000
"""Rows that are imported while somebody waits for the page."""
_STEPS = (
    ("facts", gettext_lazy("Facts")),
    ("columns", gettext_lazy("Columns")),
    ("values", gettext_lazy("Words")),
    ("preview", gettext_lazy("Preview")),
)
_LARGEST_MAPPING = 1_000_000


@dataclass(frozen=True)
class Step:
    name: str
    title: Any
    url: str
    here: bool


class ImportView(View):
    """What the steps share: who may, the upload, the frame of the page."""

    model_admin: Any = None
    step: ClassVar[str] = ""
    title: ClassVar[Any] = gettext_lazy("Import a spreadsheet")
    template: ClassVar[str] = ""

    def dispatch(self, request: HttpRequest, *args: Any, token: str = "", **kwargs: Any) -> Any:
        self.user: User = acting_user(request)
        if not self.user.can(Capability.ENTER):
            raise PermissionDenied
        if token:
            found = waiting(token, self.user.pk)
            if found is None:
                raise Http404(_("This upload is done with, or older than a day."))
            self.upload: Upload = found
        try:
            return super().dispatch(request, *args, **kwargs)
        except NoSource as problem:
            messages.error(request, str(problem))
            return HttpResponseRedirect(reverse("admin:incidents_import_start"))

    def page(self, status: int = 200, **context: Any) -> HttpResponse:
        kept = getattr(self, "upload", None)
        frame = {
            **self.model_admin.admin_site.each_context(self.request),
            "title": self.title,
            "subtitle": kept.waiting.filename if kept else None,
            "opts": self.model_admin.opts,
            "upload": kept,
            "steps": self._steps(kept) if kept else [],
        }
        return render(self.request, self.template, {**frame, **context}, status=status)

    def _steps(self, kept: Upload) -> list[Step]:
        names = [step for step in _STEPS if kept.choices.uploaded is None or step[0] == "preview"]
        return [Step(name, title, self.url(name), name == self.step) for name, title in names]

    def url(self, step: str) -> str:
        return reverse(f"admin:incidents_import_{step}", args=[self.upload.token])

    def to(self, step: str) -> HttpResponse:
        return HttpResponseRedirect(self.url(step))


class Start(ImportView):
    template = "admin/desk/import_start.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(form=FileForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form=form)
        choices = self._choices(form)
        if choices is None:
            return self.page(form=form)
        file = form.cleaned_data["file"]
        try:
            self.upload = upload(_chunks(file), file.name, self.user.pk, choices)
        except NoSource as problem:
            form.add_error("file", str(problem))
            return self.page(form=form)
        if choices.uploaded is None:
            self.upload.choices.meanings = guessed_meanings(self.upload.waiting.heading)
            self.upload.keep()
        return self.to("facts" if choices.uploaded is None else "preview")

    def _choices(self, form: FileForm) -> Choices | None:
        file = form.cleaned_data["mapping"]
        if not file:
            return Choices()
        if file.size > _LARGEST_MAPPING:
            form.add_error("mapping", _("A mapping is much smaller."))
            return None
        try:
            mapping = read_mapping(file.read(), file.name)
        except BadMapping as problem:
            for key, said in problem.problems:
                form.add_error("mapping", f"{key}: {said}" if key else said)
            return None
        return Choices(uploaded=_raw(mapping))


class Facts(ImportView):
    step, title = "facts", gettext_lazy("What is it?")
    template = "admin/desk/import_facts.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        facts = self.upload.choices.facts
        return self._show(FactsForm(initial=facts or None))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = FactsForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        self.upload.choices.facts |= {name: str(value) for name, value in form.cleaned_data.items()}
        try:
            self.upload.read_again()
        except NoSource as problem:
            form.add_error(None, str(problem))
            return self._show(form)
        return self.to("columns")

    def _show(self, form: FactsForm) -> HttpResponse:
        groups = [(title, [form[name] for name in names]) for title, names in FACT_GROUPS]
        return self.page(form=form, groups=groups)


class Columns(ImportView):
    step, title = "columns", gettext_lazy("What are the columns?")
    template = "admin/desk/import_columns.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        meanings, heading = self.upload.choices.meanings, self.upload.waiting.heading
        columns = [column for column in heading if column]
        return self.page(
            form=self._form(
                initial={f"column-{n}": meanings.get(column, "") for n, column in enumerate(columns)}
            )
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self.page(form=form)
        self.upload.choices.meanings = form.meanings()
        self.upload.keep()
        return self.to("values" if any(one in CODED for one in form.meanings().values()) else "preview")

    def _form(self, *args: Any, **kwargs: Any) -> ColumnsForm:
        return ColumnsForm(*args, sheet=self.upload.sheet(), facts=self.upload.choices.facts, **kwargs)


class Values(ImportView):
    step, title = "values", gettext_lazy("What do the words mean?")
    template = "admin/desk/import_values.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(form=self._form(), most=MOST_WORDS)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self.page(form=form, most=MOST_WORDS)
        self.upload.choices.values |= form.values()
        self.upload.keep()
        return self.to("preview")

    def _form(self, *args: Any) -> ValuesForm:
        return ValuesForm(*args, words=self._words(), chosen=self.upload.choices.values)

    def _words(self) -> dict[str, Counter[str]]:
        """Different words of each coded column over the whole file, and how often they stand there."""
        columns = {
            meaning: name for name, meaning in self.upload.choices.meanings.items() if meaning in CODED
        }
        found: dict[str, Counter[str]] = {meaning: Counter() for meaning in columns}
        for row in self.upload.sheet().source.rows():
            for meaning, column in columns.items():
                if word := " ".join(str(row.columns.get(column) or "").split()):
                    found[meaning][word[:200]] += 1
        return found


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
            self.upload.replace_file(_chunks(file), file.name)
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

    def _given_up(self) -> HttpResponse:
        self.upload.delete()
        messages.success(self.request, _("The upload was deleted; nothing was imported."))
        return HttpResponseRedirect(reverse("admin:incidents_import_start"))


class MappingFile(ImportView):
    """The mapping as a file, for the command and for the next time."""

    def get(self, request: HttpRequest) -> HttpResponse:
        mapping = mapping_of(self.upload.choices)
        answer = HttpResponse(written(mapping), content_type="application/json")
        name = re.sub(r"[^a-z0-9-]+", "", mapping.dataset.key) or "new"
        answer["Content-Disposition"] = f'attachment; filename="{name}-mapping.json"'
        return answer


def urls(model_admin: Any) -> list[URLPattern]:
    view = model_admin.admin_site.admin_view
    begin = "(?P<token>[0-9a-f]{32})"

    def one(kind: type[ImportView]) -> Any:
        return view(kind.as_view(model_admin=model_admin))

    return [
        path("spreadsheet/", one(Start), name="incidents_import_start"),
        *(
            re_path(rf"^spreadsheet/{begin}/{name}/$", one(kind), name=f"incidents_import_{name}")
            for name, kind in (
                ("facts", Facts),
                ("columns", Columns),
                ("values", Values),
                ("preview", Preview),
            )
        ),
        re_path(rf"^spreadsheet/{begin}/mapping\.json$", one(MappingFile), name="incidents_import_mapping"),
    ]


def _chunks(file: Any) -> Any:
    if file.size > LARGEST:
        raise NoSource(
            _("It is larger than %(n)s MB. Use the command import_csv.") % {"n": LARGEST // 1_000_000}
        )
    return file.chunks()


def _raw(mapping: Mapping) -> dict[str, Any]:
    raw: dict[str, Any] = msgspec.to_builtins(mapping)
    return raw
