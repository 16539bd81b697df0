"""The messages of libxml2 and of xmlschema, sorted under the rules of this project and left in their own words."""

from __future__ import annotations

import re

from akn.xsd_words import Told

_NAMESPACED = re.compile(r"\{[^{}]*\}(?=[\w-])")

_CODES = {
    "ELEMENT_CONTENT": "xsd-content",
    "CVC_COMPLEX_TYPE_2_1": "xsd-empty",
    "CVC_COMPLEX_TYPE_2_3": "xsd-text",
    "CVC_COMPLEX_TYPE_3_2_1": "xsd-attribute-unknown",
    "CVC_COMPLEX_TYPE_3_2_2": "xsd-attribute-unknown",
    "CVC_COMPLEX_TYPE_4": "xsd-attribute-missing",
    "CVC_DATATYPE_VALID_1_2_1": "xsd-value",
    "CVC_DATATYPE_VALID_1_2_2": "xsd-value",
    "CVC_DATATYPE_VALID_1_2_3": "xsd-value",
    "CVC_ENUMERATION_VALID": "xsd-enumeration",
    "CVC_PATTERN_VALID": "xsd-pattern",
    "CVC_IDC": "xsd-duplicate-id",
}
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


def libxml2_in_words(code: str, message: str) -> Told:
    """A message of libxml2, by its code."""
    rule = _CODES.get(code.removeprefix("SCHEMAV_"), "xsd-other")
    return Told(rule, f"{_NAMESPACED.sub('', message).strip().rstrip('.')} (libxml2).")


def xmlschema_in_words(reason: str) -> Told:
    """A message of xmlschema, by what stands in it."""
    rule = next((rule for sign, rule in _OPINIONS if sign in reason), "xsd-other")
    return Told(rule, f"{reason.strip().rstrip('.')} (xmlschema).")
