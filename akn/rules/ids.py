"""Rules of the form of element identifiers, and of their being one's own: Naming Convention 1.0, chapter 5.

Only the uniqueness of an eId is an error. A document whose identifiers have another form is still valid Akoma Ntoso
of conformance level 1, so those are warnings.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from akn.ids import EID_PATTERN, IDREQ, element_ref, has_free_label
from akn.places import OTHER_LINE, local_name
from akn.rules.examples import MASTER
from akn.rules.identifiers import HIERARCHY, SINGLE, identifiers
from akn.rules.registry import NC, Problem, rule
from akn.rules.survey import DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from akn.rules.survey import Survey

_HINT = "Levels are joined by two underscores, an element and its number by one: part_1__para_2."
# White space of XML the schema refuses.
_SYMBOL = re.compile(r"[^\w\- \t\n\r]")
# An element within another, where one underscore stands for two.
_LEVEL = re.compile(
    "(?<=[^_])_(?:{})(?:_|$)".format(
        "|".join(sorted({element_ref(name) for name in HIERARCHY | IDREQ | {"p", "block", "num"}}, key=len)[::-1])
    )
)
_ELEMENTS = IDREQ | HIERARCHY | DOCUMENTS | SINGLE | {"p"}


@rule(
    "ids-unique",
    "An eId belongs to one element of the whole file",
    severity="error",
    source=NC + "5.2; XSD, unique eId-*",
    bad='<p eId="p_1"/><p eId="p_1"/>',
    good='<p eId="p_1"/><p eId="p_2"/>',
)
def unique(survey: Survey) -> Iterator[Problem]:
    """Two elements with one eId: a reference to it would be ambiguous. Names the first that has it."""
    if len(survey.by_attribute.get("eId", ())) == len(survey.eids):
        return
    for element, eid in survey.pairs("eId"):
        if (first := survey.eids[eid]) is not element:
            yield Problem(
                element,
                f'<{local_name(element)} eId="{eid}"> repeats an identifier that <{local_name(first)}> on line'
                f" {OTHER_LINE} already has.",
                "An identifier belongs to one element of a document.",
                other=first,
            )


@rule(
    "ids-characters",
    "An eId has letters, digits, underscores and hyphens only",
    severity="warning",
    naming=True,
    source=NC + "5.4",
    bad='<paragraph eId="para_2.1"><num>2.1</num></paragraph>',
    good='<paragraph eId="para_2-1"><num>2.1</num></paragraph>',
)
def characters(survey: Survey) -> Iterator[Problem]:
    """The schema refuses white space alone: it lets a no-break space, a dot or any symbol pass."""
    for eid, element in survey.once(identifiers).malformed.items():
        if symbol := _SYMBOL.search(eid):
            yield Problem(
                element,
                f"eId {eid!r} has the character {symbol[0]!r} (U+{ord(symbol[0]):04X}), which no identifier has.",
                "Where it separates two numbers, write a hyphen; else leave it out.",
            )


@rule(
    "ids-levels",
    "The levels of an eId are joined by two underscores",
    severity="warning",
    naming=True,
    source=NC + "5.4",
    bad='<paragraph eId="para_2"/><paragraph eId="para_2_list_1"/>',
    good='<paragraph eId="para_2"/><paragraph eId="para_21"/>',
)
def levels(survey: Survey) -> Iterator[Problem]:
    """One underscore stands between an element and its number; `para_2_list_1` would be one element's number."""
    for eid, element in survey.once(identifiers).malformed.items():
        if not _SYMBOL.search(eid) and _LEVEL.search(eid):
            yield Problem(element, f"eId {eid!r} joins its levels by one underscore.", _HINT)


@rule(
    "ids-syntax",
    "An eId is [prefix__]element_number",
    severity="warning",
    naming=True,
    source=NC + "5.4",
    bad='<paragraph eId="2"/>',
    good='<paragraph eId="para_2"/>',
)
def syntax(survey: Survey) -> Iterator[Problem]:
    """The form of an eId. Entries of `references`, components and keywords have free labels."""
    for eid, element in survey.once(identifiers).malformed.items():
        if eid and not _SYMBOL.search(eid) and not _LEVEL.search(eid):
            yield Problem(element, f"eId {eid!r} does not have the form of an identifier.", _HINT)


@rule(
    "ids-label",
    "The label of an entry is not the name of an element",
    severity="note",
    source="AKN4UN part 1, metadata (references); " + NC + "5.4.2",
    bad='<references source="#akn"><TLCConcept eId="preamble" href="/akn/ontology/concept/un/preamble" showAs="P"/>'
    "</references>",
    good='<references source="#akn"><TLCConcept eId="concept-preamble" href="/akn/ontology/concept/un/preamble" '
    'showAs="P"/></references>',
)
def label(survey: Survey) -> Iterator[Problem]:
    """The preamble itself, say, may need the eId `preamble`, and an eId belongs to one element of the file."""
    for element, eid in survey.once(identifiers).labels:
        if eid in _ELEMENTS:
            yield Problem(
                element,
                f"eId {eid!r} is what <{eid}> itself is called.",
                f"Such as {local_name(element)[3:].lower()}-{eid}.",
            )


