"""English words of casualty lines."""

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
)

CIVILIAN, COMBATANT = CasualtyStatus.CIVILIAN, CasualtyStatus.COMBATANT
_OCCUPATIONS = {
    "journalist|reporter|correspondent": "journalist",
    "photographer": "photographer",
    "doctor|physician|surgeon": "doctor",
    "nurse": "nurse",
    "medic|paramedic": "medic",
    "rescuer|rescue worker|first responder": "rescue worker",
    "aid worker|relief worker|humanitarian worker": "aid worker",
    "teacher": "teacher",
    "farmer": "farmer",
    "shepherd": "shepherd",
    "lawyer": "lawyer",
    "engineer": "engineer",
    "activist": "activist",
}
_POLICE = "police officer"
_FIGHTER = (
    "fighter|soldier|combatant|militant|rebel|insurgent|gunman|militiaman|serviceman|commander|jihadist"
    "|conscript"
)
_FIGHTERS = (
    "fighters|soldiers|combatants|militants|rebels|insurgents|gunmen|militiamen|servicemen|commanders|jihadists"
    "|conscripts|troops"
)
_SINGLE_AND_PLURAL: dict[str, tuple[str, PeopleWord]] = {
    "civilian|citizen|resident|villager|inhabitant": (
        "civilians|citizens|residents|villagers|inhabitants",
        PeopleWord(CIVILIAN),
    ),
    "person": ("people|persons", PeopleWord()),
    _FIGHTER: (_FIGHTERS, PeopleWord(COMBATANT)),
    "policeman|police officer": (
        "policemen|police officers|police",
        PeopleWord(COMBATANT, occupation=_POLICE),
    ),
    "policewoman": ("policewomen", PeopleWord(COMBATANT, sex=Sex.FEMALE, occupation=_POLICE)),
    "member": ("members", PeopleWord()),
    "man": ("men", PeopleWord(age_band=AgeBand.ADULT, sex=Sex.MALE)),
    "young man": ("young men", PeopleWord(sex=Sex.MALE)),
    "woman|lady": ("women|ladies", PeopleWord(CIVILIAN, AgeBand.ADULT, Sex.FEMALE)),
    "pregnant woman": ("pregnant women", PeopleWord(CIVILIAN, AgeBand.ADULT, Sex.FEMALE)),
    "young woman": ("young women", PeopleWord(CIVILIAN, sex=Sex.FEMALE)),
    "child|minor|baby|infant|toddler|newborn": (
        "children|minors|babies|infants|toddlers|newborns",
        PeopleWord(CIVILIAN, AgeBand.CHILD),
    ),
    "boy": ("boys", PeopleWord(CIVILIAN, AgeBand.CHILD, Sex.MALE)),
    "girl": ("girls", PeopleWord(CIVILIAN, AgeBand.CHILD, Sex.FEMALE)),
    "elderly person": ("elderly people|elderly persons", PeopleWord(CIVILIAN, AgeBand.OLDER)),
    "elderly man|old man|older man": (
        "elderly men|old men|older men",
        PeopleWord(CIVILIAN, AgeBand.OLDER, Sex.MALE),
    ),
    "elderly woman|old woman|older woman": (
        "elderly women|old women|older women",
        PeopleWord(CIVILIAN, AgeBand.OLDER, Sex.FEMALE),
    ),
    "brother|father|husband|son|grandfather|grandson|uncle|nephew": (
        "brothers|fathers|husbands|sons|grandsons|uncles|nephews",
        PeopleWord(sex=Sex.MALE),
    ),
    "sister|daughter|mother|wife|grandmother|aunt|niece|granddaughter": (
        "sisters|daughters|mothers|wives|aunts|nieces|granddaughters",
        PeopleWord(CIVILIAN, sex=Sex.FEMALE),
    ),
    "cousin|relative|sibling": ("cousins|relatives|siblings", PeopleWord()),
}


def _people() -> dict[str, Meaning]:
    people: dict[str, Meaning] = {
        "members of a family|members of one family|members of the same family|family members": PeopleWord(
            CIVILIAN
        ),
        "couple|married couple": PeopleWord(CIVILIAN, count=2),
        "female|females": PeopleWord(sex=Sex.FEMALE),
        "male|males": PeopleWord(sex=Sex.MALE),
    }
    for singular, (plural, kind) in _SINGLE_AND_PLURAL.items():
        people[plural] = kind
        people[singular] = PeopleWord(kind.status, kind.age_band, kind.sex, kind.occupation, 1)
    for singular, occupation in _OCCUPATIONS.items():
        people["|".join(f"{name}s" for name in singular.split("|"))] = PeopleWord(
            CIVILIAN, occupation=occupation
        )
        people[singular] = PeopleWord(CIVILIAN, occupation=occupation, count=1)
    return people


