"""Limits on failed logins: they stop who guesses, tell nothing about accounts, and do not keep their owners out."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.login_limits import DEVICE_COOKIE
from accounts.models import User

LOGIN = "/accounts/login/"
PASSWORD = "a long password"
ATTACKER, OWNER = "203.0.113.9", "198.51.100.7"

pytestmark = pytest.mark.django_db


def log_in(email: str, password: str, *, address: str, client: Client | None = None) -> Any:
    form = {"login": email, "password": password}
    return (client or Client()).post(LOGIN, form, REMOTE_ADDR=address)


def is_let_in(response: Any) -> bool:
    return bool(response.status_code == 302)


def failed(email: str, times: int, *, address: str = ATTACKER) -> Any:
    for _time in range(times):
        response = log_in(email, "wrong", address=address)
    return response


def errors_of(response: Any) -> str:
    return str(response.context["form"].errors.as_json())


def test_who_guesses_has_to_wait_and_does_not_learn_what_was_right(analyst):
    assert "Too many failed logins" not in failed(analyst.email, 5).text
    wrong = log_in(analyst.email, "wrong", address=ATTACKER)
    right = log_in(analyst.email, PASSWORD, address=ATTACKER)
    assert "Too many failed logins. Wait 5 minutes" in wrong.text
    assert errors_of(right) == errors_of(wrong)


def test_somebody_elsewhere_does_not_keep_the_owner_out(analyst):
    failed(analyst.email, 12)
    assert is_let_in(log_in(analyst.email, PASSWORD, address=OWNER))


def test_somebody_at_the_same_address_does_not_keep_the_owner_s_device_out(analyst):
    device = Client()
    log_in(analyst.email, PASSWORD, address=OWNER, client=device)
    device.post(reverse("account_logout"))
    failed(analyst.email, 12, address=OWNER)
    assert is_let_in(log_in(analyst.email, PASSWORD, address=OWNER, client=device))


def test_many_addresses_together_are_stopped_and_the_owner_s_device_is_not(analyst):
    device = Client()
    log_in(analyst.email, PASSWORD, address=OWNER, client=device)
    device.post(reverse("account_logout"))
    for number in range(52):
        failed(analyst.email, 1, address=f"203.0.113.{number}")
    refused = log_in(analyst.email, PASSWORD, address="203.0.113.200")
    assert "Too many failed logins" in refused.text
    assert is_let_in(log_in(analyst.email, PASSWORD, address=OWNER, client=device))


def test_a_new_password_lets_its_owner_in_on_a_new_device_under_attack(analyst):
    for number in range(52):
        failed(analyst.email, 1, address=f"203.0.113.{number}")
    device = Client()
    device.post(reverse("account_reset_password"), {"email": analyst.email}, REMOTE_ADDR=OWNER)
    link = re.search(r"http://testserver(/\S+)", str(mail.outbox[-1].body))
    assert link
    form = device.get(link[1], follow=True).redirect_chain[-1][0]
    device.post(form, {"password1": "another long password", "password2": "another long password"})
    assert device.get("/admin/").status_code == 200
    assert DEVICE_COOKIE in device.cookies


def test_a_device_guesses_no_faster_than_others(analyst):
    device = Client()
    log_in(analyst.email, PASSWORD, address=OWNER, client=device)
    device.post(reverse("account_logout"))
    for _time in range(5):
        log_in(analyst.email, "wrong", address=OWNER, client=device)
    assert "Too many" in log_in(analyst.email, PASSWORD, address=OWNER, client=device).text


@pytest.mark.parametrize("cookie", ["", "x", "a:b:c", "9" * 5000])
def test_a_forged_or_borrowed_device_counts_as_none(analyst, outsider, cookie):
    device = Client()
    if cookie:
        device.cookies[DEVICE_COOKIE] = cookie
    else:
        log_in(outsider.email, PASSWORD, address=OWNER, client=device)
        device.post(reverse("account_logout"))
    failed(analyst.email, 5, address=OWNER)
    assert "Too many" in log_in(analyst.email, PASSWORD, address=OWNER, client=device).text


def test_logging_in_often_is_no_failure(analyst):
    assert all(is_let_in(log_in(analyst.email, PASSWORD, address=OWNER)) for _time in range(12))


def test_an_account_of_one_s_own_does_not_reset_what_was_counted(analyst, outsider):
    for _time in range(5):
        failed(analyst.email, 1)
        log_in(outsider.email, PASSWORD, address=ATTACKER)
    assert "Too many" in failed(analyst.email, 1).text


@pytest.mark.parametrize("written", ["ANALYST@example.org", " analyst@example.org"])
def test_another_way_of_writing_an_address_counts_as_the_same(analyst, written):
    failed(analyst.email, 5)
    token = Client().post(
        "/dialects/acled/oauth/token",
        {"username": written, "password": PASSWORD, "grant_type": "password", "client_id": "acled"},
        REMOTE_ADDR=ATTACKER,
    )
    assert token.status_code == 429


def test_unknown_wrong_and_inactive_accounts_are_answered_alike(analyst, outsider):
    User.objects.filter(pk=outsider.pk).update(is_active=False)
    tries = [(analyst.email, "wrong"), ("nobody@example.org", PASSWORD), (outsider.email, PASSWORD)]
    for turn in range(6):
        answers = [
            log_in(email, password, address=f"203.0.113.{number}")
            for number, (email, password) in enumerate(tries)
        ]
        assert len({errors_of(response) for response in answers}) == 1, turn
    assert "Too many" in unescape(answers[0].text)


def test_signing_up_says_the_same_and_hashes_as_much_for_an_address_with_an_account(
    analyst, settings, monkeypatch
):
    settings.SIGNUP_OPEN = True
    hashed = Counter[str]()
    encode = MD5PasswordHasher.encode

    def counted(hasher: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed["passwords"] += 1
        return encode(hasher, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    answers: list[Any] = []
    for email in (analyst.email, "new@example.org"):
        form = {"email": email, "display_name": "Rana", "password1": PASSWORD, "password2": PASSWORD}
        answers.append(Client().post(reverse("account_signup"), form))
        assert hashed.pop("passwords") == 1
    assert len({(response.status_code, response.url) for response in answers}) == 1


def test_too_many_sign_ups_are_told_to_wait(client):
    answers = [client.post("/accounts/signup/", {}).status_code for _ in range(40)]
    assert answers[-1] == 429
