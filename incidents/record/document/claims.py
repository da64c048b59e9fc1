"""Structs of claims, one for each kind."""

from typing import Annotated, ClassVar

from .notation import coded, day, identifier
from .parts import Belonging, Claimant, Occurred, Part, Passage, Period, Ref

__all__ = [
    "AnyClaim",
    "CasualtyClaim",
    "Claim",
    "PlaceClaim",
    "ResponsibilityClaim",
    "StatementClaim",
    "TargetClaim",
    "TerritoryClaim",
    "TimeClaim",
    "WeaponClaim",
]


class Claim(Part, frozen=True, tag_field="kind", tag="statement"):
    """What every claim carries, whatever it is about. Lists of claims hold the kinds below."""

    WORDS: ClassVar[tuple[str, ...]] = ()
    """Fields of the kind that full-text search looks through."""

    id: Annotated[str, identifier]
    claimant: Claimant
    basis: Annotated[str, coded("basis")]
    derived_from: Annotated[str, identifier] | None
    stance: Annotated[str, coded("stance")]
    about: Annotated[str, identifier] | None
    supersedes: Annotated[str, identifier] | None
    made_on: Annotated[str, day] | None
    as_of: Annotated[str, day] | None
    report: Annotated[str, identifier] | None
    passages: list[Passage]
    wording: str
    certainty: Annotated[str, coded("certainty")]


class CasualtyClaim(Claim, frozen=True, tag="casualty"):
    WORDS = ("quantifier", "occupation")

    outcome: Annotated[str, coded("outcome")]
    minimum: int | None
    best: int | None
    maximum: int | None
    quantifier: str | None
    status: Annotated[str, coded("casualty_status")]
    belongs_to: Belonging | None
    age_band: Annotated[str, coded("age_band")] | None
    sex: Annotated[str, coded("sex")] | None
    occupation: str | None
    within: Annotated[str, identifier] | None
    same_persons_as: Annotated[str, identifier] | None
    place: Ref | None
    covers: Period | None


class ResponsibilityClaim(Claim, frozen=True, tag="responsibility"):
    WORDS = ("description",)

    actors: list[Ref]
    description: str | None
    jointly: Annotated[str, coded("jointly")]
    responsible_for: Annotated[str, coded("responsible_for")]


class WeaponClaim(Claim, frozen=True, tag="weapon"):
    WORDS = ("detail",)

    weapon: Annotated[str, coded("weapon")]
    delivery: str | None
    used_by: Ref | None
    detail: str | None


class PlaceClaim(Claim, frozen=True, tag="place"):
    WORDS = ("words",)

    place: Ref | None
    words: str | None


class TimeClaim(Claim, frozen=True, tag="time"):
    phase: Annotated[str, coded("time_phase")]
    occurred: Occurred
    clock: Annotated[str, identifier] | None


class TargetClaim(Claim, frozen=True, tag="target"):
    WORDS = ("detail",)

    target: Annotated[str, coded("target")]
    intended: Annotated[str, coded("target_intent")]
    actor: Ref | None
    place: Ref | None
    detail: str | None


class TerritoryClaim(Claim, frozen=True, tag="territory"):
    change: Annotated[str, coded("territory_change")]
    actor: Ref | None
    place: Ref | None


class StatementClaim(Claim, frozen=True, tag="statement"):
    WORDS = ("text",)

    act: Annotated[str, coded("speech_act")]
    addressee: Ref | None
    text: str


AnyClaim = (
    CasualtyClaim
    | ResponsibilityClaim
    | WeaponClaim
    | PlaceClaim
    | TimeClaim
    | TargetClaim
    | TerritoryClaim
    | StatementClaim
)
