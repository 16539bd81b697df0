"""Rules of the layout as a whole: pages, notes and facts that belong together, and what `to_text` would lose else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from akn.places import local_name
from akn.rules.asserted import Asserted, enter
from akn.rules.layout import SOURCE, own_attributes
from akn.rules.registry import Problem, rule
from akn.rules.vocabulary import NAMESPACE, own_elements
from akn.schema import NAMESPACE as AKN

if TYPE_CHECKING:
    from lxml.etree import _Element

    from akn.rules.survey import Survey

_PAGE = f"{{{NAMESPACE}}}page"
_PLACE = '<p>a<eop l:page="1"/></p>'
_FEED = '<presentation source="#akn"><l:pageEnd n="1"><l:feed/></l:pageEnd></presentation>'
_NOTE = '<p>a<authorialNote eId="ftn_1" marker="1" placement="bottom"><p>b</p></authorialNote><eop l:page="1"/></p>'
_ROW = "<tr{}><td><p>a</p></td><td><p>b</p></td></tr>"
_FACTS = "<FRBRManifestation><preservation>{}</preservation></FRBRManifestation>"


def _notes(*pieces: str) -> str:
    return f'<presentation source="#akn"><l:pageEnd n="1">{chr(10).join(pieces)}</l:pageEnd></presentation>{_NOTE}'


enter(
    (
        Asserted(
            "layout-page-space",
            "The white space of a page that is described stands in its pageEnd",
            "That on the eop is not read.",
            names=("eop",),
            where="@l:page",
            test="not(@l:gap or @l:after)",
            message="An <eop> with @l:page has white space of its own.",
            bad=f'{_FEED}<p>a<eop l:page="1" l:gap="2n"/></p>',
            good=f"{_FEED}{_PLACE}",
        ),
        Asserted(
            "layout-notes-twice",
            "The notes of a page are placed once",
            "The second notes has none left to place.",
            names=("l:notes",),
            test="not(preceding-sibling::l:notes)",
            message="A pageEnd has a second <l:notes>.",
            bad=_notes("<l:notes/>", "<l:notes/>"),
            good=_notes("<l:notes/>"),
        ),
        Asserted(
            "layout-pad",
            "The padding of a row is that of its cells",
            "Numbers beyond the last cell are lost.",
            names=("tr",),
            where="@l:pad",
            test="string-length(normalize-space(@l:pad)) - string-length(translate(normalize-space(@l:pad), ' ', ''))"
            " < count(a:td | a:th)",
            sure=lambda row: not row.get(f"{{{NAMESPACE}}}pad"),
            message="@l:pad of <tr> has more numbers than the row has cells.",
            bad="<table>" + _ROW.format(' l:pad="1 2 3"') + "</table>",
            good="<table>" + _ROW.format(' l:pad="1 2"') + "</table>",
        ),
        Asserted(
            "layout-line-end",
            "The line end of an eol is one",
            "@l:as of eol is a code of line feed, carriage return or the document's own line end.",
            severity="error",
            names=("eol",),
            where="@l:as",
            test="normalize-space(@l:as) and not(translate(@l:as, 'lrn', ''))",
            message="@l:as of <eol> is no line end.",
            hint="Such as l for a line feed, or rl for CR and LF.",
            bad='<p>a<eol l:as="s"/>b</p>',
            good='<p>a<eol l:as="l"/>b</p>',
        ),
        Asserted(
            "layout-sign",
            "The signs of emphasis are two, with a blank between",
            "@l:as of i, b and sup says what is written before and after the words.",
            severity="error",
            names=("i", "b", "sup"),
            attribute="l:as",
            test="contains(@l:as, ' ')",
            sure=lambda element: " " in element.get(f"{{{NAMESPACE}}}as", " "),
            message="@l:as of <{name}> has no blank between the sign before the words and that after them.",
            bad='<p><i l:as="_">a</i></p>',
            good='<p><i l:as="_ _">a</i></p>',
        ),
    ),
    source=SOURCE,
)


def eops(survey: Survey) -> tuple[tuple[_Element, str], ...]:
    """The ends of pages that are described, each with the number of its pageEnd."""
    return tuple((eop, eop.get(_PAGE, "")) for eop in survey.named("eop") if eop.get(_PAGE) is not None)


def page_ends(survey: Survey) -> tuple[tuple[_Element, str], ...]:
    """The pageEnds, each with its number."""
    return tuple((own, own.get("n", "")) for own in survey.once(own_elements) if local_name(own) == "pageEnd")


def _again(found: Iterable[tuple[_Element, str]]) -> Iterator[tuple[_Element, str]]:
    """Those whose value one before has."""
    seen: set[str] = set()
    for element, value in found:
        if value in seen:
            yield element, value
        seen.add(value)


@rule(
    "layout-page",
    "The page of an eop is described",
    severity="error",
    source=SOURCE,
    bad=f'{_FEED}{_PLACE}<p>a<eop l:page="2"/></p>',
    good=f"{_FEED}{_PLACE}<p>a<eop/></p>",
    assertion=("a:eop[@l:page]", "@l:page = //l:pageEnd/@n"),
)
def page(survey: Survey) -> Iterator[Problem]:
    """What is printed there stands in the pageEnd of that number. Without one it is lost, and is a form feed."""
    known = {number for _, number in survey.once(page_ends)}
    for eop, number in survey.once(eops):
        if number not in known:
            yield Problem(eop, f"@l:page of <eop> is {number!r}, and no pageEnd has that number.")


@rule(
    "layout-page-place",
    "A pageEnd has its place in the text",
    severity="warning",
    source=SOURCE,
    bad=_FEED.replace('"1"', '"2"') + "<p>a</p>",
    good=f"{_FEED}{_PLACE}",
    assertion=("l:pageEnd[@n]", "@n = //a:eop/@l:page"),
)
def page_place(survey: Survey) -> Iterator[Problem]:
    """The eop that names it was taken out; what it prints comes at the next page end, or at the end of the text."""
    placed = {number for _, number in survey.once(eops)}
    for own, number in survey.once(page_ends):
        if own.get("n") is not None and number not in placed:
            yield Problem(own, f"No eop names the pageEnd {number!r}.")


@rule(
    "layout-page-twice",
    "A number belongs to one pageEnd",
    severity="error",
    source=SOURCE,
    bad='<presentation source="#akn"><l:pageEnd n="1"><l:feed/></l:pageEnd>\n<l:pageEnd n="1"><l:feed/>'
    f"</l:pageEnd></presentation>{_PLACE}",
    good=f"{_FEED}{_PLACE}",
    assertion=("l:pageEnd[@n]", "not(@n = preceding::l:pageEnd/@n or @n = ancestor::l:pageEnd/@n)"),
)
def page_twice(survey: Survey) -> Iterator[Problem]:
    """Of two with the same number one is lost."""
    numbered = [(own, number) for own, number in survey.once(page_ends) if own.get("n") is not None]
    for own, number in _again(numbered):
        yield Problem(own, f"The number {number!r} belongs to a pageEnd before this one.")


@rule(
    "layout-eop-twice",
    "A pageEnd is printed at one place",
    severity="error",
    source=SOURCE,
    bad=f'{_FEED}{_PLACE}<p>a<eop l:page="1"/></p>',
    good=f"{_FEED}{_PLACE}<p>a<eop/></p>",
    assertion=("a:eop[@l:page]", "not(@l:page = preceding::a:eop/@l:page)"),
)
def eop_twice(survey: Survey) -> Iterator[Problem]:
    """Two eop that name the same one print its furniture and notes twice."""
    for eop, number in _again(survey.once(eops)):
        yield Problem(eop, f"An <eop> before this one names the pageEnd {number!r}.")


@rule(
    "layout-facts-twice",
    "The facts of a text are stated once",
    severity="error",
    source=SOURCE,
    bad=_FACTS.format('<l:facts/>\n<l:facts newline="crlf"/>'),
    good=_FACTS.format("<l:facts/>"),
    assertion=("l:facts", "not(preceding::l:facts or ancestor::l:facts)"),
)
def facts_twice(survey: Survey) -> Iterator[Problem]:
    """The first ones are read, whatever others say."""
    for own in [one for one in survey.once(own_elements) if local_name(one) == "facts"][1:]:
        yield Problem(own, "A second <l:facts>, which is not read.")


@rule(
    "layout-facts",
    "A document with layout states the facts of its text",
    severity="error",
    source=SOURCE,
    bad=_FACTS.format("") + '<p l:gap="3n">a</p>',
    good=_FACTS.format("<l:facts/>") + '<p l:gap="2n">a</p>',
    assertion=("a:*[@l:*]", "//l:facts or ancestor::*[@l:*] or preceding::*[@l:*]"),
)
def facts(survey: Survey) -> Iterator[Problem]:
    """They say that the document was made of a text. Without them it is read as any other: folded, without the pages.

    Told of the first element that has layout.
    """
    bearing = {element for element, _, _ in survey.once(own_attributes)}
    if not bearing or any(local_name(own) == "facts" for own in survey.once(own_elements)):
        return
    first = next(element for element in survey.root.iter(f"{{{AKN}}}*") if element in bearing)
    yield Problem(
        first,
        "The document has layout, and no <l:facts>.",
        "Put it into FRBRManifestation/preservation of the main document.",
    )


def _placed(survey: Survey) -> Iterator[tuple[_Element, str]]:
    """The elements that place notes at the end of a page, with each eId that they name."""
    for own in survey.once(own_elements):
        for eid in (own.get("ref") or "").split():
            yield own, eid


@rule(
    "layout-note",
    "A note that is placed is in the text",
    severity="error",
    source=SOURCE,
    bad=_notes('<l:note ref="ftn_2"/>', "<l:notes/>"),
    good=_notes('<l:note ref="ftn_1"/>'),
)
def note(survey: Survey) -> Iterator[Problem]:
    """Nothing is printed at the place of one that is not."""
    for own, eid in _placed(survey):
        target = survey.eids.get(eid)
        if target is None or local_name(target) != "authorialNote":
            yield Problem(own, f"<l:{local_name(own)}> places the note {eid!r}, and no authorialNote has that eId.")


@rule(
    "layout-note-twice",
    "A note is placed once",
    severity="error",
    source=SOURCE,
    bad=_notes('<l:note ref="ftn_1"/>', '<l:label ref="ftn_1"/>'),
    good=_notes('<l:label ref="ftn_1"/>', '<l:body ref="ftn_1"/>'),
)
def note_twice(survey: Survey) -> Iterator[Problem]:
    """Its label and its body are printed where they are placed, each time."""
    seen: set[tuple[str, str]] = set()
    for own, eid in _placed(survey):
        name = local_name(own)
        pieces = {(piece, eid) for piece in (("label", "body") if name == "note" else (name,))}
        if pieces & seen:
            yield Problem(own, f"<l:{name}> places the note {eid!r}, which is placed before.")
        seen |= pieces
