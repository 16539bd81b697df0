"""Marks within one leaf: what light mark-up makes, and how marks of different makers are brought together."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akn.inline import FIXED, emphasis, probe, unprobe, weave
from akn.model import Leaf, Mark
from akn.testing import texts


@pytest.mark.parametrize(
    ("string", "expected"),
    [
        ("*Takes note*", ["i Takes note"]),
        ("of *this* and *that*,", ["i this", "i that"]),
        ("**bold** and *not*", ["b bold", "i not"]),
        ("40^e", ["sup e"]),
        ("1^{er} and 2^{nd}", ["sup er", "sup nd"]),
        ("*the 1^{er} of them*", ["i the 1^{er} of them", "sup er"]),
        ("2 * 3 * 4", []),
        ("a*b*c", []),
        ("* item", []),
        ("note* and note*", []),
        ("*open", []),
        ("x^", []),
        ("^{}", []),
        ("a^bc", []),
        ("", []),
    ],
)
def test_emphasis(string: str, expected: list[str]) -> None:
    found = [f"{mark.tag} {string[mark.start + mark.lead : mark.end - mark.tail]}" for mark in emphasis(string)]
    assert found == expected


@given(texts())
def test_emphasis_is_a_span_over_the_text(string: str) -> None:
    for mark in emphasis(string):
        assert 0 <= mark.start < mark.start + mark.lead < mark.end - mark.tail <= mark.end <= len(string)
        signs = string[mark.start : mark.start + mark.lead] + string[mark.end - mark.tail : mark.end]
        assert not set(signs) - set("*^{}")


LENGTH = 12


@st.composite
def marks(draw: st.DrawFn) -> list[Mark]:
    """Any marks; the fixed ones as readers make them: calls that do not overlap, and page ends, which have no width."""
    made = []
    for _ in range(draw(st.integers(0, 6))):
        start, end = sorted((draw(st.integers(0, LENGTH)), draw(st.integers(0, LENGTH))))
        if start < end:
            lead = draw(st.integers(0, min(1, (end - start) // 3)))
            made.append(Mark(start, end, draw(st.sampled_from(["i", "b", "ref", "date", "docTitle"])), (), lead, lead))
    place = 0
    for tag in draw(st.lists(st.sampled_from(["authorialNote", "noteRef"]), max_size=3)):
        start = draw(st.integers(place, LENGTH))
        end = draw(st.integers(start, min(LENGTH, start + 2)))
        made.append(Mark(start, end, tag, (("note", "n"),)))
        place = end
    calls = [mark for mark in made if mark.tag in FIXED]
    ends = draw(st.lists(st.integers(0, LENGTH), max_size=3))
    outside = [at for at in ends if not any(call.start < at < call.end for call in calls)]
    made += [Mark(at, at, "eop", (("page", "0"),)) for at in outside]
    return draw(st.permutations(made))


def contents(mark: Mark) -> tuple[int, int]:
    return mark.start + mark.lead, mark.end - mark.tail


@given(marks())
def test_woven_marks_nest(given_marks: list[Mark]) -> None:
    """Of any two, one is outside the other, or wholly within its content; the outer one comes first."""
    woven = weave(given_marks)
    assert [mark.start for mark in woven] == sorted(mark.start for mark in woven)
    for first, second in combinations(woven, 2):
        start, end = contents(first)
        apart = first.end <= second.start
        assert apart or (start <= second.start and second.end <= end), (first, second)


@given(marks())
def test_woven_marks_are_some_of_the_given_and_every_fixed_one(given_marks: list[Mark]) -> None:
    woven = list(weave(given_marks))
    for mark in woven:
        assert mark in given_marks
    assert sorted(map(repr, filter(is_fixed, woven))) == sorted(map(repr, filter(is_fixed, given_marks)))


def is_fixed(mark: Mark) -> bool:
    return mark.tag in FIXED


@given(marks())
def test_weaving_does_not_depend_on_the_order_and_is_done_once(given_marks: list[Mark]) -> None:
    """But for marks that cover the very same stretch, of which the first stays outside."""
    spans = [(mark.start, mark.end) for mark in given_marks]
    if len(set(spans)) == len(spans):
        assert weave(given_marks) == weave(given_marks[::-1])
    assert weave(weave(given_marks)) == weave(given_marks)


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([Mark(0, 5, "i"), Mark(3, 8, "ref")], ["i"]),  # they cross: the first stays
        ([Mark(0, 5, "docDate"), Mark(0, 5, "date")], ["docDate"]),  # it is a date already
        ([Mark(0, 9, "docTitle"), Mark(0, 9, "i", (), 1, 1)], ["docTitle", "i"]),  # emphasised as a whole
        ([Mark(2, 6, "ref"), Mark(4, 4, "eop")], ["ref", "eop"]),  # a page may end within
        ([Mark(2, 6, "ref"), Mark(4, 8, "authorialNote")], ["authorialNote"]),  # a note stays whatever it meets
        ([Mark(2, 6, "authorialNote"), Mark(0, 9, "i")], ["i", "authorialNote"]),
        ([Mark(0, 4, "i", (), 1, 1), Mark(4, 4, "eop")], ["i", "eop"]),
    ],
)
def test_what_stays(marks: list[Mark], expected: list[str]) -> None:
    assert [mark.tag for mark in weave(marks)] == expected


@given(st.text("ab ", max_size=LENGTH), st.lists(st.integers(0, LENGTH), max_size=4), st.data())
def test_what_is_found_in_a_probe_is_found_in_the_string(string: str, ends: list[int], data: st.DataObject) -> None:
    places = sorted(at for at in ends if at <= len(string))
    leaf = Leaf("p", string, marks=tuple(Mark(at, at, "eop", (("page", "0"),)) for at in places))
    seen, blanks = probe(leaf)
    assert len(seen) == len(string) + len(blanks)
    assert all(seen[at] == " " for at in blanks)
    assert "".join(sign for at, sign in enumerate(seen) if at not in set(blanks)) == string
    start, end = sorted((data.draw(st.integers(0, len(seen))), data.draw(st.integers(0, len(seen)))))
    [mark] = unprobe([Mark(start, end, "ref")], blanks)
    kept = "".join(sign for at, sign in enumerate(seen[start:end], start) if at not in set(blanks))
    assert string[mark.start : mark.end] == kept
