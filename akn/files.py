"""The files of the command line: which ones are meant, what they hold, where results go. Bytes in, bytes out."""

from __future__ import annotations

import glob
import os
import re
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from akn.diagnostics import SourceError, TextError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

TEXT_SUFFIXES = (".txt", ".text")
XML_SUFFIXES = (".xml", ".akn")

_XML = re.compile(r"[\ufeff\s]*<(?:\?xml\s|(?:[\w.\-]+:)?akomaNtoso[\s>])")


@dataclass(frozen=True, slots=True)
class Input:
    """One input: a file, or what came from standard input. `below` is its name under an output folder."""

    name: str
    below: Path
    content: bytes | None = None

    def read(self) -> bytes:
        """Its bytes. Raises SourceError where it cannot be read."""
        if self.content is not None:
            return self.content
        try:
            return Path(self.name).read_bytes()
        except OSError as error:
            raise SourceError(f"{self.name} cannot be read: {error.strerror}.") from error


@dataclass(frozen=True, slots=True)
class Inputs:
    """Every input of a command. `many` says that a folder or a pattern was named, or more than one file."""

    files: tuple[Input, ...]
    many: bool


def gather(arguments: Sequence[str], suffix: str, stdin: IO[bytes]) -> Inputs:
    """The inputs that arguments name: files, folders (`*suffix` below them), glob patterns, `-` for standard input.

    Raises SourceError for one that is missing or cannot be read, UsageError for a folder or pattern without any file.
    """
    found: dict[str, Input] = {}
    for argument in arguments:
        for one in _inputs(argument, suffix, stdin):
            found.setdefault(one.name, one)
    many = len(found) > 1 or any(Path(argument).is_dir() or not _is_one(argument) for argument in arguments)
    return Inputs(tuple(found.values()), many)


def targets(inputs: Inputs, out: str | None, old: Sequence[str], new: str) -> list[Path | None]:
    """Where the result of each input goes; None is standard output. Nothing is written if any two are the same.

    With one input `out` is a file or an existing folder, with many it is a folder that mirrors their names.
    """
    if out is None or out == "-":
        if inputs.many:
            raise UsageError("Several inputs, or a folder, need an output folder: -o FOLDER.")
        return [None]
    folder = Path(out)
    if not inputs.many and not folder.is_dir() and not out.endswith(("/", os.sep)):
        planned = [folder]
    elif folder.exists() and not folder.is_dir():
        raise UsageError(f"{out} is a file; for several inputs, or a folder, -o names a folder.")
    else:
        planned = [folder / _renamed(one.below, old, new) for one in inputs.files]
    _refuse_clashes(inputs, planned)
    return [*planned]


def read_text(source: Input, encoding: str) -> str:
    """The text of an input, every character of it: a byte-order mark stays, line ends stay as they are.

    Raises TextError where its bytes are not in the encoding, or where it is XML.
    """
    data = source.read()
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TextError(
            f"Line {line}: byte {error.start} (0x{data[error.start]:02X}) is not {encoding}: {error.reason}."
            " If the text is in another encoding, say which, such as --encoding latin-1."
        ) from None
    if _XML.match(text):
        raise TextError(
            "Line 1: this is XML, not plain text; use `akn text` to get its text, `akn validate` to check it."
        )
    return text


def encode(text: str, encoding: str) -> bytes:
    """The bytes of a text. Raises TextError where the encoding lacks one of its characters."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise TextError(f"Line {line}: {encoding} has no {text[error.start]!r}; UTF-8 has every character.") from None


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all, and makes the folders that it needs."""
    with whole_file(path) as file:
        file.write(data)


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that appears under its name only when all went well."""
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():  # a device or a pipe cannot be replaced
        with path.open("wb") as file:
            yield file
        return
    handle, name = _beside(path)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(name).chmod(_mode(path))
        os.replace(name, path)  # noqa: PTH105
    except BaseException:
        with suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        raise


def _beside(path: Path) -> tuple[int, str]:
    """A new file in the same folder, which is made where it does not exist."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error


def _mode(path: Path) -> int:
    """The permissions that a file has, or would have if it were made anew."""
    if path.exists():
        return path.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _inputs(argument: str, suffix: str, stdin: IO[bytes]) -> Iterator[Input]:
    if argument == "-":
        yield Input("-", Path("stdin"), stdin.read())
        return
    path = Path(argument)
    if path.is_dir():
        yield from _below(path, suffix)
    elif path.exists():
        yield _readable(path, Path(path.name))
    elif glob.has_magic(argument):
        yield from _matching(argument, suffix)
    else:
        raise SourceError(f"{argument} does not exist.")


def _is_one(argument: str) -> bool:
    return argument == "-" or Path(argument).exists()


def _below(folder: Path, suffix: str) -> Iterator[Input]:
    found = sorted(path for path in _walk(folder) if path.suffix.lower() == suffix)
    if not found:
        raise UsageError(f"There is no *{suffix} in the folder {folder}.")
    for path in found:
        yield _readable(path, path.relative_to(folder))


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
            yield _readable(path, Path(path.name))


def _readable(path: Path, below: Path) -> Input:
    if not os.access(path, os.R_OK):
        raise SourceError(f"{path} cannot be read: permission denied.")
    return Input(str(path), below)


def _renamed(path: Path, old: Sequence[str], new: str) -> Path:
    """`x.txt` becomes `x.xml`. A dot in a name such as `A.RES.67.6` starts no suffix."""
    return path.with_suffix(new) if path.suffix.lower() in old else path.with_name(path.name + new)


def refuse_inputs(inputs: Inputs, planned: Iterable[Path]) -> None:
    """Raises UsageError where a result would overwrite an input."""
    sources = {os.path.realpath(one.name) for one in inputs.files if one.content is None}
    for path in planned:
        if os.path.realpath(path) in sources:
            raise UsageError(f"{path} is an input, which the result would overwrite.")


def _refuse_clashes(inputs: Inputs, planned: Sequence[Path]) -> None:
    refuse_inputs(inputs, planned)
    taken: dict[str, str] = {}
    for one, path in zip(inputs.files, planned, strict=True):
        place = os.path.realpath(path)
        if place in taken:
            raise UsageError(f"{taken[place]} and {one.name} would both be written to {path}.")
        taken[place] = one.name
