"""Governorates and towns of Syria and Iraq by the spellings that datasets, media and the people there use."""

from __future__ import annotations

from collections import defaultdict

import pytest

from incidents.codebook import LocationType
from incidents.intake.gazetteer.geonames import read_country
from incidents.intake.gazetteer.places import GazetteerPlace
from incidents.place_names import PlaceIndex

GOVERNORATES = {
    "SY": """
        Al-Hasakah: Hasakah, Al-Hasakeh, Hassakeh, Hasake, Al Ḩasakah, محافظة الحسكة, Hesekê, حەسەکە, parêzgeha Hesekê
        Latakia: Lattakia, Latakia Governorate, Al Lādhiqīyah, Ladhiqiyah, اللاذقية, محافظة اللاذقية, Laziqiye, لازقیە
        Quneitra: Al-Quneitra, Al Qunayţirah, Quneitra Governorate, Kuneitra, القنيطرة, محافظة القنيطرة, قونەیترە
        Raqqa: Ar-Raqqah, Ar Raqqah Governorate, Al-Raqqa, Rakka, Raqqah, الرقة, محافظة الرقة, parêzgeha Reqa, ڕەققە
        Suwayda: As-Sweida, As-Suwayda, Sweida, Suweida, Soueida, السويداء, محافظة السويداء, السويدا, سوەیدا
        Daraa: Dar'a, Deraa, Dar‘ā, Daraa Governorate, Dera'a, درعا, محافظة درعا, Dera, دەرعا
        Deir ez-Zor: Deir-ez-Zor, Dayr az Zawr, Deir Ezzor, Deir al-Zour, دير الزور, محافظة دير الزور, Dêrezor, دێرەزۆر
        Rif Dimashq: Rural Damascus, Rīf Dimashq, Rif Dimashq Governorate, ريف دمشق, محافظة ريف دمشق, Rif Damascus
        Aleppo: Halab, Ḩalab, Aleppo Governorate, حلب, محافظة حلب, Heleb, parêzgeha Helebê, حەلەب, پارێزگای حەلەب, Alep
        Hama: Hamah, Ḩamāh, Hama Governorate, حماة, محافظة حماة, حماه, Hema, حەما
        Homs: Hims, Ḩimş, Homs Governorate, Homs province, حمص, محافظة حمص, Hums, حومس
        Idlib: Idleb, Idlib Governorate, Edlib, إدلب, ادلب, محافظة إدلب, Îdlib, ئیدلب
        Damascus: Dimashq, Damascus Governorate, Damas, دمشق, محافظة دمشق, Şam, Dimeşq, دیمەشق, Damascus city
        Tartus: Tartous, Ţarţūs, Tartous Governorate, طرطوس, محافظة طرطوس, Tertûs, تەرتووس
    """,
    "IQ": """
        Anbar: Al-Anbar, Al Anbar Governorate, الأنبار, الانبار, محافظة الأنبار, Enbar, ئەنبار
        Basra: Al-Basrah, Basrah, Al Başrah, البصرة, محافظة البصرة, Besra, بەسرە
        Muthanna: Al-Muthanna, Al Muthanná, المثنى, محافظة المثنى
        Qadisiyah: Al-Qadisiyyah, Al-Qadissiya, Al Qādisīyah, Diwaniya, القادسية, الديوانية, Qadisiye
        Sulaymaniyah: Al-Sulaymaniyah, As Sulaymānīyah, Sulaimani, Slemani, السليمانية, Silêmanî, پارێزگای سلێمانی
        Babil: Babylon, Bābil, Babel, بابل, محافظة بابل
        Baghdad: Baghdād, Baghdad Governorate, بغداد, محافظة بغداد, Bexda, بەغدا
        Duhok: Dohuk, Dahūk, Dihok, دهوك, محافظة دهوك, parêzgeha Dihokê, دهۆک, پارێزگای دهۆک
        Dhi Qar: Thi-Qar, Dhī Qār, Thi Qar, ذي قار, محافظة ذي قار, زیقار
        Diyala: Diyālá, Diyala Governorate, ديالى, محافظة ديالى, دیالە
        Erbil: Arbil, Arbīl, Irbil, Hewlêr, أربيل, اربيل, محافظة أربيل, هەولێر, پارێزگای هەولێر
        Karbala: Kerbala, Karbalā’, كربلاء, محافظة كربلاء, Kerbela, کەربەلا
        Kirkuk: Kirkūk, Karkuk, كركوك, محافظة كركوك, Kerkûk, کەرکووک, پارێزگای کەرکووک
        Maysan: Missan, Maysān, Misan, ميسان, محافظة ميسان
        Nineveh: Ninewa, Ninawa, Nīnawá, نينوى, محافظة نينوى, Neynewa, نەینەوا
        Wasit: Wassit, Wāsiţ, واسط, محافظة واسط
        Najaf: An-Najaf, Al-Najaf, النجف, محافظة النجف, Necef
        Salah ad-Din: Salah al-Din, Şalāḩ ad Dīn, Salahaddin, Saladin, صلاح الدين, محافظة صلاح الدين, سەڵاحەددین
        Halabja: Halabjah, حلبجة, محافظة حلبجة, Helebce, هەڵەبجە
    """,
    "LB": """
        Beqaa: Bekaa, Al Biqā‘, البقاع, محافظة البقاع
        Nabatieh: El Nabatieh, An Nabaţīyah, Nabatiyeh, النبطية
        North Lebanon: North, Liban-Nord, الشمال, محافظة الشمال
        South Lebanon: South, Liban-Sud, الجنوب, محافظة لبنان الجنوبي
    """,
    "TR": """
        Diyarbakır: Diyarbakir, Diyarbakır ili, Amed, ديار بكر, دياربكر, ئامەد
        Mardin: Mardin ili, Mêrdîn, ماردين
        Şanlıurfa: Sanliurfa, Urfa, Riha, أورفة
        Şırnak: Sirnak, Şırnak Province, Şirnex, شرناق
    """,
}
TOWNS = {
    "SY": """
        173377: Qamishli, Al-Qamishli, Qamishlo, Al Qāmishlī, Kamishly, Qamişlo, مدينة القامشلي, قامشلو, قامشلۆ
        173811: Hasaka, Al-Hasakah, Hasakeh, الحسكة, Hesekê, bajarê Hesekê, حەسەکە
        172256: Kobani, Kobane, Kobanî, Ayn al-Arab, Ain al-Arab, عين العرب, كوباني, کۆبانی
        172955: Raqqa, Ar Raqqah, Raqqa city, الرقة, Reqa, ڕەققە
        170794: Deir ez-Zor, Dayr az Zawr, Deir Ezzor, دير الزور, Dêrezor, دێرەزۆر
        174186: Afrin, ‘Afrīn, عفرين, Efrîn, عەفرین
        167357: Manbij, Minbij, Munbij, منبج, Minbic, مەنبەج
        174018: Al-Bab, Al Bab, El-Bab, الباب
        172082: Azaz, A'zaz, I‘zāz, إعزاز, أعزاز
        165509: Ras al-Ayn, Ra's al 'Ayn, Ras al-Ain, رأس العين, Serekaniye, Serêkaniyê, سەرێکانی
        163750: Tell Abyad, Tal Abyad, تل أبيض, Girê Spî, گرێ سپی
        163434: Tell Tamer, Tal Tamr, تل تمر, Til Temir
        172134: Ain Issa, Ayn Isa, ‘Ayn ‘Īsá, عين عيسى, Eyn Îsa
        173230: Amuda, Amude, عامودا, Amûdê, عاموودا
        173530: Derik, Al-Malikiyah, المالكية, ديريك, Dêrik, دێریک
        170887: Darbasiyah, Ad Darbāsīyah, الدرباسية, Dirbêsiyê
        172837: Shaddadi, Ash Shaddādah, الشدادي, Şedadê
        169179: Jarabulus, Jarablus, جرابلس, Cerablus
        169190: Jindires, Jinderes, جنديرس, Cindirês
        172374: Tabqa, Al-Thawrah, الطبقة, الثورة, Tebqa, تەبقە
        174448: Abu Kamal, Al-Bukamal, Albu Kamal, البوكمال, أبو كمال
        173480: Mayadin, Al-Mayadin, الميادين, Meyadîn
        163808: Palmyra, Tadmur, تدمر
        169389: Idlib, Idleb, إدلب, ادلب
        164816: Saraqib, Saraqeb, سراقب
        167611: Maarrat al-Nu'man, Ma‘arrat an Nu‘mān, Maarat al-Numan, معرة النعمان
        168325: Khan Shaykhun, Khan Sheikhoun, Khān Shaykhūn, خان شيخون
        169023: Jisr al-Shughur, Jisr ash-Shughour, جسر الشغور
        170592: Douma, Dūmā, دوما, Dûma
        170905: Daraa, Deraa, Dar'a, درعا
    """,
    "IQ": """
        99072: Mosul, Al-Mawsil, الموصل, Mûsil, مووسڵ
        448149: Sinjar, Shingal, سنجار, Şingal, شنگال
        90393: Tal Afar, Tel Afar, Tall ‘Afar, تلعفر, تل عفر, تەلەعفەر
        89570: Zakho, Zaxo, زاخو, زاخۆ
        96994: Duhok, Dohuk, Dahuk, Dihok, دهوك, دهۆک
        95446: Erbil, Arbil, Hewlêr, أربيل, هەولێر
        98463: Sulaymaniyah, Slemani, السليمانية, Silêmanî, سلێمانی
        94787: Kirkuk, Kerkûk, كركوك, کەرکووک
        90026: Tuz Khurmatu, Ţūz Khūrmātū, طوز خورماتو, دووزخورماتوو
        94591: Khanaqin, Khānaqīn, خانقين, Xaneqîn, خانەقین
        96205: Halabja, حلبجة, Helebce, هەڵەبجە
        99454: Fallujah, Al Fallūjah, الفلوجة
        98717: Ramadi, Ar Ramadi, الرمادي
        93818: Makhmur, Makhmour, مخمور, Mexmûr, مەخموور
    """,
}
NAMED_BY = {"SY": 14, "IQ": 19, "LB": 8, "JO": 12, "TR": 81}


