"""The cache that all workers share, in which rate limits are counted."""

from __future__ import annotations

import pytest
from django.core.cache.backends.db import DatabaseCache
from django.db import connection

from config import settings as real_settings

pytestmark = pytest.mark.django_db


def shared_cache() -> DatabaseCache:
    options = real_settings.CACHES["default"]
    return DatabaseCache(options["LOCATION"], {"OPTIONS": options["OPTIONS"]})


def test_what_one_worker_counts_another_sees():
    shared_cache().set("attempts", 3, timeout=60)
    assert shared_cache().get("attempts") == 3
    assert shared_cache().incr("attempts") == 4


def test_what_has_expired_is_gone():
    shared_cache().set("attempts", 3, timeout=-1)
    assert shared_cache().get("attempts") is None


def test_it_is_not_written_twice():
    with connection.cursor() as cursor:
        cursor.execute("select relpersistence from pg_class where relname = 'accounts_cache'")
        assert cursor.fetchone() == ("u",)  # unlogged
