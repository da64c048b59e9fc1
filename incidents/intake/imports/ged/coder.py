"""Importer of UCDP GED: the columns of its files and its service, and what they become.

The rules follow the GED codebook (Högbladh 2019, version 19.1, section 3). Column names changed over the years:
``_COLUMNS`` lists them. Figures are explained in ``figures``, reports and claimants in ``sources``, places in
``places``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from django.utils.translation import override

from incidents.codebook import (
    ActorKind,
    CivilianHarm,
    EventType,
    Extent,
    Licence,
    MatchKind,
    Role,
    Side,
    SourceKind,
    SubEventType,
    ViolenceType,
    decided,
)
from incidents.record.words.figures import spread

from ..engine.coded import (
    SAME,
    About,
    CodedParticipant,
    CodedRow,
    NamedActor,
    NamedSource,
    Rejected,
    Verbatim,
)
from ..words.cells import Cells, key_text
from ..words.countries import code_of
from .days import days_of
from .figures import figures_of
from .places import place_of
from .sources import mentions_of, reports_of

KEY = "ucdp-ged"
ACTORS = "ucdp-actor"
WITHIN = {"dyad": "ucdp-dyad", "conflict": "ucdp-conflict"}
"""Schemes of what UCDP counts an event to. The numbers are of many events, each of which is a part."""
CITATION = (
    "Sundberg, Ralph and Erik Melander (2013): Introducing the UCDP Georeferenced Event Dataset. "
    "Journal of Peace Research 50(4); UCDP Georeferenced Event Dataset, version {version}."
)

_COLUMNS = {
    "id": ("id",),
    "type": ("type_of_violence",),
    "dyad": ("dyad_new_id", "dyad_id"),
    "conflict": ("conflict_new_id", "conflict_id"),
    "side_a": ("side_a",),
    "side_b": ("side_b",),
    "side_a_id": ("side_a_new_id", "side_a_id"),
    "side_b_id": ("side_b_new_id", "side_b_id"),
    "clarity": ("event_clarity",),
    "year": ("year",),
    "month": ("month",),
    "day": ("day",),
    "start": ("date_start",),
    "end": ("date_end",),
    "date_prec": ("date_prec",),
    "articles": ("source_article",),
    "offices": ("source_office",),
    "dates": ("source_date",),
    "headlines": ("source_headline",),
    "originals": ("source_original",),
    "where_prec": ("where_prec",),
    "where": ("where_coordinates",),
    "adm_1": ("adm_1",),
    "adm_2": ("adm_2",),
    "lat": ("latitude",),
    "lon": ("longitude",),
    "country": ("country",),
    "low": ("low", "low_death", "low_est"),
    "best": ("best", "best_death", "best_est"),
    "high": ("high", "high_death", "high_est"),
    "deaths_a": ("deaths_a",),
    "deaths_b": ("deaths_b",),
    "deaths_civilians": ("deaths_civilians",),
    "deaths_unknown": ("deaths_unknown",),
}
NEEDED = ("id", "type", "side_a", "side_b", "country", "low", "best", "high")
"""Without one of these a table is not GED at all."""

CODED_TYPES = [kind for kind in ViolenceType if kind.crosswalk.ucdp]
_TYPES = {
    **{kind.crosswalk.ucdp: kind for kind in CODED_TYPES},
    "state-based violence": ViolenceType.STATE_BASED, "state-based conflict": ViolenceType.STATE_BASED,
    "non-state violence": ViolenceType.NON_STATE, "non-state conflict": ViolenceType.NON_STATE,
    "one-sided violence": ViolenceType.ONE_SIDED,
}  # fmt: skip
NAMES = decided(
    CODED_TYPES,
    {
        ViolenceType.STATE_BASED: "state-based violence",
        ViolenceType.NON_STATE: "non-state violence",
        ViolenceType.ONE_SIDED: "one-sided violence",
    },
)
PUBLIC_FLAGS = ("date-precision-not-given", "place-precision-not-given", "in-international-waters")
"""Flags that a reader of the record needs as much as an analyst: they become tags."""
_GOVERNMENT = "Government of "


class Ged:
    """The importer of one version of UCDP GED. Raises ``Rejected`` for a heading that is not GED's."""

    name = "ged"

    def __init__(self, version: str, heading: tuple[str, ...], order: str = "") -> None:
        self.order = order
        self.about = About(
            key=KEY,
            version=version,
            title="UCDP Georeferenced Event Dataset",
            licence=Licence.CC_BY.value,
            citation=CITATION.format(version=version),
            maker=NamedSource(f"Uppsala Conflict Data Program ({KEY.upper()})", SourceKind.DATASET.value),
            mendable=False,
        )
        self.label = "UCDP GED"
        self.rebels: set[tuple[str, str]] = set()
        self.names = _columns_in(heading)
        self.lacking = tuple(
            name for ours, theirs in _COLUMNS.items() if not self.names[ours] for name in theirs
        )
        missing = [ours for ours in NEEDED if not self.names[ours]]
        if missing:
            raise Rejected(
                f"The table is not UCDP GED: no column for {', '.join(missing)} "
                f"(such as {_COLUMNS[missing[0]][0]})."
            )

    def learn(self, rows: Iterable[Verbatim]) -> None:
        """Look through the table for who fights a government anywhere in it: a rebel group in all of its rows."""
        for row in rows:
            cells = Cells(row, self.names)
            try:
                if _TYPES.get(cells.code("type").lower()) == ViolenceType.STATE_BASED:
                    self.rebels.add((cells.text("side_b"), cells.key("side_b_id")))
            except Rejected:
                continue  # its verdict says so

    def key(self, row: Verbatim) -> str:
        return key_text(row.get(self.names["id"]))

    def code(self, row: Verbatim) -> CodedRow:
        """Raises ``Rejected``.

        UCDP says whether civilians were the object of violence by its type alone, and of intent nothing else.
        """
        cells = Cells(row, self.names, self.order)
        key = cells.needed_key("id")
        if not (key.isascii() and key.isdigit()):
            raise Rejected(f"{self.names['id']} is “{key}”, which is no number as UCDP's events have.")
        kind = _TYPES.get(cells.code("type").lower())
        if kind is None:
            raise Rejected(f"type_of_violence is “{cells.code('type')}”, not 1, 2 or 3.")
        when = days_of(cells)
        spot = place_of(cells)
        claims, figures = figures_of(cells, kind, self.about.maker)
        one_sided = kind == ViolenceType.ONE_SIDED
        return CodedRow(
            key=key,
            title="",
            summary=_summary(cells, kind, self.label),
            event_type=(EventType.CIVILIANS if one_sided else EventType.UNCLEAR).value,
            sub_event_type=(SubEventType.ATTACK if one_sided else SubEventType.OTHER).value,
            earliest=when.earliest,
            latest=when.latest,
            precision=when.precision,
            extent=_extent(cells),
            civilian_harm=(CivilianHarm.TARGETED if one_sided else CivilianHarm.UNCLEAR).value,
            tags=[flag for flag in cells.flags if flag in PUBLIC_FLAGS],
            codes=[(KEY, key, SAME), *_within(cells)],
            places=[spot],
            parts=_sides(cells, kind, self.rebels),
            reports=reports_of(cells),
            claims=claims,
            figures=figures,
            violence_type=kind.value,
            mentions=mentions_of(cells),
            flags=cells.flags,
        )


