import logging
import sys

from dayroom.lib.logs import WithoutWords

WRITTEN = "My son is " + "ill"


def test_what_a_person_wrote_does_not_reach_the_log() -> None:
    try:
        try:
            raise ValueError(f"Key (title)=({WRITTEN}) already exists")
        except ValueError as cause:
            raise KeyError(WRITTEN) from cause
    except KeyError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed at %s", ("/rooms/1",), sys.exc_info())
    line = WithoutWords("%(levelname)s %(message)s").format(record)
    assert "ERROR failed at /rooms/1" in line
    assert "ValueError\nthen:\n" in line
    assert line.endswith("KeyError")
    assert WRITTEN not in line
