"""The ends of sentences, and the level that each label finds among the lists that are open."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akn.lang import load
from akn.shapes import (
    COLON,
    DEEPEST,
    PARAGRAPH_END,
    SENTENCE_END,
    Levels,
    plain,
    squeeze,
)
from akn.testing import texts


@given(texts())
def test_plain_keeps_every_place(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert squeeze(text) == " ".join(squeeze(text).split(" ")) == squeeze(squeeze(text))


def placed(labels: str, colons: bool = False) -> list[int | str]:
    """The depth of each label, or with what is odd about it."""
    levels = Levels(load("en").labels.readings)
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
    levels = Levels(load("en").labels.readings)
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
    levels = Levels(load("en").labels.readings)
    for label, after_colon in labels:
        before = levels.depth
        depth, odd = levels.place(label, after_colon)
        assert 0 <= depth <= before <= DEEPEST
        assert odd in ("", "gap", "restart", "stray")
        assert levels.depth == before if odd == "stray" else levels.depth == depth + 1


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        (SENTENCE_END, ["a,", "a;", "a.", "a:", "a,\u00b9", "a; 12", "a.\u201d", "a\u060c"], ["a", "a 12", "a\u00b9"]),
        (PARAGRAPH_END, ["a;", "a.", "a:", "a;\u00b2", "a.\u00bb"], ["a,", "a", "a, 3"]),
        (COLON, ["a:", "a :", "a\uff1a"], ["a;", "a: b"]),
    ],
)
def test_shapes(pattern: re.Pattern[str], yes: list[str], no: list[str]) -> None:
    assert [text for text in yes if not pattern.search(text)] == []
    assert [text for text in no if pattern.search(text)] == []
