"""View of the step that asks about names which are not known: is it one of the known, or a new one?"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.intake.imports.engine.new_references import NewReference
from incidents.intake.imports.engine.references import References
from incidents.intake.imports.spreadsheet.coder import MappedSheet
from incidents.intake.imports.spreadsheet.mapping import BadMapping, Mapping
from incidents.intake.imports.spreadsheet.names import decision_about, undecided, with_decision

from .frame import ImportView
from .preview import COUNTED, new_references

MOST_NAMES = 300
KINDS = (
    ("location", gettext_lazy("Places")),
    ("actor", gettext_lazy("Actors")),
    ("source", gettext_lazy("Sources")),
)


class NamesForm(forms.Form):
    """For each name that is not known: which known one is meant? Those in doubt come first."""

    def __init__(self, *args: Any, new: Sequence[NewReference], mapping: Mapping, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.new = [(_field_of(reference), reference) for reference in new[:MOST_NAMES]]
        for field, reference in self.new:
            decided = decision_about(mapping, reference)
            self.fields[field] = forms.ChoiceField(
                label=reference.name,
                choices=_choices(reference, decided),
                required=False,
                initial=decided,
                help_text=reference.doubt,
            )

    def tables(self) -> list[tuple[Any, list[tuple[Any, NewReference, str]]]]:
        """By kind: the field of each name, the name and where it stands."""
        tables = [
            (title, [(self[field], new, _where(new)) for field, new in self.new if new.kind == kind])
            for kind, title in KINDS
        ]
        return [(title, names) for title, names in tables if names]

    def decided(self, mapping: Mapping) -> Mapping:
        """The mapping with the decisions of this form; names that the page did not ask about stay as they are."""
        for field, reference in self.new:
            if field in self.data:
                mapping = with_decision(mapping, reference, self.cleaned_data[field])
        return mapping


def _field_of(reference: NewReference) -> str:
    """The same for the same name, whatever others a check has found meanwhile."""
    said = "\n".join((reference.kind, reference.level, reference.country, reference.within, reference.name))
    return f"name-{sha256(said.encode()).hexdigest()[:16]}"


def _choices(reference: NewReference, decided: str) -> list[tuple[str, str]]:
    as_new = _("a new one")
    choices = (
        [("", _("decide: its rows wait")), (reference.name, as_new)] if reference.doubt else [("", as_new)]
    )
    known = {
        neighbour.decision: _("is %(known)s") % {"known": neighbour} for neighbour in reference.neighbours
    }
    if decided and decided != reference.name:  # from a mapping that somebody wrote
        known.setdefault(decided, _("is %(known)s") % {"known": decided})
    elif decided and not reference.doubt:
        choices.append((decided, _("a new one, confirmed")))
    return [*choices, *known.items()]


def _where(reference: NewReference) -> str:
    """The level of a place and what it lies in."""
    return ", ".join(filter(None, (reference.what, reference.within))) if reference.level else ""


class NamesView(ImportView):
    step, title = "names", gettext_lazy("Who and where is that?")
    template = "admin/desk/import_names.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if form is None or not form.is_valid():
            return self._show(form)
        self.upload.edit(form.decided(self.upload.draft))
        self.upload.keep()
        return self.to("preview")

    def _show(self, form: NamesForm | None) -> HttpResponse:
        if form is None:
            return self.to("preview")  # which tells what is wrong with the mapping
        return self.page(form=form, most=MOST_NAMES, rest=self._rest())

    def _rest(self) -> int:
        """Rows whose names nobody has looked at."""
        return 0 if self.upload.checked() else max(self.upload.waiting.total - COUNTED, 0)

    def _form(self, *args: Any) -> NamesForm | None:
        """Nothing where the mapping does not fit the file."""
        try:
            coder = MappedSheet(undecided(self.upload.mapping), tuple(self.upload.waiting.heading))
        except BadMapping:
            return None
        new = new_references(self.upload.source(), coder, References(self.user))
        if checked := self.upload.checked():  # it has looked at all rows
            asked = {_field_of(reference) for reference in new}
            new += [reference for reference in checked.new if _field_of(reference) not in asked]
        return NamesForm(*args, new=new, mapping=self.upload.draft)
