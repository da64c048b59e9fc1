"""A country is found by each of its codes and by its name, however that is written."""

import pytest

from incidents import countries
from incidents.codebook import gleditsch_ward as gw


def test_a_country_has_its_codes_number_and_name():
    syria = countries.countries()["SY"]
    assert (syria.code, syria.iso3, syria.number, syria.name) == ("SY", "SYR", 760, "Syria")
    assert (syria.continent, syria.state_number) == ("AS", 652)


def test_there_is_one_list_whoever_asks():
    assert countries.countries() is countries.countries()
    assert len(countries.countries()) > 240


@pytest.mark.parametrize("key", ["code", "iso3", "name"])
def test_no_two_countries_share_a_code_or_name(key):
    values = [getattr(country, key) for country in countries.countries().values()]
    assert len(set(values)) == len(values)
    assert all(value == value.strip() != "" for value in values)


def test_every_way_leads_back_to_the_country():
    for country in countries.countries().values():
        assert countries.by_iso3(country.iso3) is country
        assert countries.by_name(country.name) is country
        assert countries.name_of(country.code) == country.name
        if country.number:
            assert countries.by_number(country.number) is country
        if country.state_number:
            assert country in countries.by_state_number(country.state_number)


def test_kosovo_has_no_number_and_nothing_has_the_number_zero():
    assert countries.countries()["XK"].number == 0
    assert countries.by_number(0) is None


@pytest.mark.parametrize("name", ["Ivory Coast", " ivory COAST", "Ivory-Coast"])
def test_a_name_is_found_whatever_its_case_and_hyphens(name):
    country = countries.by_name(name)
    assert country is not None
    assert country.code == "CI"


@pytest.mark.parametrize("code, name", [("SY", "Syria"), ("ZZ", "ZZ"), ("", ""), (None, "")])
def test_a_code_nobody_has_stays_as_it_is(code, name):
    assert countries.name_of(code) == name


@pytest.mark.parametrize(
    "text, code",
    [("SYR", "SY"), ("syr", "SY"), ("Syria", "SY"), ("Syrai", "SY"), ("Lebenon", "LB"), ("Atlantis", None)],
)
def test_what_is_nearly_a_country_is_suggested(text, code):
    country = countries.closest(text)
    assert (country.code if country else None) == code


@pytest.mark.parametrize(
    "code, number, region",
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
def test_a_country_has_its_state_number_and_ucdp_s_region(code, number, region):
    assert countries.state_number(code) == number
    assert gw.region_of(number) == region


def test_no_two_states_have_the_same_number():
    assert len(set(gw.NUMBERS.values())) == len(gw.NUMBERS) == 195


def test_every_state_of_the_list_is_a_country():
    assert {*gw.NUMBERS, *gw.COUNTED_WITH} <= countries.countries().keys()


def test_a_state_number_leads_back_to_its_countries():
    for code, number in gw.NUMBERS.items():
        assert code in [country.code for country in countries.by_state_number(number)]
    assert sorted(country.code for country in countries.by_state_number(666)) == ["IL", "PS"]
    assert countries.by_state_number(345) == []