def listed(text: str) -> list[tuple[str, str]]:
    pairs = (line.strip().split(": ") for line in text.strip().splitlines())
    return [(place, spelling) for place, spellings in pairs for spelling in spellings.split(", ")]


@pytest.fixture(scope="module")
def places() -> dict[str, list[GazetteerPlace]]:
    return {country: read_country(country) for country in NAMED_BY}


def index_of(places: list[GazetteerPlace]) -> PlaceIndex[str]:
    index: PlaceIndex[str] = PlaceIndex()
    for place in places:
        index.add(place.key, [place.name, *(name.text for name in place.names)])
    return index


@pytest.mark.parametrize("country", GOVERNORATES)
def test_a_governorate_is_found_by_every_spelling(places, country):
    divisions = [place for place in places[country] if place.type == LocationType.ADMIN1]
    index, keys = index_of(divisions), {place.name: place.key for place in divisions}
    missed = [
        (name, spelling)
        for name, spelling in listed(GOVERNORATES[country])
        if index.only(spelling) != keys[name]
    ]
    assert missed == []


@pytest.mark.parametrize("country", TOWNS)
def test_a_town_is_found_by_every_spelling(places, country):
    index = index_of([place for place in places[country] if place.type == LocationType.LOCALITY])
    assert [
        (key, name, index.found_by(name)) for key, name in listed(TOWNS[country]) if index.only(name) != key
    ] == []


