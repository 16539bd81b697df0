"""The front matter: from the masthead to the title, line by line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from akn.lang import LONGEST_FORMULA, Language
from akn.pages import SYMBOL, Cut
from akn.roles import INFO, MASTHEAD, NUMBER, PUBLICATION, TITLE
from akn.shapes import SENTENCE_END, bare, squeeze
from akn.symbols import NUMBER as RESOLUTION_NUMBER
from akn.symbols import damaged_session
from akn.text import Line

_NUMBERED = re.compile(
    rf"(?P<number>{re.sub(r'[?]P<[a-z]+>', '?:', RESOLUTION_NUMBER.pattern)})(?P<stop>\.) (?P<title>\S.*)"
)
_LETTER = re.compile(r"(?P<letter>[A-H])(?:\.?(?: ?\d{1,2})?$|\.? (?P<title>[^\W\d_]))")  # `A`, `B 1`, `A Title`
_AROUND_DATE = 16  # characters beside the date in a line that says when a resolution was adopted
_LINE = 110  # characters of a printed line: a longer one is a paragraph, and no title
_FURTHEST = 90  # lines; no front matter is longer
_PREAMBLE = 3  # paragraphs with known openings that make a preamble, where the formula stands below them
LONGEST = 400  # characters of a line of the front matter; a longer one is running text


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the text, the page end before it, and whether blank lines stand before it."""

    line: Line
    cut: Cut | None
    blank: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that make one leaf, with its element and its role in the resolution.

    `close` is the offset in the text where the row of a table ends whose last cell this is; 0 for all else.
    """

    role: str
    entries: tuple[Entry, ...]
    tag: str = "p"
    attributes: tuple[tuple[str, str], ...] = ()
    close: int = 0


def is_formula(line: str, language: Language) -> bool:
    """Whether a line is an enacting formula, and not the name of the organ in the masthead."""
    said = bare(line)
    if language.enacting.fullmatch(said):
        return not language.organ.fullmatch(said)
    return language.resembles_enacting(said)


def end_of_front(entries: Sequence[Entry], language: Language) -> int:
    """The index of the first line that is no longer front matter.

    That is the enacting formula; where there is none, the first line after the number that reads like a paragraph.
    """
    number = None
    paragraph, openings = len(entries), 0
    opened: list[int] = []
    for index, entry in enumerate(entries[:_FURTHEST]):
        text = entry.line.text
        openings += language.opening(squeeze(text[:LONGEST])) is not None
        if len(text) > LONGEST:
            paragraph = min(paragraph, index)
            continue
        line = squeeze(text)
        if is_formula(line, language) and index <= paragraph + _FURTHEST // 3:
            is_below = openings >= _PREAMBLE or len(opened) > 1
            return paragraph if is_below and paragraph < index else index
        if number is None and number_line(line, language):
            number = index
            continue
        opened += [index] if number is not None and _opens(entry, line, language) else []
        if _is_paragraph(line, language) or len(opened) == 2:  # a title may open like the preamble, but only once
            paragraph = min(paragraph, _with_formula(entries, (*opened, index)[0], number, language))
    if paragraph < len(entries):
        return paragraph
    return 0 if number is None else number + 1


def _opens(entry: Entry, line: str, language: Language) -> bool:
    """Whether a line below the number, after a blank one, opens the preamble, though its sentence goes on."""
    return entry.blank and language.opening(line) is not None


def _with_formula(entries: Sequence[Entry], paragraph: int, number: int | None, language: Language) -> int:
    """The index where the preamble starts whose first paragraph has this index: that of a line before it, not the
    number, that is the enacting formula by its place.
    """
    before = paragraph - 1
    is_formula_ = before >= 0 and before != number and formula_by_place(entries[before].line.text, language)
    return before if is_formula_ and entries[before].blank else paragraph


def formula_by_place(text: str, language: Language) -> bool:
    """Whether a line before the preamble is its enacting formula: it ends with a comma, as no title does. A scanner may
    have damaged it; a longer one starts with the organ and says more about it.
    """
    is_near = len(text) <= LONGEST_FORMULA or language.after_organ(squeeze(text[:LONGEST])) != ""
    return text.endswith(",") and text[0].isupper() and is_near


def first_paragraph(entries: Sequence[Entry], language: Language) -> int:
    """The index of the first of these lines that reads like a paragraph, else how many they are."""
    long = (index for index, entry in enumerate(entries) if len(entry.line.text) > LONGEST)
    reads = (
        index for index, entry in enumerate(entries) if _is_paragraph(squeeze(entry.line.text[:LONGEST]), language)
    )
    return min(next(long, len(entries)), next(reads, len(entries)))


def first_formula(entries: Sequence[Entry], language: Language) -> int:
    """The index of the first enacting formula among these lines, else how many they are."""
    return next((n for n, entry in enumerate(entries) if is_formula(squeeze(entry.line.text), language)), len(entries))


def _is_paragraph(line: str, language: Language) -> bool:
    opening = language.opening(line) or language.opening_after_formula(line)
    numbered = language.labels.of(line) or language.labels.of(language.after_organ(line))
    return bool(numbered or (opening and (SENTENCE_END.search(line) or len(line) > _LINE)))


def number_line(line: str, language: Language) -> re.Match[str] | None:
    """The match of a line that opens with the number of the resolution.

    Converters that split a title around the number leave a line that goes on in lower case.
    """
    said = bare(line)
    return language.number.fullmatch(said) or _NUMBERED.fullmatch(said) or _damaged_number(said)


@cache
def _damaged() -> re.Pattern[str]:
    return re.compile(rf"(?P<number>\d{{1,4}}\s*{damaged_session()})(?P<stop>[.,])\s+(?P<title>[^\W\d_].*)")


def _damaged_number(line: str) -> re.Match[str] | None:
    """The match of a number whose session or full stop a scanner has damaged: `2752 (XXVl!. Title`."""
    match = _damaged().fullmatch(line)
    return match if match and match["title"][0].isupper() and not SENTENCE_END.search(line) else None


def letter_of(line: str, language: Language) -> tuple[int, int]:
    """The letter of a resolution of a set that a line opens with, from 1, and how many characters it covers; zeros
    where there is none.
    """
    match = _LETTER.match(line)
    if match and not (match["title"] or "").islower():
        return ord(match["letter"]) - ord("A") + 1, 1
    section = language.labels.section_alone(line) or language.labels.section(line)
    return (section.letter, section.end) if section and section.letter and section.number is None else (0, 0)


def front(entries: Sequence[Entry], language: Language, *, of_set: bool = False) -> list[Block]:
    """The blocks of the front matter; with `of_set` that of one resolution of a set, which may have but a letter."""
    blocks: list[Block] = []
    roles: set[str] = set()
    previous, kind, lettered = (PUBLICATION if of_set else MASTHEAD), "", False
    for entry in entries:
        line = squeeze(entry.line.text)
        is_letter = of_set and not lettered and letter_of(line, language)[0] > 0
        lettered = lettered or is_letter
        if is_letter or (NUMBER not in roles and kind != "origin-open" and _is_number(line, previous, language)):
            role, opens, kind = NUMBER, True, "number"
        else:
            role, opens, kind = _role(line, previous, kind, entry, language)
        if blocks and not opens and not entry.blank and blocks[-1].role == role:
            blocks[-1] = Block(role, (*blocks[-1].entries, entry))
        else:
            blocks.append(Block(role, (entry,)))
        previous = role
        roles.add(role)
    if NUMBER not in roles and blocks and _is_day_alone(blocks[-1], language):
        blocks[-1] = Block(PUBLICATION, blocks[-1].entries)
    return blocks


def _is_day_alone(block: Block, language: Language) -> bool:
    """Whether the line above the formula says when the resolution was adopted (`of 5 June 1982`), its number lost."""
    line = squeeze(block.entries[0].line.text)
    days = language.dates_of(line) if len(block.entries) == 1 and is_dated(line, language) else []
    return bool(days) and days[0].start() > 0 and not language.distribution.match(line)


def _is_number(line: str, previous: str, language: Language) -> bool:
    said = bare(line)
    if language.number.fullmatch(said) or _damaged_number(said):
        return True
    return previous in (PUBLICATION, TITLE) and _NUMBERED.fullmatch(said) is not None


def _role(line: str, previous: str, kind: str, entry: Entry, language: Language) -> tuple[str, bool, str]:
    """The role of a line, whether it opens a leaf of its own, and what it is."""
    if kind == "origin-open" or (line.startswith("[") and previous != MASTHEAD):
        return PUBLICATION, kind != "origin-open", "origin" if line.endswith("]") else "origin-open"
    if previous in (NUMBER, TITLE) and (language.distribution.match(line) or language.original.match(line)):
        return MASTHEAD, True, "masthead"  # converters put it there, and the number first
    if previous in (NUMBER, TITLE) and is_dated(line, language):
        return PUBLICATION, True, "adoption"
    if previous == NUMBER and language.session.match(line):
        return INFO, True, "info"
    if previous in (NUMBER, TITLE):
        return (NUMBER if previous == NUMBER and not entry.blank else TITLE), False, "title"
    if language.adoption.match(line):
        return PUBLICATION, True, "adoption"
    if language.draft.fullmatch(line):
        return PUBLICATION, True, "draft"
    if kind == "adoption" and not entry.blank:
        return PUBLICATION, False, "adoption"
    return _role_above(line, previous, kind, language)


def _role_above(line: str, previous: str, kind: str, language: Language) -> tuple[str, bool, str]:
    """The role of a line that stands above the adoption line, or after it as the title."""
    if language.session.match(line) or language.agenda.match(line):
        return INFO, previous != INFO, "info"
    if _is_masthead(line, language):
        return MASTHEAD, True, "masthead"
    if previous == PUBLICATION:
        return TITLE, True, "title"
    return previous, False, kind


def is_dated(line: str, language: Language) -> bool:
    """Whether a line below the number says when the text was adopted (`of 22 November 1967`), as the Council does."""
    if language.adoption.match(line):
        return True
    days = language.dates_of(line) if len(line) < LONGEST else []
    return bool(days) and len(line) - len(days[0].group()) < _AROUND_DATE


def _is_masthead(line: str, language: Language) -> bool:
    patterns = (language.united_nations, language.organ, language.distribution, language.original)
    return bool(SYMBOL.fullmatch(line)) or any(pattern.match(line) for pattern in patterns)


def title_of(blocks: Sequence[Block], language: Language) -> str:
    """The title as one line, without the number: what a running head repeats."""
    words = []
    for block in blocks:
        text = " ".join(entry.line.text for entry in block.entries)
        if block.role == NUMBER:
            match = number_line(squeeze(text), language)
            words.append((match.groupdict().get("title") or match.groupdict().get("bare") or "") if match else "")
        elif block.role == TITLE:
            words.append(text)
    return re.sub(r"\s+", " ", " ".join(words)).strip()
