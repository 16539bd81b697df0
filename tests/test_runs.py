"""Batches: every input ends in the report as what became of it, whatever happens on the way."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from sample import ROOT

import akn
from akn.cli import main
from akn.outputs import Folder

NUMBERS = range(1, 41)


def text(number: int) -> str:
    return (
        f"Resolution adopted by the General Assembly on 19 November 2012\n\n67/{number}. Title of number {number}\n\n"
        "The General Assembly,\n\nRecalling its resolution 66/5,\n\n1. Decides to act.\n"
    )


def texts(folder: Path, numbers: range = NUMBERS) -> Path:
    folder.mkdir()
    for number in numbers:
        (folder / f"{number:03}.txt").write_text(text(number), "utf-8", newline="")
    return folder


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stderr


def rows(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def start(*arguments: object, cwd: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "akn", *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=cwd, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def test_a_row_says_what_became_of_an_input(tmp_path: Path) -> None:
    folder = texts(tmp_path / "in", range(1, 3))
    (folder / "bad.txt").write_bytes(b"a\xff")
    (folder / "zero.txt").write_bytes(b"a\0")
    code, said = run("convert", folder, "-o", tmp_path / "out", "--report", tmp_path / "r.jsonl")
    assert code == 1
    assert "4 inputs" in said
    assert "2 failed (text 2)" in said
    first, _, bad, zero = rows(tmp_path / "r.jsonl")
    assert first["input"] == str(folder / "001.txt")
    assert first["output"] == str(tmp_path / "out" / "001.xml")
    assert first["status"] == "converted"
    assert first["work"] == "/akn/un/statement/deliberation/un-ga/2012-11-19/67-1"
    assert first["title"] == "Title of number 1"
    assert (first["language"], first["characters"]) == ("eng", len(text(1)))
    assert (bad["status"], bad["reason"], bad["output"]) == ("failed", "text", None)
    assert "is not utf-8" in str(bad["error"])
    assert "U+0000" in str(zero["error"])


def test_what_is_done_and_unchanged_is_not_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, out, report = texts(tmp_path / "in"), tmp_path / "out", tmp_path / "r.jsonl"
    whole = ("convert", folder, "-o", out, "--report", report)
    assert run(*whole)[0] == 0
    before, told = files(out), report.read_bytes()
    (folder / "003.txt").write_text(text(503), "utf-8", newline="")
    (out / "004.xml").unlink()
    converted = []
    convert = akn.convert
    monkeypatch.setattr("akn.convert", lambda given, **options: converted.append(given) or convert(given, **options))
    code, said = run(*whole, "--resume")
    assert code == 0
    assert f"{len(NUMBERS) - 2} as they were" in said
    assert converted == [text(503), text(4)]
    assert {name for name, data in files(out).items() if data != before[name]} == {"003.xml"}
    assert [
        one for one, other in zip(rows(report), map(json.loads, told.splitlines()), strict=True) if one != other
    ] == [rows(report)[2]]
    converted.clear()
    assert run(*whole, "--resume", "--no-verify")[0] == 0
    assert len(converted) == len(NUMBERS), "other options are another conversion"


def test_resume_needs_a_report(tmp_path: Path) -> None:
    code, said = run("convert", texts(tmp_path / "in"), "-o", tmp_path / "out", "--resume")
    assert code == 2
    assert "--report FILE" in said


def killed_and_resumed(whole: tuple[str, ...], folder: Path, most: int) -> int:
    """A batch that is killed three times, each when its report has grown by up to so many bytes, and resumed at last;
    the exit code.
    """
    chance, report = random.Random(20), folder / "r.jsonl"
    for _ in range(3):
        process = start(*whole, "--resume", cwd=folder)
        wanted = (report.stat().st_size if report.exists() else 0) + chance.randrange(most)
        until = time.monotonic() + 20
        while process.poll() is None and time.monotonic() < until:
            if report.exists() and report.stat().st_size >= wanted:
                break
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    process = start(*whole, "--resume", cwd=folder)
    process.communicate()
    return process.returncode


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["out", "out.jsonl", "out.parquet", "work"])
def test_killed_at_any_moment_and_resumed_leaves_the_same_bytes(tmp_path: Path, kind: str) -> None:
    if kind.endswith("parquet"):
        pytest.importorskip("pyarrow")
    texts(tmp_path / "in")
    naming = ("--name", "work") if kind == "work" else ()
    whole = ("convert", "in", "-o", kind, *naming, "--report", "r.jsonl", "--jobs", "2")
    assert killed_and_resumed(whole, tmp_path, 6000) == 0
    interrupted = files(tmp_path)
    for path in sorted(tmp_path.rglob("*"), reverse=True):
        if "in" not in path.relative_to(tmp_path).parts:
            path.rmdir() if path.is_dir() else path.unlink()
    process = start(*whole, cwd=tmp_path)
    assert process.communicate()[1] is not None
    undisturbed = files(tmp_path)
    assert interrupted.keys() == undisturbed.keys()
    assert [name for name in undisturbed if name != "r.jsonl.times" and interrupted[name] != undisturbed[name]] == []


@pytest.mark.slow
def test_an_interruption_ends_in_seconds_and_says_how_to_go_on(tmp_path: Path) -> None:
    texts(tmp_path / "in", range(1, 600))
    for number in (signal.SIGINT, signal.SIGTERM):
        process = start("convert", "in", "-o", "out", "--report", "r.jsonl", "--jobs", "2", cwd=tmp_path)
        report = tmp_path / "r.jsonl"
        while not report.exists() or not report.stat().st_size:
            time.sleep(0.01)
        process.send_signal(number)
        started = time.monotonic()
        said = process.communicate(timeout=20)[1].decode()
        assert time.monotonic() - started < 5
        assert process.returncode == 1
        assert "--resume goes on with the rest" in said
        assert "Traceback" not in said
        assert 0 < len(rows(report)) < 599
        report.unlink()


def test_a_disk_that_fills_up_is_the_reason_of_those_it_hits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from akn import stores

    write, left = stores.write, [20]

    def full(name: str, data: bytes) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device", name)
        write(name, data)

    monkeypatch.setattr("akn.stores.write", full)
    report = tmp_path / "r.jsonl"
    code, said = run("convert", texts(tmp_path / "in"), "-o", tmp_path / "out", "--report", report)
    assert code == 1
    assert f"{len(NUMBERS) - 20} failed (unwritable {len(NUMBERS) - 20})" in said
    assert [row["reason"] for row in rows(report)] == [""] * 20 + ["unwritable"] * (len(NUMBERS) - 20)
    assert "No space left on device" in str(rows(report)[-1]["error"])
    assert len(files(tmp_path / "out")) == 20
    monkeypatch.undo()
    assert run("convert", tmp_path / "in", "-o", tmp_path / "out", "--report", report, "--resume")[0] == 0
    assert len(files(tmp_path / "out")) == len(NUMBERS)


def test_inputs_that_go_away_meanwhile_fail_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = texts(tmp_path / "in")

    class Vanishing(Folder):
        def __init__(self, *given: object) -> None:
            super().__init__(*given)  # type: ignore[arg-type]
            (folder / "007.txt").unlink()  # all inputs are known by now

    monkeypatch.setattr("akn.outputs.Folder", Vanishing)
    code, said = run("convert", folder, "-o", tmp_path / "out", "--report", tmp_path / "r.jsonl")
    assert code == 1
    assert "1 failed (unreadable 1)" in said
    assert "No such file" in str(rows(tmp_path / "r.jsonl")[6]["error"])


HOSTILE = """
import os, signal, time
import akn
convert = akn.convert
def hostile(text, **options):
    if "kill me" in text: os.kill(os.getpid(), signal.SIGKILL)
    if "never ends" in text:
        while True: pass
    if "too large" in text: return bytearray(1 << 40)
    return convert(text, **options)
