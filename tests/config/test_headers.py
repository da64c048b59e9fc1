"""What every response tells the browser."""

from __future__ import annotations

import pytest
from django.conf import settings
from whitenoise import WhiteNoise

from config.security import content_security_policy

PAGES = ["/accounts/login/", "/admin/login/", "/accounts/password/reset/", "/nothing-here/"]


@pytest.mark.parametrize("page", PAGES)
def test_the_policy_allows_nothing_but_our_own_files(client, db, page):
    policy = client.get(page).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    for closed in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
        assert closed in policy


@pytest.mark.parametrize("page", PAGES)
def test_other_headers(client, db, page):
    headers = client.get(page).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize(
    "tile_url, origin",
    [
        ("https://tiles.example/{z}/{x}/{y}.png", "https://tiles.example"),
        ("https://{s}.tiles.example/{z}/{x}/{y}.png", "https://*.tiles.example"),
    ],
)
def test_a_tile_server_may_send_images_and_nothing_else(tile_url, origin):
    directives = content_security_policy(tile_url=tile_url, https_only=False)["DIRECTIVES"]
    assert origin in directives["img-src"]
    assert [name for name, allowed in directives.items() if origin in allowed] == ["img-src"]


def test_production_upgrades_to_https():
    assert (
        content_security_policy(tile_url="", https_only=True)["DIRECTIVES"]["upgrade-insecure-requests"]
        is True
    )


def test_the_cookies_are_out_of_reach_of_scripts(client, analyst):
    response = client.post("/accounts/login/", {"login": analyst.email, "password": "a long password"})
    assert all(cookie["httponly"] and cookie["samesite"] == "Lax" for cookie in response.cookies.values())


def test_a_page_among_the_static_files_runs_no_script(tmp_path):
    (tmp_path / "redirect.html").write_text("<script>run()</script>")
    served = WhiteNoise(None, root=tmp_path, add_headers_function=settings.WHITENOISE_ADD_HEADERS_FUNCTION)
    response = served.files["/redirect.html"].get_response("GET", {})
    response.file.close()
    headers = dict(response.headers)
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
