"""For every constraint of the desk a row that it lets pass and rows that it refuses.

Codes and ranges follow a pattern and are made from it; everything else is written out. A case is a function that
saves rows: the last save is the one that is accepted or refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests import factories as f

Save = Callable[[], Any]

EARLY, LATE = date(2021, 4, 20), date(2021, 4, 21)


@dataclass(frozen=True)
class Case:
    constraint: str
    accepted: Save
    refused: tuple[Save, ...]
    also: str = ""
    """Another constraint that refuses the same rows, and that PostgreSQL may name first."""


def case(constraint: str, accepted: Save, *refused: Save, also: str = "") -> Case:
    return Case(constraint, accepted, refused, also)


def _coded(constraint: str, factory: Any, field: str, code: str, /, *, also: str = "", **rest: Any) -> Case:
    return case(
        constraint,
        lambda: factory(**{field: code}, **rest),
        lambda: factory(**{field: "no-such-code"}, **rest),
        also=also,
    )


def _ordered(prefix: str, factory: Any, low: str, high: str, ends: tuple[Any, Any], /, **rest: Any) -> Case:
    return case(
        f"{prefix}_{low}_to_{high}",
        lambda: [
            factory(**{low: ends[0], high: ends[1]}, **rest),
            factory(**{low: ends[0], high: ends[0]}, **rest),
        ],
        lambda: factory(**{low: ends[1], high: ends[0]}, **rest),
    )


def _once(constraint: str, factory: Any, *fields: str, **different: Any) -> Case:
    """A second row with the same ``fields`` is refused; one that differs in a further field is not.

    Where none is named, it is the last of them that differs.
    """

    def second(shared: tuple[str, ...], **changed: Any) -> None:
        first = factory()
        factory(**{name: getattr(first, name) for name in shared}, **changed)

    apart = fields if different else fields[:-1]
    return case(constraint, lambda: second(apart, **different), lambda: second(fields))


CODES: dict[str, tuple[Any, dict[str, str]]] = {
    "actor": (f.ActorFactory, {"kind": "police"}),
    "actorname": (f.ActorNameFactory, {"kind": "acronym", "script": "Arab"}),
    "actorrelation": (f.ActorRelationFactory, {"kind": "allied_with", "certainty": "possible"}),
    "assessment": (f.AssessmentFactory, {"about": "casualties", "grade": "contested"}),
    "dataset": (f.DatasetFactory, {"licence": "restricted"}),
    "externalid": (f.ExternalIdFactory, {"match": "part_of"}),
    "locationname": (f.LocationNameFactory, {"kind": "former", "script": "Arab"}),
    "incident": (
        f.IncidentFactory,
        {
            "extent": "series",
            "civilian_harm": "targeted",
            "licence": "cc0-1.0",
            "state": "in_review",
            "occurred_precision": "month",
            "occurred_time_of_day": "night",
        },
    ),
    "episode": (
        f.EpisodeFactory,
        {
            "kind": "siege",
            "state": "in_review",
            "occurred_precision": "period",
            "occurred_time_of_day": "morning",
        },
    ),
    "importverdict": (f.ImportVerdictFactory, {"verdict": "rejected", "undone": "kept"}),
    "incidentlink": (f.IncidentLinkFactory, {"kind": "part_of", "certainty": "certain"}),
    "incidentlocation": (f.IncidentLocationFactory, {"role": "found"}),
    "job": (f.JobFactory, {"kind": "releases", "state": "running"}),
    "participation": (
        f.ParticipationFactory,
        {"role": "attacker", "side": "b", "standing": "disputed", "certainty": "certain"},
    ),
    "person": (f.PersonFactory, {"age_band": "adult", "sex": "female"}),
    "involvement": (
        f.InvolvementFactory,
        {"outcome": "found_dead", "precision": "days", "certainty": "possible"},
    ),
    "report": (f.ReportFactory, {"triage": "set_aside"}),
    "source": (f.SourceFactory, {"kind": "monitor"}),
    "sourcereliability": (f.SourceReliabilityFactory, {"grade": "F"}),
    "sourceaffiliation": (f.SourceAffiliationFactory, {"kind": "owned_by", "certainty": "certain"}),
}

CLAIM_CODES: dict[Any, dict[str, str]] = {
    f.ClaimFactory: {
        "basis": "witnessed",
        "stance": "questions",
        "certainty": "possible",
        "act": "threat",
    },
    f.CasualtyClaimFactory: {
        "outcome": "wounded",
        "status": "civilian",
        "belongs_to_side": "b",
        "age_band": "child",
        "sex": "male",
    },
    f.ResponsibilityClaimFactory: {"jointly": "one_of", "responsible_for": "harm"},
    f.WeaponClaimFactory: {"weapon": "mine"},
    f.TimeClaimFactory: {"phase": "ended", "time_precision": "month", "time_of_day": "night"},
    f.TargetClaimFactory: {"target": "market", "intended": "meant"},
    f.TerritoryClaimFactory: {"change": "lost"},
}


def coded_cases() -> Iterator[Case]:
    for model, (factory, codes) in CODES.items():
        for field, code in codes.items():
            yield _coded(f"{model}_{field}_coded", factory, field, code)
    for factory, codes in CLAIM_CODES.items():
        for field, code in codes.items():
            yield _coded(f"claim_{field}_coded", factory, field, code)
    for field, code in (("outcome", "wounded"), ("status", "civilian"), ("belongs_to_side", "a")):
        yield _coded(f"assessedfigure_{field}_coded", f.AssessedFigureFactory, field, code)
    yield _coded(
        "participation_described_kind_coded",
        f.ParticipationFactory,
        "described_kind",
        "rebel_group",
        actor=None,
        description="unidentified gunmen",
    )
    yield _coded(
        "person_basis_coded", f.PersonFactory, "basis", "consent", basis_note="Consent of the family, 2021."
    )
    yield _coded("incident_violence_type_coded", f.IncidentFactory, "violence_type", "one_sided")
    yield _coded("claim_kind_coded", f.ClaimFactory, "kind", "statement")
    yield _coded(
        "incident_event_type_coded",
        f.IncidentFactory,
        "event_type",
        "unclear",
        also="incident_sub_event_fits",
        sub_event_type="other",
    )
    yield _coded(
        "incident_sub_event_type_coded",
        f.IncidentFactory,
        "sub_event_type",
        "territory_taken",
        also="incident_sub_event_fits",
    )


def ordered_cases() -> Iterator[Case]:
    days, numbers = (EARLY, LATE), (1, 2)
    yield _ordered("coverage", f.CoverageFactory, "since", "until", days)
    yield _ordered("coverage", f.CoverageFactory, "since", "coded_until", days)
    yield _ordered("coverage", f.CoverageFactory, "coded_until", "until", days, since=EARLY)
    yield _ordered("actor", f.ActorFactory, "active_from", "active_until", days)
    yield _ordered("actorrelation", f.ActorRelationFactory, "start", "end", days)
    yield _ordered("sourceaffiliation", f.SourceAffiliationFactory, "start", "end", days)
    yield _ordered("incident", f.IncidentFactory, "occurred_earliest", "occurred_latest", days)
    yield _ordered("episode", f.EpisodeFactory, "occurred_earliest", "occurred_latest", days)
    yield _ordered("involvement", f.InvolvementFactory, "earliest", "latest", days)
    yield _ordered("claim", f.TimeClaimFactory, "time_earliest", "time_latest", days)
    yield _ordered("claim", f.CasualtyClaimFactory, "covers_from", "covers_until", days)
    yield _ordered("claim", f.CasualtyClaimFactory, "minimum", "maximum", numbers)
    yield _ordered("claim", f.CasualtyClaimFactory, "minimum", "best", numbers, maximum=None)
    yield _ordered("claim", f.CasualtyClaimFactory, "best", "maximum", numbers, minimum=None)
    figure = f.AssessedFigureFactory
    yield _ordered("assessedfigure", figure, "low", "best", numbers, high=None)
    yield _ordered("assessedfigure", figure, "best", "high", numbers, low=None)
    yield _ordered("assessedfigure", figure, "low", "high", numbers, best=None)


def unique_cases() -> Iterator[Case]:
    yield _once("actorname_once", f.ActorNameFactory, "actor", "name", language="ku")
    yield _once("locationname_once", f.LocationNameFactory, "location", "name", language="ku")
    yield _once("personname_once", f.PersonNameFactory, "person", "name")
    yield _once("relationcitation_once", f.ActorRelationCitationFactory, "relation", "report")
    yield _once("claimactor_once", f.ClaimActorFactory, "claim", "actor")
    yield _once("figureclaim_once", f.FigureClaimFactory, "figure", "claim")
    yield _once("participationclaim_once", f.ParticipationClaimFactory, "participation", "claim")
    yield _once("episodemembership_once", f.EpisodeMembershipFactory, "episode", "incident")
    yield _once("episodeactor_once", f.EpisodeActorFactory, "episode", "actor")
    yield _once("episodelocation_once", f.EpisodeLocationFactory, "episode", "location")
    yield _once("citation_incident_once", f.CitationFactory, "report", "incident")
    yield _once("dataset_version_once", f.DatasetFactory, "key", version="2")
    yield _once("importverdict_once", f.ImportVerdictFactory, "run", line=2)
    yield _once("datasetrow_once", f.DatasetRowFactory, "dataset", "key")
    yield _once("incidentlink_once", f.IncidentLinkFactory, "incident", "other", kind="part_of")
    yield _once("incidentlocation_once", f.IncidentLocationFactory, "incident", "location", role="found")
    yield _once("participation_actor_once", f.ParticipationFactory, "incident", "actor", role="target")
    yield _once("reporttext_version_once", f.ReportTextFactory, "report", version=2)
    yield _once("coveragearea_once", f.CoverageAreaFactory, "coverage", "location")
    yield _once("coveragesource_once", f.CoverageSourceFactory, "coverage", "source")
    yield _once("sourcereliability_once_a_day", f.SourceReliabilityFactory, "source", since=LATE)
    yield _once("translation_incident_once", f.TranslationFactory, "incident", language="kmr")
    yield _once("externalid_incident_once", f.ExternalIdFactory, "incident", "value")
