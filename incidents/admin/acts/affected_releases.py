"""Released files that an act affects, and the message about them: the site writes them again by itself."""

from __future__ import annotations

from typing import Any

from django.db.models import Min
from django.utils.translation import ngettext

from incidents.record.models import Edition, Release


def releases_that_may_name(subject: Any) -> list[str]:
    """Names of the releases made since the subject was first public: what names it was published with it or later."""
    if not subject.public_id:
        return []
    first = Edition.objects.filter(public_id=subject.public_id).aggregate(first=Min("sequence"))["first"]
    if first is None:
        return []
    later = Release.objects.filter(sequence__gte=first).order_by("sequence", "name")
    return list(later.values_list("name", flat=True))


def held_back_message(names: list[str]) -> str:
    """Says what becomes of the files of these releases, which are held back; empty where there are none."""
    if not names:
        return ""
    return ngettext(
        "The files of the release %(names)s are not handed out until the site has written them again without it. It "
        "begins within half a minute, by itself; a large release takes some minutes.",
        "The files of the releases %(names)s are not handed out until the site has written them again without it. It "
        "begins within half a minute, by itself; a large release takes some minutes.",
        len(names),
    ) % {"names": ", ".join(names)}
