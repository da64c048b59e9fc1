"""The languages of content, and those of the interface."""

from __future__ import annotations

from django.utils import translation

from config.languages import CONTENT_LANGUAGES, interface_languages


def test_without_catalogues_the_interface_is_english(tmp_path):
    assert [code for code, _name in interface_languages(tmp_path)] == ["en"]


def test_a_compiled_catalogue_offers_its_language(tmp_path):
    folder = tmp_path / "ckb" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.mo").touch()
    assert [code for code, _name in interface_languages(tmp_path)] == ["en", "ckb"]


def test_every_language_of_content_is_known_to_django():
    names = {code: translation.get_language_info(code)["name_local"] for code, _name in CONTENT_LANGUAGES}
    assert names["kmr"] == "Kurmancî"
    assert set(names) == {"en", "ar", "kmr", "ckb"}
