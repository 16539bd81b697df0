"""Rules of values that contradict the words they are about, and of languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akn.codes import terminological
from akn.places import local_name
from akn.rules.asserted import Asserted, enter
from akn.rules.registry import Problem, rule
from akn.rules.survey import LANG, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from akn.rules.survey import Survey


def _form(form: str) -> str:
    """The XPath of the text of an element with each digit as `d`, compared to a form."""
    return f"translate(normalize-space(.), '0123456789', 'dddddddddd') != '{form}'"


def _starts_otherwise(element: _Element) -> bool:
    """Whether an element has text that starts with no digit."""
    text = (element.text or "").lstrip()
    return bool(text) and text[0] not in "0123456789"


_CLOCK = "substring(@time, string-length(substring-before(@time, 'T')) + contains(@time, 'T') + 1, 5)"

enter(
    (
        Asserted(
            "text-date",
            "A date that is written in figures is that of @date",
            "Only a text of the form 2012-11-19 is compared: of all others the order of day and month, or the calendar,"
            " is not known.",
            names=("date", "docDate"),
            where="@date",
            test=f"{_form('dddd-dd-dd')} or normalize-space(.) = substring(@date, 1, 10)",
            sure=_starts_otherwise,
            message="<{name}> reads {text!r}, and its @date says {date!r}.",
            bad='<p><date date="2012-11-20">2012-11-19</date></p>',
            good='<p><date date="2012-11-19">2012-11-19</date></p>',
        ),
        Asserted(
            "text-time",
            "A time that is written in figures is that of @time",
            "Only a text of the form 10:30 is compared.",
            names=("time", "recordedTime"),
            where="@time",
            test=f"{_form('dd:dd')} or normalize-space(.) = {_CLOCK}",
            sure=_starts_otherwise,
            message="<{name}> reads {text!r}, and its @time says {time!r}.",
            bad='<p><time time="11:30:00">10:30</time></p>',
            good='<p><time time="10:30:00">10:30</time></p>',
        ),
        Asserted(
            "text-quantity",
            "A quantity that is written in figures is that of @normalized",
            "Only a text that is all figures, and a value that is a number, are compared.",
            names=("quantity",),
            where="@normalized",
            test="translate(normalize-space(.), '0123456789', '') or not(normalize-space(.))"
            " or not(number(@normalized) = number(@normalized)) or number(.) = number(@normalized)",
            sure=_starts_otherwise,
            message="<{name}> reads {text!r}, and its @normalized says {normalized!r}.",
            bad='<references source="#akn"><TLCConcept eId="c" href="/akn/ontology/concept/un/c" showAs="C"/>'
            '</references><p><quantity refersTo="#c" normalized="12">21</quantity></p>',
            good='<references source="#akn"><TLCConcept eId="c" href="/akn/ontology/concept/un/c" showAs="C"/>'
            '</references><p><quantity refersTo="#c" normalized="21">21</quantity></p>',
        ),
    ),
    source="AKN core part 2, the attributes of that name",
)

_ALPHANUMERIC = "[a-z0-9]"
# RFC 5646, 2.1; a language of five letters or more was never registered, and names such as `english` have that form.
_TAG = re.compile(
    rf"""(?:[a-z]{{2,3}}(?:-[a-z]{{3}}){{0,3}}(?:-[a-z]{{4}})?(?:-(?:[a-z]{{2}}|[0-9]{{3}}))?
    (?:-(?:{_ALPHANUMERIC}{{5,8}}|[0-9]{_ALPHANUMERIC}{{3}}))*(?:-[0-9a-wyz](?:-{_ALPHANUMERIC}{{2,8}})+)*
    (?:-x(?:-{_ALPHANUMERIC}{{1,8}})+)?|x(?:-{_ALPHANUMERIC}{{1,8}})+|i-[a-z]{{2,8}}|en-gb-oed|sgn-[a-z]{{2}}-[a-z]{{2}})""",
    re.VERBOSE | re.IGNORECASE,
)
_ACT = '<act name="act"><body><section><num>1</num><content>\n<p xml:lang="{}">a</p></content></section></body></act>'


@rule(
    "text-lang-form",
    "A language is a tag of BCP 47",
    severity="warning",
    source="XML 1.0, 2.12; RFC 5646, 2.1; AKN4UN part 1, annex of values",
    bad=_ACT.format("esp"),
    good=_ACT.format("es"),
)
def language(survey: Survey) -> Iterator[Problem]:
    """`es`, `zh-Hant`, or a code of three letters; not `esp`, which is none, nor a bibliographic code such as `fre`,
    nor the name of a language.

    For the documents of the United Nations AKN4UN has a narrower rule.
    """
    of_un = survey.once(Scope)
    for element, _, tag in survey.bearing(LANG):
        if of_un.holds(element):
            continue
        if tag and (terminological(tag.partition("-")[0].lower()) or not _TAG.fullmatch(tag)):
            yield Problem(
                element,
                f"@xml:lang of <{local_name(element)}> is {tag!r}, which is no tag of a language.",
                "Write a code of ISO 639, such as es, with a script or a country where needed: zh-Hant.",
            )
