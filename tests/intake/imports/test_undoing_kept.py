"""What taking an import back leaves alone, and what not everybody may take back."""

from __future__ import annotations

import pytest

from incidents.codebook import Purpose, RowUndone, WorkflowState
from incidents.editorial.acts.correct import correct
from incidents.editorial.acts.publish import publish
from incidents.editorial.acts.retract import retract
from incidents.editorial.refusal import Refused
from incidents.intake.imports.undo.runs import undo
from incidents.models import Actor, DatasetRow, ImportVerdict, Incident, Location, Report
from incidents.record.models import Edition
from tests import factories as make
from tests.intake.imports.events import event
from tests.intake.imports.undo_scene import V1, V2, desk, imported, in_force, undone_rows

pytestmark = pytest.mark.django_db


def test_what_an_editor_retracted_stays_so_and_is_told(tmp_path, reviewer):
    first = imported(tmp_path, reviewer, [event()], publish=True)
    undo(first.run, by=reviewer)
    imported(tmp_path, reviewer, [event()], publish=True)
    incident = Incident.objects.get()
    retract(subject=incident, by=reviewer, note="It did not happen.")
    again = imported(tmp_path, reviewer, [event()], publish=True)
    assert again.counts == {"unchanged": 1}
    assert "is out of force; reopen it first" in ImportVerdict.objects.get(run=again.run).reason
    assert not in_force()


def test_what_somebody_edited_after_the_run_stays_and_is_told(tmp_path, reviewer):
    imported(tmp_path, reviewer, V1, publish=True)
    second = imported(tmp_path, reviewer, V2, publish=True)
    Incident.objects.filter(origin_row__key="1").update(title="Edited here", updated_by=reviewer)
    assert undo(second.run, by=reviewer).counts == {"kept": 1, "restored": 1, "retracted": 1}
    edited = Incident.objects.get(origin_row__key="1")
    assert undone_rows(second)["1"] == (
        "kept",
        f"{edited.public_id} was edited on the desk since it was imported.",
    )
    assert edited.title == "Edited here"
    assert edited.figures.filter(best=3).exists()


def test_what_was_retracted_or_deleted_after_the_run_stays_so(tmp_path, reviewer, analyst):
    imported(tmp_path, reviewer, V1, publish=True)
    second = imported(tmp_path, reviewer, V2[:1] + V1[1:2] + V2[2:], publish=True)
    retract(subject=Incident.objects.get(origin_row__key="1"), by=reviewer, note="It did not happen.")
    editions = Edition.objects.count()
    first = Incident.objects.get(origin_row__key="3")
    Incident.objects.filter(pk=first.pk).update(updated_by=reviewer)
    undone = undo(second.run, by=reviewer)
    assert undone.counts == {"kept": 2, "retracted": 1}
    assert undone_rows(second)["1"][1].endswith("is out of force.")
    assert Edition.objects.filter(kind="retracted").count() == 2
    assert Edition.objects.count() == editions + 1


def test_a_later_import_has_to_be_taken_back_first(tmp_path, reviewer):
    first = imported(tmp_path, reviewer, V1[:1])
    before = desk()
    second = imported(tmp_path, reviewer, V2[:1])
    third = imported(tmp_path, reviewer, [event(best=6, low=6, high=6, deaths_a=4)], version="20.1")
    for earlier in (second, first):
        assert undo(earlier.run, by=reviewer).counts == {"kept": 1}
        assert undone_rows(earlier)["1"][1].startswith("Import ")
    assert undo(third.run, by=reviewer).counts == {"restored": 1}
    assert undo(second.run, by=reviewer).counts == {"restored": 1}
    after = desk()
    after["Dataset"] = [dataset for dataset in after["Dataset"] if "20.1" not in dataset]
    assert after == before
    assert undo(first.run, by=reviewer).counts == {"deleted": 1}
    for model in (Incident, DatasetRow, Actor, Location, Report):
        assert not model._default_manager.exists()
    with pytest.raises(Refused):
        undo(first.run, by=reviewer)


def test_one_row_that_cannot_be_put_back_keeps_no_other(tmp_path, reviewer):
    imported(tmp_path, reviewer, V1, publish=True)
    second = imported(tmp_path, reviewer, V2, publish=True)
    place = Location.objects.get(name__startswith="Hilltown")
    make.PersonFactory(name=place.name)
    undone = undo(second.run, by=reviewer)
    assert undone.counts == {"kept": 1, "restored": 1, "retracted": 1}
    assert "must not be named" in undone_rows(second)["3"][1]
    assert not Incident.objects.get(origin_row__key="3").places.filter(location=place).exists()


def test_an_analyst_may_not_take_back_what_is_public(tmp_path, reviewer, analyst):
    imported(tmp_path, reviewer, V1, publish=True)
    second = imported(tmp_path, reviewer, V2, publish=True)
    with pytest.raises(Refused):
        undo(second.run, by=analyst)
    assert not ImportVerdict.objects.exclude(undone="").exists()


def test_an_analyst_takes_back_a_draft_of_a_correction_unless_it_was_published(tmp_path, reviewer, analyst):
    imported(tmp_path, reviewer, V1, publish=True)
    second = imported(tmp_path, analyst, V2[:1] + V1[1:2] + V2[2:3])
    third = Incident.objects.get(origin_row__key="3")
    Incident.objects.filter(pk=third.pk).update(state=WorkflowState.APPROVED)
    third.refresh_from_db()
    correct(subject=third, by=reviewer, purpose=Purpose.FACTUAL, note="Another brigade.")
    assert undo(second.run, by=analyst).counts == {"kept": 1, "restored": 1}
    assert "have a reviewer" in undone_rows(second)["3"][1]
    assert undo(second.run, by=reviewer).counts == {"restored": 2}


def test_an_analyst_cannot_retract_what_a_reviewer_published_between_by_taking_back(
    tmp_path, reviewer, analyst
):
    """The run that changed a draft is the analyst's; that it became public was not."""
    imported(tmp_path, analyst, V1)
    second = imported(tmp_path, analyst, V2)
    first = Incident.objects.get(origin_row__key="1")
    Incident.objects.filter(pk=first.pk).update(state=WorkflowState.APPROVED)
    first.refresh_from_db()
    publish(subject=first, by=reviewer)
    undo(second.run, by=analyst)
    assert undone_rows(second)["1"][0] == RowUndone.KEPT
    assert "have a reviewer" in undone_rows(second)["1"][1]
    assert Edition.objects.get(public_id=Incident.objects.get(pk=first.pk).public_id).kind == "published"
    undo(second.run, by=reviewer)
    assert undone_rows(second)["1"][0] == RowUndone.RETRACTED
