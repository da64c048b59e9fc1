"""Restricted names: which names must not become public, and where they stand in what is about to.

Restricted are: names of actors and locations marked so, all names of restricted places and of what lies in them,
names of confidential sources, and names of people without a ground for naming them. A name is found in folded form
and as whole words, in any text of a document or a public note: titles, summaries, reasons, addresses, everything but
codes and identifiers. What stands in square brackets is what is left of an erased name, and no name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from msgspec.json import decode

from incidents.folding import fold
from incidents.record.document import Document, encode

from .compile.gazetteer import Gazetteer
from .compile.persons import not_to_be_named
from .paths import DocumentText, texts_of
from .refusal import EditorialProblem
from .scrubbing import bare, readings

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
"""Strings of a canonical text, keys of objects among them."""

_NAMES = """
WITH RECURSIVE hidden (id) AS (
    SELECT id FROM incidents_location WHERE restricted
    UNION
    SELECT location.id FROM incidents_location location JOIN hidden ON location.parent_id = hidden.id
), restricted (name, folded, kind, public_id) AS (
    SELECT name.name, name.folded, 'actor', actor.public_id FROM incidents_actorname name
    JOIN incidents_actor actor ON actor.id = name.actor_id WHERE name.restricted
    UNION ALL
    SELECT name.name, name.folded, 'location', location.public_id FROM incidents_locationname name
    JOIN incidents_location location ON location.id = name.location_id
    WHERE name.restricted OR location.id IN (SELECT id FROM hidden)
    UNION ALL
    SELECT name, folded, 'location', public_id FROM incidents_location WHERE id IN (SELECT id FROM hidden)
    UNION ALL
    SELECT name, folded, 'source', NULL FROM incidents_source WHERE confidential
    UNION ALL
    SELECT alias, attest_fold(alias), 'source', NULL FROM incidents_source, unnest(aliases) alias WHERE confidential
    UNION ALL
    SELECT name, folded, 'person', NULL FROM incidents_person WHERE id IN ({persons})
    UNION ALL
    SELECT name, folded, 'person', NULL FROM incidents_personname WHERE person_id IN ({persons})
)
SELECT DISTINCT folded, kind, public_id FROM restricted
WHERE folded <> '' AND name NOT LIKE '[%%]' AND split_part(folded, ' ', 1) = ANY(%s::text[])
"""


@dataclass(frozen=True, slots=True)
class RestrictedName:
    """A name in folded form, what it is the name of, and that subject's public id if it has one."""

    folded: str
    kind: str
    public_id: str | None


def restricted_names(words: Collection[str]) -> list[RestrictedName]:
    """Restricted names that begin with one of the given folded words. One query."""
    persons, parameters = not_to_be_named().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_NAMES.format(persons=persons), [*parameters, *parameters, list(words)])
        return [RestrictedName(*row) for row in cursor.fetchall()]


def is_hidden(location: int) -> bool:
    """Whether a location is restricted or lies in one that is."""
    gazetteer = Gazetteer.load([location])
    return gazetteer.shown(location) is not gazetteer.rows[location]


NOTE = "note"
"""Stands for the public note among public ids."""


def find_in(document: Document) -> list[EditorialProblem]:
    """Where one document holds a restricted name."""
    return [problem for problems in find_in_all([document]).values() for problem in problems]


def find_in_note(note: str) -> list[EditorialProblem]:
    """Where a public note holds a restricted name."""
    return find_in_all([], note=note).get(NOTE, [])


