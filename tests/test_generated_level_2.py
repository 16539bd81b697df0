"""Generated documents of conformance level 2: identifiers by the naming convention, references that resolve."""

from __future__ import annotations

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from lxml import etree

import akn
from akn import grammar, schema
from akn.grammar import symbol
from akn.ids import EID_PATTERN, IDREQ
from akn.rules.identifiers import HIERARCHY
from akn.testing import documents, naming

GRAMMAR = grammar.official()
NS = f"{{{schema.NAMESPACE}}}"


@pytest.mark.parametrize("doctype", GRAMMAR.documents)
def test_the_own_rules_find_nothing(doctype: str) -> None:
    @settings(max_examples=25)
    @given(documents(doctype, level=2, max_elements=90))
    def check(tree: etree._ElementTree) -> None:
        found = akn.validate(tree)
        assert not list(found), (list(found), etree.tostring(tree).decode())
        assert sum(1 for _ in tree.getroot().iter(etree.Element)) <= 90
        for node in tree.getroot().iter(f"{NS}*"):
            name = etree.QName(node).localname
            assert node.get("eId") or name not in IDREQ
            if not name.startswith("TLC") and name not in {"componentData", "keyword"}:
                assert EID_PATTERN.fullmatch(node.get("eId", "p_1"))

    check()


def test_what_the_rules_speak_of_turns_up() -> None:
    """So that finding nothing means something."""
    missing = {
        "//@eId[contains(., '__')]",
        "//*[a:num][not(self::a:attachment)]/@eId",
        "//a:noteRef[starts-with(@href, '#')]",
        "//a:note",
        "//@wId",
        *(f"//@{name}" for name in ("refersTo", "by", "as", "period", "source")),
    }

    @settings(max_examples=1000, database=None, derandomize=True, phases=[Phase.generate])
    @given(documents(level=2, max_elements=90))
    def look(tree: etree._ElementTree) -> None:
        missing.difference_update({path for path in missing if tree.xpath(path, namespaces={"a": schema.NAMESPACE})})

    look()
    assert not missing


@settings(max_examples=20)
@given(st.tuples(documents("act", max_elements=30), documents("doc"), documents("judgment")))
def test_an_attachment_is_a_component_of_the_work(trees: tuple[etree._ElementTree, ...]) -> None:
    act, doc, judgment = (tree.getroot().find(f"{NS}*") for tree in trees)
    assert act is not None
    assert doc is not None
    assert judgment is not None
    for old in act.findall(f"{NS}attachments") + act.findall(f"{NS}components"):
        act.remove(old)
    for host, attached in ((act, doc), (doc, judgment)):
        holder = host.find(f"{NS}attachments")
        if holder is None:
            holder = host.makeelement(f"{NS}attachments")
            ends = host.find(f"{NS}components")
            host.append(holder) if ends is None else ends.addprevious(holder)
        etree.SubElement(holder, f"{NS}attachment").append(attached)
    naming.name(trees[0], GRAMMAR)
    uris = [one.find(f".//{NS}FRBRWork/{NS}FRBRuri").get("value") for one in (act, doc, judgment)]
    assert len(set(uris)) == 1
    components = [
        one.find(f".//{NS}FRBRWork/{NS}FRBRthis").get("value").partition("/!")[2] for one in (act, doc, judgment)
    ]
    assert components[0] == "main"
    assert components[1].startswith("doc_")
    assert components[2].startswith("judgment_")
    assert not list(akn.validate(trees[0], rules="ids,refs,frbr"))


def test_what_references_need_is_added_to_the_least_document() -> None:
    quick = settings(database=None, derandomize=True, phases=[Phase.generate, Phase.shrink])
    least = find(documents("statement", level=2), lambda _: True, settings=quick)
    references = least.getroot().find(f".//{NS}references")
    assert references is not None
    assert references.get("source") == "#organization-1"
    assert [(symbol(one.tag), one.get("eId")) for one in references] == [("TLCOrganization", "organization-1")]
    assert references[0].get("href", "").startswith("/akn/")


def test_there_is_room_for_all_that_may_be_added() -> None:
    """One document that has each kind of reference, and nothing to refer to."""
    quick = settings(database=None, derandomize=True, phases=[Phase.generate, Phase.shrink])
    tree = find(documents("statement"), lambda _: True, settings=quick)
    body = tree.getroot().find(f".//{NS}mainBody")
    assert body is not None
    kinds = [one.name[3:].lower() for one in GRAMMAR.elements.values() if one.name.startswith("TLC")]
    for name in kinds:
        if name in GRAMMAR.elements:
            body.append(body.makeelement(f"{NS}{name}", {"refersTo": "#a"}))
    body.append(body.makeelement(f"{NS}noteRef", {"href": "#a", "period": "#a", "alternativeTo": "#a"}))
    body.append(body.makeelement(f"{NS}timeInterval", {"refersTo": "#a", "start": "#a"}))
    body.append(body.makeelement(f"{NS}keyword", {"dictionary": "#a"}))
    body.append(body.makeelement(f"{NS}vote", {"by": "#a", "as": "#a", "choice": "#a"}))
    before = sum(1 for _ in tree.getroot().iter())
    naming.name(tree, GRAMMAR)
    assert sum(1 for _ in tree.getroot().iter()) - before == naming.reserve(GRAMMAR) == 19
    assert not list(akn.validate(tree, rules="refs"))


def test_the_numbered_elements_are_those_of_the_rules() -> None:
    assert naming.numbered(GRAMMAR) == HIERARCHY | {"item", "recital", "debateSection"}


def test_the_bounds_keep_room_for_it() -> None:
    with pytest.raises(ValueError, match="<act> needs 42 elements"):
        documents("act", level=2, max_elements=41)
    documents("act", level=2, max_elements=42)


def test_names_are_given_among_comments() -> None:
    tree = find(documents("act"), lambda _: True, settings=settings(database=None, derandomize=True))
    for element in list(tree.getroot().iter(etree.Element)):
        element.insert(0, etree.Comment(" remark "))
    naming.name(tree, GRAMMAR)
    assert schema.official().validate(tree)
    assert not list(akn.validate(tree, rules="ids,refs,frbr"))
