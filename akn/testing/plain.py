"""A resolution as light Markdown: a blank line between paragraphs, raised calls, notes between page halves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from akn.testing import ends
from akn.testing.specimens import Specimens
from akn.testing.structure import Paragraph, Resolution, Section, called, with_calls

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def printed(resolution: Resolution, specimens: Specimens, page: int, gap: str, tail: str) -> Resolution:
    """The resolution with its text. `page` is how many blocks a page holds, `gap` stands between a page's notes and
    the next page, `tail` at the end.
    """
    return replace(resolution, text=_Plain(resolution, specimens).text(page, gap) + tail)


class _Plain:
    def __init__(self, resolution: Resolution, specimens: Specimens) -> None:
        self._resolution = resolution
        self._specimens = specimens
        self._left = list(range(len(resolution.notes)))  # the notes that are not printed yet

    def text(self, page: int, gap: str) -> str:
        """The whole text."""
        parts: list[str] = []
        seen: set[int] = set()
        between = ""
        blocks = [*self._front(), *self._body(), *self._back()]
        for number, block in enumerate(blocks, 1):
            parts += [between, self._called(block)]
            between = "\n\n"
            seen.update(called(block))
            notes = self._notes(seen)
            if notes and (number % page == 0 or number == len(blocks)):
                parts.append("\n\n" + "\n\n".join(notes))
                between = gap
                self._left = [note for note in self._left if note not in seen and self._marker(note) != "*"]
        return "".join(parts)

    def _front(self) -> Iterator[str]:
        drawn, here = self._resolution, self._specimens
        for part, lines in ends.front(drawn, here).items():
            printed_lines = "\n".join(lines).replace("|", here["between_words"])
            yield f"{printed_lines} {drawn.title}" if part == "number" and drawn.title else printed_lines

    def _body(self) -> Iterator[str]:
        for _, text in self._resolution.preambular:
            yield text
        for item in self._resolution.operative:
            yield from self._section(item) if isinstance(item, Section) else self._paragraph(item)

    def _back(self) -> Iterator[str]:
        if lines := ends.closing(self._resolution, self._specimens):
            yield "\n".join(lines)
        for annex in self._resolution.annexes:
            yield annex.label
            yield annex.title
            for paragraph in annex.paragraphs:
                yield from self._paragraph(paragraph)

    def _section(self, section: Section) -> Iterator[str]:
        yield section.number
        yield section.heading
        for paragraph in section.paragraphs:
            yield from self._paragraph(paragraph)

    def _paragraph(self, paragraph: Paragraph) -> Iterator[str]:
        number, gap = paragraph.number, self._specimens["after_number"]
        yield f"{number}{gap}{paragraph.text}" if number else paragraph.text
        if paragraph.table:
            yield table(paragraph.table)
        for point in paragraph.points:
            yield from self._paragraph(point)
        if paragraph.wrap_up:
            yield paragraph.wrap_up

    def _called(self, block: str) -> str:
        return with_calls(block, lambda note: self._marker(note).translate(_RAISED))

    def _marker(self, note: int) -> str:
        return self._resolution.notes[note].marker

    def _notes(self, seen: set[int]) -> Sequence[str]:
        """The notes that this page ends with: those called on it, and first the one that nothing calls."""
        return [
            f"{self._marker(note).translate(_RAISED)} {self._resolution.notes[note].body}"
            for note in self._left
            if note in seen or self._marker(note) == "*"
        ]


def table(rows: Sequence[Sequence[str]]) -> str:
    """The rows of a table, the first as its head: padded and with blank lines between them, or neither.

    The number of rows says which, so that it shows in both forms.
    """
    padded = len(rows) % 2 == 0
    widths = [max(map(len, column)) if padded else 0 for column in zip(*rows, strict=True)]
    lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in rows]
    lines.insert(1, "|" + "".join("-" * max(width + 2, 3) + "|" for width in widths))
    return ("\n\n" if padded else "\n").join(lines)
