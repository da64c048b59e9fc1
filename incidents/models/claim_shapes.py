"""The shape of each kind of claim: the fields it has, which of them it needs, and how a form lays them out.

The check constraints (``claim_rules``), the proxy models (``claim_kinds``), the short text of a claim on the desk and
the desk's forms with their required fields are drawn from this table. A new kind of claim is written in

1. ``codebook/claims.py``: its code in ``ClaimKind``, its place in ``CLAIM_READING_ORDER``, its own vocabulary;
2. ``codebook/registry.py``: the title of that vocabulary, where it has one;
3. this table: its ``ClaimShape``, and each new field in ``EMPTY``;
4. ``models/claims.py``: the new columns, with the constraint of each code;
5. ``record/document/claims.py``: its struct, in the union of all claims too;
6. ``editorial/compile/claims.py``: the struct made from the row;
7. ``record/words/claims.py``: the names of its keys, and the claim as a sentence;
8. ``exports/tables/claims.py``: its columns, and the values in them.

and a migration. Its form on the desk, its heading on the page of an incident, its shape in the API, the JSON Schema and
the codebook page follow by themselves; mypy and the tests name what is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from incidents.codebook import ClaimKind
from incidents.codebook.base import Words


@dataclass(frozen=True)
class ClaimShape:
    """The fields of one kind of claim, beyond those that every claim has."""

    name: Words
    plural: Words
    lines: tuple[tuple[str, ...], ...] = ()
    """Fields of this kind only, line by line as the form shows them; every other kind keeps them empty. The first is
    the code that stands for the claim in lists."""
    required: tuple[str, ...] = ()
    """Codes that it must give."""
    shared: tuple[str, ...] = ()
    """Fields that other kinds use too; a kind that does not name them keeps them empty."""

    @property
    def own(self) -> tuple[str, ...]:
        """Fields of this kind only, without the lines."""
        return tuple(field for line in self.lines for field in line)


CLAIM_SHAPES: dict[ClaimKind, ClaimShape] = {
    ClaimKind.CASUALTY: ClaimShape(
        name=_("casualty claim"),
        plural=_("casualty claims"),
        lines=(
            ("outcome", "status"),
            ("minimum", "best", "maximum", "quantifier"),
            ("belongs_to_actor", "belongs_to_side"),
            ("age_band", "sex", "occupation"),
            ("within", "same_persons_as"),
            ("covers_from", "covers_until"),
        ),
        required=("outcome", "status"),
        shared=("place",),
    ),
    ClaimKind.RESPONSIBILITY: ClaimShape(
        name=_("responsibility claim"),
        plural=_("responsibility claims"),
        lines=(("responsible_for", "jointly"),),
        required=("jointly", "responsible_for"),
        shared=("detail",),
    ),
    ClaimKind.WEAPON: ClaimShape(
        name=_("weapon claim"),
        plural=_("weapon claims"),
        lines=(("weapon", "delivery"),),
        required=("weapon",),
        shared=("actor", "detail"),
    ),
    ClaimKind.PLACE: ClaimShape(
        name=_("place claim"),
        plural=_("place claims"),
        shared=("place", "detail"),
    ),
    ClaimKind.TIME: ClaimShape(
        name=_("time claim"),
        plural=_("time claims"),
        lines=(
            ("phase",),
            ("time_earliest", "time_latest"),
            ("time_precision", "time_of_day", "clock"),
        ),
        required=("phase",),
    ),
    ClaimKind.TARGET: ClaimShape(
        name=_("target claim"),
        plural=_("target claims"),
        lines=(("target", "intended"),),
        required=("target", "intended"),
        shared=("actor", "place", "detail"),
    ),
    ClaimKind.TERRITORY: ClaimShape(
        name=_("territory claim"),
        plural=_("territory claims"),
        lines=(("change",),),
        required=("change",),
        shared=("actor", "place"),
    ),
    ClaimKind.STATEMENT: ClaimShape(
        name=_("statement"),
        plural=_("statements"),
        lines=(("act",),),
        required=("act",),
        shared=("actor", "detail"),
    ),
}

EMPTY: dict[str, str | None] = {
    "outcome": "",
    "minimum": None,
    "best": None,
    "maximum": None,
    "quantifier": "",
    "status": "",
    "belongs_to_actor": None,
    "belongs_to_side": "",
    "age_band": "",
    "sex": "",
    "occupation": "",
    "within": None,
    "same_persons_as": None,
    "covers_from": None,
    "covers_until": None,
    "jointly": "",
    "responsible_for": "",
    "weapon": "",
    "delivery": "",
    "phase": "",
    "time_earliest": None,
    "time_latest": None,
    "time_precision": "",
    "time_of_day": "",
    "clock": None,
    "target": "",
    "intended": "",
    "change": "",
    "act": "",
    "actor": None,
    "place": None,
    "detail": "",
}
"""What each of these fields holds in a claim of a kind that does not have it, in the order of the constraints."""
