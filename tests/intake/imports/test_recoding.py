"""Rows kept of earlier imports, coded anew: refreshed editions, no corrections."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import User
from incidents.codebook import WorkflowState
from incidents.editorial.acts.adopt import adopt
from incidents.editorial.acts.refresh import refresh
from incidents.models import DatasetRow, Incident
from incidents.record.models import Edition
from tests.editorial.published import consistent, incident_document, kinds

from .acled_events import event as acled_event
from .events import event
from .test_acled_running import imported as take_in_acled
from .test_importing_again import imported

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Any, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


def as_coded_before(by: User) -> None:
    """What an earlier version made of the rows: in the desk's own name."""
    Incident.objects.update(civilian_harm="incidental", coded_fields=[])
    for incident in Incident.objects.all():
        incident.participations.update(standing="assessed")
    DatasetRow.objects.update(digest="of another coding")
    refresh(subjects=list(Incident.objects.all()), by=by)


def recoded(by: User, *options: str, dataset: str = "ucdp-ged") -> str:
    out = StringIO()
    call_command("recode_import", dataset, *options, by=by.email, jobs=1, verbosity=0, stdout=out)
    return out.getvalue()


def test_what_is_public_is_refreshed_with_a_note(tmp_path, reviewer):
    imported(tmp_path, reviewer, [event(deaths_b=0, deaths_civilians=2), event(id=2)], publish=True)
    as_coded_before(reviewer)
    assert "2 rows: 2 updated" in recoded(reviewer)
    for incident in Incident.objects.all():
        assert kinds(incident.public_id) == ["published", "refreshed", "refreshed"]
        document = incident_document(incident.public_id)
        assert (document.civilian_harm, document.by.civilian_harm) == ("unclear", "ucdp-ged 19.1")
    last = Edition.objects.order_by("-sequence")[0]
    assert last.note == (
        "Says by whom it was coded, and what UCDP Georeferenced Event Dataset 19.1 says of it; "
        "the dataset has not changed."
    )
    assert consistent()
    assert "2 unchanged" in recoded(reviewer)


def test_drafts_stay_drafts_and_what_the_desk_holds_stays(tmp_path, reviewer):
    imported(tmp_path, reviewer, [event(), event(id=2)], publish=True)
    imported(tmp_path, reviewer, [event(id=3)], name="more.csv")
    held = Incident.objects.get(origin_row__key="2")
    adopt(subject=held, by=reviewer)
    as_coded_before(reviewer)
    assert "1 rejected, 2 updated" in recoded(reviewer)
    draft = Incident.objects.get(origin_row__key="3")
    assert (draft.public_id, draft.civilian_harm) == (None, "unclear")
    held.refresh_from_db()
    assert held.civilian_harm == "incidental"


def test_what_may_not_be_published_is_coded_anew_on_the_desk(tmp_path, reviewer):
    take_in_acled(tmp_path, reviewer, acled_event())
    DatasetRow.objects.update(digest="of another coding")
    Incident.objects.update(civilian_harm="none")
    assert "1 updated" in recoded(reviewer, dataset="acled")
    incident = Incident.objects.get()
    assert (incident.state, incident.public_id) == (WorkflowState.DRAFT, None)
    assert incident.civilian_harm != "none"


def test_a_dry_run_keeps_nothing(tmp_path, reviewer):
    imported(tmp_path, reviewer, [event()], publish=True)
    as_coded_before(reviewer)
    assert "Nothing was kept" in recoded(reviewer, "--dry-run")
    assert Incident.objects.get().civilian_harm == "incidental"


def test_a_dataset_that_nobody_follows_is_named(reviewer):
    with pytest.raises(CommandError, match="No incident follows"):
        recoded(reviewer)
