"""The words somebody looks for. They never stand in an address (R123): a form brings them, and they wait here for half an hour."""

from uuid import UUID

from django.core.cache import cache

KEPT_SECONDS = 1800


def keep(person_id: UUID, words: str) -> None:
    cache.set(f"asked:{person_id}", words, timeout=KEPT_SECONDS)


def kept(person_id: UUID) -> str:
    return str(cache.get(f"asked:{person_id}") or "")
