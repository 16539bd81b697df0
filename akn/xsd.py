"""What the official schema says about a document: libxml2 judges, the compiled schema gives the words.

libxml2 judges while it parses, which takes linear time whatever is wrong. Judging a tree, it looks up the path of each
error among the siblings before it, so that 20,000 errors took half a minute; and it names ten expected elements at
most, and passes over the rest of an element after an error in it. So what is wrong is told by `akn.xsd_model`. Where
the two do not agree, a finding says so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from lxml import etree

from akn import schema
from akn.source import parser
from akn.xsd_messages import libxml2_in_words, xmlschema_in_words
from akn.xsd_model import violations
from akn.xsd_versions import later_version, wrong_root
from akn.xsd_words import Told, in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element, _ElementTree, _LogEntry

    from akn.diagnostics import Finding
    from akn.places import Places

ENGINES = ("lxml", "xmlschema", "both")

# So many errors are told in the words of libxml2, and so many it may look up in a tree without taking long.
_CAP = 100


def findings(
    data: bytes, encoding: str | None, tree: _ElementTree, valid: bool, places: Places, engine: str = "lxml"
) -> Iterator[Finding]:
    """The findings of the official schema.

    `data` is what `tree` was parsed from, and `valid` the verdict of libxml2 (see `akn.source.parse_judged`).
    """
    root = tree.getroot()
    if (said := wrong_root(root) or later_version(root)) is not None:
        yield _finding(places, root, said)
    elif engine == "xmlschema":
        for element, reason in _reasons(tree):
            yield _finding(places, element, xmlschema_in_words(reason))
    elif not valid or engine == "both":
        told = [_finding(places, one.element, in_words(one)) for one in violations(root)]
        yield from told if not valid else ()
        yield from _differences(tree, valid, told, places, engine)
        if not valid and not told:
            yield from _in_its_own_words(data, encoding, tree, places)


def _finding(places: Places, element: _Element | None, said: Told, severity: str = "error") -> Finding:
    return places.finding(element, said.rule, severity, said.message, said.hint, said.expected, said.other)


def _differences(
    tree: _ElementTree, valid: bool, told: list[Finding], places: Places, engine: str
) -> Iterator[Finding]:
    """A warning for each engine whose verdict is not that of libxml2."""
    root = tree.getroot()
    if valid and told:
        said = f"The compiled schema finds an error where libxml2, the judge, finds none: {told[0].message}"
        yield places.finding(root, "xsd-engines-differ", "warning", said)
    elif not valid and not told:
        said = "libxml2, the judge, finds an error that the compiled schema does not see."
        yield places.finding(root, "xsd-engines-differ", "warning", said)
    if engine == "both":
        element, reason = next(_reasons(tree), (None, ""))
        if valid and reason:
            said = f"xmlschema finds an error where libxml2, the judge, finds none: {reason}"
            yield places.finding(element, "xsd-engines-differ", "warning", said)
        elif not valid and not reason:
            said = "xmlschema finds no error where libxml2, the judge, finds some."
            yield places.finding(root, "xsd-engines-differ", "warning", said)


def _in_its_own_words(data: bytes, encoding: str | None, tree: _ElementTree, places: Places) -> Iterator[Finding]:
    """The errors that libxml2 finds, as it tells them: with their places, unless there are very many."""
    while_parsing = _errors_while_parsing(data, encoding)
    if len(while_parsing) <= _CAP:
        yield from _errors_in_tree(tree, places)
        return
    for entry in while_parsing[:_CAP]:
        yield _finding(places, tree.getroot(), libxml2_in_words(entry.type_name, entry.message))
    more = f"This document has {len(while_parsing):,} errors, more than the {_CAP} that are listed."
    yield places.finding(None, "xsd-more", "error", more, "Mend those, and validate again.")


def _errors_while_parsing(data: bytes, encoding: str | None) -> list[_LogEntry]:
    judge = parser(len(data), encoding=encoding, schema=schema.official())
    try:
        etree.fromstring(data, judge)
    except etree.XMLSyntaxError:
        # Not the log of the exception, which also holds what other documents of this thread left in it.
        return [entry for entry in judge.error_log if not _is_noise(entry)]
    return []


def _errors_in_tree(tree: _ElementTree, places: Places) -> Iterator[Finding]:
    official = schema.official()
    try:
        official.validate(tree)
    except etree.XMLSchemaValidateError as error:
        yield places.finding(tree.getroot(), "xsd-other", "error", f"libxml2 cannot judge this document: {error}.")
    for entry in official.error_log:
        if not _is_noise(entry):
            yield _finding(places, _element(tree, entry), libxml2_in_words(entry.type_name, entry.message))


def _is_noise(entry: _LogEntry) -> bool:
    # libxml2 adds this line after every eId that breaks its pattern.
    return "No precomputed value" in entry.message


_PREFIXED = re.compile(r"[\w.\-]+:[\w.\-]+")


def _element(tree: _ElementTree, entry: _LogEntry) -> _Element | None:
    # The path uses the prefixes of the document, wherever they are bound.
    found = tree.xpath(_PREFIXED.sub(r"*[name() = '\g<0>']", entry.path or "/*"))
    return found[0] if isinstance(found, list) and found and isinstance(found[0], etree._Element) else None


def _reasons(tree: _ElementTree) -> Iterator[tuple[_Element | None, str]]:
    """The errors that xmlschema finds."""
    try:
        for error in schema.second_opinion().iter_errors(cast("Any", tree)):
            element = error.elem if isinstance(error.elem, etree._Element) else None
            yield element, error.reason or str(error)
    except Exception as error:  # it raises what it will on an unknown xsi:type
        yield tree.getroot(), f"xmlschema cannot judge this document: {error}"
