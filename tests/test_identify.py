"""Element identifiers: unique, by the naming convention, and the same each time."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from sample import NAMESPACE

import akn
from akn.elements import name
from akn.identify import identify
from akn.ids import EID_PATTERN, IDREQ
from akn.testing import Resolution, resolutions, texts

SHAPES = st.sampled_from(["statement", "publication"])


def content(root: etree._Element) -> list[etree._Element]:
    """The elements that are no metadata."""
    return [
        element
        for element in root.iter(f"{{{NAMESPACE}}}*")
        if element.tag != name("meta") and next(element.iterancestors(name("meta")), None) is None
    ]


def check(root: etree._Element) -> None:
    eids = [eid for element in root.iter(tag=etree.Element) if (eid := element.get("eId")) is not None]
    assert len(set(eids)) == len(eids)
    for element in content(root):
        eid = element.get("eId")
        if etree.QName(element).localname in IDREQ:
            assert eid, element.tag
        if eid:
            assert EID_PATTERN.fullmatch(eid), eid


@given(texts(), SHAPES)
def test_identifiers_of_any_document(text: str, shape: str) -> None:
    root = akn.convert(text, shape=shape).tree.getroot()
    check(root)
    assert list(akn.validate(etree.tostring(root), rules="ids")) == []


@given(resolutions("en") | resolutions("fr", layout="wrapped"), SHAPES)
def test_identifiers_of_a_resolution(resolution: Resolution, shape: str) -> None:
    root = akn.convert(resolution.text, shape=shape).tree.getroot()
    check(root)
    assert list(akn.validate(etree.tostring(root), rules="ids,refs")) == []


@given(texts(), SHAPES)
def test_identifiers_do_not_depend_on_those_that_are_there(text: str, shape: str) -> None:
    root = akn.convert(text, shape=shape).tree.getroot()
    [document] = root
    again = copy.deepcopy(document)
    for element in content(again):
        element.attrib.pop("eId", None)
    identify(again)
    assert [element.get("eId") for element in content(again)] == [element.get("eId") for element in content(document)]


def eids(text: str, *tags: str, shape: str = "statement") -> list[str]:
    root = akn.convert(text, language="en", shape=shape).tree.getroot()
    return [element.get("eId", "") for element in content(root) if etree.QName(element).localname in tags]


@pytest.mark.parametrize(
    ("text", "tags", "expected"),
    [
        ("1. One;\n\n2. Two.", "paragraph content", ["para_1", "para_1__content", "para_2", "para_2__content"]),
        (
            "1. One:\n\n(a) Two;\n\n(b) Three:\n\n(i) Four.",
            "list intro point",
            [
                "para_1__list_1", "para_1__list_1__intro", "para_1__list_1__point_a", "para_1__list_1__point_b",
                "para_1__list_1__point_b__list_1", "para_1__list_1__point_b__list_1__intro",
                "para_1__list_1__point_b__list_1__point_i",
            ],
        ),
        ("1. One:\n\n\u2013 Two;\n\n\u2013 Three.", "point", ["para_1__list_1__point_1", "para_1__list_1__point_2"]),
        ("1. One;\n\n1. Two;\n\n1. Three.", "paragraph", ["para_1", "para_1_2", "para_1_3"]),
        (
            "The General Assembly,\n\nI\n\nWater\n\n1. One;\n\nII\n\nLand\n\n1. Two.",
            "section paragraph",
            ["sec_I", "sec_I__para_1", "sec_II", "sec_II__para_1"],
        ),
        (
            "The General Assembly,\n\nNoting it,\n\nNoting that,\n\n1. One.",
            "formula container",
            ["formula_1", "container_1", "container_2"],
        ),
        ("The General Assembly,\n\n*Decides* it.", "paragraph", ["para_1"]),
        (
            "Water\u00b9 and land\u00b2 and*.\n\n\u00b9 See A.\n\n\u00b2 See B.",
            "authorialNote",
            ["ftn_1", "ftn_2"],
        ),
        (
            "The General Assembly,\n\n1. One.\n\nAnnex I\n\nTitle\n\n1. Two.\n\nAnnex II\n\nTitle\n\n1. Three.",
            "attachment paragraph",
            ["para_1", "att_1", "att_1__para_1", "att_2", "att_2__para_1"],
        ),
        (
            "The General Assembly,\n\n1. Recalls its resolutions 70/1 and 71/1.",
            "ref",
            ["para_1__ref_1", "para_1__ref_2"],
        ),
    ],
)  # fmt: skip
def test_the_naming_convention(text: str, tags: str, expected: list[str]) -> None:
    assert eids(text, *tags.split()) == expected


def test_the_number_of_a_goal() -> None:
    text = "The General Assembly,\n\nGoal 3\n\nHealth\n\n1. One.\n\nGoal 5\n\nEquality\n\n2. Two."
    assert [eid[-1] for eid in eids(text, "hcontainer")] == ["3", "5"]


def test_in_a_publication_identifiers_start_with_the_component() -> None:
    assert eids("1. One.", "component", "paragraph", shape="publication") == ["cmp_1", "cmp_1__para_1"]


def test_a_note_of_an_annex_belongs_to_the_annex() -> None:
    text = "The General Assembly,\n\n1. One.\n\nAnnex\n\nTitle\n\n1. Water\u00b9 is good.\n\n\u00b9 See A."
    assert eids(text, "authorialNote") == ["att_1__ftn_1"]


def test_the_identifiers_of_the_metadata_stay() -> None:
    root = akn.convert("1. One.", language="en").tree.getroot()
    entries = [entry.get("eId") for entry in root.iter(name("references")) for entry in entry]
    assert entries == ["un", "converter"]


def test_a_note_that_a_number_calls_is_no_part_of_it() -> None:
    num = '<num>I<authorialNote marker="1"><p>See</p></authorialNote></num>'
    root = etree.fromstring(f'<body xmlns="{NAMESPACE}"><section>{num}</section></body>')
    identify(root)
    assert root[0].get("eId") == "sec_I"
