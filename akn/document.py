"""A document: a resolution that was converted, or any Akoma Ntoso that was loaded."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from akn import blocks, frbr, inline, layout, masthead, notes, tree
from akn.akn_xml import Reader, Writer
from akn.diagnostics import AknError, Finding, SourceError, UsageError
from akn.elements import children, indent, name
from akn.identify import identify
from akn.iri import Expression, Manifestation, Work, parse
from akn.lang import Language, detect
from akn.lang import load as load_language
from akn.marks import cite
from akn.model import Flow, Leaf, Mark, Node
from akn.paragraphs import PLAIN, WRAPPED
from akn.roles import NUMBER
from akn.source import parse as parse_source
from akn.text import check

if TYPE_CHECKING:
    from akn.source import Source

SHAPES = ("statement", "publication")
LAYOUTS = (PLAIN, WRAPPED)


class Document:
    """An Akoma Ntoso document. `tree` is its lxml tree, which may be changed: all else is read from it.

    `findings` says where the converter was not sure; it is empty for a document that was loaded.
    """

    def __init__(self, tree: etree._ElementTree, findings: Sequence[Finding] = ()) -> None:
        self.tree = tree
        self.findings: tuple[Finding, ...] = tuple(findings)

    def __repr__(self) -> str:
        uris = self._values("FRBRExpression", "FRBRuri")
        return f"<akn.Document {uris[0] if uris else '(no IRI)'}>"

    def to_xml(self) -> bytes:
        """The document as UTF-8 with an XML declaration."""
        return etree.tostring(self.tree, encoding="UTF-8", xml_declaration=True) + b"\n"

    def to_text(self, *, layout: bool = True) -> str:
        """The text. With `layout`, exactly as it was converted; without, in the canonical plain layout.

        That has one blank line between blocks, a space after a number, the notes at the end, no page furniture.
        A document that this library did not write has no layout of its own and comes in the canonical one.
        """
        reader = Reader(self.tree.getroot())
        flow = reader.read()
        return blocks.render(flow) if layout and reader.own else blocks.canonical(flow)

    @property
    def work(self) -> Work:
        """The FRBR Work. Raises AknError where the document does not name it with an AKN IRI."""
        level = self._level("FRBRWork")
        if not isinstance(level, Work):
            raise AknError("FRBRWork/FRBRthis is not the IRI of a Work")
        return level

    @property
    def expression(self) -> Expression:
        """The FRBR Expression. Raises AknError where the document does not name it with an AKN IRI."""
        level = self._level("FRBRExpression")
        if not isinstance(level, Expression):
            raise AknError("FRBRExpression/FRBRthis is not the IRI of an Expression")
        return level

    @property
    def manifestation(self) -> Manifestation:
        """The FRBR Manifestation. Raises AknError where the document does not name it with an AKN IRI."""
        level = self._level("FRBRManifestation")
        if not isinstance(level, Manifestation):
            raise AknError("FRBRManifestation/FRBRthis is not the IRI of a Manifestation")
        return level

    def _level(self, tag: str) -> Work | Expression | Manifestation:
        values = self._values(tag, "FRBRthis")
        if not values:
            raise AknError(f"the document has no {tag}/FRBRthis")
        return parse(values[0])

    def _values(self, level: str, tag: str) -> list[str]:
        return [
            element.get("value", "") for parent in self.tree.iter(name(level)) for element in parent.iter(name(tag))
        ]

    @property
    def title(self) -> str:
        """The title in the preface, on one line; empty where there is none."""
        preface = next(self.tree.getroot().iter(name("preface")), None)
        found = [] if preface is None else preface.findall(f"{name('p')}/{name('docTitle')}")
        # A note that is called in it is no part of it.
        texts = (one.xpath(".//text()[not(ancestor::*[local-name() = 'authorialNote'])]") for one in found)
        return " ".join(" ".join("".join(text).split()) for text in texts)

    @cached_property
    def language(self) -> str:
        """The ISO 639-2 code of the Expression's language; `und` where none is stated."""
        return next((element.get("language", "und") for element in self.tree.iter(name("FRBRlanguage"))), "und")


def load(source: Source) -> Document:
    """The document that a path, bytes, a `str` of XML, a file object or an lxml tree holds.

    Raises SourceError where it cannot be read, is not safe to parse, or is other XML.
    """
    tree = parse_source(source)
    root = etree.QName(tree.getroot()).localname
    if root != "akomaNtoso":
        line = tree.getroot().sourceline
        raise SourceError(f"Line {line}: the root is <{root}>; that of an Akoma Ntoso document is <akomaNtoso>.")
    return Document(tree)


