"""Suggestions for the page: what a column may be by its heading, and a word by the codebook. A person decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import cache

from incidents.codebook import SUB_EVENTS, Coded, EventType
from incidents.folding import fold

from .checks import codes_for
from .choices import KIND

_WORDS = {
    "id": "id,no,nr,number,ref,reference,event id,event id cnty,incident id,incident no,key,code,uuid,case",
    "title": "title,headline,name of event,incident",
    "summary": "summary,description,notes,text,details,narrative,remarks,comment,comments",
    KIND: "event type,type,kind,category,type of event,incident type,event",
    "sub_event_type": "sub event type,subtype,sub type,subcategory",
    "tags": "tags,keywords,labels",
    "dates.first": "date,day,event date,incident date,date start,start date,start,from,first day,date from",
    "dates.last": "date end,end date,end,to,until,last day,date to",
    "dates.precision": "date precision,time precision,date prec",
    "place.country": "country,country name,iso2,nation",
    "place.admin1": "admin1,adm1,adm 1,governorate,province,state,region,muhafazah,oblast",
    "place.admin2": "admin2,adm2,adm 2,district,county",
    "place.admin3": "admin3,adm3,subdistrict,nahiya,municipality",
    "place.name": "location,place,city,town,village,locality,settlement,where",
    "place.lat": "lat,latitude,y,gps lat",
    "place.lon": "lon,lng,long,longitude,x,gps lon",
    "place.precision": "geo precision,where prec,location precision",
    "place.radius_km": "radius,radius km",
    "actor.a": "actor,actor1,actor 1,side a,party a,armed group",
    "actor.b": "actor2,actor 2,side b,party b",
    "actor.attacker": "attacker,perpetrator,perpetrators,responsible,by,author",
    "actor.target": "target,victim,victims",
    "killed.low": "killed min,deaths low,low,min killed,dead min,fatalities low",
    "killed.best": "killed,deaths,dead,fatalities,best,number killed,casualties killed,deaths best",
    "killed.high": "killed max,deaths high,high,max killed,dead max,fatalities high",
    "killed_civilian.best": "civilians killed,civilian deaths,deaths civilians,dead civilians,killed civilians",
    "wounded.best": "wounded,injured,injuries,hurt,number injured,number wounded",
    "report.source": "source,sources,reported by,outlet,media,publisher,newspaper",
    "report.title": "source title,article,article title",
    "report.url": "url,link,source url,address,web",
    "report.published": "published,publication date,source date,date published",
}

_ARABIC = {
    "id": "الرقم,رقم,م,ت,التسلسل,الرقم التسلسلي,المعرف,رقم الحادث,رقم الحادثة,رمز",
    "title": "العنوان,عنوان الحادث,الخبر,الحادثة,الحادث",
    "summary": "الوصف,وصف,وصف الحادث,التفاصيل,تفاصيل,ملاحظات,الملاحظات,النص,الشرح,نبذة",
    KIND: "النوع,نوع الحادث,نوع الحادثة,نوع الحدث,نوع الهجوم,التصنيف,الفئة,الحدث",
    "sub_event_type": "النوع الفرعي,التصنيف الفرعي,نوع فرعي",
    "tags": "الوسوم,وسوم,كلمات مفتاحية,الكلمات المفتاحية",
    "dates.first": "التاريخ,تاريخ,تاريخ الحادث,تاريخ الحادثة,تاريخ الحدث,اليوم,من تاريخ,تاريخ البداية,تاريخ البدء",
    "dates.last": "إلى تاريخ,تاريخ النهاية,تاريخ الانتهاء",
    "place.country": "البلد,الدولة,بلد,دولة",
    "place.admin1": "المحافظة,محافظة,الولاية,الإقليم",
    "place.admin2": "المنطقة,منطقة,القضاء",
    "place.admin3": "الناحية,ناحية",
    "place.name": "المكان,مكان,الموقع,المدينة,مدينة,البلدة,القرية,مكان الحادث,موقع الحادث,المدينة أو القرية",
    "place.lat": "خط العرض,دائرة العرض,العرض",
    "place.lon": "خط الطول,الطول",
    "actor.attacker": "الفاعل,الجهة,الجهة الفاعلة,الجهة المسؤولة,الجهة المنفذة,المنفذ,الجاني,المسؤول,الجهة المهاجمة",
    "actor.target": "المستهدف,الجهة المستهدفة,الهدف,الضحية",
    "killed.best": "القتلى,قتلى,عدد القتلى,الشهداء,عدد الشهداء,الوفيات,عدد الوفيات,عدد الضحايا,الضحايا",
    "killed_civilian.best": "القتلى المدنيون,القتلى المدنيين,عدد القتلى المدنيين,الضحايا المدنيون",
    "killed_combatant.best": "القتلى العسكريون,قتلى عسكريون,القتلى المقاتلون,عدد القتلى العسكريين",
    "wounded.best": "الجرحى,جرحى,عدد الجرحى,المصابون,المصابين,عدد المصابين,الإصابات,عدد الإصابات",
    "report.source": "المصدر,مصدر,المصادر,مصدر الخبر,الناشر,الجهة الناشرة",
    "report.url": "الرابط,رابط,رابط الخبر,رابط المصدر",
    "report.published": "تاريخ النشر",
}
"""What such lists are headed with in Arabic; folded, as the English ones are."""


@cache
def _by_word() -> dict[str, str]:
    lists = (_WORDS, _ARABIC)
    return {fold(word): kind for words in lists for kind, some in words.items() for word in some.split(",")}


def guessed_meanings(heading: Sequence[str]) -> dict[str, str]:
    """A meaning for each column that says what it is; each once, the first column that fits."""
    found: dict[str, str] = {}
    for column in heading:
        meaning = _by_word().get(fold(column.replace("_", " ")), "")
        if meaning and meaning not in found.values():
            found[column] = meaning
    return found


def guessed_code(meaning: str, word: str) -> str:
    """The code whose value, label or word in ACLED's or UCDP's codebook is like it; empty where none is."""
    known = _words_of(meaning)
    folded = fold(word.replace("_", " "))
    near = [folded] if folded in known else get_close_matches(folded, known, 1, 0.85)
    return known[near[0]] if near else ""


@cache
def _words_of(meaning: str) -> dict[str, str]:
    """Folded words to codes; the first that has a word keeps it."""
    found: dict[str, str] = {}
    for word, code in _kinds() if meaning == KIND else _codes(meaning):
        found.setdefault(fold(word.replace("_", " ")), code)
    found.pop("", None)
    return found


def _codes(meaning: str) -> Iterator[tuple[str, str]]:
    codes: type[Coded] | None = codes_for(meaning)
    for one in codes or ():
        yield from ((word, one.value) for word in _names(one))


def _kinds() -> Iterator[tuple[str, str]]:
    """Types first: a word for a type is no word for one of its kinds."""
    for event in SUB_EVENTS:
        if event == EventType.DEMONSTRATION:
            continue  # it takes a kind: whether it was peaceful is not to be guessed
        yield from ((word, event.value) for word in _names(event))
    for event, subs in SUB_EVENTS.items():
        for sub in subs:
            yield from ((word, f"{event.value}/{sub.value}") for word in _names(sub))


def _names(one: Coded) -> tuple[str, ...]:
    theirs = one.crosswalk.acled if not one.crosswalk.acled.isdecimal() else ""
    return (
        one.value,
        str(one.label),
        theirs,
        *(word for word in str(one.label).split(" or ") if len(word) > 4),
    )
