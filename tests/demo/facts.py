"""Every fact of the seed report: where a reader finds it, in which words, and where a researcher finds it.

``page`` are words that one row, item or paragraph of the subject's page holds together. ``api`` is true of the
subject's document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]

ASAYISH, NDF, AANES = (
    "Asayish",
    "National Defence Forces",
    "Autonomous Administration of North and East Syria",
)
GOVERNMENT, SDF = "Syrian government", "Syrian Democratic Forces"
RUDAW, STATEMENT, ANHA = "Rudaw", "Asayish press office", "Hawar News Agency"
SOHR = "Syrian Observatory for Human Rights"


@dataclass(frozen=True)
class Fact:
    what: str
    subject: str
    page: tuple[str, ...]
    api: Callable[[Document], bool]


def claims(document: Document, kind: str, claimant: str, **values: Any) -> list[Document]:
    """The claims of that kind by that claimant whose fields have these values; references compare by name."""
    theirs = [
        claim for claim in document["claims"] if claim["kind"] == kind and _who(claim["claimant"]) == claimant
    ]
    return [
        claim for claim in theirs if all(_plain(claim[field]) == value for field, value in values.items())
    ]


def _who(claimant: Document) -> str:
    name: str = (claimant["source"] or claimant["actor"] or {"name": claimant["description"]})["name"]
    return name


def _plain(value: Any) -> Any:
    """A reference by its name, a belonging by its actor's name or its side, a date by its first day."""
    if not isinstance(value, dict):
        return value
    if "earliest" in value:
        return value["earliest"]
    if "side" in value:
        return value["side"] or _plain(value["actor"])
    return value["name"]


def claimed(kind: str, claimant: str, **values: Any) -> Callable[[Document], bool]:
    return lambda document: bool(claims(document, kind, claimant, **values))


def part(name: str, **values: Any) -> Callable[[Document], bool]:
    def found(document: Document) -> bool:
        return any(
            (participant["actor"] or {"name": participant["description"]})["name"] == name
            and all(participant[field] == value for field, value in values.items())
            for participant in document["participants"]
        )

    return found


def related(kind: str, other: str) -> Callable[[Document], bool]:
    return lambda document: any(
        (relation["kind"], relation["direction"], relation["actor"]["name"]) == (kind, "to", other)
        for relation in document["relations"]
    )


def named(text: str, kind: str) -> Callable[[Document], bool]:
    return lambda document: any((name["text"], name["kind"]) == (text, kind) for name in document["names"])


def is_a(kind: str) -> Callable[[Document], bool]:
    return lambda document: document["kind"] == kind


def graded(about: str, grade: str) -> Callable[[Document], bool]:
    return lambda document: any(
        (item["about"], item["grade"]) == (about, grade) for item in document["grades"]
    )


def affiliated(kind: str, actor: str, according_to: str | None = None) -> Callable[[Document], bool]:
    return lambda document: any(
        (affiliation["kind"], affiliation["actor"]["name"], affiliation["according_to"])
        == (kind, actor, according_to)
        for affiliation in document["affiliations"]
    )


def lies_in(*above: str) -> Callable[[Document], bool]:
    return lambda document: [place["name"] for place in document["within"]] == list(above)


def actor_facts() -> Iterator[Fact]:
    yield Fact("Asayish are internal security", ASAYISH, ("Police and internal security",), is_a("police"))
    yield Fact(
        "Asayish = ISF", ASAYISH, ("Internal Security Forces",), named("Internal Security Forces", "alias")
    )
    yield Fact(
        "security force of AANES", ASAYISH, ("Security force of", AANES), related("security_force_of", AANES)
    )
    yield Fact("AANES is an authority", AANES, ("Political authority",), is_a("political_authority"))
    yield Fact("AANES is called Rojava", AANES, ("Rojava",), named("Rojava", "alias"))
    yield Fact("NDF are a pro-government militia", NDF, ("Political militia",), is_a("political_militia"))
    yield Fact(
        "NDF backed by the government", NDF, ("Backed by", GOVERNMENT), related("backed_by", GOVERNMENT)
    )
    hostile = "National Defence Militia"
    yield Fact("called militia by the Asayish", NDF, (hostile, "Hostile"), named(hostile, "hostile"))
    yield Fact("Syrian government", GOVERNMENT, ("Political authority",), is_a("political_authority"))
    yield Fact("SDF are an armed group", SDF, ("Rebel group",), is_a("rebel_group"))


