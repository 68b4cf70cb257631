"""The words somebody looks for. They stand in no address (R123): a form brings them, and they wait here a while."""

from uuid import UUID

from django.core.cache import cache

KEPT_SECONDS = 1800


def keep(person_id: UUID, words: str) -> None:
    cache.set(f"asked:{person_id}", words, timeout=KEPT_SECONDS)


def kept(person_id: UUID) -> str:
    return str(cache.get(f"asked:{person_id}") or "")
