"""The horizon: what is asked about an instant is answered the same for ever, whoever writes meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections, transaction

from incidents.record import states
from incidents.record.errors import BehindError
from incidents.record.instants import instant
from incidents.record.log import writing
from incidents.record.models import Edition, Head
from incidents.record.reading import page, parse
from incidents.record.states import head, settled_head, state_as_of

from . import documents as make
from .test_publishing_together import at_once

pytestmark = pytest.mark.django_db(transaction=True)

INSTANTS = 1000
WRITERS = 3


@contextmanager
def uncommitted(public_id: str) -> Iterator[list[Edition]]:
    """An edition that was issued and is not committed before the end of the block."""
    issued, end, editions = threading.Event(), threading.Event(), []

    def write() -> None:
        with transaction.atomic():
            editions.extend(writing.append([make.draft(make.incident(public_id))]))
            issued.set()
            end.wait(60)

    writer = threading.Thread(target=lambda: at_once(write))
    writer.start()
    issued.wait(60)
    try:
        yield editions
    finally:
        end.set()
        writer.join(60)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(states, "LONGEST_WAIT", 0.05)


def test_what_is_being_written_is_past_the_horizon(impatient: None):
    make.publish(make.incident("INC-000001"))
    with uncommitted("INC-000002") as editions:
        moment = editions[0].issued_at + timedelta(microseconds=1)
        horizon = head().horizon
        assert horizon is not None
        assert horizon < editions[0].issued_at
        assert state_as_of(horizon) == head()
        with pytest.raises(BehindError, match=instant(horizon)):
            state_as_of(moment)
    assert state_as_of(moment).sequence == 2
    assert state_as_of(horizon).sequence == 1


def test_a_question_waits_for_those_who_write():
    make.publish(make.incident("INC-000001"))
    answers = []
    with uncommitted("INC-000002"):
        asked = datetime.now(UTC)
        question = threading.Thread(target=lambda: at_once(lambda: answers.append(state_as_of(asked))))
        question.start()
        time.sleep(0.1)
        assert answers == []
    question.join(60)
    assert [state.sequence for state in answers] == [2]


def test_an_idle_record_answers_until_now():
    make.publish(make.incident("INC-000001"))
    now = datetime.now(UTC)
    assert state_as_of(now).sequence == 1
    assert settled_head(until_now=True).has_settled(now)


def writer(number: int, batches: int, done: threading.Event | None = None) -> Callable[[], None]:
    """Publishes in batches, each visible only some time after it was issued."""

    def write() -> None:
        for batch in range(batches):
            first = 1 + 1000 * number + 10 * batch
            with transaction.atomic():
                drafts = [make.draft(make.incident(f"INC-{first + n:06d}")) for n in range(3)]
                writing.append(drafts)
                time.sleep(0.01)
        if done is not None:
            done.set()

    return write


def test_a_thousand_instants_are_answered_alike_twice():
    answers: list[tuple[datetime, int]] = []

    def ask() -> None:
        while len(answers) < INSTANTS:
            moment = datetime.now(UTC)
            moment -= timedelta(milliseconds=len(answers) % 20)
            with suppress(BehindError):
                answers.append((moment, state_as_of(moment).sequence))

    at_once(ask, *(writer(number, batches=60) for number in range(WRITERS)))
    assert [(moment, state_as_of(moment).sequence) for moment, _sequence in answers] == answers


@pytest.mark.parametrize("by", ["the instant named", "the client's own clock"])
def test_whoever_polls_through_an_import_misses_nothing(by: str):
    done, seen = threading.Event(), set[str]()

    def poll() -> None:
        since = "2000-01-01T00:00:00Z"
        for last in (False, True):
            while last or not done.is_set():
                asked = instant(datetime.now(UTC))
                query = parse({"updated_since": since, "limit": "1000"})
                seen.update(entry.public_id for entry in query.apply())
                assert query.state.poll_from is not None
                since = instant(query.state.poll_from) if by == "the instant named" else asked
                if last:
                    return

    at_once(poll, writer(0, batches=80), writer(1, batches=100, done=done))
    assert seen == set(Edition.objects.values_list("public_id", flat=True))


def test_of_a_past_state_any_instant_is_asked_at_once(impatient: None):
    """What is being written belongs to none, so that nothing has to settle."""
    make.publish(make.incident("INC-000001"))
    with uncommitted("INC-000002") as editions:
        since = instant(editions[0].issued_at)
        assert page(parse({"as_of": "sequence:1", "updated_since": since})).bodies == []
        with pytest.raises(BehindError, match="not yet for"):
            parse({"updated_since": since})


def test_pages_of_a_state_name_where_to_go_on():
    make.publish(make.incident("INC-000001"), make.incident("INC-000002"))
    first = parse({"limit": "1"})
    second = parse({"limit": "1", "cursor": page(first).next or ""})
    issued = Edition.objects.get(pk=2).issued_at
    assert first.state.poll_from == first.state.horizon
    assert second.state.poll_from == issued
    assert parse({"as_of": "sequence:1"}).state.poll_from == Edition.objects.get(pk=1).issued_at


def test_a_heartbeat_moves_the_stored_horizon_and_never_waits():
    assert not writing.beat()  # nothing was ever published: there is no head
    make.publish(make.incident("INC-000001"))
    before = Head.objects.get().horizon
    assert writing.beat()
    beaten = Head.objects.get().horizon
    assert before is not None
    assert beaten is not None
    assert beaten > before
    with uncommitted("INC-000002"):
        assert not writing.beat()


def test_nothing_is_issued_at_or_before_a_horizon_that_was_promised():
    """Whatever the clock says: it may have been set back."""
    make.publish(make.incident("INC-000001"))
    promised = datetime.now(UTC) + timedelta(hours=1)
    Head.objects.update(horizon=promised)
    [edition] = make.publish(make.incident("INC-000002"))
    assert edition.issued_at > promised


def test_a_snapshot_takes_nothing_for_settled_that_it_cannot_see():
    """In a transaction that goes on seeing an old state the lock says nothing of what is seen."""
    make.publish(make.incident("INC-000001"))
    with transaction.atomic():
        with connections["record"].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        head()
        at_once(writer(1, batches=1))
        seen = head()
    assert seen.sequence == 1
    assert seen.horizon == seen.issued_at
