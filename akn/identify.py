"""Gives every element of a document that needs one its `eId` (Naming Convention 1.0, chapter 5)."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable

from lxml import etree

from akn.elements import name
from akn.ids import IDREQ, clean_num, element_ref, printed_number

# Elements of which their context has one: they bear no number (NC 5.4.3).
_UNIQUE = frozenset("content intro wrapUp listIntroduction listWrapUp heading subheading".split())
# Elements that are numbered by position even where they hold a number (NC 5.4.3; AKN4UN part 1, section 6).
_COUNTED = frozenset("list blockList formula container crossHeading table block ref event".split())
# Elements that lend no token to what they hold: it is named after what holds them.
_SILENT = frozenset(("content", "ref", "event"))
_EXTRA = frozenset(("listIntroduction", "listWrapUp"))
_AKN = name("")
_NUM = name("num")
_NOTE = "ftn"
_DOCUMENTS = ("cmp_", "att_", "embeddedStructure_")
_MARKERS = {"*": "star"}


Shared = Callable[[str, str], str]


def identify(root: etree._Element, prefix: str = "", shared: Shared | None = None) -> None:
    """Set the `eId` of the elements below `root` that have to have one; those of `meta` are left as they are.

    `shared` gives for a printed number and its element the number that the versions in other languages share with
    this one, or nothing where that is the printed one; where they differ, the shared identifier is put in `wId`
    (NC 5.5.3).
    """
    _Namer().name_children(root, prefix)
    if shared is not None:
        _share(root, shared)


def _share(root: etree._Element, shared: Shared) -> None:
    """Set the `wId` of each element whose identifier holds a number that is written differently in other languages."""
    tokens: dict[str, str] = {}
    for element in root.iter(tag=etree.Element):
        eid = element.get("eId")
        if eid is None:
            continue
        if len(element) and element[0].tag == _NUM:
            text = printed_number(element[0])
            number = shared(text, str(element.tag).removeprefix(_AKN))
            printed = clean_num(text)
            if number and number != printed:
                own = eid.rpartition("__")[2]
                tokens[eid] = own.replace(f"_{printed}", f"_{number}", 1)
        wid = _with_shared(eid, tokens) if tokens else eid
        if wid != eid:
            element.set("wId", wid)


def _with_shared(eid: str, tokens: dict[str, str]) -> str:
    """An identifier with the tokens that are shared in the place of its own."""
    parts = eid.split("__")
    return "__".join(tokens.get("__".join(parts[: count + 1]), part) for count, part in enumerate(parts))


class _Namer:
    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._taken: Counter[str] = Counter()

    def name_children(self, element: etree._Element, context: str) -> None:
        """Name what an element holds; `context` is the identifier that it lends them."""
        numbers: dict[etree._Element, str] | None = None
        for child in element:
            tag = str(child.tag)
            local = tag.removeprefix(_AKN)
            if local in ("meta", tag):  # the metadata, or another namespace
                continue
            inner = context
            if local in IDREQ or local in _EXTRA:
                if numbers is None:
                    numbers = _numbers(element)
                eid = self._unique(self._name(child, local, context, numbers))
                child.set("eId", eid)
                inner = context if local in _SILENT else eid
            if len(child):
                self.name_children(child, inner)

    def _name(self, element: etree._Element, local: str, context: str, numbers: dict[etree._Element, str]) -> str:
        reference = element.get("name", local) if local == "hcontainer" else element_ref(local)
        if local == "authorialNote":
            # A note belongs to the document, not to the paragraph that calls it first.
            return self._note(element, context)
        prefix = f"{context}__" if context else ""
        if local in _UNIQUE:
            return f"{prefix}{reference}"
        number = "" if local in _COUNTED else numbers.get(element, "")
        if not number:
            self._counts[context, reference] += 1
            among = local not in _COUNTED and any(other.tag == element.tag for other in numbers)
            number = f"{'nn_' if among else ''}{self._counts[context, reference]}"
        return f"{prefix}{reference}_{number}"

    def _note(self, element: etree._Element, context: str) -> str:
        marker = element.get("marker", "")
        number = "".join(_MARKERS.get(sign, sign) for sign in unicodedata.normalize("NFKC", marker))
        number = "".join(sign for sign in number if sign.isalnum())
        attachment = context.split("__")
        lead = "__".join(attachment[: _document_tokens(attachment)])
        self._counts[lead, _NOTE] += 1
        return f"{lead}{'__' if lead else ''}{_NOTE}_{number or 'nn_' + str(self._counts[lead, _NOTE])}"

    def _unique(self, eid: str) -> str:
        self._taken[eid] += 1
        if self._taken[eid] == 1:
            return eid
        candidate = f"{eid}_{self._taken[eid]}"
        while self._taken[candidate]:
            self._taken[eid] += 1
            candidate = f"{eid}_{self._taken[eid]}"
        self._taken[candidate] += 1
        return candidate


def _document_tokens(tokens: list[str]) -> int:
    """How many tokens of an identifier lead to the document that it is in: a component, an attachment, a structure."""
    return max((n for n, token in enumerate(tokens, 1) if token.startswith(_DOCUMENTS)), default=0)


def _numbers(element: etree._Element) -> dict[etree._Element, str]:
    """The children that hold a printed number, each with that number as an identifier writes it."""
    numbers = {}
    for child in element:
        if len(child) and child[0].tag == _NUM:
            number = clean_num(printed_number(child[0]))
            if number:
                numbers[child] = number
    return numbers
