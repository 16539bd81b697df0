"""Mends what is mechanical in a document, in its own characters: identifiers, white space, the order of metadata.

What is not mended stays as it was written, to the byte, and what is mended means what it meant. `docs/mending.md` says
what is mended, and how.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from akn import grammar
from akn.datatypes import WHITE
from akn.grammar import symbol
from akn.ordering import ordered
from akn.places import local_name
from akn.renaming import Claims, rename
from akn.rules import Survey, survey
from akn.schema import NAMESPACE
from akn.source import parse_bytes, read
from akn.splices import Splices, writing
from akn.targets import Reference, references
from akn.unified import unified
from akn.xsd_versions import is_of_the_standard

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element, _ElementTree

    from akn.grammar import Attribute, Element
    from akn.source import Source

_NS = f"{{{NAMESPACE}}}"
_UNIQUE = {"eId": "eId", "GUID": "GUID", f"{{{grammar.XML}}}id": "xml:id"}
_DATES = frozenset({"date", "dateTime", "time", "duration"})
_NAMED = frozenset({"FRBRthis", "FRBRuri"})
_RULES_OF_SPACE = {"identifier": "xsd-pattern", "date": "xsd-value", "reference": "refs-form", "IRI": "xsd-value"}


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was mended: the rule that was broken, what was done, and the line of the source, from 1."""

    rule: str
    message: str
    line: int


@dataclass(frozen=True, slots=True)
class Mended:
    """A document after mending, and every change in the order of the source. True when something changed."""

    data: bytes
    changes: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes)


def mend(source: Source) -> Mended:
    """Mends what is mechanical in an Akoma Ntoso document, from any source that `load` takes.

    Identifiers that are missing or wrong by the Naming Convention, with all references to them; white space in elements
    that must be empty, and around dates, identifiers, references and IRIs; the order of metadata. Nothing else changes,
    not even how it is written. A second time there is nothing to mend. A document of another version of Akoma Ntoso
    comes back as it was.

    Raises SourceError where the source is missing, no well-formed XML, or in an encoding that cannot be edited.
    """
    data, encoding = read(source)
    tree = parse_bytes(data, encoding)
    if not is_of_the_standard(tree.getroot()):
        return Mended(data)
    how = writing(data, encoding or tree.docinfo.encoding)
    splices = Splices(how.read(data).encode(), list(tree.getroot().iter("*")))
    changes = sorted(_Mending(tree, splices).changes(), key=lambda change: change.line)
    return Mended(how.write(splices.result().decode()), tuple(changes)) if changes else Mended(data)


def summary(changes: Sequence[Change]) -> str:
    """How many changes there are for each rule, in one line."""
    count = Counter(change.rule for change in changes)
    return ", ".join(f"{number} of {rule}" for rule, number in sorted(count.items()))


def difference(before: bytes, after: bytes, name: str) -> str:
    """What changed from one state of a document to another, as a unified diff; empty where nothing did."""
    how = writing(before, parse_bytes(before).docinfo.encoding)
    old, new = (_LINE.findall(how.read(data)) for data in (before, after))
    lines = unified(old, new, _quoted(f"a/{name}"), _quoted(f"b/{name}"))
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_UNQUOTED = re.compile(r"[^\0-\x1f\x7f\"\\\ud800-\udfff]*")


def _quoted(name: str) -> str:
    """The name of a file as git and patch read it: in quotation marks, with bytes in octal, where it needs to be."""
    if _UNQUOTED.fullmatch(name):
        return name
    signs = (one if _UNQUOTED.fullmatch(one) else _octal(one) for one in name)
    return f'"{"".join(signs)}"'


def _octal(sign: str) -> str:
    return "".join(f"\\{byte:03o}" for byte in sign.encode("utf-8", "surrogateescape"))


class _Word(NamedTuple):
    """A reference with the element that it led to before anything was mended."""

    reference: Reference
    target: _Element | None


