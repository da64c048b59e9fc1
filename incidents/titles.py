"""Titles of incidents that come without one: place, days, sides and kind, in each language of the record.

“Raqqa, 29 May 2017: fighting between IS and the Syrian Democratic Forces”. The languages are those of the texts, not
of the interface, so that their words stand here and not in a catalogue. Months are named as in Syria and Iraq.
"""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import override

from .codebook import ORGANISED, POINTS, DatePrecision, EventType, Extent, SubEventType, ViolenceType, decided
from .geo import DEFAULT_RADIUS_KM

LONGEST = 200
"""Characters of a title: the desk's column holds no more."""
Scope = Literal["at", "near", "in"]
"""At the place, within some kilometres of it, or somewhere in an area that is known no closer."""


@dataclass(frozen=True)
class TitleParts:
    """What a title is made of, with the names and the label of the kind in the title's language.

    ``violence`` is the dataset's type of organised violence, empty where it has none; then ``label`` names the kind.
    """

    place: str
    scope: Scope
    earliest: date
    latest: date
    precision: str
    extent: str
    side_a: tuple[str, ...]
    side_b: tuple[str, ...]
    others: tuple[str, ...] = ()
    violence: str = ""
    label: str = ""


@dataclass(frozen=True)
class TitleLanguage:
    """The words of one language. Patterns are filled with ``str.format``."""

    months: tuple[str, ...]
    day: str
    month: str
    exact: str
    between: str
    scopes: Mapping[Scope, str]
    comma: str
    also: str
    fighting: str
    one_sided: str
    extents: Mapping[str, str]


def _months(names: str) -> tuple[str, ...]:
    return tuple(names.split(","))


LANGUAGES: dict[str, TitleLanguage] = {
    "en": TitleLanguage(
        months=_months("January,February,March,April,May,June,July,August,September,October,November,December"),
        day="{day} {month} {year}",
        month="{month} {year}",
        exact="{first} – {last}",
        between="between {first} and {last}",
        scopes={"at": "{place}", "near": "Near {place}", "in": "Somewhere in {place}"},
        comma=", ",
        also="{others} and {last}",
        fighting="fighting between {a} and {b}",
        one_sided="violence by {a} against civilians",
        extents=decided(
            Extent, {Extent.SINGLE: "{kind}", Extent.SERIES: "{kind} (a series)", Extent.AGGREGATE: "{kind} (a sum)"}
        ),
    ),
    "ar": TitleLanguage(
        months=_months(
            "كانون الثاني,شباط,آذار,نيسان,أيار,حزيران,تموز,آب,أيلول,تشرين الأول,تشرين الثاني,كانون الأول"
        ),
        day="{day} {month} {year}",
        month="{month} {year}",
        exact="{first} – {last}",
        between="بين {first} و{last}",
        scopes={"at": "{place}", "near": "قرب {place}", "in": "مكان ما في {place}"},
        comma="، ",
        also="{others} و{last}",
        fighting="قتال بين {a} و{b}",
        one_sided="عنف من جانب {a} ضد مدنيين",
        extents=decided(
            Extent, {Extent.SINGLE: "{kind}", Extent.SERIES: "{kind} (سلسلة)", Extent.AGGREGATE: "{kind} (مجموع)"}
        ),
    ),
    "kmr": TitleLanguage(
        months=_months("Çile,Sibat,Adar,Nîsan,Gulan,Hezîran,Tîrmeh,Tebax,Îlon,Cotmeh,Mijdar,Kanûn"),
        day="{day} {month} {year}",
        month="{month} {year}",
        exact="{first} – {last}",
        between="di navbera {first} û {last} de",
        scopes={"at": "{place}", "near": "Nêzîkî {place}", "in": "Cihek li {place}"},
        comma=", ",
        also="{others} û {last}",
        fighting="şer di navbera {a} û {b} de",
        one_sided="tundî ji aliyê {a} ve li dijî sivîlan",
        extents=decided(
            Extent, {Extent.SINGLE: "{kind}", Extent.SERIES: "{kind} (rêze)", Extent.AGGREGATE: "{kind} (bi giştî)"}
        ),
    ),
    "ckb": TitleLanguage(
        months=_months(
            "کانوونی دووەم,شوبات,ئازار,نیسان,ئایار,حوزەیران,تەممووز,ئاب,ئەیلوول,تشرینی یەکەم,تشرینی دووەم,"
            "کانوونی یەکەم"
        ),
        day="{day}ی {month}ی {year}",
        month="{month}ی {year}",
        exact="{first} – {last}",
        between="لە نێوان {first} و {last}",
        scopes={"at": "{place}", "near": "نزیک {place}", "in": "شوێنێک لە {place}"},
        comma="، ",
        also="{others} و {last}",
        fighting="شەڕ لە نێوان {a} و {b}",
        one_sided="توندوتیژی لەلایەن {a} دژی مەدەنییەکان",
        extents=decided(
            Extent, {Extent.SINGLE: "{kind}", Extent.SERIES: "{kind} (زنجیرە)", Extent.AGGREGATE: "{kind} (کۆی گشتی)"}
        ),
    ),
}  # fmt: skip
"""By language tag."""

