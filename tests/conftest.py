"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client, TransactionTestCase
from playwright.sync_api import Browser, Page

from accounts.models import User
from accounts.roles import Role
from config.database_server import join_database
from incidents.exports import reader
from tests.browser import running_chromium
from tests.database_template import ensure_template


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Start the embedded server the first time a test needs a database; it need not survive a power cut."""
    join_database(durable=False)
    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = ensure_template()


# Every test with a database has both aliases, which are one connection (below).
TransactionTestCase.databases = {"default", "record"}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Make the reader's connection the desk's own, so that it sees what a test's open transaction has written.

    Other threads, such as the live server's, get real connections: there the reader is the reader. The triggers
    are put to sleep because transactional tests empty their tables with TRUNCATE; their own tests wake them.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        call_command("record_role", stdout=StringIO())
        connections["record"] = connections["default"]
        cursor.execute("ALTER TABLE record_edition DISABLE TRIGGER pgtrigger_never_emptied_fcdf0")
        cursor.execute("ALTER TABLE record_release DISABLE TRIGGER pgtrigger_never_emptied_5b083")


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _empty_shares(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test that commits has counted is in a table that no flush knows: the next must not run out of it."""
    marked = request.node.get_closest_marker("django_db")
    if not (marked and marked.kwargs.get("transaction")) and "transactional_db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")  # so that it is put away after this
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_cache")


@pytest.fixture(autouse=True)
def _share_of_a_live_server(request: pytest.FixtureRequest, settings: Any) -> None:
    """A browser asks for much within a minute."""
    if "live_server" in request.fixturenames:
        settings.API_UNITS_PER_MINUTE = dict.fromkeys(settings.API_UNITS_PER_MINUTE, 10**6)


@pytest.fixture
def blind_exports(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let exports read whatever their own connection sees, which is nothing that the test has not committed."""
    monkeypatch.setattr(reader, "_check_reached", lambda *of: None)


@pytest.fixture
def analyst(db: None) -> User:
    return _user("analyst", Role.ANALYST)


@pytest.fixture
def reviewer(db: None) -> User:
    return _user("reviewer", Role.REVIEWER)


@pytest.fixture
def manager(db: None) -> User:
    return _user("manager", Role.MANAGER)


@pytest.fixture
def outsider(db: None) -> User:
    """Somebody with an account and no role, who must see nothing that is not public."""
    return _user("outsider", "")


def _user(name: str, role: str) -> User:
    return User.objects.create_user(
        f"{name}@example.org", "a long password", display_name=name.title(), role=role
    )


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A new client that is logged in as the given user."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture(scope="session")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    """One browser for all tests.

    Playwright's event loop makes this thread look asynchronous, and there Django keeps other connections than
    before. It is given the same ones, so that no test sees another database or leaves a connection open.
    """
    wrappers = {alias: connections[alias] for alias in connections}
    with running_chromium() as browser:
        for alias, wrapper in wrappers.items():
            connections[alias] = wrapper
        yield browser


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """An empty tab without cookies. Whatever the page's policy blocks, or its scripts throw, fails the test."""
    context = chromium.new_context()
    tab = context.new_page()
    troubles: list[str] = []
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    tab.on(
        "console", lambda line: troubles.append(line.text) if "Content Security Policy" in line.text else None
    )
    yield tab
    context.close()
    assert not troubles
