"""OGC API – Features, part 1, annex A: the abstract tests of "Core", "GeoJSON", "HTML" and "OpenAPI 3.0".

Each test names in its docstring the abstract tests that it is.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils.dateparse import parse_datetime
from openapi_spec_validator import OpenAPIV30SpecValidator

from incidents.dialects.ogc.layers import LAYERS
from incidents.record.instants import instant
from tests.dialects.ogc.conftest import CLASH, EAST, NOWHERE, RETRACTED, SERIES, STRIKE, WEST

pytestmark = pytest.mark.django_db

ITEMS = "collections/incidents/items"
ALL = [CLASH, SERIES, NOWHERE, WEST, EAST, STRIKE]
JSON, GEOJSON, HTML = "application/json", "application/geo+json", "text/html"
CONFORMANCE = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"


def links(document, rel):
    return [link for link in document["links"] if link["rel"] == rel]


def kinds(document, rel):
    return {link["type"] for link in links(document, rel)}


@pytest.fixture
def definition(get):
    return get("api").json()


@pytest.fixture
def parameters(definition):
    """The parameters of the incidents' items by name, references followed."""
    known = definition["components"]["parameters"]
    parameters = definition["paths"]["/collections/incidents/items"]["get"]["parameters"]
    resolved = [
        known[parameter["$ref"].rpartition("/")[2]] if "$ref" in parameter else parameter
        for parameter in parameters
    ]
    return {parameter["name"]: parameter for parameter in resolved}


@pytest.mark.parametrize("address", ["/ogc", "/ogc/"])
def test_the_landing_page_leads_everywhere(get, address):
    """conf/core/root-op, conf/core/root-success"""
    answer = get(address)
    document = answer.json()

    assert answer.status_code == 200
    assert answer["Content-Type"] == JSON
    assert kinds(document, "service-desc") == {"application/vnd.oai.openapi+json;version=3.0"}
    assert kinds(document, "service-doc") == {HTML}
    assert kinds(document, "alternate") == {HTML}
    for rel in ("self", "conformance", "data", "service-desc", "service-doc", "alternate"):
        for link in links(document, rel):
            assert link["href"].startswith("http://testserver/ogc")
            assert get(link["href"]).status_code == 200


