"""The classes of documents of the United Nations, and the rules that what a document is called keeps to them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from akn.places import local_name
from akn.rules.examples import WORK, attached, levels
from akn.rules.naming import IDENTIFICATION, SPACE, at
from akn.rules.registry import Problem, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from akn.rules.survey import Survey

_CLASSES = "AKN4UN part 1, document classes"
_ANNEX = attached(WORK, "annex_1")


@dataclass(frozen=True, slots=True)
class DocumentClass:
    """A class of documents: its elements, the subtypes that are prescribed, the names that are suggested for @name."""

    doctypes: frozenset[str]
    subtypes: tuple[str, ...]
    names: tuple[str, ...]
    preface: bool

    def has_name(self, name: str) -> bool:
        """Whether @name is one of those that are suggested."""
        return any(name == one or (one.endswith("*") and name.startswith(one[:-1])) for one in self.names)


@cache
def classes() -> tuple[DocumentClass, ...]:
    """All classes, in the order of data/classes.toml."""
    rows = tomllib.loads((files("akn") / "data" / "classes.toml").read_text("utf-8"))
    return tuple(
        DocumentClass(
            frozenset(row["doctypes"]), tuple(row["subtypes"]), tuple(row["names"].split()), row.get("preface", True)
        )
        for row in rows.values()
    )


def _of(element: _Element) -> list[DocumentClass]:
    return [one for one in classes() if local_name(element) in one.doctypes]


@rule(
    "akn4un-subtype",
    "The subtype is one that is prescribed for the type of document",
    severity="error",
    source=_CLASSES,
    bad=levels(WORK.replace("deliberation", "provision"), work='<FRBRsubtype value="provision"/>'),
    good=levels(),
)
def subtype(survey: Survey) -> Iterator[Problem]:
    """A statement is a deliberation or an instruction, an act a provision, a judgment a decision."""
    for part in survey.of_un():
        # An attachment bears the subtype of the Work that it belongs to.
        accepted = [one for found in _of(part.host) + _of(part.element) for one in found.subtypes]
        stated = part.work.value("FRBRsubtype") if part.work is not None else ""
        if part.work is not None and stated.isalpha() and accepted and stated not in accepted:
            yield Problem(
                at(part.work, "FRBRsubtype"),
                f"FRBRsubtype {stated!r} is none of <{local_name(part.host)}>.",
                f"Accepted is {' or '.join(dict.fromkeys(accepted))}.",
            )


@rule(
    "akn4un-subtype-letters",
    "The subtype has letters alone",
    severity="error",
    source="AKN4UN, metadata (FRBRsubtype)",
    bad=levels(WORK.replace("deliberation", "deliberation-1"), work='<FRBRsubtype value="deliberation-1"/>'),
    good=levels(),
    assertion=(
        f"{IDENTIFICATION}/a:FRBRWork/a:FRBRsubtype[1][normalize-space(@value)]",
        "not(translate(@value, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', ''))",
    ),
)
def letters(survey: Survey) -> Iterator[Problem]:
    """FRBRsubtype/@value has no blank, figure or other sign."""
    for part in survey.of_un():
        stated = part.work.value("FRBRsubtype") if part.work is not None else ""
        if part.work is not None and stated.strip(SPACE) and not re.fullmatch("[A-Za-z]+", stated):
            yield Problem(
                at(part.work, "FRBRsubtype"), f"FRBRsubtype {stated!r} has other signs than letters.", "Write letters."
            )


@rule(
    "akn4un-name",
    "The name of a document is one that is suggested for some class of documents",
    severity="note",
    source=_CLASSES,
    bad=_ANNEX.replace('name="annex"', 'name="annexe"'),
    good=_ANNEX,
)
def name(survey: Survey) -> Iterator[Problem]:
    """The guidelines have a list for each class, which is not closed."""
    for part in survey.of_un():
        said = part.element.get("name", "")
        if said and not any(one.has_name(said) for one in classes()):
            suggested = ", ".join(dict.fromkeys(one for found in _of(part.element) for one in found.names))
            yield Problem(part.element, f"@name {said!r} is none that is suggested.", f"Suggested are {suggested}.")


@rule(
    "akn4un-name-class",
    "The name of a document is one of the class of the document",
    severity="warning",
    source=_CLASSES,
    bad=_ANNEX.replace('name="annex"', 'name="agendaListing"'),
    good=_ANNEX,
)
def name_class(survey: Survey) -> Iterator[Problem]:
    """A name that is suggested for a class belongs to the elements, and the subtype, of that class."""
    for part in survey.of_un():
        said = part.element.get("name", "")
        named = [one for one in classes() if one.has_name(said)]
        # What is attached has the subtype of its document, and a subtype that is none is the matter of another rule.
        stated = part.work.value("FRBRsubtype") if part.work is not None and part.is_main else ""
        known = {one for found in _of(part.element) for one in found.subtypes}
        if not named or any(_fits(one, part.element, stated if stated in known else "") for one in named):
            continue
        told = " or ".join(f"<{doctype}>" for one in named for doctype in sorted(one.doctypes))
        subtypes = " or ".join(one for found in named for one in found.subtypes)
        yield Problem(
            part.element, f"@name {said!r} is that of {told}{f' of the subtype {subtypes}' if subtypes else ''}."
        )


def _fits(known: DocumentClass, element: _Element, subtype: str) -> bool:
    """Whether an element, with this subtype if it is not empty, is of a class."""
    return local_name(element) in known.doctypes and (not subtype or subtype in known.subtypes)


@rule(
    "akn4un-preface",
    "A document has a preface",
    severity="note",
    source="AKN4UN part 2, basic structures",
    bad="<!-- no preface -->",
    good="<preface><p><docNumber>67/6</docNumber></p></preface>",
)
def preface(survey: Survey) -> Iterator[Problem]:
    """Its number and title stand there; a collection may leave them to its parts, and a judgment has a header."""
    for part in survey.of_un():
        wanted = [one.preface for one in _of(part.element)]
        found = [child for child in part.element if isinstance(child.tag, str)]
        named = {local_name(child) for child in found}
        if part.is_main and wanted and all(wanted) and not {"preface", "collectionBody"} & named:
            body = next((one for one in found if local_name(one).lower().endswith("body")), part.element)
            yield Problem(
                body, f"<{local_name(part.element)}> has no <preface>.", "Put it after <meta> or <coverPage>."
            )
