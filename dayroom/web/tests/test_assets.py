import gzip
import re
from pathlib import Path

import pytest

from dayroom.web import assets
from dayroom.web.icons import ICONS

APP = Path(assets.__file__).parent
OURS = APP.parents[0]
CSS = sorted(OURS.glob("**/static/*/css/*.css"))
JS = sorted(OURS.glob("**/static/*/js/*.js"))
PHYSICAL = re.compile(
    r"(?<![\w-])(?:margin|padding|border|inset)-(?:left|right|top|bottom)|(?<![\w-])(?:left|right|width|height)\s*:"
)


@pytest.fixture(scope="module")
def made() -> Path:
    return assets.make()


def test_the_same_sources_make_the_same_bytes(made, tmp_path) -> None:
    assets.write(tmp_path)
    names = assets.names(made)
    assert names == assets.names(tmp_path)
    assert [name for name in names if (made / name).read_bytes() != (tmp_path / name).read_bytes()] == []


def test_the_first_view_is_under_a_hundred_kilobytes(made) -> None:
    plain = ["app.css", "app.js", "htmx.js", "icons.svg"]
    packed = sum(len(gzip.compress((made / name).read_bytes())) for name in plain)
    typefaces = sum(path.stat().st_size for path in made.glob("fonts/*.woff2"))
    assert 0 < packed + typefaces < 100_000


def test_the_licences_travel_with_the_type_and_the_icons(made) -> None:
    assert "SIL Open Font License" in (made / "fonts" / "OFL.txt").read_text()
    assert "ISC License" in (made / "icons-LICENCE.txt").read_text()


def test_the_finder_gives_only_what_was_made() -> None:
    finder = assets.MadeFinder()
    assert finder.find("app.css")
    assert finder.find("../../db") == finder.find("settings.py") == []


def test_nothing_is_fetched_from_another_site(made) -> None:
    for name in ("app.css", "app.js"):
        assert re.findall(r"https?://|//[a-z]+\.", (made / name).read_text()) == []


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_a_style_file_opens_with_its_layer_and_is_logical(path: Path) -> None:
    text = path.read_text()
    layers = assets.LAYERS.removeprefix("@layer ").removesuffix(";\n").split(", ")
    assert re.sub(r"/\*.*?\*/\s*", "", text, flags=re.DOTALL).startswith(
        tuple(f"@layer {layer} {{" for layer in layers)
    )
    assert text.count("{") == text.count("}")
    rules = re.sub(r"/\*.*?\*/|@media[^{]*|@container[^{]*", "", text, flags=re.DOTALL)
    assert PHYSICAL.findall(rules) == []


def test_both_ways_to_dark_have_the_same_colours() -> None:
    text = (APP / "static" / "web" / "css" / "tokens.css").read_text()
    by_choice = text.split('[data-theme="dark"] {')[1].split("}")[0]
    by_device = text.split(':not([data-theme="light"]) {')[1].split("}")[0]
    assert "--ink:" in by_choice
    assert by_choice.split() == by_device.split()


def test_scripts_have_names_of_their_own_and_import_what_exists() -> None:
    names = [path.stem for path in JS]
    assert len(names) == len(set(names))
    for path in JS:
        text = path.read_text()
        assert text.count("import ") == len(assets.IMPORT.findall(text)), (
            f"{path.name}: one import a line, by file name"
        )
        assert set(assets.IMPORT.findall(text)) <= set(names)


def test_what_scripts_share_does_not_clash() -> None:
    exported = [name for path in JS for name in assets.EXPORT.findall(path.read_text())]
    assert "say" in exported
    assert len(exported) == len(set(exported))


def test_every_icon_that_is_used_is_in_the_sprite() -> None:
    used: set[str] = set()
    for path in OURS.glob("**/templates/**/*.html"):
        used |= set(re.findall(r'icon\("([\w-]+)"\)', path.read_text()))
    assert used
    assert used - set(ICONS) == set()
