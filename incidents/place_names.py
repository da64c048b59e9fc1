"""Comparison of place names: three keys, from the strictest to the loosest, by which two spellings are one name.

1. The folded name, see ``folding``.
2. The folded name without generic words at its ends (governorate, محافظة, parêzgeha …) and without articles.
3. How it sounds: a key of consonants that Arabic and Kurdish in either alphabet have in common with the romanisations
   of OCHA, GeoNames and UCDP. Vowels, which Arabic does not write and romanisations write as they like, are left out.
   Letters that one of the alphabets does not tell apart are one: q and k, th and t, ch and sh, v and f, p and b.

A key of fewer than three consonants would join too much (Hama and Homa, Daraa and Darayya). Such a name keeps its
vowels and is compared within its own alphabet only; across alphabets it is found by the names that are held.

Sources: the BGN/PCGN romanisations of Arabic (1956) and Kurdish (2007), the Hawar alphabet, and spellings met in the
tables of OCHA, GeoNames and UCDP.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Generic, TypeVar
from unicodedata import normalize

from .codebook import LocationType, Script
from .folding import APOSTROPHES, fold
from .scripts import script_of

ItemT = TypeVar("ItemT")

FEWEST_CONSONANTS = 3

_DIVISIONS = """
    governorate governorates gov province prov region district subdistrict sub-district state county department
    municipality gouvernorat département departement région
    muhafazah muhafaza muhafazat mohafazah mohafaza mohafazat mohafazet mintaqah mintaqa mintaqat mantiqa mantiqat
    nahiyah nahiya nahiyat nahia nahiye nahiyeya qada qadaa kaza qaza qeza qezaya caza liwa wilayah wilaya wilayat
    vilayet wîlayet wîlayeta il ili ilçe ilçesi bucağı parêzgeh parêzgeha parêzgehê parezga parezgay navçe navçeya
    markaz merkez merkezi
    محافظة محافظه مركز ولاية منطقة قضاء ناحية لواء
    پارێزگا پارێزگای پارێزگەی قەزا قەزای ناحیە ناحیەی ویلایەتی استان شهرستان
"""
_SETTLEMENTS = """
    city town village hamlet suburb neighbourhood neighborhood madinat medinat qaryat baldat
    şehri köyü beldesi belediyesi bajar bajarê gund gundê
    مدينة قرية بلدة بلدية شار شاری شارۆچکە شارۆچکەی شارەدێی گوند گوندی
