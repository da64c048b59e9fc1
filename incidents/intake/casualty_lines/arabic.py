"""Arabic words of casualty lines, in the forms in which reports count: مقتل ثلاثة مدنيين، مدنيان، قتيلان.

Oblique duals that are written like plurals (مدنيين) say nothing of how many; with a number, they are plurals.
"""

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
    phrases,
    spelled,
)

CIVILIAN, COMBATANT = CasualtyStatus.CIVILIAN, CasualtyStatus.COMBATANT
_ONE_TWO_MANY: tuple[tuple[str, str, str, PeopleWord], ...] = (
    ("مدني|مدنيا|مدنية", "مدنيان|مدنيتان|مدنيتين", "مدنيون|مدنيين|مدنيات", PeopleWord(CIVILIAN)),
    ("مواطن|مواطنا|مواطنة", "مواطنان|مواطنتان|مواطنتين", "مواطنون|مواطنين|مواطنات", PeopleWord(CIVILIAN)),
    ("شخص|شخصا", "شخصان|شخصين", "أشخاص", PeopleWord()),
    (
        "طفل|طفلا|طفلة|رضيع|قاصر",
        "طفلان|طفلين|طفلتان|طفلتين",
        "أطفال|أطفالا|طفلات|رضع|قاصرين",
        PeopleWord(CIVILIAN, AgeBand.CHILD),
    ),
    ("فتاة", "فتاتان|فتاتين", "فتيات", PeopleWord(CIVILIAN, sex=Sex.FEMALE)),
    (
        "امرأة|سيدة",
        "امرأتان|امرأتين|سيدتان|سيدتين",
        "نساء|سيدات",
        PeopleWord(CIVILIAN, AgeBand.ADULT, Sex.FEMALE),
    ),
    ("رجل|رجلا", "رجلان|رجلين", "رجال", PeopleWord(age_band=AgeBand.ADULT, sex=Sex.MALE)),
    ("شاب|شابا", "شابان|شابين", "شبان|شباب", PeopleWord(sex=Sex.MALE)),
    ("مسن|مسنا", "مسنان", "مسنين|مسنون", PeopleWord(CIVILIAN, AgeBand.OLDER)),
    ("عنصر|عنصرا", "عنصران|عنصرين", "عناصر", PeopleWord(COMBATANT)),
    ("مقاتل|مقاتلا", "مقاتلان", "مقاتلون|مقاتلين", PeopleWord(COMBATANT)),
    ("مسلح|مسلحا", "مسلحان", "مسلحون|مسلحين", PeopleWord(COMBATANT)),
    ("جندي|جنديا", "جنديان|جنديين", "جنود", PeopleWord(COMBATANT)),
    ("شرطي|شرطيا", "شرطيان|شرطيين", "شرطيون|رجال شرطة", PeopleWord(COMBATANT, occupation="police officer")),
    (
        "صحفي|صحفيا|صحافي|صحفية",
        "صحفيان|صحافيان",
        "صحفيون|صحفيين|صحافيين",
        PeopleWord(CIVILIAN, occupation="journalist"),
    ),
    ("مسعف|مسعفا", "مسعفان", "مسعفون|مسعفين", PeopleWord(CIVILIAN, occupation="medic")),
    ("طبيب|طبيبا", "طبيبان|طبيبين", "أطباء", PeopleWord(CIVILIAN, occupation="doctor")),
    ("راعي|راع", "راعيان", "رعاة|رعاة أغنام", PeopleWord(CIVILIAN, occupation="shepherd")),
)


def _people() -> dict[str, Meaning]:
    people: dict[str, Meaning] = {}
    for single, dual, plural, kind in _ONE_TWO_MANY:
        for count, spellings in ((1, single), (2, dual), (None, plural)):
            for spelling in spellings.split("|"):
                people.setdefault(
                    spelling, PeopleWord(kind.status, kind.age_band, kind.sex, kind.occupation, count)
                )
    return people


