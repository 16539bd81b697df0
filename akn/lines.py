"""A file of JSON Lines that is written as it goes, and goes on after an interruption."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from akn.diagnostics import UsageError


class Lines:
    """Rows of JSON in a file, each written at once, in the order of the inputs.

    With `resume` the rows of an earlier run stay as long as the same ones come again; `known` gives the earlier row of
    an input, wherever it stands. From the first row that differs on the file is written anew, and what was left of it
    is kept beside it (`.rest`) until all is done, so that an interruption of this run loses nothing either. So a run
    that is interrupted and resumed leaves the same bytes as one that is not.
    """

    def __init__(self, path: Path, *, key: str = "input", resume: bool = False) -> None:
        self._path = path
        self._rest_path = path.with_name(f"{path.name}.rest")
        self._key = key
        self._known: dict[str, tuple[bool, int, int]] = {}  # is it in the rest, where, how long
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: IO[bytes] = path.open("r+b" if resume and path.exists() else "w+b", buffering=0)
            self._rest: IO[bytes] = self._rest_path.open("a+b" if resume else "w+b")
        except OSError as error:
            raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
        try:
            self._look_at(self._rest, in_rest=True)
            self._end = self._look_at(self._file, in_rest=False)  # of the last whole row
        except BaseException:
            Lines.close(self)  # what a class derived from it would close is not there yet
            raise
        self._at = 0

    def known(self, key: str) -> dict[str, Any] | None:
        """The row that an earlier run wrote of this input."""
        if key not in self._known:
            return None
        in_rest, start, length = self._known[key]
        file = self._rest if in_rest else self._file
        file.seek(start)
        row: dict[str, Any] = json.loads(file.read(length))
        return row

    def write(self, row: Mapping[str, Any]) -> None:
        """Writes the next row, if it does not stand there already. Raises OSError where it cannot be written."""
        data = json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
        if self._at < self._end:
            self._file.seek(self._at)
            if self._file.read(len(data)) == data:
                self._at += len(data)
                return
            self._set_aside()
        self._file.seek(self._at)
        try:
            write_all(self._file, data)
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(self._path)) from error
        self._at = self._end = self._at + len(data)

    def finish(self) -> None:
        """All rows are written: nothing of an earlier run is needed any more."""
        self._file.truncate(self._at)
        os.fsync(self._file.fileno())
        self._rest.close()
        self._rest_path.unlink(missing_ok=True)

    def close(self) -> None:
        """Closes the file, as far as it is written."""
        self._file.close()
        self._rest.close()
        if self._rest_path.exists() and not self._rest_path.stat().st_size:
            self._rest_path.unlink()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.finish()
        self.close()

    def _set_aside(self) -> None:
        """Moves the rows from here on beside the file."""
        shift = self._rest.seek(0, os.SEEK_END) - self._at
        self._file.seek(self._at)
        while chunk := self._file.read(1 << 20):
            self._rest.write(chunk)
        self._rest.flush()
        os.fsync(self._rest.fileno())
        for key, (in_rest, start, length) in self._known.items():
            if not in_rest and start >= self._at:
                self._known[key] = (True, start + shift, length)
        self._file.truncate(self._at)
        self._end = self._at

    def _look_at(self, file: IO[bytes], *, in_rest: bool) -> int:
        """Remembers where the rows of a file are, takes off a last one that is not whole, and says where they end."""
        end = 0
        for key, start, length in self._rows(file):
            self._known[key] = (in_rest, start, length)
            end = start + length
        file.truncate(end)
        return end

    def _rows(self, file: IO[bytes]) -> Iterator[tuple[str, int, int]]:
        """The key of each row, where the row starts, and how long it is; a last row that is not whole is left out."""
        file.seek(0)
        start = 0
        # A buffer of its own: `readline` on an unbuffered file reads byte by byte.
        with open(os.dup(file.fileno()), "rb") as reader:  # noqa: PTH123
            reader.seek(0)
            for line in reader:
                if not line.endswith(b"\n"):
                    return
                try:
                    key = json.loads(line)[self._key]
                except (ValueError, LookupError, TypeError):
                    raise UsageError(
                        f"{self._path} is not what an earlier run wrote: a row is no JSON object with {self._key!r}."
                    ) from None
                yield key, start, len(line)
                start += len(line)


def write_all(file: IO[bytes], data: bytes) -> None:
    """Writes all of it to a file without a buffer."""
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]
