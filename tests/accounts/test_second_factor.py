"""The second factor: required of the team where the installation says so, and kept encrypted."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from cryptography.fernet import InvalidToken
from django.urls import reverse

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def current_code() -> str:
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def with_totp(analyst):
    TOTP.activate(analyst, SECRET)
    return analyst


def test_without_one_a_member_of_the_team_is_led_to_set_it_up(sign_in, analyst, required):
    response = sign_in(analyst).get("/admin/", follow=True)
    assert response.redirect_chain[0][0] == reverse("mfa_index")
    assert "Set up a second factor" in response.text


def test_with_one_the_admin_opens(sign_in, with_totp, required):
    assert sign_in(with_totp).get("/admin/").status_code == 200


def test_recovery_codes_alone_are_not_enough(sign_in, analyst, required):
    RecoveryCodes.activate(analyst)
    assert sign_in(analyst).get("/admin/").status_code == 302


def test_no_page_of_the_admin_is_left_out(sign_in, analyst, required):
    response = sign_in(analyst).get("/admin/incidents/incident/")
    assert response.url == reverse("mfa_index")


def test_where_it_is_not_required_the_admin_opens_without(sign_in, analyst):
    assert sign_in(analyst).get("/admin/").status_code == 200


def test_the_code_is_asked_for_after_the_password(client, with_totp):
    response = client.post("/accounts/login/", {"login": with_totp.email, "password": "a long password"})
    assert response.url == reverse("mfa_authenticate")
    assert client.get("/accounts/tokens/").status_code == 302  # not logged in yet
    assert client.post(response.url, {"code": "000000"}).status_code == 200
    assert client.post(response.url, {"code": current_code()}).url == reverse("account_home")


def test_a_code_works_once(client, with_totp):
    code = current_code()
    for _ in range(2):
        client.post("/accounts/logout/")
        client.post("/accounts/login/", {"login": with_totp.email, "password": "a long password"})
        response = client.post(reverse("mfa_authenticate"), {"code": code})
    assert response.status_code == 200


def test_the_secret_is_encrypted_in_the_database(with_totp):
    stored = Authenticator.objects.get(user=with_totp, type="totp").data["secret"]
    assert SECRET not in stored
    assert Authenticator.objects.get(user=with_totp, type="totp").wrap().validate_code(current_code())


def test_another_key_does_not_decrypt_it(with_totp, settings):
    settings.SECRET_KEY = "another key altogether"
    with pytest.raises(InvalidToken):
        Authenticator.objects.get(user=with_totp, type="totp").wrap().validate_code(current_code())


@pytest.mark.parametrize("page", ["mfa_activate_totp", "mfa_add_webauthn", "mfa_index"])
def test_pages_need_no_inline_script_or_style(client, analyst, page):
    client.post("/accounts/login/", {"login": analyst.email, "password": "a long password"})
    client.post("/accounts/reauthenticate/", {"password": "a long password"})
    response = client.get(reverse(page))
    assert response.status_code == 200
    text = response.text
    assert " style=" not in text
    assert " onclick=" not in text
    scripts = [part.split(">")[0] for part in text.split("<script")[1:]]
    assert all("src=" in script or "application/json" in script for script in scripts)


def test_a_manager_removes_the_factor_of_a_lost_telephone(sign_in, manager, with_totp):
    factor = Authenticator.objects.get(user=with_totp)
    client = sign_in(manager)
    page = client.get(reverse("admin:mfa_authenticator_change", args=[factor.pk])).text
    assert factor.data["secret"] not in page
    client.post(reverse("admin:mfa_authenticator_delete", args=[factor.pk]), {"post": "yes"})
    assert not Authenticator.objects.filter(user=with_totp).exists()


def test_setting_one_up_asks_for_the_password_again(client, analyst):
    client.post("/accounts/login/", {"login": analyst.email, "password": "a long password"})
    assert client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_reauthenticate"))


def test_secrets_are_random():
    assert generate_totp_secret() != generate_totp_secret()
