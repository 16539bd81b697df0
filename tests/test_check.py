"""Validation: verdicts, places, plain words; what is in a file is a finding, and a file that is missing is not."""

from __future__ import annotations

import csv
import io
import re
import time
from collections import Counter
from functools import partial
from pathlib import Path

import pytest
from lxml import etree
from sample import CORPUS, NAMESPACE, ROOT, document

from akn import xsd
from akn.check import Report, select, title, validate
from akn.diagnostics import Finding, SourceError, UsageError
from akn.rules import RULES
from akn.xsd_model import Violation
from akn.xsd_words import XSD_RULES

INVALID = sorted((ROOT / "tests/invalid").glob("*.xml"))
VALID = sorted((ROOT / "tests/valid").glob("*.xml"))
EXPECTED = re.compile(r"<!-- expect: (\S+) (\d+) -->")


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_invalid_files_have_the_findings_that_they_declare(file: Path) -> None:
    declared = sorted((rule, int(line)) for rule, line in EXPECTED.findall(file.read_text("utf-8")))
    assert declared, "a file that declares nothing proves nothing"
    assert sorted((finding.rule, finding.line) for finding in validate(file)) == declared


@pytest.mark.parametrize("file", VALID, ids=lambda file: file.stem)
def test_valid_files_have_no_finding(file: Path) -> None:
    assert list(validate(file)) == []
    assert list(validate(file, engine="both")) == []


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_messages_are_sentences(file: Path) -> None:
    for finding in validate(file):
        assert finding.message.endswith((".", "xmlschema).")), finding.message
        assert NAMESPACE not in finding.message
        assert "{" not in finding.message
        assert finding.file == str(file)
        assert title(finding.rule)


def corpus() -> list[dict[str, str]]:
    manifest = CORPUS / "akn" / "MANIFEST.tsv"
    if not manifest.is_file():
        return []
    with manifest.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows, delimiter="\t"))


@pytest.mark.skipif(not corpus(), reason="the corpus of foreign documents is not beside the checkout (AKN_CORPUS)")
@pytest.mark.parametrize("row", corpus(), ids=lambda row: row["file"])
def test_verdicts_on_real_documents(row: dict[str, str]) -> None:
    report = validate(CORPUS / "akn" / row["file"], rules="xsd")
    assert bool(report) == (row["lxml_final_xsd"] == "valid")
    if row["lxml_final_xsd"] == "parse-error":
        assert [finding.rule for finding in report] == ["xml-not-well-formed"]
    assert "xsd-engines-differ" not in {finding.rule for finding in report}


@pytest.mark.skipif(not corpus(), reason="the corpus of foreign documents is not beside the checkout (AKN_CORPUS)")
def test_the_rules_bear_every_real_document() -> None:
    for row in corpus():
        for finding in validate(CORPUS / "akn" / row["file"]):
            assert finding.line, finding


def test_a_report() -> None:
    error, warning = Finding("a", "error", "E."), Finding("b", "warning", "W.")
    assert not Report((warning, error))
    assert Report((warning,))
    assert Report()
    report = Report((warning, error), "x.xml")
    assert list(report) == [warning, error]
    assert len(report) == 2
    assert report.errors == (error,)
    assert report.warnings == (warning,)


def test_every_kind_of_source(tmp_path: Path) -> None:
    content = document()
    (tmp_path / "x.xml").write_bytes(content)
    tree = etree.ElementTree(etree.fromstring(content))
    for source in (content, content.decode(), io.BytesIO(content), tree, tree.getroot(), tmp_path / "x.xml"):
        assert list(validate(source)) == []
    assert validate(str(tmp_path / "x.xml")).file == str(tmp_path / "x.xml")
    assert validate(content, file="named.xml").file == "named.xml"


def test_a_missing_file_is_no_finding() -> None:
    with pytest.raises(SourceError, match=r"missing\.xml"):
        validate("missing.xml")


@pytest.mark.parametrize("source", [b"", b"plain text", "plain\ntext", b"\xff\xfe\xff"])
def test_what_is_no_xml_is_a_finding(source: bytes | str) -> None:
    report = validate(source)
    assert not report
    assert [finding.rule for finding in report] == ["xml-not-well-formed"]


