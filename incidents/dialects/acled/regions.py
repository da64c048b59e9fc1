"""Countries as ACLED's columns name them: numeric code, English name, region.

Numeric codes are those of ISO 3166-1, as in ACLED's codebook. Numbers and names of the regions are those of its API
user guide, as two clients repeat them: ``get.api.regions`` of the R package ``acled.api`` (1.1.8) and
``models.enums.Region`` of the Python package ``acled``. Which country is in which region, and how it is called, ACLED
gives out as data only (``acledR::acled_countries``). That was not at hand: what stands here was not compared with it.
Names are compared folded, so that accents and hyphens do not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ... import countries as iso

REGIONS = {
    1: "Western Africa",
    2: "Middle Africa",
    3: "Eastern Africa",
    4: "Southern Africa",
    5: "Northern Africa",
    7: "South Asia",
    9: "Southeast Asia",
    11: "Middle East",
    12: "Europe",
    13: "Caucasus and Central Asia",
    14: "Central America",
    15: "South America",
    16: "Caribbean",
    17: "East Asia",
    18: "North America",
    19: "Oceania",
    20: "Antarctica",
}

_MEMBERS = {
    1: "BF BJ CI CV GH GM GN GW LR ML MR NE NG SL SN TG",
    2: "AO CD CF CG CM GA GQ ST TD",
    3: "BI DJ ER ET KE KM MG MU MW MZ RE RW SC SO SS TZ UG YT IO",
    4: "BW LS NA SH SZ ZA ZM ZW",
    5: "DZ EG EH LY MA SD TN",
    7: "BD BT IN LK MV NP PK",
    9: "BN ID KH LA MM MY PH SG TH TL VN",
    11: "AE BH IL IQ IR JO KW LB OM PS QA SA SY TR YE",
    13: "AF AM AZ GE KG KZ TJ TM UZ",
    14: "BZ CR GT HN NI PA SV",
    15: "AR BO BR CL CO EC FK GF GY PE PY SR UY VE GS",
    16: "AG AI AN AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI",
    17: "CN HK JP KP KR MN MO TW",
    18: "BM CA GL MX PM US",
}
_BY_CONTINENT = {"EU": 12, "OC": 19, "AN": 20}
_ELSEWHERE = {"CY": 12, "HM": 20, "BV": 20, "TF": 20, "CX": 19, "CC": 19}

_NAMES = {
    "BQ": "Caribbean Netherlands",
    "CC": "Cocos (Keeling) Islands",
    "CD": "Democratic Republic of Congo",
    "CG": "Republic of Congo",
    "CV": "Cape Verde",
    "CZ": "Czech Republic",
    "GG": "Bailiwick of Guernsey",
    "JE": "Bailiwick of Jersey",
    "MO": "Macau",
    "NL": "Netherlands",
    "PS": "Palestine",
    "SH": "Saint Helena, Ascension and Tristan da Cunha",
    "SZ": "eSwatini",
    "TL": "East Timor",
    "VA": "Vatican City",
    "VI": "Virgin Islands, U.S.",
}
"""Where ACLED's English name is not the usual one of our list."""


@dataclass(frozen=True, slots=True)
class AcledCountry:
    """``region`` is 0 where no region is known."""

    code: str
    name: str
    iso: int | None
    iso3: str
    region: int

    @property
    def region_name(self) -> str:
        return REGIONS.get(self.region, "")


@cache
def countries() -> dict[str, AcledCountry]:
    """All countries by their two-letter code."""
    regions = {code: region for region, codes in _MEMBERS.items() for code in codes.split()} | _ELSEWHERE
    return {
        code: AcledCountry(
            code=code,
            name=_NAMES.get(code, ours.name),
            iso=ours.number or None,
            iso3=ours.iso3,
            region=regions.get(code) or _BY_CONTINENT.get(ours.continent, 0),
        )
        for code, ours in iso.countries().items()
    }


NOWHERE = AcledCountry("", "", None, "", 0)
"""Of incidents without a place, and of codes that are no country's."""


def country(code: str | None) -> AcledCountry:
    return countries().get(code or "", NOWHERE)
