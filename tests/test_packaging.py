"""The package: what the wheel holds, and that every way of installing finds the official schema."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from sample import ROOT

from akn import schema

OFFICIAL = ("akomantoso30.xsd", "xml.xsd")
SOURCES = ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "akn", "schemas")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (ROOT / "hatch_build.py").is_file(), reason="not a checkout"),
    pytest.mark.skipif(not (ROOT / "README.md").is_file(), reason="the checkout is not complete"),
]


def pip(*arguments: str | Path) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and ("connection" in done.stderr.lower() or "No matching distribution" in done.stderr):
        pytest.skip("pip reaches no package index, so nothing can be built")
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources as version control has them: without the official schema."""
    folder = tmp_path_factory.mktemp("clone")
    ignore = shutil.ignore_patterns(*OFFICIAL, "__pycache__")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=ignore)
        else:
            shutil.copy(source, folder / name)
    return folder


@pytest.fixture(scope="module")
def wheel(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--wheel-dir", folder, clone)
    [found] = folder.glob("akn-*.whl")
    return found


def schema_path(place: Path, *arguments: str) -> Path:
    """Where akn finds the schema when it is imported from `place`."""
    environment = {**os.environ, "PYTHONPATH": str(place), "PYTHONSAFEPATH": "1"}
    code = "from akn import schema; print(schema.path())"
    command = [sys.executable, *arguments, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd=place)
    return Path(done.stdout.strip())


def test_the_wheel_holds_the_package_and_the_schemas(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (*OFFICIAL, "catalog.xml", "SOURCE.md"):
        assert f"akn/schemas/{name}" in names
    for path in (ROOT / "akn").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(ROOT).as_posix() in names
    assert not [name for name in names if name.startswith(("tests/", "schemas/", "hatch_build"))]


def test_the_wheel_depends_on_no_more_than_it_needs(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    [metadata] = [name for name in archive.namelist() if name.endswith("/METADATA")]
    needed = [line for line in archive.read(metadata).decode().splitlines() if line.startswith("Requires-Dist:")]
    assert [line.split()[1].partition(">")[0] for line in needed if "extra ==" not in line] == [
        "click",
        "lxml",
        "xmlschema",
    ]


def test_an_installed_wheel_finds_the_schema(wheel: Path, tmp_path: Path) -> None:
    pip("install", "--no-deps", "--target", tmp_path / "site", wheel)
    assert schema_path(tmp_path / "site") == tmp_path / "site/akn/schemas/akomantoso30.xsd"


def test_an_editable_install_completes_the_checkout(clone: Path, tmp_path: Path) -> None:
    pip("install", "--no-deps", "--target", tmp_path / "site", "--editable", clone)
    assert schema_path(clone) == clone / "schemas/akomantoso30.xsd"


def test_the_checkout_holds_the_official_schema() -> None:
    assert schema.path().name == "akomantoso30.xsd"
