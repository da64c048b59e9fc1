"""Constraints that follow no pattern: one case each, written out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from incidents.codebook import ClaimKind
from tests import factories as f

from .constraint_cases import EARLY, LATE, Case, Save, case


def actor_cases() -> Iterator[Case]:
    def to_itself() -> None:
        actor = f.ActorFactory()
        f.ActorRelationFactory(actor=actor, other=actor)

    yield case("actorrelation_not_to_itself", f.ActorRelationFactory, to_itself)
    yield case(
        "actorrelation_one_parent",
        partial(_two_parents, first_ends=EARLY, second_begins=LATE),
        partial(_two_parents, first_ends=LATE, second_begins=LATE),
        partial(_two_parents, first_ends=None, second_begins=None),
    )
    # Backers may overlap; only a parent is one at a time.
    yield case(
        "actorrelation_one_parent",
        partial(_two_parents, first_ends=None, second_begins=None, kind="backed_by"),
        partial(_two_parents, first_ends=None, second_begins=LATE),
    )


def _two_parents(*, first_ends: date | None, second_begins: date | None, kind: str = "part_of") -> None:
    first = f.ActorRelationFactory(kind=kind, end=first_ends)
    f.ActorRelationFactory(actor=first.actor, kind=kind, start=second_begins)


def place_cases() -> Iterator[Case]:
    location, country = f.LocationFactory, f.CountryFactory
    yield case(
        "location_type_coded",
        lambda: location(type="admin2"),
        lambda: location(type="no-such-code"),
    )
    yield case(
        "location_parent_unless_country",
        country,
        lambda: location(parent=None),
        lambda: location(type="country"),
    )
    yield case(
        "location_point_whole",
        lambda: location(lat=None, lon=None),
        lambda: location(lat=None),
        lambda: location(lon=None),
    )
    yield case(
        "location_point_on_earth",
        lambda: [location(lat=-90, lon=-180), location(lat=90, lon=180)],
        lambda: location(lat=91),
        lambda: location(lat=-91),
        lambda: location(lon=181),
        lambda: location(lon=-181),
    )


def own_point_cases() -> Iterator[Case]:
    place = f.IncidentLocationFactory
    yield case(
        "incidentlocation_point_on_earth",
        lambda: place(lat=-90, lon=180),
        lambda: place(lat=91, lon=0),
        lambda: place(lat=0, lon=-181),
        lambda: place(lat=1),
    )


def source_cases() -> Iterator[Case]:
    yield case(
        "source_withheld_is_confidential",
        lambda: f.SourceFactory(confidential=True, withhold_claims=True),
        lambda: f.SourceFactory(withhold_claims=True),
    )
    yield case(
        "source_private_person_protected",
        lambda: [
            f.ConfidentialSourceFactory(),
            f.SourceFactory(kind="private_person", disclosure_basis="Agreed in writing, 2021."),
        ],
        lambda: f.SourceFactory(kind="private_person"),
    )
    yield case(
        "source_confidential_unpublished",
        lambda: f.SourceFactory(public_id="SRC-000001"),
        lambda: f.SourceFactory(confidential=True, public_id="SRC-000001"),
    )


def incident_cases() -> Iterator[Case]:
    incident = f.IncidentFactory
    yield case(
        "incident_sub_event_fits",
        lambda: incident(event_type="explosion", sub_event_type="air_strike"),
        lambda: incident(event_type="battle", sub_event_type="air_strike"),
    )
    yield case(
        "incident_restricted_unpublished",
        lambda: incident(licence="restricted", state="in_review"),
        lambda: incident(licence="restricted", public_id="INC-000001"),
        lambda: incident(licence="restricted", state="approved"),
        lambda: incident(licence="restricted", state="published"),
    )
    yield case(
        "incident_merged_names_survivor",
        lambda: incident(state="merged", merged_into=incident()),
        lambda: incident(state="merged"),
        lambda: incident(state="published", merged_into=incident()),
    )
    yield case("incident_not_merged_into_itself", _merged_into_another, _merged_into_itself)
    yield case("incidentlink_not_to_itself", f.IncidentLinkFactory, _linked_to_itself)


def _merged_into_another() -> None:
    f.IncidentFactory(state="merged", merged_into=f.IncidentFactory())


def _merged_into_itself() -> None:
    incident = f.IncidentFactory()
    incident.state, incident.merged_into = "merged", incident
    incident.save()


def _linked_to_itself() -> None:
    incident = f.IncidentFactory()
    f.IncidentLinkFactory(incident=incident, other=incident)


def participation_cases() -> Iterator[Case]:
    yield case(
        "participation_actor_or_description",
        lambda: [
            f.ParticipationFactory(),
            f.ParticipationFactory(actor=None, description="unidentified gunmen"),
        ],
        lambda: f.ParticipationFactory(actor=None),
        lambda: f.ParticipationFactory(description="unidentified gunmen"),
    )


def claim_cases() -> Iterator[Case]:
    yield case(
        "claimone_claimant",
        lambda: [
            f.ClaimFactory(),
            f.ClaimFactory(claimant_actor=f.ActorFactory()),
            f.ClaimFactory(claimant_described="local sources"),
        ],
        lambda: f.ClaimFactory(claimant_source=None),
        lambda: f.ClaimFactory(claimant_source=f.SourceFactory(), claimant_actor=f.ActorFactory()),
        lambda: f.ClaimFactory(claimant_source=f.SourceFactory(), claimant_described="local sources"),
        lambda: f.ClaimFactory(claimant_actor=f.ActorFactory(), claimant_described="local sources"),
    )
    yield case("claim_derived_says_so", partial(_derived, "derived"), partial(_derived, "unstated"))
    yield case(
        "claim_belongs_to_one",
        lambda: f.CasualtyClaimFactory(belongs_to_actor=f.ActorFactory()),
        lambda: f.CasualtyClaimFactory(belongs_to_actor=f.ActorFactory(), belongs_to_side="a"),
    )
    yield case(
        "claim_time_whole",
        lambda: f.TimeClaimFactory(time_earliest=None, time_latest=None),
        lambda: f.TimeClaimFactory(time_latest=None),
        lambda: f.TimeClaimFactory(time_earliest=None, time_latest=LATE),
    )
    yield case("claim_not_about_itself", _denial, _denial_of_itself, also="claim_references_within_incident")


def _derived(basis: str) -> None:
    first = f.ClaimFactory()
    f.ClaimFactory(incident=first.incident, derived_from=first, basis=basis)


def _denial() -> None:
    first = f.ClaimFactory()
    f.ClaimFactory(incident=first.incident, about=first, stance="denies")


def _denial_of_itself() -> None:
    claim = f.ClaimFactory()
    claim.about = claim
    claim.save()


KINDS: dict[ClaimKind, tuple[Any, tuple[dict[str, Any], ...]]] = {
    ClaimKind.CASUALTY: (f.CasualtyClaimFactory, ({"outcome": ""}, {"status": ""}, {"weapon": "rpg"})),
    ClaimKind.RESPONSIBILITY: (f.ResponsibilityClaimFactory, ({"jointly": ""}, {"responsible_for": ""}, {"best": 2})),
    ClaimKind.WEAPON: (f.WeaponClaimFactory, ({"weapon": ""}, {"change": "gained"})),
    ClaimKind.PLACE: (f.PlaceClaimFactory, ({"quantifier": "at least"}, {"phase": "started"})),
    ClaimKind.TIME: (f.TimeClaimFactory, ({"phase": ""}, {"detail": "at dusk"})),
    ClaimKind.TARGET: (f.TargetClaimFactory, ({"target": ""}, {"intended": ""}, {"act": "threat"})),
    ClaimKind.TERRITORY: (f.TerritoryClaimFactory, ({"change": ""}, {"target": "homes"})),
    ClaimKind.STATEMENT: (f.StatementClaimFactory, ({"act": ""}, {"occupation": "teacher"})),
}  # fmt: skip


def kind_cases() -> Iterator[Case]:
    """Each kind has its own fields: what it needs may not be missing, and what is another kind's may not be there."""
    for kind, (factory, wrong) in KINDS.items():
        refused: list[Save] = [partial(factory, **fields) for fields in wrong]
        yield case(f"claim_{kind.value}_fields", factory, *refused)


