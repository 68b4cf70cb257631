"""Addresses of pages, made once: from row to row they differ only in ids, and `reverse` costs as much as a query."""

from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.urls import reverse


def url(name: str, *args: object) -> str:
    """`reverse`, kept: an address with ids in it differs from row to row only in the ids, which need no quoting."""
    for arg in args:
        if type(arg) is not UUID:
            return reverse(name, args=args)
    return pattern(name, len(args), settings.ROOT_URLCONF).format(*args)


@lru_cache(maxsize=1000)
def pattern(name: str, ids: int, _urls: str) -> str:
    stand_ins = [UUID(int=number + 1) for number in range(ids)]
    address = reverse(name, args=stand_ins)
    for place, stand_in in enumerate(stand_ins):
        address = address.replace(str(stand_in), f"{{{place}}}")
    return address
