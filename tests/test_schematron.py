"""The Schematron that is made of the rules: it stands in the file, and finds the same at the same elements."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree, isoschematron
from sample import CORPUS, NAMESPACE, ROOT, document

import akn
from akn.rules import RULES, Problem, survey
from akn.rules.schematron import schematron
from akn.rules.survey import LEVELS
from akn.testing import DEFECTS, Mutation, documents, mutations, resolutions, texts

FILE = ROOT / "schemas" / "akn4un.sch"
SVRL = "{http://purl.oclc.org/dsdl/svrl}"
SAID = {rule.id for rule in RULES.values() if rule.assertion is not None}
REAL = [file for file in sorted((CORPUS / "akn").glob("*")) if file.suffix in {".xml", ".akn"}]
BROKEN = sorted(id for id in SAID & DEFECTS.keys() if RULES[id].family == "text")

Told = set[tuple[str, str]]


@cache
def engine() -> isoschematron.Schematron:
    return isoschematron.Schematron(etree.parse(FILE), store_report=True, validate_schema=False)


def by_schematron(tree: etree._ElementTree) -> Told:
    """The rules that Schematron finds broken, each with the path of the element."""
    engine().validate(tree)
    found = engine().validation_report.iter(f"{SVRL}failed-assert")
    return {(one.get("id"), tree.getpath(tree.xpath(one.get("location"))[0])) for one in found}


# What these miss they tell beside the gap, and Schematron at the element that has the gap.
_BESIDE = frozenset(
    {"akn4un-format-required", "akn4un-number-required", "akn4un-references", "akn4un-subtype-required"}
)


def by_the_rules(tree: etree._ElementTree, ids: Iterable[str] = SAID) -> Told:
    """The same by the rules themselves."""
    read = survey(tree)
    return {(id, place(tree, id, problem)) for id in ids for problem in RULES[id].check(read)}


def place(tree: etree._ElementTree, id: str, problem: Problem) -> str:
    around = problem.element.getparent() if id in _BESIDE else None
    # Of a level, or a meta, that is quite empty there is nothing beside the gap.
    is_beside = around is not None and etree.QName(problem.element).localname not in (*LEVELS, "meta")
    return tree.getpath(around if is_beside else problem.element)


def assert_same(tree: etree._ElementTree) -> None:
    assert by_schematron(tree) == by_the_rules(tree), etree.tostring(tree, encoding="unicode")[:4000]


def tree_of(xml: bytes) -> etree._ElementTree:
    return etree.ElementTree(etree.fromstring(xml))


def test_the_file_is_made_of_the_rules() -> None:
    assert FILE.read_bytes() == schematron(), "python -m akn.rules.schematron schemas/akn4un.sch writes it again"


def test_every_assertion_has_the_words_of_its_rule() -> None:
    found = {one.get("id"): one for one in etree.parse(FILE).iter("{*}assert")}
    assert found.keys() == SAID
    for id, one in found.items():
        assert (one.text, one.get("role")) == (RULES[id].title, RULES[id].severity)


def test_it_is_schematron() -> None:
    if not isoschematron.schematron_schema_valid_supported:
        pytest.skip("this build of lxml has no RELAX NG of Schematron")
    assert isoschematron.schematron_schema_valid.validate(etree.parse(FILE))


def test_a_phase_is_a_family() -> None:
    schema = etree.parse(FILE)
    active = [one.get("pattern") for one in schema.iter("{*}active")]
    assert active == [one.get("id") for one in schema.iter("{*}pattern")]
    assert {one.get("id") for one in schema.iter("{*}phase")} == {RULES[id].family for id in SAID}


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_both_find_the_same_in_an_example(rule: akn.rules.Rule) -> None:
    good, bad = tree_of(document(rule.good)), tree_of(document(rule.bad))
    assert_same(good)
    assert_same(bad)
    if rule.id in SAID:
        assert rule.id in {id for id, _ in by_schematron(bad)}


@pytest.mark.parametrize("file", sorted((ROOT / "examples").glob("*.xml")), ids=lambda file: file.name)
def test_nothing_is_found_in_what_the_converter_makes(file: Path) -> None:
    assert by_schematron(etree.parse(file)) == set()


@pytest.mark.parametrize("file", REAL, ids=lambda file: file.name)
def test_both_find_the_same_in_real_documents(file: Path) -> None:
    try:
        tree = etree.parse(file, etree.XMLParser(collect_ids=False, huge_tree=True))
    except etree.XMLSyntaxError as error:
        pytest.skip(f"not well-formed: {error}")
    assert_same(tree)


@settings(max_examples=40)
@given(documents(max_elements=80))
def test_both_find_the_same_in_generated_documents(tree: etree._ElementTree) -> None:
    """Of level 1, in which much is wrong; as documents of whatever country they say, and of the United Nations."""
    assert_same(tree)
    for country in tree.getroot().iter(f"{{{NAMESPACE}}}FRBRcountry"):
        country.set("value", "un")
    assert_same(tree)


@settings(max_examples=40)
@given(documents("statement", level=2, max_elements=80).flatmap(lambda tree: mutations(tree, kinds=BROKEN)))
def test_both_find_the_same_in_broken_documents(made: Mutation) -> None:
    assert made.kind in {id for id, _ in by_schematron(made.tree)}
    assert_same(made.tree)


@settings(max_examples=15)
@given(texts() | resolutions(layout="wrapped").map(lambda resolution: resolution.text))
def test_both_find_the_same_in_converted_texts(text: str) -> None:
    assert_same(tree_of(akn.convert(text).to_xml()))
