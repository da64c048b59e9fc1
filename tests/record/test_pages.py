"""Pages, cursors and states: what was asked for once stays what it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from django.http import QueryDict

from incidents.record import document as d
from incidents.record import reading
from incidents.record.filters.cursors import Cursor, read
from incidents.record.filters.orders import ORDERS
from incidents.record.log import writing
from incidents.record.models import Edition, Head
from incidents.record.reading import Page, page, parse
from incidents.record.subjects import Subject

from . import documents as make

pytestmark = pytest.mark.django_db


def incidents(count: int) -> list[d.IncidentDocument]:
    """In threes of one day, with equal and unknown figures among them."""
    figures = [[make.killed(n % 4, n % 4, n % 4)] if n % 5 else [] for n in range(count)]
    return [
        make.incident(
            f"INC-{n:06d}", first=f"2021-03-{1 + n // 3:02d}", title=f"T {n % 7}", casualties=figures[n]
        )
        for n in range(count)
    ]


def ids(found: Page) -> list[str]:
    return [json.loads(body)["id"] for body in found.bodies]


def walk(address: str, *, subject: str = "incident") -> list[list[str]]:
    """All pages by following ``next``, having come back once by ``previous`` at each."""
    pages, found = [], page(parse(QueryDict(address), subject))
    while True:
        pages.append(ids(found))
        if found.next is None:
            return pages
        after = page(parse(QueryDict(f"{address}&cursor={found.next}"), subject))
        assert after.previous is not None
        assert ids(page(parse(QueryDict(f"{address}&cursor={after.previous}"), subject))) == pages[-1]
        found = after


@pytest.mark.parametrize("order", list(ORDERS[Subject.INCIDENT]))
@pytest.mark.parametrize("limit", [1, 4, 10, 20, 21, 100])
def test_pages_are_the_whole_list_in_order(order: str, limit: int):
    make.publish(*incidents(20))
    pages = walk(f"order={order}&limit={limit}")
    whole = list(parse({"order": order}).ordered().values_list("public_id", flat=True))
    assert [public_id for found in pages for public_id in found] == whole
    assert len(set(whole)) == 20
    assert all(len(page_ids) == limit for page_ids in pages[:-1])


def test_the_latest_comes_first_and_the_unknown_last():
    make.publish(*incidents(9))
    assert ids(page(parse({})))[:3] == ["INC-000008", "INC-000007", "INC-000006"]
    assert set(ids(page(parse({"order": "killed_best"})))[-2:]) == {"INC-000000", "INC-000005"}
    assert ids(page(parse({"order": "sequence", "limit": "2"}))) == ["INC-000000", "INC-000001"]


MAKERS: dict[str, Callable[[d.Ref], Any]] = {
    "episode": lambda ref: make.episode(ref.id),
    "actor": make.actor,
    "location": make.location,
    "source": make.source,
    "coverage": lambda ref: make.coverage(ref.id, name=ref.name),
}


@pytest.mark.parametrize("subject", ["episode", "actor", "location", "source", "coverage"])
def test_every_list_has_pages(subject: str):
    refs = [d.Ref(id=f"{Subject(subject).prefix}-{n:06d}", name=f"Name {9 - n}") for n in range(5)]
    make.publish(*(MAKERS[subject](ref) for ref in refs))
    pages = walk("limit=2", subject=subject)
    assert [public_id for found in pages for public_id in found] == [ref.id for ref in reversed(refs)]


def test_there_is_nothing_before_the_first_page_nor_after_the_last():
    make.publish(*incidents(4))
    first = page(parse({"limit": "2"}))
    assert first.previous is None
    last = page(parse({"limit": "2", "cursor": first.next or ""}))
    assert last.next is None
    back = page(parse({"limit": "2", "cursor": last.previous or ""}))
    assert (ids(back), back.previous) == (ids(first), None)
    assert back.next == first.next


def test_an_empty_list_is_one_page():
    found = page(parse({"count": "exact"}))
    assert (found.bodies, found.next, found.previous, found.state.sequence) == ([], None, None, 0)
    assert found.count is not None
    assert found.count.number == 0


def test_a_correction_moves_no_row_between_pages():
    documents = incidents(9)
    make.publish(*documents)
    first = page(parse({"limit": "3"}))
    moved = d.Occurred(earliest="2000-01-01", latest="2000-01-01", precision="day")
    make.correct(documents[5], occurred=moved)
    make.correct(documents[8], occurred=moved)
    make.publish(make.incident("INC-000099", first="2021-03-02"))
    make.bury("INC-000004", "retracted")
    second = page(parse({"limit": "3", "cursor": first.next or ""}))
    assert ids(second) == ["INC-000005", "INC-000004", "INC-000003"]
    assert second.state.sequence == first.state.sequence == 9
    assert ids(page(parse({"limit": "3", "cursor": second.previous or ""}))) == ids(first)
    assert ids(page(parse({})))[-2:] == ["INC-000008", "INC-000005"]


@pytest.mark.parametrize("other", ["tag=x", "order=sequence", "from=2020"])
def test_a_cursor_belongs_to_its_filter(other: str):
    make.publish(*incidents(5))
    cursor = page(parse({"limit": "2"})).next
    with pytest.raises(reading.BadParameters, match="other parameters"):
        parse(QueryDict(f"{other}&cursor={cursor}"))


def test_what_is_shown_may_change_between_pages():
    make.publish(*incidents(5))
    cursor = page(parse({"limit": "2"})).next
    assert len(page(parse(QueryDict(f"limit=3&fields=title&count=exact&cursor={cursor}"))).bodies) == 3


def test_a_cursor_ends_with_its_epoch():
    make.publish(*incidents(5))
    cursor = page(parse({"limit": "2"})).next or ""
    writing.new_epoch()
    with pytest.raises(reading.BadParameters, match="earlier epoch"):
        parse({"limit": "2", "cursor": cursor})


def _cursor(**changes: Any) -> str:
    return msgspec.structs.replace(read(page(parse({"limit": "2"})).next or ""), **changes).text()


FORGED: list[list[object]] = [
    ["2021-03-01"],
    ["yesterday", "INC-000001"],
    [1, 2],
    [],
    ["2021-03-01", "x", "y"],
    [None, None],
    ["2021-03-01", "INC\0"],
]


@pytest.mark.parametrize("key", FORGED)
def test_a_forged_cursor_is_refused(key: list[object]):
    make.publish(*incidents(5))
    with pytest.raises(reading.BadParameters) as refusal:
        page(parse({"cursor": _cursor(key=key)}))
    assert [problem.name for problem in refusal.value.problems] == ["cursor"]


def test_a_cursor_of_a_state_that_was_not_reached_is_refused():
    make.publish(*incidents(5))
    with pytest.raises(reading.BadParameters, match="has not reached"):
        parse({"cursor": _cursor(sequence=50)})


def test_counting_stops_at_the_cap(monkeypatch: pytest.MonkeyPatch):
    make.publish(*incidents(5))
    assert page(parse({})).count is None
    assert page(parse({"count": "capped"})).count == reading.Count(5)
    monkeypatch.setattr("incidents.record.filters.query.CAPPED", 3)
    assert page(parse({"count": "capped"})).count == reading.Count(3, more=True)
    assert page(parse({"count": "exact", "limit": "1"})).count == reading.Count(5)


def test_texts_are_served_byte_for_byte():
    document = make.incident(locations=[make.place(lat=37.0)], title="قامشلو — “Qamişlo”")
    make.publish(document)
    assert page(parse({})).bodies == [d.encode(document).encode()]


def test_fields_leave_out_the_rest():
    make.publish(make.incident(locations=[make.place(lat=37.0)]))
    (body,) = page(parse({"fields": "locations,title"})).bodies
    assert list(json.loads(body)) == ["id", "title", "locations"]
    assert b'"lat":37.00000' in body


def test_a_past_state_is_read_by_instant_and_by_sequence():
    document = make.incident(title="Before")
    start = datetime(2021, 4, 21, 8, tzinfo=UTC)
    make.publish(document, at=start)
    make.correct(document, title={"en": "After"})
    titles = {
        "as_of=2021-04-21T08:00:00Z": ["Before"],
        "as_of=2021-04-21T10:00:00+02:00": ["Before"],
        "as_of=2021-04-21T10:00:00%2B02:00": ["Before"],
        "as_of=2021-04-21": ["Before"],
        "as_of=2021-04-20": [],
        "as_of=2021-04-21T07:59:59Z": [],
        "as_of=sequence:0": [],
        "as_of=sequence:1": ["Before"],
        "as_of=sequence:2": ["After"],
        f"as_of={datetime.now(UTC).date()}": ["After"],
    }
    for address, expected in titles.items():
        found = page(parse(QueryDict(address)))
        assert [json.loads(body)["title"]["en"] for body in found.bodies] == expected, address


def test_a_state_carries_its_digest():
    first, second = make.publish(*incidents(2))
    assert reading.state_at(1).digest == first.digest
    assert reading.head().digest == second.digest
    assert reading.state_at(0).digest == bytes(32)
    with pytest.raises(reading.UnknownState):
        reading.state_as_of(datetime.now(UTC) + timedelta(hours=1))


def test_updated_since_finds_corrections_and_refreshes():
    documents = incidents(4)
    make.publish(*documents, at=datetime(2021, 4, 21, tzinfo=UTC))
    make.correct(documents[1])
    make.correct(documents[2], kind="refreshed")
    assert set(ids(page(parse({"updated_since": "2021-05-01"})))) == {"INC-000001", "INC-000002"}
    assert len(page(parse({"updated_since": "2021-04-21"})).bodies) == 4
    with pytest.raises(reading.BadParameters, match="future"):
        parse({"updated_since": "2999-01-01"})


def in_force(public_id: str, at: reading.State) -> Edition:
    edition = reading.in_force(public_id, at)
    assert edition is not None
    return edition


def test_single_documents_and_their_editions():
    document = make.incident()
    make.publish(document)
    before = reading.head()
    make.correct(document, note="The place was wrong.", title={"en": "New"})
    now = reading.head()
    edition = in_force(document.id, now)
    assert edition.number == 2
    assert edition.body == d.encode(
        msgspec.structs.replace(
            document, title={"en": "New"}, edition=d.EditionRef(number=2, kind="corrected")
        )
    )
    assert in_force(document.id, before).number == 1
    assert reading.in_force("INC-000099", now) is None
    assert reading.edition(document.id, 1, before) == in_force(document.id, before)
    assert reading.edition(document.id, 2, before) is None
    assert [(c.number, c.note, c.readable) for c in reading.editions(document.id, now)] == [
        (2, "The place was wrong.", True),
        (1, None, True),
    ]
    assert set(reading.bodies([document.id, "INC-000099"], now)) == {document.id}


def test_a_tombstone_is_found_but_not_listed():
    make.publish(*incidents(2))
    make.bury("INC-000000", "merged", into="INC-000001", note="The same clash.")
    edition = in_force("INC-000000", reading.head())
    assert (edition.kind, edition.into) == ("merged", "INC-000001")
    assert isinstance(reading.document_of(edition), d.Tombstone)
    assert ids(page(parse({}))) == ["INC-000001"]
    assert reading.bodies(["INC-000000"], reading.head()) == {}


def test_the_log_can_be_followed():
    documents = incidents(3)
    make.publish(*documents)
    make.correct(documents[0], kind="refreshed")
    make.correct(documents[0])
    make.bury("INC-000001", "retracted", note="It did not happen.")
    now = reading.head()
    assert [c.sequence for c in reading.changes(2, now)] == [3, 4, 5, 6]
    assert [c.sequence for c in reading.changes(0, now, limit=2)] == [1, 2]
    assert [c.sequence for c in reading.changes(0, reading.state_at(2))] == [1, 2]
    assert [c.kind for c in reading.changes(0, now, kinds=["refreshed"])] == ["refreshed"]
    assert [c.sequence for c in reading.amendments(now)] == [6, 5]
    assert [c.sequence for c in reading.amendments(now, before=6)] == [5]


def test_an_empty_record_has_a_state():
    Head.objects.all().delete()
    assert reading.head().sequence == 0


def test_a_page_is_a_fixed_number_of_queries(django_assert_num_queries):
    make.publish(*incidents(20))
    with django_assert_num_queries(2):
        page(parse({"limit": "10", "country": "SY", "from": "2021"}))


def test_cursors_hold_no_text_of_the_filter():
    assert set(Cursor.__struct_fields__) == {"filter_hash", "epoch", "sequence", "backwards", "key"}
