"""What the product says, in every page: plain, short, in the words of docs/words.md."""

import re

import pytest

from dayroom.project.messages import words_in_use

LONGEST = 20
FORBIDDEN = re.compile(
    r"\b(users?|permission denied|resource|entity|PHI|consented|compliant|pseudonym|alias|proxy|dashboard|should|"
    r"suffers? from|failed treatment|anonymous|spoiler|an error occurred|oops|sorry)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    found: set[str] = set()
    for message in words_in_use():
        found |= {message.id} if isinstance(message.id, str) else set(message.id)
    return sorted(found)


def longest_sentence(text: str) -> int:
    sentences = re.split(r"[.?:;…]\s", re.sub(r"%\(\w+\)s|\{\w+\}", "x", text))
    return max(len(re.findall(r"[\w’'-]+", sentence)) for sentence in sentences)


def test_no_text_says_a_forbidden_word(texts: list[str]) -> None:
    assert len(texts) > 300, "need the texts for this test to mean anything"
    assert [text for text in texts if FORBIDDEN.search(text) or "!" in text] == []


def test_sentences_are_short(texts: list[str]) -> None:
    assert [text for text in texts if longest_sentence(text) > LONGEST] == []
