import runpy
from pathlib import Path

import pytest

from dayroom.lib.environment import EnvironmentMistake

settings_file = str(Path(__file__).parents[1] / "settings.py")
PRODUCTION = {"DAYROOM_DEMONSTRATION": "0", "DAYROOM_DEBUG": "0", "DAYROOM_HOSTS": "rooms.example.org"}


def start(monkeypatch: pytest.MonkeyPatch, **told: str) -> dict[str, object]:
    for name, value in (PRODUCTION | {f"DAYROOM_{name}": value for name, value in told.items()}).items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(settings_file)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "changeme"}, "too easy to guess"),
        ({"DEBUG": "1"}, "shows private data"),
        ({"HOSTS": "*"}, "has a wildcard"),
        ({"HOSTS": "good.example.org,.example.org"}, "has a wildcard"),
        ({"HTTPS": "1", "PROXIES": "0"}, "needs a proxy"),
    ],
)
def test_an_unsafe_start_is_refused_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, told: dict[str, str], sentence: str
) -> None:
    start(monkeypatch)
    with pytest.raises(EnvironmentMistake, match=sentence):
        start(monkeypatch, **told)


def test_over_https_cookies_keep_to_one_host_and_browsers_to_https(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = start(monkeypatch, HTTPS="1")
    assert settings["SESSION_COOKIE_NAME"] == "__Host-session"
    assert settings["CSRF_COOKIE_NAME"] == "__Host-csrf"
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["CSRF_COOKIE_SECURE"] is True
    assert settings["SECURE_HSTS_SECONDS"] == 63_072_000
    assert settings["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_without_proxies_of_ours_nobody_may_claim_https(monkeypatch: pytest.MonkeyPatch) -> None:
    assert start(monkeypatch)["SECURE_PROXY_SSL_HEADER"] is None


def test_the_policy_allows_nothing_unnamed_nothing_foreign_and_nothing_inline(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = start(monkeypatch)["SECURE_CSP"]
    assert isinstance(policy, dict)
    assert policy["default-src"] == ["'none'"]
    named = {source for sources in policy.values() for source in sources}
    assert named == {"'none'", "'self'", "blob:", "/csp-report"}
