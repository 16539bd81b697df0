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
    SECTION,
    SECTION_ALONE,
    SENTENCE_END,
    label_of,
    number_of,
    plain,
    squeeze,
    unemphasised,
)

# What a line may open beside a role or a heading of its language: a Roman number or a letter, alone or with a heading.
ROMAN, NUMBERED = "roman", "numbered"
# What a heading follows: the line after it is no part of it where that has a number of its own.
OVER_HEADING = (ROMAN, "part", "chapter", "section", "title", "article", "rule", "goal")
SHORT = 200  # characters: no heading, formula or closing line is longer
HEAD = 240  # characters of a paragraph that are looked at to tell what it is

# What only the middle of a sentence begins with: `15 May 1996 on the matter`, `1997 on`.
_IN_SENTENCE = re.compile(r"(?:\d{1,2}[ \u00a0]\w+[ \u00a0])?(?:19|20)\d\d[,;)]?[ \u00a0][^\W\d_]")
_NARROW, _WIDE = 30, 120  # characters of a full line in print


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The lines of one paragraph, and what the first of them opens (empty where that is running text)."""

    entries: tuple[Entry, ...]
    sort: str

    @property
    def head(self) -> str:
        """What tells how it begins, as one line."""
        return squeeze(self.entries[0].line.text[:HEAD])

    @property
    def last(self) -> str:
        """What tells how it ends, as one line."""
        return squeeze(self.entries[-1].line.text[-HEAD:])


def paragraphs(entries: Sequence[Entry], language: Language) -> list[Paragraph]:
    """The paragraphs that these lines make, in order."""
    return list(_Joiner(entries, language).paragraphs())


class _Joiner:
    def __init__(self, entries: Sequence[Entry], language: Language) -> None:
        self._entries = entries
        self._language = language
        self._sorts = [self._sort(entry.line.text) for entry in entries]
        self._width = width(entries, [sort in ("", roles.LABELLED) for sort in self._sorts])
        ended = [second.blank for first, second in pairwise(entries) if PARAGRAPH_END.search(first.line.text)]
        self._spaced = sum(ended) > len(ended) * 0.9  # blank lines end the paragraphs
        self._last = 0  # the last number of a numbered paragraph

    def paragraphs(self) -> Iterator[Paragraph]:
        current: list[Entry] = []
        sort = before = ""
        for entry, entry_sort in zip(self._entries, self._sorts, strict=True):
            number = number_of(entry.line.text) if entry_sort == roles.LABELLED else None
            opens = entry_sort and (number == self._last + 1 or before in OVER_HEADING)
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
        if current:
            yield Paragraph(tuple(current), sort)

    @property
    def _early(self) -> bool:
        """Whether no numbered paragraph has been read."""
        return not self._last

    def _sort(self, text: str) -> str:
        """What a line opens, by its form alone; nothing where it may just as well go on with the line before."""
        head = squeeze(text[:HEAD])
        if len(text) <= SHORT:
            head = unemphasised(head)[0]
            if is_formula(head, self._language):
                return roles.FORMULA
            if self._language.closing.fullmatch(head):
                return roles.CLOSING
            for kind, pattern in self._language.headings.items():
                if pattern.fullmatch(head):
                    return roles.ANNEX if kind == "appendix" else kind
            if SECTION_ALONE.fullmatch(head):
                return ROMAN
            if SECTION.match(head) and not SENTENCE_END.search(head):
                return NUMBERED
        return roles.LABELLED if label_of(text) else ""

    def _goes_on(self, current: Sequence[Entry], sort: str, entry: Entry, entry_sort: str) -> bool:
        """Whether a line belongs to the paragraph before it."""
        last, text = current[-1].line.text, entry.line.text
        if entry_sort and not (
            entry_sort in (roles.LABELLED, NUMBERED, roles.FORMULA) and self._is_inside(last, sort, entry)
        ):
            return False
        if sort in (roles.FORMULA, ROMAN, *self._language.headings):
            return False
        if sort == roles.LABELLED and len(current) == 1 and label_of(last) == plain(last):
            return True  # a number alone on its line
        if sort == roles.CLOSING:
            return not entry.blank and entry.cut is None and len(text) < 40
        if text[0].islower() and not PARAGRAPH_END.search(last) and (entry.blank or not self._width):
            # Cut by a page end, or by a converter: the sentence goes on.
            if not SENTENCE_END.search(last):
                return True
            wraps_up = self._early and sort == roles.LABELLED and number_of(current[0].line.text) is None
            opens = self._language.opening(squeeze(text[:HEAD])) is not None
            return not opens and (entry.cut is not None or not (entry.blank or wraps_up))
        if entry.cut is not None:
            return not SENTENCE_END.search(last)
        if entry.blank or not self._width:
            return False
        return not self._has_ended(last, text)

    def _is_inside(self, last: str, sort: str, entry: Entry) -> bool:
        """Whether what looks like a label is a wrapped line of running text ("paragraph 5 ¶ (b) of …")."""
        if entry.blank or entry.cut is not None or sort == ROMAN or not self._width or len(last) < self._width * 0.6:
            return False
        ends = self._language.conjunctions
        return not SENTENCE_END.search(last) and squeeze(last).rpartition(" ")[2].lower() not in ends

    def _has_ended(self, last: str, text: str) -> bool:
        """In hard-wrapped text without blank lines: whether the paragraph ended with the line before."""
        head = squeeze(text[:HEAD]) if text[0].isupper() else ""
        opens = bool(head) and (
            self._language.opening(head) is not None or (self._early and bool(self._language.operative(head)))
        )
        if not SENTENCE_END.search(last):
            full = self._width * 0.6
            return not self._spaced and len(last) < full and text[0].isupper() and (opens or len(text) < full)
        if opens or self._spaced:
            return opens
        short = len(last) < self._width * 0.75
        return bool(PARAGRAPH_END.search(last)) and (short or (text[0].isupper() and last[-1] in ";:"))


def width(entries: Sequence[Entry], running: Sequence[bool]) -> int:
    """The usual length of a full line where paragraphs are hard-wrapped; 0 where each line is a paragraph.

    `running` says for each line whether it may be running text.

    The evidence is a line without an end stop that is followed, without a blank line, by one that no paragraph begins
    with (a small letter, a date); in a short text any such line.
    """
    pairs = [
        (first.line.text, second.line.text)
        for (first, first_runs), (second, second_runs) in pairwise(zip(entries, running, strict=True))
        if not second.blank and second.cut is None and first_runs and second_runs
    ]
    open_ended = [(first, second) for first, second in pairs if not SENTENCE_END.search(first)]
    wrapped = [
        len(first)
        for first, second in open_ended
        if (second[0].islower() or _IN_SENTENCE.match(second)) and len(first) < _WIDE
    ]
    numbers = [entry for entry in entries if label_of(entry.line.text) == entry.line.text]
    if len(wrapped) < 2 and (len(open_ended) * 2 > len(pairs) or numbers):  # most lines go on, or numbers stand alone
        wrapped = [len(first) for first, _ in open_ended if _NARROW < len(first) < _WIDE]
    if not wrapped or len(wrapped) * 40 < len(pairs):
        return 0
    return sorted(wrapped)[len(wrapped) * 3 // 4]
