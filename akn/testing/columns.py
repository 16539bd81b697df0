"""A resolution as it comes out of a PDF with its columns kept by blanks: indented, page by page.

The indentation is all that it has beside the `wrapped` layout. Left out, since the text alone does not say what is
what: tables in columns without rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from akn.testing.specimens import Specimens
from akn.testing.structure import Resolution, content
from akn.testing.wrapped import RULE, Habits, Line, Printer

_RIGHT = 100  # the column at which lines on the right end
_SECOND = 81  # the column at which the second one of the masthead begins
_BEFORE_NOTE = 12


def printed(resolution: Resolution, specimens: Specimens, habits: Habits) -> Resolution:
    """The resolution with its text and its furniture. No bodies of notes are torn from their numbers."""
    printer = _Printer(resolution, specimens, habits)
    text = "\n".join(printer.lines()) + "\n\f"
    return replace(resolution, text=text, furniture=tuple(printer.furniture))


class _Printer(Printer):
    first_line, other_lines, middle = 21, 16, 50

    def front(self) -> Iterator[Line]:
        for number, line in enumerate(self._front_lines()):
            yield Line(content(line).lstrip(" "), keep=True, indent=len(line) - len(line.lstrip(" ")))
            if number == 2:
                yield from [Line("", keep=True)] * 3

    def _front_lines(self) -> Iterator[str]:
        groups = self.groups()
        [symbol], [united_nations], [organ] = (groups.pop(part) for part in ("symbol", "united_nations", "organ"))
        distribution, day = groups.pop("distribution")
        yield f"{self._margin(united_nations):{_SECOND}}{symbol}"
        yield f"{self._margin(organ):{_SECOND}}{distribution}"
        yield " " * _SECOND + day
        number = ""
        for part, lines in groups.items():
            if part == "number" and self.resolution.title:
                number = f"  {lines[0]}"
                continue
            if part == "formula":
                *title, formula = lines
                for place, line in enumerate(title):
                    yield f"{'' if place else number:{self.other_lines}}{'' if place else ' '}{line}"
                yield from ([""] if title else [])
                yield " " * self.first_line + formula
            else:
                yield from (line if part == "session" else self._margin(line) for line in lines)
                yield ""

    def _margin(self, line: str) -> str:
        return " " * self.other_lines + line

    def closing(self, lines: Sequence[str]) -> Iterator[Line]:
        """On the right, and the vote as a paragraph."""
        for line in lines[:2]:
            yield Line(line, keep=True, indent=_RIGHT - len(line))
        for line in lines[2:]:
            yield from self.flow(line)

    def gap(self, number: str) -> str:
        return " " * max(6 - len(number), 2)

    def head(self, number: int) -> list[str]:
        """The title on the outer side, with the symbol beside its last line."""
        symbol = self.resolution.symbol_bare
        *first, last = self.title_lines() or [""]
        lines = [f"{line:>{_RIGHT + 20}}" if number % 2 == 0 else line for line in first]
        pair = (symbol, last) if number % 2 == 0 else (last, symbol)
        lines.append("".join((pair[0], f"{pair[1]:>{_RIGHT + 20 - len(pair[0])}}" if pair[1] else "")))
        self.furniture += [line.strip() for line in lines]
        return ["\f" + lines[0], *lines[1:], ""]

    def foot(self, number: int, count: int, notes: Sequence[int]) -> list[str]:
        lines = self.note_block(self.fresh(notes))
        job, page = self.habits.job, f"{number}/{count}"
        if number == 1:
            groups = [f"{job} ({self.specimens['job']})     {self.habits.code}", f"*{job.replace('-', '')}*"]
        else:
            left, right = (page, job) if number % 2 == 0 else (job, page)
            groups = [f"{left}{right:>{_RIGHT}}"]
        self.furniture += groups
        return [*lines, "", "", *(f" {group}" for group in groups)]

    def note_block(self, notes: Sequence[int]) -> list[str]:
        if not notes:
            return []
        self.furniture.append(RULE)
        lines = ["", "", f"{'':8}{RULE}"]
        for note in notes:
            printed_note = self.resolution.notes[note]
            body = self.wrapped(printed_note.body)
            starred = self.is_starred(note)
            lines += [] if starred else [" " * _BEFORE_NOTE + printed_note.marker]
            lead = "* " if starred else "  "
            lines += [" " * _BEFORE_NOTE + ("  " if place else lead) + line for place, line in enumerate(body)]
        return lines
