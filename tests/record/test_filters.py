"""The filter grammar: what each parameter finds, and what it does not."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from incidents.record import document as d
from incidents.record.errors import BadParameters
from incidents.record.reading import page, parse

from . import documents as make

pytestmark = pytest.mark.django_db

A, B, C, D = (f"INC-{n:06d}" for n in (1, 2, 3, 4))


@pytest.fixture
def incidents():
    """A: the clash in Qamishli. B: a series in February. C: an air strike elsewhere. D: a summed-up year."""
    make.publish(
        make.incident(
            A,
            title="Clash in Qamishli",
            locations=[make.place(aliases=["قامشلو", "Qamişlo"])],
            participants=[
                make.participant(make.ASAYISH, side="a", member_of=[make.AANES]),
                make.participant(make.NDF, role="attacker", side="b", standing="alleged", backed_by=[make.GOVERNMENT]),
            ],
            casualties=[make.killed(1, 1, 1, status="combatant"), make.killed(3, None, None, outcome="wounded")],
            grades=[make.grade("corroborated"), make.grade("single_source", "casualties")],
            reports=[make.report(make.RUDAW)],
            claims=[make.statement(make.SOHR, "sowing discord")],
            episodes=[d.Ref(id="EPI-000001", name="Clashes of 2021")],
            tags=["Checkpoint"],
        ),
        make.incident(
            B,
            first="2021-02-01",
            last="2021-02-28",
            title="Clashes in February",
            extent="series",
            locations=[make.place(), make.place(make.HASAKAH, lat=36.5, lon=40.75, within=[make.SYRIA])],
            participants=[make.participant(make.ASAYISH, role="attacker"), make.participant(make.NDF, side="b")],
            casualties=[make.killed(3, None, None)],
        ),
        make.incident(
            C,
            first="2017-09-10",
            last="2017-09-12",
            title="Air strike on Raqqa",
            event_type="explosion",
            sub_event_type="air_strike",
            civilian_harm="indiscriminate",
            locations=[make.place(make.RAQQA, lat=35.95, lon=39.01, within=[make.SYRIA])],
            participants=[make.participant(None, role="attacker", side="other", description="unidentified aircraft")],
            casualties=[make.killed(0, 0, 339, status="civilian")],
            origin=d.Provenance(
                dataset="UCDP GED", version="21.1", title="UCDP GED", licence="cc-by-4.0", citation="", row="254257",
                violence_type="one_sided", sources_named=[d.Claimant(source=make.SOHR)],
            ),
            external_ids=[d.Code(scheme="ucdp_ged", value="254257", match="same")],
            grades=[make.grade("not_assessed")],
        ),
        make.incident(
            D,
            first="2016-01-01",
            last="2016-12-31",
            title="Sum of 2016",
            extent="aggregate",
            locations=[make.place(make.SYRIA, lat=35.0, lon=38.5, radius_km=400, within=[], type="country")],
        ),
        make.location(make.QAMISHLI, names=["القامشلي", "Qamişlo"]),
        make.location(make.HASAKAH, kind="admin1", within=[make.SYRIA], names=["Hasaka"]),
        make.location(d.Ref(id="LOC-000005", name="Al-Wahda"), within=[make.SYRIA]),
        make.location(d.Ref(id="LOC-000006", name="Al-Wahda"), within=[make.SYRIA]),
        make.actor(make.ASAYISH, names=["أسايش", "ISF"]),
        make.actor(make.NDF, kind="political_militia"),
        make.actor(make.GOVERNMENT, kind="political_authority"),
        make.source(make.RUDAW),
        make.source(make.SOHR, kind="monitor", aligned_with=[make.NDF]),
        make.episode("EPI-000001"),
    )  # fmt: skip


def found(address: str, subject: str = "incident") -> set[str]:
    query = parse(QueryDict(address), subject)
    ids = set(query.apply().values_list("public_id", flat=True))
    assert {d.decode(body).id for body in page(query).bodies} == ids
    return ids


@pytest.mark.usefixtures("incidents")
@pytest.mark.parametrize(
    "address, ids",
    [
        ("", {A, B, C, D}),
        ("q=&from=", {A, B, C, D}),
        ("country=&country=SY", {A, B, C, D}),
        # words
        ("q=qamishli", {A, B}),
        ("q=قامشلو", {A}),
        ("q=QAMIŞLO", {A}),
        ('q="clash in qamishli"', {A}),
        ("q=clash -february", {A, D}),
        ("q=clash*", {A, B, D}),
        ("q=unidentified aircraft", {C}),
        ("q=INC-000002", {B}),
        ("q=al-hasakah", {A, B}),
        ("q=sowing discord", {A}),
        ("q=nowhere", set()),
        # time
        ("from=2021-04", {A}),
        ("from=2021-02-28", {A, B}),
        ("to=2016", {D}),
        ("to=2017-09-10", {C, D}),
        ("from=2021-02-10&to=2021-02-11", {B}),
        ("from=2021-02-10&to=2021-02-11&certain=true", set()),
        ("from=2021-02&to=2021-02&certain=true", {B}),
        ("from=2016-06&certain=1", {A, B, C}),
        ("from=2021-04-20&to=2021", {A}),
        ("killed_min=3&killed_max=3", {B, C}),
        ("from=2016-07&to=2016-07", {D}),
        # what
        ("event_type=battle", {A, B, D}),
        ("event_type=battle,explosion", {A, B, C, D}),
        ("event_type=battle&event_type=explosion", {A, B, C, D}),
        ("sub_event_type=air_strike", {C}),
        ("extent=series,aggregate", {B, D}),
        ("civilian_harm=indiscriminate", {C}),
        ("tag=checkpoint", {A}),
        ("origin=desk", {A, B, D}),
        ("origin=ucdp ged", {C}),
        ("reviewed=yes", {A, B, D}),
        ("reviewed=no", {C}),
        ("dataset_type=one_sided", {C}),
        ("dataset_type=state_based", set()),
        ("external_id=ucdp_ged:254257", {C}),
        ("external_id=ucdp_ged:1", set()),
        ("episode=EPI-000001", {A}),
        ("grade=corroborated", {A}),
        ("grade=casualties:single_source", {A}),
        ("grade=not_assessed,corroborated", {A, C}),
        ("grade=single_source", set()),
        # where
        ("country=sy", {A, B, C, D}),
        ("country=IQ", set()),
        ("location=LOC-000002", {A, B}),
        ("location=LOC-000003", {A, B}),
        ("location=LOC-000001", {A, B, C, D}),
        ("location=القامشلي", {A, B}),
        ("location=Al-Qamishli%20city", {A, B}),
        ("admin1=Hasaka", {A, B}),
        ("near=37.05,41.22,10&extent=single", {A}),
        ("near=36.5,40.75,10", {B, D}),
        ("near=36.5,40.75,10&certain=true", {B}),
        ("near=37.14,41.22,6", {A, B, D}),
        ("near=37.14,41.22,4&extent=single", set()),
        ("bbox=41,37,41.5,37.2", {A, B, D}),
        ("bbox=41,37,41.5,37.2&certain=true", {A, B}),
        ("bbox=41.24,37,41.5,37.2&extent=single", {A}),
        ("bbox=41.24,37,41.5,37.2&extent=single&certain=true", set()),
        ("bbox=-180,-90,180,90", {A, B, C, D}),
        ("bbox=170,-20,-170,20", set()),
        # who
        ("actor=ACT-000001", {A, B}),
        ("actor=Asayish", {A, B}),
        ("actor=أسایش", {A, B}),
        ("actor=ACT-000003", {A}),
        ("actor=ACT-000004", set()),
        ("actor=ACT-000002&role=attacker", {A}),
        ("actor=ACT-000002&role=attacker&standing=alleged", {A}),
        ("actor=ACT-000002&role=attacker&standing=assessed", set()),
        ("actor=ACT-000001&role=attacker", {B}),
        ("actor=ACT-000003&role=attacker", set()),
        ("role=attacker&standing=alleged", {A}),
        ("role=attacker", {A, B, C}),
        ("side=other", {C}),
        ("standing=alleged,disputed", {A}),
        ("source=SRC-000001", {A}),
        ("source=SRC-000002", {A, C}),
        ("source=Rudaw", {A}),
        # how many
        ("killed_min=1", {A, B, C}),
        ("killed_min=4", {B, C}),
        ("killed_min=400", {B}),
        ("killed_max=0", {C}),
        ("killed_min=2&killed_max=2", {C}),
        ("killed_min=1&certain=true", {A, B}),
        ("killed_max=5&certain=true", {A}),
        # together
        ("q=clash*&actor=ACT-000001&from=2021&country=SY&event_type=battle&killed_min=2", {B}),
    ],
)
def test_a_filter_finds(address: str, ids: set[str]):
    assert found(address) == ids


@pytest.mark.usefixtures("incidents")
@pytest.mark.parametrize(
    "subject, address, ids",
    [
        ("location", "country=SY&kind=admin1", {"LOC-000002"}),
        ("location", "location=LOC-000002", {"LOC-000002", "LOC-000003"}),
        ("location", "q=القامشلی", {"LOC-000003"}),
        ("location", "near=37.05,41.22,1&kind=admin1", {"LOC-000002"}),
        ("location", "bbox=0,0,1,1", set()),
        ("actor", "kind=police", {"ACT-000001"}),
        ("actor", "q=isf", {"ACT-000001"}),
        ("actor", "country=SY", {"ACT-000001", "ACT-000002", "ACT-000004"}),
        ("source", "kind=monitor", {"SRC-000002"}),
        ("source", "actor=ACT-000002", {"SRC-000002"}),
        ("source", "country=IQ", {"SRC-000001", "SRC-000002"}),
        ("episode", "actor=Asayish", {"EPI-000001"}),
        ("episode", "from=2021-04-30", {"EPI-000001"}),
        ("episode", "from=2021-05", set()),
        ("episode", "location=LOC-000003&kind=escalation", {"EPI-000001"}),
    ],
)
def test_the_other_lists_are_filtered_too(subject: str, address: str, ids: set[str]):
    assert found(address, subject) == ids


@pytest.mark.usefixtures("incidents")
@pytest.mark.parametrize(
    "address, name, nearest",
    [
        ("acter=ACT-000001", "acter", "actor"),
        ("nonsense=3", "nonsense", None),
        ("event_type=batle", "event_type", "battle"),
        ("grade=place:confirmed", "grade", "place_and_time"),
        ("grade=sure", "grade", None),
        ("from=21-04-2021", "from", None),
        ("from=2021-02-30", "from", None),
        ("to=2021-13", "to", None),
        ("certain=maybe", "certain", None),
        ("country=SYR", "country", "SY"),
        ("country=Syria", "country", "SY"),
        ("country=Marocco", "country", "MA"),
        ("country=XX", "country", None),
        ("country=,", "country", None),
        ("country= , ", "country", None),
        ("country=SY,,TR", "country", None),
        ("country=SY,", "country", None),
        ("country=SY&country=,", "country", None),
        ("actor=,", "actor", None),
        ("event_type=,,", "event_type", None),
        ("grade=,", "grade", None),
        ("fields=,", "fields", None),
        ("q=%FF%FE", "q", None),
        ("tag=%ED%A0%80", "tag", None),
        ("actor=ACT-999999", "actor", None),
        ("location=LOC-999999", "location", None),
        ("location=LOC-000001,LOC-999999", "location", None),
        ("admin1=LOC-999999", "admin1", None),
        ("source=SRC-999999", "source", None),
        ("episode=EPI-999999", "episode", None),
        ("origin=nix", "origin", None),
        ("origin=desk,nix", "origin", None),
        ("admin1=LOC-000003", "admin1", None),
        ("admin1=LOC-000002,LOC-000003", "admin1", None),
        ("actor=INC-000001", "actor", None),
        ("actor=ACT-7", "actor", None),
        ("actor=Nobody", "actor", None),
        ("actor=Asaish", "actor", "ACT-000001"),
        ("location=Qamishly", "location", "LOC-000003"),
        ("location=القامشلو", "location", "LOC-000003"),
        ("location=Kamışlı", "location", "LOC-000003"),
        ("admin1=Qamishly", "admin1", None),
        ("admin1=Hasakeh", "admin1", "LOC-000002"),
        ("source=Rudau", "source", "SRC-000001"),
        ("source=Asaish", "source", None),
        ("location=Al-Wahda", "location", "LOC-000005"),
        ("near=37,41", "near", None),
        ("near=97,41,5", "near", None),
        ("near=37,41,0", "near", None),
        ("near=37,41,nan", "near", None),
        ("bbox=1,2,3", "bbox", None),
        ("bbox=1,20,3,10", "bbox", None),
        ("bbox=1,2,300,4", "bbox", None),
        ("killed_min=-1", "killed_min", None),
        ("killed_min=many", "killed_min", None),
        ("killed_min=99999999999999999999", "killed_min", None),
        ("limit=0", "limit", None),
        ("limit=1001", "limit", None),
        ("order=date", "order", None),
        ("order=occured_from", "order", "occurred_from"),
        ("fields=titel", "fields", "title"),
        ("count=yes", "count", None),
        ("as_of=2999-01-01", "as_of", None),
        ("as_of=2021-04-20T08:00:00", "as_of", None),
        ("as_of=yesterday", "as_of", None),
        ("as_of=sequence:99999", "as_of", None),
        ("release=2021.1", "release", None),
        ("release=2021.1&as_of=2021-04-20", "release", None),
        ("updated_since=soon", "updated_since", None),
        ("updated_since=0001-01-01T00:00:00%2B23:59", "updated_since", None),
        ("as_of=0001-01-01T00:00:00%2B23:59", "as_of", None),
        ("as_of=9999-12-31T23:59:59-23:59", "as_of", None),
        ("cursor=abc", "cursor", None),
        ("cursor=!!!", "cursor", None),
        ("q=-clash", "q", None),
        ("q=...", "q", None),
        ("q=cl*", "q", None),
        ("q=" + "a " * 40, "q", None),
        ("q=" + "a" * 3000, "q", None),
        ("q=%00", "q", None),
        ("limit=5&limit=6", "limit", None),
        ("external_id=254257", "external_id", None),
        ("tag=" + ",".join("abcdefghij" * 6), "tag", None),
    ],
)
def test_a_wrong_parameter_is_named(address: str, name: str, nearest: str | None):
    with pytest.raises(BadParameters) as refusal:
        page(parse(QueryDict(address)))
    assert [(p.name, p.nearest) for p in refusal.value.problems] == [(name, nearest)]
    assert str(refusal.value.problems[0].message)


@pytest.mark.parametrize(
    "address, both",
    [
        ("from=2021-05&to=2021-04", {"from", "to"}),
        ("from=2022&to=2021-12-31", {"from", "to"}),
        ("killed_min=5&killed_max=4", {"killed_min", "killed_max"}),
        ("from=2022&to=2021&killed_min=5&killed_max=4", {"from", "to", "killed_min", "killed_max"}),
    ],
)
def test_ends_in_the_wrong_order_are_refused_naming_both(address: str, both: set[str]):
    with pytest.raises(BadParameters) as refusal:
        parse(QueryDict(address))
    assert {p.name for p in refusal.value.problems} == both


@pytest.mark.usefixtures("incidents")
def test_what_is_gone_or_was_not_yet_there_is_known():
    retracted, late = d.Ref(id="LOC-000060", name="Gone"), d.Ref(id="LOC-000061", name="Late")
    before = make.publish(make.location(retracted))[0].sequence
    make.bury(retracted.id, "retracted")
    make.publish(make.location(late))
    assert found("location=LOC-000060,LOC-000061") == set()
    assert found(f"location=LOC-000061&as_of=sequence:{before}") == set()


@pytest.mark.usefixtures("incidents")
def test_a_place_of_another_type_is_no_governorate():
    make.publish(make.location(make.SYRIA, kind="country", within=[]))
    with pytest.raises(BadParameters, match="“LOC-000001” is a place of type country, not admin1"):
        found("admin1=LOC-000001")


@pytest.mark.parametrize("end", ["9999", "9999-12", "9999-12-31"])
def test_calendar_ends_without_breaking_the_list(incidents, end):
    assert len(page(parse(QueryDict(f"from=0001&to={end}"))).bodies) == 4


def test_a_governorate_is_told_from_the_town_of_its_name(incidents: None):
    town = d.Ref(id="LOC-000077", name=make.HASAKAH.name)
    make.publish(make.location(town, kind="locality", within=[make.SYRIA, make.HASAKAH]))
    with pytest.raises(BadParameters, match=r"LOC-\d+ \(admin1\), LOC-\d+ \(locality\)"):
        page(parse(QueryDict(f"location={make.HASAKAH.name}")))
    page(parse(QueryDict(f"admin1={make.HASAKAH.name}")))  # not refused


def test_all_wrong_parameters_are_named_at_once():
    with pytest.raises(BadParameters) as refusal:
        parse(QueryDict("form=2021&killed_min=x&limit=5000"))
    assert {p.name for p in refusal.value.problems} == {"form", "killed_min", "limit"}
    assert refusal.value.problems[0].nearest == "from"


def test_parameters_of_the_caller_are_let_pass():
    assert parse({"format": "csv"}, besides=["format"]).values == {}


def test_a_list_has_only_its_own_parameters():
    with pytest.raises(BadParameters):
        parse({"killed_min": "3"}, "actor")


HOSTILE = ["'a", "\\a", "a'b", "x & y", "!a b", "(a", "abc:*", "a:b", "a <-> b", "a\\'b ' | c", "٪٪ ق"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_question_breaks_the_search(text: str):
    assert page(parse({"q": text})).bodies == []


@pytest.mark.parametrize(
    "box, there",
    [
        ("170,-20,-170,-15", True),
        ("175,-20,179.9,-15", True),
        ("-179.95,-20,-179,-15", True),
        ("-170,-20,170,-15", False),
    ],
)
def test_a_box_may_cross_the_antimeridian(box: str, there: bool):
    fiji = d.Ref(id="LOC-000009", name="Taveuni")
    make.publish(
        make.incident(A, locations=[make.place(fiji, lat=-17.0, lon=179.99, radius_km=20, within=[])])
    )
    assert found(f"bbox={box}") == ({A} if there else set())
    assert found("near=-17,-179.99,30") == {A}


def test_many_places_are_walked_along_the_order(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("incidents.record.filters.probes.CAP", 1)
    monkeypatch.setattr("incidents.record.filters.nearby.FEW", 1)
    near = {f"INC-{n:06d}": [make.place(lon=41.0 + n / 100)] for n in range(5)}
    make.publish(
        *(make.incident(public_id, locations=places) for public_id, places in near.items()),
        make.incident("INC-000009", title="Far", locations=[make.place(lat=10, lon=10)]),
    )
    assert found("bbox=40,36,42,38") == set(near)
    assert found("bbox=40,36,42,38&certain=true") == set(near)
    assert found("near=37.05,41.02,100") == set(near)
    assert found("q=clash in qamishli") == set(near)


def test_membership_is_that_of_the_state_that_is_asked_for():
    document = make.incident(A, participants=[make.participant(make.ASAYISH)])
    make.publish(document)
    member = make.participant(make.ASAYISH, member_of=[make.AANES])
    make.correct(document, kind="refreshed", participants=[member])
    assert found("actor=ACT-000003") == {A}
    assert found("actor=ACT-000003&as_of=sequence:1") == set()
    assert found("actor=ACT-000001&as_of=sequence:1") == {A}


def test_a_name_is_looked_up_in_the_state_that_is_asked_for():
    former = make.actor(d.Ref(id=make.ASAYISH.id, name="Former name"))
    make.publish(former, make.incident(A, participants=[make.participant(make.ASAYISH)]))
    make.correct(former, name="Present name")
    assert found("actor=Present name") == {A}
    assert found("actor=Former name&as_of=sequence:2") == {A}
    for address in ("actor=Former name", "actor=Present name&as_of=sequence:2"):
        with pytest.raises(BadParameters, match="not the name of anything"):
            found(address)


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("name", ["Idlib Governorate", "محافظة إدلب", "Parêzgeha Îdlib"])
def test_the_generic_word_chooses_among_divisions_of_one_name(name: str):
    governorate, district, town = (d.Ref(id=f"LOC-00006{number}", name="Idlib") for number in (1, 2, 3))
    for ref, kind in ((governorate, "admin1"), (district, "admin2"), (town, "locality")):
        make.publish(make.location(ref, kind=kind, names=["إدلب", "Îdlib"], within=[make.SYRIA]))
    for number, place in enumerate((governorate, district, town), 1):
        make.publish(make.incident(f"INC-00000{number}", locations=[make.place(place)]))
    assert found(f"location={name}") == {"INC-000001"}
    assert found("location=Idlib district") == {"INC-000002"}
    with pytest.raises(BadParameters, match="name of several"):
        found("location=Idlib")
