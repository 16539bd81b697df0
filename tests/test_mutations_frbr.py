"""Documents with one defect of their metadata: the rule that bears the name of the defect finds it, and no other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import akn
from akn import grammar, schema
from akn.rules import RULES
from akn.testing import DEFECTS, Mutation, documents, mutations, naming, resolutions

# What is found beside the rule, because the one cannot be without the other.
UNAVOIDABLE = {
    "akn4un-number": {"akn4un-docnumber"},  # the number as printed is compared with both
    "akn4un-preface": {"akn4un-docnumber"},  # a symbol on the cover page is all that is left
}


def of(family: str) -> list[str]:
    return [name for name, rule in RULES.items() if rule.family == family]


def broken(trees: st.SearchStrategy[etree._ElementTree], kind: str) -> st.SearchStrategy[Mutation]:
    """Mutations of this kind of those of the documents that have a place for it."""

    @st.composite
    def one(draw: st.DrawFn) -> Mutation | None:
        try:
            return draw(mutations(draw(trees), kinds=[kind]))
        except akn.UsageError:
            return None

    return one().filter(lambda made: made is not None)


def with_attachments() -> st.SearchStrategy[etree._ElementTree]:
    """Generated acts, to which generated documents are attached."""
    return st.builds(_attached, documents("act", level=2, max_elements=60), st.integers(1, 2))


def _attached(tree: etree._ElementTree, count: int) -> etree._ElementTree:
    ns = f"{{{schema.NAMESPACE}}}"
    act = tree.getroot().find(f"{ns}act")
    assert act is not None
    holder = act.find(f"{ns}attachments")
    if holder is None:
        holder = etree.Element(f"{ns}attachments")
        beside = act.find(f"{ns}components")
        act.append(holder) if beside is None else beside.addprevious(holder)
    for _ in range(count):
        meta = act.find(f"{ns}meta/{ns}identification")
        copied = etree.fromstring(etree.tostring(meta, with_tail=False))
        for element in copied.iter(f"{ns}*"):
            element.attrib.pop("eId", None)
            element.attrib.pop("GUID", None)
        attachment = etree.SubElement(holder, f"{ns}attachment", eId="x")
        doc = etree.SubElement(attachment, f"{ns}doc", name="annex")
        etree.SubElement(doc, f"{ns}meta").append(copied)
        etree.SubElement(etree.SubElement(doc, f"{ns}mainBody"), f"{ns}p")
    naming.name(tree, grammar.official())
    return tree


ATTACHED = {
    "frbr-attachment",
    "frbr-attachment-main",
    "frbr-attachment-expression",
    "frbr-component-twice",
    "frbr-component-number",
    "frbr-shared-date",
}


def check(made: Mutation) -> None:
    report = akn.validate(made.tree)
    found = {finding.rule for finding in report}
    allowed = {made.kind, *UNAVOIDABLE.get(made.kind, ())}
    assert made.kind in found, (made.path, made.change, found)
    assert found <= allowed, (made.path, made.change, list(report))
    assert made.path in {finding.path for finding in report if finding.rule == made.kind}


@pytest.mark.parametrize("kind", of("frbr"))
def test_a_rule_of_frbr_finds_what_breaks_it(kind: str) -> None:
    trees = with_attachments() if kind in ATTACHED else documents(level=2, max_elements=70)

    @settings(max_examples=8)
    @given(broken(trees, kind))
    def each(made: Mutation) -> None:
        check(made)

    each()


@pytest.mark.parametrize("kind", of("akn4un"))
def test_a_rule_of_the_profile_finds_what_breaks_it(kind: str) -> None:
    converted = resolutions(layout="plain").map(lambda resolution: akn.convert(resolution.text).tree)

    @settings(max_examples=8)
    @given(broken(converted, kind))
    def each(made: Mutation) -> None:
        check(made)

    each()


@pytest.mark.parametrize("kind", [*of("frbr"), *of("akn4un")])
def test_every_rule_has_a_kind_of_defect(kind: str) -> None:
    assert DEFECTS[kind] == "naming"
