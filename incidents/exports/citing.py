"""Citing a query, so that the same rows are found again, and checking that they are.

A citation pins a filter to a state of the record and says how many rows it found and what their digest is: the
SHA-256 of the lines ``INC-000042@3`` (id, edition), each ended by a line feed, in the order of their bytes. Ids and
edition numbers stay public whatever becomes of the texts, so that whoever kept the list can compute it anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date
from hashlib import sha256
from itertools import combinations
from math import comb
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, Func, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..record.filters.cursors import FREE
from ..record.filters.grammar import fields_of
from ..record.filters.names import resolve_names
from ..record.filters.values import IdsField
from ..record.log.withheld import Withheld, withheld_since
from ..record.models import Entry
from ..record.reading import BadParameters, Problem, Query, State, Subject, parse
from .datasets import SourceDataset, datasets_among
from .references import Reference

CITED = ("rows", "digest")
"""Parameters of a citation besides the filter: what it says it found."""
NOT_CITED = FREE | {"order", "as_of", "release"}
"""Parameters that do not choose rows, or that the pinned state speaks for."""
KINDS_OF_PLACES = ("admin1",)
"""Filters that look a name up among places of that kind only."""
MOST_LINES_HASHED = 3_000_000
"""Lines read to find out which of several withheld rows were cited; about a second."""

_ROWS = re.compile(r"[0-9]{1,9}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_WORDS = TextField()
_LINE = Concat("public_id", Value("@"), Cast("edition__number", _WORDS), Value("\n"), output_field=_WORDS)


@dataclass(frozen=True, slots=True)
class CitedRows:
    """How many rows there are, and the digest of their ids and editions."""

    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class CitationComparison:
    """What became of rows that were cited. ``withheld`` are named where the digest tells which they are."""

    cited: CitedRows
    same: bool
    withheld: list[Withheld]
    missing: int
    """Rows that were cited and are withheld now."""


@dataclass(frozen=True, kw_only=True)
class QueryCitation:
    """A query in a state that does not move, with what it finds there."""

    filters: dict[str, str]
    release: str | None
    state: State
    rows: CitedRows
    datasets: tuple[SourceDataset, ...]
    """Whose rows are among them, besides our own."""
    comparison: CitationComparison | None

    @property
    def cited(self) -> CitedRows:
        """What the reference says: of a citation that is followed, what it said before."""
        return self.comparison.cited if self.comparison else self.rows

    @property
    def pinned(self) -> dict[str, str]:
        """The filter and its state, as parameters of any list."""
        state = {"release": self.release} if self.release else {"as_of": f"sequence:{self.state.sequence}"}
        return self.filters | state

    @property
    def permalink(self) -> str:
        """The page that shows this citation, and compares it with what is found then."""
        return _address("/cite/", self.pinned | {"rows": str(self.cited.number), "digest": self.cited.digest})

    def address(self, path: str) -> str:
        """These rows at another address, such as an export's."""
        return _address(path, self.pinned)

    @property
    def reference(self) -> Reference:
        return Reference(
            author=settings.SITE_NAME,
            title=self._title(),
            day=_day(self.state),
            version=self._version(),
            url=self.permalink,
            note=self._note(),
            mark=self.cited.digest[:8],
            datasets=self.datasets,
        )

    def _note(self) -> str:
        text = ngettext(
            "%(number)s row; SHA-256 of its id and edition %(digest)s.",
            "%(number)s rows; SHA-256 of their ids and editions %(digest)s.",
            self.cited.number,
        )
        return text % {"number": self.cited.number, "digest": self.cited.digest}

    def _title(self) -> str:
        if not self.filters:
            return _("Incidents of armed conflict")
        conditions = ", ".join(f"{name}={value}" for name, value in self.filters.items())
        return _("Incidents of armed conflict with %(conditions)s") % {"conditions": conditions}

    def _version(self) -> str:
        if self.release:
            return _("release %(name)s") % {"name": self.release}
        return _("record at sequence %(sequence)s") % {"sequence": self.state.sequence}


def cited_query(
    params: QueryDict | Mapping[str, str], *, at: State | None = None
) -> tuple[Query, CitedRows | None]:
    """The query to be cited and, where a citation is followed, what that says it found. Raises ``BadParameters``."""
    return parse(params, Subject.INCIDENT, besides=CITED, at=at), _cited(params)


