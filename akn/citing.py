"""What one document says of its Works, and what these cite: any Akoma Ntoso document, of whatever version and country.

Elements are known by their local names, since each version of the standard has a namespace of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from sys import intern
from urllib.parse import urljoin

from lxml import etree

from akn.diagnostics import AknError, UsageError
from akn.iri import UNDATED, segments, work_of
from akn.lang import Language, load
from akn.organs import organs
from akn.places import local_name

UNKNOWN_LANGUAGE = "und"

IN_META = ("activeRef", "passiveRef", "original", "jurisprudence", "hasAttachment", "attachmentOf")
_IN_TEXT = ("ref", "mref", "rref", "documentRef", "affectedDocument", "relatedDocument")
_BODIES = "body mainBody judgmentBody debateBody debate amendmentBody collectionBody portionBody components".split()
# What an element is a part of, by the name of one that holds it. Of several the first one here tells.
_INNERMOST = {"authorialNote": "note", "notes": "note", "meta": "meta", "attachments": "annex", "attachment": "annex"}
# Else the outermost: a text that is adopted in the body has a preamble, which is in the body.
_OUTERMOST = {
    "coverPage": "cover",
    "preface": "preface",
    "header": "preface",
    "preamble": "preamble",
    "conclusions": "conclusions",
    **dict.fromkeys(_BODIES, "body"),
}
# Running text and what merely wraps it: a place is named by what stands around them.
_WITHIN_PLACE = frozenset("p content intro wrapUp mref rref span inline i b u sup sub a def ins del block".split())
_NOTES = ("authorialNote", "note")
_SILENT = frozenset(("authorialNote", "noteRef"))
_UNNAMED = "preambular"  # the name of a preambular paragraph whose phrase is not known
_HEAD = 240  # characters in which the phrase that opens a paragraph stands
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ADDRESS = re.compile(r"/|[A-Za-z][A-Za-z0-9+.\-]*:")


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """A Work: its IRI and what is known of it, empty where it is not.

    `number` is as printed. `date` is a day, or the year. `body` is the code of whoever adopted or issued it, with its
    name. `type` and `subtype` are those of the IRI (`statement`, `deliberation`). `in_batch` says that the Work itself
    was read, and in which `languages`; else it is only cited.
    """

    iri: str
    title: str = ""
    number: str = ""
    date: str = ""
    body: str = ""
    body_name: str = ""
    country: str = ""
    type: str = ""
    subtype: str = ""
    in_batch: bool = False
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """One place where a Work cites another: both by their IRIs, with the part of the other that is meant.

    `kind` is how it is cited: in documents of the United Nations the phrase or verb that opens the paragraph, by its
    English name (`recalling`, `takingNoteAlso`); in metadata the name of the element; else what `refersTo` says.
    `element` is the name of the reference. `part` is where it stands: `cover`, `preface`, `preamble`, `body`,
    `conclusions`, `annex`, `note` (wherever that is) or `meta`. `place` is the identifier of the paragraph, point or
    note that it stands in: the `wId` that language versions share where it has one, else the `eId`. `languages` are
    those of the versions that cite there; `text` is that of the reference in the first of them.
    """

    citing: str
    cited: str
    portion: str
    element: str
    kind: str
    part: str
    place: str
    text: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One language version of a Work: what it says of the Work, and its citations in the order of the document."""

    work: Node
    citations: tuple[Citation, ...]


def versions(tree: etree._ElementTree) -> tuple[Version, ...]:
    """The versions of Works that a document holds: one, or that of a collection and those of its components.

    Raises AknError where the document names no Work.
    """
    return _Document(tree.getroot()).versions()


def described(iri: str) -> Node:
    """What the IRI of a Work says of it."""
    said = segments(iri)
    return Node(
        iri,
        number=said.number,
        date="" if said.date == UNDATED else said.date,
        body=said.actor,
        body_name=_names().get(said.actor, "") if said.country == "un" else "",
        country=said.country,
        type=said.doctype,
        subtype=said.subtype,
    )


def _names() -> dict[str, str]:
    return {organ.actor: organ.show_as for organ in organs()}


def _named(*names: str) -> etree.XPath:
    return etree.XPath("descendant-or-self::*[" + " or ".join(f"local-name()='{name}'" for name in names) + "]")


_works = _named("FRBRWork")
_references = _named(*_IN_TEXT, *IN_META)
_titles = _named("docTitle")
_numbers = _named("docNumber")
_heads = _named("p", "listIntroduction")
_entries = etree.XPath("//*[local-name()='references']/*")


