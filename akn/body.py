"""From the enacting formula to the end: what each paragraph is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from akn.diagnostics import Finding
from akn.front import Block, Entry, formula_by_place, is_formula
from akn.lang import Language
from akn.paragraphs import HEAD, NUMBERED, OVER_HEADING, ROMAN, SHORT, Form, Paragraph, paragraphs
from akn.roles import (
    ANNEX,
    CELL,
    CLOSING,
    CROSS,
    FORMULA,
    HEADING,
    LABELLED,
    LEVEL,
    PREAMBULAR,
    TEXT,
    UNKNOWN,
    WITHIN,
    WRAP_UP,
)
from akn.rows import cells
from akn.shapes import COLON, PARAGRAPH_END, SENTENCE_END, Levels, bare, plain, squeeze
from akn.text import Line

_GOES_ON = (",", ";", ")", "،", "؛", "，", "）")  # what no paragraph begins with
_COMMA = re.compile(r"[,،，](?: ?\d{1,3})?$")
# `GENERAL PRINCIPLES 1. An action`, `III The Conference decides`: what converters put on one line.
_INNER = re.compile(r"(?<= )\d{1,3} ?[.)](?= [^\W\d_])")
_LEAD = re.compile(r"[^\W\d_][^.;:!?]{3,120}")
_NUMERAL = re.compile(r"(?P<number>[IVXL]{1,6}\.?) +(?=[^\W\d_])")
_LINE = 80  # characters: a heading over text without numbers is shorter, and the text is longer
_DEEPEST = 2  # texts adopted within texts
_PROVISIONS = ("article", "rule")
ALONE = (("alone", "yes"),)  # of a paragraph that stands for itself without a number


class Reader:
    """Reads the lines of one document after its front matter; `findings` says where it was not sure."""

    def __init__(self, language: Language, form: Form, within: int = 0) -> None:
        self.language = language
        self._form = form
        self._within = within  # how many documents this one is adopted in
        self.findings: list[Finding] = []
        self._levels = Levels(language.labels.readings)
        self._zone = "start"
        self._sections = self._letters = 0  # the last Roman number and the last letter of a heading
        self._fresh = False  # a section has begun and no numbered paragraph has followed
        self._numbered = False  # an operative paragraph has been read
        self._provision = False  # an article or a rule is open: its paragraphs need no number
        self._before = ""  # the paragraph before, as one line

    def blocks(self, entries: Sequence[Entry]) -> list[Block]:
        """The blocks of these lines."""
        return self._read_all(paragraphs(entries, self.language, self._form))

    def _read_all(self, read: Sequence[Paragraph]) -> list[Block]:
        self._last_formula = max((n for n, paragraph in enumerate(read) if paragraph.sort == FORMULA), default=-1)
        blocks: list[Block] = []
        number = 0
        while number < len(read):
            paragraph = read[number]
            number += 1
            following = read[number] if number < len(read) else None
            blocks += self._read(number - 1, paragraph, following)
            self._before = paragraph.last
            if following is not None and self._presents(paragraph, following):
                end = number + self._end_of_text(read[number:])
                blocks += self._adopted(read[number:end])
                number = end
        return blocks

    def _presents(self, paragraph: Paragraph, following: Paragraph) -> bool:
        """Whether the sole operative paragraph is followed by a text that is adopted or recommended by it."""
        sole = self._zone == "body" and not self._numbered and not paragraph.sort
        if not sole or self._within >= _DEEPEST or not COLON.search(paragraph.last):
            return False
        head = paragraph.head.lstrip("*_ ")
        if following.sort == FORMULA:
            return self.language.operative(head)
        return following.sort not in (LABELLED, ANNEX, CLOSING, CELL) and self.language.adopts(head)

    def _end_of_text(self, read: Sequence[Paragraph]) -> int:
        """How many of these paragraphs are the text that is adopted: all before the closing lines or an annex."""
        ends = (n for n, paragraph in enumerate(read) if paragraph.sort == CLOSING or self._is_closing(paragraph))
        annexes = (n for n, paragraph in enumerate(read) if paragraph.sort == ANNEX)
        return next(ends, next(annexes, len(read)))

    def _adopted(self, read: Sequence[Paragraph]) -> list[Block]:
        """The blocks of a text that is adopted in the body, which has a title or an enacting formula of its own."""
        reader = Reader(self.language, self._form, self._within + 1)
        reader._zone, reader._fresh = ("start" if read[0].sort == FORMULA else "adopted-title"), True
        blocks = reader._read_all(read)
        self.findings += reader.findings
        return [replace(block, attributes=(*block.attributes, WITHIN)) for block in blocks]

    def _read(self, number: int, paragraph: Paragraph, following: Paragraph | None) -> list[Block]:
        entries, sort = paragraph.entries, paragraph.sort
        if not sort and self._is_closing(paragraph):
            sort = CLOSING
        if not sort and not number and self._is_formula(paragraph, following):
            sort = FORMULA
        if sort == ANNEX:
            return [self._open_annex(entries) if self._zone != "start" else Block(UNKNOWN, entries)]
        if self._zone == "closed" and sort != CELL:
            is_short = sum(len(entry.line.text) for entry in entries) <= SHORT
            return [Block(CLOSING if sort == CLOSING or is_short else UNKNOWN, entries)]
        if self._zone in ("annex-title", "adopted-title"):
            self._zone = "annex"
            if not sort and not PARAGRAPH_END.search(paragraph.last):
                return [Block(ANNEX, entries, attributes=(("part", "title"),))]
        if sort == FORMULA and self._zone in ("start", "preamble"):
            self._zone = "preamble"
            return [Block(FORMULA, entries)]
        if sort == CLOSING and self._zone != "annex" and number > self._last_formula:
            self._zone = "closed"
            return [Block(CLOSING, entries)]
        return self._in_part(paragraph, following)

    def _in_part(self, paragraph: Paragraph, following: Paragraph | None) -> list[Block]:
        """A paragraph of the preamble, of the operative part or of an annex."""
        if paragraph.sort == CELL:
            return list(cells(paragraph.entries, self._place_of_table()))
        if paragraph.sort in self.language.headings or paragraph.sort in (ROMAN, NUMBERED):
            blocks = self._open_section(paragraph, following)
            if blocks:
                return blocks
        if paragraph.sort == LABELLED and self._is_label(paragraph):
            return self._labelled(paragraph.entries)
        head = paragraph.head.lstrip("*_ ")
        if not paragraph.sort and (blocks := self._glued(paragraph, head)):
            return blocks
        if self._zone in ("start", "preamble"):
            block = self._preambular(paragraph, head, following)
            if block is not None:
                return [block]
        return [self._unnumbered(paragraph, head, following)]

    def _place_of_table(self) -> tuple[tuple[str, str], ...]:
        """The attributes of cells: a table belongs to the paragraph whose colon or number announces it, else it stands
        for itself.
        """
        if self._zone == "preamble":
            return (("in", "preamble"),)
        announced = COLON.search(self._before) or self.language.labels.is_alone(self._before)
        return (("inside", "paragraph"),) if announced else ()

    def _is_formula(self, paragraph: Paragraph, following: Paragraph | None) -> bool:
        """Whether the first paragraph is an enacting formula by its place: the preamble follows."""
        text = " ".join(entry.line.text for entry in paragraph.entries)
        if following is None or self._zone != "start" or not formula_by_place(text, self.language):
            return False
        opens = self._opens(paragraph.head) or self.language.opening_after_formula(paragraph.head)
        return not opens and self.language.opening(following.head) is not None

    def _is_closing(self, paragraph: Paragraph) -> bool:
        """Whether lines together are the closing line (`Adopted unanimously at the ¶ 1382nd meeting.`)."""
        if not 1 < len(paragraph.entries) < 9 or self._zone == "start":
            return False
        text = squeeze(" ".join(entry.line.text for entry in paragraph.entries))
        return bool(self.language.closing.fullmatch(bare(text)))

    def _is_label(self, paragraph: Paragraph) -> bool:
        """Whether what looks like a label is one here: a letter with a full stop is but within a list of two levels."""
        label = self.language.labels.of(paragraph.entries[0].line.text)
        is_initial = label[0].islower() and label.endswith(".") and self._levels.depth < 2
        return not is_initial and self._levels.takes(label)

    def _glued(self, paragraph: Paragraph, head: str) -> list[Block]:
        """The blocks of a paragraph that holds more than one, as converters of old prints leave them: a heading or the
        enacting formula before the next number, or the number of a section before an organ that acts.
        """
        first, *others = paragraph.entries
        text = plain(first.line.text[:HEAD])
        numeral = _NUMERAL.match(text)
        if numeral and self.language.operative(text[numeral.end() :]):
            number, rest = _split(first, len(numeral["number"]))
            blocks = self._open_section(replace(paragraph, entries=(number,), sort=ROMAN), None)
            return [*blocks, Block(TEXT, (rest, *others), attributes=ALONE)] if blocks else []
        inner = next((match for match in _INNER.finditer(text) if self._is_next(match.group())), None)
        if inner is None or not _LEAD.fullmatch(text, 0, inner.start()) or self._opens(head):
            return []
        lead, rest = _split(first, len(text[: inner.start()].rstrip()))
        role, tag = (FORMULA, "p") if is_formula(lead.line.text, self.language) else (HEADING, "heading")
        if role == FORMULA and self._zone not in ("start", "preamble"):
            role, tag = CROSS, "crossHeading"
        self._zone = "preamble" if role == FORMULA else self._zone
        return [Block(role, (lead,), tag), *self._labelled((rest, *others))]

    def _opens(self, head: str) -> bool:
        return self.language.opening(head) is not None or self.language.operative(head)

    def _is_next(self, label: str) -> bool:
        """Whether a label is the number of a paragraph, and the next one."""
        return self.language.labels.of(f"{label} ") == label and self._levels.is_next(label)

    def _open_annex(self, entries: tuple[Entry, ...]) -> Block:
        self._zone = "annex-title"
        self._levels.clear()
        self._sections = self._letters = 0
        self._fresh, self._numbered = True, False
        return Block(ANNEX, entries, attributes=(("part", "label"),))

    def _open_section(self, paragraph: Paragraph, following: Paragraph | None) -> list[Block]:
        """A section, part, chapter…: its number, and its heading where it stands on the same line."""
        first, *others = paragraph.entries
        head = squeeze(first.line.text)
        kind = sort = paragraph.sort
        if sort in (ROMAN, NUMBERED):
            kind = self._section_kind(head, sort, following)
            if not kind:
                return []
        if self._zone in ("start", "preamble"):
            self._zone = "body"
        self._levels.clear()
        self._fresh = True
        self._provision = kind in _PROVISIONS
        end = self._end_of_number(first.line.text, sort)
        if end == len(first.line.text):
            return [Block(LEVEL, paragraph.entries, "num", (("level", kind),))]
        label, rest = _split(first, end)
        return [
            Block(LEVEL, (label,), "num", (("level", kind),)),
            Block(HEADING, (rest, *others), "heading"),
        ]

    def _end_of_number(self, text: str, sort: str) -> int:
        """How much of a line is the number of a section or the like; the rest is its heading."""
        section = self.language.labels.section(text) if sort == NUMBERED else None
        if section is not None:
            return section.end
        worded = self.language.headings[sort].fullmatch(plain(text)) if sort in self.language.headings else None
        heading = worded.start("heading") if worded and worded.groupdict().get("heading") else len(text)
        return len(text[:heading].rstrip())

    def _section_kind(self, head: str, sort: str, following: Paragraph | None) -> str:
        """`section` for the next Roman number, `title` for the next letter; nothing for the cell of a table."""
        labels = self.language.labels
        section = labels.section(head) if sort == NUMBERED else labels.section_alone(bare(head))
        if section is None:
            return ""
        value, letter = section.number, section.letter
        if value is not None and not (letter and letter == self._letters + 1 and value != self._sections + 1):
            if value == 1 or self._sections < value <= self._sections + 3:
                self._sections, self._letters = value, 0
                return "section"
            return ""
        over_formula = following is not None and following.sort == FORMULA
        if letter and letter in (1, self._letters + 1) and (sort == NUMBERED or over_formula or head.endswith(".")):
            self._letters = letter
            return "title"
        return ""

    def _labelled(self, entries: tuple[Entry, ...]) -> list[Block]:
        """A paragraph with a number, and what else is numbered on the same line (`(a) (i) …`)."""
        text = entries[0].line.text
        labels = self.language.labels
        label = labels.of(text)
        in_preamble = self._zone in ("start", "preamble")
        opens = labels.number(text) is not None or (
            (labels.is_first_number(label) or labels.joins_numbers(label)) and not COLON.search(self._before)
        )
        if in_preamble and not opens:
            return self._item(entries, len(label), preambular=self._zone == "preamble")
        if in_preamble:
            self._levels.clear()
            self._zone = "body"
        return self._item(entries, len(label), preambular=False)

    def _item(self, entries: tuple[Entry, ...], end: int, *, preambular: bool, nested: int = 0) -> list[Block]:
        first = entries[0]
        label, rest = _split(first, end)
        depth, odd = self._levels.place(label.line.text, bool(COLON.search(self._before)))
        if odd == "stray":
            self._note(first, "stray-number", f"the number {label.line.text!r} does not follow those before it")
            return [Block(TEXT, entries, attributes=(("in", "preamble"),) if preambular else ())]
        if odd and depth == 0 and not preambular:
            what = "numbers are missing before it" if odd == "gap" else "the numbers start again"
            self._note(first, f"number-{odd}", f"the number {label.line.text!r} is not the next one: {what}")
        if depth == 0 and not preambular:
            self._fresh, self._numbered = False, True
        attributes = (("depth", str(depth)), *((("in", "preamble"),) if preambular else ()))
        blocks = [Block(LABELLED, (label,), "num", attributes)]
        remaining = ((rest,) if rest.line.text else ()) + entries[1:]
        if not remaining:
            return blocks
        inner = self.language.labels.of(remaining[0].line.text)
        if inner and self.language.labels.is_first(inner) and nested < 3:
            return blocks + self._item(remaining, len(inner), preambular=preambular, nested=nested + 1)
        return [*blocks, Block(TEXT, remaining, attributes=attributes[1:])]

    def _unnumbered(self, paragraph: Paragraph, head: str, following: Paragraph | None) -> Block:
        """A paragraph without a number after the preamble."""
        if paragraph.sort == FORMULA or (self._fresh and self.language.opening(head) is not None):
            self._fresh = True
            return Block(CROSS, paragraph.entries, "crossHeading")
        if self._is_heading(paragraph, following):
            if self._fresh:
                self._levels.clear()
            return Block(HEADING, paragraph.entries, "heading")
        if self._levels.depth > 1 and SENTENCE_END.search(self._before) and self._is_middle(head):
            return Block(WRAP_UP, paragraph.entries)
        if self._levels.depth and COLON.search(self._before):
            return Block(TEXT, paragraph.entries)
        if self._provision:
            return Block(TEXT, paragraph.entries, attributes=ALONE)
        if self._zone != "annex" and self.language.operative(head):
            self._zone = "body"
            if self._numbered:
                message = "this operative paragraph has no number; those before it have"
                self._note(paragraph.entries[0], "number-missing", message)
            return self._sole(paragraph, following)
        if self._zone != "annex":
            self._note(
                paragraph.entries[0], "unrecognised", "this text was not recognised; it is kept as a plain paragraph"
            )
        return Block(UNKNOWN, paragraph.entries)

    def _sole(self, paragraph: Paragraph, following: Paragraph | None) -> Block:
        """An operative paragraph without a number; the points that follow its colon are its own."""
        points = (
            following is not None and following.sort == LABELLED and self.language.labels.number(following.head) is None
        )
        if points and COLON.search(paragraph.last):
            self._levels.open_unnumbered()
        return Block(TEXT, paragraph.entries, attributes=ALONE)

    def _preambular(self, paragraph: Paragraph, head: str, following: Paragraph | None) -> Block | None:
        opening = self.language.opening(head)
        if opening is None and self._zone == "start":
            opening = self.language.opening_after_formula(head)
        if opening is not None and not (PARAGRAPH_END.search(paragraph.last) and self.language.operative(head)):
            self._levels.clear()
            self._zone = "preamble"
            return Block(PREAMBULAR, paragraph.entries, attributes=(("name", opening.name),))
        if self._zone == "start":
            return None
        in_midst = _COMMA.search(paragraph.last) and following and self.language.opening(following.head)
        if self.language.operative(head) and not in_midst:
            self._zone = "body"
            return self._sole(paragraph, following)
        if self._is_middle(head):
            role = WRAP_UP if self._levels.depth else TEXT
            return Block(role, paragraph.entries, attributes=(("in", "preamble"),))
        if self._is_heading(paragraph, following):
            self._zone, self._fresh = "body", True
            return Block(HEADING, paragraph.entries, "heading")
        self._note(
            paragraph.entries[0],
            "unknown-opening",
            "this preambular paragraph does not open with a phrase that is known; it is named `preambular`",
        )
        return Block(PREAMBULAR, paragraph.entries, attributes=(("name", "preambular"),))

    def _is_middle(self, head: str) -> bool:
        """Whether a paragraph goes on with the sentence of the one before: by its small letter or stop; in a language
        without capitals after the points of a list, if it opens with no verb.
        """
        if head[:1] in _GOES_ON:
            return True
        if self.language.has_capitals:
            return head[:1].islower()
        return bool(self._levels.depth) and not self.language.operative(head)

    def _is_heading(self, paragraph: Paragraph, following: Paragraph | None) -> bool:
        """A short line without an end stop, before a numbered paragraph, a preambular one or another heading."""
        length = sum(len(entry.line.text) for entry in paragraph.entries)
        if following is None or length > SHORT or SENTENCE_END.search(paragraph.last):
            return False
        if self._before and not (PARAGRAPH_END.search(self._before) or self._fresh):
            return False
        if following.sort in (LABELLED, FORMULA, NUMBERED, *OVER_HEADING) or self.language.opening(following.head):
            return True
        is_text = not following.sort and len(following.entries[0].line.text) > _LINE
        return self._zone == "annex" and length < _LINE and is_text and bool(PARAGRAPH_END.search(following.last))

    def _note(self, entry: Entry, rule: str, message: str) -> None:
        self.findings.append(Finding(rule, "warning", message, line=entry.line.start))


def _split(entry: Entry, at: int) -> tuple[Entry, Entry]:
    """A line as two: its label, and the rest without the blanks between."""
    line = entry.line
    rest = line.text[at:].lstrip(" \t")
    label = Line(line.text[:at], line.start, line.start + at)
    return replace(entry, line=label), Entry(Line(rest, line.end - len(rest), line.end), None, False)
