"""A folder of Parquet files, each with a number of rows, written whole; an interrupted run goes on with it.

pyarrow is needed (the extra `akn[parquet]`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any

from akn import stores
from akn.diagnostics import UsageError

ROWS = 1000  # of a part

_COLUMNS = {
    "id": "string",
    "input": "string",
    "work": "string",
    "manifestation": "string",
    "title": "string",
    "language": "string",
    "characters": "int64",
    "digest": "string",
    "findings": "int64",
    "xml": "string",
}


class Parts:
    """The rows of a data set in `part-00000.parquet`, `part-00001.parquet`, ... of a folder.

    A part is written when it is full, so that an interruption loses the rows of the last one; those are made again.
    With `resume` the rows that an earlier run wrote are known by their `input`.
    """

    def __init__(self, folder: str, *, resume: bool) -> None:
        self._arrow, self._parquet = _pyarrow()
        self._folder = folder.rstrip("/")
        self._rows: list[Mapping[str, Any]] = []
        self._written = 0
        self._earlier: dict[str, tuple[str, int]] = {}
        self._keys: dict[str, list[str]] = {}  # of each earlier part
        self._held: dict[str, Mapping[str, Any]] = {}  # earlier rows whose part is written anew
        self._old = self._parts() if stores.is_folder(self._folder) else []
        if stores.exists(self._folder):
            raise UsageError(f"{folder} is a file; Parquet is written as a folder of parts.")
        for name in self._old if resume else ():
            table = self._parquet.read_table(BytesIO(stores.read(name)), columns=["input"])
            self._keys[name] = table.column("input").to_pylist()
            self._earlier |= {key: (name, number) for number, key in enumerate(self._keys[name])}
        self._read = lru_cache(2)(self._read_part)

    def has(self, key: str) -> bool:
        """Whether an earlier run wrote the row of this input."""
        return key in self._earlier or key in self._held

    def known(self, key: str) -> Mapping[str, Any]:
        """The row that an earlier run wrote of this input."""
        if key in self._held:
            return self._held.pop(key)
        name, number = self._earlier.pop(key)
        row: Mapping[str, Any] = self._read(name).slice(number, 1).to_pylist()[0]
        return row

    def write(self, row: Mapping[str, Any]) -> None:
        """Takes the next row. Raises OSError where a part cannot be written; its rows are lost."""
        self._rows.append(row)
        if len(self._rows) == ROWS:
            self._flush()

    @property
    def is_settled(self) -> bool:
        """Whether no row waits for its part to be full."""
        return not self._rows

    def finish(self) -> None:
        """All rows are there: writes the last part, and takes away what an earlier run had beyond it."""
        if self._rows or not self._written:
            self._flush()
        kept = {self._name(number) for number in range(self._written)}
        for name in self._old:
            if name not in kept:
                stores.remove(name)

    def _flush(self) -> None:
        rows, self._rows = self._rows, []
        schema = self._arrow.schema(list(_COLUMNS.items()))
        table = self._arrow.Table.from_pylist(rows, schema=schema)
        data = BytesIO()
        self._parquet.write_table(table, data, compression="zstd")
        name = self._name(self._written)
        for key in self._keys.pop(name, ()):
            if key in self._earlier:
                self._held[key] = self.known(key)
        self._read.cache_clear()
        stores.write(name, data.getvalue())
        self._written += 1

    def _name(self, number: int) -> str:
        return stores.join(self._folder, f"part-{number:05}.parquet")

    def _parts(self) -> list[str]:
        return [name for name, below in stores.below(self._folder) if below.startswith("part-")]

    def _read_part(self, name: str) -> Any:
        return self._parquet.read_table(BytesIO(stores.read(name)))


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise UsageError('Parquet needs pyarrow: pip install "akn[parquet]".') from None
    return pyarrow, parquet
