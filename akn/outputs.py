"""Where the results of a batch go: one file, a folder that mirrors the inputs, one by the IRIs of the Works, or a data
set. Nothing is written outside the folder, nothing over another result, and each file whole or not at all.
"""

from __future__ import annotations

import os
import posixpath
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from akn import stores
from akn.datasets import LINES, PARQUET
from akn.diagnostics import UsageError
from akn.filenames import is_url
from akn.files import TEXT_SUFFIXES
from akn.inputs import Input, Inputs
from akn.lines import Lines
from akn.parts import Parts

_UNSAFE = frozenset('\\:*?"<>|%') | {chr(code) for code in range(32)} | {"\x7f"}
_LONGEST = 255  # bytes of a name in a folder


class ClashError(UsageError):
    """A result would stand over another."""


class Output:
    """A place for results. This one leaves them with whoever asked for them."""

    def place(self, one: Input, row: Mapping[str, Any]) -> str:
        """Where the result that a row tells of stands, empty where it stands nowhere."""
        return ""

    def target(self, one: Input) -> str:
        """Where the process that makes a result writes it; empty where it gives it back to be put.

        Raises UsageError where it would be written outside of where it may.
        """
        return ""

    def has(self, one: Input, row: Mapping[str, Any]) -> bool:
        """Whether the result that an earlier run told of in this row is here still."""
        place = self.place(one, row)
        return bool(place) and row.get("output") == place and stores.exists(place)

    def put(self, one: Input, row: dict[str, Any], xml: bytes | None) -> None:
        """Takes a result in the order of the inputs, and enters in the row where it is. `xml` is None where it is
        there already. Raises OSError or UsageError where it cannot be written, ClashError where it would stand over
        another.
        """
        row["output"] = self.place(one, row) or None

    @property
    def is_settled(self) -> bool:
        """Whether every result that was put is on the disk; where not, the next call that raises OSError loses those
        since the last time it was.
        """
        return True

    def close(self, *, done: bool) -> None:
        """Ends it; `done` says that every result was put. Raises OSError where what is left cannot be written."""


class File(Output):
    """One result, in one file."""

    def __init__(self, name: str) -> None:
        self._name = name

    def place(self, one: Input, row: Mapping[str, Any]) -> str:
        return self._name

    def target(self, one: Input) -> str:
        return self._name


class Folder(Output):
    """A folder that mirrors the names of the inputs. Raises UsageError where two of them would be one file, on any
    system, or a name leads out of the folder, or a result would replace an input.
    """

    def __init__(self, root: str, inputs: Inputs, old: Sequence[str], new: str) -> None:
        self._root = root
        self._old = old
        self._new = new
        sources = _sources(inputs)
        taken: dict[str, str] = {}
        for name, below in _distinct(inputs):
            place = self._place(name, below)
            other = taken.setdefault(_folded(place), name)
            if other != name:
                raise UsageError(f"{other} and {name} would both be written to {place}, on some systems at least.")
            if not is_url(place) and os.path.realpath(place) in sources:
                raise UsageError(f"{place} is an input, and the result of {name} would overwrite it.")

    def place(self, one: Input, row: Mapping[str, Any]) -> str:
        return self._place(one.name, one.below)

    def target(self, one: Input) -> str:
        return _inside(self._root, self._place(one.name, one.below))

    def _place(self, name: str, below: str) -> str:
        path = _bare(_safe(name, below), self._old) + self._new
        if len(os.fsencode(posixpath.basename(path))) > _LONGEST:
            raise UsageError(f"The name of {name} is too long for a file: {_LONGEST} bytes are accepted.")
        return stores.join(self._root, path)


