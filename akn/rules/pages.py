"""The documentation of the rules, made of the rules: `python -m akn.rules.pages docs/rules` writes it again."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from akn.rules import FAMILIES, RULES, Rule

INDEX = "README.md"


def pages() -> Mapping[str, str]:
    """Every page by its file name: one for each rule, and the list of them."""
    return {INDEX: _index(), **{f"{rule.id}.md": _page(rule) for rule in RULES.values()}}


def _index() -> str:
    families = "\n".join(line for family in FAMILIES for line in _family(family))
    return (
        "# The rules beside the schema\n\n"
        f"{len(RULES)} rules, each with a page. `akn validate --list-rules` prints them. Those marked 2 are what\n"
        "conformance level 2 asks for, beside the schema. What the schema itself finds is in\n"
        f"[findings](../findings.md).\n{families}"
    )


def _family(family: str) -> Iterator[str]:
    yield f"\n## {family}: {FAMILIES[family]}\n\n| rule | severity | level | what it asks |\n|---|---|---|---|"
    for rule in RULES.values():
        if rule.family == family:
            yield f"| [{rule.id}]({rule.id}.md) | {rule.severity} | {2 if rule.naming else ''} | {_cell(rule.title)} |"
    yield ""


def _page(rule: Rule) -> str:
    level = " Conformance level 2 asks for it." if rule.naming else ""
    schematron = ""
    if rule.assertion:
        context, test = map(_visible, rule.assertion)
        schematron = f"\nIn Schematron: at `{context}`, `{test}`.\n"
    return (
        f"# {rule.id}\n\n{rule.title}. Severity: {rule.severity}.{level}\n\n{rule.about}\n\n"
        f"Source: {rule.source}\n{schematron}\n"
        f"Wrong:\n\n```xml\n{rule.bad}\n```\n\nRight:\n\n```xml\n{rule.good}\n```\n"
    )


def _visible(text: str) -> str:
    """The text with characters that no one sees as XML writes them by their numbers."""
    return "".join(sign if sign.isprintable() else f"&#x{ord(sign):X};" for sign in text)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    made = pages()
    for old in folder.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for file, content in made.items():
        (folder / file).write_text(content, encoding="utf-8")
