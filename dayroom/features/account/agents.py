"""A window in words its owner knows: “Firefox on Android”. The full line a browser sends is not kept."""

from django.http import HttpRequest

BROWSERS = [("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")]
SYSTEMS = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
]


def agent_of(request: HttpRequest) -> str:
    line = request.headers.get("User-Agent", "")
    browser = next((name for mark, name in BROWSERS if mark in line), "")
    system = next((name for mark, name in SYSTEMS if mark in line), "")
    return ", ".join(word for word in (browser, system) if word)