_HARM: dict[str, Meaning] = {
    "killed|dead|died|death|deaths|death toll|fatality|fatalities|shot dead|slain|murdered|assassinated|executed"
    "|martyred|martyr|martyrs|lost their lives|lost his life|lost her life|perished|beheaded": Harm(
        Outcome.KILLED
    ),
    "kill|kills|killing|killing of|death of|deaths of|death toll of|claimed the lives of|claims the lives of"
    "|claim the lives of|claiming the lives of|claimed lives of|claims lives of|executes|beheads|murders": Harm(
        Outcome.KILLED, leads=True
    ),
    "wounded|injured|injury|injuries|hurt": Harm(Outcome.WOUNDED),
    "wounding|wounds|wound|injuring|injures|injure": Harm(Outcome.WOUNDED, leads=True),
    "casualty|casualties|neutralised|neutralized": Harm(Outcome.KILLED_OR_WOUNDED),
    "died later|died of wounds|died of his wounds|died of her wounds|died of their wounds|died of injuries"
    "|died of his injuries|died of her injuries|died of their injuries|succumbed to wounds|succumbed to his wounds"
    "|succumbed to her wounds|succumbed to their wounds|succumbed to injuries|succumbed to his injuries"
    "|succumbed to her injuries|succumbed to their injuries": Harm(Outcome.DIED_LATER),
    "found dead|bodies found|bodies were found|body found|body was found|bodies recovered|bodies were recovered"
    "|body recovered|body was recovered": Harm(Outcome.FOUND_DEAD),
    "missing|went missing|disappeared": Harm(Outcome.MISSING),
    "detained|arrested|captured|taken prisoner": Harm(Outcome.DETAINED),
    "detaining|arresting|arrests|detains": Harm(Outcome.DETAINED, leads=True),
    "abducted|kidnapped|taken hostage": Harm(Outcome.ABDUCTED),
    "abducting|kidnapping|abducts|kidnaps": Harm(Outcome.ABDUCTED, leads=True),
    "released|freed|set free": Harm(Outcome.RELEASED),
    "displaced": Harm(Outcome.DISPLACED),
    "raped": Harm(Outcome.SEXUAL_VIOLENCE),
}
_AMOUNTS: dict[str, Meaning] = {
    "no|nobody|none|no one|zero": Number(0),
    "a|an|another|a single": Number(1),
    "a dozen|dozen": Number(12, rough=True),
    "half a dozen": Number(6, rough=True),
    "two dozen": Number(24, rough=True),
    "three dozen": Number(36, rough=True),
    "several|dozens|scores|hundreds|thousands|tens|many|a few|few|numerous|multiple|a number|an unknown number"
    "|unknown number|an unspecified number|a couple of|multiple dozens|hundreds of thousands"
    "|tens of thousands": Vague(),
    "some": Vague(before_number=True),
    "at least|no fewer than|not fewer than|no less than|not less than|min|minimum": Qualifier.LEAST,
    "more than|over|upwards of": Qualifier.ABOVE,
    "fewer than|less than|under": Qualifier.BELOW,
    "up to|at most|no more than|not more than|as many as|max|maximum": Qualifier.MOST,
    "about|around|approximately|approx|nearly|almost|roughly|circa|ca": Qualifier.ABOUT,
}
_MARKS: dict[str, Meaning] = {
    "and|as well as|plus": Mark.AND,
    "or": Mark.OR,
    "and or": Mark.SLASH,
    "to": Mark.UP_TO,
    "between": Mark.BETWEEN,
    "or more|at the least": Mark.OR_MORE,
    "of|from|belonging to|affiliated with": Mark.OF,
    "including|incl|among them|amongst them|among whom|of which|them": Mark.INCLUDING,
    "of them|of whom|of these": Mark.OF_THEM,
    "other|others|more|additional|other people|other persons|others people": Mark.OTHERS,
    "his|her|their": Mark.THEIR,
    "a family of|family of": Mark.FAMILY_OF,
    "leaving|left|leaves|leave|causing": Mark.LEAVING,
    "was|were|is|are|been|be|being|have|has|had|got|the|reported|reported to be|reports of|who|that": Mark.NOISE,
    "in|at|near|on|by|with|without|for|after|before|during|while|when|because|since|until|not|never|but|which|as"
    "|reportedly|allegedly|possibly|probably|maybe|perhaps|it|they|he|she|we|i|you|this|these|those|would|could"
    "|may|might|will|than|if|into|through|against|per|yesterday|today|tonight|then|so|also|only"
    "|seriously|severely|slightly|critically|later|feared|alive|suspected|alleged|presumed": Mark.BARRED,
}
_TENS = ["twenty", "thirty", "forty|fourty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_TO_NINETEEN = [
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]

ENGLISH = Language(
    words=phrases(_people(), _HARM, _AMOUNTS, _MARKS),
    numerals=Numerals(
        simple=in_order(_TO_NINETEEN, 1) | in_order(_TENS, 20, 10),
        multipliers={"hundred": 100, "thousand": 1000},
        joined_by_and=False,
    ),
    claimant_marks=("per", "according to", "says", "as reported by", "reported by"),
)
