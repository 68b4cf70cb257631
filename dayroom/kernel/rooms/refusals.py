"""What the records refuse, each with a sentence for the person."""

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise


class NotAllowed(PermissionDenied):
    """In the room, but not allowed: 403 with this sentence."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class DoorStaysShut(NotAllowed):
    """Coming in failed; `missing` holds the words of the gates that are not met."""

    def __init__(self, sentence: str | Promise, *, missing: list[str]) -> None:
        super().__init__(sentence)
        self.missing = missing
