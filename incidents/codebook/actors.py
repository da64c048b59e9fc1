"""Vocabularies of actors: kinds, relations, and their part in an incident."""

from django.utils.translation import gettext_lazy as _

from .base import Coded
from .base import Crosswalk as X
from .decisions import selected


class ActorKind(Coded):
    STATE_FORCES = (
        "state_forces",
        _("Armed forces of a recognised state acting on its territory."),
        X("1", "government"),
        _("State forces"),
    )
    POLICE = (
        "police",
        _("Police and internal security, of a state or of an authority that governs in fact."),
        X("1", "government"),
        _("Police and internal security"),
    )
    REBEL = (
        "rebel_group",
        _("An organised group that fights a state to replace it or to leave it."),
        X("2", "rebel group"),
        _("Rebel group"),
    )
    POLITICAL_MILITIA = (
        "political_militia",
        _("An armed group that serves a political power without aiming to replace the state."),
        X("3", "non-state actor"),
        _("Political militia"),
    )
    IDENTITY_MILITIA = (
        "identity_militia",
        _("An armed group organised along a community, tribe or sect."),
        X("4", "non-state actor"),
        _("Identity militia"),
    )
    EXTERNAL = (
        "external_forces",
        _("Forces of another state or of a coalition or international mission."),
        X("8", "government (secondary party)"),
        _("External or other forces"),
    )
    AUTHORITY = (
        "political_authority",
        _("A government or administration, as distinct from its armed forces."),
        X("1", "government"),
        _("Political authority"),
    )
    OTHER = ("other", _("An organised actor of another kind."), X("", ""), _("Other"))


class RelationKind(Coded):
    PART_OF = ("part_of", _("A formation within the other; one parent at a time."), X(), _("Part of"))
    SECURITY_FORCE_OF = (
        "security_force_of",
        _("The armed or police arm of the other, a political authority."),
        X(),
        _("Security force of"),
    )
    BACKED_BY = ("backed_by", _("Armed, paid or protected by the other."), X(), _("Backed by"))
    ALLIED = ("allied_with", _("Fights beside the other by agreement."), X(), _("Allied with"))
    SPLINTER = ("splinter_of", _("Broke away from the other."), X(), _("Splinter of"))
    SUCCESSOR = ("successor_of", _("Took the place of the other."), X(), _("Successor of"))
    OPPOSED = ("opposed_to", _("Declared enemy of the other."), X(), _("Opposed to"))


MEMBERSHIP = selected(
    RelationKind,
    {RelationKind.PART_OF, RelationKind.SECURITY_FORCE_OF},
    others={
        RelationKind.BACKED_BY,
        RelationKind.ALLIED,
        RelationKind.SPLINTER,
        RelationKind.SUCCESSOR,
        RelationKind.OPPOSED,
    },
)
"""Relations that make an actor a member of another: a search for the other finds it too."""


class Role(Coded):
    BELLIGERENT = ("belligerent", _("Took part in fighting; who began is open."), X(), _("Belligerent"))
    ATTACKER = ("attacker", _("Carried out the act, or is said to have."), X(), _("Attacker"))
    TARGET = ("target", _("Was the object of the act, or is said to have been."), X(), _("Target"))
    SUPPORTING = ("supporting", _("Helped one side without leading the act."), X(), _("Supporting"))
    MEDIATOR = ("mediator", _("Worked to stop the fighting."), X(), _("Mediator"))
    MENTIONED = ("mentioned", _("Named in the reports without a part in the act."), X(), _("Mentioned"))


IN_THE_ACT = selected(
    Role,
    {Role.BELLIGERENT, Role.ATTACKER, Role.TARGET, Role.SUPPORTING},
    others={Role.MEDIATOR, Role.MENTIONED},
)
"""Roles of those who fought, acted or were acted upon."""


class Side(Coded):
    A = ("a", _("One side; the letter carries no judgement."), X(), _("Side A"))
    B = ("b", _("The side opposed to A."), X(), _("Side B"))
    OTHER = ("other", _("Neither, or a third side."), X(), _("Other"))


OPPOSED_SIDES = selected(Side, {Side.A, Side.B}, others={Side.OTHER})
"""The two sides that an incident is divided into, where it is."""


class Standing(Coded):
    ASSESSED = (
        "assessed",
        _("The analysts hold the part to be established, on the claims named."),
        X(),
        _("Assessed"),
    )
    ALLEGED = ("alleged", _("Somebody says so; the analysts do not."), X(), _("Alleged"))
    DISPUTED = ("disputed", _("Claimed by some and denied by others."), X(), _("Disputed"))
    CODED = ("coded", _("Coded by a dataset, taken over without review here."), X(), _("Coded by a dataset"))


HELD = selected(Standing, {Standing.ASSESSED, Standing.CODED}, others={Standing.ALLEGED, Standing.DISPUTED})
"""Standings of parts that somebody concluded, this desk or a dataset; the others are only said by claimants."""

GIVEN_HERE = selected(
    Standing, {Standing.ASSESSED, Standing.ALLEGED, Standing.DISPUTED}, others={Standing.CODED}
)
"""Standings that analysts give."""


class Certainty(Coded):
    CERTAIN = ("certain", _("No serious doubt."), X(), _("Certain"))
    PROBABLE = ("probable", _("More likely than not."), X(), _("Probable"))
    POSSIBLE = ("possible", _("Cannot be ruled out."), X(), _("Possible"))
    UNKNOWN = ("unknown", _("Cannot be judged."), X(), _("Not judged"))


class NameKind(Coded):
    MAIN = ("main", _("The name by which the record calls it."), X(), _("Main name"))
    ALIAS = ("alias", _("Another name in use."), X(), _("Alias"))
    ACRONYM = ("acronym", _("A short form made of initials."), X(), _("Acronym"))
    FORMER = ("former", _("A name no longer in use."), X(), _("Former name"))
    HOSTILE = (
        "hostile",
        _("A name used by opponents; never used by the record itself."),
        X(),
        _("Hostile name"),
    )


class Script(Coded):
    LATIN = ("Latn", _("Latin script (ISO 15924)."), X(), _("Latin"))
    ARABIC = ("Arab", _("Arabic script (ISO 15924)."), X(), _("Arabic"))
    CYRILLIC = ("Cyrl", _("Cyrillic script (ISO 15924)."), X(), _("Cyrillic"))
    HEBREW = ("Hebr", _("Hebrew script (ISO 15924)."), X(), _("Hebrew"))
    OTHER = ("Zyyy", _("Another or an undetermined script (ISO 15924)."), X(), _("Other"))
