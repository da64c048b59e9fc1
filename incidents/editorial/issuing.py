"""Publication: one plan carries rows, documents and drafts from the desk to the log.

Whatever becomes public with the subjects that are issued (actors, locations, sources) and whatever has to say it anew
(documents that name what changed) is locked, compiled and issued in the same transaction, with a number of queries
that does not depend on how many there are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from incidents.codebook import WorkflowState
from incidents.models import Coverage, Episode, Incident
from incidents.record import document as d
from incidents.record.log import writing
from incidents.record.models import Edition

from .approvals import awaiting_approval, mark_approved, naming_unapproved
from .compile import Batch, Identifiers, load
from .drafting import FIRST, REFRESH, Occasion, draft, reading_differently, tombstone
from .mentions import tied_to
from .refusal import EditorialProblem, Refused
from .restricted import NOTE, find_in_all
from .subjects import MODELS, DeskSubject, KeysByKind, Narrative, S, as_seen, kind_of, lock_rows

NOTHING: KeysByKind = MappingProxyType({})

REFERENCES = ("location", "actor", "source")
"""Kinds that become public because something else names them, in the order in which they are issued."""

_ALLOT = """
UPDATE {table} AS row SET public_id = given.public_id
FROM unnest(%s::bigint[], %s::text[]) AS given (id, public_id) WHERE row.id = given.id
"""


class Plan:
    """One publication in five steps: lock, compile, draft, check, append.

    Rows are locked once, before any of them is looked at, kind by kind and by primary key; the head of the log comes
    last, when the editions are appended. An act looks at ``rows`` between the first step and the others::

        plan = Plan.lock({"incident": pks})
        …  # refuse what must not become public
        editions = plan.issue(Occasion(EditionKind.PUBLISHED))
    """

    def __init__(self, subjects: KeysByKind = NOTHING) -> None:
        self.subjects = subjects
        """What is issued from the desk; everything else follows from it."""
        self.rows: dict[str, dict[int, DeskSubject]] = {kind: {} for kind in MODELS}
        self.ids = Identifiers()
        self.batches: list[tuple[str, Batch]] = []
        self.documents: dict[tuple[str, int], d.Document] = {}
        self.named: dict[str, list[int]] = {}
        """What becomes public because something else names it."""
        self.never_issued: set[str] = set()
        """Public ids given out in this transaction: they have no editions yet."""
        self.tombstones: list[writing.Draft] = []
        self.first: list[writing.Draft] = []
        self.refreshed: list[writing.Draft] = []
        self.own: list[writing.Draft] = []

    # Acts call these ------------------------------------------------------------------------------

    @classmethod
    def lock(cls, subjects: KeysByKind, also: KeysByKind = NOTHING) -> Plan:
        """Lock the subjects, everything tied to them, and further rows whose documents may change."""
        plan = cls(subjects)
        tied = tied_to(subjects)
        for kind in MODELS:
            keys = {pk for part in (subjects, tied, also) for pk in part.get(kind, ())}
            plan.rows[kind] = lock_rows(kind, keys)
        return plan

    @classmethod
    def of_entered(cls, ids: Mapping[int, str | None]) -> Plan:
        """Incidents that this very transaction has entered, with their public ids if they have any.

        Nothing can be tied to rows that nobody else can see yet, so that there is nothing to lock.
        """
        plan = cls({"incident": list(ids)})
        plan.ids.learn("incident", ids)
        plan.never_issued.update(public_id for public_id in ids.values() if public_id)
        plan._load("incident", list(ids))
        return plan

    def as_seen(self, subject: S) -> S:
        """The locked row of a subject, provided nobody saved since the caller read it. Raises ``Refused``."""
        return as_seen(subject, self.rows[kind_of(subject)].get(subject.pk))

    def issue(self, occasion: Occasion, *, by_hand: bool = False, protective: bool = False) -> list[Edition]:
        """Issue the subjects with everything that follows from it; their own editions come last, in their order.

        Subjects without a public id get one. ``by_hand`` is for what an editor publishes: the note is looked at for
        restricted names as well, and no subject may be named whose change nobody has approved. ``protective``
        editions empty all that the subjects had before. Raises ``Refused``.
        """
        self.compile(self.subjects)
        self.draft(self.subjects, occasion)
        self.check(occasion, by_hand=by_hand)
        return self.append(protective=protective)

    def refresh(self) -> list[Edition]:
        """Issue the locked public subjects anew whose documents would read differently today."""
        self.compile(NOTHING)
        self.draft(NOTHING, REFRESH)
        self.check(REFRESH)
        return self.append()

    def take_out_of_force(
        self, public_ids: Collection[str], occasion: Occasion, into: str | None = None
    ) -> list[Edition]:
        """Tombstones, in the order of the ids, and then refreshed editions of what named them.

        The desk says already that they are out of force.
        """
        numbers = writing.last_numbers(public_ids)
        self.tombstones = [tombstone(public_id, occasion, into, numbers) for public_id in public_ids]
        return self.refresh()

    def rehearse(self) -> None:
        """Raise what issuing would be refused for, without giving out ids or writing anything."""
        self._compile_loaded()
        documents = list(self.documents.values())
        _refuse_restricted(find_in_all(documents), documents)

    # The steps ------------------------------------------------------------------------------------

    def compile(self, own: KeysByKind) -> None:
        """Documents of the subjects, of all that is public among the rows, and of what they name for the first time."""
        for kind, rows in self.rows.items():
            public = in_public(rows)
            keys = [pk for pk in own.get(kind, ()) if pk in rows]
            self._allot(kind, [pk for pk in keys if rows[pk].public_id is None])
            self.ids.learn(kind, {pk: rows[pk].public_id for pk in keys})
            self._load(kind, {*keys, *public})
        self._compile_loaded()
        if self.ids.missing:
            self._publish_missing()
            self._compile_loaded()

    def draft(self, subjects: KeysByKind, occasion: Occasion) -> None:
        """The next editions: of the subjects, of what they name for the first time, and of what reads differently."""
        own, first = self._documents_of(subjects), self._documents_of(self.named, REFERENCES)
        going = {document.id for document in (*own, *first)}
        others = reading_differently(
            document for document in self.documents.values() if document.id not in going
        )
        issued = [document.id for document in (*own, *others) if document.id not in self.never_issued]
        numbers = writing.last_numbers(issued) if issued else {}
        self.own = [draft(document, occasion, numbers) for document in own]
        self.first = [draft(document, FIRST, numbers) for document in first]
        self.refreshed = [draft(document, REFRESH, numbers) for document in others]
        # What is drafted needs neither any more, and every collection of garbage would go through all of it.
        self.batches.clear()
        self.documents.clear()

    def check(self, occasion: Occasion, *, by_hand: bool = False) -> None:
        """Raise ``Refused`` where a restricted name would become public, or ``by_hand`` a change nobody has approved.

        What would only be refreshed is left out instead: a document that holds a restricted name keeps its edition,
        and so does one that names what waits for approval; it is brought up to date when that is approved.
        """
        drafts = [*self.own, *self.first, *self.refreshed]
        restricted = find_in_all(
            [draft.read for draft in drafts if draft.read],
            {draft.public_id: draft.body for draft in drafts},
            note=(occasion.note or "") if by_hand else "",
        )
        unapproved = naming_unapproved(
            {draft.public_id: draft.body for draft in (drafts if by_hand else self.refreshed)}
        )
        refreshed = {draft.public_id for draft in self.refreshed}
        _refuse_restricted(
            {public_id: problems for public_id, problems in restricted.items() if public_id not in refreshed},
            [draft.read for draft in self.own if draft.read],
            [draft.read for draft in self.first if draft.read],
        )
        named = {
            other for public_id, ids in unapproved.items() if public_id not in refreshed for other in ids
        }
        if named:
            raise Refused.because(
                _("It names what was changed since it became public, and nobody has looked at that: %(ids)s.")
                % {"ids": ", ".join(sorted(named))},
                _("Look at the change there, and approve it or put it right."),
            )
        held = restricted.keys() | unapproved.keys()
        self.refreshed = [draft for draft in self.refreshed if draft.public_id not in held]

    def append(self, *, protective: bool = False) -> list[Edition]:
        """Write the drafts to the log, whose head is locked here."""
        drafts = [*self.tombstones, *self.first, *self.refreshed]
        if protective:
            return [*writing.append(drafts), *writing.withhold(self.own)]
        return writing.append([*drafts, *self.own])

    # Parts of compiling ---------------------------------------------------------------------------

    def _allot(self, kind: str, keys: Sequence[int]) -> None:
        """New public ids, written to the rows. What has no states counts as approved when it becomes public."""
        if not keys:
            return
        if MODELS[kind] not in (Incident, Episode):
            mark_approved(kind, keys, None)
        ids = dict(zip(keys, writing.allot_public_ids(kind, len(keys)), strict=True))
        with connection.cursor() as cursor:
            statement = _ALLOT.format(table=MODELS[kind]._meta.db_table)
            cursor.execute(statement, [list(ids), list(ids.values())])
        for pk, public_id in ids.items():
            self.rows[kind][pk].public_id = public_id
        self.never_issued.update(ids.values())

    def _load(self, kind: str, keys: Collection[int]) -> None:
        if keys:
            batch = load(kind, keys)
            self.ids.known = batch.identifiers().known | self.ids.known
            self.batches.append((kind, batch))

    def _compile_loaded(self) -> None:
        """All documents, with every id known by now; ``ids.missing`` then names what has none. No query."""
        self.ids.missing.clear()
        for kind, batch in self.batches:
            self.documents |= {(kind, pk): document for pk, document in batch.compile(self.ids).items()}

    def _publish_missing(self) -> None:
        """Give ids to what is named and not public yet, and load it with the public documents that name it."""
        missing = self.ids.missing_of(REFERENCES)
        tied = tied_to(missing)
        for kind in (kind for kind in MODELS if kind in REFERENCES):
            locked = lock_rows(kind, {*missing[kind], *tied.get(kind, ())} - self.rows[kind].keys())
            public = in_public(locked)
            self.rows[kind] |= locked
            rows = self.rows[kind]
            # What was missing a moment ago may have been published while we waited for its row.
            self.named[kind] = [pk for pk in missing[kind] if pk in rows and rows[pk].public_id is None]
            self._allot(kind, self.named[kind])
            self.ids.learn(kind, {pk: rows[pk].public_id for pk in (*missing[kind], *locked) if pk in rows})
            self._load(kind, {*self.named[kind], *public})

    def _documents_of(self, subjects: KeysByKind, kinds: Sequence[str] = tuple(MODELS)) -> list[d.Document]:
        keys = [(kind, pk) for kind in kinds for pk in subjects.get(kind, ())]
        return [self.documents[key] for key in keys if key in self.documents]


def in_public(rows: Mapping[int, DeskSubject]) -> list[int]:
    """Those whose public document may be compiled from the desk: nobody works on them, no change waits for approval.

    One query at most: the rows are all of one kind.
    """
    public = [pk for pk, row in rows.items() if row.public_id is not None and _is_settled(row)]
    changed = [pk for pk in public if not isinstance(rows[pk], Narrative) and rows[pk].revision > 0]
    waits = awaiting_approval(kind_of(rows[changed[0]]), changed) if changed else set()
    return [pk for pk in public if pk not in waits]


def _is_settled(row: DeskSubject) -> bool:
    match row:
        case Incident() | Episode():
            return row.state == WorkflowState.PUBLISHED
        case Coverage():
            return not row.retracted
        case _:
            return True


def title_of(document: Any) -> str:
    """What a document is called: its name, or its title in the first language it has."""
    title: dict[str, str] = getattr(document, "title", {})
    return str(getattr(document, "name", "")) or title.get("en") or next(iter(title.values()), document.id)


def _refuse_restricted(
    restricted: Mapping[str, list[EditorialProblem]],
    own: Sequence[d.Document],
    first: Sequence[d.Document] = (),
) -> None:
    """Raises ``Refused`` naming every place where a restricted name stands, and in which of several documents."""
    here = {NOTE, own[0].id} if len(own) == 1 else {NOTE}
    titles = {document.id: title_of(document) for document in (*own, *first)}
    problems = [
        problem
        if public_id in here
        else EditorialProblem(None, f"{titles[public_id]}: {problem.message}", problem.remedy)
        for public_id, in_one in restricted.items()
        for problem in in_one
    ]
    if problems:
        raise Refused(problems)
