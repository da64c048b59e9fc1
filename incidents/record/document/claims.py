"""Claims in the public shape: one struct for each kind."""

from .parts import Belonging, Claimant, Occurred, Part, Passage, Period, Ref


class Claim(Part, frozen=True, tag_field="kind", tag="statement"):
    """What every claim carries, whatever it is about. Lists of claims hold the kinds below."""

    id: str
    claimant: Claimant
    basis: str
    derived_from: str | None
    stance: str
    about: str | None
    supersedes: str | None
    made_on: str | None
    as_of: str | None
    report: str | None
    passages: list[Passage]
    wording: str
    certainty: str


class CasualtyClaim(Claim, frozen=True, tag="casualty"):
    outcome: str
    minimum: int | None
    best: int | None
    maximum: int | None
    quantifier: str | None
    status: str
    belongs_to: Belonging | None
    age_band: str | None
    sex: str | None
    occupation: str | None
    within: str | None
    same_persons_as: str | None
    place: Ref | None
    covers: Period | None


class ResponsibilityClaim(Claim, frozen=True, tag="responsibility"):
    actors: list[Ref]
    description: str | None
    jointly: str
    responsible_for: str


class WeaponClaim(Claim, frozen=True, tag="weapon"):
    weapon: str
    delivery: str | None
    used_by: Ref | None
    detail: str | None


class PlaceClaim(Claim, frozen=True, tag="place"):
    place: Ref | None
    words: str | None


class TimeClaim(Claim, frozen=True, tag="time"):
    phase: str
    occurred: Occurred
    clock: str | None


class TargetClaim(Claim, frozen=True, tag="target"):
    target: str
    intended: str
    actor: Ref | None
    place: Ref | None
    detail: str | None


class TerritoryClaim(Claim, frozen=True, tag="territory"):
    change: str
    actor: Ref | None
    place: Ref | None


class StatementClaim(Claim, frozen=True, tag="statement"):
    act: str
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
