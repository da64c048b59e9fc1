"""Names that must not become public, and finding them in what is about to.

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
from .refusal import Problem
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
WHERE folded <> '' AND name NOT LIKE '[%%]' AND (%s::text[] IS NULL OR split_part(folded, ' ', 1) = ANY(%s::text[]))
"""


@dataclass(frozen=True, slots=True)
class RestrictedName:
    """A name in folded form, what it is the name of, and that subject's public id if it has one."""

    folded: str
    kind: str
    public_id: str | None


def restricted_names(words: Collection[str] | None = None) -> list[RestrictedName]:
    """All restricted names, or only those that begin with one of the given folded words. One query."""
    persons, parameters = not_to_be_named().values("pk").query.sql_with_params()
    asked = None if words is None else list(words)
    with connection.cursor() as cursor:
        cursor.execute(_NAMES.format(persons=persons), [*parameters, *parameters, asked, asked])
        return [RestrictedName(*row) for row in cursor.fetchall()]


def is_hidden(location: int) -> bool:
    """Whether a location is restricted or lies in one that is."""
    gazetteer = Gazetteer.load([location])
    return gazetteer.shown(location) is not gazetteer.rows[location]


def find_in(document: Document) -> list[Problem]:
    """Where one document holds a restricted name."""
    return [problem for found in find_in_all([document]).values() for problem in found]


def find_in_all(
    documents: Iterable[Document], texts: Mapping[str, str] = MappingProxyType({})
) -> dict[str, list[Problem]]:
    """The same for many documents with one query: problems by public id, documents without any left out.

    ``texts`` are canonical texts, by public id, of those that are encoded already.
    """
    found: dict[str, list[Problem]] = {}
    read = [(document, list(texts_of(document))) for document in _suspects(documents, texts)]
    folded = {passage.text: readings(passage.text) for _document, passages in read for passage in passages}
    names = _Names.beginning_in(folded.values())
    for document, passages in read:
        problems = [
            _problem(passage, name) for passage in passages for name in names.in_text(passage, folded)
        ]
        if problems:
            found.setdefault(document.id, []).extend(problems)
    return found


def _suspects(documents: Iterable[Document], known: Mapping[str, str]) -> list[Document]:
    """Documents that hold the first word of a restricted name in anything that is quoted in their text.

    Too many rather than too few: codes and addresses count as well. Documents of one batch say much the same, so that
    each string is folded once; looking at every text of every document took a quarter of the time of publishing.
    """
    texts = [(document, known.get(document.id) or encode(document)) for document in documents]
    strings: set[str] = set()
    for _document, text in texts:
        strings.update(_quoted(text))
    strings = {one for one in strings if not _identifier().match(one)}
    words = {text: _first_words(text) for text in strings}
    asked = set().union(*words.values())
    begin = {name.folded.split(" ", 1)[0] for name in restricted_names(asked)} if asked else set()
    if not begin:
        return []
    telling = {text for text, own in words.items() if not begin.isdisjoint(own)}
    return [document for document, text in texts if not telling.isdisjoint(_quoted(text))]


def _quoted(text: str) -> list[str]:
    """The strings of a canonical text, still with their escapes."""
    return _QUOTED.findall(text) if "\\" in text else text.split('"')[1::2]


@cache
def _identifier() -> re.Pattern[str]:
    """Our own identifiers and addresses, and days: new ones in every document, and no names."""
    subjects, parts = r"(?:INC|EPI|ACT|LOC|SRC|COV)-\d{6,}", r"(?:CLM|RPT|PER)-[0-9A-HJKMNP-TV-Z]{12}"
    site = re.escape(settings.SITE_URL.rstrip("/"))
    return re.compile(rf"(?:(?:{site}/[a-z]+/)?{subjects}/?|{parts}|\d{{4}}-\d\d-\d\d)$")


def _first_words(quoted: str) -> set[str]:
    """Every word of a string of JSON, and what a name may be once a prefix is taken off."""
    text = decode(f'"{quoted}"') if "\\" in quoted else quoted
    return {way for word in readings(text).split() for way in bare(word)}


def find_in_note(note: str) -> list[Problem]:
    """Where a public note holds a restricted name."""
    folded = {note: readings(note)}
    names = _Names.beginning_in(folded.values())
    passage = DocumentText(steps=("note",), text=note)
    return [_problem(passage, name) for name in names.in_text(passage, folded)]


class _Names:
    """Restricted names by their first word, so that a text is gone through once however many there are."""

    def __init__(self, names: Iterable[RestrictedName]) -> None:
        self.by_word: dict[str, list[tuple[list[str], RestrictedName]]] = defaultdict(list)
        for name in names:
            words = name.folded.split()
            self.by_word[words[0]].append((words, name))

    @classmethod
    def beginning_in(cls, texts: Iterable[str]) -> _Names:
        """The restricted names whose first word stands in one of the folded texts."""
        words = {word for text in texts for word in text.split()}
        return cls(restricted_names({way for word in words for way in bare(word)}))

    def in_text(self, passage: DocumentText, folded: dict[str, str]) -> Collection[RestrictedName]:
        """Those that stand in the text, each once however often and in whatever way."""
        return dict.fromkeys(self._in_text(passage, folded)).keys()

    def _in_text(self, passage: DocumentText, folded: dict[str, str]) -> Iterator[RestrictedName]:
        words = folded[passage.text].split()
        for place, word in enumerate(words):
            for first in bare(word):
                for phrase, name in self.by_word.get(first, ()):
                    rest = words[place + 1 : place + len(phrase)]
                    if rest == phrase[1:] and not _namesake(passage, phrase, name):
                        yield name


def _namesake(passage: DocumentText, phrase: list[str], name: RestrictedName) -> bool:
    """Whether the text is as a whole the name of another subject: a town may be called like a restricted village."""
    return passage.subject not in (None, name.public_id) and fold(passage.text).split() == phrase


def _problem(passage: DocumentText, name: RestrictedName) -> Problem:
    what = {
        "actor": _("a restricted name of an actor"),
        "location": _("the name of a restricted place"),
        "source": _("the name of a confidential source"),
        "person": _("the name of a person who must not be named"),
    }[name.kind]
    return Problem(
        field=passage.field or passage.path,
        message=_("%(where)s contains %(what)s: “%(name)s”.")
        % {"where": passage.label, "what": what, "name": name.folded},
        remedy=_("Reword it, or lift the restriction where it is set."),
        claim=passage.claim,
    )
