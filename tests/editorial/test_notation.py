"""One row of everything on the desk, compiled: each value is what its field is marked as."""

from __future__ import annotations

import json

import msgspec
import pytest

from incidents.codebook import EditionKind
from incidents.record import document as d
from tests.editorial.scene import Scene
from tests.record.documented import marked, misfits
from tests.record.test_schema import validator

from .test_every_column import snapshot, world  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db


def test_compiled_documents_keep_to_the_marks_and_to_their_schema(world: Scene) -> None:  # noqa: F811
    # What is compiled has no edition yet; issuing gives it one.
    first = d.EditionRef(number=1, kind=EditionKind.PUBLISHED.value)
    documents = [msgspec.structs.replace(d.decode(text), edition=first) for text in snapshot().values()]
    assert {type(document) for document in documents} == set(d.SHAPES.values()) - {d.Tombstone}
    assert [misfit for document in documents for misfit in misfits(document)] == []
    for document in documents:
        validator(document.format).validate(json.loads(d.encode(document)))


def test_every_coded_field_is_seen_with_a_value(world: Scene) -> None:  # noqa: F811
    seen: set[tuple[str, str]] = set()

    def look(value: object) -> None:
        if isinstance(value, list):
            for part in value:
                look(part)
        elif isinstance(value, d.Part):
            for key in value.__struct_fields__:
                if held := getattr(value, key):
                    seen.add((type(value).__name__, key))
                    look(held)

    for text in snapshot().values():
        look(d.decode(text))
    claims = {"Claim"}  # the kinds are seen, their common base never is
    coded = {(part.__name__, key) for part, key in marked(d.Written.CODE)}
    assert {field for field in coded if field[0] not in claims} - seen == {("Tombstone", "status")}
