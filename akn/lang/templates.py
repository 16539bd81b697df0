"""From the patterns of a language pack to compiled regular expressions.

A pattern in a pack is a regular expression with names in braces, `{organ}` or `{date}`, for sub-patterns that are
written once. It is written the way the United Nations print; what varies in typing and scanning is added here:
any run of blanks for a blank, both apostrophes, all hyphens, accents that may be missing, letters drawn out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

_NAME = re.compile(r"\{([a-z_]+)\}")
_GROUP = re.compile(r"\(\?P<\w+>")
_ON_ARABIC = "[\u0640\u064b-\u0652]*"
_VARIANTS = {"'": "['\u2019]", "-": "[-\u2010\u2011\u2013]"}


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """The text without case, accents, vowel signs and elongation, for looking words up."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.replace("\u2019", "'"))
        text = "".join(char for char in decomposed if char != "\u0640" and not unicodedata.combining(char))
    return text.casefold()


def nameless(pattern: str) -> str:
    """The pattern with its named groups turned into plain ones, so that it can be used in another."""
    return _GROUP.sub("(?:", pattern)


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first; a blank in a word stands for any white space."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) + ")"


def fill(pattern: str, names: Mapping[str, str]) -> str:
    """The pattern with each `{name}` replaced by the sub-pattern of that name."""
    return _NAME.sub(lambda match: names[match[1]], pattern)


def relax(pattern: str) -> str:
    """The pattern, admitting what typists and scanners do to blanks, apostrophes, hyphens and accents."""
    out: list[str] = []
    inside = False
    position = 0
    while position < len(pattern):
        char = pattern[position]
        position += 1
        if char == "\\":
            out.append(char + pattern[position : position + 1])
            position += 1
        elif inside or char == "[":
            inside = char != "]"
            out.append(char)
        elif char == " ":
            following = pattern[position : position + 1]
            if following == "?":
                position += 1
                out.append(r"\s*")
            else:
                out.append(char if following in ("*", "+", "{") else r"\s+")
        else:
            out.append(_VARIANTS.get(char) or _with_base(char))
    return "".join(out)


def _with_base(char: str) -> str:
    """An accented letter or its bare letter, an Arabic one with what may be written on it; any other as it is."""
    if char.isascii():
        return char
    base = unicodedata.normalize("NFD", char)[0]
    if "\u0621" <= char <= "\u064a":
        return (f"[{char}{base}]" if base != char else char) + _ON_ARABIC
    return f"[{char}{base}]" if base.isascii() and base.isalpha() else char