_WITH_ARTICLE = re.compile(
    r"^(Government|Kingdom|Republic|Forces|Party|Army) of\b"
    r"|\b(Forces|Army|Units|Brigades?|Front|Party|Movement|Council|Coalition|Union|Police|Organi[sz]ation|[Gg]overnment)$"
)
"""Names that an English sentence gives an article."""


def scope_of(location_type: str, radius_km: int | None) -> Scope:
    """How a place stands for where it happened; ``radius_km`` is null where it is as usual for the place."""
    if location_type not in POINTS:
        return "in"
    return "near" if radius_km is not None and radius_km > DEFAULT_RADIUS_KM[location_type] else "at"


def label_of(event_type: str, sub_event_type: str) -> str:
    """The kind of an event in English: the closer one, unless that is only “other”."""
    kind = EventType(event_type) if sub_event_type == SubEventType.OTHER else SubEventType(sub_event_type)
    with override("en"):
        return str(kind.label)


def title_in(language: str, parts: TitleParts) -> str:
    """The title in one of ``LANGUAGES``, cut to ``LONGEST`` characters; "" where nothing names the kind in it."""
    words = LANGUAGES[language]
    kind = _kind(language, words, parts)
    if not kind:
        return ""
    head = words.comma.join(filter(None, [_place(words, parts), days_in(language, parts)]))
    title = f"{head}: {words.extents[parts.extent].format(kind=kind)}"
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1].rstrip()}…"


def _place(words: TitleLanguage, parts: TitleParts) -> str:
    return words.scopes[parts.scope].format(place=parts.place) if parts.place else ""


def _kind(language: str, words: TitleLanguage, parts: TitleParts) -> str:
    a, b = (_listed(language, words, names) for names in (parts.side_a, parts.side_b))
    if parts.violence == ViolenceType.ONE_SIDED and a:
        return words.one_sided.format(a=a)
    if parts.violence in ORGANISED and a and b:
        return words.fighting.format(a=a, b=b)
    everybody = _listed(language, words, (*parts.side_a, *parts.side_b, *parts.others))
    return words.comma.join(filter(None, [_small(parts.label), everybody])) if parts.label else ""


def _listed(language: str, words: TitleLanguage, names: Sequence[str]) -> str:
    """“IS, Hamas and the Syrian Democratic Forces”, each once."""
    listed = [_with_article(name) if language == "en" else name for name in dict.fromkeys(names)]
    if len(listed) < 2:
        return "".join(listed)
    return words.also.format(others=words.comma.join(listed[:-1]), last=listed[-1])


def _with_article(name: str) -> str:
    return f"the {name}" if _WITH_ARTICLE.search(name) else name


def _small(label: str) -> str:
    """Inside a sentence; acronyms stay as they are."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def days_in(language: str, parts: TitleParts) -> str:
    """“29 May 2017”, “29–31 May 2017”, “May 2017”, “2017”, “between 3 May 2017 and 9 May 2017”."""
    words, first, last = LANGUAGES[language], parts.earliest, parts.latest
    if parts.precision != DatePrecision.DAY and (first.day, last.day) == (
        1,
        monthrange(last.year, last.month)[1],
    ):
        if (first.month, last.month, first.year) == (1, 12, last.year):
            return str(first.year)
        if (first.year, first.month) == (last.year, last.month):
            return words.month.format(month=words.months[first.month - 1], year=first.year)
    if first == last:
        return _day(words, str(first.day), first)
    if parts.precision not in (DatePrecision.DAY, DatePrecision.UNKNOWN):
        return words.between.format(
            first=_day(words, str(first.day), first), last=_day(words, str(last.day), last)
        )
    if (first.year, first.month) == (last.year, last.month):
        return _day(words, f"{first.day}–{last.day}", last)
    return words.exact.format(first=_day(words, str(first.day), first), last=_day(words, str(last.day), last))


def _day(words: TitleLanguage, days: str, within: date) -> str:
    return words.day.format(day=days, month=words.months[within.month - 1], year=within.year)
