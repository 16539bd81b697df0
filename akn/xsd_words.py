"""The messages of the two schema engines, told in plain words: rule, severity, message, hint."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from akn import schema
from akn.places import local_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

XSD_RULES: dict[str, str] = {
    "xsd-attribute-missing": "An attribute that the schema requires is missing",
    "xsd-attribute-unknown": "An attribute that the schema does not know there",
    "xsd-content": "An element stands where the schema does not allow it, or one that it requires is missing",
    "xsd-duplicate-id": "The same identifier twice in one document",
    "xsd-empty": "Content in an element that must be empty",
    "xsd-engines-differ": "The two schema engines do not agree",
    "xsd-enumeration": "A value that is not one of those in a closed list",
    "xsd-more": "More errors than are listed",
    "xsd-namespace": "Not in the namespace of the Standard",
    "xsd-other": "Any other thing that the schema does not allow",
    "xsd-pattern": "A value that does not have the form that is asked for",
    "xsd-root": "The root element is not akomaNtoso",
    "xsd-text": "Text directly in an element that holds only elements",
    "xsd-value": "A value of the wrong type",
    "xsd-version": "A document of a later version of Akoma Ntoso",
}

Told = tuple[str, str, str, str]

_SUBJECT = re.compile(r"Element '(?P<element>[^']*)'(?:, attribute '(?P<attribute>[^']*)')?: (?P<said>.*)", re.DOTALL)
_NAMESPACED = re.compile(r"\{[^{}]*\}(?=[\w-])")
_EXPECTED = re.compile(r"Expected is (?:one of )?\( (?P<names>.*) \)\.")
_KEY = re.compile(r"Duplicate key-sequence \['(?P<key>.*)'\] in unique identity-constraint '(?P<kind>eId|GUID)-")
_SET = re.compile(r"The value '(?P<value>.*)' is not an element of the set \{(?P<set>.*)\}", re.DOTALL)
_PATTERN = re.compile(r"The value '(?P<value>.*)' is not accepted by the pattern '(?P<pattern>.*)'", re.DOTALL)
_TYPED = re.compile(
    r"'(?P<value>.*)' is not a valid value of the (?:local )?(?:atomic|union|list) type(?: '(?P<type>[^']*)')?",
    re.DOTALL,
)

# libxml2 names ten of those it expects, and does not say that there are more.
_AT_MOST = 10

_OTHER_NAMES = {
    "actor": "as or by",
    "breakat": "breakAt",
    "currentId": "eId",
    "id": "eId",
    "originalId": "wId",
    "src": "href",
    "href": "src",
}
_TIMES = frozenset({"time", "startTime", "endTime"})
_TYPES = {
    "anyURI": "an IRI, with everything that is no IRI character percent-encoded",
    "boolean": "true or false",
    "date": "a day such as 2012-11-19",
    "dateTime": "a date and time such as 2012-11-19T10:00:00+01:00",
    "duration": "a duration such as P1Y2M",
    "integer": "a whole number",
    "positiveInteger": "a whole number from 1",
    "language": "a language tag such as fr",
    "time": "a time such as 10:00:00",
}


def in_words(code: str, message: str, element: _Element | None) -> Told:
    """A message of libxml2 with its code, told in plain words. `element` is the one it is about, where it is known."""
    match = _SUBJECT.fullmatch(_NAMESPACED.sub("", message).strip())
    if match is None:
        return ("xsd-other", "error", message.strip(), "")
    tell = _TELLERS.get(code.removeprefix("SCHEMAV_"), _other)
    rule, said, hint = tell(match["element"], match["attribute"] or "", match["said"], element)
    return (rule, "error", said, hint)


def opinion_in_words(reason: str) -> Told:
    """A message of xmlschema, sorted under the same rules."""
    for sign, rule in _OPINIONS:
        if sign in reason:
            return (rule, "error", f"{reason.strip().rstrip('.')} (xmlschema).", "")
    return ("xsd-other", "error", f"{reason.strip().rstrip('.')} (xmlschema).", "")


_OPINIONS = (
    ("missing required attribute", "xsd-attribute-missing"),
    ("attribute not allowed", "xsd-attribute-unknown"),
    ("duplicated value", "xsd-duplicate-id"),
    ("value must be one of", "xsd-enumeration"),
    ("match any pattern", "xsd-pattern"),
    ("content is empty", "xsd-empty"),
    ("character data", "xsd-text"),
    ("nexpected child", "xsd-content"),
    ("is not complete", "xsd-content"),
    ("invalid value", "xsd-value"),
)


def _content(name: str, _attribute: str, said: str, element: _Element | None) -> tuple[str, str, str]:
    expected = f": expected is {names}" if (names := _expected(said)) else ""
    if said.startswith("Missing child"):
        return ("xsd-content", f"<{name}> is not complete{expected}.", "")
    parent = None if element is None else element.getparent()
    where = "" if parent is None else f" in <{local_name(parent)}>"
    return ("xsd-content", f"<{name}> may not stand here{where}{expected}.", "")


def _expected(said: str) -> str:
    match = _EXPECTED.search(said)
    if match is None:  # nothing more may follow, or libxml2 does not say what
        return ""
    # A wildcard is written ##other{uri}*, which means nothing to a reader.
    names = ["an element of another namespace" if "##" in name else f"<{name}>" for name in match["names"].split(", ")]
    others = ", or another that is not listed here" if len(names) >= _AT_MOST else ""
    return names[0] if len(names) == 1 else f"one of {', '.join(names)}{others}"


def _empty(name: str, _attribute: str, _said: str, _element: _Element | None) -> tuple[str, str, str]:
    return ("xsd-empty", f"<{name}> must be empty: not even white space may stand in it.", "")


def _text(name: str, _attribute: str, _said: str, element: _Element | None) -> tuple[str, str, str]:
    texts = [] if element is None else [element.text, *(child.tail for child in element)]
    # What XML calls white space is less than what Python does, and a no-break space is text.
    quoted = next((f" ({text[:40]!r})" for text in (one.strip(" \t\r\n") for one in texts if one) if text), "")
    return (
        "xsd-text",
        f"<{name}> holds elements only, and there is text directly in it{quoted}.",
        "Put the text in a <p>.",
    )


def _unknown_attribute(name: str, attribute: str, _said: str, element: _Element | None) -> tuple[str, str, str]:
    if name == "akomaNtoso" and attribute == "version":
        version = "" if element is None else f" {element.get('version')}"
        said = (
            f"This document says that it is Akoma Ntoso{version}; the Standard of 2018, which judges it here, is 3.0."
        )
        return ("xsd-version", said, "What later versions add is reported as errors.")
    hint = _OTHER_NAMES.get(attribute) or next(
        iter(difflib.get_close_matches(attribute, sorted(schema.attribute_names() - {attribute}), 1, 0.7)), ""
    )
    return ("xsd-attribute-unknown", f"<{name}> has no attribute {attribute!r}.", f"Is {hint} meant?" if hint else "")


def _missing_attribute(name: str, _attribute: str, said: str, _element: _Element | None) -> tuple[str, str, str]:
    match = re.search(r"attribute '([^']*)'", said)
    return ("xsd-attribute-missing", f"<{name}> needs the attribute {match[1] if match else said!r}.", "")


def _value(name: str, attribute: str, said: str, _element: _Element | None) -> tuple[str, str, str]:
    match = _TYPED.search(said)
    if match is None:
        return ("xsd-value", f"{_where(name, attribute)}: {said}", "")
    kind = (match["type"] or "").removeprefix("xs:")
    if not kind:
        meant = f"{_TYPES['time' if attribute in _TIMES else 'date']}, or {_TYPES['dateTime']}"
    elif kind.endswith("Ref"):
        meant = f"a reference, `#` and an eId, or {_TYPES['anyURI']}"
    else:
        meant = _TYPES.get(kind, f"a value of the type {kind}")
    return ("xsd-value", f"{_where(name, attribute)} is {match['value']!r}; expected is {meant}.", "")


def _enumeration(name: str, attribute: str, said: str, _element: _Element | None) -> tuple[str, str, str]:
    match = _SET.search(said)
    if match is None:
        return ("xsd-enumeration", f"{_where(name, attribute)}: {said}", "")
    values = re.findall(r"'([^']*)'", match["set"])
    near = difflib.get_close_matches(match["value"], values, 1)
    message = f"{_where(name, attribute)} is {match['value']!r}; accepted are {', '.join(values)}."
    return ("xsd-enumeration", message, f"Is {near[0]} meant?" if near else "")


def _pattern(name: str, attribute: str, said: str, _element: _Element | None) -> tuple[str, str, str]:
    match = _PATTERN.search(said)
    if match is None:
        return ("xsd-pattern", f"{_where(name, attribute)}: {said}", "")
    meant = "something without white space" if match["pattern"] == r"[^\s]+" else f"the form {match['pattern']}"
    return ("xsd-pattern", f"{_where(name, attribute)} is {match['value']!r}; expected is {meant}.", "")


def _duplicate(name: str, _attribute: str, said: str, element: _Element | None) -> tuple[str, str, str]:
    match = _KEY.search(said)
    if match is None:
        return ("xsd-duplicate-id", f"<{name}>: {said}", "")
    first = "" if element is None else _first_user(element, match["kind"], match["key"])
    message = f'<{name} {match["kind"]}="{match["key"]}"> repeats an identifier{first}.'
    return ("xsd-duplicate-id", message, "An identifier belongs to one element of a document.")


def _first_user(element: _Element, kind: str, key: str) -> str:
    for other in element.getroottree().iter("{*}*"):
        if other.get(kind) == key:
            return f" that <{local_name(other)}> on line {other.sourceline} already has" if other is not element else ""
    return ""


def _other(name: str, attribute: str, said: str, _element: _Element | None) -> tuple[str, str, str]:
    return ("xsd-other", f"{_where(name, attribute)}: {said}", "")


def _where(name: str, attribute: str) -> str:
    return f"@{attribute} of <{name}>" if attribute else f"<{name}>"


_TELLERS: dict[str, Callable[[str, str, str, _Element | None], tuple[str, str, str]]] = {
    "ELEMENT_CONTENT": _content,
    "CVC_COMPLEX_TYPE_2_1": _empty,
    "CVC_COMPLEX_TYPE_2_3": _text,
    "CVC_COMPLEX_TYPE_3_2_1": _unknown_attribute,
    "CVC_COMPLEX_TYPE_3_2_2": _unknown_attribute,
    "CVC_COMPLEX_TYPE_4": _missing_attribute,
    "CVC_DATATYPE_VALID_1_2_1": _value,
    "CVC_DATATYPE_VALID_1_2_2": _value,
    "CVC_DATATYPE_VALID_1_2_3": _value,
    "CVC_ENUMERATION_VALID": _enumeration,
    "CVC_PATTERN_VALID": _pattern,
    "CVC_IDC": _duplicate,
}
