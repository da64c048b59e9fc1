from __future__ import annotations

from accounts.roles import Capability


def test_an_analyst_enters_but_does_not_publish(analyst):
    assert analyst.can(Capability.ENTER)
    assert not analyst.can(Capability.PUBLISH)
