"""Write files so that a crash, a full disk or a second run never leaves a torn one behind."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def write_atomically(path: Path, content: str | bytes) -> None:
    """Replace a file as a whole: a temporary file beside it, flushed to disk, then renamed over it.

    A path that is a link is refused, so that nothing outside the folder can be overwritten through it.

    Raises:
        OSError: it cannot be written; the old file, if any, is untouched.
    """
    if path.is_symlink():
        raise OSError(0, "it is a link; write to a plain file", str(path))
    if path.exists() and not path.is_file():
        raise OSError(0, "it is not a plain file", str(path))
    if not path.parent.is_dir():
        raise OSError(0, "there is no such folder", str(path.parent))
    data = content.encode("utf-8") if isinstance(content, str) else content
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        Path(temporary).chmod(_mode(path))
        Path(temporary).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
    _sync_folder(path.parent)


def _mode(path: Path) -> int:
    """The rights of the file that is replaced, else those any new file would get."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # some file systems cannot; the rename itself is done
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
