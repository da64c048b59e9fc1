"""Names of releases in addresses: of the API and of the readers' pages."""

from __future__ import annotations

from django.urls import register_converter


class ReleaseName:
    """What a release may be called; two names are parted by three dots, which no name has."""

    regex = "[a-z0-9]+(?:[.-][a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReleaseName, "release")
