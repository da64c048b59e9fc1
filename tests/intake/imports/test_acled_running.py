"""ACLED's rows on the desk, and the many ways in which they do not get to the public."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import User
from incidents.codebook import WorkflowState
from incidents.codebook.acled import COLUMNS
from incidents.editorial.acts.publish import publish
from incidents.editorial.refusal import Refused
from incidents.intake.imports.acled.coder import Acled
from incidents.intake.imports.engine.running import ImportOptions, ImportResult, run
from incidents.intake.imports.files.sources import open_source
from incidents.intake.imports.ged.coder import Ged
from incidents.intake.imports.undo.runs import undo
from incidents.models import Actor, Dataset, DatasetRow, ExternalId, Incident
from incidents.record.models import Edition
from tests.intake.imports.acled_events import event

pytestmark = pytest.mark.django_db


def table(path: Path, *rows: dict[str, Any]) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def imported(path: Path, by: User, *rows: dict[str, Any], **how: Any) -> ImportResult:
    source = open_source(table(path / "acled.csv", *rows))
    return run(source, Acled("continuous", source.heading), ImportOptions(by=by, **how))


def test_a_row_is_a_draft_that_may_not_be_published(tmp_path, analyst):
    assert imported(tmp_path, analyst, event()).counts == {"created": 1}
    incident = Incident.objects.get()
    assert (incident.state, incident.licence, incident.title) == (
        WorkflowState.DRAFT,
        "restricted",
        "Milltown, 20 April 2021: armed clash, the Northern Brigade and Military Forces of Syria (2000-2024)",
    )
    assert ExternalId.objects.get(incident=incident).scheme == "acled"
    assert DatasetRow.objects.get(incident=incident).verbatim == event()
    assert incident.citations.count() == 2
    assert [(figure.low, figure.best, figure.high) for figure in incident.figures.all()] == [(None, 4, None)]


def test_zero_and_crowds_pass_every_rule_of_the_desk(tmp_path, analyst):
    rows = [
        event(fatalities=0),
        event(event_id_cnty="SYR2", actor2="Civilians (Syria)", inter2="Civilians", assoc_actor_2="Women (Syria)"),
        event(event_id_cnty="SYR3", actor1="Unidentified Armed Group (Syria)", inter1="3", geo_precision="3"),
        event(event_id_cnty="SYR4", fatalities="many"),
    ]  # fmt: skip
    assert imported(tmp_path, analyst, *rows).counts == {"created": 3, "rejected": 1}
    assert set(Actor.objects.values_list("name", flat=True)) == {
        "Northern Brigade",
        "Military Forces of Syria (2000-2024)",
    }


def test_what_the_service_answers_is_read_like_a_file(tmp_path, analyst, capsys):
    answer = {"status": 200, "success": True, "count": 1, "data": [event() | {"fatalities": 4, "iso": 760}]}
    path = tmp_path / "acled.json"
    path.write_text(json.dumps(answer), encoding="utf-8")
    command = ["import_acled", str(path), "--by", analyst.email, "--jobs", "1", "-v", "0"]
    call_command(*command, "--report", str(tmp_path / "report.csv"))
    assert "1 created" in capsys.readouterr().out
    call_command(*command, "--report", str(tmp_path / "report.csv"))
    assert "1 unchanged" in capsys.readouterr().out


def test_a_changed_row_changes_its_draft_and_undoing_takes_it_away(tmp_path, analyst):
    imported(tmp_path, analyst, event())
    outcome = imported(tmp_path, analyst, event(fatalities=5), event(event_id_cnty="SYR2"))
    assert outcome.counts == {"updated": 1, "created": 1}
    assert undo(outcome.run, by=analyst).counts == {"deleted": 1, "restored": 1}


def test_a_dry_run_keeps_nothing(tmp_path, analyst):
    outcome = imported(tmp_path, analyst, event(), dry=True)
    assert [row[2] for row in outcome.report] == ["created"]
    assert not Incident.objects.exists()


@pytest.mark.parametrize("how", [{"publish": True}, {"approve": True}])
def test_an_import_that_would_publish_is_refused(tmp_path, reviewer, how):
    with pytest.raises(Refused, match="does not allow publication"):
        imported(tmp_path, reviewer, event(), **how)
    assert not Incident.objects.exists()


def test_the_command_says_why_it_does_not_publish(tmp_path, reviewer):
    with pytest.raises(CommandError, match=r"does not allow publication\. Import it as drafts"):
        call_command(
            "import_acled", table(tmp_path / "a.csv", event()), "--by", reviewer.email, "--publish", "-v", "0"
        )


def test_publishing_one_on_the_desk_is_refused(tmp_path, analyst, manager):
    imported(tmp_path, analyst, event())
    with pytest.raises(Refused):
        publish(subject=Incident.objects.get(), by=manager)
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "published"},
        {"state": "approved"},
        {"public_id": "INC-000001"},
        {"licence": "own"},
        {"licence": "own", "state": "published", "public_id": "INC-000001"},
        {"origin_row": None},
        {"origin_row": None, "licence": "own"},
    ],
)
def test_the_database_itself_refuses_every_way_out(tmp_path, analyst, changed):
    imported(tmp_path, analyst, event())
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.update(**changed)


def test_the_dataset_keeps_its_licence(tmp_path, analyst):
    imported(tmp_path, analyst, event())
    with pytest.raises(IntegrityError, match="keeps it"), transaction.atomic():
        Dataset.objects.update(licence="cc-by-4.0")
    Dataset.objects.update(title="Another title")


def test_what_the_desk_coded_itself_may_change_its_licence(tmp_path, analyst):
    from tests import factories as make

    incident = make.IncidentFactory(licence="restricted")
    Incident.objects.filter(pk=incident.pk).update(licence="own")


def test_another_importer_cannot_give_the_dataset_another_licence(tmp_path, analyst, monkeypatch):
    imported(tmp_path, analyst, event())
    monkeypatch.setattr("incidents.intake.imports.ged.coder.KEY", "acled")
    source = open_source(table(tmp_path / "acled.csv", event()))
    heading = ("id", "type_of_violence", "side_a", "side_b", "country", "low", "best", "high")
    with pytest.raises(Refused, match="acled is here under a licence"):
        run(source, Ged("other", heading), ImportOptions(by=analyst))


def test_the_form_of_the_incident_does_not_let_go_of_the_licence(tmp_path, analyst, sign_in):
    imported(tmp_path, analyst, event())
    page = sign_in(analyst).get(reverse("admin:incidents_incident_change", args=[Incident.objects.get().pk]))
    form = page.context["adminform"].form
    assert form.fields["licence"].disabled
    assert "keeps it" in page.content.decode()


def test_datasets_are_edited_by_nobody(tmp_path, analyst, manager, sign_in):
    imported(tmp_path, analyst, event())
    address = reverse("admin:incidents_dataset_change", args=[Dataset.objects.get().pk])
    for somebody in (analyst, manager):
        assert sign_in(somebody).post(address, {"licence": "own"}).status_code == 403
    assert Dataset.objects.get().licence == "restricted"
