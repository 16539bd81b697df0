"""Judges a document by the compiled schema, in one pass and linear time, and tells every violation of it.

The grammar of Akoma Ntoso declares each element once, so that an element is judged alike wherever it stands: also below
elements of other namespaces, which the schema lets pass but looks into (`processContents="lax"`, XML Schema Part 1,
3.10.4), and below an element that should not be there. Elements that bear `xsi:type` are not judged; where that makes
the verdict differ from that of libxml2, libxml2 is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from lxml import etree
from lxml.etree import _Element

from akn import grammar as compiled
from akn import schema
from akn.datatypes import WHITE, accepts
from akn.grammar import OTHER, Attribute, Datatype, Element, Grammar
from akn.xsd_content import Slip, slips

XSI = "http://www.w3.org/2001/XMLSchema-instance"
_KEYS = ("eId", "GUID")
_TYPE, _NIL = f"{{{XSI}}}type", f"{{{XSI}}}nil"
_MANY = 100
_every_attribute = etree.XPath("@*")
_ABOUT_SCHEMAS = frozenset({_TYPE, f"{{{XSI}}}schemaLocation", f"{{{XSI}}}noNamespaceSchemaLocation"})


@dataclass(frozen=True, slots=True, eq=False)
class Violation:
    """Something that the schema does not allow.

    `kind` is one of: `child` (it may not stand where it does), `incomplete` (more must follow in the element), `empty`
    (content in an element that must have none), `text`, `attribute-unknown`, `attribute-missing`, `value`, `duplicate`,
    `nil` (`xsi:nil`), `root` (no element of the schema). `element` is the one it is about: the child itself for
    `child`. `attribute` is named as lxml does, `value` is its value or the text. `expected` are all names of children
    or attributes, or all values, that are allowed there. `slip` says more of a child, with its `siblings`; `type` is
    that of a value; `first` is the element that has the same identifier.
    """

    kind: str
    element: _Element
    attribute: str = ""
    value: str = ""
    expected: tuple[str, ...] = ()
    slip: Slip | None = None
    siblings: tuple[_Element, ...] = ()
    type: Datatype | None = None
    first: _Element | None = None


def violations(root: _Element, *, namespace: str = schema.NAMESPACE) -> Iterator[Violation]:
    """Every violation of the official schema below and in `root`, in the order of the document.

    `namespace` is the one in which the elements of Akoma Ntoso are, for documents in that of a draft. The root may be
    any element of the schema. The tree stays as it is.
    """
    return _Judge(compiled.official(), namespace).walk(root)


@cache
def _required(model: Element) -> tuple[Attribute, ...]:
    return tuple(attribute for attribute in model.attributes.values() if attribute.required)


@dataclass(slots=True)
class _Judge:
    """What is known while one document is walked through."""

    grammar: Grammar
    namespace: str
    ids: dict[str, _Element] = field(default_factory=dict)
    keys: dict[tuple[str, str], _Element] = field(default_factory=dict)
    known: dict[tuple[str, str], bool] = field(default_factory=dict)

    def walk(self, root: _Element) -> Iterator[Violation]:
        prefix = f"{{{self.namespace}}}" if self.namespace else ""
        declared = {f"{prefix}{name}": element for name, element in self.grammar.elements.items()}
        if root.tag not in declared and root.get(_TYPE) is None:
            yield Violation("root", root)
        scope: _Element | None = None
        beyond: _Element | None = None
        for element in root.iter(etree.Element):
            # What is unique within the outermost document is unique in each that is nested in it.
            if element is beyond:
                scope = beyond = None
            model = declared.get(str(element.tag))
            if model is None:
                yield from self._foreign(element)
            elif element.get(_TYPE) is None:
                yield from self._attributes(element, model)
                if scope is not None:
                    yield from self._keys(element, model)
                written = list(self._text(element, model))
                yield from written
                # A <p> around the text is the child that is missing.
                if not (written and not len(element) and model.content.step(0, "p") is not None):
                    yield from self._content(element, model)
            if model is not None and model.unique and scope is None:
                scope, beyond = element, _after(element)
                self.keys.clear()

    def _foreign(self, element: _Element) -> Iterator[Violation]:
        for name, value in _attributes(element):
            if (attribute := self.grammar.shared.get(name)) is not None:
                yield from self._value(element, attribute, value)

    def _attributes(self, element: _Element, model: Element) -> Iterator[Violation]:
        found = element.attrib
        for attribute in _required(model):
            if attribute.name not in found:
                yield Violation("attribute-missing", element, attribute.name, type=attribute.type)
        for name, value in _attributes(element):
            if (declared := model.attributes.get(name)) is not None:
                yield from self._value(element, declared, value)
            elif name == _NIL:
                yield Violation("nil", element, name, value)
            elif name not in _ABOUT_SCHEMAS:
                yield from self._undeclared(element, model, name, value)

    def _undeclared(self, element: _Element, model: Element, name: str, value: str) -> Iterator[Violation]:
        if not model.foreign or name[0] != "{" or name.startswith(f"{{{self.namespace}}}"):
            yield Violation("attribute-unknown", element, name, value, tuple(sorted(model.attributes)))
        elif (shared := self.grammar.shared.get(name)) is not None:
            yield from self._value(element, shared, value)

    def _value(self, element: _Element, attribute: Attribute, value: str) -> Iterator[Violation]:
        type_ = attribute.type
        if type_.base == "string" and not type_.enumeration and not type_.patterns:
            return
        key = (type_.name, value)
        if (accepted := self.known.get(key)) is None:
            accepted = self.known[key] = accepts(type_, value)
        if not accepted:
            yield Violation("value", element, attribute.name, value, type_.enumeration, type=type_)
        elif type_.base == "ID":
            first = self.ids.setdefault(value.strip(WHITE), element)
            if first is not element:
                yield Violation("duplicate", element, attribute.name, value, first=first)

    def _keys(self, element: _Element, model: Element) -> Iterator[Violation]:
        for name in _KEYS:
            value = element.get(name)
            # A value of the wrong form is no key, and is told as what it is.
            if value is None or (attribute := model.attributes.get(name)) is None or not accepts(attribute.type, value):
                continue
            first = self.keys.setdefault((name, value), element)
            if first is not element:
                yield Violation("duplicate", element, name, value, first=first)

    def _text(self, element: _Element, model: Element) -> Iterator[Violation]:
        if model.mixed:
            return
        if model.content.is_empty:
            if len(element) or element.text is not None:
                yield from self._filled(element)
            return
        text = element.text
        if text is None or not text.strip(WHITE):
            text = next((child.tail for child in element if child.tail and child.tail.strip(WHITE)), None)
        if text is not None:
            yield Violation("text", element, value=text.strip(WHITE))

    def _filled(self, element: _Element) -> Iterator[Violation]:
        """Comments and processing instructions alone are no content."""
        texts = [element.text, *(child.tail for child in element)]
        inner = next((child for child in element if isinstance(child.tag, str)), None)
        if inner is not None or any(text is not None for text in texts):
            yield Violation("empty", element, value="".join(text or "" for text in texts))

    def _content(self, element: _Element, model: Element) -> Iterator[Violation]:
        if not len(element):
            if not model.content.may_end(0):
                yield Violation("incomplete", element, expected=model.content.expected(0))
            return
        if model.content.is_empty and not model.mixed:
            return
        children = tuple(child for child in element if isinstance(child.tag, str))
        for slip in slips(model.content, [self._symbol(child) for child in children]):
            kind, at = ("incomplete", element) if slip.index is None else ("child", children[slip.index])
            yield Violation(kind, at, expected=slip.expected, slip=slip, siblings=children)

    def _symbol(self, child: _Element) -> str:
        name = etree.QName(child)
        if (name.namespace or "") == self.namespace:
            return name.localname
        return OTHER if name.namespace else f"{{}}{name.localname}"


def _attributes(element: _Element) -> list[tuple[str, str]]:
    found = element.attrib
    if len(found) < _MANY:
        return found.items()
    # lxml looks for each value from the first attribute on, which takes quadratic time; XPath does not.
    return [(value.attrname, str(value)) for value in _every_attribute(element)]


def _after(element: _Element) -> _Element | None:
    """The first element that comes after this one and is not in it."""
    here: _Element | None = element
    while here is not None:
        following = here.getnext()
        while following is not None and not isinstance(following.tag, str):
            following = following.getnext()
        if following is not None:
            return following
        here = here.getparent()
    return None
