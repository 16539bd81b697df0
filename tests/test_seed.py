"""The example resolution, A/RES/67/6 in French: all that its mark-up must say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from lxml import etree
from sample import NAMESPACE, ROOT

import akn
from akn import layout

SEED = (ROOT / "examples" / "fr-A-RES-67-6.txt").read_bytes().decode("utf-8")
NAMES = {"a": NAMESPACE, "l": layout.NAMESPACE}
DOCUMENT = akn.convert(SEED)
TREE = etree.fromstring(DOCUMENT.to_xml())
WORK = "/akn/un/statement/deliberation/un-ga/2012-11-19/67-6"


def find(path: str, start: etree._Element = TREE) -> list[etree._Element]:
    return start.xpath(path, namespaces=NAMES)


def text_of(element: etree._Element) -> str:
    """The text of an element without that of the notes in it, line breaks as blanks."""
    parts = [element.text or ""]
    for child in element:
        local = etree.QName(child).localname
        inner = {"authorialNote": "", "noteRef": "", "eol": " ", "eop": ""}.get(local)
        parts += [text_of(child) if inner is None else inner, child.tail or ""]
    return "".join(parts)


def bare(line: str) -> str:
    """A line of the example without the signs of light mark-up and the calls of notes."""
    return re.sub(r"\^\{?|\}|\*|[\u00b9\u00b2\u00b3\u2074-\u2079]", "", line).strip()


LINES = [line for line in SEED.split("\n") if line]


def starting(prefix: str) -> list[str]:
    return [line for line in LINES if line.startswith(prefix)]


def test_it_converts_with_no_finding() -> None:
    assert DOCUMENT.findings == ()


def test_the_text_comes_back_to_the_byte() -> None:
    assert akn.load(DOCUMENT.to_xml()).to_text() == SEED
    assert DOCUMENT.to_text() == SEED


def test_it_is_valid_in_both_engines_and_by_every_rule() -> None:
    assert list(akn.validate(DOCUMENT.to_xml())) == []
    assert list(akn.validate(DOCUMENT.to_xml(), rules="xsd", engine="both")) == []


def test_the_document() -> None:
    [statement] = TREE
    assert statement.tag == f"{{{NAMESPACE}}}statement"
    assert dict(statement.attrib) == {"name": "resolution", "contains": "originalVersion"}
    parts = [etree.QName(part).localname for part in statement]
    assert parts == ["meta", "coverPage", "preface", "preamble", "mainBody", "conclusions"]


def test_number_and_title() -> None:
    [number] = find("//a:preface/a:p/a:docNumber")
    [title] = find("//a:preface/a:p/a:docTitle")
    [line] = starting("67/6. ")
    assert (number.text, number.tail) == ("67/6", ". ")
    assert text_of(title) == line.removeprefix("67/6. ")


def test_masthead() -> None:
    [masthead] = find("//a:coverPage/a:container[@name='masthead']")
    [organ] = find(".//a:docAuthority", masthead)
    [distribution] = find(".//a:inline[@name='distribution']", masthead)
    [issued] = find(".//a:docDate", masthead)
    assert [text_of(organ), text_of(distribution), text_of(issued)] == LINES[:3]
    assert issued.get("date") == "2013-01-31"


def test_session_and_agenda_item() -> None:
    [info] = find("//a:preface/a:container[@name='publicationInfo']")
    [session] = find(".//a:session", info)
    [item] = find(".//a:ref", info)
    assert (session.get("value"), session.text) == ("67", LINES[3])
    assert item.get("href", "").startswith("/akn/un/debateReport/agenda/un-ga/2012")
    assert item.get("href", "").endswith("#item_121-f")
    assert LINES[4].startswith(text_of(item))


def test_adoption_and_origin() -> None:
    [heading] = find("//a:preface/a:container[@name='publicationHeading']")
    adoption, origin = heading
    assert [text_of(adoption), text_of(origin)] == LINES[5:7]
    assert find(".//a:docTitle/a:docDate/@date", adoption) == ["2012-11-19"]
    assert find(".//a:docTitle/a:docAuthority/@refersTo", adoption) == ["#un-ga"]
    assert len(find(".//a:docTitle/a:docType", adoption)) == 1


def test_identity() -> None:
    assert DOCUMENT.work.uri == WORK
    assert DOCUMENT.work.this == f"{WORK}/!main"
    assert DOCUMENT.expression.uri == f"{WORK}/fra@"
    assert DOCUMENT.expression.this == f"{WORK}/fra@/!main"
    assert DOCUMENT.manifestation.uri == f"{WORK}/fra@.xml"
    assert DOCUMENT.manifestation.this == f"{WORK}/fra@/!main.xml"
    dates = [(date.get("name"), date.get("date")) for date in find("//a:identification/*/a:FRBRdate")]
    assert dates == [("adoption", "2012-11-19"), ("publication", "2013-01-31"), ("markup", "2013-01-31")]
    [number] = find("//a:FRBRnumber")
    assert dict(number.attrib) == {"value": "67-6", "showAs": "67/6"}
    [publication] = find("//a:publication")
    assert (publication.get("date"), publication.get("showAs")) == ("2013-01-31", "A/RES/67/6")


NAMES_OF_OPENINGS = """havingConsidered recalling recallingAlso recallingFurther recalling noting welcoming welcoming
welcomingAlso aware commending commendingAlso takingNote appreciating takingNote""".split()


def test_preamble() -> None:
    [preamble] = find("//a:preamble")
    formula, *containers = preamble
    assert formula.get("name") == "enactingFormula"
    first = next(number for number, line in enumerate(LINES) if line == text_of(formula[0]))
    assert [container.get("name") for container in containers] == NAMES_OF_OPENINGS
    end = next(number for number, line in enumerate(LINES) if line.startswith("1. "))
    notes = re.compile(r"[*\u00b9\u00b2\u00b3\u2074-\u2079] ")
    paragraphs = [line for line in LINES[first + 1 : end] if not notes.match(line)]
    assert [text_of(paragraph) for container in containers for paragraph in container] == list(map(bare, paragraphs))


def test_operative_paragraphs() -> None:
    paragraphs = find("//a:mainBody/*")
    assert {paragraph.tag for paragraph in paragraphs} == {f"{{{NAMESPACE}}}paragraph"}
    assert [paragraph.get("eId") for paragraph in paragraphs] == [f"para_{number}" for number in range(1, 10)]
    for number, paragraph in enumerate(paragraphs, start=1):
        [line] = starting(f"{number}. ")
        num, content = paragraph
        assert num.text == f"{number}."
        assert text_of(content[0]) == bare(line.removeprefix(f"{number}. "))
        assert text_of(content[0][0]) == line.split("*")[1], "the verb is emphasised"
        assert content[0][0].tag == f"{{{NAMESPACE}}}i"


def test_notes() -> None:
    notes = find("//a:authorialNote")
    assert [note.get("eId") for note in notes] == ["ftn_star", *(f"ftn_{number}" for number in range(1, 7))]
    assert {note.get("placement") for note in notes} == {"bottom"}
    for note in notes:
        marker = note.get("marker", "")
        [line] = [line for line in starting(marker + " ") if not line.endswith("*")]
        assert text_of(note[0]) == bare(line.removeprefix(marker))


def test_the_asterisk_note_has_no_call() -> None:
    [note] = find("//a:authorialNote[@marker='*']")
    assert note.get(layout.name("call")) == "none"
    assert find("ancestor::a:coverPage", note)
    assert not find("//a:noteRef[@marker='*']")


def places(number: int) -> list[tuple[str, int]]:
    """Where a note is called: the part, and the number of the paragraph in it."""
    found = find(f"//a:authorialNote[@eId='ftn_{number}'] | //a:noteRef[@href='#ftn_{number}']")
    result = []
    for call in found:
        [part] = find("ancestor::a:preamble | ancestor::a:mainBody", call)
        [block] = [child for child in part if call in set(child.iter())]
        result.append((etree.QName(part).localname, part.index(block)))
    return result


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, [("preamble", 1), ("mainBody", 0)]),
        (2, [("preamble", 4)]),
        (3, [("preamble", 5)]),
        (4, [("preamble", 6)]),
        (5, [("preamble", 9), ("mainBody", 4)]),
        (6, [("preamble", 11)]),
    ],
)
def test_the_places_of_the_notes(number: int, expected: Sequence[tuple[str, int]]) -> None:
    assert places(number) == expected
    marker = find(f"//a:authorialNote[@eId='ftn_{number}']/@marker")
    assert {*find(f"//a:noteRef[@href='#ftn_{number}']/@marker"), *marker} == set(marker)


def test_closing_lines() -> None:
    [closing] = find("//a:conclusions/a:container[@name='conclusion']")
    [event] = find(".//a:event", closing)
    [day] = find(".//a:docDate", closing)
    assert [text_of(event), text_of(day)] == [bare(LINES[-2]), LINES[-1]]
    assert day.get("date") == "2012-11-19"
    assert [sup.text for sup in find(".//a:sup", event)] == ["e"]
    assert find(f"//a:references/*[@eId='{event.get('refersTo', '')[1:]}']")


GA = "/akn/un/statement/deliberation/un-ga"
SC = "/akn/un/statement/deliberation/un-sc"


@pytest.mark.parametrize(
    ("shown", "href"),
    [
        ("59/50", f"{GA}/2004-12-02/59-50"),
        ("64/256", f"{GA}/2010-03-02/64-256"),
        ("65/122", f"{GA}/2010-12-13/65-122"),
        ("1631 (2005)", f"{SC}/2005-10-17/1631_(2005)"),
        ("49/57", f"{GA}/1994-12-09/49-57"),
        ("60/288", f"{GA}/2006-09-08/60-288"),
        ("A/67/L.5", f"{GA}/2012/A-67-L.5"),
    ],
)
def test_cited_resolutions_and_drafts(shown: str, href: str) -> None:
    assert [ref.get("href") for ref in find("//a:ref") if text_of(ref) == shown] == [href]


@pytest.mark.parametrize(
    ("shown", "actor", "date", "number"),
    [
        ("A/67/280-S/2012/614", "un-ga", "2012", "A-67-280-S-2012-614"),
        ("S/PRST/2010/1", "un-sc", "2010", "S-PRST-2010-1"),
        ("E/2009/28", "un-ecosoc", "2009", "E-2009-28"),
    ],
)
def test_cited_documents(shown: str, actor: str, date: str, number: str) -> None:
    """The contract leaves the type of these Works open; who issued them, in what year, under what symbol is settled."""
    [href] = [ref.get("href", "") for ref in find("//a:ref") if text_of(ref) == shown]
    assert href.split("/")[1:3] == ["akn", "un"]
    assert href.split("/")[5:] == [actor, date, number]


def test_the_charter_and_the_annex_are_cited_too() -> None:
    hrefs = find("//a:ref/@href")
    assert "/akn/un/act/provision/un/1945-06-26/charter" in hrefs
    assert f"{GA}/1994-12-09/49-57/!annex_1" in hrefs


DATES = """2004-12-02 2010-03-02 2010-12-13 2005-10-17 2010-01-13 2009-08-01 2010-07-31 2011-11-30 2011-04-22
2013-07-15""".split()


def test_dates_in_running_text() -> None:
    assert sorted(find("//a:date/@date")) == sorted(DATES)
    assert sorted(find("//a:docDate/@date")) == ["2012-11-19", "2012-11-19", "2013-01-31"]


def test_emphasis_in_a_note() -> None:
    [note] = find("//a:authorialNote[@eId='ftn_3']")
    [emphasis] = find(".//a:i", note)
    assert [sup.text for sup in find(".//a:sup", emphasis)] == ["er"]
    [line] = [line for line in LINES if "S/PRST/2010/1" in line]
    assert text_of(emphasis) == bare(line.split("*")[1])


def test_layout_is_small() -> None:
    assert layout.size(TREE) < 0.02 * len(SEED)


def test_the_publication() -> None:
    """The same resolution as a component of its publication: valid, exact, and each level with its identity."""
    document = akn.convert(SEED, shape="publication")
    assert akn.load(document.to_xml()).to_text() == SEED
    assert not akn.validate(document.to_xml(), engine="both").errors
    assert document.findings == ()
    [collection] = etree.fromstring(document.to_xml())
    assert dict(collection.attrib) == {"name": "publicationResolution", "contains": "originalVersion"}
    uris = find(".//a:FRBRWork/a:FRBRuri/@value", collection)
    assert uris == ["/akn/un/documentCollection/publication/un-ga/2013-01-31/A-RES-67-6", WORK]
    [statement] = find("a:collectionBody/a:component/a:statement", collection)
    assert [etree.QName(part).localname for part in statement] == [
        "meta", "preface", "preamble", "mainBody", "conclusions"
    ]  # fmt: skip
    assert [etree.QName(part).localname for part in collection] == ["meta", "coverPage", "preface", "collectionBody"]
    assert text_of(find("a:preface", statement)[0]).strip() == starting("67/6. ")[0]


def test_the_publication_by_every_rule() -> None:
    assert list(akn.validate(akn.convert(SEED, shape="publication").to_xml())) == []


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.txt")), ids=lambda path: path.stem)
def test_each_example_becomes_the_xml_beside_it(path: Path) -> None:
    """`akn convert examples/*.txt -o examples` makes them anew."""
    document = akn.convert(path.read_bytes().decode("utf-8"))
    assert document.to_xml() == path.with_suffix(".xml").read_bytes()
    assert not document.findings
