"""The rows of tables: lines as blocks, one for each cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from akn import tables
from akn.front import Block, Entry
from akn.model import Attributes
from akn.roles import CELL
from akn.text import Line


def cells(rows: Sequence[Entry], attributes: Attributes) -> Iterator[Block]:
    """The cells of the rows of a table, or of several that stand one after the other; `row` opens each row.

    The line below a head, which is ruling, belongs to what closes the head. A page end keeps the two apart: the line is
    then a row like any other.
    """
    dashes = [row.cut is None and tables.is_under_head(row.line.text) for row in rows]
    below = [under and number > 0 and not dashes[number - 1] for number, under in enumerate(dashes)]
    for number, row in enumerate(rows):
        if below[number]:
            continue
        headed = number + 1 < len(rows) and below[number + 1]
        opens = (("row", tables.HEAD if headed else tables.DATA),)
        spans = list(tables.cells(row.line.text))
        for cell, (start, end) in enumerate(spans):
            line = Line(row.line.text[start:end], row.line.start + start, row.line.start + end)
            last = cell == len(spans) - 1
            close = (rows[number + 1] if headed else row).line.end if last else 0
            entry = Entry(line, None if cell else row.cut, row.blank and not cell)
            yield Block(CELL, (entry,), "p", (*attributes, *(() if cell else opens)), close)
