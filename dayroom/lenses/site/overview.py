"""The state of the site in numbers, from one function of the database that answers officers only."""

import json
import shutil
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.template.defaultfilters import filesizeformat

from dayroom import VERSION

NEARLY_FULL = 0.15


@dataclass(frozen=True)
class KindCount:
    kind: str
    rooms: int
    people: int
    entries: int


@dataclass(frozen=True)
class Verified:
    at: datetime
    is_whole: bool
    lines: int


@dataclass(frozen=True)
class Overview:
    officers: int
    people: dict[str, int]
    rooms: list[KindCount]
    jobs_waiting: int
    jobs_failed: int
    database_size: str
    file_size: str
    verified: Verified | None
    disk_used: str
    disk_size: str
    is_disk_filling: bool
    version: str


def overview() -> Overview:
    with connection.cursor() as cursor:
        cursor.execute("SELECT site_overview()")
        found = cursor.fetchone()[0]
    assert found is not None, "only officers get this far"
    counts = json.loads(found) if isinstance(found, str) else found
    disk = shutil.disk_usage(next(folder for folder in (settings.VAR, *settings.VAR.parents) if folder.exists()))
    return Overview(
        officers=counts["officers"],
        people=counts["people"],
        rooms=[KindCount(**row) for row in counts["rooms"]],
        jobs_waiting=counts["jobs"]["waiting"],
        jobs_failed=counts["jobs"]["failed"],
        database_size=filesizeformat(counts["database_bytes"]),
        file_size=filesizeformat(counts["file_bytes"]),
        verified=verified(counts["verified"]),
        disk_used=filesizeformat(disk.used),
        disk_size=filesizeformat(disk.total),
        is_disk_filling=disk.free < disk.total * NEARLY_FULL,
        version=VERSION,
    )


def verified(line: dict[str, object] | None) -> Verified | None:
    if line is None:
        return None
    return Verified(
        at=datetime.fromisoformat(str(line["at"])), is_whole=line["outcome"] == "done", lines=int(str(line["lines"]))
    )
