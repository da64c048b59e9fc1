"""Autocomplete look-ups: their field, their query sets, and labels that tell namesakes apart.

Such as “Asayish — police, security force of AANES, from 2012”.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.postgres.aggregates import StringAgg
from django.core.exceptions import ValidationError
from django.db.models import CharField, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.forms import ModelChoiceField
from django.utils.translation import gettext as _

from incidents.codebook import MEMBERSHIP, RelationKind
from incidents.intake.said_dates import say_date
from incidents.models import Actor, ActorRelation, Claim, Incident, Location, Person, Report, Source

from .imprecise_dates import occurred


def lookup_queryset(model: type[Model]) -> QuerySet[Any]:
    """Rows with all that their label needs, so that a list of them costs one query."""
    if model is Actor:
        belongs_to = (  # in one text for each actor
            ActorRelation.objects.filter(actor=OuterRef("pk"), kind__in=MEMBERSHIP)
            .order_by()
            .values("actor")
            .annotate(
                lines=StringAgg(
                    Concat("kind", Value(":"), "other__name", output_field=CharField()), delimiter="\n"
                )
            )
            .values("lines")
        )
        return Actor.objects.annotate(belongs=Subquery(belongs_to))
    if model is Location:
        return Location.objects.select_related("parent__parent__parent__parent")
    if model is Report:
        return Report.objects.select_related("source")
    if model is Claim:
        return Claim.objects.select_related("claimant_source", "claimant_actor")
    return model._default_manager.all()


def label(row: Model) -> str:
    """The row with what tells it apart."""
    match row:
        case Actor():
            return _joined(row.name, row.get_kind_display(), _belongings(row), _years(row))
        case Location():
            return _joined(row.name, row.get_type_display(), *_parents(row))
        case Source():
            return _joined(row.name, row.get_kind_display(), row.country)
        case Incident():
            return _joined(str(row), say_date(occurred(row)))
        case Person():
            return _joined(row.name, row.get_age_band_display(), row.occupation)
        case _:
            return str(row)


def _joined(name: str, *parts: str) -> str:
    details = ", ".join(str(part) for part in parts if part)
    return f"{name} — {details}" if details else name


def _belongings(actor: Actor) -> str:
    lines = (getattr(actor, "belongs", "") or "").splitlines()
    return ", ".join(
        f"{str(RelationKind(kind).label).lower()} {name}"
        for kind, name in (line.split(":", 1) for line in lines)
    )


def _years(actor: Actor) -> str:
    if not (actor.active_from or actor.active_until):
        return ""
    first = actor.active_from.year if actor.active_from else "?"
    return f"{first}–{actor.active_until.year if actor.active_until else ''}"


def _parents(location: Location) -> list[str]:
    """Names of the places it lies in, nearest first, as far as they were fetched with it."""
    names: list[str] = []
    while "parent" in location._state.fields_cache and location.parent is not None:
        location = location.parent
        names.append(location.name)
    return names or [location.country]


_LARGEST = 2**63 - 1
"""What a column of PostgreSQL holds."""


def is_whole_number(value: Any) -> bool:
    """Whether a key, a revision or a count may be this: a form can be sent with anything."""
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) < 20 and int(text) <= _LARGEST


class LookUpSelect(AutocompleteSelect):
    """The look-up as a form shows it, also when it comes back with what is no key of anything."""

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> Any:
        return super().optgroups(name, [key for key in value if is_whole_number(key)], attr)


class LookUpField(ModelChoiceField[Any]):
    """Choice of a row by autocomplete: labels its choices, and fetches what was chosen with its label."""

    def label_from_instance(self, obj: Any) -> str:
        return label(obj)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        key = getattr(value, "pk", value)
        rows = self.queryset.filter(pk=key) if self.queryset is not None and is_whole_number(key) else ()
        chosen = list(rows[:1])
        if not chosen:
            raise ValidationError(_("It is not among the choices, or is gone."), code="invalid_choice")
        return chosen[0]