class _Document:
    """A document while it is read."""

    def __init__(self, root: etree._Element) -> None:
        self._entries = {key: entry for entry in _entries(root) if (key := entry.get("eId") or entry.get("id"))}
        self._nodes: dict[etree._Element, Node] = {}
        for work in _works(root):
            holder = next((meta.getparent() for meta in work.iterancestors() if local_name(meta) == "meta"), None)
            if holder is not None and (iri := _iri(work)):
                self._nodes[holder] = self._node(holder, work, iri)
        if not self._nodes:
            raise AknError("The document does not say which Work it is; FRBRWork/FRBRuri with an IRI is expected.")
        self._root = root
        self._openings: dict[etree._Element, str] = {}

    def versions(self) -> tuple[Version, ...]:
        nodes: dict[str, Node] = {}
        for node in self._nodes.values():
            nodes.setdefault(node.iri, node)
        found: dict[str, list[Citation]] = {iri: [] for iri in nodes}
        for reference in _references(self._root):
            for citation in self._citations(reference, nodes):
                found[citation.citing].append(citation)
        return tuple(Version(node, tuple(found[node.iri])) for node in nodes.values())

    def _citations(self, reference: etree._Element, nodes: dict[str, Node]) -> Iterator[Citation]:
        around = list(reference.iterancestors())
        holder = next((element for element in around if element in self._nodes), next(iter(self._nodes)))
        node = nodes[self._nodes[holder].iri]
        around = around[: self._depth(around, node)]
        part = _part(around)
        for work, portion in _targets(reference, node.iri):
            if work != node.iri:
                yield Citation(
                    node.iri,
                    intern(work),
                    intern(portion),
                    intern(local_name(reference)),
                    intern(self._kind(reference, around, node)),
                    part,
                    intern(_place(reference, around if part != "meta" else ())),
                    intern(text_of(reference) or " ".join(reference.get("showAs", "").split())),
                    node.languages,
                )

    def _depth(self, around: Sequence[etree._Element], node: Node) -> int:
        """How many of the elements around a reference are in its Work: an annex has the Work of what it is attached to,
        a component of a collection has its own.
        """
        depth = 0
        for count, element in enumerate(around, 1):
            if element in self._nodes:
                if self._nodes[element].iri != node.iri:
                    break
                depth = count
        return depth

    def _kind(self, reference: etree._Element, around: Sequence[etree._Element], node: Node) -> str:
        if local_name(reference) in IN_META:
            return local_name(reference)
        opening = self._opening(around, _language(node.languages[0])) if node.country == "un" else ""
        return opening or reference.get("refersTo", "").lstrip("#").rpartition("__")[2]

    def _opening(self, around: Sequence[etree._Element], language: Language | None) -> str:
        """The name of the phrase or verb that opens the innermost paragraph here that opens with one.

        Where there is no numbered or preambular paragraph, as in the body of a text with gaps, plain text opens.
        """
        plain: etree._Element | None = None
        is_numbered = False
        for element, parent in zip(around, [*around[1:], None], strict=True):
            tag = local_name(element)
            if tag == "container" and parent is not None and local_name(parent) == "preamble":
                name = element.get("name", "")
                return name if name != _UNNAMED else ""
            if tag in ("paragraph", "crossHeading"):
                is_numbered = True
                if found := self._opening_of(element, language):
                    return found
            plain = element if tag == "p" and parent is not None and local_name(parent) not in _NOTES else plain
        return "" if is_numbered or plain is None else self._opening_of(plain, language)

    def _opening_of(self, paragraph: etree._Element, language: Language | None) -> str:
        if language is None:
            return ""
        if paragraph not in self._openings:
            self._openings[paragraph] = _opening(paragraph, language)
        return self._openings[paragraph]

    def _node(self, holder: etree._Element, work: etree._Element, iri: str) -> Node:
        said = described(iri)
        expression = work.getnext()
        while expression is not None and local_name(expression) != "FRBRExpression":
            expression = expression.getnext()
        language = "" if expression is None else _value(expression, "FRBRlanguage", "language")
        pack = _language(language)
        author, entry = self._author(work)
        body = said.body or author
        front = [child for child in holder if local_name(child) in ("coverPage", "preface", "header")]
        return Node(
            intern(iri),
            title=_title(front) or _alias(work, expression) or _value(work, "FRBRname"),
            number=_value(work, "FRBRnumber", "showAs")
            or next((text_of(number) for part in front for number in _numbers(part)), "")
            or _value(work, "FRBRnumber")
            or said.number,
            date=_date(work, said.date, iri),
            body=body,
            body_name=said.body_name or (entry.get("showAs", "") if entry is not None and body == author else ""),
            country=said.country or _value(work, "FRBRcountry"),
            type=said.type or local_name(holder),
            subtype=said.subtype or _value(work, "FRBRsubtype"),
            in_batch=True,
            languages=(intern(pack.alpha3 if pack else language or UNKNOWN_LANGUAGE),),
        )

    def _author(self, work: etree._Element) -> tuple[str, etree._Element | None]:
        """The code of the author of a Work, and its entry in the references."""
        href = _value(work, "FRBRauthor", "href")
        entry = self._entries.get(href.lstrip("#")) if href.startswith("#") else None
        return (entry.get("href", href) if entry is not None else href).rpartition("/")[2].lstrip("#"), entry


