"""What a process does when its parent has died."""

import ctypes
import sys
from collections.abc import Callable

LIBC = ctypes.CDLL(None)
SET_PARENT_DEATH_SIGNAL = 1


def stop_with_parent(number: int) -> Callable[[], None]:
    """To be called in the child: Linux then sends it this signal when its parent dies, even by kill -9.

    Elsewhere nothing does, and the next start cleans up what it finds.
    """
    if not sys.platform.startswith("linux"):
        return lambda: None
    return lambda: LIBC.prctl(SET_PARENT_DEATH_SIGNAL, number)
