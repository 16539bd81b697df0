"""The baseline: it accepts what stood, however lines shift, and nothing more."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import document

from akn import baseline
from akn.baseline import Baseline, Entry, Settling, dump, load
from akn.check import Report, validate
from akn.diagnostics import Finding, UsageError

words = st.text(st.characters(), max_size=4)
entries: st.SearchStrategy[Baseline] = st.dictionaries(
    st.builds(Entry, words, words, words, words), st.integers(1, 9)
).map(Counter)
findings = st.builds(
    Finding,
    rule=st.sampled_from(["a", "b"]),
    severity=st.just("error"),
    message=st.sampled_from(["On line 3.", "On line 4, column 2.", "Other."]),
    file=st.just(__file__),
    line=st.integers(0, 9),
    path=st.sampled_from(["/a", "/b"]),
    eid=st.sampled_from(["", "x"]),
)
reports = st.lists(findings, max_size=8).map(lambda found: Report(tuple(found), __file__, rules=frozenset("ab")))


def settle(reports: list[Report], file: str, accepted: Baseline | None) -> tuple[list[Report], str]:
    settling = Settling(file, accepted)
    return [settling.take(report) for report in reports], settling.finish()


def accept(reports: list[Report], accepted: Baseline, folder: str = ".") -> tuple[list[Report], int]:
    """The reports after it, and how many entries no longer occur."""
    after, said = settle(reports, f"{folder}/b.json", accepted)
    return after, int(said.split()[0]) if said else 0


def of(report: Report, folder: str = ".") -> Baseline:
    settling = Settling(f"{folder}/b.json", None)
    settling.take(report)
    return settling.found


@given(entries)
def test_there_and_back(tmp_path_factory: pytest.TempPathFactory, accepted: Baseline) -> None:
    path = tmp_path_factory.mktemp("baseline") / "b.json"
    path.write_bytes(dump(accepted))
    assert load(str(path)) == accepted


@given(entries)
def test_one_entry_a_line_in_order(accepted: Baseline) -> None:
    first, *rows, last = dump(accepted).decode().split("\n")[:-1]
    read = [json.loads(row.removesuffix(",")) for row in rows if row]
    assert [row.pop("count") for row in read] == [count for _, count in sorted(accepted.items())]
    assert [Entry(**row) for row in read] == sorted(accepted)
    assert (first, last) == ('{"version": 1, "findings": [', "]}")
    assert dump(Counter(dict(reversed(accepted.items())))) == dump(accepted)


@given(reports)
def test_all_that_stands_is_accepted(report: Report) -> None:
    [after], gone = accept([report], of(report))
    assert (after.findings, after.in_baseline, gone) == ((), report.findings, 0)


@given(reports)
def test_lines_may_shift(report: Report) -> None:
    shifted = replace(
        report,
        findings=tuple(replace(one, line=one.line + 7, message=one.message.replace("3", "10")) for one in report),
    )
    [after], gone = accept([shifted], of(report))
    assert (len(after), gone) == (0, 0)


@given(reports, findings)
def test_one_more_of_the_same_is_new(report: Report, more: Finding) -> None:
    grown = replace(report, findings=(*report.findings, more))
    [after], gone = accept([grown], of(report))
    assert (list(after), gone) == ([more], 0)


@given(reports)
def test_what_no_longer_occurs_is_counted(report: Report) -> None:
    accepted = of(report)
    [after], gone = accept([replace(report, findings=())], accepted)
    assert (list(after), gone) == ([], len(accepted))
    [_], gone = accept([replace(report, findings=(), rules=frozenset("b"))], accepted)
    assert gone == sum(entry.rule == "b" for entry in accepted), "a rule that is not checked is not missed"


@pytest.mark.parametrize(
    ("change", "known"),
    [
        ({"line": 9, "column": 3, "hint": "H.", "severity": "note"}, True),
        ({"path": "/b"}, True),
        ({"eid": "y"}, False),
        ({"eid": ""}, False),
        ({"rule": "b"}, False),
        ({"message": "N."}, False),
        ({"file": "other.xml"}, False),
    ],
)
def test_what_a_finding_is_known_by(change: dict[str, str], known: bool) -> None:
    finding = Finding("a", "error", "M.", "a.xml", 1, path="/a", eid="x")
    changed = replace(finding, **change)
    [after], _ = accept([Report((changed,), changed.file)], of(Report((finding,), "a.xml")))
    assert (len(after) == 0) == known


def test_without_an_eid_it_is_the_path() -> None:
    finding = Finding("a", "error", "M.", "a.xml", 1, path="/a")
    accepted = of(Report((finding,), "a.xml"))
    for change, new in (({"line": 2}, 0), ({"path": "/a[2]"}, 0), ({"path": "/b"}, 1)):
        assert len(accept([Report((replace(finding, **change),), "a.xml")], accepted)[0][0]) == new


@given(reports, entries)
def test_what_was_set_apart_stays_apart(
    tmp_path_factory: pytest.TempPathFactory, report: Report, others: Baseline
) -> None:
    """As a run that is resumed takes again what an earlier one wrote."""
    file = str(tmp_path_factory.getbasetemp() / "b.json")
    half = of(replace(report, findings=report.findings[::2]), str(tmp_path_factory.getbasetemp()))
    for accepted in (half + others, None):
        once, said = settle([report], file, accepted)
        assert settle(once, file, accepted) == (once, said)


def test_a_file_that_was_not_checked_is_not_missed(tmp_path: Path) -> None:
    (tmp_path / "there.xml").write_bytes(b"")
    entry = Entry("there.xml", "a", "/a", "M.")
    accepted = Counter({entry: 1, entry._replace(file="-"): 1})
    assert accept([], accepted, str(tmp_path)) == ([], 0)
    (tmp_path / "there.xml").unlink()
    assert accept([], accepted, str(tmp_path)) == ([], 1)


def test_a_document_that_moves_down(tmp_path: Path) -> None:
    content = '<paragraph eId="art_1"/>\n<p eId="p_1"/>\n<foo/>\n<p eId="p_1"/>'
    before = validate(document(content), file="a.xml")
    assert [one.rule for one in before if "on line 17 already" in one.message] == ["ids-unique"]
    accepted = of(before, str(tmp_path))
    moved = document(content).replace(b"<mainBody>", b"\n\n<mainBody>")
    [after], gone = accept([validate(moved, file="a.xml")], accepted, str(tmp_path))
    assert (len(after), len(after.in_baseline), gone) == (0, len(before), 0)
    worse = moved.replace(b"<foo/>", b'<foo/><p eId="p_1"/>')
    [after], gone = accept([validate(worse, file="a.xml")], accepted, str(tmp_path))
    assert [one.rule for one in after] == ["ids-unique"]


def test_names_are_seen_from_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    report = Report((Finding("a", "error", "M.", "xml/é.xml", path="/a"),), "xml/é.xml", rules=frozenset("a"))
    reports, said = settle([report], "ci/b.json", None)
    assert (len(reports[0]), said) == (0, "Findings written to ci/b.json: 1.")
    assert '"file": "../xml/é.xml"' in Path("ci/b.json").read_text("utf-8")
    (tmp_path / "xml").mkdir()
    monkeypatch.chdir(tmp_path / "xml")
    found = replace(report.findings[0], file="é.xml")
    [after], said = settle([replace(report, file="é.xml", findings=(found,))], "../ci/b.json", load("../ci/b.json"))
    assert (len(after), said) == (0, "")


@pytest.mark.parametrize("name", ["a" * 5000, "a\0b", "a\ud800"])
def test_a_name_that_no_file_can_have_is_gone(name: str, tmp_path: Path) -> None:
    after, said = settle([], str(tmp_path / "b.json"), Counter([Entry(name, "xsd-content", "", "")]))
    assert (after, said) == ([], "1 entry of the baseline no longer occurs; --write-baseline takes it out.")


def test_what_is_said_of_what_is_gone() -> None:
    entry = Entry("a.xml", "a", "/a", "M.")
    assert settle([], "b.json", Counter({entry: 3}))[1] == (
        "1 entry of the baseline no longer occurs; --write-baseline takes it out."
    )
    assert settle([], "b.json", Counter({entry: 3, entry._replace(rule="b"): 1}))[1] == (
        "2 entries of the baseline no longer occur; --write-baseline takes them out."
    )


def test_the_same_entry_twice_counts_together(tmp_path: Path) -> None:
    row = {"file": "a", "rule": "b", "place": "c", "message": "d", "count": 2}
    (tmp_path / "b.json").write_text(json.dumps({"version": 1, "findings": [row, row]}), "utf-8")
    assert load(str(tmp_path / "b.json")) == {Entry("a", "b", "c", "d"): 4}


ROW = {"file": "a", "rule": "b", "place": "c", "message": "d", "count": 1}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no JSON: Expecting value: line 1 column 1"),
        (b'{"version": 1, "findings": [\n<<<<<<< ours\n]}', "is no JSON: Expecting value: line 2 column 1"),
        (b"\xff", "is no JSON: 'utf-8' codec can't decode byte 0xff in position 0"),
        (b"[" * 100_000, "is no JSON: maximum recursion depth"),
        (b"[]", "an object with a list `findings` is expected"),
        (b'{"version": 1}', "an object with a list `findings` is expected"),
        (b'{"findings": []}', "has the version None; accepted is 1"),
        (b'{"version": 2, "findings": []}', "has the version 2; accepted is 1"),
        (json.dumps({"version": 1, "findings": [ROW, 3]}).encode(), "finding 2: an object is expected, not 3"),
        (
            json.dumps({"version": 1, "findings": [{**ROW, "rule": None}]}).encode(),
            "finding 1: `rule` is to be a string, not None",
        ),
        *(
            (
                json.dumps({"version": 1, "findings": [{**ROW, "count": count}]}).encode(),
                f"finding 1: `count` is to be a number above 0, not {count}",
            )
            for count in (0, -1, 1.5, True)
        ),
    ],
)
def test_a_file_that_is_damaged(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_bytes(content)
    with pytest.raises(UsageError) as raised:
        load(str(path))
    assert str(raised.value).startswith(f"The baseline {path} ")
    assert said in str(raised.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"b\.json does not exist; --write-baseline makes it"):
        load(str(tmp_path / "b.json"))
    with pytest.raises(UsageError, match="cannot be read: Is a directory"):
        load(str(tmp_path))


def test_nothing_is_left_of_one_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "b.json"
    path.write_bytes(dump(Counter()))
    monkeypatch.setattr(baseline, "dump", lambda _: "not bytes")
    with pytest.raises(TypeError):
        settle([], str(path), None)
    assert path.read_bytes() == dump(Counter())
    assert list(tmp_path.iterdir()) == [path]
