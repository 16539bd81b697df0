"""The report of a batch: a row for each input, also where the disk fills up; and beside it how long each took."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import akn
from akn.diagnostics import UsageError
from akn.lines import Lines, write_all

_ROW = 1024  # bytes that the row of an input which failed takes at most, but for very long names
_MOST = 64 * 1024 * 1024
_BLOCK = 4096


class Journal(Lines):
    """The rows of a report, and in a file beside it, `.times`, how long each input took: so the rows are the same bytes
    on every run. `total` is how many inputs there are.

    Meanwhile a file `.reserve` keeps some room on the disk, so that rows can tell of results for which there is none.
    """

    def __init__(self, path: Path, *, resume: bool, total: int = 0) -> None:
        super().__init__(path, resume=resume)
        try:
            self._times = _appended(times_beside(path), resume=resume)
        except BaseException:
            super().close()
            raise
        self._left = total
        self._reserve = _Reserve(path.with_name(f"{path.name}.reserve"), min(total * _ROW, _MOST))

    def write(self, row: Mapping[str, Any]) -> None:
        """Writes the next row, if it does not stand there already. Raises OSError where it cannot be written."""
        while True:
            try:
                super().write(row)
                break
            except OSError as error:
                if error.errno != errno.ENOSPC or not self._reserve.give():
                    raise
        self._left -= 1
        if self._left % 1000 == 0:
            self._reserve.shrink(self._left * _ROW)

    def enter(self, row: Mapping[str, Any], seconds: float | None) -> None:
        """Writes the next row, and how long its input took, unless an earlier run did it (None)."""
        self.write(row)
        if seconds is not None:
            self._took(row["input"], seconds)

    def _took(self, name: str, seconds: float) -> None:
        """Enters how long an input took, if there is room."""
        end = self._times.tell()
        try:
            write_all(self._times, json.dumps({"input": name, "seconds": round(seconds, 6)}).encode() + b"\n")
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            self._times.seek(end)
            self._times.truncate()

    def close(self) -> None:
        """Closes the files, as far as they are written."""
        super().close()
        self._times.close()
        self._reserve.close()


def key_of(options: Mapping[str, Any]) -> str:
    """What a row says of how its input was worked on: the same for the same options and version of this library."""
    told = json.dumps([akn.__version__, options], sort_keys=True, default=sorted)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def times_beside(report: Path) -> Path:
    """Where the times of a report are, if there are any."""
    return report.with_name(f"{report.name}.times")


def _appended(path: Path, *, resume: bool) -> IO[bytes]:
    """A file of lines to go on with; what an earlier run left of its last line is taken off."""
    try:
        file = path.open("r+b" if resume and path.exists() else "w+b", buffering=0)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
    end = file.seek(0, os.SEEK_END)
    start = max(end - _BLOCK, 0)
    file.seek(start)
    file.truncate(start + file.read(_BLOCK).rfind(b"\n") + 1)
    file.seek(0, os.SEEK_END)
    return file


class _Reserve:
    """A file that is there only to take room. Where a system cannot set room apart, it has none."""

    def __init__(self, path: Path, size: int) -> None:
        self._path = path
        self._size = 0
        self._file = path.open("wb", buffering=0)
        try:
            os.posix_fallocate(self._file.fileno(), 0, size)
            self._size = size
        except (OSError, AttributeError):
            self._file.truncate(0)

    def give(self) -> bool:
        """Gives some room up, so little that no result takes it first. False where none is left."""
        if not self._size:
            return False
        self.shrink(self._size - _BLOCK)
        return True

    def shrink(self, size: int) -> None:
        """Keeps so much room at most."""
        self._size = min(self._size, max(size, 0))
        self._file.truncate(self._size)

    def close(self) -> None:
        """All rows are written, or no more will be."""
        self._file.close()
        self._path.unlink(missing_ok=True)
