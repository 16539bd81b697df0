"""Rules of local references that need no `#`: to components (`!annex_1`) and portions (`~para_3`) of the document
(Naming Convention 1.0, 4.8), and of what links modifications and votings to the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akn.rules.addresses import addresses
from akn.rules.examples import MASTER
from akn.rules.links import links, places, to, within_meta
from akn.rules.registry import NC, Problem, rule
from akn.rules.survey import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from akn.rules.survey import Survey

_LOCAL = re.compile(r"(?:/?!(?P<component>[^~#]*))?(?:/?~(?P<range>[^#]*))?(?:#.*)?")
_PORTION = (
    '<paragraph eId="para_3"/><paragraph eId="para_4"/><p><ref eId="ref_1" href="{}">paragraphs 3 and 4</ref></p>'
)
_MAPPED = (
    MASTER
    + '<analysis source="#akn"><mappings source="#akn"><mapping eId="mapping_1" original="#para_2" current="{}"/>'
    '</mappings></analysis><paragraph eId="para_3" wId="para_2"/><paragraph eId="para_4"/>'
)
_MODIFIED = (
    '<analysis source="#akn"><activeModifications><textualMod type="repeal" eId="textualMod_1"><source href="#mod_1"/>'
    '<destination href="/akn/un/act/provision/un/1945-06-26/charter"/></textualMod></activeModifications></analysis>'
    '<p><mod eId="mod_1">Article 1 is repealed</mod>{}</p>'
)
_VOTED = (
    '<analysis source="#akn"><parliamentary><voting eId="voting_1"><count eId="voting_1__count_1" value="9" href="{}"/>'
    '</voting></parliamentary></analysis><p eId="p_1">9</p>'
)


@rule(
    "refs-component",
    "A component that is referred to is one of the document's",
    severity="warning",
    naming=True,
    source=NC + "4.8.1; AKN4UN part 1, naming (components)",
    bad='<p><ref href="!annex_1">the annex</ref></p>',
    good='<p><ref href="!main">the text</ref></p>',
)
def component(survey: Survey) -> Iterator[Problem]:
    """`!annex_1` names what FRBRthis of an attachment or componentInfo calls so."""
    for element, value, match in _locals(survey):
        names = (match["component"] or "").removeprefix("main/")
        if names and names.split("/")[0] not in survey.once(_components):
            yield Problem(element, f"The reference {value!r} names a component that the document does not have.")


@rule(
    "refs-portion",
    "A portion that is referred to is in the document",
    severity="warning",
    naming=True,
    source=NC + "4.8.2; AKN4UN part 1, naming (portions)",
    bad=_PORTION.format("~para_5"),
    good=_PORTION.format("~para_3"),
)
def portion(survey: Survey) -> Iterator[Problem]:
    """`~para_3` is the element of that eId, which within a component may leave its prefix out."""
    for element, value, match in _locals(survey):
        for eid in filter(None, (match["range"] or "").split("->")):
            ending = f"__{eid}"
            if survey.target(eid, element) is None and not (
                match["component"] and any(known.endswith(ending) for known in survey.eids)
            ):
                yield Problem(element, f"The reference {value!r} names {eid!r}, and no element has that eId.")


@rule(
    "refs-portion-order",
    "A portion ends after it begins",
    severity="warning",
    naming=True,
    source=NC + "4.8.2",
    bad=_PORTION.format("~para_4->para_3"),
    good=_PORTION.format("~para_3->para_4"),
)
def portion_order(survey: Survey) -> Iterator[Problem]:
    """`~para_3->para_4` is what stands from the one to the other."""
    for element, value, match in _locals(survey):
        begin, _, end = (match["range"] or "").partition("->")
        where = survey.once(places)
        if begin in where and end in where and where[end] < where[begin]:
            yield Problem(element, f"In the reference {value!r} what ends the portion stands before what begins it.")


@rule(
    "refs-mapping",
    "A mapping leads from a wId to an eId",
    severity="warning",
    source="AKN core part 2, mapping; AKN4UN part 1, naming (identifiers)",
    bad=_MAPPED.format("#para_4"),
    good=_MAPPED.format("#para_3"),
)
def mapping(survey: Survey) -> Iterator[Problem]:
    """@original is the permanent identifier of an element, its wId or else its eId, and @current what it is called
    now: in a mapping of this document the same element has both.
    """
    for link in survey.once(links).get("original", ()):
        now = survey.target(link.element.get("current", ""), link.element)
        if now is not None and link.target is not None and (now.get("wId") or now.get("eId")) != link.said[1:]:
            yield Problem(
                link.element,
                f"@current of <mapping> is {link.element.get('current')!r}, whose permanent identifier is"
                f" {now.get('wId') or now.get('eId')!r}, not {link.said[1:]!r}.",
            )


@rule(
    "refs-mod",
    "A modification in the text is one of the analysis",
    severity="warning",
    source="AKN4UN part 1, modifications",
    bad=_MODIFIED.format(' and <mod eId="mod_2">Article 2</mod>'),
    good=_MODIFIED.format(""),
)
def mod(survey: Survey) -> Iterator[Problem]:
    """In a document of the United Nations each mod is the source of a textualMod, which says what it changes."""
    found = [element for element in survey.named("mod") if survey.once(Scope).holds(element)]
    sources = {link.target for link in to(survey, "href") if link.name == "source"} if found else ()
    for element in found:
        if element not in sources:
            eid = element.get("eId")
            told = f"No modification of the analysis has the <mod> {eid!r} as its source."
            yield Problem(element, told if eid else "The <mod> has no eId, so it is the source of no modification.")


@rule(
    "refs-figures",
    "The figures of a voting lead to the text",
    severity="warning",
    source="AKN4UN part 1, metadata (parliamentary)",
    bad=_VOTED.format("#un-ga"),
    good=_VOTED.format("#p_1"),
)
def figures(survey: Survey) -> Iterator[Problem]:
    """@href of a voting, a quorum or a count leads to where the text says so."""
    for link in to(survey, "href"):
        if link.name in ("voting", "count", "quorum") and link.target in survey.once(within_meta):
            yield Problem(link.element, f"@href of <{link.name}> leads to {link.said!r} in the metadata.")


def _locals(survey: Survey) -> Iterator[tuple[_Element, str, re.Match[str]]]:
    """The references to components and portions of the document itself."""
    for value, held in survey.once(addresses).items():
        if value.startswith(("!", "~", "/!", "/~")) and (match := _LOCAL.fullmatch(value)):
            for element in held:
                yield element, value, match


def _components(survey: Survey) -> frozenset[str]:
    """What the components of the document are called."""
    named = {one.get("name", "") for one in survey.named("componentData")}
    this = {one.get("value", "").partition("/!")[2] for one in survey.named("FRBRthis")}
    return frozenset({"main", *named, *(one.split("/")[0].partition(".")[0] for one in this)})
