"""Small synthetic documents, and the publishing of them, for tests of the record and of what reads it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from django.db import transaction

from incidents.codebook import MEMBERSHIP, EditionKind, Purpose
from incidents.record import document as d
from incidents.record.log import writing
from incidents.record.models import Edition
from incidents.record.subjects import subject_of

SITE = "https://attest.example"
SYRIA = d.Ref(id="LOC-000001", name="Syria")
HASAKAH = d.Ref(id="LOC-000002", name="Al-Hasakah")
QAMISHLI = d.Ref(id="LOC-000003", name="Qamishli")
RAQQA = d.Ref(id="LOC-000004", name="Raqqa")
ASAYISH = d.Ref(id="ACT-000001", name="Asayish")
NDF = d.Ref(id="ACT-000002", name="National Defence Forces")
AANES = d.Ref(id="ACT-000003", name="AANES")
GOVERNMENT = d.Ref(id="ACT-000004", name="Syrian government")
RUDAW = d.Ref(id="SRC-000001", name="Rudaw")
SOHR = d.Ref(id="SRC-000002", name="Syrian Observatory for Human Rights")


def place(
    location: d.Ref = QAMISHLI,
    *,
    lat: float | None = 37.05,
    lon: float = 41.22,
    radius_km: int | None = 5,
    within: Sequence[d.Ref] = (SYRIA, HASAKAH),
    **changes: Any,
) -> d.Place:
    point = None if lat is None else d.Point(lat=d.degrees(str(lat)), lon=d.degrees(str(lon)))
    values: dict[str, Any] = {
        "type": "locality",
        "role": "scene",
        "country": "SY",
        "words": None,
        "aliases": [],
    }
    return d.Place(
        location=location, within=areas(within), point=point, radius_km=radius_km, **values | changes
    )


def areas(within: Iterable[d.Ref]) -> list[d.Area]:
    """As a place lies in them; whatever is no country here is a governorate."""
    return [
        d.Area(id=area.id, name=area.name, type="country" if area == SYRIA else "admin1") for area in within
    ]


def participant(
    actor: d.Ref | None = ASAYISH,
    *,
    role: str = "belligerent",
    side: str = "a",
    standing: str = "assessed",
    member_of: Iterable[d.Ref] = (),
    backed_by: Iterable[d.Ref] = (),
    description: str | None = None,
) -> d.Participant:
    ties = [(MEMBERSHIP[1], actor) for actor in member_of] + [("backed_by", actor) for actor in backed_by]
    return d.Participant(
        actor=actor,
        description=description,
        kind=None,
        role=role,
        side=side,
        standing=standing,
        certainty="certain",
        affiliations=[d.Affiliation(kind=kind, actor=actor, certainty="certain") for kind, actor in ties],
        aliases=[],
        claims=[],
        position_reported=False,
    )


def killed(
    low: int | None, best: int | None, high: int | None, *, status: str = "unknown", outcome: str = "killed"
) -> d.Figure:
    return d.Figure(
        outcome=outcome,
        status=status,
        belongs_to=None,
        low=low,
        best=best,
        high=high,
        claims=[],
        rationale="As claimed.",
    )


def report(source: d.Ref | None = RUDAW, title: str = "A report") -> d.ReportRef:
    return d.ReportRef(
        id="R1",
        source=source,
        title=title,
        byline=None,
        url=None,
        archive_url=None,
        published_on="2021-04-21",
        language="en",
    )


def statement(source: d.Ref | None = RUDAW, wording: str = "a statement") -> d.StatementClaim:
    return d.StatementClaim(
        id="C1",
        claimant=d.Claimant(source=source),
        basis="unstated",
        derived_from=None,
        stance="asserts",
        about=None,
        supersedes=None,
        made_on=None,
        as_of=None,
        report="R1",
        passages=[],
        wording=wording,
        certainty="certain",
        act="accusation",
        addressee=None,
        text="",
    )


def grade(value: str, about: str = "occurrence") -> d.Grade:
    return d.Grade(about=about, grade=value, reason="Because.", assessed_on="2021-04-22")


def incident(
    public_id: str = "INC-000001", *, first: str = "2021-04-20", last: str | None = None, **changes: Any
) -> d.IncidentDocument:
    """An incident that holds nothing but what is asked for."""
    title = changes.pop("title", "Clash in Qamishli")
    values: dict[str, Any] = {
        "id": public_id,
        "format": d.INCIDENT_FORMAT,
        "edition": d.EditionRef(number=1, kind=EditionKind.PUBLISHED.value),
        "url": f"{SITE}/incidents/{public_id}/",
        "origin": None,
        "extent": "single",
        "title": {"en": title},
        "summary": {},
        "event_type": "battle",
        "sub_event_type": "armed_clash",
        "civilian_harm": "none",
        "occurred": d.Occurred(earliest=first, latest=last or first, precision="day"),
        "locations": [],
        "participants": [],
        "casualties": [],
        "claims": [],
        "grades": [],
        "independence": [],
        "reports": [],
        "episodes": [],
        "related": [],
        "persons": [],
        "tags": [],
        "external_ids": [],
    }
    return d.IncidentDocument(**values | changes)


def actor(
    ref: d.Ref = ASAYISH,
    *,
    names: Iterable[str] = (),
    kind: str = "police",
    country: str | None = "SY",
    relations: Iterable[d.Relation] = (),
) -> d.ActorDocument:
    return d.ActorDocument(
        id=ref.id,
        format=d.ACTOR_FORMAT,
        edition=d.EditionRef(number=1, kind=EditionKind.PUBLISHED.value),
        url=f"{SITE}/actors/{ref.id}/",
        name=ref.name,
        kind=kind,
        country=country,
        active=d.Period(),
        description={},
        names=[_name(text) for text in names],
        relations=list(relations),
        external_ids=[],
    )


def location(
    ref: d.Ref = QAMISHLI,
    *,
    names: Iterable[str] = (),
    within: Sequence[d.Ref] = (SYRIA, HASAKAH),
    kind: str = "locality",
    lat: float = 37.05,
    lon: float = 41.22,
) -> d.LocationDocument:
    return d.LocationDocument(
        id=ref.id,
        format=d.LOCATION_FORMAT,
        edition=d.EditionRef(number=1, kind=EditionKind.PUBLISHED.value),
        url=f"{SITE}/locations/{ref.id}/",
        name=ref.name,
        type=kind,
        country="SY",
        within=areas(within),
        point=d.Point(lat=d.degrees(str(lat)), lon=d.degrees(str(lon))),
        radius_km=5,
        names=[_name(text) for text in names],
        external_ids=[],
    )


def source(
    ref: d.Ref = RUDAW, *, kind: str = "news_agency", aligned_with: Iterable[d.Ref] = ()
) -> d.SourceDocument:
    ties = [
        d.SourceAffiliationPart(
            kind="aligned_with", actor=aligned, period=d.Period(), certainty="probable", according_to=None
        )
        for aligned in aligned_with
    ]
    return d.SourceDocument(
        id=ref.id,
        format=d.SOURCE_FORMAT,
        edition=d.EditionRef(number=1, kind=EditionKind.PUBLISHED.value),
        url=f"{SITE}/sources/{ref.id}/",
        name=ref.name,
        kind=kind,
        country="IQ",
        languages=["ckb", "en"],
        website=None,
        names=[],
        affiliations=ties,
    )


def episode(
    public_id: str = "EPI-000001",
    *,
    first: str = "2021-02-01",
    last: str = "2021-04-30",
    actors: Iterable[d.Ref] = (ASAYISH, NDF),
) -> d.EpisodeDocument:
    return d.EpisodeDocument(
        id=public_id,
        format=d.EPISODE_FORMAT,
        edition=d.EditionRef(number=1, kind=EditionKind.PUBLISHED.value),
        url=f"{SITE}/episodes/{public_id}/",
        kind="escalation",
        title={"en": "Clashes of 2021"},
        summary={},
        occurred=d.Occurred(earliest=first, latest=last, precision="period"),
        actors=list(actors),
        locations=[QAMISHLI],
        reports=[],
        external_ids=[],
    )


def area(
    location: d.Ref = HASAKAH,
    *,
    kind: str = "admin1",
    country: str = "SY",
    within: Sequence[d.Ref] = (SYRIA,),
) -> d.CoveredArea:
    return d.CoveredArea(location=location, type=kind, country=country, within=areas(within))


def coverage(
    public_id: str = "COV-000001",
    *,
    where: Iterable[d.CoveredArea] | None = None,
    since: str = "2021-01-01",
    until: str | None = None,
    coded_until: str | None = "2021-06-30",
    **changes: Any,
) -> d.CoverageDocument:
    values: dict[str, Any] = {
        "id": public_id,
        "format": d.COVERAGE_FORMAT,
        "edition": d.EditionRef(number=1, kind=EditionKind.PUBLISHED.value),
        "url": f"{SITE}/coverage/{public_id}/",
        "name": "Al-Hasakah",
        "description": {},
        "areas": [area()] if where is None else list(where),
        "since": since,
        "until": until,
        "coded_until": coded_until,
        "event_types": [],
        "languages": [],
        "sources": [RUDAW],
        "backlog": {},
    }
    return d.CoverageDocument(**values | changes)


def _name(text: str) -> d.Name:
    return d.Name(text=text, language=None, script="Zyyy", kind="alias")


def draft(document: Any, *, note: str | None = None, purpose: str | None = None) -> writing.Draft:
    """The draft that issues a document as it stands."""
    return writing.Draft(
        subject=subject_of(document.id).value,
        public_id=document.id,
        number=document.edition.number,
        kind=document.edition.kind,
        body=d.encode(document),
        note=note,
        purpose=purpose,
    )


def publish(*documents: Any, **options: Any) -> list[Edition]:
    """Issue first editions, or the editions that the documents say they are."""
    with transaction.atomic():
        return writing.append([draft(document) for document in documents], **options)


def correct(
    document: Any,
    *,
    note: str = "Corrected.",
    purpose: str = Purpose.FACTUAL.value,
    kind: str = EditionKind.CORRECTED.value,
    **changes: Any,
) -> Edition:
    """Issue the next edition of a document, changed."""
    number = Edition.objects.filter(public_id=document.id).count() + 1
    purpose_or_none = purpose if kind == EditionKind.CORRECTED else None
    after = changed(document, number, kind, **changes)
    with transaction.atomic():
        return writing.append([draft(after, note=note, purpose=purpose_or_none)])[0]


def changed(document: Any, number: int, kind: str = EditionKind.CORRECTED.value, **changes: Any) -> Any:
    """The document as its edition of that number and kind, changed."""
    return msgspec.structs.replace(document, edition=d.EditionRef(number=number, kind=kind), **changes)


def tombstone(
    public_id: str, kind: str, *, into: str | None = None, note: str | None = None
) -> writing.Draft:
    """The draft that takes an id out of force."""
    number = Edition.objects.filter(public_id=public_id).count() + 1
    return writing.Draft.tombstone(
        public_id=public_id, number=number, kind=kind, url=f"{SITE}/{public_id}/", into=into, note=note
    )


def bury(public_id: str, kind: str, **options: Any) -> Edition:
    """Retract or merge."""
    with transaction.atomic():
        return writing.append([tombstone(public_id, kind, **options)])[0]
