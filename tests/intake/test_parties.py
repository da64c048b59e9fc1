"""The list of known parties: names that mean one, importers and a loader that use it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.codebook import NameKind
from incidents.folding import fold
from incidents.intake.imports.engine.coded import NamedActor
from incidents.intake.imports.engine.references import References
from incidents.intake.known_actors import load_actors
from incidents.intake.parties import parties, party_named
from incidents.models import Actor, ActorName, ExternalId
from tests import factories as make


@pytest.mark.parametrize(
    "text, country, name",
    [
        ("IS", "", "Islamic State"),
        ("Daesh", "", "Islamic State"),
        ("DA'ESH", "", "Islamic State"),
        ("داعش", "", "Islamic State"),
        ("Islamic State (Syria)", "", "Islamic State"),
        ("ISIS/Daesh", "", "Islamic State"),
        ("QSD", "", "Syrian Democratic Forces"),
        ("قسد", "", "Syrian Democratic Forces"),
        ("هەسەدە", "", "Syrian Democratic Forces"),
        ("YPG: People's Protection Units", "", "People's Protection Units"),
        ("Hay'at Tahrir al-Sham (HTS)", "", "Hay'at Tahrir al-Sham"),
        ("NDF (Syria)", "", "National Defence Forces"),
        ("Military Forces of Syria", "", "Syrian Arab Army"),
        ("Heşda Şeibî", "", "Popular Mobilization Forces"),
        ("ISF", "IQ", "Iraqi Security Forces"),
        ("ISF (Iraq)", "", "Iraqi Security Forces"),
        ("ISF", "SY", "Asayish"),
        ("Asayish", "", "Asayish"),
    ],
)
def test_a_name_means_a_party(text, country, name):
    party = party_named(text, country)
    assert party is not None
    assert party.name == name


@pytest.mark.parametrize(
    "text",
    [
        "ISF",
        "Islamic State (Libya)",
        "Military Forces of Syria (2000-2024)",
        "SDF/Daesh",
        "Ahrar al-Sham, HTS, Southern Front",
        "IS (Iraq",
        "Civilians",
        "",
    ],
)
def test_what_means_several_parties_or_none_is_not_guessed(text):
    assert party_named(text) is None


@given(st.sampled_from(list(parties().values())), st.data())
def test_every_party_is_found_by_its_own_names(party, data):
    name = data.draw(st.sampled_from([party.name, *(name.text for name in party.names)]))
    means = party_named(name, party.country)
    assert means is party or fold(name) not in party.telling


def test_every_party_is_found_by_its_main_name_and_has_no_name_twice():
    for party in parties().values():
        names = [(fold(name.text), name.language) for name in party.names]
        assert party_named(party.name) is party
        assert len(set(names)) == len(names), party.name


def settled(*actors: NamedActor) -> References:
    references = References(by=make.UserFactory())
    references._settle_actors(set(actors))
    return references


@pytest.mark.django_db
def test_an_importer_enters_a_known_party_with_all_its_names():
    is_, daesh = NamedActor("IS", "rebel_group", "", (("ucdp-actor", "234"),)), NamedActor("Daesh", "other")
    references = settled(is_, daesh)
    actor = Actor.objects.get()
    assert references.actors[is_] == references.actors[daesh] == actor.pk
    assert (actor.name, actor.kind) == ("Islamic State", "rebel_group")
    assert {"IS", "داعش", "ISIL"} <= set(actor.names.values_list("name", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Syrian Democratic Forces", "QSD", "قسد"])
def test_an_importer_joins_what_the_desk_calls_otherwise(name):
    actor = make.ActorFactory(name=name, country="SY")
    sdf = NamedActor("SDF", "rebel_group", "", (("ucdp-actor", "6288"),))
    assert settled(sdf).actors[sdf] == actor.pk


@pytest.mark.django_db
def test_an_actor_of_another_country_is_not_joined():
    make.ActorFactory(name="Popular Mobilization Forces", country="LY")
    settled(NamedActor("Hashd al-Shaabi", "other"))
    assert set(Actor.objects.values_list("country", flat=True)) == {"LY", "IQ"}


@pytest.mark.django_db
def test_loading_enters_every_party_once_and_again_nothing():
    loaded = load_actors()
    assert (loaded.added, Actor.objects.count()) == (len(parties()), len(parties()))
    assert ActorName.objects.filter(name="Daesh", kind=NameKind.ALIAS).exists()
    assert ExternalId.objects.filter(value="234", actor__name="Islamic State").exists()
    again = load_actors()
    assert (again.added, again.names) == (0, 0)


@pytest.mark.django_db
def test_loading_gives_names_to_an_actor_of_the_desk_but_none_that_was_taken_out():
    actor = make.ActorFactory(name="Daesh", public_id="ACT-000077")
    make.ActorNameFactory(actor=actor, name="DEAŞ", language="").delete()
    loaded = load_actors()
    assert actor in loaded.published
    names = set(actor.names.values_list("name", flat=True))
    assert "IS" in names
    assert "DEAŞ" not in names
    assert not Actor.objects.filter(name="Islamic State").exists()
