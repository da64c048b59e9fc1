"""Title of a coded row whose dataset gives none, from the row's own names: what the desk sees."""

from __future__ import annotations

from incidents.codebook import HELD, Side
from incidents.titles import LANGUAGES, TitleParts, label_of, scope_of, title_in

from .coded import CodedRow


def built_title(row: CodedRow) -> str:
    """In the row's language where it can be said in that, else in English.

    The record builds it anew, in all languages, from the names that the desk has for these places and actors.
    """
    languages = (row.language, "en") if row.language in LANGUAGES else ("en",)
    return next(filter(None, (title_in(language, _parts(row, language)) for language in languages)))


def _parts(row: CodedRow, language: str) -> TitleParts:
    place = row.places[0] if row.places else None
    return TitleParts(
        place=place.where.name if place else "",
        scope=scope_of(place.where.type, place.radius_km) if place else "at",
        earliest=row.earliest,
        latest=row.latest,
        precision=row.precision,
        extent=row.extent,
        side_a=_names(row, Side.A),
        side_b=_names(row, Side.B),
        others=_names(row, Side.OTHER),
        violence=row.violence_type,
        label=label_of(row.event_type, row.sub_event_type) if language == "en" else "",
    )


def _names(row: CodedRow, side: Side) -> tuple[str, ...]:
    held = (part for part in row.parts if part.side == side and part.standing in HELD)
    return tuple(part.who.name if part.who else part.description for part in held)
