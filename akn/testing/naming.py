"""Conformance level 2: eIds by the Naming Convention 1.0, chapter 5, and references that lead to an element.

It changes a grown document as little as that takes: identifiers and references get other values, an editorial note that
nothing calls goes, and what references must lead to is added to the metadata where there is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from akn.grammar import Attribute, Grammar, symbol
from akn.ids import ALONE, IDREQ, clean_num, element_ref, has_free_label, printed_number
from akn.schema import NAMESPACE
from akn.testing.placing import insert
from akn.testing.records import agree, take_out
from akn.testing.values import data
from akn.testing.wording import word
from akn.testing.works import name_works

_NS = f"{{{NAMESPACE}}}"
_AGENTS = ("TLCOrganization", "TLCPerson")
# The elements that a reference of some type may lead to (AKN core part 2, the types of references); the first is made
# where there is none.
_TARGETS: dict[str, tuple[str, ...]] = {
    "agentRef": _AGENTS,
    "roleRef": ("TLCRole",),
    "conceptRef": ("TLCConcept",),
    "voteRef": ("TLCConcept",),
    "referenceRef": ("TLCReference",),
    "eventRefRef": ("eventRef",),
    "temporalGroupRef": ("temporalGroup",),
}
_ANY_ELEMENT = frozenset({"eIdRef", "wIdRef"})
_ENTITIES = frozenset(
    f"TLC{name}" for name in "Concept Event Location Object Organization Person Process Role Term".split()
)
_EXPRESSIONS = frozenset({"step", "FRBRmasterExpression"})
_ADDRESSES = {"xs:anyURI": "iri", "manifestationURI": "file"}

# What an element holds that is added to the metadata, and within what.
_ADDED: dict[str, tuple[str, ...]] = {
    "eventRef": ("lifecycle", "eventRef"),
    "temporalGroup": ("temporalData", "temporalGroup", "timeInterval"),
    "note": ("notes", "note", "p"),
}
_VALUES = {"date": "2000-01-01", "showAs": "text", "name": "text", "href": "/akn/ontology"}

# An element of which there is one in its context has no number (5.4.3). The schema lets there be two headings.
_ALONE = ALONE - {"heading", "subheading"}

# These need not have one, but periods refer to events, and modifications to what they inserted and deleted.
_IDENTIFIED = IDREQ | {"eventRef", "ins", "del"}


def reserve(grammar: Grammar) -> int:
    """The most elements that `name` adds to a document."""
    entries = sum(name.startswith("TLC") for name in grammar.elements)
    return 1 + entries + sum(map(len, _ADDED.values()))


def numbered(grammar: Grammar) -> frozenset[str]:
    """The elements whose identifier has the number that is printed in them (5.4.3): provisions, items, recitals."""
    hierarchy = {one.name for one in grammar.elements.values() if "content" in one.content.moves[0]}
    structures = {one.name for one in grammar.elements.values() if "tr" in one.content.moves[0]}
    return frozenset(hierarchy - structures | {"item", "recital", "debateSection"})


def name(tree: etree._ElementTree, grammar: Grammar) -> None:
    """Brings a valid document, in place, to what level 2 asks of identifiers and references."""
    root = tree.getroot()
    take_out(root)
    _take_out_uncalled_notes(root)
    for one in _wanting(root, grammar):
        _provide(root, grammar, one)
    word(root, grammar)
    _Identifiers(grammar).give(root, "")
    _References(root, grammar).lead()
    agree(root, name_works(root, grammar))


def _elements(root: etree._Element, *names: str) -> Iterator[etree._Element]:
    return root.iter(*(f"{_NS}{name}" for name in names or ("*",)))


def _take_out_uncalled_notes(root: etree._Element) -> None:
    """Each note of the metadata is shown where something calls it; so there are no more of them than calls."""
    while (notes := list(_elements(root, "note"))) and len(notes) > sum(not _around(one) for one in _calls(root)):
        note: etree._Element | None = notes[-1]
        while note is not None and (holder := note.getparent()) is not None:
            tail = note.tail
            holder.remove(note)
            assert not (tail or "").strip(), "a note stands in no running text"
            note = holder if holder.tag == f"{_NS}notes" and holder.find(f"{_NS}note") is None else None


def _calls(root: etree._Element) -> list[etree._Element]:
    return list(_elements(root, "noteRef"))


def _around(call: etree._Element) -> list[etree._Element]:
    """The notes that a call stands in; it calls none of them."""
    return list(call.iterancestors(f"{_NS}note", f"{_NS}authorialNote"))


def _take_out(element: etree._Element) -> None:
    """Takes an element out of running text, which stays."""
    holder, before, tail = element.getparent(), element.getprevious(), element.tail or ""
    assert holder is not None
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        holder.text = (holder.text or "") + tail
    holder.remove(element)


def _typed(element: etree._Element, grammar: Grammar) -> Iterator[Attribute]:
    declared = grammar.elements[symbol(element.tag)].attributes
    for key in element.attrib:
        if (attribute := declared.get(str(key))) is not None:
            yield attribute


def _accepted(element: etree._Element, attribute: Attribute, grammar: Grammar) -> tuple[str, ...]:
    """The elements that the attribute may lead to; none where it is no reference to an entry of some class."""
    own = symbol(element.tag)
    if own in {"noteRef", "FRBRauthor"} and attribute.name == "href":
        return ("note", "authorialNote") if own == "noteRef" else _AGENTS
    type_ = attribute.type.item or attribute.type
    if attribute.name == "refersTo":
        entry = f"TLC{own[0].upper()}{own[1:]}"
        return (entry if entry in grammar.elements else "TLCConcept",)
    return _TARGETS.get(type_.name, ())


def _wanting(root: etree._Element, grammar: Grammar) -> list[str]:
    """The names of elements that references need, and that the document lacks."""
    found: list[str] = []
    for element in _elements(root):
        for attribute in _typed(element, grammar):
            accepted = _accepted(element, attribute, grammar)
            if accepted and accepted[0] not in found and next(_elements(root, *accepted), None) is None:
                found.append(accepted[0])
    # What is added has references itself: to an agent, which each document has, and of a period to what it is of. An
    # interval begins with an event, whether it says so already or not.
    more = ["TLCConcept", "eventRef"] if "temporalGroup" in found else []
    if next(_elements(root, "timeInterval"), None) is not None:
        more.append("eventRef")
    return found + [one for one in dict.fromkeys(more) if one not in found and next(_elements(root, one), None) is None]


def _provide(root: etree._Element, grammar: Grammar, name: str) -> None:
    """Adds an element of that name to the metadata of the document."""
    meta = next(_elements(root, "meta"))
    steps = _ADDED.get(name, ("references", name))
    holder = meta
    for step in steps:
        found = holder.find(f"{_NS}{step}") if step == "references" else None
        holder = _inserted(holder, step, grammar) if found is None else found


def _inserted(holder: etree._Element, name: str, grammar: Grammar) -> etree._Element:
    """A new child of that name, at the last place where the content model allows it."""
    element = grammar.elements[name]
    new = etree.Element(f"{_NS}{name}", None, {None: NAMESPACE})
    for attribute in element.attributes.values():
        if attribute.required:
            new.set(attribute.name, _VALUES.get(attribute.name, "#a"))
    insert(holder, new, grammar)
    return new


class _Identifiers:
    """Gives eIds in the order of the document."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._used: set[str] = set()
        self._counts: Counter[tuple[str, str]] = Counter()
        self._numbered = numbered(grammar)

    def give(self, element: etree._Element, prefix: str) -> None:
        """Names an element and all within it; `prefix` is the eId of its context, empty for the document."""
        if isinstance(element.tag, str) and element.tag.startswith(_NS):
            prefix = self._named(element, symbol(element.tag), prefix)
        for child in element:
            self.give(child, prefix)

    def _named(self, element: etree._Element, name: str, prefix: str) -> str:
        """Names one element, and returns the prefix for those within it."""
        free = has_free_label(name)
        eid = ""
        if name in _IDENTIFIED or element.get("eId") is not None or element.get("wId") is not None:
            eid = self._label(name) if free else self._eid(element, name, prefix)
            element.set("eId", eid)
        if element.get("wId") is not None:
            wid = eid  # it says only what differs (5.3)
            while wid == eid:
                self._counts["wId", name] += 1
                wid = f"{element_ref(name)}_{self._counts['wId', name]}"
            element.set("wId", wid)
        mixed = self._grammar.elements[name].mixed and name != "mod"
        return prefix if not eid or free or mixed or name == "content" or element_ref(name) == "body" else eid

    def _label(self, name: str) -> str:
        """A free label (5.4.2): with a hyphen, so that it is nobody's identifier."""
        word = name.removeprefix("TLC")
        self._counts["", word] += 1
        return f"{word[0].lower()}{word[1:]}-{self._counts['', word]}"

    def _eid(self, element: etree._Element, name: str, prefix: str) -> str:
        start = f"{prefix}__{element_ref(name)}" if prefix else element_ref(name)
        number = element.find(f"{_NS}num") if name in self._numbered else None
        if number is not None and (printed := clean_num(printed_number(number))):
            return self._unused(f"{start}_{printed}", f"{start}_{printed}_")
        return self._unused(start if name in _ALONE else "", f"{start}_")

    def _unused(self, first: str, stem: str) -> str:
        """`first`, or where that is taken or empty the stem with the first number that is not taken."""
        found = first
        number = 1 if first else 0
        while not found or found in self._used:
            number += 1
            found = f"{stem}{number}"
        self._used.add(found)
        return found


