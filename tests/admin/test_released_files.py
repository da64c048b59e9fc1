"""Whoever takes something out of the record is told what becomes of released files, and need not do anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse

from incidents.exports.release.making import make as make_release
from incidents.exports.release.making import rewrite_releases
from tests import factories as make
from tests.editorial.published import make_published

from .browsing import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def released(analyst, reviewer):
    """An incident in a release, and a release from before it was published."""
    make_published(analyst, reviewer, title="An earlier one")
    make_release("2021.1")
    incident = make_published(analyst, reviewer, title="A later one")
    make_release("2021.2")
    return incident


@pytest.fixture
def manage_desk(sign_in, manager):
    return sign_in(manager)


def page(subject, slug: str) -> str:
    return reverse(f"admin:incidents_incident_{slug}", args=[subject.pk])


def test_the_page_of_the_act_names_the_releases_that_may_hold_it(manage_desk, released):
    shown = text_of(manage_desk.get(page(released, "withhold")))
    assert "The release 2021.2 may hold it" in shown
    assert "2021.1" not in shown
    assert "may hold it" not in text_of(manage_desk.get(page(released, "retract")))


def test_what_is_in_no_release_says_nothing_of_releases(manage_desk, analyst, released):
    fresh = make.complete_incident(by=analyst)
    assert "may hold it" not in text_of(manage_desk.get(page(fresh, "withhold")))


def test_after_the_act_it_is_told_which_files_are_held_back_and_until_when(manage_desk, released):
    done = manage_desk.post(page(released, "withhold"), {"basis": "A threat."}, follow=True)
    assert (
        "The files of the release 2021.2 are not handed out until the site has written them again"
        in text_of(done)
    )
    front = text_of(manage_desk.get(reverse("admin:index")))
    assert "still writing them again: 2021.2" in front
    rewrite_releases()
    assert "still writing them again" not in text_of(manage_desk.get(reverse("admin:index")))


def test_an_act_that_empties_nothing_says_nothing(review_desk, released):
    done = review_desk.post(page(released, "retract"), {"note": "It did not happen."}, follow=True)
    assert "not handed out" not in text_of(done)
