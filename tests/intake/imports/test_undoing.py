"""Taking imports back: what stood before stands again."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec
import pytest
from django.core.management import call_command

from incidents.codebook import RowUndone, WorkflowState
from incidents.editorial.refusal import Refused
from incidents.intake.imports.engine.running import ImportOptions, run
from incidents.intake.imports.files.sources import open_source
from incidents.intake.imports.ged.coder import Ged
from incidents.intake.imports.undo import runs
from incidents.intake.imports.undo.runs import UndoResult, undo
from incidents.models import Actor, Dataset, DatasetRow, ImportRun, ImportVerdict, Incident, Location, Report
from incidents.record.log.verification import verify
from incidents.record.models import OPEN, Edition, Entry
from tests import factories as make
from tests.intake.imports.events import event, table
from tests.intake.imports.undo_scene import V1, V2, desk, documents, imported, in_force, undone_rows

pytestmark = pytest.mark.django_db


def test_undoing_deletes_what_is_not_public(tmp_path, analyst):
    outcome = imported(tmp_path, analyst, [event(), event(id=2)])
    Incident.objects.filter(origin_row__key="2").update(updated_by=analyst)
    undone = undo(outcome.run, by=analyst)
    assert undone.counts == {"deleted": 1, "kept": 1}
    assert Incident.objects.get().origin_row.key == "2"  # type: ignore[union-attr]
    assert Report.objects.count() == 1


def test_undoing_all_of_it_leaves_nothing_behind(tmp_path, analyst):
    outcome = imported(tmp_path, analyst, [event()])
    assert undo(outcome.run, by=analyst).counts == {"deleted": 1}
    for model in (Incident, DatasetRow, Actor, Location, Report):
        assert not model._default_manager.exists()
    assert imported(tmp_path, analyst, [event()]).counts == {"created": 1}


def test_undoing_retracts_what_is_public(tmp_path, reviewer):
    outcome = imported(tmp_path, reviewer, [event(), event(id=2)], publish=True)
    undone = undo(outcome.run, by=reviewer, note="The wrong file was imported.")
    assert undone.counts == {"retracted": 2}
    last = Edition.objects.order_by("-sequence")[0]
    assert (last.kind, last.note) == ("retracted", "The wrong file was imported.")
    assert not Entry.objects.filter(subject="incident", until=OPEN).exists()
    assert list(verify()) == []
    with pytest.raises(Refused):
        undo(outcome.run, by=reviewer)


@pytest.mark.parametrize("version", ["19.1", "20.1"])
def test_what_was_taken_back_is_entered_again(tmp_path, reviewer, version):
    rows = [event(), event(id=2)]
    first = imported(tmp_path, reviewer, rows, publish=True)
    before = in_force()
    undo(first.run, by=reviewer)
    again = imported(tmp_path, reviewer, rows, version, publish=True)
    assert again.counts == {"updated": 2}
    assert {verdict.reason for verdict in ImportVerdict.objects.filter(run=again.run)} == {
        f"Entered again: import {first.run.pk} was taken back."
    }
    assert in_force() == before or version != "19.1"
    assert set(in_force()) == set(before)
    last = Edition.objects.order_by("-sequence")[0]
    assert (last.kind, last.number) == ("corrected", 3)
    assert last.note.startswith("Entered again from UCDP")  # type: ignore[union-attr]
    assert imported(tmp_path, reviewer, rows, version, publish=True).counts == {"unchanged": 2}
    assert undo(again.run, by=reviewer).counts == {"retracted": 2}
    assert not in_force()
    assert list(verify()) == []


def test_what_was_taken_back_may_come_again_as_drafts(tmp_path, reviewer):
    first = imported(tmp_path, reviewer, [event()], publish=True)
    undo(first.run, by=reviewer)
    again = imported(tmp_path, reviewer, [event()])
    incident = Incident.objects.get()
    assert (again.counts, incident.state) == ({"updated": 1}, WorkflowState.DRAFT)
    assert undo(again.run, by=reviewer).counts == {"restored": 1}
    assert Incident.objects.get().state == WorkflowState.RETRACTED
    assert Edition.objects.filter(public_id=incident.public_id).count() == 2


@pytest.mark.parametrize("version", ["19.1", "20.1"])
def test_changed_rows_say_again_what_they_said(tmp_path, reviewer, version):
    imported(tmp_path, reviewer, V1, publish=True)
    before = desk(), documents(), in_force()
    second = imported(tmp_path, reviewer, V2, version=version, publish=True)
    assert in_force() != before[2]
    undone = undo(second.run, by=reviewer, note="The wrong file was imported.")
    fourth = Incident.objects.get(origin_row__key="4")
    assert (fourth.state, undone.of(RowUndone.RETRACTED)) == (WorkflowState.RETRACTED, 1)
    # The retracted one stays on the desk, with what it names.
    claims = {repr(claim) for claim in fourth.claims.values_list("public_id")}
    assert claims
    after = desk()
    for name, rows in before[0].items():
        assert set(rows) <= set(after[name]), name
    assert {key: text for key, text in documents().items() if key != "4"} == before[1]
    assert {key: text for key, text in in_force().items() if key != fourth.public_id} == before[2]
    assert list(verify()) == []


def test_on_the_desk_all_is_as_it_was(tmp_path, analyst):
    imported(tmp_path, analyst, V1)
    before = desk()
    second = imported(tmp_path, analyst, V2, version="20.1")
    assert desk() != before
    assert undo(second.run, by=analyst).counts == {"restored": 3, "deleted": 1}
    after = desk()
    after["Dataset"] = [dataset for dataset in after["Dataset"] if "20.1" not in dataset]
    assert after == before
    assert not Actor.objects.filter(name="Southern Brigade").exists()
    assert not Location.objects.filter(name="Lake village").exists()
    assert not Report.objects.filter(source__name="The Courier").exists()


def test_the_correction_names_the_run_and_says_why(tmp_path, reviewer):
    imported(tmp_path, reviewer, V1, publish=True)
    second = imported(tmp_path, reviewer, [V2[0], *V1[1:]], publish=True)
    assert undo(second.run, by=reviewer, note="A wrong file.").counts == {"restored": 1}
    last = Edition.objects.order_by("-sequence")[0]
    assert (last.kind, last.number) == ("corrected", 3)
    assert last.note == f"A wrong file. Import {second.run.pk}, of {second.run.dataset}, was taken back."
    assert undone_rows(second)["1"] == ("restored", f"{last.public_id} was corrected.")


def test_what_never_reached_the_public_is_put_back_without_an_edition(tmp_path, reviewer):
    imported(tmp_path, reviewer, V1, publish=True)
    second = imported(tmp_path, reviewer, V2)
    assert Incident.objects.get(origin_row__key="1").state == WorkflowState.DRAFT
    editions = Edition.objects.count()
    assert undo(second.run, by=reviewer).counts == {"restored": 2, "deleted": 1}
    assert Edition.objects.count() == editions
    assert Incident.objects.get(origin_row__key="1").state == WorkflowState.PUBLISHED


def test_drafts_that_the_run_published_are_retracted(tmp_path, reviewer):
    imported(tmp_path, reviewer, V1)
    before = documents()
    second = imported(tmp_path, reviewer, V2, publish=True)
    undone = undo(second.run, by=reviewer)
    assert undone.counts == {"retracted": 4}
    assert not Entry.objects.filter(subject="incident", until=OPEN).exists()
    after = documents()
    assert {key for key in before if repr(before[key])[:40] != repr(after[key])[:40]} == set()
    first = Incident.objects.get(origin_row__key="1")
    assert first.figures.filter(best=3).count() == 0
    assert list(verify()) == []


def test_an_import_that_was_taken_back_can_be_made_and_taken_back_again(tmp_path, reviewer):
    imported(tmp_path, reviewer, V1, publish=True)
    before = in_force()
    for _time in range(2):
        again = imported(tmp_path, reviewer, [V2[0], *V1[1:]], publish=True)
        assert again.counts == {"updated": 1, "unchanged": 2}
        assert undo(again.run, by=reviewer).counts == {"restored": 1}
    assert in_force() == before
    assert (
        Counter(Edition.objects.filter(subject="incident").values_list("kind", flat=True))["corrected"] == 4
    )


def test_a_row_that_was_only_tied_to_the_desk_s_own_incident_goes(tmp_path, analyst):
    own = make.IncidentFactory()
    make.ExternalIdFactory(incident=own, scheme="ucdp-ged", value="1")
    outcome = imported(tmp_path, analyst, [event()])
    assert undo(outcome.run, by=analyst).counts == {"deleted": 1}
    assert Incident.objects.get() == own
    assert not DatasetRow.objects.exists()


class Killed(BaseException):
    pass


def test_killed_while_it_is_taken_back_it_goes_on_where_it_was(tmp_path, reviewer, monkeypatch):
    monkeypatch.setattr(runs, "SIZE", 1)
    imported(tmp_path, reviewer, V1, publish=True)
    before = in_force()
    second = imported(tmp_path, reviewer, V2, publish=True)

    def killing(rows: int) -> None:
        if ImportVerdict.objects.filter(undone="restored").count() == 1:
            raise Killed

    with pytest.raises(Killed):
        undo(second.run, by=reviewer, progress=killing)
    assert ImportRun.objects.get(pk=second.run.pk).undone_at is None
    assert undo(second.run, by=reviewer).counts == {"restored": 2, "retracted": 1}
    kinds = Counter(Edition.objects.filter(subject="incident").values_list("kind", flat=True))
    assert (kinds["corrected"], kinds["retracted"]) == (4, 1)
    left = in_force()
    assert {key: left[key] for key in before} == before
    assert list(verify()) == []


def test_who_clicks_twice_is_told_the_same_twice(tmp_path, reviewer, monkeypatch):
    """The second began while the first was at work, and so knows its rows only as they were before."""
    imported(tmp_path, reviewer, V1[:2], publish=True)
    second = imported(tmp_path, reviewer, V2)
    began = list(ImportVerdict.objects.filter(run=second.run).order_by("line").values_list("pk", flat=True))
    first = undo(second.run, by=reviewer)
    before, editions = undone_rows(second), Edition.objects.count()
    assert RowUndone.DELETED in {undone for undone, _reason in before.values()}
    monkeypatch.setattr(runs, "_todo", lambda run: ImportVerdict.objects.filter(pk__in=began))
    assert undo(second.run, by=reviewer).counts == first.counts
    assert (undone_rows(second), Edition.objects.count()) == (before, editions)


def test_a_dry_run_tells_all_and_leaves_all_as_it_is(tmp_path, reviewer):
    imported(tmp_path, reviewer, V1, publish=True)
    second = imported(tmp_path, reviewer, V2, publish=True)
    before, editions = desk(), Edition.objects.count()
    undone = undo(second.run, by=reviewer, dry=True)
    assert undone.counts == {"restored": 2, "retracted": 1}
    assert [row[1:3] for row in undone.report] == [("1", "restored"), ("3", "restored"), ("4", "retracted")]
    assert (desk(), Edition.objects.count()) == (before, editions)
    second.run.refresh_from_db()
    assert second.run.undone_at is None


def test_the_words_about_the_dataset_come_back_as_well(tmp_path, reviewer):
    imported(tmp_path, reviewer, V1, publish=True)
    before = in_force()
    dataset = Dataset.objects.get()
    source = open_source(str(table(tmp_path / "ged.csv", [V2[0], *V1[1:]])))

    class Renamed(Ged):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            self.about = msgspec.structs.replace(self.about, citation="Cite it otherwise.")

    second = run(source, Renamed("19.1", source.heading), ImportOptions(by=reviewer, publish=True))
    assert Dataset.objects.get().citation == "Cite it otherwise."
    undo(second.run, by=reviewer)
    assert Dataset.objects.get().citation == dataset.citation
    assert in_force() == before


def test_the_command_writes_what_became_of_each_row(tmp_path, reviewer, capsys):
    imported(tmp_path, reviewer, V1, publish=True)
    second = imported(tmp_path, reviewer, V2, publish=True)
    Incident.objects.filter(origin_row__key="3").update(updated_by=reviewer)
    report = tmp_path / "undone.csv"
    for dry in (True, False):
        call_command(
            "undo_import", str(second.run.pk), by=reviewer.email, report=str(report), dry_run=dry, verbosity=0
        )
        lines = report.read_text().splitlines()
        assert lines[0] == "line,id,undone,reason"
        assert lines[1].startswith("2,1,restored,INC-")
        assert lines[2].startswith("4,3,kept,INC-")
        assert lines[2].endswith(" was edited on the desk since it was imported.")
        assert "0 deleted, 1 retracted, 1 restored, 1 kept" in capsys.readouterr().out
    assert isinstance(undo(second.run, by=reviewer), UndoResult)
