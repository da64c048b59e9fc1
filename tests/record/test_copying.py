"""Rows are written by COPY: no character may change on the way."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from incidents.codebook import WorkflowState
from incidents.record import document as d
from incidents.record.copying import copy_in
from incidents.record.filters.query import parse
from incidents.record.log.verification import verify
from incidents.record.models import Edition, Entry

from . import documents as make

pytestmark = pytest.mark.django_db

AWKWARD = [
    "a\tb",
    "a\nb",
    "a\r\nb",
    "\\N",
    "\\.",
    "a\\b",
    '"',
    "{a,b}",
    "a'b",
    "null",
    "\x01",
    "قامشلو",
    "😀",
    " a ",
]


@pytest.mark.parametrize("text", AWKWARD)
def test_every_character_arrives(text: str):
    document = make.incident(
        title=text,
        locations=[make.place(words=text)],
        external_ids=[d.Code(scheme="x", value=text, match="same")],
    )
    make.publish(document)
    second = make.correct(document, note=text)
    stored = Edition.objects.get(sequence=second.sequence)
    assert (stored.note, stored.body) == (text, make.draft(make.changed(document, 2)).body)
    assert f"external:x/{text}" in Entry.objects.get(pk=1).terms
    assert list(verify()) == []


def test_an_external_id_is_found_whatever_is_in_it():
    make.publish(make.incident(external_ids=[d.Code(scheme="x", value='a"b\\c', match="same")]))
    assert parse({"external_id": 'x:a"b\\c'}).apply().count() == 1


def test_a_column_may_hold_anything_and_one_value_may_stand_for_all():
    rows = [
        (1, None, "a\tb", ["x", 'y"z', "\\N"], None),
        (2, True, None, [], date(2021, 4, 20)),
        (3, False, WorkflowState.DRAFT, ["{}", ""], None),
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE copied (n int, flag bool, word text, list text[], day date, one text, none text)"
        )
        copy_in("copied", ("n", "flag", "word", "list", "day"), iter(rows), {"one": "a\nb", "none": None})
        cursor.execute("SELECT * FROM copied ORDER BY n")
        assert cursor.fetchall() == [(*row, "a\nb", None) for row in rows]
        copy_in("copied", ("n",), [])
        cursor.execute("SELECT count(*) FROM copied")
        assert cursor.fetchone() == (3,)
