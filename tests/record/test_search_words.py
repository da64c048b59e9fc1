"""Search text: other names of what a document mentions, words of codes, and names beside a slash."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.codebook import SourceKind
from incidents.codebook.synonyms import SYNONYMS
from incidents.folding import fold, names_beside_a_slash
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


@pytest.mark.parametrize(
    "text, names",
    [
        ("Serê Kaniyê/Ras al-Ayn", ["Serê Kaniyê", "Ras al-Ayn"]),
        ("رأس العين / سەرێ کانیێ", ["رأس العين", "سەرێ کانیێ"]),
        ("IS/ISIL/Daesh", ["IS", "ISIL", "Daesh"]),
        ("Km 12/3", []),
        ("n/a", []),
        ("Qamishli/", []),
        ("Qamishli", []),
    ],
)
def test_a_slash_separates_two_names(text, names):
    assert names_beside_a_slash(text) == names


def test_a_place_is_called_by_either_of_the_names_beside_a_slash():
    document = make.location(make.HASAKAH, names=["Serê Kaniyê/Ras al-Ayn"])
    assert {"name:sere kaniye", "name:ras al ayn", "name:sere kaniye ras al ayn"} <= set(terms_of(document))


@given(st.lists(st.text("abcçşيق", min_size=2), min_size=2, max_size=4))
def test_names_are_joined_by_slashes_and_come_back(names):
    assert names_beside_a_slash("/".join(names)) == names
