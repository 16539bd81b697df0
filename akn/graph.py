"""A graph of what cites what, over a batch of Akoma Ntoso documents.

Its nodes are Works and its edges places where one cites another; the language versions of a Work are one node. Nothing
of a document but these is kept, so that a batch may be as large as its citations fit in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from akn.citing import Citation, Node, Version, described, shared_places, versions
from akn.diagnostics import UsageError
from akn.document import Document, load
from akn.iri import number_segment, segments
from akn.symbols import known_dates

if TYPE_CHECKING:
    from akn.source import Source

__all__ = ["Citation", "Graph", "Node", "Version", "assemble", "citations", "graph", "read"]

_FIRST = "eng"  # the version that speaks for a Work in several languages


@dataclass(frozen=True, slots=True)
class Graph:
    """Works and the citations between them. Nodes are in the order of their IRIs, edges in that of the citing Works,
    and of each in the order of the document.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Citation, ...]


def read(source: Source | Document) -> tuple[Version, ...]:
    """The language versions of Works that a document holds, with what they cite; several for a collection.

    Raises SourceError where it cannot be read, AknError where it names no Work.
    """
    return versions((source if isinstance(source, Document) else load(source)).tree)


def citations(source: Source | Document) -> Iterator[Citation]:
    """The citations of other Works in one document, in its order. Raises as `read`."""
    return (citation for version in read(source) for citation in version.citations)


def graph(documents: Iterable[Source | Document]) -> Graph:
    """The graph of documents, which are taken one after another; it is the same in whatever order they come.

    Raises SourceError where one cannot be read, AknError where one names no Work.
    """
    return assemble(version for document in documents for version in read(document))


def assemble(read_versions: Iterable[Version]) -> Graph:
    """The graph of versions that were read: those of one Work are merged, one edge for each place.

    The IRI with a year alone, as a citation has it that does not say the day, is the Work with the day where the batch
    (rather the Work itself than what others say of it) or the data of this library knows one day of that year for the
    same body and number. In the United Nations it may be in the next year, for a number says its session.
    """
    works: dict[str, list[Version]] = {}
    for version in read_versions:
        works.setdefault(version.work.iri, []).append(version)
    same = _same_works(works)
    merged: dict[str, list[Version]] = {}
    for iri, of_work in works.items():
        merged.setdefault(same.get(iri, iri), []).extend(of_work)
    edges: list[Citation] = []
    nodes: list[Node] = []
    for iri in sorted(merged):
        ordered = sorted(merged.pop(iri), key=_order)
        nodes.append(_work(iri, [version.work for version in ordered]))
        edges += _edges(iri, ordered, same)
    read_iris = {node.iri for node in nodes}
    nodes += [_cited(iri, number) for iri, number in _printed(edges).items() if iri not in read_iris]
    return Graph(tuple(sorted(nodes)), tuple(edges))


def _rank(language: str) -> tuple[bool, str]:
    return language != _FIRST, language


def _order(version: Version) -> tuple[object, ...]:
    return _rank(version.work.languages[0]), version.work, version.citations


def _edges(iri: str, ordered: Sequence[Version], same: Mapping[str, str]) -> Iterator[Citation]:
    """The citations of a Work: those of its first version, and after them those that only another version has."""
    places: dict[tuple[object, ...], Citation] = {}
    languages: dict[tuple[object, ...], tuple[str, ...]] = {}
    for version in ordered:
        own = [_renamed(citation, iri, same) for citation in version.citations]
        for key, citation in shared_places([one for one in own if one.cited != iri]):
            places.setdefault(key, citation)
            known = languages.get(key, ())
            languages[key] = known if citation.languages[0] in known else (*known, *citation.languages)
    for key, citation in places.items():
        yield citation if languages[key] == citation.languages else replace(citation, languages=languages[key])


def _renamed(citation: Citation, iri: str, same: Mapping[str, str]) -> Citation:
    cited = same.get(citation.cited, citation.cited)
    if (citation.citing, citation.cited) == (iri, cited):
        return citation
    return replace(citation, citing=iri, cited=cited)


def _work(iri: str, said: Sequence[Node]) -> Node:
    """A Work of the batch: of each property what the first version says that says anything."""
    told: dict[str, Any] = {
        one.name: next(filter(None, (getattr(node, one.name) for node in said)), "") for one in fields(Node)
    }
    told["date"] = max(described(iri).date, told["date"], key=len)
    told["languages"] = tuple(sorted({language for node in said for language in node.languages}, key=_rank))
    return Node(**{**told, "iri": iri})


def _cited(iri: str, number: str) -> Node:
    node = described(iri)
    return replace(node, number=number) if number else node


def _printed(edges: Iterable[Citation]) -> dict[str, str]:
    """Each Work that is cited, with its number as printed where it is cited; empty where no citation prints it."""
    numbers: dict[str, str] = {}
    for edge in edges:
        known = numbers.setdefault(edge.cited, "")
        if (not known or edge.text < known) and edge.text and _segment(edge.text) == segments(edge.cited).number:
            numbers[edge.cited] = edge.text
    return numbers


@lru_cache(maxsize=4096)
def _segment(text: str) -> str:
    try:
        return number_segment(text)
    except UsageError:
        return ""


_Key = tuple[str, str, str]  # what stands in an IRI before the date, the year, and what stands behind the date


def _same_works(works: Mapping[str, Sequence[Version]]) -> dict[str, str]:
    """For the IRIs with a year alone of which the day is known: the IRI with the day."""
    of_batch: dict[_Key, set[str]] = {}
    mentioned: dict[_Key, set[str]] = {}
    years: dict[str, _Key] = {}
    for iri in {*works, *(one.cited for of_work in works.values() for version in of_work for one in version.citations)}:
        date = segments(iri).date
        start, _, end = iri.partition(f"/{date}/")
        key = start, date[:4], end
        if len(date) == 4 and end:
            years[iri] = key
        elif date and end:
            mentioned.setdefault(key, set()).add(iri)
            if iri in works:
                of_batch.setdefault(key, set()).add(iri)
    found = {}
    for iri, (start, year, end) in years.items():
        # In the United Nations the next year, where there are none of this one.
        fitting = [year, str(int(year) + 1)] if segments(iri).country == "un" else [year]
        known = (tier.get((start, one, end)) for tier in (of_batch, _known_works(), mentioned) for one in fitting)
        if len(same := next(filter(None, known), set[str]())) == 1:
            (found[iri],) = same
    return found


@lru_cache(maxsize=1)
def _known_works() -> Mapping[_Key, set[str]]:
    found: dict[_Key, set[str]] = {}
    for (actor, number), day in known_dates().items():
        start, end = f"/akn/un/statement/deliberation/{actor}", number_segment(number)
        found.setdefault((start, day[:4], end), set()).add(f"{start}/{day}/{end}")
    return found
