"""The account pages in a real browser: under the strict policy, and accessible."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe

from accounts.models import User
from accounts.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def member(live_server):
    return User.objects.create_user(
        "member@example.org", "a long password", display_name="Member", role=Role.ANALYST
    )


@pytest.fixture
def logged_in(page, live_server, member):
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("Email").fill(member.email)
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/accounts/")
    return page


def code_for(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def test_setting_up_an_authenticator_and_getting_recovery_codes(logged_in, live_server):
    page = logged_in
    page.goto(f"{live_server.url}/accounts/2fa/totp/activate/")
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Confirm").click()
    secret = page.get_by_label("Authenticator secret").input_value()
    assert (
        page.locator("img.account-code").evaluate("image => image.naturalWidth") > 0
    )  # the policy lets it through
    page.get_by_label("Authenticator code").fill(code_for(secret))
    page.get_by_role("button", name="Activate").click()
    codes = page.get_by_label("Unused codes").input_value().split()
    assert len(codes) == 10
    page.goto(f"{live_server.url}/accounts/")
    assert page.get_by_text("Set up").is_visible()


def test_a_security_key_is_added_and_logs_in(logged_in, live_server, member):
    page = logged_in
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    devtools.send(
        "WebAuthn.addVirtualAuthenticator", {"options": key | {"automaticPresenceSimulation": True}}
    )
    page.goto(f"{live_server.url}/accounts/2fa/webauthn/add/")
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill("Office key")
    page.get_by_role("button", name="Add").click()
    page.get_by_text("recovery codes", exact=False).first.wait_for()
    page.goto(f"{live_server.url}/accounts/2fa/webauthn/")
    assert page.get_by_text("Office key").is_visible()
    page.goto(f"{live_server.url}/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Log out").click()
    page.get_by_text("You have logged out.").wait_for()
    page.get_by_label("Email").fill(member.email)
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="Log in with your second factor").wait_for()
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url("**/accounts/")


def test_a_token_is_made_and_shown_once(logged_in, live_server):
    page = logged_in
    page.goto(f"{live_server.url}/accounts/tokens/")
    page.get_by_label("What will use it?").fill("nightly import")
    page.get_by_role("button", name="Create the token").click()
    assert page.locator(".account-secret code").first.inner_text().startswith("attest_")
    page.goto(f"{live_server.url}/accounts/tokens/")
    assert not page.locator(".account-secret").is_visible()
    assert page.get_by_role("cell", name="nightly import").first.is_visible()


@pytest.mark.parametrize("path", ["/accounts/", "/accounts/tokens/", "/accounts/2fa/", "/accounts/email/"])
def test_pages_for_members_are_accessible(logged_in, live_server, path):
    logged_in.goto(live_server.url + path)
    found = Axe().run(logged_in)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"])
def test_pages_for_everybody_are_accessible(page, live_server, path):
    page.goto(live_server.url + path)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