@rule(
    "ids-guid",
    "A GUID belongs to one element of the whole file",
    severity="warning",
    source="XSD, unique GUID-*; " + NC + "5.3",
    bad='<doc name="d"><mainBody><p GUID="g1"/></mainBody></doc><components><component eId="cmp_1"><interstitial '
    'eId="cmp_1__interstitial"><p GUID="g1"/></interstitial></component></components>',
    good='<doc name="d"><mainBody><p GUID="g1"/></mainBody></doc><components><component eId="cmp_1"><interstitial '
    'eId="cmp_1__interstitial"><p GUID="g2"/></interstitial></component></components>',
)
def guid(survey: Survey) -> Iterator[Problem]:
    """The schema looks within one document; components that stand beside it are in the same file."""
    first: dict[str, _Element] = {}
    for element, _, value in survey.bearing("GUID"):
        other = first.setdefault(value, element)
        if other is not element and _outermost(other) is not _outermost(element):
            yield Problem(
                element,
                f"GUID {value!r} is that of <{local_name(other)}> on line {OTHER_LINE}, in another document.",
                other=other,
            )


@rule(
    "ids-wid-syntax",
    "A wId has the form of an eId",
    severity="warning",
    naming=True,
    source=NC + "5.3, 5.4",
    bad=MASTER + '<paragraph eId="para_9" wId="para.8"/>',
    good=MASTER + '<paragraph eId="para_9" wId="para_8"/>',
)
def wid_syntax(survey: Survey) -> Iterator[Problem]:
    """It is the eId that the element has in the master expression."""
    for element, _, wid in survey.bearing("wId"):
        if wid and not has_free_label(local_name(element)) and not EID_PATTERN.fullmatch(wid):
            yield Problem(element, f"wId {wid!r} does not have the form of an identifier.", _HINT)


@rule(
    "ids-wid-alone",
    "What has a wId has an eId",
    severity="warning",
    naming=True,
    source=NC + "5.3",
    bad=MASTER + '<p wId="p_8"/>',
    good=MASTER + '<p eId="p_9" wId="p_8"/>',
)
def wid_alone(survey: Survey) -> Iterator[Problem]:
    """A wId says what the element was called where it has another eId now; alone it says nothing of this text."""
    for element, _, wid in survey.bearing("wId"):
        if element.get("eId") is None:
            yield Problem(element, f"<{local_name(element)}> has the wId {wid!r} and no eId.", f"Write eId={wid!r}.")


@rule(
    "ids-wid-redundant",
    "A wId differs from the eId",
    severity="note",
    source=NC + "5.3; AKN4UN part 1, naming (identifiers)",
    bad='<paragraph eId="para_9" wId="para_9"/>',
    good='<paragraph eId="para_9"/>',
)
def wid_redundant(survey: Survey) -> Iterator[Problem]:
    """It is given only where the two differ: its absence says that they do not."""
    for element, _, wid in survey.bearing("wId"):
        if element.get("eId") == wid:
            yield Problem(element, f"wId {wid!r} is the eId as well.", "Leave the wId out.")


@rule(
    "ids-wid-unique",
    "A wId belongs to one element of a version",
    severity="warning",
    source=NC + "5.5.3",
    bad=MASTER + '<paragraph eId="para_9" wId="para_8"/><paragraph eId="para_10" wId="para_8"/>',
    good=MASTER + '<paragraph eId="para_9" wId="para_8"/><paragraph eId="para_10" wId="para_9"/>',
)
def wid_unique(survey: Survey) -> Iterator[Problem]:
    """Two elements of one version cannot both be what was one. Where versions stand side by side (`@period`,
    `@status`, a document that `contains` several) they share the wId.
    """
    held = list(survey.bearing("wId"))
    shared = {wid for wid, count in Counter(wid for _, _, wid in held).items() if count > 1}
    if not shared or any(one.element.get("contains") == "multipleVersions" for one in survey.parts):
        return
    first: dict[str, _Element] = {}
    for element, _, wid in held:
        if wid in shared and element.get("period") is None and element.get("status") is None:
            other = first.setdefault(wid, element)
            if other is not element:
                said = f"wId {wid!r} is that of <{local_name(other)}> on line {OTHER_LINE} too."
                yield Problem(element, said, other=other)


def _outermost(element: _Element) -> _Element:
    """The child of the root that an element is in: within one document the schema itself looks."""
    here = element
    while (parent := here.getparent()) is not None and parent.getparent() is not None:
        here = parent
    return here
