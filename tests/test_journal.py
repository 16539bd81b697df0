"""The report of a batch, on a disk that fills up."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest
from sample import ROOT
from test_runs import files, rows, run, texts

from akn import lines
from akn.journal import Journal

NUMBERS = range(20)


def row(number: int) -> dict[str, object]:
    return {"input": f"{number}.txt", "text": "x" * 300}


@pytest.fixture
def full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A report on a disk that is full, but for the blocks that its reserve has given up."""
    path = tmp_path / "r.jsonl"
    reserve, write_all = tmp_path / "r.jsonl.reserve", lines.write_all
    sizes: list[int] = []

    def limited(file: IO[bytes], data: bytes) -> None:
        sizes.append(reserve.stat().st_size)
        free = sizes[0] - sizes[-1] - file.tell()
        if free < len(data):
            write_all(file, data[: max(free, 0)])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write_all(file, data)

    monkeypatch.setattr("akn.lines.write_all", limited)
    return path


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="this system sets no room apart")
def test_rows_have_room_where_results_have_none(full: Path) -> None:
    with Journal(full, resume=False, total=len(NUMBERS)) as journal:
        for number in NUMBERS:
            journal.write(row(number))
    assert rows(full) == [row(number) for number in NUMBERS]
    assert list(files(full.parent)) == ["r.jsonl", "r.jsonl.times"]


def test_without_room_the_error_names_the_file(full: Path) -> None:
    with pytest.raises(OSError, match=r"No space left on device: '.*r\.jsonl'"), Journal(full, resume=False) as journal:
        journal.write(row(1))
    assert rows(full) == []


def test_what_an_interruption_leaves_of_a_line_is_taken_off(tmp_path: Path) -> None:
    path, times = tmp_path / "r.jsonl", tmp_path / "r.jsonl.times"
    with Journal(path, resume=False) as journal:
        journal.enter(row(1), 0.25)
    times.write_bytes(times.read_bytes() + b'{"input": "2.t')
    with Journal(path, resume=True) as journal:
        journal.enter(row(1), None)
        journal.enter(row(2), 0.5)
    assert rows(times) == [{"input": "1.txt", "seconds": 0.25}, {"input": "2.txt", "seconds": 0.5}]
    assert run("report", path)[0] == 0


def test_times_give_way_where_there_is_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, times = tmp_path / "r.jsonl", tmp_path / "r.jsonl.times"

    def refused(file: IO[bytes], data: bytes) -> None:
        file.write(data[:7])
        raise OSError(errno.ENOSPC, "No space left on device")

    with Journal(path, resume=False) as journal:
        journal.enter(row(1), 0.25)
        before = times.read_bytes()
        with monkeypatch.context() as patched:
            patched.setattr("akn.journal.write_all", refused)
            journal.enter(row(2), 0.5)
        assert times.read_bytes() == before
        journal.enter(row(3), 0.5)
    assert [line["input"] for line in rows(times)] == ["1.txt", "3.txt"]


DISK = """
mkdir small && mount -t tmpfs -o size=1m tmpfs small && cd small || exit 99
"$0" -m akn convert ../in -o "$1" --report r.jsonl --jobs 2
code=$?
cp -r . ../after
exit $code
"""


@pytest.mark.slow
@pytest.mark.parametrize("out", ["out", "out.jsonl", "out.parquet"])
def test_a_disk_that_fills_up_with_results_and_report(tmp_path: Path, out: str) -> None:
    """A disk of its own, as Linux lets a user have one: each input is in the report, and what it says is there."""
    if not shutil.which("unshare"):
        pytest.skip("this system has no disk to fill up")
    if out.endswith("parquet"):
        pytest.importorskip("pyarrow")
    count = 600
    folder = texts(tmp_path / "in", range(1, count + 1))
    for number in range(1, count + 1, 7):  # what compresses badly
        noise = os.urandom(9000).hex()
        (folder / f"{number:03}.txt").write_text(f"{(folder / f'{number:03}.txt').read_text()}\n{noise}\n")
    command = ["unshare", "-rm", "sh", "-c", DISK, sys.executable, out]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300)
    if done.returncode == 99 or "unshare" in done.stderr:
        pytest.skip("this system has no disk to fill up")
    assert done.returncode == 1, done.stderr[-2000:]
    found = rows(tmp_path / "after" / "r.jsonl")
    assert [Path(str(row["input"])).name for row in found] == sorted(path.name for path in folder.iterdir())
    reasons = {row["reason"] for row in found}
    assert reasons == ({"unwritable"} if out.endswith("parquet") else {"", "unwritable"})
    assert not list((tmp_path / "after").glob("*.reserve"))
    converted = [str(row["output"]) for row in found if row["converted"]]
    if out == "out":
        assert sorted(files(tmp_path / "after" / "out")) == sorted(Path(name).name for name in converted)
    elif out == "out.jsonl":
        told = [json.loads(line) for line in (tmp_path / "after" / out).read_bytes().splitlines()]
        assert [row["input"] for row in told] == [row["input"] for row in found if row["converted"]]
