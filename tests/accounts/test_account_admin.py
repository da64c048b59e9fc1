"""Managers make and change accounts; nobody else sees them."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts.models import ApiToken, User
from accounts.roles import Role
from accounts.tokens import create_token

LIST = "/admin/accounts/user/"
NEW = {
    "email": "Dilan@example.org",
    "display_name": "Dilan",
    "role": "reviewer",
    "password1": "quite a long password",
    "password2": "quite a long password",
}


def test_a_manager_makes_an_account(sign_in, manager):
    response = sign_in(manager).post(f"{LIST}add/", NEW)
    assert response.status_code == 302, response.context["adminform"].form.errors
    user = User.objects.get(email="dilan@example.org")
    assert user.role == Role.REVIEWER
    assert user.check_password("quite a long password")
    assert EmailAddress.objects.filter(user=user, verified=True).exists()


def test_a_weak_first_password_is_refused(sign_in, manager):
    response = sign_in(manager).post(f"{LIST}add/", NEW | {"password1": "short", "password2": "short"})
    assert response.status_code == 200
    assert not User.objects.filter(email="dilan@example.org").exists()


@pytest.mark.parametrize("role", ["analyst", "reviewer"])
def test_others_do_not_see_accounts(sign_in, request, role):
    client = sign_in(request.getfixturevalue(role))
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403


def test_a_role_is_changed(sign_in, manager, analyst):
    form = {"display_name": "Analyst", "role": "reviewer", "is_active": "on"}
    sign_in(manager).post(reverse("admin:accounts_user_change", args=[analyst.pk]), form)
    analyst.refresh_from_db()
    assert analyst.role == Role.REVIEWER


def test_the_history_says_who_changed_a_role(sign_in, manager, analyst):
    form = {"display_name": "Analyst", "role": "reviewer", "is_active": "on"}
    sign_in(manager).post(reverse("admin:accounts_user_change", args=[analyst.pk]), form)
    event = analyst.events.select_related("pgh_context").latest("pgh_id")
    assert event.pgh_context.metadata["user"] == manager.pk


@pytest.mark.parametrize("change", [{"role": "analyst", "is_active": "on"}, {"role": "manager"}])
def test_the_last_manager_stays(sign_in, manager, change):
    form = {"display_name": "Manager"} | change
    response = sign_in(manager).post(reverse("admin:accounts_user_change", args=[manager.pk]), form)
    assert "last active manager" in response.text
    manager.refresh_from_db()
    assert manager.role == Role.MANAGER
    assert manager.is_active


def test_a_manager_may_go_when_another_stays(sign_in, manager):
    User.objects.create_user(
        "second@example.org", "a long password", display_name="Second", role=Role.MANAGER
    )
    form = {"display_name": "Manager", "role": "", "is_active": "on"}
    sign_in(manager).post(reverse("admin:accounts_user_change", args=[manager.pk]), form)
    manager.refresh_from_db()
    assert manager.role == ""


def test_accounts_are_not_deleted(sign_in, manager, analyst):
    assert sign_in(manager).get(reverse("admin:accounts_user_delete", args=[analyst.pk])).status_code == 403


def test_the_list_shows_who_lacks_a_second_factor(sign_in, manager, analyst):
    page = sign_in(manager).get(LIST)
    assert page.status_code == 200
    assert "icon-no" in page.text


def test_tokens_are_seen_but_not_touched(sign_in, manager, outsider):
    token, raw = create_token(by=outsider, name="notebook")
    client = sign_in(manager)
    assert token.prefix in client.get("/admin/accounts/apitoken/").text
    detail = reverse("admin:accounts_apitoken_change", args=[token.pk])
    assert raw not in client.get(detail).text
    client.post(detail, {"name": "changed"})
    assert ApiToken.objects.get().name == "notebook"


def test_addresses_are_seen_but_not_touched(sign_in, manager, analyst):
    client = sign_in(manager)
    address = EmailAddress.objects.get(user=analyst)
    assert client.get("/admin/account/emailaddress/").status_code == 200
    client.post(
        reverse("admin:account_emailaddress_change", args=[address.pk]), {"email": "other@example.org"}
    )
    assert EmailAddress.objects.get(user=analyst).email == analyst.email


def test_the_admins_password_form_leads_to_the_accounts_pages(sign_in, manager):
    assert sign_in(manager).get("/admin/password_change/").url == reverse("account_change_password")


@pytest.mark.parametrize(
    "address",
    [
        f"{LIST}?password__startswith=pbkdf2",
        "/admin/accounts/apitoken/?digest__isnull=0",
        "/admin/mfa/authenticator/?data__has_key=secret",
        "/admin/account/emailaddress/?user__password__startswith=pbkdf2",
    ],
)
def test_secrets_cannot_be_guessed_through_a_filter(sign_in, manager, address):
    assert sign_in(manager).get(address).status_code == 400


def test_the_filters_of_the_list_work(sign_in, manager):
    assert sign_in(manager).get(f"{LIST}?role__exact=manager&is_active__exact=1").status_code == 200
