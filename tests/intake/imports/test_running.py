"""Runs of an importer on the desk and in the record."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from incidents.codebook import WorkflowState
from incidents.editorial.compile import load
from incidents.editorial.refusal import Refused
from incidents.intake.imports.engine import chunks, staging
from incidents.intake.imports.engine.context import ChunkContext
from incidents.intake.imports.engine.running import ImportOptions, ImportResult, run
from incidents.intake.imports.files.sources import open_source
from incidents.intake.imports.ged.coder import Ged
from incidents.models import (
    Actor,
    DatasetRow,
    ExternalId,
    ImportRun,
    ImportVerdict,
    Incident,
    Location,
    Report,
    Source,
)
from incidents.models.fields import claim_id
from incidents.record import document as d
from incidents.record.log.verification import verify
from incidents.record.models import OPEN, Edition, Entry, Row
from tests import factories as make
from tests.intake.imports.events import event, table

pytestmark = pytest.mark.django_db


def imported(
    path: Path, by: User, rows: list[dict[str, Any]], version: str = "19.1", **how: Any
) -> ImportResult:
    source = open_source(str(table(path / "ged.csv", rows)))
    return run(source, Ged(version, source.heading), ImportOptions(by=by, **how))


def document_of(incident: Incident) -> Any:
    batch = load("incident", [incident.pk])
    return batch.compile(batch.identifiers())[incident.pk]


def named_tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name.startswith("import_staging")}


def test_a_row_becomes_an_incident_and_stays_word_for_word(tmp_path, analyst):
    outcome = imported(tmp_path, analyst, [event()])
    incident = Incident.objects.get()
    assert outcome.counts == {"created": 1}
    assert (incident.state, incident.licence) == (WorkflowState.DRAFT, "cc-by-4.0")
    assert DatasetRow.objects.get(incident=incident).verbatim == event()
    assert [(figure.low, figure.best, figure.high) for figure in incident.figures.all()] == [
        (2, 2, 2),
        (2, 2, 2),
        (0, 0, 0),
    ]
    assert all(figure.claims.exists() for figure in incident.figures.all())
    assert named_tables() == set()


def test_a_poorer_table_takes_nothing_away(tmp_path, reviewer):
    """UCDP's figures are also passed on in tables without places, precisions and sources."""
    imported(tmp_path, reviewer, [event()], publish=True)
    before = document_of(Incident.objects.get())
    places = ("country", "latitude", "longitude")
    few = ("id", "year", "type_of_violence", "side_a", "side_b", *places, "low", "best", "high")
    path = tmp_path / "few.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, few, extrasaction="ignore")
        writer.writeheader()
        writer.writerows([event(best=5, high=5), event(id=2)])
    source = open_source(str(path))
    outcome = run(source, Ged("21.1", source.heading), ImportOptions(by=reviewer, publish=True))
    assert outcome.counts == {"rejected": 1, "created": 1}
    reason = ImportVerdict.objects.get(verdict="rejected").reason
    assert "where_prec" in reason
    assert "adm_1" in reason
    assert document_of(Incident.objects.order_by("pk")[0]) == before


def test_published_rows_are_whole_in_the_record(tmp_path, reviewer):
    imported(
        tmp_path,
        reviewer,
        [event(id=n, where_coordinates=f"Town {n % 3}") for n in range(1, 8)],
        publish=True,
    )
    assert list(verify()) == []
    assert Row.objects.filter(entry__until=OPEN).count() == 7
    assert Incident.objects.filter(state=WorkflowState.PUBLISHED, public_id__isnull=False).count() == 7
    document: Any = d.decode(Edition.objects.filter(subject="incident")[0].body or "")
    origin = document.origin
    assert (origin.dataset, origin.title) == ("ucdp-ged", "UCDP Georeferenced Event Dataset")
    assert "Sundberg" in origin.citation


def test_the_issued_text_is_what_the_desk_compiles(tmp_path, reviewer):
    imported(
        tmp_path,
        reviewer,
        [event(low=1, high=9), event(id=2, type_of_violence=3, side_b="Civilians")],
        publish=True,
    )
    for incident in Incident.objects.all():
        body = Edition.objects.get(public_id=incident.public_id).body or ""
        edition = d.decode(body).edition
        assert d.encode(msgspec.structs.replace(document_of(incident), edition=edition)) == body


def test_a_second_run_changes_nothing(tmp_path, reviewer):
    imported(tmp_path, reviewer, [event(), event(id=2)], publish=True)
    before = Edition.objects.count(), Location.objects.count(), Report.objects.count()
    assert imported(tmp_path, reviewer, [event(), event(id=2)], publish=True).counts == {"unchanged": 2}
    assert (Edition.objects.count(), Location.objects.count(), Report.objects.count()) == before