def place_facts() -> Iterator[Fact]:
    city = ("Qamishli", "Al-Hasakah", "Syria")
    yield Fact(
        "Qamishli lies in Al-Hasakah", "Qamishli", ("Al-Hasakah", "Syria"), lies_in("Al-Hasakah", "Syria")
    )
    yield Fact("Hasaka is a city", "Hasaka", ("Al-Hasakah", "Syria"), lambda d: d["type"] == "locality")
    site = "Al-Wahda roundabout"
    yield Fact("the roundabout is in Qamishli", site, ("Qamishli", "Al-Hasakah"), lies_in(*city))
    yield Fact("its place is only as good as the city", site, ("5 km",), lambda d: d["radius_km"] == 5)
    yield Fact("Qamishli in Kurdish", "Qamishli", ("قامشلۆ",), named("قامشلۆ", "alias"))


def source_facts() -> Iterator[Fact]:
    yield Fact("Rudaw is a news agency", RUDAW, ("News agency",), is_a("news_agency"))
    yield Fact("the statement is a party's", STATEMENT, ("Party to the conflict",), is_a("party"))
    yield Fact(
        "it speaks for the Asayish",
        STATEMENT,
        ("Official organ", ASAYISH),
        affiliated("official_organ", ASAYISH),
    )
    yield Fact("ANHA is a news agency", ANHA, ("News agency",), is_a("news_agency"))
    yield Fact(
        "ANHA linked to SDF, says Rudaw",
        ANHA,
        ("Aligned with", SDF, RUDAW),
        affiliated("aligned_with", SDF, RUDAW),
    )
    yield Fact("SOHR is a monitor", SOHR, ("Monitoring organisation",), is_a("monitor"))


def april_facts() -> Iterator[Fact]:
    def april(what: str, page: tuple[str, ...], api: Callable[[Document], bool]) -> Fact:
        return Fact(what, "april", page, api)

    yield april(
        "20 to 21 April 2021", ("20–21 April 2021",), lambda d: d["occurred"]["latest"] == "2021-04-21"
    )
    yield april(
        "clashes broke out on Tuesday night",
        ("Started", "20 April 2021", "night", RUDAW),
        claimed("time", RUDAW, phase="started", occurred="2021-04-20"),
    )
    yield april(
        "an NDF member shot first, say the Asayish",
        (NDF, "began", STATEMENT),
        claimed("responsibility", STATEMENT, responsible_for="initiation"),
    )
    yield april(
        "who began is alleged", (NDF, "Attacker", "Alleged"), part(NDF, role="attacker", standing="alleged")
    )
    yield april(
        "both fought",
        (ASAYISH, "Belligerent", "Assessed"),
        part(ASAYISH, role="belligerent", standing="assessed"),
    )
    yield april(
        "NDF fought", (NDF, "Belligerent", "Assessed"), part(NDF, role="belligerent", standing="assessed")
    )
    yield april(
        "in the evening of 20 April", ("Started", "20 April 2021", "evening", STATEMENT),
        claimed("time", STATEMENT, phase="started", occurred="2021-04-20"),
    )  # fmt: skip
    yield april(
        "the checkpoint at the roundabout is the target",
        ("Checkpoint", "Al-Wahda roundabout", STATEMENT),
        claimed("target", STATEMENT, target="checkpoint", place="Al-Wahda roundabout", actor=ASAYISH),
    )
    yield april(
        "one of the Asayish died of his wounds",
        ("1 died later of wounds", ASAYISH, STATEMENT),
        claimed("casualty", STATEMENT, outcome="died_later", minimum=1, maximum=1, belongs_to=ASAYISH),
    )
    yield april(
        "Rudaw says so too, and adds no independence",
        ("1 killed", "repeats", "adds no independence", RUDAW),
        claimed(
            "casualty", RUDAW, outcome="killed", minimum=1, maximum=1, basis="derived", belongs_to=ASAYISH
        ),
    )
    yield april(
        "a pause around two", ("Paused", "02:00", ANHA), claimed("time", ANHA, phase="paused", clock="02:00")
    )
    yield april(
        "resumed at three", ("Resumed", "03:00", ANHA), claimed("time", ANHA, phase="resumed", clock="03:00")
    )
    yield april("stronger", ("Escalated", "03:00", ANHA), claimed("time", ANHA, phase="escalated"))
    yield april(
        "heavy weapons",
        ("Heavy weapons", NDF, ANHA),
        claimed("weapon", ANHA, weapon="heavy_weapons", used_by=NDF),
    )
    yield april(
        "RPGs", ("Rocket-propelled grenade", NDF, ANHA), claimed("weapon", ANHA, weapon="rpg", used_by=NDF)
    )
    yield april(
        "ongoing when published, says the reporter",
        ("Ongoing", "21 April 2021", "Viviyan Fetah"),
        claimed("time", "Viviyan Fetah, reporter of Rudaw", phase="ongoing"),
    )
    yield april(
        "accused of aiming at security and stability", ("Accusation", "stability", STATEMENT),
        claimed("statement", STATEMENT, act="accusation", addressee=NDF),
    )  # fmt: skip
    yield april(
        "will defend itself",
        ("Position", "defend", STATEMENT),
        claimed("statement", STATEMENT, act="position"),
    )
    yield april(
        "will deal firmly", ("Threat", "firmly", STATEMENT), claimed("statement", STATEMENT, act="threat")
    )
    yield april(
        "no position of the NDF", (NDF, "no position in the reports"), part(NDF, position_reported=False)
    )
    yield april("the Asayish did speak", (ASAYISH, "Accusation"), part(ASAYISH, position_reported=True))
    yield april(
        "occurrence corroborated", ("Occurrence", "Corroborated"), graded("occurrence", "corroborated")
    )
    yield april(
        "responsibility: one source",
        ("Responsibility", "Single source"),
        graded("responsibility", "single_source"),
    )
    yield april(
        "casualties: one source", ("Casualties", "Single source"), graded("casualties", "single_source")
    )
    yield april(
        "follows February", ("Follows", "February 2021"), lambda d: d["related"][0]["kind"] == "follows"
    )
    yield april("part of the episode", ("Belongs to", "2021"), lambda d: len(d["episodes"]) == 1)


