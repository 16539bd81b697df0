"""The official schema: the published bytes, in both engines."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from lxml import etree
from sample import ROOT, document

from akn import schema
from akn.diagnostics import SchemaError


def test_the_schema_is_the_published_file() -> None:
    assert hashlib.sha256(schema.path().read_bytes()).hexdigest() == schema.SHA256
    assert hashlib.sha256((schema.folder() / "xml.xsd").read_bytes()).hexdigest() == schema.XML_SHA256


def test_the_documentation_and_the_build_name_the_same_digests() -> None:
    for file in ("schemas/SOURCE.md", "hatch_build.py"):
        said = set(re.findall(r"\b[0-9a-f]{64}\b", (ROOT / file).read_text("utf-8")))
        assert said == {schema.SHA256, schema.XML_SHA256}, file


def test_the_catalogue_names_files_that_are_there() -> None:
    catalogue = etree.parse(schema.folder() / "catalog.xml")
    files = set(catalogue.xpath("//@uri"))
    assert {"akomantoso30.xsd", "xml.xsd"} <= files
    assert all((schema.folder() / name).is_file() for name in files)
    assert schema.NAMESPACE in catalogue.xpath("//@name")


def test_another_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "akomantoso30.xsd").write_bytes(schema.path().read_bytes() + b"\n")
    (tmp_path / "xml.xsd").write_bytes((schema.folder() / "xml.xsd").read_bytes())
    monkeypatch.setattr(schema, "folder", lambda: tmp_path)
    with pytest.raises(SchemaError, match="SHA-256"):
        schema.path()


def test_a_missing_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "__file__", str(tmp_path / "akn" / "schema.py"))
    with pytest.raises(SchemaError, match="not installed"):
        schema.path()


def test_one_schema_for_each_thread() -> None:
    mine = schema.official()
    assert schema.official() is mine
    others: list[etree.XMLSchema] = []
    thread = threading.Thread(target=lambda: others.append(schema.official()))
    thread.start()
    thread.join()
    assert others[0] is not mine


def test_both_engines_take_the_sample() -> None:
    tree = etree.ElementTree(etree.fromstring(document()))
    assert schema.official().validate(tree)
    assert schema.second_opinion().is_valid(tree)


def test_xmlschema_is_imported_only_when_it_is_asked() -> None:
    code = "import sys, akn.check, akn.source, akn.schema; sys.exit('xmlschema' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
