"""Edits of an XML document in its own characters: what is not edited stays as it was written, to the byte.

A document is edited as UTF-8, where expat says at which byte each start tag stands, and written back in its own
encoding, with its byte-order mark.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from akn.datatypes import WHITE
from akn.diagnostics import SourceError
from akn.positions import start_tags

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_SPACE = WHITE.encode()


@dataclass(frozen=True, slots=True)
class Writing:
    """How the characters of a document are written: its byte-order mark, if any, and its encoding."""

    mark: bytes
    codec: str

    def read(self, data: bytes) -> str:
        """The characters of a document, every one, without the mark."""
        return data[len(self.mark) :].decode(self.codec)

    def write(self, text: str) -> bytes:
        """The bytes again. A character that the encoding lacks becomes a reference to it."""
        return self.mark + text.encode(self.codec, "xmlcharrefreplace")


def writing(data: bytes, encoding: str | None) -> Writing:
    """How a well-formed document is written; `encoding` is what its parser was told or found in the declaration.

    Raises SourceError where Python does not know the encoding, or does not give the same bytes back.
    """
    mark, codec = next(((mark, codec) for mark, codec in _MARKS if data.startswith(mark)), (b"", encoding or "utf-8"))
    found = Writing(mark if mark.strip(b"<\0") else b"", codec)
    try:
        same = found.write(found.read(data)) == data
    except (LookupError, UnicodeError):
        same = False
    if not same:
        raise SourceError(f"A document in the encoding {codec} cannot be edited; UTF-8, UTF-16 and ISO-8859-1 can be.")
    return found


@dataclass(frozen=True, slots=True)
class _Edit:
    """Bytes that others replace."""

    start: int
    end: int
    new: bytes


@dataclass(frozen=True, slots=True)
class _Order:
    """Stretches of bytes that stand in another order; what is between them stays in its place."""

    start: int
    end: int
    stretches: tuple[tuple[int, int], ...]
    order: tuple[int, ...]


class Splices:
    """The edits of one document: its text in UTF-8, and the elements of its tree in their order.

    Raises SourceError where the start tags cannot be found.
    """

    def __init__(self, text: bytes, elements: Sequence[_Element]) -> None:
        self._text = text
        self._tags = start_tags(text, "utf-8")
        self._index = {element: number for number, element in enumerate(elements)}
        self._elements = elements
        self._edits: list[_Edit | _Order] = []
        if len(self._tags) != len(elements):
            raise SourceError("The start tags of the document cannot be found: a name in it is one for libxml2 alone.")

    def line(self, element: _Element) -> int:
        """The line on which an element starts."""
        return self._tags[self._index[element]].line

    def replace(self, element: _Element, attribute: str, start: int, end: int, new: str) -> None:
        """Puts `new` in the place of the characters `start` to `end` of an attribute's value, as a parser gives it."""
        first, last = _value(self._tag(element), attribute)
        offset = self._tags[self._index[element]].start
        # Each of these is one character of the value.
        units = [match.span() for match in _UNITS.finditer(self._tag(element), first, last)]
        places = [*(begin for begin, _ in units), last]
        self._edits.append(_Edit(offset + places[start], offset + places[end], _escaped(new)))

    def add(self, element: _Element, attribute: str, value: str) -> None:
        """Gives an element one attribute more, before those that it has."""
        tag = self._tags[self._index[element]]
        name = _NAME.match(self._text, tag.start)
        assert name is not None, "a start tag"
        self._edits.append(_Edit(name.end(), name.end(), f' {attribute}="'.encode() + _escaped(value) + b'"'))

    def empty(self, element: _Element) -> None:
        """Takes out the white space in an element that holds nothing else but comments and instructions."""
        place = self._tags[self._index[element]].end
        for match in _MISCELLANY.finditer(self._text, place):
            if match["mark"] is None or match["mark"].startswith(b"<![CDATA["):
                self._edits.append(_Edit(match.start(), match.end(), b""))
            elif match["mark"].startswith(b"</"):
                return

    def arrange(self, children: Sequence[_Element], order: Sequence[int]) -> None:
        """Puts all children of an element, comments apart, in this order of their indexes.

        A comment or instruction goes with the child that follows it, or that it stands behind on the same line.
        """
        stretches = [(self._tags[self._index[child]].start, self._end(child)) for child in children]
        parent = children[0].getparent()
        assert parent is not None, "what is ordered has a parent"
        before = self._tags[self._index[parent]].end
        for number, (start, end) in enumerate(stretches):
            behind, ahead = _remarks(self._text[before:start])
            if number:
                stretches[number - 1] = (stretches[number - 1][0], before + behind)
            stretches[number] = (before + ahead, end)
            before = end
        behind, _ = _remarks(self._text[before : _BEYOND.match(self._text, before).end()])  # type: ignore[union-attr]
        stretches[-1] = (stretches[-1][0], before + behind)
        self._edits.append(_Order(stretches[0][0], stretches[-1][1], tuple(stretches), tuple(order)))

    def result(self) -> bytes:
        """The text with all edits made."""
        self._edits.sort(key=lambda one: (one.start, -one.end))
        starts = [one.start for one in self._edits]
        return b"".join(self._rendered(starts, 0, len(self._text)))

    def _rendered(self, starts: list[int], start: int, end: int) -> Iterator[bytes]:
        for number in range(bisect_left(starts, start), len(starts)):
            edit = self._edits[number]
            if edit.start >= end:
                break
            if edit.start < start or edit.end > end:  # within what is done, or around all this
                continue
            yield self._text[start : edit.start]
            start = edit.end
            if isinstance(edit, _Edit):
                yield edit.new
                continue
            gaps = [*(after[0] for after in edit.stretches[1:]), edit.end]
            for (_, last), chosen, gap in zip(edit.stretches, edit.order, gaps, strict=True):
                yield from self._rendered(starts, *edit.stretches[chosen])
                yield from self._rendered(starts, last, gap)
        yield self._text[start:end]

    def _tag(self, element: _Element) -> bytes:
        tag = self._tags[self._index[element]]
        return self._text[tag.start : tag.end]

    def _end(self, element: _Element) -> int:
        """Where an element ends: as many end tags behind its last start tag as are open there."""
        last, depth = element, 0
        while (inner := next(last.iterchildren("*", reversed=True), None)) is not None:
            last, depth = inner, depth + 1
        place = self._tags[self._index[last]].end
        depth += not self._tag(last).endswith(b"/>")
        for match in _MISCELLANY.finditer(self._text, place):
            if not depth:
                break
            place, depth = match.end(), depth - ((match["mark"] or b"").startswith(b"</"))
        return place


