"""Rules of what this project writes beside the text, in its layout vocabulary: that `to_text` loses none of it.

What the vocabulary has, and where, is read from `schemas/akn-layout.xsd`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lxml import etree

from akn.places import local_name
from akn.rules.registry import Problem, rule
from akn.rules.vocabulary import NAMESPACE, own_elements, vocabulary
from akn.schema import NAMESPACE as AKN

if TYPE_CHECKING:
    from lxml.etree import _Element

    from akn.rules.survey import Survey

SOURCE = "The layout vocabulary, schemas/akn-layout.xsd; what the mark-up means, layout"
_OWN = f"{{{NAMESPACE}}}"
_TEXT = '<p>a<eop l:page="1"/></p>'


def _page(content: str, more: str = 'n="1"') -> str:
    return f'<presentation source="#akn"><l:pageEnd {more}>{content}</l:pageEnd></presentation>{_TEXT}'


def _facts(attributes: str) -> str:
    return f"<FRBRManifestation><preservation><l:facts {attributes}/></preservation></FRBRManifestation>"


def own_attributes(survey: Survey) -> tuple[tuple[_Element, str, str], ...]:
    """The attributes of the vocabulary on elements of Akoma Ntoso, each with its local name and its value."""
    names = [str(name) for name in survey.by_attribute if str(name).startswith(_OWN)]
    return tuple((element, name.removeprefix(_OWN), value) for element, name, value in survey.bearing(*names))


def _listed(names: Iterable[str]) -> str:
    """The XPath of whether the name of the context is one of these."""
    return f"contains(' {' '.join(sorted(names))} ', concat(' ', local-name(), ' '))"


@rule(
    "layout-attribute",
    "An attribute of the layout is one of the vocabulary",
    severity="warning",
    source=SOURCE,
    bad='<p l:indent="4s">a</p>',
    good='<p l:gap="n4s">a</p>',
    assertion=("a:*[@l:*]", f"not(@l:*[not({_listed(vocabulary().attributes)})])"),
)
def attribute(survey: Survey) -> Iterator[Problem]:
    """Nothing reads another one, so what it was to say is lost in the text."""
    for element, name, _ in survey.once(own_attributes):
        if name not in vocabulary().attributes:
            yield Problem(
                element,
                f"@l:{name} of <{local_name(element)}> is not known; known are {_told(vocabulary().attributes)}.",
            )


@rule(
    "layout-attribute-place",
    "An attribute of the layout stands where it is read",
    severity="warning",
    source=SOURCE,
    bad='<section l:gap="3n"><num>1</num><content><p>a</p></content></section>',
    good='<section><num l:gap="3n">1</num><content><p>a</p></content></section>',
    assertion=(
        "a:*[@l:*]",
        " and ".join(f"(not(@l:{one.name}) or {_listed(one.places)})" for one in vocabulary().attributes.values()),
    ),
)
def attribute_place(survey: Survey) -> Iterator[Problem]:
    """White space belongs to the running text that it stands before, padding to a row, a page to its eop."""
    for element, name, _ in survey.once(own_attributes):
        declared = vocabulary().attributes.get(name)
        if declared is not None and local_name(element) not in declared.places:
            yield Problem(
                element,
                f"@l:{name} is not read on <{local_name(element)}>; it is on {_told(declared.places)}.",
            )


@rule(
    "layout-attribute-value",
    "An attribute of the layout has a value that can be read",
    severity="error",
    source=SOURCE,
    bad='<p l:gap="2x">a</p>',
    good='<p l:gap="2n">a</p>',
)
def attribute_value(survey: Survey) -> Iterator[Problem]:
    """White space is a code of letters and numbers (2n4s); what is no code stands for nothing."""
    for element, name, value in survey.once(own_attributes):
        declared = vocabulary().attributes.get(name)
        if declared is not None and not declared.pattern.fullmatch(value):
            yield Problem(element, f"@l:{name} of <{local_name(element)}> is {value!r}, which cannot be read.")


@rule(
    "layout-element",
    "An element of the layout is one of the vocabulary",
    severity="error",
    source=SOURCE,
    bad=_page("<l:footer>A</l:footer>"),
    good=_page("<l:foot>A</l:foot>"),
    assertion=("l:*", _listed(vocabulary().elements)),
)
def element(survey: Survey) -> Iterator[Problem]:
    """What another one stands for at the end of a page is not known."""
    for own in survey.once(own_elements):
        if local_name(own) not in vocabulary().elements:
            yield Problem(own, f"<l:{local_name(own)}> is not known; known are {_told(vocabulary().elements)}.")


def _within(path: str) -> str:
    steps = [f"parent::{'l' if step in vocabulary().elements else 'a'}:{step}" for step in reversed(path.split("/"))]
    return "/".join(steps)


@rule(
    "layout-element-place",
    "An element of the layout stands where it is read",
    severity="warning",
    source=SOURCE,
    bad='<proprietary source="#akn"><l:pageEnd n="1" after="s"><l:feed/></l:pageEnd></proprietary>' + _TEXT,
    good=_page("<l:feed/>"),
    assertion=(
        "l:*",
        " and ".join(f"(not(self::l:{one.name}) or {_within(one.place)})" for one in vocabulary().elements.values()),
    ),
)
def element_place(survey: Survey) -> Iterator[Problem]:
    """The facts of the text belong to the Manifestation, what a page prints to the presentation."""
    for own in survey.once(own_elements):
        declared = vocabulary().elements.get(local_name(own))
        if declared is not None and not _stands_in(own, declared.place):
            yield Problem(own, f"<l:{local_name(own)}> does not stand in {declared.place}.")


def _stands_in(own: _Element, path: str) -> bool:
    here: _Element | None = own
    for step in reversed(path.split("/")):
        namespace = NAMESPACE if step in vocabulary().elements else AKN
        here = None if here is None else here.getparent()
        if here is None or here.tag != f"{{{namespace}}}{step}":
            return False
    return True


def _contents() -> str:
    """The XPath of an element that holds text and children as the vocabulary has them."""
    furniture = [one.name for one in vocabulary().elements.values() if one.has_text]
    holders = [one.name for one in vocabulary().elements.values() if one.children]
    return (
        f"({_listed(furniture)} or not(text()[normalize-space(.)]))"
        f" and not(*[namespace-uri() != '{NAMESPACE}']) and (not(*) or {_listed(holders)})"
    )


@rule(
    "layout-content",
    "An element of the layout holds only what the vocabulary has for it",
    severity="error",
    source=SOURCE,
    bad=_page("<l:feed>A</l:feed>"),
    good=_page("<l:foot>A</l:foot><l:feed/>"),
    assertion=("l:*", f"not({_listed(vocabulary().elements)}) or ({_contents()})"),
)
def content(survey: Survey) -> Iterator[Problem]:
    """Text stands in furniture, pieces of a page stand in a pageEnd; elsewhere they are not printed."""
    for own in survey.once(own_elements):
        declared = vocabulary().elements.get(local_name(own))
        if declared is None:
            continue
        if not declared.has_text and _has_text(own):
            yield Problem(own, f"<l:{declared.name}> has text, which is not printed.")
        elif any(not (declared.children and str(child.tag).startswith(_OWN)) for child in own.iterchildren("*")):
            yield Problem(own, f"<l:{declared.name}> holds elements that are no pieces of a page.")


def _has_text(own: _Element) -> bool:
    return any((text or "").strip(" \t\r\n") for text in (own.text, *(child.tail for child in own)))


@rule(
    "layout-element-attribute",
    "An element of the layout has the attributes that it needs, and no others",
    severity="error",
    source=SOURCE,
    bad='<presentation source="#akn"><l:pageEnd n="1" after="s"><l:note gap="n"/></l:pageEnd></presentation>' + _TEXT,
    good=_page('<l:feed gap="n"/>', 'n="1" after="s"'),
    assertion=(
        "l:*",
        " and ".join(
            f"(not(self::l:{one.name}) or (not(@*[not({_listed(one.attributes)})])"
            + "".join(f" and @{name}" for name, declared in one.attributes.items() if declared.required)
            + "))"
            for one in vocabulary().elements.values()
        ),
    ),
)
def element_attribute(survey: Survey) -> Iterator[Problem]:
    """A page end has its number, the place of a note its note."""
    for own in survey.once(own_elements):
        declared = vocabulary().elements.get(local_name(own))
        if declared is None:
            continue
        missing = [name for name, one in declared.attributes.items() if one.required and own.get(name) is None]
        unknown = [str(name) for name in own.attrib if etree.QName(str(name)).localname not in declared.attributes]
        if missing:
            yield Problem(own, f"<l:{declared.name}> has no @{missing[0]}.")
        elif unknown:
            known = _told(declared.attributes) if declared.attributes else "none"
            yield Problem(own, f"@{unknown[0]} of <l:{declared.name}> is not known; known are {known}.")


@rule(
    "layout-element-value",
    "An attribute of an element of the layout has a value that can be read",
    severity="error",
    source=SOURCE,
    bad=_facts('block="two"'),
    good=_facts('block="3n"'),
)
def element_value(survey: Survey) -> Iterator[Problem]:
    """As for the attributes that stand in the text."""
    for own in survey.once(own_elements):
        declared = vocabulary().elements.get(local_name(own))
        for name, one in declared.attributes.items() if declared is not None else ():
            value = own.get(name)
            if value is not None and not one.pattern.fullmatch(value):
                yield Problem(own, f"@{name} of <l:{local_name(own)}> is {value!r}, which cannot be read.")


def _told(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
