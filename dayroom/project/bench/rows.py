"""The rows of the budget table (design §9), each measured against the product as it serves in production."""

import http.client
import re
import secrets
from collections.abc import Iterator
from functools import partial
from urllib.parse import urlencode

from django.test import Client

from dayroom.project.bench.ground import Ground
from dayroom.project.bench.measuring import Act, Row, get, measure, straight
from dayroom.project.bench.readers import Reader, another_thread, measured_thread, reader, replayed, statements

AS_PART = {"HX-Request": "true"}
SEARCHING = "search_entries"
SEARCHES = (("rare", "rareword", 2.0), ("two words", "leftword rightword", 4.0), ("common", "commonword", 6.0))


def page_rows(on: Ground, *, times: int) -> Iterator[Row]:
    few, some, many = reader(1), reader(2), reader(3)
    budget = {"cpu_python_ms": 1.6, "cpu_database_ms": 0.8}
    yield page(Row("home, member of 50 rooms", "≤ 1.6 + 0.8 ms CPU", limits=budget), "/", on=on, of=some, times=times)
    yield page(Row("home, member of 5 rooms", ""), "/", on=on, of=few, times=times)
    yield page(Row("home, member of 500 rooms", ""), "/", on=on, of=many, times=times)
    thread = measured_thread()
    path = f"/rooms/{thread.room_id}/threads/{thread.id}"
    limits = {"cpu_python_ms": 2.5, "cpu_database_ms": 0.8}
    yield page(Row("thread, 50 replies", "≤ 2.5 + 0.8 ms CPU", limits=limits), path, on=on, of=some, times=times)
    yield page(Row("room, its newest threads", ""), f"/rooms/{thread.room_id}/", on=on, of=some, times=times)


def page(row: Row, path: str, *, on: Ground, of: Reader, times: int) -> Row:
    kept, _ = csrf(path, on=on, of=of)
    measure(row, get(path, cookie=f"{of.cookie}; {kept}"), on=on, times=times)
    asked = statements(lambda client: client.get(path), of=of)
    with replayed(asked, of=of, address=on.logins.app.address) as once:
        row.ceiling_ms = straight(once, times=200)
    row.remark = f"{len(asked)} statements; ceiling is the same SQL from prepared statements"
    return row.judge()


def search_rows(on: Ground) -> Iterator[Row]:
    """The budget is the database's share.

    Each question is asked by another person, for searching is limited per person.
    """
    for name, words, limit in SEARCHES:
        asker = reader(secrets.randbelow(on.people - 10) + 10)
        act = post("/search", {"q": words}, on=on, of=asker, form_at="/search", expect=(200,), part=True)
        row = measure(Row(f"search, {name}", f"≤ {limit:g} ms in the database"), act, on=on, times=60)
        asked = statements(partial(search_for, words), of=asker)
        wanted = [said for said in asked if SEARCHING in str(said[0])]
        assert wanted, "need the search statement for this to mean anything"
        with replayed(wanted, of=asker, address=on.logins.app.address) as once:
            row.ceiling_ms = straight(once, times=100)
        row.limits = {"ceiling_ms": limit}
        row.remark = "ceiling is the search statement from a prepared one: the figure the budget is for"
        yield row.judge()


def search_for(words: str, client: Client) -> object:
    return client.post("/search", {"q": words}, headers=AS_PART)


def reply_row(on: Ground, *, times: int) -> Row:
    """Durable, with audit line and notice: the server answers after the commit has reached the disk."""
    thread, some = another_thread(), reader(2)
    at = f"/rooms/{thread.room_id}/threads/{thread.id}"
    act = post(
        f"/rooms/{thread.room_id}/entries/{thread.id}/reply",
        {"text": "A reply to be measured."},
        on=on,
        of=some,
        form_at=at,
        expect=(200, 201, 302, 303),
    )
    limits = {"cpu_python_ms": 4.0, "cpu_database_ms": 1.0}
    return measure(Row("post a reply", "≤ 4 + 1 ms CPU", limits=limits), act, on=on, times=times).judge()


def post(
    path: str,
    fields: dict[str, str],
    *,
    on: Ground,
    of: Reader,
    form_at: str,
    expect: tuple[int, ...],
    part: bool = False,
) -> Act:
    cookie, token = csrf(form_at, on=on, of=of)
    body = urlencode({**fields, "csrfmiddlewaretoken": token})
    headers = {
        "Cookie": f"{of.cookie}; {cookie}",
        "Host": "localhost",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    headers |= {"Origin": "http://localhost"} | (AS_PART if part else {})

    def act(connection: http.client.HTTPConnection) -> None:
        connection.request("POST", path, body=body, headers=headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status in expect, f"{path} answered {answer.status}"

    return act


def csrf(path: str, *, on: Ground, of: Reader) -> tuple[str, str]:
    connection = http.client.HTTPConnection(on.address.local, on.address.port, timeout=60)
    connection.request("GET", path, headers={"Cookie": of.cookie, "Host": "localhost"})
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    cookie = next(
        value for name, value in answer.getheaders() if name.lower() == "set-cookie" and "csrf" in value
    ).split(";")[0]
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, "the page has a form"
    return cookie, found[1]


def ceiling_row(on: Ground, *, times: int) -> Row:
    """The machine's own ceiling: an answer that no page and no database took part in."""
    row = Row("ceiling: the server's empty answer", "", remark="an absent static file: event loop only")
    return measure(row, get("/static/absent", cookie="", expect=404), on=on, times=times)
