import json

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_every_answer_keeps_to_itself(client: Client) -> None:
    for path in ("/", "/accounts/login/", "/no-such-page"):
        headers = client.get(path).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"
        assert "geolocation=()" in headers["Permissions-Policy"]


def test_a_report_of_a_broken_policy_is_noted_without_the_page(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    told = {
        "csp-report": {"effective-directive": "img-src", "blocked-uri": "https://x.example", "script-sample": "Rowan"}
    }
    answer = client.post("/csp-report", json.dumps(told), content_type="application/csp-report")
    assert answer.status_code == 204
    assert "img-src" in caplog.text
    assert "Rowan" not in caplog.text


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"csp-report": 3}', "x" * 30_000])
def test_a_report_that_is_none_is_refused(client: Client, body: str) -> None:
    assert client.post("/csp-report", body, content_type="application/csp-report").status_code == 400
