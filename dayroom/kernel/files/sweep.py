"""Bytes that nobody can reach any more leave the storage. Rows go first and at once; this follows."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from dayroom.kernel.files.models import ORIGINAL, THUMBNAIL, File, GoneFile, place
from dayroom.kernel.wall import as_owner

LONGEST_WAIT = timedelta(days=2)
# Bytes are stored a moment before their row; whatever has none after this time belongs to a request that failed.
LONGEST_REQUEST = timedelta(hours=2)
DRAWING_KEPT = timedelta(days=1)


def remove_gone() -> int:
    with as_owner("sweep_files"):
        gone = list(GoneFile.objects.select_for_update(skip_locked=True).values_list("key", flat=True)[:1000])
        for key in gone:
            remove_bytes(key)
        GoneFile.objects.filter(key__in=gone).delete()
    return len(gone)


def remove_forgotten(*, now: datetime) -> None:
    """Files never posted, bytes without a row, drawings of yesterday, and what a killed process left behind."""
    with as_owner("sweep_files"):
        File.objects.filter(entry=None, created_at__lt=now - LONGEST_WAIT).delete()
        known = set(File.objects.values_list("key", flat=True))
    for key in stored_keys():
        if key not in known and stored_at(key) < now - LONGEST_REQUEST:
            remove_bytes(key)
        else:
            remove_drawings(key, before=now - DRAWING_KEPT)
    remove_left_behind(before=now - LONGEST_REQUEST)


def remove_bytes(key: str) -> None:
    for what in names_in(key):
        default_storage.delete(place(key, what))
    default_storage.delete(place(key, ""))


def remove_drawings(key: str, *, before: datetime) -> None:
    for what in names_in(key):
        if what not in (ORIGINAL, THUMBNAIL) and default_storage.get_modified_time(place(key, what)) < before:
            default_storage.delete(place(key, what))


def stored_keys() -> Iterator[str]:
    for first in folders_in(""):
        for second in folders_in(first):
            yield from folders_in(f"{first}/{second}")


def stored_at(key: str) -> datetime:
    return max((default_storage.get_modified_time(place(key, what)) for what in names_in(key)), default=timezone.now())


def names_in(key: str) -> list[str]:
    return listing(place(key, ""))[1]


def folders_in(path: str) -> list[str]:
    return listing(path)[0]


def listing(path: str) -> tuple[list[str], list[str]]:
    """A folder of the disk may be gone already; a bucket has no folders and lists nothing."""
    try:
        return default_storage.listdir(path)
    except FileNotFoundError:
        return [], []


def remove_left_behind(*, before: datetime) -> None:
    if settings.ARRIVING.is_dir():
        for folder in settings.ARRIVING.iterdir():
            if folder.stat().st_mtime < before.timestamp():
                shutil.rmtree(folder, ignore_errors=True)
