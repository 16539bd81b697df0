"""What a command works on: files, folders, patterns, lists, data sets, standard input; here or in a store."""

from __future__ import annotations

import glob
import os
import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from akn import stores
from akn.datasets import SUFFIXES, DataSet
from akn.diagnostics import SourceError, UsageError
from akn.files import decode
from akn.source import LIMIT, file_bytes, up_to


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
        return stores.read(self.name) if stores.is_url(self.name) else file_bytes(Path(self.name))

    def text(self, data: bytes, encoding: str) -> str:
        """The text that its bytes are; a row of a data set has none but UTF-8. Raises TextError."""
        return decode(data, "utf-8" if self.id else encoding)


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
        """The name of every input and its name under an output folder; of data sets, the texts are not read if that
        can be.
        """
        yield from ((one.name, one.below) for one in self.files)
        for found in self.sets:
            yield from ((f"{found.file}#{id}", id) for id in found.identifiers())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: the suffix of files in a folder, and the columns of data sets, where those are accepted."""

    suffix: str
    texts: str = ""
    ids: str = ""


def gather(arguments: Sequence[str], wanted: Wanted, stdin: IO[bytes], lists: Sequence[str] = ()) -> Inputs:
    """The inputs that arguments name: files, folders (`*suffix` below them), glob patterns, `-` for standard input,
    URLs of stores, data sets; and the names in `lists`, files with one such argument in each line.

    Raises SourceError for one that is missing or cannot be read, UsageError for a folder or pattern without any file.
    """
    found: dict[str, Input] = {}
    sets: dict[str, DataSet] = {}
    named = [*arguments, *(line for name in lists for line in _listed(name, stdin))]
    if not named:
        raise UsageError("No input is named.")
    for argument in named:
        if wanted.texts and argument.endswith(SUFFIXES):
            sets.setdefault(argument, DataSet(_existing(argument), wanted.texts, wanted.ids))
            continue
        for one in _inputs(argument, wanted.suffix, stdin):
            found.setdefault(one.name, one)
    many = bool(sets or lists) or len(found) > 1 or not all(map(_is_one, arguments))
    return Inputs(tuple(found.values()), many, tuple(sets.values()))


def _listed(name: str, stdin: IO[bytes]) -> Iterator[str]:
    data = stdin.read() if name == "-" else stores.read(name)
    try:
        lines = data.decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is no list of names in UTF-8: {error.reason} at byte {error.start}.") from None
    yield from (line for line in lines if line.strip())


def _existing(name: str) -> str:
    if not stores.exists(name):
        raise SourceError(f"{name} does not exist.")
    return name


def _inputs(argument: str, suffix: str, stdin: IO[bytes]) -> Iterator[Input]:
    if argument == "-":
        yield Input("-", "stdin", up_to(stdin, LIMIT + 1))
    elif stores.is_url(argument):
        yield from _in_store(argument, suffix)
    elif Path(argument).is_dir():
        yield from _below(Path(argument), suffix)
    elif Path(argument).exists() or Path(argument).is_symlink():
        yield _readable(Path(argument), Path(argument).name)
    elif glob.has_magic(argument):
        yield from _matching(argument, suffix)
    else:
        raise SourceError(f"{argument} does not exist.")


def _is_one(argument: str) -> bool:
    if argument == "-":
        return True
    return stores.exists(argument)


def _in_store(url: str, suffix: str) -> Iterator[Input]:
    if glob.has_magic(url):
        found = [(one, posixpath.basename(one)) for one in stores.matching(url)]
        missing = f"No file matches {url}."
    elif stores.is_folder(url):
        found = [one for one in stores.below(url) if one[0].lower().endswith(suffix)]
        missing = f"There is no *{suffix} in the folder {url}."
    else:
        found = [(_existing(url), posixpath.basename(url))]
        missing = ""
    if not found:
        raise UsageError(missing)
    yield from (Input(name, below) for name, below in found)


def _below(folder: Path, suffix: str) -> Iterator[Input]:
    found = sorted(path for path in _walk(folder) if path.suffix.lower() == suffix)
    if not found:
        raise UsageError(f"There is no *{suffix} in the folder {folder}.")
    for path in found:
        yield _regular(path, path.relative_to(folder).as_posix())


def _walk(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise SourceError(f"The folder {error.filename} cannot be read: {error.strerror}.")

    for place, _, names in os.walk(folder, onerror=refuse):
        for name in names:
            yield Path(place, name)


def _matching(pattern: str, suffix: str) -> Iterator[Input]:
    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207
    if not found:
        raise UsageError(f"No file matches {pattern}.")
    for name in found:
        path = Path(name)
        if path.is_dir():
            yield from _below(path, suffix)
        else:
            yield _regular(path, path.name)


def _regular(path: Path, below: str) -> Input:
    # Nobody named it, and reading it may never end.
    if path.exists() and not path.is_file():
        raise SourceError(
            f"{path} is no file, but a pipe, a socket or a device; it is read only if it is named itself."
        )
    return _readable(path, below)


def _readable(path: Path, below: str) -> Input:
    try:
        path.stat()
    except OSError as error:  # a symbolic link that leads nowhere, or to itself
        raise SourceError(f"{path} cannot be read: {error.strerror}.") from error
    if not os.access(path, os.R_OK):
        raise SourceError(f"{path} cannot be read: permission denied.")
    return Input(str(path), below)
