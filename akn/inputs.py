"""What a command works on: files, folders, patterns, lists, data sets, standard input; here or in a store.

What is named on the command line has to be there. What a folder, a pattern or a list holds is an input also where it
cannot be read: it fails alone, and the rest is done.
"""

from __future__ import annotations

import glob
import os
import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import IO

from akn import stores
from akn.datasets import PARQUET, SUFFIXES, DataSet
from akn.diagnostics import AknError, SourceError, UsageError
from akn.filenames import is_url
from akn.files import decode
from akn.source import LIMIT, Source, file_bytes, up_to


@dataclass(frozen=True, slots=True)
class Input:
    """One input: a file, what came from standard input, or a row of a data set.

    `name` is what reports call it, `below` its name under an output folder, with `/` between folders. `id` is what the
    data set calls a row, or the name. What is not read from the file `name` stands in `content`; `fault` says why there
    is none.
    """

    name: str
    below: str
    content: bytes | None = None
    id: str = ""
    fault: str = ""

    def read(self) -> bytes:
        """Its bytes; of a long file on this machine, LIMIT and one. Raises SourceError where it cannot be read."""
        if self.fault:
            raise SourceError(self.fault)
        if self.content is not None:
            return self.content
        return stores.read(self.name) if is_url(self.name) else file_bytes(Path(self.name))

    def text(self, data: bytes, encoding: str) -> str:
        """The text that its bytes are; a row of a data set has none but UTF-8. Raises TextError."""
        return decode(data, "utf-8" if self.id else encoding)

    def document(self, data: bytes) -> Source:
        """The XML that its bytes are; a row of a data set is a string, whatever encoding its declaration says."""
        return StringIO(data.decode("utf-8", "surrogatepass")) if self.id else data


