"""Texts in the language of the reader."""

from __future__ import annotations

from incidents.pages.words import texts


def test_text_falls_back_and_says_its_language():
    assert texts.chosen({"ar": "نص", "kmr": "nivîs"}) == ("نص", "ar")
    assert texts.chosen({"ar": "نص", "en": "text"}).language == "en"
    assert texts.chosen({}) == ("", "")
    assert texts.direction("ckb", "Latn") == "ltr"
    assert texts.direction("ar") == "rtl"
