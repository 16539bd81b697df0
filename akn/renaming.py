"""Gives an `eId` to the elements that lack one, and another to those that have a wrong one, and to no others.

What is wrong is what the rules `ids-*` say (`akn.rules.ids`). They are asked again after each round of new identifiers,
from the outside in, since an element around the others lends them the start of theirs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from akn import grammar
from akn.datatypes import words
from akn.ids import ALONE, EID_PATTERN, IDREQ, counted, element_ref, has_free_label
from akn.numbering import Order, may_end, printed, short_name
from akn.places import local_name
from akn.rules import RULES, survey
from akn.rules.identifiers import ADJUNCTS, NUMBERED, SINGLE, identified, identifiers
from akn.rules.ids_context import CONTEXTS
from akn.schema import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lxml.etree import _Element, _ElementTree

    from akn.rules import Survey

_OF_FORM = {"ids-syntax", "ids-characters", "ids-levels"}
_OF_START = {"ids-prefix", "ids-parent", "ids-context", "ids-quotation", "ids-modification"}
_OF_NAME = {"ids-element", "ids-abbreviation"}
_OF_NUMBER = {"ids-number", "ids-single", "ids-numberless", "ids-count"}
MENDED = (*sorted(_OF_FORM), *sorted(_OF_NAME), *sorted(_OF_NUMBER), *sorted(_OF_START), "ids-label", "ids-unique")
"""The rules of which a wrong identifier is mended."""
MISSING = "ids-required"
"""The rule that names a missing identifier, for more elements than the rule of that name reports: those of `IDREQ`."""

_NS = f"{{{NAMESPACE}}}"
_CONTEXTS = tuple(f"{_NS}{name}" for name in CONTEXTS)
_MARKERS = (f"{_NS}eop", f"{_NS}eol")
# A note of the metadata that has none is called by nothing; with one it would be a note that nothing calls.
_REQUIRED = IDREQ - {"note"}
_OF_PLACE = _OF_START | {"ids-unique"}
_OF_PREFIX = _OF_FORM | _OF_START | {MISSING}
# The most new identifiers that one element gets, should the rules never be content.
_TURNS = 3


@dataclass(frozen=True, slots=True)
class Claims:
    """The eIds that references name and no element has; `typed` are those that may not lead to an element of any kind.

    An identifier that is given by chance, for being the next of a count, must not decide what such a reference means.
    One that a printed number makes may be the one that is meant. `within` an attachment or component the start of
    what it lends is left out.
    """

    every: set[str] = field(default_factory=set)
    typed: set[str] = field(default_factory=set)
    within: dict[_Element, set[str]] = field(default_factory=dict)


def rename(tree: _ElementTree, claims: Claims) -> dict[_Element, str]:
    """Sets every identifier of the tree that is missing or wrong; each changed element with the rule that it broke.

    A document that uses no eIds at all gets none.
    """
    document = survey(tree)
    required = _REQUIRED if identified(document) else frozenset[str]()
    return _Renaming(tree, claims, set(document.eids), required).run()


@dataclass(slots=True)
class _Renaming:
    tree: _ElementTree
    claims: Claims
    known: set[str]
    """Every eId of the document as it was: what names one element will not be given to another by chance."""
    required: frozenset[str]
    """The names of the elements that are asked to have an eId."""
    why: dict[_Element, str] = field(default_factory=dict)
    turns: Counter[_Element] = field(default_factory=Counter)
    pending: set[_Element] = field(default_factory=set)
    held: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    faults: dict[_Element, set[str]] = field(default_factory=dict)
    habits: dict[str, _Element] = field(default_factory=dict)
    lost: dict[_Element, str] = field(default_factory=dict)
    peers: dict[tuple[_Element | None, str], _Element] = field(default_factory=dict)
    behind: dict[str, list[_Element]] = field(default_factory=lambda: defaultdict(list))
    """The markers of pages and lines, by what they are named after."""
    numbered: dict[tuple[_Element, str], bool] = field(default_factory=dict)
    """Whether one of the children of this name has a printed number."""
    order: Order = field(default_factory=lambda: Order(()))

    def run(self) -> dict[_Element, str]:
        while True:
            document = survey(self.tree)
            self.faults = self._faults(document)
            now = list(self._outermost(document))
            if not now:
                return self.why
            self.pending = set(now)
            self._note(document)
            for element in now:
                if eid := self._name(element):
                    self._give(element, eid)
                else:
                    self._leave(element)

    def _faults(self, document: Survey) -> dict[_Element, set[str]]:
        """The elements whose identifier is missing or wrong, each with the rules that it breaks."""
        found: dict[_Element, set[str]] = {}
        for id in MENDED:
            for element, other in {problem.element: problem.other for problem in RULES[id].check(document)}.items():
                # A label may be anything, and so it gives way to an eId that can only be what it is.
                gives_way = other is not None and has_free_label(local_name(other)) and element not in found
                found.setdefault(other if other is not None and gives_way else element, set()).add(id)
        malformed = document.once(identifiers).malformed
        self.lost = _lost([one for one, ids in found.items() if "ids-prefix" in ids], document)
        for element in document.elements:
            eid = element.get("eId")
            # The rules name the first of those that have one eId; and a label may be anything but several words.
            if eid and (words(eid) != [eid] or (eid in malformed and not has_free_label(local_name(element)))):
                found.setdefault(element, {"ids-syntax"}).add("ids-syntax")
            if not eid and (eid is not None or element in self.lost or local_name(element) in self.required):
                found.setdefault(element, set()).add(MISSING)
        return {element: ids for element, ids in found.items() if self.turns[element] < _TURNS}

    def _outermost(self, document: Survey) -> Iterator[_Element]:
        """Those to be named now. What only starts wrongly waits for what is around it: then it may be right."""
        touched: set[_Element | None] = set()
        late: set[_Element | None] = set()
        for element in document.elements:
            parent, faults = element.getparent(), self.faults.get(element)
            if parent in late or (faults and parent in touched and faults <= _OF_PLACE):
                late.add(element)
            elif faults:
                yield element
            if faults or parent in touched:
                touched.add(element)

    def _note(self, document: Survey) -> None:
        """What is not changed now: the identifiers in use, and how the document names each kind of element."""
        self.held = Counter(one.get("eId", "") for one in document.elements if one not in self.pending)
        self.order = Order(self.faults)
        self.counts.clear()
        self.habits.clear()
        self.peers.clear()
        self.behind.clear()
        for element in document.elements:
            if element.tag in _MARKERS:
                self.behind[element.get("eId", "").rpartition("__")[0]].append(element)
            if element.get("eId") and element not in self.faults:
                self.habits.setdefault(local_name(element), element)
                self.peers.setdefault((element.getparent(), local_name(element)), element)

    def _leave(self, element: _Element) -> None:
        """Leaves an element as it is: all that it could be called is wrong as well."""
        self.turns[element] = _TURNS
        if eid := element.get("eId"):
            self.held[eid] += 1

    def _give(self, element: _Element, eid: str) -> None:
        """Names an element, and with it what is named after it."""
        old = element.get("eId", "")
        self.pending.discard(element)
        self.turns[element] += 1
        self.why.setdefault(element, next(id for id in (MISSING, *MENDED) if id in self.faults[element]))
        element.set("eId", eid)
        self.held[eid] += 1
        self.order.note(element, eid)
        for label in self.claims.within.get(element, ()):
            self.claims.every.add(f"{eid}__{label}")
            self.claims.typed.add(f"{eid}__{label}")
        for inner in self._named_after(element, old) if old else ():
            carried = f"{eid}{inner.get('eId', '')[len(old) :]}"
            if inner not in self.pending:
                self.held[inner.get("eId", "")] -= 1
                self.held[carried] += 1
            inner.set("eId", carried)
            self.why.setdefault(inner, "ids-prefix")

    def _named_after(self, element: _Element, old: str) -> Iterator[_Element]:
        inside = element.iterdescendants(f"{_NS}*")
        # Line breaks are counted within the page that starts before them and does not hold them.
        behind = self.behind.get(old, ()) if element.tag in _MARKERS and not self.held[old] else ()
        for inner in (*inside, *behind):
            if inner.get("eId", "").startswith(f"{old}__"):
                yield inner

    def _name(self, element: _Element) -> str:
        """What an element is to be called; empty where it is better left as it is."""
        name, old, faults = local_name(element), element.get("eId", ""), self.faults[element]
        if has_free_label(name):
            return self._label(element, old)
        prefix = old.rpartition("__")[0]
        if faults & _OF_PREFIX or (not prefix and name in ALONE):
            prefix = self._prefix(element)
        start, last = f"{prefix}__" if prefix else "", old.rpartition("__")[2]
        stem = f"{start}{self._short_name(element)}"
        for eid in self._likely(element, start, last, stem):
            if self._is_free(element, eid, self.claims.typed):
                return eid
        if name in SINGLE and faults <= {MISSING, "ids-single"} and not may_end(element, f"{element_ref(name)}_1"):
            return ""
        return self._counted(element, f"{stem}_{'nn_' if self._is_among_numbered(element) else ''}")

    def _label(self, element: _Element, old: str) -> str:
        """The label of an entry: what it was without blanks, or its class and what it was, or that and a number."""
        class_ = local_name(element).removeprefix("TLC")
        class_ = class_[0].lower() + class_[1:]
        label = "-".join(words(old))
        for one in (label, f"{class_}-{label}" if label else ""):
            if one and one != old and one not in self.known and self._is_free(element, one, self.claims.every):
                return one
        return self._counted(element, f"{label or class_}-")

    def _likely(self, element: _Element, start: str, last: str, stem: str) -> Iterator[str]:
        """What an element may be called for a reason that is not its place in a count, the best first."""
        faults = self.faults[element]
        if element in self.lost:
            yield self.lost[element]
        if faults <= _OF_START and self._may_end(element, start, last):
            yield f"{start}{last}"
        if (number := printed(element)) and EID_PATTERN.fullmatch(f"{stem}_{number}"):
            yield f"{stem}_{number}"
            while True:
                self.counts[f"{stem}_{number}_"] += 1
                yield f"{stem}_{number}_{1 + self.counts[f'{stem}_{number}_']}"
        name = stem.rpartition("__")[2]
        if local_name(element) in ALONE and may_end(element, name):
            yield stem
        kept = f"{name}_{last.partition('_')[2]}"
        if faults <= _OF_START | _OF_NAME and self._may_end(element, start, kept):
            yield f"{start}{kept}"

    def _may_end(self, element: _Element, start: str, last: str) -> bool:
        """Whether the last part of an eId is right, and keeps the count in order."""
        stem, _, digits = last.rpartition("_")
        number = counted(digits)
        in_order = number is None or self.order.room(element, f"{start}{stem}_").holds(number)
        return may_end(element, last) and (in_order or bool(printed(element)))

    def _counted(self, element: _Element, stem: str) -> str:
        """The stem with the first number that is free and keeps the count in order.

        Where there is none, it is the second of the number before it; before all others, the first that is free.
        """
        room = self.order.room(element, stem)
        for number in range(room.before + 1, room.behind or 0):
            if self._may_be_given(element, f"{stem}{number}"):
                return f"{stem}{number}"
        if room.behind is not None and room.before and stem.endswith("_"):
            second = f"{stem}{room.before}_"
            self.counts[second] = max(self.counts[second], 1)
            return self._first(element, second)
        return self._first(element, stem, room.before if room.behind is None else 0)

    def _first(self, element: _Element, stem: str, after: int = 0) -> str:
        """The stem with the first number behind `after` that is free."""
        number = max(after, self.counts[stem])
        while True:
            number += 1
            if number == self.counts[stem] + 1:
                self.counts[stem] = number
            if self._may_be_given(element, f"{stem}{number}"):
                return f"{stem}{number}"

    def _may_be_given(self, element: _Element, eid: str) -> bool:
        return eid not in self.known and self._is_free(element, eid, self.claims.every)

    def _is_free(self, element: _Element, eid: str, claimed: Collection[str]) -> bool:
        if self.held[eid] > 0 or eid in claimed:
            return False
        return not any(self.held[f"{eid}__{label}"] for label in self.claims.within.get(element, ()))

    def _prefix(self, element: _Element) -> str:
        """The eId of what lends an element the start of its own: as its peers have it, else the nearest around it."""
        parent = element.getparent()
        if parent is not None and local_name(element) in ADJUNCTS and parent.get("eId"):
            return parent.get("eId", "")
        around = _around(element)
        lent = self._habitual(element, around)
        if lent is None:
            lent = _nearest(around)
        context = next((one for one in around if one.tag in _CONTEXTS), None)
        if context is not None and not f"{lent}__".startswith(f"{context.get('eId')}__"):
            return context.get("eId", "")
        return lent

    def _habitual(self, element: _Element, around: list[_Element]) -> str | None:
        """The start of the identifier as that of another such element tells it; None where there is none."""
        name = local_name(element)
        if (peer := self.peers.get((element.getparent(), name))) is not None:
            return peer.get("eId", "").rpartition("__")[0]
        if (other := self.habits.get(name)) is None:
            return None
        lent, others = other.get("eId", "").rpartition("__")[0], _around(other)
        if lent == _nearest(others):
            return None
        if not lent:
            return ""
        holder = next((local_name(one) for one in others if one.get("eId") == lent), None)
        return next((one.get("eId", "") for one in around if local_name(one) == holder), None)

    def _short_name(self, element: _Element) -> str:
        """What the identifier calls the element: what those of its kind are called in this document, where they are."""
        other = self.habits.get(local_name(element))
        return short_name(element, "" if other is None else _last(other).partition("_")[0])

    def _is_among_numbered(self, element: _Element) -> bool:
        parent = element.getparent()
        if parent is None or local_name(element) not in NUMBERED:
            return False
        key = parent, str(element.tag)
        if key not in self.numbered:
            self.numbered[key] = any(printed(one) for one in parent.iterchildren(key[1]))
        return self.numbered[key]


def _last(element: _Element) -> str:
    return element.get("eId", "").rpartition("__")[2]


def _lost(wrong: list[_Element], document: Survey) -> dict[_Element, str]:
    """What the identifiers of elements say that an element around them was called, which has no eId (any more)."""
    found: dict[_Element, str] = {}
    for element in wrong:
        eid = element.get("eId", "").rpartition("__")[0]
        if eid in document.eids or eid in found.values():
            continue
        start, _, last = eid.rpartition("__")
        for around in element.iterancestors(f"{_NS}*"):
            if around in found or not _may_have_one(around) or not may_end(around, last):
                continue
            if _may_start(around, start):
                found[around] = eid
                break
    return found


def _may_start(element: _Element, start: str) -> bool:
    """Whether this is what may stand before the last part of an element's eId."""
    around = _around(element)
    context = next((one.get("eId") for one in around if one.tag in _CONTEXTS), None)
    if context is not None and not f"{start}__".startswith(f"{context}__"):
        return False
    if local_name(element) in ADJUNCTS and around and around[0] is element.getparent():
        return start == around[0].get("eId")
    return not start or any(one.get("eId") == start for one in around)


def _may_have_one(element: _Element) -> bool:
    declared = grammar.official().elements.get(local_name(element))
    return element.get("eId") is None and declared is not None and "eId" in declared.attributes


def _around(element: _Element) -> list[_Element]:
    """The elements around one that have an eId, from the inside out."""
    return [one for one in element.iterancestors(f"{_NS}*") if one.get("eId")]


def _nearest(around: list[_Element]) -> str:
    """The eId of the first that lends what it holds the start of its identifiers."""
    return next((one.get("eId", "") for one in around if one.tag in _CONTEXTS or _lends(one)), "")


def _lends(element: _Element) -> bool:
    """Whether what is in an element is named after it: not after inline elements, nor after what each document has."""
    name = local_name(element)
    if has_free_label(name) or name == "content" or element_ref(name) == "body":
        return False
    declared = grammar.official().elements.get(name)
    return declared is not None and not declared.mixed
