"""The steps that say what a spreadsheet's columns mean: file, facts, columns, words; and the mapping as a file.

What was chosen is kept beside the uploaded file after every step, so that nothing is lost by going back, by a mistake
or by a broken file. Every step is a page that works without scripts.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.intake.imports.files.sources import NoSource
from incidents.intake.imports.spreadsheet.choices import CODED, TITLES, Choices, mapping_of
from incidents.intake.imports.spreadsheet.from_mapping import choices_of, missing_columns
from incidents.intake.imports.spreadsheet.guess import guessed_meanings
from incidents.intake.imports.spreadsheet.mapping import BadMapping, Mapping, read_mapping, written
from incidents.intake.imports.spreadsheet.saved import kept
from incidents.intake.imports.spreadsheet.uploads import upload

from .forms import FACT_GROUPS, MOST_WORDS, ColumnsForm, FactsForm, FileForm, ValuesForm
from .frame import LETTERS, ImportView, chunks_of

_LARGEST_MAPPING = 1_000_000


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
            self.upload = upload(chunks_of(file), file.name, self.user.pk, choices)
        except NoSource as problem:
            form.add_error("file", str(problem))
            return self.page(form=form)
        if self.upload.waits_for_letters:
            return self.to(LETTERS)
        if choices.uploaded is None:
            self.upload.choices.meanings = guessed_meanings(self.upload.waiting.heading)
            self.upload.keep()
        return self.to("facts" if choices.uploaded is None else "preview")

    def _choices(self, form: FileForm) -> Choices | None:
        file = form.cleaned_data["mapping"]
        if earlier := form.cleaned_data.get("earlier"):
            return self._of_earlier(form, earlier)
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
        return _loaded(mapping)

    def _of_earlier(self, form: FileForm, run: int) -> Choices | None:
        if mapping := kept(run):
            return _loaded(mapping)
        form.add_error(
            "earlier", _("This version cannot read its mapping any more. Choose another, or none.")
        )
        return None


def _loaded(mapping: Mapping) -> Choices:
    """A mapping to be used as it is until one of its choices is changed."""
    choices = choices_of(mapping)
    choices.uploaded = msgspec.to_builtins(mapping)
    return choices


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
        self.upload.choices.uploaded = None
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
        missing = missing_columns(self.upload.choices, heading)
        return self.page(
            form=self._form(
                initial={f"column-{n}": meanings.get(column, "") for n, column in enumerate(columns)}
            ),
            loaded=bool(self.upload.choices.uploaded),
            missing=[(column, TITLES[meaning]) for column, meaning in missing],
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self.page(form=form)
        choices = self.upload.choices
        choices.meanings, choices.besides = form.meanings(), choices.besides.without(form.given_up())
        choices.uploaded = None
        self.upload.keep()
        return self.to("values" if any(one in CODED for one in form.meanings().values()) else "preview")

    def _form(self, *args: Any, **kwargs: Any) -> ColumnsForm:
        return ColumnsForm(*args, sheet=self.upload.sheet(), choices=self.upload.choices, **kwargs)


class Values(ImportView):
    step, title = "values", gettext_lazy("What do the words mean?")
    template = "admin/desk/import_values.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(form=self._form(), most=MOST_WORDS)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self.page(form=form, most=MOST_WORDS)
        choices = self.upload.choices
        # Words that the mapping knows and this file does not have are for another file.
        choices.values |= {
            meaning: choices.values.get(meaning, {}) | words for meaning, words in form.values().items()
        }
        choices.uploaded = None
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


class MappingFile(ImportView):
    """The mapping as a file, for the command and for the next time."""

    def get(self, request: HttpRequest) -> HttpResponse:
        mapping = mapping_of(self.upload.choices)
        answer = HttpResponse(written(mapping), content_type="application/json")
        name = re.sub(r"[^a-z0-9-]+", "", mapping.dataset.key) or "new"
        answer["Content-Disposition"] = f'attachment; filename="{name}-mapping.json"'
        return answer
