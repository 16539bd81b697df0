"""Documents and files that mean harm: each is a finding or a clear error, in bounded time and memory.

The command line runs in a process of its own, with at most 2 GB of address space. What it took of resident memory when
this was written: 142 MB for 100 MB of nested elements, 307 MB for an attribute of 50 MB, 72 MB for text of 12 MB,
576 MB for 100,000 attributes, 313 MB for 80,000 errors, 1.1 GB for a device without end. The bounds leave a margin.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sample import ROOT, document

from akn.check import validate

if not Path("/proc/self/status").exists():
    pytest.skip("this system does not tell the memory of a process", allow_module_level=True)

MB = 1_000_000
SECONDS = 60
LIMITED = """
import re, resource, sys
limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
from akn.cli import main
try:
    main()
finally:
    # Not what getrusage says: that is no less than what the process had that started this one.
    print("PEAK", re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1], file=sys.stderr)
"""


@dataclass(frozen=True)
class Run:
    """What a run of the command line gave. `peak` is in bytes."""

    code: int
    out: str
    err: str
    peak: int

    def rules(self) -> list[Counter[str]]:
        return [Counter(finding["rule"] for finding in file["findings"]) for file in json.loads(self.out)]


def run(*arguments: str | Path, stdin: int = subprocess.DEVNULL, limit: int = 2 << 30) -> Run:
    command = [sys.executable, "-c", LIMITED, str(limit), "validate", *map(str, arguments)]
    done = subprocess.run(command, stdin=stdin, capture_output=True, text=True, timeout=SECONDS, check=False, cwd=ROOT)
    assert "Traceback" not in done.stderr + done.stdout
    err, _, peak = done.stderr.rpartition("PEAK ")
    return Run(done.returncode, done.stdout, err, int(peak) * 1024)


def holding(content: bytes) -> bytes:
    return document("<p/>").replace(b"<p/>", content)


def with_doctype(inside: str, reference: str = "&x;", name: str = "x") -> bytes:
    entities = inside if "<!" in inside else f"<!ENTITY {name} {inside}>"
    return f"<!DOCTYPE akomaNtoso [{entities}]>".encode() + holding(f"<p>{reference}</p>".encode())


LAUGHS = '<!ENTITY e0 "lol">' + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 13))
QUADRATIC = f'<!ENTITY x "{"x" * 100_000}">'
MALFORMED = "xml-not-well-formed"
PARAMETERS = '<!ENTITY % p SYSTEM "http://127.0.0.1:{port}/p"> %p;'

SMALL: dict[str, tuple[bytes, str]] = {
    "entity-file": (with_doctype('SYSTEM "{secret}"'), "xml-doctype"),
    "entity-network": (with_doctype('SYSTEM "http://127.0.0.1:{port}/x"'), "xml-doctype"),
    "entity-parameter": (with_doctype(PARAMETERS, ""), "xml-doctype"),
    "entity-in-attribute": (with_doctype('SYSTEM "{secret}"', '<i class="&x;"/>'), "xml-doctype"),
    "external-dtd": (b'<!DOCTYPE akomaNtoso SYSTEM "http://127.0.0.1:{port}/d">' + document(), "xml-doctype"),
    "defaults": (with_doctype('<!ATTLIST p eId CDATA "evil">', ""), "xml-doctype"),
    "billion-laughs": (with_doctype(LAUGHS, "&e12;"), "xml-doctype"),
    "billion-laughs-in-attribute": (with_doctype(LAUGHS, '<i class="&e12;"/>'), "xml-doctype"),
    "quadratic": (with_doctype(QUADRATIC, "&x;" * 100_000), "xml-doctype"),
    "quadratic-in-attribute": (with_doctype(QUADRATIC, f'<i class="{"&x;" * 100_000}"/>'), "xml-doctype"),
    "xinclude": (
        holding(b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret}" parse="text"/>'),
        "xsd-content",
    ),
    "stylesheet": (b'<?xml-stylesheet href="http://127.0.0.1:{port}/s"?>' + document("<foo/>"), "xsd-content"),
    "schema-location": (
        document("<foo/>").replace(
            b"<akomaNtoso",
            b'<akomaNtoso xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="u http://127.0.0.1:{port}/x"',
        ),
        "xsd-content",
    ),
    "not-utf-8": (holding(b"<p>\xff\xfe\x80</p>"), MALFORMED),
    "half-a-pair": (holding(b"<p>\xed\xa0\x80</p>"), MALFORMED),
    "utf-16-unmarked": (document().decode().encode("utf-16-le"), MALFORMED),
    "utf-16-half": (document().decode().encode("utf-16")[:-1], MALFORMED),
    "declared-wrongly": (b'<?xml version="1.0" encoding="utf-16"?>' + document(), MALFORMED),
    "truncated": (document()[:-30], MALFORMED),
    "truncated-in-a-tag": (document()[:400], MALFORMED),
    "empty": (b"", MALFORMED),
    "blank": (b" \n\t\n", MALFORMED),
    "binary": (bytes(range(256)) * 100, MALFORMED),
    "zeros": (bytes(1000), MALFORMED),
    "zip": (b"PK\x03\x04" + bytes(100), MALFORMED),
    "two-roots": (document() + document(), MALFORMED),
    "deep": (holding(b"<p>" * 300 + b"</p>" * 300), MALFORMED),
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, str]]]:
    """The findings of all the small ones, and that nobody was called and nothing was read."""
    folder = tmp_path_factory.mktemp("small")
    secret = folder / "secret.txt"
    secret.write_text("SECRET")
    with socket.create_server(("127.0.0.1", 0)) as server:
        for name, (content, _) in SMALL.items():
            filled = content.replace(b"{secret}", secret.as_uri().encode())
            filled = filled.replace(b"{port}", str(server.getsockname()[1]).encode())
            (folder / f"{name}.xml").write_bytes(filled)
        started = time.monotonic()
        done = run(folder, "--format", "json")
        assert time.monotonic() - started < SECONDS / 2
        server.settimeout(0.1)
        with pytest.raises(TimeoutError):
            server.accept()
    assert done.code == 1
    assert done.peak < 300 * MB
    assert "SECRET" not in done.out + done.err
    assert done.err == ""
    return {Path(file["file"]).stem: file["findings"] for file in json.loads(done.out)}


@pytest.mark.parametrize("name", SMALL)
def test_a_small_document_is_told_and_does_no_harm(name: str, small: dict[str, list[dict[str, str]]]) -> None:
    [finding] = small[name]
    assert (finding["rule"], finding["severity"]) == (SMALL[name][1], "error")
    assert finding["message"].endswith(".")
    assert len(finding["message"]) < 700


def test_utf_16_with_a_mark_is_read() -> None:
    assert validate(document().decode().encode("utf-16"))


# The content, findings by their rules, and how much memory it may take.
LARGE: dict[str, tuple[Callable[[], bytes], dict[str, int], int]] = {
    "nested-100-mb": (lambda: b"<a>" * (100 * MB // 3), {MALFORMED: 1}, 250),
    "attribute-50-mb": (lambda: holding(b'<p class="' + b"x" * (50 * MB) + b'"><foo/></p>'), {"xsd-content": 1}, 500),
    "text-12-mb": (lambda: holding(b"<p>" + b"x" * (12 * MB) + b"<foo/></p>"), {"xsd-content": 1}, 200),
    "comment-12-mb": (lambda: holding(b"<!--" + b"x" * (12 * MB) + b"--><foo/>"), {"xsd-content": 1}, 200),
    "attributes": (
        lambda: holding(b"<p " + b" ".join(b'a%d="x"' % n for n in range(100_000)) + b"/>"),
        {"xsd-attribute-unknown": 100_000},
        800,
    ),
    "namespaces": (
        lambda: holding(b"<p " + b" ".join(b'xmlns:n%d="urn:n%d"' % (n, n) for n in range(20_000)) + b"><foo/></p>"),
        {"xsd-content": 1},
        200,
    ),
    "duplicates": (lambda: holding(b'<p eId="p_1"/>' * 20_000), {"ids-unique": 19_999}, 200),
    "inlines": (
        lambda: holding(b"<p>" + b"<inline>x</inline>" * 80_000 + b"</p>"),
        {"xsd-attribute-missing": 80_000},
        450,
    ),
    # What is told with each error is long.
    "identifier-1-mb": (
        lambda: holding(b'<p eId="' + b"x" * MB + b'">' + b"<foo/>" * 20_000 + b"</p>"),
        {"xsd-content": 20_000},
        450,
    ),
    "long-path": (
        lambda: holding(
            (b"<" + b"n" * 10_000 + b">") * 200 + b"<inline/>" * 20_000 + (b"</" + b"n" * 10_000 + b">") * 200
        ),
        {"xsd-content": 1, "xsd-attribute-missing": 20_000},
        450,
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_a_large_document_takes_bounded_time_and_memory(name: str, tmp_path: Path) -> None:
    content, rules, most = LARGE[name]
    (tmp_path / "x.xml").write_bytes(content())
    done = run(tmp_path / "x.xml", "--format", "json")
    assert done.code == 1
    [found] = done.rules()
    assert found >= Counter(rules), "and maybe what other rules find"
    assert done.peak < most * MB


@pytest.mark.slow
def test_want_of_memory_is_told(tmp_path: Path) -> None:
    """A tree takes some 120 bytes for the shortest element."""
    (tmp_path / "x.xml").write_bytes(b"<a>" + b"<b/>" * (5 * MB) + b"</a>")
    done = run(tmp_path / "x.xml", "--format", "json", limit=500 * MB)
    assert done.code == 1
    assert done.rules() == [Counter({"xml-unchecked": 1})]
    assert "not enough memory" in done.out


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no such device")
def test_a_device_without_end_is_not_read_to_its_end() -> None:
    with Path("/dev/zero").open("rb") as zero:
        for done in (run("/dev/zero", "--format", "json"), run("-", "--format", "json", stdin=zero.fileno())):
            assert done.code == 1
            assert done.rules() == [Counter({"xml-too-long": 1})]
            assert done.peak < 1400 * MB


def test_a_pipe_is_read_where_it_is_named_and_refused_in_a_folder(tmp_path: Path) -> None:
    pipe = tmp_path / "x.xml"
    os.mkfifo(pipe)
    for argument in (tmp_path, tmp_path / "*.xml"):
        done = run(argument)
        assert done.code == 2
        assert "x.xml is no file, but a pipe, a socket or a device" in done.out
    writer = threading.Thread(target=pipe.write_bytes, args=(document(),), daemon=True)
    writer.start()
    assert run(pipe).code == 0
    writer.join(SECONDS)


def test_a_folder_with_the_name_of_a_document(tmp_path: Path) -> None:
    folder = tmp_path / "x.xml"
    folder.mkdir()
    assert run(folder).code == 2
    (folder / "y.xml").write_bytes(document())
    for argument in (tmp_path, folder, tmp_path / "*.xml"):
        done = run(argument)
        assert (done.code, done.out.splitlines()[-1]) == (0, "1 file checked: nothing found.")


@pytest.mark.parametrize("sign", ["9", "0"])
def test_identifiers_with_very_many_figures(tmp_path: Path, sign: str) -> None:
    figures = sign * 5000
    (tmp_path / "x.xml").write_bytes(document(f'<p eId="p_1"/><p eId="p_{figures}"/><p eId="p_2"/>'))
    done = run(tmp_path / "x.xml", "--format", "json")
    assert done.code == 0, done.out
    assert "xml-unchecked" not in done.out


def test_links_that_lead_to_themselves(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.xml").write_bytes(document())
    (tmp_path / "in/loop").symlink_to(tmp_path / "in")
    assert run(tmp_path / "in").out.splitlines()[-1] == "1 file checked: nothing found."
    (tmp_path / "in/x.xml").symlink_to("x.xml")
    for argument in ("in", "in/x.xml", "in/*.xml"):
        done = run(tmp_path / argument)
        assert done.code == 2
        told = done.err if argument == "in/x.xml" else done.out  # what is named itself ends the command
        assert "x.xml cannot be read: Too many levels of symbolic links." in told


def test_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "x.xml").symlink_to("missing.xml")
    for argument in (tmp_path, tmp_path / "x.xml"):
        done = run(argument)
        assert done.code == 2
        told = done.out if argument == tmp_path else done.err
        assert "x.xml cannot be read: No such file or directory." in told
