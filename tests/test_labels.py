"""Labels: the numbers and letters that open paragraphs, points and sections, in each language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akn.lang import codes, load
from akn.lang.labels import roman, written_roman
from akn.shapes import plain
from akn.testing import texts


@given(texts())
def test_a_label_opens_its_text(text: str) -> None:
    for code in codes():
        assert plain(text).startswith(load(code).labels.of(text))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("1. Decides", "1."),
        ("12 . Decides", "12 ."),
        ("1.\u00a0Decides", "1."),
        ("(a) To act", "(a)"),
        ("(iv) To act", "(iv)"),
        ("(1) To act", "(1)"),
        ("a) To act", "a)"),
        ("ii) To act", "ii)"),
        ("bb) To act", "bb)"),
        ("a. To act", "a."),
        ("\u2013 To act", "\u2013"),
        ("\u2022 To act", "\u2022"),
        ("(a)", "(a)"),
        ("1.5 million", ""),
        ("(see below) that", ""),
        ("1234. Decides", ""),
        ("Decides 1.", ""),
        ("and) more", ""),
        ("-5 degrees", ""),
        ("", ""),
    ],
)
def test_labels(text: str, label: str) -> None:
    assert load("en").labels.of(text) == label


@pytest.mark.parametrize("text", ["", "iiii", "vx", "ic", "XV", "a", "xc"])
def test_no_roman_numbers(text: str) -> None:
    assert roman(text) is None


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("1.", {".1": 1}),
        ("(12)", {"()1": 12}),
        ("(b)", {"()a": 2}),
        ("(i)", {"()aroman": 1, "()a": 9}),
        ("ii)", {")aroman": 2, ")a": 35}),
        ("(bb)", {"()a": 28}),
        ("B.", {".A": 2}),
        ("(A)", {"()A": 1}),
        ("(\u0436)", {"()letter": 0}),
    ],
)
def test_readings(label: str, expected: dict[str, int]) -> None:
    assert load("en").labels.readings(label) == expected


@pytest.mark.parametrize(
    ("code", "text", "label", "number"),
    [
        ("en", "5. Decides", "5.", 5),
        ("zh", "5.决定", "5.", 5),
        ("zh", "5.*决定*执行", "5.", 5),
        ("zh", "十二、决定", "十二、", 12),
        ("zh", "二. 决定", "二.", 2),
        ("zh", "㈠执行", "㈠", None),
        ("zh", "（二）执行", "（二）", None),
        ("zh", "(a)执行", "(a)", None),
        ("zh", "a.执行", "a.", None),
        ("ar", "1 - تقرر", "1 -", 1),
        ("ar", "١٢ - تقرر", "١٢ -", 12),
        ("ar", "7- تقرر", "7-", 7),
        ("ar", "(هـ) تعزيز", "(هـ)", None),
        ("ar", "أ - تعزيز", "أ -", None),
        ("ar", "‘2’ تعزيز", "‘2’", None),
        ("ru", "3. постановляет", "3.", 3),
        ("ru", "а) содействовать", "а)", None),
        ("en", "7 - members", "", None),
        ("fr", "二. Décide", "", None),
    ],
)
def test_labels_of_a_language(code: str, text: str, label: str, number: int | None) -> None:
    labels = load(code).labels
    assert labels.of(text) == plain(label)
    assert labels.number(text) == number
    assert not labels.is_alone(text)


@pytest.mark.parametrize(
    ("code", "sequence"),
    [
        ("en", "(a) (b) (c)"),
        ("ru", "а) b) с) d) е)"),  # letters of both alphabets, as they are typed
        ("ru", "а) б) в) г) д)"),
        ("ar", "(أ) (ب) (ج) (د) (هـ) (و) (ز)"),
        ("ar", "١ ٢ ٣"),
        ("ar", "‘1’ ‘2’ ‘3’"),
        ("zh", "(一) (二) (三) (四)"),
        ("zh", "㈠ ㈡ ㈢"),
        ("zh", "(甲) (乙) (丙)"),
    ],
)
def test_letters_and_numerals_count(code: str, sequence: str) -> None:
    """Some style has all labels of a list, one after another from the first."""
    read = [load(code).labels.readings(label) for label in sequence.split()]
    common = set.intersection(*(set(options) for options in read))
    assert any([options[style] for options in read] == list(range(1, len(read) + 1)) for style in common)


@pytest.mark.parametrize(
    ("code", "text", "number", "letter"),
    [
        ("en", "I. Water", 1, 9),
        ("en", "A. Water", None, 1),
        ("en", "IV Water for all", 4, None),
        ("ar", "ثالثا - أحكام", 3, None),
        ("ar", "باء - أحكام", None, 2),
        ("zh", "三、一般规定", 3, None),
        ("zh", "A. 一般规定", None, 1),
    ],
)
def test_a_section_with_its_heading(code: str, text: str, number: int | None, letter: int | None) -> None:
    section = load(code).labels.section(text)
    assert section is not None
    assert (section.number, section.letter) == (number, letter)
    assert 0 < section.end < len(text)


@pytest.mark.parametrize(
    ("code", "text", "number", "letter"),
    [
        ("en", "I", 1, 9),
        ("en", "IV.", 4, None),
        ("en", "B.", None, 2),
        ("ar", "أولاً", 1, None),
        ("ar", "ألف -", None, 1),
        ("ar", "بـــاء", None, 2),
        ("zh", "二", 2, None),
    ],
)
def test_a_section_alone_on_its_line(code: str, text: str, number: int | None, letter: int | None) -> None:
    section = load(code).labels.section_alone(text)
    assert section is not None
    assert (section.number, section.letter) == (number, letter)


@pytest.mark.parametrize("text", ["I.", "I am", "A report of the", "1. Water", ""])
def test_no_section(text: str) -> None:
    assert load("en").labels.section(text) is None


@pytest.mark.parametrize("text", ["I Water", "1", "a", "(I)", ""])
def test_no_section_alone(text: str) -> None:
    assert load("en").labels.section_alone(text) is None


@pytest.mark.parametrize(("code", "text"), [("en", "1."), ("fr", "a )"), ("ar", "١ -"), ("zh", "㈠"), ("zh", "三、")])
def test_a_label_alone(code: str, text: str) -> None:
    assert load(code).labels.is_alone(text)


@pytest.mark.parametrize(
    ("code", "num", "tag", "number"),
    [
        ("en", "1.", "paragraph", ""),
        ("en", "(a)", "point", ""),
        ("fr", "a)", "point", ""),
        ("ar", "٣ -", "paragraph", "3"),
        ("ar", "3 -", "paragraph", ""),
        ("ar", "(ج)", "point", "c"),
        ("ar", "‘2’", "point", "ii"),
        ("ar", "ثانيا -", "section", "II"),
        ("ar", "باء", "title", "B"),
        ("ar", "المادة ٢٠", "article", "20"),
        ("ru", "б)", "point", "b"),
        ("ru", "а)", "point", "a"),
        ("zh", "㈡", "point", "ii"),
        ("zh", "(三)", "point", "iii"),
        ("zh", "二、", "paragraph", "2"),
        ("zh", "三、", "section", "III"),
        ("zh", "第三条", "article", "3"),
        ("zh", "(a)", "point", ""),
    ],
)
def test_the_number_that_languages_share(code: str, num: str, tag: str, number: str) -> None:
    assert load(code).labels.shared(num, tag) == number


@given(st.integers(1, 89))
def test_roman_numbers_are_written_as_they_are_read(value: int) -> None:
    assert roman(written_roman(value)) == value
