"""Rules of components: how FRBRthis names them, and what a document and its attachments share."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from akn.rules.examples import OTHER, WORK, attached, levels
from akn.rules.naming import at, component, fault, format_of, formed, host, must, without_format, works
from akn.rules.registry import NC, Problem, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akn.rules.survey import Level, Part, Survey

_SECTION = NC + "4.8"
_ADOPTION = '<FRBRdate date="2012-11-19" name="adoption"/>'


@rule(
    "frbr-this",
    "FRBRthis is FRBRuri and a component",
    severity="warning",
    naming=True,
    source=NC + "4.5 to 4.7",
    bad=f'<FRBRWork><FRBRthis value="{WORK.replace("67-6", "67-7")}/!main"/></FRBRWork>',
    good=f'<FRBRWork><FRBRthis value="{WORK}/!main"/></FRBRWork>',
)
def this(survey: Survey) -> Iterator[Problem]:
    """`URI/!main`; in a Manifestation the component stands before the format."""
    for part, _, _ in works(survey):
        for level in part.levels:
            # A Manifestation without a format is the matter of another rule.
            whole = level is not part.manifestation or format_of(level, level.uri)
            if whole and level.this and formed(level) and fault(level.this) is None and component(level) is None:
                expected = f"{without_format(level, level.uri)}/!main{format_of(level, level.uri)}"
                yield Problem(
                    at(level, "FRBRthis"),
                    f"FRBRthis {level.this!r} is not FRBRuri and a component, as {expected!r} is.",
                    severity=must(part),
                )


@rule(
    "frbr-component",
    "The three levels name the same component",
    severity="warning",
    naming=True,
    source=_SECTION + "; AKN4UN, naming",
    bad=f'<FRBRExpression><FRBRthis value="{WORK}/fra@/!annex_1"/></FRBRExpression>',
    good=f'<FRBRExpression><FRBRthis value="{WORK}/fra@/!main"/></FRBRExpression>',
)
def same_component(survey: Survey) -> Iterator[Problem]:
    """What is a component of the Work is that of its Expression and of its Manifestation too."""
    for part, work, _ in works(survey):
        named = [(level, name) for level in part.levels if (name := component(level)) is not None]
        if named and named[0][0] is work:
            for level, name in named[1:]:
                if name != named[0][1]:
                    yield Problem(
                        at(level, "FRBRthis"),
                        f"FRBRthis names the component {name!r}, and that of the Work {named[0][1]!r}.",
                        severity=must(part),
                    )


@rule(
    "frbr-main",
    "The component of the document itself is main",
    severity="warning",
    naming=True,
    source=_SECTION + "; AKN4UN, naming",
    bad=levels(component="resolution"),
    good=levels(),
)
def main(survey: Survey) -> Iterator[Problem]:
    """Also where there is no other component."""
    for part, work, _ in works(survey):
        if part.is_main and (name := component(work)) not in (None, "main"):
            yield Problem(
                at(work, "FRBRthis"),
                f"The component of the document itself is named {name!r}; expected is 'main'.",
                severity=must(part),
            )


@rule(
    "frbr-attachment",
    "An attachment of a Work is a component of its own",
    severity="warning",
    naming=True,
    source=_SECTION + "; AKN4UN, attachments",
    bad=attached(WORK, "main"),
    good=attached(WORK, "annex_1"),
)
def attachment(survey: Survey) -> Iterator[Problem]:
    """An attachment that shares FRBRuri with its document has another name in FRBRthis, such as annex_1."""
    for part, work, above in _attachments(survey):
        if work.uri == above.uri and component(work) == "main":
            yield Problem(
                at(work, "FRBRthis"),
                "An attachment names the component 'main', as the document that it is attached to does.",
                "Give it a name of its own, such as annex_1.",
                must(part),
            )


@rule(
    "frbr-attachment-main",
    "An attachment that is a Work of its own is the main component of that",
    severity="note",
    source=_SECTION + "; AKN4UN, attachments",
    bad=attached(OTHER, "annex_1", work='<FRBRnumber value="67-7"/>'),
    good=attached(OTHER, "main", work='<FRBRnumber value="67-7"/>'),
)
def autonomous(survey: Survey) -> Iterator[Problem]:
    """Either it belongs to the Work that it is attached to, and has its FRBRuri, or it is a document by itself."""
    for _, work, above in _attachments(survey):
        if work.uri != above.uri and (name := component(work)) not in (None, "main"):
            yield Problem(
                at(work, "FRBRthis"),
                f"FRBRthis names the component {name!r} of {work.uri!r}, which is not the Work that it is attached to.",
                f"Write {above.uri!r} if it belongs to that, or else the component 'main'.",
            )


@rule(
    "frbr-attachment-expression",
    "An attachment is of the same language and version as its document",
    severity="warning",
    naming=True,
    source=_SECTION + "; AKN4UN, attachments",
    bad=attached(WORK, "annex_1", language="eng"),
    good=attached(WORK, "annex_1"),
)
def attachment_expression(survey: Survey) -> Iterator[Problem]:
    """Where it is a component of the same Work, it has the FRBRuri of the same Expression."""
    for part, work, above in _attachments(survey):
        around = host(survey, part)
        whole, level = None if around is None else around.expression, part.expression
        if work.uri != above.uri or whole is None or level is None or not formed(whole) or not formed(level):
            continue
        if level.uri != whole.uri:
            yield Problem(
                at(level, "FRBRuri"),
                f"FRBRuri is {level.uri!r}, and that of the document is {whole.uri!r}.",
                severity=must(part),
            )


@rule(
    "frbr-component-twice",
    "Each component of a Work has a name of its own",
    severity="warning",
    naming=True,
    source=_SECTION,
    bad=attached(WORK, "annex_1", "annex_1"),
    good=attached(WORK, "annex_1", "annex_2"),
)
def twice(survey: Survey) -> Iterator[Problem]:
    """No two documents in a file have the same FRBRthis, but for the Expressions of one Work in several languages. What
    is attached as `main` is another matter.
    """
    seen: set[tuple[str, str]] = set()
    for part, work, _ in works(survey):
        this = (work.this, part.expression.this if part.expression is not None else "")
        if this in seen and not (part.is_attachment and component(work) == "main"):
            yield Problem(
                at(work, "FRBRthis"),
                f"FRBRthis {work.this!r} names another part of this file too.",
                severity=must(part),
            )
        seen.add(this)


@rule(
    "frbr-component-number",
    "Components of one name are numbered from 1",
    severity="note",
    source="AKN4UN, attachments; " + _SECTION,
    bad=attached(WORK, "annex_1", "annex_3"),
    good=attached(WORK, "annex_1", "annex_2"),
)
def numbered(survey: Survey) -> Iterator[Problem]:
    """annex_1, annex_2, ... in the order in which they stand, so that the name tells which it is. In a document of the
    United Nations it is a warning.
    """
    counts: dict[tuple[str, str], int] = defaultdict(int)
    seen: set[str] = set()
    for part, work, _ in works(survey):
        found = re.fullmatch(r"(.*)_([0-9]+)", component(work) or "")
        if found is None or work.this in seen:
            continue
        seen.add(work.this)
        counts[work.uri, found[1]] += 1
        expected = counts[work.uri, found[1]]
        if found[2].lstrip("0") != str(expected):
            yield Problem(
                at(work, "FRBRthis"),
                f"FRBRthis names the component {found[0]!r}; expected is {f'{found[1]}_{expected}'!r}.",
                severity="warning" if part.country == "un" else "",
            )
            counts[work.uri, found[1]] = int(found[2])


@rule(
    "frbr-shared-date",
    "The dates of a Work are the same in all its parts",
    severity="warning",
    source="Functional Requirements for Bibliographic Records, 4.2.3; AKN4UN, metadata (FRBRdate)",
    bad=attached(WORK, "annex_1").replace(
        _ADOPTION, '<FRBRdate date="2012-11-19" name="signature"/><FRBRdate date="2012-11-20" name="adoption"/>'
    ),
    good=attached(WORK, "annex_1"),
)
def shared_date(survey: Survey) -> Iterator[Problem]:
    """The FRBRdate of one name is that of the document, in an attachment that belongs to the same Work."""
    for _, work, above in _attachments(survey):
        known = {found.get("name", ""): found.get("date", "") for found in above.all("FRBRdate")}
        for found in work.all("FRBRdate") if work.uri == above.uri else ():
            own, other = found.get("date", ""), known.get(found.get("name", ""), "")
            if own and other and own != other:
                yield Problem(
                    found,
                    f"The {found.get('name')} is of {own!r}, and in the document that it is attached to of {other!r}.",
                )


def _attachments(survey: Survey) -> Iterator[tuple[Part, Level, Level]]:
    """The attachments with their Work, and that of the document that they are attached to."""
    for part, work, _ in works(survey):
        around = host(survey, part)
        if part.is_attachment and around is not None and around.work is not None and formed(around.work):
            yield part, work, around.work
