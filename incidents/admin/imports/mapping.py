"""Views of the steps that edit a mapping: file, facts, columns, words; and the mapping as a file.

It is kept beside the uploaded file after every step, so that nothing is lost by going back, by a mistake or by a broken
file. Every step is a page that works without scripts.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.intake.imports.files.sources import NoSource
from incidents.intake.imports.spreadsheet.columns import meanings_of, missing_columns
from incidents.intake.imports.spreadsheet.facts import facts_of, with_facts
from incidents.intake.imports.spreadsheet.mapping import BadMapping, Mapping, as_json, read_mapping
from incidents.intake.imports.spreadsheet.meanings import CODED, TITLES
from incidents.intake.imports.spreadsheet.saved import saved_mapping
from incidents.intake.imports.spreadsheet.uploads import upload
from incidents.intake.imports.spreadsheet.words import with_words

from .forms import FACT_GROUPS, MOST_WORDS, ColumnsForm, FactsForm, FileForm, WordsForm
from .frame import ENCODING, ImportView, chunks_of

_LARGEST_MAPPING = 1_000_000


class StartView(ImportView):
    template = "admin/desk/import_start.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(form=FileForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form=form)
        mapping = self._mapping(form)
        if not form.is_valid():
            return self.page(form=form)
        file = form.cleaned_data["file"]
        try:
            self.upload = upload(chunks_of(file), file.name, self.user.pk, mapping)
        except NoSource as problem:
            form.add_error("file", str(problem))
            return self.page(form=form)
        if self.upload.needs_encoding:
            return self.to(ENCODING)
        return self.to("preview" if self.upload.waiting.untouched else "facts")

    def _mapping(self, form: FileForm) -> Mapping | None:
        """The mapping that was uploaded or chosen; adds an error to the form where it cannot be used."""
        file = form.cleaned_data["mapping"]
        if earlier := form.cleaned_data.get("earlier"):
            mapping = saved_mapping(earlier)
            if mapping is None:
                form.add_error(
                    "earlier", _("This version cannot read its mapping any more. Choose another, or none.")
                )
            return mapping
        if not file:
            return None
        if file.size > _LARGEST_MAPPING:
            form.add_error("mapping", _("A mapping is much smaller."))
            return None
        try:
            return read_mapping(file.read(), file.name)
        except BadMapping as bad:
            for key, message in bad.problems:
                form.add_error("mapping", f"{key}: {message}" if key else message)
            return None


class FactsView(ImportView):
    step, title = "facts", gettext_lazy("What is it?")
    template = "admin/desk/import_facts.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(FactsForm(initial=facts_of(self.upload.draft)))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = FactsForm(request.POST, initial=facts_of(self.upload.draft))
        if not form.is_valid():
            return self._show(form)
        self.upload.edit(with_facts(self.upload.draft, form.cleaned_data))
        try:
            self.upload.read_again()
        except NoSource as problem:
            form.add_error(None, str(problem))
            return self._show(form)
        return self.to("columns")

    def _show(self, form: FactsForm) -> HttpResponse:
        groups = [(title, [form[name] for name in names]) for title, names in FACT_GROUPS]
        return self.page(form=form, groups=groups)


class ColumnsView(ImportView):
    step, title = "columns", gettext_lazy("What are the columns?")
    template = "admin/desk/import_columns.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        upload = self.upload
        missing = missing_columns(upload.draft, upload.waiting.heading)
        return self.page(
            form=ColumnsForm(source=upload.source(), mapping=upload.draft),
            loaded=upload.waiting.untouched,
            missing=[(column, TITLES[meaning]) for column, meaning in missing],
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ColumnsForm(request.POST, source=self.upload.source(), mapping=self.upload.draft)
        if not form.is_valid():
            return self.page(form=form)
        self.upload.edit(form.answered())
        self.upload.keep()
        meanings = meanings_of(self.upload.draft).values()
        return self.to("values" if any(meaning in CODED for meaning in meanings) else "preview")


class WordsView(ImportView):
    step, title = "values", gettext_lazy("What do the words mean?")
    template = "admin/desk/import_values.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(form=self._form(), most=MOST_WORDS)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self.page(form=form, most=MOST_WORDS)
        draft = self.upload.draft
        for meaning, codes in form.codes().items():
            draft = with_words(draft, meaning, codes)
        self.upload.edit(draft)
        self.upload.keep()
        return self.to("preview")

    def _form(self, *args: Any) -> WordsForm:
        """With the different words of each coded column over the whole file, and how often they stand there."""
        columns = {
            meaning: column for column, meaning in meanings_of(self.upload.draft).items() if meaning in CODED
        }
        words: dict[str, Counter[str]] = {meaning: Counter() for meaning in columns}
        for row in self.upload.source().rows():
            for meaning, column in columns.items():
                if word := " ".join(str(row.columns.get(column) or "").split()):
                    words[meaning][word[:200]] += 1
        return WordsForm(*args, words=words, mapping=self.upload.draft)


class MappingFileView(ImportView):
    """The mapping as a file, for the command and for the next time."""

    def get(self, request: HttpRequest) -> HttpResponse:
        mapping = self.upload.mapping
        response = HttpResponse(as_json(mapping), content_type="application/json")
        name = re.sub(r"[^a-z0-9-]+", "", mapping.dataset.key) or "new"
        response["Content-Disposition"] = f'attachment; filename="{name}-mapping.json"'
        return response
