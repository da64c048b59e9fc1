"""Who acts, whether the role allows it, and the transaction in which it happens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability

from .refusal import Refused


@contextmanager
def acting(by: User, capability: Capability, **more: str) -> Iterator[None]:
    """One transaction whose history names ``by``, the act and ``more`` (such as a ground kept on the desk).

    Raises ``Refused`` where the role does not allow it.
    """
    if not by.can(capability):
        raise Refused.because(
            _("Your role does not allow you to %(act)s.") % {"act": capability.label},
            _("Ask a colleague whose role does, or a manager to change yours."),
        )
    with (
        transaction.atomic(),
        pghistory.context(
            user=by.pk, act=capability.value, **{key: text for key, text in more.items() if text}
        ),
    ):
        yield
