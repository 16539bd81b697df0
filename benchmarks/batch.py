"""Batches at their size: `python -m benchmarks.batch FOLDER [--documents N] [--kills N]`, FOLDER with texts (*.txt).

Makes N varied documents of the texts (some paragraphs of one among those of another), converts a tenth of them with one
process and with two, and then all with two, and prints: what became of them, the rate against `akn.convert` in a loop,
the memory of the parent on the way. Then the same batch is killed at random moments and resumed, and the outputs and
the report compared with those of the undisturbed run, byte for byte.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import akn

_SHORTEST, _LONGEST = 500, 20_000  # characters of a text that takes part


def varied(texts: Sequence[str], count: int, seed: int = 6) -> Iterator[str]:
    """So many texts, no two of them alike: the paragraphs of each are those of one text, some of them of another."""
    chance = random.Random(seed)
    seen: set[bytes] = set()
    while len(seen) < count:
        one, other = (chance.choice(texts).split("\n\n") for _ in range(2))
        cut = chance.randrange(1, len(one) + 1)
        more = other[chance.randrange(len(other)) :][: chance.randrange(1, 12)]
        text = "\n\n".join((*one[:cut], *more, *one[cut:]))
        digest = hashlib.sha256(text.encode()).digest()
        if digest not in seen:
            seen.add(digest)
            yield text


def memory(process: int) -> float:
    """The resident memory of a process in MB, as Linux tells it."""
    status = Path(f"/proc/{process}/status").read_text()
    line = next((line for line in status.splitlines() if line.startswith("VmRSS")), "VmRSS: 0 kB")
    return int(line.split()[1]) / 1000


def start(folder: Path, given: str, out: str, jobs: int, *more: str) -> subprocess.Popen[bytes]:
    """A batch over a folder."""
    command = [
        sys.executable,
        "-m",
        "akn",
        "convert",
        given,
        "-o",
        out,
        "--report",
        f"{out}.jsonl",
        "--jobs",
        str(jobs),
    ]
    return subprocess.Popen([*command, "-q", *more], cwd=folder, stderr=subprocess.PIPE)


def watched(process: subprocess.Popen[bytes]) -> tuple[float, list[float], str]:
    """How long a batch took in seconds, the memory of its parent over time, and what it said at the end."""
    started, told = time.perf_counter(), []
    while process.poll() is None:
        told.append(memory(process.pid))
        time.sleep(1)
    assert process.stderr is not None
    said = process.stderr.read().decode().strip().splitlines()
    return time.perf_counter() - started, told, said[-1] if said else ""


def digest(folder: Path) -> str:
    """The same for folders with the same files."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found.update(f"{path.relative_to(folder)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:16]


def loop(folder: Path, count: int) -> float:
    """The rate of `akn.convert` in a loop, with what a batch does beside: reading, verifying, writing."""
    files = sorted((folder / "in").iterdir())[:count]
    started = time.perf_counter()
    for file in files:
        text = file.read_bytes().decode("utf-8")
        xml = akn.convert(text).to_xml()
        assert akn.validate(xml)
        assert akn.load(xml).to_text() == text
        (folder / "loop.xml").write_bytes(xml)
    return len(files) / (time.perf_counter() - started)


def killed(folder: Path, count: int, moments: int) -> None:
    """The batch again, killed at random moments and resumed; compared with the undisturbed run."""
    chance = random.Random(count)
    report = folder / "again.jsonl"
    done = 0
    for number in range(moments):
        process = start(folder, "in", "again", 2, "--resume")
        until = (number + chance.random()) * count / moments
        while process.poll() is None and done < until:
            time.sleep(0.05)
            done = report.read_bytes().count(b"\n") if report.exists() else 0
        process.send_signal(signal.SIGKILL)
        process.communicate()
    watched(start(folder, "in", "again", 2, "--resume"))
    same = digest(folder / "two") == digest(folder / "again")
    rows = report.read_bytes().replace(b'"again/', b'"two/') == (folder / "two.jsonl").read_bytes()
    print(f"killed {moments} times and resumed: outputs {'the same' if same else 'DIFFERENT'},", end=" ")
    print(f"report {'the same' if rows else 'DIFFERENT'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=0)
    given = parser.parse_args()
    contents = [path.read_bytes().decode("utf-8", "replace") for path in sorted(given.folder.rglob("*.txt"))]
    texts = [text for text in contents if _SHORTEST <= len(text) <= _LONGEST]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        (folder / "few").mkdir()
        for number, text in enumerate(varied(texts, given.documents)):
            file = folder / "in" / f"{number:07}.txt"
            file.write_bytes(text.encode())
            if number % 10 == 0:
                os.link(file, folder / "few" / file.name)
        few = (given.documents + 9) // 10
        alone = loop(folder, min(few, 1000))
        print(f"{given.documents:,} documents of {len(texts)} texts; akn.convert in a loop: {alone:.1f} a second")
        rates = {}
        for out, of, count, jobs in (
            ("one", "few", few, 1),
            ("both", "few", few, 2),
            ("two", "in", given.documents, 2),
        ):
            seconds, told, said = watched(start(folder, of, out, jobs))
            rates[out] = count / seconds
            quarter = max(len(told) // 4, 1)
            print(f"{count:,} with {jobs} process{'es' if jobs > 1 else ''}: {rates[out]:.1f} a second", end=", ")
            print(f"{rates[out] / jobs / alone:.2f} of the loop per process;", end=" ")
            print(f"memory of the parent {max(told[:quarter]):.0f} MB in the first quarter, {max(told):.0f} MB at most")
            print(f"  {said}", flush=True)
        print(f"two processes at {rates['both'] / rates['one']:.2f} times the rate of one")
        lines = (folder / "two.jsonl").read_bytes().count(b"\n")
        print(
            f"accounted for: {lines:,}; the same outputs: {digest(folder / 'one') == digest(folder / 'both')}",
            flush=True,
        )
        if given.kills:
            killed(folder, given.documents, given.kills)


if __name__ == "__main__":
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(Path.cwd()), os.environ.get("PYTHONPATH"))))
    main()
