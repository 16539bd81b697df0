"""Rules of what an eId says of its element: its short name and its number (Naming Convention 1.0, 5.4.2 and 5.4.3)."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from akn.ids import ELEMENT_REF, clean_num, counted, element_ref, printed_number
from akn.rules.identifiers import HIERARCHY, Identifier, identifiers
from akn.rules.registry import NC, Problem, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from akn.rules.survey import Survey

_NUMBERED = HIERARCHY | {"item", "recital", "crossHeading", "debateSection"}
# What bears a name or a marker of its own in place of a count.
NAMED = frozenset("attachment authorialNote component hcontainer note noteRef".split())

# Other short names that are in wide use, or that the convention itself prints beside its table.
TOLERATED = {"authorialNote": {"ftn", "fn"}, "listWrapUp": {"wrap"}, "wrapUp": {"wrap"}}
COUNT = re.compile(r"(?:nn_)?[0-9]+(?:_[0-9]+)?")


@rule(
    "ids-element",
    "The last part of an eId names the element that has it",
    severity="warning",
    naming=True,
    source=NC + "5.4.2",
    bad='<paragraph eId="art_1"/>',
    good='<paragraph eId="para_1"/>',
)
def element(survey: Survey) -> Iterator[Problem]:
    """The short name of the element, from the closed table of the convention. A component or an attachment may be
    called after what it holds, an hcontainer after its name.
    """
    for one in _misnamed(survey):
        if not _is_abbreviation(one):
            yield Problem(
                one.element,
                f"eId {one.eid!r} of a <{one.name}> ends in {one.reference!r}; {element_ref(one.name)!r} is expected.",
            )


@rule(
    "ids-abbreviation",
    "An eId abbreviates the names of elements as the convention does",
    severity="warning",
    naming=True,
    source=NC + "5.4.2",
    bad='<paragraph eId="paragraph_1"/>',
    good='<paragraph eId="para_1"/>',
)
def abbreviation(survey: Survey) -> Iterator[Problem]:
    """The table of short names is closed: what stands in it is abbreviated, and nothing else is."""
    for one in _misnamed(survey):
        if _is_abbreviation(one):
            said = "is not abbreviated so" if one.name not in ELEMENT_REF else "is abbreviated otherwise"
            yield Problem(
                one.element,
                f"eId {one.eid!r} calls a <{one.name}> {one.reference!r}, which {said}.",
                f"{element_ref(one.name)!r} is the word for it.",
            )


@rule(
    "ids-number",
    "The last number of an eId is that of the element's num",
    severity="warning",
    naming=True,
    source=NC + "5.4.3",
    bad='<paragraph eId="para_1"><num>2.</num></paragraph>',
    good='<paragraph eId="para_2"><num>2.</num></paragraph>',
)
def number(survey: Survey) -> Iterator[Problem]:
    """Agreement of the identifier with the printed number. The second element of one number may add `_2`."""
    for one, num in survey.once(identifiers).unlike:
        expected = clean_num(printed_number(num))
        base, _, again = one.number.rpartition("_")
        if not expected or one.number == expected or (base == expected and again.isdecimal()):
            continue
        if one.name in _NUMBERED:
            yield Problem(
                one.element, f"eId {one.eid!r} has the number {one.number!r}, and the element is numbered {expected!r}."
            )


@rule(
    "ids-single",
    "The eId of what there is once has no number",
    severity="warning",
    naming=True,
    source=NC + "5.4.3",
    bad='<paragraph eId="para_1"><content eId="para_1__content_1"><p/></content></paragraph>',
    good='<paragraph eId="para_1"><content eId="para_1__content"><p/></content></paragraph>',
)
def single(survey: Survey) -> Iterator[Problem]:
    """The body, the preface, the content of a paragraph: unique by necessity in their context."""
    for one in survey.once(identifiers).overnumbered:
        if not has_like(one.element):
            yield Problem(
                one.element,
                f"eId {one.eid!r} has a number, and there is one <{one.name}> in its context.",
                "Leave it out.",
            )


@rule(
    "ids-numberless",
    "The eId of one among several has a number",
    severity="warning",
    naming=True,
    source=NC + "5.4.3",
    bad='<paragraph eId="para"/><paragraph eId="para_2"/>',
    good='<paragraph eId="para_1"/><paragraph eId="para_2"/>',
)
def numberless(survey: Survey) -> Iterator[Problem]:
    """Elements of one name within one element are told apart by their numbers, printed or counted."""
    for one in survey.once(identifiers).bare:
        if one.name not in NAMED and has_like(one.element):
            yield Problem(one.element, f"eId {one.eid!r} has no number, and there are more <{one.name}> beside it.")


@rule(
    "ids-count",
    "What no num numbers is counted in Arabic figures",
    severity="warning",
    naming=True,
    source=NC + "5.4.3",
    bad='<paragraph eId="para_1"><list eId="para_1__list_a"><point eId="para_1__list_a__point_a"><num>a</num></point>'
    "</list></paragraph>",
    good='<paragraph eId="para_1"><list eId="para_1__list_1"><point eId="para_1__list_1__point_a"><num>a</num></point>'
    "</list></paragraph>",
)
def count(survey: Survey) -> Iterator[Problem]:
    """Without a printed number the identifier has the position of the element among those like it: 1, 2, 3."""
    for one in survey.once(identifiers).implicit:
        if not one.number.isdecimal() and not COUNT.fullmatch(one.number) and one.name not in NAMED:
            yield Problem(
                one.element, f"eId {one.eid!r} has the number {one.number!r}, and no num of the <{one.name}> says so."
            )


@rule(
    "ids-order",
    "Counted elements are counted in their order",
    severity="warning",
    naming=True,
    source=NC + "5.4.3",
    bad='<p eId="p_2"/><p eId="p_1"/>',
    good='<p eId="p_1"/><p eId="p_2"/>',
)
def order(survey: Survey) -> Iterator[Problem]:
    """The number of what prints none is its position, in its context or in the whole document."""
    last: dict[tuple[_Element | None, str, str], int] = {}
    for one in survey.once(identifiers).implicit:
        here = counted(one.number)
        if here is not None and one.name not in NAMED:
            series = (one.element.getparent(), one.prefix, one.reference)
            before = last.get(series, 0)
            last[series] = max(before, here)
            if here < before:
                yield Problem(
                    one.element, f"eId {one.eid!r} is counted {here}, and a <{one.name}> before it is counted {before}."
                )


def _misnamed(survey: Survey) -> Iterator[Identifier]:
    for one in survey.once(identifiers).misnamed:
        accepted = {one.element.get("name", "") if one.name == "hcontainer" else "", *TOLERATED.get(one.name, ())}
        if one.reference not in accepted and one.name not in {"component", "attachment"}:
            yield one


def _is_abbreviation(one: Identifier) -> bool:
    """Whether the word is another short form of the name, or the name itself where that has a short form."""
    used, name = one.reference.lower(), one.name.lower()
    if used in _WORDS[one.name]:
        return True
    letters = iter(name)
    return len(used) > 1 and used[0] == name[0] and used not in _SHORT and all(letter in letters for letter in used)


_SHORT = frozenset(map(str.lower, (*ELEMENT_REF.values(), *HIERARCHY)))
# What the guidelines' own examples write for some of them.
_WORDS = defaultdict(
    frozenset,
    division=frozenset({"div", "division"}),
    embeddedStructure=frozenset({"estr"}),
    point=frozenset({"pnt"}),
    **{name: frozenset({name.lower()}) for name in ELEMENT_REF if name != "division"},
)


def has_like(element: _Element) -> bool:
    """Whether there is another element of its name beside it."""
    return any(
        next(element.itersiblings(str(element.tag), preceding=preceding), None) is not None
        for preceding in (False, True)
    )