"""
_OF = frozenset({"of", "de", "du", "des"})
_ARTICLES = frozenset({"al", "el", "ul"}) | frozenset(
    vowel + consonant for vowel in "ae" for consonant in ("d", "dh", "n", "r", "s", "sh", "t", "th", "z")
)
"""The article, also as it is said before letters of the sun."""
_JOINED_ARTICLE = re.compile(r"^(?:[ae]l(?=[bcdfghjklmnpqrstvwxyz]\w{2})|[ae](?=([rszdtn])\1\w{3}))")
_ARABIC_ARTICLE = re.compile(r"^ال(?=\w\w)")
_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")


def _folded_words(text: str) -> frozenset[str]:
    return frozenset(folded for word in text.split() if (folded := fold(word)))


_settlements = _folded_words(_SETTLEMENTS)
_levels = {
    LocationType.ADMIN1: _folded_words("""
        governorate gov province gouvernorat muhafazah muhafaza muhafazat mohafazah mohafaza mohafazat mohafazet
        wilayah wilaya wilayat vilayet wîlayet wîlayeta il ili parêzgeh parêzgeha parêzgehê parezga parezgay
        محافظة محافظه ولاية پارێزگا پارێزگای پارێزگەی استان
    """),
    LocationType.ADMIN2: _folded_words("""
        district mintaqah mintaqa mintaqat mantiqa mantiqat qada qadaa kaza qaza qeza qezaya caza ilçe ilçesi
        منطقة قضاء قەزا قەزای شهرستان
    """),
    LocationType.ADMIN3: _folded_words(
        "subdistrict sub-district nahiyah nahiya nahiyat nahia nahiye nahiyeya ناحية ناحیە ناحیەی"
    ),
}
"""Generic words that tell the level of a division; the others are used at several."""
_generic = _folded_words(_DIVISIONS) | _settlements
_no_apostrophes = dict.fromkeys(map(ord, APOSTROPHES))


def without_generic(name: str) -> str:
    """The name as it is written, without generic words at its ends; the whole name where it has no other word.

    >>> without_generic("Ar Rastan district"), without_generic("محافظة الحسكة"), without_generic("Governorate of Homs")
    ('Ar Rastan', 'الحسكة', 'Homs')
    """
    words = name.split()
    first, last = 0, len(words)
    while last - first > 1 and fold(words[last - 1]) in _generic:
        last -= 1
    while last - first > 1 and fold(words[first]) in _generic:
        first += 1
        if last - first > 1 and fold(words[first]) in _OF:
            first += 1
    return " ".join(words[first:last])


def level_named(name: str) -> LocationType | None:
    """The level of division that a word at one of its ends names; ``None`` where none does.

    >>> level_named("Idlib Governorate") == LocationType.ADMIN1, level_named("منطقة منبج") == LocationType.ADMIN2
    (True, True)
    """
    words = fold(name).split()
    ends = {words[0], words[-1]} if len(words) > 1 else set()
    return next((level for level, generic in _levels.items() if not generic.isdisjoint(ends)), None)


def names_a_town(name: str) -> bool:
    """Whether a word at one of its ends says so: Minsk City is no spelling of Minsk Region.

    >>> names_a_town("Tashkent city"), names_a_town("Tashkent")
    (True, False)
    """
    words = fold(name).split()
    return len(words) > 1 and not _settlements.isdisjoint((words[0], words[-1]))


def spellings(name: str) -> tuple[str, ...]:
    """The name and, where a slash parts several names, each of them; without what stands in brackets.

    >>> spellings("Kobani / Ain al-Arab (Aleppo)")
    ('Kobani / Ain al-Arab', 'Kobani', 'Ain al-Arab')
    """
    outside = " ".join(_BRACKETS.sub(" ", name).split()) or name.strip()
    return tuple(dict.fromkeys(part for text in (outside, *outside.split("/")) if fold(part := text.strip())))


@lru_cache(maxsize=100_000)
def keys_of(name: str) -> tuple[str, str, str]:
    """The three keys, see above; all empty for a name without a word. Keys of different kinds are never equal."""
    folded = fold(name)
    if not folded:
        return "", "", ""
    # Without the rule of the English possessive, which would take the s of Ra's al-Ayn.
    bare = without_generic(name).translate(_no_apostrophes)
    core = " ".join(_without_articles(fold(bare).split())) or folded
    return f"name:{folded}", f"core:{core}", _sound(bare) or f"short:{core}"


def _without_articles(words: list[str]) -> list[str]:
    kept = [word for word in words[:-1] if word not in _ARTICLES] + words[-1:]
    return [_ARABIC_ARTICLE.sub("", word) for word in kept]


def tells_apart(name: str) -> bool:
    """Whether the sound of a name tells a place apart even among the thousands of villages of a country."""
    kind, _colon, sound = keys_of(name)[2].partition(":")
    return kind == "sound" and len(sound.removeprefix("'")) > FEWEST_CONSONANTS


class PlaceIndex(Generic[ItemT]):
    """Things by their names; a name finds what bears the strictest of its keys that anything bears."""

    def __init__(self) -> None:
        self._by_key: dict[str, dict[ItemT, None]] = defaultdict(dict)

    def add(self, item: ItemT, names: Iterable[str]) -> None:
        for name in names:
            for spelling in spellings(name):
                for key in filter(None, keys_of(spelling)):
                    self._by_key[key][item] = None

    def found_by(self, name: str) -> tuple[list[ItemT], list[ItemT], list[ItemT]]:
        """What bears the name by each of the three keys, the strictest first; each in order of adding.

        What stands in brackets is asked for where the name outside them finds nothing.
        """
        found = self._found_by(name)
        for inside in () if any(found) else _BRACKETS.findall(name):
            found = found if any(found) else self._found_by(inside)
        return found

    def only(self, name: str) -> ItemT | None:
        """The only thing of that name, by the strictest key that finds anything; none where several bear it."""
        strictest = next(filter(None, self.found_by(name)), [])
        return strictest[0] if len(strictest) == 1 else None

    def _found_by(self, name: str) -> tuple[list[ItemT], list[ItemT], list[ItemT]]:
        keys = [keys_of(spelling) for spelling in spellings(name)]
        by_name, by_core, by_sound = (self._bearers(key[kind] for key in keys) for kind in range(3))
        return by_name, by_core, by_sound

    def _bearers(self, keys: Iterable[str]) -> list[ItemT]:
        return list(dict.fromkeys(item for key in keys for item in self._by_key.get(key, ())))


# The key of sounds ------------------------------------------------------------------------------------

_LETTERS = {
    "ş": "sh",
    "ç": "ch",
    "ğ": "gh",
    "ġ": "gh",
    "ẍ": "gh",
    "ḵ": "kh",
    "ž": "zh",
    "š": "sh",
    "č": "ch",
    "ǧ": "j",
}
"""Letters that are two in English, before their marks are folded away."""

_GROUPS = (
    *(
        ("sch", "S"),
        ("tch", "S"),
        ("ch", "S"),
        ("sh", "S"),
        ("kh", "x"),
        ("gh", "G"),
        ("zh", "j"),
        ("dj", "j"),
    ),
    *(("th", "t"), ("dh", "d"), ("ph", "f"), ("ck", "k"), ("c", "j"), ("q", "k"), ("v", "f"), ("p", "b")),
)
_ARABIC = {
    letter: sound
    for sound, letters in {
        "b": "بپ", "t": "تطث", "j": "جژ", "S": "شچ", "h": "حهھہ", "x": "خ", "d": "دذض", "r": "رڕ", "z": "زظ", "s": "سص",
        "G": "غ", "f": "فڤ", "k": "قكکڪ", "g": "گ", "l": "لڵ", "m": "م", "n": "ن", "w": "وۆۇؤ", "y": "يیىێې",
        "'": "اأإآٱئعە",
    }.items()
    for letter in letters
}  # fmt: skip
"""``'`` is a vowel or what begins with one."""