class _References:
    """Gives references their targets, each the next of those that are of the right kind."""

    def __init__(self, root: etree._Element, grammar: Grammar) -> None:
        self._root = root
        self._grammar = grammar
        self._turns: Counter[object] = Counter()
        self._all = [element for element in _elements(root) if element.get("eId")]
        self._places = {element.get("eId"): place for place, element in enumerate(self._all)}
        within_meta = {one for meta in _elements(root, "meta") for one in meta.iter()}
        self._text = [element for element in self._all if element not in within_meta]
        self._addresses = data()["named"]

    def lead(self) -> None:
        """Sets all references of the document."""
        self._lead_calls()
        for element in list(_elements(self._root)):
            for attribute in list(_typed(element, self._grammar)):
                accepted = _accepted(element, attribute, self._grammar)
                if accepted:
                    self._lead_to(element, attribute, accepted)
                elif attribute.type.name in _ANY_ELEMENT:
                    self._lead_anywhere(element, attribute)
                elif symbol(element.tag) in _ENTITIES and attribute.name == "href":
                    element.set("href", f"/akn/ontology/{symbol(element.tag)[3:].lower()}/fr/{element.get('eId')}")
                elif attribute.name == "showAs" and not element.get("showAs", "").strip():
                    element.set("showAs", "text")
                elif attribute.type.name in _ADDRESSES and symbol(element.tag) != "a":
                    element.set(attribute.name, self._address(element, attribute))
                elif attribute.type.name in _ADDRESSES and element.get(attribute.name, "")[:1] in {"", "/", "#"}:
                    element.set(attribute.name, "https://example.org/")
            self._settle(element)

    def _lead_calls(self) -> None:
        """The calls of notes come first: one that can call nothing is taken out, and then nothing is to lead to it."""
        for call in _calls(self._root):
            self._call(call)
        kept = set(_elements(self._root))
        self._all, self._text = ([one for one in found if one in kept] for found in (self._all, self._text))

    def _lead_to(self, element: etree._Element, attribute: Attribute, accepted: tuple[str, ...]) -> None:
        if accepted[0] != "note":  # calls lead somewhere already
            element.set(attribute.name, self._to(accepted))

    def _lead_anywhere(self, element: etree._Element, attribute: Attribute) -> None:
        """To any element, but what is an alternative is one to another element."""
        own = set(element.iter()) if attribute.name == "alternativeTo" else set()
        others = [one for one in self._all if one not in own]
        if others:
            element.set(attribute.name, f"#{self._next(attribute.type.name, others).get('eId')}")
        else:
            del element.attrib[attribute.name]

    def _settle(self, element: etree._Element) -> None:
        """Ranges and intervals begin before they end, and have a beginning; a mapping is of one element."""
        start = next((name for name in ("from", "href") if element.get(name, "").startswith("#")), "")
        if start and element.get("upTo"):
            ends = sorted((element.get(start, ""), element.get("upTo", "")), key=lambda one: self._places[one[1:]])
            element.set(start, ends[0])
            element.set("upTo", ends[1])
        if symbol(element.tag) == "timeInterval":
            self._settle_interval(element)
        if symbol(element.tag) == "mapping" and element.get("original") and element.get("current"):
            now = next(one for one in self._all if f"#{one.get('eId')}" == element.get("current"))
            element.set("original", f"#{now.get('wId') or now.get('eId')}")

    def _settle_interval(self, element: etree._Element) -> None:
        dates = {f"#{one.get('eId')}": one.get("date", "").strip()[:10] for one in _elements(self._root, "eventRef")}
        begin, end = element.get("start") or next(iter(dates)), element.get("end")
        if end is not None:
            element.attrib.pop("duration", None)
            begin, end = sorted((begin, end), key=lambda one: dates[one])
            element.set("end", end)
        element.set("start", begin)

    def _to(self, accepted: tuple[str, ...]) -> str:
        return f"#{self._next(accepted, [one for one in self._all if symbol(one.tag) in accepted]).get('eId')}"

    def _call(self, element: etree._Element) -> None:
        """Leads the call of a note to one that it does not stand in, or takes it out where there is none."""
        around = _around(element)
        notes = [one for name in ("note", "authorialNote") for one in self._all if symbol(one.tag) == name]
        found = [one for one in notes if one not in around]
        if not found:
            _take_out(element)
            return
        # Those of the metadata first: each must be called, and not from a note alone.
        target = self._next(("note", bool(around)), found)
        element.set("href", f"#{target.get('eId')}")
        if element.get("marker") is not None and target.get("marker") is not None:
            element.set("marker", target.get("marker", ""))

    def _address(self, element: etree._Element, attribute: Attribute) -> str:
        """Where something is: in the document, if it was so before and may be so, or outside it."""
        kind = _ADDRESSES[attribute.type.name]
        # No link leads to the metadata, and where nothing in the text has an eId, out of the document.
        if kind == "iri" and element.get(attribute.name, "").startswith("#") and self._text:
            return f"#{self._next(kind, self._text).get('eId')}"
        values: list[str] = self._addresses["expression" if symbol(element.tag) in _EXPRESSIONS else kind]
        self._turns[kind, "outside"] += 1
        return values[self._turns[kind, "outside"] % len(values)]

    def _next(self, key: object, found: list[etree._Element]) -> etree._Element:
        self._turns[key] += 1
        return found[(self._turns[key] - 1) % len(found)]