def february_facts() -> Iterator[Fact]:
    def february(what: str, page: tuple[str, ...], api: Callable[[Document], bool]) -> Fact:
        return Fact(what, "february", page, api)

    def places(document: Document) -> bool:
        return [place["location"]["name"] for place in document["locations"]] == ["Qamishli", "Hasaka"]

    yield february("in Qamishli and in Hasaka", ("Qamishli", "Hasaka"), places)
    yield february(
        "known to the month",
        ("February 2021", "day not known"),
        lambda d: d["occurred"]["precision"] == "month",
    )
    yield february("told by Rudaw", ("February 2021", RUDAW), claimed("time", RUDAW, occurred="2021-02-01"))
    yield february("a series", ("Series",), lambda d: d["extent"] == "series")
    yield february(
        "between Asayish", (ASAYISH, "Belligerent"), part(ASAYISH, role="belligerent", standing="assessed")
    )
    yield february("and NDF", (NDF, "Belligerent"), part(NDF, role="belligerent", standing="assessed"))
    yield february(
        "one killed, in neither city",
        ("1 killed", RUDAW),
        claimed("casualty", RUDAW, outcome="killed", minimum=1, maximum=1, place=None),
    )
    yield february(
        "a policeman, says SOHR",
        ("1 killed", "policeman", SOHR),
        claimed("casualty", SOHR, outcome="killed", occupation="policeman", belongs_to="b"),
    )
    yield february("the same person", ("same people", SOHR), lambda d: _same_person(d))
    yield february(
        "victim: police on the government's side",
        ("police on the side of the Syrian government", "Alleged"),
        part("police on the side of the Syrian government", side="b", standing="alleged", kind="police"),
    )
    yield february(
        "at least three injured",
        ("At least 3 wounded", RUDAW),
        claimed("casualty", RUDAW, outcome="wounded", minimum=3, maximum=None, quantifier="at least"),
    )
    yield february(
        "accused of sowing discord",
        ("Accusation", "against each other", STATEMENT),
        claimed("statement", STATEMENT, act="accusation", addressee=NDF),
    )
    yield february("the year is inferred", ("year is inferred",), graded("place_and_time", "single_source"))


def _same_person(document: Document) -> bool:
    policeman = claims(document, "casualty", SOHR)[0]
    return bool(
        policeman["same_persons_as"] == claims(document, "casualty", RUDAW, outcome="killed")[0]["id"]
    )


def all_facts() -> list[Fact]:
    groups = (actor_facts, place_facts, source_facts, april_facts, february_facts)
    return [fact for group in groups for fact in group()]
