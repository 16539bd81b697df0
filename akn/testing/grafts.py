"""Examples of broken rules, grafted into a document: for defects that hardly any generated document has a place for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count

from lxml import etree

from akn.grammar import Grammar, symbol
from akn.ids import IDREQ, clean_num, element_ref, has_free_label
from akn.rules.examples import WORK
from akn.rules.identifiers import HIERARCHY, SINGLE
from akn.schema import NAMESPACE
from akn.testing.defects import Defect, Judged
from akn.testing.placing import place

_NS = f"{{{NAMESPACE}}}"
_META = frozenset("classification lifecycle workflow analysis temporalData references notes".split())
_NOTES = ("authorialNote", "note")
# What the examples take for granted: an agent, and (WORK) the Work of the document.
_AGENTS = ("#un-ga", "#akn")


def grafted(document: Judged, example: str, name: str, which: int = 0) -> Iterator[Defect]:
    """The defect of an example that is put into a document, seen at one of the example's elements of that name.

    There is none where the document has no place for the example.
    """
    made = _grafts(document.root, document.grammar, example)
    named = [one for graft in made for one in graft.element.iter(f"{_NS}{name}")]
    if named:
        yield Defect(named[which], f"added {example}", partial(_put, made))


@dataclass(frozen=True, slots=True)
class _Graft:
    """An element of an example that is ready for a document, and where in it there is a place for it."""

    element: etree._Element
    holder: etree._Element
    place: int


def _grafts(root: etree._Element, grammar: Grammar, example: str) -> list[_Graft]:
    """The elements of an example, made ready for a document; none where it has no place for one of them.

    Their identifiers get numbers that no generated document has, and agents are those of the document. What the example
    leaves empty is filled. One with a master expression is for documents that have one.
    """
    agent = next((one.get("eId") for one in root.iter(f"{_NS}TLCOrganization", f"{_NS}TLCPerson")), None)
    meta = root.find(f"*/{_NS}meta")
    if agent is None or meta is None:
        return []
    parsed = _parsed(example, agent, _work(meta))
    taken = {str(eid) for eid in root.xpath("//@eId")}
    if any(one.get("eId") in taken for one in parsed.iter(f"{_NS}*")):
        return []
    found: list[_Graft] = []
    for new, part in list(_parts(parsed)):
        if new.tag == f"{_NS}FRBRExpression":
            if meta.find(f"{_NS}identification/{new.tag}/{_NS}FRBRmasterExpression") is None:
                return []
            continue
        holder = root.find(f"*/{_NS}{part}")
        at = None if holder is None else place(holder, symbol(new.tag), grammar)
        if holder is None or at is None:
            return []
        found.append(_Graft(new, holder, at))
    return found


def _parts(example: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The elements of an example, each with the part of a document that it goes to.

    Of an example that is a whole document these are what its body holds.
    """
    for one in example:
        body = next((child for child in one if symbol(child.tag).lower().endswith("body")), None)
        if body is None:
            yield one, "meta" if symbol(one.tag) in _META else "mainBody"
        else:
            yield from ((child, symbol(body.tag)) for child in body)


def _put(made: list[_Graft]) -> None:
    """Puts an example into its document: the last element first, so that the places of the others stay the same."""
    for one in reversed(made):
        one.holder.insert(one.place, one.element)


def _work(meta: etree._Element) -> str:
    found = meta.find(f"{_NS}identification/{_NS}FRBRWork/{_NS}FRBRuri")
    return "" if found is None else found.get("value", "")


def _parsed(example: str, agent: str, work: str) -> etree._Element:
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
                text = text.replace(WORK, work)
            one.set(name, text)
    _fill(root)
    identify(root)
    return root


def _fill(root: etree._Element) -> None:
    """Gives provisions a content, and notes a letter, where they are empty, so that no other rule speaks of them."""
    for element in list(root.iter(f"{_NS}*")):
        if len(element) or element.text:
            continue
        name, holder = symbol(element.tag), element.getparent()
        if name in HIERARCHY:
            etree.SubElement(etree.SubElement(element, f"{_NS}content"), f"{_NS}p").text = "x"
        elif name == "p" and holder is not None and symbol(holder.tag) in _NOTES:
            element.text = "x"


def identify(holder: etree._Element) -> None:
    """Gives the elements of an example the identifiers that they should have and lack, with numbers that nobody has."""
    _identify(holder, "", count(9990))


def _identify(holder: etree._Element, prefix: str, numbers: Iterator[int]) -> None:
    for child in holder.iterchildren(f"{_NS}*"):
        name = symbol(child.tag)
        if name in IDREQ and child.get("eId") is None and not has_free_label(name):
            number = "" if name in SINGLE else f"_{clean_num(child.findtext(f'{_NS}num') or '') or next(numbers)}"
            child.set("eId", f"{prefix}__{element_ref(name)}{number}".removeprefix("__"))
        free = has_free_label(name)
        _identify(child, prefix if free else child.get("eId", prefix), numbers)


def _renumbered(identifier: str) -> str:
    return re.sub("([_-])([0-9]+)", r"\g<1>9\2", identifier)
