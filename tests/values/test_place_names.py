"""Comparison of place names: spellings of one place share a key, those of two places do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.codebook import LocationType
from incidents.place_names import PlaceIndex, keys_of, level_named, spellings, tells_apart, without_generic

ONE_PLACE = [
    "Ḥasakah | Hasakeh | Hassakeh | Al-Hasaka | Heseke | Hesekê | Alhasakah | الحسكة | حەسەکە | parêzgeha Hesekê",
    "Deir ez-Zor | Dayr az Zawr | Deir Ezzor | Deirezzor | Deir-ez-Zor | Deir al-Zour | Dêrezor | دير الزور | دێرەزۆر",
    "Raqqa | Ar-Raqqah | Rakka | Reqa | Arraqqa | Raqqa Governorate",
    "As-Suwayda | Sweida | Suweida | Soueida | As-Suwaydā’ | Assuwayda",
    "Idlib | Idleb | Edlib | إدلب | ادلب | محافظة إدلب | ئیدلب",
    "Daraa | Deraa | Dar’a | Dera'a | Der’a",
    "Homs | Hims | Ḥimş | حمص | منطقة حمص | Homs District",
    "Safita | Şāfītā | صافيتا",
    "Al Qusayr | Al Quşayr | القصير",
    "Şemdinli | Shemdinli | Šemdinli",
    "Tartus | Tartous | Ţarţūs | طرطوس | Tartous Governorate",
    "Rif Dimashq | Reef Dimashq | ريف دمشق | محافظة ريف دمشق | Rīf Dimashq",
    "Quneitra | Al-Qunaytirah | Kuneitra | القنيطرة",
    "Qamishli | Al Qāmishlī | Qamişlo | Kamışlı | Qamishlo | القامشلي | قامشلۆ | Kamishly city",
    "Ra's al-'Ayn | Ras al-Ayn | Ras al Ain | رأس العين",
    "Manbij | Menbic | Minbij | Munbij | منبج | مەنبەج",
    "Ma'arrat al-Nu'man | Maarat an Numan | معرة النعمان",
    "Sulaymaniyah | As-Sulaymānīyah | Slemani | Silêmanî | السليمانية | سلێمانی | پارێزگای سلێمانی",
    "Duhok | Dahuk | Dihok | دهوك | دهۆک",
    "Salah al-Din | Saladin | Şalāḩ ad Dīn | صلاح الدين",
    "Kirkuk | Kerkûk | كركوك | کەرکووک | Kerkük ili",
]


@pytest.mark.parametrize("names", ONE_PLACE)
def test_spellings_of_one_place_share_a_key(names):
    index: PlaceIndex[str] = PlaceIndex()
    first, *others = names.split(" | ")
    index.add(first, [first])
    assert [name for name in others if index.only(name) != first] == []


@pytest.mark.parametrize(
    "names",
    [
        "Rif Dimashq | Dimashq | Damascus",
        "Hama | Homs | Homa | حماة",
        "Daraa | Darayya | درعا | داريا",
        "Aleppo | Halabja | Halba | Idlib",
        "Hasakah | Haska Kabir",
        "Duhok | Dohuk Castle",
        "Ras al-Ayn | Ayn al-Arab",
        "Yarmouk | Yarmouk Camp",
        "North Lebanon | South Lebanon | Mount Lebanon",
        "Tall Abyad | Tall Aswad | Tall",
        "Kirkuk | Karak",
        "Upper East | Upper West | North-East | North-West",
    ],
)
def test_two_places_share_none(names):
    index: PlaceIndex[str] = PlaceIndex()
    for name in names.split(" | "):
        index.add(name, [name])
    for name in names.split(" | "):
        assert [found for kind in index.found_by(name) for found in kind if found != name] == []


@pytest.mark.parametrize(
    "name, bare",
    [
        ("Al-Hasakah Governorate", "Al-Hasakah"),
        ("Governorate of Al-Hasakah", "Al-Hasakah"),
        ("Teir Maaleh village", "Teir Maaleh"),
        ("Nahiyat Markaz al Hasakah", "al Hasakah"),
        ("محافظة الحسكة", "الحسكة"),
        ("قضاء سنجار", "سنجار"),
        ("parêzgeha Hesekê", "Hesekê"),
        ("پارێزگای دهۆک", "دهۆک"),
        ("Mardin ili", "Mardin"),
        ("District", "District"),
        ("City District", "City"),
        ("", ""),
    ],
)
def test_generic_words_are_left_out_at_the_ends(name, bare):
    assert without_generic(name) == bare


def test_a_slash_parts_names_and_brackets_are_asked_last():
    index: PlaceIndex[int] = PlaceIndex()
    index.add(1, ["Ain al-Arab / Kobanî"])
    index.add(2, ["Aleppo"])
    assert spellings("Ain al-Arab / Kobanî (Aleppo)") == (
        "Ain al-Arab / Kobanî", "Ain al-Arab", "Kobanî",
    )  # fmt: skip
    assert [index.only(name) for name in ("Kobani", "عين العرب", "Kobanê (Aleppo)")] == [1, 1, 1]
    assert index.only("Old town (Aleppo)") == 2
    assert index.only("Kobani / Aleppo") is None


def test_the_strictest_key_decides():
    index: PlaceIndex[int] = PlaceIndex()
    index.add(1, ["Salma"])
    index.add(2, ["Salam"])
    assert (index.only("Salma"), index.only("Al-Salam"), index.only("Selim")) == (1, 2, None)


@pytest.mark.parametrize("name", ["", "–", "!?", "؟"])
def test_what_holds_no_word_is_no_name(name):
    index: PlaceIndex[int] = PlaceIndex()
    index.add(1, [name])
    assert (keys_of(name), index.only(name)) == (("", "", ""), None)


def test_a_long_sound_tells_a_village_apart():
    assert [tells_apart(name) for name in ("Manbij", "منبج", "Salma", "Hama", "Камишли")] == [
        True, True, False, False, False,
    ]  # fmt: skip


@given(st.text(max_size=30))
def test_every_text_has_keys_and_finds_itself(text):
    index: PlaceIndex[int] = PlaceIndex()
    index.add(1, [text])
    assert index.only(text) == (1 if keys_of(text)[0] else None)
    assert without_generic(text).split() == [
        word for word in text.split() if word in without_generic(text).split()
    ]


@pytest.mark.parametrize(
    "name, level",
    [
        ("Al-Hasakah Governorate", LocationType.ADMIN1),
        ("محافظة الحسكة", LocationType.ADMIN1),
        ("Parêzgeha Hesekê", LocationType.ADMIN1),
        ("پارێزگای حەسەکە", LocationType.ADMIN1),
        ("Manbij district", LocationType.ADMIN2),
        ("منطقة منبج", LocationType.ADMIN2),
        ("ناحية تل تمر", LocationType.ADMIN3),
        ("Qamishli city", None),
        ("Governorate", None),
        ("الحسكة", None),
    ],
)
def test_a_generic_word_tells_the_level_of_a_division(name, level):
    assert level_named(name) == level
