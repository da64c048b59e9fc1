"""From subjects on the desk to editions in the log: what every act that issues something has in common.

Whatever becomes public with the subjects that are asked for (actors, locations, sources) and whatever has to say
it anew (documents that name what changed) is found, locked and issued in the same transaction, with a number of
queries that does not depend on how many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from incidents.codebook import State
from incidents.models import Coverage, Episode, Incident
from incidents.record import document as d
from incidents.record.log import writing
from incidents.record.models import Edition

from .approvals import naming_unseen, vouch, waiting
from .compile import Batch, Identifiers, load
from .drafting import FIRST, REFRESH, Occasion, draft, reading_differently
from .mentions import tied_to
from .refusal import Problem, Refused
from .restricted import find_in_all
from .subjects import MODELS, DeskSubject, Told, kind_of, lock_rows

Subjects = Mapping[str, Collection[int]]
Key = tuple[str, int]

REFERENCES = ("location", "actor", "source")
"""Kinds that become public because something else names them, in the order in which they are issued."""

NOTHING: Subjects = MappingProxyType({})

_ALLOT = """
UPDATE {table} AS row SET public_id = given.public_id
FROM unnest(%s::bigint[], %s::text[]) AS given (id, public_id) WHERE row.id = given.id
"""


class Compilation:
    """Documents of several kinds that name each other, compiled together."""

    def __init__(self) -> None:
        self.ids = Identifiers()
        self.batches: list[tuple[str, Batch]] = []
        self.documents: dict[Key, d.Document] = {}

    def add(self, kind: str, pks: Collection[int]) -> None:
        """Load subjects whose rows are locked."""
        if pks:
            batch = load(kind, pks)
            self.ids.known = batch.identifiers().known | self.ids.known
            self.batches.append((kind, batch))

    def compile(self) -> None:
        """All documents, with every id known by now; ``ids.missing`` then names what has none. No query."""
        self.ids.missing.clear()
        for kind, batch in self.batches:
            self.documents |= {(kind, pk): one for pk, one in batch.compile(self.ids).items()}

    def complete(self) -> dict[str, list[int]]:
        """Compile what was loaded, and with it what has to become public because it is named; returns the latter."""
        self.compile()
        if not self.ids.missing:
            return {}
        new = self._publish_missing()
        self.compile()
        return new

    def _publish_missing(self) -> dict[str, list[int]]:
        """Give ids to what is named and not public yet, and load it with the public documents that name it."""
        missing = self.ids.missing_of(MODELS)
        near = tied_to(missing)
        new: dict[str, list[int]] = {}
        for kind in (kind for kind in MODELS if kind in REFERENCES):
            rows = lock_rows(kind, {*missing[kind], *near.get(kind, ())})
            # What was missing a moment ago may have been published while we waited for its row.
            new[kind] = [pk for pk in missing[kind] if pk in rows and rows[pk].public_id is None]
            self.ids.learn(kind, {pk: row.public_id for pk, row in rows.items()} | allot(kind, new[kind]))
            self.add(kind, [*new[kind], *in_public(rows)])
        return new

    def of(self, subjects: Subjects, kinds: Sequence[str] = tuple(MODELS)) -> list[d.Document]:
        keys = [(kind, pk) for kind in kinds for pk in subjects.get(kind, ())]
        return [self.documents[key] for key in keys if key in self.documents]


def allot(kind: str, pks: Sequence[int]) -> dict[int, str]:
    """New public ids, written to the rows."""
    if not pks:
        return {}
    vouch(kind, [] if MODELS[kind] in (Incident, Episode) else pks, None)
    given = dict(zip(pks, writing.allot_public_ids(kind, len(pks)), strict=True))
    with connection.cursor() as cursor:
        table = MODELS[kind]._meta.db_table
        cursor.execute(_ALLOT.format(table=table), [list(given), list(given.values())])
    return given


def compile_with_neighbours(
    subjects: Subjects, also: Subjects = NOTHING
) -> tuple[Compilation, dict[str, list[int]]]:
    """The subjects, what becomes public with them (returned) and the public documents that name any of these.

    Subjects without a public id get one. All rows are locked, kind by kind and in the order of their keys.
    """
    compilation = Compilation()
    for kind, rows in lock_with_neighbours(subjects, also).items():
        asked = [pk for pk in subjects.get(kind, ()) if pk in rows]
        given = allot(kind, [pk for pk in asked if rows[pk].public_id is None])
        compilation.ids.learn(kind, {pk: rows[pk].public_id for pk in asked} | given)
        compilation.add(kind, {*asked, *in_public(rows)})
    return compilation, compilation.complete()


def lock_with_neighbours(subjects: Subjects, also: Subjects = NOTHING) -> dict[str, dict[int, DeskSubject]]:
    """The rows of the subjects, of everything tied to them and of what else is given.

    Locked in order before any of them is looked at; the head of the log comes after all of them.
    """
    near = tied_to(subjects)
    return {
        kind: lock_rows(kind, {pk for part in (subjects, near, also) for pk in part.get(kind, ())})
        for kind in MODELS
    }


def in_public(rows: Mapping[int, DeskSubject]) -> list[int]:
    """Those whose public document may be compiled from the desk: nobody is working on them, nothing waits for a look.

    One query at most: the rows are all of one kind.
    """
    public = [pk for pk, row in rows.items() if row.public_id is not None and _is_settled(row)]
    changed = [pk for pk in public if not isinstance(rows[pk], Told) and rows[pk].revision > 0]
    waits = waiting(kind_of(rows[changed[0]]), changed) if changed else set()
    return [pk for pk in public if pk not in waits]


def _is_settled(row: DeskSubject) -> bool:
    match row:
        case Incident() | Episode():
            return row.state == State.PUBLISHED
        case Coverage():
            return not row.retracted
        case _:
            return True


def issue(
    subjects: Subjects, occasion: Occasion, also: Subjects = NOTHING, *, names_seen: bool = False
) -> list[Edition]:
    """Issue the subjects with everything that follows from it; their own editions come last, in their order.

    ``also`` are further subjects whose documents may change. Raises ``Refused`` where a restricted name would become
    public, and with ``names_seen`` where a subject is named whose change nobody has looked at.
    """
    return issue_with(subjects, occasion, also, append=writing.append, names_seen=names_seen)


def issue_with(
    subjects: Subjects,
    occasion: Occasion,
    also: Subjects = NOTHING,
    *,
    append: Callable[[list[writing.Draft]], list[Edition]],
    names_seen: bool = False,
) -> list[Edition]:
    """The same, with ``append`` for the subjects' own editions: protective ones empty what was before them."""
    compilation, new = compile_with_neighbours(subjects, also)
    asked, first = compilation.of(subjects), compilation.of(new, REFERENCES)
    refuse_restricted(asked, first)
    if names_seen:
        refuse_unseen([*asked, *first])
    others = _others(compilation, [*asked, *first])
    numbers = writing.last_numbers([one.id for one in (*asked, *others)])
    besides = [
        *(draft(one, FIRST, numbers) for one in first),
        *(draft(one, REFRESH, numbers) for one in others),
    ]
    own = [draft(one, occasion, numbers) for one in asked]
    if append is writing.append:
        return writing.append([*besides, *own])
    return [*writing.append(besides), *append(own)]


