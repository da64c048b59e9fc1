"""Kurdish words of casualty lines: Kurmanji in Latin letters, Sorani in Arabic ones."""

from __future__ import annotations

from incidents.codebook import AgeBand, CasualtyStatus, Outcome, Sex

from .tokens import (
    Harm,
    Language,
    Mark,
    Meaning,
    Number,
    Numerals,
    PeopleWord,
    Qualifier,
    Vague,
    in_order,
    phrases,
    spelled,
)

CIVILIAN, COMBATANT = CasualtyStatus.CIVILIAN, CasualtyStatus.COMBATANT
WOMAN = PeopleWord(CIVILIAN, AgeBand.ADULT, Sex.FEMALE)
MAN = PeopleWord(age_band=AgeBand.ADULT, sex=Sex.MALE)
CHILD = PeopleWord(CIVILIAN, AgeBand.CHILD)
POLICE = PeopleWord(COMBATANT, occupation="police officer")
JOURNALIST = PeopleWord(CIVILIAN, occupation="journalist")


def _singles(table: dict[str, PeopleWord]) -> dict[str, Meaning]:
    """Forms with the ending of one: kesek, کەسێک."""
    return {
        phrase: PeopleWord(kind.status, kind.age_band, kind.sex, kind.occupation, 1)
        for phrase, kind in table.items()
    }


_KURMANJI: dict[str, Meaning] = {
    "sivîl|sivîlan|welatî|hemwelatî|gundî": PeopleWord(CIVILIAN),
    "kes|kesan": PeopleWord(),
    "zarok|zarokan": CHILD,
    "jin|jinan": WOMAN,
    "mêr|zilam": MAN,
    "ciwan": PeopleWord(),
    "şervan|leşker|çekdar|çete": PeopleWord(COMBATANT),
    "polîs": POLICE,
    "rojnamevan": JOURNALIST,
    "endam": PeopleWord(),
    "hatin kuştin|hat kuştin|hatine kuştin|hatiye kuştin|hatin qetilkirin|hat qetilkirin|kuştî"
    "|jiyana xwe ji dest da|jiyana xwe ji dest dan|jiyana xwe ji dest dane|jiyana xwe ji dest daye"
    "|şehîd bû|şehîd bûn|şehîd ket|şehîd ketin|şehîd bûne|mirin": Harm(Outcome.KILLED),
    "birîndar bû|birîndar bûn|birîndar bûne|birîndar bûye|birîndar": Harm(Outcome.WOUNDED),
    "winda bû|winda bûn|winda bûne": Harm(Outcome.MISSING),
    "hatin girtin|hat girtin|hatin binçavkirin|hat binçavkirin|hatin desteserkirin|hat desteserkirin": Harm(
        Outcome.DETAINED
    ),
    "hatin revandin|hat revandin|hatine revandin": Harm(Outcome.ABDUCTED),
    "hatin berdan|hat berdan|serbest hatin berdan|serbest hat berdan": Harm(Outcome.RELEASED),
    "koçber bûn": Harm(Outcome.DISPLACED),
    "kesek": PeopleWord(count=1),
    "bi dehan|dehan|gelek|çend|bi sedan": Vague(),
    "tu|ti": Number(0),
    "herî kêm|qet nebe|kêmtirîn": Qualifier.LEAST,
    "zêdetirî|ji zêdetir|zêdetir ji": Qualifier.ABOVE,
    "kêmtirî": Qualifier.BELOW,
    "heta": Qualifier.MOST,
    "nêzîkî|derdora": Qualifier.ABOUT,
    "û|herwiha": Mark.AND,
    "an|yan": Mark.OR,
    "di navbera": Mark.BETWEEN,
    "ji": Mark.OF,
    "di nav de|di nav wan de|di nava wan de": Mark.INCLUDING,
    "ji wan": Mark.OF_THEM,
    "din|yên din|kesên din|kesên dîtir": Mark.OTHERS,
    "li|bi|di|de|ne|na|ku|duh|îro|piştî|berî|dema|ber|nehat|nehatin": Mark.BARRED,
}
_SORANI: dict[str, Meaning] = {
    "هاووڵاتی|هاوڵاتی|هاووڵاتیی مەدەنی|مەدەنی|سڤیل|گوندنشین": PeopleWord(CIVILIAN),
    "کەس|کەسی": PeopleWord(),
    "منداڵ": CHILD,
    "ژن|ئافرەت": WOMAN,
    "پیاو": MAN,
    "چەکدار|سەرباز|پێشمەرگە|گەریلا|شەڕڤان": PeopleWord(COMBATANT),
    "پۆلیس": POLICE,
    "ڕۆژنامەنووس": JOURNALIST,
    "ئەندام": PeopleWord(),
    "کوژران|کوژرا|کوژراون|کوژراوە|کوژراو|گیانیان لەدەستدا|گیانی لەدەستدا|گیانیان لە دەست دا|گیانی لە دەست دا"
    "|شەهید بوون|شەهید بوو|شەهیدبوون|شەهیدبوو|شەهید کران|شەهیدکران": Harm(Outcome.KILLED),
    "بریندار بوون|بریندار بوو|برینداربوون|برینداربوو|بریندارن|بریندار|بریندار کران": Harm(Outcome.WOUNDED),
    "بێسەروشوێن بوون|بێسەروشوێن بوو|بێسەروشوێنن": Harm(Outcome.MISSING),
    "دەستگیر کران|دەستگیر کرا|دەستگیرکران|دەستگیرکرا": Harm(Outcome.DETAINED),
    "ڕفێندران|ڕفێندرا|رفێنران|رفێنرا": Harm(Outcome.ABDUCTED),
    "ئازاد کران|ئازاد کرا|ئازادکران|ئازادکرا": Harm(Outcome.RELEASED),
    "ئاوارە بوون|ئاوارەبوون": Harm(Outcome.DISPLACED),
    "دەیان|سەدان|چەند|چەندین|ژمارەیەک": Vague(),
    "هیچ": Number(0),
    "لانیکەم|لانی کەم|بەلایەنی کەم|بەلایەنی کەمەوە|بەلایەنیکەم": Qualifier.LEAST,
    "زیاتر لە": Qualifier.ABOVE,
    "کەمتر لە": Qualifier.BELOW,
    "نزیکەی|دەوروبەری": Qualifier.ABOUT,
    "و": Mark.AND,
    "یان": Mark.OR,
    "بۆ": Mark.UP_TO,
    "لە نێوان": Mark.BETWEEN,
    "لەنێویاندا|لە نێویاندا|لەوانە": Mark.INCLUDING,
    "کەسی دیکە|کەسی تر|دیکە|تر": Mark.OTHERS,
    "لە|بە|لەگەڵ|نە|نەکوژران|دوێنێ|ئەمڕۆ|دوای|پێش": Mark.BARRED,
}

