"""What a scanner does to dates: letters it took for figures, and months with a letter that it did not know."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from akn.lang.templates import fold

_WORD = re.compile(r"(?<!\w)[^\W\d_][^\s\d.,;:()]{2,11}")
_LETTERS = 4  # letters of a month among which one may be damaged


@cache
def letters_for(kind: str) -> dict[int, str]:
    """What a scanner puts for `figures`, or for `roman` numbers, and these: a table for `str.translate`."""
    tables = tomllib.loads((files("akn") / "data" / "scans.toml").read_text("utf-8"))
    return str.maketrans(tables[kind])


def class_of(kind: str) -> str:
    """A pattern for one of these letters and signs, to stand between brackets."""
    return "".join(re.escape(chr(code)) for code in letters_for(kind))


@cache
def _damaged_figures() -> re.Pattern[str]:
    like = class_of("figures")
    return re.compile(rf"(?<![\w.,/])(?:[\d{like}]{{4}}|\d[{like}]|[{like}]\d)(?!\w)")


@cache
def _damaged_day() -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)[{class_of('figures')}](?=\s+(?P<month>\w+)\s+\d{{4}})")


def restored(text: str, months: Iterable[str]) -> str:
    """A line that says a date, as it was before a scanner took some letters for others: `3 Apri] 1991`, `[971`.

    Each character stays in its place. What stands for a figure is one within a number that has two figures left, or
    beside the one of a day, or before a month and a year; a month is told where at most one letter in four is damaged.
    """
    folded = {_by_letter(month): month for month in months if month.isalpha() and len(month) >= _LETTERS}
    text = _damaged_figures().sub(lambda match: _figures(match.group()), text)
    text = _WORD.sub(lambda match: _month(match.group(), folded), text)
    return _damaged_day().sub(
        lambda match: (
            match.group().translate(letters_for("figures")) if match["month"] in folded.values() else match[0]
        ),
        text,
    )


def _figures(token: str) -> str:
    return (
        token.translate(letters_for("figures")) if 2 * sum(char.isdecimal() for char in token) >= len(token) else token
    )


def _by_letter(word: str) -> str:
    """The word without case and accents, one letter for one."""
    return "".join(fold(char)[:1] or char for char in word)


def _month(word: str, months: dict[str, str]) -> str:
    key = _by_letter(word)
    if key in months:
        return word
    near = [
        month
        for name, month in months.items()
        if len(name) == len(key) and _LETTERS * sum(a != b for a, b in zip(name, key, strict=True)) <= len(name)
    ]
    return near[0] if len(near) == 1 else word
