"""Generated Akoma Ntoso: valid in both engines, within its bounds, varied, and shrinking to small documents."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from lxml import etree
from sample import ROOT

import akn
from akn import grammar, schema
from akn.testing import documents, elements
from akn.testing.plans import plans

GRAMMAR = grammar.official()
NS = f"{{{schema.NAMESPACE}}}"
ELEMENT = etree.Element
DEEP = settings(max_examples=3000, database=None, derandomize=True, phases=[Phase.generate, Phase.shrink])


def size(tree: etree._ElementTree) -> int:
    return sum(1 for _ in tree.getroot().iter(ELEMENT))


def depth(tree: etree._ElementTree) -> int:
    return max(sum(1 for _ in node.iterancestors()) + 1 for node in tree.getroot().iter(ELEMENT))


def assert_valid(tree: etree._ElementTree) -> None:
    """As it stands in memory, and as it is read again."""
    official = schema.official()
    for one in (tree, etree.ElementTree(etree.fromstring(etree.tostring(tree)))):
        assert official.validate(one), (official.error_log, etree.tostring(one).decode())


@pytest.mark.parametrize("doctype", GRAMMAR.documents)
def test_a_document_of_each_type_is_valid(doctype: str) -> None:
    @settings(max_examples=30)
    @given(documents(doctype))
    def check(tree: etree._ElementTree) -> None:
        assert tree.getroot().tag == f"{NS}akomaNtoso"
        assert tree.getroot().find(f"{NS}{doctype}") is not None
        assert size(tree) <= 60
        assert depth(tree) <= 12
        assert_valid(tree)

    check()


@pytest.mark.parametrize("name", sorted(GRAMMAR.elements))
def test_each_element_is_valid(name: str) -> None:
    @settings(max_examples=6)
    @given(elements(name))
    def check(tree: etree._ElementTree) -> None:
        assert tree.getroot().tag == f"{NS}{name}"
        assert size(tree) <= 30
        assert_valid(tree)

    check()


@settings(max_examples=20)
@given(documents())
def test_xmlschema_agrees(tree: etree._ElementTree) -> None:
    errors = [error.reason for error in schema.second_opinion().iter_errors(tree)]
    assert not errors, etree.tostring(tree).decode()


@pytest.mark.parametrize(("most", "levels"), [(23, 6), (40, 7), (300, 30)])
def test_the_bounds_hold(most: int, levels: int) -> None:
    reached = [0, 0]

    @settings(max_examples=30)
    @given(documents(max_elements=most, max_depth=levels))
    def check(tree: etree._ElementTree) -> None:
        assert size(tree) <= most
        assert depth(tree) <= levels
        reached[:] = max(reached[0], size(tree)), max(reached[1], depth(tree))
        assert_valid(tree)

    check()
    assert reached[0] > min(most, 100) * 0.6
    assert reached[1] >= 6


def test_they_are_varied() -> None:
    """So many elements and attributes turn up in a few hundred; `benchmarks.generated` shows that all do, in time."""
    seen: set[str] = set()
    attributes: set[tuple[str, str]] = set()
    shapes: set[str] = set()

    @settings(max_examples=600, database=None, derandomize=True, phases=[Phase.generate])
    @given(documents())
    def look(tree: etree._ElementTree) -> None:
        for node in tree.getroot().iter(f"{NS}*"):
            name = etree.QName(node).localname
            seen.add(name)
            attributes.update((name, str(key)) for key in node.attrib if key in GRAMMAR.elements[name].attributes)
        shapes.add("comment" if tree.xpath("//comment()") else "")
        shapes.add("instruction" if tree.xpath("//processing-instruction()") else "")
        shapes.add("indented" if (tree.getroot().text or "").startswith("\n") else "")
        shapes.add("foreign element" if tree.xpath("//*[namespace-uri() != $ns]", ns=schema.NAMESPACE) else "")
        shapes.add("foreign attribute" if tree.xpath("//@*[namespace-uri() = 'https://example.org/foreign']") else "")
        shapes.add("judged within foreign" if tree.xpath("//f:*/a:*", namespaces=PREFIXES) else "")

    look()
    assert len(seen) > 0.8 * len(GRAMMAR.elements)
    assert len(attributes) > 900
    expected = {"comment", "instruction", "indented", "foreign element", "foreign attribute", "judged within foreign"}
    assert shapes - {""} == expected


PREFIXES = {"a": schema.NAMESPACE, "f": "https://example.org/foreign"}


def test_the_least_document_is_the_least_there_can_be() -> None:
    for doctype in GRAMMAR.documents:
        least = find(documents(doctype), lambda _: True, settings=DEEP)
        assert size(least) == plans().least("akomaNtoso", 12, doctype)
        assert not least.xpath("//comment()")


def _has(path: str) -> Callable[[etree._ElementTree], Any]:
    return lambda tree: tree.xpath(path, namespaces=PREFIXES)


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("//a:td", 7),
        ("//a:foreign", 5),
        ("//@period", 4),
        ("//a:p[contains(., '1')]", 7),
        ("self::node()[count(//a:p) > 1]", 6),
    ],
)
def test_they_shrink_to_small_documents(path: str, more: int) -> None:
    """Hardly more than the least document: what is looked for, and what that needs around it."""
    found = find(documents(), _has(path), settings=DEEP)
    assert size(found) <= 23 + more


def test_an_element_shrinks_to_itself() -> None:
    for name in ("p", "section", "ref", "table", "identification"):
        found = find(elements(name), lambda _: True, settings=DEEP)
        assert size(found) == plans().least(name, 12)
    # What Hypothesis draws hangs on the modules that are loaded, and so does how far it shrinks.
    found = find(elements("p"), _has("a:b"), settings=DEEP)
    assert size(found) <= 8


def test_a_failing_example_is_shown_as_xml() -> None:
    @settings(max_examples=2000, database=None, derandomize=True, phases=[Phase.generate, Phase.shrink])
    @given(elements("p"))
    def fail(tree: etree._ElementTree) -> None:
        assert not tree.xpath("//a:eol", namespaces=PREFIXES)

    with pytest.raises(AssertionError) as error:
        fail()
    shown = re.search(r"tree=(<p .*</p>),", "\n".join(error.value.__notes__))
    assert shown
    assert etree.fromstring(shown[1]).xpath("//a:eol", namespaces=PREFIXES)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: documents("law"), "'law' is no document type; accepted are act, amendment"),
        (lambda: documents(level=3), "accepted are 1 and 2"),
        (lambda: documents("act", max_elements=22), "<act> needs 23 elements"),
        (lambda: documents(max_elements=22), "needs 23 elements"),
        (lambda: documents(max_depth=5), "max_depth 5 is too small: <akomaNtoso> needs 6 levels"),
        (lambda: documents(max_depth=0), "accepted are 1 to 100 levels"),
        (lambda: elements("paragraf"), "'paragraf' is no element of Akoma Ntoso; .* among them paragraph"),
        (lambda: elements("table", max_elements=2), "<table> needs 3"),
    ],
)
def test_bad_arguments_are_refused_with_what_is_accepted(make: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message) as error:
        make()
    assert isinstance(error.value, akn.AknError)


def test_importing_is_light() -> None:
    code = "import sys, akn.testing; print('xmlschema' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "False\n"
