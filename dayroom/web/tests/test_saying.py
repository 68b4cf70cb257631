"""Dates, numbers and faces, as people say them."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone, translation

from dayroom.web.faces import initials
from dayroom.web.numbers import number
from dayroom.web.times import spoken, when

TODAY = date(2025, 11, 21)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2025, 11, 21, 8, 10), "today, 08:10"),  # noqa: DTZ001 - local by then
        (datetime(2025, 11, 20, 20, 15), "yesterday, 20:15"),  # noqa: DTZ001
        (datetime(2025, 11, 18, 16, 30), "Tuesday, 16:30"),  # noqa: DTZ001
        (datetime(2025, 11, 14, 9, 0), "14 November"),  # noqa: DTZ001
        (datetime(2024, 3, 3, 9, 0), "3 March 2024"),  # noqa: DTZ001
        (datetime(2025, 11, 25, 10, 20), "25 November"),  # noqa: DTZ001
    ],
)
def test_a_moment_is_said_as_people_say_it(moment: datetime, said: str) -> None:
    assert spoken(moment, today=TODAY) == said


def test_a_moment_is_told_in_the_zone_of_the_reader() -> None:
    with timezone.override("Asia/Tokyo"):
        assert 'datetime="2025-11-21T08:30+09:00"' in when(datetime(2025, 11, 20, 23, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0"), (312, "312"), (9400, "9400"), (10_000, "10,000"), (12_345, "about 12,000")]
)
def test_counts_are_exact_up_to_ten_thousand(count: int, said: str) -> None:
    with translation.override("en"):
        assert number(count) == said


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ruth Okafor", "RO"), ("Dr Anna Lindqvist", "AL"), ("Rowan", "R"), ("سلمى", "س"), ("Dr", "D"), ("", "?")],
)
def test_a_face_shows_the_first_letters(name: str, letters: str) -> None:
    assert initials(name) == letters
