"""Claimants and independence in sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..document import Claimant, Independence, Origin, Ref


def claimant_name(claimant: Claimant) -> str:
    """Who says so, as far as it may be said."""
    if claimant.withheld:
        return _("a source that is not named, for its safety")
    names = [voice.name for voice in (claimant.source, claimant.actor) if voice]
    if claimant.description:
        names = [claimant.description, *names]
    return ", ".join(names) or _("a claimant not named")


def claimant_ref(claimant: Claimant) -> Ref | None:
    return claimant.source or claimant.actor


def standing_of(origin: Origin) -> str:
    """Why an origin counts as it does."""
    if origin.party:
        return _("a party to the conflict")
    if origin.aligned_with:
        names = ", ".join(actor.name for actor in origin.aligned_with)
        return _("no party itself, but aligned with %(names)s") % {"names": names}
    return _("no party to the conflict")


def count(independence: Independence) -> str:
    """“One independent origin, a party to the conflict.”"""
    if independence.count == 0:
        return _("No independent origin.")
    number = ngettext("%(count)s independent origin", "%(count)s independent origins", independence.count) % {
        "count": independence.count
    }
    return f"{number}; {_parties(independence)}."


def _parties(independence: Independence) -> str:
    parties = independence.count - independence.non_party
    if independence.count == 1:
        return _("it is a party to the conflict") if parties else _("it is no party to the conflict")
    if not parties:
        return _("none is a party to the conflict")
    if not independence.non_party:
        return _("all are parties to the conflict")
    return ngettext(
        "%(count)s of them is a party to the conflict",
        "%(count)s of them are parties to the conflict",
        parties,
    ) % {"count": parties}
