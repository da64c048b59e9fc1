"""Ready mapping of this site's own export of incidents, known by its heading: what is exported can be imported again.

The flat row carries title, summary, kind, extent, harm to civilians, days, the main place with its divisions, point and
radius, who took part on which side and how firmly, the numbers of killed and wounded with the civilians among them, and
the tags. It does not carry reports, claims, grades, reasons, further places, other outcomes, the time of day, roles
beside attacker and target, ties to episodes and identifiers of others.
"""

from __future__ import annotations

from collections.abc import Collection

from incidents.codebook import Licence, Role, Side, Standing

from .mapping import (
    DESK,
    ActorColumns,
    CountColumns,
    DatasetFacts,
    DateColumns,
    FileFormat,
    Mapping,
    Pick,
    PlaceColumns,
)

NEEDED = {
    "public_id", "edition", "extent", "event_type", "sub_event_type", "date_from", "date_to", "date_precision",
    "country", "radius_km", "killed_low", "killed_best", "killed_high",
}  # fmt: skip
"""Columns of every export, but for those that the rows cannot do without."""

_PARTS = (
    ("attackers", Role.ATTACKER, Side.OTHER),
    ("targets", Role.TARGET, Side.OTHER),
    ("side_a", Role.BELLIGERENT, Side.A),
    ("side_b", Role.BELLIGERENT, Side.B),
    ("others", Role.MENTIONED, Side.OTHER),
)
"""Columns of names, each with the role and side that it stands for; a side that is named later is added to a role."""
_COUNTS = (
    ("killed", "killed", "unknown"),
    ("killed_civilians", "killed", "civilian"),
    ("wounded", "wounded", "unknown"),
    ("wounded_civilians", "wounded", "civilian"),
)


def own_mapping(heading: Collection[str]) -> Mapping | None:
    """The mapping of an export with these columns; none where the table is no export of incidents."""
    if not set(heading) >= NEEDED:
        return None

    def given(column: str) -> str:
        return column if column in heading else ""

    return Mapping(
        dataset=DatasetFacts(
            key="attest-export", title="Attest export", licence=Licence.OWN.value, voice=DESK
        ),
        id="public_id",
        title=given("title"),
        summary=given("summary"),
        event_type="event_type",
        sub_event_type="sub_event_type",
        extent="extent",
        civilian_harm=given("civilian_harm") or Pick(constant="unclear"),
        tags=given("tags"),
        dates=DateColumns("date_from", "date_to", "date_precision"),
        place=PlaceColumns(
            country="country",
            admin1=given("admin1"),
            admin2=given("admin2"),
            admin3=given("admin3"),
            name=given("location"),
            words=given("place_words"),
            lat=given("lat"),
            lon=given("lon"),
            precision=given("location_type"),
            radius_km="radius_km",
        ),
        actors=[
            ActorColumns(
                name=column,
                role=Pick(constant=role.value),
                side=Pick(constant=side.value),
                standing=Pick(constant=Standing.ASSESSED.value),
                marked=True,
            )
            for column, role, side in _PARTS
            if column in heading
        ],
        counts=[
            CountColumns(
                f"{column}_low",
                f"{column}_best",
                f"{column}_high",
                outcome=outcome,
                status=status,
                part_of_total=status != "unknown",
            )
            for column, outcome, status in _COUNTS
            if f"{column}_best" in heading
        ],
        taken_from=given("dataset"),
        table=FileFormat(apostrophes=True),
    )
