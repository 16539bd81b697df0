"""Rules of an Expression: its IRI, version and languages, for any jurisdiction (Naming Convention 1.0, 4.6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akn.codes import is_language, terminological
from akn.iri import UNDATED
from akn.rules.examples import WORK, levels
from akn.rules.naming import DAY, at, day, days, expressions, formed, must, works
from akn.rules.registry import NC, Problem, rule
from akn.rules.survey import LANG
from akn.schema import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from akn.rules.survey import Level, Part, Survey

_SECTION = NC + "4.6"
_OTHER = "a:FRBRExpression/a:FRBRlanguage[@language != 'mul']"
_LANGUAGES = NC + "4.6.1; AKN4UN, metadata (FRBRlanguage)"


@rule(
    "frbr-expression",
    "The IRI of the Expression is that of the Work, a language and a version",
    severity="warning",
    naming=True,
    source=_SECTION,
    bad=f'<FRBRExpression><FRBRthis value="{WORK}/fra/!main"/><FRBRuri value="{WORK}/fra"/></FRBRExpression>'
    f'<FRBRManifestation><FRBRthis value="{WORK}/fra/!main.xml"/><FRBRuri value="{WORK}/fra.xml"/></FRBRManifestation>',
    good=levels(),
)
def expression(survey: Survey) -> Iterator[Problem]:
    """`WORK/fra@`; the sign stands there also where no version follows, in the original."""
    for part, work, _ in works(survey):
        level = part.expression
        if level is None or not formed(level):
            continue
        if not level.uri.startswith(f"{work.uri}/") or "@" not in level.uri[len(work.uri) :].split("/")[1]:
            yield Problem(
                at(level, "FRBRuri"),
                f"FRBRuri {level.uri!r} is not {work.uri + '/'!r}, a language and `@`.",
                severity=must(part),
            )


def _versions(survey: Survey) -> Iterator[tuple[Part, Level, str, list[str]]]:
    """The Expressions whose IRI has a language and versions, with these."""
    for part, level, rest in expressions(survey):
        language, mark, version = rest.partition("/")[0].partition("@")
        if mark:
            yield part, level, language, [one for one in version.split(";") if one]


@rule(
    "frbr-expression-language",
    "The language in the IRI of the Expression is that of the metadata",
    severity="warning",
    naming=True,
    source=NC + "4.6.1",
    bad=levels(version="eng@"),
    good=levels(),
)
def expression_language(survey: Survey) -> Iterator[Problem]:
    """Where there are several, it is the first FRBRlanguage."""
    for part, level, language, _ in _versions(survey):
        stated = level.value("FRBRlanguage", "language")
        if stated and stated != language:
            yield Problem(
                at(level, "FRBRuri"), f"FRBRuri says {language!r}, and FRBRlanguage {stated!r}.", severity=must(part)
            )


@rule(
    "frbr-version",
    "The date of the version in the IRI is one of the Expression",
    severity="warning",
    naming=True,
    source=_SECTION,
    bad=levels(version="fra@2013-02-28"),
    good=levels(version="fra@2013-01-31"),
)
def version(survey: Survey) -> Iterator[Problem]:
    """After `@` stands the date of the version, which FRBRdate says; nothing in the original."""
    for part, level, _, versions in _versions(survey):
        for one in versions:
            if (stated := day(one)) and stated not in days(level) and level.value("FRBRversionNumber") != one:
                yield Problem(
                    at(level, "FRBRuri"),
                    f"FRBRuri says the version {one!r}, and no FRBRdate of the Expression says so.",
                    severity=must(part),
                )


@rule(
    "frbr-version-number",
    "The number of the version in the IRI is that of the metadata",
    severity="warning",
    naming=True,
    source=_SECTION,
    bad=levels(version="fra@v_2", expression='<FRBRversionNumber value="1"/>'),
    good=levels(version="fra@v_2", expression='<FRBRversionNumber value="2"/>'),
)
def version_number(survey: Survey) -> Iterator[Problem]:
    """A version that is no date ends in FRBRversionNumber."""
    for part, level, _, versions in _versions(survey):
        stated = level.value("FRBRversionNumber")
        for one in versions:
            if not DAY.match(one) and not (stated and one.endswith(stated)):
                told = f"FRBRversionNumber {stated!r}" if stated else "there is no FRBRversionNumber"
                yield Problem(
                    at(level, "FRBRversionNumber", "FRBRuri"),
                    f"FRBRuri says the version {one!r}, and {told}.",
                    severity=must(part),
                )


@rule(
    "frbr-undated",
    "A version without a date has a number",
    severity="warning",
    naming=True,
    source="AKN4UN, metadata (FRBRdate)",
    bad=levels(version=f"fra@{UNDATED}", expression=f'<FRBRdate date="{UNDATED}" name="version"/>'),
    good=levels(
        version="fra@2",
        expression=f'<FRBRdate date="{UNDATED}" name="version"/><FRBRversionNumber value="2"/>',
    ),
)
def undated(survey: Survey) -> Iterator[Problem]:
    """1900-01-01 stands for a date that is not known, and tells no version from another. The original needs none."""
    for part, level, _, versions in _versions(survey):
        if UNDATED in versions and not level.value("FRBRversionNumber"):
            yield Problem(
                at(level, "FRBRuri"),
                f"FRBRuri says the version {UNDATED!r}, which stands for an unknown date.",
                "Give it an FRBRversionNumber, and write that after `@`.",
                must(part),
            )


@rule(
    "frbr-language",
    "FRBRlanguage is a code of three letters",
    severity="warning",
    naming=True,
    source=_LANGUAGES,
    bad=levels(version="fr@", expression='<FRBRlanguage language="fr"/>'),
    good=levels(),
)
def language(survey: Survey) -> Iterator[Problem]:
    """`fra`, not `fr` or `French`, in lower case."""
    for found, code in _languages(survey):
        if not re.fullmatch("[a-z]{3}", code):
            yield Problem(
                found, f"FRBRlanguage {code!r} is no code of three letters.", "Three are expected, such as fra."
            )


@rule(
    "frbr-language-code",
    "FRBRlanguage is a code of ISO 639-2",
    severity="warning",
    naming=True,
    source=_LANGUAGES,
    bad=levels(version="xyz@", expression='<FRBRlanguage language="xyz"/>'),
    good=levels(),
)
def language_code(survey: Survey) -> Iterator[Problem]:
    """`mul` stands for several languages, and `und` for one that is not known."""
    for found, code in _languages(survey):
        if re.fullmatch("[a-z]{3}", code) and not is_language(code) and not terminological(code):
            yield Problem(
                found, f"FRBRlanguage {code!r} is no code of ISO 639-2.", "Write `und` where the language is not known."
            )


@rule(
    "frbr-language-terminological",
    "FRBRlanguage is the terminological code of ISO 639-2",
    severity="warning",
    naming=True,
    source=_LANGUAGES,
    bad=levels(version="fre@", expression='<FRBRlanguage language="fre"/>'),
    good=levels(),
)
def terminological_code(survey: Survey) -> Iterator[Problem]:
    """`fra`, `zho`, `deu`, not the bibliographic `fre`, `chi`, `ger`; `spa`, not `esp`, which is no code at all."""
    for found, code in _languages(survey):
        if meant := terminological(code):
            yield Problem(found, f"FRBRlanguage {code!r} is no code of ISO 639-2/T.", f"Write {meant!r}.")


@rule(
    "frbr-language-repeated",
    "Each language of an Expression is named once",
    severity="warning",
    source=NC + "4.6.1",
    bad='<FRBRExpression><FRBRlanguage language="fra"/><FRBRlanguage language="fra"/></FRBRExpression>',
    good='<FRBRExpression><FRBRlanguage language="fra"/><FRBRlanguage language="eng"/></FRBRExpression>',
    assertion=(
        "a:meta/a:identification/a:FRBRExpression/a:FRBRlanguage",
        "not(@language = preceding-sibling::a:FRBRlanguage/@language)",
    ),
)
def language_repeated(survey: Survey) -> Iterator[Problem]:
    """Several FRBRlanguage say that the text is in several languages."""
    for part in survey.parts:
        seen: set[str] = set()
        for found in part.expression.all("FRBRlanguage") if part.expression else ():
            code = found.get("language", "")
            if code in seen:
                yield Problem(found, f"FRBRlanguage {code!r} stands here again.", "Leave it out.")
            seen.add(code)


@rule(
    "frbr-mul",
    "A document in several languages says which part is in which",
    severity="warning",
    source="AKN4UN, metadata (FRBRlanguage); content (xml:lang)",
    bad=levels(version="mul@", expression='<FRBRlanguage language="mul"/>') + "<p>Un</p>\n<p>One</p>",
    good=levels() + '<p>Un</p>\n<p xml:lang="en">One</p>',
    assertion=(
        "a:meta/a:identification/a:FRBRExpression/a:FRBRlanguage[@language = 'mul']",
        (
            f"//a:*/@xml:lang or ancestor::a:meta/following-sibling::*//{_OTHER}"
            f" or ancestor::a:meta/../following-sibling::a:components//{_OTHER}"
        ),
    ),
)
def several(survey: Survey) -> Iterator[Problem]:
    """FRBRlanguage `mul` says only that there are several. Either xml:lang stands on each part, or the parts are
    documents, with an FRBRlanguage of their own.
    """
    severals = [(part, found) for part, found, code in _of_parts(survey) if code == "mul"]
    if not severals or next(survey.bearing(LANG), None) is not None:
        return
    single = [part.element for part, _, code in _of_parts(survey) if code != "mul"]
    told = {around for element in single for around in element.iterancestors()}
    for part, found in severals:
        if told.isdisjoint((part.element, *part.element.itersiblings(f"{{{NAMESPACE}}}components"))):
            yield Problem(found, "FRBRlanguage is 'mul', and no element has an xml:lang.", "Put xml:lang on each part.")


def _of_parts(survey: Survey) -> Iterator[tuple[Part, _Element, str]]:
    for part in survey.parts:
        for found in part.expression.all("FRBRlanguage") if part.expression else ():
            yield part, found, found.get("language", "")


def _languages(survey: Survey) -> Iterator[tuple[_Element, str]]:
    return ((found, code) for _, found, code in _of_parts(survey))
