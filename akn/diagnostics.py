"""Findings, and the errors this library raises."""

from __future__ import annotations

import re
from dataclasses import dataclass


class AknError(Exception):
    """Every error that this library raises. The message says what, where, and what would be accepted."""


class TextError(AknError):
    """A text holds a character that XML 1.0 cannot carry, or is not text at all."""


class SourceError(AknError):
    """An Akoma Ntoso source cannot be read: it is missing, is no well-formed XML, or is not safe to parse."""


class SchemaError(AknError):
    """The official schema is missing from the installation, or is not the file that OASIS published."""


class UsageError(AknError, ValueError):
    """An argument is not one of those that are accepted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to know about a document: where it is, what it is, and how to mend it.

    `rule` is a stable identifier. `severity` is `error`, `warning` or `note`. `line` and `column` count from 1;
    0 says that the place is not known. `path` and `eid` name an element of the XML, where there is one. `expected` are
    the names that the official schema accepts in that place, all of them: elements, attributes or values.
    """

    rule: str
    severity: str
    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    path: str = ""
    eid: str = ""
    hint: str = ""
    expected: tuple[str, ...] = ()


_UNSEEN = re.compile("[\0-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")


def visible(text: str) -> str:
    """A text in which every character can be seen: line ends, other controls and turns of direction by their codes."""
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def defect(what: str | Exception) -> str:
    """What is said of an error that is this library's own, or of want of memory."""
    if isinstance(what, MemoryError):
        return "There is not enough memory for it."
    told = what if isinstance(what, str) else f"{type(what).__name__}: {what}"
    return f"A defect of akn, please report it with this input: {told}."
