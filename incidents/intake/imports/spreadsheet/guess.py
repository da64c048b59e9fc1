"""Suggestions for the page: the meaning of a column by its heading, the code of a word by the codebook.

A person decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import cache

from incidents.codebook import SUB_EVENTS, Coded, EventType
from incidents.folding import fold

from .checks import codes_for
from .meanings import KIND

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
def _meanings_by_heading() -> dict[str, str]:
    return {
        fold(heading): meaning
        for headings in (_WORDS, _ARABIC)
        for meaning, listed in headings.items()
        for heading in listed.split(",")
    }


def guessed_meanings(heading: Sequence[str]) -> dict[str, str]:
    """A meaning for each column that says what it is; each once, the first column that fits."""
    guessed: dict[str, str] = {}
    for column in heading:
        meaning = _meanings_by_heading().get(fold(column.replace("_", " ")), "")
        if meaning and meaning not in guessed.values():
            guessed[column] = meaning
    return guessed


def guessed_code(meaning: str, word: str) -> str:
    """The code whose value, label or word in ACLED's or UCDP's codebook is like it; empty where none is."""
    codes = _codes_by_word(meaning)
    folded = fold(word.replace("_", " "))
    near = [folded] if folded in codes else get_close_matches(folded, codes, 1, 0.85)
    return codes[near[0]] if near else ""


@cache
def _codes_by_word(meaning: str) -> dict[str, str]:
    """Folded words to codes; the first that has a word keeps it."""
    if meaning == KIND:
        pairs = _words_for_kinds()
    else:
        codes: type[Coded] | None = codes_for(meaning)
        pairs = ((word, code.value) for code in codes or () for word in _words_for(code))
    by_word: dict[str, str] = {}
    for word, code in pairs:
        by_word.setdefault(fold(word.replace("_", " ")), code)
    by_word.pop("", None)
    return by_word


def _words_for_kinds() -> Iterator[tuple[str, str]]:
    """Types first: a word for a type is no word for one of its kinds."""
    for event in SUB_EVENTS:
        if event == EventType.DEMONSTRATION:
            continue  # it takes a kind: whether it was peaceful is not to be guessed
        yield from ((word, event.value) for word in _words_for(event))
    for event, subs in SUB_EVENTS.items():
        for sub in subs:
            yield from ((word, f"{event.value}/{sub.value}") for word in _words_for(sub))


def _words_for(code: Coded) -> tuple[str, ...]:
    label, acled = str(code.label), code.crosswalk.acled
    return (
        code.value,
        label,
        "" if acled.isdecimal() else acled,
        *(word for word in label.split(" or ") if len(word) > 4),
    )
