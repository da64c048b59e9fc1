"""One row for each incident: the columns of ``record_row``, read by the database alone."""

from __future__ import annotations

from typing import Any

from django.db import models

from ..record.document import Written
from ..record.models import Row
from ..record.projection.sources import notation_of_column
from ..spreadsheets import FORMULA_STARTS
from .columns import Column, ValueType

ALWAYS = {
    "public_id", "edition", "extent", "date_from", "date_to", "date_precision", "radius_km",
    "killed_low", "killed_best", "killed_high",
    "grade_occurrence", "grade_responsibility", "grade_casualties", "grade_place_time",
    "dataset", "dataset_version", "review", "figures_by",
}  # fmt: skip
"""Which incident it is, how sure one may be of the row, and whose coding it is."""

TAGS = {
    "public_id": "#event+id",
    "edition": "#meta+edition+num",
    "edition_kind": "#meta+edition+type",
    "issued_at": "#date+published",
    "title": "#event+name",
    "summary": "#description",
    "extent": "#event+extent",
    "event_type": "#event+type",
    "sub_event_type": "#event+subtype",
    "civilian_harm": "#event+civilians",
    "date_from": "#date+occurred+start",
    "date_to": "#date+occurred+end",
    "date_precision": "#date+occurred+precision",
    "time_of_day": "#date+occurred+time",
    "country": "#country+code+v_iso2",
    "admin1_id": "#adm1+id",
    "admin1": "#adm1+name",
    "admin2_id": "#adm2+id",
    "admin2": "#adm2+name",
    "admin3_id": "#adm3+id",
    "admin3": "#adm3+name",
    "location_id": "#loc+id",
    "location": "#loc+name",
    "location_type": "#loc+type",
    "place_words": "#loc+description",
    "lat": "#geo+lat",
    "lon": "#geo+lon",
    "radius_km": "#geo+radius+km",
    "places": "#indicator+places+num",
    "attackers": "#group+attacker+name+list",
    "targets": "#group+target+name+list",
    "side_a": "#group+side_a+name+list",
    "side_b": "#group+side_b+name+list",
    "others": "#group+other+name+list",
    "participants": "#indicator+participants+num",
    "killed_low": "#affected+killed+min",
    "killed_best": "#affected+killed",
    "killed_high": "#affected+killed+max",
    "killed_civilians_low": "#affected+killed+civilians+min",
    "killed_civilians_best": "#affected+killed+civilians",
    "killed_civilians_high": "#affected+killed+civilians+max",
    "wounded_low": "#affected+injured+min",
    "wounded_best": "#affected+injured",
    "wounded_high": "#affected+injured+max",
    "wounded_civilians_low": "#affected+injured+civilians+min",
    "wounded_civilians_best": "#affected+injured+civilians",
    "wounded_civilians_high": "#affected+injured+civilians+max",
    "grade_occurrence": "#status+occurrence",
    "grade_responsibility": "#status+responsibility",
    "grade_casualties": "#status+casualties",
    "grade_place_time": "#status+place+time",
    "origins": "#indicator+origins+num",
    "non_party_origins": "#indicator+origins+independent+num",
    "sources": "#meta+source+name+list",
    "reports": "#indicator+reports+num",
    "claims": "#indicator+claims+num",
    "episodes": "#crisis+name+list",
    "tags": "#event+tag+list",
    "dataset": "#meta+dataset",
    "dataset_version": "#meta+dataset+version",
    "licence": "#meta+license",
    "dataset_row": "#meta+dataset+id",
    "dataset_type": "#event+type+dataset",
    "sources_named": "#meta+source+named+list",
    "review": "#status+review",
    "reviewed_on": "#date+reviewed",
    "event_type_by": "#meta+event+type+by",
    "civilian_harm_by": "#meta+event+civilians+by",
    "figures_by": "#meta+affected+by",
    "external_ids": "#event+id+external+list",
}
"""HXL tags, in the manner of OCHA's own conflict tables (#affected+killed, #adm1+name, #date+occurred)."""

_FIELD_OF = {"edition": "edition_number"}
_KINDS: dict[Any, ValueType] = {
    models.IntegerField: ValueType.WHOLE,
    models.FloatField: ValueType.DECIMAL,
    models.DateField: ValueType.DAY,
    models.DateTimeField: ValueType.INSTANT,
}


def _column(name: str, tag: str) -> Column:
    field: Any = Row._meta.get_field(_FIELD_OF.get(name, name))
    notation = notation_of_column(name)
    is_code = notation is not None and notation.written is not Written.DAY
    kind = ValueType.CODE if is_code else _KINDS.get(type(field), ValueType.WORDS)
    return Column(name, kind, field.help_text or field.verbose_name, tag, name in ALWAYS)


COLUMNS = [_column(name, tag) for name, tag in TAGS.items()]

_STARTS = ", ".join(str(ord(letter)) for letter in FORMULA_STARTS)


def expression(column: Column, *, plain: bool, days_as_text: bool = False) -> str:
    """How the database writes a column. Unless ``plain``, words that begin as a formula does get an apostrophe."""
    written = f'row."{_FIELD_OF.get(column.name, column.name)}"'
    if column.kind is ValueType.INSTANT:
        return f"""to_char({written}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    if column.kind is ValueType.DAY and days_as_text:
        return f"{written}::text"
    if column.kind is ValueType.WORDS and not plain:
        return f"CASE WHEN ascii({written}) IN ({_STARTS}) THEN '''' || {written} ELSE {written} END"
    return written