def test_the_definition_is_openapi_and_is_linked(get):
    """conf/core/api-definition-op, conf/core/api-definition-success, conf/oas30/oas-definition-1, -2, oas-impl"""
    (link,) = links(get().json(), "service-desc")
    answer = get(link["href"])
    definition = answer.json()

    assert answer["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"
    assert definition["openapi"].startswith("3.0.")
    OpenAPIV30SpecValidator(definition).validate()


def test_every_address_of_the_definition_answers_as_it_says(get, record, definition):
    """conf/oas30/completeness, conf/oas30/exceptions-codes: what is described is there, and nothing else."""
    assert definition["servers"] == [{"url": "http://testserver/ogc"}]
    for path, operations in definition["paths"].items():
        public_id = CLASH if "incidents" in path else "LOC-000003"
        answer = get(f"/ogc{path.replace('{featureId}', public_id)}")
        content = operations["get"]["responses"]["200"]["content"]
        assert answer.status_code == 200, path
        assert answer["Content-Type"] in content
        assert {"400", "406", "429", "500", "503"} < operations["get"]["responses"].keys()


def test_conformance_names_the_classes_of_part_1(get):
    """conf/core/conformance-op, conf/core/conformance-success"""
    declared = get("conformance").json()["conformsTo"]

    assert {f"{CONFORMANCE}{name}" for name in ("core", "oas30", "html", "geojson")} <= set(declared)


def test_collections_are_listed_with_their_links(get, record):
    """conf/core/fc-md-op, fc-md-success, fc-md-links, fc-md-items-links, rc-md-extent"""
    document = get("collections").json()

    assert kinds(document, "self") == {JSON}
    assert kinds(document, "alternate") == {HTML}
    assert [collection["id"] for collection in document["collections"]] == ["incidents", "locations"]
    for collection in document["collections"]:
        assert {GEOJSON, HTML} <= kinds(collection, "items")
        assert all(link["type"] for link in collection["links"])


def test_a_collection_alone_says_what_the_list_says(get, record):
    """conf/core/sfc-md-op, sfc-md-success"""
    for listed in get("collections").json()["collections"]:
        alone = get(f"collections/{listed['id']}").json()
        same = {key: value for key, value in alone.items() if key != "links"}
        assert same == {key: value for key, value in listed.items() if key != "links"}
        assert kinds(alone, "self") == {JSON}
        assert kinds(alone, "alternate") == {HTML}


def test_the_extent_holds_all_that_is_found(get, record):
    """conf/core/fc-md-extent"""
    extent = get("collections/incidents").json()["extent"]

    assert extent["spatial"]["bbox"] == [[-179.9, -17.0, 179.9, 37.05]]
    assert extent["temporal"]["interval"] == [["2017-09-10T00:00:00Z", "2021-04-20T23:59:59Z"]]


def test_features_are_read(get, record):
    """conf/core/fc-op, fc-response, conf/geojson/content, conf/geojson/definition"""
    answer = get(ITEMS)
    document = answer.json()

    assert answer.status_code == 200
    assert answer["Content-Type"] == GEOJSON
    assert document["type"] == "FeatureCollection"
    for feature in document["features"]:
        assert feature["type"] == "Feature"
        assert feature["geometry"] is None or feature["geometry"]["type"] == "Point"
        assert isinstance(feature["properties"], dict)


def test_bbox_limit_and_datetime_are_declared_as_the_standard_wants(parameters):
    """conf/core/fc-bbox-definition, fc-limit-definition, fc-time-definition"""
    for name in ("bbox", "limit", "datetime"):
        assert (parameters[name]["in"], parameters[name]["required"]) == ("query", False)
        assert (parameters[name]["style"], parameters[name]["explode"]) == ("form", False)
    box, limit = parameters["bbox"]["schema"], parameters["limit"]["schema"]
    assert (box["type"], box["minItems"], box["maxItems"]) == ("array", 4, 6)
    assert box["items"] == {"type": "number"}
    assert limit == {"type": "integer", "minimum": 1, "maximum": 10000, "default": 100}
    assert parameters["datetime"]["schema"] == {"type": "string"}


@pytest.mark.parametrize(
    "box, expected",
    [
        ("41,37,42,38", [CLASH]),
        ("41.22,37.05,41.22,37.05", [CLASH]),
        ("41,37,0,42,38,1000", [CLASH]),
        ("38,35,42,38", [CLASH, STRIKE]),
        ("41.23,37,42,38", []),  # the circle around Qamishli reaches in here, its point does not
        ("-180,-90,180,90", [CLASH, WEST, EAST, STRIKE]),
        ("170,-20,-170,-10", [WEST, EAST]),
        ("179,-20,180,-10", [EAST]),
        ("-180,-20,-179,-10", [WEST]),
        ("170,-20,190,-10", [WEST, EAST]),  # a map that was turned beyond the antimeridian
        ("-190,-20,-170,-10", [WEST, EAST]),
        ("-200,-90,200,90", [CLASH, WEST, EAST, STRIKE]),
        ("4.1e1,3.7e1,+42,38.", [CLASH]),
        ("41,37,42,95", [CLASH]),
    ],
)
def test_only_features_in_the_box_are_found(found, record, box, expected):
    """conf/core/fc-bbox-response"""
    assert found(bbox=box) == expected


def test_every_point_of_a_box_lies_in_it(get, record):
    """conf/core/fc-bbox-response: what has no geometry is in no box."""
    everywhere = get(ITEMS, bbox="-180,-90,180,90").json()["features"]

    assert all(feature["geometry"] for feature in everywhere)


@pytest.mark.parametrize(
    "box",
    ["1,2,3", "1,2,3,4,5", "a,b,c,d", "41,38,42,37", "nan,0,1,1", "inf,0,1,1", "", "0,91,1,92", "9999,0,1,1",
     "0,0,1,1,"],
)  # fmt: skip
def test_a_box_that_is_none_is_refused(get, record, box):
    """conf/core/query-param-invalid"""
    answer = get(ITEMS, bbox=box)

    assert answer.status_code == 400
    assert "bbox" in answer.json()["description"]


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_there_are_never_more_features_than_asked_for(get, record, limit):
    """conf/core/fc-limit-response"""
    document = get(ITEMS, limit=limit).json()

    assert len(document["features"]) == document["numberReturned"] == limit


def test_a_limit_above_the_largest_is_brought_down_to_it(get, record):
    """conf/core/fc-limit-response"""
    assert get(ITEMS, limit=10001).status_code == get(ITEMS, limit=10**17).status_code == 200


@pytest.mark.parametrize("limit", ["0", "-1", "ten", "1.5", "", " 1", "1e3", "٣", "9" * 5000])
def test_a_limit_that_is_no_number_is_refused(get, record, limit):
    """conf/core/query-param-invalid"""
    assert get(ITEMS, limit=limit).status_code == 400


@pytest.mark.parametrize(
    "when, expected",
    [
        ("2021-04-20", [CLASH]),
        ("2021-04-20T23:20:50Z", [CLASH]),
        ("2021-04-20T23:20:50.52Z", [CLASH]),
        ("2021-04-21T01:00:00+02:00", [CLASH]),
        ("2021-04-21T01:00:00", []),
        ("2021-02-14T12:00:00Z", [SERIES]),  # some day of February
        ("2021-01-03T00:00:00Z/2021-02-01T00:00:00Z", [SERIES, NOWHERE]),
        ("2021-01-04T00:00:00Z/2021-01-31T23:59:59Z", []),
        ("2021-02-28T12:00:00Z/..", [CLASH, SERIES]),
        ("2021-02-28/", [CLASH, SERIES]),
        ("../2017-09-10T00:00:00Z", [STRIKE]),
        ("/2017-09-10", [STRIKE]),
        ("../..", ALL),
        ("2021-04-01T/..", [CLASH]),  # GDAL
        ("2021-04-01T/2021-04-30T", [CLASH]),
        ("2021-04-20T08Z", [CLASH]),
    ],
)
def test_only_features_of_that_time_are_found(found, record, when, expected):
    """conf/core/fc-time-response"""
    assert found(datetime=when) == expected


@pytest.mark.parametrize(
    "when",
    ["", "yesterday", "2021", "2021-13-01", "2021-02-30", "2021-04-20/2021-04-19", "2021/2022/2023",
     "2021-04-20T25:00:00Z", "0000-01-01", "..", "2021-04-20T10:00:00+99:00", "2021-04-20\x00"],
)  # fmt: skip
def test_a_time_that_is_none_is_refused(get, record, when):
    """conf/core/query-param-invalid"""
    answer = get(ITEMS, datetime=when)

    assert answer.status_code == 400
    assert "datetime" in answer.json()["description"]


def test_instants_at_the_ends_of_the_calendar_are_no_fault_of_ours(get, record):
    assert get(ITEMS, datetime="0001-01-01T00:00:00+14:00").status_code == 400
    assert get(ITEMS, datetime="../9999-12-31T23:59:59Z").status_code == 200


def test_two_half_intervals_are_one(get, client, record):
    """GDAL writes "since then" and "until then" as two parameters; other repetitions mean nothing."""
    both = client.get("/ogc/" + ITEMS + "?datetime=2021-02-10T%2F..&datetime=..%2F2021-03-01T")
    twice = client.get("/ogc/" + ITEMS + "?datetime=2021-02-10&datetime=2021-03-01")

    assert [feature["id"] for feature in both.json()["features"]] == [SERIES]
    assert twice.status_code == 400


def test_an_unknown_parameter_is_refused(get, record):
    """conf/core/query-param-unknown"""
    for address in (
        "",
        "conformance",
        "collections",
        "collections/incidents",
        ITEMS,
        f"{ITEMS}/{CLASH}",
        "api",
    ):
        answer = get(address, event_tipe="battle")
        assert answer.status_code == 400
        assert "event_tipe" in answer.json()["description"]
    problems = get(ITEMS, event_tipe="battle", limit="ten", grade="good").json()["parameters"]
    assert [problem["name"] for problem in problems] == ["event_tipe", "limit", "grade"]
    assert problems[0]["nearest"] == "event_type"


@pytest.mark.parametrize("name", ["from", "to", "order", "fields", "count"])
def test_words_of_the_api_are_unknown_here_unless_declared(get, record, parameters, name):
    """conf/core/query-param-unknown"""
    assert name not in parameters
    assert get(ITEMS, **{name: "2021"}).status_code == 400


def test_every_filter_that_is_declared_narrows(found, record, parameters):
    """conf/core/fc-filters"""
    asked = {
        "event_type": "explosion", "sub_event_type": "air_strike", "extent": "series", "civilian_harm": "targeted",
        "country": "FJ", "admin1": "LOC-000002", "location": "LOC-000004", "actor": "ACT-000001", "tag": "checkpoint",
        "origin": "ged", "episode": "EPI-000001", "grade": "confirmed", "role": "belligerent", "side": "a",
        "standing": "assessed", "source": "SRC-000001", "killed_min": "2", "killed_max": "1", "external_id": "a:b",
        "q": "strike", "near": "37,41,50", "updated_since": instant(datetime.now(UTC)), "reviewed": "no",
        "dataset_type": "one_sided", "as_of": "sequence:1",
    }  # fmt: skip
    own = {"f", "bbox", "bbox-crs", "datetime", "limit", "crs", "cursor"}
    # These two narrow nothing by themselves.
    assert asked.keys() == parameters.keys() - own - {"certain", "release"}
    for name, value in asked.items():
        assert len(found(**{name: value})) < len(ALL), name


def test_filters_hold_together(found, record):
    """conf/core/fc-filters"""
    assert found(country="SY", event_type="battle", datetime="2021-04-01/..", bbox="41,37,42,38") == [CLASH]
    assert found(event_type="battle,explosion", country="SY") == [CLASH, SERIES, STRIKE]


def test_a_page_links_to_itself_its_twin_and_its_neighbours(get, record):
    """conf/core/fc-links, fc-rel-type"""
    first = get(ITEMS, limit=2, event_type="battle").json()
    (following,) = links(first, "next")
    second = get(following["href"]).json()

    assert kinds(first, "self") == {GEOJSON}
    assert kinds(first, "alternate") == {HTML}
    assert following["type"] == GEOJSON
    assert "event_type=battle" in following["href"]
    assert not links(first, "prev")
    (previous,) = links(second, "prev")
    assert get(previous["href"]).json()["features"] == first["features"]


def test_all_pages_together_are_the_collection(get, record):
    """conf/core/fc-links: nothing twice, nothing left out, no next link at the end."""
    address: str | None = f"/ogc/{ITEMS}?limit=4"
    seen: list[str] = []
    while address:
        page = get(address).json()
        seen += [feature["id"] for feature in page["features"]]
        address = next((link["href"] for link in links(page, "next")), None)

    assert seen == ALL


def test_a_page_says_when_it_was_made_and_how_much_there_is(get, record):
    """conf/core/fc-timeStamp, fc-numberMatched, fc-numberReturned"""
    page = get(ITEMS, limit=2).json()

    assert parse_datetime(page["timeStamp"])
    assert (page["numberMatched"], page["numberReturned"]) == (6, 2)
    assert get(ITEMS, limit=2, country="SY").json()["numberMatched"] == 3
    assert get(ITEMS, bbox="41,37,42,38").json()["numberMatched"] == 1


def test_a_feature_alone_is_the_one_of_the_page(get, record):
    """conf/core/f-op, f-success, conf/geojson/content"""
    listed = {feature["id"]: feature for feature in get(ITEMS).json()["features"]}
    answer = get(f"{ITEMS}/{CLASH}")
    alone = answer.json()

    assert answer["Content-Type"] == GEOJSON
    assert {key: alone[key] for key in listed[CLASH]} == listed[CLASH]
    assert kinds(alone, "self") == {GEOJSON}
    assert kinds(alone, "alternate") == {HTML}
    (collection,) = links(alone, "collection")
    assert get(collection["href"]).json()["id"] == "incidents"


@pytest.mark.parametrize(
    "address, status",
    [
        ("nothing", 404),
        ("collections/nothing", 404),
        ("collections/actors/items", 404),
        (f"collections/nothing/items/{CLASH}", 404),
        (f"{ITEMS}/INC-999999", 404),
        (f"{ITEMS}/LOC-000003", 404),
        (f"{ITEMS}/x%00y", 404),
        (f"{ITEMS}/{RETRACTED}", 410),
        ("collections/nothing/queryables", 404),
    ],
)
def test_what_is_not_there_is_told_in_the_form_of_the_standard(get, record, address, status):
    """conf/core/http, and the exceptions of both versions"""
    answer = get(address)

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["code"] == {404: "NotFound", 410: "Gone"}[status]
    assert answer.json()["description"]


def test_a_slash_too_many_leads_on(get, record):
    answer = get("collections/incidents/?f=json")

    assert (answer.status_code, answer["Location"]) == (301, "/ogc/collections/incidents?f=json")


def test_every_address_has_a_page(get, record):
    """conf/html/definition, conf/html/content"""
    for address in (
        "",
        "api",
        "conformance",
        "collections",
        "collections/incidents",
        ITEMS,
        f"{ITEMS}/{CLASH}",
    ):
        for answer in (get(address, f="html"), get(address, headers={"Accept": "text/html,*/*;q=0.8"})):
            assert answer.status_code == 200
            assert answer["Content-Type"] == "text/html; charset=utf-8"
            assert answer.content.startswith(b"<!doctype html>")


@pytest.mark.parametrize(
    "accept, kind",
    [
        ("*/*", GEOJSON),
        ("", GEOJSON),
        ("application/json", GEOJSON),
        ("application/geo+json", GEOJSON),
        ("application/*", GEOJSON),
        ("application/geo+json, application/json", GEOJSON),
        ("text/html, application/json;q=0.9", "text/html; charset=utf-8"),
        ("text/*", "text/html; charset=utf-8"),
    ],
)
def test_the_accept_header_decides(get, record, accept, kind):
    answer = get(ITEMS, headers={"Accept": accept} if accept else {})

    assert answer["Content-Type"] == kind
    assert "Accept" in answer["Vary"]


def test_f_decides_before_the_accept_header(get, record):
    assert get(ITEMS, f="json", headers={"Accept": "text/html"})["Content-Type"] == GEOJSON
    assert get(ITEMS, f="xml").status_code == 400
    assert get(ITEMS, headers={"Accept": "image/png"}).status_code == 406


def test_places_are_a_collection_of_their_own(found, get, record):
    feature = get("collections/locations/items/LOC-000003").json()

    assert found("locations", bbox="41,37,42,38") == ["LOC-000003"]
    assert found("locations", datetime="1999-01-01", kind="locality", limit=1) == ["LOC-000003"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [41.22, 37.05]}
    assert feature["properties"]["names"] == "Qamishli; القامشلي"
    assert feature["properties"]["within"] == "Syria; Al-Hasakah"
    assert feature["properties"].keys() == {column.name for column in LAYERS["locations"].properties}
