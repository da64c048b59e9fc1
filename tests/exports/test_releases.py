"""A release: files that come out the same every time, but for what was withheld since."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pandas
import pyarrow.dataset
import pytest
import yaml
from datacite import schema45
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import transaction
from jsonschema import Draft202012Validator

from incidents.exports.release import contents as contents_of
from incidents.exports.release import making, shelf
from incidents.exports.release.making import ReleaseError, again, rewrite_releases
from incidents.exports.release.making import make as make_release
from incidents.exports.release.shelf import bundle_of
from incidents.record import document as d
from incidents.record.log import writing
from incidents.record.models.releases import Release
from incidents.record.reading import head
from tests.record import documents as make

pytestmark = pytest.mark.django_db

SYRIAN, OTHER_YEAR, IRAQI, NOWHERE, MARKED = (f"INC-{number:06d}" for number in range(1, 6))
GED = d.Provenance(
    dataset="ged",
    version="21.1",
    title="UCDP GED",
    licence="cc-by-4.0",
    citation="Sundberg and Melander 2013.",
    row="254257",
)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "releases"


@pytest.fixture
def record() -> dict[str, d.IncidentDocument]:
    """Incidents of two countries, two years and of no known place, with whatever else is in a release."""
    in_iraq = make.place(country="IQ", location=d.Ref(id="LOC-000009", name="Sinjar"))
    claims: dict[str, Any] = {"reports": [make.report()], "claims": [make.statement()]}
    incidents = [
        make.incident(SYRIAN, locations=[make.place()], casualties=[make.killed(1, 2, 3)], **claims),
        make.incident(OTHER_YEAR, first="2020-12-31", last="2021-01-01", locations=[make.place()]),
        make.incident(IRAQI, locations=[in_iraq], origin=GED, casualties=[make.killed(None, None, None)]),
        make.incident(NOWHERE),
        make.incident(
            MARKED, title='=HYPERLINK("x"), "quoted"\nand a second line — كلمة', locations=[make.place()]
        ),
    ]
    make.publish(make.episode(), make.actor(names=["Asayîş"]), make.location(), make.source(), *incidents)
    return {incident.id: incident for incident in incidents}


def withhold(*ids: str) -> None:
    with transaction.atomic():
        writing.withhold([make.tombstone(public_id, "withheld") for public_id in ids])


def contents(name: str = "2021.1") -> dict[str, bytes]:
    root = shelf.root() / name
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def rows(name: str, text: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text.decode(), newline="")))


def ids_in(files: dict[str, bytes]) -> dict[str, set[str]]:
    """Which incidents each kind of file tells of."""
    features = json.loads(files["incidents.geojson"])["features"]
    table = pyarrow.dataset.dataset(shelf.root() / "2021.1/parquet", partitioning="hive").to_table()
    return {
        "csv": {row["public_id"] for row in rows("", files["incidents.csv"])},
        "ndjson": {json.loads(line)["id"] for line in files["incidents.ndjson"].splitlines()},
        "geojson": {feature["properties"]["public_id"] for feature in features},
        "parquet": set(table.column("public_id").to_pylist()),
    }


def everywhere(ids: set[str]) -> dict[str, set[str]]:
    return {"csv": ids, "ndjson": ids, "geojson": ids, "parquet": ids}


def test_written_again_it_is_the_same_whatever_was_published_since(record):
    make_release("2021.1", note="The first.")
    first = contents()
    make.publish(make.incident("INC-000007", locations=[make.place()]))
    make.correct(record[SYRIAN], title={"en": "Corrected"})
    make.correct(make.actor(), kind="refreshed", name="Another name")
    make.bury(IRAQI, "retracted", note="It did not happen.")
    make.bury(NOWHERE, "merged", into=SYRIAN)
    done = again(Release.objects.get())
    assert contents() == first
    assert (done.changed, done.left_out) == ([], 0)
    assert len(done.same) == len(first) - 1


def test_a_release_of_an_earlier_state_is_what_it_would_have_been_then(record):
    make_release("2021.1")
    sequence = head().sequence
    make.correct(record[SYRIAN], title={"en": "Corrected"})
    withhold(IRAQI)
    make_release("2021.1-again", at=sequence)
    then, now = contents("2021.1"), contents("2021.1-again")
    assert then["claims.csv"] == now["claims.csv"]
    assert json.loads(now["errata.json"])["withheld"] == [{"subject": "incident", "id": IRAQI, "edition": 1}]


def test_only_what_was_withheld_goes_and_the_errata_name_it(record):
    make_release("2021.1")
    first = contents()
    assert ids_in(first) == everywhere(set(record))
    withhold(IRAQI)
    (done,), failed = rewrite_releases()
    second = contents()
    assert not failed
    assert ids_in(second) == everywhere(set(record) - {IRAQI})
    assert json.loads(second["errata.json"]) == {
        "release": "2021.1",
        "withheld": [{"subject": "incident", "id": IRAQI, "edition": 1}],
    }
    gone = [line for line in first["incidents.ndjson"].splitlines() if IRAQI.encode() in line]
    assert second["incidents.ndjson"] == first["incidents.ndjson"].replace(gone[0] + b"\n", b"")
    touched = {path for path in first.keys() | second.keys() if first.get(path) != second.get(path)}
    assert touched == {
        "errata.json",
        "incidents.csv",
        "incidents.geojson",
        "incidents.ndjson",
        "parquet/country=IQ/year=2021/part-0.parquet",
        # Nothing is taken from that dataset any more.
        "README.txt",
        "CITATION.cff",
        "datacite.json",
        "datapackage.json",
        "SHA256SUMS",
    }
    assert set(done.changed) == touched - {"SHA256SUMS"}
    assert not [
        path for path, content in second.items() if IRAQI.encode() in content and path != "errata.json"
    ]


def test_the_checksums_change_for_the_files_that_were_touched_alone(record):
    make_release("2021.1")
    first = contents()["SHA256SUMS"].splitlines()
    withhold(NOWHERE)
    rewrite_releases()
    second = contents()["SHA256SUMS"].splitlines()
    changed = {line.split(b"  ")[1].decode() for line in set(first) ^ set(second)}
    assert "claims.csv" not in changed
    assert "parquet/country=SY/year=2021/part-0.parquet" not in changed
    assert "parquet/country=unknown/year=2021/part-0.parquet" in changed


def test_a_source_that_was_withheld_leaves_its_table_and_its_documents(record):
    make_release("2021.1")
    withhold(make.RUDAW.id)
    rewrite_releases()
    files = contents()
    assert make.RUDAW.id.encode() not in files["sources.csv"] + files["sources.ndjson"]


def test_the_checksums_are_those_of_the_files(record):
    make_release("2021.1")
    files = contents()
    lines = files["SHA256SUMS"].decode().splitlines()
    assert {path: digest for digest, path in (line.split("  ") for line in lines)} == {
        path: sha256(content).hexdigest() for path, content in files.items() if path != "SHA256SUMS"
    }
    kept = {file["path"]: (file["bytes"], file["sha256"]) for file in Release.objects.get().files}
    assert kept == {path: (len(content), sha256(content).hexdigest()) for path, content in files.items()}


@pytest.fixture
def written(record) -> Path:
    make_release("2021.1", note="The first.")
    return shelf.root() / "2021.1"


def test_frictionless_finds_the_package_valid(written: Path):
    report = frictionless.validate(str(written / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldNumber", "note"])
    package = json.loads((written / "datapackage.json").read_text())
    described = {resource["path"]: resource for resource in package["resources"]}
    assert set(described) == set(contents()) - {"SHA256SUMS", "datapackage.json"}
    assert all(field["description"] for field in described["incidents.csv"]["schema"]["fields"])
    assert [licence["name"] for licence in package["licenses"]] == ["CC-BY-4.0"]
    assert package["sources"] == [{"title": "UCDP GED", "version": "21.1"}]


def test_frictionless_would_notice_another_file(written: Path):
    with (written / "incidents.csv").open("ab") as opened:
        opened.write(b"INC-000001\n")
    assert not frictionless.validate(str(written / "datapackage.json")).valid


def test_duckdb_pandas_and_arrow_read_the_partitions(written: Path):
    found = duckdb.sql(
        f"SELECT country, year, count(*) FROM read_parquet('{written}/parquet/**/*.parquet', hive_partitioning=true) "
        "GROUP BY ALL ORDER BY ALL"
    )
    assert found is not None
    assert found.fetchall() == [("IQ", 2021, 1), ("SY", 2020, 1), ("SY", 2021, 2), ("unknown", 2021, 1)]
    frame = pandas.read_parquet(written / "parquet").set_index("public_id")
    assert frame.loc[SYRIAN, ["killed_low", "killed_best", "killed_high"]].tolist() == [1, 2, 3]
    assert pandas.isna(frame.loc[IRAQI, "killed_best"])
    assert frame.loc[NOWHERE, "country"] == "unknown"
    table = pyarrow.dataset.dataset(written / "parquet", partitioning="hive").to_table()
    assert table.num_rows == 5


def test_a_partition_is_sorted_and_whole_whatever_its_size(written: Path, monkeypatch):
    """Rows come in pieces, whose ends must not show: a piece may hold parts of several partitions."""
    whole = contents()
    monkeypatch.setattr("incidents.exports.formats.parquet.ROWS_IN_A_GROUP", 1)
    again(Release.objects.get())
    assert contents() == whole


def test_the_tables_say_what_the_documents_say(written: Path):
    (actor,) = rows("", (written / "actors.csv").read_bytes())
    assert (actor["public_id"], actor["name"], actor["names"]) == ("ACT-000001", "Asayish", "Asayîş")
    (location,) = rows("", (written / "locations.csv").read_bytes())
    assert (location["within_id"], location["lat"]) == ("LOC-000001", "37.05000")
    (source,) = rows("", (written / "sources.csv").read_bytes())
    assert source["languages"] == "ckb; en"
    (episode,) = rows("", (written / "episodes.csv").read_bytes())
    assert episode["title"] == "Clashes of 2021"
    (claim,) = rows("", (written / "claims.csv").read_bytes())
    assert claim["public_id"] == SYRIAN
    by_id = {row["public_id"]: row for row in rows("", (written / "incidents.csv").read_bytes())}
    assert by_id[MARKED]["title"].startswith("'=HYPERLINK")


def test_every_document_is_there_and_fits_its_schema(written: Path):
    documents = [
        json.loads(line) for path in written.glob("*.ndjson") for line in path.read_text().splitlines()
    ]
    assert len(documents) == 9
    for document in documents:
        schema = json.loads((written / f"schema/{document['format'].replace('/', '-')}.json").read_text())
        Draft202012Validator(schema).validate(document)


def test_every_feature_fits_the_schema_of_features(written: Path):
    schema = json.loads((written / "schema/incidents.geojson.json").read_text())
    found = json.loads((written / "incidents.geojson").read_text())
    Draft202012Validator.check_schema(schema)
    fits = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    fits.validate(found)
    assert {feature["geometry"] is None for feature in found["features"]} == {True, False}
    found["features"][0]["properties"]["killed_low"] = "one"
    assert [error.json_path for error in fits.iter_errors(found)] == ["$.features[0].properties.killed_low"]


@pytest.mark.skipif(
    shutil.which("cffconvert") is None, reason="cffconvert is not installed (pipx install cffconvert)"
)
def test_the_citation_is_valid(written: Path):
    """By the schema of CFF 1.2.0. Its package cannot live beside ours: it wants an older jsonschema."""
    done = subprocess.run(
        ["cffconvert", "--validate", "-i", written / "CITATION.cff"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_citation_says_what_is_cited(written: Path):
    found = yaml.safe_load((written / "CITATION.cff").read_text())
    assert found["cff-version"] == "1.2.0"
    assert found["type"] == "dataset"
    assert found["message"]
    assert found["title"]
    assert found["authors"] == [{"name": "Attest"}]
    assert found["license"] == "CC-BY-4.0"
    assert found["date-released"] == f"{Release.objects.get().issued_at:%Y-%m-%d}"
    (reference,) = found["references"]
    assert {"type", "title", "authors"} <= reference.keys()
    assert reference["notes"] == GED.citation


def test_the_metadata_for_datacite_is_valid(written: Path):
    found = json.loads((written / "datacite.json").read_text())
    assert [error.message for error in schema45.validator.iter_errors(found)] == []
    assert schema45.tostring(found | {"doi": "10.1234/attest"}).startswith("<?xml")
    assert found["types"]["resourceTypeGeneral"] == "Dataset"
    assert found["schemaVersion"] == "http://datacite.org/schema/kernel-4"
    assert found["publicationYear"].isdigit()
    assert "Sundberg and Melander 2013." in found["descriptions"][1]["description"]


def test_it_says_which_state_of_the_log_it_is(written: Path):
    state = head()
    found = json.loads((written / "head.json").read_text())
    assert (found["sequence"], found["head"], found["epoch"]) == (
        state.sequence,
        state.digest.hex(),
        str(state.epoch),
    )


@pytest.mark.parametrize("name", ["2021.1", "current", "latest", "../up", "A", ""])
def test_a_name_that_is_taken_or_means_nothing_is_refused(record, name: str, folder: Path):
    make_release("2021.1")
    with pytest.raises(ReleaseError):
        make_release(name)
    assert [path.name for path in folder.iterdir()] == ["2021.1"]


def test_nothing_published_is_no_release(db):
    with pytest.raises(ReleaseError, match="Nothing is published"):
        make_release("2021.1")


def test_a_state_that_was_not_reached_is_refused(record):
    with pytest.raises(ReleaseError, match="sequence 999"):
        make_release("2021.1", at=999)


def test_what_fails_leaves_nothing_behind(record, folder: Path, monkeypatch):
    monkeypatch.setattr(making, "write_all", _failing)
    with pytest.raises(ZeroDivisionError):
        make_release("2021.1")
    assert not list(folder.iterdir())
    assert not Release.objects.exists()


def _failing(writing: Any) -> Iterator[Any]:
    (writing.folder / "incidents.csv").write_text("half a line")
    raise ZeroDivisionError


def test_what_a_killed_run_left_is_swept_away(record, folder: Path):
    (folder / ".2021.1~dead").mkdir(parents=True)
    (folder / ".2021.1~dead/incidents.csv").write_text("half a line")
    make_release("2021.1")
    assert [path.name for path in folder.iterdir()] == ["2021.1"]


def test_a_difference_that_nothing_accounts_for_is_not_let_in(record, settings):
    make_release("2021.1")
    first = contents()
    settings.SITE_URL = "https://elsewhere.example"
    with pytest.raises(ReleaseError, match=r"CITATION\.cff"):
        again(Release.objects.get())
    assert contents() == first
    again(Release.objects.get(), accept=True)
    assert b"https://elsewhere.example" in contents()["CITATION.cff"]


def test_a_lost_bundle_comes_back_as_it_was(record, folder: Path):
    make_release("2021.1")
    first = contents()
    shelf.discard(folder / "2021.1")
    again(Release.objects.get())
    assert contents() == first


def test_what_is_withheld_while_it_is_written_is_in_none_of_its_files(record, monkeypatch):
    """Files are written one after the other, each from what is there then."""
    real, times = contents_of.write_all, list[int]()

    def interrupted(writing: Any) -> Any:
        written = real(writing)
        if not times:
            times.append(1)
            withhold(IRAQI)
        return written

    monkeypatch.setattr(making, "write_all", interrupted)
    make_release("2021.1")
    assert bundle_of(Release.objects.get()).may_be_served
    assert IRAQI not in ids_in(contents())["csv"]


def test_an_erased_name_leaves_the_note(record):
    """The note is people's words, and may be changed by nothing but the erasing of a name."""
    make_release("2021.1", note="Thanks to Jane Roe.")
    _erase_from_note("Jane Roe")
    assert not bundle_of(Release.objects.get()).may_be_served
    rewrite_releases()
    assert bundle_of(Release.objects.get()).may_be_served
    assert not [path for path, content in contents().items() if b"Jane Roe" in content]


