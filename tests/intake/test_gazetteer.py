"""The gazetteer: the country's tree with names by script, loaded again without harm."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from incidents.codebook import LocationType, Script
from incidents.editorial.acts.publish import publish
from incidents.editorial.acts.refresh import refresh
from incidents.folding import fold
from incidents.intake.gazetteer import loading
from incidents.intake.gazetteer.geonames import NoSuchCountry, read_country
from incidents.intake.gazetteer.loading import load_country
from incidents.intake.gazetteer.places import GazetteerPlace
from incidents.models import ExternalId, Location, LocationName
from incidents.record import document
from incidents.record.models import Edition
from tests import factories as make

pytestmark = pytest.mark.django_db

QAMISHLI = 173377


@pytest.fixture(scope="module")
def syria() -> list[GazetteerPlace]:
    return read_country("SY")


@pytest.fixture
def loaded(syria, monkeypatch):
    """Syria as GeoNames has it, read once for all these tests."""
    monkeypatch.setattr(loading, "read_country", lambda code: syria)
    return load_country("SY")


def test_countries_and_governorates_stand_above_the_places(loaded):
    city = Location.objects.get(geonames_id=QAMISHLI)
    governorate = city.parent
    assert governorate is not None
    assert (city.type, governorate.type) == (LocationType.LOCALITY, LocationType.ADMIN1)
    assert governorate.name == "Al-Hasakah"
    assert governorate.parent is not None
    assert (governorate.parent.name, governorate.parent.type) == ("Syria", LocationType.COUNTRY)
    assert Location.objects.filter(type=LocationType.ADMIN1, country="SY").count() == 14


def test_every_place_has_a_point_and_every_division_its_reach(loaded):
    """A district stands at its seat, the few without one stand in their governorate."""
    assert set(Location.objects.filter(lat=None).values_list("name", flat=True)) == {
        "Fiq", "Markaz Rif Dimashq", "Mount Simeon", "Al-Mukharram",
    }  # fmt: skip
    assert not Location.objects.filter(type=LocationType.ADMIN1, radius_km=None).exists()


@pytest.mark.parametrize(
    "spelling", ["قامشلو", "Qamişlo", "القامشلي", "Qamishli", "Al Qāmishlī", "قامشلۆ", "Камишли"]
)
def test_a_city_is_found_by_its_names_in_any_script(loaded, spelling):
    localities = Location.objects.filter(type=LocationType.LOCALITY)
    by_name = localities.filter(folded=fold(spelling))
    by_other_name = localities.filter(names__folded=fold(spelling))
    assert (by_name | by_other_name).distinct().get().geonames_id == QAMISHLI


def test_names_are_kept_by_script_and_language(loaded):
    names = LocationName.objects.filter(location__geonames_id=QAMISHLI)
    assert ("قامشلۆ", "ckb", Script.ARABIC) in names.values_list("name", "language", "script")
    assert ("Qamişlo", "kmr", Script.LATIN) in names.values_list("name", "language", "script")
    assert names.get(name="Камишли").script == Script.CYRILLIC
    assert names.get(name="קמישלי").script == Script.HEBREW


def test_a_spelling_is_kept_once(loaded):
    names = list(LocationName.objects.filter(location__geonames_id=QAMISHLI).values_list("name", flat=True))
    assert len(names) == len(set(names))


def test_codes_and_letter_by_letter_renderings_are_left_out(loaded):
    assert not LocationName.objects.filter(name__in=["KAC", "alqamshly", "qamshlۆ"]).exists()


def test_divisions_carry_the_codes_of_others(loaded):
    codes = ExternalId.objects.filter(location__geonames_id=173813).values_list("scheme", "value")
    assert set(codes) == {("geonames-admin1", "SY.01"), ("iso-3166-2", "SY-HA")}


def test_syrias_governorates_have_ochas_place_codes(loaded):
    """As OCHA numbers them: Damascus 01 … Quneitra 14, each once."""
    codes = dict(Location.objects.exclude(pcode="").values_list("name", "pcode"))
    assert sorted(codes.values()) == [f"SY{number:02d}" for number in range(1, 15)]
    told = {"Damascus": "SY01", "Aleppo": "SY02", "Al-Hasakah": "SY08", "Tartus": "SY10", "Quneitra": "SY14"}
    assert told.items() <= codes.items()


def test_a_place_code_reaches_a_gazetteer_loaded_before_there_were_any(loaded):
    Location.objects.filter(pcode="SY08").update(pcode="")
    assert load_country("SY").changed == 1
    assert Location.objects.get(geonames_id=173813).pcode == "SY08"


def test_loading_again_changes_nothing(loaded):
    places, names, codes = Location.objects.count(), LocationName.objects.count(), ExternalId.objects.count()
    again = load_country("SY")
    assert (again.added, again.changed, again.names, again.kept) == (0, 0, 0, 0)
    assert (places, names, codes) == (
        Location.objects.count(),
        LocationName.objects.count(),
        ExternalId.objects.count(),
    )


def test_a_place_that_nobody_edited_follows_geonames(loaded):
    Location.objects.filter(geonames_id=QAMISHLI).update(name="Kamishly", population=1)
    LocationName.objects.filter(location__geonames_id=QAMISHLI, name="Qamişlo").delete()
    again = load_country("SY")
    city = Location.objects.get(geonames_id=QAMISHLI)
    assert (city.name, city.population, city.revision) == ("Qamishli", 184231, 1)
    assert city.names.filter(name="Qamişlo").exists()
    assert (again.changed, again.names) == (1, 1)


@pytest.mark.parametrize("levels", [["admin2"], ["admin2", "admin3"]])
def test_a_town_stays_in_the_district_that_an_import_moved_it_into(loaded, levels):
    """GeoNames puts seats of governorates right under these."""
    city = Location.objects.get(geonames_id=QAMISHLI)
    around = city.parent
    for level in levels:
        around = make.LocationFactory(type=level, parent=around, country="SY")
    Location.objects.filter(pk=city.pk).update(parent=around)
    assert load_country("SY").changed == 0
    city.refresh_from_db()
    assert city.parent == around


def test_a_town_under_another_governorate_is_put_right(loaded):
    city, raqqa = (
        Location.objects.get(geonames_id=QAMISHLI),
        Location.objects.get(name="Raqqa", type="admin1"),
    )
    district = make.LocationFactory(type="admin2", parent=raqqa, country="SY")
    before = city.parent
    Location.objects.filter(pk=city.pk).update(parent=district)
    load_country("SY")
    city.refresh_from_db()
    assert city.parent == before


def test_what_an_analyst_edited_stays_as_it_is(loaded, analyst):
    city = Location.objects.filter(geonames_id=QAMISHLI)
    city.update(name="Qamishlo", radius_km=9, updated_by=analyst)
    LocationName.objects.filter(location__geonames_id=QAMISHLI, name="Qamışlı").delete()
    again = load_country("SY")
    assert (city.get().name, city.get().radius_km) == ("Qamishlo", 9)
    assert not city.get().names.filter(name="Qamışlı").exists()
    assert (again.kept, again.changed, again.names) == (1, 0, 0)


def test_a_site_added_by_an_analyst_is_not_in_the_way(loaded, analyst):
    city = Location.objects.get(geonames_id=QAMISHLI)
    site = Location.objects.create(name="Roundabout", type=LocationType.SITE, parent=city, country="SY")
    load_country("SY")
    site.refresh_from_db()
    assert site.name == "Roundabout"


def test_changed_places_that_are_public_are_named_for_the_record(loaded):
    city = Location.objects.filter(geonames_id=QAMISHLI)
    city.update(name="Kamishly", public_id="LOC-000001")
    assert load_country("SY").published == [city.get().pk]


def test_a_public_place_is_issued_anew_when_somebody_answers_for_it(loaded, reviewer):
    city = Location.objects.get(geonames_id=QAMISHLI)
    publish(subject=city, by=reviewer)
    Location.objects.filter(pk=city.pk).update(name="Kamishly")
    refresh(subjects=[city], by=reviewer)
    out = StringIO()
    call_command("load_gazetteer", "SY", stdout=out)
    assert "--refresh-by" in out.getvalue()
    call_command("load_gazetteer", "SY", refresh_by=reviewer.email, stdout=out)
    assert "SY: 1 documents issued anew" in out.getvalue()
    latest = Edition.objects.filter(public_id=city.public_id).latest("number")
    told = document.decode(latest.body or "")
    assert (latest.kind, getattr(told, "name", "")) == ("refreshed", "Qamishli")


def test_only_somebody_who_may_correct_issues_places_anew(loaded, reviewer, analyst):
    publish(subject=Location.objects.get(geonames_id=QAMISHLI), by=reviewer)
    with pytest.raises(CommandError, match="role"):
        call_command("load_gazetteer", "SY", refresh_by=analyst.email, verbosity=0)
    with pytest.raises(CommandError, match="no account has this address"):
        call_command("load_gazetteer", "SY", refresh_by="nobody@example.org", verbosity=0)


def test_the_history_says_that_the_gazetteer_did_it(loaded):
    event = LocationName.pgh_event_model.objects.select_related("pgh_context").latest("pgh_id")  # type: ignore[attr-defined]
    assert event.pgh_context.metadata == {"command": "load_gazetteer", "country": "SY"}


def test_loading_takes_the_same_number_of_queries_for_many_places(
    syria, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(loading, "read_country", lambda code: syria)
    with django_assert_max_num_queries(25):
        load_country("SY")


def test_another_country_is_one_command(db):
    out = StringIO()
    call_command("load_gazetteer", "iq", stdout=out)
    assert Location.objects.filter(
        geonames_id=95446, parent__name="Erbil", parent__type=LocationType.ADMIN1
    ).exists()
    assert "IQ: " in out.getvalue()


def test_the_divisions_of_every_country_have_names_to_be_read():
    divisions = [place for place in read_country("LU") if place.type == LocationType.ADMIN1]
    assert "Luxembourg" in [place.name for place in divisions]
    names = {place.key: place.name for place in read_country("YE") if place.type == LocationType.ADMIN1}
    assert (names["YE.15"], len(names)) == ("Sa'dah", 22)


def test_the_countries_of_coverage_are_loaded_by_default(settings, monkeypatch):
    settings.COUNTRIES = ["LU", "MT"]
    call_command("load_gazetteer", verbosity=0)
    assert set(Location.objects.values_list("country", flat=True)) == {"LU", "MT"}


def test_an_unknown_country_is_refused_with_a_sentence():
    with pytest.raises(NoSuchCountry):
        load_country("XX")
    with pytest.raises(CommandError, match="XX: no country has this code"):
        call_command("load_gazetteer", "XX")


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("Ar Raqqah", "SY-RA"),
        ("Hamah", "SY-HM"),
        ("As Suwayda", "SY-SU"),
        ("Deir ez Zor", "SY-DY"),
        ("Daraa", "SY-DR"),
    ],
)
def test_a_governorate_is_known_by_the_spellings_of_datasets(loaded, spelling, code):
    named = Location.objects.filter(type=LocationType.ADMIN1, names__folded=fold(spelling))
    main = Location.objects.filter(type=LocationType.ADMIN1, folded=fold(spelling))
    assert [
        division.external_ids.get(scheme="iso-3166-2").value for division in (named | main).distinct()
    ] == [code]