def test_the_place_of_a_finding() -> None:
    [finding] = validate(document('<paragraph eId="para_1"/>\n<paragraph eId="para_2"><foo/></paragraph>'))
    assert finding.path == "/akomaNtoso/statement/mainBody/paragraph[2]/foo"
    assert finding.eid == "para_2"
    assert (
        document('<paragraph eId="para_1"/>\n<paragraph eId="para_2"><foo/></paragraph>')
        .splitlines()[finding.line - 1]
        .startswith(b'<paragraph eId="para_2"')
    )


def test_prefixed_documents_have_the_same_places() -> None:
    prefixed = document("<p/>\n<foo/>").replace(b" xmlns=", b" xmlns:an=")
    prefixed = re.sub(rb"(</?)(?=[a-zA-Z])", rb"\1an:", prefixed)
    [finding] = validate(prefixed)
    assert finding.path == "/akomaNtoso/statement/mainBody/foo"


def test_the_first_user_of_an_identifier_is_named() -> None:
    twice = document('<p eId="p_1"/>\n<paragraph eId="p_1"/>')
    for rules in ("xsd", "ids-unique"):
        [finding] = validate(twice, rules=rules)
        assert "that <p> on line 16 already has" in finding.message


def test_a_repeated_identifier_is_told_once() -> None:
    rules = [finding.rule for finding in validate(document('<p eId="p_1"/>\n<p eId="p_1"/>'))]
    assert rules == ["ids-unique"]


def test_rules_can_be_selected() -> None:
    wrong = document('<paragraph eId="art_1"/>\n<foo/>')
    assert {finding.rule for finding in validate(wrong)} == {"ids-element", "xsd-content"}
    assert {finding.rule for finding in validate(wrong, rules="ids")} == {"ids-element"}
    assert {finding.rule for finding in validate(wrong, rules=["xsd", "ids-element"])} == {"ids-element", "xsd-content"}
    assert {finding.rule for finding in validate(wrong, rules="xsd-content, refs")} == {"xsd-content"}
    assert select(None) >= RULES.keys() | XSD_RULES.keys()


@pytest.mark.parametrize("rules", ["", "nonsense", ["ids", "nonsense"], []])
def test_a_rule_that_does_not_exist(rules: str | list[str]) -> None:
    with pytest.raises(UsageError, match=r"accepted are xml, xsd, ids, refs, frbr"):
        validate(document(), rules=rules)


def test_an_engine_that_does_not_exist() -> None:
    with pytest.raises(UsageError, match="accepted are lxml, xmlschema, both"):
        validate(document(), engine="saxon")


def test_every_error_is_told_in_one_run() -> None:
    """libxml2 passes over what follows the first error in mainBody; the three are in three children of it."""
    wrong = document('<foo/>\n<paragraph eId="para_1">text</paragraph>\n<p><ref/></p>')
    assert [(finding.rule, finding.line) for finding in validate(wrong, rules="xsd")] == [
        ("xsd-content", 16),
        ("xsd-text", 17),
        ("xsd-attribute-missing", 18),
    ]


def differences(report: Report) -> list[str]:
    return [finding.message for finding in report if finding.rule == "xsd-engines-differ"]


def test_lxml_is_the_judge() -> None:
    blank = document('<paragraph eId="para_1">\u00a0</paragraph>')
    assert [finding.rule for finding in validate(blank)] == ["xsd-text"]
    assert validate(blank, engine="xmlschema"), "xmlschema takes a no-break space for white space"
    both = validate(blank, engine="both")
    assert not both
    assert differences(both) == ["xmlschema finds no error where libxml2, the judge, finds some."]


def test_engines_that_agree_say_nothing_of_it() -> None:
    wrong = document("<foo/>")
    assert list(validate(wrong, engine="both")) == list(validate(wrong))
    assert {finding.rule for finding in validate(wrong, engine="xmlschema")} == {"xsd-content"}


