"""Withholding: something is taken out of the record for somebody's safety.

What is withheld is emptied in every edition, and so are the editions of other documents that name it; these get a
protective correction without it. The chain still verifies. What others have downloaded cannot be called back. Prose
is not rewritten: ``still_named`` says where a title or a reason tells of it by name.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import EditionKind, WorkflowState
from incidents.models import Actor, Coverage, Episode, Incident, Location, Source
from incidents.record import document as d
from incidents.record.log import writing
from incidents.record.models import OPEN, Edition
from incidents.record.subjects import subject_of

from ..acting import acting, repeated
from ..compile import load
from ..compile.gazetteer import Gazetteer
from ..drafting import Occasion, tombstone
from ..protecting import REMOVED, lock_naming, protect
from ..redaction import without_locations, without_narrative, without_source
from ..refusal import EditorialProblem, Refused
from ..restricted import find_in_all
from ..subjects import MODELS, DeskSubject, lock, lock_rows, take_over
from .withhold_claims import withhold_claims

_OCCASION = Occasion(EditionKind.WITHHELD, REMOVED)


@repeated
def withhold(
    *, by: User, basis: str, public_id: str | None = None, subject: DeskSubject | None = None
) -> Edition:
    """Empty all editions of a subject and leave a tombstone that says no more than that.

    ``basis`` is the ground; it is kept in the desk's history and never published. On the desk an incident or an
    episode is closed, a source becomes confidential, a location restricted with all that lies in it. A source that
    is confidential already (give it as ``subject``) is withheld altogether: its claims and reports go. An actor must
    not be named by any public document any more. Returns the tombstone. It cannot be undone.
    """
    with acting(by, Capability.WITHHOLD, basis=basis):
        if not basis.strip():
            raise Refused.because(_("Say on what ground."), _("It stays on the desk."), field="basis")
        row = _locked_row(public_id, subject)
        if isinstance(row, Source) and row.confidential:
            edition = withhold_claims(row)
            if subject is not None:
                take_over(subject, row, "withhold_claims")
            return edition
        known_as = _public_id(row, public_id)
        match row:
            case Incident() | Episode():
                edition = _withhold_narrative(row, known_as)
            case Source():
                edition = _withhold_source(row, known_as)
            case Location():
                edition = _withhold_location(row, known_as)
            case Actor():
                edition = _withhold_actor(row, known_as)
            case Coverage():
                edition = _bury(known_as)
                Coverage.objects.filter(pk=row.pk).update(public_id=None, retracted=False)
                row.public_id, row.retracted = None, False
            case None:
                edition = _bury(known_as)
        if row is not None and subject is not None:
            take_over(subject, row, "public_id", *_CLOSING.get(type(row), ()))
    return edition


def still_named(edition: Edition) -> dict[str, list[EditorialProblem]]:
    """Where documents issued with or after a withholding tell of what was withheld in prose, by public id.

    Nobody can rewrite a sentence by rule: correct these protectively, or erase the name.
    """
    issued = Edition.objects.filter(sequence__gte=edition.sequence, entry__until=OPEN, body__isnull=False)
    return find_in_all(d.decode(body) for body in issued.values_list("body", flat=True) if body)


_CLOSING: dict[type[object], tuple[str, ...]] = {
    Incident: ("state",),
    Episode: ("state",),
    Coverage: ("retracted",),
    Source: ("confidential",),
    Location: ("restricted",),
}


def _locked_row(public_id: str | None, subject: DeskSubject | None) -> DeskSubject | None:
    """The desk's row under lock; nothing where the record knows an id whose row is gone."""
    if subject is not None:
        return lock(subject)
    try:
        kind = subject_of(public_id or "")
    except ValueError as error:
        raise Refused.because(str(error), field="public_id") from error
    pks = MODELS[kind]._default_manager.filter(public_id=public_id).values_list("pk", flat=True)
    return next(iter(lock_rows(kind, pks).values()), None)


def _public_id(row: DeskSubject | None, public_id: str | None) -> str:
    known_as = row.public_id if row is not None else public_id
    editions = Edition.objects.filter(public_id=known_as)
    if not known_as or not editions.exists():
        raise Refused.because(_("There is nothing of it in the record."), field="public_id")
    if not editions.filter(body__isnull=False).exclude(kind=EditionKind.WITHHELD).exists():
        raise Refused.because(_("It is withheld already."), field="public_id")
    return known_as


