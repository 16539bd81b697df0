"""Batches of checks: every document ends in the report as what was found, whatever happens on the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from sample import ROOT, document
from test_runs import among_hostile, files, killed_and_resumed, rows, run, start, text, texts

from akn import batch, stores
from akn.cli import main
from akn.journal import Journal

WRONG = document("<foo/>")
WARNED = document('<paragraph eId="art_1"/>')


def told(*arguments: object) -> tuple[int, str, str]:
    """The exit code, and what went to standard output and standard error."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Some documents of each kind, in the folder `in` of the current one."""
    (tmp_path / "in").mkdir()
    kinds = (document(), WRONG, WARNED, b"<a>")
    for number in range(20):
        (tmp_path / "in" / f"{number:02}.xml").write_bytes(kinds[number % len(kinds)])
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_row_says_what_became_of_a_document(folder: Path) -> None:
    (folder / "in/99.xml").symlink_to("missing")
    code, out, said = told("validate", "in", "--report", "r.jsonl")
    assert (code, out) == (2, "")
    assert said.splitlines()[-1].endswith(": 1 failed, 10 invalid, 10 valid (unreadable 1).")
    found = rows(folder / "r.jsonl")
    assert [row["status"] for row in found[:4]] == ["valid", "invalid", "valid", "invalid"]
    assert [row["valid"] for row in found[:4]] == [True, False, True, False]
    assert [row["level1"] for row in found[:4]] == [True, False, True, False]
    assert [one["rule"] for one in found[1]["findings"]] == ["xsd-content"]  # type: ignore[attr-defined]
    assert (found[-1]["status"], found[-1]["reason"]) == ("failed", "unreadable")
    assert "No such file" in str(found[-1]["error"])
    assert len(rows(folder / "r.jsonl.times")) == 21
    assert told("validate", "in", "--report", "r.jsonl", "--format", "human")[1] == told("validate", "in")[1]
    assert told("report", "r.jsonl")[0] == 0
    page = (folder / "r.html").read_text("utf-8")
    assert "xsd-content" in page
    assert 'href="in/99.xml"' in page


