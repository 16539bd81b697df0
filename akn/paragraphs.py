"""Lines and paragraphs: which lines after the front matter make one, and what the first opens by its form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from akn import roles
from akn.front import Entry, is_formula
from akn.lang import Language
from akn.shapes import (
    PARAGRAPH_END,
    SENTENCE_END,
    bare,
    squeeze,
)
from akn.tables import is_row

PLAIN, WRAPPED = "plain", "wrapped"
# What a line may open beside a role or a heading of its language: a Roman number or a letter, alone or with a heading.
ROMAN, NUMBERED = "roman", "numbered"
# What a heading follows: the line after it is no part of it where that has a number of its own.
OVER_HEADING = (ROMAN, "part", "chapter", "section", "title", "article", "rule", "goal")
SHORT = 200  # characters: no heading, formula or closing line is longer
HEAD = 240  # characters of a paragraph that are looked at to tell what it is

# What only the middle of a sentence begins with: `15 May 1996 on the matter`, `1997 on`.
_IN_SENTENCE = re.compile(r"(?:\d{1,2}[ \u00a0]\w+[ \u00a0])?(?:19|20)\d\d(?:[,;)،؛]?[ \u00a0][^\W\d_]|[,;،؛.]$)")
_NARROW, _WIDE = 30, 120  # characters of a full line in print


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The lines of one paragraph or table, and what the first of them opens (empty where that is running text)."""

    entries: tuple[Entry, ...]
    sort: str

    @property
    def head(self) -> str:
        """What tells how it begins, as one line."""
        return squeeze(self.entries[0].line.text[:HEAD])

    @property
    def last(self) -> str:
        """What tells how it ends, as one line; nothing of a table, which ends no sentence."""
        return "" if self.sort == roles.CELL else squeeze(self.entries[-1].line.text[-HEAD:])


@dataclass(frozen=True, slots=True)
class Form:
    """What is known of the form of a whole text: whether it has form feeds, and its layout where that is told: `plain`
    (each line a paragraph) or `wrapped` (paragraphs broken into lines).
    """

    paged: bool = False
    layout: str | None = None


def paragraphs(entries: Sequence[Entry], language: Language, form: Form) -> list[Paragraph]:
    """The paragraphs that these lines make, in order."""
    return list(_Joiner(entries, language, form).paragraphs())


