"""Names of files as they are seen from a folder, and the patterns that match such names."""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

STANDARD_INPUT = "-"


def is_url(name: str) -> bool:
    """Whether a name is that of a file in a store."""
    return "://" in name


def seen_from(folder: str, name: str) -> str:
    """The path to a file from a folder, with forward slashes on every system; `..` leads out of the folder.

    The name is taken from the current directory. Standard input, and what has no name, has no path either: it is `-`.
    A URL stays as it is.
    """
    if name in ("", STANDARD_INPUT):
        return STANDARD_INPUT
    if is_url(name):
        return name
    try:
        path = os.path.relpath(name, folder)
        if _steps_out(path):  # one of the two may have been named by way of a link: the nearer way counts
            path = min(path, os.path.relpath(os.path.realpath(name), os.path.realpath(folder)), key=_steps_out)
    except ValueError:  # on another drive
        path = os.path.realpath(name)
    return path.replace(os.sep, "/")


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern matches all of a path from a folder, as `seen_from` gives it.

    Between slashes `*` stands for any characters, `?` for one and `[...]` for one of these, in upper or lower case as
    written; `**` alone between slashes stands for any number of folders, at the end for all that lies below. Nothing
    stands for `..` but itself.
    """
    return path != STANDARD_INPUT and _matches(pattern.split("/"), path.split("/"))


def _matches(pattern: Sequence[str], path: Sequence[str]) -> bool:
    if not pattern or not path:
        return not path and all(step == "**" for step in pattern)
    first, rest = pattern[0], pattern[1:]
    if first == "**":
        return _matches(rest, path) or (path[0] != os.pardir and _matches(pattern, path[1:]))
    if os.pardir in (first, path[0]):
        return first == path[0] and _matches(rest, path[1:])
    return fnmatchcase(path[0], first) and _matches(rest, path[1:])


def _steps_out(path: str) -> int:
    return Path(path).parts.count(os.pardir)
