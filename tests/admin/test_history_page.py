"""The history page: who, when, from what to what, rows of the subject included."""

from __future__ import annotations

import pghistory
import pytest
from django.urls import reverse

from incidents.admin.history_entries import saves_of
from incidents.models import IncidentLocation
from tests import factories as make

from .browsing import form_of, open_form, send, text_of

pytestmark = pytest.mark.django_db


def history(row) -> str:
    return reverse(f"admin:incidents_{row._meta.model_name}_history", args=[row.pk])


def told(row) -> list[tuple[str, str, str, str, str, str]]:
    return [
        (save.by, change.kind, change.act, field.label, field.before, field.after)
        for save in saves_of(row)
        for change in save.rows
        for field in change.fields
    ]


@pytest.fixture
def incident():
    return make.IncidentFactory(title="Before")


def test_edit_is_told_with_its_author_and_both_values(desk, incident):
    send(desk, form_of(incident), open_form(desk, form_of(incident)), title="After")
    assert ("Analyst", "incident", "update", "title", "Before", "After") in told(incident)
    page = text_of(desk.get(history(incident)))
    assert "Before" in page
    assert "After" in page


def test_rows_and_their_rows_are_told_too(incident):
    place = make.IncidentLocationFactory(incident=incident, words="near the mill")
    IncidentLocation.objects.filter(pk=place.pk).update(words="at the mill")
    claim = make.WeaponClaimFactory(incident=incident)
    make.PassageFactory(claim=claim, start=3, end=9)
    name = str(place.location)
    place.delete()
    acts = {(kind, act, before, after) for _by, kind, act, _label, before, after in told(incident)}
    assert ("place", "update", "near the mill", "at the mill") in acts
    assert ("place", "delete", name, "") in acts
    assert ("passage", "insert", "", "3") in acts


def test_imports_and_bulk_changes_are_told(incident):
    with pghistory.context(command="load_demo"):
        type(incident).objects.filter(pk=incident.pk).update(title="By a command")
    newest = saves_of(incident)[0]
    assert newest.by == "the system"
    assert newest.through == "load_demo"
    assert newest.rows[0].fields[0].after == "By a command"


def test_another_incident_is_not_told(incident):
    make.IncidentFactory(title="Elsewhere")
    assert "Elsewhere" not in str(told(incident))


@pytest.mark.parametrize(
    "factory",
    [
        make.ActorFactory,
        make.LocationFactory,
        make.SourceFactory,
        make.ReportFactory,
        make.PersonFactory,
        make.EpisodeFactory,
    ],
)
def test_every_subject_has_its_history(desk, factory):
    row = factory()
    assert desk.get(history(row)).status_code == 200
    assert told(row)


def test_cost_does_not_grow_with_the_events(incident, django_assert_max_num_queries):
    for n in range(30):
        type(incident).objects.filter(pk=incident.pk).update(title=f"Title {n}")
        make.WeaponClaimFactory(incident=incident)
    with django_assert_max_num_queries(60):
        saves_of(incident)
