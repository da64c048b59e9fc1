"""The demo accounts of `make run`."""

from __future__ import annotations

import json
import stat

import pytest
from django.core.management import CommandError, call_command

from accounts.demo import ensure_demo_accounts, kept_accounts
from accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_directory(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def test_there_is_one_for_each_role_and_its_password_works():
    for account in ensure_demo_accounts():
        user = User.objects.get(email=account.email)
        assert user.role == account.role
        assert user.check_password(account.password)


def test_the_second_time_changes_nothing():
    assert ensure_demo_accounts() == ensure_demo_accounts()
    assert User.objects.count() == 3


def test_passwords_are_random_and_private(settings):
    first = {account.password for account in ensure_demo_accounts()}
    file = settings.DATA_DIR / "demo-accounts.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {entry["password"] for entry in json.loads(file.read_text())} == first
    assert len(first) == 3


def test_a_lost_file_means_new_passwords(settings):
    old = ensure_demo_accounts()
    (settings.DATA_DIR / "demo-accounts.json").unlink()
    new = ensure_demo_accounts()
    assert {account.password for account in old}.isdisjoint(account.password for account in new)
    assert all(User.objects.get(email=account.email).check_password(account.password) for account in new)


def test_a_new_database_gets_the_kept_accounts():
    accounts = ensure_demo_accounts()
    User.objects.all().delete()
    assert ensure_demo_accounts() == accounts
    assert User.objects.count() == 3


def test_never_in_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("demo_accounts")
    assert kept_accounts() == []


def test_the_command_prints_them(capsys):
    call_command("demo_accounts")
    assert "analyst@example.org" in capsys.readouterr().out
