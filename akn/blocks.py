"""Lines and leaves: a text as a run of paragraphs, numbers and headings, each with its role, and back.

Down: `read` finds the leaves of a text. Up: `render` puts their gaps and strings together again. What is not
recognised is a leaf like any other, with the role `unknown`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from akn.body import Reader
from akn.diagnostics import Finding
from akn.front import Block, Entry, end_of_front, first_formula, first_paragraph, front, title_of
from akn.lang import Language
from akn.model import FRONT, Facts, Flow, Leaf, Mark, Note, PageEnd, Piece
from akn.pages import Cut, Hints, RawNote, cut, letters, symbol_at_end
from akn.paragraphs import Form
from akn.sets import starts
from akn.shapes import squeeze
from akn.tables import BAR
from akn.text import BLANK, BOM, FEED, Line, lines, newline_of
from akn.text import NEWLINE as _BREAK

_LONGEST_SYMBOL = 60  # characters
_BLANKS = re.compile(r"[ \t\r\n]+")


def read(text: str, language: Language, layout: str | None = None) -> tuple[Flow, list[Finding]]:
    """The flow of a text, and what its reader was not sure of. Raises nothing: every text has a flow.

    `layout` says what is known of its lines, `plain` or `wrapped`; None finds it out.
    """
    body = text[1:] if text.startswith(BOM) else text
    printed = list(lines(body))
    items, raw_notes = cut(body, printed, _hints(body, printed, language))
    entries, last_cut = _entries(body, items)
    weaver = _Weaver(body)
    doubts: list[Finding] = []
    parts: list[int] = []
    for number, (blocks, found) in enumerate(_resolutions(entries, language, Form(FEED in body, layout))):
        if number:
            parts.append(len(weaver.leaves))
        for block in blocks:
            weaver.add(block)
        doubts += found
    facts = Facts(newline_of(body), body is not text, weaver.close(last_cut))
    notes = tuple(_note(number, note, body) for number, note in enumerate(raw_notes))
    flow = Flow(tuple(weaver.leaves), notes, tuple(weaver.page_ends), facts, tuple(parts))
    ends = [end.end() for end in _BREAK.finditer(body)] if doubts else []
    return flow, [replace(finding, line=bisect_right(ends, finding.line) + 1) for finding in doubts]


def _resolutions(
    entries: Sequence[Entry], language: Language, form: Form
) -> Iterator[tuple[list[Block], list[Finding]]]:
    """The blocks of a resolution and what was not sure; of a set, what stands before it, and then of each in turn."""
    begins = starts(entries, language)
    if not begins:
        end = end_of_front(entries, language)
        reader = Reader(language, form)
        yield [*front(entries[:end], language), *reader.blocks(entries[end:])], reader.findings
        return
    lead = entries[: begins[0].at]
    end = min(first_paragraph(lead, language), first_formula(lead, language))
    reader = Reader(language, form)
    rest = reader.blocks(lead[end:])
    yield front(lead[:end], language), []
    if rest:
        yield rest, reader.findings
    for begin, following in zip(begins, [*begins[1:], None], strict=True):
        own = entries[begin.at : following.at if following else len(entries)]
        end = begin.formula - begin.at
        reader = Reader(language, form)
        yield [*front(own[:end], language, of_set=True), *reader.blocks(own[end:])], reader.findings


def _hints(text: str, printed: Sequence[Line], language: Language) -> Hints:
    """The symbol and the title that running heads repeat: read off the first page before page ends are looked for."""
    first = next((number for number, line in enumerate(printed) if line.text == FEED), min(len(printed), 80))
    entries, _ = _entries(text, printed[:first])
    end = end_of_front(entries, language)
    title = title_of(front(entries[:end], language), language)
    ends = (symbol_at_end(squeeze(line.text[-_LONGEST_SYMBOL:])) for line in printed[: min(first, 8)])
    symbol = next(filter(None, ends), "").rstrip("*")

    def is_note(line: str) -> bool:
        return bool(language.note_words.match(squeeze(line[:80])))

    def is_masthead(line: str) -> bool:
        patterns = (language.distribution, language.original, language.language_line)
        return any(pattern.match(squeeze(line)) for pattern in patterns)

    def is_reissue(line: str) -> bool:
        return bool(language.reissue.match(squeeze(line[:200])))

    def is_paragraph_number(line: str) -> bool:
        return language.labels.number(line) is not None and language.labels.is_alone(line)

    return Hints(symbol, letters(title), is_note, is_masthead, is_reissue, is_paragraph_number, end)


def _entries(text: str, items: Sequence[Line | Cut]) -> tuple[list[Entry], Cut | None]:
    """The lines with the page end before each, and the page end after the last."""
    entries: list[Entry] = []
    pending: Cut | None = None
    for item in items:
        if isinstance(item, Cut):
            pending = item
            continue
        blank = not entries or pending is not None or len(_BREAK.findall(text, entries[-1].line.end, item.start)) > 1
        entries.append(Entry(item, pending, blank))
        pending = None
    return entries, pending


class _Weaver:
    """Makes leaves of blocks: keeps the place in the text, so that no character is left out or used twice."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.line = 1
        self._counted = 0
        self.leaves: list[Leaf] = []
        self.page_ends: list[PageEnd] = []

    def add(self, block: Block) -> None:
        first = block.entries[0]
        marks: list[Mark] = []
        if first.cut is not None and self.leaves:
            self._end_page_of_last(first.cut)
        gap, string = "", ""
        if first.cut is not None and not self.leaves:
            marks.append(self._page_end(first.cut, 0, after=first.line.start))
        else:
            gap = self._take(first.line.start)
        for entry in block.entries:
            if entry is not first and entry.cut is not None:
                marks.append(self._page_end(entry.cut, len(string), after=entry.line.start))
            string += self._take(entry.line.end)
        line = self._line_of(first.line.start)
        close = self._take(block.close) if block.close else ""
        self.leaves.append(Leaf(block.tag, string, gap, tuple(marks), block.attributes, block.role, line, close))

    def close(self, last: Cut | None) -> str:
        """Take in the page end after the last line; what is left is the tail of the text."""
        if last is not None:
            if not self.leaves:
                self.leaves.append(Leaf("p", "", role="unknown", line=1))
            self._end_page_of_last(last)
        return self._take(len(self.text))

    def _end_page_of_last(self, cut: Cut) -> None:
        leaf = self.leaves[-1]
        mark = self._page_end(cut, len(leaf.string), after=None)
        self.leaves[-1] = replace(leaf, marks=(*leaf.marks, mark))

    def _page_end(self, cut: Cut, at: int, after: int | None) -> Mark:
        pieces = []
        for span in cut.spans:
            gap = self._take(span.start)
            text = self._take(span.end)
            note = key(span.note) if span.note >= 0 else ""
            kept = "" if span.kind in ("note", "label", "feed") else text
            pieces.append(Piece(span.kind, gap, kept, note))
        self.page_ends.append(PageEnd(tuple(pieces), "" if after is None else self._take(after)))
        return Mark(at, at, "eop", (("page", str(len(self.page_ends) - 1)),))

    def _take(self, end: int) -> str:
        start, self.place = self.place, end
        return self.text[start:end]

    def _line_of(self, offset: int) -> int:
        self.line += len(_BREAK.findall(self.text, self._counted, offset))
        self._counted = offset
        return self.line


