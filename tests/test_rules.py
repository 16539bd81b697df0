"""Every rule finds its bad example, and nothing in its good one."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

import pytest
from sample import NAMESPACE, ROOT, document

from akn.check import SEVERITIES, validate
from akn.rules import FAMILIES, RULES, Rule
from akn.rules.pages import pages

every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))


def sample(fragment: str) -> bytes:
    """The document that holds a fragment, with each element of its metadata on its own line."""
    start, end, rest = document(fragment).partition(b"</meta>")
    return start.replace(b"><", b">\n<") + end + rest


@every_rule
def test_the_good_example_breaks_no_rule(rule: Rule) -> None:
    assert list(validate(sample(rule.good))) == []


@every_rule
def test_the_bad_example_breaks_that_rule_alone_where_it_differs(rule: Rule) -> None:
    found = validate(sample(rule.bad)).findings
    assert {one.rule for one in found} == {rule.id}
    assert {one.severity for one in found} <= {rule.severity, "error"}
    assert {one.line for one in found} & set(changed(sample(rule.good), sample(rule.bad)))


def changed(before: bytes, after: bytes) -> Iterator[int]:
    """The lines of a document that differ from another, and those around what it lacks."""
    old, new = before.decode().splitlines(), after.decode().splitlines()
    for tag, _, _, start, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "delete":
            yield from (start, start + 1)
        elif tag != "equal":
            yield from range(start + 1, end + 1)


@every_rule
def test_rules_are_told_in_one_way(rule: Rule) -> None:
    assert rule.id.startswith(f"{rule.family}-")
    assert rule.family in FAMILIES
    assert rule.severity in SEVERITIES
    assert rule.source
    assert rule.title[0].isupper()
    assert not rule.title.endswith(".")
    assert rule.check.__doc__


def test_the_pages_are_made_of_the_rules() -> None:
    folder = ROOT / "docs" / "rules"
    written = {path.name: path.read_text("utf-8") for path in folder.glob("*.md")}
    assert written == pages(), "python -m akn.rules.pages docs/rules writes them again"


def test_the_sample_is_clean() -> None:
    assert list(validate(document())) == []


def test_a_year_in_the_iri_is_enough() -> None:
    work = "/akn/un/statement/deliberation/un-ga/2012/67-6"
    fragment = (
        f'<FRBRWork><FRBRthis value="{work}/!main"/><FRBRuri value="{work}"/>'
        '<FRBRdate date="2012-01-01" name="adoption"/></FRBRWork>'
        f'<FRBRExpression><FRBRthis value="{work}/fra@/!main"/><FRBRuri value="{work}/fra@"/></FRBRExpression>'
        f'<FRBRManifestation><FRBRthis value="{work}/fra@/!main.xml"/><FRBRuri value="{work}/fra@.xml"/>'
        "</FRBRManifestation>"
    )
    assert list(validate(document(fragment))) == []


def test_an_undated_work_is_accepted() -> None:
    assert not [
        finding
        for finding in validate(document('<FRBRWork><FRBRdate date="1900-01-01" name="adoption"/></FRBRWork>'))
        if "date" in finding.rule
    ]


def test_within_an_attachment_the_prefix_may_be_left_out_of_a_reference() -> None:
    fragment = (
        '<attachments><attachment eId="att_1"><doc name="annex"><meta/><mainBody><paragraph eId="att_1__para_1"/>'
        '<p><ref href="#para_1">1</ref></p></mainBody></doc></attachment></attachments>'
    )
    assert list(validate(document(fragment), rules="refs,ids")) == []


def test_a_document_without_identifiers_is_not_asked_for_them() -> None:
    assert list(validate(document("<paragraph/>"), rules="ids")) == []


def test_rules_bear_a_document_that_the_schema_refuses() -> None:
    assert not validate(f'<akomaNtoso xmlns="{NAMESPACE}"><act><meta/><p eId=""/></act></akomaNtoso>')
