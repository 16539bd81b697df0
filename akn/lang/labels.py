"""Labels: the numbers and letters that open paragraphs, points and sections, and what they count.

What all languages share is here; what one of them adds (other digits, letters, words, signs) is in its pack.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from akn.lang.templates import fold, relax
from akn.shapes import DECIMAL, plain

_AFTER = r"(?=\s|$|[^\x00-\x7f]|\*\S)"
_PARAGRAPH = r"\d{1,3} ?\."
_DECIMAL = r"\d{1,2}(?:\.(?:\d{1,2}|[a-z]))+(?=\s+[^\W\d_])"  # 6.1 6.1.1 1.a, before a word
_POINT = (
    rf"{_DECIMAL}|"
    r"[(（](?:[^\W\d_]{1,5}|\d{1,3})[)）]"  # (a) (iv) (1)
    r"|(?:[^\W\d_]|[ivxl]{1,5}|[a-z]{2}|\d{1,3}) ?\)(?=\s|$)"  # a) ii) 1)
    r"|\d{1,3}°(?=\s)"  # 1°
    r"|[a-z]\.(?=\s|[\u2e80-\uffff])"  # a. (of the third level)
    r"|[–—•\-](?=\s)"  # a dash or a bullet
)
_SECTION = r"(?:[IVXL]{1,6}|[A-Z])\.(?= +[^\s.])|[IVXL]{1,6}(?= +[A-ZÀ-Þ][^\W\d_]+ [^.;]*$)"
_SECTION_ALONE = r"(?:[IVXL]{1,6}|[A-Z])\.?"
_LONGEST = 24  # characters of a label with its blanks
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMAN_NUMBER = re.compile(r"(?:x{0,3}|xl|lx{0,3})(?:ix|iv|v?i{0,3})")
_NOTATION = re.compile(r"[\s.°()'‘’\-–—、\u0640]")
_DECIMALS = re.compile(r"\d{1,2}(?:\.(?:\d{1,2}|[a-z]))+")
_FORM = re.compile(r"[^.°()']")


@dataclass(frozen=True, slots=True)
class Section:
    """The number or letter of a section: how many characters it covers, and its value as a number or as a letter
    (None where it cannot be one).
    """

    end: int
    number: int | None
    letter: int | None


class Labels:
    """The labels of one language, by the table `labels` of its pack."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        paragraph = _either(_PARAGRAPH, row["paragraph"])
        self._paragraph = re.compile(f"(?:{paragraph}){_AFTER}")
        self._label = re.compile(rf"(?:{paragraph}){_AFTER}|(?:{_either(_POINT, row['point'])})(?=\s|$|[^\x00-\x7f])")
        self._sequences = {name: _numbered(members) for name, members in row["sequences"].items()}
        self._alike = str.maketrans(row["alike"])
        numbers, letters = row["sections"]["numbers"], row["sections"]["letters"]
        self._numbers, self._letters = _numbered(numbers), _numbered(letters)
        self._shared: Mapping[str, str] = row["shared"]
        words = "|".join(map(relax, sorted((*numbers, *letters), key=len, reverse=True))) or "(?!)"
        stop = row["sections"]["stop"] or "(?!)"
        self._section = re.compile(rf"(?:{words})(?:{stop})(?=\s*\S)|{_SECTION}")
        self._section_alone = re.compile(rf"(?:{words})(?:{stop})?|{_SECTION_ALONE}")

    def of(self, text: str) -> str:
        """The label that opens a paragraph, its blanks as spaces; empty where there is none."""
        match = self._label.match(plain(text[:_LONGEST]))
        if match is None or (self.joins_numbers(match.group()) and text[match.end() :].lstrip()[:1].islower()):
            return ""  # `1.5 million` opens nothing
        return match.group()

    def is_alone(self, text: str) -> bool:
        """Whether a text is a label and nothing else."""
        return self.of(text) == plain(text) != ""

    def is_first(self, label: str) -> bool:
        """Whether a label can be the first of a list."""
        return 1 in self.readings(label).values()

    def is_first_number(self, label: str) -> bool:
        """Whether a label is the number one, in figures."""
        return any(style.endswith("1") and place == 1 for style, place in self.readings(label).items())

    def joins_numbers(self, label: str) -> bool:
        """Whether a label joins numbers: `6.1`, `1.a`."""
        return _DECIMALS.fullmatch(label) is not None

    def follows(self, label: str, before: str) -> bool:
        """Whether a label that joins numbers is the next one: `1.2`, `1.a` or `2.1` after `1.1`."""
        if not self.joins_numbers(label):
            return False
        *outer, last = label.split(".")
        *outer_before, last_before = before.split(".") if before else ["", ""]
        if last in ("1", "a"):
            return True
        step = ord(last) - ord(last_before) if last.isalpha() and last_before.isalpha() else 0
        if last.isdecimal() and last_before.isdecimal():
            step = int(last) - int(last_before)
        return outer == outer_before and step == 1

    def number(self, text: str) -> int | None:
        """The number of the operative paragraph that a text opens (`5.`); None where it opens none."""
        match = self._paragraph.match(plain(text[:_LONGEST]))
        if match is None:
            return None
        bare = _NOTATION.sub("", match.group())
        if bare.isdecimal():
            return int(bare)
        return next((values[fold(bare)] for values in self._sequences.values() if fold(bare) in values), None)

    def section(self, text: str) -> Section | None:
        """The number of a section with a heading after it on the line."""
        return self._read_section(self._section.match(plain(text)))

    def section_alone(self, text: str) -> Section | None:
        """The number of a section that stands alone on its line."""
        return self._read_section(self._section_alone.fullmatch(plain(text)))

    def shared(self, num: str, tag: str) -> str:
        """The number of an element as the versions in all languages share it (`a` for the first letter of any script),
        where that is not what is printed; else empty.

        `num` is the printed number, `tag` the element: a paragraph has figures, a section Roman numbers, a title
        letters, and a point what the pack says of its sequence.
        """
        if tag == "paragraph":
            number = self.number(f"{num} ")
            return "" if num.isascii() or number is None else str(number)
        if tag in ("section", "title"):
            section = None if num.isascii() else self.section_alone(num.strip())
            if section is None:
                return ""
            return written_roman(section.number).upper() if section.number else _letter(section.letter or 0).upper()
        return self._shared_point(num) if tag in ("point", "item") else self._shared_figures(num)

    def _shared_point(self, num: str) -> str:
        for style, place in self.readings(num).items():
            kind = self._shared.get(style.lstrip(".()°"), "")
            if kind and place:
                return written_roman(place) if kind == "roman" else _letter(place)
        bare = _NOTATION.sub("", unicodedata.normalize("NFKC", num))
        like = bare.translate(self._alike)
        if bare.isascii():
            return ""
        return str(int(bare)) if bare.isdecimal() else like if like.isascii() else ""

    def _shared_figures(self, num: str) -> str:
        """The figures in the number of an article, a chapter: `20` of an article, whatever the digits."""
        words = re.findall(r"\d+", num)
        if words and not num.isascii():
            return "-".join(str(int(word)) for word in words)
        bare = _NOTATION.sub("", num)
        found = (
            values[numeral]
            for values in self._sequences.values()
            for numeral in (bare, bare[1:-1])
            if numeral in values
        )
        return str(next(found, ""))

    def _read_section(self, match: re.Match[str] | None) -> Section | None:
        if match is None:
            return None
        bare = _NOTATION.sub("", fold(match.group())) if not match.group().isascii() else match.group().rstrip(". ")
        number = self._numbers.get(bare) or (roman(bare.lower()) if bare.isupper() else None)
        letter = self._letters.get(bare) or (ord(bare) - ord("A") + 1 if len(bare) == 1 and bare.isascii() else None)
        return Section(match.end(), number, letter)

    def readings(self, label: str) -> dict[str, int]:
        """What a label may be: its style (form and kind) to its place in the sequence of that style, from 1.

        `(i)` is the first of the roman numbers and the ninth of the letters. A sign that counts nothing is at 0. The
        style of `6.1` says how many numbers it joins.
        """
        usual = unicodedata.normalize("NFKC", label).translate(_QUOTES)
        bare, form = _NOTATION.sub("", usual), _FORM.sub("", usual)
        if _DECIMALS.fullmatch(usual):
            parts = usual.split(".")
            return {f"{DECIMAL}{len(parts)}": int(parts[-1]) if parts[-1].isdecimal() else 0}
        if bare.isdecimal():
            return {f"{form}1": int(bare)}
        found = _latin(bare, form)
        for name, values in self._sequences.items():
            if (place := values.get(fold(bare))) is not None:
                found[f"{form}{name}"] = place
        for style, value in _latin(bare.translate(self._alike), form).items():
            found.setdefault(style, value)
        return found or {f"{form}{'letter' if bare.isalnum() else 'dash'}": 0}


