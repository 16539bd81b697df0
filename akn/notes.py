"""Footnotes and their calls: finds in the text the marker of each note that a page end prints."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from akn.diagnostics import Finding
from akn.inline import emphasis, probe
from akn.lang import Language
from akn.model import Flow, Leaf, Mark, Note
from akn.roles import CLOSING, MASTHEAD
from akn.shapes import plain, squeeze

_RAISED = re.compile(r"[¹²³⁰⁴-⁹]+")
_ASTERISKS = re.compile(r"(?<=[^\s*])(?:\s?)(\*{1,3})(?=\s|$)")
# A plain number as a call: after a stop, or glued to a word, or between blanks where no number is expected.
_PLAIN = re.compile(
    r"(?:(?<=[^\W\d_]|[,;.:)\]”»’\"'،؛]|[\u3000-\u303f\uff00-\uff65])([ \u00a0]?)"
    r"|(?<=\s(?:19|20)\d\d)([ \u00a0]?)|(?<=\d)[ \u00a0])"
    r"(\d{1,3})(?=[\s,;.:)\]”»،؛\u3000-\u9fff\uff00-\uff65]|$)(?![.,]\d)"
)
_AHEAD = 40  # how many places of one number on a page are looked at
_BEFORE = re.compile(r"[^\W\d_]+\.?$")
_ABBREVIATION = re.compile(r"(?:/\S*|\b[^\W_]{1,4})\.$")
_SURE = re.compile(r"(?:[^\W\d_],|[;:)”»’]|[^\W\d_]{3}\.)$")  # not after a number (`paragraphs 1, 2`)
_GOES_ON = re.compile(r"[,;.]?(?:\s+[^\W\d_A-Z]|\s*$)")
_AFTER = re.compile(r"\s?([\w%]*)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a marker stands: the index of the leaf, and its span there.

    `doubt` is 0 for what can only be a call, 1 for a number between words, 2 for one after another number.
    """

    leaf: int
    start: int
    end: int
    doubt: int = 0


def place(flow: Flow, language: Language) -> tuple[Flow, list[Finding]]:
    """The flow with a mark at every call: `authorialNote` at a note's first place, `noteRef` at the others.

    A note whose call is not found is hung on the last leaf of its page (an asterisk on the masthead), with no width.
    """
    if not flow.notes:
        return flow, []
    calls = _Calls(flow, language)
    found: dict[int, list[Mark]] = defaultdict(list)
    notes: list[Note] = []
    findings: list[Finding] = []
    for note, places in zip(flow.notes, calls.places(), strict=True):
        if not places:
            places = [calls.fallback(note)]
            if not note.label.startswith("*"):
                line = flow.leaves[places[0].leaf].line
                said = f"note {note.label!r}" if note.label else "a note without a number"
                message = f"{said} is called nowhere in the text"
                findings.append(Finding("note-without-call", "warning", message, line=line))
        first, *others = places
        marker = flow.leaves[first.leaf].string[first.start : first.end] or note.label
        notes.append(replace(note, marker=marker))
        found[first.leaf].append(Mark(first.start, first.end, "authorialNote", (("note", note.key),)))
        for other in others:
            found[other.leaf].append(Mark(other.start, other.end, "noteRef", (("note", note.key),)))
    leaves = tuple(
        replace(leaf, marks=(*leaf.marks, *found[number])) if number in found else leaf
        for number, leaf in enumerate(flow.leaves)
    )
    return replace(flow, leaves=leaves, notes=tuple(notes)), findings


