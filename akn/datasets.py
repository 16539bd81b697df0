"""Data sets of texts: JSON Lines and Parquet, with a column of texts and one of identifiers, read row by row.

Parquet needs pyarrow (the extra `akn[parquet]`).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from akn import stores
from akn.diagnostics import UsageError

LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
PARQUET = (".parquet",)
SUFFIXES = LINES + PARQUET

_BATCH = 64  # rows of Parquet that are in memory at a time


@dataclass(frozen=True, slots=True)
class Record:
    """A row: its identifier, and its text, or in `fault` why it has none."""

    id: str
    text: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class DataSet:
    """A file of rows, in a folder or a store. Each row has its text in one column, and its identifier in another.

    Where `ids` is empty, the identifiers are the numbers of the rows, from 1.
    """

    file: str
    texts: str = "text"
    ids: str = ""

    def __iter__(self) -> Iterator[Record]:
        """Every row, in order, lazily. Raises SourceError and UsageError where the file is not such a data set."""
        columns = [self.texts, *([self.ids] if self.ids else [])]
        rows = _parquet_rows(self.file, columns) if self.file.endswith(PARQUET) else _json_rows(self.file)
        for number, row in enumerate(rows, 1):
            yield self._record(number, row)

    def __len__(self) -> int:
        """How many rows there are."""
        if self.file.endswith(PARQUET):
            with _parquet(self.file) as file:
                return int(file.metadata.num_rows)
        with _lines(self.file) as lines:
            return sum(1 for line in lines if line.strip())

    def identifiers(self) -> Iterator[str]:
        """The identifier of every row; of Parquet, no other column is read."""
        if not self.ids:
            yield from (str(number) for number in range(1, len(self) + 1))
        elif self.file.endswith(PARQUET):
            for number, row in enumerate(_parquet_rows(self.file, [self.ids]), 1):
                yield self._id(number, row)
        else:
            yield from (record.id for record in self)

    def _id(self, number: int, row: dict[str, Any]) -> str:
        said = row.get(self.ids) if self.ids else None
        return str(number) if said is None or said == "" else str(said)

    def _record(self, number: int, row: dict[str, Any] | str) -> Record:
        if isinstance(row, str):
            return Record(str(number), fault=row)
        id = self._id(number, row)
        if self.texts not in row:
            there = ", ".join(map(repr, row)) or "nothing"
            return Record(id, fault=f"Row {number} has no {self.texts!r}; it has {there}.")
        text = row[self.texts]
        if not isinstance(text, str):
            kind = "null" if text is None else type(text).__name__
            return Record(id, fault=f"Row {number}: {self.texts!r} is {kind}, no text.")
        return Record(id, text)


def _json_rows(file: str) -> Iterator[dict[str, Any] | str]:
    """The objects of the lines; for a line that is none, what is wrong with it."""
    with _lines(file) as lines:
        number = 0
        for line in lines:
            if not line.strip():
                continue
            number += 1
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield f"Row {number} is no JSON: {error}."
                continue
            yield row if isinstance(row, dict) else f"Row {number} is no JSON object."


@contextmanager
def _lines(file: str) -> Iterator[IO[bytes]]:
    with stores.opened(file) as opened:
        if file.endswith(".gz"):
            with gzip.open(opened) as unpacked:
                yield unpacked  # type: ignore[misc]  # it reads bytes as any other file
        else:
            yield opened


def _parquet_rows(file: str, columns: list[str]) -> Iterator[dict[str, Any]]:
    with _parquet(file) as opened:
        known = opened.schema_arrow.names
        for column in columns:
            if column not in known:
                raise UsageError(f"{file} has no column {column!r}; it has {', '.join(known)}.")
        for batch in opened.iter_batches(_BATCH, columns=columns):
            yield from batch.to_pylist()


@contextmanager
def _parquet(file: str) -> Iterator[Any]:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        raise UsageError(f'{file} needs pyarrow: pip install "akn[parquet]".') from None
    with stores.opened(file) as opened:
        try:
            found = parquet.ParquetFile(opened)
        except (ArrowException, OSError) as error:
            raise UsageError(f"{file} is no Parquet: {error}.") from None
        yield found
