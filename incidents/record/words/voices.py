"""Whose voice it is: the desk's own needs no words, a dataset's is always named, with what was looked at here."""

from django.utils.translation import gettext as _

from ...codebook import EventType, ReviewResult, SubEventType
from .. import document as d
from . import codes, dates

_SHORT = {"ucdp-ged": "UCDP GED", "acled": "ACLED"}
"""Names by which their users know the datasets that have an importer of their own."""


def dataset_name(origin: d.Provenance) -> str:
    """“UCDP GED 19.1”, or the full title and version of a dataset that is less known."""
    return f"{_SHORT.get(origin.dataset, origin.title or origin.dataset)} {origin.version}".strip()


def by_whom(by: str, origin: d.Provenance | None) -> str:
    """Empty for what is the desk's; else the dataset as ``dataset_name`` has it."""
    if by == d.DESK:
        return ""
    return dataset_name(origin) if origin and by == f"{origin.dataset} {origin.version}" else by


def of_incident(document: d.IncidentDocument) -> str:
    """“UCDP GED 19.1, not reviewed here”; empty for our own coding."""
    if document.origin is None:
        return ""
    parts = {"dataset": dataset_name(document.origin)}
    reviewed = document.reviewed
    if reviewed is None:
        return _("%(dataset)s, not reviewed here") % parts
    parts["day"] = dates.day_of(reviewed.on)
    if reviewed.result == ReviewResult.ADOPTED:
        return _("%(dataset)s, adopted here on %(day)s") % parts
    return _("%(dataset)s, changed here on %(day)s") % parts


def dataset_type(document: d.IncidentDocument) -> str:
    """“UCDP GED: state-based violence”: what the dataset says of the kind of event; empty where it says nothing."""
    origin = document.origin
    if origin is None or not origin.violence_type:
        return ""
    name = _SHORT.get(origin.dataset, origin.title or origin.dataset)
    kind = codes.lower(origin.violence_type, "violence_type")
    return _("%(dataset)s: %(type)s violence") % {"dataset": name, "type": kind}


def event_kind(document: d.IncidentDocument) -> str:
    """What kind of event it was: in the dataset's words where the type is its own, else the closer of our types."""
    is_theirs = document.by.event_type != d.DESK or document.event_type == EventType.UNCLEAR
    if is_theirs and (words := dataset_type(document)):
        return words
    if document.sub_event_type == SubEventType.OTHER:
        return codes.label(document.event_type, "event_type")
    return codes.label(document.sub_event_type, "sub_event_type")
