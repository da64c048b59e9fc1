"""The two incidents of Qamishli as documents built by hand: rich enough to fill every part of the pages."""

from __future__ import annotations

from typing import Any

from incidents.record import document as d
from tests.record.documents import (
    AANES,
    ASAYISH,
    GOVERNMENT,
    HASAKAH,
    NDF,
    QAMISHLI,
    RUDAW,
    SOHR,
    SYRIA,
    actor,
    coverage,
    episode,
    incident,
    location,
    place,
    publish,
    source,
)

APRIL, FEBRUARY = "INC-000001", "INC-000002"
EPISODE = d.Ref(id="EPI-000001", name="Clashes between Asayish and NDF, 2021")
ANHA = d.Ref(id="SRC-000003", name="Hawar News Agency")
PRESS_OFFICE = d.Ref(id="SRC-000004", name="Asayish press office")
SDF = d.Ref(id="ACT-000005", name="Syrian Democratic Forces")
ROUNDABOUT = d.Ref(id="LOC-000005", name="Al-Wahda roundabout")
HASAKA_CITY = d.Ref(id="LOC-000006", name="Hasaka")

_COMMON: dict[str, Any] = {
    "basis": "unstated",
    "derived_from": None,
    "stance": "asserts",
    "about": None,
    "supersedes": None,
    "made_on": None,
    "as_of": None,
    "report": "R1",
    "passages": [],
    "wording": "",
    "certainty": "certain",
}
_CASUALTY: dict[str, Any] = {
    "minimum": 1,
    "best": None,
    "maximum": 1,
    "quantifier": None,
    "status": "combatant",
    "belongs_to": None,
    "age_band": None,
    "sex": None,
    "occupation": None,
    "within": None,
    "same_persons_as": None,
    "place": None,
    "covers": None,
}


def casualties(identifier: str, claimant: d.Claimant, **changes: Any) -> d.CasualtyClaim:
    return d.CasualtyClaim(
        id=identifier, claimant=claimant, **_COMMON | {"outcome": "killed"} | _CASUALTY | changes
    )


def day(earliest: str, latest: str | None = None, **more: Any) -> d.Occurred:
    return d.Occurred(earliest=earliest, latest=latest or earliest, precision="day", **more)


def phase(identifier: str, claimant: d.Claimant, name: str, clock: str | None = None) -> d.TimeClaim:
    when = day("2021-04-21" if clock else "2021-04-20")
    return d.TimeClaim(id=identifier, claimant=claimant, phase=name, occurred=when, clock=clock, **_COMMON)


VOICE, PARTY = d.Claimant(source=RUDAW), d.Claimant(source=PRESS_OFFICE, actor=ASAYISH)
AGENCY, MONITOR = d.Claimant(source=ANHA), d.Claimant(source=SOHR)
REPORTER = d.Claimant(source=RUDAW, description="Viviyan Fetah, reporter")


def april(**changes: Any) -> d.IncidentDocument:
    values: dict[str, Any] = {
        "title": "Clash between Asayish and National Defence Forces in Qamishli",
        "summary": {"en": "Security forces and a pro-government militia fought in Qamishli overnight; one died."},
        "occurred": day("2021-04-20", "2021-04-21", time_of_day="evening", words="Tuesday night"),
        "locations": [
            place(aliases=["قامشلو"], within=(HASAKAH, SYRIA)),
            place(ROUNDABOUT, type="site", words="at the roundabout", within=(QAMISHLI, HASAKAH, SYRIA)),
        ],
        "participants": [
            _part(ASAYISH, "target", "a", "assessed", heard=True, ties=[("security_force_of", AANES)]),
            _part(NDF, "attacker", "b", "alleged", claims=["C2"], ties=[("backed_by", GOVERNMENT)]),
        ],
        "casualties": [
            d.Figure(
                outcome="killed",
                status="combatant",
                belongs_to=d.Belonging(actor=ASAYISH),
                low=1,
                best=1,
                high=1,
                claims=["C1"],
                rationale="The party concerned counts one of its own.",
            )
        ],
        "claims": _april_claims(),
        "grades": [
            _grade("occurrence", "corroborated", "A reporter and an agency speak of clashes, besides a party."),
            _grade("responsibility", "single_source", "Only the side that was shot at says who began."),
            _grade("casualties", "single_source", "One statement of a party."),
        ],
        "independence": [
            _independence("occurrence", _origin(REPORTER, ["C5"]), _origin(AGENCY, ["C3"], aligned=SDF)),
            _independence("casualties", _origin(PARTY, ["C1"], party=True)),
        ],
        "reports": [
            d.ReportRef(
                id="R1", source=RUDAW, title="A night of clashes", byline="Rudaw staff",
                url="https://example.org/report", archive_url=None, published_on="2021-04-21", language="en",
            )
        ],
        "episodes": [EPISODE],
        "related": [
            d.Related(
                kind="follows", direction="to", incident=d.Ref(id=FEBRUARY, name="Clashes in February"),
                basis="The report says that it was not the first time.", certainty="certain",
            )
        ],
        "tags": ["checkpoint"],
        "external_ids": [d.Code(scheme="example", value="77", match="same")],
    }  # fmt: skip
    return incident(APRIL, **values | changes)


