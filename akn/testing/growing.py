"""Grows one tree: chooses children along the content models of the schema, attributes, values and text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lxml import etree

from akn.grammar import OTHER, Attribute
from akn.schema import NAMESPACE
from akn.testing.plans import AIM, Move, Moves, Plans
from akn.testing.values import Choices, data, value

FOREIGN = "https://example.org/foreign"
_NSMAP = {None: NAMESPACE}
_IN_FOREIGN = {"x": FOREIGN}
# Names of other vocabularies that Akoma Ntoso documents carry; the first is nobody's.
_FOREIGN_NAMES = (
    f"{{{FOREIGN}}}note",
    f"{{{FOREIGN}}}data",
    "{http://www.w3.org/1998/Math/MathML}math",
    "{http://www.w3.org/1999/xhtml}span",
)
_MOST_ATTRIBUTES = 3
# The more elements an element may still take, the less its content ends: where it may take so many, half of the time.
_USUAL_SHARE = 4
# A child may take one of so many parts of what the element may still take.
_SHARE = 3


class Grower:
    """Grows the elements of one document.

    Left to chance alone, elements that stand deep or beside a hundred others would hardly ever turn up. So three of
    four documents have an aim, any element of the schema, and wherever a child leads nearer to it, it is preferred.
    """

    def __init__(self, choices: Choices, plans: Plans) -> None:
        self._choices = choices
        self._plans = plans
        self._elements = plans.grammar.elements
        self._ways: Mapping[str, int] = {}

    def tree(self, name: str, size: int, levels: int, document: str | None = None) -> etree._ElementTree:
        """A tree whose root is the element of that name, of at most so many elements on at most so many levels.

        `document` is the name of its first child, where the root is `akomaNtoso`.
        """
        root = etree.Element(f"{{{NAMESPACE}}}{name}", None, _NSMAP)
        least = self._plans.least(name, levels, document)
        free = self._choices.number(size - least)
        aim = self._choices.number(len(self._plans.aims) * 4 // 3)
        if 0 < aim <= len(self._plans.aims):
            self._ways = self._plans.ways(self._plans.aims[aim - 1])
        self._grow(root, name, free, levels, first=document)
        return etree.ElementTree(root)

    def _grow(self, node: etree._Element, name: str, free: int, levels: int, first: str | None = None) -> int:
        """Gives an element its attributes and content, with at most `free` elements more than it needs.

        Returns how many of them are left.
        """
        element = self._elements[name]
        self._attributes(node, name)
        if element.mixed:
            node.text = self._text(name)
        # The aim is reached once: after one child that leads to it, the others are as they may be.
        way = self._ways.get(name, 0)
        state = 0
        while True:
            here = self._plans.moves(element.content, state, levels)
            if first is not None:
                # What it needs more than another document was reckoned with from the start.
                move, first = replace(next(move for move in here.moves if move.name == first), extra=0), None
            elif (chosen := self._move(here, free, way)) is not None:
                move = chosen
            else:
                return free
            leads = self._ways.get(move.name, way) < way
            way = 0 if leads else way
            state = move.state
            free = self._child(node, move.name, free - move.extra, levels - 1, leads)
            if element.mixed:
                node[-1].tail = self._text(name)

    def _child(self, node: etree._Element, name: str, free: int, levels: int, leads: bool) -> int:
        """Adds a child with all it holds, and returns how many of the free elements are left.

        Everything that is drawn for it is drawn here, so that Hypothesis takes it out whole.
        """
        share = free if leads else -(-free // _SHARE)
        if name == OTHER:
            inner = etree.SubElement(node, self._choices.one_of(_FOREIGN_NAMES), None, _IN_FOREIGN)
            return free - share + self._foreign(inner, share, levels)
        inner = etree.SubElement(node, f"{{{NAMESPACE}}}{name}")
        # Every document has one, of 18 elements or more: half of them the plainest, which costs and tells the least.
        if name == "identification" and not leads and not self._choices.number(1):
            with self._choices.plain():
                return free + self._grow(inner, name, 0, levels)
        return free - share + self._grow(inner, name, share, levels)

    def _move(self, here: Moves, free: int, way: int) -> Move | None:
        """The next child, or None for the end of the content.

        The numbers of the children do not depend on what else is drawn, so that an example keeps its form when a part
        of it shrinks.
        """
        count = here.affordable(free)
        if not count:
            # Drawn although it decides nothing: once a child before it is taken out, it does.
            self._choices.number(len(here.moves))
            return None
        nearer = [one for one in here.moves[:count] if self._ways.get(one.name, way) < way] if way else []
        ends = max(1, count * _USUAL_SHARE // (_USUAL_SHARE + free)) if here.may_end else 0
        last = count + ends - 1
        chosen = self._choices.number(last + 9 * (last + 1) * bool(nearer)) - bool(ends)
        if chosen >= count and nearer:
            return nearer[chosen % len(nearer)]
        return here.moves[chosen] if 0 <= chosen < count else None

    def _attributes(self, node: etree._Element, name: str) -> None:
        required, optional = self._plans.attributes(name)
        for attribute in required:
            self._attribute(node, attribute)
        without = 0 if self._ways.get(name) == AIM else len(optional) + 1
        for _ in range(_MOST_ATTRIBUTES):
            chosen = self._choices.number(len(optional) + without)
            if not 0 < chosen <= len(optional):
                return
            self._attribute(node, optional[chosen - 1])

    def _attribute(self, node: etree._Element, attribute: Attribute | None) -> None:
        if attribute is None:
            # A prefix that lxml makes up would depend on what it made before.
            name, content = f"{{{FOREIGN}}}note", self._choices.text(data()["specimens"]["string"])
        elif attribute.name in self._plans.unique:
            name, content = attribute.name, self._choices.name("noWhiteSpace")
        else:
            name, content = attribute.name, value(self._choices, attribute.type)
        node.set(name, content)

    def _text(self, name: str) -> str | None:
        """Text between two elements; half of the time there is none."""
        return self._choices.text(data()["num" if name == "num" else "text"], none=True) or None

    def _foreign(self, node: etree._Element, free: int, levels: int) -> int:
        """Fills an element of another vocabulary: with text, with others, or with Akoma Ntoso, judged where it is."""
        kind = self._choices.number(4)
        if kind == 1:
            node.set("eId", "a")  # which is none of the identifiers of Akoma Ntoso
        elif kind == 2:
            node.text = self._choices.text(data()["text"])
        elif kind == 3 and free > 0 and levels > 1:
            return self._foreign(etree.SubElement(node, f"{{{FOREIGN}}}part", None, _IN_FOREIGN), free - 1, levels - 1)
        elif kind == 4 and (names := self._plans.names(free, levels - 1)):
            name = self._choices.one_of(names)
            free -= int(self._plans.size(name, levels - 1))
            return self._grow(etree.SubElement(node, f"{{{NAMESPACE}}}{name}", None, _NSMAP), name, free, levels - 1)
        return free


def indented(tree: etree._ElementTree, plans: Plans) -> None:
    """Puts white space where the schema allows no text, as a printer would."""
    for node in tree.getroot().iter(f"{{{NAMESPACE}}}*"):
        name = etree.QName(node).localname
        if len(node) and not plans.grammar.elements[name].mixed:
            depth = sum(1 for _ in node.iterancestors())
            node.text = "\n" + "  " * (depth + 1)
            for child in node:
                child.tail = node.text
            node[-1].tail = "\n" + "  " * depth


def remarked(tree: etree._ElementTree, every: int) -> None:
    """Puts a comment and a processing instruction at the start of every so many elements: both may stand anywhere."""
    nodes: list[Any] = list(tree.getroot().iter(etree.Element))
    for node in nodes[::every]:
        comment, instruction = etree.Comment(" remark "), etree.ProcessingInstruction("printer", "page")
        instruction.tail, node.text = node.text, None
        node.insert(0, instruction)
        node.insert(0, comment)
