"""Rules of what an Expression says of others: translations, and the master whose identifiers are the lasting ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akn.codes import is_language
from akn.rules.examples import WORK, levels
from akn.rules.naming import SPACE, must, works
from akn.rules.registry import NC, Problem, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from akn.rules.survey import Level, Part, Survey

_SOURCE = "AKN core part 2, FRBRtranslation; AKN4UN, metadata"
_MASTER = "AKN core part 2, FRBRmasterExpression; " + NC + "5.3"

# What follows the Work in the IRI of an Expression, as far as these rules look.
_VERSION = re.compile(r"[A-Za-z]{3}@(?:[^\s?#]*[^\s?#/])?")


def _translated(language: str = "eng", href: str = f"{WORK}/eng@", more: str = "") -> str:
    return levels(
        expression=f'<FRBRtranslation href="{href}" fromLanguage="{language}" by="#un-ga"{more}/>',
    )


_GOOD = _translated()


@rule(
    "frbr-translation",
    "A translation is one of the same Work",
    severity="warning",
    source=_SOURCE,
    bad=_translated(href=f"{WORK.replace('67-6', '67-7')}/eng@"),
    good=_GOOD,
)
def translation(survey: Survey) -> Iterator[Problem]:
    """FRBRtranslation/@href is the Expression that was translated: the IRI of the Work, a language and `@`."""
    for part, work, found, href in _translations(survey):
        if href.strip(SPACE) and not _is_expression(href, work):
            yield Problem(
                found,
                f"FRBRtranslation leads to {href!r}, which is no Expression of {work.uri!r}.",
                f"Such as {work.uri}/{found.get('fromLanguage') or 'eng'}@.",
                must(part),
            )


@rule(
    "frbr-translation-from",
    "The language that was translated is that of its Expression",
    severity="warning",
    source=_SOURCE,
    bad=_translated("rus"),
    good=_GOOD,
)
def translation_from(survey: Survey) -> Iterator[Problem]:
    """FRBRtranslation/@fromLanguage is the language in @href."""
    for part, _, found, href, language in _originals(survey):
        stated = found.get("fromLanguage", "")
        if is_language(stated) and stated != language:
            yield Problem(
                found, f"@fromLanguage says {stated!r}, and @href {href!r}.", f"Write {language!r}.", must(part)
            )


@rule(
    "frbr-translation-code",
    "The language that was translated is a code of ISO 639-2/T",
    severity="warning",
    source=_SOURCE,
    bad=_translated("en"),
    good=_GOOD,
)
def translation_code(survey: Survey) -> Iterator[Problem]:
    """FRBRtranslation/@fromLanguage has three letters, as FRBRlanguage has."""
    for _, _, found, _ in _translations(survey):
        stated = found.get("fromLanguage", "")
        if not is_language(stated):
            yield Problem(found, f"@fromLanguage {stated!r} is no code of ISO 639-2/T.", "Such as eng.")


@rule(
    "frbr-translation-self",
    "A translation is from another language",
    severity="warning",
    source=_SOURCE,
    bad=_translated("fra", f"{WORK}/fra@"),
    good=_GOOD,
)
def translation_self(survey: Survey) -> Iterator[Problem]:
    """What was translated is not in the language of this Expression."""
    for part, _, found, href, language in _originals(survey):
        if part.expression is not None and language == part.expression.value("FRBRlanguage", "language"):
            yield Problem(found, f"FRBRtranslation leads to {href!r}, which is in the same language.")


@rule(
    "frbr-pivot",
    "The language between two others is a third one",
    severity="warning",
    source=_SOURCE,
    bad=_translated(more=' pivot="eng"'),
    good=_translated(more=' pivot="rus"'),
    assertion=("a:FRBRtranslation[@pivot]", "not(@pivot = @fromLanguage)"),
)
def pivot(survey: Survey) -> Iterator[Problem]:
    """FRBRtranslation/@pivot is the language through which a text was translated."""
    for found in survey.named("FRBRtranslation"):
        if found.get("pivot") is not None and found.get("pivot") == found.get("fromLanguage"):
            yield Problem(found, f"@pivot and @fromLanguage are both {found.get('pivot')!r}.", "Leave @pivot out.")


@rule(
    "frbr-master",
    "A document whose identifiers were others says where they come from",
    severity="note",
    source=_MASTER,
    bad='<paragraph eId="para_2" wId="para_1"/>\n',
    good='<paragraph eId="para_2"/>\n',
)
def master(survey: Survey) -> Iterator[Problem]:
    """WIds are the eIds of the master; an Expression without FRBRmasterExpression is the master itself."""
    changed = _renamed(survey)
    if changed is not None and next(survey.named("FRBRmasterExpression"), None) is None:
        eid = changed.get("eId")
        told = "that of an element without eId" if eid is None else f"not eId {eid!r}"
        yield Problem(
            changed,
            f"wId {changed.get('wId')!r} is {told}, and there is no FRBRmasterExpression.",
            "Name in FRBRmasterExpression the Expression whose eIds the wIds are.",
        )


@rule(
    "frbr-master-idle",
    "A master is named only where identifiers differ from it",
    severity="note",
    source=_MASTER,
    bad=levels(expression=f'<FRBRmasterExpression href="{WORK}/eng@" showAs="English"/>') + '<paragraph eId="para_2"/>',
    good=levels() + '<paragraph eId="para_2"/>',
    assertion=("a:FRBRmasterExpression", "//a:*[@wId and not(@wId = @eId)]"),
)
def master_idle(survey: Survey) -> Iterator[Problem]:
    """Where every eId is that of the master, there is no wId, and FRBRmasterExpression says nothing."""
    if _renamed(survey) is None:
        for found in survey.named("FRBRmasterExpression"):
            yield Problem(found, "FRBRmasterExpression is given, and no wId differs from its eId.", "Leave it out.")


@rule(
    "frbr-master-work",
    "The master is an Expression of the same Work",
    severity="warning",
    source=_MASTER,
    bad=levels(expression=f'<FRBRmasterExpression href="{WORK.replace("67-6", "67-7")}/eng@" showAs="English"/>')
    + '<paragraph eId="para_2" wId="para_1"/>',
    good=levels(expression=f'<FRBRmasterExpression href="{WORK}/eng@" showAs="English"/>')
    + '<paragraph eId="para_2" wId="para_1"/>',
)
def master_work(survey: Survey) -> Iterator[Problem]:
    """FRBRmasterExpression/@href is the IRI of the Work, a language and `@`."""
    for part, work, _ in works(survey):
        for found in part.expression.all("FRBRmasterExpression") if part.expression else ():
            href = found.get("href", "")
            if href.strip(SPACE) and not _is_expression(href, work):
                yield Problem(
                    found,
                    f"FRBRmasterExpression leads to {href!r}, which is no Expression of {work.uri!r}.",
                    f"Such as {work.uri}/eng@.",
                )


def _renamed(survey: Survey) -> _Element | None:
    """The first element whose wId differs from its eId."""
    return next((found for found, _, wid in survey.bearing("wId") if wid != found.get("eId")), None)


def _translations(survey: Survey) -> Iterator[tuple[Part, Level, _Element, str]]:
    for part, work, _ in works(survey):
        for found in part.expression.all("FRBRtranslation") if part.expression else ():
            yield part, work, found, found.get("href", "")


def _is_expression(href: str, work: Level) -> bool:
    return href.startswith(f"{work.uri}/") and _VERSION.fullmatch(href[len(work.uri) + 1 :]) is not None


def _originals(survey: Survey) -> Iterator[tuple[Part, Level, _Element, str, str]]:
    """The translations of the same Work, with the language of what was translated."""
    for part, work, found, href in _translations(survey):
        rest = href[len(work.uri) + 1 :]
        if href.startswith(f"{work.uri}/") and is_language(rest[:3]):
            yield part, work, found, href, rest[:3]
