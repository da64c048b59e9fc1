"""Vocabularies of claims: kinds of claim, casualties, responsibility, statements, and the people concerned."""

from django.utils.translation import gettext_lazy as _

from .base import Coded
from .base import Crosswalk as X
from .decisions import decided

__all__ = [
    "CLAIM_READING_ORDER",
    "COUNTED_AS",
    "AgeBand",
    "Basis",
    "CasualtyStatus",
    "ClaimKind",
    "GradeAbout",
    "GradeValue",
    "Jointly",
    "Outcome",
    "PublicationBasis",
    "ResponsibleFor",
    "Sex",
    "SpeechAct",
    "Stance",
    "TimePhase",
]


class ClaimKind(Coded):
    CASUALTY = ("casualty", _("How many people came to what harm."), X(), _("Casualties"))
    RESPONSIBILITY = ("responsibility", _("Who did it."), X(), _("Responsibility"))
    WEAPON = ("weapon", _("What was used, and by whom."), X(), _("Weapon"))
    PLACE = ("place", _("Where it happened."), X(), _("Place"))
    TIME = ("time", _("When it started, paused, resumed, escalated or ended."), X(), _("Time"))
    TARGET = ("target", _("What was hit, and what was meant."), X(), _("Target"))
    TERRITORY = ("territory", _("Ground gained, lost or held."), X(), _("Territory"))
    STATEMENT = ("statement", _("An accusation, a position, a threat, a reply."), X(), _("Statement"))


CLAIM_READING_ORDER = (
    ClaimKind.CASUALTY,
    ClaimKind.RESPONSIBILITY,
    ClaimKind.TARGET,
    ClaimKind.WEAPON,
    ClaimKind.TIME,
    ClaimKind.PLACE,
    ClaimKind.TERRITORY,
    ClaimKind.STATEMENT,
)
"""The kinds in the order in which readers meet them on the page of an incident."""


class Basis(Coded):
    WITNESSED = ("witnessed", _("The claimant was there."), X(), _("Witnessed"))
    OWN_SOURCES = ("own_sources", _("The claimant rests on sources of its own."), X(), _("Own sources"))
    DERIVED = ("derived", _("Taken over from another claim; adds no independence."), X(), _("Derived"))
    UNSTATED = ("unstated", _("The claimant does not say how it knows."), X(), _("Unstated"))


class Stance(Coded):
    ASSERTS = ("asserts", _("Says that it is so."), X(), _("Asserts"))
    DENIES = ("denies", _("Says that it is not so."), X(), _("Denies"))
    QUESTIONS = ("questions", _("Says that it is in doubt."), X(), _("Questions"))
    WITHDRAWS = ("withdraws", _("Takes back what it said."), X(), _("Withdraws"))


class Outcome(Coded):
    KILLED = (
        "killed",
        _("Died in the incident, or later of wounds from it."),
        X("fatalities", "best"),
        _("Killed"),
    )
    WOUNDED = ("wounded", _("Hurt and not known to have died."), X(), _("Wounded"))
    KILLED_OR_WOUNDED = (
        "killed_or_wounded",
        _("A number that the claimant does not divide; never added to the killed."),
        X(),
        _("Killed or wounded"),
    )
    DIED_LATER = (
        "died_later",
        _("Wounded first, then died of it: one person."),
        X(),
        _("Died later of wounds"),
    )
    MISSING = ("missing", _("Whereabouts unknown."), X(), _("Missing"))
    DETAINED = ("detained", _("Held by an authority."), X(), _("Detained"))
    ABDUCTED = ("abducted", _("Taken against their will."), X(), _("Abducted"))
    RELEASED = ("released", _("Set free."), X(), _("Released"))
    DISPLACED = ("displaced", _("Made to leave their homes."), X(), _("Displaced"))
    SEXUAL_VIOLENCE = ("sexual_violence", _("Suffered sexual violence."), X(), _("Sexual violence"))
    FOUND_DEAD = (
        "found_dead",
        _("Found dead after going missing or being taken; counts as killed in figures."),
        X(),
        _("Found dead"),
    )


COUNTED_AS: dict[str, Outcome] = decided(
    Outcome,
    {
        Outcome.KILLED: Outcome.KILLED,
        Outcome.DIED_LATER: Outcome.KILLED,
        Outcome.FOUND_DEAD: Outcome.KILLED,
        Outcome.WOUNDED: Outcome.WOUNDED,
        Outcome.KILLED_OR_WOUNDED: Outcome.KILLED_OR_WOUNDED,
        Outcome.MISSING: Outcome.MISSING,
        Outcome.DETAINED: Outcome.DETAINED,
        Outcome.ABDUCTED: Outcome.ABDUCTED,
        Outcome.RELEASED: Outcome.RELEASED,
        Outcome.DISPLACED: Outcome.DISPLACED,
        Outcome.SEXUAL_VIOLENCE: Outcome.SEXUAL_VIOLENCE,
    },
)
"""The outcome in whose sum people of each outcome are counted: whoever died of it is among the killed."""


