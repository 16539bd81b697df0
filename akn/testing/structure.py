"""What a resolution says of itself: its parts, as the tests of a converter compare them.

While a resolution is drawn or read, a private character stands in its texts for each call of a note. `settle` turns
these into places, so that what users see are plain texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

_FIRST = 0xE000
_CALL = re.compile("[\ue000-\ue7ff]")
_PRINTED_CALL = re.compile(f" ?{_CALL.pattern}")  # out of a PDF a call is set off by a blank
_HAN = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff65]"
_UNSPACED = re.compile(f" (?={_HAN})|(?<={_HAN}) ")
_EMPHASIS = re.compile(r"\*([^*]+)\*")
_RAISED = re.compile(r"\^(?:\{([^{}]*)\}|(\w))")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a note is called: the path of a text in its resolution, and how many of its characters stand before."""

    path: str
    offset: int


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its marker, its body, and the places of its calls in the order of the text."""

    marker: str
    body: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """An operative paragraph or one of its points. `number` is empty for a sole paragraph that bears none.

    Where there are points, `text` is what stands before them and `wrap_up` what follows them. `table` has the cells of
    the rows of a table after the text, the head first.
    """

    number: str
    text: str
    points: tuple[Paragraph, ...] = ()
    wrap_up: str = ""
    table: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section with its heading and its paragraphs."""

    number: str
    heading: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex: its label (that which says it is one), its title and its paragraphs."""

    label: str
    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """A resolution: its structure, and how it is printed.

    All texts are on one line, without light mark-up and without the calls of notes; `preambular` pairs the name of the
    opening phrase that all languages share with the whole paragraph. `closing` is the meeting and the day that the
    last lines state, and `vote` how many were in favour, against and abstained. What an organ does not print is None
    or empty: the Security Council has no title, session, agenda item, origin or closing lines. `session` is a year
    where sessions are called after one. `text` is the print and `furniture` its lines that are no content; neither
    takes part in comparisons.
    """

    language: str
    body: str
    number: str
    title: str
    symbol: str | None
    session: int | None
    agenda_item: str
    adopted: date | None
    issued: date | None
    origin: str
    formula: str
    preambular: tuple[tuple[str, str], ...]
    operative: tuple[Paragraph | Section, ...]
    closing: tuple[str, date | None]
    notes: tuple[Note, ...] = ()
    annexes: tuple[Annex, ...] = ()
    vote: tuple[int, int, int] | None = None
    text: str = field(default="", compare=False)
    furniture: tuple[str, ...] = field(default=(), compare=False)

    @property
    def symbol_bare(self) -> str:
        """The symbol without the call of a note; empty where there is none."""
        return _CALL.sub("", self.symbol or "")


def call(note: int) -> str:
    """The character that stands for a call of the note with this index."""
    return chr(_FIRST + note)


def called(text: str) -> list[int]:
    """The notes that a text calls, in its order."""
    return [ord(sign) - _FIRST for sign in _CALL.findall(text)]


def with_calls(text: str, write: Callable[[int], str]) -> str:
    """The text with each call written as `write` says."""
    return _CALL.sub(lambda match: write(ord(match[0]) - _FIRST), text)


def content(text: str) -> str:
    """The text without the signs of light mark-up."""
    return _RAISED.sub(lambda match: match[1] or match[2] or "", _EMPHASIS.sub(r"\1", text))


def mapped(resolution: Resolution, change: Callable[[str, str], str]) -> Resolution:
    """The resolution with each text in which a note may be called changed: `change(path, text)`, in print's order."""
    symbol = change("symbol", resolution.symbol) if resolution.symbol is not None else None
    title = change("title", resolution.title)
    preambular = tuple(
        (name, change(f"preambular {number}", text)) for number, (name, text) in enumerate(resolution.preambular, 1)
    )
    operative = tuple(
        _changed(item, f"operative {number}", change) for number, item in enumerate(resolution.operative, 1)
    )
    meeting = change("closing", resolution.closing[0])
    annexes = tuple(
        Annex(
            annex.label,
            change(f"annex {number} title", annex.title),
            tuple(
                _paragraph(item, f"annex {number} {inner}", change) for inner, item in enumerate(annex.paragraphs, 1)
            ),
        )
        for number, annex in enumerate(resolution.annexes, 1)
    )
    return replace(
        resolution,
        symbol=symbol,
        title=title,
        preambular=preambular,
        operative=operative,
        closing=(meeting, resolution.closing[1]),
        annexes=annexes,
    )


def _changed(item: Paragraph | Section, path: str, change: Callable[[str, str], str]) -> Paragraph | Section:
    if isinstance(item, Paragraph):
        return _paragraph(item, path, change)
    heading = change(f"{path} heading", item.heading)
    paragraphs = (_paragraph(inner, f"{path}.{number}", change) for number, inner in enumerate(item.paragraphs, 1))
    return Section(item.number, heading, tuple(paragraphs))


def _paragraph(item: Paragraph, path: str, change: Callable[[str, str], str]) -> Paragraph:
    text = change(path, item.text)
    points = tuple(_paragraph(point, f"{path}.{number}", change) for number, point in enumerate(item.points, 1))
    return Paragraph(item.number, text, points, change(f"{path} wrap-up", item.wrap_up), item.table)


def settle(resolution: Resolution, *, notation: bool = True) -> Resolution:
    """The resolution with its calls turned into places, and its texts on one line.

    With `notation`, the signs of light mark-up are taken out too. Blanks beside Chinese characters, which say nothing
    and are where a line ended, go.
    """
    places: dict[int, list[Place]] = {}

    def tidy(text: str) -> str:
        bare = _PRINTED_CALL.sub("", text)
        return _UNSPACED.sub("", " ".join((content(bare) if notation else bare).split()))

    def change(path: str, text: str) -> str:
        for match in _CALL.finditer(text):
            before = tidy(text[: match.start()])
            places.setdefault(ord(match[0]) - _FIRST, []).append(Place(path, len(before)))
        return tidy(text)

    plain = mapped(resolution, change)
    notes = tuple(
        Note(note.marker, tidy(note.body), tuple(places.get(number, ())))
        for number, note in enumerate(resolution.notes)
    )
    return replace(plain, notes=notes)
