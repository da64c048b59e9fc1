"""Which field holds a code, a day or an identifier is said on the field, and documents keep to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from django.db import models

from bench.april import incident as april
from incidents.codebook import VOCABULARIES
from incidents.record import document as d
from incidents.record.models import Row
from incidents.record.projection.sources import SOURCES, notation_of_column
from tests.pages import qamishli

from .documented import STRUCTS, marked, misfits
from .test_schema import EXAMPLES

FREE_TEXT = {
    d.ActorDocument: {"name", "description"},
    d.Area: {"name"},
    d.CasualtyClaim: {"wording", "quantifier", "occupation"},
    d.Claimant: {"description"},
    d.Code: {"scheme", "value", "name"},
    d.CoverageDocument: {"name", "description", "backlog"},
    d.EpisodeDocument: {"title", "summary"},
    d.Figure: {"rationale", "by"},
    d.Grade: {"reason"},
    d.IncidentDocument: {"title", "summary", "tags"},
    d.LocationDocument: {"name"},
    d.Name: {"text", "used_by"},
    d.NamedPerson: {"name", "occupation"},
    d.Occurred: {"words"},
    d.OtherNames: {"aliases"},
    d.Participant: {"description", "aliases"},
    d.Place: {"words", "aliases"},
    d.PlaceClaim: {"wording", "words"},
    d.Provenance: {"dataset", "version", "title", "citation", "row"},
    d.Ref: {"name"},
    d.Related: {"basis"},
    d.Relation: {"note"},
    d.ReportRef: {"title", "byline", "url", "archive_url", "by"},
    d.ResponsibilityClaim: {"wording", "description"},
    d.SourceAffiliationPart: {"according_to"},
    d.SourceDocument: {"name", "website"},
    d.StatementClaim: {"wording", "text"},
    d.TargetClaim: {"wording", "detail"},
    d.TerritoryClaim: {"wording"},
    d.TimeClaim: {"wording"},
    d.Voices: {"title", "summary", "extent", "event_type", "civilian_harm", "occurred", "locations"},
    d.WeaponClaim: {"wording", "delivery", "detail"},
}
"""Fields in which anything may stand. A new field is marked, or added here: then names are looked for in it."""

WORDS = {
    "title", "summary", "admin1", "admin2", "admin3", "location", "place_words", "attackers", "targets", "side_a",
    "side_b", "others", "sources", "episodes", "tags", "dataset", "dataset_version", "dataset_row", "external_ids",
    "sources_named", "event_type_by", "civilian_harm_by", "figures_by",
}  # fmt: skip
"""Columns of a row that are words."""


def unmarked(kind: msgspec.inspect.Type) -> Iterator[msgspec.inspect.Type]:
    """Plain texts in a type, as msgspec itself sees it."""
    match kind:
        case msgspec.inspect.Metadata(extra={"notation": _}):
            return
        case msgspec.inspect.Metadata(type=inner):
            yield from unmarked(inner)
        case msgspec.inspect.UnionType(types=inner):
            for part in inner:
                yield from unmarked(part)
        case msgspec.inspect.ListType(item_type=inner):
            yield from unmarked(inner)
        case msgspec.inspect.DictType(value_type=inner):
            yield from unmarked(inner)
        case msgspec.inspect.StrType() | msgspec.inspect.AnyType():
            yield kind


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__name__)
def test_every_text_is_marked_or_known_to_be_free(struct: type[d.Part]):
    described: Any = msgspec.inspect.type_info(struct)
    free = {field.name for field in described.fields if list(unmarked(field.type))}
    assert free == FREE_TEXT.get(struct, set())


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__name__)
def test_names_are_looked_for_in_free_text_and_in_parts_that_have_some(struct: type[d.Part]):
    kept = set(d.keys_with_text(struct))
    assert FREE_TEXT.get(struct, set()) <= kept
    assert not any(d.notation_of(struct, key) for key in kept)


def test_a_field_that_nobody_marked_is_read():
    class Later(d.Part, frozen=True):
        remark: str | None
        number: int
        remarks: list[dict[str, str]]
        anything: Any

    assert d.keys_with_text(Later) == ("remark", "remarks", "anything")


def test_coded_fields_name_vocabularies_of_the_codebook():
    fields = marked(d.Written.CODE)
    assert len(fields) > 60
    assert {notation.vocabulary for field in fields if (notation := d.notation_of(*field))} <= set(
        VOCABULARIES
    )
    with pytest.raises(KeyError):
        d.coded("colour")


@pytest.mark.parametrize(
    "document",
    [
        *EXAMPLES.values(),
        april("INC-000020", "https://attest.example/"),
        qamishli.april(),
        *qamishli.neighbours(),
    ],
    ids=lambda document: str(document.id),
)
def test_documents_keep_to_the_marks(document: d.Document):
    assert misfits(document) == []


def test_a_code_that_is_no_code_and_a_day_where_none_is_declared_are_noticed():
    grade = qamishli.april().grades[0]
    wrong = [
        msgspec.structs.replace(grade, grade="good"),
        msgspec.structs.replace(grade, reason="2021-04-20"),
    ]
    assert misfits(wrong) == ["Grade.grade: 'good'", "Grade.reason: '2021-04-20'"]


def test_every_text_of_a_row_says_where_it_comes_from_or_is_words():
    texts = {
        field.name for field in Row._meta.fields if isinstance(field, models.TextField | models.DateField)
    }
    days = {
        name
        for name in SOURCES
        if (notation := notation_of_column(name)) and notation.written is d.Written.DAY
    }
    assert texts - {"issued_at"} == {*SOURCES, *WORDS}
    assert days == {field.name for field in Row._meta.fields if type(field) is models.DateField}
    assert all(notation_of_column(name) for name in SOURCES)