akn.convert = hostile
"""


def among_hostile(code: str, arguments: tuple[str, ...], folder: Path) -> subprocess.CompletedProcess[str]:
    """A batch whose processes run this code when they start, as Python runs a `sitecustomize`."""
    (folder / "site").mkdir()
    (folder / "site" / "sitecustomize.py").write_text(code)
    return subprocess.run(
        [sys.executable, "-m", "akn", *arguments, "--jobs", "2", "--timeout", "4", "--memory", "3000"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": f"{folder / 'site'}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.slow
def test_a_text_that_kills_hangs_or_hogs_costs_itself_alone(tmp_path: Path) -> None:
    texts(tmp_path / "in", range(1, 10))
    for name, content in (("a", "kill me"), ("b", "never ends"), ("c", "too large"), ("d", "kill me")):
        (tmp_path / "in" / f"00{name}.txt").write_text(content)
    process = among_hostile(HOSTILE, ("convert", "in", "-o", "out", "--report", "r.jsonl"), tmp_path)
    assert process.returncode == 1, process.stderr
    reasons = {Path(str(row["input"])).stem: row["reason"] for row in rows(tmp_path / "r.jsonl") if row["reason"]}
    assert reasons == {"00a": "killed", "00b": "timeout", "00c": "memory", "00d": "killed"}
    assert "9 converted, 4 failed (killed 2, memory 1, timeout 1)" in process.stderr
    assert len(files(tmp_path / "out")) == 9


@pytest.mark.parametrize("id", ["../x", "a/../../x", "/etc/x", "a//b", ".", "", "a/."])
def test_an_identifier_that_leads_out_of_the_folder_is_refused(tmp_path: Path, id: str) -> None:
    data = tmp_path / "texts.jsonl"
    data.write_text(json.dumps({"id": "fine", "text": text(1)}) + "\n" + json.dumps({"id": id, "text": text(2)}) + "\n")
    code, said = run("convert", data, "--id-column", "id", "-o", tmp_path / "out")
    if id == "":
        assert code == 0, "a row without an identifier has its number"
        return
    assert code == 2
    assert "is no name below a folder" in said
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.parent.glob("x.xml"))


@pytest.mark.parametrize(("one", "other"), [("a/X", "a/x"), ("é", "e\u0301"), ("ß", "SS"), ("x", "x.txt")])
def test_names_that_some_systems_take_for_one_are_refused(tmp_path: Path, one: str, other: str) -> None:
    data = tmp_path / "texts.jsonl"
    data.write_text("".join(json.dumps({"id": id, "text": text(1)}) + "\n" for id in (one, other)))
    code, said = run("convert", data, "--id-column", "id", "-o", tmp_path / "out")
    assert code == 2
    assert "both be written" in said
    assert not (tmp_path / "out").exists()


def test_what_a_system_has_no_name_for_is_written_otherwise(tmp_path: Path) -> None:
    data = tmp_path / "texts.jsonl"
    data.write_text("".join(json.dumps({"id": id, "text": text(1)}) + "\n" for id in ("A/RES/67/1", "a:b\\c%", "n\n")))
    assert run("convert", data, "--id-column", "id", "-o", tmp_path / "out")[0] == 0
    assert sorted(files(tmp_path / "out")) == ["A/RES/67/1.xml", "a%3Ab%5Cc%25.xml", "n%0A.xml"]


def test_nothing_is_written_through_a_link_out_of_the_folder(tmp_path: Path) -> None:
    folder, out, elsewhere = texts(tmp_path / "in", range(1, 3)), tmp_path / "out", tmp_path / "elsewhere"
    (folder / "sub").mkdir()
    (folder / "sub" / "x.txt").write_text(text(9))
    elsewhere.mkdir()
    out.mkdir()
    (out / "sub").symlink_to(elsewhere)
    (elsewhere / "victim").write_text("as it was")
    (out / "001.xml").symlink_to(elsewhere / "victim")
    code, _ = run("convert", folder, "-o", out, "--report", tmp_path / "r.jsonl")
    assert code == 1
    assert [row["status"] for row in rows(tmp_path / "r.jsonl")] == ["failed", "converted", "failed"]
    assert files(elsewhere) == {"victim": b"as it was"}


def test_results_by_the_iri_of_the_work(tmp_path: Path) -> None:
    folder = texts(tmp_path / "in", range(1, 4))
    (folder / "again.txt").write_text(text(2) + "\n", "utf-8")
    report = tmp_path / "r.jsonl"
    code, _ = run("convert", folder, "-o", tmp_path / "out", "--name", "work", "--report", report)
    assert code == 1
    place = "akn/un/statement/deliberation/un-ga/2012-11-19"
    assert sorted(files(tmp_path / "out")) == [f"{place}/67-{number}/eng@.xml" for number in (1, 2, 3)]
    assert [row["reason"] for row in rows(report)] == ["", "", "", "clash"]
    assert akn.load(files(tmp_path / "out")[f"{place}/67-2/eng@.xml"]).to_text() == text(2)


@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_data_sets_in_and_out(tmp_path: Path, suffix: str) -> None:
    records = [{"symbol": f"A/RES/67/{number}", "body": text(number)} for number in NUMBERS]
    data, out = tmp_path / f"texts.{suffix}", tmp_path / f"xml.{suffix}"
    if suffix == "parquet":
        pyarrow = pytest.importorskip("pyarrow")
        parquet = pytest.importorskip("pyarrow.parquet")
        parquet.write_table(pyarrow.Table.from_pylist(records), data)
    else:
        data.write_text("".join(json.dumps(record) + "\n" for record in records))
    columns = ("--text-column", "body", "--id-column", "symbol")
    assert run("convert", data, *columns, "-o", out, "--report", tmp_path / "r.jsonl")[0] == 0
    found = parquet.read_table(out).to_pylist() if suffix == "parquet" else rows(out)
    assert [row["id"] for row in found] == [record["symbol"] for record in records]
    assert [akn.load(str(row["xml"])).to_text() for row in found] == [record["body"] for record in records]
    assert found[4]["work"] == "/akn/un/statement/deliberation/un-ga/2012-11-19/67-5"
    code, said = run("convert", data, "--text-column", "texte", "-o", out)
    assert "'texte'" in said
    assert code in (1, 2)


def test_texts_come_back_from_a_data_set_under_their_names(tmp_path: Path) -> None:
    folder = texts(tmp_path / "in", range(1, 4))
    assert run("convert", folder, "-o", tmp_path / "xml.jsonl")[0] == 0
    assert run("text", tmp_path / "xml.jsonl", "--id-column", "id", "-o", tmp_path / "back")[0] == 0
    assert files(tmp_path / "back") == files(folder)


def test_rows_without_a_text_fail_alone(tmp_path: Path) -> None:
    data = tmp_path / "texts.jsonl"
    data.write_text(
        f'{json.dumps({"text": text(1)})}\n{{"text": null}}\nno JSON\n[1]\n{json.dumps({"text": text(2)})}\n'
    )
    code, _ = run("convert", data, "-o", tmp_path / "out", "--report", tmp_path / "r.jsonl")
    assert code == 1
    assert [row["reason"] for row in rows(tmp_path / "r.jsonl")] == ["", "unreadable", "unreadable", "unreadable", ""]
    assert sorted(files(tmp_path / "out")) == ["1.xml", "5.xml"]


def test_a_list_of_inputs(tmp_path: Path) -> None:
    folder = texts(tmp_path / "in", range(1, 4))
    listed = tmp_path / "list"
    listed.write_text(f"{folder / '002.txt'}\n\n{folder / '001.txt'}\n")
    code, _ = run("convert", "--list", listed, "-o", tmp_path / "out", "--report", tmp_path / "r.jsonl")
    assert code == 0
    assert [Path(str(row["input"])).name for row in rows(tmp_path / "r.jsonl")] == ["002.txt", "001.txt"]
    assert run("convert", "-o", tmp_path / "out")[0] == 2
    listed.write_text(f"{folder / '009.txt'}\n")
    code, said = run("convert", "--list", listed, "-o", tmp_path / "out")
    assert code == 1
    assert "009.txt does not exist" in said


def test_a_damaged_report_is_not_taken_for_one(tmp_path: Path) -> None:
    report = tmp_path / "r.jsonl"
    report.write_text("my thesis\n")
    code, said = run("convert", texts(tmp_path / "in"), "-o", tmp_path / "out", "--report", report, "--resume")
    assert code == 2
    assert "not what an earlier run wrote" in said
    assert report.read_text() == "my thesis\n"


@pytest.mark.parametrize("out", ["out", "out.jsonl", "out.parquet", "work"])
def test_two_rows_with_one_identifier_are_refused(tmp_path: Path, out: str) -> None:
    if out.endswith("parquet"):
        pytest.importorskip("pyarrow")
    data = tmp_path / "texts.jsonl"
    data.write_text("".join(json.dumps({"id": "x", "text": text(number)}) + "\n" for number in (1, 2)))
    naming = ("--name", "work") if out == "work" else ()
    code, said = run("convert", data, "--id-column", "id", "-o", tmp_path / out, *naming)
    assert code == 2
    assert "#x stands there twice" in said
    assert not (tmp_path / out).exists()
    assert run("convert", data, "-o", tmp_path / out, *naming)[0] == 0


def test_what_is_done_elsewhere_is_not_done_here(tmp_path: Path) -> None:
    folder, report = texts(tmp_path / "in", range(1, 4)), tmp_path / "r.jsonl"
    assert run("convert", folder, "-o", tmp_path / "one", "--report", report)[0] == 0
    for out in ("two", "three.jsonl"):
        code, said = run("convert", folder, "-o", tmp_path / out, "--report", report, "--resume")
        assert (code, "as they were" in said) == (0, False)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert len(rows(tmp_path / "three.jsonl")) == 3
