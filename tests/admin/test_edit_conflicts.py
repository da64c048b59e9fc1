"""Two people edit the same incident: the second is told what changed and by whom, and loses nothing typed."""

from __future__ import annotations

import pytest

from incidents.codebook import ClaimKind
from incidents.models import CLAIM_MODELS
from tests import factories as make

from .browsing import add_row, errors_of, fields_of, form_of, open_form, send, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident():
    row = make.IncidentFactory(title="Before", summary="As it was.")
    make.IncidentLocationFactory(incident=row)
    make.ParticipationFactory(incident=row)
    return row


def saved(desk, incident, **changes):
    response = send(desk, form_of(incident), open_form(desk, form_of(incident)), _continue="1", **changes)
    assert response.status_code == 302, errors_of(response)


def test_second_save_is_told_who_changed_what_and_keeps_what_was_typed(desk, review_desk, incident, reviewer):
    mine = open_form(desk, form_of(incident))
    saved(review_desk, incident, title="Theirs")
    response = send(desk, form_of(incident), mine, title="Mine", summary="Mine too.", _continue="1")
    conflict = response.context["conflict"]
    assert conflict.by == reviewer
    assert [(change.path, change.before, change.after) for change in conflict.changes] == [
        ("title", "Before", "Theirs")
    ]
    assert "Reviewer saved this" in text_of(response)
    kept = fields_of(text_of(response))
    assert (kept["title"], kept["summary"]) == ("Mine", "Mine too.")
    incident.refresh_from_db()
    assert (incident.title, incident.summary) == ("Theirs", "As it was.")


def test_saving_again_puts_only_ones_own_fields_on_top(desk, review_desk, incident, analyst):
    mine = open_form(desk, form_of(incident))
    saved(review_desk, incident, title="Theirs", tags="checkpoint")
    conflict = send(desk, form_of(incident), mine, summary="Mine.", _continue="1")
    again = send(desk, form_of(incident), fields_of(text_of(conflict)), _continue="1")
    assert again.status_code == 302, errors_of(again)
    incident.refresh_from_db()
    assert (incident.title, incident.summary, incident.tags) == ("Theirs", "Mine.", ["checkpoint"])
    assert incident.updated_by == analyst


def test_rows_left_alone_keep_what_a_colleague_saved(desk, review_desk, incident):
    mine = open_form(desk, form_of(incident))
    saved(review_desk, incident, participations__0__role="attacker")
    conflict = send(desk, form_of(incident), mine, summary="Mine.", _continue="1")
    again = send(desk, form_of(incident), fields_of(text_of(conflict)), _continue="1")
    assert again.status_code == 302, errors_of(again)
    assert incident.participations.get().role == "attacker"


def test_row_that_was_removed_stays_removed_unless_it_was_edited(desk, review_desk, incident):
    make.IncidentLocationFactory(incident=incident)
    mine = open_form(desk, form_of(incident))
    incident.places.all().delete()
    conflict = send(desk, form_of(incident), mine, places__0__words="near the mill", _continue="1")
    if conflict.status_code == 200:
        conflict = send(desk, form_of(incident), fields_of(text_of(conflict)), _continue="1")
    assert conflict.status_code == 302, errors_of(conflict)
    assert [place.words for place in incident.places.all()] == ["near the mill"]


def test_rows_added_by_both_are_both_kept(desk, review_desk, incident):
    mine, theirs = open_form(desk, form_of(incident)), open_form(review_desk, form_of(incident))
    add_row(
        theirs,
        "participations",
        description="a crowd",
        role="mentioned",
        side="other",
        standing="alleged",
        certainty="unknown",
    )
    assert send(review_desk, form_of(incident), theirs, _continue="1").status_code == 302
    add_row(
        mine,
        "participations",
        description="gunmen",
        role="attacker",
        side="other",
        standing="alleged",
        certainty="unknown",
    )
    conflict = send(desk, form_of(incident), mine, _continue="1")
    again = send(desk, form_of(incident), fields_of(text_of(conflict)), _continue="1")
    assert again.status_code == 302, errors_of(again)
    assert {part.description for part in incident.participations.filter(actor=None)} == {"a crowd", "gunmen"}


def test_save_without_a_revision_is_no_way_round(desk, review_desk, incident):
    mine = open_form(desk, form_of(incident))
    saved(review_desk, incident, title="Theirs")
    del mine["seen_revision"]
    assert send(desk, form_of(incident), mine, title="Mine").context["conflict"]


@pytest.mark.parametrize(
    "factory", [make.ActorFactory, make.LocationFactory, make.SourceFactory, make.EpisodeFactory]
)
def test_other_subjects_are_guarded_too(desk, review_desk, factory):
    row = factory()
    name = "title" if hasattr(row, "title") else "name"
    mine = open_form(desk, form_of(row))
    saved(review_desk, row, **{name: "Theirs"})
    response = send(desk, form_of(row), mine, **{name: "Mine"})
    assert response.context["conflict"]
    row.refresh_from_db()
    assert getattr(row, name) == "Theirs"


def test_field_of_a_claim_that_both_changed_is_not_overwritten_unseen(desk, review_desk):
    claim = make.WeaponClaimFactory(incident=make.CitationFactory().incident, detail="as it was")
    row = CLAIM_MODELS[ClaimKind.WEAPON].objects.get(pk=claim.pk)
    mine = open_form(desk, form_of(row))
    send(
        review_desk,
        form_of(row),
        open_form(review_desk, form_of(row)),
        detail="theirs",
        delivery="by hand",
        _save="1",
    )
    conflict = send(desk, form_of(row), mine, detail="mine", _save="1")
    assert "Reviewer changed this to “theirs”" in " ".join(
        conflict.context["adminform"].form.errors["detail"]
    )
    row.refresh_from_db()
    assert row.detail == "theirs"
    again = send(desk, form_of(row), fields_of(text_of(conflict)), _save="1")
    assert again.status_code == 302, errors_of(again)
    row.refresh_from_db()
    assert (row.detail, row.delivery) == ("mine", "by hand")


def test_different_fields_of_a_claim_do_not_disturb_each_other(desk, review_desk):
    claim = make.WeaponClaimFactory(incident=make.CitationFactory().incident)
    row = CLAIM_MODELS[ClaimKind.WEAPON].objects.get(pk=claim.pk)
    mine = open_form(desk, form_of(row))
    send(review_desk, form_of(row), open_form(review_desk, form_of(row)), detail="theirs", _save="1")
    assert send(desk, form_of(row), mine, delivery="by hand", _save="1").status_code == 302
    row.refresh_from_db()
    assert (row.detail, row.delivery) == ("theirs", "by hand")
