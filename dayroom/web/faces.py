TITLES = frozenset({"dr", "dr.", "prof", "prof.", "dott.", "dott.ssa", "mr", "mrs", "ms"})


def initials(name: str) -> str:
    """The letters in a face. Decoration only: the name always stands beside it."""
    words = [word for word in name.split() if word.lower() not in TITLES] or name.split() or ["?"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
