"""Titles of imported incidents are built from the desk's names, in every language that has them all."""

from __future__ import annotations

from datetime import date

import pytest

from incidents.editorial.preview import preview
from incidents.models import Incident
from incidents.record import document as d
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident() -> Incident:
    """State-based violence in Raqqa between two actors with names in Arabic, and one of them in Kurmanji."""
    town = make.LocationFactory(name="Raqqa")
    make.LocationNameFactory(location=town, name="الرقة", language="ar", script="Arab")
    make.LocationNameFactory(location=town, name="Reqa", language="ku")
    imported = make.IncidentFactory(
        title="As the importer built it", title_is_built=True, coded_fields=["title"], violence_type="state_based",
        occurred_earliest=date(2017, 5, 29), occurred_latest=date(2017, 5, 29),
    )  # fmt: skip
    make.IncidentLocationFactory(incident=imported, location=town)
    for side, name, arabic in (("a", "IS", "داعش"), ("b", "Syrian Democratic Forces", "قسد")):
        actor = make.ActorFactory(name=name)
        make.ActorNameFactory(
            actor=actor, name=f"{arabic}، العدو", language="ar", script="Arab", kind="hostile"
        )
        make.ActorNameFactory(actor=actor, name=arabic, language="ar", script="Arab")
        make.ParticipationFactory(incident=imported, actor=actor, side=side, standing="coded")
    return imported


def title(incident: Incident) -> d.Text:
    document = preview(subject=incident).document
    assert isinstance(document, d.IncidentDocument)
    return document.title


def test_a_title_is_built_where_the_place_and_everybody_has_a_name(incident: Incident):
    assert title(incident) == {
        "ar": "الرقة، 29 أيار 2017: قتال بين داعش وقسد",
        "en": "Raqqa, 29 May 2017: fighting between IS and the Syrian Democratic Forces",
    }


def test_one_sided_violence_needs_no_name_of_the_civilians(incident: Incident):
    Incident.objects.filter(pk=incident.pk).update(violence_type="one_sided")
    incident.participations.filter(side="b").update(actor=None, description="Civilians")
    assert title(incident)["ar"] == "الرقة، 29 أيار 2017: عنف من جانب داعش ضد مدنيين"


def test_who_is_only_alleged_stands_in_no_title(incident: Incident):
    incident.participations.filter(side="b").update(standing="alleged")
    assert "Syrian Democratic Forces" not in title(incident)["en"]


def test_a_translation_and_a_title_of_the_desks_own_come_first(incident: Incident):
    incident.translations.create(language="ar", title="معركة الرقة")
    assert title(incident)["ar"] == "معركة الرقة"
    Incident.objects.filter(pk=incident.pk).update(title="The battle", coded_fields=[])
    assert title(incident) == {"ar": "معركة الرقة", "en": "The battle"}


def test_a_restricted_place_gives_its_surroundings(incident: Incident):
    place = incident.places.get()
    place.location.restricted = True
    place.location.save()
    around = place.location.parent
    assert around is not None
    assert title(incident)["en"].startswith(f"Somewhere in {around.name}, 29 May 2017")
