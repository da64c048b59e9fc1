"""Casualty lines are read whole or refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.codebook import AgeBand, CasualtyStatus, Outcome, Sex
from incidents.intake.casualty_lines.reading import CasualtyLine, NotACasualtyLine, read_line

CIVILIAN, COMBATANT, UNKNOWN = CasualtyStatus.CIVILIAN, CasualtyStatus.COMBATANT, CasualtyStatus.UNKNOWN
KILLED, WOUNDED = Outcome.KILLED, Outcome.WOUNDED

LINES = {
    "killed 2 — per SOHR": [(KILLED, 2, None, 2, UNKNOWN)],
    "at least three wounded, per Rudaw": [(WOUNDED, 3, None, None, UNKNOWN)],
    "between 3 and 5 wounded - SOHR": [(WOUNDED, 3, None, 5, UNKNOWN)],
    "3–5 fighters killed": [(KILLED, 3, None, 5, COMBATANT)],
    "about 10 killed": [(KILLED, None, 10, None, UNKNOWN)],
    "some 20 people killed": [(KILLED, None, 20, None, UNKNOWN)],
    "more than 15 killed or wounded according to Amaq": [(Outcome.KILLED_OR_WOUNDED, 16, None, None, UNKNOWN)],
    "12 killed and wounded": [(Outcome.KILLED_OR_WOUNDED, 12, None, 12, UNKNOWN)],
    "12 killed and wounded 3": [(KILLED, 12, None, 12, UNKNOWN), (WOUNDED, 3, None, 3, UNKNOWN)],
    "up to 5 missing": [(Outcome.MISSING, None, None, 5, UNKNOWN)],
    "10+ wounded": [(WOUNDED, 10, None, None, UNKNOWN)],
    "nobody killed": [(KILLED, 0, None, 0, UNKNOWN)],
    "no casualties": [(Outcome.KILLED_OR_WOUNDED, 0, None, 0, UNKNOWN)],
    "a policeman died of wounds": [(Outcome.DIED_LATER, 1, None, 1, COMBATANT)],
    "2 bodies found": [(Outcome.FOUND_DEAD, 2, None, 2, UNKNOWN)],
    "dozens displaced": [(Outcome.DISPLACED, None, None, None, UNKNOWN)],
    "1,200 displaced — OCHA": [(Outcome.DISPLACED, 1200, None, 1200, UNKNOWN)],
    "a hundred and twenty-one people were killed": [(KILLED, 121, None, 121, UNKNOWN)],
    "a family of five killed": [(KILLED, 5, None, 5, CIVILIAN)],
    "two brothers killed": [(KILLED, 2, None, 2, UNKNOWN)],
    "8 children and women killed": [(KILLED, 8, None, 8, CIVILIAN)],
    "seven wounded civilians": [(WOUNDED, 7, None, 7, CIVILIAN)],
    "ten fighters and 3 civilians killed": [(KILLED, 10, None, 10, COMBATANT), (KILLED, 3, None, 3, CIVILIAN)],
    "one soldier killed 3 wounded": [(KILLED, 1, None, 1, COMBATANT), (WOUNDED, 3, None, 3, COMBATANT)],
    "killing 5 civilians and wounding ten others": [(KILLED, 5, None, 5, CIVILIAN), (WOUNDED, 10, None, 10, CIVILIAN)],
    "SOHR: 2 killed; 3 wounded": [(KILLED, 2, None, 2, UNKNOWN), (WOUNDED, 3, None, 3, UNKNOWN)],
    "مقتل ثلاثة مدنيين وإصابة خمسة آخرين": [(KILLED, 3, None, 3, CIVILIAN), (WOUNDED, 5, None, 5, CIVILIAN)],
    "مقتل مدنيان": [(KILLED, 2, None, 2, CIVILIAN)],
    "مقتل مدنيين اثنين بحسب المرصد": [(KILLED, 2, None, 2, CIVILIAN)],
    "سقوط ٥ قتلى و١٠ جرحى": [(KILLED, 5, None, 5, UNKNOWN), (WOUNDED, 10, None, 10, UNKNOWN)],
    "قتيلان وثلاثة جرحى": [(KILLED, 2, None, 2, UNKNOWN), (WOUNDED, 3, None, 3, UNKNOWN)],
    "إصابة خمسة وعشرين مدنياً بجروح": [(WOUNDED, 25, None, 25, CIVILIAN)],
    "مقتل ما لا يقل عن مئة وثلاثة أشخاص": [(KILLED, 103, None, None, UNKNOWN)],
    "مقتل ثمانية جنود على الأقل": [(KILLED, 8, None, None, COMBATANT)],
    "نحو 25 جريحًا": [(WOUNDED, None, 25, None, UNKNOWN)],
    "3 sivîl hatin kuştin": [(KILLED, 3, None, 3, CIVILIAN)],
    "herî kêm bîst û pênc şervan birîndar bûn, li gorî SOHR": [(WOUNDED, 25, None, None, COMBATANT)],
    "zarokek hat kustin": [(KILLED, 1, None, 1, CIVILIAN)],
    "سێ هاووڵاتی کوژران و پێنج کەس بریندار بوون": [(KILLED, 3, None, 3, CIVILIAN), (WOUNDED, 5, None, 5, UNKNOWN)],
    "سی کەس کوژران": [(KILLED, 30, None, 30, UNKNOWN)],
}  # fmt: skip


def numbers(claim: CasualtyLine) -> tuple[object, ...]:
    return claim.outcome, claim.minimum, claim.best, claim.maximum, claim.status


@pytest.mark.parametrize("text", LINES)
def test_lines_are_read(text):
    assert [numbers(claim) for claim in read_line(text)] == LINES[text]


@pytest.mark.parametrize(
    "text, total, parts",
    [
        ("3 women and 2 children killed", 5, [(3, AgeBand.ADULT, Sex.FEMALE), (2, AgeBand.CHILD, None)]),
        ("5 killed, including 2 children", 5, [(2, AgeBand.CHILD, None)]),
        ("5 civilians, including two girls, were wounded", 5, [(2, AgeBand.CHILD, Sex.FEMALE)]),
        ("27 killed, 3 of them children", 27, [(3, AgeBand.CHILD, None)]),
        ("4 killed (1 woman)", 4, [(1, AgeBand.ADULT, Sex.FEMALE)]),
        ("a woman and her son killed", 2, [(1, AgeBand.ADULT, Sex.FEMALE), (1, None, Sex.MALE)]),
        ("مقتل طفلين وامرأة", 3, [(2, AgeBand.CHILD, None), (1, AgeBand.ADULT, Sex.FEMALE)]),
        ("مقتل خمسة مدنيين بينهم طفلان", 5, [(2, AgeBand.CHILD, None)]),
    ],
)
def test_parts_are_told_apart_within_the_sum(text, total, parts):
    (claim,) = read_line(text)
    assert (claim.minimum, claim.maximum) == (total, total)
    assert [(part.minimum, part.age_band, part.sex) for part in claim.parts] == parts


@pytest.mark.parametrize(
    "text, belongs_to, claimant, described",
    [
        ("3 fighters of the National Defence Forces were killed — per “local sources”", "National Defence Forces",
         "local sources", True),
        ("1 killed (NDF)", "NDF", "", False),
        ("26 Islamic State militants killed per SOHR", "Islamic State", "SOHR", False),
        ("2 fighters of Women's Protection Units wounded", "Women's Protection Units", "", False),
        ("2 fighters of Men of Dignity killed", "Men of Dignity", "", False),
        ("مقتل 3 عناصر من قسد", "قسد", "", False),
    ],
)  # fmt: skip
def test_whose_they_were_and_who_says_so(text, belongs_to, claimant, described):
    (claim,) = read_line(text)
    assert (claim.belongs_to, claim.claimant, claim.described) == (belongs_to, claimant, described)


@pytest.mark.parametrize(
    "text, said",
    [
        ("wounded", "how many"),
        ("12", "what happened"),
        ("5 to 3 killed", "wrong way round"),
        ("9999999 killed", "look again"),
        ("per SOHR", "what happened"),
        ("2 killed in Qamishli", "“in Qamishli” is not understood"),
        ("3 civilians not killed", "“not” is not understood"),
        ("2 members of Asayish not killed", "“not” is not understood"),
        ("5 cows killed", "“cows” is not understood"),
        ("3 civilians killed, 4 houses burnt", "“houses burnt” is not understood"),
        ("2 killed per SOHR, 3 wounded per Rudaw", "several claimants"),
        ("2 soldiers kill 3 civilians", "cannot be read"),
        ("5 soldiers killed 3 civilians", "cannot be read"),
        ("2 killed, including 3 children", "larger than the whole"),
        ("3, 5 killed", "cannot be read"),
        ("1.5 killed", "cannot be read"),
        ("مقتل مدنيين", "how many"),  # two or more than two
        ("x" * 301, "301 characters"),
    ],
)
def test_whatever_is_not_understood_whole_is_refused(text, said):
    with pytest.raises(NotACasualtyLine, match=said):
        read_line(text)


@dataclass(frozen=True)
class Written:
    """A generated line with the claims that it was made of."""

    text: str
    claims: list[tuple[object, ...]]


PEOPLE = {
    "civilians": CIVILIAN,
    "soldiers": COMBATANT,
    "people": UNKNOWN,
    "children": CIVILIAN,
    "journalists": CIVILIAN,
    "policemen": COMBATANT,
}
HARM = {"killed": KILLED, "wounded": WOUNDED, "missing": Outcome.MISSING, "found dead": Outcome.FOUND_DEAD}
SPELLED = {2: "two", 13: "thirteen", 21: "twenty-one", 105: "a hundred and five", 2300: "2,300"}


@st.composite
def amounts(draw: st.DrawFn) -> tuple[str, tuple[int | None, int | None, int | None]]:
    number = draw(st.integers(2, 900) | st.sampled_from(list(SPELLED)))
    word = SPELLED.get(number, str(number))
    return draw(
        st.sampled_from(
            [
                (word, (number, None, number)),
                (f"at least {word}", (number, None, None)),
                (f"more than {word}", (number + 1, None, None)),
                (f"up to {word}", (None, None, number)),
                (f"about {word}", (None, number, None)),
                (f"between {number} and {number + 4}", (number, None, number + 4)),
                (f"{number}–{number + 1}", (number, None, number + 1)),
                ("dozens of", (None, None, None)),
            ]
        )
    )


@st.composite
def written(draw: st.DrawFn) -> Written:
    clauses, claims = [], []
    for harm in draw(st.lists(st.sampled_from(list(HARM)), min_size=1, max_size=2, unique=True)):
        words, ends = draw(amounts())
        people = draw(st.sampled_from(list(PEOPLE)))
        name = draw(st.sampled_from(["", " of the NDF", " of Jaysh al-Izza"]))
        group = f"{words} {people}{name}"
        form = draw(
            st.sampled_from(["{group} {harm}", "{group} were {harm}", "{harm} {group}", "{harm}: {group}"])
        )
        clauses.append(form.format(group=group, harm=harm))
        claims.append((HARM[harm], *ends, PEOPLE[people], name.removeprefix(" of ").removeprefix("the ")))
    joined = draw(st.sampled_from([", ", " and ", "; ", ", and "])).join(clauses)
    claimant = draw(st.sampled_from(["", "SOHR", "Rudaw TV"]))
    per = draw(st.sampled_from([" — per ", ", per ", " – ", " according to "])) if claimant else ""
    return Written(f"{joined}{per}{claimant}", [(*claim, claimant) for claim in claims])


def whole(claims: list[CasualtyLine]) -> Iterator[tuple[object, ...]]:
    for claim in claims:
        yield (*numbers(claim), claim.belongs_to, claim.claimant)


@settings(max_examples=150)
@given(written())
def test_generated_lines_are_read_as_they_were_made(line):
    assert list(whole(read_line(line.text))) == line.claims


@settings(max_examples=150)
@given(written(), st.text("bcdfghjklmnpqrstvwxz", min_size=4, max_size=8), st.data())
def test_no_word_is_passed_over(line, word, data):
    words = line.text.split(" ")
    place = data.draw(st.integers(0, len(words)))
    try:
        claims = read_line(" ".join([*words[:place], word, *words[place:]]))
    except NotACasualtyLine:
        return
    names = [name for claim in claims for name in (claim.belongs_to, claim.claimant)]
    assert any(word in name for name in names)


BITS = [
    "3",
    "killed",
    "and",
    "wounded",
    "per",
    ",",
    "(",
    ")",
    "of",
    "women",
    "SOHR",
    "و",
    "10",
    "قتلى",
    "-",
    "him",
]


@settings(max_examples=100)
@given(st.text(max_size=60) | st.lists(st.sampled_from(BITS), max_size=9).map(" ".join))
def test_any_text_is_read_or_refused_with_a_reason(text):
    try:
        claims = read_line(text)
    except NotACasualtyLine as problem:
        reason = str(problem)
    else:
        reason = "read" if claims else ""
    assert reason
