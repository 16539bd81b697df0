"""Examples of broken rules, grafted into a document: for defects that hardly any generated document has a place for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from akn.grammar import Grammar, symbol
from akn.rules.identifiers import HIERARCHY
from akn.schema import NAMESPACE

_NS = f"{{{NAMESPACE}}}"
_META = frozenset("classification lifecycle workflow analysis temporalData references notes".split())
_NOTES = ("authorialNote", "note")
# What the examples take for granted: an agent, and the Work of the document.
_AGENTS = ("#un-ga", "#akn")
_WORK = "/akn/un/statement/deliberation/un-ga/2012-11-19/67-6"


@dataclass(frozen=True, slots=True)
class Graft:
    """An element of an example that is ready for a document, and where in it there is a place for it."""

    element: etree._Element
    holder: etree._Element
    place: int


def grafts(root: etree._Element, grammar: Grammar, example: str) -> list[Graft]:
    """The elements of an example, made ready for a document; none where it has no place for one of them.

    Their identifiers get numbers that no generated document has, and agents are those of the document. What the example
    leaves empty is filled. One with a master expression is for documents that have one.
    """
    agent = next((one.get("eId") for one in root.iter(f"{_NS}TLCOrganization", f"{_NS}TLCPerson")), None)
    meta, body = root.find(f"*/{_NS}meta"), root.find(f"*/{_NS}mainBody")
    found: list[Graft] = []
    if agent is None or meta is None or body is None:
        return found
    parsed = _parsed(example, agent, _work(meta))
    taken = {str(eid) for eid in root.xpath("//@eId")}
    if any(one.get("eId") in taken for new in parsed for one in new.iter(f"{_NS}*")):
        return found
    for new in parsed:
        if new.tag == f"{_NS}FRBRExpression":
            if meta.find(f"{_NS}identification/{new.tag}/{_NS}FRBRmasterExpression") is None:
                return []
            continue
        holder = meta if symbol(new.tag) in _META else body
        place = _place(holder, symbol(new.tag), grammar)
        if place is None:
            return []
        found.append(Graft(new, holder, place))
    return found


def put(made: list[Graft]) -> None:
    """Puts an example into its document: the last element first, so that the places of the others stay the same."""
    for one in reversed(made):
        one.holder.insert(one.place, one.element)


def _work(meta: etree._Element) -> str:
    found = meta.find(f"{_NS}identification/{_NS}FRBRWork/{_NS}FRBRuri")
    return "" if found is None else found.get("value", "")


def _parsed(example: str, agent: str, work: str) -> list[etree._Element]:
    root = etree.fromstring(f'<x xmlns="{NAMESPACE}">{example}</x>')
    given = {one.get("eId", "") for one in root.iter(f"{_NS}*")} - {""}
    for one in root.iter(f"{_NS}*"):
        for name, value in one.attrib.items():
            text = str(value)
            if name in {"eId", "wId", "GUID"}:
                text = _renumbered(text)
            elif text in _AGENTS and text[1:] not in given:
                text = f"#{agent}"
            elif name not in {"value", "date", "showAs", "marker"}:
                text = re.sub("(?<=[#~>])[^#~>-]+(?:-[0-9]+)?", lambda match: _renumbered(match[0]), text)
                text = text.replace(_WORK, work)
            one.set(name, text)
    _fill(root)
    return list(root)


def _fill(root: etree._Element) -> None:
    """Gives provisions a content, and notes a letter, where they are empty, so that no other rule speaks of them."""
    for element in list(root.iter(f"{_NS}*")):
        if len(element) or element.text:
            continue
        name, eid = symbol(element.tag), element.get("eId")
        holder = element.getparent()
        if name in HIERARCHY:
            content = etree.SubElement(element, f"{_NS}content")
            if eid is not None:
                content.set("eId", f"{eid}__content")
            etree.SubElement(content, f"{_NS}p").text = "x"
        elif name == "p" and holder is not None and symbol(holder.tag) in _NOTES:
            element.text = "x"


def _renumbered(identifier: str) -> str:
    return re.sub("([_-])([0-9]+)", r"\g<1>9\2", identifier)


def _place(holder: etree._Element, name: str, grammar: Grammar) -> int | None:
    """The last place where the content model of the holder admits one more element of that name."""
    content = grammar.elements[symbol(holder.tag)].content
    children = list(holder.iterchildren(tag=etree.Element))
    names = [symbol(child.tag) for child in children]
    for at in range(len(names), -1, -1):
        if content.accepts([*names[:at], name, *names[at:]]):
            return holder.index(children[at]) if at < len(children) else len(holder)
    return None
