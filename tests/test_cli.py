"""The command line: results, exit codes, and no traceback whatever comes in."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sample import ROOT, document

import akn
from akn import schema
from akn.cli import main
from akn.inputs import Wanted, gather

TEXT = "Résolution 67/6\r\n\r\nL'Assemblée générale,\r\n\r\n1. Décide ceci.  \n"


def run(*arguments: str | Path, stdin: bytes = b"") -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "x.txt"
    path.write_bytes(TEXT.encode())
    return path


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_there_and_back(text: Path, tmp_path: Path) -> None:
    assert run("convert", text, "-o", tmp_path / "x.xml").exit_code == 0
    assert run("validate", tmp_path / "x.xml").exit_code == 0
    back = run("text", tmp_path / "x.xml")
    assert back.exit_code == 0
    assert back.stdout_bytes == TEXT.encode()
    assert files(tmp_path) == ["x.txt", "x.xml"]


def test_a_byte_order_mark_comes_back() -> None:
    content = b"\xef\xbb\xbf" + TEXT.encode()
    xml = run("convert", "-", stdin=content)
    assert xml.exit_code == 0
    assert run("text", "-", stdin=xml.stdout_bytes).stdout_bytes == content


def test_another_encoding_there_and_back() -> None:
    content = TEXT.encode("latin-1")
    xml = run("convert", "-", "--encoding", "latin-1", stdin=content)
    assert run("text", "-", "--encoding", "latin-1", stdin=xml.stdout_bytes).stdout_bytes == content


def test_an_encoding_that_lacks_a_character(text: Path) -> None:
    xml = run("convert", text).stdout_bytes
    result = run("text", "-", "--encoding", "ascii", stdin=xml)
    assert result.exit_code == 1
    assert "Line 1: ascii has no 'é'" in result.stderr
    assert not result.stdout_bytes


def test_a_folder_mirrors_its_names(tmp_path: Path) -> None:
    for name in ("a.txt", "deep/b.txt", "deep/A.RES.67.6.txt"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(TEXT.encode())
    assert run("convert", tmp_path / "in", "-o", tmp_path / "out").exit_code == 0
    assert files(tmp_path / "out") == ["a.xml", "deep/A.RES.67.6.xml", "deep/b.xml"]
    assert run("validate", tmp_path / "out").exit_code == 0
    assert run("text", tmp_path / "out", "-o", tmp_path / "back").exit_code == 0
    assert files(tmp_path / "back") == ["a.txt", "deep/A.RES.67.6.txt", "deep/b.txt"]
    assert (tmp_path / "back/deep/b.txt").read_bytes() == TEXT.encode()


def test_a_pattern(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(TEXT.encode())
    assert run("convert", tmp_path / "*.txt", "-o", tmp_path / "out").exit_code == 0
    assert files(tmp_path / "out") == ["a.xml", "b.xml"]


@pytest.mark.slow
def test_jobs_give_the_same_files(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_bytes(f"Resolution {number}\n".encode())
    assert run("convert", tmp_path, "-o", tmp_path / "one").exit_code == 0
    assert run("convert", tmp_path / "*.txt", "-o", tmp_path / "two", "--jobs", "2").exit_code == 0
    for name in ("0.xml", "1.xml", "2.xml"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_report_has_a_row_for_each_input(text: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\xff")
    result = run("convert", text, bad, "-o", tmp_path / "out", "--report", tmp_path / "rows.jsonl")
    assert result.exit_code == 1
    rows = [json.loads(line) for line in (tmp_path / "rows.jsonl").read_text("utf-8").splitlines()]
    assert [(row["input"], row["converted"]) for row in rows] == [(str(text), True), (str(bad), False)]
    assert rows[0]["output"] == str(tmp_path / "out" / "x.xml")
    assert "0xFF" in rows[1]["error"]
    assert files(tmp_path / "out") == ["x.xml"]


@pytest.mark.parametrize("command", ["convert", "text", "validate"])
@pytest.mark.parametrize("name", ["missing.txt", "missing/*.txt", "empty"])
def test_inputs_that_are_not_there(command: str, name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run(command, tmp_path / name)
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: ")
    assert not result.stdout_bytes


@pytest.mark.parametrize("command", ["convert", "text", "validate"])
def test_a_folder_without_permission(command: str, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    if os.access(closed, os.R_OK):
        pytest.skip("this user reads everything")
    result = run(command, closed)
    assert result.exit_code == 2
    assert "Permission denied" in result.stderr


def test_a_folder_that_may_not_be_written(text: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    if os.access(closed, os.W_OK):
        pytest.skip("this user writes everywhere")
    result = run("convert", text, "-o", closed)
    assert result.exit_code == 2
    assert "cannot be written: Permission denied" in result.stderr
    assert not list(closed.iterdir())


def test_two_results_in_one_file(tmp_path: Path) -> None:
    for name in ("a/x.txt", "b/x.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(TEXT.encode())
    result = run("convert", tmp_path / "a/x.txt", tmp_path / "b/x.txt", "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert "both be written" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_place_that_cannot_be_written(text: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    result = run("convert", text, "-o", tmp_path / "file" / "x.xml")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_an_input_is_never_overwritten(text: Path) -> None:
    result = run("convert", text, "-o", text)
    assert result.exit_code == 2
    assert text.read_bytes() == TEXT.encode()


@pytest.mark.usefixtures("text")
def test_several_inputs_need_a_folder(tmp_path: Path) -> None:
    assert run("convert", tmp_path).exit_code == 2
    (tmp_path / "file").write_bytes(b"")
    assert run("convert", tmp_path, "-o", tmp_path / "file").exit_code == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"caf\xe9", "byte 3 (0xE9) is not utf-8"),
        (b"a\nb\xff", "Line 2"),
        (b"<?xml version='1.0'?><a/>", "use `akn text`"),
        (document(), "use `akn text`"),
        (b"a\0b", "U+0000"),
        (b"\xed\xa0\x80", "is not utf-8"),
    ],
)
def test_what_convert_refuses(content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(content)
    result = run("convert", tmp_path / "bad.txt", "-o", tmp_path / "bad.xml")
    assert result.exit_code == 1
    assert message in result.stderr
    assert str(tmp_path / "bad.txt") in result.stderr
    assert files(tmp_path) == ["bad.txt"], "no file, whole or partial, is left"


@pytest.mark.parametrize("content", [b"", b"a", b"\n", b"\x0c", b"x" * 1_000_000])
def test_what_convert_takes(content: bytes) -> None:
    xml = run("convert", "-", stdin=content)
    assert xml.exit_code == 0
    assert run("text", "-", stdin=xml.stdout_bytes).stdout_bytes == content


@pytest.mark.parametrize("content", [b"", b"plain text\n", b"<a>", b"<!DOCTYPE a><a/>", b"\xff\xfe"])
def test_what_text_and_validate_refuse(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "bad.xml").write_bytes(content)
    result = run("text", tmp_path / "bad.xml", "-o", tmp_path / "bad.txt")
    assert result.exit_code == 1
    assert str(tmp_path / "bad.xml") in result.stderr
    assert files(tmp_path) == ["bad.xml"]
    checked = run("validate", tmp_path / "bad.xml")
    assert checked.exit_code == 1
    assert "error" in checked.stdout


def test_a_result_that_does_not_give_the_text_back_is_not_written(
    text: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = akn.convert
    monkeypatch.setattr(akn, "convert", lambda content, **options: honest(content + "!", **options))
    result = run("convert", text, "-o", tmp_path / "x.xml")
    assert result.exit_code == 1
    assert "does not give the text back" in result.stderr
    assert run("convert", text, "-o", tmp_path / "y.xml", "--no-verify").exit_code == 0
    assert files(tmp_path) == ["x.txt", "y.xml"]


def test_a_defect_is_no_traceback(text: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("oops")

    monkeypatch.setattr(akn, "convert", broken)
    monkeypatch.setattr(akn, "load", broken)
    for result in (run("convert", text), run("text", "-", stdin=document())):
        assert result.exit_code == 1
        assert "KeyError" in result.stderr


def test_a_defect_of_mending_leaves_the_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise KeyError("oops")

    path = tmp_path / "x.xml"
    path.write_bytes(document("<foo/>"))
    monkeypatch.setattr("akn.check_cli.mend", broken)
    result = run("validate", path, "--fix")
    assert result.exit_code == 1
    assert "not mended: A defect of akn" in result.stderr
    assert path.read_bytes() == document("<foo/>")


def test_a_name_cannot_pass_for_a_message(tmp_path: Path) -> None:
    path = tmp_path / "a\n\x1b[31mError: b.txt"
    path.write_bytes(b"a\0")
    (tmp_path / "c.txt").write_bytes(b"a\0")
    for result in (run("convert", tmp_path, "-o", tmp_path / "out"), run("convert", path)):
        assert result.exit_code == 1
        assert "\x1b" not in result.stderr
        assert not any(line.startswith("Error: b") for line in result.stderr.splitlines())


def test_validate_formats_and_levels(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_bytes(document('<paragraph eId="art_1"/>'))
    assert run("validate", path).exit_code == 0
    assert run("validate", path, "--fail-on", "warning").exit_code == 1
    assert run("validate", path, "--fail-on", "warning", "--rules", "xsd,refs").exit_code == 0
    assert json.loads(run("validate", path, "--format", "json").stdout)[0]["findings"][0]["rule"] == "ids-element"
    for style in ("sarif", "junit", "github"):
        assert "ids-element" in run("validate", path, "--format", style).stdout
    wrong = run("validate", path, "--rules", "nonsense")
    assert wrong.exit_code == 2
    assert "accepted are" in wrong.stderr


@pytest.mark.slow
def test_jobs_give_the_same_report(tmp_path: Path) -> None:
    for number, content in enumerate([document(), document("<foo/>"), b"<a>"]):
        (tmp_path / f"{number}.xml").write_bytes(content)
    for style in ("human", "json", "sarif", "junit", "github"):
        one, two = (run("validate", tmp_path, "--format", style, "--jobs", jobs) for jobs in ("1", "2"))
        assert one.exit_code == two.exit_code == 1
        assert one.stdout == two.stdout
        assert "1.xml" in one.stdout


def test_an_input_that_can_no_longer_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told as a finding, the others are checked, and the exit code says that it was there to be read."""
    for name in ("a.xml", "b.xml"):
        (tmp_path / name).write_bytes(document("<foo/>"))
    found = gather([str(tmp_path)], Wanted(".xml", "xml"), io.BytesIO())
    monkeypatch.setattr("akn.batch_cli.gather", lambda *_: found)
    (tmp_path / "a.xml").unlink()
    result = run("validate", tmp_path, "--format", "json")
    assert result.exit_code == 2
    assert [file["findings"][0]["rule"] for file in json.loads(result.stdout)] == ["xml-unreadable", "xsd-content"]


