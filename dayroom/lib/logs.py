"""Logs carry ids, never content."""

import logging
import traceback
from types import TracebackType


class WithoutWords(logging.Formatter):
    """Says where it failed and the kind of failure, not its message: that may quote what a person wrote."""

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        parts: list[str] = []
        error, told = ei[1], set[int]()
        while error is not None and id(error) not in told:
            told.add(id(error))
            parts.insert(0, "".join(traceback.format_tb(error.__traceback__)) + type(error).__qualname__)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nthen:\n".join(parts)
