"""Tables of light mark-up: the cells of a line, the table that cells make, and the ruling between them.

A row is a line between two bars, one cell between each two of its bars. A line of dashes below a row says that this
is the head of a table (GitHub Flavored Markdown 0.29, section 4.10). Bars, padding and that line are layout: `padding`
writes what a row has of them beside the usual, `ruling` gives them again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from akn.model import Leaf, Node
from akn.roles import CELL

BAR = "|"
HEAD, DATA = "th", "td"
_BAR = re.compile(r"(?<!\\)\|")  # `\|` is a character of the text
_DASHES = re.compile(r"\|(?:[ \t]*:?-+:?[ \t]*\|)+")
_BETWEEN = re.compile(r"(?:( *) |[ \t\r\n]*)\|(?: ( *))?")
_BLANKS = re.compile(r"(?:(\d{1,6})\.)?(\d{0,6})")


def is_row(line: str) -> bool:
    """Whether a line is a row of a table."""
    return len(line) > 1 and line[0] == line[-1] == BAR and line[-2] != "\\"


def is_under_head(line: str) -> bool:
    """Whether a line is the line of dashes below the head of a table."""
    return bool(_DASHES.fullmatch(line))


def cells(row: str) -> Iterator[tuple[int, int]]:
    """Where the text of each cell starts and ends in a row; an empty one stands after the first blank after its bar."""
    for before, after in pairwise(bar.start() for bar in _BAR.finditer(row)):
        inner = row[before + 1 : after]
        text = inner.strip(" \t")
        blanks = len(inner) - len(inner.lstrip(" \t")) if text else min(len(inner), 1)
        yield before + 1 + blanks, before + 1 + blanks + len(text)


def gathered(node: Node) -> Node:
    """The tree with each run of cells as the tables that they make: a row that is a head begins one."""
    children: list[Node | Leaf] = []
    rows: list[list[Leaf]] = []
    for child in node.children:
        if isinstance(child, Leaf) and child.role == CELL:
            if "row" in dict(child.attributes) or not rows:
                rows.append([])
            rows[-1].append(child)
            continue
        children += _tables(rows)
        rows = []
        children.append(gathered(child) if isinstance(child, Node) else child)
    return replace(node, children=(*children, *_tables(rows)))


def _tables(rows: Sequence[Sequence[Leaf]]) -> Iterator[Node]:
    starts = [n for n, row in enumerate(rows) if not n or _tag(row) == HEAD]
    for start, end in pairwise([*starts, len(rows)]):
        yield Node("table", tuple(map(_row, rows[start:end])))


def _tag(row: Sequence[Leaf]) -> str:
    return dict(row[0].attributes).get("row", DATA)


def _row(row: Sequence[Leaf]) -> Node:
    return Node("tr", tuple(Node(_tag(row), (replace(leaf, attributes=()),)) for leaf in row))


def white_space(gap: str) -> str:
    """The white space in a gap before the first bar."""
    return gap.partition(BAR)[0]


def padding(gaps: Sequence[str], close: str) -> str:
    """How many blanks each cell of a row has beside those that are usual: a number for those after it; before that,
    with a full stop, one for those before it. Cells without any at the end of a row are left out.
    """
    between = [_BETWEEN.fullmatch(text) for text in (*gaps, close)]
    around = [
        (len(before[2] or "") if before else 0, len(after[1] or "") if after else 0)
        for before, after in pairwise(between)
    ]
    while around and around[-1] == (0, 0):
        around.pop()
    return " ".join((f"{left}." if left else "") + (str(right) if right or not left else "") for left, right in around)


def ruling(code: str, count: int) -> tuple[tuple[str, ...], str]:
    """What is usual around so many cells of a row with this padding: before each (the first after the white space
    before the row), and after the last. What is no padding stands for none.
    """
    around = [(0, 0)] * count
    for number, word in enumerate(code.split()[:count]):
        match = _BLANKS.fullmatch(word)
        around[number] = (int(match[1] or 0), int(match[2] or 0)) if match else (0, 0)
    ends = [" " * (right + 1) + BAR for _, right in around]
    starts = [BAR, *ends[:-1]]
    before = (start + " " * (left + 1) for start, (left, _) in zip(starts, around, strict=True))
    return tuple(before), ends[-1] if ends else ""


def end_of_row(count: int, *, head: bool) -> str:
    """What the canonical layout has after the last of so many cells: a bar, and below a head a line of dashes."""
    return f" {BAR}" + (f"\n\n{BAR}" + f"---{BAR}" * count if head else "")
