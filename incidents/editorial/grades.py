"""Grades against independent origins: how many of them each grade needs, and which grades lack them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incidents.codebook import GradeAbout, GradeValue, decided
from incidents.models import Incident
from incidents.record import document as d

from .compile import load
from .refusal import EditorialProblem

_NEEDED: dict[GradeValue, tuple[int, int]] = decided(
    GradeValue,
    {
        GradeValue.NOT_ASSESSED: (0, 0),
        GradeValue.SINGLE_SOURCE: (0, 0),
        GradeValue.CORROBORATED: (2, 0),
        GradeValue.CONFIRMED: (2, 1),
        GradeValue.CONTESTED: (0, 0),
        GradeValue.DISPROVED: (0, 0),
    },
)
"""Independent origins that a grade needs, and how many of them that are no party to the conflict, as the codebook
defines the grades. Material evidence that was examined is what somebody says of it, and so an origin, too."""


REMEDY = gettext_lazy("Enter the claims of the other origins first, or choose a lower grade.")


def ungrounded_grades(incident: Incident) -> list[EditorialProblem]:
    """A problem at each grade in force that needs more origins than the claims have; imported grades are theirs."""
    if incident.origin_row_id is not None:
        return []
    document = _document(incident)
    return [
        EditorialProblem(
            f"assessments.{grade.about}",
            message,
            str(REMEDY),
        )
        for grade in document.grades
        if (
            message := lack_of_origins(
                document.independence, GradeAbout(grade.about), GradeValue(grade.grade)
            )
        )
    ]


def independence_of(incident: Incident) -> list[d.Independence]:
    """The origins of the incident's claims as they are saved; none of one that is not saved yet."""
    return _document(incident).independence if incident.pk else []


def lack_of_origins(independence: Iterable[d.Independence], about: GradeAbout, grade: GradeValue) -> str:
    """What the claims lack for this grade, in a sentence; empty where they lack nothing."""
    origins = next((answer for answer in independence if answer.about == about), None)
    count, non_party = (origins.count, origins.non_party) if origins else (0, 0)
    needed, needed_non_party = _NEEDED[grade]
    values = {"question": GradeAbout(about).label, "grade": GradeValue(grade).label, "count": count}
    if count < needed:
        return ngettext(
            "%(question)s: “%(grade)s” needs %(needed)s independent origin; the claims have %(count)s.",
            "%(question)s: “%(grade)s” needs %(needed)s independent origins; the claims have %(count)s.",
            needed,
        ) % {**values, "needed": needed}
    if non_party < needed_non_party:
        return (
            _(
                "%(question)s: “%(grade)s” needs an origin that is no party to the conflict; all %(count)s are parties."
            )
            % values
        )
    return ""


def _document(incident: Incident) -> d.IncidentDocument:
    batch = load("incident", [incident.pk])
    document: d.IncidentDocument = batch.compile(batch.identifiers())[incident.pk]
    return document
