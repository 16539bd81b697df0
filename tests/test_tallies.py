"""What a report adds up to: against plain sums, in bounded memory, and with clear errors."""

from __future__ import annotations

import json
import statistics
import tracemalloc
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akn import SourceError, tallies
from akn.tallies import Counts, Tallies, Times, Top, tally

FINDING = {"rule": "no-title", "severity": "warning", "message": "there is no title", "line": 3}


def row(number: int, **more: Any) -> dict[str, Any]:
    """A row as a batch writes it."""
    return {
        "input": f"texts/{number}.txt",
        "output": f"xml/{number}.xml",
        "converted": True,
        "status": "converted",
        "reason": "",
        "error": None,
        "work": f"/akn/un/statement/deliberation/un-ga/2012-11-19/67-{number}",
        "title": "Titre",
        "language": "fra",
        "characters": 100,
        "findings": [],
        **more,
    }


def written(folder: Path, rows: Iterable[Mapping[str, Any]], times: Mapping[str, object] | None = None) -> Path:
    """A report with these rows, and the times beside it."""
    path = folder / "outcome.jsonl"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in rows), "utf-8")
    if times is not None:
        lines = (json.dumps({"input": name, "seconds": seconds}) for name, seconds in times.items())
        (folder / "outcome.jsonl.times").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path


def added(*rows: Mapping[str, Any]) -> Tallies:
    made = Tallies()
    for one in rows:
        made.add(one)
    return made


@given(st.lists(st.integers(0, 20)), st.integers(1, 8))
def test_the_top_is_that_of_sorting(values: list[int], size: int) -> None:
    top: Top[int] = Top(size)
    for place, value in enumerate(values):
        top.add((value, -place), place)
    expected = sorted(range(len(values)), key=lambda place: (-values[place], place))
    assert list(top) == expected[:size]


@given(st.lists(st.floats(0, 1e6), min_size=1))
def test_the_median_is_right_to_three_figures(seconds: list[float]) -> None:
    times = Times()
    for one in seconds:
        times.add("x", one)
    assert times.median == pytest.approx(statistics.median(seconds), rel=0.006)
    assert times.total == pytest.approx(sum(seconds))


def test_kinds_are_counted_up_to_a_thousand() -> None:
    counts = Counts()
    for number in range(1_500):
        counts.add(str(number))
    counts.add("7")
    assert len(counts.ranked()) == 1_000
    assert counts.ranked()[0] == ("7", 2)
    assert counts.others == 500


def test_what_a_report_adds_up_to(tmp_path: Path) -> None:
    rows = [
        row(1, findings=[FINDING, FINDING, {**FINDING, "severity": "error", "rule": "bad"}], status="unsure"),
        row(2, output=None, converted=False, status="failed", reason="text", error="Line 1: no text.", characters=7),
        row(3, language="ara", findings=[FINDING], work="/nothing"),
    ]
    found = tally(written(tmp_path, rows, {"texts/3.txt": 0.5, "texts/1.txt": 2, "gone.txt": 1.0, "texts/2.txt": "?"}))
    assert (found.documents, found.failures, found.characters) == (3, 1, 207)
    assert found.statuses.ranked() == [("converted", 1), ("failed", 1), ("unsure", 1)]
    assert found.reasons.ranked() == [("text", 1)]
    assert found.languages.ranked() == [("fra", 2), ("ara", 1)]
    assert found.bodies.ranked() == [("un-ga", 2), ("", 1)]
    assert found.severities == {"error": 1, "warning": 3, "note": 0}
    assert [(one.rule, one.findings, one.documents, one.row.number) for one in found.rules()] == [
        ("no-title", 3, 2, 1),
        ("bad", 1, 1, 1),
    ]
    assert [one.number for one in found.shown] == [2, 1, 3]  # failed, in doubt, well
    assert [one.number for one in found.most] == [1, 3]
    assert found.times is not None
    assert list(found.times.slowest) == [("texts/1.txt", 2.0), ("gone.txt", 1.0), ("texts/3.txt", 0.5)]
    assert found.slow.keys() == {"texts/1.txt", "texts/3.txt"}
    assert found.seconds == {"texts/1.txt": 2.0, "texts/3.txt": 0.5}


@pytest.mark.parametrize(
    ("content", "status", "failed"),
    [
        ({"converted": True}, "converted", False),
        ({"converted": False}, "failed", True),
        ({"valid": True}, "valid", False),
        ({"valid": False}, "invalid", True),
        ({"status": "invalid"}, "invalid", True),
        ({"error": "No."}, "failed", True),
        ({}, "unknown", False),
        ({"status": 3, "converted": 1}, "unknown", False),
    ],
)
def test_the_status_of_a_row_without_all_keys(content: dict[str, Any], status: str, failed: bool) -> None:
    found = added(content)
    [one] = found.shown
    assert (one.status, one.failed, found.failures) == (status, failed, failed)


def test_what_was_wrong_with_an_invalid_document_is_its_first_error() -> None:
    error = {"rule": "xsd", "severity": "error", "message": "<x> may not stand here"}
    [one] = added({"input": "a.xml", "status": "invalid", "findings": [FINDING, error]}).shown
    assert one.fault == "<x> may not stand here"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(sorted(FINDING)) | st.text(), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(row(1))), JSON))
def test_values_of_other_types_count_as_missing(content: dict[str, Any]) -> None:
    found = added(content)
    assert found.documents == len(found.shown) == 1


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"[1]", "it is of another type (list)"),
        (b"7", "it is of another type (int)"),
        (b"", "Expecting value at column 1"),
        (b'{"input": "a', "Unterminated string starting at column 11"),
        (b'{"input": "\xff"}', "byte 12 is not UTF-8"),
        (b"[" * 200_000, "it is nested too deeply"),
        (b"9" * 5_000, "Exceeds the limit"),
    ],
)
def test_a_line_that_is_no_object(line: bytes, fault: str, tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(b"{}\n" + line + b"\n{}\n")
    with pytest.raises(SourceError, match=r"r\.jsonl, line 2: a JSON object was expected") as caught:
        tally(path)
    assert fault in str(caught.value)


def test_a_line_of_the_times_that_is_no_object(tmp_path: Path) -> None:
    path = written(tmp_path, [row(1)])
    Path(f"{path}.times").write_text("nothing\n")
    with pytest.raises(SourceError, match=r"outcome\.jsonl\.times, line 1: a JSON object was expected"):
        tally(path)


def test_memory_does_not_grow_with_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "SHOWN", 100)

    def peak(count: int) -> int:
        findings = [FINDING] * 3
        names = (f"texts/{number}.txt" for number in range(count))
        path = written(
            tmp_path,
            (row(number, findings=findings) for number in range(count)),
            {name: number / 7 for number, name in enumerate(names)},
        )
        tracemalloc.start()
        tally(path)
        [_, most] = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(300)  # what is read once and kept
    assert peak(6_000) < 1.3 * peak(1_500)