def february(**changes: Any) -> d.IncidentDocument:
    values: dict[str, Any] = {
        "title": "Clashes in Qamishli and Hasaka",
        "summary": {"en": "A number of clashes in two cities that the report does not tell apart."},
        "extent": "series",
        "occurred": d.Occurred(earliest="2021-02-01", latest="2021-02-28", precision="month"),
        "locations": [place(), place(HASAKA_CITY, lat=36.5, lon=40.75)],
        "participants": [
            _part(ASAYISH, "belligerent", "a", "assessed"),
            _part(NDF, "belligerent", "b", "assessed"),
        ],
        "claims": [
            casualties("C1", VOICE),
            casualties("C2", MONITOR, occupation="police officer", same_persons_as="C1"),
            casualties("C3", VOICE, outcome="wounded", minimum=3, maximum=None, quantifier="at least"),
            casualties("C4", VOICE, outcome="wounded", minimum=2, maximum=2, age_band="child", within="C3"),
        ],
        "reports": [d.ReportRef(id="R1", source=None, title=None, byline=None, url=None, archive_url=None,
                                published_on=None, language=None)],
        "episodes": [EPISODE],
    }  # fmt: skip
    return incident(FEBRUARY, **values | changes)


def neighbours() -> list[d.Document]:
    """The actors, places, sources and the episode that the incidents name."""
    names = [
        d.Name(text="الأسايش", language="ar", script="Arab", kind="alias", used_by=None),
        d.Name(text="Asayîş", language="kmr", script="Latn", kind="alias", used_by=None),
    ]
    to_aanes = d.Relation(
        kind="security_force_of", direction="to", actor=AANES, period=d.Period(start="2014-01-01"),
        certainty="certain", note=None,
    )  # fmt: skip
    asayish = actor(ASAYISH, relations=[to_aanes])
    return [
        _named(asayish, names),
        *(actor(name) for name in (NDF, AANES, GOVERNMENT, SDF)),
        location(SYRIA, kind="country", within=(), lat=35.0, lon=38.5),
        location(HASAKAH, kind="admin1", within=(SYRIA,), lat=36.4, lon=40.8),
        _named(location(QAMISHLI), [d.Name(text="قامشلو", language="ckb", script="Arab", kind="main")]),
        location(ROUNDABOUT, kind="site", within=(QAMISHLI, HASAKAH, SYRIA)),
        location(HASAKA_CITY, lat=36.5, lon=40.75),
        source(RUDAW),
        source(SOHR, kind="monitor"),
        source(ANHA, aligned_with=[SDF]),
        source(PRESS_OFFICE, kind="party"),
        episode(EPISODE.id),
        coverage(event_types=["battle"], languages=["ar"], description={"en": "All that Rudaw tells."}),
    ]


def publish_all() -> None:
    publish(*neighbours(), february(), april())


def _april_claims() -> list[d.AnyClaim]:
    return [
        casualties("C1", PARTY, outcome="died_later", belongs_to=d.Belonging(actor=ASAYISH), made_on="2021-04-20"),
        casualties("C7", VOICE, basis="derived", derived_from="C1", belongs_to=d.Belonging(actor=ASAYISH)),
        d.ResponsibilityClaim(
            id="C2", claimant=PARTY, actors=[NDF], description=None, jointly="sole",
            responsible_for="initiation", **_COMMON,
        ),
        phase("C3", AGENCY, "paused", "02:00"),
        phase("C4", AGENCY, "resumed", "03:00"),
        phase("C8", VOICE, "started"),
        d.TimeClaim(
            id="C5", claimant=REPORTER, phase="ongoing", occurred=day("2021-04-21"), clock=None, **_COMMON
        ),
        d.WeaponClaim(
            id="C6", claimant=AGENCY, weapon="rpg", delivery=None, used_by=NDF, detail="heavy weapons", **_COMMON
        ),
        d.TargetClaim(
            id="C9", claimant=PARTY, target="checkpoint", intended="hit_and_meant", actor=ASAYISH,
            place=ROUNDABOUT, detail=None, **_COMMON,
        ),
        d.StatementClaim(
            id="C10", claimant=PARTY, act="accusation", addressee=NDF,
            text="The militia wants to destroy the stability of the city.",
            **_COMMON | {"wording": "state of stability"},
        ),
    ]  # fmt: skip


def _part(
    who: d.Ref,
    role: str,
    side: str,
    standing: str,
    *,
    claims: list[str] | None = None,
    ties: list[tuple[str, d.Ref]] | None = None,
    heard: bool = False,
) -> d.Participant:
    return d.Participant(
        actor=who,
        description=None,
        kind="police" if who == ASAYISH else "political_militia",
        role=role,
        side=side,
        standing=standing,
        certainty="certain" if standing == "assessed" else "possible",
        affiliations=[
            d.Affiliation(kind=kind, actor=other, certainty="certain") for kind, other in ties or []
        ],
        aliases=[],
        claims=claims or [],
        position_reported=heard,
    )


def _grade(about: str, value: str, reason: str) -> d.Grade:
    return d.Grade(about=about, grade=value, reason=reason, assessed_on="2021-04-22")


def _origin(
    claimant: d.Claimant, claims: list[str], *, party: bool = False, aligned: d.Ref | None = None
) -> d.Origin:
    return d.Origin(claimant=claimant, party=party, aligned_with=[aligned] if aligned else [], claims=claims)


def _independence(about: str, *origins: d.Origin) -> d.Independence:
    neutral = sum(not origin.party for origin in origins)
    return d.Independence(about=about, count=len(origins), non_party=neutral, origins=list(origins))


def _named(document: Any, names: list[d.Name]) -> Any:
    return type(document)(
        **{name: getattr(document, name) for name in document.__struct_fields__ if name != "names"},
        names=names,
    )
