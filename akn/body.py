"""From the enacting formula to the end: which lines make a paragraph, and what each paragraph is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from akn.diagnostics import Finding
from akn.front import Block, Entry, is_formula
from akn.lang import Language
from akn.shapes import (
    COLON,
    PARAGRAPH_END,
    SECTION,
    SECTION_ALONE,
    SENTENCE_END,
    Levels,
    label_of,
    plain,
    roman,
    squeeze,
    unemphasised,
)
from akn.text import Line

# The roles of leaves after the front matter.
FORMULA, PREAMBULAR, LABELLED, TEXT, WRAP_UP = "formula", "preambular", "label", "text", "wrapUp"
LEVEL, HEADING, CROSS, CLOSING, ANNEX, UNKNOWN = "level", "heading", "crossHeading", "closing", "annex", "unknown"
# What a line may open beside these: a Roman number or a letter alone, or with a heading after it.
ROMAN, NUMBERED = "roman", "numbered"
_PROVISIONS = ("article", "rule")
_NARROW, _WIDE = 30, 120  # characters of a full line in print
_SHORT = 200  # characters: no heading, formula or closing line is longer
_HEAD = 240  # characters of a paragraph that are looked at to tell what it is

# What a heading follows: the line after it is no part of it where that has a number of its own.
_OVER_HEADING = (ROMAN, "part", "chapter", "section", "title", "article", "rule", "goal")

ALONE = (("alone", "yes"),)  # of a paragraph that stands for itself without a number

Paragraph = tuple[Entry, ...]
Following = tuple[Paragraph, str] | None  # the paragraph after this one and what it opens


class Reader:
    """Reads the lines of one document after its front matter; `findings` says where it was not sure."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.findings: list[Finding] = []
        self._levels = Levels()
        self._zone = "start"
        self._sections = self._letters = 0  # the last Roman number and the last letter of a heading
        self._fresh = False  # a section has begun and no numbered paragraph has followed
        self._numbered = False  # an operative paragraph has been read
        self._provision = False  # an article or a rule is open: its paragraphs need no number
        self._before = ""  # the paragraph before, as one line

    def blocks(self, entries: Sequence[Entry]) -> list[Block]:
        """The blocks of these lines."""
        sorts = [self._sort(entry.line.text) for entry in entries]
        paragraphs = list(self._paragraphs(entries, sorts))
        self._last_formula = max((n for n, (_, sort) in enumerate(paragraphs) if sort == FORMULA), default=-1)
        blocks: list[Block] = []
        for number, (paragraph, sort) in enumerate(paragraphs):
            following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
            blocks += self._read(number, paragraph, sort, following)
            self._before = squeeze(paragraph[-1].line.text[-_HEAD:])
        return blocks

    # Lines to paragraphs.

    def _sort(self, text: str) -> str:
        """What a line opens, by its form alone; nothing where it may just as well go on with the line before."""
        head = squeeze(text[:_HEAD])
        if len(text) <= _SHORT:
            head = unemphasised(head)[0]
            if is_formula(head, self.language):
                return FORMULA
            if self.language.closing.fullmatch(head):
                return CLOSING
            for kind, pattern in self.language.headings.items():
                if pattern.fullmatch(head):
                    return ANNEX if kind == "appendix" else kind
            if SECTION_ALONE.fullmatch(head):
                return ROMAN
            if SECTION.match(head) and not SENTENCE_END.search(head):
                return NUMBERED
        return LABELLED if label_of(text) else ""

    def _paragraphs(self, entries: Sequence[Entry], sorts: Sequence[str]) -> Iterator[tuple[Paragraph, str]]:
        width = _width(entries)
        current: list[Entry] = []
        sort = before = ""
        last = 0  # the last number of a numbered paragraph
        for entry, entry_sort in zip(entries, sorts, strict=True):
            number = _number(entry.line.text) if entry_sort == LABELLED else None
            opens = entry_sort and (number == last + 1 or before in _OVER_HEADING)
            if current and not opens and self._goes_on(current, sort, entry, entry_sort, width, early=not last):
                current.append(entry)
                continue
            if current:
                yield tuple(current), sort
            last = number if number is not None and number == last + 1 else last
            before = sort
            current, sort = [entry], entry_sort
        if current:
            yield tuple(current), sort

    def _goes_on(
        self, current: Sequence[Entry], sort: str, entry: Entry, entry_sort: str, width: int, *, early: bool
    ) -> bool:
        """Whether a line belongs to the paragraph before it; `early` is before the first numbered paragraph."""
        last, text = current[-1].line.text, entry.line.text
        if entry_sort and not (entry_sort in (LABELLED, NUMBERED, FORMULA) and self._inside(last, sort, entry, width)):
            return False
        if sort in (FORMULA, ROMAN, *self.language.headings):
            return False
        if sort == LABELLED and len(current) == 1 and label_of(last) == plain(last):
            return True  # a number alone on its line
        if sort == CLOSING:
            return not entry.blank and entry.cut is None and len(text) < 40
        if text[0].islower() and not PARAGRAPH_END.search(last) and (entry.blank or not width):
            # Cut by a page end, or by a converter: the sentence goes on.
            opens = self.language.opening(squeeze(text[:_HEAD])) is not None
            return not SENTENCE_END.search(last) or (entry.cut is not None and not opens)
        if entry.cut is not None:
            return not SENTENCE_END.search(last)
        if entry.blank or not width:
            return False
        return not self._ended(last, text, width, early=early)

    def _inside(self, last: str, sort: str, entry: Entry, width: int) -> bool:
        """Whether what looks like a label is a wrapped line of running text ("paragraph 5 ¶ (b) of …")."""
        if entry.blank or entry.cut is not None or sort == ROMAN or len(last) < width * 0.6 or not width:
            return False
        ends = self.language.conjunctions
        return not SENTENCE_END.search(last) and squeeze(last).rpartition(" ")[2].lower() not in ends

    def _ended(self, last: str, text: str, width: int, *, early: bool) -> bool:
        """In hard-wrapped text without blank lines: whether the paragraph ended with the line before."""
        head = squeeze(text[:_HEAD]) if text[0].isupper() else ""
        opens = bool(head) and (self.language.opening(head) is not None or (early and self.language.operative(head)))
        if not SENTENCE_END.search(last):
            return len(last) < width * 0.6 and text[0].isupper() and (opens or len(text) < width * 0.6)
        if opens:
            return True
        short = len(last) < width * 0.75
        return bool(PARAGRAPH_END.search(last)) and (short or (text[0].isupper() and last[-1] in ";:"))

    # Paragraphs to blocks.

    def _read(self, number: int, paragraph: Paragraph, sort: str, following: Following) -> list[Block]:
        if not sort and self._is_closing(paragraph):
            sort = CLOSING
        if sort == ANNEX:
            return [self._open_annex(paragraph) if self._zone != "start" else Block(UNKNOWN, paragraph)]
        if self._zone == "closed":
            return [Block(CLOSING if sort == CLOSING or len(paragraph) < 3 else UNKNOWN, paragraph)]
        if self._zone == "annex-title":
            self._zone = "annex"
            last = paragraph[-1].line.text
            if not sort and not PARAGRAPH_END.search(squeeze(last)) and not last.startswith("|"):  # a row of a table
                return [Block(ANNEX, paragraph, attributes=(("part", "title"),))]
        if sort == FORMULA and self._zone == "start":
            self._zone = "preamble"
            return [Block(FORMULA, paragraph)]
        if sort == CLOSING and self._zone != "annex" and number > self._last_formula:
            self._zone = "closed"
            return [Block(CLOSING, paragraph)]
        return self._in_part(paragraph, sort, following)

    def _in_part(self, paragraph: Paragraph, sort: str, following: Following) -> list[Block]:
        """A paragraph of the preamble, of the operative part or of an annex."""
        if sort in self.language.headings or sort in (ROMAN, NUMBERED):
            blocks = self._open_section(paragraph, sort, following)
            if blocks:
                return blocks
        if sort == LABELLED and not self._is_initial(paragraph):
            return self._labelled(paragraph)
        head = squeeze(paragraph[0].line.text[:_HEAD]).lstrip("*_ ")
        last = squeeze(paragraph[-1].line.text[-_HEAD:])
        if self._zone in ("start", "preamble"):
            block = self._preambular(paragraph, head, last, following)
            if block is not None:
                return [block]
        return [self._unnumbered(paragraph, sort, head, last, following)]

    def _is_closing(self, paragraph: Paragraph) -> bool:
        """Whether lines together are the closing line (`Adopted unanimously at the ¶ 1382nd meeting.`)."""
        if not 1 < len(paragraph) < 9 or self._zone == "start":
            return False
        text = squeeze(" ".join(entry.line.text for entry in paragraph))
        return bool(self.language.closing.fullmatch(unemphasised(text)[0]))

    def _is_initial(self, paragraph: Paragraph) -> bool:
        """Whether a letter with a full stop is no label: it is one only within a list of two levels."""
        label = label_of(paragraph[0].line.text)
        return label[0].islower() and label.endswith(".") and self._levels.depth < 2

    def _open_annex(self, paragraph: Paragraph) -> Block:
        self._zone = "annex-title"
        self._levels.clear()
        self._sections = self._letters = 0
        self._fresh, self._numbered = True, False
        return Block(ANNEX, paragraph, attributes=(("part", "label"),))

    def _open_section(self, paragraph: Paragraph, sort: str, following: Following) -> list[Block]:
        """A section, part, chapter…: its number, and its heading where it stands on the same line."""
        first = paragraph[0]
        head = squeeze(first.line.text)
        kind = sort
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
            return [Block(LEVEL, paragraph, "num", (("level", kind),))]
        label, rest = _split(first, end)
        return [
            Block(LEVEL, (label,), "num", (("level", kind),)),
            Block(HEADING, (rest, *paragraph[1:]), "heading"),
        ]

    def _end_of_number(self, text: str, sort: str) -> int:
        """How much of a line is the number of a section or the like; the rest is its heading."""
        match = SECTION.match(plain(text)) if sort in (ROMAN, NUMBERED) else None
        if match is not None:
            return match.end()
        worded = self.language.headings[sort].fullmatch(plain(text)) if sort in self.language.headings else None
        heading = worded.start("heading") if worded and worded.groupdict().get("heading") else len(text)
        return len(text[:heading].rstrip())

    def _section_kind(self, head: str, sort: str, following: Following) -> str:
        """`section` for the next Roman number, `title` for the next letter; nothing for the cell of a table."""
        label = head.split()[0].rstrip(".")
        value = roman(label.lower()) if label.isupper() else None
        letter = ord(label) - ord("A") + 1 if len(label) == 1 else 0
        if value is not None and not (letter and letter == self._letters + 1 and value != self._sections + 1):
            if value == 1 or self._sections < value <= self._sections + 3:
                self._sections, self._letters = value, 0
                return "section"
            return ""
        over_formula = following is not None and following[1] == FORMULA
        if letter and letter in (1, self._letters + 1) and (sort == NUMBERED or over_formula or head.endswith(".")):
            self._letters = letter
            return "title"
        return ""

    def _labelled(self, paragraph: Paragraph) -> list[Block]:
        """A paragraph with a number, and what else is numbered on the same line (`(a) (i) …`)."""
        first = paragraph[0]
        label = label_of(first.line.text)
        in_preamble = self._zone in ("start", "preamble")
        if in_preamble and not (label.rstrip(" .").isdecimal() and label.endswith(".")):
            return self._item(paragraph, len(label), preambular=self._zone == "preamble")
        if in_preamble:
            self._levels.clear()
            self._zone = "body"
        return self._item(paragraph, len(label), preambular=False)

    def _item(self, paragraph: Paragraph, end: int, *, preambular: bool, nested: int = 0) -> list[Block]:
        first = paragraph[0]
        label, rest = _split(first, end)
        depth, odd = self._levels.place(label.line.text, bool(COLON.search(self._before)))
        if odd == "stray":
            self._note(first, "stray-number", f"the number {label.line.text!r} does not follow those before it")
            return [Block(TEXT, paragraph, attributes=(("in", "preamble"),) if preambular else ())]
        if odd and depth == 0 and not preambular:
            what = "numbers are missing before it" if odd == "gap" else "the numbers start again"
            self._note(first, f"number-{odd}", f"the number {label.line.text!r} is not the next one: {what}")
        if depth == 0 and not preambular:
            self._fresh, self._numbered = False, True
        attributes = (("depth", str(depth)), *((("in", "preamble"),) if preambular else ()))
        blocks = [Block(LABELLED, (label,), "num", attributes)]
        remaining = ((rest,) if rest.line.text else ()) + paragraph[1:]
        if not remaining:
            return blocks
        inner = label_of(remaining[0].line.text)
        if inner and _is_first(inner) and nested < 3:
            return blocks + self._item(remaining, len(inner), preambular=preambular, nested=nested + 1)
        return [*blocks, Block(TEXT, remaining, attributes=attributes[1:])]

    def _unnumbered(self, paragraph: Paragraph, sort: str, head: str, last: str, following: Following) -> Block:
        """A paragraph without a number after the preamble."""
        if sort == FORMULA or (self._fresh and self.language.opening(head) is not None):
            return Block(CROSS, paragraph, "crossHeading")
        if self._is_heading(paragraph, last, following):
            if self._fresh:
                self._levels.clear()
            return Block(HEADING, paragraph, "heading")
        if self._levels.depth > 1 and SENTENCE_END.search(self._before) and head[:1].islower():
            return Block(WRAP_UP, paragraph)
        if self._levels.depth and COLON.search(self._before):
            return Block(TEXT, paragraph)
        if self._provision:
            return Block(TEXT, paragraph, attributes=ALONE)
        if self._zone != "annex" and self.language.operative(head):
            self._zone = "body"
            if self._numbered:
                message = "this operative paragraph has no number; those before it have"
                self._note(paragraph[0], "number-missing", message)
            return self._sole(paragraph, last, following)
        if self._zone != "annex":
            self._note(paragraph[0], "unrecognised", "this text was not recognised; it is kept as a plain paragraph")
        return Block(UNKNOWN, paragraph)

    def _sole(self, paragraph: Paragraph, last: str, following: Following) -> Block:
        """An operative paragraph without a number; the points that follow its colon are its own."""
        if COLON.search(last) and following and following[1] == LABELLED and _number(following[0][0].line.text) is None:
            self._levels.open_unnumbered()
        return Block(TEXT, paragraph, attributes=ALONE)

    def _preambular(self, paragraph: Paragraph, head: str, last: str, following: Following) -> Block | None:
        opening = self.language.opening(head)
        if opening is not None and not (PARAGRAPH_END.search(last) and self.language.operative(head)):
            self._levels.clear()
            self._zone = "preamble"
            return Block(PREAMBULAR, paragraph, attributes=(("name", opening.name),))
        if self._zone == "start":
            return None
        if head[:1].islower():  # it goes on with the sentence of the paragraph before
            return Block(WRAP_UP if self._levels.depth else TEXT, paragraph, attributes=(("in", "preamble"),))
        if self.language.operative(head):
            self._zone = "body"
            return self._sole(paragraph, last, following)
        if self._is_heading(paragraph, last, following):
            self._zone, self._fresh = "body", True
            return Block(HEADING, paragraph, "heading")
        self._note(
            paragraph[0],
            "unknown-opening",
            "this preambular paragraph does not open with a phrase that is known; it is named `preambular`",
        )
        return Block(PREAMBULAR, paragraph, attributes=(("name", "preambular"),))

    def _is_heading(self, paragraph: Paragraph, last: str, following: Following) -> bool:
        """A short line without an end stop, before a numbered paragraph, a preambular one or another heading."""
        length = sum(len(entry.line.text) for entry in paragraph)
        if following is None or length > _SHORT or SENTENCE_END.search(last):
            return False
        if self._before and not (PARAGRAPH_END.search(self._before) or self._fresh):
            return False
        entries, sort = following
        return (
            sort in (LABELLED, FORMULA, ROMAN, NUMBERED, *_OVER_HEADING)
            or self.language.opening(squeeze(entries[0].line.text[:_HEAD])) is not None
        )

    def _note(self, entry: Entry, rule: str, message: str) -> None:
        self.findings.append(Finding(rule, "warning", message, line=entry.line.start))


