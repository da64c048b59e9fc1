"""Accounts, and what the database refuses."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.roles import Role

pytestmark = pytest.mark.django_db


def test_a_new_account_has_one_confirmed_address():
    user = User.objects.create_user("Nesrin@Example.org", "a long password", display_name="Nesrin")
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.primary, address.verified) == ("nesrin@example.org", True, True)


def test_an_address_is_found_whatever_its_case(analyst):
    assert get_user_model().objects.get_by_natural_key("ANALYST@example.org") == analyst


def test_the_same_address_in_another_case_is_refused_with_a_sentence(analyst):
    with pytest.raises(ValidationError, match="already"):
        User.objects.create_user("ANALYST@EXAMPLE.ORG", "a long password", display_name="Another")


def test_the_database_refuses_the_same_address_in_another_case(analyst):
    with pytest.raises(IntegrityError, match="user_email_unique_in_any_case"), transaction.atomic():
        User.objects.create(email="ANALYST@example.org", display_name="Another")


def test_the_database_refuses_a_role_that_does_not_exist():
    with pytest.raises(IntegrityError, match="user_role_known"), transaction.atomic():
        User.objects.create(email="x@example.org", display_name="X", role="owner")


def test_the_first_manager_comes_from_the_command_line(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long password")
    call_command("createsuperuser", email="first@example.org", display_name="First", interactive=False)
    user = User.objects.get(email="first@example.org")
    assert user.role == Role.MANAGER
    assert user.check_password("a long password")


def test_people_are_named_by_their_display_name(analyst):
    assert str(analyst) == analyst.get_full_name() == analyst.get_short_name() == "Analyst"


def test_who_was_given_which_role_is_kept(analyst):
    analyst.role = Role.REVIEWER
    analyst.save()
    assert list(analyst.events.order_by("pgh_id").values_list("role", flat=True)) == ["analyst", "reviewer"]


def test_the_history_holds_no_password():
    fields = {field.name for field in User.pgh_event_model._meta.get_fields()}  # type: ignore[attr-defined]
    assert "password" not in fields
