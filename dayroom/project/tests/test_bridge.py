import asyncio
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any, cast
from wsgiref.types import StartResponse

from dayroom.project.bridge import Bridge, Chunks, Headers, Message

Page = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


def ask(
    page: Page, *, headers: list[tuple[bytes, bytes]] | None = None, came: list[Message] | None = None, proxies: int = 0
) -> list[Message]:
    """What the browser gets when it sends these headers and these pieces of a body."""
    bridge = Bridge(page, threads=1, largest_body=1000, proxies=proxies)
    scope: dict[str, object] = {
        "type": "http", "http_version": "1.1", "method": "POST", "path": "/caf\u00e9", "query_string": b"a=1",
        "headers": headers or [], "client": ("10.0.0.9", 4000), "server": ("testserver", 80), "scheme": "http",
    }  # fmt: skip
    pieces = iter(came or [{"type": "http.request", "body": b"", "more_body": False}])
    sent: list[Message] = []

    async def receive() -> Message:
        return next(pieces)

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(bridge(scope, receive, send))
    return sent


def echo(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
    start("201 Created", [("X-Seen", environ["PATH_INFO"]), ("X-From", environ["REMOTE_ADDR"])])
    return [environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))]


def piece(body: bytes, *, more: bool) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def test_a_page_gets_the_whole_request_and_its_answer_comes_back_unchanged() -> None:
    start, body = ask(echo, came=[piece(b"one ", more=True), piece(b"two", more=False)])
    assert start["status"] == 201
    assert (b"x-seen", "/caf\u00e9".encode()) in cast(Headers, start["headers"])
    assert body["body"] == b"one two"


def never(_environ: dict[str, Any], _start: StartResponse) -> Iterable[bytes]:
    raise AssertionError("the page must not be reached")


def test_half_a_form_is_never_acted_on() -> None:
    length = [(b"content-length", b"10")]
    gone = ask(never, headers=length, came=[piece(b"half", more=True), {"type": "http.disconnect"}])
    short = ask(never, headers=length, came=[piece(b"half", more=False)])
    assert gone[0]["status"] == short[0]["status"] == 408


def test_too_much_is_refused_announced_or_not() -> None:
    announced = ask(never, headers=[(b"content-length", b"1001")], came=[])
    unannounced = ask(never, came=[piece(b"x" * 600, more=True), piece(b"x" * 600, more=True)])
    assert announced[0]["status"] == unannounced[0]["status"] == 413


def headers_seen(**options: Any) -> dict[str, Any]:
    seen: dict[str, Any] = {}

    def look(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        seen.update(environ)
        start("204 No Content", [])
        return []

    ask(look, **options)
    return seen


def test_a_header_with_an_underscore_cannot_pose_as_one_that_a_proxy_sets() -> None:
    seen = headers_seen(headers=[(b"x_forwarded_proto", b"https"), (b"x-forwarded-for", b"1.1.1.1")])
    assert "HTTP_X_FORWARDED_PROTO" not in seen
    assert seen["HTTP_X_FORWARDED_FOR"] == "1.1.1.1"


def test_only_addresses_added_by_our_own_proxies_are_believed() -> None:
    told = [(b"x-forwarded-for", b"6.6.6.6, 9.9.9.9, 10.0.0.1")]
    assert headers_seen(headers=told)["REMOTE_ADDR"] == "10.0.0.9"
    assert headers_seen(headers=told, proxies=1)["REMOTE_ADDR"] == "10.0.0.1"
    assert headers_seen(headers=told, proxies=2)["REMOTE_ADDR"] == "9.9.9.9"
    assert headers_seen(headers=told, proxies=4)["REMOTE_ADDR"] == "10.0.0.9"


def test_cookies_sent_apart_come_together() -> None:
    assert headers_seen(headers=[(b"cookie", b"a=1"), (b"cookie", b"b=2")])["HTTP_COOKIE"] == "a=1; b=2"


def test_a_file_goes_in_chunks_and_is_closed() -> None:
    file = BytesIO(b"x" * 600_000)

    def page(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "image/webp")])
        return Chunks(file)

    sent = ask(page)
    assert sum(len(cast(bytes, message.get("body", b""))) for message in sent) == 600_000
    assert len(sent) > 3, "one piece would have been the whole file in memory"
    assert file.closed


def test_beyond_what_the_threads_can_do_a_request_is_refused_at_once() -> None:
    bridge = Bridge(never, threads=1, largest_body=1000, proxies=0)
    bridge.room = 0
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(bridge({"type": "http"}, None, send))  # type: ignore[arg-type]
    assert sent[0]["status"] == 503