def convert(
    text: str,
    *,
    language: str | None = None,
    shape: str = "statement",
    layout: str | None = None,
    metadata: Mapping[str, object] | None = None,
) -> Document:
    """The Akoma Ntoso document of the plain text of a resolution.

    `language` is an ISO 639-1 or 639-2 code of a United Nations language; None detects it. `shape` is `statement`, or
    `publication` for a collection that carries the statement. `layout` is `plain` where each line is a paragraph, and
    `wrapped` where paragraphs are broken into lines, as in text out of a PDF; None finds it out. `metadata` holds what
    the caller knows better than the text, by the keys of `akn.frbr.KEYS`. Raises TextError for a character that XML
    cannot hold, UsageError for an argument that is not accepted.
    """
    check(text)
    if shape not in SHAPES:
        raise UsageError(f"the shape {shape!r} is not known; accepted are {', '.join(SHAPES)}")
    if layout not in (None, *LAYOUTS):
        raise UsageError(f"the layout {layout!r} is not known; accepted are {', '.join(LAYOUTS)}")
    known = frbr.told(metadata)
    code = language if language is not None else detect(text)
    pack = load_language("en" if code is None else code)
    flow, findings = blocks.read(text, pack, layout)
    flow, doubts = notes.place(flow, pack)
    flow, readings = masthead.describe(flow, pack)
    identities, unknown = _identified(text, flow, readings, pack, known)
    if code is None:
        identities = [replace(identity, language="und") for identity in identities]
        findings.append(Finding("no-language", "warning", "the language could not be told; give it", line=1))
    flow = _marked(flow, pack, identities)
    root = _Assembly(flow, identities, pack).build(_nested(flow, identities), shape)
    order = sorted([*unknown, *findings, *doubts], key=lambda finding: (finding.line, finding.rule))
    return Document(etree.ElementTree(root), order)


def _identified(
    text: str, flow: Flow, readings: Sequence[masthead.Reading], language: Language, known: Mapping[str, str]
) -> tuple[list[frbr.Identity], list[Finding]]:
    """The identity of a resolution; of a set, its own and that of each of its resolutions."""
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    identity, unknown = frbr.settle(readings[0], language, known, digest)
    if not flow.parts:
        return [identity], unknown
    shared = {key: value for key, value in known.items() if key not in ("symbol", "number", "title")}
    identities = [replace(identity, work=replace(identity.work, doctype="documentCollection"))]
    for reading, start in zip(readings[1:], flow.parts, strict=True):
        one, doubts = frbr.settle(reading, language, shared, f"{digest[:8]}{start:04}")
        identities.append(one)
        unknown += [replace(doubt, line=flow.leaves[start].line) for doubt in doubts]
    return identities, unknown


def _nested(flow: Flow, identities: Sequence[frbr.Identity]) -> Node:
    """The tree of a resolution, or that of a set with the statement of each of its resolutions."""
    if not flow.parts:
        return tree.nest(flow.leaves, identities[0].name)
    ends = [*flow.parts[1:], len(flow.leaves)]
    statements = [
        tree.nest(flow.leaves[start:end], identity.name)
        for start, end, identity in zip(flow.parts, ends, identities[1:], strict=True)
    ]
    return tree.collect(flow.leaves[: flow.parts[0]], statements, identities[0].name)


def _marked(flow: Flow, language: Language, identities: Sequence[frbr.Identity]) -> Flow:
    """The flow with the marks of running text: emphasis, citations, dates."""
    texts = [*flow.leaves, *(leaf for note in flow.notes for leaf in note.body)]
    probes = [inline.probe(leaf) for leaf in texts]
    strings = [
        "" if leaf.tag == "num" or leaf.role == NUMBER else probe[0] for leaf, probe in zip(texts, probes, strict=True)
    ]
    identity = identities[0]
    year = int(identity.work.date[:4]) if identity.number else None
    own = {(one.actor, one.number): one.adopted for one in identities if one.number and one.adopted}
    cited = cite(strings, language, actor=identity.actor, year=year, known=own)
    agenda = frbr.agenda_iri(identity, language)
    marked = []
    for leaf, (_, blanks), found in zip(texts, probes, cited, strict=True):
        marks = inline.weave(
            (*_linked(leaf.marks, agenda), *inline.emphasis(leaf.string), *inline.unprobe(found, blanks))
        )
        marked.append(replace(leaf, marks=marks))
    bodies = iter(marked[len(flow.leaves) :])
    with_bodies = tuple(replace(note, body=tuple(next(bodies) for _ in note.body)) for note in flow.notes)
    return replace(flow, leaves=tuple(marked[: len(flow.leaves)]), notes=with_bodies)


def _linked(marks: Sequence[Mark], agenda: str) -> list[Mark]:
    """The marks with the link to the agenda filled in, now that the session is known."""
    return [
        replace(mark, attributes=tuple((key, value or agenda) for key, value in mark.attributes))
        if mark.tag == "ref"
        else mark
        for mark in marks
    ]


