"""Filter sets of all lists: which parameters each understands. API, pages, map, exports and feeds share them.

They declare and validate (their labels and help texts become the API's documentation);
``conditions`` turns what was read into rows.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.utils.translation import gettext_lazy as _

from ...codebook import (
    ActorKind,
    CivilianHarm,
    EpisodeKind,
    EventType,
    Extent,
    GradeAbout,
    GradeValue,
    LocationType,
    Role,
    Side,
    SourceKind,
    Standing,
    SubEventType,
)
from ...codebook.violence import ORGANISED
from ..subjects import Subject
from . import values
from .orders import ORDERS
from .search_syntax import WordsField

LIMIT, MOST = 100, 1000


class Parameter(django_filters.Filter):  # type: ignore[misc]
    """A declared parameter. How it narrows the rows is in ``conditions``, since several act together."""

    def __init__(self, field: type[forms.Field], label: Any, help_text: Any, **options: Any) -> None:
        self.field_class = field
        super().__init__(label=label, help_text=help_text, **options)


def _codes(label: Any, help_text: Any, codes: Any) -> Parameter:
    return Parameter(values.CodesField, label, help_text, codes=codes.values)


def _ids(label: Any, help_text: Any, subject: Subject) -> Parameter:
    return Parameter(values.IdsField, label, help_text, subject=subject)


_WORDS = {
    "q": Parameter(
        WordsField,
        _("Words"),
        _('Words in any script; "a phrase", -without, begin*. All must occur.'),
    ),
}
_TIME = {
    "from": Parameter(
        values.DaysField,
        _("From"),
        _("Day, month or year. What may have happened on or after its first day."),
    ),
    "to": Parameter(
        values.DaysField, _("To"), _("Day, month or year. What may have happened on or before its last day.")
    ),
}
_CERTAIN = {
    "certain": Parameter(
        values.FlagField,
        _("Certain only"),
        _("Dates, places and figures must lie within what is asked for, instead of touching it."),
    ),
}
_WHERE = {
    "near": Parameter(
        values.NearField, _("Near"), _("lat,lon,km: places whose circle of uncertainty touches the circle.")
    ),
    "bbox": Parameter(
        values.BoxField, _("Box"), _("west,south,east,north: places whose circle of uncertainty touches it.")
    ),
}
_COUNTRY = {"country": Parameter(values.CountriesField, _("Country"), _("Two-letter codes (ISO 3166-1)."))}
_LOCATION = {
    "location": _ids(_("Location"), _("Ids or names; what lies within counts too."), Subject.LOCATION)
}
_ACTOR = {"actor": _ids(_("Actor"), _("Ids or names; members on that day count too."), Subject.ACTOR)}
_TIED_ACTOR = {"actor": _ids(_("Actor"), _("Ids or names of actors it is tied to."), Subject.ACTOR)}
_SOURCE = {
    "source": _ids(
        _("Source"),
        _("Ids or names: whose report or claim it is, or whom a dataset names as its source."),
        Subject.SOURCE,
    )
}
_MONITORED = {"source": _ids(_("Source"), _("Ids or names of sources that are monitored."), Subject.SOURCE)}
_EXTERNAL = {
    "external_id": Parameter(
        values.ExternalField, _("Outside id"), _("scheme:value, an id in somebody else's dataset.")
    )
}

_WHAT = {
    "event_type": _codes(_("Event type"), _("Codes of the event type."), EventType),
    "sub_event_type": _codes(_("Sub-event type"), _("Codes of the sub-event type."), SubEventType),
    "extent": _codes(_("Extent"), _("Single incidents, series or aggregates."), Extent),
    "civilian_harm": _codes(_("Harm to civilians"), _("How civilians were concerned."), CivilianHarm),
    "tag": Parameter(values.SeveralField, _("Tag"), _("Tags, whole.")),
    "origin": Parameter(
        values.SeveralField,
        _("Origin"),
        _("Datasets it was taken from, such as ucdp-ged; “desk” for our own coding."),
    ),
    "reviewed": Parameter(
        values.ChoiceField,
        _("Reviewed"),
        _("“yes”: our own coding, and what the desk has looked at; “no”: as a dataset coded it."),
        codes=["yes", "no"],
    ),
    "dataset_type": Parameter(
        values.CodesField,
        _("Type of violence, by the dataset"),
        _("As the dataset it was taken from divides it; our own coding has none."),
        codes=ORGANISED,
    ),
    "episode": _ids(_("Episode"), _("Ids of episodes it belongs to."), Subject.EPISODE),
    "grade": Parameter(
        values.GradesField,
        _("Grade"),
        _("A grade of the occurrence, or question:grade such as casualties:confirmed."),
        about=GradeAbout.values,
        grades=GradeValue.values,
    ),
}
_PART = {
    "role": _codes(_("Role"), _("Part that the actor (or, without one, anybody) had."), Role),
    "side": _codes(_("Side"), _("Side of the same participant."), Side),
    "standing": _codes(
        _("Standing"), _("Whether that part is assessed, alleged, disputed or coded by a dataset."), Standing
    ),
}
_KILLED = {
    "killed_min": Parameter(
        values.NumberField,
        _("Killed, at least"),
        _("The assessed range reaches this number; unknown is no figure."),
    ),
    "killed_max": Parameter(
        values.NumberField, _("Killed, at most"), _("The assessed range begins at this number or below.")
    ),
}


def _paging(subject: Subject) -> dict[str, Parameter]:
    """What every list takes: which state, in what order, how much."""
    return {
        "updated_since": Parameter(
            values.InstantField,
            _("Updated since"),
            _("Issued at or after this instant; a day stands for its beginning, in UTC."),
            end=False,
        ),
        "as_of": Parameter(
            values.StateField,
            _("As of"),
            _(
                "The record as it stood then: an instant that has passed, a day (its end, in UTC), or sequence:1234."
            ),
            end=True,
        ),
        "release": Parameter(values.Field, _("Release"), _("The record as it stood at a dataset release.")),
        "order": Parameter(
            values.ChoiceField,
            _("Order"),
            _(
                "The first is what you get unasked. Newest day and most killed come first; "
                "the others rise unless they say :desc."
            ),
            codes=list(ORDERS[subject]),
        ),
        "fields": Parameter(
            values.CodesField,
            _("Fields"),
            _("Top-level keys to show; id is always there."),
            codes=subject.keys,
        ),
        "limit": Parameter(
            values.NumberField, _("Limit"), _("Rows on a page, 100 unless told."), least=1, most=MOST
        ),
        "cursor": Parameter(values.Field, _("Cursor"), _("Where a page begins, from next or previous.")),
        "count": Parameter(
            values.ChoiceField,
            _("Count"),
            _("Whether to count: up to 10,000 (capped) or to the end (exact, slower)."),
            codes=["capped", "exact"],
        ),
    }


class RecordFilterSet(django_filters.FilterSet):  # type: ignore[misc]
    """Parameters of one list. Use ``query.parse``; this class declares, and describes itself to drf-spectacular."""

    subject: Subject

    def filter_queryset(self, queryset: Any) -> Any:
        """Not by one parameter at a time: see ``conditions``."""
        return queryset


def _kind(codes: Any) -> dict[str, Parameter]:
    return {"kind": _codes(_("Kind"), _("Codes of the kind."), codes)}


def _declare(subject: Subject, *groups: Mapping[str, Parameter]) -> type[RecordFilterSet]:
    """A set made from groups; ``from`` could not be written as a class attribute."""
    parameters = {
        name: parameter for group in (*groups, _paging(subject)) for name, parameter in group.items()
    }
    name = f"{subject.value.title()}FilterSet"
    return type(name, (RecordFilterSet,), {"subject": subject, "__module__": __name__, **parameters})


IncidentFilterSet = _declare(
    Subject.INCIDENT,
    _WORDS, _TIME, _CERTAIN, _WHAT, _COUNTRY,
    {"admin1": _ids(_("Governorate"), _("Ids or names of first divisions of a country."), Subject.LOCATION)},
    _LOCATION, _WHERE, _ACTOR, _PART, _SOURCE, _KILLED, _EXTERNAL,
)  # fmt: skip
EpisodeFilterSet = _declare(
    Subject.EPISODE, _WORDS, _TIME, _CERTAIN, _kind(EpisodeKind), _LOCATION, _ACTOR, _SOURCE, _EXTERNAL
)
ActorFilterSet = _declare(Subject.ACTOR, _WORDS, _kind(ActorKind), _COUNTRY, _TIED_ACTOR, _EXTERNAL)
LocationFilterSet = _declare(
    Subject.LOCATION, _WORDS, _CERTAIN, _kind(LocationType), _COUNTRY, _LOCATION, _WHERE, _EXTERNAL
)
SourceFilterSet = _declare(Subject.SOURCE, _WORDS, _kind(SourceKind), _COUNTRY, _TIED_ACTOR)
CoverageFilterSet = _declare(
    Subject.COVERAGE,
    _WORDS, _TIME, _CERTAIN, {"event_type": _WHAT["event_type"]}, _COUNTRY, _LOCATION, _MONITORED,
)  # fmt: skip

FILTER_SETS: dict[Subject, type[RecordFilterSet]] = {
    Subject.INCIDENT: IncidentFilterSet,
    Subject.EPISODE: EpisodeFilterSet,
    Subject.ACTOR: ActorFilterSet,
    Subject.LOCATION: LocationFilterSet,
    Subject.SOURCE: SourceFilterSet,
    Subject.COVERAGE: CoverageFilterSet,
}


@cache
def fields_of(subject: Subject) -> dict[str, values.Field]:
    """What reads the values of a list's parameters, by name. Made once: a form of its own for each request would
    copy them all, and take longer than to confirm that nothing has changed."""
    return {name: parameter.field for name, parameter in FILTER_SETS[subject].base_filters.items()}


PAGING = frozenset({"order", "fields", "limit", "cursor", "count"})
"""Parameters of lists that say how to page: an aggregate and a map are one answer."""


@cache
def narrowing_fields() -> dict[str, values.Field]:
    """What reads the parameters that narrow down which incidents are meant."""
    return {name: field for name, field in fields_of(Subject.INCIDENT).items() if name not in PAGING}
