"""What keeps the site from answering at the moment, told from the exception in which it shows.

None of these is a mistake of the code or of whoever asks: the same request may well be answered later. PostgreSQL's
codes are those of its manual, appendix A.
"""

from __future__ import annotations

import errno
from enum import Enum

from django.db import InterfaceError, InternalError, OperationalError


class Outage(Enum):
    """The value names it for programs."""

    DATABASE_AWAY = "database-away"
    TOO_MANY_CONNECTIONS = "too-many-connections"
    LOCKED = "locked"
    """Somebody else holds what is wanted, and has for longer than we wait."""
    TOO_SLOW = "too-slow"
    READ_ONLY = "read-only"
    """The server takes no changes, as a copy of another one does."""
    DISK_FULL = "disk-full"
    NOT_WRITABLE = "not-writable"


_BY_CODE = {
    "25006": Outage.READ_ONLY,
    "25P03": Outage.TOO_SLOW,
    "40001": Outage.LOCKED,
    "40P01": Outage.LOCKED,
    "53100": Outage.DISK_FULL,
    "53300": Outage.TOO_MANY_CONNECTIONS,
    "55P03": Outage.LOCKED,
    "57014": Outage.TOO_SLOW,
}
_BY_NUMBER = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), Outage.DISK_FULL),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR), Outage.NOT_WRITABLE),
}
_REFUSED_FOR_NUMBER = ("too many clients", "too many connections", "remaining connection slots")
"""A connection that is refused comes without a code. In another language it is told as a database that is away."""


def outage_of(error: BaseException | None) -> Outage | None:
    """What stands in the way; nothing where the error is another one, such as a fault of ours."""
    match error:
        case OperationalError() | InternalError():
            code = getattr(error.__cause__, "pgcode", None)
            if known := _BY_CODE.get(code or ""):
                return known
            if isinstance(error, InternalError):
                return None
            refused = any(words in str(error) for words in _REFUSED_FOR_NUMBER)
            return Outage.TOO_MANY_CONNECTIONS if refused else Outage.DATABASE_AWAY
        case InterfaceError():
            return Outage.DATABASE_AWAY
        case OSError():
            return _BY_NUMBER.get(error.errno or 0)
        case _:
            return None
