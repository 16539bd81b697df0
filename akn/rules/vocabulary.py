"""The layout vocabulary as `schemas/akn-layout.xsd` declares it: attributes and elements, values and places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from lxml import etree

from akn import schema
from akn.grammar import OTHER, official

if TYPE_CHECKING:
    from lxml.etree import _Element

    from akn.rules.survey import Survey

NAMESPACE = "urn:akn:layout:1.0"
_XSD = "{http://www.w3.org/2001/XMLSchema}"
# The built-in types that the schema uses. White space around these values is none of theirs.
_BUILT_IN = {
    "xsd:string": ".*",
    "xsd:boolean": r"\s*(?:true|false|1|0)\s*",
    "xsd:positiveInteger": r"\s*\+?0*[1-9][0-9]*\s*",
    "xsd:NMTOKENS": r"\s*[\w.:\-·]+(?:\s+[\w.:\-·]+)*\s*",
}


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute: what its value looks like, and the elements of Akoma Ntoso that it may stand on."""

    name: str
    pattern: re.Pattern[str]
    required: bool
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class Element:
    """An element: its attributes, its children, whether it has text, and the elements that it stands in."""

    name: str
    attributes: Mapping[str, Attribute]
    children: frozenset[str]
    has_text: bool
    place: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The attributes that content may bear, and all elements."""

    attributes: Mapping[str, Attribute]
    elements: Mapping[str, Element]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once from its schema."""
    root = etree.parse(schema.layout()).getroot()
    elements = {one.name: one for one in _elements(root, root, "")}
    return Vocabulary(_attributes(root, root), elements)


def own_elements(survey: Survey) -> tuple[_Element, ...]:
    """The elements of the vocabulary in a document, where the official schema lets elements of others stand."""
    inside = (holder.iterdescendants(f"{{{NAMESPACE}}}*") for holder in survey.named(*_holders()))
    return tuple(dict.fromkeys(chain.from_iterable(inside)))


@cache
def _holders() -> tuple[str, ...]:
    return tuple(one.name for one in official().elements.values() if any(OTHER in to for to in one.content.moves))


def _elements(holder: _Element, root: _Element, place: str) -> Iterator[Element]:
    """The elements that are declared in a holder, and those within them."""
    for declared in holder.findall(f"{_XSD}element"):
        name, type_ = declared.get("name", ""), _type(declared, root)
        inner = () if type_ is None else tuple(type_.iter(f"{_XSD}choice"))
        has_text = type_ is not None and type_.find(f"{_XSD}simpleContent") is not None
        children = frozenset(one.get("name", "") for choice in inner for one in choice.findall(f"{_XSD}element"))
        attributes = {} if type_ is None else _attributes(_with_attributes(type_), root)
        yield Element(name, attributes, children, has_text, place or _info(declared))
        for choice in inner:
            yield from _elements(choice, root, name)


def _type(declared: _Element, root: _Element) -> _Element | None:
    name = declared.get("type", "").partition(":")[2]
    if not name:
        return declared.find(f"{_XSD}complexType")
    return next((one for one in root.findall(f"{_XSD}complexType") if one.get("name") == name), None)


def _with_attributes(type_: _Element) -> _Element:
    extension = type_.find(f"{_XSD}simpleContent/{_XSD}extension")
    return type_ if extension is None else extension


def _attributes(holder: _Element, root: _Element) -> dict[str, Attribute]:
    return {
        declared.get("name", ""): Attribute(
            declared.get("name", ""),
            re.compile(_pattern(declared, root), re.DOTALL),
            declared.get("use") == "required",
            frozenset(_info(declared).split()),
        )
        for declared in holder.findall(f"{_XSD}attribute")
    }


def _pattern(declared: _Element, root: _Element) -> str:
    """The regular expression of the values of an attribute."""
    name = declared.get("type", "")
    if name in _BUILT_IN:
        return _BUILT_IN[name]
    if name:
        declared = next(one for one in root.findall(f"{_XSD}simpleType") if f"l:{one.get('name')}" == name)
    patterns = [one.get("value", "") for one in declared.iter(f"{_XSD}pattern")]
    return "|".join(patterns or [re.escape(one.get("value", "")) for one in declared.iter(f"{_XSD}enumeration")])


def _info(declared: _Element) -> str:
    return declared.findtext(f"{_XSD}annotation/{_XSD}appinfo", "")
