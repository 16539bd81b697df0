"""The layout vocabulary: what the XML keeps of the printed form beside the mark-up, written and read.

Described by `schemas/akn-layout.xsd`. Only what differs from the document's own habits is written, and those stand once
in `FRBRManifestation/preservation`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from itertools import pairwise

from lxml import etree

from akn.model import FRONT, PARTS, Facts, Leaf, Node, PageEnd, Piece
from akn.tables import padding, ruling, white_space
from akn.text import NEWLINE, decode, encode

NAMESPACE = "urn:akn:layout:1.0"
PREFIX = "l"
_NEWLINES = {"\n": "lf", "\r\n": "crlf", "\r": "cr"}


def name(local: str) -> str:
    """A name of this vocabulary as lxml writes it."""
    return f"{{{NAMESPACE}}}{local}"


@dataclass(frozen=True, slots=True)
class Habits:
    """The usual white space of a document: before a block of the front or the back matter, before another block,
    after the number of a paragraph, of a point, of a section or the like, between the rows of tables, in a page end,
    between a label and its note.
    """

    front: str = "\n\n"
    block: str = "\n\n"
    num: str = " "
    point: str = " "
    level: str = " "
    row: str = "\n\n"
    page: str = "\n\n"
    label: str = " "


HOUSE = Habits()


def kind_after(tag: str, parent: str) -> str:
    """The habit that the white space after this block follows, where that is one of its own."""
    if parent == "tr":
        return "row"
    if tag != "num":
        return ""
    return {"paragraph": "num", "point": "point", "item": "point"}.get(parent, "level")


def kind_of_gap(after: str, part: str, *, of_row: bool = False) -> str:
    """Which habit the white space before a block in this part (or before the row of a table) follows, after a block
    that asks for `after`.
    """
    if after == "row" and not of_row:
        after = ""
    return after or ("front" if part in FRONT else "block")


def habits_of(tree: Node, pages: Sequence[PageEnd]) -> Habits:
    """The most frequent white space of each kind in a document."""
    counts: dict[str, Counter[str]] = {habit.name: Counter() for habit in fields(Habits)}
    for (before, parent, _), (leaf, holder, part) in pairwise(_parted(tree, "", "")):
        of_row = holder == "tr"
        kind = kind_of_gap(kind_after(before.tag, parent), part, of_row=of_row)
        counts[kind][white_space(leaf.gap) if of_row else leaf.gap] += 1
    for page in pages:
        for piece, before_piece, whole in _pieces(page):
            if not _after_feed(before_piece):
                counts["label" if whole else "page"][piece.gap] += 1
    usual = {kind: count.most_common(1)[0][0] for kind, count in counts.items() if count}
    return Habits(**{kind: gap for kind, gap in usual.items() if len(gap) < 40})


def _parted(node: Node | Leaf, parent: str, part: str) -> Iterator[tuple[Leaf, str, str]]:
    """The leaves that hold anything, each with the element and the part that it is in; of a row the first cell."""
    if isinstance(node, Leaf):
        if node.string or node.marks:
            yield node, parent, part
        return
    if node.tag == "tr":
        yield cells_of(node)[0], "tr", part
        return
    for child in node.children:
        yield from _parted(child, node.tag, node.tag if node.tag in PARTS else part)


def cells_of(row: Node) -> list[Leaf]:
    """The leaves in the row of a table, one in each of its cells."""
    return [leaf for cell in row.children if isinstance(cell, Node) for leaf in cell.children if isinstance(leaf, Leaf)]


def _pieces(page: PageEnd) -> Iterator[tuple[Piece, Piece | None, bool]]:
    """The pieces of a page end, each with the one before it, and whether it is a body right after its own label."""
    before: Piece | None = None
    for piece in page.pieces:
        whole = piece.kind == "note" and before is not None and before.kind == "label" and before.note == piece.note
        yield piece, before, whole
        before = piece


def _after_feed(before: Piece | None) -> bool:
    """Whether a piece is the first of a new page, which usually has no white space before it."""
    return before is not None and before.kind == "feed"


def facts_element(facts: Facts, habits: Habits) -> etree._Element:
    """The element `facts`: what is true of the whole text."""
    element = etree.Element(name("facts"), nsmap={PREFIX: NAMESPACE})
    if facts.newline != "\n":
        element.set("newline", _NEWLINES[facts.newline])
    if facts.bom:
        element.set("bom", "true")
    for habit in fields(Habits):
        gap = getattr(habits, habit.name)
        if gap != getattr(HOUSE, habit.name):
            element.set(habit.name, encode(gap, facts.newline))
    if facts.tail != facts.newline:
        element.set("tail", encode(facts.tail, facts.newline))
    return element


def read_facts(element: etree._Element) -> tuple[Facts, Habits]:
    """The facts and the habits that an element `facts` states."""
    newline = {name: newline for newline, name in _NEWLINES.items()}.get(element.get("newline", "lf"), "\n")
    tail = element.get("tail")
    facts = Facts(newline, element.get("bom") == "true", newline if tail is None else decode(tail, newline))
    given = {habit.name: element.get(habit.name) for habit in fields(Habits)}
    return facts, Habits(**{key: decode(code, newline) for key, code in given.items() if code is not None})


def write_row(element: etree._Element, leaves: Sequence[Leaf], newline: str) -> tuple[str, ...]:
    """Say of a `tr` how its cells are padded, and how it ends where that is not usual.

    What this gives before each cell is returned: of the first, what follows the white space before the row.
    """
    code = padding([leaf.gap for leaf in leaves], leaves[-1].close)
    if code:
        element.set(name("pad"), code)
    before, close = ruling(code, len(leaves))
    if leaves[-1].close != close:
        element.set(name("close"), encode(leaves[-1].close, newline))
    return before


def read_row(element: etree._Element, count: int, newline: str) -> tuple[tuple[str, ...], str]:
    """What stands before each of the cells of a `tr`, as `write_row` returns it, and after the last."""
    before, close = ruling(element.get(name("pad"), ""), count)
    code = element.get(name("close"))
    return before, close if code is None else decode(code, newline)


def is_plain(page: PageEnd) -> bool:
    """Whether a page end is a bare form feed, which needs no description."""
    return len(page.pieces) == 1 and page.pieces[0].kind == "feed"


@dataclass(slots=True)
class _Run:
    """An element of a page end before it is written: its name, its attributes, its text, the notes it names."""

    kind: str
    attributes: dict[str, str]
    text: str = ""
    notes: list[str] = field(default_factory=list)

    def is_usual(self) -> bool:
        return bool(self.notes) and not self.attributes


def page_element(
    page: PageEnd, number: int, habits: Habits, newline: str, eid: Callable[[str], str], since: Sequence[str] = ()
) -> etree._Element:
    """The element `pageEnd` of `meta/presentation`; `eid` gives the identifier of a note.

    Notes that stand one after the other in the usual way share an element. `since` are the notes that are called
    first since the last page end: where just these stand so, they need not be named.
    """
    element = etree.Element(name("pageEnd"), n=str(number), nsmap={PREFIX: NAMESPACE})
    if page.after:
        element.set("after", encode(page.after, newline))
    runs = _joined(_runs(page, habits, newline))
    named = [run for run in runs if run.notes]
    for run in runs:
        expected = named == [run] and run.kind == "note" and "label" not in run.attributes and run.notes == list(since)
        child = etree.SubElement(element, name("notes" if expected else run.kind), run.attributes)
        if run.notes and not expected:
            child.set("ref", " ".join(eid(note) for note in run.notes))
        elif run.text:
            child.text = run.text
    return element


def _runs(page: PageEnd, habits: Habits, newline: str) -> list[_Run]:
    """The pieces of a page end, a label and the body right after it as one."""
    runs: list[_Run] = []
    for piece, before, whole in _pieces(page):
        if whole:
            runs[-1].kind = "note"
            if piece.gap != habits.label:
                runs[-1].attributes["label"] = encode(piece.gap, newline)
            continue
        usual = "" if _after_feed(before) else habits.page
        attributes = {} if piece.gap == usual else {"gap": encode(piece.gap, newline)}
        kind = "body" if piece.kind == "note" else piece.kind
        runs.append(_Run(kind, attributes, piece.text, [piece.note] if piece.note else []))
    return runs


def _joined(runs: Iterable[_Run]) -> list[_Run]:
    """Each run of notes that has nothing unusual taken into the one before, where that is of the same kind."""
    joined: list[_Run] = []
    for run in runs:
        if run.is_usual() and joined and joined[-1].kind == run.kind and joined[-1].notes:
            joined[-1].notes += run.notes
        else:
            joined.append(run)
    return joined


def placed(notes: Sequence[str], gap: str, habits: Habits) -> list[Piece]:
    """The pieces of notes that stand one after the other in the usual way, the first after this white space."""
    pieces = []
    for note in notes:
        pieces += [Piece("label", gap, note=note), Piece("note", habits.label, note=note)]
        gap = habits.page
    return pieces


def _with_body(
    element: etree._Element, label: etree._Element, body: Piece, habits: Habits, newline: str
) -> etree._Element:
    """The label that was written last as the note that it is, now that its body follows."""
    own = (label.get("ref") or "").split()
    if len(own) > 1:  # it shares its element with labels that stand alone
        label.set("ref", " ".join(own[:-1]))
        label = etree.SubElement(element, label.tag, ref=own[-1])
    label.tag = name("note")
    if body.gap != habits.label:
        label.set("label", encode(body.gap, newline))
    return _shared(element, label)


def _shared(element: etree._Element, last: etree._Element) -> etree._Element:
    """The element of a note, taken into the one before where that is of the same kind and nothing is unusual."""
    before = last.getprevious()
    if before is None or before.tag != last.tag or list(last.attrib) != ["ref"]:
        return last
    before.set("ref", f"{before.get('ref')} {last.get('ref')}")
    element.remove(last)
    return before


def read_page(element: etree._Element, habits: Habits, newline: str) -> PageEnd:
    """The page end that an element `pageEnd` describes; its notes are named by their identifiers."""

    def gap(child: etree._Element, attribute: str, usual: str) -> str:
        code = child.get(attribute)
        return usual if code is None else decode(code, newline)

    pieces: list[Piece] = []
    for child in element.iterchildren(tag=etree.Element):
        kind = etree.QName(child).localname
        before = gap(child, "gap", "" if _after_feed(pieces[-1] if pieces else None) else habits.page)
        inner = gap(child, "label", habits.label)
        for note in (child.get("ref") or "").split():
            if kind == "note":
                pieces += [Piece("label", before, note=note), Piece("note", inner, note=note)]
            else:
                pieces.append(Piece("note" if kind == "body" else kind, before, note=note))
            before, inner = habits.page, habits.label
        if child.get("ref") is None:
            pieces.append(Piece(kind, before, child.text or ""))
    return PageEnd(tuple(pieces), gap(element, "after", ""))


def orphans(root: etree._Element, numbers: Sequence[str]) -> dict[str, list[str]]:
    """Page ends whose place in the text is gone, by the next page end that still has one (or the empty string)."""
    placed = {element.get(name("page"), "") for element in root.iter("{*}eop")}
    waiting: dict[str, list[str]] = {}
    gone: list[str] = []
    for number in numbers:
        if number not in placed:
            gone.append(number)
        elif gone:
            waiting[number], gone = gone, []
    if gone:
        waiting[""] = gone
    return waiting


def line_ends(string: str) -> Iterable[str]:
    """The string cut at its line ends: text and line end in turn, text first and last."""
    place = 0
    for end in NEWLINE.finditer(string):
        yield string[place : end.start()]
        yield end.group()
        place = end.end()
    yield string[place:]


def size(root: etree._Element) -> int:
    """How many characters of layout a document holds: names and values of this vocabulary, and of `pageEnd`."""
    total = 0
    for element in root.iter(tag=etree.Element):
        own = etree.QName(element).namespace == NAMESPACE
        for key, value in element.attrib.items():
            attribute = etree.QName(key)
            if own or attribute.namespace == NAMESPACE:
                total += len(value) + len(attribute.localname) + (0 if own else len(PREFIX) + 1)
    return total
