"""Addresses below ``/dialects/acled/``, as below ``https://acleddata.com/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from .oauth import token
from .tables import ActorTable, ActorTypeTable, CountryTable, DeletedTable, EventTable, RegionTable
from .views import AcledIndex, AcledNotFound

app_name = "acled"

_TABLES = (EventTable, DeletedTable, ActorTable, ActorTypeTable, CountryTable, RegionTable)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", AcledIndex.as_view(), name="entrance"),
    path("oauth/token", token, name="token"),
    *(path(f"api/{table.name}/read", table.as_view(), name=table.name) for table in _TABLES),
    # As ACLED's earlier service had it: the format as the ending of the address.
    *(path(f"api/{table.name}/read.<slug:ending>", table.as_view()) for table in _TABLES),
    re_path(r"^(?P<rest>.*)$", AcledNotFound.as_view(), name="missing"),
]
