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
RULE = "__________________"
_UNIT = re.compile("(?:[!-~\u00a0]+|.)[，。；：、）》\ue000-\ue7ff\u00a0]*")  # what stays on one line in Chinese
_STUCK = "\u00a0"  # a blank at which no line is broken


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, or two that stand on one in print (a number and its text); `keep`: the page goes on after it;
    `indent`: the blanks before it.
    """

    text: str
    keep: bool = False
    indent: int = 0


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
    printer = Printer(resolution, specimens, habits)
    text = "\n".join(printer.lines()) + "\n\f"
    return replace(resolution, text=text, furniture=tuple(printer.furniture))


class Printer:
    """Prints one resolution; what it calls a line is one of the text, without furniture."""

    first_line = other_lines = middle = 0  # the blanks before the lines of a paragraph and before a heading

    def __init__(self, resolution: Resolution, specimens: Specimens, habits: Habits) -> None:
        self.resolution = resolution
        self.specimens = specimens
        self.habits = habits
        self.furniture: list[str] = []
        self._noted: set[int] = set()

    def lines(self) -> list[str]:
        """The lines of all pages."""
        pages = list(self.pages())
        lines: list[str] = []
        for number, page in enumerate(pages, 1):
            lines += self.head(number) if number > 1 else []
            lines += [" " * line.indent + self.called(line.text) for line in page]
            lines += self.foot(number, len(pages), [note for line in page for note in called(line.text)])
        return lines

    # Text.

    def pages(self) -> Iterator[list[Line]]:
        """The lines of each page. None ends within what print keeps together, or within the front matter."""
        page: list[Line] = [*self.front()]
        first = len(page) + 2
        for line in [*self.body(), *self.back()]:
            full = len(page) >= max(self.habits.height, first)
            if full and not page[-1].keep:
                yield page
                page, first = [], 2
            page.append(line)
        yield page

    def front(self) -> Iterator[Line]:
        """The lines of the front matter."""
        for number, group in enumerate(self.groups().values()):
            for text in ([""] if number else []) + group:
                yield Line(content(text), keep=True)

    def groups(self) -> dict[str, list[str]]:
        """The lines of the front matter, by what blank lines keep apart. The title is glued to the formula."""
        drawn, here = self.resolution, self.specimens
        groups: dict[str, list[str]] = {}
        for part, lines in ends.front(drawn, here).items():
            printed_lines = [text for line in lines for narrow in line.split("|") for text in self.wrapped(narrow)]
            groups[part] = printed_lines
            if part == "symbol":
                groups["united_nations"] = [here["united_nations"]]
            elif part == "session":
                titles = here["agenda_titles"]
                groups[part] += self.wrapped(titles[len(drawn.number) % len(titles)])
            elif part == "origin":
                groups["adoption"] += groups.pop("origin")
            elif part == "formula" and drawn.title:
                groups[part] = [*self.wrapped(drawn.title), *printed_lines]
        return groups

    def body(self) -> Iterator[Line]:
        """The lines of the preamble and of the operative part."""
        for _, text in self.resolution.preambular:
            yield from self.flow(text)
        for item in self.resolution.operative:
            yield from self.section(item) if isinstance(item, Section) else self.paragraph(item)

    def back(self) -> Iterator[Line]:
        """The closing lines and the annexes."""
        yield from self.closing([content(line) for line in ends.closing(self.resolution, self.specimens)])
        for annex in self.resolution.annexes:
            for text in (annex.label, *self.wrapped(annex.title)):
                yield Line(text, keep=True, indent=self.middle)
            for paragraph in annex.paragraphs:
                yield from self.paragraph(paragraph)

    def closing(self, lines: Sequence[str]) -> Iterator[Line]:
        """The lines of the meeting, the day and the vote, which may be long."""
        for line in lines[:-1]:
            yield Line(line, keep=True)
        for line in lines[-1:]:
            yield from self.flow(line)

    def section(self, section: Section) -> Iterator[Line]:
        """The lines of a section."""
        for text in (section.number, *self.wrapped(section.heading)):
            yield Line(text, keep=True, indent=self.middle)
        for paragraph in section.paragraphs:
            yield from self.paragraph(paragraph)

    def paragraph(self, paragraph: Paragraph) -> Iterator[Line]:
        """The lines of a paragraph with its points."""
        yield from self.flow(paragraph.text, paragraph.number, self.gap(paragraph.number))
        for point in paragraph.points:
            yield from self.paragraph(point)
        if paragraph.wrap_up:
            yield from self.flow(paragraph.wrap_up)

    def gap(self, number: str) -> str:
        """What stands between a number and its text."""
        return "\n" if len(number) == 2 and number[0].isdecimal() else " "

    def flow(self, text: str, number: str = "", gap: str = "") -> Iterator[Line]:
        """The lines of a paragraph. No page ends after its first line or before its last one."""
        lines = self.wrapped(text, number and f"{number} ")
        if number:
            lines[0] = number + gap + lines[0][len(number) + 1 :]
        for place, line in enumerate(lines):
            last = place == len(lines) - 1
            indent = self.other_lines if place else self.first_line
            yield Line(line, not last and place in (0, len(lines) - 2), indent)

    def wrapped(self, text: str, lead: str = "", width: int = _WIDTH) -> list[str]:
        """The text on lines, its calls and stops kept with the word before them."""
        bound = content(lead + text)
        for stop in (self.specimens["operative_stop"], self.specimens["colon"]):
            bound = bound.replace(stop, stop.replace(" ", _STUCK))
        if self.specimens["between_words"]:
            lines = wrap(bound, width, break_long_words=False, break_on_hyphens=False)
        else:
            lines = _filled(bound, width // 2)
        return [line.replace(_STUCK, " ") for line in lines] or [""]

    def called(self, text: str) -> str:
        """The text with the marks of its notes."""
        starred = text.replace(call(0), "*") if self.is_starred(0) else text
        return with_calls(starred, lambda note: f" {self.resolution.notes[note].marker}")

    def is_starred(self, note: int) -> bool:
        """Whether a note is that of a reissue."""
        notes = self.resolution.notes
        return note < len(notes) and notes[note].marker == "*"

    # Pages.

    def head(self, number: int) -> list[str]:
        """The running head, in swapped order on even and odd pages."""
        title = self.title_lines()
        symbol = [self.resolution.symbol_bare]
        groups = [group for group in ([symbol, title] if number % 2 == 0 else [title, symbol]) if group]
        self.furniture += [*symbol, *title]
        lines = [line for group in groups for line in (*group, "")]
        return ["\f" + lines[0], *lines[1:]]

    def title_lines(self) -> list[str]:
        """The title as a running head has it; nothing where there is none."""
        bare = with_calls(self.resolution.title, lambda _: "")
        return self.wrapped(bare, width=_HEAD) if bare else []

    def fresh(self, notes: Sequence[int]) -> list[int]:
        """Those of these notes that no page has printed yet."""
        found = [note for note in dict.fromkeys(notes) if note not in self._noted]
        self._noted.update(found)
        return found

    def foot(self, number: int, count: int, notes: Sequence[int]) -> list[str]:
        """The notes and what stands at the foot of a page."""
        lines = self.note_block(self.fresh(notes))
        job, letter = self.habits.job, self.specimens["job"]
        if number == 1:
            groups = [f"{job} ({letter})", self.habits.code, f"*{job.replace('-', '')}*"]
        else:
            groups = [f"{number}/{count}", job] if number % 2 == 0 else [job, f"{number}/{count}"]
        self.furniture += groups
        for group in groups:
            lines += ["", group]
        return [*lines, ""]

    def note_block(self, notes: Sequence[int]) -> list[str]:
        """The notes that are called on a page."""
        if not notes:
            return []
        self.furniture.append(RULE)
        lines = ["", RULE, ""]
        torn: list[str] = []
        labelled = False
        for note in notes:
            printed_note = self.resolution.notes[note]
            body = self.wrapped(printed_note.body)
            if self.is_starred(note):
                lines += [f"* {body[0]}", *body[1:]]
            elif not labelled and len(torn) < self.habits.torn and len(body) == 1:
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
