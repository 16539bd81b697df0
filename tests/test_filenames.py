"""Names of files as seen from a folder, and the patterns that match them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akn.filenames import matches, seen_from

steps = st.text("ab.*", min_size=1, max_size=3).filter(lambda step: step not in {".", "..", "*", "**"})
paths = st.lists(steps, min_size=1, max_size=5).map("/".join)


@pytest.mark.parametrize(
    ("pattern", "path", "matched"),
    [
        ("a.xml", "a.xml", True),
        ("a.xml", "b/a.xml", False),
        ("*.xml", "a.xml", True),
        ("*.xml", "b/a.xml", False),
        ("*", "b/a.xml", False),
        ("?.xml", "ab.xml", False),
        ("[ab].xml", "b.xml", True),
        ("A.xml", "a.xml", False),
        ("**/*.xml", "a.xml", True),
        ("**/*.xml", "b/c/a.xml", True),
        ("**/*.xml", "../a.xml", False),
        ("b/**", "b/c/a.xml", True),
        ("b/**", "bc/a.xml", False),
        ("b/**/a.xml", "b/a.xml", True),
        ("b/**/a.xml", "b/c/d/a.xml", True),
        ("b/**/c/*.xml", "b/c/c/a.xml", True),
        ("b/**/c/*.xml", "b/c/d/a.xml", False),
        ("b/**.xml", "b/a.xml", True),
        ("b/**.xml", "b/c/a.xml", False),
        ("**", "a/b/c", True),
        ("**", "../a", False),
        ("../*.xml", "../a.xml", True),
        ("*/*.xml", "../a.xml", False),
        ("**", "-", False),
        ("-", "-", False),
    ],
)
def test_patterns(pattern: str, path: str, matched: bool) -> None:
    assert matches(pattern, path) == matched


@given(paths)
def test_a_path_without_signs_matches_itself_alone(path: str) -> None:
    plain = path.replace("*", "x")
    assert matches(plain, plain)
    assert not matches(plain, plain + "y")
    assert not matches(plain, f"x/{plain}")


@given(paths, paths)
def test_any_number_of_folders(above: str, below: str) -> None:
    plain = above.replace("*", "x")
    assert matches(f"{plain}/**", f"{plain}/{below}")
    assert matches(f"**/{plain}", f"{below}/{plain}")
    assert matches(f"**/{plain}", plain)
    assert matches(f"**/{plain}/**", f"{below}/{plain}/{below}")


def test_many_signs_take_no_longer() -> None:
    started = time.process_time()
    assert not matches("/".join(["**", "a"] * 30 + ["b"]), "/".join("a" * 90))
    assert time.process_time() - started < 1


def test_names_are_seen_from_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real/deep").mkdir(parents=True)
    (tmp_path / "real/deep/a.xml").write_bytes(b"")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    monkeypatch.chdir(tmp_path / "real")
    for name in ("deep/a.xml", "./deep//a.xml", tmp_path / "real/deep/a.xml", tmp_path / "link/deep/a.xml"):
        assert seen_from(str(tmp_path / "real"), str(name)) == "deep/a.xml"
        assert seen_from(str(tmp_path / "link"), str(name)) == "deep/a.xml"
        assert seen_from(str(tmp_path / "real/other"), str(name)) == "../deep/a.xml"
    assert seen_from(".", "deep/a.xml") == "deep/a.xml"
    assert seen_from("deep", "-") == seen_from("deep", "") == "-"
