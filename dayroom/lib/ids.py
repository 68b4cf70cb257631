from uuid import UUID


def read_id(text: object) -> UUID | None:
    """An id as it came from outside; None if it is not one."""
    try:
        return UUID(str(text))
    except ValueError:
        return None
