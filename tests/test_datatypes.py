"""Values of the datatypes of the schema: what is accepted is what libxml2 accepts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from akn import grammar, schema
from akn.datatypes import accepts, words
from akn.grammar import XML, Attribute

# Each type of the schema that is not plain text, with the strange values near its border.
SEEDS = {
    "anyURI": [
        "#a",
        "/akn/un",
        "http://example.org:80/a?b=c#d",
        "http://1.2.3.4/",
        "http://1.2.3.4x/",
        "http://1.2.3.1234",
        "//u:p@[::1]:8/x",
        "urn:lex:a;b",
        "../a",
        "2024:1",
        "./2024:1",
        "%41",
        "%4",
        "a#b#c",
        "a#b[c]",
        "a[b]",
        "",
        "a b",
        "é",
        "//h:2147483647",
        "//h:2147483648",
        "x://@:1",
        "http://host:",
        "\t#a\n",
        "http://[bad",
    ],
    "boolean": ["true", "false", "1", "0", " true ", "TRUE", "yes", ""],
    "integer": ["1", "-1", "+3", "007", "1" * 40, " 12 ", "1 2", "1.0", "", "+", "--1"],
    "duration": [
        "P1D",
        "PT0S",
        "P1Y2M3DT4H5M6.7S",
        "-P1M",
        "P",
        "PT",
        "P1DT",
        "PT1.S",
        "PT.5S",
        "PT.S",
        "P1M2Y",
        " P1D",
        "P1D ",
        "P 1D",
        "P1H",
        "P768614336404564650Y",
        "P768614336404564651Y",
        "P9223372036854775807M",
        "P9223372036854775808D",
    ],
    "dateTime": [
        "2012-11-19T10:00:00",
        "2012-11-19T24:00:00",
        "2012-11-19T24:00:01",
        "2012-11-19T24:00:00.5",
        "2012-11-19T10:00:60",
        "2012-11-19T10:00:00.5Z",
        "2012-11-19T10:00:00+05:30",
        " 2012-11-19T10:00:00",
        "2012-11-19T10:00:00 ",
        "2012-11-19T10:00:00Z ",
        "2012-11-19",
        "2012-11-19 10:00:00",
    ],
    "date|dateTime": [
        "2012-11-19",
        "2012-02-29",
        "2011-02-29",
        "1900-02-29",
        "2000-02-29",
        "0000-01-01",
        "-0001-01-01",
        "-0004-02-29",
        "-0005-02-29",
        "12012-11-19",
        "02012-11-19",
        "2012-11-19Z",
        "2012-11-19+14:00",
        "2012-11-19+14:01",
        "2012-11-19-24:00",
        " 2012-11-19 ",
        "9223372036854775807-01-01",
        "9223372036854775808-01-01",
        "2012",
        "2012-13-01",
        "2012-11-19T10:00:00 ",
        " 2012-11-19T10:00:00Z",
        "",
    ],
    "time|dateTime": [
        "10:00:00",
        "24:00:00",
        "24:00:00.0",
        "24:00:01",
        "10:00:00Z",
        " 10:00:00 ",
        "10:00",
        "10:00:00.",
        "",
    ],
    "language": [
        "",
        " ",
        "en",
        "fr-FR",
        "fr_FR",
        "x-private",
        "abcdefgh-12345678",
        "abcdefghi",
        " en ",
        "-",
        "de-1996-",
    ],
    "space": ["default", " preserve ", "preserved", ""],
    "ID": ["a", "a.b", "_x", "é", "a:b", " a ", "a·", "·a", "a b", "x\u0300", "\u037e", "\u2c00", "1", ""],
    "noWhiteSpace": ["a", "", " ", "a b", "a\u00a0b", "a\tb", "\u2003", "é", "{}"],
    "references": ["", " ", "#a", "#a #b", "#a  %zz", "#a\u00a0#b", "#a#b", "#a\n/akn/un"],
}
HOLDERS = {
    "anyURI": ("a", "href"),
    "boolean": ("FRBRprescriptive", "value"),
    "integer": ("td", "colspan"),
    "duration": ("timeInterval", "duration"),
    "dateTime": ("speech", "startTime"),
    "date|dateTime": ("date", "date"),
    "time|dateTime": ("time", "time"),
    "language": ("p", f"{{{XML}}}lang"),
    "space": ("p", f"{{{XML}}}space"),
    "ID": ("p", f"{{{XML}}}id"),
    "noWhiteSpace": ("p", "eId"),
    "references": ("p", "refersTo"),
}


def declared(kind: str) -> Attribute:
    element, name = HOLDERS[kind]
    return grammar.official().elements[element].attributes[name]


def libxml2_accepts(kind: str, value: str) -> bool:
    """The verdict of libxml2 on the attribute; what else may be wrong with the element is left aside."""
    name, attribute = HOLDERS[kind]
    official = schema.official()
    official.validate(etree.Element(f"{{{schema.NAMESPACE}}}{name}", {attribute: value}))
    facets = ("DATATYPE", "ENUMERATION", "PATTERN")
    return not [
        entry
        for entry in official.error_log
        if f"attribute '{attribute}'" in entry.message.partition(": ")[0]
        and any(one in entry.type_name for one in facets)
    ]


@pytest.mark.parametrize("kind", SEEDS)
def test_the_border_is_where_libxml2_has_it(kind: str) -> None:
    verdicts = {value: accepts(declared(kind).type, value) for value in SEEDS[kind]}
    assert verdicts == {value: libxml2_accepts(kind, value) for value in SEEDS[kind]}
    assert set(verdicts.values()) == {True, False}, "values on both sides"


@pytest.mark.parametrize("digits", ["9" * 5000, "0" * 5000 + "1"])
def test_a_number_may_have_any_length(digits: str) -> None:
    for kind, value in {
        "anyURI": f"http://x:{digits}/",
        "duration": f"P{digits}Y{digits}M{digits}D",
        "dateTime": f"{digits}-01-01T10:00:00",
        "integer": digits,
    }.items():
        assert accepts(declared(kind).type, value) == libxml2_accepts(kind, value), kind


@pytest.mark.parametrize("kind", SEEDS)
def test_values_that_are_changed_a_little_are_judged_alike(kind: str) -> None:
    signs = "".join(SEEDS[kind]) + " -+:./#%0129TZaé"

    @given(st.sampled_from(SEEDS[kind]), st.lists(st.tuples(st.integers(0, 40), st.sampled_from(signs)), max_size=3))
    def check(value: str, changes: list[tuple[int, str]]) -> None:
        for place, sign in changes:
            at = place % (len(value) + 1)
            value = value[:at] + sign + value[at + place % 2 :]
        assert accepts(declared(kind).type, value) == libxml2_accepts(kind, value), value

    check()


def test_every_type_of_the_schema_is_compared() -> None:
    compared = {repr_of(declared(kind)) for kind in HOLDERS}
    types = {
        repr_of(attribute)
        for element in grammar.official().elements.values()
        for attribute in element.attributes.values()
        if attribute.type.base != "string"
    }
    assert {one for one in types if "enumeration" not in one} <= compared


def repr_of(attribute: Attribute) -> str:
    """What the values of an attribute are made of, without the names of types."""
    type_ = attribute.type
    if type_.item is not None:
        return f"list of {type_.item.base}"
    return "|".join(member.base for member in type_.members) or type_.base


def test_words() -> None:
    assert words(" a\tb\n c\u00a0d ") == ["a", "b", "c\u00a0d"]
    assert words(" \t") == []
