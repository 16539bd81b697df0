"""A graph of citations as CSV, GraphML and JSON-LD: one function for each, which writes UTF-8 as it goes.

The same graph gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from itertools import chain, groupby
from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import escape

from akn.citing import Citation, Node

if TYPE_CHECKING:
    from akn.graph import Graph

_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
NODE_FIELDS = tuple(field.name for field in fields(Node))
EDGE_FIELDS = tuple(field.name for field in fields(Citation))
# A Work of one of these types is a `Legislation` of schema.org, which is a legal document, in force or not.
_LEGAL = frozenset(("act", "bill", "statement", "amendment", "judgment", "judgement"))
_CONTEXT: Mapping[str, object] = {
    "@version": 1.1,
    "schema": "https://schema.org/",
    "cito": "http://purl.org/spar/cito/",
    "akn": "urn:akn:graph:1.0:",
    "id": "@id",
    "type": "@type",
    "Legislation": "schema:Legislation",
    "CreativeWork": "schema:CreativeWork",
    "Organization": "schema:Organization",
    "Citation": "cito:Citation",
    "name": "schema:name",
    "identifier": "schema:identifier",
    "legislationIdentifier": "schema:legislationIdentifier",
    "legislationDate": "schema:legislationDate",
    "legislationJurisdiction": "schema:legislationJurisdiction",
    "legislationPassedBy": "schema:legislationPassedBy",
    "legislationType": "schema:legislationType",
    "dateCreated": "schema:dateCreated",
    "creator": "schema:creator",
    "genre": "schema:genre",
    "countryOfOrigin": "schema:countryOfOrigin",
    "inLanguage": "schema:inLanguage",
    "text": "schema:text",
    "citation": {"@id": "schema:citation", "@type": "@id"},
    "cites": {"@id": "cito:cites", "@type": "@id"},
    "citing": {"@id": "cito:hasCitingEntity", "@type": "@id"},
    "cited": {"@id": "cito:hasCitedEntity", "@type": "@id"},
    **{name: f"akn:{name}" for name in ("portion", "element", "kind", "part", "place", "inBatch")},
}
# What schema.org calls the properties of a Node, in a `Legislation` and in another `CreativeWork`.
_TERMS = {
    "title": ("name", "name"),
    "number": ("legislationIdentifier", "identifier"),
    "date": ("legislationDate", "dateCreated"),
    "country": ("legislationJurisdiction", "countryOfOrigin"),
    "subtype": ("legislationType", "genre"),
    "languages": ("inLanguage", "inLanguage"),
}


def write_nodes_csv(graph: Graph, file: IO[bytes]) -> None:
    """The nodes as CSV by RFC 4180, with a header; several languages are joined by blanks."""
    _write_csv(graph.nodes, NODE_FIELDS, file)


def write_edges_csv(graph: Graph, file: IO[bytes]) -> None:
    """The edges as CSV by RFC 4180, with a header; several languages are joined by blanks."""
    _write_csv(graph.edges, EDGE_FIELDS, file)


def write_graphml(graph: Graph, file: IO[bytes]) -> None:
    """Nodes and edges as GraphML with typed keys; a property without a value is left out.

    The identifiers of nodes are `n0`, `n1`, ..., since GraphML admits no `/` in them: the IRI is a property, and
    `label` is what to show of a Work.
    """
    ids = {node.iri: f"n{number}" for number, node in enumerate(graph.nodes)}
    of_edge = [name for name in EDGE_FIELDS if name not in ("citing", "cited")]
    with _text(file) as out:
        out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{_GRAPHML}">\n')
        for name in ("label", *NODE_FIELDS):
            out.write(_key("node", name))
        for name in of_edge:
            out.write(_key("edge", name))
        out.write(' <graph id="citations" edgedefault="directed">\n')
        for node in graph.nodes:
            label = _data("node", "label", node.number or node.title or node.iri)
            out.write(f'  <node id="{ids[node.iri]}">{label}{_all_data("node", node, NODE_FIELDS)}</node>\n')
        for number, edge in enumerate(graph.edges):
            ends = f'id="e{number}" source="{ids[edge.citing]}" target="{ids[edge.cited]}"'
            out.write(f"  <edge {ends}>{_all_data('edge', edge, of_edge)}</edge>\n")
        out.write(" </graph>\n</graphml>\n")


def write_jsonld(graph: Graph, file: IO[bytes], base: str = "") -> None:
    """Nodes and edges as JSON-LD 1.1 with its context in it, in the terms of schema.org and of CiTO.

    A Work has what it cites as `citation` and `cites`; each place is a `Citation` of its own. The IRIs of Works are
    relative to whatever serves them; `base` is its address, for tools that need absolute ones.
    """
    context = {**({"@base": base} if base else {}), **_CONTEXT}
    by_work = groupby(graph.edges, lambda edge: edge.citing)
    cited = {iri: sorted({edge.cited for edge in edges}) for iri, edges in by_work}
    things = chain((_thing(node, cited.get(node.iri)) for node in graph.nodes), map(_place, graph.edges))
    with _text(file) as out:
        out.write(f'{{"@context": {json.dumps(context)},\n"@graph": [')
        for number, thing in enumerate(things):
            out.write((",\n" if number else "\n") + json.dumps(thing, ensure_ascii=False))
        out.write("\n]}\n")


@contextmanager
def _text(file: IO[bytes]) -> Iterator[IO[str]]:
    """The file as one of text, which stays open."""
    out = io.TextIOWrapper(file, "utf-8", newline="")
    try:
        yield out
    finally:
        out.detach()


def _write_csv(rows: Iterable[Node | Citation], names: Sequence[str], file: IO[bytes]) -> None:
    with _text(file) as out:
        writer = csv.writer(out)
        writer.writerow(names)
        writer.writerows([_said(row, name) for name in names] for row in rows)


def _said(thing: Node | Citation, name: str) -> str:
    value = getattr(thing, name)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else " ".join(value)


def _key(owner: str, name: str) -> str:
    sort = "boolean" if name == "in_batch" else "string"
    return f' <key id="{owner}_{name}" for="{owner}" attr.name="{name}" attr.type="{sort}"/>\n'


def _all_data(owner: str, thing: Node | Citation, names: Sequence[str]) -> str:
    return "".join(_data(owner, name, _said(thing, name)) for name in names)


def _data(owner: str, name: str, value: str) -> str:
    return f'<data key="{owner}_{name}">{escape(value)}</data>' if value else ""


def _thing(node: Node, cited: Sequence[str] | None) -> dict[str, object]:
    """A Work in the terms of schema.org."""
    is_legal = node.type in _LEGAL
    thing: dict[str, object] = {"id": node.iri, "type": "Legislation" if is_legal else "CreativeWork"}
    for name, (legal, other) in _TERMS.items():
        if value := getattr(node, name):
            thing[legal if is_legal else other] = value
    if node.body:
        named = {"name": node.body_name} if node.body_name else {}
        body = {"type": "Organization", "identifier": node.body, **named}
        thing["legislationPassedBy" if is_legal else "creator"] = body
    thing["inBatch"] = node.in_batch
    return {**thing, "citation": cited, "cites": cited} if cited else thing


def _place(edge: Citation) -> dict[str, object]:
    """A citation in the terms of CiTO."""
    said = {"inLanguage" if name == "languages" else name: getattr(edge, name) for name in EDGE_FIELDS}
    return {"type": "Citation", **{term: value for term, value in said.items() if value}}
