"""What all languages share: the ends of sentences, and how a label finds its level among the lists that are open."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_ALIKE = (("\u00a0", " "), ("\u202f", " "), ("\u2009", " "), ("\t", " "), ("\r", " "), ("\n", " "), ("\u2019", "'"))

SENTENCE_END = re.compile(r"[.;:,!?؛،。；：，、][»”\"')\]]?(?:\s?(?:\d{1,3}|[¹²³⁰⁴-⁹]+|\*))?$")
PARAGRAPH_END = re.compile(r"[.;:؛。；：][»”\"')\]]?(?:\s?(?:\d{1,3}|[¹²³⁰⁴-⁹]+|\*))?$")
COLON = re.compile(r"[:：](?:\s?(?:\d{1,3}|[¹²³⁰⁴-⁹]+|\*))?$")
DECIMAL = "decimal"  # the style of labels that join numbers, as `6.1` joins two: followed by how many
DEEPEST = 9  # lists within lists; no print has more, and parsers limit how deep elements may nest
# How light mark-up writes bold and italics. The signs adjoin no letter or digit, but for those of scripts without
# blanks; the class between them excludes their own sign, so that a search never looks at a character twice.
_LETTER = r"[^\W\u2e80-\u9fff\uf900-\ufaff]"
EMPHASIS = re.compile(rf"(?<!{_LETTER})(?<!\*)(\*{{1,2}})(?=[^\s*])[^*]+(?<=[^\s*])(\1)(?!\*|{_LETTER})")


def plain(text: str) -> str:
    """The text with every blank a space and every apostrophe straight, one character for one."""
    for sign, usual in _ALIKE:  # several times as fast as str.translate
        text = text.replace(sign, usual)
    return text


def bare(text: str) -> str:
    """The text without the asterisks of light mark-up."""
    return EMPHASIS.sub(lambda match: match.group()[len(match[1]) : -len(match[1])], text) if "*" in text else text


def unemphasised(text: str) -> tuple[str, list[int]]:
    """The text without the asterisks of light mark-up, and the place in it of each character, and of its end."""
    signs = {at for match in EMPHASIS.finditer(text) for at in (*range(*match.span(1)), *range(*match.span(2)))}
    places = [place for place in range(len(text)) if place not in signs]
    return "".join(text[place] for place in places), [*places, len(text)]


def squeeze(text: str) -> str:
    """The text as one line with single spaces: what the patterns of a language are matched against."""
    return " ".join(plain(text).split())


@dataclass(slots=True)
class Level:
    """A list that is open: the style of its labels, and the last of them."""

    style: str
    last: int


class Levels:
    """The lists that are open at a place, outermost first; `place` says at which depth a label stands."""

    def __init__(self, readings: Callable[[str], dict[str, int]]) -> None:
        self._readings = readings
        self._open: list[Level] = []
        self._before: Level | None = None  # the outermost list before the section began

    def place(self, label: str, after_colon: bool) -> tuple[int, str]:
        """The depth of a label from 0, and what is odd about it: `gap`, `restart`, `stray` or nothing.

        A label that goes on with an open list is in it, the innermost first; the first of its kind opens a list.
        """
        options = self._readings(label)
        if decimal := _decimal(options):
            return self._place_decimal(label, decimal, options), ""
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

    def is_next(self, label: str) -> bool:
        """Whether a label goes on with the outermost list, or opens it."""
        options = self._readings(label)
        if not self._open:
            return 1 in options.values()
        return options.get(self._open[0].style) == self._open[0].last + 1

    def takes(self, label: str) -> bool:
        """Whether a label can stand here: one that joins numbers is the first of its list, or has others before it."""
        options = self._readings(label)
        if not (decimal := _decimal(options)):
            return True
        return label[-2:] in (".1", ".a") or any(level.style == decimal for level in self._open)

    def _place_decimal(self, label: str, style: str, options: dict[str, int]) -> int:
        """The depth of `6.1`: that of `5.9` and the like, below `6` or `6.` where that is open, or the outermost."""
        outer, _, rest = label.partition(".")
        above = f"{DECIMAL}{label.count('.')}"
        depth = 0
        for number, level in enumerate(self._open):
            if level.style == style:
                depth = number
                break
            if level.style == above or (str(level.last) == outer and "." not in rest):
                depth = number + 1
        del self._open[depth:]
        self._open.append(Level(style, options[style]))
        return depth

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


def _decimal(options: dict[str, int]) -> str:
    """The style of a label that joins numbers; empty for others."""
    return next((style for style in options if style.startswith(DECIMAL)), "")
