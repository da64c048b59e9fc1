"""Country codes from the names that datasets use: GeoNames' names, and those it does not have."""

from __future__ import annotations

from functools import cache

from incidents.countries import by_name
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
def code_of(name: str) -> str | None:
    """The two-letter code (ISO 3166-1) of the country that is called so; ``None`` where none is."""
    country = by_name(name)
    return _other_names().get(fold(name)) or (country.code if country else None)


@cache
def _other_names() -> dict[str, str]:
    return {fold(name): code for code, names in _ALSO.items() for name in names}