class ByWork(Output):
    """A folder in which each result is named by the IRI of its Manifestation. Of two results with one IRI the first in
    the order of the inputs stands, and the other one fails.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._taken: dict[str, str] = {}

    def place(self, one: Input, row: Mapping[str, Any]) -> str:
        return stores.join(self._root, row["manifestation"].lstrip("/"))

    def put(self, one: Input, row: dict[str, Any], xml: bytes | None) -> None:
        super().put(one, row, xml)
        other = self._taken.setdefault(_folded(row["output"]), one.name)
        if other != one.name:
            raise ClashError(f"{other} has the same IRI, {row['manifestation']}, and stands in {row['output']}.")
        if xml is not None:
            stores.write(_inside(self._root, row["output"]), xml)


class JsonLines(Output):
    """A file of JSON Lines: the metadata of each result, and its XML in the column `xml`."""

    def __init__(self, file: str, *, resume: bool) -> None:
        if is_url(file):
            raise UsageError(f"{file}: JSON Lines are written on this machine only; a store takes folders and Parquet.")
        self._file = file
        self._lines = Lines(Path(file), resume=resume)

    def place(self, one: Input, row: Mapping[str, Any]) -> str:
        return self._file

    def has(self, one: Input, row: Mapping[str, Any]) -> bool:
        return super().has(one, row) and self._lines.known(one.name) is not None

    def put(self, one: Input, row: dict[str, Any], xml: bytes | None) -> None:
        super().put(one, row, xml)
        record = self._lines.known(one.name) if xml is None else _record(one, row, xml)
        assert record is not None
        self._lines.write(record)

    def close(self, *, done: bool) -> None:
        if done:
            self._lines.finish()
        self._lines.close()


class Parquet(Output):
    """A folder of Parquet, as `Parts` writes them: the metadata of each result, and its XML in the column `xml`."""

    def __init__(self, folder: str, *, resume: bool) -> None:
        self._parts = Parts(folder, resume=resume)
        self._folder = folder

    def place(self, one: Input, row: Mapping[str, Any]) -> str:
        return self._folder

    def has(self, one: Input, row: Mapping[str, Any]) -> bool:
        return row.get("output") == self._folder and self._parts.has(one.name)

    def put(self, one: Input, row: dict[str, Any], xml: bytes | None) -> None:
        super().put(one, row, xml)
        self._parts.write(self._parts.known(one.name) if xml is None else _record(one, row, xml))

    @property
    def is_settled(self) -> bool:
        return self._parts.is_settled

    def close(self, *, done: bool) -> None:
        if done:
            self._parts.finish()


def output(
    inputs: Inputs, out: str | None, naming: str, old: Sequence[str], new: str, *, resume: bool = False
) -> Output:
    """The place that `-o` and `--name` say. Without `-o`, one result is given back, and more than one are refused.

    Raises UsageError where it cannot take the results of these inputs; nothing is written then.
    """
    if out is None or out == "-":
        if inputs.many:
            raise UsageError("Several inputs, or a folder, need an output folder: -o FOLDER.")
        return Output()
    if out.endswith((*LINES[:2], *PARQUET)):
        deque(_distinct(inputs), maxlen=0)
        refuse_inputs(inputs, [out])
        return JsonLines(out, resume=resume) if out.endswith(LINES) else Parquet(out, resume=resume)
    if stores.exists(out) and (inputs.many or naming == "work"):
        raise UsageError(f"{out} is a file; for several inputs, or a folder, -o names a folder.")
    if naming == "work":
        deque(_distinct(inputs), maxlen=0)
        return ByWork(out)
    if not inputs.many and not stores.is_folder(out) and not out.endswith(("/", os.sep)):
        refuse_inputs(inputs, [out])
        return File(out)
    return Folder(out, inputs, old, new)


def _distinct(inputs: Inputs) -> Iterator[tuple[str, str]]:
    """The names of the inputs. Raises UsageError where two rows of a data set have one identifier."""
    seen: set[str] = set()
    for name, below in inputs.names():
        if name in seen:
            raise UsageError(f"{name} stands there twice. Without --id-column the rows are numbered.")
        seen.add(name)
        yield name, below


def refuse_inputs(inputs: Inputs, planned: Iterable[str]) -> None:
    """Raises UsageError where a result would overwrite an input."""
    sources = _sources(inputs)
    for name in planned:
        if os.path.realpath(name) in sources:
            raise UsageError(f"{name} is an input, which the result would overwrite.")


def _sources(inputs: Inputs) -> set[str]:
    """The files of this machine that are inputs, without links."""
    files = (one.name for one in inputs.files if one.content is None)
    sets = (found.file for found in inputs.sets)
    return {os.path.realpath(name) for name in (*files, *sets) if not is_url(name)}


def _record(one: Input, row: Mapping[str, Any], xml: bytes) -> dict[str, Any]:
    """A result as a row of a data set."""
    columns = ("work", "manifestation", "title", "language", "characters", "digest")
    return {
        "id": one.id or _bare(one.below, TEXT_SUFFIXES),
        "input": one.name,
        **{column: row[column] for column in columns},
        "findings": len(row["findings"]),
        "xml": xml.decode("utf-8"),
    }


def _bare(below: str, suffixes: Sequence[str]) -> str:
    """A name without one of these suffixes; a dot in a name such as `A.RES.67.6` starts none."""
    stem, suffix = posixpath.splitext(below)
    return stem if suffix.lower() in suffixes else below


def _safe(name: str, below: str) -> str:
    """A name below a folder, with what some systems have no names for as `%` and two figures."""
    parts = below.split("/")
    if any(part in ("", ".", "..") for part in parts):
        raise UsageError(f"{name}: {below!r} is no name below a folder; a relative path without `..` is accepted.")
    return "/".join("".join(f"%{ord(sign):02X}" if sign in _UNSAFE else sign for sign in part) for part in parts)


def _folded(place: str) -> str:
    """What a name is on a system that knows no case, and one form of each letter."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", place).casefold())


def _inside(root: str, place: str) -> str:
    """A place below a folder. Raises UsageError where a link leads out of it."""
    if is_url(place):
        return place
    real, folder = os.path.realpath(place), os.path.realpath(root)
    if os.path.commonpath([real, folder]) != folder or os.path.islink(place):  # noqa: PTH114
        raise UsageError(f"{place} is a link or lies behind one; nothing is written outside of {root}.")
    return place
