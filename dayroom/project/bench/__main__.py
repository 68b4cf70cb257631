"""`bin/bench`: prints every row of the budget table with what this machine gave, and writes it as JSON if asked."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

import django

from dayroom.project.bench.clocks import machine, memory_bytes
from dayroom.project.bench.ground import Ground, ground
from dayroom.project.bench.measuring import Row
from dayroom.project.processes import owner_environment

GROWING = ("home, member of 50 rooms", "thread, 50 replies")
HEAD = f"{'':<36}{'p50':>8}{'p99':>9}{'req/s':>8}{'CPU py':>8}{'CPU db':>8}{'ceiling':>9}  budget"


def main() -> None:
    wanted = arguments()
    rows = measured(wanted.entries, wanted=wanted)
    if not wanted.quick:
        rows += growth(rows, small=wanted.entries // 10, wanted=wanted)
    if wanted.json:
        Path(wanted.json).write_text(
            json.dumps({"machine": machine(), "rows": [row.as_json() for row in rows]}, indent=1)
        )


def arguments() -> argparse.Namespace:
    told = argparse.ArgumentParser(
        prog="bin/bench", description="Measures the budgets of the design on this machine, both walls up."
    )
    told.add_argument(
        "--entries", type=int, default=1_000_000, help="how many entries the database holds (default 1,000,000)"
    )
    told.add_argument("--people", type=int, default=20_000)
    told.add_argument("--rooms", type=int, default=2_000)
    told.add_argument("--times", type=int, default=1_000, help="requests a row")
    told.add_argument("--quick", action="store_true", help="without the comparison with a tenth of the entries")
    told.add_argument("--json", metavar="FILE", help="also write the rows here")
    return told.parse_args()


def measured(entries: int, *, wanted: argparse.Namespace) -> list[Row]:
    with ground(entries=entries, people=wanted.people, rooms=wanted.rooms) as on:
        set_up(on)
        print(f"{machine()}; {entries:,} entries, {wanted.people:,} people, {wanted.rooms:,} rooms\n{HEAD}", flush=True)
        return [shown(row) for row in rows_of(on, times=wanted.times)]


def set_up(on: Ground) -> None:
    """This process asks as a job does: it logs in as the owner and steps down.

    Django reads its settings here for the first time.
    """
    os.environ.update(owner_environment(on.logins))
    django.setup()


def rows_of(on: Ground, *, times: int) -> Iterator[Row]:
    # Django has to know its settings before these can be read.
    from dayroom.project.bench import rows, streams  # noqa: PLC0415

    yield rows.ceiling_row(on, times=times)
    yield from rows.page_rows(on, times=times)
    yield from rows.search_rows(on)
    yield rows.reply_row(on, times=times // 2)
    yield from streams.stream_rows(on)
    yield memory_row(on)


def memory_row(on: Ground) -> Row:
    largest = max(memory_bytes(on.pages_pid).values()) / 1024 / 1024
    return Row("memory of a page server", "≤ 150 MB", within_budget=largest <= 150, remark=f"{largest:.0f} MB")


def growth(large: list[Row], *, small: int, wanted: argparse.Namespace) -> list[Row]:
    """The same in a process of its own against a tenth of the entries: settings name one database for good."""
    with NamedTemporaryFile(suffix=".json") as file:
        sizes = [
            "--entries",
            str(small),
            "--people",
            str(wanted.people),
            "--rooms",
            str(wanted.rooms),
            "--times",
            str(wanted.times),
        ]
        subprocess.run(
            [sys.executable, "-m", "dayroom.project.bench", *sizes, "--quick", "--json", file.name], check=True
        )
        before = {row["name"]: row for row in json.load(file)["rows"]}
    made = []
    for row in large:
        if row.name in GROWING:
            ratio = (row.cpu_python_ms + row.cpu_database_ms) / (
                before[row.name]["cpu_python_ms"] + before[row.name]["cpu_database_ms"]
            )
            remark = f"{ratio:.2f} × the CPU at {small:,} entries"
            made.append(shown(Row(f"growth: {row.name}", "≤ 1.15 ×", within_budget=ratio <= 1.15, remark=remark)))
    return made


def shown(row: Row) -> Row:
    figures = (row.p50_ms, row.p99_ms, row.rps, row.cpu_python_ms, row.cpu_database_ms, row.ceiling_ms)
    widths = (8, 9, 8, 8, 8, 9)
    cells = "".join(
        f"{figure:>{width}.2f}" if figure else " " * width for figure, width in zip(figures, widths, strict=True)
    )
    verdict = {True: "kept", False: "MISSED", None: ""}[row.within_budget]
    print(f"{row.name:<36}{cells}  {row.budget} {verdict}  {row.remark}".rstrip(), flush=True)
    return row


if __name__ == "__main__":
    main()
