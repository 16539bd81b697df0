"""A resolution as it comes out of a PDF: hard-wrapped, page by page, with notes, running heads and page numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from textwrap import wrap

from akn.testing import ends
from akn.testing.specimens import Specimens
from akn.testing.structure import Paragraph, Resolution, Section, call, called, content, with_calls

_WIDTH = 82
_HEAD = 58
_RULE = "__________________"
_UNIT = re.compile("(?:[!-~\u00a0]+|.)[，。；：、）》\ue000-\ue7ff\u00a0]*")  # what stays on one line in Chinese
_STUCK = "\u00a0"  # a blank at which no line is broken


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed line, or two that stand on one in print (a number and its text); `keep`: the page goes on after it."""

    text: str
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Habits:
    """How the pages of one document are made: text lines on a page; bodies of notes torn from their numbers; the
    job number and the date code.
    """

    height: int
    torn: int
    job: str
    code: str


def printed(resolution: Resolution, specimens: Specimens, habits: Habits) -> Resolution:
    """The resolution with its text and its furniture."""
    printer = _Printer(resolution, specimens, habits)
    text = "\n".join(printer.lines()) + "\n\f"
    return replace(resolution, text=text, furniture=tuple(printer.furniture))


class _Printer:
    def __init__(self, resolution: Resolution, specimens: Specimens, habits: Habits) -> None:
        self._resolution = resolution
        self._specimens = specimens
        self._habits = habits
        self.furniture: list[str] = []
        self._noted: set[int] = set()

    def lines(self) -> list[str]:
        """The lines of all pages."""
        pages = list(self._pages())
        lines: list[str] = []
        for number, page in enumerate(pages, 1):
            lines += self._head(number) if number > 1 else []
            lines += [self._called(line.text) for line in page]
            lines += self._foot(number, len(pages), [note for line in page for note in called(line.text)])
        return lines

    # Text.

    def _pages(self) -> Iterator[list[_Line]]:
        """The lines of each page. None ends within what print keeps together, or within the front matter."""
        page: list[_Line] = [*self._front()]
        first = len(page) + 2
        for line in [*self._body(), *self._back()]:
            full = len(page) >= max(self._habits.height, first)
            if full and not page[-1].keep:
                yield page
                page, first = [], 2
            page.append(line)
        yield page

    def _front(self) -> Iterator[_Line]:
        for number, group in enumerate(self._groups().values()):
            for text in ([""] if number else []) + group:
                yield _Line(content(text), keep=True)

    def _groups(self) -> dict[str, list[str]]:
        """The lines of the front matter, by what blank lines keep apart. The title is glued to the formula."""
        drawn, here = self._resolution, self._specimens
        groups: dict[str, list[str]] = {}
        for part, lines in ends.front(drawn, here, 2 * len(drawn.number)).items():
            printed_lines = [text for line in lines for narrow in line.split("|") for text in self._wrapped(narrow)]
            groups[part] = printed_lines
            if part == "symbol":
                groups["united_nations"] = [here["united_nations"]]
            elif part == "session":
                titles = here["agenda_titles"]
                groups[part] += self._wrapped(titles[len(drawn.number) % len(titles)])
            elif part == "origin":
                groups["adoption"] += groups.pop("origin")
            elif part == "formula" and drawn.title:
                groups[part] = [*self._wrapped(drawn.title), *printed_lines]
        return groups

    def _body(self) -> Iterator[_Line]:
        for _, text in self._resolution.preambular:
            yield from self._flow(text)
        for item in self._resolution.operative:
            yield from self._section(item) if isinstance(item, Section) else self._paragraph(item)

    def _back(self) -> Iterator[_Line]:
        *first, last = ends.closing(self._resolution, self._specimens) or [""]
        for line in first:
            yield _Line(content(line), keep=True)
        if last:
            yield from self._flow(content(last))
        for annex in self._resolution.annexes:
            yield _Line(annex.label, keep=True)
            for text in self._wrapped(annex.title):
                yield _Line(text, keep=True)
            for paragraph in annex.paragraphs:
                yield from self._paragraph(paragraph)

    def _section(self, section: Section) -> Iterator[_Line]:
        for text in (section.number, *self._wrapped(section.heading)):
            yield _Line(text, keep=True)
        for paragraph in section.paragraphs:
            yield from self._paragraph(paragraph)

    def _paragraph(self, paragraph: Paragraph) -> Iterator[_Line]:
        number = paragraph.number
        gap = "\n" if len(number) == 2 and number[0].isdecimal() else " "
        yield from self._flow(paragraph.text, number, gap)
        for point in paragraph.points:
            yield from self._paragraph(point)
        if paragraph.wrap_up:
            yield from self._flow(paragraph.wrap_up)

    def _flow(self, text: str, number: str = "", gap: str = "") -> Iterator[_Line]:
        """The lines of a paragraph. No page ends after its first line or before its last one."""
        lines = self._wrapped(text, number and f"{number} ")
        if number:
            lines[0] = number + gap + lines[0][len(number) + 1 :]
        for place, line in enumerate(lines):
            last = place == len(lines) - 1
            yield _Line(line, keep=not last and place in (0, len(lines) - 2))

    def _wrapped(self, text: str, lead: str = "", width: int = _WIDTH) -> list[str]:
        """The text on lines, its calls and stops kept with the word before them."""
        bound = content(lead + text)
        for stop in (self._specimens["operative_stop"], self._specimens["colon"]):
            bound = bound.replace(stop, stop.replace(" ", _STUCK))
        if self._specimens["between_words"]:
            lines = wrap(bound, width, break_long_words=False, break_on_hyphens=False)
        else:
            lines = _filled(bound, width // 2)
        return [line.replace(_STUCK, " ") for line in lines] or [""]

    def _called(self, text: str) -> str:
        starred = text.replace(call(0), "*") if self._is_starred(0) else text
        return with_calls(starred, lambda note: f" {self._resolution.notes[note].marker}")

    def _is_starred(self, note: int) -> bool:
        notes = self._resolution.notes
        return note < len(notes) and notes[note].marker == "*"

    # Pages.

    def _head(self, number: int) -> list[str]:
        """The running head, in swapped order on even and odd pages."""
        bare = with_calls(self._resolution.title, lambda _: "")
        title = self._wrapped(bare, width=_HEAD) if bare else []
        symbol = [self._resolution.symbol_bare]
        groups = [group for group in ([symbol, title] if number % 2 == 0 else [title, symbol]) if group]
        self.furniture += [*symbol, *title]
        lines = [line for group in groups for line in (*group, "")]
        return ["\f" + lines[0], *lines[1:]]

    def _foot(self, number: int, count: int, notes: Sequence[int]) -> list[str]:
        lines = self._note_block([note for note in dict.fromkeys(notes) if note not in self._noted])
        self._noted.update(notes)
        job, letter = self._habits.job, self._specimens["job"]
        if number == 1:
            groups = [f"{job} ({letter})", self._habits.code, f"*{job.replace('-', '')}*"]
        else:
            groups = [f"{number}/{count}", job] if number % 2 == 0 else [job, f"{number}/{count}"]
        self.furniture += groups
        for group in groups:
            lines += ["", group]
        return [*lines, ""]

    def _note_block(self, notes: Sequence[int]) -> list[str]:
        if not notes:
            return []
        self.furniture.append(_RULE)
        lines = ["", _RULE, ""]
        torn: list[str] = []
        labelled = False
        for note in notes:
            printed_note = self._resolution.notes[note]
            body = self._wrapped(printed_note.body)
            if self._is_starred(note):
                lines += [f"* {body[0]}", *body[1:]]
            elif not labelled and len(torn) < self._habits.torn and len(body) == 1:
                torn.append(printed_note.marker)
                lines += body
            else:
                labelled = True
                lines += [printed_note.marker, *body]
        return [*lines, *torn]


def _filled(text: str, width: int) -> list[str]:
    """The lines of a text in a script without blanks: broken anywhere but before a stop or within a number or word."""
    lines = [""]
    for unit in _UNIT.findall(text):
        if lines[-1] and len(lines[-1]) + len(unit) > width:
            lines.append("")
        lines[-1] += unit
    return [line.strip(" ") for line in lines if line.strip(" ")]