@pytest.mark.parametrize("country", NAMED_BY)
def test_no_two_divisions_of_a_country_share_a_name_however_it_is_compared(places, country):
    divisions = [place for place in places[country] if place.type == LocationType.ADMIN1]
    assert len(divisions) == NAMED_BY[country]
    index = index_of(divisions)
    shared: dict[str, set[str]] = defaultdict(set)
    for place in divisions:
        for name in (place.name, *(name.text for name in place.names)):
            for kind in index.found_by(name):
                shared[name] |= set(kind) - {place.key}
    assert {name: others for name, others in shared.items() if others} == {}


@pytest.mark.parametrize("country", ["SY", "IQ"])
def test_divisions_are_held_with_names_in_arabic_and_kurdish(places, country):
    divisions = [place for place in places[country] if place.type == LocationType.ADMIN1]
    without = {
        (place.name, language)
        for place in divisions
        for language in ("ar", "kmr", "ckb")
        if language not in {name.language for name in place.names}
    }
    assert without <= {("Muthanna", "kmr")}
    assert {place.name for place in divisions if not place.pcode} <= {"Halabja"}


@pytest.mark.parametrize("country", ["SY", "IQ"])
def test_districts_are_told_apart_within_their_governorate(places, country):
    by_governorate = defaultdict(list)
    for place in places[country]:
        if place.type == LocationType.ADMIN2:
            by_governorate[place.parent].append(place)
    for districts in by_governorate.values():
        index = index_of(districts)
        for place in districts:
            names = (place.name, f"{place.name} District", *(name.text for name in place.names))
            assert [name for name in names if index.only(name) != place.key] == []
