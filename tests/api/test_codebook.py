"""The codebook and the index."""

from __future__ import annotations

from incidents.codebook import VOCABULARIES


def test_the_whole_codebook_comes_at_once(get, db):
    told = get("codebook/").json()

    assert told["next"] is told["previous"] is None
    assert [vocabulary["name"] for vocabulary in told["results"]] == list(VOCABULARIES)
    assert all(
        code["label"] and code["definition"] for vocabulary in told["results"] for code in vocabulary["codes"]
    )


def test_a_code_has_its_definition_and_its_crosswalk(get, db):
    (clash,) = [
        code for code in get("codebook/sub_event_type/").json()["codes"] if code["value"] == "armed_clash"
    ]

    assert clash["label"] == "Armed clash"
    assert clash["within"] == "battle"
    assert clash["crosswalk"] == {"acled": "Armed clash", "ucdp": "1 or 2"}


def test_an_unknown_vocabulary_is_a_404_with_the_nearest(get, db):
    answer = get("codebook/evnt_type/")

    assert answer.status_code == 404
    assert "“event_type”" in answer.json()["detail"]


def test_the_index_leads_everywhere_and_tells_the_state(get, record):
    told = get("").json()

    assert told["record"]["sequence"] == int(get("").headers["Record-Sequence"])
    assert told["record"]["digest"] == get("").headers["Record-Head"]
    assert told["record"]["issued_at"].endswith("Z")
    for address in told["addresses"].values():
        assert get(address, headers={"Accept": "*/*"}).status_code == 200


def test_the_way_in_leads_to_the_newest_version(client, db):
    assert client.get("/api/").headers["Location"] == "/api/v1/"
