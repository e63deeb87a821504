"""Open a log as bytes, unpack it while reading, and say plainly when it is damaged."""

import gzip
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from cxmap_eventlog.refusal import refuse

SILENT_BYTES = 32 * 1024 * 1024


def check_file(path: Path, shown: str) -> None:
    """Refuse what is not a plain file: folders, devices, pipes, and files that are not there."""
    try:
        mode = path.stat().st_mode
    except OSError:
        raise refuse(shown, "LOG001", "there is no such file; give the path of an event log") from None
    if stat.S_ISDIR(mode):
        raise refuse(shown, "LOG001", "is a folder without `cxmap.yaml`; give the event log itself")
    if not stat.S_ISREG(mode):
        raise refuse(shown, "LOG001", "is no regular file; copy the events into one")
    if path.stat().st_size == 0:
        raise refuse(shown, "LOG001", "is empty; an event log has at least one event")


def stamp_of(path: Path) -> tuple[int, ...]:
    """What changes when somebody writes into a file or puts another in its place."""
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


@contextmanager
def open_bytes(path: Path, shown: str) -> Iterator[BinaryIO]:
    """Open a file, unpacking `.gz`; damage found while reading becomes a refusal."""
    check_file(path, shown)
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            if packed:
                with gzip.GzipFile(fileobj=raw) as unpacked:
                    yield cast("BinaryIO", unpacked)
            else:
                yield cast("BinaryIO", raw)
    except EOFError:
        raise refuse(shown, "LOG003", "the gzip data stop in the middle; fetch the file again") from None
    except (gzip.BadGzipFile, zlib.error):
        raise refuse(shown, "LOG003", "the gzip data are damaged; fetch the file again") from None
    except OSError as problem:
        raise refuse(shown, "LOG001", f"cannot be read ({problem.strerror or 'input error'})") from None


def check_packed(path: Path, shown: str) -> bool:
    """Whether a file is packed by gzip, whatever its name; a packed one is read to its end, checksum included."""
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
    if packed:
        with open_bytes(path, shown) as file:
            while file.read(1 << 20):
                pass
    return packed


class Metered:
    """A reader that stops when too much was read since the consumer last saw an element."""

    def __init__(self, file: BinaryIO, shown: str) -> None:
        self._file = file
        self._shown = shown
        self._silent = 0

    def read(self, size: int = -1) -> bytes:
        """Read, and count what the parser has swallowed without giving anything back.

        More is read the longer nothing came: older Expats scan an unfinished value anew with every piece, and pieces
        of one size would take quadratic time.
        """
        chunk = self._file.read(max(min(size, 65536) if size > 0 else 65536, self._silent))
        self._silent += len(chunk)
        if self._silent > SILENT_BYTES:
            raise refuse(self._shown, "LOG004", "one value or gap is larger than 32 MiB; no log needs that")
        return chunk

    def heard(self) -> None:
        """Say that an element arrived."""
        self._silent = 0
