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

from .told import Facts, Range, Told

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
    named = [text(row[one]) or "" for one in ("attackers", "targets", "side_a", "side_b", "others")]
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
        "names": {one for column in named for one in column.split("; ") if one},
        **{harm: range_of(row, harm) for harm in RANGES},
    }


def _point(row: Mapping[str, Any]) -> tuple[float, float] | None:
    values = [row["lat"], row["lon"]]
    if any(text(str(one)) in (None, "None", "nan") for one in values):
        return None
    return float(values[0]), float(values[1])


def table(rows: Iterable[Mapping[str, Any]]) -> Told:
    found: Told = {}
    for row in rows:
        assert row["public_id"] not in found
        found[row["public_id"]] = flat(row) | {"edition": whole(row["edition"])}
    return found


def csv_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode())))


def csv_table(content: bytes) -> Told:
    return table(csv_rows(content))


def hxl_table(content: bytes) -> Told:
    return table(csv_rows(content)[1:])


def parquet_table(content: bytes) -> Told:
    frame = pandas.read_parquet(BytesIO(content)).astype(object)
    return table(frame.where(frame.notna(), None).to_dict("records"))


def workbook(content: bytes) -> Told:
    first, *rows = openpyxl.load_workbook(BytesIO(content), read_only=True).worksheets[0].values
    return table(dict(zip(first, row, strict=True)) for row in rows)


def features(collection: Iterable[dict[str, Any]]) -> Told:
    """Several features may tell of one incident; they must say the same of it."""
    found: Told = {}
    points: defaultdict[str, list[Any]] = defaultdict(list)
    told = []
    collection = list(collection)
    for one in collection:
        properties = one["properties"]
        public_id = properties["public_id"]
        assert one["id"] == f"{public_id}/{properties['place']}"
        at = one["geometry"] and (one["geometry"]["coordinates"][1], one["geometry"]["coordinates"][0])
        # What only sums up happened at no one point; where it is said to have been stays among the properties.
        assert at == (_point(properties) if properties["extent"] == "single" else None)
        points[public_id].append(_point(properties))
        # Country and point are those of the feature's own place.
        own = flat(properties) | {"edition": properties["edition"]}
        told.append((public_id, {k: v for k, v in own.items() if k not in ("point", "country")}))
    for public_id, own in told:
        assert found.setdefault(public_id, own | {"points": points[public_id]}) == own | {
            "points": points[public_id]
        }
    for one in collection:
        assert one["properties"]["features"] == len(points[one["properties"]["public_id"]])
    return found


def geojson(content: bytes) -> Told:
    return features(json.loads(content)["features"])


def geojson_lines(content: bytes) -> Told:
    return features([json.loads(line) for line in content.decode().splitlines()])


def rows_per(content: bytes, column: str) -> dict[str, Facts]:
    """How many rows there are of each incident, and that they do not repeat its figures."""
    found: Told = {}
    for row in csv_rows(content):
        found.setdefault(row["public_id"], {column: 0})[column] += 1
    return found


def map_layer(read: Read, asked: Mapping[str, str]) -> Told:
    """All pages of OGC API - Features, by its own links."""
    found: Told = {}
    address: str | None = "/ogc/collections/incidents/items"
    parameters: Mapping[str, str] = {"limit": "17", **asked}
    while address:
        page = json.loads(read(address, **parameters))
        for one in page["features"]:
            properties = one["properties"]
            own = flat(properties) | {"edition": properties["edition_number"]}
            has_geometry = one["geometry"] is not None
            assert has_geometry == (own["extent"] == "single" and own["point"] is not None)
            if has_geometry:
                assert tuple(one["geometry"]["coordinates"]) == own["point"][::-1]
            assert one["id"] not in found
            found[one["id"]] = own
        address = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)
        parameters = {}
    return found


def ucdp(read: Read, version: str, asked: Mapping[str, str]) -> tuple[Told, int]:
    """By the addresses that the envelope gives."""
    found: Told = {}
    address = f"/dialects/ucdp/api/gedevents/{version}"
    parameters: Mapping[str, str] = {"pagesize": "7", **asked}
    total = 0
    while address:
        page = json.loads(read(address, **parameters))
        total = page["TotalCount"]
        for one in page["Result"]:
            lat, lon = one["latitude"], one["longitude"]
            deaths = [one[f"deaths_{who}"] for who in ("a", "b", "civilians", "unknown")]
            assert None in deaths or one["best"] == sum(deaths), one
            assert one["relid"] not in found
            found[one["relid"]] = {
                "killed": (one["low"], one["best"], one["high"]),
                "days": (one["date_start"][:10], one["date_end"][:10]),
                "point": None if lat is None else (lat, lon),
                "reports": one["number_of_sources"],
                "sides": [*one["side_a"].split(", "), *one["side_b"].split(", ")],
                "clarity": one["event_clarity"],
                "civilians": one["deaths_civilians"],
            }
        address, parameters = page["NextPageUrl"], {}
    return found, total


def acled(read: Read, asked: Mapping[str, str]) -> Told:
    answer = json.loads(read("/dialects/acled/api/acled/read", extent="all", limit="0", **asked))
    assert answer["count"] == answer["total_count"] == len(answer["data"])
    found = {one["event_id_cnty"]: _acled(one) for one in answer["data"]}
    assert len(found) == len(answer["data"])
    return found


def _acled(row: Mapping[str, Any]) -> Facts:
    tags = dict(one.split("=", 1) for one in row["tags"].split("; ") if "=" in one)
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
            row["actor1"], row["actor2"], *(one for some in associates for one in some.split("; ")),
        ],
    }  # fmt: skip


def page_of_list(content: bytes) -> set[str]:
    return set(re.findall(r'href="/incidents/(INC-\d+)/"', content.decode()))