def conclusion_cases() -> Iterator[Case]:
    figure, actor = f.AssessedFigureFactory, f.ActorFactory
    yield case(
        "assessedfigure_belongs_to_one",
        lambda: [figure(belongs_to_actor=actor()), figure(belongs_to_side="a")],
        lambda: figure(belongs_to_actor=actor(), belongs_to_side="a"),
    )
    yield case(
        "assessedfigure_died_later_is_killed",
        lambda: figure(outcome="killed"),
        lambda: figure(outcome="died_later"),
    )
    yield case(
        "assessedfigure_cell_once",
        partial(_second_cell, status="civilian"),
        partial(_second_cell, status="unknown"),
    )
    yield case(
        "assessment_gives_a_reason",
        lambda: f.AssessmentFactory(grade="not_assessed", reason=""),
        lambda: f.AssessmentFactory(grade="confirmed", reason=""),
    )


def dataset_cases() -> Iterator[Case]:
    mention, source = f.SourceMentionFactory, f.SourceFactory
    yield case(
        "incident_coded_fields_known",
        lambda: f.IncidentFactory(coded_fields=["title", "civilian_harm"]),
        lambda: f.IncidentFactory(coded_fields=["licence"]),
    )
    yield case(
        "sourcemention_source_or_description",
        lambda: [mention(), mention(source=source(), description="")],
        lambda: mention(source=source()),
        lambda: mention(description=""),
    )


