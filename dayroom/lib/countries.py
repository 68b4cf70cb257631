"""Countries and languages as people name them, in the reader's own language."""

from functools import lru_cache

from babel import Locale

# Unions, reserved and private codes that the tables carry besides countries.
NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"})
SPOKEN = ("ar", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "sv", "tr", "uk")


@lru_cache(maxsize=16)
def countries(language: str) -> dict[str, str]:
    """Code to name, in the order of the names."""
    names = Locale.parse(language, sep="-").territories
    found = {
        code: name for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES
    }
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def country(code: str, *, language: str) -> str:
    return countries(language).get(code, code)


@lru_cache(maxsize=16)
def languages(language: str) -> dict[str, str]:
    names = Locale.parse(language, sep="-").languages
    return dict(sorted(((code, names[code]) for code in SPOKEN), key=lambda pair: pair[1]))
