"""Run foreign code in a forked child with a time and a memory limit, and take back plain values only."""

from __future__ import annotations

import json
import os
import selectors
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NoReturn

Message = dict[str, Any]
Send = Callable[[Message], None]

GRACE = 2.0  # the child's own timer speaks first; the parent ends what ignores it
MOST_BYTES = 256 << 20
MOST_OUTPUT = 1 << 20
LONGEST_LINE = 1 << 16
START_SECONDS = 30.0


class ContainedError(Exception):
    """The child did not end well; says how."""


@dataclass
class _Child:
    """A child process and what has come from it."""

    name: str
    process: int
    messages: int
    output: int
    seconds: float
    deadline: float
    waiting: bytearray = field(default_factory=bytearray)
    received: int = 0
    said: int = 0
    line: bytearray = field(default_factory=bytearray)
    ended: bool = False
    status: int | None = None
    inbox: list[Message] = field(default_factory=list)


def contain(
    name: str, work: Callable[[Send], None], *, memory: int, seconds: float = START_SECONDS
) -> Iterator[Message]:
    """Run `work` in a child and yield what it sends; a message `begin` restarts its clock.

    Whatever the child prints goes to the error output, each line marked with `name`.

    Raises:
        ContainedError: the child ended itself, was killed, took too long or sent rubbish.
    """
    child = _fork(name, work, memory, seconds)
    try:
        with selectors.DefaultSelector() as selector:
            selector.register(child.messages, selectors.EVENT_READ, _read_messages)
            selector.register(child.output, selectors.EVENT_READ, _read_output)
            while not child.ended:
                _wait(child, selector)
                yield from child.inbox
                child.inbox.clear()
    finally:
        _end(child)


def one_line(text: str, most: int = 200) -> str:
    """Foreign text on one line, without control characters."""
    words = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return words if len(words) <= most else words[: most - 3] + "..."


def describe_exception(error: BaseException) -> str:
    """What went wrong, in a clause that continues `it`."""
    if isinstance(error, MemoryError):
        return "ran out of memory"
    if isinstance(error, SystemExit):
        return "tried to end the program"
    text = one_line(str(error))
    return f"raised {type(error).__name__}: {text}" if text else f"raised {type(error).__name__}"


def _wait(child: _Child, selector: selectors.BaseSelector) -> None:
    left = child.deadline - time.monotonic()
    if left <= 0:
        raise ContainedError(f"took longer than {child.seconds:g}s")
    ready = selector.select(min(left, 0.2))
    for key, _ in ready:
        key.data(child, selector)
    if not ready and _exited(child) and not child.ended:
        raise ContainedError(_how_it_ended(child))


def _read_messages(child: _Child, selector: selectors.BaseSelector) -> None:
    data = os.read(child.messages, 1 << 16)
    if not data:
        selector.unregister(child.messages)
        if not child.ended:
            _exited(child, wait=True)
            raise ContainedError(_how_it_ended(child))
        return
    child.received += len(data)
    if child.received > MOST_BYTES:
        raise ContainedError("sent more than anybody could read")
    for line in _lines(child.waiting, data):
        _take(child, line)


def _take(child: _Child, line: bytes) -> None:
    try:
        message = json.loads(line)
    except ValueError:
        raise ContainedError("sent something that is no result") from None
    if not isinstance(message, dict):
        raise ContainedError("sent something that is no result")
    if "begin" in message:
        child.seconds = float(message["begin"])
        child.deadline = time.monotonic() + child.seconds + GRACE
    elif "end" in message:
        child.ended = True
    else:
        child.inbox.append(message)


def _read_output(child: _Child, selector: selectors.BaseSelector) -> None:
    data = os.read(child.output, 1 << 16)
    if not data:
        selector.unregister(child.output)
    for line in _lines(child.line, data):
        _say(child, line)
    if len(child.line) > LONGEST_LINE:
        _say(child, bytes(child.line))
        child.line.clear()


def _lines(waiting: bytearray, data: bytes) -> list[bytes]:
    """The lines that are whole now; what is left waits for the rest of its line."""
    waiting += data
    if b"\n" not in data:
        return []
    *lines, rest = bytes(waiting).split(b"\n")
    waiting[:] = rest
    return lines


def _say(child: _Child, line: bytes) -> None:
    child.said += len(line)
    if child.said <= MOST_OUTPUT:
        sys.stderr.write(f"{child.name}: {one_line(line.decode('utf-8', 'replace'), 2000)}\n")


def _exited(child: _Child, *, wait: bool = False) -> bool:
    if child.status is None:
        process, status = os.waitpid(child.process, 0 if wait else os.WNOHANG)
        child.status = status if process else None
    return child.status is not None


def _how_it_ended(child: _Child) -> str:
    code = os.waitstatus_to_exitcode(child.status or 0)
    if code >= 0:
        return f"ended its process with exit status {code}"
    with suppress(ValueError):
        return f"was killed by {signal.Signals(-code).name}"
    return f"was killed by signal {-code}"


def _end(child: _Child) -> None:
    """Leave nothing running: neither the child nor what it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.process, signal.SIGKILL)
    with suppress(ProcessLookupError):
        os.kill(child.process, signal.SIGKILL)
    with suppress(ChildProcessError):
        _exited(child, wait=True)
    _drain(child)
    os.close(child.messages)
    os.close(child.output)


def _drain(child: _Child) -> None:
    os.set_blocking(child.output, False)
    with suppress(BlockingIOError), selectors.DefaultSelector() as selector:
        selector.register(child.output, selectors.EVENT_READ)
        while child.output in selector.get_map():
            _read_output(child, selector)
    if child.line:
        _say(child, bytes(child.line))


def _fork(name: str, work: Callable[[Send], None], memory: int, seconds: float) -> _Child:
    message_end, message_start = os.pipe()
    output_end, output_start = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        # Newer Pythons warn when a library has started threads; the child uses none of them.
        warnings.simplefilter("ignore", DeprecationWarning)
        process = os.fork()
    if process == 0:
        os.close(message_end)
        os.close(output_end)
        _be_the_child(work, message_start, output_start, memory)
    os.close(message_start)
    os.close(output_start)
    deadline = time.monotonic() + seconds + GRACE
    return _Child(name, process, message_end, output_end, seconds, deadline)


def _be_the_child(work: Callable[[Send], None], messages: int, output: int, memory: int) -> NoReturn:
    status = 1
    try:
        _separate(messages, output, memory)
        with os.fdopen(messages, "wb") as stream:
            work(_sender(stream))
            _flush()
            _sender(stream)({"end": True})
        status = 0
    except BaseException as error:
        with suppress(BaseException):
            sys.stderr.write(f"{describe_exception(error)}\n")
    finally:
        _flush()
        os._exit(status)


def _flush() -> None:
    """Let out what was printed; the parent ends the child as soon as it has said all it has to say."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(BaseException):
            stream.flush()


def _separate(messages: int, output: int, memory: int) -> None:
    """Give the child its own process group, streams and limit before it runs a foreign line."""
    os.setpgid(0, 0)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", errors="replace", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="replace", closefd=False, buffering=1)
    # Whatever the parent has open, an output file say, is none of the child's business.
    os.closerange(3, messages)
    os.closerange(messages + 1, os.sysconf("SC_OPEN_MAX"))
    _limit_memory(memory)


def _limit_memory(memory: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return
    now = int(statm.read_text().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = now + memory
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _sender(stream: IO[bytes]) -> Send:
    def send(message: Message) -> None:
        stream.write(json.dumps(message, allow_nan=False).encode() + b"\n")
        stream.flush()

    return send
