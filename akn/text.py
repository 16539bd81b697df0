"""Characters and lines: what a text is made of before it means anything.

Down: `split` cuts a text into its facts and its lines. Up: a line's own characters and the white space in front of
each line, joined, are the text again. White space is written in attributes as a code of printable letters, so that
neither attribute normalisation nor a pretty-printer can harm it: `encode` and `decode` are inverses. The ruling of
tables (bars, and the dashes and colons of the line under a head) is written in the same code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from akn.diagnostics import TextError

BOM = "\ufeff"
FEED = "\f"
BLANK = " \t\r\n"

# XML 1.0 (Fifth Edition), production 2, and the form feed, which becomes a page break.
_FORBIDDEN = re.compile("[^\t\n\f\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE = re.compile(r"[^ \t\r\n\f](?:[^\r\n\f]*[^ \t\r\n\f])?|\f")
NEWLINE = re.compile(r"\r\n|\r|\n")
_CODE = re.compile(r"(\d*)([nlrstbhc])")
_RUN = re.compile(r"(.)\1*", re.DOTALL)
_NAMES = {"\n": "l", "\r": "r", " ": "s", "\t": "t", "|": "b", "-": "h", ":": "c"}
_CHARACTERS = {name: character for character, name in _NAMES.items()}


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line without the blanks around it, or a form feed; `start` and `end` are offsets in the text."""

    text: str
    start: int
    end: int


def check(text: object) -> None:
    """Raise `TextError` unless `text` is a `str` of characters that XML 1.0 can hold (form feeds are welcome)."""
    if not isinstance(text, str):
        raise TextError(
            f"a text is a str, not {type(text).__name__}; decode bytes first, for example with .decode('utf-8')"
        )
    wrong = _FORBIDDEN.search(text)
    if wrong is None:
        return
    line, column = position(text, wrong.start())
    raise TextError(
        f"line {line}, column {column}: the character U+{ord(wrong.group()):04X} cannot stand in XML 1.0; "
        "take it out, or put in what it was meant to be (tabs, line ends and form feeds are accepted)"
    )


def position(text: str, offset: int) -> tuple[int, int]:
    """The line and the column, both from 1, of an offset."""
    line, start = 1, 0
    for end in NEWLINE.finditer(text, 0, offset):
        line, start = line + 1, end.end()
    return line, offset - start + 1


def newline_of(text: str) -> str:
    """The line end that most lines of a text have; a line feed where there is none."""
    both = text.count("\r\n")
    counts = {"\n": text.count("\n") - both, "\r\n": both, "\r": text.count("\r") - both}
    return max(counts, key=lambda newline: counts[newline])


def lines(text: str) -> Iterator[Line]:
    """The lines of a text that hold anything, and its form feeds, in order."""
    for match in _LINE.finditer(text):
        yield Line(match.group(), match.start(), match.end())


def encode(gap: str, newline: str) -> str:
    """A run of white space and ruling as a code; `3s` repeats.

    `n` is the document's line end, `l` LF, `r` CR, `s` space, `t` tab, `b` bar, `h` hyphen, `c` colon.
    """
    names = "".join(
        _RUN.sub(_encode_run, part) if position_ % 2 == 0 else part
        for position_, part in enumerate(_with_newlines(gap, newline))
    )
    return _RUN.sub(lambda run: (str(len(run[0])) if len(run[0]) > 1 else "") + run[1], names)


def _with_newlines(gap: str, newline: str) -> Iterator[str]:
    """The pieces between the document's line ends, and in turn with them an `n` for each."""
    for number, piece in enumerate(gap.split(newline)):
        if number:
            yield "n"
        yield piece


def _encode_run(run: re.Match[str]) -> str:
    return _NAMES[run[1]] * len(run[0])


def decode(code: str, newline: str) -> str:
    """The white space and ruling that a code stands for. What is no code stands for nothing."""
    return "".join(
        (newline if name == "n" else _CHARACTERS[name]) * int(count or 1) for count, name in _CODE.findall(code)
    )
