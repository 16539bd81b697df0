"""The graph of what cites what: one document, many, and the formats."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from sample import CORPUS, NAMESPACE, ROOT, WORK, document

import akn
from akn.citing import Citation, Node
from akn.cli import main
from akn.graph import Graph, assemble, citations, graph, read
from akn.graph_formats import write_edges_csv, write_graphml, write_jsonld, write_nodes_csv
from akn.iri import parse
from akn.source import file_bytes
from akn.testing import documents, resolutions

UN = "/akn/un/statement/deliberation"
SEED = ROOT / "examples" / "fr-A-RES-67-6.xml"
WRITERS: list[Callable[[Graph, IO[bytes]], None]] = [write_nodes_csv, write_edges_csv, write_graphml, write_jsonld]


def written(write: Callable[[Graph, IO[bytes]], None], of: Graph) -> bytes:
    file = io.BytesIO()
    write(of, file)
    return file.getvalue()


def one(fragment: str) -> Citation:
    """The only citation in a document that holds this fragment."""
    (found,) = citations(document(fragment))
    return found


def work(uri: str, fragment: str = "<p/>", language: str = "fra") -> bytes:
    """The document of another Work, or in another language, that holds the fragment as it is."""
    xml = document(fragment.replace(WORK, "urn:seed")).decode("utf-8")
    named = xml.replace(WORK, uri).replace('="fra"', f'="{language}"').replace("/fra@", f"/{language}@")
    return named.replace("urn:seed", WORK).encode()


def ref(iri: str, text: str = "x") -> str:
    return f'<ref href="{iri}">{text}</ref>'


# What stands in a document, and of its only citation: portion, element, kind, part, place, text.
CASES = [
    (
        (
            f'<preamble><container name="recallingAlso" eId="c_1"><p>{ref(f"{UN}/un-ga/2011/66-5", "66/5")}</p>'
            "</container></preamble>"
        ),
        ("", "ref", "recallingAlso", "preamble", "c_1", "66/5"),
    ),
    (
        f'<preamble><container name="preambular"><p>{ref(f"{UN}/un-ga/2011/66-5")}</p></container></preamble>',
        ("", "ref", "", "preamble", "", "x"),
    ),
    (
        (
            '<paragraph eId="para_1"><num>1.</num><content eId="para_1__content"><p>'
            f"<i>Prend également note</i> de {ref(f'{UN}/un-ga/2011/66-5', '66/<i>5</i>')}</p></content></paragraph>"
        ),
        ("", "ref", "takingNoteAlso", "body", "para_1", "66/5"),
    ),
    (
        (
            '<paragraph eId="para_1"><list eId="para_1__list_1"><intro><p>Rappelle</p></intro>'
            '<point eId="para_1__list_1__point_x" wId="para_1__list_1__point_a">'
            f"<content><p>Note {ref(f'{UN}/un-ga/2011/66-5/!annex_1#para_2')}</p></content></point></list></paragraph>"
        ),
        ("!annex_1#para_2", "ref", "recalling", "body", "para_1__list_1__point_a", "x"),
    ),
    (
        (
            '<preamble><container name="noting" eId="c_1"><p>Notant<authorialNote marker="1" eId="ftn_1"><p>Voir '
            f"{ref(f'{UN}/un-ga/2011/66-5/eng@/!main.xml')}</p></authorialNote></p></container></preamble>"
        ),
        ("", "ref", "noting", "note", "ftn_1", "x"),
    ),
    (
        f'<crossHeading eId="ch_1" refersTo="#preambular">Rappelant {ref(f"{UN}/un-ga/2011/66-5")}</crossHeading>',
        ("", "ref", "recalling", "body", "ch_1", "x"),
    ),
    (
        f'<p>Le rapport <rref from="{UN}/un-ga/2011/66-5#para_1" upTo="{UN}/un-ga/2011/66-5#para_4">1 à 4</rref></p>',
        ("#para_1 #para_4", "rref", "", "body", "", "1 à 4"),
    ),
    (
        (
            f'<p><ref href="{UN}/un-ga/2011/66-5" refersTo="#agendaItem">Point 3<authorialNote marker="1"><p>y</p>'
            "</authorialNote></ref></p>"
        ),
        ("", "ref", "agendaItem", "body", "", "Point 3"),
    ),
    (
        f'<references source="#akn"><passiveRef eId="pr1" href="{UN}/un-ga/2011/66-5" showAs="66/5"/></references>',
        ("", "passiveRef", "passiveRef", "meta", "pr1", "66/5"),
    ),
    (
        (
            '<attachments><attachment eId="att_1"><doc name="annex"><meta><identification source="#akn"><FRBRWork>'
            f'<FRBRthis value="{WORK}/!annex_1"/><FRBRuri value="{WORK}"/></FRBRWork></identification></meta><mainBody>'
            f'<paragraph eId="att_1__para_1"><content><p>Voir {ref(f"{UN}/un-ga/2011/66-5")}</p></content></paragraph>'
            "</mainBody></doc></attachment></attachments>"
        ),
        ("", "ref", "", "annex", "att_1__para_1", "x"),
    ),
]


@pytest.mark.parametrize(("fragment", "expected"), CASES, ids=range(len(CASES)))
def test_a_citation(fragment: str, expected: tuple[str, ...]) -> None:
    found = one(fragment)
    assert (found.citing, found.cited, found.languages) == (WORK, f"{UN}/un-ga/2011/66-5", ("fra",))
    assert (found.portion, found.element, found.kind, found.part, found.place, found.text) == expected


@pytest.mark.parametrize(
    "href", ["", "#para_1", WORK, f"{WORK}/fra@#para_1", f"{WORK}/!annex_1", "https://x.org" + WORK]
)
def test_what_refers_to_its_own_work_is_no_citation(href: str) -> None:
    assert not list(citations(document(f"<p>{ref(href)}</p>")))


@pytest.mark.parametrize(
    ("language", "verb", "kind"),
    [
        ("eng", "Recalls", "recalling"),
        ("zho", "\u56de\u987e", "recalling"),
        ("rus", "\u043f\u0440\u043e\u0441\u0438\u0442", "requesting"),
    ],
)
def test_the_kind_has_one_name_in_all_languages(language: str, verb: str, kind: str) -> None:
    paragraph = f"<paragraph><content><p>{verb} {ref(f'{UN}/un-ga/2011/66-5')}</p></content></paragraph>"
    assert [found.kind for found in citations(work(WORK, paragraph, language))] == [kind]


def test_no_phrase_is_read_in_documents_of_countries() -> None:
    paragraph = f"<paragraph><content><p>Recalls {ref('/akn/za/act/2009/10')}</p></content></paragraph>"
    (found,) = citations(work("/akn/za/act/2012-11-19/7", paragraph, "eng"))
    assert (found.cited, found.kind) == ("/akn/za/act/2009/10", "")


def test_a_file_beside_the_document_is_no_identifier_of_its_own() -> None:
    assert one(f"<p>{ref('annex.xml#a')}</p>").cited == f"{WORK}/annex.xml"


def test_a_work_as_it_says_of_itself() -> None:
    (version,) = read(SEED)
    assert version.work == Node(
        iri=WORK,
        title="Coopération entre l'Organisation des Nations Unies et l'Organisation du Traité de sécurité collective",
        number="67/6",
        date="2012-11-19",
        body="un-ga",
        body_name="General Assembly",
        country="un",
        type="statement",
        subtype="deliberation",
        in_batch=True,
        languages=("fra",),
    )


@pytest.mark.parametrize(("said", "date"), [("2012-11-19", "2012-11-19"), ("not-a-date", ""), ("2012-01-01", "")])
def test_the_day_of_a_work_whose_name_has_none(said: str, date: str) -> None:
    data = document().replace(WORK.encode(), b"/akn/za/act/gazette").replace(b'"2012-11-19"', f'"{said}"'.encode())
    (version,) = read(data)
    assert version.work.date == date


def test_the_line_of_an_adoption_is_no_title() -> None:
    """As of the Security Council, whose resolutions have none."""
    text = "Resolution 2300 (2016)\n\nAdopted by the Security Council at its 7747th meeting, on 26 July 2016\n\n"
    (version,) = read(akn.convert(f"{text}The Security Council,\n\nDecides to remain seized of the matter."))
    assert (version.work.number, version.work.title) == ("2300 (2016)", "")


def test_a_work_that_is_only_cited() -> None:
    _, cited = graph([document(f"<p>{ref(f'{UN}/un-sc/2005-10-17/1631_(2005)', '1631 (2005)')}</p>")]).nodes
    assert cited == Node(
        iri=f"{UN}/un-sc/2005-10-17/1631_(2005)",
        number="1631 (2005)",
        date="2005-10-17",
        body="un-sc",
        body_name="Security Council",
        country="un",
        type="statement",
        subtype="deliberation",
    )


def test_a_document_that_names_no_work() -> None:
    with pytest.raises(akn.AknError, match="FRBRWork/FRBRuri with an IRI is expected"):
        read(re.sub(rb'value="/akn[^"]*"', b'value=""', document()))


def test_each_component_of_a_collection_is_a_work() -> None:
    published = akn.convert((ROOT / "examples" / "fr-A-RES-67-6.txt").read_text("utf-8"), shape="publication")
    collection, statement = read(published)
    assert (collection.work.type, statement.work.iri) == ("documentCollection", WORK)
    assert {(found.part, found.citing) for found in statement.citations} >= {("preamble", WORK), ("note", WORK)}
    assert not [found for found in statement.citations if found.part == "body"]


def test_language_versions_are_one_work_and_their_places_one_edge() -> None:
    def version(language: str, extra: str) -> bytes:
        preamble = f'<preamble>{extra}<container name="recalling"><p>{ref(f"{UN}/un-ga/2011/66-5", language)}</p>'
        note = f'<p>z<authorialNote eId="ftn_1"><p>{ref(f"{UN}/un-ga/2011/66-5", language)}</p></authorialNote></p>'
        return work(WORK, f"{preamble}</container></preamble>{note}", language)

    more = f'<container name="noting"><p>{ref(f"{UN}/un-ga/2010/65-1")}</p></container>'
    found = graph([version("fra", more), version("eng", ""), version("ara", ""), version("eng", "")])
    assert [node.languages for node in found.nodes if node.in_batch] == [("eng", "ara", "fra")]
    assert [(edge.cited[-4:], edge.part, edge.text, edge.languages) for edge in found.edges] == [
        ("66-5", "preamble", "eng", ("eng", "ara", "fra")),
        ("66-5", "note", "eng", ("eng", "ara", "fra")),
        ("65-1", "preamble", "x", ("fra",)),
    ]


@pytest.mark.parametrize(
    ("documents", "year", "found"),
    [
        ([work(f"{UN}/un-ga/2011-10-03/66-999")], "2011/66-999", "2011-10-03/66-999"),
        ([work(f"{UN}/un-ga/2012-02-03/66-999")], "2011/66-999", "2012-02-03/66-999"),
        ([work(f"{UN}/un-ga/2013-02-03/66-999")], "2011/66-999", "2011/66-999"),
        ([work(f"{UN}/un-ga/2010-02-03/66-999")], "2011/66-999", "2011/66-999"),
        ([work(f"{UN}/un-hrc/2011-10-03/66-999")], "2011/66-999", "2011/66-999"),
        ([document(f"<p>{ref(f'{UN}/un-ga/2011-10-03/66-999')}</p>")], "2011/66-999", "2011-10-03/66-999"),
        (
            [document(f"<p>{ref(f'{UN}/un-ga/2011-10-0{day}/66-999')}</p>") for day in "34"],
            "2011/66-999",
            "2011/66-999",
        ),
        (
            [work(f"{UN}/un-ga/2011-10-03/66-999"), document(f"<p>{ref(f'{UN}/un-ga/2011-10-04/66-999')}</p>")],
            "2011/66-999",
            "2011-10-03/66-999",
        ),
        ([], "1948/217_A_(III)", "1948-12-10/217_A_(III)"),
    ],
)
def test_a_year_alone(documents: Sequence[bytes], year: str, found: str) -> None:
    """The day comes from the Works of the batch, else from data, else from what the batch cites, if they say one."""
    asking = work(f"{UN}/un-ga/2015-01-01/70-1", f"<p>{ref(f'{UN}/un-ga/{year}')}</p>")
    made = graph([*documents, asking])
    assert [edge.cited for edge in made.edges if edge.citing.endswith("70-1")] == [f"{UN}/un-ga/{found}"]
    assert (f"{UN}/un-ga/{year}" in {node.iri for node in made.nodes}) == (year == found)


def test_many_days_of_one_number_take_linear_time() -> None:
    days = (f"{1000 + day // 28}-01-{day % 28 + 1:02}" for day in range(20_000))
    texts = (ref(f"{UN}/un-ga/{date}/5") for day in days for date in (day, day[:4]))
    (version,) = read(document(f"<p>{''.join(texts)}</p>"))
    started = time.process_time()
    assemble([version])
    assert time.process_time() - started < 5


def test_in_countries_numbers_start_again_with_the_year() -> None:
    documents = [
        work("/akn/za/act/2010-02-03/7"),
        work("/akn/za/act/2015-01-01/1", f"<p>{ref('/akn/za/act/2009/7')}</p>"),
    ]
    assert [edge.cited for edge in graph(documents).edges] == ["/akn/za/act/2009/7"]


def test_a_work_with_a_year_alone_in_the_batch_does_not_cite_itself() -> None:
    year = work(
        f"{UN}/un-ga/2011/66-999", f"<p>{ref(f'{UN}/un-ga/2011-10-03/66-999')}{ref(f'{UN}/un-ga/2010/65-998')}</p>"
    )
    made = graph([year])
    assert [(edge.citing, edge.cited) for edge in made.edges] == [
        (f"{UN}/un-ga/2011-10-03/66-999", f"{UN}/un-ga/2010/65-998")
    ]
    assert [node.date for node in made.nodes if node.in_batch] == ["2011-10-03"]


BATCH = [
    SEED.read_bytes(),
    (ROOT / "examples" / "en-A-RES-99-1.xml").read_bytes(),
    work(
        f"{UN}/un-ga/2004/59-50",
        f"<p>{ref(WORK, 'a &lt;&amp;&quot; b, c')}{ref('https://example.org/?a=1&amp;b=2')}</p>",
    ),
    work(WORK, f"<p>{ref(f'{UN}/un-ga/2011/66-5', '66/5')}</p>", "eng"),
    work(WORK, f"<p>{ref(f'{UN}/un-ga/2011/66-5', '66/6')}</p>", "eng"),
]


@given(st.permutations(BATCH))
def test_the_order_of_the_documents_does_not_matter(shuffled: list[bytes]) -> None:
    expected = graph(BATCH)
    assert [written(write, graph(shuffled)) for write in WRITERS] == [written(write, expected) for write in WRITERS]


@given(resolutions(body=None, layout=None))
def test_each_reference_that_the_converter_made_is_an_edge_and_nothing_else_is(resolution: Any) -> None:
    converted = akn.convert(resolution.text)
    own = converted.work.uri
    hrefs = [element.get("href").partition("#") for element in converted.tree.iter(f"{{{NAMESPACE}}}ref")]
    cited = Counter(parse(path).this for path, _, _ in hrefs if path)
    expected = Counter({this: count for this, count in cited.items() if not this.startswith(f"{own}/!")})
    made = assemble(read(converted))
    found = Counter(f"{edge.cited}/{edge.portion.partition('#')[0] or '!main'}" for edge in citations(converted))
    assert found == expected
    assert len(made.edges) <= sum(expected.values())  # less those that name the Work itself with the day or without
    nodes = {node.iri for node in made.nodes}
    assert nodes == {own_node.iri for own_node in made.nodes if own_node.in_batch} | {edge.cited for edge in made.edges}
    assert {edge.element for edge in made.edges} <= {"ref"}


@given(documents())
def test_any_valid_document_has_a_graph(xml: etree._ElementTree) -> None:
    try:
        made = graph([xml, document()])
    except akn.AknError as error:
        assert "FRBRWork/FRBRuri with an IRI is expected" in str(error)
        return
    iris = [node.iri for node in made.nodes]
    assert iris == sorted(set(iris))
    assert {iri for edge in made.edges for iri in (edge.citing, edge.cited)} <= set(iris)
    assert all(edge.citing != edge.cited for edge in made.edges)
    etree.XMLSchema(etree.fromstring(GRAPHML_SCHEMA)).assertValid(etree.fromstring(written(write_graphml, made)))


def test_csv() -> None:
    made = graph(BATCH)
    rows = list(csv.DictReader(io.StringIO(written(write_edges_csv, made).decode("utf-8"), newline="")))
    assert [row["text"] for row in rows] == [edge.text for edge in made.edges]
    assert 'a <&" b, c' in {row["text"] for row in rows}
    nodes = written(write_nodes_csv, made)
    assert nodes.count(b"\r\n") == len(made.nodes) + 1 == nodes.count(b"\n")
    row = next(row for row in csv.DictReader(io.StringIO(nodes.decode("utf-8"), newline="")) if row["iri"] == WORK)
    assert (row["in_batch"], row["languages"]) == ("true", "eng fra")


# What the schema of GraphML 1.0 says of the elements that are written, with its keys and references.
GRAPHML_SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="http://graphml.graphdrawing.org/xmlns"
 xmlns:g="http://graphml.graphdrawing.org/xmlns" targetNamespace="http://graphml.graphdrawing.org/xmlns"
 elementFormDefault="qualified">
 <xs:element name="graphml"><xs:complexType><xs:sequence><xs:element ref="key" minOccurs="0" maxOccurs="unbounded"/>
  <xs:element ref="graph"/></xs:sequence></xs:complexType>
  <xs:key name="keys"><xs:selector xpath="g:key"/><xs:field xpath="@id"/></xs:key>
  <xs:keyref name="data" refer="keys"><xs:selector xpath=".//g:data"/><xs:field xpath="@key"/></xs:keyref></xs:element>
 <xs:element name="key"><xs:complexType>
  <xs:attribute name="id" type="xs:NMTOKEN" use="required"/>
  <xs:attribute name="attr.name" type="xs:NMTOKEN"/>
  <xs:attribute name="attr.type"><xs:simpleType><xs:restriction base="xs:NMTOKEN">
   <xs:enumeration value="boolean"/><xs:enumeration value="int"/><xs:enumeration value="long"/>
   <xs:enumeration value="float"/><xs:enumeration value="double"/><xs:enumeration value="string"/>
  </xs:restriction></xs:simpleType></xs:attribute>
  <xs:attribute name="for"><xs:simpleType><xs:restriction base="xs:NMTOKEN">
   <xs:enumeration value="node"/><xs:enumeration value="edge"/></xs:restriction></xs:simpleType></xs:attribute>
 </xs:complexType></xs:element>
 <xs:element name="graph"><xs:complexType><xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element ref="node"/>
  <xs:element ref="edge"/></xs:choice><xs:attribute name="id" type="xs:NMTOKEN"/>
  <xs:attribute name="edgedefault" use="required"><xs:simpleType><xs:restriction base="xs:NMTOKEN">
   <xs:enumeration value="directed"/><xs:enumeration value="undirected"/>
  </xs:restriction></xs:simpleType></xs:attribute>
  </xs:complexType>
  <xs:key name="nodes"><xs:selector xpath="g:node"/><xs:field xpath="@id"/></xs:key>
  <xs:unique name="edges"><xs:selector xpath="g:edge"/><xs:field xpath="@id"/></xs:unique>
  <xs:keyref name="sources" refer="nodes"><xs:selector xpath="g:edge"/><xs:field xpath="@source"/></xs:keyref>
  <xs:keyref name="targets" refer="nodes"><xs:selector xpath="g:edge"/><xs:field xpath="@target"/></xs:keyref>
 </xs:element>
 <xs:complexType name="with_data"><xs:sequence><xs:element ref="data" minOccurs="0" maxOccurs="unbounded"/>
  </xs:sequence><xs:attribute name="id" type="xs:NMTOKEN" use="required"/></xs:complexType>
 <xs:element name="node" type="with_data"/>
 <xs:element name="edge"><xs:complexType><xs:complexContent><xs:extension base="with_data">
  <xs:attribute name="source" type="xs:NMTOKEN" use="required"/>
  <xs:attribute name="target" type="xs:NMTOKEN" use="required"/>
 </xs:extension></xs:complexContent></xs:complexType></xs:element>
 <xs:element name="data"><xs:complexType><xs:simpleContent><xs:extension base="xs:string">
  <xs:attribute name="key" type="xs:NMTOKEN" use="required"/></xs:extension></xs:simpleContent></xs:complexType>
 </xs:element></xs:schema>"""


