"""The language versions of one Work side by side: which of their parts belong together, and where they differ."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree

from akn.diagnostics import Finding, UsageError
from akn.document import Document
from akn.elements import name

_PARTS = (
    "section",
    "title",
    "part",
    "chapter",
    "division",
    "article",
    "paragraph",
    "point",
    "item",
    "authorialNote",
    "attachment",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One part of the Work: what the versions call it in common, and the element of each version that has it.

    `key` is the shared identifier of a numbered part or note (`para_2__list_1__point_a`), and `preamble_3` for the
    third preambular paragraph. `versions` is by ISO 639-2 code.
    """

    key: str
    versions: Mapping[str, etree._Element]


@dataclass(frozen=True, slots=True)
class Alignment:
    """The versions of a Work, paired by structure.

    `languages` are their ISO 639-2 codes; `rows` go in the order of the first version; `findings` say where a version
    lacks a part of another (`align-missing`) or names it by another phrase (`align-name`), and which versions state
    another Work (`align-work`), each with the code of the language as `file`.
    """

    languages: tuple[str, ...]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]


def align(documents: Sequence[Document]) -> Alignment:
    """The alignment of the language versions of one Work.

    Numbered parts and notes are paired by the identifiers that the versions share, preambular paragraphs by their order
    and the phrases that open them. Two phrases of one family (`stressing`, `emphasizing`) agree, since some languages
    have one word for both. Raises UsageError for less than two documents, and for two in the same language.
    """
    languages = [document.language for document in documents]
    if len(languages) < 2 or len(set(languages)) < len(languages):
        said = ", ".join(languages) or "none"
        raise UsageError(f"documents in {said}: two or more are accepted, each in a language of its own")
    by_language = dict(zip(languages, documents, strict=True))
    preamble, named = _preamble(by_language)
    numbered = _numbered(by_language)
    rows = (*preamble, *numbered)
    missing = (
        Finding("align-missing", "warning", f"{row.key} is in {_said(row, languages)} alone", file=language)
        for row in rows
        for language in languages
        if language not in row.versions
    )
    findings = (*_works(by_language), *named, *missing)
    return Alignment(tuple(languages), rows, findings)


def _said(row: Row, languages: Sequence[str]) -> str:
    return ", ".join(language for language in languages if language in row.versions)


def _works(documents: Mapping[str, Document]) -> Iterator[Finding]:
    """The versions that state another Work than the first."""
    first = next(iter(documents.values())).work.uri
    for language, document in documents.items():
        if document.work.uri != first:
            yield Finding("align-work", "warning", f"the Work is {document.work.uri}, and not {first}", file=language)


def _preamble(documents: Mapping[str, Document]) -> tuple[list[Row], list[Finding]]:
    """The rows of the preambular paragraphs, and the names that differ from those of the first version."""
    first, *others = documents
    elements = {
        language: [
            child for part in document.tree.iter(name("preamble")) for child in part.iterchildren(name("container"))
        ]
        for language, document in documents.items()
    }
    rows: list[dict[str, etree._Element]] = [{first: element} for element in elements[first]]
    findings: list[Finding] = []
    extra: list[Row] = []
    for language in others:
        ours, theirs = elements[first], elements[language]
        for tag, start, end, from_, to in _matched(ours, theirs):
            paired = min(end - start, to - from_)
            for count in range(paired):
                mine, its = ours[start + count], theirs[from_ + count]
                rows[start + count][language] = its
                if tag == "replace":
                    said = f"preamble_{start + count + 1} is {its.get('name')!r}, and {mine.get('name')!r} in {first}"
                    findings.append(Finding("align-name", "warning", said, file=language))
            extra += [
                Row(f"preamble_{number + 1}_{language}", {language: theirs[number]})
                for number in range(from_ + paired, to)
            ]
    return [*(Row(f"preamble_{number}", row) for number, row in enumerate(rows, 1)), *extra], findings


def _matched(
    ours: Sequence[etree._Element], theirs: Sequence[etree._Element]
) -> Sequence[tuple[str, int, int, int, int]]:
    mine, its = ([_family(element.get("name", "")) for element in side] for side in (ours, theirs))
    return SequenceMatcher(None, mine, its, autojunk=False).get_opcodes()


def _numbered(documents: Mapping[str, Document]) -> list[Row]:
    """The rows of numbered parts and notes, by their shared identifiers; what the first lacks stands at the end."""
    rows: dict[str, dict[str, etree._Element]] = {}
    for language, document in documents.items():
        for element in document.tree.iter(*map(name, _PARTS)):
            key = element.get("wId") or element.get("eId")
            if key and "container" not in key:  # those of the preamble are counted with what a version may lack
                rows.setdefault(key, {})[language] = element
    return [Row(key, row) for key, row in rows.items()]


def _family(opening: str) -> str:
    """What stands for a name of a preambular paragraph when two are compared: its family, else its stem."""
    table = _openings()
    bare = re.sub(rf"^(?:{'|'.join(table['degrees'])})(?=[A-Z])", "", opening)
    bare = bare[:1].lower() + bare[1:]
    stem = max((stem for stem in table["stems"] if bare.startswith(stem)), key=len, default=bare)
    if stem == "expressing":  # concern in one language, for `concerned` in another
        stem = next((like for object_, like in table["expressed"].items() if object_ in bare), stem)
    return next((family for family, stems in table["families"].items() if stem in stems), stem)


@cache
def _openings() -> Mapping[str, Any]:
    return tomllib.loads((files("akn") / "data" / "openings.toml").read_text("utf-8"))
