"""The house: which module may import which, how long it may be, and what the public face shows."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sample import ROOT

import akn

PACKAGE = ROOT / "akn"
FILES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 400


def module_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(file): file for file in FILES}


def imported(file: Path, *, with_types: bool = False) -> set[str]:
    """The modules of this package that a file imports, anywhere in it; those for type checkers only where asked."""
    found = set()
    for node in _nodes(ast.parse(file.read_text("utf-8")), with_types):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file} imports relatively"
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (inner & MODULES.keys()) or {node.module or ""}
    return found & MODULES.keys()


def _nodes(tree: ast.AST, with_types: bool) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        types = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        if types and not with_types:
            continue
        yield node
        yield from _nodes(node, with_types)


def all_imported(name: str) -> set[str]:
    """What a module imports, and what that imports in turn. The public face is not followed: it names everything."""
    seen: set[str] = set()
    waiting = {name}
    while waiting:
        module = waiting.pop()
        for other in imported(MODULES[module]) - {"akn"} - seen:
            seen.add(other)
            waiting.add(other)
    return seen


# The ladder, lowest rung first: none imports one that stands after it.
LADDER = [
    ["akn.diagnostics"],
    ["akn.model", "akn.text", "akn.roles"],
    ["akn.tables"],
    ["akn.shapes", "akn.symbols", "akn.organs", "akn.iri", "akn.ids", "akn.lang"],
    ["akn.pages", "akn.layout", "akn.inline", "akn.citations", "akn.marks"],
    ["akn.front"],
    ["akn.paragraphs", "akn.rows"],
    ["akn.body"],
    ["akn.blocks", "akn.notes", "akn.masthead"],
    ["akn.tree"],
    ["akn.akn_xml"],
    ["akn.identify", "akn.frbr"],
    ["akn.document"],
    ["akn.align", "akn.batch", "akn.graph", "akn.tallies", "akn.cells"],
    ["akn.overview"],
    ["akn.run", "akn.check_run"],
    ["akn.batch_cli"],
    ["akn.check_cli", "akn.graph_cli"],
    ["akn.cli"],
]
RUNG = {module: number for number, rung in enumerate(LADDER) for module in rung}


@pytest.mark.parametrize("name", RUNG)
def test_no_rung_imports_a_higher_one(name: str) -> None:
    higher = {other for other in all_imported(name) if RUNG.get(other, -1) > RUNG[name]}
    assert not higher


def test_the_rungs_exist() -> None:
    assert RUNG.keys() <= MODULES.keys()


TOP = {"akn", "akn.__main__", "akn.align", "akn.batch", "akn.graph", "akn.run", "akn.check_run"} | {
    name for name in MODULES if name.partition(".")[2].endswith("cli")
}


@pytest.mark.parametrize("name", sorted(MODULES.keys() - TOP))
def test_only_the_command_line_and_the_batch_see_everything(name: str) -> None:
    seen = imported(MODULES[name], with_types=True)
    assert not seen & {"akn.cli", "akn.batch", "akn.__main__"}
    if name != "akn.document" and not name.startswith("akn.testing"):
        assert "akn.document" not in seen


def test_the_model_has_no_behaviour() -> None:
    assert imported(MODULES["akn.model"], with_types=True) == set()
    for node in ast.walk(ast.parse(MODULES["akn.model"].read_text("utf-8"))):
        assert not isinstance(node, ast.FunctionDef), node.name


def test_validation_does_not_need_the_converter() -> None:
    converter = {name for name, rung in RUNG.items() if rung >= RUNG["akn.pages"]} - {"akn.frbr"}
    assert not all_imported("akn.check") & converter
    assert not any(all_imported(name) & converter for name in MODULES if name.startswith("akn.rules"))


def test_validation_reads_no_configuration() -> None:
    """It is given one, and who reads and writes files is the command line."""
    assert not all_imported("akn.check") & {"akn.config", "akn.baseline", "akn.files", "akn.filenames"}
    assert imported(MODULES["akn.filenames"], with_types=True) == set()


def test_reading_citations_does_not_need_the_converter() -> None:
    """Any document has them, not only those that this library writes."""
    converter = {name for name, rung in RUNG.items() if rung >= RUNG["akn.pages"]}
    assert not (all_imported("akn.citing") | all_imported("akn.graph_formats")) & converter


def test_the_converter_does_not_need_validation() -> None:
    assert not {name for name in all_imported("akn.document") if name.startswith(("akn.rules", "akn.check", "akn.xsd"))}


def test_the_grammar_stands_alone() -> None:
    """Strategies and checks read it; it needs neither, nor what compiles it."""
    assert all_imported("akn.grammar") == {"akn.schema", "akn.diagnostics"}
    assert imported(MODULES["akn.automaton"], with_types=True) == set()
    assert not [name for name in MODULES if "akn.xsd_grammar" in imported(MODULES[name], with_types=True)]


MENDING = {"akn.mending", "akn.renaming", "akn.numbering", "akn.targets", "akn.splices", "akn.ordering"}


def test_only_mending_edits_a_document() -> None:
    """Neither the converter nor the validator needs it; and its order and its edits know nothing of what is mended."""
    for name in MODULES.keys() - MENDING - {"akn.check_cli"}:
        seen = imported(MODULES[name], with_types=True) & MENDING
        assert not seen or name == "akn", name
    assert "akn.rules" not in all_imported("akn.splices") | all_imported("akn.ordering") | all_imported("akn.positions")


@pytest.mark.parametrize("name", sorted(name for name in MODULES if not name.startswith("akn.testing")))
def test_only_tests_need_the_strategies(name: str) -> None:
    assert not [other for other in imported(MODULES[name], with_types=True) if other.startswith("akn.testing")]


def test_workers_and_positions_stand_alone() -> None:
    """Neither knows what it is used for."""
    assert imported(MODULES["akn.workers"], with_types=True) == {"akn.diagnostics"}
    assert imported(MODULES["akn.positions"], with_types=True) == set()


def test_imports_do_not_go_round() -> None:
    for name in MODULES.keys() - {"akn"}:
        assert name not in all_imported(name), name


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_modules_are_short(file: Path) -> None:
    assert len(file.read_text("utf-8").splitlines()) < LONGEST


def test_no_module_is_a_drawer() -> None:
    names = {part for name in MODULES for part in name.split(".")}
    assert not names & {"utils", "util", "helpers", "helper", "common", "misc", "tools"}


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_every_module_says_what_it_is(file: Path) -> None:
    assert ast.get_docstring(ast.parse(file.read_text("utf-8")))


def test_the_public_face() -> None:
    assert list(akn.__all__) == sorted(akn.__all__)
    for name in akn.__all__:
        value = getattr(akn, name)
        assert inspect.getdoc(value), name
        assert value.__module__.startswith("akn."), name
        for member, inner in vars(value).items() if inspect.isclass(value) else ():
            if not member.startswith("_") and callable(inner):
                assert inspect.getdoc(inner), f"{name}.{member}"


def test_the_public_face_only_names() -> None:
    for node in ast.parse(MODULES["akn"].read_text("utf-8")).body:
        assert isinstance(node, ast.Expr | ast.ImportFrom | ast.Assign), ast.dump(node)


ABSENT = ("hypothesis", "xmlschema", "click", "pytest")


def test_importing_akn_is_light() -> None:
    """Neither what only tests need, nor the second engine, nor the command line."""
    code = f"import sys, akn; print(*[name for name in {ABSENT} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.split() == []


def test_converting_does_not_import_more() -> None:
    code = f"import sys, akn; akn.convert('x'); print(*[name for name in {ABSENT} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.split() == []
