"""Search of the desk, folded for case, accents and script as in the record, on trigram indexes.

Every word must be found, in a name of the row itself or in one of its further names. A word of fewer than three
letters cannot use the index inside a text; it is compared with whole names only.
"""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Case, F, Func, IntegerField, Model, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable

from incidents.folding import fold
from incidents.models import Actor, ActorName, Location, LocationName, Person, PersonName, Source

NAMES: dict[type[Model], tuple[type[Model], str]] = {
    Actor: (ActorName, "actor_id"),
    Location: (LocationName, "location_id"),
    Person: (PersonName, "person_id"),
}
"""Where further names are kept, and by which column they point to the row."""


def folded_words(text: str) -> list[str]:
    return fold(text.replace("\x00", " ")).split()


def matching(word: str) -> dict[str, str]:
    """The condition under which a folded text holds the word."""
    return {"folded__contains": word} if len(word) >= 3 else {"folded": word}


def ids_named(model: type[Model], word: str) -> QuerySet[Any, Any]:
    """Primary keys of the rows that bear the word in any of their names."""
    keys = model._default_manager.filter(**matching(word)).order_by().values_list("pk")
    if model is Source:
        return keys.union(_sources_by_alias(word))
    if model not in NAMES:
        return keys
    names, key = NAMES[model]
    return keys.union(names._default_manager.filter(**matching(word)).order_by().values_list(key))


def _sources_by_alias(word: str) -> QuerySet[Any, Any]:
    """Sources with the word among their short forms (“SOHR”); read through, as there are only thousands of sources."""
    joined = Func(F("aliases"), Value(" | "), function="array_to_string", output_field=TextField())
    known_as = Func(joined, function="attest_fold", output_field=TextField())
    bears = {"known_as__contains": word} if len(word) >= 3 else {"known_as__regex": rf"\m{re.escape(word)}\M"}
    return Source.objects.annotate(known_as=known_as).filter(**bears).order_by().values_list("pk")


def named(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Those of the rows that bear every word of the text."""
    for word in folded_words(text):
        rows = rows.filter(pk__in=ids_named(rows.model, word))
    return rows


def nearest_first(rows: QuerySet[Any], text: str, *then: str | Combinable) -> QuerySet[Any]:
    """Rows whose main name is the text, then those whose name begins with it, then the others."""
    whole = " ".join(folded_words(text))
    rank = Case(
        When(folded=whole, then=Value(0)),
        When(folded__startswith=whole, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return rows.order_by(rank, *then, "name", "pk")


def most_populous() -> Combinable:
    return F("population").desc(nulls_last=True)
