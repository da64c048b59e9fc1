from __future__ import annotations

import pytest

from incidents.codebook import Script
from incidents.scripts import language_of, report_language, script_of


@pytest.mark.parametrize(
    "name, script",
    [
        ("Al-Qāmishlī", Script.LATIN),
        ("Latakˌija", Script.LATIN),
        ("القامشلي", Script.ARABIC),
        ("Камишли", Script.CYRILLIC),
        ("קמישלי", Script.HEBREW),
        ("アレッポ", Script.OTHER),
        ("qamshlۆ", None),
        ("123", None),
    ],
)
def test_a_name_is_written_in_one_script(name, script):
    assert script_of(name) == script


@pytest.mark.parametrize(
    "name, language",
    [
        ("دیمەشق", "ckb"),
        ("هەولێر", "ckb"),
        ("قامشلۆ", "ckb"),
        ("دەمەشىق", ""),  # Uyghur
        ("الحسكة", "ar"),
        ("القامشلي", "ar"),
        ("قامشلو", ""),  # Kurdish and Arabic write it alike
    ],
)
def test_only_letters_that_give_it_away_name_a_language(name, language):
    assert language_of(name) == language


@pytest.mark.parametrize(
    "text, spoken, language",
    [
        ("مقتل شخصين في القامشلي", (), "ar"),
        ("انفجار بريف حلب", (), "ar"),
        ("مقتل قيادي في حزب گوران بمدينة أربيل", (), ""),  # letters of Persian in a name
        ("دوو کەس لە قامشلۆ کوژران", (), "ckb"),
        ("Li Qamişlo du kes hatin kuştin û yek birîndar bû", (), "kmr"),
        ("Two killed in Qamishli, says Rûdaw", (), "en"),
        ("Two dead", (), "en"),
        ("Two dead", ("en", "ar"), "en"),
        ("Zwei Tote in Aleppo", ("de",), "de"),
        ("Kamışlı'da çatışma", (), ""),
        ("Kamışlı'da çatışma", ("tr",), "tr"),
        ("В Алеппо погибли двое", (), ""),
        ("12 – 3", (), ""),
    ],
)
def test_language_of_a_report_is_told_by_letters_and_small_words(text, spoken, language):
    assert report_language(text, spoken) == language