def test_validate_reads_standard_input() -> None:
    assert run("validate", "-", stdin=document()).exit_code == 0


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, as the current one, with two documents: an error and a warning in each."""
    content = document('<paragraph eId="art_1"/>\n<foo/>')
    for name in ("a.xml", "drafts/b.xml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def summary(*arguments: str) -> tuple[int, str]:
    result = run("validate", *arguments)
    return result.exit_code, result.stdout.splitlines()[-1]


def test_a_configuration(project: Path) -> None:
    assert summary(".") == (1, "2 files checked: 2 errors, 2 warnings.")
    table = '[tool.akn]\nfail-on = "warning"\n[tool.akn.paths."drafts/**"]\nignore = ["xsd"]\n'
    (project / "pyproject.toml").write_text(table + 'severity = { ids = "error" }', "utf-8")
    assert summary(".") == (1, "2 files checked: 2 errors, 1 warning.")
    assert summary("a.xml", "--rules", "ids") == (1, "1 file checked: 1 warning.")
    assert summary("a.xml", "--rules", "ids", "--fail-on", "error") == (0, "1 file checked: 1 warning.")
    assert summary("drafts", "--rules", "xsd,ids") == (1, "1 file checked: 2 errors.")
    assert summary(".", "--no-config") == (1, "2 files checked: 2 errors, 2 warnings.")
    (project / "other.toml").write_text('ignore = ["xsd", "ids"]', "utf-8")
    assert summary(".", "--config", "other.toml") == (0, "2 files checked: nothing found.")
    os.chdir(project / "drafts")
    assert summary("b.xml", "../a.xml") == (1, "2 files checked: 2 errors, 1 warning.")
    assert run("validate", "b.xml", "--config", "../other.toml", "--no-config").exit_code == 2


@pytest.mark.parametrize("content", ['select = ["nonsense"]', "wrong = 1", "[", 'baseline = "missing.json"'])
def test_a_configuration_that_is_wrong(content: str, project: Path) -> None:
    (project / "akn.toml").write_text(content, "utf-8")
    result = run("validate", ".")
    assert result.exit_code == 2
    assert not result.stdout
    assert result.stderr.startswith("Error: ")
    assert str(project) in result.stderr
    assert summary(".", "--no-config") == (1, "2 files checked: 2 errors, 2 warnings.")


def test_a_baseline(project: Path) -> None:
    written = run("validate", ".", "--baseline", "ci/b.json", "--write-baseline", "--fail-on", "warning")
    assert (written.exit_code, written.stderr) == (0, "Findings written to ci/b.json: 4.\n")
    assert written.stdout.splitlines()[-1] == "2 files checked: nothing found, 4 suppressed."
    page = (ROOT / "docs" / "ci.md").read_text("utf-8").replace("ci/akn-baseline.json", "ci/b.json")
    assert f"--write-baseline\n{written.stderr}{written.stdout}$ akn" in page
    (project / "akn.toml").write_text('baseline = "ci/b.json"\nfail-on = "warning"', "utf-8")
    os.chdir(project / "drafts")
    assert summary("..") == (0, "2 files checked: nothing found, 4 suppressed.")
    (project / "a.xml").write_bytes(document('\n<p/>\n<paragraph eId="art_1"/>\n<foo/><foo/>'))
    result = run("validate", "..", "--format", "json")
    assert (result.exit_code, result.stderr) == (1, "")
    assert [len(file["findings"]) for file in json.loads(result.stdout)] == [1, 0], "a second <foo> is new"
    assert run("validate", "..", "--write-baseline").exit_code == 0
    assert summary("..") == (0, "2 files checked: nothing found, 5 suppressed.")
    (project / "a.xml").unlink()
    result = run("validate", "..")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "1 file checked: nothing found, 2 suppressed.")
    assert result.stderr == "2 entries of the baseline no longer occur; --write-baseline takes them out.\n"


def test_a_baseline_leaves_to_an_instruction_what_that_covers(project: Path) -> None:
    content = (project / "a.xml").read_bytes().replace(b"<foo/>", b"<?akn-ignore?><foo/>")
    (project / "a.xml").write_bytes(content)
    assert summary("a.xml", "--baseline", "b.json", "--write-baseline") == (
        0,
        "1 file checked: nothing found, 2 suppressed.",
    )
    assert "foo" not in (project / "b.json").read_text("utf-8")
    [sarif] = json.loads(run("validate", "a.xml", "--baseline", "b.json", "--format", "sarif").stdout)["runs"]
    kinds = {result["ruleId"]: result["suppressions"][0]["kind"] for result in sarif["results"]}
    assert kinds == {"xsd-content": "inSource", "ids-element": "external"}


def test_where_a_baseline_may_not_be_written(project: Path) -> None:
    before = (project / "a.xml").read_bytes()
    for arguments, said in (
        (["--write-baseline"], "--write-baseline needs --baseline FILE"),
        (["--write-baseline", "--baseline", "drafts/../a.xml"], "is an input"),
        (["--write-baseline", "--baseline", "a.xml/b.json"], "cannot be written"),
        (["--baseline", "a.xml"], "is no JSON"),
    ):
        result = run("validate", ".", *arguments)
        assert (result.exit_code, said in result.stderr) == (2, True), result.stderr
    assert (project / "a.xml").read_bytes() == before
    assert files(project) == ["a.xml", "drafts/b.xml"]


def test_schema() -> None:
    assert run("schema", "--path").stdout == f"{schema.path()}\n"
    said = run("schema", "--check")
    assert said.exit_code == 0
    assert schema.SHA256 in said.stdout


@pytest.mark.parametrize("command", ["", "convert", "text", "validate", "schema"])
def test_help_has_examples(command: str) -> None:
    for option in ("--help", "-h"):
        result = run(*filter(None, [command]), option)
        assert result.exit_code == 0
        assert "Example" in result.stdout


def test_version() -> None:
    assert run("--version").stdout == f"akn, version {akn.__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["convert"],
        ["convert", "x", "--encoding", "none"],
        ["nonsense"],
        ["convert", "--jobs", "0", "x"],
        ["validate", "--jobs", "0", "x"],
        ["validate", "--timeout", "nan", "x"],
        ["report", "--price", "inf", "x"],
    ],
)
def test_wrong_usage(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_the_module_is_the_command() -> None:
    command = [sys.executable, "-m", "akn", "convert", "-"]
    result = subprocess.run(command, input=TEXT.encode(), capture_output=True, check=False, cwd=ROOT)
    assert result.returncode == 0
    assert akn.load(result.stdout).to_text() == TEXT
    assert b"Traceback" not in result.stderr


def test_a_reader_that_has_enough(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_bytes(document("\n".join(['<p eId="p_1"/>'] * 5000)))
    command = f'"{sys.executable}" -m akn validate "{path}" | head -c 1'
    result = subprocess.run(command, shell=True, capture_output=True, check=False, cwd=ROOT)
    assert b"Traceback" not in result.stderr


WRONG = document('<p eId=" p_1"/>\n<section eId="sec_1"><content eId="sec_1__content"><p>a</p></content></section>')


def test_fix_mends_in_place_and_reports_what_is_left(tmp_path: Path) -> None:
    for name, data in {"a.xml": WRONG, "b.xml": document(), "c.xml": WRONG + b"<", "d.xml": document("<x/>")}.items():
        (tmp_path / name).write_bytes(data)
    times = [(tmp_path / name).stat().st_mtime_ns for name in ("b.xml", "c.xml")]
    done = run("validate", tmp_path, "--fix", "--rules", "xsd")
    assert done.exit_code == 1
    assert (tmp_path / "a.xml").read_bytes() == WRONG.replace(b'" p_1"', b'"p_1"')
    assert (tmp_path / "c.xml").read_bytes() == WRONG + b"<"
    assert times == [(tmp_path / name).stat().st_mtime_ns for name in ("b.xml", "c.xml")]
    assert done.stderr == f"{tmp_path / 'a.xml'}: mended: 1 of xsd-pattern.\n"
    assert "a.xml" not in done.stdout
    assert "c.xml" in done.stdout
    assert "d.xml" in done.stdout
    assert run("validate", tmp_path / "a.xml", "--fix").exit_code == 0
    assert files(tmp_path) == ["a.xml", "b.xml", "c.xml", "d.xml"]


def test_diff_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(WRONG)
    done = run("validate", tmp_path / "a.xml", "--diff")
    assert done.exit_code == 1
    assert (tmp_path / "a.xml").read_bytes() == WRONG
    assert [line for line in done.stdout.splitlines() if line[0] in "+-"][2:] == ['-<p eId=" p_1"/>', '+<p eId="p_1"/>']
    assert "a.xml: to be mended: 1 of xsd-pattern.\n" in done.stderr
    assert run("validate", tmp_path / "a.xml", "--fix", "--diff").stdout == done.stdout
    done = run("validate", tmp_path / "a.xml", "--diff")
    assert (done.exit_code, done.stdout) == (0, "")


def test_fix_from_standard_input_goes_to_standard_output() -> None:
    done = run("validate", "-", "--fix", stdin=WRONG)
    assert done.exit_code == 0
    assert done.stdout_bytes == WRONG.replace(b'" p_1"', b'"p_1"')
    assert "nothing found" in done.stderr
    assert run("validate", "-", "--fix", stdin=document()).stdout_bytes == document()
    broken = run("validate", "-", "--fix", stdin=b"<a")
    assert (broken.exit_code, broken.stdout_bytes) == (1, b"<a")
    assert run("validate", "-", "--diff", stdin=WRONG).exit_code == 1
    assert run("validate", "-", "--fix", "--diff", stdin=WRONG).exit_code == 2


def test_a_document_that_cannot_be_edited_is_told(tmp_path: Path) -> None:
    data = document("<p>\ua641</p>").replace(b"<p>", b"<x:\xea\x99\x81 xmlns:x='x'/><p>")
    (tmp_path / "a.xml").write_bytes(data)
    done = run("validate", tmp_path / "a.xml", "--fix")
    assert "a.xml: not mended: The start tags" in done.stderr
    assert (tmp_path / "a.xml").read_bytes() == data