_QUOTES = str.maketrans("‘’", "''")


def _latin(bare: str, form: str) -> dict[str, int]:
    found: dict[str, int] = {}
    lower = bare.lower()
    case = "A" if bare != lower else "a"
    number = roman(lower)
    if number and bare in (lower, bare.upper()):
        found[f"{form}{case}roman"] = number
    if bare and len(set(lower)) == 1 and "a" <= lower[0] <= "z":
        found[f"{form}{case}"] = ord(lower[0]) - ord("a") + 1 + 26 * (len(lower) - 1)
    return found


def roman(text: str) -> int | None:
    """The value of a roman number in lower case, up to eighty-nine."""
    if not text or not _ROMAN_NUMBER.fullmatch(text):
        return None
    values = [_ROMAN[letter] for letter in text]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def written_roman(value: int) -> str:
    """A number below ninety in roman letters, in lower case."""
    written = ""
    for letters, worth in (("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1)):
        written += letters * (value // worth)
        value %= worth
    return written


def _letter(place: int) -> str:
    """The letter at a place of the alphabet, doubled after the last: `a`, `z`, `aa`, `bb`."""
    times, rest = divmod(place - 1, 26)
    return chr(ord("a") + rest) * (times + 1)


def _either(shared: str, own: str) -> str:
    return f"{own}|{shared}" if own else shared


def _numbered(members: Sequence[str]) -> dict[str, int]:
    return {_NOTATION.sub("", fold(member)): place for place, member in enumerate(members, 1)}
