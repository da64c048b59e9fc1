"""Tables: which rows, which columns, and what a spreadsheet must not do with them."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from incidents.exports import flat, tables
from incidents.exports.columns import ValueType, chosen
from incidents.exports.options import ROWS
from incidents.record import document as d
from incidents.record.models import Row
from incidents.spreadsheets import FORMULA_STARTS, harmless
from tests.record import documents as make

from .conftest import BARE, CLASH, SERIES, STRIKE, TITLE, casualty_claim

pytestmark = pytest.mark.django_db


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode(), newline="")))


def test_every_column_of_the_row_table_is_exported():
    """A column that is added to the record is exported, tagged and described, or this fails."""
    fields = {field.name for field in Row._meta.get_fields()} - {"entry", "edition_number"} | {"edition"}
    assert {column.name for column in flat.COLUMNS} == fields


def test_a_table_has_each_incident_once_by_id(published, written):
    rows = read(written("csv"))

    assert [row["public_id"] for row in rows] == [CLASH, SERIES, STRIKE, BARE]
    assert rows[0]["title"] == TITLE
    assert rows[3]["title"] == "ئاسایش الأسايش"


def test_what_is_unknown_is_empty_and_none_is_zero(published, written):
    make.publish(make.incident("INC-000005", casualties=[make.killed(0, 0, 0)]))
    rows = {row["public_id"]: row for row in read(written("csv"))}

    assert (rows[CLASH]["killed_low"], rows[CLASH]["killed_best"]) == ("2", "")
    assert [rows["INC-000005"][f"killed_{end}"] for end in ("low", "best", "high")] == ["0", "0", "0"]


def test_an_allegation_is_marked_in_the_cell(published, written):
    assert read(written("csv"))[0]["side_b"] == "National Defence Forces (alleged)"


def test_filters_and_order_are_those_of_the_list(published, written):
    found = read(written("csv", filters={"from": "2021", "order": "occurred_from"}))
    assert [row["public_id"] for row in found] == [BARE, CLASH, SERIES]

    assert read(written("csv", filters={"from": "2019", "to": "2019"})) == []
    assert (
        read(written("csv", filters={"q": "clashes", "extent": "series", "order": "killed_best"}))[0][
            "public_id"
        ]
        == SERIES
    )


def test_a_past_state_is_exported_as_it_was(published, written):
    make.correct(published[0], title={"en": "Corrected"})
    make.bury(SERIES, "retracted", note="It did not happen.")

    assert [row["title"] for row in read(written("csv"))][:1] == ["Corrected"]
    assert len(read(written("csv"))) == 3
    before = read(written("csv", filters={"as_of": "sequence:4"}))
    assert (before[0]["title"], len(before)) == (TITLE, 4)


def test_columns_never_travel_without_what_says_how_sure_they_are(published, written):
    names = list(read(written("csv", names=["wounded_best", "title"]))[0])

    assert {"wounded_low", "wounded_best", "wounded_high", "title"} <= set(names)
    assert set(names) >= flat.ALWAYS
    assert "summary" not in names
    assert names == [column.name for column in flat.COLUMNS if column.name in names]


@pytest.mark.parametrize("rows", ROWS)
def test_no_column_may_take_the_place_of_the_certain_ones(rows):
    columns = flat.COLUMNS if rows == "incident" else tables.TABLES[rows].columns
    for column in columns:
        kept = chosen(columns, [column.name])
        assert column in kept
        assert [kept_one for kept_one in columns if kept_one.always and kept_one not in kept] == []
    assert len({column.name for column in columns}) == len(columns)


def test_words_that_would_be_formulas_are_shown_as_text(published, written):
    row = next(listed for listed in read(written("csv")) if listed["public_id"] == STRIKE)

    assert row["title"].startswith("'=HYPERLINK")
    assert row["attackers"] == "'-2+3 gunmen"
    assert row["tags"] == "'+tag"
    claim = next(row for row in read(written("csv", rows="claim")) if row["kind"] == "statement")
    assert claim["wording"] == "'@SUM(1)"


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_database_and_python_agree_on_what_is_a_formula(published, written, start):
    """The flat table is written by the one, the others by the other."""
    text = f"{start}1+1"
    changed = make.incident("INC-000009", title=text, participants=[make.participant(None, description=text)])
    make.publish(changed)

    assert read(written("csv"))[-1]["title"] == harmless(text) == f"'{text}"
    assert read(written("csv", rows="actor"))[-1]["description"] == f"'{text}"


def test_negative_numbers_stay_numbers(published, written):
    assert [row["lon"] for row in read(written("csv", rows="location"))][1] == "-39.01"


def test_a_row_for_each_actor(published, written):
    rows = read(written("csv", rows="actor"))

    assert [(row["public_id"], row["actor"] or row["description"]) for row in rows] == [
        (CLASH, "Asayish"),
        (CLASH, "National Defence Forces"),
        (STRIKE, "'-2+3 gunmen"),
    ]
    assert [row["standing"] for row in rows] == ["assessed", "alleged", "assessed"]
    assert [row["own_killed_low"] for row in rows] == ["", "2", ""]


def test_a_row_for_each_location(published, written):
    rows = read(written("csv", rows="location"))

    assert [(row["public_id"], row["place"], row["location"], row["place_role"]) for row in rows] == [
        (CLASH, "0", "Qamishli", "scene"),
        (CLASH, "1", "Raqqa", "target"),
        (STRIKE, "0", "Qamishli", "scene"),
    ]
    assert rows[0]["admin1"] == "Al-Hasakah"
    assert (rows[2]["lat"], rows[2]["radius_km"]) == ("", "")


def test_a_row_for_each_claim_with_who_says_so_and_on_what_ground(published, written):
    row, statement = read(written("csv", rows="claim"))

    told = {
        "claim_id": "CLM-AAAAAAAAAAAA",
        "kind": "casualty",
        "claimant_type": "source",
        "claimant": "Syrian Observatory for Human Rights",
        "basis": "own_sources",
        "stance": "asserts",
        "as_of": "2021-04-20",
        "report_source": "Rudaw",
        "minimum": "2",
        "best": "",
        "belongs_to": "National Defence Forces",
        "place": "Qamishli",
    }
    assert {name: row[name] for name in told} == told
    assert (statement["kind"], statement["act"], statement["minimum"]) == ("statement", "accusation", "")


def test_a_claimant_that_may_not_be_named_stays_unnamed(db, written):
    make.publish(make.incident(claims=[casualty_claim(claimant=d.Claimant(withheld=True))]))

    row = read(written("csv", rows="claim"))[0]
    assert (row["claimant_type"], row["claimant_id"], row["claimant"]) == ("withheld", "", "")


def test_each_kind_of_claim_has_its_own_columns_filled(db, written):
    own = {"act", "addressee", "text"}
    base = {
        name: getattr(make.statement(), name)
        for name in d.StatementClaim.__struct_fields__
        if name not in own
    }
    occurred = d.Occurred(earliest="2021-04-20", latest="2021-04-21", precision="day")
    claims: list[d.AnyClaim] = [
        d.ResponsibilityClaim(
            **base,
            actors=[make.NDF, make.ASAYISH],
            description=None,
            jointly="unclear",
            responsible_for="act",
        ),
        d.WeaponClaim(**base, weapon="mortar", delivery=None, used_by=make.NDF, detail=None),
        d.PlaceClaim(**base, place=make.RAQQA, words="near Raqqa"),
        d.TimeClaim(**base, phase="started", occurred=occurred, clock="05:00"),
        d.TargetClaim(
            **base, target="checkpoint", intended="meant", actor=make.ASAYISH, place=None, detail=None
        ),
        d.TerritoryClaim(**base, change="gained", actor=make.NDF, place=make.QAMISHLI),
    ]
    make.publish(make.incident(claims=claims, reports=[make.report()]))

    rows = read(written("csv", rows="claim"))
    assert [row["kind"] for row in rows] == [
        "responsibility",
        "weapon",
        "place",
        "time",
        "target",
        "territory",
    ]
    assert rows[0]["actors"] == "National Defence Forces; Asayish"
    assert (rows[1]["weapon"], rows[1]["actors"]) == ("mortar", "National Defence Forces")
    assert (rows[2]["place"], rows[2]["place_words"]) == ("Raqqa", "near Raqqa")
    assert (rows[3]["phase"], rows[3]["occurred_to"], rows[3]["clock"]) == ("started", "2021-04-21", "05:00")
    assert (rows[4]["target"], rows[4]["intended"], rows[4]["actor_ids"]) == (
        "checkpoint",
        "meant",
        "ACT-000001",
    )
    assert (rows[5]["change"], rows[5]["place"]) == ("gained", "Qamishli")


def test_all_codes_are_columns_no_formula_can_stand_in():
    """What is left unescaped is an id or a code; free text is in none of these columns."""
    for columns in (flat.COLUMNS, *(table.columns for table in tables.TABLES.values())):
        for column in columns:
            if column.kind is ValueType.CODE:
                assert column.name.endswith(("_id", "_ids")) or "#" in column.tag
                assert not column.name.startswith(("title", "summary", "wording", "description", "words"))
