"""Translations: `extract` gathers the words of code and templates into the catalogs, `compile` makes them fast to read,
`check` says what is not translated yet.

Run as `python -m dayroom.project.messages extract`. Catalogs name files, not lines: they change only when words do.
"""

import argparse
import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "dayroom" / "locale"
# Pages, and the letters we write by mail.
TEMPLATES = ("**/templates/**.html", "**/templates/**.txt")
METHODS = [
    ("**/tests/**", "ignore"),
    *((pattern, "jinja2.ext:babel_extract") for pattern in TEMPLATES),
    ("**.py", "python"),
]
OPTIONS = {pattern: {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"} for pattern in TEMPLATES}
# `N_` marks the sentences of dayroom/lib, which knows no Django.
KEYWORDS: dict[str, tuple[int | tuple[int, int] | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "said": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def words_in_use() -> Catalog:
    catalog = Catalog(project="Dayroom", charset="utf-8", fuzzy=False)
    found = extract_from_dir(
        ROOT / "dayroom", METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for file, _line, words, comments, context in found:
        catalog.add(words, locations=[(f"dayroom/{file}", 0)], auto_comments=comments, context=context)
    return catalog


def paths() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def extract() -> None:
    used = words_in_use()
    for path in paths():
        catalog = read(path)
        used.creation_date = catalog.creation_date
        catalog.update(used, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        written = io.BytesIO()
        write_po(written, catalog, sort_output=True, include_lineno=False, omit_header=False, width=120)
        path.write_bytes(written.getvalue())
        print(f"messages: {path.parts[-3]} has {len(catalog)} sentences, {sum(1 for _ in untranslated(catalog))} to do")


def compile_all() -> None:
    for path in paths():
        packed = path.with_suffix(".mo")
        part = packed.with_suffix(".part")
        with part.open("wb") as file:
            write_mo(file, read(path))
        part.replace(packed)


def check() -> None:
    """Words that are in use and not in a catalog, or there without a translation."""
    used = words_in_use()
    missing = []
    for path in paths():
        catalog = read(path)
        missing += [f"{path.parts[-3]}: {m.id}" for m in used if m.id and not translated(catalog, m)]
    if missing:
        print("\n".join(missing), file=sys.stderr)
        sys.exit(f"messages: {len(missing)} sentences are not translated. Run extract, then fill them in.")


def translated(catalog: Catalog, used: Message) -> bool:
    known = catalog.get(used.id, context=used.context)
    return known is not None and is_filled(known)


def untranslated(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id and not is_filled(message))


def is_filled(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(strings) and not message.fuzzy


COMMANDS: dict[str, Callable[[], None]] = {"extract": extract, "compile": compile_all, "check": check}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=sorted(COMMANDS))
    COMMANDS[parser.parse_args().command]()
