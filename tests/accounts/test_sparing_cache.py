"""Whoever fills the cache does not wipe out the counters of failed logins."""

from __future__ import annotations

from importlib import import_module

import pytest

from accounts import rates
from accounts.sparing_cache import SparingCache

pytestmark = pytest.mark.django_db


ROOM = 30


@pytest.fixture
def cache() -> SparingCache:
    return SparingCache("accounts_cache", {"OPTIONS": {"MAX_ENTRIES": ROOM}})


def test_the_site_uses_it():
    assert (
        import_module("config.settings").CACHES["default"]["BACKEND"] == "accounts.sparing_cache.SparingCache"
    )


def test_counters_stay_however_much_is_kept_beside_them(cache):
    cache.set("allauth:rl:login_failed:somebody", [1, 2, 3], 300)
    rates.spend("grant:192.0.2.1", 7, seconds=300)
    for number in range(10 * ROOM):
        cache.set(f"ucdp:{number}", number, 3600)
    assert cache.get("allauth:rl:login_failed:somebody") == [1, 2, 3]
    assert rates.spend("grant:192.0.2.1", 1, seconds=300).units == 8


def test_what_only_saves_time_gives_way(cache):
    for number in range(10 * ROOM):
        cache.set(f"ucdp:{number}", number, 3600 + number)
    kept = [number for number in range(10 * ROOM) if cache.get(f"ucdp:{number}") is not None]
    assert len(kept) <= ROOM + 1
    assert kept[-1] == 10 * ROOM - 1


def test_what_has_expired_goes_first(cache):
    cache.set("lasting", 1, 3600)
    for number in range(ROOM):
        cache.set(f"short:{number}", number, -1)
    for number in range(ROOM):
        cache.set(f"new:{number}", number, 7200)
    assert cache.get("lasting") == 1
