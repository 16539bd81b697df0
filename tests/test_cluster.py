"""A Dask cluster of processes on this machine: the same bytes as one process gives, though a worker is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sample import ROOT
from test_runs import files, run, texts

pytest.importorskip("distributed")

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # of what Dask brings with it


Cluster = tuple[str, list["subprocess.Popen[bytes]"]]


def start(*arguments: str, cwd: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    command = [sys.executable, "-m", *arguments]
    return subprocess.Popen(command, cwd=cwd, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """The address of a scheduler, and its two workers."""
    told = tmp_path / "scheduler.json"
    scheduler = start(
        "distributed.cli.dask_scheduler",
        "--scheduler-file",
        str(told),
        "--port",
        "0",
        "--no-dashboard",
        "--host",
        "127.0.0.1",
        cwd=tmp_path,
    )
    while not told.exists():
        assert scheduler.poll() is None
        time.sleep(0.05)
    workers = [
        start(
            "distributed.cli.dask_worker",
            "--scheduler-file",
            str(told),
            "--nthreads",
            "1",
            "--no-nanny",
            "--no-dashboard",
            cwd=tmp_path,
        )
        for _ in range(2)
    ]
    yield json.loads(told.read_text())["address"], workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


def test_a_worker_that_is_killed_costs_nothing(tmp_path: Path, cluster: Cluster) -> None:
    address, workers = cluster
    folder = texts(tmp_path / "in", range(1, 301))
    command = ("akn", "convert", str(folder), "-o", str(tmp_path / "out"), "--dask", address, "--report", "r.jsonl")
    batch = start(*command, cwd=tmp_path)
    report = tmp_path / "r.jsonl"
    while batch.poll() is None and not (report.exists() and report.read_bytes().count(b"\n") > 40):
        time.sleep(0.02)
    workers[0].send_signal(signal.SIGKILL)
    assert batch.wait(timeout=120) == 0
    assert report.read_bytes().count(b"\n") == 300
    assert run("convert", folder, "-o", tmp_path / "one")[0] == 0
    assert files(tmp_path / "out") == files(tmp_path / "one")


def test_an_interruption_does_not_wait_for_what_is_under_way(tmp_path: Path, cluster: Cluster) -> None:
    texts(tmp_path / "in", range(1, 1500))
    process = start("akn", "convert", "in", "-o", "out", "--dask", cluster[0], "--report", "r.jsonl", cwd=tmp_path)
    report = tmp_path / "r.jsonl"
    while process.poll() is None and not (report.exists() and report.read_bytes().count(b"\n") > 40):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    started = time.monotonic()
    assert process.wait(timeout=60) == 1
    assert time.monotonic() - started < 10
    assert report.read_bytes().count(b"\n") < 1499


def test_documents_are_checked_there(tmp_path: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run("convert", texts(tmp_path / "in", range(1, 21)), "-o", "xml")
    (tmp_path / "xml" / "bad.xml").write_bytes(b"<a>")
    assert run("validate", "xml", "--dask", cluster[0], "--report", "there.jsonl")[0] == 1
    assert run("validate", "xml", "--report", "here.jsonl")[0] == 1
    assert (tmp_path / "there.jsonl").read_bytes() == (tmp_path / "here.jsonl").read_bytes()


def test_no_scheduler_is_a_clear_error(tmp_path: Path) -> None:
    folder = texts(tmp_path / "in", range(1, 3))
    whole = ("convert", folder, "-o", tmp_path / "out.jsonl", "--report", tmp_path / "r.jsonl")
    assert run(*whole)[0] == 0
    before = files(tmp_path)
    code, said = run(*whole, "--dask", "tcp://127.0.0.1:1")
    assert code == 2
    assert "no Dask scheduler" in said
    assert files(tmp_path) == before, "what an earlier run left is not given up"
