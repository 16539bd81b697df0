"""Numbers that open a paragraph, and the level each finds among the lists that are open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akn.shapes import (
    COLON,
    DEEPEST,
    PARAGRAPH_END,
    SECTION,
    SECTION_ALONE,
    SENTENCE_END,
    Levels,
    label_of,
    plain,
    readings,
    roman,
    squeeze,
)
from akn.testing import texts


@given(texts())
def test_plain_keeps_every_place(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert squeeze(text) == " ".join(squeeze(text).split(" ")) == squeeze(squeeze(text))


@given(texts())
def test_a_label_opens_its_text(text: str) -> None:
    assert plain(text).startswith(label_of(text))


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
    assert label_of(text) == label


def written(value: int) -> str:
    """A number below ninety in roman letters, in the plainest way."""
    units = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]
    tens = ["", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx"]
    return tens[value // 10] + units[value % 10]


@given(st.integers(1, 89))
def test_roman_numbers(value: int) -> None:
    assert roman(written(value)) == value


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
        ("(\u0430)", {"()letter": 0}),
    ],
)
def test_readings(label: str, expected: dict[str, int]) -> None:
    assert readings(label) == expected


def placed(labels: str, colons: bool = False) -> list[int | str]:
    """The depth of each label, or with what is odd about it."""
    levels = Levels()
    found: list[int | str] = []
    for label in labels.split():
        depth, odd = levels.place(label, colons)
        found.append(f"{depth} {odd}" if odd else depth)
    return found


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ("1. 2. 3.", [0, 0, 0]),
        ("1. (a) (b) 2.", [0, 1, 1, 0]),
        ("1. (a) (i) (ii) (b) 2.", [0, 1, 2, 2, 1, 0]),
        ("1. (a) (b) (c) (d) (e) (f) (g) (h) (i) (j)", [0] + [1] * 10),
        ("1. \u2013 \u2013 \u2013 2.", [0, 1, 1, 1, 0]),
        ("1. a) i) ii) b)", [0, 1, 2, 2, 1]),
        ("1. (a) (i) \u2013 \u2013 (ii) (b)", [0, 1, 2, 3, 3, 2, 1]),
        ("1. (y) (z) (aa) (bb)", [0, "1 gap", 1, 1, 1]),
        ("1. 3.", [0, "0 gap"]),
        ("5. 6.", ["0 gap", 0]),
        ("1. 2. 1.", [0, 0, "0 restart"]),
        ("1. (a) (b) (a)", [0, 1, 1, "1 restart"]),
        ("1. 2. (a) 2.", [0, 0, 1, "2 stray"]),
    ],
)
def test_levels(labels: str, expected: list[int | str]) -> None:
    assert placed(labels) == expected


def test_after_a_colon_a_list_of_the_same_kind_opens() -> None:
    assert placed("1. (a) (a)", colons=True) == [0, 1, 2]


def test_numbers_run_through_sections_or_start_again() -> None:
    levels = Levels()
    assert [levels.place(label, False) for label in ("1.", "2.")] == [(0, ""), (0, "")]
    levels.clear()
    assert levels.depth == 0
    assert levels.place("3.", False) == (0, "")
    levels.clear()
    assert levels.place("1.", False) == (0, "")
    levels.clear()
    assert levels.place("5.", False) == (0, "gap")


@given(st.lists(st.tuples(st.sampled_from("1. 2. 7. (a) (b) (i) (ii) a) i) A. \u2013 (1) aa)".split()), st.booleans())))
def test_no_list_is_deeper_than_the_one_that_is_open(labels: list[tuple[str, bool]]) -> None:
    levels = Levels()
    for label, after_colon in labels:
        before = levels.depth
        depth, odd = levels.place(label, after_colon)
        assert 0 <= depth <= before <= DEEPEST
        assert odd in ("", "gap", "restart", "stray")
        assert levels.depth == before if odd == "stray" else levels.depth == depth + 1


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        (SECTION_ALONE, ["I", "IV.", "A", "B."], ["I Water", "1", "a", "(I)"]),
        (SECTION, ["I. Water", "A. Water", "IV Water for all"], ["I.", "I am", "A report of the", "1. Water"]),
        (SENTENCE_END, ["a,", "a;", "a.", "a:", "a,\u00b9", "a; 12", "a.\u201d", "a\u060c"], ["a", "a 12", "a\u00b9"]),
        (PARAGRAPH_END, ["a;", "a.", "a:", "a;\u00b2", "a.\u00bb"], ["a,", "a", "a, 3"]),
        (COLON, ["a:", "a :", "a\uff1a"], ["a;", "a: b"]),
    ],
)
def test_shapes(pattern: object, yes: list[str], no: list[str]) -> None:
    search = pattern.fullmatch if pattern is SECTION_ALONE else pattern.match if pattern is SECTION else pattern.search
    assert [text for text in yes if not search(text)] == []
    assert [text for text in no if search(text)] == []
