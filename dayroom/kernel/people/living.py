"""Which sessions are good: one definition for pages and for streams."""

from django.conf import settings

# Idle and absolute limits are R68's; a session past either is a stranger's.
LIVING = """people_session s JOIN people_person p ON p.id = s.person_id
    AND s.expire_date > now() AND p.state = 'active'
    AND s.seen_at > now() - %s * interval '1 second' AND s.created_at > now() - %s * interval '1 second'"""


def limits() -> list[int]:
    """What `LIVING` asks for, in seconds."""
    return [settings.SESSION_IDLE_SECONDS, settings.SESSION_COOKIE_AGE]