_NAME = re.compile(rb"<[^\s/>]+")
_ATTRIBUTE = re.compile(rb"""\s([^\s=/>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_UNITS = re.compile(rb"&[^;]+;|\r\n|[\x00-\x7f]|[\xc0-\xff][\x80-\xbf]*")
_MISCELLANY = re.compile(rb"(?P<mark><!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|</[^>]*>)|[^<]+", re.DOTALL)
_REMARK = re.compile(rb"(<!--.*?-->|<\?.*?\?>)", re.DOTALL)
_BEYOND = re.compile(rb"(?:<!--.*?-->|<\?.*?\?>|[^<]+)*", re.DOTALL)


def _value(tag: bytes, attribute: str) -> tuple[int, int]:
    """Where the value of an attribute stands in its start tag, between the quotes."""
    found = next(match for match in _ATTRIBUTE.finditer(tag) if match[1].decode() == attribute)
    return found.span(2 if found[2] is not None else 3)


def _escaped(value: str) -> bytes:
    return escape(value, {'"': "&quot;", "'": "&apos;"}).encode()


def _remarks(between: bytes) -> tuple[int, int]:
    """In what stands between two children: how much goes with the first, and from where it goes with the second."""
    pieces = _REMARK.split(between)
    places = [0]
    for piece in pieces:
        places.append(places[-1] + len(piece))
    behind = 0
    for number in range(1, len(pieces), 2):
        if pieces[number - 1].strip(b" \t") or b"\n" in pieces[number]:
            break
        if pieces[number + 1].lstrip(b" \t")[:1] in (b"\r", b"\n"):
            behind = number + 1
    ahead = len(pieces)
    for number in range(len(pieces) - 2, behind, -2):
        if pieces[number + 1].strip(_SPACE):
            break
        ahead = number
    return places[behind], places[min(ahead, len(pieces))]
