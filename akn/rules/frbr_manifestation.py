"""Rules of a Manifestation: its IRI, its format and who made it when (Naming Convention 1.0, 4.7)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akn.places import local_name
from akn.rules.examples import levels
from akn.rules.naming import DAY, at, day, days, expressions, format_of, formed, must
from akn.rules.registry import NC, Problem, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akn.rules.survey import Level, Part, Survey

_SECTION = NC + "4.7"
_AFTER = re.compile(r"(?:/[A-Za-z][\w\-]*(?:/[^/.]+)?)?\.[A-Za-z0-9]+")


@rule(
    "frbr-manifestation",
    "The IRI of the Manifestation is that of the Expression and a format",
    severity="warning",
    naming=True,
    source=_SECTION,
    bad=levels(end=""),
    good=levels(),
)
def manifestation(survey: Survey) -> Iterator[Problem]:
    """`EXPRESSION.xml`; the author of the mark-up and its date may stand before the dot."""
    for part, above, level in _manifestations(survey):
        if not level.uri.startswith(above.uri) or not _AFTER.fullmatch(level.uri[len(above.uri) :]):
            yield Problem(
                at(level, "FRBRuri"),
                f"FRBRuri {level.uri!r} is not {above.uri!r}, a dot and a format.",
                severity=must(part),
            )


@rule(
    "frbr-format",
    "The format in the IRI is that of the metadata",
    severity="warning",
    naming=True,
    source=_SECTION,
    bad=levels(end=".pdf"),
    good=levels(),
)
def format_agrees(survey: Survey) -> Iterator[Problem]:
    """FRBRformat is the extension. A package (.akn) may say that it holds xml."""
    for part, _, level in _manifestations(survey):
        stated, used = level.value("FRBRformat"), format_of(level, level.uri)[1:]
        if _is_format(stated) and used and used not in {stated, "akn"}:
            yield Problem(
                at(level, "FRBRuri"),
                f"FRBRuri says the format {used!r}, and FRBRformat {stated!r}.",
                severity=must(part),
            )


@rule(
    "frbr-format-code",
    "A format is an extension of three or four letters or digits",
    severity="warning",
    naming=True,
    source=_SECTION,
    bad='<FRBRManifestation><FRBRformat value="application/xml"/></FRBRManifestation>',
    good='<FRBRManifestation><FRBRformat value="xml"/></FRBRManifestation>',
)
def format_code(survey: Survey) -> Iterator[Problem]:
    """FRBRformat is what stands after the last dot of the IRI, in lower case, and not a media type."""
    for _, _, level in _manifestations(survey):
        stated = level.value("FRBRformat")
        if stated and not _is_format(stated):
            yield Problem(
                at(level, "FRBRformat"), f"FRBRformat {stated!r} is no extension of a file.", "Write such as xml."
            )


@rule(
    "frbr-provenance",
    "The date of the mark-up in the IRI is that of the Manifestation",
    severity="warning",
    naming=True,
    source=_SECTION,
    bad=levels()
    .replace("fra@.xml", "fra@/editor/2014-05-05.xml")
    .replace("fra@/!main.xml", "fra@/editor/2014-05-05/!main.xml"),
    good=levels()
    .replace("fra@.xml", "fra@/editor/2013-01-31.xml")
    .replace("fra@/!main.xml", "fra@/editor/2013-01-31/!main.xml"),
)
def provenance(survey: Survey) -> Iterator[Problem]:
    """Who marked up the text, and when, may stand before the format."""
    for part, above, level in _manifestations(survey):
        last = level.uri.removesuffix(format_of(level, level.uri)).rpartition("/")[2]
        if level.uri.startswith(f"{above.uri}/") and DAY.fullmatch(last) and day(last) not in days(level):
            yield Problem(
                at(level, "FRBRuri"),
                f"FRBRuri says that the mark-up is of {last!r}, and no FRBRdate of the Manifestation says so.",
                severity=must(part),
            )


@rule(
    "frbr-portion",
    "FRBRportion stands in a portion alone",
    severity="warning",
    source="AKN core part 2, FRBRportion; AKN4UN, metadata",
    bad='<FRBRManifestation><FRBRportion from="#para_1"/></FRBRManifestation><paragraph eId="para_1"/>',
    good='<FRBRManifestation/><paragraph eId="para_1"/>',
    assertion=("a:meta/a:identification/a:FRBRManifestation/a:FRBRportion", "../../../../self::a:portion"),
)
def portion(survey: Survey) -> Iterator[Problem]:
    """It says which part of a document a <portion> holds; any other document is whole."""
    for part in survey.parts:
        if local_name(part.element) != "portion":
            for level in part.levels:
                for found in level.all("FRBRportion"):
                    yield Problem(found, f"FRBRportion stands in a <{local_name(part.element)}>, which is whole.")


def _manifestations(survey: Survey) -> Iterator[tuple[Part, Level, Level]]:
    """The documents whose Manifestation follows the naming, with the Expression and the Manifestation."""
    for part, above, _ in expressions(survey):
        if part.manifestation is not None and formed(part.manifestation):
            yield part, above, part.manifestation


def _is_format(value: str) -> bool:
    return re.fullmatch("[a-z0-9]{3,4}", value) is not None