class _Calls:
    """The markers that stand in the text, by page and by what they say."""

    def __init__(self, flow: Flow, language: Language) -> None:
        self._flow = flow
        self._language = language
        self._pages = {
            piece.note: number
            for number, page in enumerate(flow.page_ends)
            for piece in page.pieces
            if piece.kind == "note"
        }
        self._page = 0  # the page that is being looked at
        self._last: dict[int, Place] = {}  # the last place of text on each page
        self._masthead: Place | None = None
        self._signs: dict[str, list[tuple[int, Place]]] = defaultdict(list)  # raised numbers and asterisks
        self._plain: dict[tuple[int, str], deque[Place]] = defaultdict(deque)
        self._again: dict[str, list[tuple[int, Place, bool, str]]] = defaultdict(list)  # of plain numbers, see below
        plain = any(note.label.isdecimal() for note in flow.notes)
        for number, leaf in enumerate(flow.leaves):
            self._look(number, leaf, plain)

    def places(self) -> Iterator[list[Place]]:
        """For each note of the flow the places that call it, in the order of print."""
        found = self._by_sign() | self._by_number()
        return (found.get(note.key, []) for note in self._flow.notes)

    def _by_number(self) -> dict[str, list[Place]]:
        """The places of plain numbers: on each page they are called in order."""
        numbered = [note for note in self._flow.notes if note.label.isascii() and note.label.isdecimal()]
        found: dict[str, list[Place]] = {}
        cursor = (-1, -1, -1)
        for page, _, note in sorted(
            ((self._pages[note.key], int(note.label), note) for note in numbered), key=lambda entry: entry[:2]
        ):
            cursor = cursor if cursor[0] == page else (page, -1, -1)
            found[note.key] = self._take_plain(note.label, page, cursor[1:])
            if found[note.key]:
                cursor = (page, found[note.key][0].leaf, found[note.key][0].start)
        self._call_again(numbered, found)
        return found

    def _call_again(self, notes: Sequence[Note], found: dict[str, list[Place]]) -> None:
        """Add the further places of plain numbers after the first call of the note: what can only be a call, and what
        follows the same word as the first call (`the report of the Secretary-General 1`).
        """
        known: dict[str, list[Note]] = defaultdict(list)
        for note in sorted(notes, key=lambda note: self._pages[note.key]):
            known[note.label].append(note)
        firsts = {places[0] for places in found.values() if places}
        for label, places in self._again.items():
            same = known.get(label, [])
            pages = [self._pages[note.key] for note in same]
            words = {place_: word for _, place_, _, word in places}
            for page, place_, sure, word in places:
                index = bisect_right(pages, page) - 1
                calls = found.get(same[index].key) if index >= 0 else None
                if not calls or place_ in firsts or (place_.leaf, place_.start) < (calls[0].leaf, calls[0].start):
                    continue
                if sure or (word and word == words.get(calls[0])):
                    calls.append(place_)

    def _by_sign(self) -> dict[str, list[Place]]:
        """The places of raised numbers and asterisks. A sign calls the note of its own page; where that has none of
        the kind, the last one before (a note that is called again), else the next.
        """
        notes: dict[str, list[Note]] = defaultdict(list)
        for note in self._flow.notes:
            notes[note.label].append(note)
        found: dict[str, list[Place]] = defaultdict(list)
        for sign, places in self._signs.items():
            known = notes.get(sign, [])
            pages = [self._pages[note.key] for note in known]
            for page, place_ in places if known else ():
                index = bisect_left(pages, page)
                if index == len(pages) or (pages[index] != page and index):
                    index -= 1
                if not sign.startswith("*") or not found[known[index].key]:
                    found[known[index].key].append(place_)
        return found

    def _look(self, number: int, leaf: Leaf, plain: bool) -> None:
        ends = [mark.start for mark in leaf.marks if mark.tag == "eop"]
        first = self._page
        for count in range(len(ends) + 1):
            at = ends[count] if count < len(ends) else len(leaf.string)
            if at or leaf.string == "":
                self._last[first + count] = Place(number, at, at)
        self._page = first + len(ends)
        self._look_for_signs(number, leaf, first, ends)
        if plain and leaf.tag != "num":
            for found, sure, word in self._numbers(number, leaf):
                page = first + bisect_right(ends, found.start)
                label = leaf.string[found.start : found.end]
                self._plain[page, label].append(found)
                self._again[label].append((page, found, sure, word))

    def _look_for_signs(self, number: int, leaf: Leaf, first: int, ends: Sequence[int]) -> None:
        if leaf.role == MASTHEAD:
            self._masthead = Place(number, len(leaf.string), len(leaf.string))
        for match in _RAISED.finditer(leaf.string):
            page = first + bisect_right(ends, match.start())
            self._signs[match.group()].append((page, Place(number, *match.span())))
        if "*" in leaf.string:
            signs = {sign for mark in emphasis(leaf.string) for sign in (mark.start, mark.end - mark.tail)}
            for match in _ASTERISKS.finditer(leaf.string):
                if match.start(1) in signs:
                    continue
                page = first + bisect_right(ends, match.start(1))
                self._signs[match[1]].append((page, Place(number, *match.span(1))))

    def _numbers(self, number: int, leaf: Leaf) -> Iterator[tuple[Place, bool, str]]:
        """The plain numbers that may be calls, each with whether it can be nothing else, and the word before it."""
        string, blanks = probe(leaf)
        counted = self._language.vote.search(plain(string)) if leaf.role == CLOSING else None
        for match in _PLAIN.finditer(string):
            if counted and counted.start() < match.start(3) < counted.end():
                continue  # `with 8 abstentions`
            before = string[max(match.start() - 24, 0) : match.start()]
            word = _BEFORE.search(before)
            after = _AFTER.match(string, match.end())
            following = squeeze(after[1]).lower() if after else ""
            if self._is_counted(following) or self._language.date.match(string, match.start(3)):
                continue
            if match[1] == "" and _ABBREVIATION.search(before):
                continue  # `Add.1`, `A/67/L.1`
            if match[1] == "" and word is not None and not self._language.is_spaced:
                continue  # numbers adjoin the characters around them
            start, end = (at - bisect_left(blanks, at) for at in match.span(3))
            if match[1] is None:  # after a year or another number
                yield Place(number, start, end, 1 if match[2] is not None else 2), False, ""
            elif word is None or not match[1]:
                sure = bool(match[1] and _SURE.search(before) and _GOES_ON.match(string, match.end()))
                yield Place(number, start, end), sure, ""
            elif not self._names_number(word.group().lower()):
                yield Place(number, start, end, 1), False, word.group().lower()

    def _is_counted(self, following: str) -> bool:
        """Whether the word after a number says that it counts something."""
        language = self._language
        if language.is_spaced:
            return following in language.months or following in language.counted_words
        return following.startswith(tuple(language.counted_words))

    def _names_number(self, word: str) -> bool:
        """Whether the word before a number says that it is one (`paragraph 5`)."""
        language = self._language
        if language.is_spaced:
            return word in language.number_words
        return word.endswith(tuple(language.number_words))

    def _take_plain(self, label: str, page: int, cursor: tuple[int, int]) -> list[Place]:
        """The place of a plain number: the first after the call before, one after another number only as the last."""
        for where in (page, page - 1):
            places = self._plain.get((where, label), deque())
            while where == page and places and (places[0].leaf, places[0].start) <= cursor:
                places.popleft()
            if places:
                chosen = min(islice(places, _AHEAD), key=lambda found: found.doubt // 2)
                while places and places.popleft() is not chosen:
                    pass
                return [chosen]
        return []

    def fallback(self, note: Note) -> Place:
        """Where a note hangs that nothing calls: the masthead for an asterisk, else the last text of its page."""
        if note.label.startswith("*") and self._masthead is not None:
            return self._masthead
        return self._last.get(self._pages[note.key]) or Place(0, 0, 0)
