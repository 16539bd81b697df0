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
from akn.testing.growing import Grower
from akn.testing.placing import insert
from akn.testing.plans import plans
from akn.testing.values import Choices

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
    """So that finding nothing means something. Notes and their calls are the rarest: one in some hundred documents."""
    missing = {
        "//@eId[contains(., '__')]",
        "//*[a:num][not(self::a:attachment)]/@eId",
        "//a:noteRef[starts-with(@href, '#')]",
        "//a:note",
        "//@wId",
        *(f"//@{name}" for name in ("refersTo", "by", "as", "period", "source")),
    }

    def look(tree: etree._ElementTree) -> bool:
        missing.difference_update({path for path in missing if tree.xpath(path, namespaces={"a": schema.NAMESPACE})})
        return not missing

    enough = settings(max_examples=3000, database=None, derandomize=True, phases=[Phase.generate])
    assert find(documents(level=2, max_elements=90), look, settings=enough), missing


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
            insert(host, holder, GRAMMAR)
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


def least_statement() -> tuple[etree._ElementTree, etree._Element]:
    """A statement with nothing in it that it need not have, and its body."""
    tree = Grower(Choices(lambda _: 0), plans()).tree("akomaNtoso", 60, 12, "statement")
    body = tree.getroot().find(f"{NS}statement/{NS}mainBody")
    assert body is not None
    return tree, body


def test_there_is_room_for_all_that_may_be_added() -> None:
    """One document that has each kind of reference, and nothing to refer to."""
    tree, body = least_statement()
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


@pytest.mark.parametrize("address", ["", "#a", "/akn/fr/act/2004-02-13/2"])
def test_a_link_leads_out_of_the_document_and_of_akoma_ntoso(address: str) -> None:
    tree, body = least_statement()
    link = etree.SubElement(etree.SubElement(body, f"{NS}p"), f"{NS}a", href=address)
    naming.name(tree, GRAMMAR)
    assert link.get("href") == "https://example.org/"
    assert not list(akn.validate(tree, rules="refs"))


@pytest.mark.parametrize("wid", [{}, {"wId": "a"}])
def test_a_mapping_leads_from_the_wid_of_an_element_to_its_eid(wid: dict[str, str]) -> None:
    tree, _ = least_statement()
    meta = tree.getroot().find(f".//{NS}meta")
    assert meta is not None
    insert(meta, meta.makeelement(f"{NS}analysis", source="#a"), GRAMMAR)
    mappings = etree.SubElement(meta.find(f"{NS}analysis"), f"{NS}mappings", source="#a")
    etree.SubElement(mappings, f"{NS}mapping", current="#b")
    mapping = etree.SubElement(mappings, f"{NS}mapping", original="#b", current="#c")
    expression = meta.find(f"{NS}identification/{NS}FRBRExpression")
    insert(expression, meta.makeelement(f"{NS}FRBRmasterExpression", eId="x", href="/akn", showAs="x", **wid), GRAMMAR)
    naming.name(tree, GRAMMAR)
    assert mapping.get("original", "").startswith("#")
    assert not list(akn.validate(tree))


def test_properties_beside_the_metadata_have_a_value_too() -> None:
    tree, body = least_statement()
    other = etree.SubElement(etree.SubElement(body, f"{NS}foreign"), "{https://example.org/foreign}note")
    etree.SubElement(other, f"{NS}FRBRcountry", value="")
    naming.name(tree, GRAMMAR)
    assert not list(akn.validate(tree))


def test_the_numbered_elements_are_those_of_the_rules() -> None:
    assert naming.numbered(GRAMMAR) == HIERARCHY | {"item", "recital", "debateSection"}


def test_the_bounds_keep_room_for_it() -> None:
    with pytest.raises(ValueError, match="<act> needs 42 elements"):
        documents("act", level=2, max_elements=41)
    documents("act", level=2, max_elements=42)


def test_names_are_given_among_comments() -> None:
    tree, _ = least_statement()
    for element in list(tree.getroot().iter(etree.Element)):
        element.insert(0, etree.Comment(" remark "))
    naming.name(tree, GRAMMAR)
    assert schema.official().validate(tree)
    assert not list(akn.validate(tree, rules="ids,refs,frbr"))
