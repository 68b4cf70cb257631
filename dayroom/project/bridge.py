"""Carries a request from the event loop to Django's WSGI handler in a small pool of threads, and the answer back.

Django's own ASGI handler costs three to ten times the CPU; each thread here keeps one database connection for good.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, cast
from wsgiref.types import StartResponse, WSGIApplication

Scope = MutableMapping[str, object]
Message = MutableMapping[str, object]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

SMALL_BODY = 256 * 1024
CHUNK = 256 * 1024
# A client that sends nothing for so long while its body is due is hung up on.
PATIENCE_SECONDS = 30
# Requests that wait for a thread; beyond that a quick refusal is kinder than a page after a minute.
WAITING_PER_THREAD = 64
PLAIN = [(b"content-type", b"text/plain; charset=utf-8"), (b"x-content-type-options", b"nosniff")]


class ClientGone(Exception):
    """The client left or fell silent before its whole body had come: half a form must never be acted on."""


@dataclass
class Answer:
    status: int = 500
    headers: Headers = field(default_factory=list)
    body: bytes = b""
    rest: Iterable[bytes] | None = None


class Chunks:
    """`wsgi.file_wrapper`: Django hands its open file over instead of reading it in small pieces itself."""

    def __init__(self, file: IO[bytes], _size: int = CHUNK) -> None:
        self.file = file

    def __iter__(self) -> "Chunks":
        return self

    def __next__(self) -> bytes:
        chunk = self.file.read(CHUNK)
        if not chunk:
            raise StopIteration
        return chunk

    def close(self) -> None:
        self.file.close()


class Bridge:
    def __init__(self, application: WSGIApplication, *, threads: int, largest_body: int, proxies: int) -> None:
        self.application = application
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self.room = threads * WAITING_PER_THREAD
        self.largest_body = largest_body
        self.proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.room <= 0:
            await refuse(send, 503, "The server is very busy. Please try again in a moment.")
            return
        self.room -= 1
        try:
            await self.answer(scope, receive, send)
        except ClientGone:
            await refuse(send, 408, "What you sent did not arrive whole. Please send it again.")
        finally:
            self.room += 1

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        with SpooledTemporaryFile(max_size=SMALL_BODY) as body:
            size = await read_body(receive, body, limit=self.largest_body, announced=announced_size(scope))
            if size is None:
                await refuse(send, 413, "That is too large to send. Please choose something smaller.")
                return
            environ = translate(scope, body=cast(IO[bytes], body), size=size, proxies=self.proxies)
            loop = asyncio.get_running_loop()
            answer = await loop.run_in_executor(self.pool, run, self.application, environ)
            await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
            await send({"type": "http.response.body", "body": answer.body, "more_body": answer.rest is not None})
            if answer.rest is not None:
                await self.send_rest(answer.rest, send)

    async def send_rest(self, rest: Iterable[bytes], send: Send) -> None:
        """A file goes chunk by chunk, so that a slow reader holds no thread."""
        loop = asyncio.get_running_loop()
        chunks = iter(rest)
        try:
            while chunk := await loop.run_in_executor(self.pool, next, chunks, b""):
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            await loop.run_in_executor(self.pool, close, rest)


async def read_body(receive: Receive, body: "SpooledTemporaryFile[bytes]", *, limit: int, announced: int) -> int | None:
    """The size of what came, or None when it is more than the limit."""
    size = 0
    while announced <= limit:
        try:
            message = await asyncio.wait_for(receive(), PATIENCE_SECONDS)
        except TimeoutError as error:
            raise ClientGone from error
        if message["type"] != "http.request":
            raise ClientGone
        chunk = cast(bytes, message.get("body", b""))
        size += len(chunk)
        if size > limit:
            return None
        body.write(chunk)
        if not message.get("more_body"):
            break
    if announced > limit:
        return None
    if size < announced:
        raise ClientGone
    body.seek(0)
    return size


def announced_size(scope: Scope) -> int:
    for name, value in cast(Headers, scope["headers"]):
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


def translate(scope: Scope, *, body: IO[bytes], size: int, proxies: int) -> dict[str, object]:
    """The WSGI form of an ASGI request (PEP 3333: every text is bytes read as Latin-1)."""
    client = cast("tuple[str, int] | None", scope.get("client"))
    server = cast("tuple[str, int | None] | None", scope.get("server")) or ("localhost", 80)
    environ: dict[str, object] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": cast(str, scope["path"]).encode().decode("latin-1"),
        "QUERY_STRING": cast(bytes, scope["query_string"]).decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 80),
        "REMOTE_ADDR": client[0] if client else "",
        "CONTENT_LENGTH": str(size),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": Chunks,
    }
    for raw_name, raw_value in cast(Headers, scope["headers"]):
        add_header(environ, raw_name.decode("latin-1"), raw_value.decode("latin-1"))
    if proxies:
        environ["REMOTE_ADDR"] = behind_proxies(environ, proxies=proxies)
    return environ


def add_header(environ: dict[str, object], name: str, value: str) -> None:
    # "X_Forwarded_For" would become the same key as "X-Forwarded-For", past a proxy that only cleans the latter.
    if "_" in name or name == "content-length":
        return
    key = "CONTENT_TYPE" if name == "content-type" else f"HTTP_{name.upper().replace('-', '_')}"
    if key in environ:
        value = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
    environ[key] = value


def behind_proxies(environ: dict[str, object], *, proxies: int) -> str:
    """Each proxy adds the address it saw; only those added by our own, counted from the end, can be believed."""
    seen = [part.strip() for part in str(environ.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
    return seen[-proxies] if len(seen) >= proxies and seen[-proxies] else str(environ["REMOTE_ADDR"])


def run(application: WSGIApplication, environ: dict[str, object]) -> Answer:
    answer = Answer()

    def start(status: str, headers: list[tuple[str, str]], _error: object = None) -> Callable[[bytes], object]:
        answer.status = int(status[:3])
        answer.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return lambda _chunk: None

    result = application(environ, cast(StartResponse, start))
    if isinstance(result, Chunks) or getattr(result, "streaming", False):
        answer.rest = result
        return answer
    try:
        answer.body = b"".join(result)
    finally:
        close(result)
    return answer


def close(result: Iterable[bytes]) -> None:
    # PEP 3333: whoever iterates closes; Django ends the request there.
    if hasattr(result, "close"):
        result.close()


async def refuse(send: Send, status: int, sentence: str) -> None:
    await send({"type": "http.response.start", "status": status, "headers": PLAIN})
    await send({"type": "http.response.body", "body": sentence.encode()})
