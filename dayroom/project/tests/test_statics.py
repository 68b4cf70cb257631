import asyncio
import gzip
import json
from pathlib import Path

import brotli
import pytest

from dayroom.project.bridge import Message
from dayroom.project.statics import Statics, pack


@pytest.fixture
def statics(tmp_path: Path) -> Statics:
    (tmp_path / "app.1a2b.css").write_text("main { color: black }" * 50)
    (tmp_path / "app.css").write_text("main { color: black }" * 50)
    (tmp_path / "staticfiles.json").write_text(json.dumps({"paths": {"app.css": "app.1a2b.css"}}))
    pack(tmp_path)
    return Statics(tmp_path, prefix="/static/")


def ask(
    statics: Statics, path: str, *, method: str = "GET", accepts: bytes = b""
) -> tuple[int, dict[bytes, bytes], bytes]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"path": path, "method": method, "headers": [(b"accept-encoding", accepts)]}
    asyncio.run(statics(scope, send))  # type: ignore[arg-type]
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]  # type: ignore[return-value, call-overload]


def test_a_file_with_a_hash_is_kept_for_a_year_and_another_is_not(statics: Statics) -> None:
    _, hashed, _ = ask(statics, "/static/app.1a2b.css")
    _, plain, _ = ask(statics, "/static/app.css")
    assert hashed[b"cache-control"] == b"public, max-age=31536000, immutable"
    assert plain[b"cache-control"] == b"public, max-age=300"
    assert hashed[b"x-content-type-options"] == b"nosniff"
    assert hashed[b"cross-origin-resource-policy"] == b"same-origin"
    assert hashed[b"content-type"] == b"text/css; charset=utf-8"


def test_a_file_goes_packed_to_whom_can_unpack_it(statics: Statics) -> None:
    _, _, whole = ask(statics, "/static/app.css")
    _, headers, packed = ask(statics, "/static/app.css", accepts=b"gzip, br")
    assert headers[b"content-encoding"] == b"br"
    assert brotli.decompress(packed) == whole
    _, _, zipped = ask(statics, "/static/app.css", accepts=b"gzip")
    assert gzip.decompress(zipped) == whole


@pytest.mark.parametrize("path", ["/static/", "/static/../settings.py", "/static/none.css", "/static/app.css.br"])
def test_nothing_but_the_collected_files_is_found(statics: Statics, path: str) -> None:
    assert ask(statics, path)[0] == 404


def test_files_are_read_only(statics: Statics) -> None:
    assert ask(statics, "/static/app.css", method="POST")[0] == 405
    status, headers, body = ask(statics, "/static/app.css", method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers[b"content-length"]) > 0
