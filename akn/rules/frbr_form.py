"""Rules of the form of FRBRuri and FRBRthis, for any jurisdiction: Naming Convention 1.0, chapter 4.

The convention admits an equivalent naming (4.12), so what is named otherwise is one warning, and the rules of the
parts of an IRI are for those that follow it. They are warnings too: a document that breaks them is valid at level 1.
For a document of the United Nations AKN4UN makes most of them a must, so there they are errors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from akn.places import local_name
from akn.rules.examples import WORK, levels
from akn.rules.naming import FAULTS, fault, has_component, must
from akn.rules.registry import NC, Problem, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from akn.rules.survey import Part, Survey

_GOOD = f'<FRBRWork><FRBRuri value="{WORK}"/></FRBRWork>'
_THIS = f'<FRBRWork><FRBRthis value="{WORK}/!main"/></FRBRWork>'
_EXPRESSION = f'<FRBRExpression><FRBRuri value="{WORK}/fra@"/></FRBRExpression>'


@dataclass(frozen=True, slots=True)
class _Form:
    """A rule of the form of identifiers: a key of FAULTS, and what the rule says of it. `strict`: a must of AKN4UN."""

    fault: str
    title: str
    about: str
    hint: str
    bad: str
    good: str = _GOOD
    section: str = "4.3"
    strict: bool = True


_FORMS = (
    _Form(
        "iri",
        "FRBRuri and FRBRthis are Akoma Ntoso IRIs",
        "They start with /akn/. What is named by another convention may be just as good, but is not this one.",
        f"Such as {WORK}.",
        _GOOD.replace(WORK, "https://example.org/67-6"),
    ),
    _Form(
        "host",
        "An identifier has no host",
        "It is the same wherever the document is served: the address of a resolver is put before it when it is used.",
        "Leave out what stands before /akn/.",
        _GOOD.replace(WORK, f"https://example.org{WORK}"),
    ),
    _Form(
        "fragment",
        "An identifier has no fragment",
        "It names a whole document; `#` and an eId name a place in one, in references.",
        "Leave it out.",
        _THIS.replace("!main", "!main#para_1"),
        _THIS,
    ),
    _Form(
        "query",
        "An identifier has no query",
        "A `?` and what follows it are instructions to a server.",
        "Leave it out.",
        _GOOD.replace(WORK, f"{WORK}?language=fr"),
    ),
    _Form(
        "sign",
        "An identifier has only signs that an IRI may hold",
        "White space, backslashes, angle brackets and the like have no place in an IRI (RFC 3987). AKN4UN writes a"
        " space in a number as `_`.",
        "Write `_` for a space, `-` for another sign.",
        _GOOD.replace("67-6", "67 6"),
    ),
    _Form(
        "virtual",
        "An identifier says which version it is",
        "A version after `:` is one that whoever resolves a reference has to find. A document has its own after `@`.",
        "Write `@` and the version.",
        _EXPRESSION.replace("fra@", "fra:2013-01-31"),
        _EXPRESSION,
        "4.6.2",
    ),
    _Form(
        "slash",
        "An identifier does not end in a slash",
        "The same IRI with a slash at the end is another one.",
        "Leave it out.",
        _GOOD.replace("67-6", "67-6/"),
        strict=False,
    ),
    _Form(
        "mark",
        "A component is introduced by a slash and an exclamation mark",
        "It is `/!main`, after the number of a Work as after the version of an Expression.",
        "Write `/!`.",
        f'<FRBRExpression><FRBRthis value="{WORK}/fra@!main"/></FRBRExpression>',
        f'<FRBRExpression><FRBRthis value="{WORK}/fra@/!main"/></FRBRExpression>',
        "4.8.1",
        strict=False,
    ),
    _Form(
        "gap",
        "An identifier has no empty part",
        "A part that is not known is left out with its slash.",
        "Leave out one of the two slashes.",
        _GOOD.replace("/67-6", "//67-6"),
    ),
)


def _enter(form: _Form) -> None:
    """Enters the rule of one fault."""

    def check(survey: Survey) -> Iterator[Problem]:
        for part, property, value in _identifiers(survey):
            found = fault(value)
            if found is not None and found[0] == form.fault:
                told = FAULTS[form.fault].format(found[1])
                severity = must(part) if form.strict else ""
                yield Problem(property, f"{local_name(property)} {value!r} {told}.", form.hint, severity)

    rule(
        f"frbr-{form.fault}",
        form.title,
        severity="warning",
        source=NC + form.section,
        bad=form.bad,
        good=form.good,
        about=form.about,
        naming=True,
    )(check)


for _form in _FORMS:
    _enter(_form)


@rule(
    "frbr-whole",
    "FRBRuri names the whole document, not a component of it",
    severity="warning",
    naming=True,
    source=NC + "4.3",
    bad=levels().replace(f'FRBRuri value="{WORK}"', f'FRBRuri value="{WORK}/!main"'),
    good=levels(),
    assertion=("a:meta/a:identification/a:FRBRWork/a:FRBRuri", "not(contains(@value, '/!') or contains(@value, '~'))"),
)
def whole(survey: Survey) -> Iterator[Problem]:
    """The component stands in FRBRthis, which is FRBRuri and that."""
    for part in survey.parts:
        if part.work is not None:
            for property in part.work.all("FRBRuri"):
                if has_component(value := property.get("value", "")):
                    yield Problem(
                        property,
                        f"FRBRuri {value!r} names a component.",
                        "Leave out `/!` or `~` and what follows; it belongs in FRBRthis.",
                        must(part),
                    )


def _identifiers(survey: Survey) -> Iterator[tuple[Part, _Element, str]]:
    for part in survey.parts:
        for level in part.levels:
            for name in ("FRBRthis", "FRBRuri"):
                for property in level.all(name):
                    yield part, property, property.get("value", "")
