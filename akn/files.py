"""What files hold, and where results go: bytes in, bytes out, and each file whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from akn.diagnostics import TextError, UsageError
from akn.source import LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT_SUFFIXES = (".txt", ".text")
XML_SUFFIXES = (".xml", ".akn")

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)  # not on every system
_XML = re.compile(r"[\ufeff\s]*<(?:\?xml\s|(?:[\w.\-]+:)?akomaNtoso[\s>])")


def decode(data: bytes, encoding: str) -> str:
    """The text that bytes are, every character of it: a byte-order mark stays, line ends stay as they are.

    Raises TextError where the bytes are not in the encoding, or where it is XML, or longer than what is read.
    """
    if len(data) > LIMIT:
        raise TextError(f"It is longer than {LIMIT:,} bytes, the most that is read.")
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


def write_whole(path: Path, data: bytes, aside: Path | None = None) -> None:
    """Writes a file whole or not at all, and makes the folders that it needs."""
    with whole_file(path, aside) as file:
        file.write(data)


def aside(path: Path) -> Path:
    """Where a batch writes a file before it appears: the same place each time, so that an interruption leaves no litter
    that the next run does not take up.
    """
    return path.with_name(f".akn-{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:32]}.part")


@contextmanager
def whole_file(path: Path, aside: Path | None = None) -> Iterator[IO[bytes]]:
    """A file to write that appears under its name only when all went well and it is on the disk.

    It is written `aside`, which no one else may write to, or under a new name in the same folder.
    """
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():  # a device or a pipe cannot be replaced
        with path.open("wb") as file:
            yield file
        return
    handle, name = _beside(path, aside)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_mode(path))
        os.replace(name, path)  # noqa: PTH105
    except BaseException:
        with suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        raise


def _beside(path: Path, aside: Path | None) -> tuple[int, str]:
    """A new file in the same folder, which is made where it does not exist."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if aside is not None:
            return os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _NO_LINK, 0o600), str(aside)
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
