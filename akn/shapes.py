"""The language-neutral shapes of numbered lines, and how a number finds its level among the lists that are open."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ALIKE = (("\u00a0", " "), ("\u202f", " "), ("\u2009", " "), ("\t", " "), ("\r", " "), ("\n", " "), ("\u2019", "'"))

# A number or letter that opens a paragraph. Blanks inside (`a )`) come from converters.
LABEL = re.compile(
    r"\d{1,3} ?\.(?=\s|$|[^\x00-\x7f])"  # 1.
    r"|\((?:[^\W\d_]{1,5}|\d{1,3})\)(?=\s|$|[^\x00-\x7f])"  # (a) (iv) (1)
    r"|(?:[^\W\d_]|[ivxl]{1,5}|[a-z]{2}|\d{1,3}) ?\)(?=\s|$)"  # a) ii) 1)
    r"|[a-z]\.(?=\s)"  # a. (of the third level)
    r"|[–—•\-](?=\s)"  # a dash or a bullet
)
SECTION_ALONE = re.compile(r"(?:[IVXL]{1,6}|[A-Z])\.?")
SECTION = re.compile(r"(?:[IVXL]{1,6}|[A-Z])\.(?= +[^\s.])|[IVXL]{1,6}(?= +[A-ZÀ-Þ][^\W\d_]+ [^.;]*$)")
SENTENCE_END = re.compile(r"[.;:,!?؛،。；：，、][»”\"')\]]?(?:\s?(?:\d{1,3}|[¹²³⁰⁴-⁹]+|\*))?$")
PARAGRAPH_END = re.compile(r"[.;:؛。；：][»”\"')\]]?(?:\s?(?:\d{1,3}|[¹²³⁰⁴-⁹]+|\*))?$")
COLON = re.compile(r"[:：](?:\s?(?:\d{1,3}|[¹²³⁰⁴-⁹]+|\*))?$")
DEEPEST = 9  # lists within lists; no print has more, and parsers limit how deep elements may nest
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,2})(?=[^\s*])[^*]+(?<=[^\s*])(\1)(?![\w*])")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMAN_NUMBER = re.compile(r"(?:x{0,3}|xl|lx{0,3})(?:ix|iv|v?i{0,3})")


def plain(text: str) -> str:
    """The text with every blank a space and every apostrophe straight, one character for one."""
    for sign, usual in _ALIKE:  # several times as fast as str.translate
        text = text.replace(sign, usual)
    return text


def unemphasised(text: str) -> tuple[str, list[int]]:
    """The text without the asterisks of light mark-up, and the place in it of each character, and of its end."""
    signs = {at for match in _EMPHASIS.finditer(text) for at in (*range(*match.span(1)), *range(*match.span(2)))}
    places = [place for place in range(len(text)) if place not in signs]
    return "".join(text[place] for place in places), [*places, len(text)]


def squeeze(text: str) -> str:
    """The text as one line with single spaces: what the patterns of a language are matched against."""
    return " ".join(plain(text).split())


def label_of(text: str) -> str:
    """The number or letter that opens a paragraph, its blanks as spaces; empty where there is none."""
    match = LABEL.match(plain(text[:16]))
    return match.group() if match else ""


def number_of(text: str) -> int | None:
    """The number that opens an operative paragraph (`5.`); None where there is none or a label of another kind."""
    label = label_of(text)
    digits = label.rstrip(" .")
    return int(digits) if label.endswith(".") and digits.isdecimal() else None


def roman(text: str) -> int | None:
    """The value of a roman number in lower case, up to eighty-nine."""
    if not text or not _ROMAN_NUMBER.fullmatch(text):
        return None
    values = [_ROMAN[letter] for letter in text]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def readings(label: str) -> dict[str, int]:
    """What a label may be: its style (form and kind) to its place in the sequence of that style.

    `(i)` is the first of the roman numbers and the ninth of the letters.
    """
    bare = re.sub(r"[\s.()]", "", label)
    form = re.sub(r"[^.()]", "", label)
    if bare.isdecimal():
        return {f"{form}1": int(bare)}
    found: dict[str, int] = {}
    lower = bare.lower()
    case = "A" if bare != lower else "a"
    number = roman(lower)
    if number and bare in (lower, bare.upper()):
        found[f"{form}{case}roman"] = number
    if bare and len(set(lower)) == 1 and "a" <= lower[0] <= "z":
        found[f"{form}{case}"] = ord(lower[0]) - ord("a") + 1 + 26 * (len(lower) - 1)
    return found or {f"{form}{'letter' if bare.isalnum() else 'dash'}": 0}


@dataclass(slots=True)
class Level:
    """A list that is open: the style of its labels, and the last of them."""

    style: str
    last: int


class Levels:
    """The lists that are open at a place, outermost first; `place` says at which depth a label stands."""

    def __init__(self) -> None:
        self._open: list[Level] = []
        self._before: Level | None = None  # the outermost list before the section began

    def place(self, label: str, after_colon: bool) -> tuple[int, str]:
        """The depth of a label from 0, and what is odd about it: `gap`, `restart`, `stray` or nothing.

        A label that goes on with an open list is in it, the innermost first; the first of its kind opens a list.
        """
        options = readings(label)
        first = next((style for style, value in options.items() if value in (0, 1)), None)
        if after_colon and first is not None and len(self._open) < DEEPEST:
            self._open.append(Level(first, options[first]))  # `(h) …:` and then `(i)`, which is no ninth letter
            return len(self._open) - 1, ""
        for depth in range(len(self._open) - 1, -1, -1):
            level = self._open[depth]
            if options.get(level.style) == level.last + 1 or (options.get(level.style) == 0 and level.last == 0):
                del self._open[depth + 1 :]
                level.last = options[level.style]
                return depth, ""
        before = self._before
        if before is not None and not self._open and options.get(before.style) == before.last + 1:
            self._open.append(Level(before.style, before.last + 1))  # numbers that run through the sections
            return 0, ""
        styles = [level.style for level in self._open]
        if first is not None and first not in styles and len(styles) < DEEPEST:
            self._open.append(Level(first, options[first]))
            return len(self._open) - 1, ""
        return self._odd(options, styles)

    def _odd(self, options: dict[str, int], styles: list[str]) -> tuple[int, str]:
        for depth in range(len(styles) - 1, -1, -1):
            value = options.get(styles[depth])
            if value is not None and value > self._open[depth].last:
                del self._open[depth + 1 :]
                self._open[depth].last = value
                return depth, "gap"
            if value == 1:
                del self._open[depth + 1 :]
                self._open[depth].last = 1
                return depth, "restart"
        if any(style in styles for style in options):
            return len(styles), "stray"
        if len(styles) >= DEEPEST:
            return len(styles), "stray"
        style, value = next(iter(options.items()))
        self._open.append(Level(style, value))
        return len(self._open) - 1, "gap"

    def open_unnumbered(self) -> None:
        """Open the list that an operative paragraph without a number stands for: its points are within it."""
        self._open = [Level("none", 0)]

    @property
    def depth(self) -> int:
        """How many lists are open."""
        return len(self._open)

    def clear(self) -> None:
        """Close all lists: a new section counts from one, or goes on with the numbers of the one before."""
        self._before = self._open[0] if self._open else self._before
        self._open.clear()
