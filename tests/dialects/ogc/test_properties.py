"""What a feature says: every column of the row with its uncertainty, and a point only where there is one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.cache import cache
from django.db import transaction
from jsonschema import Draft202012Validator
from openapi_schema_validator import OAS30ReadValidator

from incidents.dialects.ogc import extents, pages
from incidents.dialects.ogc.layers import LAYERS
from incidents.record.filters import nearby, probes
from incidents.record.log import writing
from incidents.record.models import Edition, Row
from incidents.record.reading import Subject, head
from tests.dialects.ogc.conftest import CLASH, EAST, MERGED, NOWHERE, SERIES, STRIKE, fill
from tests.record import documents as make

pytestmark = pytest.mark.django_db

ITEMS = "collections/incidents/items"
OGC = "http://www.opengis.net/def/rel/ogc/1.0/"
SPEC = "http://www.opengis.net/spec/"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


@pytest.fixture
def features(get, record):
    return {feature["id"]: feature for feature in get(ITEMS).json()["features"]}


def test_a_feature_has_every_column_of_the_row_but_those_said_to_be_left_out(features):
    left_out = {"entry", "public_id", "issued_at"}
    columns = {field.name for field in Row._meta.fields} - left_out

    assert set(features[CLASH]["properties"]) == columns | {"sequence", "url"}


def test_uncertainty_is_carried_along(features):
    said = features[CLASH]["properties"]

    assert (said["killed_low"], said["killed_best"], said["killed_high"]) == (1, 2, None)
    assert (said["wounded_best"], said["radius_km"], said["date_precision"]) == (None, 5, "day")
    assert said["grade_occurrence"] is None
    assert said["url"] == f"http://testserver/incidents/{CLASH}/"
    assert said["sequence"] == Edition.objects.get(public_id=CLASH).sequence


def test_only_a_single_incident_at_a_known_place_is_a_point(features):
    assert features[CLASH]["geometry"] == {"type": "Point", "coordinates": [41.22, 37.05]}
    assert features[SERIES]["geometry"] is None
    assert (features[SERIES]["properties"]["lat"], features[SERIES]["properties"]["lon"]) == (37.05, 41.22)
    assert features[NOWHERE]["geometry"] is None


def test_features_are_as_their_schemas_say(get, features):
    schema = get("collections/incidents/feature-schema").json()
    logical = get("collections/incidents/schema").json()

    for feature in [*features.values(), get(f"{ITEMS}/{CLASH}").json()]:
        OAS30ReadValidator(schema).validate(feature)
        # Part 5 describes values, and knows no null for one that is not there.
        known = {name: value for name, value in feature["properties"].items() if value is not None}
        Draft202012Validator(logical).validate({"id": feature["id"], **known})


def test_the_schema_names_its_roles(get):
    answer = get("collections/incidents/schema")
    schema = answer.json()

    assert answer["Content-Type"] == "application/schema+json"
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == "http://testserver/ogc/collections/incidents/schema"
    roles = {column.get("x-ogc-role"): name for name, column in schema["properties"].items()}
    assert roles.items() >= {
        ("id", "id"),
        ("primary-geometry", "geometry"),
        ("primary-interval-start", "date_from"),
        ("primary-interval-end", "date_to"),
    }
    assert set(schema["properties"]) == {"id", "geometry", *(p.name for p in LAYERS["incidents"].properties)}
    assert "battle" in schema["properties"]["event_type"]["enum"]


@pytest.mark.parametrize("collection", LAYERS)
def test_every_queryable_is_a_parameter_and_is_described(get, record, collection):
    """Part 3: conf/queryables, conf/queryables-query-parameters"""
    answer = get(f"collections/{collection}/queryables")
    schema = answer.json()
    parameters = get("api").json()["paths"][f"/collections/{collection}/items"]["get"]["parameters"]

    assert answer["Content-Type"] == "application/schema+json"
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"http://testserver/ogc/collections/{collection}/queryables"
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) <= {parameter.get("name") for parameter in parameters}
    for column in schema["properties"].values():
        assert column["title"]
        assert column["description"]
        assert column["type"] == "string"


def test_a_collection_links_to_its_schemas(get):
    links = {link["rel"]: link for link in get("collections/incidents").json()["links"]}

    for rel in (f"{OGC}queryables", f"{OGC}schema", "describedby", "describedBy"):
        assert links[rel]["type"] == "application/schema+json"
        assert get(links[rel]["href"]).status_code == 200


def test_the_one_reference_system_may_be_named(get, found, record):
    """Part 2: conf/crs"""
    assert get(ITEMS, crs=CRS84)["Content-Crs"] == f"<{CRS84}>"
    assert get(f"{ITEMS}/{CLASH}", crs=CRS84)["Content-Crs"] == f"<{CRS84}>"
    assert found(bbox="41,37,42,38", bbox_crs=CRS84) == [CLASH]
    assert found(bbox="41,37,0,42,38,1", bbox_crs="http://www.opengis.net/def/crs/OGC/0/CRS84h") == [CLASH]
    described = get("collections/incidents").json()
    assert (described["crs"], described["storageCrs"]) == ([CRS84], CRS84)


@pytest.mark.parametrize("name", ["crs", "bbox-crs"])
def test_another_reference_system_is_refused(get, record, name):
    """Part 2: conf/crs, bbox-crs and crs that are not offered"""
    other = "http://www.opengis.net/def/crs/EPSG/0/3857"

    assert get(ITEMS, bbox="1,2,3,4", **{name: other}).status_code == 400
    assert get(f"{ITEMS}/{CLASH}", crs=other).status_code == 400


def test_conformance_declares_nothing_else(get):
    declared = {address.removeprefix(SPEC) for address in get("conformance").json()["conformsTo"]}

    assert {name for name in declared if not name.startswith("ogcapi-features-1/")} == {
        "ogcapi-features-2/1.0/conf/crs",
        "ogcapi-features-3/1.0/conf/queryables",
        "ogcapi-features-3/1.0/conf/queryables-query-parameters",
        "ogcapi-features-5/1.0/conf/schemas",
        "ogcapi-features-5/1.0/conf/core-roles-features",
        "ogcapi-features-5/1.0/conf/returnables-and-receivables",
    }


def test_pages_do_not_shift_under_a_correction(get, record):
    first = get(ITEMS, limit=2).json()
    following = next(link["href"] for link in first["links"] if link["rel"] == "next")
    before = get(following).json()["features"]
    make.publish(make.incident("INC-000020", first="2021-02-15"))
    make.correct(make.incident(NOWHERE, first="2021-01-01"), title={"en": "Otherwise"})

    assert get(following).json()["features"] == before


def test_a_cursor_belongs_to_its_box_and_its_time(get, client, record):
    page = get(ITEMS, limit=1, bbox="38,35,42,38").json()
    following = next(link["href"] for link in page["links"] if link["rel"] == "next")

    assert [feature["id"] for feature in client.get(following).json()["features"]] == [STRIKE]
    assert client.get(following.replace("bbox=38,", "bbox=37,")).status_code == 400
    assert client.get(f"{following}&datetime=2021-01-01/..").status_code == 400
    assert get(ITEMS, cursor="nonsense").status_code == 400


def test_an_earlier_state_can_be_read(get, found, record):
    """The merged incident, as it was before."""
    first = Edition.objects.get(public_id=MERGED, number=1).sequence

    assert get(f"{ITEMS}/{MERGED}", as_of=f"sequence:{first}").status_code == 200
    assert get(f"{ITEMS}/{CLASH}", as_of="sequence:0").status_code == 404
    answer = get(ITEMS, as_of=f"sequence:{first}")
    assert answer["Record-Sequence"] == str(first)
    assert MERGED in [feature["id"] for feature in answer.json()["features"]]


def test_a_merged_incident_names_the_one_that_speaks_for_it(get, record):
    answer = get(f"{ITEMS}/{MERGED}")

    assert answer.status_code == 410
    assert answer.json()["into"]["id"] == CLASH


def test_an_answer_that_is_known_is_not_sent_again(get, record):
    json, html = get(ITEMS)["ETag"], get(ITEMS, headers={"Accept": "text/html"})["ETag"]

    assert json != html
    assert get(ITEMS, headers={"If-None-Match": json}).status_code == 304
    assert get(ITEMS, headers={"If-None-Match": json, "Accept": "text/html"}).status_code == 200
    make.publish(make.incident("INC-000020"))
    assert get(ITEMS, headers={"If-None-Match": json}).status_code == 200


def test_any_web_page_may_read(get, client, record):
    assert get(ITEMS)["Access-Control-Allow-Origin"] == "*"
    assert "Content-Crs" in get(ITEMS)["Access-Control-Expose-Headers"]
    assert client.options(f"/ogc/{ITEMS}", headers={"Accept": "image/png"}).status_code == 204
    assert get(ITEMS, foo=1)["Access-Control-Allow-Origin"] == "*"


def test_head_has_no_body_and_post_is_refused(client, record):
    head, post = client.head(f"/ogc/{ITEMS}"), client.post(f"/ogc/{ITEMS}")

    assert (head.status_code, b"".join(head.streaming_content)) == (200, b"")
    assert head["Content-Type"] == "application/geo+json"
    assert (post.status_code, post.json()["code"]) == (405, "MethodNotAllowed")


def test_large_pages_are_counted_as_large(get, record, settings):
    settings.API_UNITS_PER_MINUTE = {"anonymous": 22, "token": 1, "bulk": 1}
    cache.clear()

    assert get(ITEMS, limit=10_000)["RateLimit"].startswith('"anonymous";r=1;')
    refused = get(ITEMS, limit=500)
    assert (refused.status_code, refused.json()["code"]) == (429, "TooManyRequests")
    assert int(refused["Retry-After"]) > 0


def test_what_is_narrowed_is_counted_up_to_a_bound_and_the_whole_always(get, record, monkeypatch):
    monkeypatch.setattr(pages, "CAPPED", 2)

    assert "numberMatched" not in get(ITEMS, limit=1, country="SY").json()
    assert get(ITEMS, limit=1, country="SY", event_type="battle").json()["numberMatched"] == 2
    assert get(ITEMS, limit=1).json()["numberMatched"] == 6


def test_a_crowded_box_is_read_along_the_order(get, found, record, monkeypatch):
    monkeypatch.setattr(nearby, "FEW", 1)
    monkeypatch.setattr(probes, "CAP", 1)

    assert found(bbox="38,35,42,38") == [CLASH, STRIKE]
    assert found(bbox="170,-20,-170,-10", event_type="battle", country="FJ") == [EAST]
    assert "numberMatched" not in get(ITEMS, bbox="38,35,42,38", limit=1).json()


def test_with_certain_the_whole_circle_lies_in_the_box(found, record):
    assert found(bbox="41.21,37.04,41.23,37.06") == [CLASH]
    assert found(bbox="41.21,37.04,41.23,37.06", certain="true") == []
    assert found(bbox="41,36.8,41.5,37.3", certain="true") == [CLASH]


def test_the_whole_is_counted_afresh_when_the_record_changed(get, record):
    assert get(ITEMS, limit=1).json()["numberMatched"] == 6
    make.publish(make.incident("INC-000020"))
    assert get(ITEMS, limit=1).json()["numberMatched"] == 7
    assert get(ITEMS, limit=1, as_of=f"sequence:{head().sequence - 1}").json()["numberMatched"] == 6


def test_pages_escape_what_they_show(get, record):
    for address in (ITEMS, f"{ITEMS}/{STRIKE}"):
        text = get(address, f="html").content.decode()
        assert "&lt;b&gt;Strike" in text
        assert "<b>Strike" not in text


def test_what_is_wrong_is_told_to_people_as_a_page(get, record):
    answer = get(ITEMS, f="html", limit="<i>")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert "limit is not a whole number" in answer.content.decode()
    assert get("nothing", headers={"Accept": "text/html"})["Content-Type"] == "text/html; charset=utf-8"


def test_the_number_of_queries_does_not_grow_with_the_page(get, record, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        get(ITEMS, limit=2)
    with django_assert_max_num_queries(5):
        get(ITEMS)


class TestExtent:
    def box(self, get):
        extent = get("collections/incidents").json()["extent"]
        return extent.get("spatial", {}).get("bbox")

    def test_an_empty_collection_has_none(self, get):
        assert get("collections/incidents").json()["extent"] == {}

    def test_it_grows_with_what_is_published(self, get):
        make.publish(make.incident(CLASH, locations=[make.place()]))
        assert self.box(get) == [[41.22, 37.05, 41.22, 37.05]]
        make.publish(make.incident(STRIKE, locations=[make.place(make.RAQQA, lat=35.95, lon=39.01)]))
        assert self.box(get) == [[39.01, 35.95, 41.22, 37.05]]

    def test_what_is_added_is_all_that_is_read(self, get, django_assert_num_queries):
        make.publish(make.incident(CLASH, locations=[make.place()]))
        get("collections")
        with django_assert_num_queries(2):  # the head of the log, and the units of the caller
            get("collections")

    @pytest.fixture
    def fresh(self, monkeypatch):
        """How often everything was measured."""
        calls = []
        measured = extents._measured

        def watched(subject, entries):
            calls.append(entries) if entries.get("edition__gt") == 0 and subject == Subject.INCIDENT else None
            return measured(subject, entries)

        monkeypatch.setattr(extents, "_measured", watched)
        return calls

    def three(self):
        """The one in the middle lies at no edge."""
        places = [(40.0, 36.0), (41.0, 37.0), (42.0, 38.0)]
        documents = [
            make.incident(f"INC-{n:06d}", first=f"2021-01-0{n}", locations=[make.place(lon=lon, lat=lat)])
            for n, (lon, lat) in enumerate(places, start=1)
        ]
        make.publish(*documents)
        return documents

    def test_a_correction_in_the_middle_is_only_looked_at(self, get, fresh):
        _west, middle, _east = self.three()
        assert self.box(get) == [[40.0, 36.0, 42.0, 38.0]]
        fresh.clear()
        make.correct(middle, title={"en": "Otherwise"}, locations=[make.place(lon=43.0, lat=37.0)])

        assert self.box(get) == [[40.0, 36.0, 43.0, 38.0]]
        assert fresh == []

    def test_a_correction_at_an_edge_draws_it_in(self, get, fresh):
        west, _middle, _east = self.three()
        assert self.box(get) == [[40.0, 36.0, 42.0, 38.0]]
        make.correct(west, locations=[make.place(lon=41.5, lat=37.5)])
        assert self.box(get) == [[41.0, 37.0, 42.0, 38.0]]

    @pytest.mark.parametrize("kind", ["retracted", "withheld"])
    def test_what_was_taken_back_leaves_no_trace(self, get, kind):
        _west, _middle, east = self.three()
        assert self.box(get) == [[40.0, 36.0, 42.0, 38.0]]
        if kind == "retracted":
            make.bury(east.id, kind, note="It did not happen.")
        else:
            with transaction.atomic():
                writing.withhold([make.tombstone(east.id, kind)])
        assert self.box(get) == [[40.0, 36.0, 41.0, 37.0]]
        assert (
            get("collections/incidents").json()["extent"]["temporal"]["interval"][0][1][:10] == "2021-01-02"
        )

    def test_another_log_is_measured_afresh(self, get, fresh, monkeypatch):
        self.three()
        self.box(get)
        state, extent = extents._last[Subject.INCIDENT]
        monkeypatch.setitem(extents._last, Subject.INCIDENT, (replace(state, digest=bytes(32)), extent))
        make.publish(make.incident("INC-000009"))
        fresh.clear()

        extents.extent_of(Subject.INCIDENT, head())
        assert len(fresh) == 1


def test_the_fixture_is_what_the_tests_believe(db):
    fill()
    assert Row.objects.count() == 8