def test_a_compiled_schema_that_is_too_strict_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    strict = partial(_never_valid, xsd.violations)
    monkeypatch.setattr(xsd, "violations", strict)
    both = validate(document(), engine="both")
    assert both, "a warning: libxml2 judges"
    [said] = differences(both)
    assert said.startswith("The compiled schema finds an error where libxml2, the judge, finds none: <akomaNtoso> must")
    assert list(validate(document())) == [], "a valid document is not read twice"


def _never_valid(_: object, root: etree._Element) -> list[Violation]:
    return [Violation("empty", root)]


def test_a_compiled_schema_that_is_too_lax_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xsd, "violations", lambda _: [])
    report = validate(document('<p/>\n<foo/>\n<p eId="a b"/>'), rules="xsd")
    assert not report
    assert differences(report) == ["libxml2, the judge, finds an error that the compiled schema does not see."]
    [told] = [finding for finding in report if finding.rule == "xsd-content"]
    assert told.path == "/akomaNtoso/statement/mainBody/foo"
    assert told.message.startswith("Element 'foo': This element is not expected")
    assert told.message.endswith(" (libxml2).")


def test_a_compiled_schema_that_is_too_lax_in_a_document_with_very_many_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xsd, "violations", lambda _: [])
    report = validate(document("".join(["<p id='x'/>"] * 20_000)), rules="xsd")
    assert sum(finding.rule == "xsd-attribute-unknown" for finding in report) == 100
    assert report.findings[-1].rule == "xsd-more"


@pytest.mark.parametrize(
    ("content", "rule", "count"),
    [
        ("\n".join(['<p eId="a"/>'] * 20_000), "xsd-duplicate-id", 19_999),
        ("".join(['<p eId="a"/>'] * 20_000), "xsd-duplicate-id", 19_999),
        ("\n".join(['<p eId="a b"/>'] * 20_000), "xsd-pattern", 20_000),
        ("<p>" + "<inline>x</inline>" * 20_000 + "</p>", "xsd-attribute-missing", 20_000),
        ("<foo/>" * 20_000, "xsd-content", 20_000),
        ("<p/>" + "<content/>" * 20_000, "xsd-content", 20_000),
        (
            "<blockList><listWrapUp/>" + "<item><p/></item><listWrapUp/>" * 10_000 + "</blockList>",
            "xsd-content",
            10_000,
        ),
    ],
    ids=["duplicates", "duplicates on one line", "blanks", "attribute missing", "unknown", "misplaced", "order"],
)
def test_many_errors_are_all_told_in_bounded_time(content: str, rule: str, count: int) -> None:
    """Asked for the place of each, libxml2 takes half a minute for the first of these."""
    source = document("<p/>").replace(b"<p/>", content.encode())
    started = time.process_time()
    report = validate(source, rules="xsd")
    assert time.process_time() - started < 4
    assert Counter(finding.rule for finding in report) == {rule: count}


def test_the_first_of_many_errors_have_their_lines() -> None:
    source = document("<p/>").replace(b"<p/>", b"\n".join([b'<p eId="a"/>'] * 20_000))
    assert [finding.line for finding in validate(source, rules="xsd")][:3] == [17, 18, 19]


def test_a_large_valid_document() -> None:
    many = "\n".join(f'<p eId="p_{number}"/>' for number in range(1, 20_001))
    assert list(validate(document("<p/>").replace(b"<p/>", many.encode()))) == []


def test_a_few_errors_in_a_large_document_have_their_places() -> None:
    many = "\n".join(f'<p eId="p_{number}"/>' for number in range(1, 20_001))
    source = document("<p/>").replace(b"<p/>", f'{many}\n<p id="x"/>'.encode())
    [finding] = validate(source)
    assert (finding.rule, finding.path) == ("xsd-attribute-unknown", "/akomaNtoso/statement/mainBody/p[20001]")


def test_rules_may_come_from_anything_that_gives_their_names_once() -> None:
    data = document().replace(b'<FRBRcountry value="un"', b'<FRBRcountry value="za"')
    data = data.replace(b"<docNumber>67/6</docNumber>", b"<docNumber>67/7</docNumber>")
    found = validate(data, rules=["akn4un"])
    assert found.findings
    assert validate(data, rules=iter(["akn4un"])) == found
