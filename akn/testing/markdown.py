"""A resolution as converters of documents write it: a line for each paragraph, and what stood beside the text between.

Seen in such texts and left out here, since the text alone does not say what is what: calls whose note is lost (a number
like any other), lines of the masthead that are lost too (then nothing has to be found), the organ on one line with the
session, a title torn in two by its number, numbers of paragraphs that a converter counts anew, tables whose cells
became paragraphs. Where a page ends in a paragraph, print has more than a line of it on each page, so that its opening
phrase is whole; a tear is drawn in scripts that have small letters, since one is what says that a sentence goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from akn.testing import ends
from akn.testing.plain import table
from akn.testing.specimens import Specimens
from akn.testing.structure import Paragraph, Resolution, Section, called, content, mapped, with_calls

_RULE = "\\_" * 18
_IMAGE = "<!-- image -->"
_RAISED = re.compile(r"\^(?:\{([^{}]*)\}|(\w))")
_BEFORE_STOP = re.compile("(?<=[\ue000-\ue7ff])(?=[^\\s\ue000-\ue7ff])")
_BLANK = re.compile("(?<![\ue000-\ue7ff]) ")  # that beside a call is never doubled
_LETTER = re.compile(r"(?<=\w)(?=\)$)")
_TEAR = 80  # characters of each half of a paragraph that a page end tears: print leaves more than a line on each page


@dataclass(frozen=True, slots=True)
class Habits:
    """How one text is written: blocks on a page; whether every third paragraph has doubled blanks; whether the items
    of a list stand without blank lines between; whether the letters of points stand off their brackets; whether lines
    of the masthead are run together; where that of the distribution stands (`distribution` in its place, else after
    the part of that name); whether the title stands apart from the number; whether a page may end in a paragraph; the
    job number.
    """

    page: int
    doubled: bool
    listed: bool
    loose: bool
    run: bool
    place: str
    apart: bool
    torn: bool
    job: str


def printed(resolution: Resolution, specimens: Specimens, habits: Habits) -> Resolution:
    """The resolution as such a text has it, with its text and its furniture."""
    written = _written(resolution, specimens, habits)
    printer = _Printer(written, specimens, habits)
    return replace(written, text=printer.text(), furniture=tuple(printer.furniture))


def _written(resolution: Resolution, specimens: Specimens, habits: Habits) -> Resolution:
    """The resolution with its texts as they are written: a blank before what was raised and after each call."""

    def loosened(text: str) -> str:
        return _BEFORE_STOP.sub(" ", _RAISED.sub(lambda match: f" {match[1] or match[2]}", text))

    written = mapped(resolution, lambda _, text: loosened(text))
    notes = tuple(replace(note, body=loosened(note.body)) for note in resolution.notes)
    blank = " " if specimens["between_words"] else ""
    formula = resolution.formula[:-1] + blank + resolution.formula[-1]
    operative = written.operative
    if habits.loose:
        operative = tuple(_loose(item) if isinstance(item, Paragraph) else _loose_section(item) for item in operative)
    return replace(written, notes=notes, formula=formula, operative=operative)


def _loose_section(section: Section) -> Section:
    return replace(section, paragraphs=tuple(map(_loose, section.paragraphs)))


def _loose(paragraph: Paragraph) -> Paragraph:
    """With `a )` for `a)` as the letter of a point."""
    number = paragraph.number if paragraph.number.startswith("(") else _LETTER.sub(" ", paragraph.number)
    return replace(paragraph, number=number, points=tuple(map(_loose, paragraph.points)))


@dataclass(frozen=True, slots=True)
class _Block:
    """A line or a table; `label` is the number it begins with; `whole`: no page ends within it."""

    text: str
    label: str = ""
    whole: bool = True


class _Printer:
    def __init__(self, resolution: Resolution, specimens: Specimens, habits: Habits) -> None:
        self._resolution = resolution
        self._specimens = specimens
        self._habits = habits
        self._noted: set[int] = set()
        self.furniture: list[str] = [_IMAGE]

    def text(self) -> str:
        """The whole text."""
        front = [_Block(text) for text in self._front()]
        rest = [*self._body(), *self._back()]
        parts = [_IMAGE]
        before = _Block("")
        seen: list[int] = [note for block in front for note in called(block.text)]
        parts += ["\n\n" + self._line(block.text) for block in front]
        for number, block in enumerate(rest, 1):
            ends_page = number % self._habits.page == 0 and number < len(rest)
            close = before.label and block.label and self._habits.listed
            parts.append("\n" if close else "\n\n")
            halves = self._halves(block) if ends_page else [block.text]
            seen += called(halves[0])
            doubled = self._habits.doubled and number % 3 == 2
            parts.append(self._line(halves[0], block.label, doubled=doubled))
            if ends_page:
                parts += [*self._page_end(seen), *("\n\n" + self._line(half, doubled=doubled) for half in halves[1:])]
                seen = [note for half in halves[1:] for note in called(half)]
            before = _Block("") if ends_page else block
        return "".join([*parts, *self._page_end(seen), "\n"])

    def _line(self, text: str, label: str = "", *, doubled: bool = False) -> str:
        spaced = label + _BLANK.sub("  ", text[len(label) :]) if doubled and "|" not in text else text
        return content(with_calls(spaced, lambda note: f" {self._resolution.notes[note].marker}").strip())

    def _halves(self, block: _Block) -> list[str]:
        """The text in two where a page ends in the midst of a sentence: between two words, the second of them small.

        A page that ends elsewhere ends after the whole paragraph.
        """
        text = block.text
        if not self._habits.torn or block.whole:
            return [text]
        for match in re.finditer(" ", text):
            first, second = text[: match.start()], text[match.end() :]
            if (
                min(len(first), len(second)) >= _TEAR
                and first[-1].isalpha()
                and second[:3].isalpha()
                and second[0].islower()
            ):
                return [first, second]
        return [text]

    def _page_end(self, seen: list[int]) -> list[str]:
        made = self._resolution.notes
        starred = [note for note in (0,) if made and made[note].marker == "*"]  # which nothing calls
        notes = [note for note in dict.fromkeys([*starred, *seen]) if note not in self._noted]
        self._noted.update(notes)
        lines = [content(f"{made[note].marker} {made[note].body}") for note in notes]
        rule = [_RULE] if notes else []
        self.furniture += [*rule, self._habits.job, _IMAGE]
        bodies = ["\n".join(lines)] if lines else []
        return ["\n\n" + part for part in (*rule, *bodies, self._habits.job, _IMAGE)]

    # Text.

    def _front(self) -> Iterator[str]:
        drawn, here = self._resolution, self._specimens
        between = here["between_words"]
        parts = ends.front(drawn, here)
        distribution = " ".join(parts["distribution"])
        if self._habits.place == "formula":  # below the formula it is nothing but furniture
            self.furniture.append(content(distribution))
        for part, lines in parts.items():
            if part == "distribution":
                if self._habits.place == part:
                    yield distribution
                continue
            if part == "session":
                yield from [" ".join(lines)] if self._habits.run else lines
            elif part == "origin":
                yield f"[ {drawn.origin} ]"
            elif part == "number" and drawn.title:
                yield from [lines[0], drawn.title] if self._habits.apart else [f"{lines[0]}  {drawn.title}"]
            else:
                yield _RAISED.sub(lambda match: f" {match[1] or match[2]}", between.join(lines).replace("|", between))
            if part == self._habits.place:
                yield distribution

    def _body(self) -> Iterator[_Block]:
        for _, text in self._resolution.preambular:
            yield _Block(text, whole=False)
        for item in self._resolution.operative:
            yield from self._section(item) if isinstance(item, Section) else self._paragraph(item)

    def _back(self) -> Iterator[_Block]:
        for line in self._closing():
            yield _Block(line)
        for annex in self._resolution.annexes:
            yield _Block(annex.label)
            yield _Block(annex.title)
            for paragraph in annex.paragraphs:
                yield from self._paragraph(paragraph)

    def _closing(self) -> list[str]:
        """The meeting and the day on one line; what was voted on the next."""
        lines = ends.closing(self._resolution, self._specimens)
        return [" ".join(lines[:2]), *lines[2:]] if lines else []

    def _section(self, section: Section) -> Iterator[_Block]:
        yield _Block(section.number)
        yield _Block(section.heading)
        for paragraph in section.paragraphs:
            yield from self._paragraph(paragraph)

    def _paragraph(self, paragraph: Paragraph) -> Iterator[_Block]:
        number = paragraph.number
        yield _Block(f"{number} {paragraph.text}" if number else paragraph.text, number, whole=False)
        if paragraph.table:
            yield _Block(table(paragraph.table))
        for point in paragraph.points:
            yield from self._paragraph(point)
        if paragraph.wrap_up:
            yield _Block(paragraph.wrap_up)
