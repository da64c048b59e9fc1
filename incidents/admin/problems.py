"""Display of a refused act's problems: kept in the session until the next page, shown at the fields they are about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.forms.utils import ErrorDict, ErrorList
from django.http import HttpRequest

from incidents.editorial.refusal import EditorialProblem

SECTION_OF_ROWS = {
    "places": "places-group",
    "participations": "participations-group",
    "figures": "figures-group",
    "assessments": "assessments-group",
    "citations": "citations-group",
    "reports": "citations-group",
    "claims": "claims",
    "links": "links-group",
    "episodes": "memberships-group",
    "involvements": "involvements-group",
    "persons": "involvements-group",
    "translations": "translations-group",
    "grades": "assessments-group",
    "occurred": "id_when",
}


@dataclass(frozen=True)
class AnchoredProblem:
    """A problem with the place on the page where it can be mended."""

    message: str
    remedy: str
    anchor: str


def keep_refusal(request: HttpRequest, subject: Any, act: str, problems: Iterable[EditorialProblem]) -> None:
    """Remember a refusal for the page that is shown next."""
    request.session[_key(subject)] = {
        "act": act,
        "problems": [
            [problem.field, str(problem.message), str(problem.remedy), problem.claim] for problem in problems
        ],
    }


def pop_refusal(request: HttpRequest, subject: Any) -> tuple[str, list[EditorialProblem]]:
    """The refusal of the last act on this subject, once: the act's name, and its problems."""
    refusal = request.session.pop(_key(subject), None)
    return (
        (refusal["act"], [EditorialProblem(*parts) for parts in refusal["problems"]]) if refusal else ("", [])
    )


def _key(subject: Any) -> str:
    return f"refused:{subject._meta.label_lower}:{subject.pk}"


def anchored(problems: Iterable[EditorialProblem], form: BaseForm) -> list[AnchoredProblem]:
    return [AnchoredProblem(problem.message, problem.remedy, anchor(problem, form)) for problem in problems]


def anchor(problem: EditorialProblem, form: BaseForm) -> str:
    """The id of the element on the form that the problem is about; empty for the whole."""
    if problem.claim:
        return f"claim-{problem.claim}"
    name = (problem.field or "").split(".")[0].split("[")[0]
    if name in form.fields:
        return f"id_{name}"
    if name.startswith("occurred"):
        return "id_when"
    return SECTION_OF_ROWS.get(name, "")


def mark_fields(problems: Iterable[EditorialProblem], form: BaseForm) -> None:
    """Show each problem beside its field, as a failed save would."""
    errors = ErrorDict()
    for problem in problems:
        name = (problem.field or "").split(".")[0]
        if name in form.fields:
            errors.setdefault(name, ErrorList()).append(str(problem))
    if errors:
        form._errors = errors  # type: ignore[attr-defined]  # what Django itself sets
