"""What breaks the schema, in words: what is wrong, what is expected, how to mend it; other versions."""

from __future__ import annotations

import json

import pytest
from sample import NAMESPACE, document

from akn.check import validate
from akn.diagnostics import Finding
from akn.report import REPORTERS

BLOCKS = "<block>, <blockContainer>, <blockList>, <foreign>, <ol>, <p>, <table>, <tblock>, <toc>, <ul>"


def found(content: str, rules: str = "xsd") -> Finding:
    [finding] = validate(document("<p/>").replace(b"<p/>", content.encode()), rules=rules)
    return finding


@pytest.mark.parametrize(
    ("content", "message", "hint"),
    [
        (
            "<div><section/></div>",
            f"<section> may not stand here in <div>: expected is one of: {BLOCKS}.",
            "",
        ),
        (
            "<blockList><listWrapUp/><item><p/></item></blockList>",
            "<listWrapUp> may not stand here in <blockList>: expected is one of: <item>, <listIntroduction>.",
            "Move it after <item>.",
        ),
        (
            "<paragraph><content><p/></content><num>1</num></paragraph>",
            "<num> may not stand here in <paragraph>: after <content>, nothing more may follow.",
            "Move it before <content>.",
        ),
        (
            "<ul><p/></ul>",
            "<p> may not stand here in <ul>: expected is <li>.",
            "Put it in <li>.",
        ),
        (
            "<div><bloc/></div>",
            f"<bloc> is no element of Akoma Ntoso; here in <div>, expected is one of: {BLOCKS}.",
            "Is <block> meant?",
        ),
        (
            "<p/><p xmlns=''/>",
            "<p> of no namespace may not stand here in <mainBody>: after <p>, expected is one of: ",
            f'If the <p> of Akoma Ntoso is meant, its namespace is xmlns="{NAMESPACE}".',
        ),
        ("<ul/>", "<ul> is not complete: expected is <li>.", ""),
        (
            "<blockList><listIntroduction/></blockList>",
            "<blockList> is not complete: after <listIntroduction>, expected is <item>.",
            "",
        ),
        (
            "<foreign><p/></foreign>",
            "<p> may not stand here in <foreign>: expected is an element of another namespace.",
            "",
        ),
        (
            "<p><eol> </eol></p>",
            "<eol> must be empty: not even white space may stand in it.",
            "Write it without white space or anything else between its tags.",
        ),
        (
            "<div>text<p/></div>",
            "<div> holds elements only, and there is text directly in it ('text').",
            "Put the text in a <p>.",
        ),
        (
            "<paragraph>text</paragraph>",
            "<paragraph> holds elements only, and there is text directly in it ('text').",
            "Put the text in a <content> with a <p>.",
        ),
        ("<container><p/></container>", "<container> needs the attribute 'name'.", ""),
        (
            "<p><date>x</date></p>",
            "<date> needs the attribute 'date': a day such as 2012-11-19, or a date and time such as ",
            "",
        ),
        ("<p id='a'/>", None, "Is eId meant?"),
        ("<p id='a' eId='b'/>", None, "Take it out: eId is there already."),
        ("<p lang='fr'/>", None, "Is xml:lang meant?"),
        ("<p Class='a'/>", None, "Is class meant?"),
        (
            "<p status='remved'/>",
            "@status of <p> is 'remved'; expected is one of: removed, temporarilyRemoved, translated, ",
            "Is removed meant?",
        ),
        ("<p eId='a b'/>", "@eId of <p> is 'a b'; expected is something without white space.", "Is a_b meant?"),
        ("<p><date date='19/11/2012'/></p>", None, "Is 2012-11-19 meant?"),
        ("<p><date date='2012-1-9'/></p>", None, "Is 2012-01-09 meant?"),
        ("<p><date date='TODAY'/></p>", None, ""),
        (
            "<p><ref href='2024:1'/></p>",
            None,
            "A colon ends the scheme of an IRI, which starts with a letter: write ./ before it.",
        ),
        ("<p refersTo='#a x%zz'/>", None, "Write a % that encodes nothing as %25."),
        ("<p><ref href='a#b#c'/></p>", None, "Only one # may stand in an IRI: write the others as %23."),
        (
            "<p eId='a'/><p eId='a'/>",
            '<p eId="a"> repeats an identifier that <p> on line 16 already has.',
            "An identifier belongs to one element of a document.",
        ),
    ],
)
def test_words(content: str, message: str | None, hint: str) -> None:
    finding = found(content)
    assert finding.hint == hint
    assert message is None or finding.message.startswith(message)


