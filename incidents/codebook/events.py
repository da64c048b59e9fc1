"""Vocabularies of events: event types, extent, harm to civilians, weapons, targets, territory, episodes."""

from django.utils.translation import gettext_lazy as _

from .base import Coded
from .base import Crosswalk as X
from .decisions import decided


class EventType(Coded):
    BATTLE = (
        "battle",
        _("Organised armed actors fight each other at close or medium range, whoever began."),
        X("Battles", "1 or 2"),
        _("Battle"),
    )
    EXPLOSION = (
        "explosion",
        _("Force applied from a distance or by a device: shelling, air strikes, mines, bombs."),
        X("Explosions/Remote violence", "1, 2 or 3"),
        _("Explosion or remote violence"),
    )
    CIVILIANS = (
        "violence_against_civilians",
        _("Deliberate violence by an organised actor against people who take no part in fighting."),
        X("Violence against civilians", "3"),
        _("Violence against civilians"),
    )
    DETENTION = (
        "detention",
        _("People are arrested, rounded up or held by an actor that governs or claims to."),
        X("Strategic developments"),
        _("Arrest or detention"),
    )
    DEMONSTRATION = (
        "demonstration",
        _("People gather in public to demand or oppose something, peacefully or not."),
        X("Protests"),
        _("Demonstration"),
    )
    STRATEGIC = (
        "strategic",
        _("A development without violence against people that changes the conflict."),
        X("Strategic developments"),
        _("Strategic development"),
    )
    UNCLEAR = (
        "unclear",
        _("Harm is reported, but not what kind of event caused it."),
        X(),
        _("Unclear"),
    )


class SubEventType(Coded):
    ARMED_CLASH = (
        "armed_clash",
        _("Exchange of fire between armed actors without a known change of control."),
        X("Armed clash", "1 or 2"),
        _("Armed clash"),
    )
    TERRITORY_TAKEN = (
        "territory_taken",
        _("Fighting after which a non-state actor holds ground it did not hold before."),
        X("Non-state actor overtakes territory", "1 or 2"),
        _("Ground taken by a non-state actor"),
    )
    TERRITORY_REGAINED = (
        "territory_regained",
        _("Fighting after which state forces hold ground they did not hold before."),
        X("Government regains territory", "1"),
        _("Ground regained by state forces"),
    )
    AIR_STRIKE = (
        "air_strike",
        _("Munitions delivered by a crewed aircraft."),
        X("Air/drone strike", "1, 2 or 3"),
        _("Air strike"),
    )
    DRONE_STRIKE = (
        "drone_strike",
        _("Munitions delivered by an uncrewed aircraft."),
        X("Air/drone strike", "1, 2 or 3"),
        _("Drone strike"),
    )
    SHELLING = (
        "shelling",
        _("Indirect fire by artillery, mortars, rockets or missiles from the ground."),
        X("Shelling/artillery/missile attack", "1, 2 or 3"),
        _("Shelling, artillery or missile attack"),
    )
    IED = (
        "remote_explosive",
        _("An improvised or placed device set off by command, timer or victim, without its bearer dying."),
        X("Remote explosive/landmine/IED", "1, 2 or 3"),
        _("Improvised or remote explosive"),
    )
    LANDMINE = (
        "landmine_or_remnant",
        _("A mine or a left-over munition explodes, often long after it was placed."),
        X("Remote explosive/landmine/IED"),
        _("Mine or explosive remnant"),
    )
    SUICIDE_BOMBING = (
        "suicide_bombing",
        _("An attacker carries or drives explosives and dies in setting them off."),
        X("Suicide bomb", "1, 2 or 3"),
        _("Suicide bombing"),
    )
    GRENADE = (
        "grenade",
        _("A hand-thrown explosive is the main weapon."),
        X("Grenade", "1, 2 or 3"),
        _("Grenade"),
    )
    CHEMICAL = (
        "chemical_weapon",
        _("A toxic chemical is used as a weapon; allegations count as claims until assessed."),
        X("Chemical weapon", "1, 2 or 3"),
        _("Chemical weapon"),
    )
    EXPLOSION_UNCLEAR = (
        "explosion_of_unclear_origin",
        _("An explosion of which it is not established whether it was an attack, a strike or an accident."),
        X("Remote explosive/landmine/IED"),
        _("Explosion of unclear origin"),
    )
    ATTACK = (
        "attack",
        _("Killing, wounding or beating of civilians with weapons other than those listed above."),
        X("Attack", "3"),
        _("Attack on civilians"),
    )
    EXECUTION = (
        "execution",
        _("Killing of people who are in the hands of the perpetrator."),
        X("Attack", "3"),
        _("Execution"),
    )
    ABDUCTION = (
        "abduction",
        _("People are taken against their will, or vanish in the hands of an actor."),
        X("Abduction/forced disappearance"),
        _("Abduction or enforced disappearance"),
    )
    SEXUAL_VIOLENCE = (
        "sexual_violence",
        _("Violence of a sexual nature by an organised actor."),
        X("Sexual violence"),
        _("Sexual violence"),
    )
    BODY_FOUND = (
        "body_found",
        _("One or several dead are found whose killing was not itself reported."),
        X("Attack", "3"),
        _("Body found"),
    )
    ARREST = (
        "arrest",
        _("Arrests, raids or round-ups."),
        X("Arrests"),
        _("Arrest or raid"),
    )
    PEACEFUL_PROTEST = (
        "peaceful_protest",
        _("A demonstration without violence by or against the participants."),
        X("Peaceful protest"),
        _("Peaceful protest"),
    )
    PROTEST_MET_WITH_FORCE = (
        "protest_met_with_force",
        _("A peaceful demonstration against which force is used."),
        X("Excessive force against protesters", "3"),
        _("Protest met with force"),
    )
    RIOT = (
        "riot",
        _("Participants of a demonstration or a crowd use violence."),
        X("Violent demonstration"),
        _("Riot or mob violence"),
    )
    AGREEMENT = (
        "agreement",
        _("A truce, a peace or an exchange is agreed or declared."),
        X("Agreement"),
        _("Agreement or truce"),
    )
    TRANSFER = (
        "transfer_of_territory",
        _("Ground changes hands without fighting."),
        X("Non-violent transfer of territory"),
        _("Transfer of ground without fighting"),
    )
    PROPERTY = (
        "looting_or_destruction",
        _("Property is looted or destroyed without people being attacked."),
        X("Looting/property destruction"),
        _("Looting or destruction of property"),
    )
    WEAPONS_SEIZED = (
        "weapons_seized_or_defused",
        _("Weapons are intercepted, seized or made harmless before use."),
        X("Disrupted weapons use"),
        _("Weapons seized or defused"),
    )
    MOVEMENT = (
        "movement_or_base",
        _("Forces move, gather, or set up a base or a checkpoint."),
        X("Headquarters or base established"),
        _("Movement of forces or new base"),
    )
    OTHER = (
        "other",
        _("None of the others; say what in the summary."),
        X("Other"),
        _("Other"),
    )


