"""One row: how long answers take, how many come in a second, and what CPU they cost, set beside the machine's own
ceiling.
"""

import http.client
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from dayroom.project.bench.clocks import cpu_seconds
from dayroom.project.bench.ground import Ground

Act = Callable[[http.client.HTTPConnection], None]
CLIENTS = 2
WARM_UP = 40


@dataclass
class Row:
    """Times in milliseconds. `budget` is the sentence of design §9; the figures it names are in `limits`."""

    name: str
    budget: str
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    rps: float = 0.0
    cpu_python_ms: float = 0.0
    cpu_database_ms: float = 0.0
    ceiling_ms: float = 0.0
    within_budget: bool | None = None
    remark: str = ""
    limits: dict[str, float] = field(default_factory=dict)

    def judge(self) -> "Row":
        if self.limits:
            self.within_budget = all(getattr(self, name) <= limit for name, limit in self.limits.items())
        return self

    def as_json(self) -> dict[str, object]:
        return {name: value for name, value in asdict(self).items() if name != "limits"}


def measure(row: Row, act: Act, *, on: Ground, times: int) -> Row:
    """`times` requests by a few clients that keep their connections, after a warm-up that is not counted."""
    run(act, on=on, times=WARM_UP)
    python, database, begin = cpu_seconds(on.pages_pid), cpu_seconds(on.database_pid), time.perf_counter()
    took = run(act, on=on, times=times)
    spent = time.perf_counter() - begin
    row.cpu_python_ms = 1000 * (cpu_seconds(on.pages_pid) - python) / len(took)
    row.cpu_database_ms = 1000 * (cpu_seconds(on.database_pid) - database) / len(took)
    row.p50_ms, row.p99_ms = statistics.median(took), quantile(took, 0.99)
    row.rps = len(took) / spent
    return row


def quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def run(act: Act, *, on: Ground, times: int) -> list[float]:
    took: list[float] = []
    threads = [threading.Thread(target=client, args=(act, on, times // CLIENTS, took)) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def client(act: Act, on: Ground, times: int, took: list[float]) -> None:
    connection = http.client.HTTPConnection(on.address.local, on.address.port, timeout=60)
    for _ in range(times):
        begin = time.perf_counter()
        act(connection)
        took.append(1000 * (time.perf_counter() - begin))
    connection.close()


def straight(act: Callable[[], None], *, times: int) -> float:
    """Milliseconds at the median."""
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        act()
        took.append(1000 * (time.perf_counter() - begin))
    return statistics.median(took)


def get(path: str, *, cookie: str, expect: int = 200) -> Act:
    def act(connection: http.client.HTTPConnection) -> None:
        connection.request("GET", path, headers={"Cookie": cookie, "Host": "localhost"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == expect, f"{path} answered {answer.status}"

    return act