def test_a_long_set_is_cut_in_the_message_and_whole_in_json() -> None:
    source = document("<p/>").replace(b"<p/>", b"")
    report = validate(source, rules="xsd")
    [finding] = report
    assert finding.message.endswith(" and 49 more.")
    assert finding.message.count("<") == 13, "the element and a dozen"
    assert "<p>" in finding.message, "what the schema allows in most places comes first"
    [file] = json.loads("".join(REPORTERS["json"]([report])))
    expected = file["findings"][0]["expected"]
    assert len(expected) == 61
    assert {"p", "paragraph", "rollCall", "componentRef"} <= set(expected)
    [run] = json.loads("".join(REPORTERS["sarif"]([report])))["runs"]
    assert run["results"][0]["properties"]["expected"] == expected


def named(xml: bytes) -> Finding:
    [finding] = validate(xml)
    return finding


@pytest.mark.parametrize(
    ("namespace", "rule", "said"),
    [
        (f"{NAMESPACE}/CSD13", "xsd-namespace", "the draft CSD13"),
        (f"{NAMESPACE}/WD17", "xsd-namespace", "the draft WD17"),
        ("http://www.akomantoso.org/2.0", "xsd-namespace", "is Akoma Ntoso 2.0, an older version"),
        ("http://www.akomantoso.org/1.0", "xsd-namespace", "is Akoma Ntoso 1.0, an older version"),
        ("http://docs.oasis-open.org/legaldocml/ns/akn/4.0", "xsd-namespace", "of Akoma Ntoso 4.0"),
        ("http://Inhaltsdaten.LegalDocML.de/1.8.2/", "xsd-namespace", "is LegalDocML.de 1.8.2, the German profile"),
        ("urn:x", "xsd-namespace", "is in the namespace urn:x"),
        ("", "xsd-namespace", "is in no namespace"),
    ],
)
def test_a_document_in_another_namespace_is_one_finding(namespace: str, rule: str, said: str) -> None:
    valid = named(document().replace(NAMESPACE.encode(), namespace.encode()))
    assert valid.rule == rule
    assert said in valid.message
    assert valid.hint == f'The namespace of the Standard is xmlns="{NAMESPACE}"; in it, this document is valid.'
    wrong = document("<p id='a'/><p id='b'/><foo/>").replace(NAMESPACE.encode(), namespace.encode())
    assert named(wrong).hint.endswith("this document has 3 errors. Names have changed: @id is now @eId (2 times).")


@pytest.mark.parametrize("version", ["3.1", "4"])
def test_a_document_of_a_later_version_is_one_finding(version: str) -> None:
    later = document("<p/><regulation/><annex/>").replace(b"<akomaNtoso", f'<akomaNtoso version="{version}"'.encode())
    finding = named(later)
    assert finding.rule == "xsd-version"
    assert f"says that it is Akoma Ntoso {version}" in finding.message
    assert finding.hint == "By that Standard it has 2 other errors; without @version each is reported."
    misnamed = later.replace(b"<p/>", b'<p eId="section_1"/>')
    assert [one.rule for one in validate(misnamed)] == ["xsd-version"], (
        "no rule is for a Standard that is not there yet"
    )


def test_a_document_that_says_to_be_of_this_version_is_judged() -> None:
    said = document("<p/><foo/>").replace(b"<akomaNtoso", b'<akomaNtoso version="3.0"')
    assert [finding.rule for finding in validate(said)] == ["xsd-attribute-unknown", "xsd-content"]
