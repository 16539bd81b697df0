"""Where the start tags of an XML document stand: line, column and bytes, as expat sees them.

lxml knows only the line on which a start tag ends, and no line above 65,535.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from typing import NamedTuple, overload
from xml.parsers import expat


class StartTag(NamedTuple):
    """A start tag: line and column of its `<`, both from 1, the column in characters; and `data[start:end]` is the tag.

    A line ends as XML says: with a line feed, a carriage return, or both together. A byte-order mark has no column.
    """

    line: int
    column: int
    start: int
    end: int


class StartTags(Sequence[StartTag]):
    """The start tags of a document in the order of their elements, comments and instructions not counted."""

    # Numbers in arrays: a document of 100 MB has some millions of tags.
    __slots__ = ("_columns", "_data", "_lines", "_starts")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._lines = array("Q")
        self._columns = array("Q")
        self._starts = array("Q")

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, index: int) -> StartTag: ...

    @overload
    def __getitem__(self, index: slice) -> list[StartTag]: ...

    def __getitem__(self, index: int | slice) -> StartTag | list[StartTag]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        start = self._starts[index]
        return StartTag(self._lines[index], self._columns[index], start, _end(self._data, start))

    def place(self, index: int) -> tuple[int, int]:
        """Line and column of a start tag."""
        return self._lines[index], self._columns[index]


def start_tags(data: bytes, encoding: str | None = None) -> StartTags:
    """The start tags of a document that lxml has parsed; none at all where expat cannot read it.

    `encoding` is that of the bytes, where it is known better than their own declaration says it. expat reads UTF-8,
    UTF-16 and every encoding of one byte for a character that Python knows. The time is linear.
    """
    found = StartTags(data)
    reader = expat.ParserCreate(encoding)
    reader.ordered_attributes = True  # a list is cheaper than a dict, and nobody looks at it
    mark = int(data.startswith(_MARKS))
    lines, columns, starts = found._lines.append, found._columns.append, found._starts.append

    def note(_name: str, _attributes: object) -> None:
        line = reader.CurrentLineNumber
        lines(line)
        columns(reader.CurrentColumnNumber + (1 - mark if line == 1 else 1))
        starts(reader.CurrentByteIndex)

    reader.StartElementHandler = note
    try:
        reader.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):  # ValueError: several bytes for a character
        return StartTags(data)
    return found


_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def _whole_tag(before: str = "", after: str = "") -> re.Pattern[bytes]:
    """What a start tag looks like, where these bytes stand around an ASCII character: `>` may stand in an attribute."""
    double, single, close = (f"{before}{sign}{after}" for sign in "\"'>")
    one = "." * len(f"{before}.{after}".replace("\\0", "0"))
    quoted = "|".join(f"{sign}(?:(?!{sign}){one})*+{sign}" for sign in (double, single))
    return re.compile(f"(?:{quoted}|(?!{close}){one})*+{close}".encode(), re.DOTALL)


_NARROW, _LITTLE, _BIG = _whole_tag(), _whole_tag(after=r"\0"), _whole_tag(before=r"\0")


def _end(data: bytes, start: int) -> int:
    """Where the start tag ends that starts there."""
    first = data[start : start + 2]
    shape = _LITTLE if first == b"<\0" else _BIG if first == b"\0<" else _NARROW
    found = shape.match(data, start)
    assert found is not None, "the document is well-formed"
    return found.end()
