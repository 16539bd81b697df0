"""What other projects take from this repository for their CI: the hook of pre-commit and the action of GitHub."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sample import ROOT


def run(command: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A line of shell in which `akn` is the one under test."""
    shell = f'akn() {{ "{sys.executable}" -m akn "$@"; }}\n{command}'
    given = {**os.environ, **environment}
    return subprocess.run(["bash", "-c", shell], capture_output=True, text=True, env=given, cwd=folder, check=False)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    file = tmp_path / "broken.xml"
    file.write_text('<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"/>', "utf-8")
    return file


def test_the_hook_of_pre_commit(broken: Path) -> None:
    hook = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    entry = re.search(r"^  entry: (.*)$", hook, re.MULTILINE)
    assert entry is not None
    assert run(f"{entry[1]} {ROOT}/examples/*.xml", broken.parent).returncode == 0
    assert run(f"{entry[1]} {broken}", broken.parent).returncode == 1


def test_the_action_of_github(broken: Path) -> None:
    command = (ROOT / "action.yml").read_text("utf-8").rpartition("run: ")[2]
    fine = run(command, broken.parent, PATHS=f"{ROOT}/examples/*.xml {ROOT}/examples", RULES="", FAIL_ON="error")
    assert fine.returncode == 0, fine.stderr
    failed = run(command, broken.parent, PATHS=f"{ROOT}/examples {broken}", RULES="xsd,ids", FAIL_ON="warning")
    assert failed.returncode == 1
    configured = broken.parent / "akn.toml"
    configured.write_text('severity = { xsd = "warning" }\nfail-on = "warning"', "utf-8")
    assert run(command, broken.parent, PATHS=str(broken), RULES="", FAIL_ON="").returncode == 1
    assert run(command, broken.parent, PATHS=str(broken), RULES="", FAIL_ON="error").returncode == 0
    assert f"::error file={broken},line=1" in failed.stdout
