"""The layout vocabulary: what the XML keeps of the printed form beside the mark-up, written and read.

Described by `schemas/akn-layout.xsd`. Only what differs from the document's own habits is written, and those stand once
in `FRBRManifestation/preservation`.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

from lxml import etree

from akn.model import Facts, Flow, Leaf, PageEnd, Piece
from akn.text import NEWLINE, decode, encode

NAMESPACE = "urn:akn:layout:1.0"
PREFIX = "l"
_NEWLINES = {"\n": "lf", "\r\n": "crlf", "\r": "cr"}


def name(local: str) -> str:
    """A name of this vocabulary as lxml writes it."""
    return f"{{{NAMESPACE}}}{local}"


@dataclass(frozen=True, slots=True)
class Habits:
    """The usual white space of a document: before a block, after a number, in a page end, between label and note."""

    block: str = "\n\n"
    num: str = " "
    page: str = "\n\n"
    label: str = " "


HOUSE = Habits()


def habits_of(leaves: Sequence[Leaf], pages: Sequence[PageEnd]) -> Habits:
    """The most frequent white space of each kind in a document."""
    counts: dict[str, Counter[str]] = {field.name: Counter() for field in fields(Habits)}
    for before, leaf in pairwise(leaves):
        counts["num" if before.tag == "num" else "block"][leaf.gap] += 1
    for page in pages:
        for piece, whole in _whole(page):
            counts["label" if whole else "page"][piece.gap] += 1
    usual = {kind: count.most_common(1)[0][0] for kind, count in counts.items() if count}
    return Habits(**{kind: gap for kind, gap in usual.items() if len(gap) < 40})


def _whole(page: PageEnd) -> Iterator[tuple[Piece, bool]]:
    """The pieces of a page end, each with whether it is a body that stands right after its own label."""
    before: Piece | None = None
    for piece in page.pieces:
        is_whole = piece.kind == "note" and before is not None and before.kind == "label" and before.note == piece.note
        yield piece, is_whole
        before = piece


def facts_element(flow: Flow, habits: Habits, text: str) -> etree._Element:
    """The element `facts`: what is true of the whole text, with the digest of its UTF-8 bytes."""
    facts = flow.facts
    element = etree.Element(name("facts"), nsmap={PREFIX: NAMESPACE})
    if facts.newline != "\n":
        element.set("newline", _NEWLINES[facts.newline])
    if facts.bom:
        element.set("bom", "true")
    for field in fields(Habits):
        gap = getattr(habits, field.name)
        if gap != getattr(HOUSE, field.name):
            element.set(field.name, encode(gap, facts.newline))
    if facts.tail != facts.newline:
        element.set("tail", encode(facts.tail, facts.newline))
    element.set("sha256", hashlib.sha256(text.encode("utf-8")).hexdigest())
    return element


def read_facts(element: etree._Element) -> tuple[Facts, Habits]:
    """The facts and the habits that an element `facts` states."""
    newline = {name: newline for newline, name in _NEWLINES.items()}.get(element.get("newline", "lf"), "\n")
    tail = element.get("tail")
    facts = Facts(newline, element.get("bom") == "true", newline if tail is None else decode(tail, newline))
    given = {field.name: element.get(field.name) for field in fields(Habits)}
    return facts, Habits(**{key: decode(code, newline) for key, code in given.items() if code is not None})


def is_plain(page: PageEnd) -> bool:
    """Whether a page end is a bare form feed, which needs no description."""
    return len(page.pieces) == 1 and page.pieces[0].kind == "feed"


def page_element(page: PageEnd, number: int, habits: Habits, newline: str, eid: Callable[[str], str]) -> etree._Element:
    """The element `pageEnd` of `meta/presentation`; `eid` gives the identifier of a note."""
    element = etree.Element(name("pageEnd"), n=str(number), nsmap={PREFIX: NAMESPACE})
    if page.after:
        element.set("after", encode(page.after, newline))
    pieces = list(_whole(page))
    for index, (piece, whole) in enumerate(pieces):
        follows = index + 1 < len(pieces) and pieces[index + 1][1]
        if follows:
            continue  # the label is written with its body
        child = etree.SubElement(element, name(piece.kind))
        outer = pieces[index - 1][0] if whole else piece
        if outer.gap != habits.page:
            child.set("gap", encode(outer.gap, newline))
        if piece.note:
            child.set("ref", eid(piece.note))
            if piece.kind == "note" and (not whole or piece.gap != habits.label):
                child.set("label", encode(piece.gap, newline) if whole else "none")
        elif piece.text:
            child.text = piece.text
    return element


def read_page(element: etree._Element, habits: Habits, newline: str) -> PageEnd:
    """The page end that an element `pageEnd` describes; its notes are named by their identifiers."""

    def gap(child: etree._Element, attribute: str, usual: str) -> str:
        code = child.get(attribute)
        return usual if code is None else decode(code, newline)

    pieces: list[Piece] = []
    for child in element.iterchildren(tag=etree.Element):
        kind = etree.QName(child).localname
        outer = gap(child, "gap", habits.page)
        note = child.get("ref", "")
        if kind == "note" and child.get("label") != "none":
            pieces.append(Piece("label", outer, note=note))
            outer = gap(child, "label", habits.label)
        pieces.append(Piece(kind, outer, (child.text or "") if not note else "", note))
    return PageEnd(tuple(pieces), gap(element, "after", ""))


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