def _columns_in(heading: tuple[str, ...]) -> dict[str, str]:
    """Our name for a column to the table's. Tables that were shapefiles once have ten letters of each name."""
    here = {name.lower(): name for name in heading}
    longest = 10 if max(map(len, heading), default=0) <= 10 else None
    return {
        ours: next((here[name[:longest]] for name in theirs if name[:longest] in here), "")
        for ours, theirs in _COLUMNS.items()
    }


def _within(cells: Cells) -> Iterator[tuple[str, str, str]]:
    """The dyad and the conflict of the event, where the table numbers them."""
    for column, scheme in WITHIN.items():
        number = cells.key(column)
        if number.isascii() and number.isdigit() and number.strip("0"):
            yield scheme, number, MatchKind.PART_OF.value


def _sides(
    cells: Cells, kind: ViolenceType, rebels: Collection[tuple[str, str]]
) -> list[CodedParticipant[NamedActor]]:
    """UCDP's sides stay sides. Civilians are no actor; they are the object of one-sided violence by its definition."""
    left = cells.needed("side_a"), cells.key("side_a_id")
    parts = [CodedParticipant(_actor(*left, left in rebels), side=Side.A.value)]
    name = cells.needed("side_b")
    if name.lower() == "civilians":
        civilians: CodedParticipant[NamedActor] = CodedParticipant(
            None, description="Civilians", role=Role.TARGET.value, side=Side.B.value
        )
        return [*parts, civilians]
    right = name, cells.key("side_b_id")
    rebel = kind == ViolenceType.STATE_BASED or right in rebels
    return [*parts, CodedParticipant(_actor(*right, rebel), side=Side.B.value)]


@lru_cache(maxsize=20_000)
def _actor(name: str, number: str, rebels: bool) -> NamedActor:
    """UCDP calls by one name a government and its forces; a rebel group is whoever fights a government."""
    codes = ((ACTORS, number),) if number else ()
    if name.startswith(_GOVERNMENT):
        country = code_of(name.removeprefix(_GOVERNMENT)) or ""
        return NamedActor(name[:200], ActorKind.STATE_FORCES.value, country, codes)
    return NamedActor(name[:200], (ActorKind.REBEL if rebels else ActorKind.OTHER).value, "", codes)


def _summary(cells: Cells, kind: ViolenceType, label: str) -> str:
    """Who and where stand in the title; saying them again would double what a search has to index."""
    with override("en"):
        number = spread(*map(cells.count, ("low", "best", "high")))
    return f"Killed in {NAMES[kind]}, as {label} counts: {number}."


def _extent(cells: Cells) -> str:
    """A sum over a long time and a wide area is an aggregate; what its source had already added up is a series."""
    if cells.code("date_prec") in ("4", "5") and cells.code("where_prec") in ("4", "5", "6"):
        return Extent.AGGREGATE.value
    return (Extent.SERIES if cells.code("clarity") == "2" else Extent.SINGLE).value
