"""A record that an earlier version wrote is whole after the next start: no export is silently empty."""

from __future__ import annotations

import pytest

from config import preparation
from incidents.record import document as d
from incidents.record.log.verification import verify
from incidents.record.models import Entry, Row
from tests.record import documents as make

pytestmark = pytest.mark.django_db


def test_a_start_gives_rows_to_incidents_from_before_there_were_any(client, capsys):
    make.publish(make.incident(), make.location())
    Row.objects.all().delete()
    preparation._complete_index()
    assert "Completing the record's index" in capsys.readouterr().out
    assert Row.objects.count() == 1
    assert list(verify()) == []


def test_a_start_indexes_what_an_earlier_version_did_not(capsys):
    make.publish(make.incident("INC-000001"), make.incident("INC-000002"), make.location())
    Entry.objects.filter(subject="incident").update(terms=["extent:single"])
    preparation._complete_index()
    assert "Completing the record's index" in capsys.readouterr().out
    assert list(verify()) == []


def test_what_is_complete_is_not_made_again(capsys):
    make.publish(make.incident())
    preparation._complete_index()
    assert capsys.readouterr().out == ""


def test_a_document_that_does_not_say_the_level_of_its_divisions_is_read():
    text = d.encode(make.incident(locations=[make.place()]))
    read = d.decode(text.replace(',"type":"country"}', "}").replace(',"type":"admin1"}', "}"))
    assert isinstance(read, d.IncidentDocument)
    assert [division.type for division in read.locations[0].within] == ["", ""]
