"""What the official schema says about a document, in plain words. libxml2 is the judge; xmlschema may explain more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from lxml import etree

from akn import schema
from akn.diagnostics import Finding
from akn.places import local_name
from akn.source import parser, pull_parser
from akn.xsd_words import in_words, opinion_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element, _ElementTree, _LogEntry

    from akn.places import Places

ENGINES = ("lxml", "xmlschema", "both")

# libxml2 finds the path of each error by walking over the siblings before it, so that many errors in a wide document
# take quadratic time. Up to this product (elements times widest parent) the worst is a fraction of a second.
_CHEAP = 10_000_000
_CAP = 100
_CHUNK = 4096

_DRAFT = re.compile(re.escape(schema.NAMESPACE) + r"/(\w+)$")
_OLD = re.compile(r"http://www\.akomantoso\.org/(\d\.\d)$")


def findings(
    data: bytes, encoding: str | None, tree: _ElementTree, places: Places, engine: str = "lxml"
) -> Iterator[Finding]:
    """The findings of the official schema. `data` is what `tree` was parsed from."""
    root = tree.getroot()
    if wrong := _wrong_root(root):
        yield places.finding(root, *wrong)
        return
    judged = [] if engine == "xmlschema" else list(_judge(data, encoding, tree, places))
    yield from judged
    if engine != "lxml":
        yield from _opinion(tree, places, judged, engine)


def right_root(tree: _ElementTree) -> bool:
    """Whether the document is Akoma Ntoso in the namespace of the Standard."""
    return _wrong_root(tree.getroot()) is None


def _wrong_root(root: _Element) -> tuple[str, str, str, str] | None:
    name, namespace = local_name(root), etree.QName(root).namespace or ""
    if namespace == schema.NAMESPACE:
        if name == "akomaNtoso":
            return None
        return (
            "xsd-root",
            "error",
            f"The root element is <{name}>; an Akoma Ntoso document starts with <akomaNtoso>.",
            "",
        )
    hint = f'The namespace of the Standard is xmlns="{schema.NAMESPACE}".'
    if draft := _DRAFT.match(namespace):
        said = f"This document is in the namespace of the draft {draft[1]}, not in that of the final Standard."
    elif old := _OLD.match(namespace):
        said = f"This document is Akoma Ntoso {old[1]}, an older version than the Standard (3.0)."
    elif name == "akomaNtoso":
        said = (
            f"<akomaNtoso> is in {f'the namespace {namespace}' if namespace else 'no namespace'}, which is not final."
        )
    else:
        said = f"The root element is <{name}>, so this is not an Akoma Ntoso document."
    return ("xsd-namespace", "error", said, hint)


def _judge(data: bytes, encoding: str | None, tree: _ElementTree, places: Places) -> Iterator[Finding]:
    if not _is_cheap(tree):
        count = _errors_while_parsing(data, encoding)
        if count == 0:
            return
        if count >= _CAP:
            yield from _listed_by_line(data, encoding, places)
            return
    official = schema.official()
    try:
        if official.validate(tree):
            return
    except etree.XMLSchemaValidateError as error:
        yield places.finding(tree.getroot(), "xsd-other", "error", f"The schema cannot judge this document: {error}.")
        return
    for entry in official.error_log:
        if _is_noise(entry):
            continue
        element = _element(tree, entry)
        yield places.finding(element, *in_words(entry.type_name, entry.message, element))


def _is_cheap(tree: _ElementTree) -> bool:
    count = widest = 0
    for element in tree.getroot().iter(etree.Element):
        count += 1
        widest = max(widest, len(element))
    return count * widest <= _CHEAP


def _errors_while_parsing(data: bytes, encoding: str | None) -> int:
    """How many errors the parser meets: without their places, but in linear time."""
    judge = parser(len(data), encoding=encoding, schema=schema.official())
    try:
        etree.fromstring(data, judge)
    except etree.XMLSyntaxError:
        # Not the log of the exception, which also holds what other documents of this thread left in it.
        return max(len(judge.error_log), 1)
    return 0


def _listed_by_line(data: bytes, encoding: str | None, places: Places) -> list[Finding]:
    """As many findings as the parser keeps, each with the line at which the parser came to know of it."""
    judge = pull_parser(len(data), schema.official(), encoding=encoding)
    listed: list[Finding] = []
    known = 0
    for line, chunk in _chunks(data):
        judge.feed(chunk)
        log = list(judge.feed_error_log)
        for entry in log[known:]:
            if not _is_noise(entry):
                rule, severity, message, hint = in_words(entry.type_name, entry.message, None)
                listed.append(Finding(rule, severity, message, file=places.file, line=line, hint=hint))
        known = len(log)
        if known >= _CAP:
            break
    listed = listed[:_CAP]
    more = f"This large document has more errors than the {len(listed)} that are listed."
    hint = "Mend those, and validate again."
    return [*listed, places.finding(None, "xsd-more", "error", more, hint)]


def _chunks(data: bytes) -> Iterator[tuple[int, bytes]]:
    for line, content in enumerate(data.splitlines(keepends=True), 1):
        for start in range(0, len(content), _CHUNK):
            yield line, content[start : start + _CHUNK]


def _is_noise(entry: _LogEntry) -> bool:
    # libxml2 adds this line after every eId that breaks its pattern.
    return "No precomputed value" in entry.message


_PREFIXED = re.compile(r"[\w.\-]+:[\w.\-]+")


def _element(tree: _ElementTree, entry: _LogEntry) -> _Element | None:
    # The path uses the prefixes of the document, wherever they are bound.
    found = tree.xpath(_PREFIXED.sub(r"*[name() = '\g<0>']", entry.path or "/*"))
    return found[0] if isinstance(found, list) and found and isinstance(found[0], etree._Element) else None


def _opinion(tree: _ElementTree, places: Places, judged: list[Finding], engine: str) -> Iterator[Finding]:
    """What xmlschema adds: alone it judges; beside libxml2 it names what lies behind the first error of an element."""
    told = {(finding.line, finding.rule) for finding in judged}
    for element, reason in _reasons(tree):
        finding = places.finding(element, *opinion_in_words(reason))
        if engine == "both" and not judged:
            said = f"xmlschema finds an error where libxml2, the judge, finds none: {reason}"
            yield places.finding(element, "xsd-engines-differ", "warning", said)
        elif (finding.line, finding.rule) not in told:
            yield finding


def _reasons(tree: _ElementTree) -> Iterator[tuple[_Element | None, str]]:
    try:
        for error in schema.second_opinion().iter_errors(cast("Any", tree)):
            element = error.elem if isinstance(error.elem, etree._Element) else None
            yield element, error.reason or str(error)
    except Exception as error:  # it raises what it will on an unknown xsi:type
        yield tree.getroot(), f"xmlschema cannot judge this document: {error}"
