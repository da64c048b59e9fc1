"""Every vocabulary can be shown whole, and every code is one the database can hold."""

import pytest

from incidents.codebook import SUB_EVENTS, VOCABULARIES, EventType, SubEventType, vocabulary


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
