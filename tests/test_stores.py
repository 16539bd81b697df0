"""Files in stores: the same as on this machine, whole or not at all. S3 is a local server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_runs import rows, run, text, texts

from akn import stores
from akn.diagnostics import SourceError, UsageError

fsspec = pytest.importorskip("fsspec")

pytestmark = pytest.mark.filterwarnings("ignore")  # of what stores bring with them


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    pytest.importorskip("s3fs")
    moto = pytest.importorskip("moto.server")
    server = moto.ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        fsspec.filesystem("s3").mkdir("texts")
        yield "s3://texts"
    server.stop()


@pytest.fixture(params=["memory", "s3", "file"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "s3":
        return f"{request.getfixturevalue('bucket')}/{tmp_path.name}"
    return f"memory://{tmp_path.name}" if request.param == "memory" else f"file://{tmp_path}"


def test_files_of_a_store(place: str) -> None:
    assert not stores.exists(f"{place}/a/x.txt")
    stores.write(f"{place}/a/x.txt", b"one")
    stores.write(f"{place}/a/x.txt", b"two")
    stores.write(f"{place}/y.txt", b"y")
    assert stores.read(f"{place}/a/x.txt") == b"two"
    assert stores.exists(f"{place}/a/x.txt")
    assert not stores.exists(f"{place}/a")
    assert stores.is_folder(place)
    assert [below for _, below in stores.below(place)] == ["a/x.txt", "y.txt"]
    assert [stores.read(name) for name, _ in stores.below(place)] == [b"two", b"y"]
    assert [stores.read(name) for name in stores.matching(f"{place}/**/x.txt")] == [b"two"]
    with stores.opened(f"{place}/y.txt") as file:
        assert file.read() == b"y"
    stores.remove(f"{place}/y.txt")
    stores.remove(f"{place}/y.txt")
    assert [below for _, below in stores.below(place)] == ["a/x.txt"]
    with pytest.raises(SourceError, match="does not exist"):
        stores.read(f"{place}/z.txt")


def test_a_store_that_there_is_not() -> None:
    with pytest.raises(UsageError, match="cannot be used"):
        stores.read("nowhere://x")


def test_a_batch_from_a_store_to_a_store(place: str, tmp_path: Path) -> None:
    for number in range(1, 6):
        stores.write(f"{place}/in/sub/{number}.txt", text(number).encode())
    report = tmp_path / "r.jsonl"
    whole = ("convert", f"{place}/in", "-o", f"{place}/out", "--report", report)
    code, said = run(*whole)
    assert (code, "5 converted" in said) == (0, True), said
    assert [below for _, below in stores.below(f"{place}/out")] == [f"sub/{number}.xml" for number in range(1, 6)]
    told = report.read_bytes()
    code, said = run(*whole, "--resume")
    assert code == 0
    assert "5 as they were" in said
    assert report.read_bytes() == told
    texts(tmp_path / "same", range(1, 6))
    assert run("convert", tmp_path / "same", "-o", tmp_path / "here")[0] == 0
    here = sorted((tmp_path / "here").glob("*.xml"))
    assert [stores.read(name) for name, _ in stores.below(f"{place}/out")] == [path.read_bytes() for path in here]


@pytest.mark.slow
def test_processes_reach_a_store(bucket: str, tmp_path: Path) -> None:
    for number in range(1, 9):
        stores.write(f"{bucket}/jobs/{number}.txt", text(number).encode())
    report = tmp_path / "r.jsonl"
    code, said = run("convert", f"{bucket}/jobs/*.txt", "-o", f"{bucket}/made", "--jobs", 2, "--report", report)
    assert code == 0, said
    assert [row["output"] for row in rows(report)] == [f"{bucket}/made/{number}.xml" for number in range(1, 9)]
    assert len(list(stores.below(f"{bucket}/made"))) == 8


def test_data_sets_of_a_store(place: str, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    lines = "".join(json.dumps({"id": f"A/{number}", "text": text(number)}) + "\n" for number in range(1, 4))
    stores.write(f"{place}/texts.jsonl", lines.encode())
    whole = ("convert", f"{place}/texts.jsonl", "--id-column", "id", "-o", f"{place}/xml.parquet")
    assert run(*whole, "--report", tmp_path / "r.jsonl")[0] == 0
    assert [below for _, below in stores.below(f"{place}/xml.parquet")] == ["part-00000.parquet"]
    code, said = run("convert", f"{place}/nothing.jsonl", "-o", tmp_path / "out")
    assert code == 2
    assert "does not exist" in said
    code, said = run("convert", f"{place}/texts.jsonl", "-o", f"{place}/xml.jsonl")
    assert code == 2
    assert "on this machine only" in said