def test_a_changed_row_is_corrected_and_keeps_its_ids(tmp_path, reviewer):
    imported(tmp_path, reviewer, [event(), event(id=2)], publish=True)
    claims = set(Incident.objects.get(origin_row__key="1").claims.values_list("public_id", flat=True))
    outcome = imported(tmp_path, reviewer, [event(deaths_b=3, best=5, high=5), event(id=2)], publish=True)
    incident = Incident.objects.get(origin_row__key="1")
    assert outcome.counts == {"updated": 1, "unchanged": 1}
    editions = Edition.objects.filter(public_id=incident.public_id).order_by("number")
    assert [edition.kind for edition in editions] == ["published", "corrected"]
    assert Row.objects.get(entry__until=OPEN, public_id=incident.public_id).killed_best == 5
    assert set(incident.claims.values_list("public_id", flat=True)) == claims
    assert list(verify()) == []


def test_a_changed_row_changes_what_the_event_is_counted_to(tmp_path, analyst):
    imported(tmp_path, analyst, [event()])
    incident = Incident.objects.get(origin_row__key="1")
    make.ExternalIdFactory(incident=incident, scheme="wikidata", value="Q1")
    kept = incident.external_ids.get(scheme="ucdp-ged").pk
    imported(tmp_path, analyst, [event(dyad_new_id=12000)])
    codes = {(code.scheme, code.value, code.match) for code in incident.external_ids.all()}
    assert codes == {
        ("ucdp-ged", "1", "same"),
        ("ucdp-dyad", "12000", "part_of"),
        ("ucdp-conflict", "299", "part_of"),
        ("wikidata", "Q1", "same"),
    }
    assert incident.external_ids.get(scheme="ucdp-ged").pk == kept


def test_a_newer_version_of_the_dataset_finds_its_incidents(tmp_path, reviewer):
    imported(tmp_path, reviewer, [event()], publish=True)
    outcome = imported(tmp_path, reviewer, [event()], version="20.1", publish=True)
    assert outcome.counts == {"refreshed": 1}
    assert Incident.objects.get().origin_row.dataset.version == "20.1"  # type: ignore[union-attr]


def test_what_an_analyst_edited_is_left_alone(tmp_path, analyst):
    imported(tmp_path, analyst, [event()])
    Incident.objects.update(updated_by=analyst, title="Edited here")
    outcome = imported(tmp_path, analyst, [event(best=5, deaths_b=3, high=5)])
    assert outcome.counts == {"rejected": 1}
    assert Incident.objects.get().title == "Edited here"
    assert "adopted on the desk" in ImportVerdict.objects.get(run=outcome.run).reason


def test_an_event_that_the_desk_has_coded_itself_is_not_entered_twice(tmp_path, analyst):
    own = make.IncidentFactory()
    make.ExternalIdFactory(incident=own, scheme="ucdp-ged", value="1")
    assert imported(tmp_path, analyst, [event()]).counts == {"unchanged": 1}
    assert Incident.objects.get() == own
    assert DatasetRow.objects.get().incident == own


def test_bad_rows_are_set_aside_with_line_and_reason(tmp_path, analyst):
    rows = [event(), event(id=2, country="Atlantis"), event(id=1), event(id=3), event(id=2)]
    outcome = imported(tmp_path, analyst, rows)
    assert outcome.counts == {"created": 2, "rejected": 3}
    rejected = ImportVerdict.objects.filter(verdict="rejected").order_by("line")
    assert [(verdict.line, verdict.key) for verdict in rejected] == [(3, "2"), (4, "1"), (6, "2")]
    assert "Atlantis" in rejected[0].reason
    assert "line 2" in rejected[1].reason
    assert "line 3" in rejected[2].reason  # mended, the first one would take the second one's place
    assert not DatasetRow.objects.filter(key="2").exists()


def test_a_restricted_name_sets_aside_only_the_rows_that_hold_it(tmp_path, reviewer):
    make.PersonFactory(name="Zeki Demir")
    rows = [event(id=n) for n in range(1, 6)]
    rows[3]["source_article"] = '"The Monitor,2016-01-01,Zeki Demir killed"'
    outcome = imported(tmp_path, reviewer, rows, publish=True)
    assert outcome.counts == {"created": 4, "rejected": 1}
    assert "must not be named" in ImportVerdict.objects.get(verdict="rejected").reason
    assert not Incident.objects.filter(origin_row__key="4").exists()
    assert not Edition.objects.filter(body__contains="Zeki").exists()
    assert list(verify()) == []


class Killed(BaseException):
    pass