_MARKS = re.compile("[\u0610-\u061a\u0621\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e]")
_BGN = re.compile("[htdz]\u0327|[hstdz]\u0323|[aiu]\u0304")
"""Letters with a mark of the romanisation of Arabic: ḩ ţ ḑ z̧ ā ī ū (GeoNames), ḥ ṣ ṭ ḍ ẓ."""
_FINAL_H = re.compile(r"(?<=[ae])h$")
_INITIAL = re.compile("^[wy]")
"""Consonants where they begin a word, and else mostly vowels: Wasit and East are not Asit and Est."""
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = re.compile("[aeiou]")
_WEAK = re.compile("[wy]|(?<=.)'")


def _sound(name: str) -> str:
    """The key of a name in Latin or Arabic letters; empty in other scripts, and in Arabic where it is too short."""
    script = script_of(name)
    if script == Script.LATIN:
        sounds = _latin(name)
        return _consonants(_VOWELS.sub("'", sounds)) or _vowelled(sounds)
    return _consonants(_arabic(name)) if script == Script.ARABIC else ""


def _consonants(sounds: str) -> str:
    """A vowel is told at the beginning only; empty where too few consonants are left to tell names apart."""
    key = _WEAK.sub("", sounds)
    return f"sound:{key}" if len(key.removeprefix("'")) >= FEWEST_CONSONANTS else ""


def _vowelled(sounds: str) -> str:
    """Three vowels, so that Raqqah, Rakka and Reqa are one, and Hama and Homa two."""
    told = sounds.lower().replace("e", "a").replace("o", "u").replace("w", "u").replace("y", "i")
    return "short:-" + _DOUBLED.sub(r"\1", told)


def _latin(name: str) -> str:
    lowered = normalize("NFC", name).lower()
    words = fold(lowered).split()
    if _BGN.search(normalize("NFD", lowered)) or not _ARTICLES.isdisjoint(words[:-1]):
        lowered = lowered.replace("ş", "s")  # ص; in Kurdish and Turkish ش
    for letter, plain in _LETTERS.items():
        lowered = lowered.replace(letter, plain)
    words = _without_articles(fold(lowered).split())
    if len(words) == 1:
        words = [_JOINED_ARTICLE.sub("", words[0])]
    return "".join(map(_latin_word, words))


def _latin_word(word: str) -> str:
    for letters, sound in _GROUPS:
        word = word.replace(letters, sound)
    return _INITIAL.sub(lambda match: match[0].upper(), _FINAL_H.sub("", _DOUBLED.sub(r"\1", word)))


def _arabic(name: str) -> str:
    """A final heh is a vowel, and so is teh marbuta but before the word it belongs to: قلعة صالح.

    The ḥ of صلاح الدين is left out as its romanisations leave it out: Salah and Sala cannot be told apart.
    """
    words = [word for word in re.split(r"[\W_]+", _MARKS.sub("", name)) if word]
    sounds = []
    for place, word in enumerate(words):
        bare = _ARABIC_ARTICLE.sub("", word)
        said = bare.endswith("ة") and bare == word and place + 1 < len(words)
        stem = bare[:-1] + ("ت" if said else "") if bare.endswith(("ة", "ه", "اح")) else bare
        sounds.append(
            _INITIAL.sub(lambda match: match[0].upper(), "".join(_ARABIC.get(letter, "") for letter in stem))
        )
    return "".join(sounds)