def test_graphml() -> None:
    made = graph(BATCH)
    tree = etree.fromstring(written(write_graphml, made))
    etree.XMLSchema(etree.fromstring(GRAPHML_SCHEMA)).assertValid(tree)
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    iris = tree.xpath("//g:data[@key='node_iri']/text()", namespaces=space)
    assert iris == [node.iri for node in made.nodes]
    ends = [
        (iris[int(edge.get("source")[1:])], iris[int(edge.get("target")[1:])])
        for edge in tree.iterfind(".//g:edge", namespaces=space)
    ]
    assert ends == [(edge.citing, edge.cited) for edge in made.edges]
    texts = tree.xpath("//g:data[@key='edge_text']/text()", namespaces=space)
    assert texts == [edge.text for edge in made.edges if edge.text]


def test_jsonld() -> None:
    made = graph(BATCH)
    data = json.loads(written(write_jsonld, made))
    terms = data["@context"]
    for thing in data["@graph"]:
        assert thing.keys() <= terms.keys(), "each property is in the context"
        assert thing["type"] in terms
    works = {thing["id"]: thing for thing in data["@graph"] if "id" in thing}
    assert works.keys() == {node.iri for node in made.nodes}
    assert {(iri, cited) for iri, thing in works.items() for cited in thing.get("cites", [])} == {
        (edge.citing, edge.cited) for edge in made.edges
    }
    places = [thing for thing in data["@graph"] if thing["type"] == "Citation"]
    assert [place["text"] for place in places] == [edge.text for edge in made.edges]
    assert "@base" not in terms
    file = io.BytesIO()
    write_jsonld(made, file, "https://example.org/")
    assert json.loads(file.getvalue())["@context"]["@base"] == "https://example.org/"


