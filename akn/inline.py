"""Marks within one leaf: emphasis and raised letters, and how marks of different makers are brought together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from akn.model import Leaf, Mark
from akn.shapes import EMPHASIS

_RAISED = re.compile(r"\^\{[^{}^]{1,40}\}|\^\w(?!\w)")


def emphasis(string: str) -> list[Mark]:
    """The marks for `**bold**`, `*italics*`, `^{raised}` and `^r`."""
    marks = []
    if "*" in string:
        for match in EMPHASIS.finditer(string):
            signs = len(match[1])
            marks.append(Mark(match.start(), match.end(), "b" if signs == 2 else "i", (), signs, signs))
    if "^" in string:
        for match in _RAISED.finditer(string):
            braced = match.group()[1] == "{"
            marks.append(Mark(match.start(), match.end(), "sup", (), 2 if braced else 1, int(braced)))
    return marks


def weave(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Marks in order, outer before inner. Page ends and notes stay whatever they meet; of two others that cross, the
    one that starts first stays.
    """
    all_marks = list(marks)
    fixed = sorted((mark for mark in all_marks if mark.tag in FIXED), key=lambda mark: (mark.start, mark.end))
    starts = [mark.start for mark in fixed]
    free = (mark for mark in all_marks if mark.tag not in FIXED and _admits(mark, fixed, starts))
    kept: list[Mark] = []
    open_marks: list[Mark] = []
    for mark in sorted([*fixed, *free], key=_order):
        while open_marks and open_marks[-1].end <= mark.start:
            open_marks.pop()
        if open_marks and mark.tag not in FIXED:
            outer = open_marks[-1]
            if any(around.tag in _SAID.get(mark.tag, ()) for around in open_marks):
                continue
            if outer.tag in FIXED or mark.end > outer.end - outer.tail or mark.start < outer.start + outer.lead:
                continue
        kept.append(mark)
        if mark.end > mark.start:
            open_marks.append(mark)
    return tuple(kept)


# Marks that stand for something else in the text: where they go, nothing may be lost.
FIXED = ("eop", "authorialNote", "noteRef")
# Marks of running text that say again what a mark of the front matter around them says.
_SAID = {"date": ("docDate",), "ref": ("docNumber", "ref")}


def _order(mark: Mark) -> tuple[int, bool, int, bool, bool, bool]:
    """At one place: what has no width, then the longest; of two alike, what says most."""
    wide = mark.end > mark.start
    return mark.start, wide, -mark.end, mark.tag == "eop", mark.tag in _SAID, mark.lead > 0


def _admits(mark: Mark, fixed: Sequence[Mark], starts: Sequence[int]) -> bool:
    """Whether a mark can stand where the fixed marks are: each is outside it, or wholly inside its content."""
    first, last = mark.start + mark.lead, mark.end - mark.tail
    index = bisect_left(starts, mark.start)
    if index and fixed[index - 1].end > mark.start:
        return False
    while index < len(fixed) and fixed[index].start < mark.end:
        other = fixed[index]
        at_start = other.start == other.end == mark.start
        if not at_start and not (first <= other.start and other.end <= last):
            return False
        index += 1
    return True


def probe(leaf: Leaf) -> tuple[str, Sequence[int]]:
    """The string of a leaf as a reader sees it, with a blank where a page ends within it, and where those blanks are.

    The places are offsets in the string that is returned.
    """
    places = [mark.start for mark in leaf.marks if mark.tag == "eop" and 0 < mark.start < len(leaf.string)]
    if not places:
        return leaf.string, ()
    parts = [leaf.string[start:end] for start, end in zip([0, *places], [*places, len(leaf.string)], strict=True)]
    return " ".join(parts), [place + number for number, place in enumerate(places)]


def unprobe(marks: Iterable[Mark], blanks: Sequence[int]) -> Iterable[Mark]:
    """Marks found in a probe, as marks of the leaf's own string."""
    if not blanks:
        return marks
    return [
        Mark(
            mark.start - bisect_left(blanks, mark.start),
            mark.end - bisect_left(blanks, mark.end),
            mark.tag,
            mark.attributes,
            mark.lead,
            mark.tail,
        )
        for mark in marks
    ]
