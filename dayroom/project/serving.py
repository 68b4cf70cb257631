"""What each page server loads: the application, and the resolve not to outlive the process that watches over it."""

import signal

from django.urls import get_resolver

from dayroom.lib.family import stop_with_parent
from dayroom.project.asgi import application

__all__ = ["application"]

# Otherwise it would keep the port and serve on.
stop_with_parent(signal.SIGKILL)()
# Loads every view now rather than while the first person waits.
assert get_resolver().url_patterns