_HARM: dict[str, Meaning] = {
    "مقتل|قتل|قتلوا|قتلا|قتلت|استشهاد|استشهد|استشهدوا|استشهدا|وفاة|مصرع|لقوا مصرعهم|لقي مصرعه|لقوا حتفهم|لقي حتفه"
    "|قتلى|القتلى|شهداء|قضوا|إعدام": Harm(Outcome.KILLED),
    "قتيل|شهيد|قتيلا|شهيدا": Harm(Outcome.KILLED, count=1),
    "قتيلان|قتيلين|شهيدان|شهيدين": Harm(Outcome.KILLED, count=2),
    "إصابة|أصيب|أصيبوا|أصيبا|أصيبت|جرح|جرحوا|جرحى|الجرحى|مصابين|مصابون|مصابا|إصابات": Harm(Outcome.WOUNDED),
    "جريح|جريحا|مصاب": Harm(Outcome.WOUNDED, count=1),
    "جريحان|جريحين|مصابان": Harm(Outcome.WOUNDED, count=2),
    "فقدان|فقد|مفقودين|مفقودون|في عداد المفقودين": Harm(Outcome.MISSING),
    "اعتقال|اعتقل|اعتقلوا|احتجاز|توقيف|أسر": Harm(Outcome.DETAINED),
    "اختطاف|خطف|اختطف|اختطفوا": Harm(Outcome.ABDUCTED),
    "الإفراج عن|إطلاق سراح|أفرج عن|أطلق سراح": Harm(Outcome.RELEASED),
    "نزوح|نزح|تهجير": Harm(Outcome.DISPLACED),
    "العثور على جثث|العثور على جثامين|عثر على جثث": Harm(Outcome.FOUND_DEAD),
    "العثور على جثة|عثر على جثة": Harm(Outcome.FOUND_DEAD, count=1),
    "العثور على جثتين|العثور على جثتي": Harm(Outcome.FOUND_DEAD, count=2),
    "ضحايا|خسائر بشرية|خسائر في الأرواح": Harm(Outcome.KILLED_OR_WOUNDED),
}
_AMOUNTS: dict[str, Meaning] = {
    "لا|دون|دون وقوع|من دون|بدون|دون تسجيل|لم تسجل": Number(0),
    "عشرات|العشرات من|العشرات|عدد من|عدة|مئات|المئات|المئات من|عدد": Vague(),
    "بعض": Vague(before_number=True),
    "ما لا يقل عن|لا يقل عن|على الأقل": Qualifier.LEAST,
    "أكثر من|ما يزيد عن|ما يزيد على|يزيد عن": Qualifier.ABOVE,
    "أقل من": Qualifier.BELOW,
    "ما لا يزيد عن|كحد أقصى": Qualifier.MOST,
    "نحو|حوالي|قرابة|ما يقارب|زهاء": Qualifier.ABOUT,
}
_MARKS: dict[str, Meaning] = {
    "و|و أيضا": Mark.AND,
    "أو": Mark.OR,
    "إلى|حتى": Mark.UP_TO,
    "بين|ما بين": Mark.BETWEEN,
    "أو أكثر": Mark.OR_MORE,
    "من|ينتمون إلى|تابعين ل": Mark.OF,
    "بينهم|من بينهم|بينها|من ضمنهم|بمن فيهم": Mark.INCLUDING,
    "منهم": Mark.OF_THEM,
    "آخرين|آخرون|آخر|آخرا|أخرى|آخران": Mark.OTHERS,
    "سقوط|وقوع|أسفر عن|أدى إلى": Mark.LEAVING,
    "بجروح|بجراح|تم|قد|كان|كانوا": Mark.NOISE,
    "في|قرب|على|عن|إثر|جراء|خلال|بقصف|بغارة|لم|لن|ليس|غير|أمس|اليوم|عند|مع|ضد|بعد|قبل|منذ|ب": Mark.BARRED,
}
_UNITS = {
    "واحد|واحدة|واحدا": 1,
    "اثنان|اثنين|اثنتان|اثنتين": 2,
    "ثلاثة|ثلاث": 3,
    "أربعة|أربع": 4,
    "خمسة|خمس": 5,
    "ستة|ست": 6,
    "سبعة|سبع": 7,
    "ثمانية|ثماني|ثمان": 8,
    "تسعة|تسع": 9,
    "عشرة|عشر": 10,
}
_TEENS = {
    "أحد عشر|إحدى عشرة|أحد عشرة": 11,
    "اثنا عشر|اثني عشر|اثنتا عشرة|اثنتي عشرة": 12,
    "ثلاثة عشر|ثلاث عشرة": 13,
    "أربعة عشر|أربع عشرة": 14,
    "خمسة عشر|خمس عشرة": 15,
    "ستة عشر|ست عشرة": 16,
    "سبعة عشر|سبع عشرة": 17,
    "ثمانية عشر|ثماني عشرة": 18,
    "تسعة عشر|تسع عشرة": 19,
}
_TENS = {
    "عشرون|عشرين": 20,
    "ثلاثون|ثلاثين": 30,
    "أربعون|أربعين": 40,
    "خمسون|خمسين": 50,
    "ستون|ستين": 60,
    "سبعون|سبعين": 70,
    "ثمانون|ثمانين": 80,
    "تسعون|تسعين": 90,
}

ARABIC = Language(
    words=phrases(_people(), _HARM, _AMOUNTS, _MARKS),
    numerals=Numerals(
        simple=spelled(_UNITS | _TEENS | _TENS | {"مئتان|مئتين|مائتان|مائتين": 200, "ألفان|ألفين": 2000}),
        multipliers=spelled({"مئة|مائة": 100, "ألف|آلاف": 1000}),
        joined_by_and=True,
        units_first=True,
    ),
    claimant_marks=("بحسب", "حسب", "وفق", "وفقا ل", "وفقاً ل", "نقلا عن", "نقلاً عن"),
    joined_and="و",
    number_follows=True,
)
