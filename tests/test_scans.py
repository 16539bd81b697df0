"""Numbers and dates that a scanner has damaged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akn.lang import codes, load
from akn.lang.scans import restored
from akn.symbols import restored_number


@pytest.mark.parametrize(
    ("code", "line", "day"),
    [
        ("en", "of 3 Apri] 1991", "1991-04-03"),
        ("en", "l2 Noverber 19S1", "1951-11-12"),
        ("fr", "le 2 mdrs 1964", "1964-03-02"),
        ("fr", "du S join 1982", "1982-06-05"),
        ("ru", "21 сентября [971 года.", "1971-09-21"),
        ("es", "2I de octubre de 197O", "1970-10-21"),
    ],
)
def test_a_damaged_day_is_read(code: str, line: str, day: str) -> None:
    language = load(code)
    days = [language.day(match) for match in language.dates_of(line)]
    assert [str(one) for one in days] == [day]


@pytest.mark.parametrize(
    ("code", "line"),
    [("en", "of 3 Mandates 1991"), ("en", "3 Mxy 1991"), ("en", "3 April [[[1"), ("fr", "2 jours 1964")],
)
def test_other_words_are_no_days(code: str, line: str) -> None:
    assert load(code).dates_of(line) == []


@pytest.mark.parametrize("code", codes())
def test_a_day_that_is_whole_is_left_alone(code: str) -> None:
    language = load(code)
    for example in language.pack["date"]["examples"]:
        assert restored(example, language.months) == example


@given(st.sampled_from(codes()), st.text())
def test_each_character_stays_in_its_place(code: str, line: str) -> None:
    made = restored(line, load(code).months)
    assert len(made) == len(line)
    assert all(a == b or not (a.isspace() or b.isspace()) for a, b in zip(line, made, strict=True))


@pytest.mark.parametrize(
    ("printed", "actor", "adopted", "number"),
    [
        ("2752 (ХХУ!)", "un-ga", "1971-09-21", "2752 (XXVI)"),
        ("2751 (ХХУЮ", "un-ga", "1971-09-21", "2751 (XXVI)"),
        ("1654 (XVl!)", "un-ga", "1962-02-20", "1654 (XVI)"),
        ("36 (ХУ)", "un-ecosoc", "", "36 (XV)"),
        ("290", "un-sc", "1970-12-08", "290 (1970)"),
        ("290", "un-sc", "", "290"),
        ("290", "un-ga", "1970-12-08", "290"),
        ("1654 (XVI)", "un-ga", "1971-09-21", "1654 (XVI)"),
        ("67/6", "un-ga", "2012-11-19", "67/6"),
        ("", "un-ga", "", ""),
    ],
)
def test_what_is_lost_of_a_number_comes_from_the_day(printed: str, actor: str, adopted: str, number: str) -> None:
    assert restored_number(printed, actor, adopted) == number
