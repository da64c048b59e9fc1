"""Conclusions from the claims about April: participants, figure, grades."""

from __future__ import annotations

from incidents.codebook import CasualtyStatus, GradeAbout, GradeValue, Outcome, Role, Side, Standing

from .april_claims import Grounds
from .conclusions import Conclusions

GRADES = {
    GradeAbout.OCCURRENCE: (
        GradeValue.CORROBORATED,
        (
            "Rudaw's own reporter and Hawar News Agency both speak of fighting, and so do the Asayish, who are a "
            "party. Rudaw calls the agency linked to the Syrian Democratic Forces."
        ),
    ),
    GradeAbout.RESPONSIBILITY: (
        GradeValue.SINGLE_SOURCE,
        (
            "Only the Asayish say who fired first, and they are a party. We have read no position of the National "
            "Defence Forces."
        ),
    ),
    GradeAbout.CASUALTIES: (
        GradeValue.SINGLE_SOURCE,
        "The death rests on the statement of the Asayish, who are a party. Rudaw repeats it without another ground.",
    ),
    GradeAbout.PLACE_AND_TIME: (
        GradeValue.CORROBORATED,
        (
            "Rudaw and the Asayish agree on the city and on the evening or night of Tuesday. The roundabout is named "
            "by the Asayish alone, the hours after midnight by Hawar News Agency alone."
        ),
    ),
}


def conclude(conclusions: Conclusions, grounds: Grounds) -> None:
    asayish, ndf = conclusions.material.actors.asayish, conclusions.material.actors.ndf
    # That both fought is established; that one of them began is what the other says.
    conclusions.took_part(asayish, Role.BELLIGERENT, Side.A, Standing.ASSESSED, [grounds.fighting])
    conclusions.took_part(ndf, Role.BELLIGERENT, Side.B, Standing.ASSESSED, [grounds.fighting])
    conclusions.took_part(asayish, Role.TARGET, Side.A, Standing.ALLEGED, [grounds.target])
    conclusions.took_part(ndf, Role.ATTACKER, Side.B, Standing.ALLEGED, [grounds.began, grounds.shot_killed])
    conclusions.figure(
        [grounds.died_of_wounds, grounds.killed],
        outcome=Outcome.KILLED,
        status=CasualtyStatus.COMBATANT,
        belongs_to_actor=asayish,
        low=1,
        best=1,
        high=1,
        rationale="One member of the Asayish, by their own statement; Rudaw speaks of the same man. He was wounded "
        "first and counts once, as killed.",
    )
    for about, (grade, reason) in GRADES.items():
        conclusions.grade(about, grade, reason)