class CasualtyStatus(Coded):
    CIVILIAN = ("civilian", _("Took no part in fighting."), X("", "deaths_civilians"), _("Civilian"))
    COMBATANT = (
        "combatant",
        _("Member of an armed actor, police included."),
        X("", "deaths_a, deaths_b"),
        _("Combatant"),
    )
    HORS_DE_COMBAT = (
        "hors_de_combat",
        _("Fighter who is wounded, captured or has surrendered."),
        X(),
        _("Hors de combat"),
    )
    UNKNOWN = (
        "unknown",
        _("Not stated, or civilians and fighters counted together."),
        X("", "deaths_unknown"),
        _("Unknown or undivided"),
    )


class AgeBand(Coded):
    CHILD = ("child", _("Under 18 years."), X(), _("Child"))
    ADULT = ("adult", _("18 years or older."), X(), _("Adult"))
    OLDER = ("older", _("60 years or older."), X(), _("Older person"))


class Sex(Coded):
    FEMALE = ("female", _("Women and girls."), X(), _("Female"))
    MALE = ("male", _("Men and boys."), X(), _("Male"))


class Jointly(Coded):
    SOLE = ("sole", _("One actor, or one description."), X(), _("Sole"))
    JOINTLY = ("jointly", _("All the named actors together."), X(), _("Jointly"))
    ONE_OF = ("one_of", _("One of the named actors, which one is open."), X(), _("One of"))
    UNCLEAR = ("unclear", _("How they shared in it is not stated."), X(), _("Unclear"))


class ResponsibleFor(Coded):
    INITIATION = ("initiation", _("Who began."), X(), _("The initiation"))
    ACT = ("act", _("Who carried out the act."), X(), _("The act"))
    HARM = ("harm", _("Whose fire or act caused the harm."), X(), _("The harm"))


class TimePhase(Coded):
    STARTED = ("started", _("It began."), X(), _("Started"))
    PAUSED = ("paused", _("It stopped for a while."), X(), _("Paused"))
    RESUMED = ("resumed", _("It began again."), X(), _("Resumed"))
    ESCALATED = ("escalated", _("It grew stronger."), X(), _("Escalated"))
    ONGOING = ("ongoing", _("It was going on."), X(), _("Ongoing"))
    ENDED = ("ended", _("It was over."), X(), _("Ended"))


class SpeechAct(Coded):
    ACCUSATION = ("accusation", _("Blames somebody."), X(), _("Accusation"))
    POSITION = ("position", _("States what the claimant holds or will do."), X(), _("Position"))
    THREAT = ("threat", _("Announces force."), X(), _("Threat"))
    REPLY = ("reply", _("Answers what another said."), X(), _("Reply"))


class GradeAbout(Coded):
    OCCURRENCE = ("occurrence", _("Did it happen?"), X(), _("Occurrence"))
    RESPONSIBILITY = ("responsibility", _("Who did it?"), X(), _("Responsibility"))
    CASUALTIES = ("casualties", _("How many came to harm?"), X(), _("Casualties"))
    PLACE_AND_TIME = ("place_and_time", _("Where and when?"), X(), _("Place and time"))


class GradeValue(Coded):
    NOT_ASSESSED = (
        "not_assessed",
        _("No analyst has judged this yet; it says nothing of doubt."),
        X(),
        _("Not assessed"),
    )
    SINGLE_SOURCE = ("single_source", _("Rests on one independent origin."), X(), _("Single source"))
    CORROBORATED = (
        "corroborated",
        _("Two or more independent origins agree."),
        X(),
        _("Corroborated"),
    )
    CONFIRMED = (
        "confirmed",
        _("Independent origins that are no party agree, or material evidence was examined."),
        X(),
        _("Confirmed"),
    )
    CONTESTED = ("contested", _("Origins contradict each other."), X(), _("Contested"))
    DISPROVED = (
        "disproved",
        _("Shown to be untrue; kept so that it can be recognised."),
        X(),
        _("Disproved"),
    )


class PublicationBasis(Coded):
    NONE = ("none", _("No ground to name the person: the name stays on the desk."), X(), _("Do not name"))
    CONSENT = ("consent", _("The person, or those who may speak for him or her, agreed."), X(), _("Consent"))
    PUBLIC_ALREADY = (
        "already_public",
        _("The name is widely published by others."),
        X(),
        _("Already public"),
    )
    PUBLIC_FIGURE = ("public_figure", _("The person acted in a public office."), X(), _("Public figure"))
