"""Placeholders: words such as "unknown" or "n/a", which are no names and become no actor, place or source.

Who is unknown is described and not biographed (an actor called "Unknown" would join all unknown ones into one). Cells
such as "n/a" or a dash, or what R, pandas, Excel and databases write for a missing value, say nothing at all and are
left out.
"""

from __future__ import annotations

from functools import lru_cache

from incidents.folding import fold

_NOTHING = """
n/a, na, none, nil, null, nan, nat, undefined, nothing, not applicable, not available, not given, not recorded, missing,
blank, empty, no, no one, nobody, no data, no info, no information, n/d,
لا يوجد, لا توجد, لا شيء, لا أحد, لا ينطبق, غير متوفر, غير متوفرة, غير متاح, غير مذكور, غير مذكورة, لم يذكر, لا معلومات,
لا توجد معلومات, بدون,
tune, tune ye, ne heye, agahî tune, هیچ, نییە, هیچ کەس, زانیاری نییە,
yok, bilgi yok, veri yok, aucun, aucune, aucune donnée, non disponible, ninguno, нет
"""
_UNKNOWN = """
unknown, unidentified, unnamed, unclear, undetermined, unconfirmed, unspecified, undisclosed, anonymous, not known,
not identified, not specified, not stated, not reported, not clear, to be determined, tbd, tbc, xxx,
مجهول, مجهولة, مجهولون, مجهولين, جهة مجهولة, جهات مجهولة, غير معروف, غير معروفة, غير محدد, غير محددة, غير معلوم,
غير معلومة, لم يحدد, لم تحدد, غير واضح, مصدر مجهول, مصدر غير معروف,
unknown source, undisclosed source, unnamed source, anonymous source,
nenas, nayê zanîn, nayê nasîn, nediyar, ne diyar, ne diyar e, ne eşkere, ne zelal, نەناسراو, نادیار, نادیارە, نەزانراو,
نەزانراوە, دیار نییە, ڕوون نییە, لا يعرف, لم يعرف, غير مؤكد, غير مؤكدة,
bilinmiyor, bilinmeyen, belirsiz, belli değil, meçhul, inconnu, inconnue, inconnus, non précisé, indéterminé,
desconocido, desconocidos, неизвестно,
неизвестный, неизвестные
"""
_SIGNS = """
unknown, unidentified, unnamed, undisclosed, غير معروف, غير معروفة, غير معروفين, غير محدد, غير محددة, غير معلوم,
غير معلومة, nenas, نەناسراو, نادیار, belirsiz, meçhul
"""
"""In a description of whoever took part; a place may be called after the Unknown Soldier."""
_STEM = "مجهول"
"""Of all its forms, which end by number, gender and case."""


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.replace("\n", " ").split(","))


_NO_WORDS = _words(_NOTHING)
_OF_NOBODY = _words(_UNKNOWN)
_IN_WORDS = tuple(f" {sign} " for sign in _words(_SIGNS))


_EXPORTED = "\\N"
"""What databases write for a missing value."""


@lru_cache(maxsize=20_000)
def says_nothing(word: str) -> bool:
    """Whether a cell is as good as empty: a dash, a question mark, "n/a"."""
    if word == _EXPORTED:
        return True
    folded = fold(word)
    return not folded or folded in _NO_WORDS


def is_unknown(word: str) -> bool:
    """Whether somebody took part, and nobody can say who: "unknown", "unidentified gunmen"."""
    folded = f" {fold(word)} "
    return names_nobody(word) or f" {_STEM}" in folded or any(sign in folded for sign in _IN_WORDS)


@lru_cache(maxsize=20_000)
def names_nobody(word: str) -> bool:
    """Whether the cell says nothing, or no more than that it is unknown."""
    return says_nothing(word) or fold(word) in _OF_NOBODY
