"""The site as it is, on the benchmark's database and without a share that runs out."""

from __future__ import annotations

from bench.database import NAME
from config.settings import *  # noqa: F403
from config.settings import API_UNITS_PER_MINUTE, DATABASES, STORAGES

ALLOWED_HOSTS = ["*"]
API_UNITS_PER_MINUTE = dict.fromkeys(API_UNITS_PER_MINUTE, 10**9)
for _alias in DATABASES.values():
    _alias["NAME"] = NAME
DATABASES["record"]["USER"] = DATABASES["default"]["USER"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
"""Static files need not have been collected."""