def _second_cell(*, status: str) -> None:
    """Cells without an actor and without a side are one cell too: empty is equal to empty here."""
    first = f.AssessedFigureFactory()
    f.AssessedFigureFactory(incident=first.incident, status=status)


def person_cases() -> Iterator[Case]:
    person, user = f.PersonFactory, f.UserFactory
    named = {"basis": "consent", "basis_note": "Consent of the family, 2021."}
    yield case(
        "person_minor_confirmed_by_second",
        lambda: [
            person(age_band="child"),
            person(age_band="child", basis_set_by=user(), basis_confirmed_by=user(), **named),
        ],
        lambda: person(age_band="child", **named),
    )
    yield case("person_basis_explained", lambda: person(**named), lambda: person(basis="consent"))
    yield case(
        "person_confirmed_by_another",
        lambda: person(basis_set_by=user(), basis_confirmed_by=user(), **named),
        lambda: person(basis_confirmed_by=user(), **named),
        _confirmed_by_oneself,
    )
    yield case(
        "involvement_time_whole",
        lambda: f.InvolvementFactory(earliest=EARLY, latest=LATE),
        lambda: f.InvolvementFactory(earliest=EARLY),
        lambda: f.InvolvementFactory(latest=LATE),
    )


def _confirmed_by_oneself() -> None:
    user = f.UserFactory()
    f.PersonFactory(basis="consent", basis_note="Consent.", basis_set_by=user, basis_confirmed_by=user)


def coverage_cases() -> Iterator[Case]:
    yield case(
        "coverage_event_types_coded",
        lambda: [f.CoverageFactory(event_types=types) for types in ([], ["battle"], ["battle", "explosion"])],
        partial(f.CoverageFactory, event_types=["skirmish"]),
        partial(f.CoverageFactory, event_types=["battle", "armed_clash"]),
    )


