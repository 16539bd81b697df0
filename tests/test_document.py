"""Documents: what they say of themselves, their text in both layouts, and documents that others wrote."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree
from sample import CORPUS, NAMESPACE, ROOT, document

import akn
from akn.iri import Expression, Manifestation, Work
from akn.testing import Resolution, Section, recognised, resolutions, texts

SEED = (ROOT / "examples" / "fr-A-RES-67-6.txt").read_bytes().decode("utf-8")


def test_the_levels() -> None:
    converted = akn.convert(SEED)
    assert isinstance(converted.work, Work)
    assert isinstance(converted.expression, Expression)
    assert isinstance(converted.manifestation, Manifestation)
    assert converted.manifestation.expression.work == converted.work
    assert converted.language == "fra"
    assert repr(converted) == f"<akn.Document {converted.expression.uri}>"
    loaded = akn.load(converted.to_xml())
    assert (loaded.work, loaded.expression) == (converted.work, converted.expression)
    assert loaded.findings == ()
    assert loaded.language == "fra"


def test_the_tree_is_the_document() -> None:
    """What is changed in the tree changes what the document says."""
    converted = akn.convert(SEED)
    uri = converted.tree.find(f".//{{{NAMESPACE}}}FRBRWork/{{{NAMESPACE}}}FRBRthis")
    uri.set("value", "/akn/un/statement/deliberation/un-ga/2000-01-01/1-1/!main")
    assert converted.work.number == "1-1"
    assert b"2000-01-01/1-1" in converted.to_xml()


@pytest.mark.parametrize("level", ["work", "expression", "manifestation"])
@pytest.mark.parametrize(
    "value", ["http://example.org/1", "", "/akn/un/statement/deliberation/un-ga/2000-13-01/1/!main"]
)
def test_a_document_without_iris_says_so(level: str, value: str) -> None:
    element = level.capitalize()
    source = re.sub(rb"(FRBRthis value=\")[^\"]*", rb"\g<1>" + value.encode(), document())
    with pytest.raises(akn.AknError):
        getattr(akn.load(source), level)
    with pytest.raises(akn.AknError, match=f"FRBR{element}"):
        getattr(akn.load(f'<akomaNtoso xmlns="{NAMESPACE}"/>'), level)


def test_xml_is_bytes_with_a_declaration() -> None:
    xml = akn.convert("a").to_xml()
    assert xml.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<akomaNtoso ")
    assert xml.endswith(b"</akomaNtoso>\n")


def test_every_kind_of_source(tmp_path: Path) -> None:
    xml = akn.convert(SEED).to_xml()
    (tmp_path / "x.xml").write_bytes(xml)
    tree = etree.parse(str(tmp_path / "x.xml"))
    sources = [
        xml, xml.decode().partition("?>")[2].strip(), io.BytesIO(xml), tree, tree.getroot(), tmp_path / "x.xml",
        str(tmp_path / "x.xml"),
    ]  # fmt: skip
    for source in sources:
        assert akn.load(source).to_text() == SEED


@pytest.mark.parametrize("source", ["missing.xml", b"", b"no xml", b"<a>", b"\xff"])
def test_what_cannot_be_loaded(source: str | bytes) -> None:
    with pytest.raises(akn.SourceError):
        akn.load(source)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"shape": "round"}, "accepted are statement, publication"),
        ({"language": "de"}, "ar, .*en"),
        ({"language": ""}, "ar, .*en"),
        ({"metadata": {"x": 1}}, "accepted are symbol"),
    ],
)
def test_arguments_that_are_not_accepted(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(akn.UsageError, match=message):
        akn.convert("a", **arguments)


@pytest.mark.parametrize("code", ["fr", "fra"])
def test_both_kinds_of_language_codes(code: str) -> None:
    assert akn.convert(SEED, language=code).to_xml() == akn.convert(SEED).to_xml()


def test_a_text_without_a_language_says_so() -> None:
    converted = akn.convert("1234")
    assert converted.language == "und"
    assert "no-language" in {finding.rule for finding in converted.findings}


@given(texts(), st.sampled_from(["statement", "publication"]))
def test_findings_are_in_order_and_have_a_line(text: str, shape: str) -> None:
    lines = len(re.findall(r"\r\n|\r|\n", text)) + 1
    found = akn.convert(text, shape=shape).findings
    assert [finding.line for finding in found] == sorted(finding.line for finding in found)
    assert all(1 <= finding.line <= lines and finding.severity == "warning" for finding in found)


# The canonical layout.


@given(texts(), st.sampled_from(["statement", "publication"]))
def test_the_canonical_text_comes_back_through_the_xml(text: str, shape: str) -> None:
    converted = akn.convert(text, shape=shape)
    plain = converted.to_text(layout=False)
    assert akn.load(converted.to_xml()).to_text(layout=False) == plain
    assert not {"\f", "\r"} & set(plain)
    assert not re.search(r"\n{3}|[ \t]\n|  ", plain)


@given(resolutions("en") | resolutions("fr"))
def test_the_canonical_text_of_a_resolution_is_canonical(resolution: Resolution) -> None:
    """It is the same resolution, and its own canonical text is itself. (Sections: see tests/cases/sections.md.)"""
    assume(not any(isinstance(item, Section) for item in resolution.operative))
    converted = akn.convert(resolution.text)
    plain = converted.to_text(layout=False)
    again = akn.convert(plain)
    assert again.to_text(layout=False) == plain
    assert recognised(again) == recognised(converted)


@given(resolutions("en", layout="wrapped") | resolutions("fr", layout="wrapped"))
def test_the_canonical_text_has_no_furniture(resolution: Resolution) -> None:
    plain = akn.convert(resolution.text).to_text(layout=False)
    pages = {line for line in resolution.furniture if re.search(r"\d\d-\d{5}|\*\d+\*|_{5}", line)}
    assert not pages & set(plain.split("\n"))


def test_the_canonical_layout() -> None:
    text = (
        "79/1.   Water\n\n\nThe General  Assembly,\r\n\n1.  Decides  to meet:  \n\n(a)  Here;\f\n(b)   There.\n\n"
        "\u00b9  A note.\n\n27th plenary meeting\n13 October  2024\n\n\n"
    )
    assert akn.convert(text, language="en").to_text(layout=False).split("\n\n") == [
        "79/1. Water",
        "The General Assembly,",
        "1. Decides to meet:",
        "(a) Here;",
        "(b) There.",
        "27th plenary meeting\n13 October 2024",
        "\u00b9 A note.\n",
    ]


def test_the_canonical_text_of_the_example() -> None:
    plain = akn.convert(SEED).to_text(layout=False)
    blocks = plain.rstrip("\n").split("\n\n")
    starts = [block[:1] for block in blocks[-7:]]
    assert starts == ["*", "\u00b9", "\u00b2", "\u00b3", "\u2074", "\u2075", "\u2076"], "the notes are at the end"
    assert sorted(plain.split()) == sorted(SEED.split())
    assert not plain.startswith("\n")
    assert akn.convert(plain).to_text(layout=False) == plain


# Documents of others.


def words(element: etree._Element) -> str:
    """What a paragraph says, with the markers of its notes and without their bodies."""
    parts = [element.text or ""]
    for child in element:
        local = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if local in ("authorialNote", "noteRef"):
            parts.append(child.get("marker", ""))
        elif local:
            parts.append(words(child))
        parts.append(child.tail or "")
    return "".join(parts)


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


FOREIGN = sorted((ROOT / "tests/valid").glob("*.xml"))


@pytest.mark.parametrize("file", FOREIGN, ids=lambda file: file.stem)
def test_documents_of_others(file: Path) -> None:
    assert_readable(file)


def corpus() -> list[Path]:
    manifest = CORPUS / "akn" / "MANIFEST.tsv"
    if not manifest.is_file():
        return []
    with manifest.open(encoding="utf-8", newline="") as rows:
        found = [row for row in csv.DictReader(rows, delimiter="\t") if row["lxml_final_xsd"] != "parse-error"]
    return [CORPUS / "akn" / row["file"] for row in found]


@pytest.mark.skipif(not corpus(), reason="the corpus of foreign documents is not beside the checkout (AKN_CORPUS)")
@pytest.mark.parametrize("file", corpus(), ids=lambda file: file.stem)
def test_real_documents_of_others(file: Path) -> None:
    assert_readable(file)


def assert_readable(file: Path) -> None:
    """The text has the letters of every paragraph, in order, on lines that one can read."""
    loaded = akn.load(file)
    root = loaded.tree.getroot()
    text = loaded.to_text()
    said, position = letters(text), 0
    for paragraph in root.iter(f"{{{NAMESPACE}}}p"):
        if any(etree.QName(up).localname in ("authorialNote", "meta", "p") for up in paragraph.iterancestors()):
            continue
        own = letters(words(paragraph))
        found = said.find(own, position)
        assert found >= 0, own[:80]
        position = found + len(own)
    assert not re.search(r"\n{3}|  |[ \t]\n", text)
    assert text == loaded.to_text(layout=False)


def test_a_tab_after_a_number_is_no_part_of_the_canonical_text() -> None:
    assert akn.convert("1.\tActs.\n", language="en").to_text(layout=False) == "1. Acts.\n"


def test_the_count_of_a_vote_is_in_the_analysis() -> None:
    text = (
        "242 (1967). Title\n\nThe Security Council,\n\nRecalling its resolution 1,\n\n1. Decides to act.\n\n"
        "Adopted at the 1382nd meeting by 12 votes to none, with 2 abstentions (A, B).\n"
    )
    document = akn.convert(text)
    assert not list(akn.validate(document.to_xml()))
    counts = document.tree.getroot().xpath("//a:analysis/a:parliamentary/a:voting/a:count", namespaces={"a": NAMESPACE})
    assert [(count.get("refersTo"), count.get("value")) for count in counts] == [
        ("#ayes", "12"),
        ("#noes", "0"),
        ("#abstentions", "2"),
    ]
    assert akn.load(document.to_xml()).to_text() == text


def test_lines_that_are_told_to_be_paragraphs_are() -> None:
    text = "1/1. Title\n\nThe General Assembly,\n\n1. Decides to act and\nDecides too;\n2. Requests.\n"
    counts = {
        layout: len(
            akn.convert(text, layout=layout).tree.getroot().xpath("//a:mainBody//a:p", namespaces={"a": NAMESPACE})
        )
        for layout in ("plain", "wrapped")
    }
    assert counts == {"plain": 3, "wrapped": 2}


def test_a_layout_that_is_not_known_is_refused() -> None:
    with pytest.raises(akn.UsageError, match="accepted are plain, wrapped"):
        akn.convert("x", layout="round")


def test_texts_adopted_in_texts_nest_no_deeper_than_parsers_allow() -> None:
    text = "The General Assembly,\n\nRecommends the following draft resolution:\n\n" * 500
    document = akn.convert(text)
    assert document.to_xml().count(b"<embeddedStructure") == 2
    assert akn.load(document.to_xml()).to_text() == text


def test_the_comma_after_a_meeting_is_no_part_of_it() -> None:
    text = "L'Assemblée générale,\n\nNotant cela,\n\n1. Décide.\n\n1082• seance pleniere,\n19 novembre 2012.\n"
    meeting = next(akn.convert(text).tree.iter("{*}event"))
    assert (meeting.text, meeting.tail) == ("1082• seance pleniere", ",")
