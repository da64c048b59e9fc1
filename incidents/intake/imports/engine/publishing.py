"""Publication of the actors, places and sources that rows name.

They go before the incidents, so that chunks side by side need not wait for each other's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress

from accounts.models import User
from accounts.roles import Capability
from incidents.codebook import EditionKind
from incidents.editorial.acting import acting, repeated
from incidents.editorial.acts.refresh import refresh
from incidents.editorial.compile.gazetteer import Gazetteer
from incidents.editorial.drafting import Occasion
from incidents.editorial.issuing import Plan
from incidents.editorial.refusal import Refused
from incidents.editorial.subjects import MODELS
from incidents.models import Location, Source

SubjectKeys = Mapping[str, Collection[int]]
"""Keys of desk rows by the kind of subject."""


def publish_named(subjects: SubjectKeys, changed: SubjectKeys, by: User) -> None:
    """Publish what rows named; tell the public of ids and districts that were added to what it knows already.

    One that is called like somebody who must not be named is left out: incidents that name it are set aside.
    """
    places = Location.objects.filter(pk__in=changed.get("location", ()), public_id__isnull=False)
    if places.exists():
        refresh(subjects=list(places), by=by)
    if actors := changed.get("actor"):
        _reissue({"actor": sorted(actors)}, by)
    named = {kind: _unpublished(kind, keys) for kind, keys in subjects.items()}
    if not any(named.values()):
        return
    try:
        _issue(named, by)
    except Refused:
        for kind, keys in named.items():
            for key in keys:
                with suppress(Refused):
                    _issue({kind: [key]}, by)


@repeated
def _reissue(changed: Mapping[str, Sequence[int]], by: User) -> None:
    with acting(by, Capability.PUBLISH):
        Plan.lock({}, also=changed).refresh()


@repeated
def _issue(named: Mapping[str, Sequence[int]], by: User) -> None:
    with acting(by, Capability.PUBLISH):
        Plan.lock(named).issue(Occasion(EditionKind.PUBLISHED))


def _unpublished(kind: str, keys: Collection[int]) -> list[int]:
    """Those that may be public and are not yet."""
    rows = MODELS[kind]._default_manager.filter(pk__in=keys, public_id=None)
    if kind == "source":
        rows = Source.objects.filter(pk__in=keys, public_id=None, confidential=False)
    unpublished = list(rows.order_by("pk").values_list("pk", flat=True))
    if kind == "location" and unpublished:
        gazetteer = Gazetteer.load(unpublished)
        unpublished = [pk for pk in unpublished if gazetteer.shown(pk) is gazetteer.rows[pk]]
    return unpublished
