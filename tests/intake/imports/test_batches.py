"""Batches of rows: what becomes of a bad one among good ones."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.db import IntegrityError, connection

from accounts.models import User
from accounts.roles import Capability
from incidents.editorial.refusal import Refused
from incidents.intake.imports.engine.batches import Batches, require, rolled_back
from incidents.intake.imports.engine.faults import reason_of
from incidents.models import Actor
from tests import factories as make

pytestmark = pytest.mark.django_db


class Naming(Batches):
    """Enters an actor for each number, as long as the number is not a bad one."""

    def __init__(self, by: User, bad: dict[int, Exception]) -> None:
        super().__init__(by, Capability.ENTER)
        self.bad, self.begun = bad, 0
        self.reasons: dict[int, str] = {}

    def process(self, rows: Sequence[int]) -> None:
        self.begun += 1
        for row in rows:
            make.ActorFactory(name=f"Actor {row}")
            if row in self.bad:
                raise self.bad[row]

    def set_aside(self, row: int, fault: Exception) -> None:
        self.reasons[row] = reason_of(fault)


def test_only_the_bad_rows_are_set_aside_each_with_its_reason(analyst):
    bad = {3: Refused.because("It must not be named.", "Ask."), 6: IntegrityError("A reason\nand details")}
    batches = Naming(analyst, bad)
    batches.run(range(8))
    assert batches.reasons == {3: "It must not be named. Ask.", 6: "A reason"}
    assert set(Actor.objects.values_list("name", flat=True)) == {f"Actor {row}" for row in (0, 1, 2, 4, 5, 7)}


def test_good_rows_are_one_transaction(analyst):
    batches = Naming(analyst, {})
    batches.run(range(100))
    assert (batches.begun, batches.reasons) == (1, {})


def test_another_error_ends_the_run(analyst):
    batches = Naming(analyst, {1: TypeError("a mistake of ours")})
    with pytest.raises(TypeError):
        batches.run(range(2))
    assert not Actor.objects.exists()


def test_a_foreign_key_that_leads_nowhere_is_told_while_its_row_is_known(analyst):
    class Dangling(Naming):
        def process(self, rows: Sequence[int]) -> None:
            super().process(rows)
            if 1 in rows:
                Actor.objects.filter(name="Actor 1").update(created_by=0)
            connection.check_constraints()

    batches = Dangling(analyst, {})
    batches.run([0, 1])
    assert list(batches.reasons) == [1]
    assert Actor.objects.get().name == "Actor 0"


def test_of_a_dry_run_only_what_it_tells_stays(analyst):
    assert rolled_back(lambda: make.ActorFactory(name="Northern Brigade").name) == "Northern Brigade"
    assert not Actor.objects.exists()


def test_a_role_that_lacks_a_right_is_refused_with_the_remedy(analyst, reviewer):
    with pytest.raises(Refused, match=r"does not allow you to .*\. Ask a reviewer\."):
        require(analyst, [Capability.ENTER, Capability.PUBLISH], "Ask a reviewer.")
    require(reviewer, [Capability.ENTER, Capability.PUBLISH], "Ask a reviewer.")