@dataclass(frozen=True, slots=True)
class Inputs:
    """Every input of a command. `many` says that a folder, a pattern, a list or a data set was named, or more than one
    file.
    """

    files: tuple[Input, ...]
    many: bool
    sets: tuple[DataSet, ...] = ()

    def __iter__(self) -> Iterator[Input]:
        yield from self.files
        for found in self.sets:
            for record in found:
                content = record.text.encode("utf-8", "surrogatepass")  # half a pair is told when it is decoded
                yield Input(f"{found.file}#{record.id}", record.id, content, record.id, record.fault)

    def __len__(self) -> int:
        return len(self.files) + sum(map(len, self.sets))

    def names(self) -> Iterator[tuple[str, str]]:
        """The name of every input that may have a result, and its name under an output folder; of data sets, the texts
        are not read if that can be.
        """
        yield from ((one.name, one.below) for one in self.files if not one.fault)
        for found in self.sets:
            yield from ((f"{found.file}#{id}", id) for id in found.identifiers())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: the suffix of files in a folder, and the columns of data sets."""

    suffix: str
    texts: str
    ids: str = ""


def gather(arguments: Sequence[str], wanted: Wanted, stdin: IO[bytes], lists: Sequence[str] = ()) -> Inputs:
    """The inputs that arguments name: files, folders (`*suffix` below them), glob patterns, `-` for standard input,
    URLs of stores, data sets (a folder `*.parquet` is one, of all such files in it); and the names in `lists`, files
    with one such argument in each line.

    Raises SourceError for an argument that is missing or cannot be read, UsageError for a folder or pattern without any
    file. A name in a list for which that holds is an input with a fault.
    """
    found: dict[str, Input] = {}
    sets: dict[str, DataSet] = {}

    def add(argument: str) -> None:
        if argument.endswith(SUFFIXES):
            sets.update((name, DataSet(name, wanted.texts, wanted.ids)) for name in _data_sets(argument))
        else:
            found.update((one.name, one) for one in _inputs(argument, wanted.suffix, stdin) if one.name not in found)

    listed = [line for name in lists for line in _listed(name, stdin)]
    if not arguments and not listed:
        raise UsageError("No input is named.")
    for argument in arguments:
        add(argument)
    for argument in listed:
        try:
            add(argument)
        except AknError as error:
            found.setdefault(argument, Input(argument, argument, fault=str(error)))
    many = bool(sets or lists) or len(found) > 1 or not all(map(_is_one, arguments))
    return Inputs(tuple(found.values()), many, tuple(sets.values()))


def _listed(name: str, stdin: IO[bytes]) -> Iterator[str]:
    data = stdin.read() if name == "-" else stores.read(name)
    try:
        lines = data.decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is no list of names in UTF-8: {error.reason} at byte {error.start}.") from None
    yield from (line for line in lines if line.strip())


def _data_sets(argument: str) -> list[str]:
    """The files of data sets that an argument names."""
    if stores.is_folder(argument):
        found = [name for name, _ in stores.below(argument) if name.endswith(PARQUET)]
        if not found:
            raise UsageError(f"There is no *{PARQUET[0]} in the folder {argument}.")
        return found
    if glob.has_magic(argument) and not stores.exists(argument):
        return _matches(argument)
    return [_existing(argument)]


def _existing(name: str) -> str:
    if not stores.exists(name):
        raise SourceError(f"{name} does not exist.")
    return name


def _matches(pattern: str) -> list[str]:
    found = stores.matching(pattern)
    if not found:
        raise UsageError(f"No file matches {pattern}.")
    return found


def _inputs(argument: str, suffix: str, stdin: IO[bytes]) -> Iterator[Input]:
    if argument == "-":
        yield Input("-", "stdin", up_to(stdin, LIMIT + 1))
    elif is_url(argument):
        yield from _in_store(argument, suffix)
    elif Path(argument).is_dir():
        yield from _below(Path(argument), suffix)
    elif Path(argument).exists() or Path(argument).is_symlink():
        if fault := _unreadable(Path(argument)):
            raise SourceError(fault)
        yield Input(str(Path(argument)), Path(argument).name)
    elif glob.has_magic(argument):
        yield from _matching(argument, suffix)
    else:
        raise SourceError(f"{argument} does not exist.")


def _is_one(argument: str) -> bool:
    return argument == "-" or stores.exists(argument)


def _in_store(url: str, suffix: str) -> Iterator[Input]:
    if glob.has_magic(url):
        found = [(one, posixpath.basename(one)) for one in _matches(url)]
    elif stores.is_folder(url):
        found = [one for one in stores.below(url) if one[0].lower().endswith(suffix)]
        if not found:
            raise UsageError(f"There is no *{suffix} in the folder {url}.")
    else:
        found = [(_existing(url), posixpath.basename(url))]
    yield from (Input(name, below) for name, below in found)


def _below(folder: Path, suffix: str) -> Iterator[Input]:
    """The files with a suffix below a folder, and the folders in it that cannot be read."""
    faults: list[OSError] = []
    walk = os.walk(folder, onerror=faults.append)
    found = [path for place, _, names in walk for name in names if (path := Path(place, name)).suffix.lower() == suffix]
    for error in faults:
        if Path(error.filename) == folder:
            raise SourceError(f"The folder {folder} cannot be read: {error.strerror}.") from error
    if not found and not faults:
        raise UsageError(f"There is no *{suffix} in the folder {folder}.")
    closed = {
        Path(error.filename): f"The folder {error.filename} cannot be read: {error.strerror}." for error in faults
    }
    for path in sorted([*found, *closed]):
        yield Input(
            str(path), path.relative_to(folder).as_posix(), fault=closed.get(path) or _unreadable(path, walked=True)
        )


def _matching(pattern: str, suffix: str) -> Iterator[Input]:
    for name in _matches(pattern):
        path = Path(name)
        if path.is_dir():
            yield from _below(path, suffix)
        else:
            yield Input(str(path), path.name, fault=_unreadable(path, walked=True))


def _unreadable(path: Path, *, walked: bool = False) -> str:
    """Why a file cannot be read, if it cannot be. What was `walked` to, nobody named, and is to be a file."""
    try:
        path.stat()
    except OSError as error:  # a symbolic link that leads nowhere, or to itself
        return f"{path} cannot be read: {error.strerror}."
    if walked and not path.is_file():  # reading it may never end
        return f"{path} is no file, but a pipe, a socket or a device; it is read only if it is named itself."
    return "" if os.access(path, os.R_OK) else f"{path} cannot be read: permission denied."
