"""Each shape as its own readers read it, brought to the same facts. A shape tells what it has columns for."""

from __future__ import annotations

import csv
import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pandas

from .facts import Facts, FactsById, Range

Read = Callable[..., bytes]
"""``read("/api/v1/incidents/", limit="5")``: the body of the answer, which must be a good one."""

RANGES = ("killed", "killed_civilians", "wounded", "wounded_civilians")


def whole(value: Any) -> int | None:
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    assert float(value) == int(float(value))
    return int(float(value))


def text(value: Any) -> str | None:
    return None if value is None or value == "" or isinstance(value, float) else str(value)


def range_of(row: Mapping[str, Any], harm: str) -> Range:
    low, best, high = (whole(row[f"{harm}_{end}"]) for end in ("low", "best", "high"))
    return low, best, high


def flat(row: Mapping[str, Any]) -> Facts:
    """The columns that exports, releases and map layers share."""
    named = [text(row[column]) or "" for column in ("attackers", "targets", "side_a", "side_b", "others")]
    return {
        "title": row["title"],
        "extent": row["extent"],
        "event_type": row["event_type"],
        "days": (str(row["date_from"])[:10], str(row["date_to"])[:10]),
        "precision": row["date_precision"],
        "country": text(row["country"]),
        "point": _point(row),
        "places": whole(row["places"]),
        "participants": whole(row["participants"]),
        "reports": whole(row["reports"]),
        "grade": text(row["grade_occurrence"]),
        "names": {name for column in named for name in column.split("; ") if name},
        **{harm: range_of(row, harm) for harm in RANGES},
    }


def _point(row: Mapping[str, Any]) -> tuple[float, float] | None:
    values = [row["lat"], row["lon"]]
    if any(text(str(value)) in (None, "None", "nan") for value in values):
        return None
    return float(values[0]), float(values[1])


def table(rows: Iterable[Mapping[str, Any]]) -> FactsById:
    found: FactsById = {}
    for row in rows:
        assert row["public_id"] not in found
        found[row["public_id"]] = flat(row) | {"edition": whole(row["edition"])}
    return found


def csv_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode())))


def csv_table(content: bytes) -> FactsById:
    return table(csv_rows(content))


def hxl_table(content: bytes) -> FactsById:
    return table(csv_rows(content)[1:])


def parquet_table(content: bytes) -> FactsById:
    frame = pandas.read_parquet(BytesIO(content)).astype(object)
    return table(frame.where(frame.notna(), None).to_dict("records"))


def workbook(content: bytes) -> FactsById:
    first, *rows = openpyxl.load_workbook(BytesIO(content), read_only=True).worksheets[0].values
    return table(dict(zip(first, row, strict=True)) for row in rows)


def features(collection: Iterable[dict[str, Any]]) -> FactsById:
    """Several features may tell of one incident; they must say the same of it."""
    found: FactsById = {}
    points: defaultdict[str, list[Any]] = defaultdict(list)
    listed = []
    collection = list(collection)
    for feature in collection:
        properties = feature["properties"]
        public_id = properties["public_id"]
        assert feature["id"] == f"{public_id}/{properties['place']}"
        at = feature["geometry"] and (
            feature["geometry"]["coordinates"][1],
            feature["geometry"]["coordinates"][0],
        )
        # What only sums up happened at no one point; where it is said to have been stays among the properties.
        assert at == (_point(properties) if properties["extent"] == "single" else None)
        points[public_id].append(_point(properties))
        # Country and point are those of the feature's own place.
        own = flat(properties) | {"edition": properties["edition"]}
        listed.append((public_id, {k: v for k, v in own.items() if k not in ("point", "country")}))
    for public_id, own in listed:
        assert found.setdefault(public_id, own | {"points": points[public_id]}) == own | {
            "points": points[public_id]
        }
    for feature in collection:
        assert feature["properties"]["features"] == len(points[feature["properties"]["public_id"]])
    return found


def geojson(content: bytes) -> FactsById:
    return features(json.loads(content)["features"])


def geojson_lines(content: bytes) -> FactsById:
    return features([json.loads(line) for line in content.decode().splitlines()])


def rows_per(content: bytes, column: str) -> dict[str, Facts]:
    """How many rows there are of each incident, and that they do not repeat its figures."""
    found: FactsById = {}
    for row in csv_rows(content):
        found.setdefault(row["public_id"], {column: 0})[column] += 1
    return found


def map_layer(read: Read, filters: Mapping[str, str]) -> FactsById:
    """All pages of OGC API - Features, by its own links."""
    found: FactsById = {}
    address: str | None = "/ogc/collections/incidents/items"
    parameters: Mapping[str, str] = {"limit": "17", **filters}
    while address:
        page = json.loads(read(address, **parameters))
        for feature in page["features"]:
            properties = feature["properties"]
            own = flat(properties) | {"edition": properties["edition_number"]}
            has_geometry = feature["geometry"] is not None
            assert has_geometry == (own["extent"] == "single" and own["point"] is not None)
            if has_geometry:
                assert tuple(feature["geometry"]["coordinates"]) == own["point"][::-1]
            assert feature["id"] not in found
            found[feature["id"]] = own
        address = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)
        parameters = {}
    return found


def ucdp(read: Read, version: str, filters: Mapping[str, str]) -> tuple[FactsById, int]:
    """By the addresses that the envelope gives."""
    found: FactsById = {}
    address = f"/dialects/ucdp/api/gedevents/{version}"
    parameters: Mapping[str, str] = {"pagesize": "7", **filters}
    total = 0
    while address:
        page = json.loads(read(address, **parameters))
        total = page["TotalCount"]
        for event in page["Result"]:
            lat, lon = event["latitude"], event["longitude"]
            deaths = [event[f"deaths_{who}"] for who in ("a", "b", "civilians", "unknown")]
            assert None in deaths or event["best"] == sum(deaths), event
            assert event["relid"] not in found
            found[event["relid"]] = {
                "killed": (event["low"], event["best"], event["high"]),
                "days": (event["date_start"][:10], event["date_end"][:10]),
                "point": None if lat is None else (lat, lon),
                "reports": event["number_of_sources"],
                "sides": [*event["side_a"].split(", "), *event["side_b"].split(", ")],
                "clarity": event["event_clarity"],
                "civilians": event["deaths_civilians"],
            }
        address, parameters = page["NextPageUrl"], {}
    return found, total


def acled(read: Read, parameters: Mapping[str, str]) -> FactsById:
    answer = json.loads(read("/dialects/acled/api/acled/read", extent="all", limit="0", **parameters))
    assert answer["count"] == answer["total_count"] == len(answer["data"])
    found = {event["event_id_cnty"]: _acled(event) for event in answer["data"]}
    assert len(found) == len(answer["data"])
    return found


def _acled(row: Mapping[str, Any]) -> Facts:
    tags = dict(tag.split("=", 1) for tag in row["tags"].split("; ") if "=" in tag)
    associates = [row["assoc_actor_1"], row["assoc_actor_2"]]
    lat, lon = row["latitude"], row["longitude"]
    return {
        "fatalities": whole(row["fatalities"]),
        "range": tags.get("fatalities"),
        "days": (row["event_date"], tags.get("last day", row["event_date"])),
        "extent": tags.get("extent", "single"),
        "grade": tags.get("occurrence"),
        "point": None if lat is None else (lat, lon),
        "sides": [
            row["actor1"], row["actor2"], *(name for some in associates for name in some.split("; ")),
        ],
    }  # fmt: skip


def page_of_list(content: bytes) -> set[str]:
    return set(re.findall(r'href="/incidents/(INC-\d+)/"', content.decode()))
