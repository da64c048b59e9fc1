"""Folding: one rule in Python and in SQL."""

from __future__ import annotations

import random
import unicodedata

import pytest
from django.db import connection

from incidents import folding
from incidents.folding import fold, fold_name

CORPUS = [
    ("Qamişlo", "qamislo"),
    ("القامشليّ", "القامشلي"),
    ("قامشلۆ", "قامشلو"),
    ("ق‌امشلو", "قامشلو"),
    ("أسـايش", "اسايش"),
    ("ئاسایش", "ياسايش"),
    ("حلب الشهباء", "حلب الشهبا"),
    ("دمشق‎", "دمشق"),
    ("کوردستان", "كوردستان"),
    ("مدرسة", "مدرسه"),
    ("ڕۆژاڤا", "روژافا"),
    ("٢٠٢١ ۲۰۲۱", "2021 2021"),
    ("Kobanê, Şêx Meqsûd, Çil Axa, Îdlib", "kobane sex meqsud cil axa idlib"),
    ("Mu‘adhamiya al-Sham", "muadhamiya al sham"),
    ("Asayish's checkpoint", "asayish checkpoint"),
    ("STRAẞE Æther Øre İzmir ılık", "strasse aether ore izmir ilik"),
    ("Дамаск", "дамаск"),
    ("ﻗﺎﻣﺸﻠﻮ", "قامشلو"),
    ("“RPG-7” — № 5 ½", "rpg 7 no 5 1⁄2".replace("⁄", " ")),
    ("  \t\n ", ""),
    ("INC-000042", "inc 000042"),
    ("مستشفى", "مستشفي"),
]


@pytest.mark.parametrize("text, folded", CORPUS)
def test_names_fold_to_what_people_type(text: str, folded: str):
    assert fold(text) == folded


def test_folding_twice_changes_nothing():
    for text, _ in CORPUS:
        assert fold(fold(text)) == fold(text)


def test_spellings_of_one_name_meet():
    assert fold("Qamişlo") == fold("QAMIŞLO") == fold("Qamis\u0327lo")


@pytest.mark.django_db
def test_sql_folds_like_python():
    texts = [text for text, _ in CORPUS] + _random_texts(3_000)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attest_fold(text) FROM unnest(%s) WITH ORDINALITY AS t (text, n) ORDER BY n", [texts]
        )
        in_sql = [row[0] for row in cursor.fetchall()]
    differing = [(t, fold(t), s) for t, s in zip(texts, in_sql, strict=True) if fold(t) != s]
    assert differing == []


@pytest.mark.django_db
def test_sql_folding_may_be_indexed():
    with connection.cursor() as cursor:
        cursor.execute("SELECT provolatile, proparallel FROM pg_proc WHERE proname = 'attest_fold'")
        assert cursor.fetchall() == [("i", "s")]


def _random_texts(count: int) -> list[str]:
    """Texts over all characters that Unicode 14 knows (both sides do), with names' own scripts more often."""
    chance = random.Random(20210420)  # noqa: S311  # no secret
    everything = [chr(c) for c in range(1, 0x20000) if unicodedata.category(chr(c)) not in {"Cn", "Cs", "Co"}]
    common = [chr(c) for c in (*range(32, 0x250), *range(0x600, 0x700), 0x2019, 0x200C, 0x1E9E)]
    common = [c for c in common if unicodedata.category(c) != "Cn"]
    return [
        "".join(
            chance.choice(chance.choice((everything, common, common))) for _ in range(chance.randint(1, 40))
        )
        for _ in range(count)
    ]


def test_long_words_are_folded_alike_and_not_kept():
    """Anybody may write them into an address; kept, they would fill the memory of a worker."""
    kept = folding._kept.cache_info().currsize
    for number in range(50):
        assert fold(f"{'É' * 200}{number}") == f"{'e' * 200}{number}"
    assert folding._kept.cache_info().currsize == kept


def test_names_that_are_kept_are_folded_as_all_text_is():
    for text in [*_random_texts(200), "Jabhat  Fateh\u00a0al-Sham", "", "  ", "12", "O'Brien's", "x" * 100]:
        assert fold_name(text) == fold(text) == fold_name(text)
