"""Review: a second pair of eyes before anything becomes public."""

from __future__ import annotations

from accounts.models import User
from incidents.models import Claim, ReviewNote

from .subjects import Told


def submit(*, subject: Told, by: User) -> None:
    """Hand a draft to a reviewer. Raises ``Refused`` with everything that is missing."""
    raise NotImplementedError


def request_changes(
    *, subject: Told, by: User, text: str, field: str = "", claim: Claim | None = None
) -> ReviewNote:
    """Send it back with a note, bound to a field or a claim where it concerns one."""
    raise NotImplementedError


def approve(*, subject: Told, by: User) -> None:
    """Release it for publication. Its last editor cannot, unless the team is one person."""
    raise NotImplementedError


def reopen(*, subject: Told, by: User) -> None:
    """Take it back to draft: from review, from approval, or after a retraction."""
    raise NotImplementedError
