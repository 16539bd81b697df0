"""The kinds of defects, and those for which the official schema refuses a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import partial

from lxml import etree

from akn.grammar import OTHER, XML, Attribute, Datatype, Element, Grammar, symbol
from akn.schema import NAMESPACE
from akn.testing.values import data

_NS = f"{{{NAMESPACE}}}"
_FOREIGN = "{https://example.org/foreign}note"
_ID = f"{{{XML}}}id"

# Elements that need nothing, for places where they may not stand; the last is not in the schema.
_STRANGERS = ("p", "num", "td", "content", "paragraf")
_UNKNOWN = ("id", "href", "eid", "breakat")
_HELD = ("eop", "authorialNote", "noteRef")
_OTHER_NAMESPACES = (f"{NAMESPACE}/CSD13", "http://www.akomantoso.org/2.0")


@dataclass(frozen=True, slots=True)
class Defect:
    """A defect that can be made: the element that it will be seen at, what is changed, and the change itself."""

    element: etree._Element
    change: str
    make: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Judged:
    """The elements of a document that the schema judges, each with what the schema says of it."""

    root: etree._Element
    grammar: Grammar

    def __iter__(self) -> Iterator[tuple[etree._Element, Element]]:
        for element in self.root.iter(f"{_NS}*"):
            yield element, self.grammar.elements[symbol(element.tag)]

    def attributes(self) -> Iterator[tuple[etree._Element, Attribute]]:
        """The attributes that are set, with what the schema says of them."""
        for element, declared in self:
            for key in element.attrib:
                if (attribute := declared.attributes.get(str(key))) is not None:
                    yield element, attribute

    def needs(self, part: etree._Element) -> bool:
        """Whether more would go with a part: pages end in it, notes are called there, or something refers to it."""
        if next(part.iter(*(f"{_NS}{name}" for name in _HELD)), None) is not None:
            return True
        named = {f"#{one.get('eId')}" for one in part.iter(f"{_NS}*") if one.get("eId")}
        return any(named & set(str(value).split()) for one, _ in self for value in one.attrib.values())


Kind = Callable[[Judged], Iterator[Defect]]
KINDS: dict[str, tuple[str, Kind]] = {}
"""Every kind of defect: whether it breaks the schema (`xsd`) or a rule alone (`naming`), and what makes it."""


def kind(name: str, breaks: str = "xsd") -> Callable[[Kind], Kind]:
    """Enters a generator function as the kind of defect of that name, which no other has."""

    def enter(function: Kind) -> Kind:
        assert name not in KINDS, name
        KINDS[name] = (breaks, function)
        return function

    return enter


def _names(element: etree._Element) -> list[str]:
    return [symbol(child.tag) for child in _children(element)]


def _children(element: etree._Element) -> list[etree._Element]:
    return list(element.iterchildren(tag=etree.Element))


def _called(element: etree._Element) -> str:
    return f"<{etree.QName(element).localname}>"


@kind("child-order")
def _order(document: Judged) -> Iterator[Defect]:
    for element, declared in document:
        children, names = _children(element), _names(element)
        for at in range(len(children) - 1):
            swapped = [*names[:at], names[at + 1], names[at], *names[at + 2 :]]
            if not declared.content.accepts(swapped):
                first, second = children[at : at + 2]
                change = f"put {_called(second)} before {_called(first)}"
                yield Defect(element, change, partial(first.addprevious, second))


@kind("child-missing")
def _missing(document: Judged) -> Iterator[Defect]:
    for element, declared in document:
        names = _names(element)
        for at, child in enumerate(_children(element)):
            if not declared.content.accepts(names[:at] + names[at + 1 :]):
                change = f"took {_called(child)} out"
                yield Defect(element, change, partial(element.remove, child))


@kind("child-repeated")
def _repeated(document: Judged) -> Iterator[Defect]:
    for element, declared in document:
        names = _names(element)
        for at, child in enumerate(_children(element)):
            if not declared.content.accepts([*names[: at + 1], *names[at:]]):
                yield Defect(element, f"repeated {_called(child)}", partial(_repeat, child))


def _repeat(element: etree._Element) -> None:
    element.addnext(_copy(element))


def _copy(element: etree._Element) -> etree._Element:
    """A copy without identifiers, which would be another defect."""
    copy = deepcopy(element)
    for one in copy.iter(etree.Element):
        for name in ("eId", "GUID", _ID):
            one.attrib.pop(name, None)
    return copy


@kind("child-unknown")
def _stranger(document: Judged) -> Iterator[Defect]:
    for element, declared in document:
        names = _names(element)
        for stranger in _STRANGERS:
            if not declared.content.accepts([*names, stranger]):
                change = f"added <{stranger}> at the end"
                yield Defect(element, change, partial(_add, element, stranger))


def _add(element: etree._Element, name: str) -> None:
    etree.SubElement(element, f"{_NS}{name}", None, {None: NAMESPACE})


@kind("namespace")
def _namespace(document: Judged) -> Iterator[Defect]:
    for element, _ in document:
        parent = element.getparent()
        if parent is not None:
            holder = document.grammar.elements.get(symbol(parent.tag))
            names = [OTHER if child is element else symbol(child.tag) for child in _children(parent)]
            # Among elements of other vocabularies the schema lets one more pass.
            if holder is None or holder.content.accepts(names):
                continue
        for other in _OTHER_NAMESPACES:
            tag = f"{{{other}}}{etree.QName(element).localname}"
            change = f"moved {_called(element)} into the namespace {other}"
            yield Defect(element, change, partial(setattr, element, "tag", tag))


@kind("attribute-missing")
def _without(document: Judged) -> Iterator[Defect]:
    for element, attribute in document.attributes():
        if attribute.required:
            change = f"took @{attribute.name} out"
            yield Defect(element, change, partial(element.attrib.pop, attribute.name))


@kind("attribute-unknown")
def _unknown(document: Judged) -> Iterator[Defect]:
    for element, declared in document:
        for name in _UNKNOWN:
            if name not in declared.attributes:
                yield setting(element, name, "a")


@kind("attribute-foreign")
def _foreign(document: Judged) -> Iterator[Defect]:
    for element, declared in document:
        if not declared.foreign:
            yield setting(element, _FOREIGN, "a")


def setting(element: etree._Element, name: str, value: str) -> Defect:
    """The defect of an attribute that gets another value."""
    return Defect(element, f"set @{name} to {value!r}", partial(element.set, name, value))


@kind("value")
def _value(document: Judged) -> Iterator[Defect]:
    for element, attribute in document.attributes():
        for value in () if attribute.type.base == "anyURI" else _invalid(attribute.type):
            yield setting(element, attribute.name, value)


@kind("value-uri")
def _uri(document: Judged) -> Iterator[Defect]:
    for element, attribute in document.attributes():
        if (attribute.type.item or attribute.type).base == "anyURI":
            for value in data()["invalid"]["anyURI"]:
                yield setting(element, attribute.name, value)


def _invalid(type_: Datatype) -> list[str]:
    """Values that are none of the type."""
    invalid = data()["invalid"]
    if type_.members:
        # What is no date is no date and time either, nor is what is no language an empty string.
        return _invalid(next((one for one in type_.members if one.base == "language"), type_.members[0]))
    if type_.item is not None:
        return []
    if type_.patterns:
        return list(invalid["noWhiteSpace"])
    return ["", "other"] if type_.enumeration else list(invalid[type_.base])


@kind("text")
def _text(document: Judged) -> Iterator[Defect]:
    for element, declared in document:
        if not declared.mixed and not declared.content.is_empty and not declared.content.is_open:
            yield _written(element, "text")


@kind("text-in-empty")
def _text_in_empty(document: Judged) -> Iterator[Defect]:
    for element, declared in document:
        if not declared.mixed and declared.content.is_empty:
            yield _written(element, "text")
            yield _written(element, " ")


@kind("text-in-wildcard")
def _text_in_wildcard(document: Judged) -> Iterator[Defect]:
    for element, declared in document:
        if not declared.mixed and not declared.content.is_empty and declared.content.is_open:
            yield _written(element, "text")


@kind("text-other-space")
def _other_space(document: Judged) -> Iterator[Defect]:
    for element, declared in document:
        if not declared.mixed and not declared.content.is_empty:
            yield _written(element, "\u00a0")


def _written(element: etree._Element, text: str) -> Defect:
    change = f"wrote {text!r} into {_called(element)}"
    return Defect(element, change, partial(setattr, element, "text", (element.text or "") + text))


@kind("identifier-duplicate")
def _duplicate(document: Judged) -> Iterator[Defect]:
    for scope, declared in document:
        for name in declared.unique:
            inner = [one for one in scope.iter(f"{_NS}*") if one is not scope]
            holders = [one for one in inner if one.get(name)]
            for first in holders[:2]:
                for second in inner:
                    if second is not first and name in document.grammar.elements[symbol(second.tag)].attributes:
                        yield setting(second, name, first.get(name, ""))
