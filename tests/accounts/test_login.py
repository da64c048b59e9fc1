"""Logging in: by e-mail address, with a limit on attempts, and never through the admin's own form."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

LOGIN = "/accounts/login/"


def log_in(client, password="a long password", email="analyst@example.org", target=""):
    return client.post(f"{LOGIN}?next={target}", {"login": email, "password": password})


def test_an_analyst_arrives_at_the_account_page(client, analyst):
    response = log_in(client)
    assert response.status_code == 302
    assert response.url == reverse("account_home")


@pytest.mark.parametrize("target", ["/admin/", "/accounts/tokens/"])
def test_one_arrives_where_one_was_going(client, analyst, target):
    assert (
        client.post(f"{LOGIN}?next={target}", {"login": analyst.email, "password": "a long password"}).url
        == target
    )


def test_nobody_is_sent_to_another_site(client, analyst):
    response = client.post(
        f"{LOGIN}?next=https://evil.example/", {"login": analyst.email, "password": "a long password"}
    )
    assert "evil" not in response.url


def test_a_wrong_password_says_no_more_than_an_unknown_address(client, analyst):
    wrong = log_in(client, password="not the password")
    unknown = log_in(client, email="nobody@example.org")
    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_attempts_are_limited(client, analyst):
    answers = [log_in(client, password="wrong").status_code for _attempt in range(12)]
    assert 429 in answers or "Too many" in log_in(client).text
    assert reverse("account_home") != getattr(log_in(client), "url", None)


def test_the_admin_has_no_login_form_of_its_own(client):
    response = client.get("/admin/login/")
    assert response.status_code == 302
    assert response.url.startswith(LOGIN)


def test_somebody_without_a_role_does_not_enter_the_admin(sign_in, outsider):
    response = sign_in(outsider).get("/admin/")
    assert response.status_code in {302, 403}


def test_an_account_that_was_switched_off_cannot_log_in(client, analyst):
    analyst.is_active = False
    analyst.save()
    assert "not correct" in log_in(client).text


def test_a_session_of_an_account_that_was_switched_off_ends(sign_in, analyst):
    client = sign_in(analyst)
    analyst.is_active = False
    analyst.save()
    assert client.get("/admin/").status_code == 302


def test_closed_sign_up_says_so(client, db, settings):
    settings.SIGNUP_OPEN = False
    assert "No new accounts" in client.get(reverse("account_signup")).text


def test_open_sign_up_asks_for_confirmation_and_gives_no_role(client, db, settings):
    settings.SIGNUP_OPEN = True
    form = {
        "email": "new@example.org",
        "display_name": "Somebody New",
        "password1": "quite a long password",
        "password2": "quite a long password",
    }
    response = client.post(reverse("account_signup"), form)
    assert response.url == reverse("account_email_verification_sent")
    assert mail.outbox[0].to == ["new@example.org"]
    from accounts.models import User

    user = User.objects.get(email="new@example.org")
    assert (user.role, user.display_name) == ("", "Somebody New")
    assert log_in(client, "quite a long password", "new@example.org").url == reverse(
        "account_email_verification_sent"
    )


def test_the_home_page_says_what_the_role_allows(sign_in, analyst):
    page = sign_in(analyst).get(reverse("account_home")).text
    assert "submit for review" in page
    assert "erase" not in page
