"""Lifting what protects somebody takes a colleague who may approve, whatever a forged form says."""

from __future__ import annotations

import pytest
from django.urls import reverse

from incidents.codebook import AgeBand, PublicationBasis
from incidents.models import Person
from tests import factories as make

from .browsing import add_row, errors_of, form_of, open_form, send, text_of

pytestmark = pytest.mark.django_db


def saved(client, row, **changes):
    return send(client, form_of(row), open_form(client, form_of(row)), _continue="1", **changes)


def test_forged_vouch_of_an_analyst_is_not_read(desk):
    url = reverse("admin:incidents_person_add")
    send(desk, url, open_form(desk, url), name="Zeki Elo", age_band="child", vouch="on", _continue="1")
    assert Person.objects.get().basis_set_by is None


def test_analyst_is_no_second_person(desk, reviewer):
    person = make.PersonFactory(
        basis=PublicationBasis.CONSENT, basis_note="His own.", basis_set_by=reviewer, basis_confirmed_by=None
    )
    saved(desk, person, vouch="on", note="Seen.")
    person.refresh_from_db()
    assert (person.note, person.basis_confirmed_by) == ("Seen.", None)


def test_analyst_cannot_put_another_person_under_a_ground(desk, review_desk, reviewer):
    person = make.PersonFactory(
        name="Asked",
        age_band=AgeBand.ADULT,
        basis=PublicationBasis.CONSENT,
        basis_note="x",
        basis_set_by=reviewer,
    )
    saved(desk, person, name="Not asked", age_band="child")
    person.refresh_from_db()
    assert (person.name, person.age_band) == ("Asked", AgeBand.ADULT)
    assert saved(review_desk, person, name="Asked indeed").status_code == 302
    person.refresh_from_db()
    assert person.name == "Asked indeed"


def test_ground_that_was_taken_back_takes_its_vouchers_with_it(review_desk, reviewer, manager):
    person = make.PersonFactory(
        basis=PublicationBasis.CONSENT, basis_note="x", basis_set_by=manager, basis_confirmed_by=reviewer
    )
    saved(review_desk, person, basis=PublicationBasis.NONE.value)
    person.refresh_from_db()
    assert (person.basis_set_by, person.basis_confirmed_by) == (None, None)


def test_analyst_makes_a_source_confidential_but_does_not_lift_it(desk, review_desk):
    source = make.SourceFactory()
    assert saved(desk, source, confidential="on").status_code == 302
    fields = open_form(desk, form_of(source))
    del fields["confidential"]
    refused = send(desk, form_of(source), fields, _continue="1")
    assert "may approve" in text_of(refused)
    source.refresh_from_db()
    assert source.confidential
    allowed = send(review_desk, form_of(source), fields | {"seen_revision": source.revision}, _continue="1")
    assert allowed.status_code == 302, errors_of(allowed)
    source.refresh_from_db()
    assert not source.confidential


def test_ground_for_naming_a_private_source_is_not_an_analysts(desk, review_desk):
    source = make.ConfidentialSourceFactory()
    assert "may approve" in text_of(saved(desk, source, disclosure_basis="I say so."))
    assert saved(review_desk, source, disclosure_basis="She asked for it.").status_code == 302


@pytest.mark.parametrize("lifting", ["names-0-restricted", "names-0-DELETE"])
def test_restricted_name_stays_restricted(desk, review_desk, lifting):
    name = make.ActorNameFactory(restricted=True)
    fields = open_form(desk, form_of(name.actor))
    if lifting.endswith("DELETE"):
        fields[lifting] = "on"
    else:
        fields[lifting] = [value for value in fields[lifting] if value != "on"] or ""
        fields.pop(lifting)
    refused = send(desk, form_of(name.actor), fields, _continue="1")
    assert "may approve" in text_of(refused)
    name.refresh_from_db()
    assert name.restricted
    allowed = send(review_desk, form_of(name.actor), fields, _continue="1")
    assert allowed.status_code == 302, errors_of(allowed)


def test_restricted_name_is_not_put_out_of_the_way_by_another_in_its_place(desk, review_desk):
    name = make.ActorNameFactory(restricted=True)
    fields = open_form(desk, form_of(name.actor)) | {"names-0-name": "Somebody else"}
    assert "may approve" in text_of(send(desk, form_of(name.actor), fields, _continue="1"))
    assert type(name).objects.get().name == name.name
    assert send(review_desk, form_of(name.actor), fields, _continue="1").status_code == 302


def test_names_of_a_restricted_place_stay_as_they_are(desk):
    village = make.LocationFactory(restricted=True)
    village.names.create(name="Old mill", kind="alias", script="Latn")
    assert "may approve" in text_of(saved(desk, village, name="Elsewhere"))
    assert "may approve" in text_of(saved(desk, village, **{"names-0-name": "Elsewhere"}))
    assert "may approve" in text_of(saved(desk, village, **{"names-0-DELETE": "on"}))
    fields = open_form(desk, form_of(village))
    add_row(fields, "names", name="New mill", kind="alias", script="Latn")
    assert send(desk, form_of(village), fields, _continue="1").status_code == 302


def test_names_of_a_confidential_source_stay_as_they_are(desk, review_desk):
    source = make.ConfidentialSourceFactory(aliases=["Our man"])
    assert "may approve" in text_of(saved(desk, source, name="Somebody"))
    assert "may approve" in text_of(saved(desk, source, aliases="Their man"))
    assert saved(desk, source, aliases="Our man,Their man", note="Seen.").status_code == 302
    source.refresh_from_db()
    assert source.aliases == ["Our man", "Their man"]
    assert saved(review_desk, source, name="Somebody").status_code == 302


def test_analyst_adds_a_restricted_name_and_edits_the_others(desk):
    actor = make.ActorNameFactory(restricted=True).actor
    fields = open_form(desk, form_of(actor))
    add_row(fields, "names", name="Another", kind="alias", script="Latn", restricted="on")
    response = send(desk, form_of(actor), fields, _continue="1")
    assert response.status_code == 302, errors_of(response)
    assert actor.names.filter(restricted=True).count() == 2


def test_restricted_place_stays_hidden_with_what_lies_in_it(desk):
    village = make.LocationFactory(restricted=True)
    house = make.SiteFactory(parent=village)
    elsewhere = make.LocationFactory()
    fields = open_form(desk, form_of(village))
    del fields["restricted"]
    assert "may approve" in text_of(send(desk, form_of(village), fields, _continue="1"))
    assert "may approve" in text_of(saved(desk, house, parent=elsewhere.pk))
