"""The numbers of states are one to one, and territories share a state's."""

import pytest

from incidents.codebook import gleditsch_ward as gw


@pytest.mark.parametrize(
    "country, number, region",
    [
        ("SY", 652, "Middle East"),
        ("TR", 640, "Middle East"),
        ("EG", 651, "Middle East"),
        ("SS", 626, "Africa"),
        ("MX", 70, "Americas"),
        ("UA", 369, "Europe"),
        ("AU", 900, "Asia"),
        ("PS", 666, "Middle East"),
        ("GL", None, ""),
        (None, None, ""),
    ],
)
def test_a_country_has_its_number_and_region(country, number, region):
    assert gw.number_of(country) == number
    assert gw.region_of(number) == region


def test_no_two_states_have_the_same_number():
    assert len(set(gw.NUMBERS.values())) == len(gw.NUMBERS) == 195


def test_a_number_leads_back_to_its_countries():
    assert all(code in gw.countries_of(number) for code, number in gw.NUMBERS.items())
    assert gw.countries_of(666) == ["IL", "PS"]
    assert gw.countries_of(345) == []
