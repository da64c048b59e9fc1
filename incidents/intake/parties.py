"""Known parties to the wars in Syria and Iraq, by every name in every script (``actor_data``).

GED's “IS”, ACLED's “Islamic State (Syria)” and a desk's “داعش” are one party. An importer looks a name up here only
where the desk has nobody who is called so.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from incidents.codebook import ActorKind, NameKind, Script
from incidents.countries import by_name
from incidents.folding import fold
from incidents.place_names import spellings
from incidents.scripts import script_of

STATE = "gleditsch-ward"
"""Scheme of the number of the state whose government it is: UCDP means its forces as well."""
_CODES = {"ucdp-actor": "ucdp", STATE: "gleditsch_ward"}
"""Schemes of ids, and the columns that hold them."""
_TABLES = files(__package__) / "actor_data"
_BRACKETS = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<inside>[^()]+)\)$")


@dataclass(frozen=True)
class PartyName:
    text: str
    language: str
    kind: str

    @property
    def script(self) -> str:
        return (script_of(self.text) or Script.OTHER).value


@dataclass(frozen=True)
class Party:
    """``countries`` are where it comes from or acts; ``codes`` its ids in other people's lists, as (scheme, value)."""

    name: str
    kind: str
    countries: tuple[str, ...]
    codes: tuple[tuple[str, str], ...]
    names: tuple[PartyName, ...] = field(repr=False)

    @property
    def country(self) -> str:
        """The one country it belongs to; empty for a party of several or of none."""
        return self.countries[0] if len(self.countries) == 1 else ""

    def acts_in(self, country: str) -> bool:
        return not country or not self.countries or country in self.countries

    @property
    def folded(self) -> list[str]:
        """All its names, the main one first, as they are compared."""
        return list(dict.fromkeys(map(fold, (self.name, *(name.text for name in self.names)))))

    @property
    def telling(self) -> list[str]:
        """Those of its folded names that no other party has."""
        return [name for name in self.folded if len(_by_name()[name]) == 1]


@cache
def parties() -> dict[str, Party]:
    """All of the list, by key. Raises ``KeyError`` for a name of a party that the list has not."""
    names: dict[str, list[PartyName]] = defaultdict(list)
    for row in _rows("names.csv"):
        names[row["key"]].append(PartyName(row["name"], row["language"], NameKind(row["use"]).value))
    listed = {
        row["key"]: Party(
            name=row["name"],
            kind=ActorKind(row["kind"]).value,
            countries=tuple(row["countries"].split()),
            codes=tuple((scheme, row[column]) for scheme, column in _CODES.items() if row[column]),
            names=tuple(names.pop(row["key"], ())),
        )
        for row in _rows("parties.csv")
    }
    if names:
        raise KeyError(f"names.csv names parties that parties.csv has not: {', '.join(names)}")
    return listed


def party_named(text: str, country: str = "", codes: tuple[tuple[str, str], ...] = ()) -> Party | None:
    """The one party that a name or code means; ``None`` where there is none, or several that nothing tells apart.

    A party's main name is its own before it is another's alias. Two names in one text (“YPG: People's Protection
    Units”, “ISIS/Daesh”, “Hay'at Tahrir al-Sham (HTS)”) have to mean the same party; a country in brackets tells
    namesakes apart. Years in brackets are left alone: ACLED means a state's forces under one government.
    """
    for code in codes:
        if code in _by_code():
            return _by_code()[code]
    bracketed = _BRACKETS.match(text)
    if whole := _only(text, country):
        return whole
    if bracketed is None:
        return _same(text.split(":") if ":" in text else list(spellings(text))[1:], country)
    name, inside = bracketed["name"], bracketed["inside"]
    if within := by_name(inside):
        return party_named(name, within.code) if country in ("", within.code) else None
    return _same([name, inside], country)


def _same(names: list[str], country: str) -> Party | None:
    """The party that all the names mean."""
    meant = [_only(name, country) for name in names]
    return meant[0] if meant and all(party is not None and party is meant[0] for party in meant) else None


def _only(name: str, country: str) -> Party | None:
    folded = fold(name)
    bearers = [party for party in _by_name().get(folded, ()) if party.acts_in(country)]
    first = [party for party in bearers if fold(party.name) == folded]
    return (first or bearers)[0] if len(first or bearers) == 1 else None


@cache
def _by_name() -> dict[str, list[Party]]:
    by_name: dict[str, list[Party]] = defaultdict(list)
    for party in parties().values():
        for name in party.folded:
            by_name[name].append(party)
    return dict(by_name)


@cache
def _by_code() -> dict[tuple[str, str], Party]:
    return {code: party for party in parties().values() for code in party.codes if code[0] != STATE}


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader((_TABLES / name).read_text(encoding="utf-8").splitlines())