def test_a_killed_run_goes_on_where_it_was(tmp_path, reviewer, monkeypatch):
    monkeypatch.setattr(chunks, "SIZE", 2)
    rows = [event(id=n) for n in range(1, 8)]
    source = open_source(str(table(tmp_path / "ged.csv", rows)))
    done: list[float] = []

    def killing(count: float) -> None:
        done.append(count)
        if sum(done) >= 4:
            raise Killed

    with pytest.raises(Killed):
        run(source, Ged("19.1", source.heading), ImportOptions(by=reviewer, publish=True), killing)
    assert ImportVerdict.objects.count() == 4
    outcome = imported(tmp_path, reviewer, rows, publish=True)
    assert (outcome.passed, outcome.counts, outcome.run.rows) == (4, {"created": 7}, 7)
    assert Incident.objects.count() == 7
    assert Report.objects.count() == 1
    assert list(verify()) == []


def test_a_hand_of_a_run_that_was_taken_up_again_does_nothing_more(tmp_path, analyst):
    outcome = imported(tmp_path, analyst, [event()])
    order = ChunkContext(
        run=outcome.run.pk, table=f"import_staging_{outcome.run.pk}_0", dataset=outcome.run.dataset_id,
        scheme="ucdp-ged", version="19.1", source="ged.csv",
        licence="cc-by-4.0", by=analyst.pk, label="", publish=False, state="draft",
    )  # fmt: skip
    with pytest.raises(chunks.Superseded):
        chunks.take_in(order, [2])
    assert ImportVerdict.objects.count() == 1


def test_a_dry_run_keeps_nothing_and_tells_everything(tmp_path, reviewer):
    outcome = imported(tmp_path, reviewer, [event(), event(id=2, best="")], publish=True, dry=True)
    assert outcome.counts == {"created": 1, "rejected": 1}
    assert [row[:3] for row in outcome.report] == [(2, "1", "created"), (3, "2", "rejected")]
    for model in (Incident, DatasetRow, Actor, Location, Source, Report, ImportVerdict, Edition):
        assert not model._default_manager.exists()


def test_drafts_of_an_earlier_run_are_published_by_a_later_one(tmp_path, reviewer):
    imported(tmp_path, reviewer, [event()])
    assert imported(tmp_path, reviewer, [event()], publish=True).counts == {"unchanged": 1}
    assert Entry.objects.filter(subject="incident", until=OPEN).count() == 1
    assert Incident.objects.get().state == WorkflowState.PUBLISHED


def test_an_analyst_may_not_publish_an_import(tmp_path, analyst):
    with pytest.raises(Refused):
        imported(tmp_path, analyst, [event()], publish=True)
    assert not Incident.objects.exists()


def test_names_that_the_desk_knows_are_used(tmp_path, analyst):
    country = make.CountryFactory(name="Syria", country="SY")
    homs = make.GovernorateFactory(name="Homs", parent=country, country="SY")
    mill = make.LocationFactory(name="Mill-Town", parent=homs, country="SY", lat="34.81", lon="36.71")
    make.LocationNameFactory(location=mill, name="Milltown")
    brigade = make.ActorFactory(name="NORTHERN brigade")
    monitor = make.SourceFactory(name="Monitoring Centre", aliases=["The Monitor"])
    imported(tmp_path, analyst, [event()])
    incident = Incident.objects.get()
    place = incident.places.get()
    assert (place.location, str(place.lat)) == (mill, "34.80246")
    assert incident.participations.filter(actor=brigade).exists()
    assert ExternalId.objects.get(scheme="ucdp-actor", value="4456").actor == brigade
    assert incident.source_mentions.filter(source=monitor).exists()
    assert incident.citations.get().report.source == monitor


def test_a_run_that_another_process_took_up_stops_with_a_sentence(tmp_path, analyst):
    source = open_source(str(table(tmp_path / "ged.csv", [event()])))

    def taken_up(_rows: float) -> None:
        for run_of in ImportRun.objects.all():
            staging.drop(run_of.pk)

    with pytest.raises(chunks.Superseded, match=r"Import \d+ was taken up by another process"):
        run(source, Ged("19.1", source.heading), ImportOptions(by=analyst), taken_up)
    assert not Incident.objects.exists()


def test_progress_tells_of_rows_before_they_are_in_and_adds_up(tmp_path, analyst):
    source = open_source(str(table(tmp_path / "ged.csv", [event(), event(id=2), event(id=3, best="")])))
    told: list[tuple[float, bool]] = []
    run(
        source,
        Ged("19.1", source.heading),
        ImportOptions(by=analyst),
        lambda rows: told.append((rows, Incident.objects.exists())),
    )
    assert sum(rows for rows, _entered in told) == 3
    assert sum(rows for rows, entered in told if not entered) == 1.5


def body_of(row: Any) -> Any:
    return d.decode(Edition.objects.get(public_id=row.public_id, entry__until=OPEN).body or "")