SUB_EVENTS: dict[EventType, tuple[SubEventType, ...]] = decided(
    EventType,
    {
        EventType.BATTLE: (
            SubEventType.ARMED_CLASH,
            SubEventType.TERRITORY_TAKEN,
            SubEventType.TERRITORY_REGAINED,
        ),
        EventType.EXPLOSION: (
            SubEventType.AIR_STRIKE,
            SubEventType.DRONE_STRIKE,
            SubEventType.SHELLING,
            SubEventType.IED,
            SubEventType.LANDMINE,
            SubEventType.SUICIDE_BOMBING,
            SubEventType.GRENADE,
            SubEventType.CHEMICAL,
            SubEventType.EXPLOSION_UNCLEAR,
        ),
        EventType.CIVILIANS: (
            SubEventType.ATTACK,
            SubEventType.EXECUTION,
            SubEventType.ABDUCTION,
            SubEventType.SEXUAL_VIOLENCE,
            SubEventType.BODY_FOUND,
        ),
        EventType.DETENTION: (SubEventType.ARREST,),
        EventType.DEMONSTRATION: (
            SubEventType.PEACEFUL_PROTEST,
            SubEventType.PROTEST_MET_WITH_FORCE,
            SubEventType.RIOT,
        ),
        EventType.STRATEGIC: (
            SubEventType.AGREEMENT,
            SubEventType.TRANSFER,
            SubEventType.PROPERTY,
            SubEventType.WEAPONS_SEIZED,
            SubEventType.MOVEMENT,
            SubEventType.OTHER,
        ),
        EventType.UNCLEAR: (SubEventType.OTHER, SubEventType.BODY_FOUND),
    },
)
"""Which sub-event types each event type has; enforced by a check constraint on incidents."""


class Extent(Coded):
    SINGLE = (
        "single",
        _("One engagement or attack, by the same sides, at one locality, with lulls under 24 hours."),
        X(),
        _("Single incident"),
    )
    SERIES = (
        "series",
        _("Several incidents that the reports do not tell apart; kept off totals of single incidents."),
        X(),
        _("Series"),
    )
    AGGREGATE = (
        "aggregate",
        _("A sum over a period or an area, such as a year-end count; neither mapped nor added to totals."),
        X("", "summary event (date_prec 5, where_prec 4-6)"),
        _("Aggregate"),
    )


class CivilianHarm(Coded):
    TARGETED = (
        "targeted",
        _("Civilians were the object of the act."),
        X("civilian_targeting"),
        _("Targeted"),
    )
    INDISCRIMINATE = (
        "indiscriminate",
        _("The act could not or did not distinguish civilians from fighters."),
        X(),
        _("Indiscriminate"),
    )
    INCIDENTAL = (
        "incidental",
        _("Civilians came to harm, but were not the object of the act."),
        X(),
        _("Incidental"),
    )
    UNCLEAR = ("unclear", _("Whether civilians came to harm is not known."), X(), _("Unclear"))
    NONE = ("none", _("No harm to civilians is reported."), X(), _("None reported"))