def run(*arguments: str | Path, stdin: bytes = b"") -> Result:
    result = CliRunner().invoke(main, ["graph", *map(str, arguments)], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number, content in enumerate(BATCH):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / f"{number}.xml").write_bytes(content)
    return tmp_path


def test_the_command(folder: Path) -> None:
    made = graph(BATCH)
    assert run(folder / "in").stdout_bytes == written(write_edges_csv, made)
    assert run("-", stdin=BATCH[0]).stdout_bytes == written(write_edges_csv, graph(BATCH[:1]))
    assert run(folder / "in", "--format", "graphml").stdout_bytes == written(write_graphml, made)
    expected = {
        "g/nodes.csv": write_nodes_csv,
        "g/edges.csv": write_edges_csv,
        "g.graphml": write_graphml,
        "g.jsonld": write_jsonld,
        "deep/g.JSON": write_jsonld,
    }
    for out in ("g", "g.graphml", "g.jsonld", "deep/g.JSON"):
        assert run(folder / "in", "-o", folder / out).exit_code == 0
    for name, write in expected.items():
        assert (folder / name).read_bytes() == written(write, made)


def test_what_is_wrong_is_told_and_the_rest_is_done(folder: Path) -> None:
    (folder / "in" / "bad.xml").write_bytes(b"<a>")
    (folder / "in" / "none.xml").write_bytes(re.sub(rb'value="/akn[^"]*"', b'value=""', document()))
    (folder / "in" / "other.xml").write_bytes(b"<html/>")
    (folder / "in" / "odd\n\x1b.xml").write_bytes(b"<a>")
    result = run(folder / "in")
    assert result.exit_code == 1
    assert result.stdout_bytes == written(write_edges_csv, graph(BATCH))
    assert "bad.xml: Line 1" in result.stderr
    assert "none.xml: The document does not say which Work it is" in result.stderr
    assert "other.xml: Line 1: the root is <html>" in result.stderr
    assert r"odd\u000a\u001b.xml: Line 1" in result.stderr


