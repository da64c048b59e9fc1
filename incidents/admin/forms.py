"""Base forms of the admin: they know what their editor saw, and write only what he or she changed.

Each field of a saved row carries its value at the time the form was drawn (Django's hidden initial values). From
that follows which fields the editor touched: the others keep what a colleague may have saved in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.editorial.acts.editing import begin_edit
from incidents.editorial.broken_rules import BrokenRule
from incidents.editorial.refusal import EditConflict, Refused
from incidents.editorial.subjects import DeskSubject

from .history_entries import last_editor, shown_value

FIELD_OF_CONSTRAINT = {
    "assessment_gives_a_reason": "reason",
    "incident_sub_event_fits": "sub_event_type",
    "incident_restricted_unpublished": "licence",
    "location_parent_unless_country": "parent",
    "location_point_whole": "lat",
    "source_withheld_is_confidential": "withhold_claims",
    "source_private_person_protected": "disclosure_basis",
    "source_confidential_unpublished": "confidential",
    "person_minor_confirmed_by_second": "basis_confirmed_by",
    "person_basis_explained": "basis_note",
    "person_confirmed_by_another": "basis_confirmed_by",
    "participation_actor_or_description": "actor",
    "claimone_claimant": "claimant_source",
    "claim_derived_says_so": "basis",
    "claim_not_about_itself": "about",
    "claim_belongs_to_one": "belongs_to_side",
    "assessedfigure_belongs_to_one": "belongs_to_side",
    "assessedfigure_died_later_is_killed": "outcome",
    "actorrelation_one_parent": "start",
    "actorrelation_not_to_itself": "other",
    "incidentlink_not_to_itself": "other",
}
"""At which field a broken rule is shown; a range is shown at its lower end, everything else above the form."""


@dataclass(frozen=True)
class Editing:
    """Who edits, and the revision of the subject that he or she saw."""

    by: User
    seen_revision: int


def show_what_was_seen(form: forms.BaseForm) -> None:
    """Make the form carry the values it was drawn with."""
    for field in form.fields.values():
        if not field.widget.is_hidden and not field.disabled:
            field.show_hidden_initial = True


class DeskForm(forms.ModelForm[Any]):
    """Base of all forms of the desk."""

    broken_rules: ClassVar[Mapping[str, BrokenRule]] = {}
    """Rows that the database refused when this was saved a moment ago, by the prefix of their form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            show_what_was_seen(self)
        self.values_before = {
            field.attname: self.instance.__dict__.get(field.attname)
            for field in self.instance._meta.concrete_fields
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.pk:
            # What the editor left alone stays as it is in the database now.
            for field in self._untouched():
                value = cleaned.get(field.name)
                key = value.pk if isinstance(value, models.Model) else value
                if field.name in cleaned and key != self.values_before[field.attname]:
                    cleaned[field.name] = getattr(self.instance, field.name)
        return cleaned

    def _untouched(self) -> Iterator[models.Field[Any, Any]]:
        changed = set(self.changed_data)
        for field in self.instance._meta.concrete_fields:
            if field.name in self.fields and field.name not in changed:
                yield field

    def take_over_newer(self) -> None:
        """For showing the form again: fields that the editor left alone take the values of the database."""
        if not isinstance(self.data, QueryDict):
            return
        data = self.data.copy()
        for field in self._untouched():
            value = self.fields[field.name].prepare_value(self.values_before[field.attname])
            for name in (self.add_prefix(field.name), self.add_initial_prefix(field.name)):
                _post(data, name, value)
        self.data = data

    def written_fields(self) -> list[str]:
        """Names of the columns whose value this form changed."""
        return [
            field.name
            for field in self.instance._meta.concrete_fields
            if not field.generated
            and not field.primary_key
            and self.instance.__dict__.get(field.attname) != self.values_before[field.attname]
        ]

    def _post_clean(self) -> None:
        """Django checks the constraints with the fields, where it cannot say at which field one was broken."""
        self.instance.validate_constraints = lambda exclude=None: None
        try:
            super()._post_clean()  # type: ignore[misc]  # not in the stubs
        finally:
            del self.instance.validate_constraints
        self.validate_constraints()

    def validate_constraints(self) -> None:
        """Check all rules of the row, those about fields that are not on the form too."""
        if self.instance.pk and not self.has_changed():
            return
        exclude = {name for name in self.errors if name != "__all__"} | set(self._unsaved_parents())
        for model, constraints in self.instance.get_constraints():
            for constraint in constraints:
                try:
                    constraint.validate(model, self.instance, exclude=exclude)
                except ValidationError as error:
                    self._add_broken_rule(constraint, error.messages)
                except FieldError:  # its condition asks for a field that has an error of its own
                    continue
        if broken := self.broken_rules.get(self.prefix or ""):
            self._add_broken_rule(broken.constraint, [broken.sentence])

    def _add_broken_rule(self, constraint: models.BaseConstraint | None, sentences: list[str]) -> None:
        field = field_of_constraint(constraint) if constraint else None
        self.add_error(field if field in self.fields else None, sentences)

    def _unsaved_parents(self) -> Iterator[str]:
        for field in self.instance._meta.concrete_fields:
            if field.is_relation and field.is_cached(self.instance):
                related = getattr(self.instance, field.name)
                if related is not None and related.pk is None:
                    yield field.name


def field_of_constraint(constraint: models.BaseConstraint) -> str | None:
    if constraint.name in FIELD_OF_CONSTRAINT:
        return FIELD_OF_CONSTRAINT[constraint.name]
    _model, _underscore, rest = constraint.name.partition("_")
    return rest.split("_to_")[0] if "_to_" in rest else None


def _post(data: QueryDict, name: str, value: Any) -> None:
    """Put a value where a browser would have posted it."""
    if isinstance(value, bool):
        data.setlist(name, ["on"] if value else [])
    elif isinstance(value, (list, tuple)):
        data.setlist(name, [str(part) for part in value])
    else:
        data[name] = "" if value is None else str(value)


class SharedForm(DeskForm):
    """The form of something without revisions: a field that a colleague changed too is not overwritten unseen."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk:
            edited = [
                field for field in self.instance._meta.concrete_fields if field.name in self.changed_data
            ]
            for field in edited:
                if self._drawn_with(field) != self.values_before[field.attname]:
                    self._report_newer_value(field)
        return cleaned

    def _drawn_with(self, field: models.Field[Any, Any]) -> Any:
        """The value that the field had when this form was drawn."""
        drawn, name = self.fields[field.name], self.add_initial_prefix(field.name)
        posted = drawn.hidden_widget().value_from_datadict(self.data, self.files, name)
        try:
            value = drawn.clean(posted)
        except ValidationError:
            return self.values_before[field.attname]
        return value.pk if isinstance(value, models.Model) else value

    def _report_newer_value(self, field: models.Field[Any, Any]) -> None:
        """Say what it is now and by whom; saving the same again puts it on top."""
        now = self.fields[field.name].prepare_value(self.values_before[field.attname])
        if isinstance(self.data, QueryDict):
            data = self.data.copy()
            _post(data, self.add_initial_prefix(field.name), now)
            self.data = data
        self.add_error(
            field.name,
            _("%(name)s changed this to “%(value)s” in the meantime. Save again to put yours on top.")
            % {"name": last_editor(self.instance), "value": shown_value(self.instance, field)},
        )


class SubjectForm(DeskForm):
    """The form of something with revisions: a second save is told of the first."""

    editing: ClassVar[Editing]
    conflict: EditConflict | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        subject: DeskSubject = self.instance
        try:
            begin_edit(subject=subject, by=self.editing.by, expected_revision=self.editing.seen_revision)
        except EditConflict as conflict:
            self.conflict = conflict
            self.take_over_newer()
            raise ValidationError(str(conflict), code="conflict") from None
        except Refused as refusal:
            raise ValidationError([str(problem) for problem in refusal.problems]) from None
        return cleaned