def issue_new(given: Mapping[int, str], occasion: Occasion) -> list[Edition]:
    """First editions of incidents that this very transaction has entered, under the public ids that they have.

    What they name becomes public with them. Nothing can be tied to rows that nobody else can see yet, so that there
    is nothing else to lock. Raises ``Refused`` where a restricted name would become public.
    """
    if not given:
        return []
    compilation, pks = Compilation(), list(given)
    compilation.ids.learn("incident", given)
    compilation.add("incident", pks)
    new = compilation.complete()
    asked, first = compilation.of({"incident": pks}), compilation.of(new, REFERENCES)
    drafts = [draft(one, FIRST, {}) for one in first]
    own = [draft(one, occasion, {}) for one in asked]
    refuse_restricted(asked, first, {one.public_id: one.body for one in (*drafts, *own)})
    others = _others(compilation, [*asked, *first]) if new else []
    numbers = writing.last_numbers([one.id for one in others])
    return writing.append([*drafts, *(draft(one, REFRESH, numbers) for one in others), *own])


def check_new(pks: Sequence[int]) -> None:
    """What publishing them would refuse, without publishing. Raises ``Refused``."""
    if pks:
        batch = load("incident", pks)
        refuse_restricted(list(batch.compile(batch.identifiers()).values()))


def reissue(subjects: Subjects) -> list[Edition]:
    """Refreshed editions of those public subjects whose documents would read differently today."""
    compilation = Compilation()
    for kind in MODELS:
        compilation.add(kind, in_public(lock_rows(kind, subjects.get(kind, ()))))
    first = compilation.of(compilation.complete(), REFERENCES)
    others = _others(compilation, first)
    numbers = writing.last_numbers([one.id for one in others])
    drafts = [
        *(draft(one, FIRST, numbers) for one in first),
        *(draft(one, REFRESH, numbers) for one in others),
    ]
    return writing.append(drafts) if drafts else []


def refuse_restricted(
    asked: Sequence[d.Document],
    first: Sequence[d.Document] = (),
    texts: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Raises ``Refused`` naming every place where a restricted name stands, and in which of several documents.

    ``texts`` are those of them that are encoded already, by public id.
    """
    found = find_in_all([*asked, *first], texts)
    one_only = asked[0].id if len(asked) == 1 else None
    titles = {document.id: title_of(document) for document in (*asked, *first)}
    problems = [
        problem if public_id == one_only else _elsewhere(problem, titles[public_id])
        for public_id, problems in found.items()
        for problem in problems
    ]
    if problems:
        raise Refused(problems)


def refuse_unseen(asked: Sequence[d.Document]) -> None:
    """Raises ``Refused`` where a document names an actor, a place or a source whose change nobody has looked at."""
    unseen = sorted({one for ids in naming_unseen(asked).values() for one in ids})
    if unseen:
        raise Refused.because(
            _("It names what was changed since it became public, and nobody has looked at that: %(ids)s.")
            % {"ids": ", ".join(unseen)},
            _("Look at the change there, and approve it or put it right."),
        )


def title_of(document: Any) -> str:
    """What a document is called: its name, or its title in the first language it has."""
    title: dict[str, str] = getattr(document, "title", {})
    return str(getattr(document, "name", "")) or title.get("en") or next(iter(title.values()), document.id)


def _elsewhere(problem: Problem, title: str) -> Problem:
    return Problem(field=None, message=f"{title}: {problem.message}", remedy=problem.remedy)


def _others(compilation: Compilation, named: Sequence[d.Document]) -> list[d.Document]:
    """Changed documents besides the named ones.

    One that holds a restricted name keeps its edition, and one that names what waits for a look: it is brought up to
    date when that is approved.
    """
    ids = {document.id for document in named}
    changed = reading_differently(one for one in compilation.documents.values() if one.id not in ids)
    held = {*find_in_all(changed), *naming_unseen(changed)} if changed else set()
    return [document for document in changed if document.id not in held]
