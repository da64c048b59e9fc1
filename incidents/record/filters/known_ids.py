"""Checks that ids and datasets in parameters exist in the record, and that a place is of the right kind."""

from collections.abc import Collection, Iterable, Iterator

from django.utils.translation import gettext as _

from ..document import DESK
from ..errors import BadParameters, Problem
from ..models import Edition, Entry
from ..projection import terms
from ..states import ALIAS, State, head, refuse_if_behind
from ..subjects import Subject

TERMS = {
    Subject.ACTOR: terms.actor,
    Subject.EPISODE: terms.episode,
    Subject.LOCATION: terms.location,
    Subject.SOURCE: terms.source,
}


def refuse_unknown(
    field: str, subject: Subject, ids: Collection[str], state: State, *, kind: str | None = None
) -> None:
    """Raises ``BadParameters``: a mistyped id would find nothing, which would be taken for a finding.

    An id that was given and is gone, or was given later than in that state, is known. One query, unless some are not
    in force.
    """
    entries = Entry.objects.using(ALIAS).of(subject).at(state.sequence).filter(public_id__in=ids)
    terms_by_id = dict(entries.values_list("public_id", "terms"))
    missing = [public_id for public_id in ids if public_id not in terms_by_id]
    problems = []
    for public_id in _never_issued(subject, missing):
        message = _("“%(id)s” is not in the record; /api/v1/%(folder)s/ lists what is")
        problems.append(Problem(field, message % {"id": public_id, "folder": subject.folder}))
    for public_id, entry_terms in terms_by_id.items() if kind is not None else ():
        kinds = [term.partition(":")[2] for term in entry_terms if term.startswith("kind:")]
        if kinds and kind not in kinds:
            message = _("“%(id)s” is a place of type %(kind)s, not %(wanted)s; “location” takes every type")
            problems.append(Problem(field, message % {"id": public_id, "kind": kinds[0], "wanted": kind}))
    if problems:
        refuse_if_behind(head())
        raise BadParameters(problems)


def _never_issued(subject: Subject, ids: list[str]) -> Iterator[str]:
    """Ids neither in the log nor named by what is in it."""
    issued = Edition.objects.using(ALIAS).filter(public_id__in=ids) if ids else Edition.objects.none()
    in_log = set(issued.values_list("public_id", flat=True))
    for public_id in ids:
        if public_id not in in_log and not _is_mentioned(TERMS[subject](public_id)):
            yield public_id


def refuse_unknown_origins(origins: Iterable[str]) -> None:
    """Raises ``BadParameters`` for a dataset that no document was ever taken from."""
    problems = [
        Problem(
            "origin", _("“%(name)s” is no dataset of the record; “desk” is our own coding") % {"name": origin}
        )
        for origin in origins
        if terms.origin(origin) != terms.origin(DESK) and not _is_mentioned(terms.origin(origin))
    ]
    if problems:
        refuse_if_behind(head())
        raise BadParameters(problems)


def _is_mentioned(term: str) -> bool:
    """In any state of the record."""
    return Entry.objects.using(ALIAS).filter(terms__contains=[term]).exists()
