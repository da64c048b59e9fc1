"""A key that is marked as coded is coded everywhere: in documents, schemas, descriptions, tables and layers."""

from __future__ import annotations

from typing import Any

import pytest

from incidents.codebook import vocabulary
from incidents.dialects.ogc.properties import OF_INCIDENTS, OF_LOCATIONS
from incidents.exports import flat
from incidents.exports.columns import ValueType
from incidents.exports.release.vocabularies import files
from incidents.record import document as d
from incidents.record.projection.sources import SOURCES, notation_of_column

FLAT = {column.name: column for column in flat.COLUMNS}
LAYER = {prop.name: prop for prop in OF_INCIDENTS}


@pytest.mark.parametrize("name", SOURCES)
def test_columns_are_of_the_kind_that_their_key_is_marked_as(name: str) -> None:
    notation = notation_of_column(name)
    assert notation is not None
    assert FLAT[name].kind is (ValueType.DAY if notation.written is d.Written.DAY else ValueType.CODE)
    if name in LAYER:
        codes = list(vocabulary(notation.vocabulary).codes.values) if notation.vocabulary else []
        assert LAYER[name].codes == codes
        assert (LAYER[name].format == "date") == (notation.written is d.Written.DAY)


def test_no_other_column_is_coded() -> None:
    assert {name for name, column in FLAT.items() if column.kind in (ValueType.CODE, ValueType.DAY)} == set(
        SOURCES
    )
    assert {name for name, prop in LAYER.items() if prop.codes} <= set(SOURCES)


def test_levels_of_the_gazetteer_are_coded_in_its_layer() -> None:
    (level,) = [prop for prop in OF_LOCATIONS if prop.codes]
    assert level.name == "type"
    assert level.codes == list(vocabulary("location_type").codes.values)


def test_releases_ship_schemas_in_which_every_code_of_a_claim_is_listed() -> None:
    texts: dict[str, Any] = dict(files())
    schema = texts["schema/attest.incident-1.json"]
    for name in (
        "outcome",
        "stance",
        "weapon",
        "speech_act",
        "territory_change",
        "target_intent",
        "time_phase",
    ):
        assert f"Codebook: `{name}`." in schema
