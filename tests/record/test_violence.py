"""UCDP's types of violence, derived from who is established to have done what to whom."""

from __future__ import annotations

import msgspec
import pytest

from incidents.codebook import ViolenceType
from incidents.record import document as d
from incidents.record.projection.terms import terms_of
from incidents.record.projection.violence import dyad_of, violence_of
from tests.record import documents as make

REBELS, RIVALS = d.Ref(id="ACT-000011", name="Rebels"), d.Ref(id="ACT-000012", name="Rivals")
ARMY = d.Ref(id="ACT-000013", name="Army")


def part(actor: d.Ref | None, kind: str | None, **changes) -> d.Participant:
    return msgspec.structs.replace(make.participant(actor, **changes), kind=kind)


def rebels(**changes) -> d.Participant:
    return part(REBELS, "rebel_group", **changes)


def army(**changes) -> d.Participant:
    return part(ARMY, "state_forces", **changes)


def clash(*participants: d.Participant, **changes) -> d.IncidentDocument:
    return make.incident(participants=list(participants), **changes)


@pytest.mark.parametrize(
    "other, expected",
    [
        (army(side="b"), ViolenceType.STATE_BASED),
        (part(ARMY, "external_forces", side="b"), ViolenceType.STATE_BASED),
        (part(RIVALS, "political_militia", side="b"), ViolenceType.NON_STATE),
        (part(RIVALS, "police", side="b"), ViolenceType.UNDETERMINED),
        (part(None, None, side="b", description="Gunmen"), ViolenceType.UNDETERMINED),
        (army(side="b", standing="alleged"), ViolenceType.UNDETERMINED),
        (army(side="b", role="mentioned"), ViolenceType.UNDETERMINED),
        (army(side="other", role="target"), ViolenceType.STATE_BASED),
    ],
)
def test_a_fight_is_of_the_type_of_its_established_sides(other, expected):
    assert violence_of(clash(rebels(), other)) == expected


def test_a_government_comes_first_whatever_letter_it_has():
    dyad = dyad_of(clash(rebels(), army(side="b")))

    assert [participant.kind for participant in dyad.first] == ["state_forces"]
    assert [participant.kind for participant in dyad.second] == ["rebel_group"]
    assert dyad.turned


def test_two_governments_keep_their_letters():
    assert not dyad_of(clash(army(), part(RIVALS, "external_forces", side="b"))).turned


CIVILIANS = {"event_type": "violence_against_civilians", "sub_event_type": "attack"}


@pytest.mark.parametrize(
    "participants, expected",
    [
        ([rebels(role="attacker")], ViolenceType.ONE_SIDED),
        ([army(role="attacker", side="b")], ViolenceType.ONE_SIDED),
        ([rebels(role="attacker", standing="alleged")], ViolenceType.UNDETERMINED),
        ([rebels(role="attacker", standing="disputed")], ViolenceType.UNDETERMINED),
        ([], ViolenceType.UNDETERMINED),
    ],
)
def test_deliberate_violence_against_civilians_is_one_sided_once_its_author_is_established(
    participants, expected
):
    assert violence_of(clash(*participants, **CIVILIANS)) == expected


def test_the_perpetrator_comes_first_in_one_sided_violence():
    target = part(None, None, role="target", side="a", description="Farmers")
    dyad = dyad_of(clash(target, army(role="attacker", side="b"), **CIVILIANS))

    assert [participant.actor for participant in dyad.first] == [ARMY]


def test_a_bomb_meant_for_civilians_is_one_sided_and_a_strike_in_a_fight_is_not():
    bomb = {"event_type": "explosion", "sub_event_type": "air_strike", "civilian_harm": "targeted"}

    assert violence_of(clash(army(role="attacker"), **bomb)) == ViolenceType.ONE_SIDED
    assert violence_of(clash(army(), rebels(side="b"), **bomb)) == ViolenceType.STATE_BASED


@pytest.mark.parametrize(
    "event_type, sub_event_type, expected",
    [
        ("demonstration", "peaceful_protest", None),
        ("demonstration", "protest_met_with_force", ViolenceType.ONE_SIDED),
        ("detention", "arrest", None),
        ("strategic", "agreement", None),
        ("unclear", "body_found", ViolenceType.UNDETERMINED),
    ],
)
def test_what_is_no_violence_has_no_type(event_type, sub_event_type, expected):
    document = clash(army(role="attacker"), event_type=event_type, sub_event_type=sub_event_type)

    assert violence_of(document) == expected


def test_the_index_holds_the_type():
    assert "violence:state_based" in terms_of(clash(rebels(), army(side="b")))
    assert not [term for term in terms_of(clash(event_type="strategic")) if term.startswith("violence:")]