def test_an_actor_that_was_public_is_told_of_its_id(tmp_path, reviewer):
    imported(tmp_path, reviewer, [event(side_b_new_id="")], publish=True)
    brigade = Actor.objects.get(name="Northern Brigade")
    assert body_of(brigade).external_ids == []
    imported(tmp_path, reviewer, [event(), event(id=2)], publish=True)
    assert [(code.scheme, code.value) for code in body_of(brigade).external_ids] == [("ucdp-actor", "4456")]
    assert list(verify()) == []


def test_an_id_is_given_to_nobody_who_has_another_or_whom_another_has(tmp_path, analyst):
    imported(tmp_path, analyst, [event()])
    rows = [event(), event(id=2, side_b_new_id=9), event(id=3, side_b="Southern Brigade", side_b_new_id=10)]
    imported(tmp_path, analyst, rows)
    outcome = imported(tmp_path, analyst, [*rows, event(id=4, side_b="Southern Brigade")])
    flags = {verdict.key: verdict.flags for verdict in ImportVerdict.objects.filter(run=outcome.run)}
    assert flags == {"1": [], "2": ["actor-has-another-id"], "3": [], "4": ["actor-name-is-another-s"]}
    codes = ExternalId.objects.filter(actor__name__endswith="Brigade")
    assert set(codes.values_list("value", "actor__name")) == {
        ("4456", "Northern Brigade"), ("10", "Southern Brigade"),
    }  # fmt: skip


def test_a_place_without_a_district_gets_the_row_s(tmp_path, reviewer, analyst):
    imported(tmp_path, reviewer, [event(adm_2="")], publish=True)
    mill = Location.objects.get(name="Milltown")
    assert mill.parent.name == "Homs"  # type: ignore[union-attr]
    imported(tmp_path, analyst, [event(id=2)])
    mill.refresh_from_db()
    assert mill.parent.name == "Homs", "the public would not be told"  # type: ignore[union-attr]
    rows = [event(id=3), event(id=4, adm_2="Another district")]
    imported(tmp_path, reviewer, rows, publish=True)
    mill.refresh_from_db()
    assert mill.parent.name == "Homs", "nobody knows which"  # type: ignore[union-attr]
    imported(tmp_path, reviewer, [event(id=5)], publish=True)
    mill.refresh_from_db()
    district = mill.parent
    assert (district.name, district.parent.name) == ("Rastan", "Homs")  # type: ignore[union-attr]
    assert district.public_id in [area.id for area in body_of(mill).within]  # type: ignore[union-attr]
    first = Incident.objects.get(origin_row__key="1")
    assert f"loc:{district.public_id}" in Entry.objects.get(public_id=first.public_id, until=OPEN).terms  # type: ignore[union-attr]
    assert Location.objects.filter(name="Milltown").count() == 1
    assert list(verify()) == []


def test_a_place_that_must_not_be_told_exactly_is_not_moved(tmp_path, reviewer):
    imported(tmp_path, reviewer, [event(adm_2="")])
    Location.objects.filter(name="Milltown").update(restricted=True)
    imported(tmp_path, reviewer, [event(id=2)])
    assert Location.objects.get(name="Milltown").parent.name == "Homs"  # type: ignore[union-attr]


def test_a_namesake_far_away_is_another_place(tmp_path, analyst):
    country = make.CountryFactory(name="Syria", country="SY")
    far = make.LocationFactory(name="Milltown", parent=country, country="SY", lat="36.00", lon="38.00")
    imported(tmp_path, analyst, [event()])
    assert Incident.objects.get().places.get().location != far


def test_the_command_writes_a_report_that_names_every_row(tmp_path, reviewer, capsys):
    path = table(tmp_path / "ged191.csv", [event(), event(id=2, low=9), event(id=3, country="")])
    report = tmp_path / "report.csv"
    call_command(
        "import_ged", str(path), by=reviewer.email, publish=True, report=str(report), jobs=1, verbosity=0
    )
    lines = report.read_text().splitlines()
    assert lines[0] == "line,id,verdict,reason,flags"
    new = "new-place new-division new-actor new-source"
    assert lines[1:3] == [f"2,1,created,,{new}", f"3,2,created,,low-above-best {new}"]
    assert lines[3].startswith("4,3,rejected,country is empty")
    assert "2 created, 0 updated, 0 refreshed, 0 unchanged, 1 rejected" in capsys.readouterr().out


def test_a_claim_s_public_id_is_made_from_its_row(tmp_path, analyst):
    """Others may have cited it: it must not change, whatever becomes of how it is made."""
    imported(tmp_path, analyst, [event()])
    public_ids = set(Incident.objects.get().claims.values_list("public_id", flat=True))
    assert claim_id("ucdp-ged", "1", "total") in public_ids
    assert claim_id("ucdp-ged", "1", "total") == "CLM-SKTZMXGZAYM1"