def _bury(public_id: str) -> Edition:
    """The tombstone, and the end of all editions before it."""
    return writing.withhold([tombstone(public_id, _OCCASION)])[-1]


def _withhold_narrative(row: Incident | Episode, public_id: str) -> Edition:
    lock_naming(public_id)
    edition = _bury(public_id)
    values = {"state": WorkflowState.WITHHELD} | ({"merged_into": None} if isinstance(row, Incident) else {})
    type(row)._default_manager.filter(pk=row.pk).update(**values)
    row.state = WorkflowState.WITHHELD
    protect(naming=public_id, redact=lambda document: without_narrative(document, public_id))
    return edition


def _withhold_source(row: Source, public_id: str) -> Edition:
    """Confidential from now on: its claims stay, unnamed."""
    # What it was called in any of its editions.
    bodies = Edition.objects.filter(public_id=public_id, body__isnull=False).values_list("body", flat=True)
    documents = (d.decode(body) for body in bodies if body)
    names = {document.name for document in documents if isinstance(document, d.SourceDocument)}
    lock_naming(public_id, names)
    edition = _bury(public_id)
    Source.objects.filter(pk=row.pk).update(public_id=None, confidential=True)
    row.public_id, row.confidential = None, True
    protect(
        naming=public_id,
        redact=lambda document: without_source(document, public_id, names),
        by_name=names,
    )
    return edition


def _withhold_location(row: Location, public_id: str) -> Edition:
    """Restricted from now on, with all that lies in it: the record shows the place around it."""
    hidden = _with_all_below(row)
    Location.objects.filter(pk=row.pk).update(restricted=True)
    row.restricted = True
    around = _place_around(row)
    for hidden_id in hidden:
        lock_naming(hidden_id)
    in_force = set(
        Edition.objects.filter(public_id__in=hidden, entry__until=OPEN).values_list("public_id", flat=True)
    )
    buried = [_bury(hidden_id) for hidden_id in hidden if hidden_id in in_force]
    Location.objects.filter(public_id__in=hidden).update(public_id=None)
    row.public_id = None
    for hidden_id in hidden:
        protect(naming=hidden_id, redact=lambda document: without_locations(document, set(hidden), around))
    return next(edition for edition in buried if edition.public_id == public_id)


def _with_all_below(row: Location) -> list[str]:
    """Public ids of the location and of everything in it that is public."""
    public_ids, level = [row.public_id], [row.pk]
    while level:
        children = Location.objects.filter(parent__in=level).order_by("pk")
        public_ids += [child.public_id for child in children]
        level = [child.pk for child in children]
    return [public_id for public_id in public_ids if public_id]


def _place_around(row: Location) -> d.Place:
    """The place that stands for a restricted one, as the public knows it."""
    gazetteer = Gazetteer.load([row.pk])
    shown = gazetteer.shown(row.pk)
    if shown is None or shown.public_id is None:
        raise Refused.because(
            _("There is no public place around it that could stand in its stead."),
            _("Publish the place it lies in first."),
        )
    batch = load("location", [shown.pk])
    document: d.LocationDocument = batch.compile(batch.identifiers())[shown.pk]
    return d.Place(
        location=d.Ref(id=document.id, name=document.name),
        type=document.type,
        role="",
        country=document.country,
        within=document.within,
        point=document.point,
        radius_km=document.radius_km,
        words=None,
        aliases=gazetteer.aliases(shown),
    )


def _withhold_actor(row: Actor, public_id: str) -> Edition:
    """No other place can stand for an actor: people have to take it out of what names it first."""
    naming = Edition.objects.filter(entry__until=OPEN, body__contains=f'"{public_id}"')
    ids = list(
        naming.exclude(public_id=public_id).order_by("public_id").values_list("public_id", flat=True)[:20]
    )
    if ids:
        raise Refused.because(
            _("Public documents name this actor: %(ids)s.") % {"ids": ", ".join(ids)},
            _("Take it out of them with protective corrections first."),
        )
    edition = _bury(public_id)
    Actor.objects.filter(pk=row.pk).update(public_id=None)
    row.public_id = None
    protect(naming=public_id, redact=lambda document: document)
    return edition
