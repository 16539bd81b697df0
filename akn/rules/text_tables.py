"""Rules of tables: rows and columns that fit."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from akn.rules.asserted import Asserted, enter
from akn.rules.registry import Problem, rule
from akn.schema import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from akn.rules.survey import Survey

_HTML = "AKN core part 2, table, td, th: as in HTML 4.01, 11.2.6"
_ROW = f"{{{NAMESPACE}}}tr"
_CELLS = (f"{{{NAMESPACE}}}td", f"{{{NAMESPACE}}}th")
_A, _B = "<td><p>a</p></td>", "<td><p>b</p></td>"
_WIDEST = 1_000_000  # more rows or columns than any table has

enter(
    (
        Asserted(
            "text-span",
            "The rows and columns that a cell spans are no negative number",
            "The schema admits any integer. 0 stands for all rows or columns that follow.",
            names=("td", "th"),
            where="@colspan or @rowspan",
            test="not(@colspan < 0) and not(@rowspan < 0)",
            sure=lambda element: not element.get("colspan") and not element.get("rowspan"),
            message="A <{name}> spans colspan={colspan!r}, rowspan={rowspan!r}; 0 is the least.",
            bad=f'<table><tr><td colspan="-1"><p>a</p></td>{_B}</tr></table>',
            good=f'<table><tr><td colspan="0"><p>a</p></td>{_B}</tr></table>',
        ),
        Asserted(
            "text-rowspan",
            "A cell does not span more rows than there are",
            "It would hang out of the table at its end.",
            attribute="rowspan",
            names=("td", "th"),
            test="not(@rowspan > count(../following-sibling::a:tr) + 1)",
            message="A <{name}> spans {rowspan} rows, and the table ends before.",
            bad=f'<table><tr><td rowspan="3"><p>a</p></td>{_B}</tr><tr>{_B}</tr></table>',
            good=f'<table><tr><td rowspan="2"><p>a</p></td>{_B}</tr><tr>{_B}</tr></table>',
        ),
    ),
    source=_HTML,
)


@rule(
    "text-row",
    "The rows of a table are of one width",
    severity="warning",
    source=_HTML,
    bad=f"<table><tr>{_A}{_B}</tr>\n<tr>{_A}</tr></table>",
    good=f'<table><tr>{_A}{_B}</tr>\n<tr><td colspan="2"><p>a</p></td></tr></table>',
)
def rows(survey: Survey) -> Iterator[Problem]:
    """Cells counted with what they span. A row with fewer or more than the others has lost one, or says no colspan."""
    for table in survey.named("table"):
        widths = list(_widths(table))
        counts = Counter(width for _, width in widths)
        usual = counts.most_common(1)[0][0] if counts else 0
        for row, width in widths:
            if width != usual:
                yield Problem(
                    row,
                    f"A row is {width} columns wide, and others of the table are {usual}.",
                    "Say by @colspan how many columns a cell takes, or put the cell in that is missing.",
                )


def _widths(table: _Element) -> Iterator[tuple[_Element, int]]:
    """The rows of a table, each with the number of columns that its cells, and those that reach into it, take.

    A row with a cell that takes all columns which remain, however many, is as wide as it needs to be, and left out.
    """
    reaching: list[tuple[int, int]] = []  # how many rows more, and how many columns
    for row in table.iterchildren(_ROW):
        own = [(_span(cell, "rowspan") or _WIDEST, _span(cell, "colspan")) for cell in row.iterchildren(*_CELLS)]
        cells = [(rows, columns) for rows, columns in reaching if rows > 0] + own
        if all(columns for _, columns in cells):
            yield row, sum(columns for _, columns in cells)
        reaching = [(rows - 1, columns) for rows, columns in cells]


def _span(cell: _Element, attribute: str) -> int:
    """How many rows or columns a cell takes, 0 for all that follow; 1 where it does not say so in a number."""
    try:
        found = int(cell.get(attribute, "1"))
    except ValueError:
        return 1
    return min(found, _WIDEST) if found >= 0 else 1