def subject_cases() -> Iterator[Case]:
    """Rows that belong to one of several subjects: never to none, never to two."""
    yield from _of_one_subject("citation", f.CitationFactory)
    yield from _of_one_subject("translation", f.TranslationFactory)
    yield from _of_one_subject("reviewnote", f.ReviewNoteFactory)
    yield from _of_one_subject("approval", f.ApprovalFactory)
    yield from _of_one_subject("externalid", f.ExternalIdFactory)
    for subject, factory in (
        ("episode", f.EpisodeFactory),
        ("actor", f.ActorFactory),
        ("location", f.LocationFactory),
    ):
        yield case(
            f"externalid_{subject}_once",
            partial(_same_code, subject, factory, other_value="2"),
            partial(_same_code, subject, factory, other_value="1"),
        )
    yield case("citation_episode_once", partial(_cited_twice, False), partial(_cited_twice, True))
    yield case(
        "translation_episode_once", partial(_translated_twice, "kmr"), partial(_translated_twice, "ar")
    )


def _of_one_subject(model: str, factory: Any) -> Iterator[Case]:
    yield case(
        f"{model}_of_one_subject",
        lambda: [factory(), factory(incident=None, episode=f.EpisodeFactory())],
        lambda: factory(incident=None),
        lambda: factory(episode=f.EpisodeFactory()),
    )


def _same_code(subject: str, factory: Any, *, other_value: str) -> None:
    row = factory()
    for value in ("1", other_value):
        f.ExternalIdFactory(incident=None, value=value, **{subject: row})


def _cited_twice(same_report: bool) -> None:
    episode, report = f.EpisodeFactory(), f.ReportFactory()
    f.CitationFactory(incident=None, episode=episode, report=report)
    f.CitationFactory(incident=None, episode=episode, report=report if same_report else f.ReportFactory())


def _translated_twice(second_language: str) -> None:
    episode = f.EpisodeFactory()
    for language in ("ar", second_language):
        f.TranslationFactory(incident=None, episode=episode, language=language)


def text_cases() -> Iterator[Case]:
    yield case(
        "reporttext_sha256_hex",
        f.ReportTextFactory,
        lambda: f.ReportTextFactory(sha256="A" * 64),
        lambda: f.ReportTextFactory(sha256="0" * 63),
    )
    yield case(
        "passage_not_empty",
        lambda: f.PassageFactory(start=0, end=1),
        lambda: f.PassageFactory(start=1, end=1),
        lambda: f.PassageFactory(start=2, end=1),
    )
    now = datetime(2021, 4, 22, tzinfo=UTC)
    yield case(
        "reviewnote_resolution_whole",
        lambda: f.ReviewNoteFactory(resolved_by=f.UserFactory(), resolved_at=now),
        lambda: f.ReviewNoteFactory(resolved_by=f.UserFactory()),
    )
    job = f.JobFactory
    yield case(
        "job_once_by_key",
        lambda: [
            job(key="same"),
            job(key="same", state="done", finished_at=now),
            job(key="other"),
            job(),
            job(),
        ],
        lambda: [job(key="same"), job(key="same", state="running")],
    )
    yield case(
        "job_finished_at_its_end",
        lambda: [job(), job(state="running"), job(state="failed", finished_at=now)],
        lambda: job(finished_at=now),
        lambda: job(state="running", finished_at=now),
        lambda: job(state="cancelled"),
    )
    yield case(
        "job_cancelled_at_by",
        lambda: [job(cancelled_at=now), job(cancelled_at=now, cancelled_by=f.UserFactory())],
        lambda: job(cancelled_by=f.UserFactory()),
    )
    verdict = f.ImportVerdictFactory
    yield case(
        "importverdict_line_unless_gone",
        lambda: [
            verdict(line=1),
            verdict(line=None, verdict="gone"),
            verdict(line=None, verdict="retracted"),
        ],
        lambda: verdict(line=None),
        lambda: verdict(line=1, verdict="gone"),
    )
