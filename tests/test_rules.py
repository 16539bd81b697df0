"""Every rule finds its bad example, and nothing in its good one."""

from __future__ import annotations

import pytest
from sample import NAMESPACE, document

from akn.check import SEVERITIES, validate
from akn.rules import FAMILIES, RULES, Rule

every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))


@every_rule
def test_bad_example_is_found(rule: Rule) -> None:
    report = validate(document(rule.bad), rules=rule.id)
    assert [finding.rule for finding in report] == [rule.id] * len(report)
    assert report.findings
    assert report.findings[0].severity in {rule.severity, "error"}
    assert report.findings[0].path.startswith("/akomaNtoso/statement")
    assert report.findings[0].line


@every_rule
def test_good_example_is_clean(rule: Rule) -> None:
    assert list(validate(document(rule.good), rules=rule.id)) == []
    assert validate(document(rule.good), rules="xsd,ids,refs,frbr"), "a good example breaks no other rule"


@every_rule
def test_rules_are_told_in_one_way(rule: Rule) -> None:
    assert rule.id.startswith(f"{rule.family}-")
    assert rule.family in FAMILIES
    assert rule.severity in SEVERITIES
    assert rule.source
    assert rule.title[0].isupper()
    assert not rule.title.endswith(".")
    assert rule.check.__doc__


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
        if "date" in finding.rule or finding.rule == "frbr-un-agreement"
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
