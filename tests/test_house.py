"""The rules of the house, held by reading the tree. An exception is a line in ALLOWED with its reason beside it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CODE = [path for path in sorted((ROOT / "dayroom").rglob("*.py")) if "migrations" not in path.parts]
OURS = [path for path in CODE if "tests" not in path.parts]
LONGEST_FUNCTION, LONGEST_FILE, LONGEST_VIEW, DEEPEST = 40, 400, 25, 3
FORBIDDEN_MODULES = {"services", "helpers", "utils", "managers", "mixins", "constants", "base"}

ALLOWED: dict[str, str] = {
    "dayroom/project/bench/__main__.py:rows_of imports": "Django has to know the measured database before its records",
}


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def depth(node: ast.AST, level: int = 0) -> int:
    blocks = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.AsyncFor, ast.AsyncWith)
    below = []
    for child in ast.iter_child_nodes(node):
        # `elif` is a sibling on the page, not one step deeper.
        chained = isinstance(node, ast.If) and isinstance(child, ast.If) and child in node.orelse
        below.append(depth(child, level + (isinstance(child, blocks) and not chained)))
    return max([level, *below])


def test_there_is_code_to_read() -> None:
    assert len(OURS) > 30


def test_files_are_short() -> None:
    assert [f"{name(path)}: {n}" for path in OURS if (n := len(path.read_text().splitlines())) > LONGEST_FILE] == []


def test_functions_are_short() -> None:
    long = [
        f"{name(path)}:{node.name} {length(node)}"
        for path in OURS
        for node in functions(path)
        if length(node) > LONGEST_FUNCTION
    ]
    assert long == []


def test_views_are_short() -> None:
    files = [path for path in OURS if path.name == "views.py" or path.parent.name == "views"]
    views = [(path, node) for path in files for node in functions(path) if node.decorator_list]
    assert len(views) > 20
    assert [f"{name(path)}:{node.name}" for path, node in views if length(node) > LONGEST_VIEW] == []


def test_nothing_is_nested_deeply() -> None:
    deep = [
        f"{name(path)}:{node.name} {depth(node)}" for path in OURS for node in functions(path) if depth(node) > DEEPEST
    ]
    assert deep == []


def test_no_imports_inside_functions() -> None:
    hidden = [
        f"{name(path)}:{node.name} imports"
        for path in OURS
        for node in functions(path)
        if any(isinstance(inner, ast.Import | ast.ImportFrom) for inner in ast.walk(node))
    ]
    assert [line for line in hidden if line not in ALLOWED] == []


def test_no_drawer_for_odds_and_ends() -> None:
    assert [name(path) for path in OURS if path.stem in FORBIDDEN_MODULES] == []


def test_models_know_no_requests() -> None:
    models = [path for path in OURS if "models" in path.parts or path.name == "models.py"]
    assert [
        name(path) for path in models if re.search(r"HttpRe(quest|sponse)|django\.shortcuts", path.read_text())
    ] == []


def test_nobody_names_a_host_or_a_path_of_a_machine() -> None:
    words = re.compile(r"pypi\.org|files\.pythonhosted|registry\.npmjs|deb\.debian\.org|/root/|/work/main")
    files = [
        path
        for folder in ("dayroom", "bin", "docs", "tests", "requirements")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    ]
    text = [
        path
        for path in files
        if path.suffix in {".py", ".md", ".txt", ".in", ".html", ".js", ".css", ".sql", ".toml", ""}
    ]
    assert [
        name(path) for path in text if path != Path(__file__) and words.search(path.read_text(errors="replace"))
    ] == []


TEMPLATES = sorted((ROOT / "dayroom").rglob("templates/**/*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_reach_their_own_app_and_the_frame_only(path: Path) -> None:
    templates = next(folder for folder in path.parents if folder.name == "templates")
    own = {path.relative_to(templates).parts[0], templates.parent.name}
    reached = re.findall(r"""{%-?\s*(?:extends|include|import|from)\s+["']([^"']+)""", path.read_text())
    assert [other for other in reached if other.split("/")[0] not in own | {"web"}] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_style_or_script_stands_in_a_page(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)", text)