class Weapon(Coded):
    SMALL_ARMS = ("small_arms", _("Rifles, pistols, light machine guns."), X(), _("Small arms"))
    HEAVY = (
        "heavy_weapons",
        _("Weapons called heavy by the claimant, or crewed direct-fire weapons such as RPGs and cannon."),
        X(),
        _("Heavy weapons"),
    )
    RPG = ("rpg", _("Shoulder-fired rocket-propelled grenades."), X(), _("Rocket-propelled grenade"))
    ARTILLERY = ("artillery", _("Guns, mortars and rocket artillery."), X(), _("Artillery or mortar"))
    MISSILE = ("missile", _("Guided or ballistic missiles."), X(), _("Missile"))
    AIRCRAFT_BOMB = ("air_delivered", _("Bombs and missiles from the air."), X(), _("Air-delivered munition"))
    BARREL_BOMB = ("barrel_bomb", _("Improvised air-dropped containers."), X(), _("Barrel bomb"))
    CLUSTER = ("cluster_munition", _("Munitions that scatter submunitions."), X(), _("Cluster munition"))
    DRONE = ("drone", _("Uncrewed aircraft as weapon or carrier."), X(), _("Drone"))
    IED = ("ied", _("Improvised explosive devices."), X(), _("Improvised explosive device"))
    MINE = ("mine", _("Land mines and explosive remnants."), X(), _("Mine or remnant"))
    GRENADE = ("grenade", _("Hand grenades."), X(), _("Grenade"))
    CHEMICAL = ("chemical", _("Toxic chemicals."), X(), _("Chemical"))
    FIRE = ("fire", _("Arson and incendiary weapons."), X(), _("Fire or incendiary"))
    COLD = ("blade_or_blunt", _("Knives, stones, clubs, bare hands."), X(), _("Blade or blunt force"))
    UNKNOWN = ("unknown", _("Not stated."), X(), _("Unknown"))


class TargetKind(Coded):
    CHECKPOINT = ("checkpoint", _("A checkpoint or security post."), X(), _("Checkpoint"))
    MILITARY = ("military", _("Fighters, their bases, vehicles or positions."), X(), _("Military"))
    POLICE = ("police", _("Police or internal security."), X(), _("Police or security"))
    DEPOT = ("depot", _("Arms, ammunition or fuel stores."), X(), _("Depot"))
    CIVILIANS = ("civilians", _("People who take no part in fighting."), X(), _("Civilians"))
    HOMES = ("homes", _("Dwellings."), X(), _("Homes"))
    MEDICAL = ("medical", _("Hospitals, ambulances, health workers."), X(), _("Medical"))
    SCHOOL = ("school", _("Schools and universities."), X(), _("Education"))
    RELIGIOUS = ("religious", _("Places of worship and religious people."), X(), _("Religious"))
    MARKET = ("market", _("Markets and shops."), X(), _("Market"))
    INFRASTRUCTURE = (
        "infrastructure",
        _("Water, power, roads, bridges and the like."),
        X(),
        _("Infrastructure"),
    )
    AID = ("humanitarian", _("Aid workers, convoys and stores."), X(), _("Humanitarian"))
    MEDIA = ("media", _("Journalists and media premises."), X(), _("Media"))
    GOVERNMENT = ("government", _("Political leaders and public offices."), X(), _("Government"))
    CAMP = ("camp", _("Camps of displaced people or prisoners."), X(), _("Camp or prison"))
    OTHER = ("other", _("Another target; say what in the detail."), X(), _("Other"))
    UNKNOWN = ("unknown", _("Not stated."), X(), _("Unknown"))


class TargetIntent(Coded):
    HIT = ("hit", _("What was struck."), X(), _("Hit"))
    MEANT = ("meant", _("What the claimant says was aimed at."), X(), _("Meant"))
    BOTH = ("hit_and_meant", _("Struck, and aimed at."), X(), _("Hit and meant"))


class TerritoryChange(Coded):
    GAINED = ("gained", _("The actor took ground."), X(), _("Gained"))
    LOST = ("lost", _("The actor gave up ground."), X(), _("Lost"))
    HELD = ("held", _("The actor kept ground."), X(), _("Held"))


class EpisodeKind(Coded):
    BATTLE = ("battle", _("Fighting for one place over days or weeks."), X(), _("Battle"))
    SIEGE = ("siege", _("A place cut off by force."), X(), _("Siege"))
    ESCALATION = ("escalation", _("Linked clashes between the same sides."), X(), _("Escalation"))
    CAMPAIGN = ("campaign", _("Operations with one stated aim over an area."), X(), _("Campaign"))


class LinkKind(Coded):
    PART_OF = ("part_of", _("This incident is one of those the other sums up."), X(), _("Part of"))
    FOLLOWS = ("follows", _("This incident came after the other, between the same sides."), X(), _("Follows"))
    RETALIATION = (
        "retaliation_for",
        _("A claimant says that this incident answers the other."),
        X(),
        _("Retaliation for"),
    )
    SAME = (
        "same_engagement",
        _("The same engagement reported apart, kept apart until it is settled."),
        X(),
        _("Same engagement reported apart"),
    )
    MERGED = ("merged_into", _("This record was merged into the other."), X(), _("Merged into"))
