"""Rules of addresses that are none of the Naming Convention's, where there should be one (4.3 and chapter 6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akn.places import local_name
from akn.rules.addresses import ABSTRACT, addresses
from akn.rules.registry import NC, Problem, rule
from akn.rules.survey import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akn.rules.survey import Survey

_WORK = "/akn/un/statement/deliberation/un-ga/2011-11-11/66-5"
_LINK = '<p><ref href="{}">resolution 66/5</ref></p>'
_IMAGE = '<p><img src="{}"/></p>'
_GOOD = _LINK.format(_WORK)

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_RESOLVER = re.compile(r"https?://[^/]+(?:/[^?#]*)?(?=/akn/)")
_UNFIT = re.compile(r'[\s"<>\\^`{|}]')
_FILES = frozenset({"componentRef", "img"})


@rule(
    "refs-host",
    "A reference to an Akoma Ntoso document names no resolver",
    severity="warning",
    naming=True,
    source=NC + "4.3; AKN4UN part 1, overview (references)",
    bad=_LINK.format(f"https://documents.example.org{_WORK}"),
    good=_GOOD,
)
def host(survey: Survey) -> Iterator[Problem]:
    """Which host answers for an IRI may change from day to day, so it is not stored. In a document of the United
    Nations it is an error.
    """
    of_un = survey.once(Scope)
    for value, held in survey.once(addresses).items():
        if match := _RESOLVER.match(value):
            for element in held:
                yield Problem(
                    element,
                    f"The reference {value!r} names the host of a resolver.",
                    f"Write {value[match.end() :]!r}.",
                    "error" if of_un.holds(element) else "",
                )


@rule(
    "refs-url",
    "A link that is no Akoma Ntoso reference is an <a>",
    severity="warning",
    naming=True,
    source=NC + "6; AKN core part 2, chapter 3",
    bad=_LINK.format("https://www.example.org/"),
    good='<p><a href="https://www.example.org/">resolution 66/5</a></p>',
)
def url(survey: Survey) -> Iterator[Problem]:
    """The convention does not apply to `a`, and to all other links it does. Each host or scheme is told once."""
    told: set[str] = set()
    for value, held in survey.once(addresses).items():
        if _SCHEME.match(value) and not _RESOLVER.match(value):
            site = "/".join(value.split("/")[:3]) if "//" in value else value.partition(":")[0]
            for element in held:
                if local_name(element) in ABSTRACT and site not in told:
                    told.add(site)
                    yield Problem(
                        element,
                        f"<{local_name(element)}> leads to {value!r}, an address and no Akoma Ntoso reference.",
                        f"Use <a> for {site}, or the IRI of the document." if local_name(element) == "ref" else "",
                    )


@rule(
    "refs-relative",
    "A link to another document starts with /akn/",
    severity="warning",
    naming=True,
    source=NC + "4.3, 4.5",
    bad=_LINK.format("66-5.xml"),
    good=_GOOD,
)
def relative(survey: Survey) -> Iterator[Problem]:
    """References are global, or local to the document: `#`, `~` or `!`. The convention admits an equivalent naming
    (4.12), so this is told once for a document.
    """
    found = [
        (element, value)
        for value, held in survey.once(addresses).items()
        if value.strip() and not value.startswith(("/akn/", "#", "~", "!", "/!", "/~")) and not _SCHEME.match(value)
        for element in held
        if local_name(element) in ABSTRACT
    ]
    if found:
        more = f" {len(found) - 1} more do not, either." if len(found) > 1 else ""
        element, value = found[0]
        yield Problem(element, f"<{local_name(element)}> leads to {value!r}, which does not start with /akn/.{more}")


@rule(
    "refs-characters",
    "An address has no blank and nothing else that an IRI must write otherwise",
    severity="warning",
    naming=True,
    source="RFC 3987, 2.2; " + NC + "4.3",
    bad=_IMAGE.format("map of Sudan.png"),
    good=_IMAGE.format("map%20of%20Sudan.png"),
)
def characters(survey: Survey) -> Iterator[Problem]:
    """The schema lets blanks, quotation marks, braces and backslashes pass."""
    for value, held in survey.once(addresses).items():
        if symbol := _UNFIT.search(value.strip(" \t\n\r").replace("->", "")):
            for element in held:
                yield Problem(
                    element,
                    f"The address {value!r} has {symbol[0]!r}.",
                    f"Write %{ord(symbol[0]):02X}, or leave it out.",
                )


@rule(
    "refs-file",
    "An image or a component is a file beside the document",
    severity="warning",
    naming=True,
    source=NC + "4.8.3; AKN core part 2, manifestationURI",
    bad=_IMAGE.format("https://www.example.org/map.png"),
    good=_IMAGE.format("media/map.png"),
)
def file(survey: Survey) -> Iterator[Problem]:
    """The manifestation is complete with what lies in its package: `media/map.png`. Each host is told once. An image
    that stands in its own address (`data:`) is no less in the package.
    """
    told: set[str] = set()
    for value, held in survey.once(addresses).items():
        if (match := _SCHEME.match(value)) and match[0].lower() != "data:":
            site = "/".join(value.split("/")[:3]) if "//" in value else match[0]
            for element in held:
                if local_name(element) in _FILES and site not in told:
                    told.add(site)
                    shown = value if len(value) < 80 else f"{value[:80]}..."
                    yield Problem(element, f"<{local_name(element)}> leads to {shown!r}, out of the package.")


@rule(
    "refs-a",
    "A link to an Akoma Ntoso document is a <ref>",
    severity="warning",
    source="AKN4UN part 1, naming (references); " + NC + "6",
    bad=f'<p><a href="{_WORK}">resolution 66/5</a></p>',
    good=_GOOD,
)
def anchor(survey: Survey) -> Iterator[Problem]:
    """`a` is for addresses to which the convention does not apply."""
    for element in survey.named("a"):
        if element.get("href", "").startswith("/akn/"):
            yield Problem(element, f"<a> leads to {element.get('href')!r}, an Akoma Ntoso document.", "Use <ref>.")
