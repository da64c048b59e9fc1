"""Vocabularies of sources: kinds of source, reliability, affiliations, triage of reports, licences."""

from django.utils.translation import gettext_lazy as _

from .base import Coded
from .base import Crosswalk as X


class SourceKind(Coded):
    NEWS = ("news_media", _("A newspaper, broadcaster or news site."), X("National"), _("News media"))
    AGENCY = ("news_agency", _("An agency whose reports others relay."), X("International"), _("News agency"))
    MONITOR = (
        "monitor",
        _("An organisation that records incidents or abuses."),
        X("Local partner"),
        _("Monitoring organisation"),
    )
    PARTY = (
        "party",
        _("Press office or spokesperson of a party to the conflict."),
        X("Other"),
        _("Party to the conflict"),
    )
    OFFICIAL = ("official", _("A public authority or an international body."), X("Other"), _("Official body"))
    NGO = ("ngo", _("An aid or civil society organisation."), X("Other"), _("Non-governmental organisation"))
    SOCIAL = ("social_media", _("An account or channel."), X("New media"), _("Social media"))
    DATASET = ("dataset", _("A published dataset of events."), X("Other"), _("Dataset"))
    PERSON = (
        "private_person",
        _("A person who is no public voice; confidential unless decided otherwise."),
        X(),
        _("Private person"),
    )
    OTHER = ("other", _("Another kind of source."), X("Other"), _("Other"))


class Reliability(Coded):
    A = ("A", _("Completely reliable (NATO AJP-2.1)."), X(), _("A: completely reliable"))
    B = ("B", _("Usually reliable (NATO AJP-2.1)."), X(), _("B: usually reliable"))
    C = ("C", _("Fairly reliable (NATO AJP-2.1)."), X(), _("C: fairly reliable"))
    D = ("D", _("Not usually reliable (NATO AJP-2.1)."), X(), _("D: not usually reliable"))
    E = ("E", _("Unreliable (NATO AJP-2.1)."), X(), _("E: unreliable"))
    F = ("F", _("Cannot be judged; not the worst grade (NATO AJP-2.1)."), X(), _("F: cannot be judged"))


class AffiliationKind(Coded):
    ORGAN = ("official_organ", _("Speaks for the actor."), X(), _("Official organ of"))
    OWNED = ("owned_by", _("Belongs to the actor."), X(), _("Owned by"))
    FUNDED = ("funded_by", _("Lives on the actor's money."), X(), _("Funded by"))
    ALIGNED = (
        "aligned_with",
        _("Called close to the actor, without speaking for it."),
        X(),
        _("Aligned with"),
    )


class Triage(Coded):
    NEW = ("new", _("Not read yet."), X(), _("New"))
    CODED = ("coded", _("Read, and its claims entered."), X(), _("Coded"))
    SET_ASIDE = ("set_aside", _("Read; nothing to enter."), X(), _("Set aside"))
    DUPLICATE = ("duplicate", _("The same text as another report."), X(), _("Duplicate"))


class Licence(Coded):
    OWN = ("own", _("Coded by this team from reports."), X(), _("Own coding"))
    CC_BY = ("cc-by-4.0", _("Creative Commons Attribution 4.0."), X(), _("CC BY 4.0"))
    CC0 = ("cc0-1.0", _("Public domain dedication."), X(), _("CC0 1.0"))
    ODBL = ("odbl-1.0", _("Open Database Licence 1.0."), X(), _("ODbL 1.0"))
    RESTRICTED = (
        "restricted",
        _("May be used on the desk, but not published (such as ACLED's)."),
        X(),
        _("Not for publication"),
    )
