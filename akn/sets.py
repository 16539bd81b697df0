"""Several resolutions in one text: where each of them begins.

A set has one number and a letter for each of its resolutions (`62/111 A and B`); pages of old records hold several
resolutions one after another. Each begins with its letter or number, and has an enacting formula of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from akn.front import LONGEST, Entry, formula_by_place, is_formula, letter_of, number_line
from akn.lang import Language
from akn.shapes import SENTENCE_END, squeeze

_TITLE_LINES = 8  # at most, between the letter or number of a resolution and its enacting formula
_AFTER_CLOSING = 3  # lines


@dataclass(frozen=True, slots=True)
class Start:
    """Where a resolution begins: the index of its first line, that of its enacting formula (or of the line after its
    letter, where that is not readable), and its letter from 1 (0 for one that has a number).
    """

    at: int
    formula: int
    letter: int


def starts(entries: Sequence[Entry], language: Language) -> list[Start]:
    """Where the resolutions of a text begin; empty where it is but one.

    A single one is given where the end of another stands before it, as on a page of a record.
    """
    found: list[Start] = []
    previous = closing = -_TITLE_LINES
    first_end = len(entries)  # the index of the first line of what can only be the end of another resolution
    for index, entry in enumerate(entries):
        if len(entry.line.text) > LONGEST:
            head = squeeze(entry.line.text[:LONGEST])
            is_front = language.session.match(head) or language.agenda.match(head)  # with the title of a long item
            first_end = first_end if is_front else min(index, first_end)
            continue
        line = squeeze(entry.line.text)
        if language.closing.fullmatch(line):
            closing, first_end = index, min(index, first_end)
        elif language.labels.number(line) is not None and not language.labels.is_alone(line):
            first_end = min(index, first_end)
        last = found[-1].letter if found else 0
        if is_formula(line, language) or _is_damaged_formula(entries, index, language):
            start = _start(entries, index, previous if previous >= 0 or first_end < index else None, last, language)
            found += [start] if start is not None else []
            previous = index
        elif last and index - closing <= _AFTER_CLOSING and _is_next_letter(entries, index, last, language):
            found.append(Start(index, index + 1, last + 1))
            previous = index
    return found if len(found) > 1 or (found and first_end < found[0].at) else []


def _is_damaged_formula(entries: Sequence[Entry], index: int, language: Language) -> bool:
    """Whether a line is an enacting formula by its place: right below a number with its title."""
    if index == 0 or not entries[index].blank:
        return False
    number = number_line(squeeze(entries[index - 1].line.text[:LONGEST]), language)
    titled = number is not None and number.groupdict().get("title")
    return bool(titled) and formula_by_place(entries[index].line.text, language)


def _is_next_letter(entries: Sequence[Entry], index: int, last: int, language: Language) -> bool:
    """Whether a line after the closing lines of a letter is the next letter alone, and no formula can be read below."""
    line = squeeze(entries[index].line.text)
    ahead = (squeeze(entry.line.text[: LONGEST + 1]) for entry in entries[index + 1 : index + 1 + _TITLE_LINES])
    return (
        letter_of(line, language)[0] == last + 1
        and len(line) < 4
        and not any(is_formula(one, language) for one in ahead)
    )


def _start(entries: Sequence[Entry], formula: int, previous: int | None, last: int, language: Language) -> Start | None:
    """The start that belongs to the formula at this index; the line before it that is no title ends the search.

    `previous` is the index of the formula before it, -1 or less where but the end of another resolution stands there,
    and None where this may be the first resolution, whose number is that of the whole set.
    """
    first = -1 if previous is None else max(previous, -1)
    for at in range(formula - 1, max(first, formula - 1 - _TITLE_LINES), -1):
        line = squeeze(entries[at].line.text[: LONGEST + 1])
        letter, _ = letter_of(line, language)
        if letter and (letter == 1 or last < letter <= last + 2):
            header = _header(entries, at, first, language) if previous is not None and letter == 1 else None
            return Start(at if header is None else header, formula, letter)
        if number_line(line, language):
            return Start(at, formula, 0)
        if not _is_title(line, language):
            return None
    return None


def _header(entries: Sequence[Entry], letter: int, previous: int, language: Language) -> int | None:
    """The index of the number that stands over the first letter of a further set."""
    for at in range(letter - 1, max(previous, letter - 1 - _TITLE_LINES), -1):
        line = squeeze(entries[at].line.text[: LONGEST + 1])
        if number_line(line, language):
            return at
        if not _is_title(line, language):
            return None
    return None


def _is_title(line: str, language: Language) -> bool:
    ends = SENTENCE_END.search(line) and not language.date.search(line)
    return len(line) <= LONGEST and not language.labels.of(line) and not ends
