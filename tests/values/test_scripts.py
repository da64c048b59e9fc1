from __future__ import annotations

import pytest

from incidents.codebook import Script
from incidents.scripts import language_of, script_of


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
