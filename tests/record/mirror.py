"""A copy of the record that is kept over HTTP alone, by the very program that docs/following.md offers."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any
from urllib.request import urlopen

import msgspec

from incidents.record.subjects import Subject

PAGE = Path(__file__).parents[2] / "docs" / "following.md"


def program() -> dict[str, Any]:
    """The page's program, run: its names."""
    example = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    assert example
    names: dict[str, Any] = {}
    # As it stands: this file's own future statement would change how the structs' annotations are read.
    exec(compile(example.group(1), str(PAGE), "exec", dont_inherit=True), names)  # noqa: S102  # our own documentation
    return names


def new_copy(site: str) -> Any:
    return program()["Copy"](site)


class _Id(msgspec.Struct):
    id: str


class _List(msgspec.Struct):
    next: str | None
    results: list[msgspec.Raw]


def listed(site: str, subject: Subject, sequence: int) -> dict[str, bytes]:
    """What the API lists of a subject in the state of that sequence, byte for byte."""
    address: str | None = f"{site}/api/v1/{subject.folder}/?as_of=sequence:{sequence}&limit=1000"
    texts: dict[str, bytes] = {}
    while address:
        with urlopen(address, timeout=60) as answer:  # noqa: S310  # our own server
            page = msgspec.json.decode(answer.read(), type=_List)
        texts |= {msgspec.json.decode(bytes(body), type=_Id).id: bytes(body) for body in page.results}
        address = page.next
    return texts


def differences(copy: Any, site: str, sequence: int) -> list[str]:
    """Where the copy and the record say different things of that state."""
    lines = []
    for subject in Subject:
        ours, theirs = copy.in_force(subject.value, sequence), listed(site, subject, sequence)
        wrong = sorted(
            public_id
            for public_id in ours.keys() | theirs.keys()
            if ours.get(public_id) != theirs.get(public_id)
        )
        lines += [f"{subject} at {sequence}: {wrong}"] if wrong else []
    return lines


def keep_comparing(copy: Any, site: str, chance: Random, done: Callable[[], bool]) -> list[str]:
    """Follow and compare until ``done``, while others write.

    A text that was withheld between the copy's last page and the comparison is rightly in one and not in the other;
    such a comparison does not count, which the next page tells.
    """
    confirmed: list[str] = []
    compared = 0
    while not done() or compared == 0:
        copy.follow(limit=chance.choice([1, 7, 50, 1000]))
        reached = len(copy.entries)
        maybe = differences(copy, site, chance.choice([reached, chance.randint(0, reached)]))
        copy.follow()
        if not any(entry.emptied for entry in copy.entries[reached:]):
            confirmed += maybe
            compared += 1
    return confirmed
