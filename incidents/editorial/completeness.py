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
from incidents.models import AssessedFigure, Claim, Episode, Incident, Participation

from .refusal import EditorialProblem
from .subjects import Narrative


def problems_of(subject: Narrative) -> list[EditorialProblem]:
    """Everything that is missing, each at its field; an empty list where it is ready."""
    return [*_of_incident(subject)] if isinstance(subject, Incident) else [*_of_episode(subject)]


def _of_incident(incident: Incident) -> Iterator[EditorialProblem]:
    yield from _told(incident)
    yield from _licence(incident)
    yield from _places(incident)
    yield from _reports(incident)
    yield from _who(incident)
    yield from _claims(incident)
    yield from _figures(incident)
    yield from _occurrence(incident)


def _of_episode(episode: Episode) -> Iterator[EditorialProblem]:
    yield from _told(episode)
    if not episode.memberships.exists():
        yield EditorialProblem(
            "memberships", _("It holds no incident."), _("Add the incidents that belong together.")
        )


def _told(told: Narrative) -> Iterator[EditorialProblem]:
    if not told.title.strip():
        yield EditorialProblem(
            "title", _("The title is missing."), _("Say who, what and where in a few words.")
        )
    if not told.summary.strip():
        yield EditorialProblem(
            "summary",
            _("The summary is missing."),
            _("Write one or two neutral sentences that say who claims what."),
        )
    if not fits(told.occurred_earliest, told.occurred_latest, told.occurred_precision):
        yield EditorialProblem(
            "occurred_precision",
            _("The two days lie further apart than this precision allows."),
            _("Correct the days, or choose a wider precision."),
        )


def _licence(incident: Incident) -> Iterator[EditorialProblem]:
    if incident.licence == Licence.RESTRICTED:
        yield EditorialProblem(
            "licence",
            _("The licence of this row does not allow publication."),
            _("Enter the incident anew from reports that may be cited."),
        )


def _places(incident: Incident) -> Iterator[EditorialProblem]:
    if not incident.places.filter(role=PlaceRole.SCENE).exists():
        yield EditorialProblem(
            "places", _("No place where it happened is given."), _("Add at least one, however wide.")
        )


def _reports(incident: Incident) -> Iterator[EditorialProblem]:
    if incident.origin_row_id is None and not incident.citations.exists():
        yield EditorialProblem("citations", _("No report is cited."), _("Add the report that tells of it."))


def _who(incident: Incident) -> Iterator[EditorialProblem]:
    """A part that counts as established rests on something, or is open to anybody's doubt."""
    for part in incident.participations.filter(standing=Standing.ASSESSED, grounds__isnull=True):
        if incident.origin_row_id is None and not _explained(incident, GradeAbout.RESPONSIBILITY):
            yield _unfounded(part)


def _unfounded(part: Participation) -> EditorialProblem:
    return EditorialProblem(
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
        yield from _claim(claim, cited)


def _claim(claim: Claim, cited: set[int]) -> Iterator[EditorialProblem]:
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
    bare = incident.figures.filter(grounds__isnull=True, rationale="")
    for figure in bare if incident.origin_row_id is None else ():
        yield _bare(figure)


def _bare(figure: AssessedFigure) -> EditorialProblem:
    return EditorialProblem(
        f"figures.{figure.pk}.rationale",
        _("“%(figure)s” names no claim and gives no reason.") % {"figure": figure},
        _("Choose the claims it rests on, or say why these numbers."),
    )


def _occurrence(incident: Incident) -> Iterator[EditorialProblem]:
    """Not assessed is an answer too, but somebody has to give it."""
    if not incident.assessments.filter(about=GradeAbout.OCCURRENCE).exists():
        yield EditorialProblem(
            "assessments",
            _("Whether it happened has not been judged."),
            _("Grade the occurrence; “not assessed” is a grade as well."),
        )


def _explained(incident: Incident, about: GradeAbout) -> bool:
    return incident.assessments.filter(about=about).exclude(reason="").exists()
