"""What can be broken in the identifiers of a document of level 2, so that one rule of the family `ids` finds it.

Each kind bears the id of that rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from lxml import etree

from akn.grammar import symbol
from akn.ids import EID_PATTERN, ELEMENT_REF, IDREQ, clean_num, element_ref
from akn.rules import RULES
from akn.rules.identifiers import ADJUNCTS, HIERARCHY, SINGLE
from akn.schema import NAMESPACE
from akn.testing.defects import KINDS, Defect, Judged, kind
from akn.testing.grafts import grafts, put
from akn.testing.naming import numbered

__all__ = ["KINDS"]

_NS = f"{{{NAMESPACE}}}"
_CONTEXTS = {
    "ids-context": ("attachment", "component"),
    "ids-quotation": ("quotedStructure", "embeddedStructure"),
    "ids-modification": ("mod",),
}
_HOLDERS = tuple(f"{_NS}{name}" for names in _CONTEXTS.values() for name in names)
_REQUIRED = HIERARCHY | {"attachment", "component", "mod", "quotedStructure"}
_ENTRIES = frozenset(name for name in IDREQ if name.startswith("TLC")) | {"componentData", "temporalGroup"}
# Of these a component or an attachment may be called after what it holds, an hcontainer after its name, and notes have
# short names of their own.
_FREELY_NAMED = frozenset("attachment authorialNote component hcontainer listWrapUp note noteRef wrapUp".split())


def _eids(document: Judged) -> dict[str, etree._Element]:
    return {element.get("eId", ""): element for element, _ in document if element.get("eId")}


def _alone(document: Judged) -> Iterator[tuple[etree._Element, str, str]]:
    """Identifiers by the ordinary rule that no other value contains, cut before their last part."""
    values = [str(value) for element, _ in document for value in element.attrib.values()]
    for element, _ in document:
        eid, name = element.get("eId", ""), symbol(element.tag)
        if not eid or name.startswith("TLC") or name in {"componentData", "keyword"} or not EID_PATTERN.fullmatch(eid):
            continue
        prefix, _, last = eid.rpartition("__")
        if last.partition("_")[0] != element_ref(name):
            continue
        if not any(value == f"#{eid}" or value.startswith(f"{eid}__") for value in values):
            yield element, prefix, last


def _renamed(element: etree._Element, prefix: str, last: str) -> Defect:
    eid = f"{prefix}__{last}" if prefix else last
    return Defect(element, f"set @eId to {eid!r}", partial(element.set, "eId", eid))


def _eid(element: etree._Element, eid: str) -> Defect:
    return Defect(element, f"set @eId to {eid!r}", partial(element.set, "eId", eid))


def _uncounted(document: Judged) -> Iterator[tuple[etree._Element, str, str]]:
    """Those of `_alone` that print no number, and are not single."""
    for element, prefix, last in _alone(document):
        name = symbol(element.tag)
        if name not in SINGLE | _FREELY_NAMED and element.find(f"{_NS}num") is None:
            yield element, prefix, last


def _apart_from_contexts(document: Judged) -> Iterator[tuple[etree._Element, str, str]]:
    for element, prefix, last in _alone(document):
        if next(element.iterancestors(*_HOLDERS), None) is None:
            yield element, prefix, last


def _beside(document: Judged) -> tuple[set[etree._Element], set[etree._Element]]:
    """The elements of the document itself, and those of the components beside it."""
    beside = document.root.find(f"{_NS}components") if document.root.tag == f"{_NS}akomaNtoso" else None
    within = set(beside.iter(f"{_NS}*")) if beside is not None else set()
    return {element for element, _ in document if element not in within}, within


@kind("ids-unique", "naming")
def _unique(document: Judged) -> Iterator[Defect]:
    """The components beside a document are out of the reach of its identity constraints, and in the same file."""
    own, within = _beside(document)
    taken = next((eid for eid, element in _eids(document).items() if element in own), "")
    for element, _, _ in _alone(document) if taken else ():
        if element in within:
            yield _eid(element, taken)


@kind("ids-guid", "naming")
def _guid(document: Judged) -> Iterator[Defect]:
    own, within = _beside(document)
    able = [element for element, declared in document if "GUID" in declared.attributes]
    first = next((element for element in able if element in own), None)
    for element in able:
        if element in within and first is not None:
            yield Defect(
                element, "gave it the GUID of another element", partial(_set_both, first, element, "GUID", "g-9")
            )


def _set_both(first: etree._Element, second: etree._Element, attribute: str, value: str) -> None:
    first.set(attribute, value)
    second.set(attribute, value)


@kind("ids-characters", "naming")
def _characters(document: Judged) -> Iterator[Defect]:
    for element, prefix, last in _alone(document):
        yield _renamed(element, prefix, f"{last}.a")
        yield _renamed(element, prefix, f"{last}\u00a0")


@kind("ids-levels", "naming")
def _levels(document: Judged) -> Iterator[Defect]:
    for element, prefix, last in _alone(document):
        yield _renamed(element, prefix, f"{last.partition('_')[0]}_1_list_1")


@kind("ids-syntax", "naming")
def _syntax(document: Judged) -> Iterator[Defect]:
    for element, prefix, last in _alone(document):
        yield _renamed(element, prefix, f"{last}__")
        yield _renamed(element, prefix, "9")


@kind("ids-label", "naming")
def _label(document: Judged) -> Iterator[Defect]:
    for element, eid in _unreferred(document):
        if symbol(element.tag).startswith("TLC") and eid != "preamble":
            yield _eid(element, "tome")


def _unreferred(document: Judged) -> Iterator[tuple[etree._Element, str]]:
    """The elements with free labels that no reference leads to."""
    words = {word for element, _ in document for value in element.attrib.values() for word in str(value).split()}
    for element, _ in document:
        eid = element.get("eId", "")
        if symbol(element.tag) in _ENTRIES and eid and f"#{eid}" not in words:
            yield element, eid


def _has_master(document: Judged) -> bool:
    """Whether each document of the file has a master expression, without which no wId may stand."""
    found = list(document.root.iter(f"{_NS}FRBRExpression"))
    return all(one.find(f"{_NS}FRBRmasterExpression") is not None for one in found)


@kind("ids-wid-syntax", "naming")
def _wid_syntax(document: Judged) -> Iterator[Defect]:
    for element, _, last in _alone(document) if _has_master(document) else ():
        yield _wid(element, f"{last}.a")


@kind("ids-wid-redundant", "naming")
def _wid_redundant(document: Judged) -> Iterator[Defect]:
    taken = {element.get("wId") for element, _ in document}
    for element, _, _ in _alone(document):
        if element.get("eId") not in taken:
            yield _wid(element, element.get("eId", ""))


@kind("ids-wid-alone", "naming")
def _wid_alone(document: Judged) -> Iterator[Defect]:
    for element, declared in document if _has_master(document) else ():
        if element.get("eId") is None and "wId" in declared.attributes:
            yield _wid(element, f"{element_ref(symbol(element.tag))}_9999")


@kind("ids-wid-unique", "naming")
def _wid_unique(document: Judged) -> Iterator[Defect]:
    if _has_master(document) and document.root.find(".//*[@contains='multipleVersions']") is None:
        able = [one for one, _, _ in _alone(document) if one.get("period") is None and one.get("status") is None]
        for first, second in pairwise(able):
            change = f"gave two elements the wId {'art_9999'!r}"
            yield Defect(second, change, partial(_set_both, first, second, "wId", "art_9999"))


def _wid(element: etree._Element, wid: str) -> Defect:
    return Defect(element, f"set @wId to {wid!r}", partial(element.set, "wId", wid))


@kind("ids-element", "naming")
def _element(document: Judged) -> Iterator[Defect]:
    for element, prefix, last in _alone(document):
        if symbol(element.tag) not in _FREELY_NAMED:
            other = "art" if symbol(element.tag) != "article" else "sec"
            # A number of its own keeps it apart from those that are rightly called so.
            yield _renamed(element, prefix, f"{other}_{last.partition('_')[2] or '1'}_9999")


@kind("ids-abbreviation", "naming")
def _abbreviation(document: Judged) -> Iterator[Defect]:
    for element, prefix, last in _alone(document):
        name = symbol(element.tag)
        if name in ELEMENT_REF and name not in _FREELY_NAMED:
            yield _renamed(element, prefix, f"{name}{last[len(ELEMENT_REF[name]) :]}")


@kind("ids-number", "naming")
def _number(document: Judged) -> Iterator[Defect]:
    for element, prefix, last in _alone(document):
        printed = element.find(f"{_NS}num")
        if printed is None or len(printed) or symbol(element.tag) not in numbered(document.grammar):
            continue
        number = clean_num(printed.text or "")
        if number and last == f"{element_ref(symbol(element.tag))}_{number}":
            yield _renamed(element, prefix, f"{last}x")
    yield from _exemplary(document, RULES["ids-number"].bad, "paragraph")


def _exemplary(document: Judged, example: str, name: str) -> Iterator[Defect]:
    """An example that breaks a rule, added to the document, in the element of that name."""
    made = grafts(document.root, document.grammar, example)
    for new in made:
        for element in new.element.iter(f"{_NS}{name}"):
            yield Defect(element, f"added {example}", partial(put, made))


@kind("ids-single", "naming")
def _single(document: Judged) -> Iterator[Defect]:
    for element, prefix, last in _alone(document):
        if symbol(element.tag) in SINGLE and not _beside_its_like(element):
            yield _renamed(element, prefix, f"{last}_9999")


@kind("ids-numberless", "naming")
def _numberless(document: Judged) -> Iterator[Defect]:
    known = _eids(document)
    for element, prefix, last in _uncounted(document):
        word = last.partition("_")[0]
        if _beside_its_like(element) and (f"{prefix}__{word}" if prefix else word) not in known:
            yield _renamed(element, prefix, word)


def _beside_its_like(element: etree._Element) -> bool:
    holder = element.getparent()
    return holder is not None and len(holder.findall(str(element.tag))) > 1


@kind("ids-count", "naming")
def _count(document: Judged) -> Iterator[Defect]:
    for element, prefix, last in _uncounted(document):
        yield _renamed(element, prefix, f"{last.partition('_')[0]}_x")


@kind("ids-order", "naming")
def _order(document: Judged) -> Iterator[Defect]:
    for element, prefix, last in _uncounted(document):
        before = [one.get("eId", "") for one in element.itersiblings(str(element.tag), preceding=True)]
        stem = f"{prefix}__" if prefix else ""
        if any(eid.startswith(f"{stem}{last.partition('_')[0]}_") and "__" not in eid[len(stem) :] for eid in before):
            yield _renamed(element, prefix, f"{last.partition('_')[0]}_0")


@kind("ids-prefix", "naming")
def _prefix(document: Judged) -> Iterator[Defect]:
    for element, _, last in _apart_from_contexts(document):
        if next(element.iterancestors(f"{_NS}portion"), None) is None:  # what lends a portion its start is elsewhere
            yield _renamed(element, "book_9999", last)


@kind("ids-parent", "naming")
def _parent(document: Judged) -> Iterator[Defect]:
    for element, prefix, last in _apart_from_contexts(document):
        holder = element.getparent()
        if prefix and symbol(element.tag) in ADJUNCTS and holder is not None and holder.get("eId") == prefix:
            word = last.partition("_")[0]
            yield _eid(element, word if symbol(element.tag) in SINGLE else f"{word}_9999")


def _stray(names: tuple[str, ...], document: Judged) -> Iterator[Defect]:
    for element, _, last in _alone(document):
        around = next((one for one in element.iterancestors(*_HOLDERS) if one.get("eId")), None)
        fits = symbol(element.tag) not in ADJUNCTS | SINGLE
        if around is not None and symbol(around.tag) in names and fits and element.find(f"{_NS}num") is None:
            yield _eid(element, f"{last.partition('_')[0]}_9999")
    if "mod" in names:
        # What the rule's own example has within an act.
        example = re.search("<p>.*</p>", RULES["ids-modification"].bad)
        yield from _exemplary(document, example[0] if example else "", "quotedText")


for _id, _names in _CONTEXTS.items():
    kind(_id, "naming")(partial(_stray, _names))


@kind("ids-required", "naming")
def _missing(document: Judged) -> Iterator[Defect]:
    found = list(_alone(document))
    for element, _, _ in found if len(found) > 1 else ():
        if symbol(element.tag) in _REQUIRED:
            yield _without_eid(element)


@kind("ids-entry", "naming")
def _entry(document: Judged) -> Iterator[Defect]:
    for element, eid in _unreferred(document):
        if not any(one.get("eId", "").startswith(f"{eid}__") for one in element.iter(f"{_NS}*")):
            yield _without_eid(element)


@kind("ids-idreq", "naming")
def _idreq(document: Judged) -> Iterator[Defect]:
    for element, _, _ in _alone(document):
        name = symbol(element.tag)
        if name in IDREQ - _REQUIRED - _ENTRIES and sum(1 for _ in document.root.iter(str(element.tag))) > 2:
            yield _without_eid(element)


@kind("ids-marked", "naming")
def _marked(document: Judged) -> Iterator[Defect]:
    if next(document.root.iter(f"{_NS}passiveModifications"), None) is not None:
        for element, _, _ in _alone(document):
            if symbol(element.tag) in {"ins", "del"}:
                yield _without_eid(element)
    yield from _exemplary(document, RULES["ids-marked"].bad, "ins")


def _without_eid(element: etree._Element) -> Defect:
    return Defect(element, "took @eId and @wId out", partial(_take_out, element))


def _take_out(element: etree._Element) -> None:
    for name in ("eId", "wId"):
        element.attrib.pop(name, None)
