"""Settings of the tests: production's, but for speed and for a database of their own."""

from __future__ import annotations

import os
from pathlib import Path

# A server of their own, so that tests never meet the data of `make run`. The workers of pytest-xdist inherit this.
_data = Path(os.environ.get("DATA_DIR", "var"))
if _data.name != "test":
    os.environ["DATA_DIR"] = str(_data / "test")

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, STORAGES  # noqa: E402

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SITE_URL = "http://testserver"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a real one takes 0.1 s for each login
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

# A browser keeps its line to the live server open; that thread must not keep its database connections with it.
DATABASES = {alias: given | {"CONN_MAX_AGE": 0} for alias, given in DATABASES.items()}

# An N+1 query is an error.
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_RAISE = True

# Nothing is collected for tests; files are served from where they lie.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
# Whoever is logged in and the account that a page is about are two rows of one model, not a loop;
# a login makes a new session.
ZEAL_ALLOWLIST = [
    {"model": "accounts.User", "field": "get()"},
    {"model": "sessions.Session", "field": "get()"},
    {"model": "account.EmailAddress", "field": "get()"},
    {"model": "mfa.Authenticator", "field": "get()"},
]