@dataclass(slots=True)
class _Mending:
    """The tree of a document, which is mended as well, so that what is left to mend can be seen in it."""

    tree: _ElementTree
    splices: Splices
    old: dict[_Element, str] = field(default_factory=dict)
    edits: dict[tuple[_Element, str], list[tuple[int, int, str]]] = field(default_factory=lambda: defaultdict(list))

    def changes(self) -> Iterator[Change]:
        """Makes every edit, and tells it."""
        document = survey(self.tree)
        self.old = {one: eid for one in document.elements if (eid := one.get("eId")) is not None}
        words = [_Word(one, one.target(document)) for one in references(document)]
        yield from self._space(document)
        document = survey(self.tree)
        # Without the white space, a reference may have been found its target.
        words = [_Word(one, target if target is not None else one.target(document)) for one, target in words]
        why = rename(self.tree, _claims(words))
        yield from self._identifiers(why)
        yield from self._references(words)
        for (element, attribute), edits in self.edits.items():
            for start, end, new in edits:
                self.splices.replace(element, attribute, start, end, new)
        yield from self._orders(document)

    def _change(self, element: _Element, rule: str, message: str) -> Change:
        return Change(rule, message, self.splices.line(element))

    def _space(self, document: Survey) -> Iterator[Change]:
        taken = {name: {one.get(name) for one in document.elements} for name in _UNIQUE}
        for element in document.elements:
            declared = grammar.official().elements.get(symbol(element.tag))
            if declared is None:
                continue
            if _holds_space_alone(element, declared):
                self.splices.empty(element)
                yield self._change(
                    element, "xsd-empty", f"<{local_name(element)}> must be empty: took out the white space in it."
                )
            for name, value in element.attrib.items():
                kind = _kind(declared, declared.attributes.get(str(name)))
                bare = str(value).strip(WHITE)
                if not kind or bare == value or not bare or bare in taken.get(str(name), ()):
                    continue
                start = len(str(value)) - len(str(value).lstrip(WHITE))
                shown = _UNIQUE.get(str(name), str(name))
                if name != "eId":
                    ends = (0, start, ""), (start + len(bare), len(str(value)), "")
                    self.edits[element, shown] += [one for one in ends if one[0] < one[1]]
                taken.get(str(name), set()).add(bare)
                element.set(str(name), bare)
                yield self._change(
                    element,
                    _RULES_OF_SPACE[kind],
                    f"@{shown} of <{local_name(element)}>: took out the white space around {bare!r}.",
                )

    def _identifiers(self, why: dict[_Element, str]) -> Iterator[Change]:
        for element, old in self.old.items():
            if element.get("eId") != old:
                self.edits[element, "eId"].append((0, len(old), element.get("eId", "")))
        for element, rule in why.items():
            new, old = element.get("eId", ""), self.old.get(element, "")
            if element not in self.old:
                self.splices.add(element, "eId", new)
            if new != old:
                said = f"was {old!r}" if old else "is new"
                yield self._change(element, rule, f"eId {new!r} of <{local_name(element)}> {said}.")

    def _references(self, words: list[_Word]) -> Iterator[Change]:
        document = survey(self.tree)
        for reference, target in words:
            if target is None or reference.target(document) is target:
                continue
            new = target.get("eId", "")
            self.edits[reference.element, reference.attribute].append((reference.start, reference.end, new))
            yield self._change(
                reference.element,
                "refs-resolve",
                f"@{reference.attribute} of <{local_name(reference.element)}> follows: {new!r} for {reference.eid!r}.",
            )

    def _orders(self, document: Survey) -> Iterator[Change]:
        for element in document.elements:
            declared = grammar.official().elements.get(symbol(element.tag))
            if declared is None or declared.mixed or declared.content.is_open or not _is_metadata(element):
                continue
            children = list(element.iterchildren("*"))
            names = [symbol(child.tag) for child in children]
            order = None if declared.content.accepts(names) else ordered(declared.content, names)
            if order is not None:
                self.splices.arrange(children, order)
                yield self._change(
                    element,
                    "xsd-content",
                    f"<{local_name(element)}>: put what it holds in the order of the schema, from"
                    f" {', '.join(names)} to {', '.join(names[index] for index in order)}.",
                )


def _claims(words: list[_Word]) -> Claims:
    """The eIds that references name in vain, also as they are with the start that an attachment lends them."""
    claims = Claims()
    for reference, target in words:
        if target is not None:
            continue
        holders = list(reference.origin.iterancestors(f"{_NS}attachment", f"{_NS}component"))
        for eid in (reference.eid, *(f"{holder.get('eId')}__{reference.eid}" for holder in holders)):
            claims.every.add(eid)
            if not reference.is_free:
                claims.typed.add(eid)
        for holder in holders:
            claims.within.setdefault(holder, set()).add(reference.eid)
    return claims


def _holds_space_alone(element: _Element, declared: Element) -> bool:
    if declared.mixed or not declared.content.is_empty or next(element.iterchildren("*"), None) is not None:
        return False
    texts = [element.text, *(child.tail for child in element)]
    return any(texts) and not any((text or "").strip(WHITE) for text in texts)


def _kind(declared: Element, attribute: Attribute | None) -> str:
    """What an attribute holds, if white space may not stand around it; empty for all others."""
    if attribute is None:
        return ""
    bases = {one.base for one in attribute.type.members or (attribute.type.item or attribute.type,)}
    if attribute.name == "wId" or attribute.name in _UNIQUE:
        return "identifier"
    if bases <= _DATES:
        return "date"
    if "anyURI" in bases:
        return "IRI" if attribute.name in {"href", "src"} else "reference"
    return "IRI" if attribute.name == "value" and declared.name in _NAMED else ""


def _is_metadata(element: _Element) -> bool:
    """Whether an element is one of the metadata, and not the content of a note in them."""
    if local_name(element) == "meta":
        return True
    for one in element.iterancestors():
        if local_name(one) in {"note", "proprietary", "presentation", "preservation"}:
            return False
        if local_name(one) == "meta":
            return local_name(element) != "note"
    return False
