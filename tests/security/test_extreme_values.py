"""Numbers of thousands of digits, numbers that are none, NUL and half characters never lead to an error of ours.

Python reads no number of more than 4,300 digits, PostgreSQL none above 2**63 and no NUL; each complains in its own way.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, cycle
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from bench.trials.hostile import OF_DIALECTS, OF_LISTS, routes
from incidents.record.filters.grammar import fields_of
from incidents.record.subjects import Subject

from .walking import ask, body

pytestmark = pytest.mark.django_db

NUL, HALF = "a\0b", "\ud800"
DIGITS = "9" * 4400
EXTREMES = [
    DIGITS,
    f"-{DIGITS}",
    f"0.{DIGITS}",
    "1e400",
    "NaN",
    "-Infinity",
    "9" * 19,
    "-1",
    NUL,
    HALF,
    "٣" * 4400,
]
IN_A_PATH = {"int": [DIGITS, "9" * 19, "0"], "str": [DIGITS, "-1", NUL, HALF, "NaN"]}
NAMES = sorted({*OF_DIALECTS, *OF_LISTS, *(name for subject in Subject for name in fields_of(subject))})
OF_THE_DESK = ("admin/", "accounts/")


@pytest.fixture(autouse=True)
def _no_shares(settings: Any) -> None:
    settings.API_UNITS_PER_MINUTE = dict.fromkeys(settings.API_UNITS_PER_MINUTE, 10**9)


@pytest.fixture
def manager(world, sign_in) -> Client:
    client: Client = sign_in(world.manager)
    client.raise_request_exception = False
    return client


def quoted(text: str) -> str:
    return quote(text, safe="", errors="surrogatepass")


def is_fine(response: Any) -> bool:
    body(response)
    return bool(response.status_code < 500)


def addresses() -> Iterator[str]:
    """Each address with its parts filled in, each with other values; those that log out left out."""
    turns = count()
    for route in routes():
        if "<" in route and "logout" not in route:
            turn = next(turns)
            yield "/" + "".join(_filled(piece, turn) for piece in route.replace(">", "<").split("<"))


def _filled(piece: str, turn: int) -> str:
    converter, named, _name = piece.partition(":")
    values = IN_A_PATH.get(converter, IN_A_PATH["str"])
    return quoted(values[turn % len(values)]) if named else piece


def test_extreme_parts_of_every_address(manager):
    paths = list(addresses())
    assert len(paths) > 50
    assert [path[:100] for path in paths if not is_fine(ask(manager, path))] == []


def test_extreme_parameters_of_every_public_address(world):
    """All parameters at once, each with another value: those that are wrong are named together."""
    client, values = Client(raise_request_exception=False), cycle(EXTREMES)
    query = "&".join(f"{name}={quoted(next(values))}" for name in NAMES)
    public = [route for route in routes() if "<" not in route and not route.startswith(OF_THE_DESK)]
    assert [route for route in public if not is_fine(ask(client, f"/{route}?{query}"))] == []


def test_extreme_parameters_of_the_desk_s_lists(manager):
    """One value for each parameter of each list, another for each next one."""
    values, paths = cycle(EXTREMES), []
    for model, desk in admin.site._registry.items():
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        filters: list[Any] = [getattr(entry, "parameter_name", entry) for entry in desk.list_filter]
        names = ["q", "p", "o", "id__in", *filters, *(f"{name}__exact" for name in filters)]
        paths += [f"{address}?{name}={quoted(next(values))}" for name in names]
    assert [path[:100] for path in paths if not is_fine(manager.get(path))] == []
