"""Every vocabulary can be shown whole, and every code is one the database can hold."""

import pytest

from incidents.codebook import (
    SUB_EVENTS,
    VOCABULARIES,
    EventType,
    LocationType,
    Side,
    SubEventType,
    decided,
    selected,
    vocabulary,
)


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_code_has_a_label_and_a_definition(name: str) -> None:
    for code in vocabulary(name):
        assert str(code.label).strip()
        assert str(code.definition).strip().endswith((".", "?", ")."))


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_code_fits_its_column(name: str) -> None:
    assert all(0 < len(code.value) <= 40 for code in vocabulary(name))


def test_every_event_type_has_sub_event_types() -> None:
    assert set(SUB_EVENTS) == set(EventType)


def test_every_sub_event_type_belongs_to_an_event_type() -> None:
    placed = {sub for subs in SUB_EVENTS.values() for sub in subs}
    assert placed == set(SubEventType)


def test_an_unknown_vocabulary_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        vocabulary("nonsense")


def test_a_table_that_leaves_out_a_code_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"table of Side has to decide other"):
        decided(Side, {Side.A: 1, Side.B: 2})


def test_a_table_of_a_part_of_a_vocabulary_holds_nothing_else() -> None:
    with pytest.raises(ValueError, match=r"table of Side does not know other"):
        decided([Side.A, Side.B], {Side.A: 1, Side.B: 2, Side.OTHER: 3})


def test_a_code_is_either_selected_or_not() -> None:
    assert selected(Side, {Side.B, Side.A}, others={Side.OTHER}) == (Side.A, Side.B)
    with pytest.raises(ValueError, match=r"has to decide other"):
        selected(Side, {Side.A}, others={Side.B})
    with pytest.raises(ValueError, match=r"decides twice b"):
        selected(Side, {Side.A, Side.B}, others={Side.B, Side.OTHER})


@pytest.mark.parametrize("kind", SubEventType)
def test_every_sub_event_type_has_a_word_of_acleds(kind: SubEventType) -> None:
    assert kind.crosswalk.acled


@pytest.mark.parametrize("kind", EventType)
def test_every_event_type_but_the_unclear_has_a_word_of_acleds(kind: EventType) -> None:
    assert bool(kind.crosswalk.acled) == (kind != EventType.UNCLEAR)


@pytest.mark.parametrize("kind", LocationType)
def test_every_location_type_has_a_precision_in_both_outside_codebooks(kind: LocationType) -> None:
    assert kind.crosswalk.acled in {"1", "2", "3"}
    assert kind.crosswalk.ucdp in {"1", "3", "4", "6"}
