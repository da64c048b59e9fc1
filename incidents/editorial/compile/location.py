"""Locations, from the desk's tables to public documents."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from incidents.models import Location
from incidents.record import document as d

from .conversion import codes, or_none
from .gazetteer import Gazetteer
from .identifiers import PROVISIONAL, Identifiers, url_of
from .other_names import names_of_places


@dataclass
class LocationBatch:
    """A batch of locations with everything they lie in. Restricted ones are not among them."""

    rows: list[Location]
    gazetteer: Gazetteer

    @classmethod
    def load(cls, pks: Collection[int]) -> LocationBatch:
        gazetteer = Gazetteer.load(pks)
        rows = Location.objects.filter(pk__in=pks).prefetch_related("external_ids").order_by("pk")
        return cls([row for row in rows if gazetteer.shown(row.pk) == row], gazetteer)

    def identifiers(self) -> Identifiers:
        ids = Identifiers()
        ids.learn("location", {pk: place.public_id for pk, place in self.gazetteer.rows.items()})
        return ids

    def compile(self, ids: Identifiers) -> dict[int, d.LocationDocument]:
        return {location.pk: self._document(location, ids) for location in self.rows}

    def _document(self, location: Location, ids: Identifiers) -> d.LocationDocument:
        public_id = ids.of("location", location.pk)
        point, radius_km = self.gazetteer.area(location, location.radius_km)
        return d.LocationDocument(
            id=public_id,
            format=d.LOCATION_FORMAT,
            edition=PROVISIONAL,
            url=url_of("location", public_id),
            name=location.name,
            type=location.type,
            country=location.country,
            within=self.gazetteer.areas(location, ids),
            point=point,
            radius_km=radius_km,
            names=[
                d.Name(text=name.name, language=or_none(name.language), script=name.script, kind=name.kind)
                for name in self.gazetteer.names.get(location.pk, ())
            ],
            external_ids=[*_gazetteer_codes(location), *codes(location.external_ids.all())],
            other_names=list(names_of_places(self.gazetteer.within(location), ids, self.gazetteer)),
        )


def _gazetteer_codes(location: Location) -> list[d.Code]:
    """Codes that have columns of their own."""
    values = {
        "geonames": str(location.geonames_id) if location.geonames_id is not None else "",
        "ocha-pcode": location.pcode,
    }
    return [d.Code(scheme=scheme, value=value, match="same") for scheme, value in values.items() if value]
