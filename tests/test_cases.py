"""Literate cases: a text, a line with a dot, the XML that matters, and what the converter was not sure of.

Each file in tests/cases is Markdown. A heading names a case, prose says why it is there, and a fence holds it:

    ``` en mainBody
    the text
    .
    <mainBody>...</mainBody>
    .
    3 stray-number
    ```

The fence line says the language, the parts of the document that are shown (paths below the statement, `.` for its own
start tag), and flags:
`whole` (the text is a whole resolution, so that a number, a date or an organ that is not found counts as a finding),
`ids` and `layout` (show the `eId` and the layout attributes, which are left out otherwise), `crlf`, `bom` (how the text
is written), `fails` (the XML is what is right, and the converter does not make it yet) and `misread` (its canonical
text is read as something else). The sign U+240C stands for
a form feed. Every case must also come back to the byte and be valid.

AKN_UPDATE_CASES=1 rewrites what is expected, except in cases that fail; read the difference before you keep it.
"""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree
from sample import NAMESPACE, ROOT

import akn
from akn.testing import recognised

FOLDER = ROOT / "tests" / "cases"
FENCE = re.compile(r"^``` (?P<info>.*)\n(?P<content>(?:(?!```$).*\n)*)```$", re.MULTILINE)
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
FLAGS = {"whole", "ids", "layout", "crlf", "bom", "fails", "misread"}
IDENTITY = {"no-number", "no-adoption-date", "no-organ"}
FEED = "\u240c"
UPDATE = os.environ.get("AKN_UPDATE_CASES") == "1"
NAMES = {"a": NAMESPACE}
_DECLARATIONS = re.compile(r' xmlns(?::\w+)?="[^"]*"')


@dataclass(frozen=True, slots=True)
class Case:
    file: Path
    name: str
    line: int
    language: str
    parts: tuple[str, ...]
    flags: frozenset[str]
    shown: str
    expected: str
    findings: str

    @property
    def text(self) -> str:
        text = self.shown.replace(FEED, "\f")
        text = text.replace("\n", "\r\n") if "crlf" in self.flags else text
        return "\ufeff" + text if "bom" in self.flags else text


def cases() -> Iterator[Case]:
    for file in sorted(FOLDER.glob("*.md")):
        content = file.read_text("utf-8")
        for fence in FENCE.finditer(content):
            language, *words = fence["info"].split()
            shown, expected, findings = [*fence["content"].split("\n.\n"), "", ""][:3]
            shown = shown.removesuffix("\n.") if not expected else shown
            headings = HEADING.findall(content, 0, fence.start())
            yield Case(
                file,
                headings[-1] if headings else "",
                content.count("\n", 0, fence.start()) + 1,
                language,
                tuple(word for word in words if word not in FLAGS),
                frozenset(words) & FLAGS,
                shown + "\n",
                expected.strip("\n"),
                findings.strip("\n"),
            )


ALL = list(cases())


def each(flag: str) -> list[object]:
    """Every case, those with this flag as known failures."""
    known = pytest.mark.xfail(strict=True, reason=f"known failure: the case is marked {flag!r}")
    return [
        pytest.param(case, id=f"{case.file.stem}: {case.name}", marks=[known] if flag in case.flags else [])
        for case in ALL
    ]


def shown_xml(document: akn.Document, case: Case) -> str:
    """The parts of a document that a case shows, without what it does not."""
    root = document.tree.getroot()[0]
    pieces = []
    for path in case.parts:
        if path == ".":
            shell = etree.Element(root.tag, dict(root.attrib), root.nsmap)
            pieces.append(_tidied(shell, case))
            continue
        found = root.xpath("/".join(f"a:{step}" for step in path.split("/")), namespaces=NAMES)
        pieces += [_tidied(element, case) for element in found]
    return "\n".join(pieces)


def _tidied(element: etree._Element, case: Case) -> str:
    element = copy.deepcopy(element)
    element.tail = None
    for each in element.iter(tag=etree.Element):
        if "ids" not in case.flags and each.tag != f"{{{NAMESPACE}}}authorialNote":
            each.attrib.pop("eId", None)
            each.attrib.pop("wId", None)
        if "layout" not in case.flags:
            for key in [key for key in each.attrib if key.startswith("{")]:
                del each.attrib[key]
    text = _DECLARATIONS.sub("", etree.tostring(element, encoding="unicode"))
    last = text.rpartition("\n")[2]
    columns = len(last) - len(last.lstrip())
    return "\n".join(line[columns:] if line[:columns].isspace() else line for line in text.split("\n"))


def told(document: akn.Document, case: Case) -> str:
    skipped = set() if "whole" in case.flags else IDENTITY
    return "\n".join(f"{each.line} {each.rule}" for each in document.findings if each.rule not in skipped)


@pytest.mark.parametrize("case", each("fails"))
def test_case(case: Case) -> None:
    document = akn.convert(case.text, language=case.language)
    xml = document.to_xml()
    assert akn.load(xml).to_text() == case.text
    assert not akn.validate(xml).errors
    if UPDATE and "fails" not in case.flags:
        rewrite(case, shown_xml(document, case), told(document, case))
        return
    assert shown_xml(document, case) == case.expected, f"{case.file.name}, line {case.line}"
    assert told(document, case) == case.findings, f"{case.file.name}, line {case.line}"


def rewrite(case: Case, expected: str, findings: str) -> None:
    """Put what the converter makes in the place of what is expected."""
    content = case.file.read_text("utf-8")

    def changed(fence: re.Match[str]) -> str:
        shown = fence["content"].split("\n.\n")[0].removesuffix("\n")
        if fence["info"].split()[0] != case.language or shown + "\n" != case.shown:
            return fence.group()
        rest = f"\n.\n{findings}" if findings else ""
        return f"``` {fence['info']}\n{shown}\n.\n{expected}{rest}\n```"

    case.file.write_text(FENCE.sub(changed, content), "utf-8")


def test_the_files_are_well_formed() -> None:
    """Every fence is read as a case, and no two cases of a file have one name."""
    assert ALL
    for file in FOLDER.glob("*.md"):
        own = [case for case in ALL if case.file == file]
        assert file.read_text("utf-8").count("\n```") == 2 * len(own), file
        assert len({case.name for case in own}) == len(own), file


@pytest.mark.parametrize("case", each("misread"))
def test_the_canonical_text_of_a_case(case: Case) -> None:
    """It says what the content says, it is the same before and after the XML, and its own canonical text is itself.

    The ruling of tables, which it draws in one way of its own, says nothing.
    """
    document = akn.convert(case.text, language=case.language)
    once = document.to_text(layout=False)
    assert akn.load(document.to_xml()).to_text(layout=False) == once
    assert "\f" not in once
    words = {word for word in once.split() if word.strip("|-")}
    assert not words - set(re.sub("[\f\ufeff]", " ", case.text).split())
    again = akn.convert(once, language=case.language)
    assert again.to_text(layout=False) == once
    assert recognised(again) == recognised(document)
