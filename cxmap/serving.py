"""The live preview's server: pages by id from memory, over loopback, for one exact host, and nothing else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxmap.preview import HEADERS, Preview

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_BEAT = 0.1  # seconds between looks at the state


class OnlyHere:
    """Refuses every request but GET and HEAD for exactly our own host: no rebinding, no forgery."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]], hosts: frozenset[str]) -> None:
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer 403 or 405."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        named = [value.decode("latin-1") for key, value in scope["headers"] if key == b"host"]
        if len(named) != 1 or named[0] not in self.hosts:
            await _refuse(send, 403, "this preview answers only to its own address")
        elif scope["method"] not in ("GET", "HEAD"):
            await _refuse(send, 405, "this preview can only be looked at")
        else:
            await self.app(scope, receive, send)


async def _refuse(send: Send, status: int, words: str) -> None:
    headers = [(key.lower().encode(), value.encode()) for key, value in HEADERS.items()]
    headers.append((b"content-type", b"text/plain; charset=utf-8"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words.encode()})


def make_app(preview: Preview, hosts: frozenset[str], root: Path | None = None) -> Starlette:
    """The application: `/`, `/p/ID` and `/events`; watches `root` and builds anew when a file is saved."""
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.responses import Response, StreamingResponse
    from starlette.routing import Route

    def answer(name: str) -> Response:
        page = preview.pages.get(name)
        if page is None:
            return Response("there is no such page", 404, HEADERS, "text/plain; charset=utf-8")
        headers = {**HEADERS, "Content-Security-Policy": page.policy}
        return Response(page.content, 200, headers, page.kind)

    async def index(request: Request) -> Response:
        return answer("index")

    async def page(request: Request) -> Response:
        return answer(request.path_params["name"])

    async def events(request: Request) -> Response:
        return StreamingResponse(_stream(preview, request), 200, HEADERS, "text/event-stream")

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        watcher = asyncio.create_task(_watch(preview, root)) if root is not None else None
        yield
        if watcher is not None:
            watcher.cancel()

    routes = [Route("/", index), Route("/p/{name}", page), Route("/events", events)]
    return Starlette(routes=routes, middleware=[Middleware(OnlyHere, hosts=hosts)], lifespan=lifespan)


async def _stream(preview: Preview, request: Request) -> AsyncIterator[bytes]:
    """Tell a client the state whenever it changes, and now and then that we are still here."""
    told, quiet = None, 0.0
    while not await request.is_disconnected():
        state = preview.state
        if state != told:
            told, quiet = state, 0.0
            said = json.dumps({"version": state.version, "problem": state.problem}, ensure_ascii=True)
            yield f"data: {said}\n\n".encode()
        elif quiet > 15:
            quiet = 0.0
            yield b": still here\n\n"
        await asyncio.sleep(_BEAT)
        quiet += _BEAT


async def _watch(preview: Preview, root: Path) -> None:
    """Build anew after each save; saves that come together are one."""
    from watchfiles import DefaultFilter, awatch

    async for _ in awatch(root, watch_filter=DefaultFilter(), debounce=150, step=40):
        await asyncio.to_thread(preview.refresh)
