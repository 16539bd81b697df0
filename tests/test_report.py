"""Reports: each format says every finding, in the form that its readers need."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from akn.check import Report
from akn.diagnostics import Finding
from akn.report import REPORTERS, concise

ERROR = Finding("ids-unique", "error", "<p> & 50%:\ntwice.", "a b.xml", 3, 2, "/akomaNtoso/p[2]", "p_1", "Mend it.")
WARNING = Finding("frbr-iri", "warning", "Not an IRI.", "c.xml", 1)
NOTE = Finding("x-note", "note", "By the way.")
REPORTS = [Report((WARNING,), "c.xml"), Report((ERROR, NOTE), "a b.xml"), Report((), "clean.xml")]

words = st.text(alphabet=st.characters(codec="utf-8"))
findings = st.builds(Finding, words, st.sampled_from(["error", "warning", "note"]), words, words, st.integers(0, 9))
reports = st.lists(st.builds(Report, st.lists(findings).map(tuple), words), max_size=4)


def told(name: str, found: Iterable[Report] = REPORTS) -> str:
    return "".join(REPORTERS[name](found))


def test_concise() -> None:
    assert concise(WARNING) == "c.xml:1: warning frbr-iri: Not an IRI."
    assert concise(NOTE) == "-: note x-note: By the way."


def test_what_cannot_be_seen_is_shown_by_its_code() -> None:
    odd = Finding("x-note", "note", "\x1b[2J", "a\nb\u202e\udcff.xml", 1, 0, "", "p\u2028\u202e", "h\x9b")
    assert told("human", [Report((odd,), odd.file)]).splitlines()[:3] == [
        r"a\u000ab\u202e\udcff.xml:1: note x-note: \u001b[2J",
        r"    at  (p\u2028\u202e)",
        r"    h\u009b",
    ]


def test_human() -> None:
    assert told("human").splitlines() == [
        "c.xml:1: warning frbr-iri: Not an IRI.",
        "a b.xml:3:2: error ids-unique: <p> & 50%: twice.",
        "    at /akomaNtoso/p[2] (p_1)",
        "    Mend it.",
        "-: note x-note: By the way.",
        "3 files checked: 1 error, 1 warning, 1 note.",
    ]
    assert told("human", REPORTS[2:]) == "1 file checked: nothing found.\n"


def test_json() -> None:
    files = json.loads(told("json"))
    assert [(file["file"], file["valid"], len(file["findings"])) for file in files] == [
        ("c.xml", True, 1),
        ("a b.xml", False, 2),
        ("clean.xml", True, 0),
    ]
    assert files[1]["findings"][0]["eid"] == "p_1"


def test_sarif() -> None:
    log = json.loads(told("sarif"))
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["frbr-iri", "ids-unique", "x-note"]
    assert all(rule["shortDescription"]["text"] for rule in rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] >= 1
    assert run["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b.xml"


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("a/\u00e9\n%.xml", "a/%C3%A9%0A%25.xml"),
        ("bad\udcff.xml", "bad%FF.xml"),
        ("a:b.xml", "a%3Ab.xml"),
        ("s3://bucket/a b.xml", "s3://bucket/a%20b.xml"),
        ("", "-"),
    ],
)
def test_sarif_names_a_file_by_a_reference(file: str, uri: str) -> None:
    [run] = json.loads(told("sarif", [Report((Finding("x-note", "note", "", file),), file)]))["runs"]
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_sarif_has_what_is_suppressed() -> None:
    report = Report((WARNING,), "c.xml", in_source=(NOTE,), in_baseline=(ERROR,))
    [run] = json.loads("".join(REPORTERS["sarif"]([report])))["runs"]
    suppressions = {result["ruleId"]: result["suppressions"] for result in run["results"]}
    assert suppressions == {"frbr-iri": [], "x-note": [{"kind": "inSource"}], "ids-unique": [{"kind": "external"}]}
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_only_sarif_shows_what_is_suppressed_and_human_counts_it() -> None:
    report = Report((WARNING,), "c.xml", in_source=(NOTE,), in_baseline=(ERROR,))
    assert list(REPORTERS["human"]([report]))[1:] == ["1 file checked: 1 warning, 2 suppressed.\n"]
    assert "".join(REPORTERS["human"]([Report((), "c.xml", in_source=(NOTE,))])) == (
        "1 file checked: nothing found, 1 suppressed.\n"
    )
    for name in ("json", "junit", "github"):
        assert list(REPORTERS[name]([report])) == list(REPORTERS[name]([Report((WARNING,), "c.xml")]))


def test_junit() -> None:
    root = etree.fromstring(told("junit").encode())
    assert dict(root.attrib) == {"name": "akn", "tests": "3", "failures": "2"}
    assert [suite.get("name") for suite in root] == ["c.xml", "a b.xml", "clean.xml"]
    assert root.xpath("//failure/@type") == ["frbr-iri", "ids-unique"]


def test_github() -> None:
    lines = told("github").splitlines()
    assert lines[0] == "::error file=a b.xml,line=3,col=2,title=ids-unique::<p> & 50%25:%0Atwice. Mend it."
    assert lines[1] == "::warning file=c.xml,line=1,title=frbr-iri::Not an IRI."
    assert lines[2] == "::notice title=x-note::By the way."
    assert re.match(r"3 files checked", lines[3])


@pytest.mark.parametrize("name", REPORTERS)
@given(found=reports)
def test_every_format_takes_any_finding_and_is_stable(name: str, found: list[Report]) -> None:
    text = told(name, found)
    assert text == told(name, found)
    assert text.endswith("\n")
    if name in {"json", "sarif"}:
        json.loads(text)
    elif name == "junit":
        etree.fromstring(text.encode())


def test_every_format_says_the_column() -> None:
    said = {"human": "a b.xml:3:2:", "json": '"column": 2', "sarif": '"startColumn": 2', "github": "line=3,col=2"}
    said["junit"] = "ids-unique line 3, column 2"
    for name in REPORTERS:
        assert said[name] in told(name)


@pytest.mark.parametrize("name", ["human", "json"])
def test_many_files_are_told_one_by_one(name: str) -> None:
    asked: list[str] = []

    def reports() -> Iterator[Report]:
        for report in REPORTS:
            asked.append(report.file)
            yield report

    pieces = REPORTERS[name](reports())
    assert "c.xml" in next(pieces)
    assert asked == ["c.xml"]
    assert "a b.xml" in next(pieces)
    assert asked == ["c.xml", "a b.xml"]


@given(reports)
def test_the_pieces_of_json_are_one_array(found: list[Report]) -> None:
    text = told("json", found)
    assert json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n" == text
    assert [file["file"] for file in json.loads(text)] == [report.file for report in found]
