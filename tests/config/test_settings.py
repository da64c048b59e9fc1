"""What the whole settings file does with an environment, seen from outside: a new process per case."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCTION = {
    "ATTEST_ENV": "production",
    "ATTEST_SECRET_KEY": "k" * 64,
    "ATTEST_SITE_URL": "https://attest.example",
    "DATABASE_URL": "postgresql://attest@db.example/attest",
    "RECORD_DATABASE_URL": "postgresql://attest_reader@replica.example/attest",
}
SHOWN = "DEBUG ALLOWED_HOSTS SECRET_KEY DATABASES SECURE_SSL_REDIRECT SESSION_COOKIE_SECURE COUNTRIES SIGNUP_OPEN DEMO"
SHOWN += " ALLAUTH_TRUSTED_PROXY_COUNT IMPORT_TOKEN"


def start(directory: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    program = (
        "import json, config.settings as s; "
        f"print(json.dumps({{name: getattr(s, name) for name in '{SHOWN}'.split()}}, default=str))"
    )
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ATTEST_", "DATABASE", "RECORD"))
    }
    variables = kept | {"DATA_DIR": str(directory)} | environment
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=variables, capture_output=True, text=True
    )


def settings_for(directory: Path, **environment: str) -> dict[str, Any]:
    done = start(directory, **environment)
    assert done.returncode == 0, done.stderr
    values: dict[str, Any] = json.loads(done.stdout)
    return values


def refusal(directory: Path, **environment: str) -> str:
    done = start(directory, **environment)
    assert done.returncode != 0
    return done.stderr


def test_without_any_environment_it_starts_safely(tmp_path):
    values = settings_for(tmp_path)
    assert values["DEBUG"] is False
    assert set(values["ALLOWED_HOSTS"]) == {"localhost", "127.0.0.1", "[::1]"}
    assert values["DATABASES"]["record"]["USER"] == "attest_reader"
    assert values["COUNTRIES"] == ["SY"]
    assert values["SIGNUP_OPEN"] is True


def test_production_opens_sign_up_only_where_it_can_send_mail(tmp_path):
    assert settings_for(tmp_path, **PRODUCTION)["SIGNUP_OPEN"] is False
    assert settings_for(tmp_path, **PRODUCTION, EMAIL_HOST="mail.example")["SIGNUP_OPEN"] is True


def test_a_local_key_is_made_once_and_kept_private(tmp_path):
    first, second = settings_for(tmp_path), settings_for(tmp_path)
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert len(first["SECRET_KEY"]) > 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_production_insists_on_https(tmp_path):
    values = settings_for(tmp_path, **PRODUCTION)
    assert values["SECURE_SSL_REDIRECT"] is True
    assert values["SESSION_COOKIE_SECURE"] is True
    assert values["ALLOWED_HOSTS"] == ["attest.example"]
    assert values["DEMO"] is False
    assert not (tmp_path / "secret-key").exists()


def test_the_record_may_be_read_from_a_replica(tmp_path):
    assert settings_for(tmp_path, **PRODUCTION)["DATABASES"]["record"]["HOST"] == "replica.example"


def test_the_reader_never_waits_for_long_and_never_writes(tmp_path):
    options = settings_for(tmp_path)["DATABASES"]["record"]["OPTIONS"]["options"]
    assert "statement_timeout" in options
    assert "default_transaction_read_only=on" in options


@pytest.mark.parametrize(
    "change, named",
    [
        ({"ATTEST_SECRET_KEY": ""}, "ATTEST_SECRET_KEY is not set"),
        ({"ATTEST_SECRET_KEY": "short"}, "ATTEST_SECRET_KEY must be at least 50"),
        ({"ATTEST_SITE_URL": "http://attest.example"}, "ATTEST_SITE_URL must be the https"),
        ({"ATTEST_SITE_URL": ""}, "ATTEST_SITE_URL must be the https"),
        ({"DEBUG": "on"}, "DEBUG must not be on in production"),
        ({"ATTEST_ENV": "prod"}, "ATTEST_ENV must be one of local, production"),
        ({"ATTEST_WORKERS": "0"}, "ATTEST_WORKERS must be a whole number, at least 1"),
        ({"ATTEST_COUNTRY": "SY"}, "Did you mean ATTEST_COUNTRIES?"),
        ({"DATABASE_URL": "sqlite:///x"}, "DATABASE_URL must look like postgresql://"),
        ({"ATTEST_COUNTRIES": "Syria"}, "ATTEST_COUNTRIES"),
        ({"ATTEST_LOG_LEVEL": "loud"}, "ATTEST_LOG_LEVEL must be one of"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(tmp_path, change, named):
    assert named in refusal(tmp_path, **(PRODUCTION | change))


def test_a_secret_is_not_repeated_in_the_complaint(tmp_path):
    message = refusal(tmp_path, **(PRODUCTION | {"ATTEST_SECRET_KEY": "hush-hush"}))
    assert "hush" not in message


def test_every_setting_is_documented():
    from config.settings import env

    documented = (ROOT / "docs" / "deployment.md").read_text()
    assert [name for name in sorted(env.known) if f"`{name}`" not in documented] == []


def test_failed_logins_are_counted_by_the_address_that_the_proxy_tells(tmp_path):
    assert settings_for(tmp_path)["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0
    behind = settings_for(tmp_path, **PRODUCTION, ATTEST_BEHIND_PROXY="true")
    assert behind["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1


def test_the_token_of_a_data_service_is_a_setting(tmp_path):
    assert settings_for(tmp_path, ATTEST_IMPORT_TOKEN="secret")["IMPORT_TOKEN"] == "secret"
