"""Rules of a document's FRBR identifiers and metadata, for any jurisdiction: Naming Convention 1.0, chapter 4.

The convention admits an equivalent naming (4.12), so what does not start with `/akn/` is one warning, and the rules
of agreement are for those that do. They are warnings too: a document that breaks them is valid at level 1. For a
document of the United Nations AKN4UN makes agreement a must, so there they are errors; what else it demands stands in
`un.py`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akn.iri import UNDATED
from akn.places import local_name
from akn.rules.registry import Problem, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from akn.rules.survey import Level, Part, Survey

_NC = "Naming Convention 1.0, "
_WORK = "/akn/un/statement/deliberation/un-ga/2012-11-19/67-6"
_DATE = re.compile(r"\d{4}(?:-\d{2}){0,2}$")
_FORMAT = re.compile(r"\.([a-z0-9]{3,4})$")

# Codes of ISO 639-2/B, which has another for the same language in 639-2/T, and one that is in neither.
_NOT_TERMINOLOGICAL = {
    "alb": "sqi",
    "arm": "hye",
    "baq": "eus",
    "bur": "mya",
    "chi": "zho",
    "cze": "ces",
    "dut": "nld",
    "esp": "spa",
    "fre": "fra",
    "geo": "kat",
    "ger": "deu",
    "gre": "ell",
    "ice": "isl",
    "mac": "mkd",
    "may": "msa",
    "mao": "mri",
    "per": "fas",
    "rum": "ron",
    "slo": "slk",
    "tib": "bod",
    "wel": "cym",
}


@rule(
    "frbr-iri",
    "FRBRuri and FRBRthis are Akoma Ntoso IRIs",
    severity="warning",
    naming=True,
    source=_NC + "4.3",
    bad='<FRBRWork><FRBRuri value="https://example.org/67-6"/></FRBRWork>',
    good=f'<FRBRWork><FRBRuri value="{_WORK}"/></FRBRWork>',
)
def iri(survey: Survey) -> Iterator[Problem]:
    """They start with /akn/, have no host, blank, fragment or unknown version, and do not end in a slash."""
    for property in _identifiers(survey):
        value = property.get("value", "")
        if fault := _fault(value):
            yield Problem(property, f"{local_name(property)} {value!r} {fault}.")


@rule(
    "frbr-country",
    "The second part of the IRI is the country",
    severity="warning",
    naming=True,
    source=_NC + "4.5",
    bad='<FRBRWork><FRBRcountry value="fr"/></FRBRWork>',
    good='<FRBRWork><FRBRcountry value="un"/></FRBRWork>',
)
def country(survey: Survey) -> Iterator[Problem]:
    """FRBRcountry and FRBRuri agree."""
    for part, work in _works(survey):
        code, segment = work.value("FRBRcountry"), work.uri.split("/")[2]
        if code and code.lower() != segment:
            yield Problem(_uri(work), f"FRBRuri says {segment!r}, and FRBRcountry {code!r}.", severity=_must(part))


@rule(
    "frbr-doctype",
    "The third part of the IRI is the type of the document",
    severity="warning",
    naming=True,
    source=_NC + "4.5",
    bad='<FRBRWork><FRBRuri value="/akn/un/act/deliberation/un-ga/2012-11-19/67-6"/></FRBRWork>',
    good=f'<FRBRWork><FRBRuri value="{_WORK}"/></FRBRWork>',
)
def doctype(survey: Survey) -> Iterator[Problem]:
    """FRBRuri names the element of the document; that of an attachment names the document it is attached to."""
    for part, work in _works(survey):
        segment, expected = [*work.uri.split("/"), ""][3], {local_name(part.host), local_name(part.element)}
        if segment not in expected:
            yield Problem(
                _uri(work),
                f"FRBRuri says {segment!r}, and the document is a <{local_name(part.host)}>.",
                severity=_must(part),
            )


@rule(
    "frbr-date",
    "The date in the IRI is that of the Work",
    severity="warning",
    naming=True,
    source=_NC + "4.5",
    bad='<FRBRWork><FRBRdate date="2013-01-31" name="adoption"/></FRBRWork>',
    good='<FRBRWork><FRBRdate date="2012-11-19" name="adoption"/></FRBRWork>',
)
def date(survey: Survey) -> Iterator[Problem]:
    """The first FRBRdate, or its year; a Work without a date bears 1900-01-01."""
    for part, work in _works(survey):
        segment = next((one for one in work.uri.split("/")[4:] if _DATE.match(one)), "")
        days = [found.get("date", "")[:10] for found in work.all("FRBRdate")]
        if segment and days and days[0] != UNDATED and not any(day.startswith(segment) for day in days):
            yield Problem(_uri(work), f"FRBRuri says {segment!r}, and FRBRdate {days[0]!r}.", severity=_must(part))


@rule(
    "frbr-expression",
    "The IRI of the Expression is that of the Work, a language and a version",
    severity="warning",
    naming=True,
    source=_NC + "4.6",
    bad=f'<FRBRExpression><FRBRuri value="{_WORK}/eng@"/></FRBRExpression>',
    good=f'<FRBRExpression><FRBRuri value="{_WORK}/fra@"/></FRBRExpression>',
)
def expression(survey: Survey) -> Iterator[Problem]:
    """`WORK/fra@`, with the first FRBRlanguage; after `@` the version, whose date is FRBRdate."""
    for part, work in _works(survey):
        level = part.expression
        if level is None or not level.uri:
            continue
        language, mark, version = level.uri.removeprefix(f"{work.uri}/").partition("@")
        if not level.uri.startswith(f"{work.uri}/") or not mark or "/" in language:
            yield Problem(
                _uri(level),
                f"FRBRuri {level.uri!r} is not {work.uri + '/'!r}, a language and `@`.",
                severity=_must(part),
            )
        elif (stated := level.value("FRBRlanguage", "language")) and stated != language:
            yield Problem(_uri(level), f"FRBRuri says {language!r}, and FRBRlanguage {stated!r}.", severity=_must(part))
        elif not _is_version(level, version):
            yield Problem(
                _uri(level),
                f"FRBRuri says the version {version!r}, and no FRBRdate or number says so.",
                severity=_must(part),
            )


@rule(
    "frbr-manifestation",
    "The IRI of the Manifestation is that of the Expression and a format",
    severity="warning",
    naming=True,
    source=_NC + "4.7",
    bad=f'<FRBRManifestation><FRBRuri value="{_WORK}/fra@/.xml"/></FRBRManifestation>',
    good=f'<FRBRManifestation><FRBRuri value="{_WORK}/fra@.xml"/></FRBRManifestation>',
)
def manifestation(survey: Survey) -> Iterator[Problem]:
    """`EXPRESSION.xml`; the author of the mark-up and its date may stand before the dot."""
    for part, _ in _works(survey):
        level, above = part.manifestation, part.expression
        if level is None or above is None or not level.uri:
            continue
        end = level.uri.removeprefix(above.uri)
        fits = re.fullmatch(r"(?:/[A-Za-z][\w\-]*(?:/\d{4}-\d{2}-\d{2})?)?\.[a-z0-9]{3,4}", end)
        stated, found = level.value("FRBRformat"), _FORMAT.search(level.uri)
        if not level.uri.startswith(above.uri) or not fits:
            yield Problem(
                _uri(level), f"FRBRuri {level.uri!r} is not {above.uri!r}, a dot and a format.", severity=_must(part)
            )
        elif stated and found and found[1] not in {stated, "akn"}:
            yield Problem(
                _uri(level), f"FRBRuri says the format {found[1]!r}, and FRBRformat {stated!r}.", severity=_must(part)
            )


@rule(
    "frbr-this",
    "FRBRthis is FRBRuri and a component",
    severity="warning",
    naming=True,
    source=_NC + "4.5 to 4.7",
    bad='<FRBRWork><FRBRthis value="/akn/un/statement/deliberation/un-ga/2012-11-19/67-7/!main"/></FRBRWork>',
    good=f'<FRBRWork><FRBRthis value="{_WORK}/!main"/></FRBRWork>',
)
def this(survey: Survey) -> Iterator[Problem]:
    """`URI/!main`; in a Manifestation the component stands before the format."""
    for part, _ in _works(survey):
        for level in part.levels:
            if level.this and level.uri and component(level) is None:
                expected = f"{_without_format(level, level.uri)}/!main{_format(level, level.uri)}"
                yield Problem(
                    _this(level),
                    f"FRBRthis {level.this!r} is not FRBRuri and a component, as {expected!r} is.",
                    severity=_must(part),
                )


@rule(
    "frbr-component",
    "The three levels name the same component",
    severity="warning",
    naming=True,
    source=_NC + "4.5; AKN4UN, naming",
    bad=f'<FRBRWork><FRBRthis value="{_WORK}/!annex_1"/></FRBRWork>',
    good=f'<FRBRWork><FRBRthis value="{_WORK}/!main"/></FRBRWork>',
)
def same_component(survey: Survey) -> Iterator[Problem]:
    """The document itself is `main`, an attachment is not."""
    for part, work in _works(survey):
        names = [component(level) for level in part.levels]
        if None in names:
            continue
        if len(set(names)) > 1:
            yield Problem(
                _this(work),
                f"The components in FRBRthis differ: {', '.join(str(name) for name in names)}.",
                severity=_must(part),
            )
        elif part.is_main and names[0] != "main":
            yield Problem(
                _this(work), f"The component of the document itself is 'main', not {names[0]!r}.", severity=_must(part)
            )
        elif part.is_attachment and names[0] == "main":
            yield Problem(
                _this(work), "The component of an attachment has its own name, such as 'annex_1'.", severity=_must(part)
            )


@rule(
    "frbr-language",
    "FRBRlanguage is a code of three letters, ISO 639-2/T",
    severity="warning",
    naming=True,
    source=_NC + "4.6.1; AKN4UN, metadata",
    bad='<FRBRExpression><FRBRlanguage language="fre"/></FRBRExpression>',
    good='<FRBRExpression><FRBRlanguage language="fra"/></FRBRExpression>',
)
def language(survey: Survey) -> Iterator[Problem]:
    """`fra`, not `fr` or the bibliographic `fre`; `mul` for several languages and `und` for an unknown one."""
    for part in survey.parts:
        for found in part.expression.all("FRBRlanguage") if part.expression else ():
            code = found.get("language", "")
            if not re.fullmatch("[a-z]{3}", code) or code in _NOT_TERMINOLOGICAL:
                meant = _NOT_TERMINOLOGICAL.get(code)
                hint = f"Write {meant!r}." if meant else "Three lower-case letters are expected, such as fra."
                yield Problem(found, f"FRBRlanguage is {code!r}, which is no code of ISO 639-2/T.", hint)


def component(level: Level) -> str | None:
    """The component that FRBRthis names; None where it is not FRBRuri and a component."""
    whole, this = _without_format(level, level.uri), _without_format(level, level.this)
    # In a package (.akn) each component is a file of its own format.
    if _format(level, level.this) != _format(level, level.uri) and _format(level, level.uri) != ".akn":
        return None
    return this.removeprefix(f"{whole}/!") or None if this.startswith(f"{whole}/!") else None


def _format(level: Level, iri: str) -> str:
    """The format at the end of an IRI of the Manifestation, with its dot."""
    found = _FORMAT.search(iri) if local_name(level.element) == "FRBRManifestation" else None
    return found[0] if found else ""


def _without_format(level: Level, iri: str) -> str:
    return iri.removesuffix(_format(level, iri))


def _must(part: Part) -> str:
    return "error" if part.country == "un" else ""


def _identifiers(survey: Survey) -> Iterator[_Element]:
    for part in survey.parts:
        for level in part.levels:
            yield from level.all("FRBRthis")
            yield from level.all("FRBRuri")


def _works(survey: Survey) -> Iterator[tuple[Part, Level]]:
    """The parts that follow the Akoma Ntoso naming at all, with their Work."""
    for part in survey.parts:
        if part.work is not None and part.work.uri.startswith("/akn/"):
            yield part, part.work


def _uri(level: Level) -> _Element:
    found = level.first("FRBRuri")
    return level.element if found is None else found


def _this(level: Level) -> _Element:
    found = level.first("FRBRthis")
    return level.element if found is None else found


def _fault(value: str) -> str:
    if not value.startswith("/akn/"):
        return "does not start with /akn/"
    for character, name in (("#", "a fragment"), ("?", "a query"), ("\\", "a backslash")):
        if character in value:
            return f"has {name}"
    if re.search(r"\s", value):
        return "has white space"
    if value.endswith("/"):
        return "ends in a slash"
    return "names its component with `!`, not with `/!`" if re.search("[^/]!", value) else ""


def _is_version(level: Level, version: str) -> bool:
    """Whether the version in an Expression's IRI is the original, one of its dates or its number."""
    dates = {found.get("date", "")[:10] for found in level.all("FRBRdate")}
    number = level.value("FRBRversionNumber")
    return all(one in dates or (number and one.endswith(number)) for one in re.split("[;]", version) if version)
