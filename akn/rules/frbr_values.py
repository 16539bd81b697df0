"""Rules of the properties of FRBR levels beside their identifiers: values, authors, other names, and componentInfo."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from akn.places import local_name
from akn.rules.examples import WORK, levels
from akn.rules.naming import SPACE, at, children
from akn.rules.registry import Problem, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from akn.rules.survey import Level, Part, Survey

_VALUED = (
    "FRBRalias",
    "FRBRcountry",
    "FRBRsubtype",
    "FRBRnumber",
    "FRBRname",
    "FRBRversionNumber",
    "FRBRformat",
)
_INFO = "AKN core part 2, componentInfo; AKN4UN, metadata"


@rule(
    "frbr-empty",
    "A property that is stated has a value",
    severity="warning",
    source="AKN core part 2, the elements of FRBRWork, FRBRExpression and FRBRManifestation",
    bad='<FRBRWork><FRBRname value=""/></FRBRWork>',
    good='<FRBRWork><FRBRname value="Charter"/></FRBRWork>',
    assertion=(" | ".join(f"a:{name}" for name in _VALUED), "normalize-space(@value)"),
)
def empty(survey: Survey) -> Iterator[Problem]:
    """What is not known is left out: an empty FRBRnumber says that there is a number, and not which."""
    for found in survey.named(*_VALUED):
        if not found.get("value", "").strip(SPACE):
            yield Problem(found, f"{local_name(found)} has an empty value.", "State it, or leave the element out.")


@rule(
    "frbr-author",
    "FRBRauthor leads to somebody",
    severity="warning",
    source="AKN core part 2, FRBRauthor; AKN4UN, metadata (FRBRauthor)",
    bad='<FRBRExpression><FRBRauthor href="un-ga"/></FRBRExpression>',
    good='<FRBRExpression><FRBRauthor href="#un-ga"/></FRBRExpression>',
    assertion=(
        "a:FRBRauthor",
        "not(@href = '#') and (contains(@href, '#') or contains(@href, '/') or contains(@href, ':'))",
    ),
)
def author(survey: Survey) -> Iterator[Problem]:
    """@href is `#` and the eId of an entry of references, or at least an IRI, and no name."""
    for found in survey.named("FRBRauthor"):
        href = found.get("href", "")
        if href == "#" or not any(sign in href for sign in "#/:"):
            yield Problem(
                found,
                f"FRBRauthor leads to {href!r}, which is nobody.",
                "Write `#` and the eId of an entry in <references>.",
            )


@rule(
    "frbr-alias",
    "An alias is another name",
    severity="note",
    source="AKN core part 2, FRBRalias",
    bad=levels(work=f'<FRBRalias value="{WORK}" name="iri"/>'),
    good=levels(work='<FRBRalias value="A/RES/67/6" name="symbol"/>'),
    assertion=(
        "a:FRBRalias",
        "not(@value = ../a:FRBRuri/@value or @value = ../a:FRBRthis/@value)",
    ),
)
def alias(survey: Survey) -> Iterator[Problem]:
    """FRBRalias differs from the FRBRuri and FRBRthis of its level."""
    for found in survey.named("FRBRalias"):
        parent = found.getparent()
        names = {one.get("value") for one in children(parent, "FRBRuri", "FRBRthis")} if parent is not None else set()
        if found.get("value") in names:
            yield Problem(found, f"FRBRalias {found.get('value')!r} is the identifier itself.", "Leave it out.")


def _info(*data: tuple[str, str, str]) -> str:
    rows = "".join(f'<componentData eId="{eid}" href="{href}" name="{name}" showAs="x"/>\n' for eid, href, name in data)
    return f"<componentInfo>{rows}</componentInfo>"


def _chain(
    work: str = "#emain", expression: str = "#mmain", manifestation: str = "main.xml", name: str = "main"
) -> str:
    return levels(
        work=_info(("wmain", work, "main"), ("wannex_1", "#eannex_1", "annex_1")),
        expression=_info(("emain", expression, name), ("eannex_1", "#mannex_1", "annex_1")),
        manifestation=_info(("mmain", manifestation, "main"), ("mannex_1", "annex_1.xml", "annex_1")),
    )


@rule(
    "frbr-parts",
    "The components are told at all three levels",
    severity="warning",
    source=_INFO,
    bad=levels(work=_info(("wmain", "#emain", "main")), expression=_info(("emain", "main.xml", "main"))),
    good=_chain(),
)
def parts(survey: Survey) -> Iterator[Problem]:
    """Those of the Work lead to those of the Expression, these to those of the Manifestation, and these to files."""
    for part, holders in _infos(survey):
        for level in part.levels:
            if local_name(level.element) not in holders:
                told = " and ".join(holders)
                yield Problem(
                    at(level, "FRBRauthor"), f"{told} has componentInfo, and {local_name(level.element)} has none."
                )


@dataclass(frozen=True, slots=True)
class _Step:
    """Where the entries of one level lead to: those of the next level, or files."""

    id: str
    level: str
    next: str
    title: str
    about: str
    bad: str


_STEPS = (
    _Step(
        "frbr-parts-work",
        "FRBRWork",
        "FRBRExpression",
        "A component of the Work leads to that of the Expression",
        "componentData/@href in FRBRWork is `#` and the eId of a componentData in FRBRExpression.",
        _chain(work="#mmain"),
    ),
    _Step(
        "frbr-parts-expression",
        "FRBRExpression",
        "FRBRManifestation",
        "A component of the Expression leads to that of the Manifestation",
        "componentData/@href in FRBRExpression is `#` and the eId of a componentData in FRBRManifestation.",
        _chain(expression="#wmain"),
    ),
    _Step(
        "frbr-parts-manifestation",
        "FRBRManifestation",
        "",
        "A component of the Manifestation leads to a file",
        "componentData/@href in FRBRManifestation is the name of a file, such as annex_1.xml.",
        _chain(manifestation="#emain"),
    ),
)


def _enter(step: _Step) -> None:
    def check(survey: Survey) -> Iterator[Problem]:
        for _, holders in _infos(survey):
            if step.level not in holders or (step.next and step.next not in holders):
                continue
            targets = {f"#{one.get('eId')}" for one in holders.get(step.next, ())}
            for found in holders[step.level]:
                href = found.get("href", "")
                # That it leads nowhere at all is a matter of references.
                if href.strip(SPACE) and (href not in targets if step.next else href.startswith("#")):
                    expected = f"a component of {step.next}" if step.next else "a file"
                    yield Problem(found, f"The component {found.get('name')!r} leads to {href!r}, not to {expected}.")

    rule(step.id, step.title, severity="warning", source=_INFO, bad=step.bad, good=_chain(), about=step.about)(check)


for _step in _STEPS:
    _enter(_step)


@rule(
    "frbr-parts-name",
    "The components have the same names at all levels",
    severity="warning",
    source=_INFO,
    bad=_chain(name="resolution"),
    good=_chain(),
)
def parts_name(survey: Survey) -> Iterator[Problem]:
    """componentData/@name at a level is also one of the level above."""
    for _, holders in _infos(survey):
        found = list(holders.values())
        for above, below in pairwise(found):
            names = {one.get("name") for one in above}
            for one in below:
                if one.get("name") not in names:
                    yield Problem(one, f"No component of the level above is named {one.get('name')!r}.")


@rule(
    "frbr-parts-twice",
    "Each component of a level has a name of its own",
    severity="warning",
    source=_INFO,
    bad=_chain().replace(
        'href="annex_1.xml" name="annex_1" showAs="x"/>',
        'href="annex_1.xml" name="annex_1" showAs="x"/>\n'
        '<componentData eId="mannex_2" href="annex_2.xml" name="annex_1" showAs="x"/>',
    ),
    good=_chain(),
    assertion=("a:componentInfo/a:componentData[@name]", "not(@name = preceding-sibling::a:componentData/@name)"),
)
def parts_twice(survey: Survey) -> Iterator[Problem]:
    """By its name a component is found at the next level."""
    for holder in survey.named("componentInfo"):
        seen: set[str | None] = {None}
        for found in children(holder, "componentData"):
            if (name := found.get("name")) in seen and name is not None:
                yield Problem(found, f"Another component of this level is named {name!r}.")
            seen.add(name)


def _infos(survey: Survey) -> Iterator[tuple[Part, dict[str, list[_Element]]]]:
    """The documents that have componentInfo, with the entries of each level that has it."""
    for part in survey.parts:
        holders = {local_name(level.element): found for level in part.levels if (found := _data(level)) is not None}
        if holders:
            yield part, holders


def _data(level: Level) -> list[_Element] | None:
    holder = level.first("componentInfo")
    return None if holder is None else list(children(holder, "componentData"))
