"""Search text: other names of what a document mentions, words of codes, and names beside a slash."""

from __future__ import annotations

import pytest

from incidents.codebook import SourceKind
from incidents.codebook.synonyms import SYNONYMS
from incidents.folding import fold
from incidents.place_names import keys_of
from incidents.record import document as d
from incidents.record.projection.full_text import text_of
from incidents.record.projection.terms import terms_of

from . import documents as make


def words_of(document: d.Document) -> set[str]:
    return set(text_of(document).split())


@pytest.mark.parametrize("alias", ["الحسكة", "Hesekê", "SOHR", "Daesh"])
def test_other_names_of_what_is_only_mentioned_are_searched(alias):
    document = make.incident("INC-000001", other_names=[d.OtherNames(id="LOC-000002", aliases=[alias])])
    assert fold(alias) in words_of(document)


@pytest.mark.parametrize("word", ["RPG", "rocket-propelled", "آر بي جي"])
def test_a_weapon_is_found_by_its_label_and_its_synonyms(word):
    said = {field: getattr(make.statement(), field) for field in d.Claim.__struct_fields__}
    claim = d.WeaponClaim(**said, weapon="rpg", delivery=None, used_by=None, detail=None)
    document = make.incident("INC-000001", claims=[claim])
    assert fold(word) in text_of(document)
    assert fold(word) not in text_of(make.incident("INC-000001"))


@pytest.mark.parametrize(
    "event_type, sub_event_type, words",
    [("explosion", "air_strike", ["airstrike", "غارة جوية"]), ("explosion", "drone_strike", ["UAV", "درۆن"])],
)
def test_an_event_is_found_by_synonyms_of_its_kind(event_type, sub_event_type, words):
    document = make.incident("INC-000001", event_type=event_type, sub_event_type=sub_event_type)
    assert all(fold(word) in text_of(document) for word in words)


def test_a_code_that_says_nothing_adds_no_words():
    unclear = make.incident("INC-000001", event_type="unclear", sub_event_type="other")
    assert words_of(unclear).isdisjoint({"unclear", "other"})


def test_every_synonym_is_a_word():
    for synonyms in SYNONYMS.values():
        for code, words in synonyms.items():
            assert not words or all(fold(word) for word in words.split(",")), code
    assert SYNONYMS[SourceKind][SourceKind.OTHER] is None


def test_a_place_is_called_by_either_of_the_names_beside_a_slash():
    document = make.location(make.HASAKAH, names=["Serê Kaniyê/Ras al-Ayn"])
    assert {"name:sere kaniye", "name:ras al ayn", "name:sere kaniye ras al ayn"} <= set(terms_of(document))


@pytest.mark.parametrize("text", ["Hasakah governorate", "محافظة الحسكة", "parêzgeha Hesekê"])
def test_a_division_is_called_with_and_without_its_generic_word(text):
    document = make.location(make.HASAKAH, names=[text])
    assert keys_of("Hasakah" if text.isascii() else text)[1] in terms_of(document)
