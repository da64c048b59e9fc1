"""A mapping from a file as what would have been chosen on the page, so that it can be changed there.

A mapping can say more than the page asks. Whatever the questions cannot express goes through unchanged, beside the
answers (``Besides``): what is loaded and not touched means the same as before. It is found by comparing the mapping
with the one that the answers alone would make.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from .choices import ACTORS, CODED, COUNTS, KIND, MEANINGS, Besides, Choices, mapping_of
from .mapping import ActorPart, Field, Mapping, Number, Pick, Report, fields_of, pick

_ASKED = frozenset(meaning for _group, lines in MEANINGS for meaning, _label in lines)
_OF_ROWS = ("actors[", "counts[", "reports[")


def choices_of(mapping: Mapping) -> Choices:
    """The answers that make this mapping, with what no answer can say beside them."""
    loading = _Loading(mapping)
    choices = Choices(facts=loading.facts, meanings=loading.meanings, values=loading.values)
    choices.besides = loading.rows_besides()
    made = mapping_of(choices)
    choices.besides.fields = {
        key: theirs
        for (key, theirs), (_key, ours) in zip(_single(mapping), _single(made), strict=True)
        if theirs != ours
    }
    choices.besides.formats = mapping.dates.formats
    if made.tags_separator != mapping.tags_separator:
        choices.besides.tags_separator = mapping.tags_separator
    return choices


def _single(mapping: Mapping) -> Iterator[tuple[str, Pick]]:
    """Fields that stand once, not in a list of rows."""
    for key, field in fields_of(mapping):
        if not key.startswith(_OF_ROWS):
            yield key, pick(field)


class _Loading:
    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.meanings: dict[str, str] = {}
        self.values: dict[str, dict[str, str]] = {}
        self.actors: list[ActorPart] = []
        self.counts: list[Number] = []
        self.reports: list[Report] = []
        self.facts = self._facts()
        for key, field in _single(mapping):
            self._field(key, field)
        self._kind()
        self._rows()

    def rows_besides(self) -> Besides:
        return Besides(actors=self.actors, counts=self.counts, reports=self.reports)

    # What holds for all rows ----------------------------------------------------------------------

    def _facts(self) -> dict[str, str]:
        mapping = self.mapping
        first = mapping.actors[0] if mapping.actors else None
        source = pick(mapping.reports[0].source) if mapping.reports else Pick()
        return {
            **{name: str(getattr(mapping.dataset, name)) for name in mapping.dataset.__struct_fields__},
            **{name: str(getattr(mapping.table, name)) for name in mapping.table.__struct_fields__},
            "country": _for_all(mapping.place.country),
            "kind": _kind_for_all(mapping),
            "extent": _for_all(mapping.extent) or "single",
            "order": mapping.dates.order,
            "precision": _for_all(mapping.dates.precision),
            "standing": (pick(first.standing).constant if first else "") or "alleged",
            "separator": first.separator if first else mapping.tags_separator,
            "source": source.constant or source.default,
        }

    # Columns --------------------------------------------------------------------------------------

    def _take(self, field: Field, meaning: str) -> bool:
        """Let the field's column have the meaning, if it has none yet and the page has the question."""
        column = pick(field).column
        if not column or meaning not in _ASKED or column in self.meanings:
            return False
        if meaning in self.meanings.values() and not meaning.startswith("actor."):
            return False
        self.meanings[column] = meaning
        return True

    def _field(self, key: str, field: Pick) -> None:
        asked = key in CODED or key == "place.country"
        if not asked and (field.values or field.default):
            return  # another field may have the column to itself
        if self._take(field, key) and key in CODED and field.values:
            self.values[key] = dict(field.values)

    def _kind(self) -> None:
        """Types and kinds that stand in one column are asked about as one word: ``battle/armed_clash``."""
        event, sub = pick(self.mapping.event_type), pick(self.mapping.sub_event_type)
        if event.column and sub.column == event.column:
            self.values[KIND] = {
                word: "/".join(
                    filter(None, (event.values.get(word, event.default), sub.values.get(word, "")))
                )
                for word in {**event.values, **sub.values}
            }

    # Rows of lists --------------------------------------------------------------------------------

    def _rows(self) -> None:
        for actor in self.mapping.actors:
            if not self._actor(actor):
                self.actors.append(actor)
        # Totals first: whether a part belongs to one depends on there being one.
        for number in sorted(self.mapping.counts, key=lambda one: one.status != "unknown"):
            if not self._number(number):
                self.counts.append(number)
        for place, report in enumerate(self.mapping.reports):
            if place or not self._report(report):
                self.reports.append(report)

    def _actor(self, actor: ActorPart) -> bool:
        standing, separator = Pick(constant=self.facts["standing"]), self.facts["separator"] or ";"
        for meaning, (role, side) in ACTORS.items():
            ours = ActorPart(
                name=pick(actor.name).column,
                role=Pick(constant=role.value),
                side=Pick(constant=side.value),
                standing=standing,
                separator=separator,
            )
            if _same(actor, ours):
                return self._take(actor.name, meaning)
        return False

    def _number(self, number: Number) -> bool:
        ends = {end: pick(getattr(number, end)) for end in ("low", "best", "high")}
        for prefix, outcome, status in COUNTS:
            wanted = {f"{prefix}.{end}": field for end, field in ends.items() if field != Pick()}
            total = any(meaning.startswith(f"{outcome}.") for meaning in self.meanings.values())
            columns: dict[str, Any] = {end: field.column for end, field in ends.items()}
            part = prefix != outcome and total
            ours = Number(outcome=outcome, status=status, part_of_total=part, **columns)
            if _same(number, ours) and self._all_free(wanted):
                return self._take_all(wanted)
        return False

    def _report(self, report: Report) -> bool:
        source = pick(report.source)
        wanted = {
            f"report.{name}": pick(getattr(report, name))
            for name in ("source", "title", "url", "published")
            if pick(getattr(report, name)).column
        }
        ours = Report(
            source=Pick(column=source.column, default=source.default) if source.column else source,
            title=pick(report.title).column,
            url=pick(report.url).column,
            published=pick(report.published).column,
        )
        if not _same(report, ours) or not self._all_free(wanted):
            self.facts["source"] = ""
            return False
        return self._take_all(wanted)

    def _take_all(self, wanted: dict[str, Pick]) -> bool:
        for meaning, field in wanted.items():
            self._take(field, meaning)
        return True

    def _all_free(self, wanted: dict[str, Pick]) -> bool:
        columns = [field.column for field in wanted.values()]
        used = {*self.meanings.values()}
        return len({*columns}) == len(columns) and all(
            meaning in _ASKED and meaning not in used and field.column not in self.meanings
            for meaning, field in wanted.items()
        )


def _for_all(field: Field) -> str:
    return pick(field).constant or pick(field).default


def _kind_for_all(mapping: Mapping) -> str:
    event, sub = _for_all(mapping.event_type), _for_all(mapping.sub_event_type)
    return f"{event}/{sub}" if event and sub else event


def _same(one: msgspec.Struct, other: msgspec.Struct) -> bool:
    """Whether two rows say the same; a column's name and a pick of nothing but that column are the same."""
    return all(_plain(getattr(one, name)) == _plain(getattr(other, name)) for name in one.__struct_fields__)


def _plain(value: object) -> object:
    return Pick(column=value) if isinstance(value, str) else value


def missing_columns(choices: Choices, heading: Sequence[str]) -> list[tuple[str, str]]:
    """Columns that have a meaning and that the file does not have, with that meaning."""
    return [(column, meaning) for column, meaning in choices.meanings.items() if column not in heading]