class _Joiner:
    def __init__(self, entries: Sequence[Entry], language: Language, form: Form) -> None:
        self._entries = entries
        self._paged = form.paged
        self._language = language
        self._sorts = [roles.CELL if is_row(entry.line.text) else self._sort(entry.line.text) for entry in entries]
        self._join_dates()
        self._width = 0 if form.layout == PLAIN else self._full_width(told=form.layout == WRAPPED)
        following = [pair == (roles.CELL, roles.CELL) for pair in pairwise(["", *self._sorts])]
        self._sorts = ["" if goes_on else sort for goes_on, sort in zip(following, self._sorts, strict=True)]
        ended = [second.blank for first, second in pairwise(entries) if PARAGRAPH_END.search(first.line.text)]
        self._spaced = sum(ended) > len(ended) * 0.9  # blank lines end the paragraphs
        self._last = 0  # the last number of a numbered paragraph
        self._joined = ""  # the last label that joins numbers

    def paragraphs(self) -> Iterator[Paragraph]:
        current: list[Entry] = []
        sort = before = ""
        for entry, entry_sort in zip(self._entries, self._sorts, strict=True):
            labels, text = self._language.labels, entry.line.text
            label = labels.of(text) if entry_sort == roles.LABELLED else ""
            number = labels.number(text) if label else None
            is_next = number == self._last + 1 if number else labels.follows(label, self._joined)
            opens = entry_sort and (is_next or before in OVER_HEADING)
            if current and not opens and self._goes_on(current, sort, entry, entry_sort):
                current.append(entry)
                continue
            if current:
                yield Paragraph(tuple(current), sort)
            before = sort
            current, sort = [entry], entry_sort
            if sort == roles.ANNEX:
                self._last = 0
            elif number == self._last + 1:
                self._last = number
            elif labels.joins_numbers(label):
                self._joined = label
        if current:
            yield Paragraph(tuple(current), sort)

    def _join_dates(self) -> None:
        """A date above the line of the meeting is the start of the closing lines, as print in Chinese has it."""
        for number, (entry, following) in enumerate(pairwise(self._entries)):
            is_closing = self._sorts[number + 1] == roles.CLOSING and not following.blank
            if is_closing and self._language.date.fullmatch(squeeze(entry.line.text)):
                self._sorts[number : number + 2] = [roles.CLOSING, ""]

    def _full_width(self, *, told: bool) -> int:
        """The usual length of a full line where paragraphs are hard-wrapped; 0 where each line is a paragraph.

        The evidence is a line without an end stop that is followed, without a blank line, by one that no paragraph
        begins with (a letter that is no capital, a date); in a short text any such line. With `told`, or in print
        without blank lines, the longest line tells where there is no such evidence.
        """
        alone = [self._language.labels.is_alone(entry.line.text) for entry in self._entries]
        running = [
            sort in ("", roles.LABELLED) and not is_alone for sort, is_alone in zip(self._sorts, alone, strict=True)
        ]
        pairs = [
            (first.line.text, second.line.text)
            for (first, first_runs), (second, second_runs) in pairwise(zip(self._entries, running, strict=True))
            if not second.blank and second.cut is None and first_runs and second_runs
        ]
        open_ended = [(first, second) for first, second in pairs if not SENTENCE_END.search(first)]
        wrapped = [len(first) for first, second in open_ended if self._is_middle(second) and len(first) < _WIDE]
        mostly_open = len(open_ended) * 2 > len(pairs)
        if len(wrapped) < 2 and (mostly_open or any(alone)):
            narrow = _NARROW if self._language.is_spaced else _NARROW // 2
            wrapped = [len(first) for first, _ in open_ended if narrow < len(first) < _WIDE]
        lengths = (
            len(entry.line.text) for entry, sort in zip(self._entries, self._sorts, strict=True) if sort != roles.CELL
        )
        longest = max(lengths, default=0)
        sure = told or (self._is_print() and longest < _WIDE)
        if not wrapped and sure:
            wrapped = [longest]
        if not wrapped or (len(wrapped) * 40 < len(pairs) and not sure):
            return 0
        return sorted(wrapped)[len(wrapped) * 3 // 4]

    def _is_middle(self, line: str) -> bool:
        """Whether a line begins as no paragraph does: with a letter that is no capital, with a date or number."""
        if line[0].isalpha():
            return not line[0].isupper()
        return bool(_IN_SENTENCE.match(line)) or (line[0].isdigit() and not self._language.is_spaced)

    def _is_print(self) -> bool:
        """Whether the text has pages, and no blank lines within them."""
        blank = sum(entry.blank and entry.cut is None for entry in self._entries[1:])
        return self._paged and blank * 5 < len(self._entries)

    @property
    def _early(self) -> bool:
        """Whether no numbered paragraph has been read."""
        return not self._last

    def _sort(self, text: str) -> str:
        """What a line opens, by its form alone; nothing where it may just as well go on with the line before."""
        head = squeeze(text[:HEAD])
        if len(text) <= SHORT:
            head = bare(head)
            if is_formula(head, self._language):
                return roles.FORMULA
            if self._language.closing.fullmatch(head):
                return roles.CLOSING
            for kind, pattern in self._language.headings.items():
                if pattern.fullmatch(head):
                    return roles.ANNEX if kind == "appendix" else kind
            if self._language.labels.section_alone(head):
                return ROMAN
            if self._language.labels.section(head) and not SENTENCE_END.search(head):
                return NUMBERED
        return roles.LABELLED if self._language.labels.of(text) else ""

    def _goes_on(self, current: Sequence[Entry], sort: str, entry: Entry, entry_sort: str) -> bool:
        """Whether a line belongs to the paragraph before it."""
        last, text = current[-1].line.text, entry.line.text
        if entry_sort and not (
            entry_sort in (roles.LABELLED, NUMBERED, roles.FORMULA) and self._is_inside(last, sort, entry)
        ):
            return False
        if sort in (roles.FORMULA, ROMAN, roles.CELL, *self._language.headings):
            return sort == roles.CELL and is_row(text)
        if sort == roles.LABELLED and len(current) == 1 and self._language.labels.is_alone(last):
            return True  # a number alone on its line
        if sort == roles.CLOSING:
            return not entry.blank and entry.cut is None and len(text) < 40
        if text[0].islower() and not PARAGRAPH_END.search(last) and (entry.blank or not self._width):
            # Cut by a page end, or by a converter: the sentence goes on.
            if not SENTENCE_END.search(last):
                return True
            if entry.cut is None and (
                entry.blank or not self._language.has_capitals or self._may_wrap_up(current, sort)
            ):
                return False
            return not self._opens(squeeze(text[:HEAD]))
        if entry.cut is not None:
            return not SENTENCE_END.search(last)
        if entry.blank or not self._width:
            return False
        return not self._has_ended(last, text)

    def _may_wrap_up(self, current: Sequence[Entry], sort: str) -> bool:
        """Whether a paragraph is a point of the preamble, which ends with a comma: text after the points may follow."""
        first = current[0].line.text
        return self._early and sort == roles.LABELLED and self._language.labels.number(first) is None

    def _opens(self, head: str) -> bool:
        """Whether a line opens a paragraph with a known phrase, in the preamble or (without number) after it."""
        return self._language.opening(head) is not None or (self._early and self._language.operative(head))

    def _is_inside(self, last: str, sort: str, entry: Entry) -> bool:
        """Whether what looks like a label is a wrapped line of running text ("paragraph 5 ¶ (b) of …")."""
        if entry.blank or entry.cut is not None or sort == ROMAN or not self._width or len(last) < self._width * 0.6:
            return False
        ends = self._language.conjunctions
        return not SENTENCE_END.search(last) and squeeze(last).rpartition(" ")[2].lower() not in ends

    def _has_ended(self, last: str, text: str) -> bool:
        """In hard-wrapped text without blank lines: whether the paragraph ended with the line before."""
        opens = (text[0].isupper() or not self._language.has_capitals) and self._opens(squeeze(text[:HEAD]))
        if not SENTENCE_END.search(last):
            full = self._width * 0.6
            return not self._spaced and len(last) < full and text[0].isupper() and (opens or len(text) < full)
        if opens or self._spaced:
            return opens
        short = len(last) < self._width * 0.75
        starts = text[0].isupper() or not self._language.has_capitals
        return bool(PARAGRAPH_END.search(last)) and (short or (starts and last[-1] in ";:؛；："))
