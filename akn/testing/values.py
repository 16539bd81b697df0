"""Values of the datatypes of the schema, each made of one choice or two, the simplest first."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from hypothesis import strategies as st

from akn.grammar import Datatype
from akn.testing.drawing import Draw
from akn.testing.fragments import characters

T = TypeVar("T")
_ZONES = ("", "", "", "", "", "Z", "+05:30", "-14:00")
_FIRST = date(2000, 1, 1)
_DAYS = 40_000
_SECONDS = 24 * 60 * 60
_RARE = ("0001-01-01", "1582-10-15", "1945-06-26", "1896-02-29", "9999-12-31", "12012-11-19")


@cache
def data() -> Mapping[str, Any]:
    """The whole of data/values.toml."""
    return tomllib.loads((files("akn") / "data" / "values.toml").read_text("utf-8"))


@cache
def _up_to(most: int) -> st.SearchStrategy[int]:
    return st.integers(0, most)


@cache
def _any_text() -> st.SearchStrategy[str]:
    return st.text(characters().filter(lambda sign: sign != "\f"), max_size=12)


class Choices:
    """What one example is made of: numbers and texts out of Hypothesis, and the names that it has used up."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._named = 0
        self._plain = False

    def number(self, most: int) -> int:
        """A number from 0 to `most`; shrinks to 0."""
        return self._draw(_up_to(most)) if most > 0 and not self._plain else 0

    @contextmanager
    def plain(self) -> Iterator[None]:
        """Within it nothing is drawn: every choice is the simplest."""
        self._plain, before = True, self._plain
        yield
        self._plain = before

    def one_of(self, values: Sequence[T]) -> T:
        """One of the values; shrinks to the first."""
        return values[self.number(len(values) - 1)]

    def text(self, specimens: Sequence[str], *, none: bool = False) -> str:
        """One of the texts, or now and then any other that XML can hold. With `none`, half of the time it is empty."""
        count = len(specimens)
        chosen = self.number(2 * count + 2 if none else count) - none
        if chosen < 0 or chosen > count:
            return ""
        return specimens[chosen] if chosen < count else self._draw(_any_text())

    def name(self, kind: str) -> str:
        """A value of one of the kinds `ID` and `noWhiteSpace` that was not used in this document."""
        self._named += 1
        return f"{self.one_of(data()['names'][kind])}{self._named}"


def value(choices: Choices, type_: Datatype) -> str:
    """A value of the type."""
    if type_.members:
        return value(choices, choices.one_of(type_.members))
    if type_.item is not None:
        return " ".join(_word(choices, type_.item) for _ in range(1 + choices.number(3) // 2))
    if type_.enumeration:
        return str(choices.one_of(type_.enumeration))
    if type_.patterns:
        return str(choices.one_of(data()["patterns"][type_.patterns[0]]))
    return _atom(choices, type_.base)


def _word(choices: Choices, type_: Datatype) -> str:
    """A value that may stand in a list: not empty, and without blanks."""
    found = value(choices, type_)
    return "#a" if not found or " " in found else found


def _atom(choices: Choices, base: str) -> str:
    if base == "date":
        return _date(choices.number(_DAYS)) + choices.one_of(_ZONES)
    if base == "time":
        return _time(choices.number(_SECONDS - 1)) + choices.one_of(_ZONES)
    if base == "dateTime":
        return f"{_date(choices.number(_DAYS))}T{_time(choices.number(_SECONDS - 1))}{choices.one_of(_ZONES)}"
    if base == "ID":
        return choices.name("ID")
    specimens = data()["specimens"][base]
    return choices.text(specimens) if base == "string" else str(choices.one_of(specimens))


def _date(number: int) -> str:
    rare = number - (_DAYS - len(_RARE))
    return _RARE[rare] if 0 <= rare < len(_RARE) else (_FIRST + timedelta(days=number)).isoformat()


def _time(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    fraction = ".5" if seconds % 60 == 59 else ""
    return f"{hours:02}:{rest // 60:02}:{rest % 60:02}{fraction}"
