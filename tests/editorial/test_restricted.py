"""Names that must not become public: each kind is found, and the place is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.models import User
from incidents.editorial.acts.publish import publish
from incidents.editorial.acts.refresh import refresh
from incidents.editorial.preview import preview
from incidents.editorial.refusal import Refused
from incidents.editorial.restricted import find_in
from incidents.models import Incident
from incidents.record.models import Edition
from tests import factories as make
from tests.editorial.scene import approved

pytestmark = pytest.mark.django_db


def _alias_of_an_actor() -> None:
    make.ActorNameFactory(name="Abû Sêlim", restricted=True)


def _name_of_a_place() -> None:
    make.LocationNameFactory(name="Abu Selim", restricted=True)


def _restricted_site() -> None:
    make.SiteFactory(name="Abu Selim", restricted=True)


def _site_in_a_restricted_place() -> None:
    make.SiteFactory(name="Abu Selim", parent=make.LocationFactory(restricted=True))


def _alias_of_a_restricted_site() -> None:
    make.LocationNameFactory(location=make.SiteFactory(restricted=True), name="Abu Selim")


def _confidential_source() -> None:
    make.ConfidentialSourceFactory(name="Abu Selim")


def _alias_of_a_confidential_source() -> None:
    make.ConfidentialSourceFactory(aliases=["Abu Selim"])


def _private_person() -> None:
    make.PersonFactory(name="Abu Selim")


def _other_name_of_a_private_person() -> None:
    make.PersonNameFactory(name="Abu Selim")


def _child_without_a_second_opinion() -> None:
    person = make.PersonFactory(name="Abu Selim", basis="consent", basis_note="The mother.")
    make.InvolvementFactory(person=person, outcome="detained")


RESTRICTED: list[Callable[[], None]] = [
    _alias_of_an_actor,
    _name_of_a_place,
    _restricted_site,
    _site_in_a_restricted_place,
    _alias_of_a_restricted_site,
    _confidential_source,
    _alias_of_a_confidential_source,
    _private_person,
    _other_name_of_a_private_person,
    _child_without_a_second_opinion,
]


@pytest.mark.parametrize("restrict", RESTRICTED)
def test_publishing_is_refused_and_says_where(
    restrict: Callable[[], None], analyst: User, reviewer: User
) -> None:
    incident = make.complete_incident(title="House of ABÛ SELÎM searched")
    approved(incident, analyst, reviewer)
    restrict()
    with pytest.raises(Refused) as refused:
        publish(subject=incident, by=reviewer)
    [problem] = refused.value.problems
    assert problem.field == "title"
    assert "Title, en" in problem.message
    assert "abu selim" in problem.message
    assert problem.remedy
    assert not Edition.objects.exists()


@pytest.mark.parametrize("restrict", RESTRICTED)
def test_review_is_refused_already(restrict: Callable[[], None], analyst: User, reviewer: User) -> None:
    restrict()
    incident = make.complete_incident(summary="Seen by Abu Selim’s brother.")
    with pytest.raises(Refused, match="Summary"):
        approved(incident, analyst, reviewer)


def _in_translation(incident: Incident) -> None:
    make.TranslationFactory(incident=incident, title="دار ابو سليم")


def _in_wording(incident: Incident) -> None:
    incident.claims.update(wording="said أَبو سَليم")


def _in_rationale(incident: Incident) -> None:
    incident.figures.update(rationale="Two, by Abu-Selim.")


def _in_reason(incident: Incident) -> None:
    make.AssessmentFactory(incident=incident, reason="On Abu Selim’s word")


def _in_words_of_a_place(incident: Incident) -> None:
    incident.places.update(words="near Abu Selim")


def _in_description(incident: Incident) -> None:
    make.ParticipationFactory(incident=incident, actor=None, description="men of Abu Selim")


def _in_address(incident: Incident) -> None:
    report = incident.citations.get().report
    report.url = "https://news.example/abu-selim-speaks"
    report.save()


def _in_escaped_address(incident: Incident) -> None:
    report = incident.claims.get().report
    assert report is not None
    report.url = "https://news.example/%D8%A7%D8%A8%D9%88-%D8%B3%D9%84%D9%8A%D9%85"
    report.save()


def _behind_a_particle(incident: Incident) -> None:
    make.TranslationFactory(incident=incident, title="مقتل فلان وابو سليم")


def _before_an_ending(incident: Incident) -> None:
    make.TranslationFactory(incident=incident, title="Abu Selim'in evi")


def _in_tag(incident: Incident) -> None:
    Incident.objects.filter(pk=incident.pk).update(tags=["abu selim"])


def _in_link(incident: Incident) -> None:
    other = make.complete_incident()
    Incident.objects.filter(pk=other.pk).update(public_id="INC-999999", state="published")
    make.IncidentLinkFactory(incident=incident, other=other, basis="Abu Selim says so")


@pytest.mark.parametrize(
    "put",
    [
        _in_translation,
        _in_wording,
        _in_rationale,
        _in_reason,
        _in_words_of_a_place,
        _in_description,
        _in_address,
        _in_escaped_address,
        _behind_a_particle,
        _before_an_ending,
        _in_tag,
        _in_link,
    ],
)
def test_no_text_escapes(put: Callable[[Incident], None]) -> None:
    make.PersonFactory(name="Abu Selim")
    make.PersonFactory(name="ابو سليم")
    incident = make.complete_incident()
    put(incident)
    assert len(preview(subject=incident).problems) == 1


def test_a_claim_is_named_where_the_name_stands_in_one() -> None:
    make.PersonFactory(name="Abu Selim")
    incident = make.complete_incident()
    incident.claims.update(wording="Abu Selim said")
    [problem] = preview(subject=incident).problems
    assert problem.claim == incident.claims.get().public_id


def test_a_note_is_looked_through_too(analyst: User, reviewer: User) -> None:
    make.PersonFactory(name="Abu Selim")
    incident = make.complete_incident()
    approved(incident, analyst, reviewer)
    with pytest.raises(Refused, match="Public note"):
        publish(subject=incident, by=reviewer, note="Thanks to Abu Selim.")


def test_parts_of_words_are_no_names() -> None:
    make.PersonFactory(name="Selim")
    assert preview(subject=make.complete_incident(title="Selimiye shelled")).problems == []


def test_a_town_may_be_called_like_a_restricted_village() -> None:
    make.LocationFactory(name="Al-Hamra", restricted=True)
    incident = make.complete_incident()
    make.IncidentLocationFactory(incident=incident, location=make.LocationFactory(name="Al-Hamra"))
    assert find_in(preview(subject=incident).document) == []


def test_a_name_may_appear_once_the_person_may_be_named() -> None:
    make.PersonFactory(name="Abu Selim", basis="public_figure", basis_note="Mayor.")
    assert preview(subject=make.complete_incident(title="Abu Selim elected")).problems == []


def test_a_refresh_makes_no_restricted_name_public(analyst: User, reviewer: User) -> None:
    """What a refreshed document names for the first time becomes public with it, and is looked at like the rest."""
    incident, actor = make.complete_incident(), make.ActorFactory()
    make.ParticipationFactory(incident=incident, actor=actor)
    approved(incident, analyst, reviewer)
    publish(subject=incident, by=reviewer)
    make.SourceFactory(name="Selim Haddad", confidential=True)
    above = make.ActorFactory(name="Council", description="Founded by Selim Haddad.")
    make.ActorRelationFactory(actor=actor, other=above, kind="part_of")
    with pytest.raises(Refused, match="Council: Description, en contains the name of a confidential source"):
        refresh(subjects=[actor], by=reviewer)
    above.refresh_from_db()
    assert above.public_id is None