def text_of(element: etree._Element) -> str:
    """The text in an element, on one line and without notes."""
    pieces: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walker:
        if event == "start":
            if node is not element and local_name(node) in _SILENT:
                walker.skip_subtree()
            else:
                pieces.append(" " if local_name(node) == "eol" else node.text or "")
        elif node is not element:
            pieces.append(node.tail or "")
    return " ".join("".join(pieces).split())


def _value(level: etree._Element, tag: str, attribute: str = "value") -> str:
    """What the first property of this name of an FRBR level says."""
    return next((child.get(attribute, "").strip() for child in level if local_name(child) == tag), "")


def _iri(work: etree._Element) -> str:
    return work_of(_value(work, "FRBRuri"))[0] or work_of(_value(work, "FRBRthis"))[0]


def _date(work: etree._Element, said: str, iri: str) -> str:
    """The date in the IRI; the day in the metadata where the IRI says the same year, or none.

    The first day of a year stands there for a year whose day is not known (AKN4UN part 1, section 5).
    """
    day = _value(work, "FRBRdate", "date")[:10]
    is_day = bool(_DAY.fullmatch(day)) and not day.endswith("-01-01") and day.startswith(said)
    return day if len(said) < 10 and is_day and segments(iri).date != UNDATED else said


def _title(front: Sequence[etree._Element]) -> str:
    """The title: the last one that is printed, and rather one outside a container of the preface (a heading).

    In a `publicationHeading` stands by whom and when the text was adopted.
    """
    within = [(title, _containers(title)) for part in front for title in _titles(part)]
    found = [(title, names) for title, names in within if "publicationHeading" not in names]
    plain = [title for title, names in found if not names] or [title for title, _ in found]
    return text_of(plain[-1]) if plain else ""


def _containers(element: etree._Element) -> list[str]:
    """The names of the containers that hold an element."""
    return [one.get("name", "") for one in element.iterancestors() if local_name(one) == "container"]


def _alias(*levels: etree._Element | None) -> str:
    """The alias that is a title; others are identifiers of another naming."""
    aliases = (child for level in levels if level is not None for child in level if local_name(child) == "FRBRalias")
    return next((one.get("value", "").strip() for one in aliases if "title" in one.get("name", "").lower()), "")


def _targets(reference: etree._Element, citing: str) -> Iterator[tuple[str, str]]:
    """The Works that a reference names, each once with the part that is meant; for a range both of its ends.

    What is no address but the name of a file is one beside the document.
    """
    found: dict[str, list[str]] = {}
    for attribute in ("href", "from", "upTo"):
        href = reference.get(attribute, "").strip()
        if href and not href.startswith("#"):
            work, portion = work_of(href if _ADDRESS.match(href) else urljoin(f"{citing}/", href))
            found.setdefault(work, []).append(portion)
    for work, portions in found.items():
        if work:
            yield work, " ".join(portion for portion in portions if portion)


def _part(around: Sequence[etree._Element]) -> str:
    names = [local_name(element) for element in around]
    innermost = (part for name, part in _INNERMOST.items() if name in names)
    return next(innermost, "") or next((_OUTERMOST[name] for name in reversed(names) if name in _OUTERMOST), "")


def _place(reference: etree._Element, around: Sequence[etree._Element]) -> str:
    for element in around or [reference]:
        key = element.get("wId") or element.get("eId") or element.get("id")
        if key and local_name(element) not in _WITHIN_PLACE:
            return key
    return ""


def _opening(paragraph: etree._Element, language: Language) -> str:
    heads = _heads(paragraph) if local_name(paragraph) == "paragraph" else [paragraph]
    head = text_of(heads[0])[:_HEAD] if heads else ""
    found = language.operative_opening(head) or language.opening(head)
    return found.name if found else ""


def _language(code: str) -> Language | None:
    try:
        return load(code)
    except UsageError:
        return None


def shared_places(citations: Sequence[Citation]) -> Iterator[tuple[tuple[object, ...], Citation]]:
    """Each citation of a version, with what another version of the same Work calls the same place.

    That is the identifier where parts are numbered; elsewhere (language versions number preambular paragraphs
    differently) the part, and which of the citations of the same Work there it is.
    """
    seen: Counter[tuple[object, ...]] = Counter()
    for citation in citations:
        place = citation.place if citation.part in ("body", "annex", "note") else ""
        key = (citation.cited, citation.portion, citation.element, citation.part, place)
        seen[key] += 1
        yield (*key, seen[key]), citation
