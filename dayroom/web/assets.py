"""What a browser fetches besides pages, made from its sources: one style sheet, one script, one sprite, the typeface.

There is no build step to run: the finder makes them when a source has changed, and `collectstatic` hashes them.
"""

import hashlib
import io
import os
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from threading import get_ident
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage
from fontTools.ttLib import TTFont

from dayroom.web.icons import sprite

LAYERS = "@layer tokens, base, layout, rooms, parts, screens, print;\n"
PACKAGES = ("lucide", "fontpkg-atkinson-hyperlegible", "django-htmx", "fonttools", "brotli")
HERE = Path(__file__).parent
FACES = {400: "Regular", 700: "Bold"}
FACE = (
    '@font-face {{ font-family: "Atkinson Hyperlegible"; font-weight: {weight}; font-display: swap;'
    ' src: url("fonts/atkinson-{weight}.woff2") format("woff2"); }}\n'
)
EXPORT = re.compile(r"^export (?:const|(?:async )?function|class) (\w+)", re.MULTILINE)
IMPORT = re.compile(r'^import .* from "(?:.*/)?([\w-]+)\.js";\n', re.MULTILINE)


class MadeFinder(BaseFinder):
    """Finds the made files for `collectstatic`, and for the server where nothing is collected."""

    def check(self, **kwargs: object) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False) -> Any:
        made = make()
        found = made / path
        if path not in names(made):
            return []
        return [str(found)] if find_all else str(found)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        made = make()
        storage = FileSystemStorage(location=made)
        for name in names(made):
            yield name, storage


def names(made: Path) -> list[str]:
    return sorted(
        path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file() and path.suffix != ".part"
    )


def make() -> Path:
    """The folder with the made files, up to date. A folder is named by its sources, so two makers never disagree."""
    if settings.DEBUG:
        make_once.cache_clear()
    return make_once()


@lru_cache(maxsize=1)
def make_once() -> Path:
    made: Path = settings.VAR / "made" / fingerprint()
    if not (made / "app.css").exists():
        write(made)
    return made


def fingerprint() -> str:
    sources = [*sources_of("css"), *sources_of("js"), HERE / "assets.py", HERE / "icons.py"]
    digest = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in PACKAGES).encode())
    for path in sources:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def sources_of(kind: str) -> list[Path]:
    own = [Path(config.path) for config in apps.get_app_configs() if config.name.startswith("dayroom.")]
    return [path for app in own for path in sorted(app.glob(f"static/*/{kind}/*.{kind}"))]


def write(made: Path) -> None:
    face, htmx = files("fontpkg_atkinson_hyperlegible"), files("django_htmx")
    keep(made / "fonts" / "OFL.txt", face.joinpath("LICENSE").read_bytes())
    for weight, name in FACES.items():
        keep(made / "fonts" / f"atkinson-{weight}.woff2", compressed(f"AtkinsonHyperlegible-{name}.ttf"))
    keep(made / "icons.svg", sprite().encode())
    keep(made / "mark.svg", (HERE / "static" / "web" / "mark.svg").read_bytes())
    keep(made / "icons-LICENCE.txt", (HERE / "LUCIDE-LICENCE.txt").read_bytes())
    keep(made / "htmx.js", htmx.joinpath("static/django_htmx/htmx-4.min.js").read_bytes())
    keep(made / "app.js", joined_scripts(sources_of("js")).encode())
    keep(made / "app.css", joined_styles(sources_of("css")).encode())


def keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}-{get_ident()}.part")
    part.write_bytes(content)
    part.replace(path)


def compressed(name: str) -> bytes:
    source = files("fontpkg_atkinson_hyperlegible").joinpath("files", name)
    face = TTFont(io.BytesIO(source.read_bytes()), recalcTimestamp=False)
    face.flavor = "woff2"
    out = io.BytesIO()
    face.save(out)
    return out.getvalue()


def joined_styles(sources: list[Path]) -> str:
    faces = "".join(FACE.format(weight=weight) for weight in FACES)
    return LAYERS + faces + "".join(path.read_text() for path in sources)


def joined_scripts(sources: list[Path]) -> str:
    """One module out of many: each file keeps its names to itself, but for those it exports."""
    waiting = {path.stem: path.read_text() for path in sources}
    joined: list[str] = []
    for name in list(waiting):
        add_script(name, waiting, joined)
    return "\n".join(joined)


def add_script(name: str, waiting: dict[str, str], joined: list[str]) -> None:
    if name not in waiting:
        return
    text = waiting.pop(name)
    for needed in IMPORT.findall(text):
        add_script(needed, waiting, joined)
    joined.append(closed(IMPORT.sub("", text)))


def closed(text: str) -> str:
    exported = EXPORT.findall(text)
    if not exported:
        return f"{{\n{text}}}\n"
    shared, inside = ", ".join(exported), re.sub(r"^export ", "", text, flags=re.MULTILINE)
    return f"const {{ {shared} }} = (() => {{\n{inside}return {{ {shared} }};\n}})();\n"
