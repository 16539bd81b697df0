"""Rules of AKN4UN for the publication of documents of the United Nations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akn.iri import UNDATED
from akn.places import local_name
from akn.rules.naming import days, formed, has, meta, read, written
from akn.rules.registry import Problem, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from akn.rules.survey import Part, Survey

_PUBLICATION = '<publication date="2013-01-31" name="resolution" showAs="A/RES/67/6" number="A-RES-67-6"/>'


@rule(
    "akn4un-publication",
    "A document that is published says where and when",
    severity="warning",
    source="AKN4UN part 1, metadata (publication)",
    bad="<!-- no publication -->",
    good=_PUBLICATION,
)
def publication(survey: Survey) -> Iterator[Problem]:
    """<publication> is wanted in every document but drafts and attachments; it needs a day, so the Work has one."""
    for part in survey.of_un():
        dated = part.work is not None and any(one != UNDATED for one in days(part.work))
        whole = part.work is not None and formed(part.work) and len(read(part.work.uri).date) > 4
        draft = "draft" in part.element.get("name", "").lower()
        if part.is_main and dated and whole and not draft and not has(part, "publication"):
            yield Problem(_next(part), "<meta> has no <publication>.", "Put it after <identification>.")


@rule(
    "akn4un-publication-number",
    "The number of the publication ends in that of the document",
    severity="note",
    source="AKN4UN part 1, metadata (publication)",
    bad=_PUBLICATION.replace("A-RES-67-6", "A-RES-67-7"),
    good=_PUBLICATION,
)
def publication_number(survey: Survey) -> Iterator[Problem]:
    """The symbol A/RES/67/6 is that of resolution 67/6."""
    for part in survey.of_un():
        own = part.work.value("FRBRnumber") if part.work is not None else ""
        for found in meta(part, "publication"):
            stated = found.get("number", "")
            if any(map(str.isdigit, own)) and stated and not _plain(stated).endswith(_plain(own)):
                yield Problem(found, f"publication/@number is {stated!r}, and FRBRnumber {own!r}.")


@rule(
    "akn4un-publication-sign",
    "The number of the publication is written as in an IRI",
    severity="warning",
    source="AKN4UN part 1, metadata (publication)",
    bad=_PUBLICATION.replace("A-RES-67-6", "A/RES/67/6"),
    good=_PUBLICATION,
    assertion=(
        "a:meta/a:publication",
        "not(contains(@number, '/') or contains(@number, ' '))",
    ),
)
def publication_sign(survey: Survey) -> Iterator[Problem]:
    """publication/@number has `-` for `/` and `_` for a space; @showAs has the number as printed."""
    for part in survey.of_un():
        for found in meta(part, "publication"):
            stated = found.get("number", "")
            if "/" in stated or " " in stated:
                yield Problem(found, f"publication/@number is {stated!r}.", f"Write {written(stated)!r}.")


@rule(
    "akn4un-publication-date",
    "The date of the publication is that of the Expression",
    severity="warning",
    source="AKN4UN part 1, metadata (publication, FRBRdate)",
    bad=_PUBLICATION.replace("2013-01-31", "2013-02-01"),
    good=_PUBLICATION,
)
def publication_date(survey: Survey) -> Iterator[Problem]:
    """Where FRBRExpression has a date named publication, publication/@date is that."""
    for part in survey.of_un():
        level = part.expression
        dates = (
            [one.get("date", "") for one in level.all("FRBRdate") if one.get("name") == "publication"] if level else []
        )
        for found in meta(part, "publication") if dates else ():
            if found.get("date") not in dates:
                yield Problem(found, f"publication/@date is {found.get('date')!r}, and FRBRdate {dates[0]!r}.")


def _plain(number: str) -> str:
    return "".join(sign for sign in number.lower() if sign.isalnum())


def _next(part: Part) -> _Element:
    """What follows the identification in a document's metadata."""
    blocks = [one for child in part.element if local_name(child) == "meta" for one in child if isinstance(one.tag, str)]
    return [part.element, *blocks[:2]][-1]
