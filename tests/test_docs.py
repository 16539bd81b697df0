"""The examples in the documentation run as they stand."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sample import ROOT

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGE = ROOT / "docs" / "testing.md"
EXAMPLES = BLOCK.findall(PAGE.read_text("utf-8"))


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 3


@pytest.mark.parametrize("code", EXAMPLES, ids=range(len(EXAMPLES)))
def test_the_example_passes(code: str) -> None:
    space: dict[str, Any] = {}
    exec(compile(code, str(PAGE), "exec"), space)  # the page is ours
    tests = [value for name, value in space.items() if name.startswith("test_")]
    assert tests
    for test in tests:
        test()
