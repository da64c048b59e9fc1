"""Claims in words: what their keys are called, and each as a sentence of what somebody says, without who says it."""

from collections.abc import Iterable
from typing import assert_never

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...codebook import CasualtyStatus, Jointly, ResponsibleFor
from .. import document as d
from . import codes, dates, figures

LABELS: dict[str, str | Promise] = {
    "act": gettext_lazy("Kind of statement"),
    "addressee": gettext_lazy("Addressee"),
    "change": gettext_lazy("Change"),
    "clock": gettext_lazy("Hour"),
    "covers": gettext_lazy("Period covered"),
    "delivery": gettext_lazy("Delivery"),
    "detail": gettext_lazy("Detail"),
    "intended": gettext_lazy("Hit or meant"),
    "jointly": gettext_lazy("How they shared in it"),
    "maximum": gettext_lazy("Maximum"),
    "minimum": gettext_lazy("Minimum"),
    "phase": gettext_lazy("Phase"),
    "place": gettext_lazy("Place"),
    "quantifier": gettext_lazy("Quantifier"),
    "responsible_for": gettext_lazy("Responsible for"),
    "same_persons_as": gettext_lazy("Same people as claim"),
    "target": gettext_lazy("Target"),
    "weapon": gettext_lazy("Weapon"),
}
"""What the keys that only claims have are called."""

NAMED_BY: dict[type[d.Claim], str] = {
    d.CasualtyClaim: "claimant outcome minimum best maximum status belongs_to age_band sex occupation place covers",
    d.ResponsibilityClaim: "claimant actors responsible_for",
    d.WeaponClaim: "claimant weapon delivery used_by detail",
    d.PlaceClaim: "claimant place",
    d.TimeClaim: "claimant phase clock",
    d.TargetClaim: "claimant target intended actor place detail",
    d.TerritoryClaim: "claimant change actor place",
    d.StatementClaim: "claimant text",
}
"""Keys that the claim's sentence and its claimant say all about."""


def content(claim: d.AnyClaim) -> str:
    """What is claimed, e.g. “At least 3 wounded” or “Paused about 02:00 on 21 April 2021”."""
    match claim:
        case d.CasualtyClaim():
            text = casualties(claim)
        case d.ResponsibilityClaim():
            text = responsibility(claim)
        case d.WeaponClaim():
            text = weapon(claim)
        case d.PlaceClaim():
            text = claim.place.name if claim.place else (claim.words or _("a place not named"))
        case d.TimeClaim():
            text = time(claim)
        case d.TargetClaim():
            text = target(claim)
        case d.TerritoryClaim():
            text = territory(claim)
        case d.StatementClaim():
            text = claim.text
        case _:
            assert_never(claim)
    return text[:1].upper() + text[1:]


def casualties(claim: d.CasualtyClaim) -> str:
    number = figures.claimed(claim.minimum, claim.best, claim.maximum)
    outcome = codes.lower(claim.outcome, "outcome")
    head = _("%(number)s %(outcome)s") % {"number": number, "outcome": outcome}
    status = "" if claim.status == CasualtyStatus.UNKNOWN else codes.lower(claim.status, "casualty_status")
    side = whose(claim.belongs_to)
    details = [
        status,
        codes.lower(claim.age_band, "age_band"),
        codes.lower(claim.sex, "sex"),
        claim.occupation or "",
        _("of %(side)s") % {"side": side} if side else "",
        _("at %(place)s") % {"place": claim.place.name} if claim.place else "",
        _("covering %(period)s") % {"period": dates.period(claim.covers)} if claim.covers else "",
    ]
    return _with_details(head, details)


def whose(belongs_to: d.Belonging | None) -> str:
    """“Asayish”, “side A”; empty where it is not said."""
    if belongs_to is None:
        return ""
    if belongs_to.actor:
        return belongs_to.actor.name
    return codes.lower(belongs_to.side, "side")


def responsibility(claim: d.ResponsibilityClaim) -> str:
    who = _who(claim)
    if claim.responsible_for == ResponsibleFor.INITIATION:
        return _("%(who)s began it") % {"who": who}
    if claim.responsible_for == ResponsibleFor.HARM:
        return _("%(who)s caused the harm") % {"who": who}
    return _("%(who)s did it") % {"who": who}


def weapon(claim: d.WeaponClaim) -> str:
    name = codes.lower(claim.weapon, "weapon")
    used = _("used by %(actor)s") % {"actor": claim.used_by.name} if claim.used_by else ""
    delivered = _("delivered by %(means)s") % {"means": claim.delivery} if claim.delivery else ""
    return _with_details(name, [used, delivered, claim.detail or ""])


def time(claim: d.TimeClaim) -> str:
    phase = codes.label(claim.phase, "time_phase")
    if not claim.clock:
        return _("%(phase)s: %(days)s") % {"phase": phase, "days": dates.when(claim.occurred)}
    days = {"phase": phase, "clock": claim.clock[:5], "days": dates.on(claim.occurred)}
    return _("%(phase)s about %(clock)s on %(days)s") % days


def target(claim: d.TargetClaim) -> str:
    kind = codes.lower(claim.target, "target")
    head = _("%(target)s (%(intent)s)") % {
        "target": kind,
        "intent": codes.lower(claim.intended, "target_intent"),
    }
    actor = _("of %(actor)s") % {"actor": claim.actor.name} if claim.actor else ""
    place = _("at %(place)s") % {"place": claim.place.name} if claim.place else ""
    return _with_details(head, [actor, place, claim.detail or ""])


def territory(claim: d.TerritoryClaim) -> str:
    who = claim.actor.name if claim.actor else _("an actor not named")
    place = claim.place.name if claim.place else _("ground not named")
    return _("%(change)s: %(who)s, %(place)s") % {
        "change": codes.label(claim.change, "territory_change"),
        "who": who,
        "place": place,
    }


def _who(claim: d.ResponsibilityClaim) -> str:
    names = [actor.name for actor in claim.actors] or [claim.description or _("somebody not named")]
    if len(names) == 1:
        return names[0]
    if claim.jointly == Jointly.ONE_OF:
        return _("one of %(names)s") % {"names": ", ".join(names)}
    if claim.jointly == Jointly.JOINTLY:
        return _("%(names)s together") % {"names": ", ".join(names)}
    return _("%(names)s (how they shared in it is not stated)") % {"names": ", ".join(names)}


def _with_details(head: str, details: Iterable[str]) -> str:
    listed = ", ".join(detail for detail in details if detail)
    return _("%(head)s: %(details)s") % {"head": head, "details": listed} if listed else head
