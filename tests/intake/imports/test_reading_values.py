"""Days, numbers, codes, identifiers and names as people and programs write them, read alike by every importer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from incidents.intake.imports.engine.coded import Rejected
from incidents.intake.imports.files.characters import is_lost, mended
from incidents.intake.imports.words.cells import Cells, read_code, read_key, read_name
from incidents.intake.imports.words.days import read_days
from incidents.intake.imports.words.numbers import decimal, whole
from tests.intake.imports.acled_events import coded as acled
from tests.intake.imports.test_ged_coding import coded as ged
from tests.intake.imports.test_mapping import PLAN
from tests.intake.imports.test_mapping import coded as listed

DAY = date(2021, 4, 20)


@pytest.mark.parametrize(
    "text",
    ["2021-04-20", "2021/04/20", "2021.04.20", "2021-4-20", "20210420", "20/04/2021", "4/20/2021", "20.4.2021",
     "20-04-2021", "20 / 4 / 2021", "20-Apr-2021", "20 Apr. 2021", "Apr 20, 2021", "April-20-2021", "2021-Apr-20",
     "20 نيسان 2021", "٢٠ أبريل ٢٠٢١", "20 نيسان/أبريل 2021", "20 من نيسان 2021", "۲۰۲۱-۰۴-۲۰", "٢٠/٠٤/٢٠٢١",
     "20 Nîsan 2021", "20ê Nîsanê 2021", "20 نیسان 2021", "20ی نیسانی 2021", "20 Nisan 2021", "20 avril 2021",
     "20.04.2021 14:30", "2021-04-20T14:30:00Z", "2021-04-20 14:30:00.000", "2021-04-20T14:30:00+03:00",
     "4/20/2021 2:30 PM", "2021-04-20, 14:30 UTC", "Tuesday, 20 April 2021"],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text):
    days = read_days(text)
    assert (days.earliest, days.latest, days.precision) == (DAY, DAY, "day")


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2021-04-00", date(2021, 4, 1), date(2021, 4, 30), "month"),
        ("2021-00-00", date(2021, 1, 1), date(2021, 12, 31), "year"),
        ("نيسان 2021", date(2021, 4, 1), date(2021, 4, 30), "month"),
        ("كانون الثاني 2021", date(2021, 1, 1), date(2021, 1, 31), "month"),
        ("20-Apr-2021 to 25-Apr-2021", DAY, date(2021, 4, 25), "day"),
        ("20.04.2021 – 25.04.2021", DAY, date(2021, 4, 25), "day"),
        ("2021-04-20 to 2021-04-25", DAY, date(2021, 4, 25), "day"),
    ],
)
def test_a_month_a_year_and_a_range_are_read_as_such(text, first, last, precision):
    days = read_days(text)
    assert (days.earliest, days.latest, days.precision) == (first, last, precision)


@pytest.mark.parametrize(
    "text",
    ["2021-04-20 or 2021-04-21", "2021-04-20 (approx.)", "2021-04-20 till 25", "2021-04-20x", "2021-04-20 25:00",
     "3/4/2021", "3/4/2021 to 5/4/2021", "20/04/21", "كانون 2021", "44306", "44306.5", "1/13/13/2021",
     "2021-13-01", "2021-02-30", "20.04.0021", "20/04/2099", "2099-04-20", "20990420", "20 April 2099", "1/1/1900",
     "1900-01-01", "30-Feb-2021", "2099", "soon", "2021-04-20 to 2099-01-01"],
)  # fmt: skip
def test_what_is_no_day_or_might_be_two_is_refused(text):
    with pytest.raises(ValueError, match=r"\w.*[.?]"):
        read_days(text)


@pytest.mark.parametrize("order", ["day-first", "month-first"])
def test_an_order_decides_and_what_does_not_fit_it_is_refused(order):
    fourth = read_days("03/04/2021 - 05/04/2021", order)
    assert fourth.earliest == (date(2021, 4, 3) if order == "day-first" else date(2021, 3, 4))
    with pytest.raises(ValueError, match="no such day"):
        read_days("4/20/2021" if order == "day-first" else "20/4/2021", order)


@given(
    st.dates(date(1901, 1, 1), timezone.localdate()),
    st.sampled_from(["%Y/%m/%d", "%d-%b-%Y", "%B %d, %Y", "%Y%m%d"]),
)
def test_every_day_is_read_back_from_its_forms(day, form):
    assert read_days(day.strftime(form)).earliest == day


@given(st.dates(timezone.localdate() + timedelta(days=2), date(9999, 12, 31)), st.sampled_from(["-", "/"]))
def test_no_day_to_come_is_read(day, sign):
    for text in (f"{day:%Y}{sign}{day:%m}{sign}{day:%d}", f"{day:%d %B %Y}"):
        with pytest.raises(ValueError, match="future"):
            read_days(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("12.0", 12), ("12.00", 12), ("12,0", 12), ("1,200", 1200), ("1 200", 1200), ("1'200", 1200),
     ("1’200", 1200), ("1,200.0", 1200), ("1.200,0", 1200), ("1.200.000", 1_200_000), ("٣٥", 35), ("۳۵", 35),
     ("١٬٢٠٠", 1200), ("١٢٫٠", 12), ("0.000", 0), ("−5", -5), ("+5", 5), ("007", 7)],
)  # fmt: skip
def test_whole_numbers_are_read_however_they_are_written(text, number):
    assert whole(text, "killed") == number


@pytest.mark.parametrize(
    "text",
    [
        "1.200",
        "1.000",
        "12.5",
        "12,5",
        "1,20",
        "1e3",
        "0x10",
        "1_000",
        "5%",
        "3-5",
        "~5",
        "5+",
        "½",
        "--5",
        "",
    ],
)
def test_what_is_no_whole_number_or_might_be_two_is_refused(text):
    with pytest.raises(Rejected, match="killed is"):
        whole(text, "killed")


@pytest.mark.parametrize(
    ("text", "number"),
    [("36.528", 36.528), ("36,528", 36.528), ("٣٦٫٥٢٨", 36.528), ("-36.5", -36.5), ("3.65E+01", 36.5), ("36.5°", 36.5),
     ("36.5 N", 36.5), ("36.5S", -36.5), ("36°30'36\"N", 36.51), ("36° 30′ W", -36.5)],
)  # fmt: skip
def test_coordinates_are_read_however_they_are_written(text, number):
    assert decimal(text, "lat") == pytest.approx(number)


@pytest.mark.parametrize("text", ["36.528.1", "1_0", "inf", "36°70'N", "N36.5°S", "36.5 37.9", "abc"])
def test_what_is_no_coordinate_is_refused(text):
    with pytest.raises(Rejected, match="lat is"):
        decimal(text, "lat")


MISSING = ["NA", "N/A", "#N/A", "NaN", "NULL", "None", "<NA>", r"\N", "-", "—", "unknown", "غير معروف", "غير محدد",
           "nenas", "نەزانراو", "bilinmiyor", "inconnu"]  # fmt: skip


@pytest.mark.parametrize("word", MISSING)
def test_placeholders_are_unknown_in_every_importer_and_every_kind_of_column(word):
    row = listed(Dead=word, Lat=word, Lon=word, Town=word, By="Brigade")
    assert [figure.best for figure in row.figures if figure.outcome == "killed"] == [
        2
    ]  # the civilians' own number
    assert {"number-not-known", "point-not-given", "place-not-given"} <= set(row.flags)
    event = ged(side_b_new_id=word, dyad_new_id=word, latitude=word, longitude=word, low=word, adm_2=word)
    assert [part.who.codes for part in event.parts if part.who] == [(("ucdp-actor", "118"),), ()]
    assert "ucdp-dyad" not in {scheme for scheme, _number, _match in event.codes}
    assert {"point-not-given", "range-not-given", "number-not-known"} <= set(event.flags)
    assert acled(fatalities=word).figures == []
    for code in (ged, acled):
        with pytest.raises(Rejected, match="is empty"):
            code(id=word, event_id_cnty=word)
    with pytest.raises(Rejected, match="identifier of its own"):
        listed(No=word)


def test_a_country_of_two_letters_that_may_be_missing_is_asked_about():
    with pytest.raises(Rejected, match="Namibia"):
        listed({"place": {"country": "Province"}}, Province="NA")


@pytest.mark.parametrize(
    "mark", ["\u200f", "\u200e", "\ufeff", "\u200b", "\u00a0", "\u202b", "\u2066", "\u00ad", "\0", "\u200d"]
)
def test_invisible_characters_change_no_value(mark):
    row = listed(No=f"{mark}7{mark}", Dead=f"5{mark}", Day=f"{mark}3{mark}.4{mark}.2021", Town=f"Mill{mark}")
    assert (row.key, row.earliest, row.figures[1].best, row.places[0].where.name) == (
        "7",
        date(2021, 4, 3),
        3,
        "Mill",
    )


def test_joiners_stay_where_spelling_needs_them():
    assert read_name("می\u200cخواهم\u200c ", "town") == "می\u200cخواهم"


@pytest.mark.parametrize(
    ("cell", "key"),
    [("12.0", "12"), (12.0, "12"), ("0012", "0012"), ("١٢", "12"), ("1.10", "1.10"), (" a  b ", "a b")],
)
def test_an_identifier_is_the_same_however_a_program_writes_it(cell, key):
    assert read_key(cell, "id") == key


@pytest.mark.parametrize("cell", ["1.23E+05", "4,5e12"])
def test_an_identifier_that_was_shortened_is_refused(cell):
    with pytest.raises(Rejected, match="shortened"):
        read_key(cell, "id")


@pytest.mark.parametrize(
    ("cell", "code"), [("1.0", "1"), ("01", "1"), (1.0, "1"), ("NA", ""), ("Shelling", "Shelling")]
)
def test_a_code_is_the_same_however_a_program_writes_it(cell, code):
    assert read_code(cell, "type") == code
    assert ged(type_of_violence="1.0", where_prec="2.0").places[0].radius_km == 25


def test_a_code_that_is_called_unknown_may_be_listed():
    plan = {
        "event_type": {"column": "Kind", "values": {"Unknown": "unclear", "2": "battle"}},
        "sub_event_type": "",
    }
    assert listed(plan, Kind="unknown").event_type == "unclear"
    assert listed(plan, Kind="2.0").event_type == "battle"


@pytest.mark.parametrize(
    ("cell", "says"),
    [("#REF!", "error of a formula"), ("#DIV/0!", "error of a formula"), ("=SUM(A1:A3)", "formula without its result"),
     ("=A1", "formula without its result")],
)  # fmt: skip
@pytest.mark.parametrize("column", ["No", "Dead", "Day", "Town", "Kind", "Lat"])
def test_a_formula_that_failed_sets_its_row_aside(column, cell, says):
    with pytest.raises(Rejected, match=says):
        listed(**{column: cell})


@given(
    st.sampled_from(["حلب", "Côte d'Ivoire", "Qamişlo", "القامشلي", "دهۆک", "Дамаск", "Köln – “a”", "it’s"]),
    st.sampled_from(["cp1252", "cp1254", "cp1251", "cp1256", "latin-1"]),
    st.integers(1, 2),
)
def test_letters_that_were_broken_are_known_with_their_reading(word, encoding, times):
    broken = word
    for _time in range(times if encoding == "cp1252" else 1):
        broken = "".join(_as_letter(byte, encoding) for byte in broken.encode())
    assert mended(broken) == word
    with pytest.raises(Rejected, match=word):
        read_name(broken, "town")


def _as_letter(byte: int, encoding: str) -> str:
    try:
        return bytes([byte]).decode(encoding)
    except UnicodeDecodeError:
        return chr(byte)


@pytest.mark.parametrize(
    "text",
    [
        "CAFÉ…",
        "GERÄ“",
        "créées",
        "Ağrı",
        "ما؟",
        "Müller",
        "Çiçek",
        "ÄÖÜ Straße",
        "À l’école",
        "Ñandú",
        "a?",
        "?",
        "Why??",
    ],
)
def test_letters_that_are_whole_are_left_alone(text):
    assert (mended(text), is_lost(text)) == ("", False)


def test_broken_letters_of_a_long_text_are_mended_and_flagged():
    broken = "حلب".encode().decode("latin-1")
    row = listed(Text=broken)
    assert (row.summary, row.flags) == ("حلب", ["letters-mended"])


@pytest.mark.parametrize("text", ["??? ?? ????", "?????"])
def test_letters_that_are_lost_set_the_row_aside(text):
    with pytest.raises(Rejected, match="question marks"):
        listed({"title": "Text"}, Text=text)


@pytest.mark.parametrize(("code", "column"), [(ged, "date_start"), (acled, "event_date")])
def test_one_rule_for_days_holds_in_all_importers(code: Any, column: str):
    assert code(**{column: "20-Apr-2021", "date_end": "2021-04-20"}).earliest == DAY
    for day in ("03/04/2021", "2021-04-31", "2099-04-20", "2021-04-20 (approx.)"):
        with pytest.raises(Rejected, match=column):
            code(**{column: day})
        with pytest.raises(Rejected, match="Day is"):
            listed({"dates": {"first": "Day"}}, Day=day)


def test_an_order_may_be_given_for_datasets_too():
    cells = Cells({"d": "03/04/2021"}, {"start": "d"}, "month-first")
    days = cells.days("start")
    assert days is not None
    assert days.earliest == date(2021, 3, 4)
    assert PLAN["dates"]["order"] == "day-first"
