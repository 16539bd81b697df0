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
    if path == STANDARD_INPUT:
        return False
    steps = pattern.split("/")
    # How many steps of the pattern may stand for all of the path so far; each is looked at once for each of the path.
    reached = _past_folders(steps, {0})
    for name in path.split("/"):
        through = {at for at in reached if at < len(steps) and steps[at] == "**" and name != os.pardir}
        behind = {at + 1 for at in reached if at < len(steps) and _matches(steps[at], name)}
        reached = _past_folders(steps, through | behind)
    return len(steps) in reached


def _past_folders(steps: Sequence[str], reached: set[int]) -> set[int]:
    """These places in a pattern, and those behind each `**` there, which may stand for no folder at all."""
    found: set[int] = set()
    for at in reached:
        found.add(at)
        while at < len(steps) and steps[at] == "**":
            at += 1
            found.add(at)
    return found


def _matches(step: str, name: str) -> bool:
    if step == "**":
        return False
    return step == name if os.pardir in (step, name) else fnmatchcase(name, step)


def _steps_out(path: str) -> int:
    return Path(path).parts.count(os.pardir)