KURMANJI = Language(
    words=phrases(
        _KURMANJI,
        _singles({"sivîlek|welatiyek|gundiyek": PeopleWord(CIVILIAN), "zarokek": CHILD, "jinek": WOMAN}),
        _singles(
            {
                "mêrek|zilamek": MAN,
                "ciwanek": PeopleWord(),
                "şervanek|leşkerek|çekdarek": PeopleWord(COMBATANT),
                "polîsek": POLICE,
                "rojnamevanek": JOURNALIST,
            }
        ),
    ),
    numerals=Numerals(
        simple=in_order(
            [
                *("yek", "du|didu", "sê|sisê", "çar", "pênc", "şeş", "heft", "heşt", "neh", "deh"),
                *(
                    "yazdeh|yanzdeh",
                    "dwazdeh|donzdeh|diwanzdeh",
                    "sêzdeh",
                    "çardeh",
                    "pazdeh|panzdeh",
                    "şazdeh",
                ),
                *("hivdeh|hevdeh", "hijdeh|hejdeh", "nozdeh"),
            ],
            1,
        )
        | in_order(["bîst", "sî", "çil", "pêncî", "şêst", "heftê", "heştê", "nod"], 20, 10),
        multipliers={"sed": 100, "hezar": 1000},
        joined_by_and=True,
    ),
    claimant_marks=("li gorî", "li gor"),
)
SORANI = Language(
    words=phrases(
        _SORANI,
        _singles(
            {"هاووڵاتییەک|هاووڵاتیەک|مەدەنییەک|گوندنشینێک": PeopleWord(CIVILIAN), "کەسێک": PeopleWord()}
        ),
        _singles({"منداڵێک": CHILD, "ژنێک|ئافرەتێک": WOMAN, "پیاوێک": MAN, "پۆلیسێک": POLICE}),
        _singles({"چەکدارێک|سەربازێک|پێشمەرگەیەک": PeopleWord(COMBATANT), "ڕۆژنامەنووسێک": JOURNALIST}),
    ),
    numerals=Numerals(
        simple=in_order(
            [
                *("یەک", "دوو", "سێ", "چوار", "پێنج", "شەش", "حەوت", "هەشت", "نۆ", "دە"),
                *("یازدە|یانزە", "دوازدە|دوانزە", "سیازدە|سێزدە", "چواردە", "پازدە|پانزە", "شازدە|شانزە"),
                *("حەڤدە", "هەژدە", "نۆزدە"),
            ],
            1,
        )
        | in_order(["بیست", "سی", "چل", "پەنجا", "شەست", "حەفتا", "هەشتا", "نەوەد"], 20, 10),
        multipliers=spelled({"سەد": 100, "هەزار": 1000}),
        joined_by_and=True,
    ),
    claimant_marks=("بەپێی", "بە پێی", "بە وتەی"),
)
