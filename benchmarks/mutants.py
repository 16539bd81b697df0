"""Puts small defects into a copy of the library, one at a time, and counts how many the test suite notices:
`python -m benchmarks.mutants [--count 100] [--seed 1] [--modules akn/text.py ...] [--jobs 2]
[--quick]`.

A defect is one that a hand slips into: a comparison off by its bound or turned round, `and` for `or`, a lost `not`, a
number one too high, a sum that is a difference, an open end of a slice, a condition turned round, `break` for
`continue`, a statement or an early return left out. Decorators, annotations and what stands in f-strings
(messages) are left alone. The checkout is never touched: each defect goes into a copy of its own, in which the tests
run. A defect that makes them hang is noticed too. The same seed gives the same defects; code that changes elsewhere
in a module does not change which ones.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MODULES = ["akn/text.py", "akn/blocks.py", "akn/tree.py", "akn/akn_xml.py", "akn/ids.py"]
# In the order in which they are run, after the tests that are named like the module; then all others.
QUICK = "cases text blocks tree akn_xml ids tables layout document sets notes pages wrapped laws".split()
SWAPS: dict[type[ast.AST], Any] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
# The tests must find the copy, not an installed package; a defect that eats memory must not take the machine along.
RUN = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
import akn, pytest
if not akn.__file__.startswith(sys.argv[1]):
    sys.exit(97)
sys.exit(pytest.main(sys.argv[2:]))
"""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one defect: which, where, and its whole source."""

    module: str
    line: int
    before: str
    after: str
    source: bytes
    order: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line}  {self.before}  ->  {self.after}"


def nodes(node: ast.AST, scope: str = "") -> Iterator[tuple[ast.AST, str]]:
    """The nodes that may be changed, each with the function that it is in."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or isinstance(child, ast.JoinedStr):
                continue
            yield child, scope
            inner = f"{scope}.{child.name}" if isinstance(child, ast.FunctionDef | ast.ClassDef) else scope
            yield from nodes(child, inner)


def of_expression(node: ast.AST) -> Iterator[ast.expr]:
    """What may be written for an expression by mistake."""
    match node:
        case ast.Compare(left, [operator, *more], comparators) if type(operator) in SWAPS:
            yield ast.Compare(left, [SWAPS[type(operator)](), *more], comparators)
        case ast.BoolOp(operator, values):
            yield ast.BoolOp(SWAPS[type(operator)](), values)
        case ast.BinOp(left, ast.Add(), right) if not is_number(left) and not is_number(right):
            yield left  # texts and sequences have no difference
        case ast.BinOp(left, operator, right) if type(operator) in SWAPS:
            yield ast.BinOp(left, SWAPS[type(operator)](), right)
        case ast.UnaryOp(ast.Not() | ast.USub(), operand):
            yield operand
        case ast.Constant(bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(int() as value):
            yield ast.Constant(value + 1)


def is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int)


def of_statement(node: ast.AST) -> Iterator[ast.stmt]:
    """What may be written for a statement by mistake."""
    match node:
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()
        case ast.Expr(ast.Call() | ast.Yield() | ast.YieldFrom()) | ast.Raise():
            yield ast.Pass()
        case ast.Assign([ast.Attribute() | ast.Subscript()]):
            yield ast.Pass()
        case ast.AugAssign(target, operator, value):
            yield ast.Pass()
            if is_number(value):
                yield ast.AugAssign(target, SWAPS[type(operator)](), value)


def changes(node: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, ast.AST]]:
    """What may be written by mistake for a node, or for a part of it."""
    match node:
        case ast.expr():
            yield from ((node, changed) for changed in of_expression(node))
        case ast.stmt():
            yield from ((node, changed) for changed in of_statement(node))
    for bound in (node.lower, node.upper) if isinstance(node, ast.Slice) else ():
        if bound:
            yield bound, ast.Name("")
    conditions = [node.test] if isinstance(node, ast.If | ast.While | ast.IfExp) else getattr(node, "ifs", [])
    for condition in conditions:
        if not isinstance(condition, ast.UnaryOp | ast.Compare):  # these are turned round as expressions
            yield condition, ast.UnaryOp(ast.Not(), condition)
    for early in node.body if isinstance(node, ast.If | ast.For | ast.While) else ():
        if isinstance(early, ast.Return):
            yield early, ast.Pass()


def mutants(module: str, seed: int) -> list[Mutant]:
    """All mutants of a module, in the order that the seed gives."""
    source = (ROOT / module).read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    seen: Counter[tuple[str, str, str]] = Counter()
    made = {ast.dump(ast.parse(source)): Mutant(module, 0, "", "", source, "")}
    for node, scope in nodes(ast.parse(source)):
        for old, new in changes(node):
            start = starts[old.lineno - 1] + old.col_offset
            end = starts[(old.end_lineno or old.lineno) - 1] + (old.end_col_offset or 0)
            before, after = ast.unparse(old), ast.unparse(ast.fix_missing_locations(new))
            seen[scope, before, after] += 1
            key = f"{seed} {module} {scope} {before} {after} {seen[scope, before, after]}"
            changed = source[:start] + after.encode() + source[end:]
            mutant = Mutant(module, old.lineno, before, after, changed, hashlib.sha256(key.encode()).hexdigest())
            made.setdefault(ast.dump(ast.parse(changed)), mutant)
    return sorted(list(made.values())[1:], key=lambda mutant: mutant.order)


