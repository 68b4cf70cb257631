"""What a process gives up before it opens a file that somebody sent: memory, time, space, and the network."""

import os
import resource
import signal
import sys

from dayroom.lib.family import stop_with_parent
from dayroom.lib.kinds import MIB

MEMORY_BYTES = 2048 * MIB  # the largest X-ray series needs 1.2 GiB of addresses while it is rebuilt
CPU_SECONDS = 60  # a 50-megapixel picture takes 5, a document of 500 scanned pages 10
FILE_BYTES = 300 * MIB  # a series of X-rays grows to 256 MiB when it is unpacked


def confine() -> None:
    """For good, and for this process only. Call it before anything starts threads."""
    stop_with_parent(signal.SIGKILL)()
    _limit(resource.RLIMIT_AS, MEMORY_BYTES)
    _limit(resource.RLIMIT_CPU, CPU_SECONDS)
    _limit(resource.RLIMIT_FSIZE, FILE_BYTES)
    _limit(resource.RLIMIT_CORE, 0)
    _leave_network()


def _limit(what: int, most: int) -> None:
    _, ceiling = resource.getrlimit(what)
    least = most if ceiling == resource.RLIM_INFINITY else min(most, ceiling)
    resource.setrlimit(what, (least, least))


def _leave_network() -> None:
    """A namespace of its own has no network at all, and in it even root has no rights over the machine."""
    if not sys.platform.startswith("linux"):
        return
    try:
        os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)
    except OSError:
        return  # some containers forbid it; the limits above and an empty environment still hold
