"""The servers as they run, from the outside."""

import http.client
import socket
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_the_first_page_opens_in_a_browser_and_breaks_no_policy(site: str, browser: Browser) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    answer = page.goto(f"{site}/")
    assert answer is not None
    assert answer.status == 200
    assert page.locator("h1").count() == 1
    assert complaints == []
    page.close()


def test_half_a_form_changes_nothing_and_takes_no_server_down(site: str) -> None:
    address = urlsplit(site)
    with socket.create_connection((address.hostname, address.port), timeout=5) as line:
        line.sendall(b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nlogin=a")
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=5)
    connection.request("GET", "/sign-in")
    assert connection.getresponse().status == 200