def key(number: int) -> str:
    """The name of a note within a flow."""
    return f"note-{number}"


def _note(number: int, raw: RawNote, text: str) -> Note:
    return Note(key(number), raw.label, raw.label, (Leaf("p", text[raw.start : raw.end]),))


def render(flow: Flow) -> str:
    """The text of a flow."""
    notes = {note.key: note for note in flow.notes}
    placed = {piece.note for page in flow.page_ends for piece in page.pieces if piece.kind == "note"}
    parts = [BOM] if flow.facts.bom else []
    for leaf in flow.leaves:
        parts.append(leaf.gap)
        parts.extend(_spliced(leaf, flow.page_ends, notes))
    for note in flow.notes:
        if note.key not in placed:
            parts += ["\n\n", note.label, " " if note.label else "", *_body(note, flow.page_ends, notes)]
    parts.append(flow.facts.tail)
    return "".join(parts)


def canonical(flow: Flow) -> str:
    """The text, in the canonical plain layout, of a flow that was read from XML.

    There the `role` of a leaf is the part that it is in, its attribute `separator` what stands before it (before a cell
    of a table even where that is empty, if it draws a bar), and `end` what ends a row after its last cell.
    """
    parts: list[str] = []
    for leaf in flow.leaves:
        text, given = _tidy(leaf), dict(leaf.attributes)
        separator = given.get("separator", "\n\n")
        ruled = BAR in separator
        if text or ruled:
            blank = " " if text and ruled else ""
            parts += [separator if parts else separator.lstrip(BLANK), blank, text, given.get("end", "")]
    for note in flow.notes:
        body = "\n\n".join(filter(None, map(_tidy, note.body)))
        parts += ["\n\n" if parts else "", note.label, " " if note.label and body else "", body]
    return "".join([*parts, "\n"]) if parts else ""


def _tidy(leaf: Leaf) -> str:
    """The string of a leaf on one line, or on its own lines where these mean something (front and back matter)."""
    places = [mark.start for mark in leaf.marks if mark.tag == "eop"]
    ends = zip([0, *places], [*places, len(leaf.string)], strict=True)
    text = " ".join(leaf.string[start:end] for start, end in ends)
    rows = _BREAK.split(text) if leaf.role in FRONT else [text]
    return "\n".join(filter(None, (_BLANKS.sub(" ", row).strip(BLANK) for row in rows)))


def _spliced(leaf: Leaf, pages: Sequence[PageEnd], notes: dict[str, Note]) -> Iterator[str]:
    """The string of a leaf and what closes it, with what stands at each page end put in its place.

    No page ends within the row of a table: one that ends at its last cell ends after the row.
    """
    place, whole = 0, leaf.string + leaf.close
    for mark in leaf.marks:
        if mark.tag == "eop":
            end = len(whole) if mark.start == len(leaf.string) else mark.start
            yield whole[place:end]
            yield from _page(pages[int(dict(mark.attributes)["page"])], pages, notes)
            place = end
    yield whole[place:]


def _page(page: PageEnd, pages: Sequence[PageEnd], notes: dict[str, Note]) -> Iterator[str]:
    for piece in page.pieces:
        if piece.note and piece.note not in notes:
            continue
        yield piece.gap
        if piece.kind == "feed":
            yield FEED
        elif piece.kind == "label":
            yield notes[piece.note].label
        elif piece.kind == "note":
            yield from _body(notes[piece.note], pages, notes)
        else:
            yield piece.text
    yield page.after


def _body(note: Note, pages: Sequence[PageEnd], notes: dict[str, Note]) -> Iterator[str]:
    for leaf in note.body:
        yield leaf.gap
        yield from _spliced(leaf, pages, notes)