class _Assembly:
    """Puts a statement or a set of them, the metadata and what is kept of the pages together."""

    def __init__(self, flow: Flow, identities: Sequence[frbr.Identity], language: Language) -> None:
        self._flow = flow
        self._identities = identities
        self._language = language
        self._writer = Writer(flow)

    def build(self, tree_: Node, shape: str) -> etree._Element:
        """The root element `akomaNtoso`."""
        identities = list(self._identities)
        if shape == "publication":
            tree_ = _published(tree_)
            identities.insert(0, frbr.of_publication(identities[0]))
        self._written = self._writer.write(tree_)
        element = self._written.root
        identify(element, shared=self._language.labels.shared)
        for reference, key in self._written.note_refs:
            reference.set("href", "#" + self._eid(key))
        documents = list(element.iter(name("documentCollection"), name("statement")))
        for document, identity in zip(documents, identities, strict=True):
            self._describe(document, identity, main=document is element)
        root = etree.Element(name("akomaNtoso"), nsmap=element.nsmap)
        root.append(element)
        indent(root)
        return root

    def _describe(self, document: etree._Element, identity: frbr.Identity, *, main: bool) -> None:
        """Put the `meta` of a document and of its annexes before their parts."""
        parent = document.getparent()
        prefix = "" if parent is None else f"{parent.get('eId')}__"
        _point_to_own(document, prefix)
        self._meta(document, identity, prefix, main=main)
        if document.tag == name("statement"):
            for part, component in _components(document):
                meta = etree.Element(name("meta"))
                meta.append(frbr.identification(identity, prefix, component))
                part.insert(0, meta)

    def _eid(self, key: str) -> str:
        return self._written.notes[key].get("eId", "")

    def _meta(self, element: etree._Element, identity: frbr.Identity, prefix: str = "", *, main: bool = False) -> None:
        """Put the `meta` of a document before its parts; the main one keeps the facts of the text and the pages."""
        meta = etree.Element(name("meta"))
        shares = any(descendant.get("wId") for descendant in element.iter(tag=etree.Element))
        identification = frbr.identification(identity, prefix, shares=shares)
        meta.append(identification)
        published = frbr.publication(identity)
        if published is not None:
            meta.append(published)
        targets = (descendant.get("refersTo", "") for descendant in _own(element))
        used = {target[1:].removeprefix(prefix) for target in targets if target}
        votes = [descendant for descendant in _own(element) if descendant.tag == name("quantity")]
        if votes:
            meta.append(frbr.analysis(votes, prefix))
            used.add("adopted")
        meta.append(frbr.references(identity, used, self._language, prefix))
        if main:
            habits, newline = self._writer.habits, self._flow.facts.newline
            manifestation = identification[-1]
            preservation = etree.Element(name("preservation"))
            preservation.append(layout.facts_element(self._flow.facts, habits))
            manifestation.insert(len(manifestation) - 1, preservation)
            if self._written.pages:
                presentation = etree.SubElement(meta, name("presentation"), source=f"#{prefix}converter")
                for count, (page, since) in enumerate(self._written.pages, start=1):
                    described = self._flow.page_ends[page]
                    presentation.append(layout.page_element(described, count, habits, newline, self._eid, since))
        element.insert(0, meta)


def _published(statement: Node) -> Node:
    """The collection that carries a statement or a set: it takes over the masthead and what the preface says of the
    print.
    """
    cover = tuple(child for child in statement.children if child.tag == "coverPage")
    parts = [child for child in statement.children if child.tag != "coverPage"]
    outer: list[Node | Leaf] = []
    if parts and isinstance(parts[0], Node) and parts[0].tag == "preface":
        preface = parts[0].children
        count = next((n for n, child in enumerate(preface) if child.tag != "container"), len(preface))
        if count:
            outer.append(Node("preface", preface[:count]))
        parts[0:1] = [Node("preface", preface[count:])] if preface[count:] else []
    inner = replace(statement, children=tuple(parts))
    body = Node("collectionBody", (Node("component", (inner,)),))
    name_ = f"publication{dict(statement.attributes)['name'][:1].upper()}{dict(statement.attributes)['name'][1:]}"
    return Node("documentCollection", (*cover, *outer, body), (("name", name_), ("contains", "originalVersion")))


def _own(document: etree._Element) -> Iterator[etree._Element]:
    """What a document holds, but for the documents in its components."""
    for child in children(document):
        yield child
        if child.tag != name("component"):
            yield from _own(child)


def _components(document: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The documents within a document, each with the name of its component: `annex_2`, `adoptedText_1/annex_1`."""
    counts: Counter[str] = Counter()
    names: dict[etree._Element, str] = {}
    for part in document.iter(name("doc")):
        outer = next((f"{names[above]}/" for above in part.iterancestors(name("doc"))), "")
        lead = f"{outer}{part.get('name')}"
        counts[lead] += 1
        names[part] = f"{lead}_{counts[lead]}"
        yield part, names[part]


def _point_to_own(document: etree._Element, prefix: str) -> None:
    """Point what refers to entries of the metadata to those of the document's own."""
    for element in _own(document):
        target = element.get("refersTo")
        if target:
            element.set("refersTo", f"#{prefix}{target[1:]}")
