"""Documents as rich as the clash in Qamishli of April 2021: what benchmarks read and write.

Facts and claims are those of the demo; numbers vary so that no two documents are the same text.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from incidents.record import document as d

ASAYISH = d.Ref(id="ACT-000001", name="Internal Security Forces (Asayish)")
ADMINISTRATION = d.Ref(id="ACT-000002", name="Autonomous Administration of North and East Syria")
NDF = d.Ref(id="ACT-000003", name="National Defence Forces")
GOVERNMENT = d.Ref(id="ACT-000004", name="Syrian government")
SDF = d.Ref(id="ACT-000005", name="Syrian Democratic Forces")
SYRIA = d.Ref(id="LOC-000001", name="Syria")
HASAKAH = d.Ref(id="LOC-000002", name="Al-Hasakah")
QAMISHLI = d.Ref(id="LOC-000003", name="Qamishli")
ROUNDABOUT = d.Ref(id="LOC-000004", name="Al-Wahda roundabout")
RUDAW = d.Ref(id="SRC-000001", name="Rudaw")
STATEMENT = d.Ref(id="SRC-000002", name="Asayish media office")
ANHA = d.Ref(id="SRC-000003", name="Hawar News Agency (ANHA)")
REPORT_SHA = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"


def area(ref: d.Ref, kind: str) -> d.Area:
    return d.Area(id=ref.id, name=ref.name, type=kind)


def incident(public_id: str, url: str, variant: int = 0) -> d.IncidentDocument:
    """One incident; ``variant`` moves its day and place a little and changes its figures."""
    day = date(2021, 4, 20) - timedelta(days=variant % 3650)
    return d.IncidentDocument(
        id=public_id,
        format=d.INCIDENT_FORMAT,
        edition=d.EditionRef(number=1, kind="published"),
        url=url,
        origin=None,
        extent="single",
        title={
            "ar": f"اشتباكات في القامشلي {variant}",
            "en": f"Clash between Asayish and National Defence Forces in Qamishli {variant}",
        },
        summary={
            "ar": "اشتبكت قوى الأمن الداخلي مع الدفاع الوطني ليلة الثلاثاء في مدينة القامشلي.",
            "en": "Asayish and fighters of the National Defence Forces exchanged fire from the evening of "
            "20 April on. According to the Asayish it began with shots at its checkpoint at the Al-Wahda "
            "roundabout, and one of its members died of his wounds. The fighting paused at about two in the "
            "morning and resumed, stronger, an hour later; it was going on when it was reported.",
        },
        event_type="battle",
        sub_event_type="armed_clash",
        civilian_harm="unclear",
        occurred=_occurred(day, day + timedelta(days=1), words="from the evening of 20 April on"),
        locations=_locations(variant),
        participants=_participants(),
        casualties=_casualties(variant),
        claims=_claims(day, variant),
        grades=_grades(day),
        independence=_independence(),
        reports=[_report("R1", RUDAW), _report("R2", STATEMENT), _report("R3", ANHA)],
        episodes=[d.Ref(id="EPI-000001", name="Clashes between Asayish and National Defence Forces, 2021")],
        related=[
            d.Related(
                kind="follows",
                direction="from",
                incident=d.Ref(id="INC-000002", name="Clashes in Qamishli and Hasaka, February 2021"),
                basis="The same sides in the same city, two months earlier.",
                certainty="certain",
            )
        ],
        persons=[],
        tags=["checkpoint", "qamishli", "security-forces"],
        external_ids=[d.Code(scheme="ucdp", value=str(400_000 + variant), match="same")],
    )


def _occurred(first: date, last: date, words: str | None = None) -> d.Occurred:
    return d.Occurred(
        earliest=first.isoformat(),
        latest=last.isoformat(),
        precision="day",
        time_of_day="evening",
        words=words,
    )


def _locations(variant: int) -> list[d.Place]:
    point = d.Point(lat=d.degrees(37.05 + variant % 97 / 1000), lon=d.degrees(41.22 + variant % 89 / 1000))
    return [
        d.Place(
            location=QAMISHLI,
            type="locality",
            role="scene",
            country="SY",
            within=[area(HASAKAH, "admin1"), area(SYRIA, "country")],
            point=point,
            radius_km=5,
            words="in the city",
            aliases=["القامشلي", "قامشلو", "Qamişlo", "Al-Qamishli", "Kamishli"],
        ),
        d.Place(
            location=ROUNDABOUT,
            type="site",
            role="origin",
            country="SY",
            within=[area(QAMISHLI, "locality"), area(HASAKAH, "admin1"), area(SYRIA, "country")],
            point=point,
            radius_km=5,
            words="at the Al-Wahda roundabout",
            aliases=["دوار الوحدة"],
        ),
    ]


def _participants() -> list[d.Participant]:
    def tie(kind: str, actor: d.Ref) -> d.Affiliation:
        return d.Affiliation(kind=kind, actor=actor, certainty="certain")

    def part(actor: d.Ref, side: str, role: str, standing: str, **more: Any) -> d.Participant:
        return d.Participant(
            actor=actor,
            description=None,
            role=role,
            side=side,
            standing=standing,
            certainty="probable",
            **more,
        )

    asayish = {
        "kind": "police",
        "affiliations": [tie("security_force_of", ADMINISTRATION)],
        "aliases": ["Asayish", "ISF", "أسايش", "قوى الأمن الداخلي"],
        "position_reported": True,
    }
    ndf = {
        "kind": "political_militia",
        "affiliations": [tie("backed_by", GOVERNMENT)],
        "aliases": ["NDF", "National Defence Militia", "الدفاع الوطني"],
        "position_reported": False,
    }
    return [
        part(ASAYISH, "a", "belligerent", "assessed", claims=["C4", "C5"], **asayish),
        part(NDF, "b", "belligerent", "assessed", claims=["C4", "C6"], **ndf),
        part(NDF, "b", "attacker", "alleged", claims=["C1"], **ndf),
        part(ASAYISH, "a", "target", "alleged", claims=["C1", "C10"], **asayish),
    ]


def _casualties(variant: int) -> list[d.Figure]:
    return [
        d.Figure(
            outcome="killed",
            status="combatant",
            belongs_to=d.Belonging(actor=ASAYISH),
            low=variant % 3,
            best=1 + variant % 3,
            high=2 + variant % 5,
            claims=["C2", "C3"],
            rationale="The statement and the agency speak of one and the same man; nobody else reports a death.",
        ),
        d.Figure(
            outcome="wounded",
            status="unknown",
            belongs_to=None,
            low=None,
            best=None,
            high=None,
            claims=[],
            rationale="No report gives a number of wounded.",
        ),
    ]


def _claims(day: date, variant: int) -> list[d.AnyClaim]:
    asayish, rudaw = d.Claimant(actor=ASAYISH, source=STATEMENT), d.Claimant(source=RUDAW)
    anha = d.Claimant(source=ANHA)
    reporter = d.Claimant(source=RUDAW, description="Viviyan Fetah, the agency's reporter")

    def said(number: int, claimant: d.Claimant, **more: Any) -> dict[str, Any]:
        common = {
            "id": f"C{number}",
            "claimant": claimant,
            "basis": "own_sources",
            "derived_from": None,
            "stance": "asserts",
            "about": None,
            "supersedes": None,
            "made_on": day.isoformat(),
            "as_of": None,
            "report": "R1",
            "passages": [
                d.Passage(text_sha256=REPORT_SHA, start=number * 90, end=number * 90 + 80 + variant % 9)
            ],
            "wording": "in the words of the paraphrase kept on the desk",
            "certainty": "probable",
        }
        return common | more

    def time(number: int, phase: str, clock: str | None, claimant: d.Claimant = anha) -> d.TimeClaim:
        when = _occurred(day, day + timedelta(days=1))
        return d.TimeClaim(phase=phase, occurred=when, clock=clock, **said(number, claimant))

    def casualty(number: int, claimant: d.Claimant, **more: Any) -> d.CasualtyClaim:
        return d.CasualtyClaim(
            outcome="died_later" if number == 2 else "killed",
            minimum=1,
            best=1,
            maximum=1,
            quantifier="one",
            status="combatant",
            belongs_to=d.Belonging(actor=ASAYISH),
            age_band=None,
            sex="male",
            occupation="member of the security forces",
            within=None,
            same_persons_as="C2" if number == 3 else None,
            place=QAMISHLI,
            covers=None,
            **said(number, claimant, **more),
        )

    return [
        d.ResponsibilityClaim(
            actors=[NDF], description=None, jointly="sole", responsible_for="initiation", **said(1, asayish)
        ),
        casualty(2, asayish),
        casualty(3, rudaw, basis="unstated", derived_from="C2"),
        time(4, "started", None, rudaw),
        time(5, "paused", "02:00"),
        time(6, "resumed", "03:00"),
        d.WeaponClaim(
            weapon="rpg", delivery=None, used_by=NDF, detail="heavy weapons, RPGs among them", **said(7, anha)
        ),
        time(8, "ongoing", None, reporter),
        d.TargetClaim(
            target="checkpoint", intended="hit_and_meant", actor=ASAYISH, place=ROUNDABOUT, detail=None,
            **said(10, asayish),
        ),
        d.StatementClaim(
            act="accusation", addressee=NDF, text="The other side wants to end security and stability.",
            **said(11, asayish),
        ),
        d.StatementClaim(
            act="threat", addressee=NDF, text="It will defend itself and answer attempts on its posts firmly.",
            **said(12, asayish),
        ),
    ]  # fmt: skip


def _grades(day: date) -> list[d.Grade]:
    reasons = {
        "occurrence": ("corroborated", "The agency's reporter and ANHA both speak of clashes in the city."),
        "responsibility": ("single_source", "Only one side, a party, says who began."),
        "casualties": ("single_source", "The death rests on the statement of a party."),
        "place_and_time": ("corroborated", "City and night agree in all reports."),
    }
    on = (day + timedelta(days=30)).isoformat()
    return [
        d.Grade(about=about, grade=grade, reason=reason, assessed_on=on)
        for about, (grade, reason) in reasons.items()
    ]


def _independence() -> list[d.Independence]:
    party = d.Origin(
        claimant=d.Claimant(actor=ASAYISH, source=STATEMENT), party=True, aligned_with=[], claims=["C1", "C2"]
    )
    agency = d.Origin(claimant=d.Claimant(source=RUDAW), party=False, aligned_with=[], claims=["C4", "C8"])
    anha = d.Origin(claimant=d.Claimant(source=ANHA), party=False, aligned_with=[SDF], claims=["C5", "C6"])
    return [
        d.Independence(about="occurrence", count=3, non_party=2, origins=[agency, anha, party]),
        d.Independence(about="responsibility", count=1, non_party=0, origins=[party]),
        d.Independence(about="casualties", count=1, non_party=0, origins=[party]),
    ]


def _report(identifier: str, source: d.Ref) -> d.ReportRef:
    return d.ReportRef(
        id=identifier,
        source=source,
        title="Clashes in Qamishli between Asayish and National Defence Forces",
        byline="Viviyan Fetah" if source is RUDAW else None,
        url=f"https://news.example/{identifier}/clashes-in-qamishli",
        archive_url=f"https://archive.example/2021/{identifier}",
        published_on="2021-04-21",
        language="en",
    )