def cite(query: Query, cited: CitedRows | None = None) -> QueryCitation:
    """Cite what a query finds and compare it with what was cited. Reads every row that is found, but only its id.

    Raises ``BadParameters`` for names that mean nothing in that state.
    """
    rows = rows_of(query)
    return QueryCitation(
        filters=filters_of(query),
        release=query.values.get("release"),
        state=query.state,
        rows=rows,
        datasets=tuple(datasets_among(_entries(query))),
        comparison=_compared(query, cited, rows) if cited else None,
    )


def filters_of(query: Query) -> dict[str, str]:
    """What chooses the rows, in one order however it was asked.

    Names are exchanged for ids: a name may be given to something else, or be withheld, and the rows must stay.
    """
    return {name: _text(query, name) for name in sorted(query.parameters.keys() - NOT_CITED)}


def _text(query: Query, name: str) -> str:
    field = fields_of(query.subject)[name]
    if not isinstance(field, IdsField):
        return query.parameters[name].strip()
    kind = name if name in KINDS_OF_PLACES else None
    return ",".join(resolve_names(name, field.subject, query.values[name], query.state, kind=kind))


def rows_of(query: Query) -> CitedRows:
    """Counted and hashed in one query; a million rows take about two seconds."""
    text = Coalesce(StringAgg(_LINE, delimiter="", order_by="public_id"), Value(""), output_field=_WORDS)
    totals = _entries(query).aggregate(number=Count("*"), digest=_Sha256(text))
    return CitedRows(totals["number"], totals["digest"])


class _Sha256(Func):
    template = "encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')"
    output_field = TextField()


def _entries(query: Query) -> QuerySet[Entry]:
    return query.apply().order_by()


def _cited(params: QueryDict | Mapping[str, str]) -> CitedRows | None:
    """What the citation says it found; both or neither."""
    rows, digest = (str(params.get(name) or "").strip() for name in CITED)
    if not rows and not digest:
        return None
    problems = []
    if not _ROWS.fullmatch(rows):
        problems.append(Problem("rows", _("must be the number of rows that the citation gives")))
    if not _DIGEST.fullmatch(digest):
        problems.append(
            Problem("digest", _("must be the citation's digest: 64 hexadecimal digits in small letters"))
        )
    if problems:
        raise BadParameters(problems)
    return CitedRows(int(rows), digest)


def _compared(query: Query, cited: CitedRows, now: CitedRows) -> CitationComparison:
    if cited == now:
        return CitationComparison(cited, same=True, withheld=[], missing=0)
    gone = [edition for edition in withheld_since(query.state) if edition.subject == Subject.INCIDENT]
    missing = cited.number - now.number
    fitting = _those_that_fit(query, cited, gone, missing) if 0 < missing <= len(gone) else []
    return CitationComparison(
        cited, same=False, withheld=fitting or [], missing=missing if fitting or fitting is None else 0
    )


def _those_that_fit(
    query: Query, cited: CitedRows, gone: list[Withheld], missing: int
) -> list[Withheld] | None:
    """The withheld rows that make up the cited digest together with what is left; ``None`` if too many to try.

    What a withheld row said is gone, so that no filter can be asked about it. But its id is known, and with the
    right ones the digest comes out.
    """
    if comb(len(gone), missing) * cited.number > MOST_LINES_HASHED:
        return None
    left = list(_entries(query).values_list(_LINE, flat=True))
    for some in combinations(gone, missing):
        lines = sorted([*left, *(f"{edition.public_id}@{edition.number}\n" for edition in some)])
        if sha256("".join(lines).encode()).hexdigest() == cited.digest:
            return list(some)
    return []


def _day(state: State) -> date:
    """Of the last edition in it; the record began when software like this existed."""
    return state.issued_at.astimezone(UTC).date() if state.issued_at else date(1970, 1, 1)


def _address(path: str, parameters: Mapping[str, str]) -> str:
    query = urlencode(parameters, safe=",:")
    return f"{settings.SITE_URL}{path}{'?' if query else ''}{query}"
