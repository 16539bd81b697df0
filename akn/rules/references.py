"""Rules of references within a document: everything that starts with `#`, and what it must not lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akn.places import local_name
from akn.rules.examples import EVENTS, history
from akn.rules.links import ADDRESSES, internal, links, places, to, within_meta
from akn.rules.naming import day
from akn.rules.registry import NC, Problem, rule
from akn.rules.survey import Scope, is_in_portion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akn.rules.survey import Survey

_TYPES = "AKN core part 2, the types of references"
_UN = (
    '<references source="#un"><TLCOrganization eId="un" href="/akn/ontology/organization/un/un" showAs="UN"/>'
    '<TLCOrganization eId="un-sc" href="/akn/ontology/organization/un/un-sc" showAs="SC"/></references>'
)
_PERIODS = (
    history(*EVENTS) + '<temporalData source="#akn"><temporalGroup eId="tmpg_1">'
    '<timeInterval refersTo="#un-ga" {}/></temporalGroup></temporalData>'
)


@rule(
    "refs-resolve",
    "What a reference names is in the document",
    severity="error",
    source=f"{_TYPES}; AKN4UN part 1, metadata",
    bad='<p><ref href="#para_9">paragraph 9</ref></p>',
    good='<paragraph eId="para_9"/><p><ref href="#para_9">paragraph 9</ref></p>',
)
def resolve(survey: Survey) -> Iterator[Problem]:
    """A `#eId` for which there is no element leads nowhere. What a portion refers to may be outside of it, and `a` is a
    link of HTML, in which `#top` says enough.
    """
    for attribute, found in survey.once(links).items():
        for link in found:
            if link.target is None and link.name != "a" and not is_in_portion(link.element):
                yield Problem(
                    link.element, f"@{attribute} of <{link.name}> names {link.said!r}, and no element has that eId."
                )


@rule(
    "refs-form",
    "A reference within the document is `#` and an eId",
    severity="warning",
    source=_TYPES,
    bad=f'{_UN}<p><organization refersTo="un">UN</organization></p>',
    good=f'{_UN}<p><organization refersTo="#un">UN</organization></p>',
)
def form(survey: Survey) -> Iterator[Problem]:
    """Attributes such as refersTo and source lead to an entry of `references`, which has the address."""
    for element, attribute, value in survey.bearing(*internal()):
        # The portion of a manifestation may be given by pages.
        if attribute in ("from", "upTo") and local_name(element) == "FRBRportion":
            continue
        if (value[:1] != "#" or " " in value or value == "#") and any(
            not word.startswith("#") or word == "#" for word in value.split()
        ):
            known = survey.eids.get(value) is not None
            yield Problem(
                element,
                f"@{attribute} of <{local_name(element)}> is {value!r}; expected is `#` and the eId of an element.",
                f"Write '#{value}'." if known else "",
            )


@rule(
    "refs-empty",
    "A reference names something",
    severity="warning",
    source=f"{_TYPES}; AKN4UN part 1, content",
    bad='<p><role refersTo="">President</role></p>',
    good='<p><ref href="/akn/un/act/provision/un/1945-06-26/charter">Charter</ref></p>',
)
def empty(survey: Survey) -> Iterator[Problem]:
    """The schema lets an empty value pass. AKN4UN admits one for refersTo of docTitle and its like alone. That an
    author is nobody is a matter of FRBR.
    """
    for element, attribute, value in survey.bearing(*internal(), *ADDRESSES):
        if not value.strip():
            name = local_name(element)
            if name != "FRBRauthor" and (attribute != "refersTo" or not name.startswith("doc")):
                yield Problem(element, f"@{attribute} of <{name}> is empty, so it refers to nothing.")


@rule(
    "refs-many",
    "An element refers to one entry",
    severity="warning",
    source="AKN4UN part 1, content (semantic inline elements)",
    bad=f'{_UN}<p><organization refersTo="#un #un-sc">the Council</organization></p>',
    good=f'{_UN}<p><organization refersTo="#un-sc">the Council</organization></p>',
)
def many(survey: Survey) -> Iterator[Problem]:
    """The schema admits a list. AKN4UN, whose documents this is about, asks for one relation per element: one splits
    or nests them.
    """
    of_un = survey.once(Scope)
    for element, _, value in survey.bearing("refersTo"):
        if " " in value and len(value.split()) > 1 and of_un.holds(element):
            yield Problem(element, f"@refersTo of <{local_name(element)}> names {len(value.split())} entries.")


@rule(
    "refs-meta",
    "A link in the text does not lead into the metadata",
    severity="warning",
    naming=True,
    source="AKN4UN part 1, naming (references)",
    bad='<p><ref href="#un-ga">the Assembly</ref></p>',
    good='<p><organization refersTo="#un-ga">the Assembly</organization></p>',
)
def meta(survey: Survey) -> Iterator[Problem]:
    """A reader who follows it finds nothing that is shown. An entity of `references` is named with refersTo."""
    for link in to(survey, "href"):
        if link.name in ("ref", "tocItem", "mref") and link.target in survey.once(within_meta):
            yield Problem(
                link.element,
                f"<{link.name}> leads to the <{local_name(link.target)}> {link.said!r} in the metadata.",
                "Use an element such as <organization> or <concept> with refersTo.",
            )


@rule(
    "refs-alternative",
    "An alternative is one to another element",
    severity="warning",
    source="AKN core part 2, alternativeTo; AKN4UN part 2, records of meetings",
    bad='<paragraph eId="para_1" alternativeTo="#para_1"/>',
    good='<paragraph eId="para_1"/><paragraph eId="para_2" alternativeTo="#para_1"/>',
)
def alternative(survey: Survey) -> Iterator[Problem]:
    """What is said again, in another language say, leads to what is said first; not to itself or into itself."""
    for link in to(survey, "alternativeTo"):
        if link.target is link.element or link.element in (
            link.target.iterancestors() if link.target is not None else ()
        ):
            yield Problem(
                link.element, f"@alternativeTo of <{link.name}> leads to {link.said!r}, which is this element."
            )


@rule(
    "refs-range",
    "A range ends after it begins",
    severity="warning",
    naming=True,
    source=f"AKN core part 2, range and upTo; {NC}4.8 (portions)",
    bad='<paragraph eId="para_1"/><paragraph eId="para_2"/><p><rref from="#para_2" upTo="#para_1">1 and 2</rref></p>',
    good='<paragraph eId="para_1"/><paragraph eId="para_2"/><p><rref from="#para_1" upTo="#para_2">1 and 2</rref></p>',
)
def range_(survey: Survey) -> Iterator[Problem]:
    """What @upTo names stands in the document after what @from names, or @href where that begins the range."""
    for link in to(survey, "upTo"):
        start = link.element.get("from") or link.element.get("href") or ""
        begin = survey.target(start, link.element) if start.startswith("#") else None
        if begin is None or link.target is None:
            continue
        where = survey.once(places)
        if where[link.target.get("eId", "")] < where[begin.get("eId", "")]:
            yield Problem(
                link.element, f"The range of <{link.name}> ends with {link.said!r}, before it begins: {start!r}."
            )


@rule(
    "refs-interval",
    "A time interval has a beginning, or an end and a duration, and not all three",
    severity="warning",
    source="AKN core part 2, timeInterval; AKN4UN part 1, metadata (temporalData)",
    bad=_PERIODS.format('end="#eref_2"'),
    good=_PERIODS.format('start="#eref_1" end="#eref_2"'),
)
def interval(survey: Survey) -> Iterator[Problem]:
    """It is made of two of @start, @end and @duration; AKN4UN has @start alone where it is open. The schema makes each
    of them optional.
    """
    for element in survey.named("timeInterval"):
        has = tuple(name for name in ("start", "end", "duration") if element.get(name) is not None)
        if has not in (("start",), ("start", "end"), ("start", "duration"), ("end", "duration")):
            said = " and ".join(f"@{name}" for name in has) or "none of @start, @end and @duration"
            yield Problem(
                element, f"<timeInterval> has {said}.", "Give it @start, and @end or @duration where it ends."
            )


@rule(
    "refs-interval-order",
    "A time interval does not end before it begins",
    severity="warning",
    source="AKN core part 2, timeInterval",
    bad=_PERIODS.format('start="#eref_2" end="#eref_1"'),
    good=_PERIODS.format('start="#eref_1" end="#eref_2"'),
)
def interval_order(survey: Survey) -> Iterator[Problem]:
    """By the dates of the events that begin and end it."""
    for link in to(survey, "end"):
        begin = survey.target(link.element.get("start", ""), link.element)
        start, end = ("" if event is None else day(event.get("date", "")) for event in (begin, link.target))
        if start and end and end < start:
            yield Problem(link.element, f"<{link.name}> begins with an event of {start} and ends with one of {end}.")