def test_what_cannot_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(folder / "in", folder / "gone.xml").exit_code == 2

    def gone(path: Path) -> bytes:
        return file_bytes(path if path.name != "0.xml" else path.with_name("gone"))

    monkeypatch.setattr("akn.inputs.file_bytes", gone)
    result = run(folder / "in")
    assert result.exit_code == 2
    assert "gone' cannot be read" in result.stderr
    assert result.stdout_bytes == written(write_edges_csv, graph(BATCH[1:]))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-o", "g.csv"], "-o names a folder"),
        (["-o", "in/0.xml", "--format", "csv"], "-o names a folder"),
        (["-o", "in/0.xml", "--format", "graphml"], "is an input"),
        (["--base", "https://example.org/"], "is for JSON-LD"),
        *(
            (["--format", "jsonld", "--base", base], "absolute address")
            for base in ("example", "a:", "1:b", "a:b c", "a:\n")
        ),
        (["--format", "gml"], "'gml' is not one of"),
    ],
)
def test_wrong_usage(folder: Path, options: list[str], message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    result = run("in", *options)
    assert result.exit_code == 2
    assert message in result.stderr
    assert [path.name for path in folder.iterdir()] == ["in"]
    assert (folder / "in" / "0.xml").read_bytes() == BATCH[0]


PAGE = (ROOT / "docs" / "graph.md").read_text("utf-8")


def test_the_example_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    command, printed = re.search(r"^\$ akn graph (\S+\.xml)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL).groups()  # type: ignore[union-attr]
    assert run(command).stdout_bytes.decode("utf-8").replace("\r\n", "\n") == printed
    (code,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    exec(compile(code, "docs/graph.md", "exec"), {})  # the page is ours


FOREIGN = sorted((CORPUS / "akn").glob("*.[ax][km][nl]"))
DEV = sorted((CORPUS / "dev").glob("*.txt"))


@pytest.mark.skipif(not FOREIGN, reason="the corpus of foreign documents is not beside the checkout (AKN_CORPUS)")
def test_documents_of_others() -> None:
    found = []
    for file in FOREIGN:
        try:
            found += read(file)
        except akn.AknError as error:
            assert re.search("Line|which Work", str(error)), file
    made = assemble(found)
    assert len(found) >= 38
    assert Counter(edge.element for edge in made.edges)["ref"] >= 680
    assert not [node.iri for node in made.nodes if re.search(r"@|![a-z]|#|^$", node.iri)]


@pytest.mark.skipif(not DEV, reason="the corpus of resolutions is not beside the checkout (AKN_CORPUS)")
def test_real_resolutions() -> None:
    made = graph(akn.convert(file.read_bytes().decode("utf-8-sig")) for file in random.Random(1).sample(DEV, len(DEV)))
    kinds = {
        part: [bool(edge.kind) for edge in made.edges if edge.part == part] for part in ("preamble", "body", "note")
    }
    known = {part: sum(flags) / len(flags) for part, flags in kinds.items()}
    assert len(made.edges) >= 1500
    assert known["preamble"] >= 0.92
    assert known["body"] >= 0.85
    assert known["note"] >= 0.9
