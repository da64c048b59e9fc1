"""One event that comes from a dataset and from a list: joined by an outside id, or flagged for its likeness."""

from __future__ import annotations

import json
from typing import Any

import pytest

from incidents.intake.imports.engine.likenesses import LIKE_ANOTHER
from incidents.intake.imports.spreadsheet.checks import check
from incidents.intake.imports.spreadsheet.columns import answered, meanings_of, unasked
from incidents.intake.imports.spreadsheet.mapping import BadMapping, as_json, mapping_from, read_mapping
from incidents.models import DatasetRow, ImportVerdict, Incident
from tests.intake.imports.events import event
from tests.intake.imports.test_import_csv import imported as listed
from tests.intake.imports.test_mapping import PLAN, ROW
from tests.intake.imports.undo_scene import imported

pytestmark = pytest.mark.django_db

BY_ID = PLAN | {"external_ids": {"ucdp-ged": "Link"}, "reports": []}
GED = {"Link": "1"}
"""The cell that says which event of UCDP's it is."""

LIKE: dict[str, Any] = {
    "date_start": "2021-04-03", "date_end": "2021-04-03", "year": "2021", "where_coordinates": "Milltown",
    "best": 5, "low": 5, "high": 5, "deaths_a": 3, "deaths_b": 2,
}  # fmt: skip


def verdict_of(outcome: Any) -> ImportVerdict:
    return ImportVerdict.objects.get(run=outcome.run)


def test_a_row_that_names_an_event_of_ucdp_is_linked_to_it(tmp_path, reviewer):
    imported(tmp_path, reviewer, [event()], publish=True)
    incident = Incident.objects.get()
    outcome = listed(tmp_path, reviewer, ROW | GED, plan=BY_ID, publish=True)
    assert outcome.counts == {"unchanged": 1}
    assert verdict_of(outcome).reason.startswith(f"{incident.public_id} is that event, made from ucdp-ged")
    assert Incident.objects.get() == incident
    assert set(DatasetRow.objects.values_list("incident", flat=True)) == {incident.pk}
    again = listed(tmp_path, reviewer, ROW | GED | {"Dead": "9"}, plan=BY_ID, publish=True)
    assert again.counts == {"unchanged": 1}


def test_ucdp_s_event_is_linked_to_the_row_that_names_it(tmp_path, reviewer):
    listed(tmp_path, reviewer, ROW | GED, plan=BY_ID)
    assert set(Incident.objects.get().external_ids.values_list("scheme", "value")) == {
        ("city-list", "7"), ("ucdp-ged", "1"),
    }  # fmt: skip
    assert imported(tmp_path, reviewer, [event()]).counts == {"unchanged": 1}
    assert Incident.objects.count() == 1


def test_two_rows_are_not_the_same_event_of_ucdp(tmp_path, reviewer):
    outcome = listed(tmp_path, reviewer, ROW | GED, ROW | GED | {"No": "8"}, plan=BY_ID)
    assert outcome.counts == {"created": 1, "rejected": 1}
    reason = ImportVerdict.objects.get(verdict="rejected").reason
    assert reason == "It is the event 1 of ucdp-ged, and so is the row in line 2."


def test_a_mapping_says_what_is_wrong_with_an_outside_id():
    for wrong, said in (
        ({"city-list": "Link"}, "Name whose identifiers"),
        ({"UCDP GED": "Link"}, "Name whose identifiers"),
        ({"ucdp-ged": {"constant": "1"}}, "Say which column"),
        ({"ucdp-ged": "Lnk"}, "no column “Lnk”"),
    ):
        with pytest.raises(BadMapping, match=said):
            check(mapping_from(PLAN | {"external_ids": wrong}), tuple(ROW))


def test_the_page_keeps_outside_ids_or_gives_them_up():
    mapping = mapping_from(BY_ID)
    assert "external_ids" in unasked(mapping)
    assert answered(mapping, meanings_of(mapping)) == mapping
    assert answered(mapping, meanings_of(mapping), {"external_ids"}).external_ids == {}
    assert read_mapping(as_json(mapping), "m.json") == mapping
    assert json.loads(as_json(mapping))["external_ids"] == {"ucdp-ged": "Link"}


def test_a_new_row_like_an_incident_of_another_origin_is_flagged_with_its_address(tmp_path, reviewer):
    imported(tmp_path, reviewer, [event(**LIKE)], publish=True)
    ged = Incident.objects.get()
    row = ROW | {"Lat": "34.802462", "Lon": "36.707602"}
    outcome = listed(tmp_path, reviewer, row)
    verdict = verdict_of(outcome)
    assert (verdict.verdict, LIKE_ANOTHER in verdict.flags) == ("created", True)
    assert f"/incidents/{ged.public_id}/ (UCDP Georeferenced Event Dataset)" in verdict.reason
    assert listed(tmp_path, reviewer, row).counts == {"unchanged": 1}


@pytest.mark.parametrize(
    "other", [{"Dead": "6"}, {"Day": "4.4.2021"}, {"Lat": "35.9", "Lon": "36.7", "Town": "Hilltown"}]
)
def test_another_day_place_or_number_is_another_event(tmp_path, reviewer, other):
    imported(tmp_path, reviewer, [event(**LIKE)])
    row = ROW | {"Lat": "34.802462", "Lon": "36.707602"}
    assert not verdict_of(listed(tmp_path, reviewer, row | other)).reason
