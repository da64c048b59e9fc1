"""Questions that read the whole record: how many at once, what is kept of them, and for how long."""

from __future__ import annotations

from threading import BoundedSemaphore

import pytest
from django.db import transaction

from incidents.dialects.acled import slots
from incidents.dialects.acled.cache import LruCache, counts, positions
from incidents.record.log import writing
from incidents.record.reading import head
from tests.record import documents as make

from . import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> str:
    """The newest state, as a parameter."""
    make.publish(*world.incidents(4))
    return f"sequence:{head().sequence}"


@pytest.mark.parametrize("column", ["event_id_cnty", "actor1", "notes", "source", "location"])
def test_a_character_that_no_text_has_is_refused(ask, record, column):
    answer = ask(**{column: "a\0b"})
    assert answer.status_code == 400
    assert column in answer.data["error"][0]["message"]


def test_who_searches_while_all_places_are_taken_is_asked_to_wait(ask, record, monkeypatch):
    taken = BoundedSemaphore(1)
    taken.acquire()
    monkeypatch.setattr(slots, "in_this_process", taken)
    for table, parameters in (("acled", {"notes": "x"}), ("actor", {})):
        answer = ask(table, **parameters)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert ask(year=2021).status_code == 200  # the index knows


def test_a_place_is_given_back_when_a_search_fails(monkeypatch):
    monkeypatch.setattr(slots, "in_this_process", BoundedSemaphore(1))
    for _time in range(2):
        with pytest.raises(ZeroDivisionError), slots.search_slot():
            raise ZeroDivisionError


@pytest.mark.parametrize("parameters", [{"notes": "e"}, {"year": "2021"}], ids=["by columns", "by index"])
def test_what_is_withheld_is_not_counted_in_an_earlier_state_any_more(ask, record, parameters):
    """Somebody may have asked before; the answer must not go on telling that it was there."""
    before = ask(as_of=record, **parameters).data
    gone = before["data"][0]["event_id_cnty"]
    with transaction.atomic():
        writing.withhold([make.tombstone(gone, "withheld")])
    after = ask(as_of=record, **parameters).data
    assert after["total_count"] == len(after["data"]) == before["total_count"] - 1
    assert gone not in {row["event_id_cnty"] for row in after["data"]}


def test_questions_that_find_nothing_do_not_pile_up():
    results = LruCache[list[int]](max_entries=3, max_weight=10, weigh=len)
    for question in range(20):
        assert results.get_or_compute("a" * 60_000 + str(question), list) == []
    assert len(results) == 3


def test_heavy_answers_give_way():
    results = LruCache[list[int]](max_entries=100, max_weight=10, weigh=len)
    for question in range(20):
        results.get_or_compute(question, lambda: [0] * 4)
    assert len(results) == 2
    assert results.get_or_compute("more than all", lambda: [0] * 50)
    assert len(results) == 1


def test_years_without_events_cost_nothing(ask, django_assert_max_num_queries):
    """A date that lost a digit must not have eighteen hundred years asked about one by one."""
    days = {"INC-000001": "2021-04-20", "INC-000002": "0216-04-20", "INC-000003": "2016-12-31"}
    make.publish(*(make.incident(public_id, first=day) for public_id, day in days.items()))
    with django_assert_max_num_queries(30):
        rows = ask(notes="clash").data["data"]
    assert [row["event_id_cnty"] for row in rows] == ["INC-000001", "INC-000003", "INC-000002"]


def test_a_question_is_answered_once(ask, record):
    ask(notes="x")
    ask(year=2021)
    assert (len(positions), len(counts)) == (1, 3)  # of each also what its extents leave out
    ask(notes="x", limit=1)
    assert len(positions) == 1
