"""Files of JSON Lines that are written as it goes: an interruption, anywhere, changes nothing in the end."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akn.diagnostics import UsageError
from akn.lines import Lines

VALUES = st.lists(st.text(max_size=12), max_size=12)


def row(number: int, value: str) -> dict[str, object]:
    return {"input": f"{number}.txt", "value": value}


def written(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines(keepends=False) if line]


def test_rows_are_written_at_once(tmp_path: Path) -> None:
    path = tmp_path / "below" / "rows.jsonl"
    with Lines(path) as lines:
        lines.write(row(1, "é"))
        assert path.read_text("utf-8") == '{"input": "1.txt", "value": "é"}\n'
        assert lines.known("1.txt") is None
    assert [one.name for one in path.parent.iterdir()] == ["rows.jsonl"]


def test_without_resume_an_earlier_file_goes(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    for value in ("old", "new"):
        with Lines(path) as lines:
            lines.write(row(1, value))
    assert written(path) == [row(1, "new")]


@given(VALUES, st.lists(st.tuples(VALUES, st.integers(0, 12), st.integers(0, 40))), VALUES)
def test_interrupted_and_resumed_is_as_if_it_were_not(
    first: list[str], between: list[tuple[list[str], int, int]], last: list[str]
) -> None:
    """Runs over changing inputs, each cut short after some rows and then in the middle of one."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.jsonl"
        with Lines(path) as lines:
            for number, value in enumerate(first):
                lines.write(row(number, value))
        for values, rows, torn in between:
            lines = Lines(path, resume=True)
            for number, value in enumerate(values[:rows]):
                lines.write(row(number, value))
            lines.close()
            if torn and rows <= len(values):
                data = path.read_bytes()
                path.write_bytes(data[: max(len(data) - torn, 0)])
        with Lines(path, resume=True) as lines:
            for number, value in enumerate(last):
                lines.write(row(number, value))
        assert path.read_bytes() == b"".join(
            json.dumps(row(number, value), ensure_ascii=False).encode() + b"\n" for number, value in enumerate(last)
        )
        assert [one.name for one in Path(folder).iterdir()] == ["rows.jsonl"]


@given(st.lists(st.text(max_size=8), min_size=1, max_size=12), st.data())
def test_what_an_earlier_run_did_is_known_after_any_interruption(values: list[str], data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.jsonl"
        with Lines(path) as lines:
            for number, value in enumerate(values):
                lines.write(row(number, value))
        done = data.draw(st.integers(0, len(values)))
        lines = Lines(path, resume=True)
        for number in range(done):
            lines.write(row(number, values[number] if number % 2 else "changed"))
        lines.close()
        lines = Lines(path, resume=True)
        for number, value in enumerate(values):
            expected = "changed" if number < done and not number % 2 else value
            assert lines.known(f"{number}.txt") == row(number, expected)
        lines.close()


def test_another_file_is_not_taken_for_one(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("what a user wrote\n")
    with pytest.raises(UsageError, match="not what an earlier run wrote"):
        Lines(path, resume=True)
    assert path.read_text() == "what a user wrote\n"
    with pytest.raises(UsageError, match="cannot be written"):
        Lines(tmp_path)
