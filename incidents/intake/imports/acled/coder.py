"""Importer of ACLED: the 31 columns of its exports and its service, and what they become.

The rules follow the ACLED codebook (2024): what the columns hold, that the order of the two actors says nothing of who
attacked whom, and how time, place and fatalities are coded. ACLED's terms do not allow its rows to be passed on: the
licence is ``restricted``, and the database keeps them from publication. Actors are explained in ``actors``, codes in
``codes``, places in ``places``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from incidents.codebook import Basis, CivilianHarm, DatePrecision, EventType, Licence, SourceKind
from incidents.codebook.acled import COLUMNS
from incidents.dates import ImpreciseDate

from ..engine.coded import (
    SAME,
    About,
    CodedClaim,
    CodedFigure,
    CodedRow,
    NamedReport,
    NamedSource,
    Rejected,
    Verbatim,
)
from ..words.cells import Cells, key_text
from ..words.placeholders import names_nobody
from .actors import parts_of
from .codes import codes_of
from .places import place_of

KEY = "acled"
CITATION = (
    "Raleigh, C., Kishi, R. and Linke, A. (2023): Political instability patterns are obscured by conflict dataset "
    "scope conditions, sources, and coding choices. Humanities and Social Sciences Communications 10, 74. "
    "Data: ACLED (Armed Conflict Location & Event Data), acleddata.com."
)
NEEDED = (
    "event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1", "actor2", "country", "fatalities",
)  # fmt: skip
"""Without one of these a table is not ACLED's, or a cut that cannot be coded."""
DERIVED = {"year", "iso", "region", "disorder_type", "interaction"}
"""What other columns say as well."""

_SCALES = {
    "International": SourceKind.AGENCY,
    "National": SourceKind.NEWS,
    "Regional": SourceKind.NEWS,
    "Subnational": SourceKind.NEWS,
    "New media": SourceKind.SOCIAL,
}
_NOT_A_TAG = re.compile(r"[^a-z0-9]+")


class Acled:
    """The importer of ACLED's rows. Raises ``Rejected`` for a heading that is not ACLED's."""

    name = "acled"

    def __init__(self, version: str, heading: tuple[str, ...], order: str = "") -> None:
        self.order = order
        self.about = About(
            key=KEY,
            version=version,
            title="Armed Conflict Location & Event Data",
            licence=Licence.RESTRICTED.value,
            citation=CITATION,
            maker=NamedSource("Armed Conflict Location & Event Data (ACLED)", SourceKind.DATASET.value),
            mendable=False,
        )
        columns = {name.strip().lower(): name for name in heading}
        self.names = {name: columns.get(name, "") for name in COLUMNS}
        self.lacking = tuple(name for name in COLUMNS if not self.names[name] and name not in DERIVED)
        missing = [name for name in NEEDED if not self.names[name]]
        if missing == ["actor2"]:
            raise Rejected("It has a row for each actor (monadic). Export it again with export_type=dyadic.")
        if missing:
            raise Rejected(f"The table is not ACLED's: it has no column {', '.join(missing)}.")

    def key(self, row: Verbatim) -> str:
        return key_text(row.get(self.names["event_id_cnty"]))

    def code(self, row: Verbatim) -> CodedRow:
        """Raises ``Rejected``."""
        cells = Cells(row, self.names, self.order)
        key = cells.needed_key("event_id_cnty")
        when = _when(cells)
        spot = place_of(cells)
        event, sub = codes_of(cells)
        claims, figures = _figures(cells, self.about.maker)
        return CodedRow(
            key=key,
            title="",
            summary=cells.long("notes"),
            event_type=event.value,
            sub_event_type=sub.value,
            earliest=when.earliest,
            latest=when.latest,
            precision=when.precision,
            civilian_harm=_harm(cells, event),
            tags=_tags(cells),
            codes=[(KEY, key, SAME)],
            places=[spot],
            parts=parts_of(cells, event, sub),
            reports=list(_reports(cells, key)),
            claims=claims,
            figures=figures,
            flags=cells.flags,
        )


def _when(cells: Cells) -> ImpreciseDate:
    """A day; around a day of a week that is not known, three days either way; of a month, the month.

    ACLED gives one day for all of them. Raises ``Rejected`` without one.
    """
    when = cells.days("event_date")
    if when is None:
        raise Rejected(f"{cells.names['event_date']} is empty.")
    if when.days != 1:
        raise Rejected(
            f"{cells.names['event_date']} is “{cells.text('event_date')}”, which is no single day."
        )
    day = when.earliest
    match cells.code("time_precision"):
        case "1":
            return ImpreciseDate.day(day)
        case "2":
            some = timedelta(days=3)
            return ImpreciseDate(day - some, day + some, DatePrecision.WEEK)
        case "3":
            return ImpreciseDate.month(day.year, day.month)
        case code:
            cells.flag("date-precision-unknown-code" if code else "date-precision-not-given")
            return ImpreciseDate(day, day, DatePrecision.UNKNOWN)


def _harm(cells: Cells, event: EventType) -> str:
    """ACLED marks events in which civilians were the main or only target; of the others it does not tell."""
    targeted = cells.text("civilian_targeting") or event == EventType.CIVILIANS
    return (CivilianHarm.TARGETED if targeted else CivilianHarm.UNCLEAR).value


def _figures(cells: Cells, maker: NamedSource) -> tuple[list[CodedClaim[NamedSource]], list[CodedFigure]]:
    """ACLED's number as its claim and as a figure.

    ACLED writes 0 where nobody died and where nobody said whether anybody did (codebook, reported fatalities). So 0
    says no more than "none or more": the best figure stays unknown (decision 31).
    """
    number = cells.people("fatalities")
    if number is None:
        cells.flag("fatalities-not-given")
        return [], []
    basis = Basis.DERIVED.value if cells.text("source") else Basis.UNSTATED.value
    slot, rests_on = "fatalities", ("fatalities",)
    if number == 0:
        cells.flag("zero-may-be-unknown")
        claim = CodedClaim(slot, maker, basis=basis, minimum=0)
        reason = "ACLED writes 0 for none and for not known."
        return [claim], [CodedFigure(0, None, None, reason, rests_on=rests_on)]
    claim = CodedClaim(slot, maker, basis=basis, best=number)
    reason = "ACLED gives one number and no range."
    return [claim], [CodedFigure(None, number, None, reason, rests_on=rests_on)]


def _reports(cells: Cells, key: str) -> Iterator[NamedReport]:
    """A report for each source that is named. What it was called and when it came out, ACLED does not tell."""
    names = dict.fromkeys(" ".join(name.split())[:200] for name in cells.text("source").split(";"))
    kind = _SCALES.get(cells.text("source_scale"), SourceKind.OTHER).value
    for name in filter(None, names):
        if names_nobody(name):  # ACLED's "Undisclosed Source" is said of whom it does not name
            cells.flag("source-not-disclosed")
            continue
        yield NamedReport(NamedSource(name, kind), f"Named by ACLED for {key}")


def _tags(cells: Cells) -> list[str]:
    """ACLED's tags in the form of ours: ``crowd size=no report`` becomes ``crowd-size-no-report``."""
    tags = (_NOT_A_TAG.sub("-", tag.lower()).strip("-")[:60] for tag in cells.text("tags").split(";"))
    return list(dict.fromkeys(filter(None, tags)))
