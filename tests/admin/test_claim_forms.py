"""A form for each kind of claim, reached from its incident."""

from __future__ import annotations

from hashlib import sha256

import pytest
from django.urls import reverse

from incidents.codebook import ClaimKind
from incidents.models import CLAIM_MODELS, Claim, Incident
from tests import factories as make

from .browsing import add_row, errors_of, form_of, open_form, send, text_of

pytestmark = pytest.mark.django_db

VALUES = {
    ClaimKind.CASUALTY: {"outcome": "killed", "status": "civilian", "minimum": "3"},
    ClaimKind.RESPONSIBILITY: {"responsible_for": "act", "jointly": "sole", "detail": "a militia"},
    ClaimKind.WEAPON: {"weapon": "rpg"},
    ClaimKind.PLACE: {"detail": "near the mill"},
    ClaimKind.TIME: {"phase": "paused", "when": "21 April 2021, early hours", "clock": "02:00"},
    ClaimKind.TARGET: {"target": "checkpoint", "intended": "meant"},
    ClaimKind.TERRITORY: {"change": "gained"},
    ClaimKind.STATEMENT: {"act": "threat", "detail": "will deal firmly with attacks"},
}


@pytest.fixture
def incident():
    return make.CitationFactory().incident


def add_page(kind: ClaimKind, incident: Incident) -> str:
    model = CLAIM_MODELS[kind]
    return reverse(f"admin:incidents_{model._meta.model_name}_add") + f"?incident={incident.pk}"


@pytest.mark.parametrize("kind", ClaimKind)
def test_each_kind_is_entered_on_its_own_form_and_leads_back(desk, incident, kind, analyst):
    url = add_page(kind, incident)
    response = send(desk, url, open_form(desk, url), **VALUES[kind], _save="1")
    assert response.status_code == 302, errors_of(response)
    assert response.url == reverse("admin:incidents_incident_change", args=[incident.pk]) + "#claims"
    claim = Claim.objects.get()
    assert (claim.kind, claim.incident) == (kind, incident)
    assert claim.claimant_source == incident.citations.get().report.source, "the report's own voice"
    incident.refresh_from_db()
    assert (incident.updated_by, incident.revision) == (analyst, 1)


@pytest.mark.parametrize("kind", ClaimKind)
def test_each_kind_can_be_changed(desk, incident, kind):
    url = add_page(kind, incident)
    send(desk, url, open_form(desk, url), **VALUES[kind], _save="1")
    claim = CLAIM_MODELS[kind].objects.get()
    response = send(desk, form_of(claim), open_form(desk, form_of(claim)), certainty="possible", _save="1")
    assert response.status_code == 302, errors_of(response)
    claim.refresh_from_db()
    assert claim.certainty == "possible"


def test_two_claimants_are_refused(desk, incident):
    url = add_page(ClaimKind.CASUALTY, incident)
    fields = open_form(desk, url) | VALUES[ClaimKind.CASUALTY]
    response = send(desk, url, fields, claimant_actor=make.ActorFactory().pk, claimant_described="a witness")
    assert "claimant_source" in response.context["adminform"].form.errors


def test_reference_to_a_claim_of_another_incident_is_refused(desk, incident):
    url = add_page(ClaimKind.CASUALTY, incident)
    elsewhere = make.CasualtyClaimFactory()
    response = send(desk, url, open_form(desk, url) | VALUES[ClaimKind.CASUALTY], within=elsewhere.pk)
    assert "within" in response.context["adminform"].form.errors


def test_derived_claim_has_the_basis_derived(desk, incident):
    first = make.CasualtyClaimFactory(incident=incident)
    url = add_page(ClaimKind.CASUALTY, incident)
    send(desk, url, open_form(desk, url) | VALUES[ClaimKind.CASUALTY], derived_from=first.pk)
    assert first.derivations.get().basis == "derived"


def test_claim_without_an_incident_is_not_found(desk):
    assert desk.get(reverse("admin:incidents_weaponclaim_add")).status_code == 404
    assert desk.get(reverse("admin:incidents_weaponclaim_add") + "?incident=999999").status_code == 404


def test_add_another_keeps_claimant_and_report(desk, incident):
    url = add_page(ClaimKind.WEAPON, incident)
    source = make.SourceFactory()
    fields = open_form(desk, url) | VALUES[ClaimKind.WEAPON]
    response = send(desk, url, fields, claimant_source=source.pk, _addanother="1")
    again = open_form(desk, response.url)
    assert (again["claimant_source"], again["report"]) == (str(source.pk), fields["report"])


@pytest.fixture
def text(incident):
    words = "Two were hurt. ANHA: it paused — about two — «قامشلو» 😀 and began again; two were hurt later."
    report = incident.citations.get().report
    return report.texts.create(version=1, text=words, sha256=sha256(words.encode()).hexdigest())


def passage(desk, incident, text, quote, **more):
    url = add_page(ClaimKind.WEAPON, incident)
    fields = open_form(desk, url) | VALUES[ClaimKind.WEAPON]
    add_row(fields, "passages", text=text.pk, quote=quote, start="", end="", **more)
    return send(desk, url, fields, _save="1")


def test_quoted_words_are_bound_to_their_place_in_the_text(desk, incident, text):
    assert passage(desk, incident, text, "«قامشلو» 😀 and").status_code == 302
    bound = Claim.objects.get().passages.get()
    assert text.text[bound.start : bound.end] == "«قامشلو» 😀 and"


@pytest.mark.parametrize("quote", ["three were hurt", "were hurt", ""])
def test_words_that_are_not_there_or_not_only_there_are_refused(desk, incident, text, quote):
    response = passage(desk, incident, text, quote)
    rows = response.context["inline_admin_formsets"][-1].formset
    assert "quote" in rows.errors[0]


def test_claims_stand_on_the_incident_with_their_parts_below(desk, incident):
    whole = make.CasualtyClaimFactory(incident=incident, wording="eleven people")
    make.CasualtyClaimFactory(incident=incident)
    make.CasualtyClaimFactory(incident=incident, within=whole, wording="two children")
    page = text_of(desk.get(form_of(incident)))
    assert page.index("eleven people") < page.index("of these:") < page.index("two children")
    assert all(
        f"{model._meta.model_name}/add/?incident={incident.pk}" in page for model in CLAIM_MODELS.values()
    )


def test_confidential_claimant_is_marked(desk, incident):
    make.CasualtyClaimFactory(incident=incident, claimant_source=make.ConfidentialSourceFactory())
    assert "mark-confidential" in text_of(desk.get(form_of(incident)))


def test_removing_a_claim_counts_as_an_edit(desk, incident):
    claim = make.WeaponClaimFactory(incident=incident)
    url = reverse("admin:incidents_weaponclaim_delete", args=[claim.pk])
    response = desk.post(url, {"post": "yes"})
    assert response.status_code == 302
    incident.refresh_from_db()
    assert incident.revision == 1
    assert not incident.claims.exists()


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"minimum": 2, "maximum": 2}, "2"),
        ({"minimum": 3, "maximum": 5}, "3–5"),
        ({"minimum": 3}, "≥ 3"),
        ({"maximum": 5}, "≤ 5"),
        ({"best": 20}, "~ 20"),
        ({}, ""),
    ],
)
def test_numbers_of_a_claim_are_told_in_short(said, shown):
    assert Claim(kind=ClaimKind.CASUALTY, **said).number == shown


def test_claim_of_responsibility_says_for_what():
    assert Claim(kind=ClaimKind.RESPONSIBILITY, responsible_for="act").gist == "Responsibility: act"
