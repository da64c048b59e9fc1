"""The filter grammar as a form: which fields a reader is offered, what was asked, and what was wrong with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..codebook import vocabulary
from ..record.errors import Problem
from ..record.filters.grammar import FILTER_SETS
from ..record.subjects import Subject

PAGING = ("cursor", "limit", "count", "fields")
OFFERED: dict[Subject, tuple[str, ...]] = {
    Subject.INCIDENT: ("q", "from", "to", "location", "actor", "source"),
    Subject.EPISODE: ("q", "from", "to", "location", "actor", "kind"),
    Subject.ACTOR: ("q", "country", "kind"),
    Subject.LOCATION: ("q", "location", "kind"),
    Subject.SOURCE: ("q", "country", "kind"),
    Subject.COVERAGE: ("q", "from", "to", "location", "source"),
}
"""Fields that are always in sight."""
FURTHER: dict[Subject, tuple[str, ...]] = {
    Subject.INCIDENT: (
        "reviewed", "origin", "dataset_type", "event_type", "grade", "standing", "role", "extent", "civilian_harm",
        "killed_min", "killed_max", "tag", "near", "bbox", "certain",
    ),
    Subject.COVERAGE: ("event_type", "country", "certain"),
}  # fmt: skip
"""Fields behind “more filters”."""
VOCABULARY_OF = {"dataset_type": "violence_type"}
"""Vocabularies of parameters that are not called as they are."""
KIND_VOCABULARY = {
    Subject.EPISODE: "episode_kind",
    Subject.ACTOR: "actor_kind",
    Subject.LOCATION: "location_type",
    Subject.SOURCE: "source_kind",
}
CODED = ("dataset_type", "event_type", "grade", "standing", "role", "extent", "civilian_harm", "kind")
EXAMPLES = {
    "from": "2021-04",
    "to": "2021-04-30",
    "near": "37.05,41.22,25",
    "bbox": "35.7,32.3,42.4,37.3",
    "origin": "ucdp-ged",
}
CHOICE_LABELS: dict[str, dict[str, str | Promise]] = {
    "reviewed": {
        "": gettext_lazy("All"),
        "yes": gettext_lazy("Ours, and what we reviewed"),
        "no": gettext_lazy("As a dataset coded it, not reviewed here"),
    }
}
"""What the choices of a parameter are called; the first is that it is not asked for."""
ORDER_LABELS: dict[str, str | Promise] = {
    "occurred_from": gettext_lazy("Latest first"),
    "occurred_from:asc": gettext_lazy("Earliest first"),
    "killed_best": gettext_lazy("Most killed first"),
    "sequence": gettext_lazy("First issued first"),
    "sequence:desc": gettext_lazy("Last issued first"),
    "name": gettext_lazy("By name"),
    "name:desc": gettext_lazy("By name, backwards"),
}


@dataclass(frozen=True)
class Choice:
    code: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class FormField:
    """One field as it is drawn. ``widget`` is ``text``, ``number``, ``codes``, ``flag`` or ``choice``."""

    name: str
    label: str
    help: str
    widget: str
    value: str
    choices: list[Choice] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    example: str = ""


@dataclass(frozen=True)
class ActiveFilter:
    """A condition in force, and the address of the same list without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True)
class FilterForm:
    fields: list[FormField]
    further: list[FormField]
    active: list[ActiveFilter]
    problems: list[Problem]

    @property
    def further_in_use(self) -> bool:
        return any(field.value or field.problems for field in self.further)

    @property
    def elsewhere(self) -> list[Problem]:
        """Problems with parameters that the form does not show."""
        shown = {field.name for field in (*self.fields, *self.further)}
        return [problem for problem in self.problems if problem.name not in shown]


def form_of(subject: Subject, params: QueryDict, problems: Sequence[Problem] = ()) -> FilterForm:
    """The form with what was typed, whether it could be read or not."""
    drawn = {name: _field(subject, name, params, problems) for name in (*_names(subject), "order")}
    return FilterForm(
        [drawn[name] for name in (*OFFERED[subject], "order")],
        [drawn[name] for name in FURTHER.get(subject, ())],
        list(_active(subject, params)),
        list(problems),
    )


def _names(subject: Subject) -> tuple[str, ...]:
    return (*OFFERED[subject], *FURTHER.get(subject, ()))


def _field(subject: Subject, name: str, params: QueryDict, problems: Sequence[Problem]) -> FormField:
    declared = FILTER_SETS[subject].base_filters[name]
    values = [value for value in params.getlist(name) if value.strip()]
    return FormField(
        name=name,
        label=str(declared.label),
        help=str(declared.extra.get("help_text", "")),
        widget=_widget(name),
        value=",".join(values),
        choices=_choices(subject, name, ",".join(values).split(",")),
        problems=[_sentence(problem) for problem in problems if problem.name == name],
        example=EXAMPLES.get(name, ""),
    )


def _widget(name: str) -> str:
    if name in CODED:
        return "codes"
    if name in ("killed_min", "killed_max"):
        return "number"
    return {"certain": "flag", "order": "choice", "reviewed": "choice"}.get(name, "text")


def _choices(subject: Subject, name: str, chosen: Sequence[str]) -> list[Choice]:
    if name == "order":
        codes = FILTER_SETS[subject].base_filters["order"].extra["codes"]
        return [Choice(code, str(ORDER_LABELS.get(code, code)), code in chosen) for code in codes]
    if name in CHOICE_LABELS:
        return [Choice(code, str(label), code in chosen) for code, label in CHOICE_LABELS[name].items()]
    if name not in CODED:
        return []
    vocabulary_name = KIND_VOCABULARY[subject] if name == "kind" else VOCABULARY_OF.get(name, name)
    understood = FILTER_SETS[subject].base_filters[name].extra.get("codes")
    return [
        Choice(code.value, str(code.label), code.value in chosen)
        for code in vocabulary(vocabulary_name)
        if understood is None or code.value in understood
    ]


def _active(subject: Subject, params: QueryDict) -> Iterable[ActiveFilter]:
    """Every condition in the address, offered by the form or not."""
    declared = FILTER_SETS[subject].base_filters
    for name in params:
        values = [value for value in params.getlist(name) if value.strip()]
        if not values or name in PAGING or name == "order" or name not in declared:
            continue
        yield ActiveFilter(str(declared[name].label), _in_words(subject, name, values), without(params, name))


def _in_words(subject: Subject, name: str, values: Sequence[str]) -> str:
    labels = (
        {choice.code: choice.label for choice in _choices(subject, name, ())}
        if name in _names(subject)
        else {}
    )
    return ", ".join(labels.get(code, code) for code in ",".join(values).split(","))


def without(params: QueryDict, *names: str) -> str:
    """The address's parameters without these, and from the first page."""
    kept = [(key, value) for key, values in params.lists() for value in values]
    left = [(key, value) for key, value in kept if key not in (*names, "cursor") and value.strip()]
    return f"?{urlencode(left)}"


def at_cursor(params: QueryDict, cursor: str | None) -> str:
    """The same list from another page; empty where there is none."""
    if cursor is None:
        return ""
    head = without(params, "cursor")
    return f"{head}{'&' if len(head) > 1 else ''}{urlencode({'cursor': cursor})}"


def _sentence(problem: Problem) -> str:
    if problem.nearest and problem.nearest not in str(problem.message):
        return _("%(message)s; did you mean “%(nearest)s”?") % {
            "message": problem.message,
            "nearest": problem.nearest,
        }
    return str(problem.message)