def _erase_from_note(name: str) -> None:
    import pgtrigger

    with pgtrigger.ignore():
        for release in Release.objects.all():
            Release.objects.filter(pk=release.pk).update(note=(release.note or "").replace(name, "[removed]"))


def test_the_command_makes_and_compares(record):
    out = StringIO()
    call_command("release", "2021.1", "--note", "The first.", stdout=out, verbosity=0)
    assert "sequence 9" in out.getvalue()
    call_command("release", "2021.1", "--again", stdout=out, verbosity=0)
    assert "0 differ" in out.getvalue()
    withhold(IRAQI)
    call_command("release", "--rewrite", stdout=out, verbosity=0)
    assert "1 documents are left out" in out.getvalue()
    call_command("release", "--rewrite", stdout=out, verbosity=0)
    assert "Nothing was withheld" in out.getvalue()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["2021.1", "--rewrite"],
        ["2021.9", "--again"],
        ["2021.1"],
        ["2021.2", "--accept"],
        ["2021.1", "--again", "--note", "x"],
        ["2021.2", "--at", "999"],
    ],
)
def test_the_command_refuses_what_it_cannot_do(record, arguments: list[str]):
    call_command("release", "2021.1", stdout=StringIO(), verbosity=0)
    with pytest.raises(CommandError):
        call_command("release", *arguments, stdout=StringIO(), verbosity=0)


def test_bundles_are_kept_where_the_data_is(tmp_path: Path):
    assert shelf.root() == Path(django_settings.DATA_DIR) / "releases"
