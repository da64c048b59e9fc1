"""What an incident or an episode needs before anybody is asked to review it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from incidents.codebook import (
    GradeAbout,
    GradeValue,
    Licence,
    PlaceRole,
    Stance,
    Standing,
)
from incidents.dates import fits
from incidents.models import Episode, Incident

from .grades import ungrounded_grades
from .refusal import EditorialProblem
from .subjects import Narrative


def problems_of(subject: Narrative) -> list[EditorialProblem]:
    """Everything that is missing, each at its field; an empty list where it is ready."""
    if isinstance(subject, Incident):
        return [*_text(subject), *_incident(subject)]
    return [*_text(subject), *_episode(subject)]


def _text(narrative: Narrative) -> Iterator[EditorialProblem]:
    if not narrative.title.strip():
        yield EditorialProblem(
            "title", _("The title is missing."), _("Say who, what and where in a few words.")
        )
    if not narrative.summary.strip():
        yield EditorialProblem(
            "summary",
            _("The summary is missing."),
            _("Write one or two neutral sentences that say who claims what."),
        )
    if not fits(narrative.occurred_earliest, narrative.occurred_latest, narrative.occurred_precision):
        yield EditorialProblem(
            "occurred_precision",
            _("The two days lie further apart than this precision allows."),
            _("Correct the days, or choose a wider precision."),
        )


def _episode(episode: Episode) -> Iterator[EditorialProblem]:
    if not episode.memberships.exists():
        yield EditorialProblem(
            "memberships", _("It holds no incident."), _("Add the incidents that belong together.")
        )


def _incident(incident: Incident) -> Iterator[EditorialProblem]:
    if incident.licence == Licence.RESTRICTED:
        yield EditorialProblem(
            "licence",
            _("The licence of this row does not allow publication."),
            _("Enter the incident anew from reports that may be cited."),
        )
    if not incident.places.filter(role=PlaceRole.SCENE).exists():
        yield EditorialProblem(
            "places", _("No place where it happened is given."), _("Add at least one, however wide.")
        )
    if incident.origin_row_id is None and not incident.citations.exists():
        yield EditorialProblem("citations", _("No report is cited."), _("Add the report that tells of it."))
    yield from _participants(incident)
    yield from _claims(incident)
    yield from _figures(incident)
    yield from ungrounded_grades(incident)
    # Not assessed is an answer too, but somebody has to give it.
    if not incident.assessments.filter(about=GradeAbout.OCCURRENCE).exists():
        yield EditorialProblem(
            "assessments",
            _("Whether it happened has not been judged."),
            _("Grade the occurrence; “not assessed” is a grade as well."),
        )


def _participants(incident: Incident) -> Iterator[EditorialProblem]:
    """A part that counts as established rests on something, or is open to anybody's doubt."""
    if incident.origin_row_id is not None:
        return
    reasons = incident.assessments.filter(about=GradeAbout.RESPONSIBILITY).exclude(reason="")
    for part in incident.participations.filter(standing=Standing.ASSESSED, grounds__isnull=True):
        if not reasons.exists():
            yield EditorialProblem(
                f"participations.{part.pk}.standing",
                _("“%(name)s” is marked as assessed, but no claim is named.") % {"name": part},
                _("Name the claims it rests on, give a reason under responsibility, or mark it as alleged."),
            )


def _claims(incident: Incident) -> Iterator[EditorialProblem]:
    claims = list(incident.claims.select_related("report__source", "claimant_source"))
    explained = incident.assessments.exclude(grade=GradeValue.NOT_ASSESSED).exists()
    if not claims and not explained and incident.origin_row_id is None:
        yield EditorialProblem(
            "claims",
            _("There is no claim, and no assessment says why."),
            _("Enter what is claimed and by whom, or give the reason of your assessment."),
        )
    cited = set(incident.citations.values_list("report", flat=True))
    for claim in claims:
        if claim.report_id is None and claim.claimant_source_id is None:
            yield EditorialProblem(
                "claims.report",
                _("“%(claim)s” says who claims it, but not where that was read.") % {"claim": claim.gist},
                _("Name the report that carries it."),
                claim.public_id,
            )
        if claim.report_id is not None and claim.report_id not in cited:
            yield EditorialProblem(
                "citations",
                _("The report of “%(claim)s” is not listed.") % {"claim": claim.gist},
                _("Add the report to the incident."),
                claim.public_id,
            )
        if claim.stance in (Stance.DENIES, Stance.WITHDRAWS) and claim.about_id is None:
            yield EditorialProblem(
                "claims.about",
                _("“%(claim)s” denies or withdraws something, but not what.") % {"claim": claim.gist},
                _("Name the claim it answers."),
                claim.public_id,
            )


def _figures(incident: Incident) -> Iterator[EditorialProblem]:
    if incident.origin_row_id is not None:
        return
    for figure in incident.figures.filter(grounds__isnull=True, rationale=""):
        yield EditorialProblem(
            f"figures.{figure.pk}.rationale",
            _("“%(figure)s” names no claim and gives no reason.") % {"figure": figure},
            _("Choose the claims it rests on, or say why these numbers."),
        )
