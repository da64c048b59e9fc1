"""What each role may do."""

from __future__ import annotations

import pytest

from accounts.models import User
from accounts.roles import CAPABILITIES, Capability, Role, capabilities_of

ENTERS = {Capability.ENTER, Capability.SUBMIT}
PUBLISHES = {Capability.APPROVE, Capability.PUBLISH, Capability.CORRECT, Capability.RETRACT, Capability.MERGE}


@pytest.mark.parametrize(
    "role, allowed",
    [
        ("", set()),
        (Role.ANALYST, ENTERS),
        (Role.REVIEWER, ENTERS | PUBLISHES),
        (Role.MANAGER, set(Capability)),
    ],
)
def test_a_role_allows_exactly_this(role, allowed):
    user = User(role=role)
    assert {capability for capability in Capability if user.can(capability)} == allowed


def test_an_account_that_was_switched_off_may_nothing():
    assert not any(User(role=Role.MANAGER, is_active=False).can(capability) for capability in Capability)


def test_every_role_has_its_capabilities_listed():
    assert set(CAPABILITIES) == set(Role)


def test_an_unknown_role_allows_nothing():
    assert capabilities_of("editor-in-chief") == frozenset()