def sample(modules: Sequence[str], count: int, seed: int) -> list[Mutant]:
    """So many mutants, as evenly as may be from each module."""
    chosen = []
    for number, module in enumerate(modules):
        share = count // len(modules) + (number < count % len(modules))
        chosen += sorted(mutants(module, seed)[:share], key=lambda mutant: mutant.line)
    return chosen


def stages(module: str, quick_only: bool) -> list[list[str]]:
    """The files of tests, those that notice soonest first."""
    own = [f"tests/test_{Path(module).stem}.py"]
    quick = [f"tests/test_{name}.py" for name in QUICK]
    rest = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/test_*.py"))
    others = [] if quick_only else [path for path in rest if path not in (*own, *quick)]
    return list(filter(None, [own, [path for path in quick if path not in own], others]))


def noticed(mutant: Mutant, checkout: Path, quick_only: bool, timeout: float) -> str:
    """The test that notices a defect in a copy of this checkout; empty where none does."""
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        copy = copied(checkout, folder)
        (copy / mutant.module).write_bytes(mutant.source)
        for stage in stages(mutant.module, quick_only):
            if test := failed(copy, stage, timeout / 6 if len(stage) == 1 else timeout):
                return test
    return ""


def copied(checkout: Path, folder: str) -> Path:
    left_out = shutil.ignore_patterns(".git", ".*cache", ".hypothesis", ".venv", "dist")
    return shutil.copytree(checkout, Path(folder) / "checkout", ignore=left_out)


def failed(copy: Path, files: Sequence[str], timeout: float) -> str:
    """The first test in these files that fails; empty where all pass."""
    command = [sys.executable, "-c", RUN, str(copy), "-x", "-q", "-p", "no:cacheprovider", "--tb=no", *files]
    environment = {**os.environ, "PYTHONPATH": str(copy), "AKN_HYPOTHESIS_PROFILE": "unshrunk"}
    process = subprocess.Popen(
        command, cwd=copy, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    )  # fmt: skip
    try:
        output, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return f"the time, {timeout:.0f} s"
    if process.returncode in (4, 5, 97):
        raise RuntimeError(f"the tests cannot be run in {copy}:\n{output}")
    found = re.search(r"^(?:FAILED|ERROR) (.*?)(?: - .*)?$", output, re.MULTILINE)
    return "" if process.returncode == 0 else found[1] if found else "the end of the process"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutants", description=__doc__)
    parser.add_argument("--count", type=int, default=100, help="how many defects (default: 100)")
    parser.add_argument("--seed", type=int, default=1, help="which ones (default: 1)")
    parser.add_argument("--modules", nargs="+", default=MODULES, help="the files that they are put into")
    parser.add_argument("--only", type=int, nargs="+", help="only those with these numbers")
    parser.add_argument("--list", action="store_true", help="print the defects and run nothing")
    parser.add_argument("--jobs", type=int, default=2, help="how many are tested at a time (default: 2)")
    parser.add_argument("--quick", action="store_true", help="run only the tests of these modules and of the laws")
    parser.add_argument(
        "--timeout", type=float, default=600, help="seconds for many files of tests; a sixth for one (default: 600)"
    )
    given = parser.parse_args()
    numbered = list(enumerate(sample(given.modules, given.count, given.seed), 1))
    chosen = [(number, mutant) for number, mutant in numbered if not given.only or number in given.only]
    if given.list:
        print(*(f"{number:4}  {mutant}" for number, mutant in chosen), sep="\n")
        return 0
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder, ThreadPoolExecutor(given.jobs) as pool:
        checkout = copied(ROOT, folder)  # as it is now, whatever is written while this runs
        whole = Mutant("akn/text.py", 0, "", "", (checkout / "akn/text.py").read_bytes(), "")
        tests = pool.map(
            lambda mutant: noticed(mutant, checkout, given.quick, given.timeout), [whole, *(m for _, m in chosen)]
        )
        if test := next(tests):
            pool.shutdown(cancel_futures=True)
            print(f"without any defect there is a failure already: {test}")
            return 1
        killed: Counter[str] = Counter()
        for (number, mutant), test in zip(chosen, tests, strict=True):
            killed[mutant.module] += bool(test)
            print(f"{number:4}  {f'killed    {mutant}  by {test}' if test else f'SURVIVED  {mutant}'}", flush=True)
    for module in given.modules:
        print(f"{module}: {killed[module]} of {sum(mutant.module == module for _, mutant in chosen)} killed")
    print(f"all: {killed.total()} of {len(chosen)} killed, {killed.total() / len(chosen):.0%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
