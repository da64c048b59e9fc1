"""Claims about the clash of April, passage by passage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from incidents.codebook import (
    Basis,
    CasualtyStatus,
    ClaimKind,
    Jointly,
    Outcome,
    ResponsibleFor,
    SpeechAct,
    TargetIntent,
    TargetKind,
    TimeOfDay,
    TimePhase,
    Weapon,
)
from incidents.models import Claim, ClaimActor, Incident

from .entry import ClaimSheet, checked
from .material import Material

TUESDAY, WEDNESDAY = date(2021, 4, 20), date(2021, 4, 21)
REPORTER = "Viviyan Fetah, reporter of Rudaw"
SHOT = "a fighter of the other side opened fire on their checkpoint at Al-Wahda roundabout"


@dataclass(frozen=True)
class Grounds:
    """The claims that the analysts' conclusions name."""

    fighting: Claim
    began: Claim
    shot_killed: Claim
    target: Claim
    died_of_wounds: Claim
    killed: Claim


class AprilClaims:
    def __init__(self, incident: Incident, material: Material) -> None:
        self.material = material
        self.sheet = ClaimSheet(incident, material.text)

    def enter(self) -> Grounds:
        fighting = self._fighting()
        began = self._began()
        shot_killed = self._responsible(ResponsibleFor.HARM, "one of their men was hit and later died of it")
        target = self._target()
        died, killed = self._death()
        self._weapons()
        self._statements()
        return Grounds(fighting, began, shot_killed, target, died, killed)

    def enter_night(self) -> None:
        """What Hawar News Agency says of the hours after midnight."""
        lull, force = "a short lull around two in the morning", "the fighting came back with more force"
        back = f"About an hour later, it says, {force}"
        self._night(TimePhase.PAUSED, lull, time(2), "around 2 am")
        self._night(TimePhase.RESUMED, back, time(3), "an hour later")
        self._night(TimePhase.ESCALATED, force, time(3), "stronger")

    def _night(self, phase: TimePhase, passage: str, clock: time, words: str) -> None:
        self._time(
            phase,
            passage,
            WEDNESDAY,
            claimant_source=self.material.sources.anha,
            time_of_day=TimeOfDay.EARLY,
            clock=clock,
            words=words,
        )

    @property
    def _statement(self) -> dict[str, Any]:
        """The Asayish's own words, of which the report gives parts."""
        return {"claimant_source": self.material.sources.asayish, "made_on": TUESDAY}

    def _time(self, phase: TimePhase, passage: str, day: date, **fields: Any) -> Claim:
        return self.sheet.add(
            ClaimKind.TIME, passage=passage, phase=phase, time_earliest=day, time_latest=day, time_precision="day",
            **fields,
        )  # fmt: skip

    def _fighting(self) -> Claim:
        """Rudaw in its own voice, and its reporter on the scene."""
        began = self._time(
            TimePhase.STARTED,
            "It began in the night of Tuesday",
            TUESDAY,
            words="Tuesday night",
            claimant_source=self.material.sources.rudaw,
            time_of_day=TimeOfDay.NIGHT,
        )
        self._time(
            TimePhase.ONGOING,
            "the fighting had not stopped when the report went out",
            WEDNESDAY,
            claimant_described=REPORTER,
            as_of=WEDNESDAY,
        )
        return began

    def _began(self) -> Claim:
        self._time(
            TimePhase.STARTED,
            "in the evening of 20 April",
            TUESDAY,
            time_of_day=TimeOfDay.EVENING,
            **self._statement,
        )
        return self._responsible(ResponsibleFor.INITIATION, SHOT)

    def _responsible(self, responsible_for: ResponsibleFor, passage: str) -> Claim:
        claim = self.sheet.add(
            ClaimKind.RESPONSIBILITY,
            passage=passage,
            jointly=Jointly.SOLE,
            responsible_for=responsible_for,
            detail="One member of the National Defence Forces, who is not named.",
            **self._statement,
        )
        checked(ClaimActor(claim=claim, actor=self.material.actors.ndf))
        return claim

    def _target(self) -> Claim:
        return self.sheet.add(
            ClaimKind.TARGET,
            passage="their checkpoint at Al-Wahda roundabout",
            target=TargetKind.CHECKPOINT,
            intended=TargetIntent.BOTH,
            actor=self.material.actors.asayish,
            place=self.material.places.roundabout,
            **self._statement,
        )

    def _death(self) -> tuple[Claim, Claim]:
        """One death. Rudaw's own words give no ground, so they add nothing to the statement that they sum up."""
        whose: dict[str, Any] = {
            "status": CasualtyStatus.COMBATANT,
            "belongs_to_actor": self.material.actors.asayish,
        }
        died = self.sheet.add(
            ClaimKind.CASUALTY,
            passage="one of their men was hit and later died of it",
            words="succumbing to his wounds",
            outcome=Outcome.DIED_LATER,
            minimum=1,
            maximum=1,
            place=self.material.places.roundabout,
            **whose,
            **self._statement,
        )
        killed = self.sheet.add(
            ClaimKind.CASUALTY,
            passage="A member of the Asayish has lost his life in Qamishli",
            claimant_source=self.material.sources.rudaw,
            basis=Basis.DERIVED,
            derived_from=died,
            same_persons_as=died,
            outcome=Outcome.KILLED,
            minimum=1,
            maximum=1,
            note="Rudaw does not say how it knows; everything points to the statement.",
            **whose,
        )
        return died, killed

    def _weapons(self) -> None:
        """Heavy weapons are claimed, with one kind named."""
        for weapon, words in (
            (Weapon.HEAVY, "heavy weapons"),
            (Weapon.RPG, "heavy weapons, RPGs among them"),
        ):
            self.sheet.add(
                ClaimKind.WEAPON,
                passage=words,
                claimant_source=self.material.sources.anha,
                weapon=weapon,
                actor=self.material.actors.ndf,
            )

    def _statements(self) -> None:
        self._says(
            SpeechAct.ACCUSATION,
            "They accuse the National Defence Forces of wanting to undo the calm and safety of the city",
            "The National Defence Forces want to destroy security and stability in Qamishli.",
        )
        self._says(
            SpeechAct.ACCUSATION,
            "the militia turns the communities of the region against each other",
            "The National Defence Forces sow discord among the region's communities: a charge of February, upheld.",
        )
        self._says(SpeechAct.POSITION, "They will defend themselves", "The Asayish will defend themselves.")
        self._says(
            SpeechAct.THREAT,
            "will answer firmly whoever goes for their security points",
            "Attempts to target their security points will be dealt with firmly.",
        )

    def _says(self, act: SpeechAct, passage: str, detail: str) -> None:
        addressee = None if act == SpeechAct.POSITION else self.material.actors.ndf
        self.sheet.add(
            ClaimKind.STATEMENT, passage=passage, act=act, detail=detail, actor=addressee, **self._statement
        )
