"""Look-up of the source or actor that an analyst means by a name typed in passing."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from incidents.folding import fold
from incidents.models import Actor, Source

Claimant = Source | Actor
S = TypeVar("S", Source, Actor)

_HAS_ALIAS = "EXISTS (SELECT 1 FROM unnest(incidents_source.aliases) alias WHERE attest_fold(alias) = %s)"

_LIKE_ALIAS = (
    "EXISTS (SELECT 1 FROM unnest(incidents_source.aliases) alias "
    "WHERE similarity(attest_fold(alias), %s) > 0.3)"
)


class UnknownName(ValueError):
    """Nobody, or more than one, is called so; the message says who comes near."""


def find_claimant(name: str) -> Claimant:
    """The source of that name or short form, otherwise the actor. Raises ``UnknownName``."""
    folded = fold(name)
    has_alias = RawSQL(_HAS_ALIAS, (folded,))  # noqa: S611  # the text is ours, the name a parameter
    sources = Source.objects.annotate(known_as=has_alias).filter(Q(folded=folded) | Q(known_as=True))[:5]
    if source := _only_one(name, list(sources)):
        return source
    if actor := _only_one(name, _actors(name)):
        return actor
    raise UnknownName(
        _(
            "No source or actor is called “%(name)s”.%(near)s If the claimant is only described, put it in quotation "
            "marks."
        )
        % {"name": name, "near": _near(name)}
    )


def find_actor(name: str) -> Actor:
    """The actor of that name. Raises ``UnknownName``."""
    if actor := _only_one(name, _actors(name)):
        return actor
    raise UnknownName(_("No actor is called “%(name)s”.%(near)s") % {"name": name, "near": _near(name)})


def _actors(name: str) -> list[Actor]:
    """Whoever is called so; the one whose own name it is goes before those who are also called so."""
    folded = fold(name)
    actors = list(Actor.objects.filter(Q(folded=folded) | Q(names__folded=folded)).distinct()[:5])
    own = [actor for actor in actors if fold(actor.name) == folded]
    return own if len(own) == 1 else actors


def _only_one(name: str, rows: list[S]) -> S | None:
    """The only row there is, if any. Raises ``UnknownName`` where there are several."""
    if len(rows) > 1:
        names = ", ".join(f"{row} ({row.get_kind_display()})" for row in rows)
        raise UnknownName(
            _("“%(name)s” can be several: %(names)s. Use the full form for this one.")
            % {"name": name, "names": names}
        )
    return rows[0] if rows else None


def _near(name: str) -> str:
    """Who is called nearly so, by any name or short form."""
    folded = fold(name)
    if not folded:
        return ""
    alike = RawSQL(_LIKE_ALIAS, (folded,))  # noqa: S611  # as above
    sources = Source.objects.annotate(alike=alike).filter(Q(folded__trigram_similar=folded) | Q(alike=True))
    actors = Actor.objects.filter(
        Q(folded__trigram_similar=folded) | Q(names__folded__trigram_similar=folded)
    ).distinct()
    names = [str(row) for row in (*sources[:3], *actors[:3])]
    return " " + _("Nearest: %s.") % ", ".join(names) if names else ""