def test_what_is_checked_and_unchanged_is_not_checked_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str | None] = []
    validate = batch.validate

    def counted(*given: object, **options: object) -> object:
        checked.append(str(options["file"]))
        return validate(*given, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("akn.batch.validate", counted)
    whole = ("validate", "in", "--report", "r.jsonl", "--format", "json")
    first, report = told(*whole), (folder / "r.jsonl").read_bytes()
    assert len(checked) == 20
    checked.clear()
    assert told(*whole, "--resume") == first
    assert ((folder / "r.jsonl").read_bytes(), checked) == (report, [])
    (folder / "in/02.xml").write_bytes(WRONG)
    told(*whole, "--resume")
    assert checked == ["in/02.xml"]
    fresh = told(*whole)
    checked.clear()
    for more in (("--rules", "xsd"), ("--engine", "both", "--rules", "ids")):
        told(*whole, "--resume", *more)
        assert len(checked) == 20, "other options are another check"
        checked.clear()
    (folder / "akn.toml").write_text('ignore = ["ids-element", "ids-unique", "refs"]')
    told(*whole, "--resume")
    assert len(checked) == 20
    checked.clear()
    told(*whole, "--resume")
    assert not checked
    (folder / "akn.toml").unlink()
    assert told(*whole, "--resume") == fresh


def test_the_key_of_the_options_is_the_same_in_every_process(folder: Path) -> None:
    (folder / "akn.toml").write_text(
        'ignore = ["ids-element", "ids-unique", "refs", "text"]\nseverity = {xsd = "note"}'
    )
    found = set()
    for seed in "123":
        command = [sys.executable, "-m", "akn", "validate", "in/00.xml", "--report", f"{seed}.jsonl"]
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        subprocess.run(command, check=True, env=environment, capture_output=True)
        found.add((folder / f"{seed}.jsonl").read_bytes())
    assert len(found) == 1


def test_a_baseline_goes_on_with_the_report(folder: Path) -> None:
    whole = ("validate", "in", "--report", "r.jsonl", "--format", "json", "--baseline", "b.json")
    assert told(*whole, "--write-baseline")[0] == 0
    assert {row["status"] for row in rows(folder / "r.jsonl")} == {"valid"}
    accepted = (folder / "b.json").read_bytes()
    assert told(*whole, "--write-baseline", "--resume")[0] == 0
    assert (folder / "b.json").read_bytes() == accepted
    (folder / "in/01.xml").write_bytes(document("<foo/><foo/>"))
    (folder / "in/03.xml").write_bytes(document())
    first, report = told(*whole), (folder / "r.jsonl").read_bytes()
    assert first[0] == 1
    assert "1 entry of the baseline no longer occurs" in first[2]
    assert told(*whole, "--resume") == first
    assert (folder / "r.jsonl").read_bytes() == report


@pytest.mark.slow
def test_killed_at_any_moment_and_resumed_leaves_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(400):
        (tmp_path / "in" / f"{number:03}.xml").write_bytes(document(f'<p eId="p_{number}">{number}</p>'))
    whole = ("validate", "in", "--report", "r.jsonl", "--jobs", "2")
    report = tmp_path / "r.jsonl"
    assert killed_and_resumed(whole, tmp_path, 60_000) == 0
    interrupted = report.read_bytes()
    start(*whole, cwd=tmp_path).communicate()
    assert report.read_bytes() == interrupted
    assert interrupted.count(b"\n") == 400


HOSTILE = """
import os, signal, time
from akn import batch, stores
validate = batch.validate
def hostile(source, **options):
    if b"kill me" in source: os.kill(os.getpid(), signal.SIGKILL)
    if b"never ends" in source:
        while True: pass
    if b"too large" in source: return bytearray(1 << 40)
    return validate(source, **options)
batch.validate = hostile
"""


@pytest.mark.slow
def test_a_document_that_kills_hangs_or_hogs_costs_itself_alone(folder: Path) -> None:
    for name, content in (("a", "kill me"), ("b", "never ends"), ("c", "too large")):
        (folder / "in" / f"x{name}.xml").write_bytes(document(f"<p>{content}</p>"))
    process = among_hostile(HOSTILE, ("validate", "in", "--report", "r.jsonl"), folder)
    assert process.returncode == 1, process.stderr
    reasons = {Path(str(row["input"])).stem: row["reason"] for row in rows(folder / "r.jsonl") if row["reason"]}
    assert reasons == {"xa": "killed", "xb": "timeout", "xc": "memory"}
    assert "3 failed" in process.stderr
    assert "(killed 1, memory 1, timeout 1)" in process.stderr


@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_a_data_set_is_checked_and_read_back(tmp_path: Path, suffix: str) -> None:
    if suffix == "parquet":
        pytest.importorskip("pyarrow")
    data, xml = tmp_path / "texts.jsonl", tmp_path / f"xml.{suffix}"
    data.write_text("".join(json.dumps({"id": f"67-{one}", "text": text(one)}) + "\n" for one in range(1, 6)))
    assert run("convert", data, "--id-column", "id", "-o", xml)[0] == 0
    code, out, _ = told("validate", xml, "--id-column", "id", "--format", "json", "--jobs", "2")
    assert code == 0
    [first, *_] = found = json.loads(out)
    assert len(found) == 5
    assert str(first["file"]).endswith("#67-1")
    assert run("text", xml, "--id-column", "id", "-o", tmp_path / "back")[0] == 0
    assert files(tmp_path / "back") == {f"67-{one}.txt": text(one).encode() for one in range(1, 6)}
    code, out, _ = told("graph", xml)
    assert code == 0
    assert out.count("66-5") == 5


def test_parts_of_a_data_set_by_a_pattern(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"part-{number}.jsonl").write_text(json.dumps({"xml": document().decode()}) + "\n")
    code, out, _ = told("validate", tmp_path / "part-*.jsonl", "--format", "json")
    assert (code, len(json.loads(out))) == (0, 2)
    assert told("validate", tmp_path / "gone-*.jsonl")[0] == 2
    (tmp_path / "x.parquet").mkdir()
    assert "no *.parquet in the folder" in told("validate", tmp_path / "x.parquet")[2]


def test_a_row_is_a_document_and_never_the_name_of_one(folder: Path) -> None:
    """Whatever encoding the declaration of a string says, it is a string."""
    contents = [
        str(folder / "in/00.xml"),
        document().decode().replace("utf-8", "utf-16").replace("UTF-8", "UTF-16"),
        "\ud800",
        "",
    ]
    (folder / "x.jsonl").write_text("".join(json.dumps({"xml": one}) + "\n" for one in contents))
    _, out, _ = told("validate", "x.jsonl", "--format", "json", "--report", "r.jsonl")
    found = [[one["rule"] for one in file["findings"]] for file in json.loads(out)]
    assert found[0] == found[3] == ["xml-not-well-formed"]
    assert found[1] == []
    assert found[2] == ["xml-not-well-formed"]


def test_what_cannot_be_mended_is_refused(folder: Path) -> None:
    (folder / "x.jsonl").write_text(json.dumps({"xml": document().decode()}) + "\n")
    for option in ("--fix", "--diff"):
        code, _, said = told("validate", "x.jsonl", option)
        assert (code, "x.jsonl is a data set" in said) == (2, True)
    assert told("validate", "in", "--diff", "--report", "r.jsonl")[0] == 2
    assert not (folder / "r.jsonl").exists()


def test_mending_goes_on_with_the_report(folder: Path) -> None:
    (folder / "in/00.xml").write_bytes(document('<paragraph eId="x"/>'))
    whole = ("validate", "in", "--fix", "--report", "r.jsonl")
    told(*whole)
    first = (folder / "r.jsonl").read_bytes()
    mended = files(folder / "in")
    assert "as they were" in told(*whole, "--resume")[2]
    assert ((folder / "r.jsonl").read_bytes(), files(folder / "in")) == (first, mended)


def test_a_document_that_cannot_be_written_stays_and_the_others_are_mended(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    misnamed = document('<paragraph eId="x"/>')
    for name in ("00", "02"):
        (folder / f"in/{name}.xml").write_bytes(misnamed)
    write = stores.write

    def full(name: str, data: bytes) -> None:
        if name.endswith("00.xml"):
            raise OSError(28, "No space left on device", name)
        write(name, data)

    monkeypatch.setattr("akn.stores.write", full)
    code, out, _ = told("validate", "in", "--fix")
    assert code == 2
    assert "in/00.xml cannot be written: No space left on device." in out
    assert (folder / "in/00.xml").read_bytes() == misnamed
    assert (folder / "in/02.xml").read_bytes() != misnamed


@pytest.mark.parametrize("report", ["in/00.xml", "./in/00.xml", "x.jsonl"])
def test_no_input_is_overwritten_by_a_report(folder: Path, report: str) -> None:
    (folder / "x.jsonl").write_text(json.dumps({"xml": document().decode()}) + "\n")
    before = files(folder)
    code, _, said = told("validate", "in", "x.jsonl", "--report", report)
    assert code == 2
    assert "is an input" in said
    assert files(folder) == before


def test_no_data_set_is_overwritten_by_its_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.jsonl").write_text(json.dumps({"text": text(1)}) + "\n")
    before = files(tmp_path)
    for options in (
        ("-o", "x.jsonl"),
        ("-o", "y.jsonl", "--report", "x.jsonl"),
        ("-o", "y.jsonl", "--report", "y.jsonl"),
    ):
        assert run("convert", "x.jsonl", *options)[0] == 2
        assert files(tmp_path) == before


@pytest.mark.parametrize("command", ["convert", "validate"])
def test_a_folder_that_becomes_unreadable(tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it is so before the batch, or only when its files are read: the rest is done."""
    content = {"convert": text(1).encode(), "validate": document()}[command]
    suffix = {"convert": "txt", "validate": "xml"}[command]
    for name in ("a/1", "b/2", "c/3"):
        path = tmp_path / "in" / f"{name}.{suffix}"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    out = ("-o", tmp_path / "out") if command == "convert" else ()
    whole = (command, tmp_path / "in", *out, "--report", tmp_path / "r.jsonl")
    failed = {"convert": 1, "validate": 2}[command]
    scandir = os.scandir

    def refused(path: str | os.PathLike[str]) -> object:
        if Path(path).name == "b":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", refused)
        assert run(*whole)[0] == failed
    found = rows(tmp_path / "r.jsonl")
    assert [row["reason"] for row in found] == ["", "unreadable", ""]
    assert "b cannot be read: Permission denied" in str(found[1]["error"])
    assert run(*whole, "--resume")[0] == 0
    assert [row["reason"] for row in rows(tmp_path / "r.jsonl")] == ["", "", ""]

    class Moving(Journal):
        def __init__(self, *given: object, **options: object) -> None:
            super().__init__(*given, **options)  # type: ignore[arg-type]
            (tmp_path / "in/b").rename(tmp_path / "moved")  # all inputs are known by now

    monkeypatch.setattr("akn.batch_cli.Journal", Moving)
    assert run(*whole)[0] == failed
    assert [row["reason"] for row in rows(tmp_path / "r.jsonl")] == ["", "unreadable", ""]


def test_what_a_folder_or_a_list_holds_fails_alone(tmp_path: Path) -> None:
    folder = texts(tmp_path / "in", range(1, 4))
    (folder / "000.txt").symlink_to("missing")
    assert run("convert", folder, "-o", tmp_path / "out")[0] == 1
    assert len(files(tmp_path / "out")) == 3
    (tmp_path / "list").write_text(f"{folder / '001.txt'}\n{folder / 'gone.txt'}\n{folder}/*.none\n")
    code, said = run("convert", "--list", tmp_path / "list", "-o", tmp_path / "two", "--report", tmp_path / "r.jsonl")
    assert code == 1
    assert "1 converted, 2 failed (unreadable 2)" in said
    assert run("convert", folder / "gone.txt", folder / "001.txt", "-o", tmp_path / "three")[0] == 2
