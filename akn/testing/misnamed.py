"""What can be broken in the identifiers of a document of level 2, so that one rule of the family `ids` finds it.

Each kind bears the id of that rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from lxml import etree

from akn.grammar import symbol
from akn.ids import EID_PATTERN, ELEMENT_REF, IDREQ, clean_num, element_ref, has_free_label
from akn.rules import RULES
from akn.rules.identifiers import ADJUNCTS, HIERARCHY, SINGLE
from akn.schema import NAMESPACE
from akn.testing.defects import Defect, Judged, kind, setting
from akn.testing.grafts import grafted
from akn.testing.naming import numbered

_NS = f"{{{NAMESPACE}}}"
_CONTEXTS = {
    "ids-context": ("attachment", "component"),
    "ids-quotation": ("quotedStructure", "embeddedStructure"),
    "ids-modification": ("mod",),
}
# The element in the examples of these rules that is out of its context.
_STRAY = {"ids-quotation": "paragraph", "ids-modification": "quotedText"}
_HOLDERS = tuple(f"{_NS}{name}" for names in _CONTEXTS.values() for name in names)
_REQUIRED = HIERARCHY | {"attachment", "component", "mod", "quotedStructure"}
_ENTRIES = frozenset(filter(has_free_label, IDREQ)) | {"temporalGroup"}
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
        if not eid or has_free_label(name) or not EID_PATTERN.fullmatch(eid):
            continue
        prefix, _, last = eid.rpartition("__")
        if last.partition("_")[0] != element_ref(name):
            continue
        if not any(value == f"#{eid}" or value.startswith(f"{eid}__") for value in values):
            yield element, prefix, last


def _renamed(element: etree._Element, prefix: str, last: str) -> Defect:
    return setting(element, "eId", f"{prefix}__{last}" if prefix else last)


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
    alone = list(_alone(document))
    taken = [(element, last) for element, prefix, last in alone if element in own and not prefix]
    for element, _, _ in alone:
        others = [last for one, last in taken if one.tag != element.tag]
        around = next(element.iterancestors(*_HOLDERS), None)
        in_component = element in within and around is not None and symbol(around.tag) in _CONTEXTS["ids-context"]
        if in_component and others and symbol(element.tag) not in ADJUNCTS and element.find(f"{_NS}num") is None:
            yield setting(element, "eId", others[0])


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
            yield setting(element, "eId", "tome")
    yield from grafted(document, RULES["ids-label"].bad, "TLCConcept")


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
        yield setting(element, "wId", f"{last}.a")


@kind("ids-wid-redundant", "naming")
def _wid_redundant(document: Judged) -> Iterator[Defect]:
    taken = {element.get("wId") for element, _ in document}
    for element, _, _ in _alone(document):
        if element.get("eId") not in taken:
            yield setting(element, "wId", element.get("eId", ""))


@kind("ids-wid-alone", "naming")
def _wid_alone(document: Judged) -> Iterator[Defect]:
    for element, declared in document if _has_master(document) else ():
        if element.get("eId") is None and "wId" in declared.attributes:
            yield setting(element, "wId", f"{element_ref(symbol(element.tag))}_9999")


@kind("ids-wid-unique", "naming")
def _wid_unique(document: Judged) -> Iterator[Defect]:
    if _has_master(document) and document.root.find(".//*[@contains='multipleVersions']") is None:
        able = [one for one, _, _ in _alone(document) if one.get("period") is None and one.get("status") is None]
        for first, second in pairwise(able):
            change = f"gave two elements the wId {'art_9999'!r}"
            yield Defect(second, change, partial(_set_both, first, second, "wId", "art_9999"))


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
    yield from grafted(document, RULES["ids-number"].bad, "paragraph")


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
        taken = (f"{prefix}__{word}" if prefix else word) in known
        # A heading may do without a number wherever it is.
        if _beside_its_like(element) and not taken and symbol(element.tag) not in ADJUNCTS:
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
        word = last.partition("_")[0]
        start = f"{prefix}__{word}_" if prefix else f"{word}_"
        before = [
            one for one in element.itersiblings(str(element.tag), preceding=True) if one.find(f"{_NS}num") is None
        ]
        eids = [one.get("eId", "") for one in before]
        if any(eid.startswith(start) and eid[len(start) :].isdecimal() for eid in eids):
            yield _renamed(element, prefix, f"{word}_0")


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
            yield setting(element, "eId", word if symbol(element.tag) in SINGLE else f"{word}_9999")


def _stray(rule: str, names: tuple[str, ...], document: Judged) -> Iterator[Defect]:
    for element, _, last in _alone(document):
        around = next((one for one in element.iterancestors(*_HOLDERS) if one.get("eId")), None)
        fits = symbol(element.tag) not in ADJUNCTS | SINGLE
        if around is not None and symbol(around.tag) in names and fits and element.find(f"{_NS}num") is None:
            yield setting(element, "eId", f"{last.partition('_')[0]}_9999")
    if rule in _STRAY:
        yield from grafted(document, RULES[rule].bad, _STRAY[rule])


for _id, _names in _CONTEXTS.items():
    kind(_id, "naming")(partial(_stray, _id, _names))


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
    yield from grafted(document, RULES["ids-entry"].bad, "TLCConcept")


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
    yield from grafted(document, RULES["ids-marked"].bad, "ins")


def _without_eid(element: etree._Element) -> Defect:
    return Defect(element, "took @eId and @wId out", partial(_take_out, element))


def _take_out(element: etree._Element) -> None:
    for name in ("eId", "wId"):
        element.attrib.pop(name, None)