def _split(entry: Entry, at: int) -> tuple[Entry, Entry]:
    """A line as two: its label, and the rest without the blanks between."""
    line = entry.line
    rest = line.text[at:].lstrip(" \t")
    label = Line(line.text[:at], line.start, line.start + at)
    return replace(entry, line=label), Entry(Line(rest, line.end - len(rest), line.end), None, False)


def _number(text: str) -> int | None:
    label = label_of(text)
    digits = label.rstrip(" .")
    return int(digits) if label.endswith(".") and digits.isdecimal() else None


def _is_first(label: str) -> bool:
    return label.strip("(). ").lower() in ("a", "i", "1")


def _width(entries: Sequence[Entry]) -> int:
    """The usual length of a full line where paragraphs are hard-wrapped; 0 where each line is a paragraph.

    The evidence is a line without an end stop that is followed, without a blank line, by one in lower case; in a short
    text any such line.
    """
    pairs = [
        (first.line.text, second.line.text)
        for first, second in pairwise(entries)
        if not second.blank and second.cut is None
    ]
    open_ended = [(first, second) for first, second in pairs if not SENTENCE_END.search(first)]
    wrapped = [len(first) for first, second in open_ended if second[0].islower() and len(first) < _WIDE]
    numbers = [entry for entry in entries if label_of(entry.line.text) == entry.line.text]
    if len(wrapped) < 2 and (len(open_ended) * 2 > len(pairs) or numbers):  # most lines go on, or numbers stand alone
        wrapped = [len(first) for first, _ in open_ended if _NARROW < len(first) < _WIDE]
    if not wrapped or len(wrapped) * 40 < len(pairs):
        return 0
    return sorted(wrapped)[len(wrapped) * 3 // 4]
