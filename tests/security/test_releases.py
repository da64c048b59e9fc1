"""What must stay on the desk, or was taken back, is in no file of a release, of whatever state."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet
import pytest
from django.test import Client

from incidents.editorial.acts.withhold import withhold
from incidents.exports.release.making import make as make_release
from incidents.exports.release.making import rewrite_releases
from incidents.record.reading import head

from .walking import ask, leaks, walk
from .world import STEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "releases"


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file as text; Parquet is packed, and would hide what it holds."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".parquet":
            yield path.name, str(pyarrow.parquet.ParquetFile(path).read().to_pylist())
        elif path.is_file():
            yield path.name, path.read_text()


def test_no_file_of_a_release_tells_a_secret(world, folder: Path):
    states = range(3, head().sequence + 1, 3)
    for sequence in states:
        make_release(f"at-{sequence}", at=sequence)
    assert len(states) > 3
    files = list(texts(folder))
    assert "incidents.csv" in dict(files)
    for name, text in files:
        assert STEM not in text.lower(), name


def test_no_page_about_releases_does(world, folder: Path):
    make_release("2021.1", at=5)
    make_release("2021.2")
    visited = []
    for path, response in walk(Client(), "/releases/", "/api/v1/releases/", "/cite/", "/api/v1/cite/"):
        assert leaks(response) == set(), path
        assert response.status_code < 500, path
        visited.append(path)
        if len(visited) > 150:
            break
    assert any("/files/incidents.csv" in path for path in visited)
    assert ask(Client(), "/releases/2021.1...2021.2/").status_code == 200


def test_what_is_withheld_later_is_in_no_release_made_before(world, folder: Path):
    make_release("2021.1")
    title = "Public clash"
    assert any(title in text for _name, text in texts(folder))
    withhold(public_id=world.published.public_id, by=world.manager, basis="somebody is in danger")
    assert ask(Client(), "/api/v1/releases/2021.1/files/incidents.csv").status_code == 503
    rewrite_releases()
    assert not [name for name, text in texts(folder) if title in text]
