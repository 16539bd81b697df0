"""Files on this machine, and, through fsspec (the extra `akn[stores]`), in any store that it knows: `s3://bucket/name`.

A name with `://` in it is a URL; any other is a path. What is written appears whole or not at all.
"""

from __future__ import annotations

import glob
import os
import posixpath
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO, Any

from akn.diagnostics import SourceError, UsageError
from akn.filenames import is_url
from akn.files import aside, write_whole

# One request puts a whole object there, or nothing. Elsewhere a file is written aside and renamed.
_WHOLE = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oci", "memory"})


def read(name: str) -> bytes:
    """The bytes of a file. Raises SourceError where it cannot be read."""
    try:
        if is_url(name):
            store, path = _store(name)
            data: bytes = store.cat_file(path)
            return data
        return Path(name).read_bytes()
    except (SourceError, UsageError):
        raise
    except Exception as error:  # each store has errors of its own
        raise SourceError(f"{name} cannot be read: {_reason(error)}.") from error


def write(name: str, data: bytes) -> None:
    """Writes a file whole or not at all, with the folders that it needs. Raises OSError where it cannot be written."""
    if not is_url(name):
        write_whole(Path(name), data, aside(Path(name)))
        return
    store, path = _store(name)
    try:
        if _protocol(name) in _WHOLE:
            store.pipe_file(path, data)
            return
        part = f"{path}.{uuid.uuid4().hex}.part"
        store.makedirs(posixpath.dirname(path), exist_ok=True)
        try:
            store.pipe_file(part, data)
            store.mv(part, path)
        except BaseException:
            with suppress(Exception):
                store.rm_file(part)
            raise
    except OSError:
        raise
    except Exception as error:
        raise OSError(0, _reason(error), name) from error


def exists(name: str) -> bool:
    """Whether there is such a file."""
    if not is_url(name):
        return Path(name).is_file()
    store, path = _store(name)
    return bool(store.isfile(path))


def is_folder(name: str) -> bool:
    """Whether there is such a folder."""
    if not is_url(name):
        return Path(name).is_dir()
    store, path = _store(name)
    return bool(store.isdir(path))


def below(folder: str) -> Iterator[tuple[str, str]]:
    """Every file below a folder: its name or URL, and its name below the folder, sorted.

    Raises SourceError where the folder cannot be read.
    """
    if not is_url(folder):
        root = Path(folder)
        yield from sorted((str(one), one.relative_to(root).as_posix()) for one in root.rglob("*") if one.is_file())
        return
    store, path = _store(folder)
    try:
        found = sorted(store.find(path))
    except Exception as error:
        raise SourceError(f"The folder {folder} cannot be read: {_reason(error)}.") from error
    for one in found:
        yield store.unstrip_protocol(one), posixpath.relpath(one, store._strip_protocol(path))


def matching(pattern: str) -> list[str]:
    """The names or URLs that a pattern matches, sorted."""
    if not is_url(pattern):
        return sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207
    store, path = _store(pattern)
    try:
        return sorted(store.unstrip_protocol(one) for one in store.glob(path))
    except Exception as error:
        raise SourceError(f"{pattern} cannot be read: {_reason(error)}.") from error


def remove(name: str) -> None:
    """Takes a file away, if it is there."""
    if not is_url(name):
        Path(name).unlink(missing_ok=True)
    elif exists(name):
        store, path = _store(name)
        store.rm_file(path)


@contextmanager
def opened(name: str) -> Iterator[IO[bytes]]:
    """A file to read bit by bit. Raises SourceError where it cannot be opened."""
    try:
        if is_url(name):
            store, path = _store(name)
            file: IO[bytes] = store.open(path, "rb")
        else:
            file = Path(name).open("rb")  # noqa: SIM115  # closed below
    except (SourceError, UsageError):
        raise
    except Exception as error:
        raise SourceError(f"{name} cannot be read: {_reason(error)}.") from error
    with file:
        yield file


def join(folder: str, name: str) -> str:
    """The name of a file below a folder."""
    return f"{folder.rstrip('/')}/{name}" if is_url(folder) else os.path.join(folder, name)  # noqa: PTH118


def _protocol(url: str) -> str:
    return url.partition("://")[0]


def _store(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it."""
    return _file_system(_protocol(url)), url


@cache
def _file_system(protocol: str) -> Any:
    try:
        import fsspec
    except ImportError:
        raise UsageError(f'{protocol}:// needs fsspec: pip install "akn[stores]".') from None
    try:
        return fsspec.filesystem(protocol)
    except (ImportError, ValueError) as error:  # the message says which package the store needs
        raise UsageError(f"{protocol}:// cannot be used: {error}") from None


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "it does not exist"
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(reason).rstrip(".")
