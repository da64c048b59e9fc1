"""Waiting for the head: the one lock that every writer of the record takes, last."""

from ..errors import LogError
from .log import Edition, Head


def locked_head() -> Head:
    """The head, once nobody else holds it. Its own statement, so that it is read after the wait, not before."""
    head = Head.objects.select_for_update().first()
    if head is not None:
        return head
    if Edition.objects.exists() and not Head.objects.exists():  # in this order: another may be the first now
        raise LogError("the head row is missing although the log has editions; restore it before publishing")
    Head.objects.bulk_create([Head()], ignore_conflicts=True)
    return Head.objects.select_for_update().get()
