"""Rules of element identifiers: Naming Convention 1.0, chapter 5.

Only the uniqueness of an eId is an error. A document whose identifiers have another form is still valid Akoma Ntoso
of conformance level 1, so those are warnings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akn.ids import EID_PATTERN, clean_num, element_ref, has_free_label, printed_number
from akn.places import local_name
from akn.rules.registry import Problem, rule
from akn.schema import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from akn.rules.survey import Survey

HIERARCHY = frozenset(
    """
    alinea article book chapter clause division hcontainer indent level list paragraph part point proviso rule section
    subchapter subclause subdivision sublist subparagraph subpart subrule subsection subtitle title tome transitional
    """.split()
)

NUMBERED = HIERARCHY | {"item", "recital", "crossHeading", "debateSection"}
_REQUIRED = HIERARCHY | {"attachment", "component", "componentData", "mod", "quotedStructure"}
CONTEXTS = ("attachment", "component", "embeddedStructure", "mod", "quotedStructure")
_MARKERS = frozenset({"eol", "eop"})

# Other short names that are in wide use, or that the convention itself prints beside its table.
_TOLERATED = {"authorialNote": {"ftn", "fn"}, "listWrapUp": {"wrap"}, "wrapUp": {"wrap"}}


@rule(
    "ids-unique",
    "An eId belongs to one element of the whole file",
    severity="error",
    source="Naming Convention 1.0, 5.2; XSD, unique eId-*",
    bad='<p eId="p_1"/><p eId="p_1"/>',
    good='<p eId="p_1"/><p eId="p_2"/>',
)
def unique(survey: Survey) -> Iterator[Problem]:
    """Two elements with one eId: a reference to it would be ambiguous. Names the first that has it."""
    for element in survey.elements:
        eid = element.get("eId")
        if eid is not None and (first := survey.eids[eid]) is not element:
            yield Problem(
                element,
                f'<{local_name(element)} eId="{eid}"> repeats an identifier that <{local_name(first)}> on line'
                f" {first.sourceline} already has.",
                "An identifier belongs to one element of a document.",
            )


@rule(
    "ids-syntax",
    "An eId is [prefix__]element_number",
    severity="warning",
    naming=True,
    source="Naming Convention 1.0, 5.4",
    bad='<paragraph eId="para_2_list_a"/>',
    good='<paragraph eId="part_1__para_2"/>',
)
def syntax(survey: Survey) -> Iterator[Problem]:
    """The form of eId and wId. Entries of `references`, components and keywords have free labels."""
    for element in survey.elements:
        for attribute in ("eId", "wId"):
            value = element.get(attribute)
            if value and not _has_free_label(element) and not EID_PATTERN.fullmatch(value):
                yield Problem(
                    element,
                    f"{attribute} {value!r} does not have the form of an identifier.",
                    "Levels are joined by two underscores, an element and its number by one: part_1__para_2.",
                )


@rule(
    "ids-element",
    "The last part of an eId names the element that has it",
    severity="warning",
    naming=True,
    source="Naming Convention 1.0, 5.4.2",
    bad='<paragraph eId="article_1"/>',
    good='<paragraph eId="para_1"/>',
)
def element(survey: Survey) -> Iterator[Problem]:
    """The short name of the element, from the closed table of the convention."""
    for holder in _with_eid(survey):
        name = local_name(holder)
        used, _ = _last_token(holder)
        accepted = {element_ref(name), holder.get("name", "") if name == "hcontainer" else ""} | _TOLERATED.get(
            name, set()
        )
        # A component may be called after what it holds.
        if used not in accepted and name not in {"component", "attachment"}:
            yield Problem(
                holder,
                f"eId {holder.get('eId')!r} of a <{name}> ends in {used!r}; {element_ref(name)!r} is the convention.",
            )


@rule(
    "ids-number",
    "The last number of an eId is that of the element's num",
    severity="warning",
    naming=True,
    source="Naming Convention 1.0, 5.4.3",
    bad='<paragraph eId="para_1"><num>2.</num></paragraph>',
    good='<paragraph eId="para_2"><num>2.</num></paragraph>',
)
def number(survey: Survey) -> Iterator[Problem]:
    """Agreement of the identifier with the printed number. The second element of one number may add `_2`."""
    for holder in _with_eid(survey):
        printed = holder.find(f"{{{NAMESPACE}}}num")
        if printed is None or local_name(holder) not in NUMBERED:
            continue
        expected = clean_num(printed_number(printed))
        _, used = _last_token(holder)
        base, _, again = used.rpartition("_")
        if expected and used != expected and not (base == expected and again.isdecimal()):
            yield Problem(
                holder,
                f"eId {holder.get('eId')!r} has the number {used!r}, and the element is numbered {expected!r}.",
            )


@rule(
    "ids-prefix",
    "What stands before the last part of an eId is the eId of an element around it",
    severity="warning",
    naming=True,
    source="Naming Convention 1.0, 5.4.1",
    bad='<section eId="sec_1"><paragraph eId="sec_2__para_1"/></section>',
    good='<section eId="sec_1"><paragraph eId="sec_1__para_1"/></section>',
)
def prefix(survey: Survey) -> Iterator[Problem]:
    """The prefix names the context within which the rest is unique."""
    for holder in _with_eid(survey):
        before = holder.get("eId", "").rpartition("__")[0]
        around = survey.eids.get(before)
        # A line break is counted within the page that starts before it and does not hold it.
        found = around is not None and local_name(holder) in _MARKERS
        if before and not found and all(ancestor.get("eId") != before for ancestor in holder.iterancestors()):
            yield Problem(holder, f"eId {holder.get('eId')!r} starts with {before!r}, which no element around it has.")


@rule(
    "ids-context",
    "Within an attachment, a component, a quotation or a modification, an eId starts with that element's eId",
    severity="warning",
    naming=True,
    source="Naming Convention 1.0, 5.4.1",
    bad='<p><mod eId="mod_1"><quotedStructure eId="qstr_1"><p/></quotedStructure></mod></p>',
    good='<p><mod eId="mod_1"><quotedStructure eId="mod_1__qstr_1"><p/></quotedStructure></mod></p>',
)
def context(survey: Survey) -> Iterator[Problem]:
    """What is within such an element is numbered on its own, so that only the prefix keeps it apart."""
    tags = [f"{{{NAMESPACE}}}{name}" for name in CONTEXTS]
    for holder in _with_eid(survey):
        around = next((one for one in holder.iterancestors(*tags) if one.get("eId")), None)
        if around is not None and not holder.get("eId", "").startswith(f"{around.get('eId')}__"):
            yield Problem(
                holder,
                f"eId {holder.get('eId')!r} stands within {around.get('eId')!r} and does not start with it.",
            )


@rule(
    "ids-required",
    "Provisions, attachments, components and modifications have an eId, where any element has one",
    severity="warning",
    naming=True,
    source="Naming Convention 1.0, 5.5.1",
    bad='<paragraph eId="para_1"/><paragraph/>',
    good='<paragraph eId="para_1"/><paragraph eId="para_2"/>',
)
def required(survey: Survey) -> Iterator[Problem]:
    """Without an identifier a provision cannot be cited. A document that uses none at all is of conformance level 1."""
    if not any(not _has_free_label(holder) for holder in survey.eids.values()):
        return
    for holder in survey.elements:
        name = local_name(holder)
        if (name in _REQUIRED or name.startswith("TLC")) and holder.get("eId") is None:
            yield Problem(holder, f"<{name}> has no eId, so nothing can refer to it.")


def _has_free_label(element: _Element) -> bool:
    return has_free_label(local_name(element))


def _with_eid(survey: Survey) -> Iterator[_Element]:
    """The elements whose eId follows the ordinary rule and has its form."""
    for element in survey.elements:
        eid = element.get("eId")
        if eid and not _has_free_label(element) and EID_PATTERN.fullmatch(eid):
            yield element


def _last_token(element: _Element) -> tuple[str, str]:
    """The short name and the number at the end of an eId."""
    name, _, number = element.get("eId", "").rpartition("__")[2].partition("_")
    return name, number
