"""Dates, figures and claims in sentences."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

import msgspec
import pytest

from incidents.record import document as d
from incidents.record.words import claims, codes, dates, figures, keys, origins, values
from tests.pages import qamishli as q
from tests.record.documents import ASAYISH, NDF, RUDAW

from .documented import STRUCTS


@pytest.mark.parametrize(
    "earliest, latest, precision, time_of_day, words",
    [
        ("2021-04-20", "2021-04-20", "day", None, "20 April 2021"),
        ("2021-04-20", "2021-04-20", "day", "evening", "20 April 2021, in the evening"),
        ("2021-04-20", "2021-04-21", "day", "evening", "20–21 April 2021, from the evening"),
        ("2021-04-30", "2021-05-02", "day", "unknown", "30 April – 2 May 2021"),
        ("2020-12-31", "2021-01-01", "day", None, "31 December 2020 – 1 January 2021"),
        ("2021-02-01", "2021-02-28", "month", None, "in February 2021, day not known"),
        ("2020-02-01", "2020-02-29", "month", None, "in February 2020, day not known"),
        ("2016-01-01", "2016-12-31", "year", None, "in 2016, month and day not known"),
        ("2018-07-26", "2018-11-18", "period", None, "some time between 26 July 2018 and 18 November 2018"),
        ("2021-04-03", "2021-04-06", "days", None, "some time between 3 April 2021 and 6 April 2021"),
    ],
)
def test_dates_say_what_is_not_known(
    earliest: str, latest: str, precision: str, time_of_day: str | None, words: str
):
    occurred = d.Occurred(earliest=earliest, latest=latest, precision=precision, time_of_day=time_of_day)
    assert dates.when(occurred) == words


@pytest.mark.parametrize(
    "low, best, high, words",
    [
        (1, 1, 1, "1"),
        (3, 4, 6, "4 (3–6)"),
        (0, 0, 6, "0 to 6, best estimate 0"),
        (0, 4, 6, "4 (0–6)"),
        (0, 0, 0, "none"),
        (None, None, 0, "none"),
        (None, None, None, "unknown"),
        (0, None, None, "unknown"),
        (None, 0, None, "best estimate 0, no upper end known"),
        (3, None, None, "at least 3"),
        (None, None, 9, "at most 9"),
        (3, None, 5, "3–5"),
        (3, 3, None, "3 (at least 3)"),
    ],
)
def test_unknown_is_not_none(low: int | None, best: int | None, high: int | None, words: str):
    assert figures.spread(low, best, high) == words


NUMBERS = (None, 0, 1, 2, 3)
RANGES = [
    ends
    for ends in product(NUMBERS, repeat=3)
    if (known := [n for n in ends if n is not None]) == sorted(known)
]


@pytest.mark.parametrize("low, best, high", RANGES)
def test_every_range_says_its_ends_and_none_only_of_nobody(
    low: int | None, best: int | None, high: int | None
):
    words = figures.spread(low, best, high)
    said = {int(number) for number in re.findall(r"\d+", words)}
    assert ("none" in words) == (high == 0)
    assert (words == "unknown") == (best is None and high is None and not low)
    assert ("best estimate 0" in words) == (best == 0 and high != 0)
    assert {number for number in (low, best, high) if number} <= said <= {low, best, high}


def test_a_bare_nought_is_a_claimants_none():
    assert figures.claimed(None, 0, None) == "none"
    assert figures.claimed(0, None, None) == "a number not given"


def test_an_open_end_of_a_claim_is_said():
    assert claims.content(q.february().claims[2]) == "At least 3 wounded: combatant"


@pytest.mark.parametrize(
    "position, sentence",
    [
        (0, "1 died later of wounds: combatant, of Asayish"),
        (2, "National Defence Forces began it"),
        (3, "Paused about 02:00 on 21 April 2021"),
        (6, "Ongoing: 21 April 2021"),
        (7, "Rocket-propelled grenade: used by National Defence Forces, heavy weapons"),
        (8, "Checkpoint (hit and meant): of Asayish, at Al-Wahda roundabout"),
    ],
)
def test_claims_of_every_kind_are_sentences(position: int, sentence: str):
    assert claims.content(q.april().claims[position]) == sentence


@pytest.mark.parametrize(
    "jointly, expected",
    [
        ("jointly", "Asayish, National Defence Forces together did it"),
        ("one_of", "One of Asayish, National Defence Forces did it"),
        ("unclear", "Asayish, National Defence Forces (how they shared in it is not stated) did it"),
    ],
)
def test_shared_responsibility_is_told_apart(jointly: str, expected: str):
    claim: Any = q.april().claims[2]
    shared = msgspec.structs.replace(claim, actors=[ASAYISH, NDF], jointly=jointly, responsible_for="act")
    assert claims.content(shared) == expected


def test_a_withheld_claimant_is_not_named():
    hidden = d.Claimant(source=RUDAW, withheld=True)
    assert "Rudaw" not in origins.claimant_name(hidden)


def test_origins_are_counted_and_explained():
    april = q.april()
    occurrence, casualties = april.independence
    assert origins.count(occurrence) == "2 independent origins; none is a party to the conflict."
    assert origins.count(casualties) == "1 independent origin; it is a party to the conflict."
    assert "aligned with Syrian Democratic Forces" in origins.standing_of(occurrence.origins[1])


def test_a_code_of_a_later_version_is_shown_as_it_is():
    assert codes.label("something_new", "event_type") == "something_new"
    assert codes.definition("something_new", "event_type") == ""


def test_acronyms_keep_their_capitals_inside_a_sentence():
    assert codes.lower("RPG", "weapon") == "RPG"
    assert codes.lower("battle", "event_type") == "battle"


def test_every_key_has_a_name_and_no_other_word_has():
    known = {key for struct in STRUCTS for key in struct.__struct_fields__}
    assert set(keys.LABELS) - {"note"} <= known <= set(keys.LABELS)


def test_a_path_is_said_with_the_names_of_its_keys():
    assert keys.path(("claims", "2", "made_on")) == "Claims, no. 2, made on"
    assert keys.path(("title", "id")) == "Title, id"


@pytest.mark.parametrize("position", range(9))
def test_a_claim_in_a_list_says_who_claims_it_and_all_else(position: int):
    claim = q.april().claims[position]
    denied = msgspec.structs.replace(claim, stance="denies", wording="never")
    assert values.row(denied).startswith(values.name_of(claim))
    assert "stance: Denies" in values.row(denied)
    assert "wording: never" in values.row(denied)


def test_unclear_values_are_told_exactly():
    assert values.exact(d.Belonging(actor=NDF)) == "actor: id: ACT-000002; name: National Defence Forces"


def test_a_tie_is_told_from_the_side_that_is_read():
    other, ours = d.Ref(id="INC-000002", name="Clash in February"), d.Ref(id="ACT-000001", name="NDF")
    tie = d.Related(kind="follows", direction="to", incident=other, basis=None, certainty="probable")
    assert values.words_of(tie).startswith("Follows: Clash in February")
    tie = msgspec.structs.replace(tie, direction="from")
    assert values.words_of(tie).startswith("Clash in February — follows this incident")
    relation = d.Relation(
        kind="security_force_of",
        direction="from",
        actor=ours,
        period=d.Period(),
        certainty="probable",
        note=None,
    )
    assert values.words_of(relation).startswith("NDF — security force of this actor")
    assert "direction" not in values.words_of(relation).lower()
