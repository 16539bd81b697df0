"""Characters and lines: white space as a code and back, and a text as its lines."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akn.diagnostics import TextError
from akn.testing import texts
from akn.text import BLANK, FEED, check, decode, encode, lines, newline_of, position

NEWLINES = st.sampled_from(["\n", "\r\n", "\r"])
GAPS = st.text(st.sampled_from(" \t\r\n|-:"), max_size=40)


@given(GAPS, NEWLINES)
def test_a_code_is_decoded_to_the_white_space_it_was_made_of(gap: str, newline: str) -> None:
    code = encode(gap, newline)
    assert decode(code, newline) == gap
    assert re.fullmatch(r"(?:\d*[nlrstbhc])*", code)
    assert len(code) <= len(gap)


@pytest.mark.parametrize(
    ("gap", "newline", "code"),
    [
        ("", "\n", ""),
        ("\n", "\n", "n"),
        ("\n\n", "\n", "2n"),
        ("\r\n\r\n", "\r\n", "2n"),
        ("\n", "\r\n", "l"),
        ("\r", "\n", "r"),
        ("\r\r\n\n", "\r\n", "rnl"),
        (" \t \n", "\n", "stsn"),
        ("    \n          x"[:-1], "\n", "4sn10s"),
        (" |\n|:--|\n| ", "\n", "sbnbc2hbnbs"),
    ],
)
def test_codes(gap: str, newline: str, code: str) -> None:
    assert encode(gap, newline) == code
    assert decode(code, newline) == gap


def test_what_is_no_code_stands_for_nothing() -> None:
    assert decode("x2n.?", "\n") == "\n\n"


@given(texts())
def test_lines_hold_all_that_is_not_blank(text: str) -> None:
    place = 0
    for line in lines(text):
        assert text[line.start : line.end] == line.text
        assert not text[place : line.start].strip(BLANK)
        assert line.text == line.text.strip(BLANK)
        assert line.text == FEED or (FEED not in line.text and not re.search("[\r\n]", line.text))
        place = line.end
    assert not text[place:].strip(BLANK)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t\r\n", []),
        ("a", ["a"]),
        ("  a b \n\nc", ["a b", "c"]),
        ("a\rb\r\nc", ["a", "b", "c"]),
        ("a\fb\f\fc", ["a", "\f", "b", "\f", "\f", "c"]),
        ("\u00a0a\u2028b\u0085c", ["\u00a0a\u2028b\u0085c"]),  # no line ends of ours, and no blanks
    ],
)
def test_lines(text: str, expected: list[str]) -> None:
    assert [line.text for line in lines(text)] == expected


@pytest.mark.parametrize(
    ("text", "newline"),
    [("", "\n"), ("a", "\n"), ("a\r\nb\n\r\n", "\r\n"), ("a\rb", "\r"), ("a\nb\r\n", "\n"), ("\r\r\n\r\n", "\r\n")],
)
def test_the_line_end_of_most_lines(text: str, newline: str) -> None:
    assert newline_of(text) == newline


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [("", 0, (1, 1)), ("ab", 2, (1, 3)), ("a\nb", 2, (2, 1)), ("a\r\nbc", 4, (2, 2)), ("a\rb\nc", 4, (3, 1))],
)
def test_positions_count_from_one(text: str, offset: int, expected: tuple[int, int]) -> None:
    assert position(text, offset) == expected


@given(texts())
def test_what_xml_can_hold_is_accepted(text: str) -> None:
    check(text)


@pytest.mark.parametrize("sign", ["\0", "\x01", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_what_xml_cannot_hold_is_refused_with_its_place(sign: str) -> None:
    with pytest.raises(TextError, match=rf"^line 3, column 4: the character U\+{ord(sign):04X} "):
        check(f"ab\r\nc\nabc{sign}d")


@pytest.mark.parametrize("value", [b"bytes", None, 7, ["a"]])
def test_what_is_no_text(value: object) -> None:
    with pytest.raises(TextError, match=f"not {type(value).__name__}"):
        check(value)
