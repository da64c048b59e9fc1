"""Which models the admin lets whom see and change: derived from the role alone."""

from __future__ import annotations

import pghistory.models
import pytest
from django.apps import apps

from accounts.models import User
from accounts.permissions import SUBJECTS, permissions_of
from accounts.roles import Role

DESK = list(apps.get_app_config("incidents").get_models())
PARTS = [
    model
    for model in DESK
    if model._meta.model_name not in SUBJECTS and not issubclass(model, pghistory.models.Event)
]
HISTORY = [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]


def may(role: str, action: str, model) -> bool:
    return f"{model._meta.app_label}.{action}_{model._meta.model_name}" in permissions_of(role)


@pytest.mark.parametrize("role", Role.values)
def test_everybody_on_the_team_edits_the_desk(role):
    assert all(may(role, "change", model) and may(role, "add", model) for model in PARTS)


@pytest.mark.parametrize("role", Role.values)
def test_parts_of_an_incident_can_be_removed(role):
    assert all(may(role, "delete", model) for model in PARTS)


def test_only_a_manager_deletes_what_others_hang_on():
    subjects = [model for model in DESK if model._meta.model_name in SUBJECTS]
    assert subjects
    assert not any(may(role, "delete", model) for model in subjects for role in (Role.ANALYST, Role.REVIEWER))
    assert all(may(Role.MANAGER, "delete", model) for model in subjects)


@pytest.mark.parametrize("role", ["", *Role.values])
@pytest.mark.parametrize("action", ["add", "change", "delete"])
def test_nobody_changes_history_or_the_record(role, action):
    published = list(apps.get_app_config("record").get_models())
    assert not any(may(role, action, model) for model in HISTORY + published)


def test_only_managers_see_accounts():
    assert may(Role.MANAGER, "change", User)
    assert not any(may(role, "view", User) for role in ("", Role.ANALYST, Role.REVIEWER))


def test_nobody_deletes_an_account():
    assert not any(may(role, "delete", User) for role in Role.values)


def test_a_user_without_a_role_has_no_permission_at_all(outsider):
    assert outsider.get_all_permissions() == set()
    assert not outsider.has_module_perms("incidents")


def test_a_user_has_the_permissions_of_the_role(analyst):
    assert analyst.has_perm("incidents.change_incident")
    assert analyst.has_perms(["incidents.view_incident", "incidents.add_incident"])
    assert analyst.has_module_perms("incidents")
    assert not analyst.has_module_perms("accounts")


def test_switching_an_account_off_takes_its_permissions(manager):
    manager.is_active = False
    assert not manager.has_perm("incidents.view_incident")
