"""The configuration: where it is found, what it means for each file, and what is said of one that is wrong."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from sample import ROOT, document

import akn
from akn.check import select, validate
from akn.config import Config, find, load
from akn.diagnostics import UsageError

WRONG = document('<paragraph eId="art_1"/>\n<foo/>')


def written(folder: Path, content: str, name: str = "akn.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(content, "utf-8")
    return path


def checked(config: Config, name: str) -> frozenset[str]:
    settings = config.for_file(name)
    return select(settings.rules) - settings.ignored


def test_all_keys(tmp_path: Path) -> None:
    content = """
select = ["xsd", "ids"]
ignore = ["ids-number"]
fail-on = "warning"
baseline = "ci/baseline.json"
[severity]
ids-element = "note"
ids = "error"
[paths."drafts/**"]
ignore = ["ids"]
[paths."drafts/old/*.xml"]
select = ["refs", "ids-number"]
ignore = ["refs-form"]
severity = { ids-element = "warning", refs = "note" }
"""
    config = load(written(tmp_path, content))
    assert (config.fail_on, config.baseline) == ("warning", str(tmp_path / "ci/baseline.json"))
    top = select("xsd,ids") - {"ids-number"}
    assert checked(config, str(tmp_path / "a.xml")) == top
    assert checked(config, str(tmp_path / "drafts/a.xml")) == top - select("ids")
    assert checked(config, str(tmp_path / "drafts/old/a.xml")) == select("refs,ids-number") - {"refs-form"}
    assert checked(config, "-") == checked(config, "") == top
    severities = config.for_file(str(tmp_path / "a.xml")).severities
    assert severities["ids-element"] == "note", "a rule wins over its family, whatever comes first"
    assert severities["ids-unique"] == "error"
    severities = config.for_file(str(tmp_path / "drafts/old/a.xml")).severities
    assert (severities["ids-element"], severities["ids-unique"], severities["refs-form"]) == (
        "warning",
        "error",
        "note",
    )


def test_the_example_in_the_documentation(tmp_path: Path) -> None:
    page = (ROOT / "docs/ci.md").read_text("utf-8")
    config = load(written(tmp_path, page.partition("```toml\n")[2].partition("```")[0], "pyproject.toml"))
    assert (config.fail_on, config.baseline) == ("warning", str(tmp_path / "ci/akn-baseline.json"))
    assert checked(config, str(tmp_path / "a.xml")) == select("xml,xsd,ids,refs") - {"ids-number"}
    assert checked(config, str(tmp_path / "drafts/a.xml")) == select("xml,xsd,ids") - {"ids-number"}


def test_rules_that_are_named_are_what_is_checked(tmp_path: Path) -> None:
    config = load(written(tmp_path, 'select = ["xsd"]\nignore = ["ids-element"]\nseverity = { ids-element = "note" }'))
    assert {one.rule for one in validate(WRONG, config=config)} == {"xsd-content"}
    [found] = validate(WRONG, rules="ids", config=config)
    assert (found.rule, found.severity) == ("ids-element", "note")


def test_a_severity_changes_the_verdict_and_nothing_else(tmp_path: Path) -> None:
    config = load(written(tmp_path, 'severity = { xsd-content = "warning", ids = "error", xml = "note" }'))
    before, after = validate(WRONG), validate(WRONG, config=config)
    assert [(one.rule, one.message, one.line) for one in before] == [(one.rule, one.message, one.line) for one in after]
    assert [one.severity for one in after] == ["error", "warning"]
    assert validate(b"<a>", config=config), "what is no XML is as bad as the configuration says"


def test_what_is_no_xml_is_told_whatever_is_selected(tmp_path: Path) -> None:
    config = load(written(tmp_path, 'ignore = ["xml", "xsd"]'))
    assert [one.rule for one in validate(b"<a>", config=config)] == ["xml-not-well-formed"]


def test_the_library_looks_for_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, 'ignore = ["ids", "xsd"]')
    monkeypatch.chdir(tmp_path)
    assert len(akn.validate(WRONG)) == 2
    config = akn.config.find()
    assert config is not None
    assert len(akn.validate(WRONG, config=config)) == 0


def test_the_nearest_folder_that_has_one(tmp_path: Path) -> None:
    deep = tmp_path / "a/b/c"
    deep.mkdir(parents=True)
    shared = '[tool.akn]\nfail-on = "warning"'
    written(tmp_path / "a", shared, "pyproject.toml")
    written(tmp_path / "a/b", "[tool.other]\nakn = 1", "pyproject.toml")
    found = find(deep)
    assert found is not None
    assert (found.folder, found.fail_on) == (str(tmp_path / "a"), "warning")
    written(tmp_path / "a", 'fail-on = "error"')
    found = find(deep)
    assert found is not None
    assert found.fail_on == "error", "akn.toml wins in the same folder"
    written(tmp_path / "a/b", "[tool.akn]", "pyproject.toml")
    found = find(deep)
    assert found is not None
    assert (found.folder, found.fail_on) == (str(tmp_path / "a/b"), None)


@pytest.mark.parametrize("content", ["", "tool = 1", "[tool]\nakn-other = 1", "[project]\nname = 'x'"])
def test_a_project_without_a_table(content: str, tmp_path: Path) -> None:
    path = written(tmp_path, content, "pyproject.toml")
    found = find(tmp_path)
    assert found is None or found.folder != str(tmp_path)
    with pytest.raises(UsageError, match=r"has no table \[tool\.akn\]"):
        load(path)


@pytest.mark.parametrize(
    ("content", "place", "said"),
    [
        ("selct = []", "", r"'selct' is no key; accepted are select, ignore, severity, fail-on, baseline, paths"),
        ("select = 'ids'", ", select", r"a list of rules or families is accepted, such as .*, not 'ids'"),
        ("select = [1]", ", select", r"a list of rules"),
        ("select = []", ", select", r"no rule is named"),
        ("select = ['ids,refs']", ", select", r"'ids,refs' is no rule; accepted are xml, xsd, ids"),
        ("ignore = ['nonsense']", ", ignore", r"'nonsense' is no rule; accepted are xml, xsd, ids"),
        ("severity = 'error'", ", severity", r"a table is accepted, not 'error'"),
        ("severity = { ids = 'fatal' }", ", severity.ids", r"accepted are error, warning, note, not 'fatal'"),
        ("severity = { ids = [] }", ", severity.ids", r"accepted are error, warning, note, not \[\]"),
        ("severity = { idz = 'note' }", ", severity", r"'idz' is no rule; accepted are"),
        ("fail-on = 'note'", ", fail-on", r"accepted are error, warning, not 'note'"),
        ("baseline = 1", ", baseline", r"a path from the folder of this file is accepted, not 1"),
        ("baseline = ''", ", baseline", r"a path"),
        (r'baseline = "a\u0000"', ", baseline", r"a path"),
        ("paths = ['a']", ", paths", r"a table is accepted, not \['a'\]"),
        ("paths = { 'a/*' = 1 }", ', paths."a/*"', r"a table is accepted, not 1"),
        ("paths = { 'a/*' = { fail-on = 'error' } }", ', paths."a/*"', r"'fail-on' is no key; accepted are select, ig"),
        ("paths = { 'a/*' = { ignore = ['x'] } }", ', paths."a/*".ignore', r"'x' is no rule"),
        ("paths = { '/a' = {} }", ", paths", r"'/a' is no pattern; accepted are such as \"drafts/\*\*\""),
        ("paths = { 'a/' = {} }", ", paths", r"'a/' is no pattern"),
        (r"paths = { 'a\*' = {} }", ", paths", r"is no pattern"),
        ("paths = { '' = {} }", ", paths", r"'' is no pattern"),
    ],
)
@pytest.mark.parametrize("shared", [False, True], ids=["own", "shared"])
def test_what_is_wrong_is_told_with_its_file_and_key(
    content: str, place: str, said: str, shared: bool, tmp_path: Path
) -> None:
    name, head = ("pyproject.toml", "[tool.akn]\n") if shared else ("akn.toml", "")
    path = written(tmp_path, head + content, name)
    key = (f", tool.akn.{place[2:]}" if place else ", tool.akn") if shared else place
    for read in (lambda: load(path), lambda: find(tmp_path)):
        with pytest.raises(UsageError, match=said) as raised:
            read()
        assert str(raised.value).startswith(f"{path}{key}: ")


@pytest.mark.parametrize("content", [b"select = [", b"\xff", b"a = " + b"[" * 100_000, b"a = 1\na = 2"])
def test_a_file_that_is_no_toml(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "akn.toml"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"akn\.toml is no TOML: "):
        load(path)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.toml"):
        with pytest.raises(UsageError, match="cannot be read"):
            load(path)


def test_a_shared_table_that_is_none(tmp_path: Path) -> None:
    path = written(tmp_path, "[tool]\nakn = 3", "pyproject.toml")
    with pytest.raises(UsageError, match=r"pyproject\.toml, tool\.akn: a table is accepted, not 3"):
        load(path)


def test_it_goes_to_other_processes(tmp_path: Path) -> None:
    config = load(written(tmp_path, 'ignore = ["ids"]\n[severity]\nrefs = "note"\n[paths."*"]\nselect = ["xsd"]'))
    assert pickle.loads(pickle.dumps(config)) == config
