"""Places of the desk as a row names them: by any name, within the division or near the point that stand beside it."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

import pytest

from incidents.intake.imports.engine.coded import NamedPlace
from incidents.intake.imports.engine.known_places import KnownPlaces
from tests import factories as make

pytestmark = pytest.mark.django_db

COUNTRY = NamedPlace("Testland", "country", "XT")


@pytest.fixture
def places():
    """Two governorates with a district each, a town of one name in both, and one town that only its division tells."""
    country = make.CountryFactory()
    rows = {"Testland": country}
    numbers = count(1)
    for name, lat in (("Daraa", "32.6"), ("Rif Dimashq", "33.5"), ("Al-Hasakah", "36.5")):
        rows[name] = make.GovernorateFactory(name=name, parent=country, geonames_id=next(numbers))
        rows[f"district of {name}"] = make.LocationFactory(
            name=f"{name} District", type="admin2", parent=rows[name], lat=None, lon=None, pcode=f"XT{name}"
        )
        rows[f"Safira in {name}"] = make.LocationFactory(
            name="Safira", parent=rows[name], lat=Decimal(lat), lon=Decimal(37), geonames_id=next(numbers)
        )
    make.LocationNameFactory(location=rows["Al-Hasakah"], name="Hasakeh")
    rows["Darayya"] = make.LocationFactory(name="Darayya", parent=rows["Rif Dimashq"])
    rows["Manbij"] = make.LocationFactory(name="Manbij", parent=rows["Daraa"], geonames_id=next(numbers))
    rows["Salma"] = make.LocationFactory(name="Salma", parent=rows["Daraa"], geonames_id=next(numbers))
    return rows


def governorate(name: str) -> NamedPlace:
    return NamedPlace(name, "admin1", "XT", COUNTRY)


def find(rows, place: NamedPlace, above: str) -> str | None:
    pk = KnownPlaces("XT").find(place, rows[above].pk)
    return next((name for name, row in rows.items() if row.pk == pk), None)


@pytest.mark.parametrize(
    "name, found",
    [
        ("محافظة الحسكة", "Al-Hasakah"),
        ("parêzgeha Hesekê", "Al-Hasakah"),
        ("Hasakeh Governorate", "Al-Hasakah"),
        ("ريف دمشق", "Rif Dimashq"),
        ("Dera'a", "Daraa"),
        ("Dimashq", None),
        ("Darayya", None),
        ("Dareya", None),
        ("Homs", None),
    ],
)
def test_a_division_is_found_by_any_of_its_names_and_no_other_is(places, name, found):
    assert find(places, governorate(name), "Testland") == found


def test_a_district_is_found_within_the_governorate_that_is_named(places):
    district = NamedPlace("Hasakeh", "admin2", "XT", governorate("Al-Hasakah"))
    assert find(places, district, "Al-Hasakah") == "district of Al-Hasakah"
    assert find(places, district, "Daraa") is None


def test_a_district_is_found_though_its_seat_has_the_very_name(places):
    """The seat is listed right under the governorate."""
    make.LocationFactory(name="Hasake", parent=places["Al-Hasakah"])
    district = NamedPlace("Hasake", "admin2", "XT", governorate("Al-Hasakah"))
    assert find(places, district, "Al-Hasakah") == "district of Al-Hasakah"


def test_of_namesakes_the_one_within_the_named_division_is_meant(places):
    town = NamedPlace("Safira", "locality", "XT", governorate("Daraa"))
    assert find(places, town, "Daraa") == "Safira in Daraa"
    assert find(places, town, "district of Daraa") == "Safira in Daraa"


def test_of_namesakes_the_one_near_the_point_is_meant(places):
    town = NamedPlace("السفيرة", "locality", "XT", COUNTRY, 36.51, 37.01)
    assert find(places, town, "Testland") == "Safira in Al-Hasakah"
    assert find(places, town, "Daraa") == "Safira in Al-Hasakah"


def test_a_namesake_far_from_the_point_or_in_another_division_is_another_place(places):
    assert find(places, NamedPlace("Safira", "locality", "XT", COUNTRY, 34.9, 37.0), "Testland") is None
    assert (
        find(places, NamedPlace("Manbij", "locality", "XT", governorate("Al-Hasakah")), "Al-Hasakah") is None
    )


def test_a_name_of_several_is_only_what_they_lie_in(places):
    assert find(places, NamedPlace("Safira", "locality", "XT", COUNTRY), "Testland") == "Testland"


def test_villages_are_told_by_sound_only_where_it_is_long_or_something_stands_beside_it(places):
    assert find(places, NamedPlace("Menbic", "locality", "XT", COUNTRY), "Testland") == "Manbij"
    assert find(places, NamedPlace("Selem", "locality", "XT", COUNTRY), "Testland") is None
    assert find(places, NamedPlace("سلمى", "locality", "XT", governorate("Daraa")), "Daraa") == "Salma"


def test_what_no_gazetteer_lists_is_found_by_its_letters_only():
    """Henan is entered by one row; a row on Hunan is not on Henan, nor is Minsk City Minsk Region."""
    country = make.CountryFactory()
    rows = {"Testland": country} | {
        name: make.GovernorateFactory(name=name, parent=country) for name in ("Henan", "Minsk City")
    }
    asked = ("Hunan", "Minsk Region", "Minsk", "Henan Province", "Hénan", "Minsk city")
    assert [find(rows, governorate(name), "Testland") for name in asked] == [
        None, None, None, "Henan", "Henan", "Minsk City",
    ]  # fmt: skip