def find_in_all(
    documents: Iterable[Document], texts: Mapping[str, str] = MappingProxyType({}), note: str = ""
) -> dict[str, list[EditorialProblem]]:
    """The same for many documents and a note with one query: problems by public id, documents without any left out.

    ``texts`` are canonical texts, by public id, of those that are encoded already. Documents of one batch say much the
    same, so that each string is folded once, and only documents with the first word of a restricted name in one of
    them are taken apart: taking all of them apart took a quarter of the time of publishing.
    """
    bodies = [(document, texts.get(document.id) or encode(document)) for document in documents]
    strings: set[str] = set()
    for _document, body in bodies:
        strings.update(_quoted(body))
    identifier = _identifier()
    # Codes and addresses count as well: too many suspects rather than too few.
    words = {string: _first_words(_unescaped(string)) for string in strings if not identifier.match(string)}
    names = NameIndex.of_words(set().union(*words.values(), _first_words(note)))
    telling = {string for string, firsts in words.items() if not names.by_word.keys().isdisjoint(firsts)}
    problems: dict[str, list[EditorialProblem]] = defaultdict(list)
    for document, body in bodies if telling else ():
        if not telling.isdisjoint(_quoted(body)):
            for passage in texts_of(document):
                problems[document.id] += [_problem(passage, name) for name in names.in_text(passage)]
    if note:
        passage = DocumentText(steps=(NOTE,), text=note)
        problems[NOTE] = [_problem(passage, name) for name in names.in_text(passage)]
    return {public_id: of_one for public_id, of_one in problems.items() if of_one}


def _quoted(text: str) -> list[str]:
    """The strings of a canonical text, still with their escapes."""
    return _QUOTED.findall(text) if "\\" in text else text.split('"')[1::2]


@cache
def _identifier() -> re.Pattern[str]:
    """Our own identifiers and addresses, and days: new ones in every document, and no names."""
    subjects, parts = r"(?:INC|EPI|ACT|LOC|SRC|COV)-\d{6,}", r"(?:CLM|RPT|PER)-[0-9A-HJKMNP-TV-Z]{12}"
    site = re.escape(settings.SITE_URL.rstrip("/"))
    return re.compile(rf"(?:(?:{site}/[a-z]+/)?{subjects}/?|{parts}|\d{{4}}-\d\d-\d\d)$")


def _unescaped(quoted: str) -> str:
    return str(decode(f'"{quoted}"')) if "\\" in quoted else quoted


def _first_words(text: str) -> set[str]:
    """Every word of a text, and what a name may be once a prefix is taken off."""
    return {form for word in readings(text).split() for form in bare(word)}


class NameIndex:
    """Restricted names by their first word, so that a text is gone through once however many there are."""

    def __init__(self, names: Iterable[RestrictedName]) -> None:
        self.by_word: dict[str, list[tuple[list[str], RestrictedName]]] = defaultdict(list)
        self._words: dict[str, list[str]] = {}
        for name in names:
            words = name.folded.split()
            self.by_word[words[0]].append((words, name))

    @classmethod
    def of_words(cls, words: Collection[str]) -> NameIndex:
        """The restricted names that begin with one of the folded words. One query, or none without words."""
        return cls(restricted_names(words) if words else ())

    def in_text(self, passage: DocumentText) -> Collection[RestrictedName]:
        """Those that stand in the text, each once however often and in whatever way."""
        if passage.text not in self._words:
            self._words[passage.text] = readings(passage.text).split()
        return dict.fromkeys(self._in_words(passage, self._words[passage.text])).keys()

    def _in_words(self, passage: DocumentText, words: list[str]) -> Iterator[RestrictedName]:
        for place, word in enumerate(words):
            for first in bare(word):
                for phrase, name in self.by_word.get(first, ()):
                    rest = words[place + 1 : place + len(phrase)]
                    if rest == phrase[1:] and not _namesake(passage, phrase, name):
                        yield name


def _namesake(passage: DocumentText, phrase: list[str], name: RestrictedName) -> bool:
    """Whether the text is as a whole the name of another subject: a town may be called like a restricted village."""
    return passage.subject not in (None, name.public_id) and fold(passage.text).split() == phrase


def _problem(passage: DocumentText, name: RestrictedName) -> EditorialProblem:
    what = {
        "actor": _("a restricted name of an actor"),
        "location": _("the name of a restricted place"),
        "source": _("the name of a confidential source"),
        "person": _("the name of a person who must not be named"),
    }[name.kind]
    return EditorialProblem(
        field=passage.field or passage.path,
        message=_("%(where)s contains %(what)s: “%(name)s”.")
        % {"where": passage.label, "what": what, "name": name.folded},
        remedy=_("Reword it, or lift the restriction where it is set."),
        claim=passage.claim,
    )
