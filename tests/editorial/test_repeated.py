"""Acts that wait for each other's rows: the server undoes one of them, and it is done again by itself."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from accounts.models import User
from incidents.codebook import WorkflowState
from incidents.editorial import acting
from incidents.editorial.acting import repeated
from incidents.editorial.acts import withhold
from incidents.editorial.acts.publish import publish
from incidents.editorial.protecting import lock_naming
from incidents.editorial.refusal import Refused
from incidents.models import Actor, Incident, Source
from incidents.record.log.verification import verify
from incidents.record.models import OPEN, Edition
from tests import factories as make
from tests.editorial.test_publishing_together import approved, at_once

pytestmark = pytest.mark.django_db(transaction=True)


class Crossing:
    """Holds two threads back, once each, until both have their first lock: then each wants the other's."""

    def __init__(self) -> None:
        self.gate = threading.Barrier(2)
        self.begun: Counter[int] = Counter()

    def meet(self) -> None:
        me = threading.get_ident()
        self.begun[me] += 1
        if self.begun[me] == 1:
            self.gate.wait(30)

    def before(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def held(*args: Any, **kwargs: Any) -> Any:
            self.meet()
            return function(*args, **kwargs)

        return held


@pytest.fixture
def crossing(monkeypatch: pytest.MonkeyPatch) -> Crossing:
    """What is withheld is locked by now; what names it comes next."""
    crossing = Crossing()
    monkeypatch.setattr(withhold, "lock_naming", crossing.before(lock_naming))
    return crossing


def linked_pair(reviewer: User) -> list[Incident]:
    """Two public incidents that name each other."""
    pair = approved(2)
    for incident in pair:
        publish(subject=incident, by=reviewer)
    return pair


def test_two_that_name_each_other_are_withheld_at_once(
    reviewer: User, manager: User, crossing: Crossing
) -> None:
    pair = linked_pair(reviewer)

    def withholding(incident: Incident) -> Callable[[], None]:
        return lambda: void(withhold.withhold(subject=incident, by=manager, basis="A threat."))

    assert at_once(*map(withholding, pair)) == []
    assert set(Incident.objects.values_list("state", flat=True)) == {WorkflowState.WITHHELD}
    assert not Edition.objects.filter(subject="incident", entry__until=OPEN).exists()
    assert sum(crossing.begun.values()) > 2, "they never met, so that this test shows nothing"
    assert list(verify()) == []


def void(_result: object) -> None:
    """What an act returns does not matter here."""


def crosswise(crossing: Crossing, first: type[Any], second: type[Any], name: str) -> Callable[[], None]:
    """Writes to the only row of one table and then to that of another."""

    @repeated
    def act() -> None:
        with transaction.atomic():
            first.objects.update(note=name)
            crossing.meet()
            second.objects.update(note=name)

    return act


def test_what_was_undone_is_done_again_from_its_beginning() -> None:
    make.ActorFactory()
    make.SourceFactory()
    crossing = Crossing()
    there, back = crosswise(crossing, Actor, Source, "there"), crosswise(crossing, Source, Actor, "back")
    assert at_once(there, back) == []
    assert sorted(crossing.begun.values()) == [1, 2]
    assert Actor.objects.get().note == Source.objects.get().note


def deadlock() -> None:
    """What the server says to the one it undoes."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END $$")


def test_an_editor_is_asked_to_come_back_when_it_never_gets_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acting, "_LONGEST_PAUSE", 0)
    tries: list[None] = []

    @repeated
    def act() -> None:
        tries.append(None)
        deadlock()

    with pytest.raises(Refused, match="nothing of this was done"):
        act()
    assert len(tries) == acting.TRIES


def test_within_a_transaction_of_the_caller_nothing_is_repeated() -> None:
    tries: list[None] = []

    @repeated
    def act() -> None:
        tries.append(None)
        deadlock()

    with pytest.raises(OperationalError), transaction.atomic():
        act()
    assert len(tries) == 1


def test_other_failures_are_not_repeated() -> None:
    tries: list[None] = []

    @repeated
    def act() -> None:
        tries.append(None)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '10ms'; SELECT pg_sleep(5)")

    with pytest.raises(OperationalError, match="timeout"):
        act()
    assert len(tries) == 1
