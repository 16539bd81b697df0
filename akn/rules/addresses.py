"""Rules of references to other documents: what `href` and `src` say of them (Naming Convention 1.0, chapter 4).

The schema takes any anyURI. What stands in `a/@href` is free (chapter 6), so these rules do not look at it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from akn.ids import EID_PATTERN
from akn.places import local_name
from akn.rules.naming import is_day
from akn.rules.registry import NC, Problem, rule
from akn.rules.survey import DOCUMENTS, Scope
from akn.schema import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from akn.rules.survey import Survey

_WORK = "/akn/un/statement/deliberation/un-ga/2011-11-11/66-5"
_LINK = '<p><ref href="{}">resolution 66/5</ref></p>'
_GOOD = _LINK.format(_WORK)

_GLOBAL = re.compile(
    r"(?P<work>/akn/(?P<country>[a-z]{2,}(?:-[A-Za-z0-9]+)*)/(?P<doctype>[A-Za-z]+)(?P<middle>(?:/[^/@!~#:]+){0,3}?)"
    r"/(?P<date>[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)(?:/(?P<number>[^/!~#@]+?))?)"
    r"(?P<expression>/(?P<language>[A-Za-z\-]{2,8})(?P<version>[@:][^/!~#]*?)?(?P<more>(?:/[^/!~#]+?){0,2}))?"
    r"(?P<component>/?!(?P<name>[^~#]*?))?(?P<portion>/?~(?P<range>[^#]*?))?(?P<format>\.[a-z0-9]{3,4})?/?"
    r"(?:#(?P<fragment>.*))?"
)
# What links of the text and entries of the metadata lead to is a Work or an Expression (chapter 3).
ABSTRACT = frozenset(
    """
    activeRef affectedDocument attachmentOf documentRef embeddedStructure embeddedText hasAttachment jurisprudence mref
    original passiveRef ref relatedDocument rref
    """.split()
)
# What stands in `a` is free; and what these properties of an Expression lead to is told by the rules of FRBR.
_APART = frozenset(f"{{{NAMESPACE}}}{name}" for name in ("a", "FRBRmasterExpression", "FRBRtranslation"))


def addresses(survey: Survey) -> Mapping[str, list[_Element]]:
    """The elements that bear each address. To be asked for with `survey.once(addresses)`."""
    found: dict[str, list[_Element]] = defaultdict(list)
    for element, _, value in survey.bearing("href", "src"):
        if element.tag not in _APART:
            found[value].append(element)
    return found


def read(survey: Survey) -> Mapping[str, re.Match[str]]:
    """The global references of a document, read by the grammar. To be asked for with `survey.once(read)`."""
    return {
        value: match
        for value, held in survey.once(addresses).items()
        if held and value.startswith("/akn/") and not is_ontology(value) and (match := _GLOBAL.fullmatch(value))
    }


@rule(
    "refs-iri",
    "A reference to another document is an Akoma Ntoso IRI",
    severity="warning",
    naming=True,
    source=NC + "4.5",
    bad=_LINK.format("/akn/un/statement/66-5"),
    good=_GOOD,
)
def iri(survey: Survey) -> Iterator[Problem]:
    """/akn, country, type of document, date and number, with subtype and actor before the date where there are any."""
    matched = survey.once(read)
    for value, held in survey.once(addresses).items():
        if not value.startswith("/akn/") or is_ontology(value):
            continue
        match = matched.get(value)
        fault = "does not have the form of one, which has a country, a type and a date"
        if match is not None:
            fault = (
                "" if match["doctype"] in DOCUMENTS else f"has the type {match['doctype']!r}, which is no document type"
            )
        for element in held if fault else ():
            yield Problem(element, f"The reference {value!r} {fault}.", f"Such as {_WORK}.")


@rule(
    "refs-iri-un",
    "A reference to a document of the United Nations has every part",
    severity="warning",
    source="AKN4UN part 1, naming (IRIs)",
    bad=_LINK.format("/akn/un/statement/2011-11-11/66-5"),
    good=_GOOD,
)
def iri_un(survey: Survey) -> Iterator[Problem]:
    """Subtype, actor and number, which the convention leaves open, are required there: in a document of the United
    Nations itself it is an error to leave one out.
    """
    of_un = survey.once(Scope)
    for value, match in survey.once(read).items():
        if match["country"] == "un" and (match["middle"].count("/") != 2 or not match["number"]):
            for element in survey.once(addresses)[value]:
                own = "error" if of_un.holds(element) else ""
                yield Problem(element, f"The reference {value!r} lacks a subtype, an actor or a number.", severity=own)


@rule(
    "refs-date",
    "The date in a reference is a year or a day of the calendar",
    severity="warning",
    naming=True,
    source=NC + "4.5",
    bad=_LINK.format(_WORK.replace("11-11/", "11-31/")),
    good=_GOOD,
)
def date(survey: Survey) -> Iterator[Problem]:
    """A year or a day, as in the IRI of the document itself."""
    for value, match in survey.once(read).items():
        if len(match["date"]) > 4 and not is_day(match["date"]):
            for element in survey.once(addresses)[value]:
                yield Problem(
                    element,
                    f"The reference {value!r} has the date {match['date']!r}, which is no day of the calendar.",
                    "Expected is YYYY-MM-DD or YYYY.",
                )


@rule(
    "refs-language",
    "The language in a reference is a code of three letters",
    severity="warning",
    naming=True,
    source=NC + "4.6.1",
    bad=_LINK.format(f"{_WORK}/fr@"),
    good=_LINK.format(f"{_WORK}/fra@"),
)
def language(survey: Survey) -> Iterator[Problem]:
    """ISO 639-2, as in the IRI of an Expression: `fra`, not `fr`."""
    for value, match in survey.once(read).items():
        code = match["language"]
        if code and match["version"] and not re.fullmatch("[a-z]{3}", code):
            for element in survey.once(addresses)[value]:
                yield Problem(element, f"The reference {value!r} has the language {code!r}.", "Such as fra.")


@rule(
    "refs-manifestation",
    "A link leads to a Work or an Expression, not to a file",
    severity="warning",
    naming=True,
    source=NC + "4.3",
    bad=_LINK.format(f"{_WORK}/fra@.xml"),
    good=_LINK.format(f"{_WORK}/fra@"),
)
def manifestation(survey: Survey) -> Iterator[Problem]:
    """In which format a reader meets what is cited is not for the text to say."""
    for value, match in survey.once(read).items():
        if match["expression"] and match["format"]:
            for element in survey.once(addresses)[value]:
                if local_name(element) in ABSTRACT:
                    yield Problem(
                        element,
                        f"<{local_name(element)}> leads to {value!r}, in the format {match['format'][1:]!r}.",
                        f"Leave out {match['format']!r}.",
                    )


@rule(
    "refs-expression",
    "What a step of the workflow leads to is an Expression",
    severity="warning",
    naming=True,
    source=NC + "3; AKN4UN part 1, metadata (workflow)",
    bad=f'<workflow source="#akn"><step date="2011-11-11" by="#un-ga" href="{_WORK}"/></workflow>',
    good=f'<workflow source="#akn"><step date="2011-11-11" by="#un-ga" href="{_WORK}/fra@"/></workflow>',
)
def expression(survey: Survey) -> Iterator[Problem]:
    """It is one text in one language that was brought forward."""
    for value, match in survey.once(read).items():
        if not match["expression"]:
            for element in survey.once(addresses)[value]:
                if local_name(element) == "step":
                    yield Problem(element, f"<{local_name(element)}> leads to {value!r}, which has no language.")


@rule(
    "refs-bang",
    "The component in a reference stands after a slash and an exclamation mark",
    severity="warning",
    naming=True,
    source=NC + "4.8.1; AKN4UN part 1, naming (components)",
    bad=_LINK.format(f"{_WORK}/fra@!main"),
    good=_LINK.format(f"{_WORK}/fra@/!main"),
)
def bang(survey: Survey) -> Iterator[Problem]:
    """`/!main`; with a bare exclamation mark it is a part of what stands before it."""
    for value, match in survey.once(read).items():
        if match["component"] and not match["component"].startswith("/"):
            for element in survey.once(addresses)[value]:
                yield Problem(element, f"The reference {value!r} has no slash before {match['component']!r}.")


@rule(
    "refs-slash",
    "A reference does not end in a slash",
    severity="note",
    source=NC + "4.5",
    bad=_LINK.format(f"{_WORK}/"),
    good=_GOOD,
)
def slash(survey: Survey) -> Iterator[Problem]:
    """For a machine that compares the two, the same IRI with a slash is another one."""
    for value, match in survey.once(read).items():
        if match[0].partition("#")[0].endswith("/"):
            for element in survey.once(addresses)[value]:
                yield Problem(element, f"The reference {value!r} ends in a slash.", "Leave it out.")


@rule(
    "refs-fragment",
    "What a reference to another document names there is an eId",
    severity="warning",
    naming=True,
    source=NC + "4.8.2, 5.4",
    bad=_LINK.format(f"{_WORK}#paragraph.3"),
    good=_LINK.format(f"{_WORK}#para_3"),
)
def fragment(survey: Survey) -> Iterator[Problem]:
    """After `#` and after `~` stands an identifier by the convention; after `~` perhaps two, with `->` between."""
    for value, match in survey.once(read).items():
        named = [match["fragment"] or "", *(match["range"] or "").split("->")]
        wrong = [one for one in named if one and not EID_PATTERN.fullmatch(one)]
        for element in survey.once(addresses)[value] if wrong else ():
            yield Problem(
                element, f"The reference {value!r} names {wrong[0]!r}, which does not have the form of an eId."
            )


@rule(
    "refs-local",
    "A reference to a place of the same document is local",
    severity="warning",
    naming=True,
    source=NC + "4.3; AKN4UN part 1, naming (references)",
    bad='<paragraph eId="para_3"/><p><ref eId="ref_1" href="/akn/un/statement/deliberation/un-ga/2012-11-19/67-6/!main'
    '#para_3">3</ref></p>',
    good='<paragraph eId="para_3"/><p><ref eId="ref_1" href="#para_3">3</ref></p>',
)
def local(survey: Survey) -> Iterator[Problem]:
    """`#para_3`. By its global name it would be looked up, and perhaps found in another version."""
    own = {part.work.uri: part.expression.uri if part.expression else "" for part in survey.parts if part.work}
    for value, match in survey.once(read).items():
        if match["work"] not in own or not (match["fragment"] or match["portion"]):
            continue
        end = f"/{match['language']}{match['version'] or ''}" if match["expression"] else ""
        if not end or own[match["work"]] == match["work"] + end:
            for element in survey.once(addresses)[value]:
                yield Problem(element, f"The reference {value!r} leads to a place of this document.")


def is_ontology(value: str) -> bool:
    """Whether the IRI names a thing of the world, not a document (4.11)."""
    return "ontology" in value.split("/")[2:5]
