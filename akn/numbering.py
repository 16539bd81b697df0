"""What short name and what number the eId of an element may have, by the rules `ids-*`, and the order of a count."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from akn.ids import EID_PATTERN, clean_num, counted, element_ref, printed_number
from akn.places import local_name
from akn.rules.identifiers import NUMBERED, SINGLE
from akn.rules.ids_agreement import COUNT, NAMED, TOLERATED, has_like
from akn.schema import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml.etree import _Element

_NUM = f"{{{NAMESPACE}}}num"


def printed(element: _Element) -> str:
    """The number that the identifier has of what is printed in the element; empty where it has none."""
    num = element.find(_NUM) if local_name(element) in NUMBERED else None
    return "" if num is None else clean_num(printed_number(num))


def short_name(element: _Element, used: str) -> str:
    """What an identifier calls the element; `used` is what those of its kind are called in the document, if any are."""
    name, expected = local_name(element), element_ref(local_name(element))
    if name == "hcontainer":
        own = element.get("name", "")
        return own if used != name and "_" not in own and EID_PATTERN.fullmatch(own) else name
    return used if used in TOLERATED.get(name, ()) else expected


def may_end(element: _Element, last: str) -> bool:
    """Whether `last` is right as the last part of the element's eId, in its form, its short name and its number."""
    name = local_name(element)
    reference, _, number = last.partition("_")
    if not EID_PATTERN.fullmatch(last) or not _may_be_called(element, reference):
        return False
    if expected := printed(element):
        base, _, again = number.rpartition("_")
        return number == expected or (base == expected and again.isdecimal())
    if name in SINGLE:
        return not number or has_like(element)
    if name in NAMED or reference != element_ref(name) or _has_num(element):
        return True
    return COUNT.fullmatch(number) is not None if number else not has_like(element)


def _may_be_called(element: _Element, reference: str) -> bool:
    name = local_name(element)
    own = element.get("name") if name == "hcontainer" else None
    return reference in {element_ref(name), own, *TOLERATED.get(name, ())}


def _has_num(element: _Element) -> bool:
    return local_name(element) in NUMBERED and element.find(_NUM) is not None


class Room(NamedTuple):
    """The last number before a place in a count, and the first number behind it, where there is one."""

    before: int
    behind: int | None

    def holds(self, number: int) -> bool:
        """Whether a number can stand there."""
        return number > self.before and (self.behind is None or number < self.behind)


@dataclass(slots=True)
class Order:
    """The numbers of those that stand beside each other and are counted, but for those that have yet to be named.

    They must be named in their order.
    """

    unnamed: Collection[_Element]
    _rooms: dict[tuple[_Element | None, object, str], dict[_Element, Room]] = field(default_factory=dict)
    _given: dict[tuple[_Element | None, object, str], int] = field(default_factory=lambda: defaultdict(int))

    def room(self, element: _Element, stem: str) -> Room:
        """What numbers keep the count in order if they follow `stem` in the eId of this element."""
        key = element.getparent(), element.tag, stem
        if key not in self._rooms:
            self._rooms[key] = self._seen(element, stem)
        before, behind = self._rooms[key][element]
        return Room(max(before, self._given[key]), behind)

    def note(self, element: _Element, eid: str) -> None:
        """Says what an element has been named."""
        stem, _, digits = eid.rpartition("_")
        if (number := counted(digits)) is not None:
            key = element.getparent(), element.tag, f"{stem}_"
            self._given[key] = max(self._given[key], number)

    def _seen(self, element: _Element, stem: str) -> dict[_Element, Room]:
        parent = element.getparent()
        beside = [element] if parent is None else list(parent.iterchildren(str(element.tag)))
        numbers = [None if one in self.unnamed else _after(stem, one.get("eId", "")) for one in beside]
        before, last = [], 0
        for number in numbers:
            before.append(last)
            last = max(last, number or 0)
        found: dict[_Element, Room] = {}
        behind: int | None = None
        for one, number, least in zip(reversed(beside), reversed(numbers), reversed(before), strict=True):
            found[one] = Room(least, behind)
            if number is not None:
                behind = number if behind is None else min(number, behind)
        return found


def _after(stem: str, eid: str) -> int | None:
    """The number that follows the stem in an eId, if one does."""
    return counted(eid.removeprefix(stem)) if eid.startswith(stem) else None
