"""Title, abstract, keywords and citation of a release, as every paper of its bundle gives them."""

from __future__ import annotations

from datetime import UTC

from django.conf import settings

from ...record.models.releases import Release
from ..references import Reference

KEYWORDS = ("armed conflict", "political violence", "casualties", "human rights")
ABSTRACT = (
    "Incidents of armed conflict: who did what to whom, where and when, according to whom. Claims stand beside the "
    "assessments that rest on them, and uncertainty of dates, places and figures is kept."
)


def reference_of(release: Release) -> Reference:
    """How the release is cited. Its day is that of the last edition in it, so that the files hold no other clock."""
    return Reference(
        author=settings.SITE_NAME,
        title=f"{settings.SITE_NAME}: incidents of armed conflict",
        day=release.issued_at.astimezone(UTC).date(),
        version=f"release {release.name}",
        url=f"{settings.SITE_URL}/releases/{release.name}/",
    )
