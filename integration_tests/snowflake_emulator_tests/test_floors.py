"""The floors of the emulator: who may import whom; each rule is shown to find a break of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

EMULATOR = Path(__file__).resolve().parents[1] / "snowflake_emulator"
PACKAGE = "integration_tests.snowflake_emulator"
FLOORS = (
    "values", "catalog", "session", "query", "objects", "statements", "engine", "server"
)  # fmt: skip
"""From the ground up; the package and its command are on top."""

Sources = Mapping[str, str]
"""The text of the emulator's files by their path, in the form `statements/show.py`."""
Rule = Callable[[Sources], Iterator[str]]


def sources() -> dict[str, str]:
    return {str(p.relative_to(EMULATOR)): p.read_text() for p in sorted(EMULATOR.rglob("*.py"))}


def floor_of(path: str) -> int:
    folder = path.split("/")[0]
    return FLOORS.index(folder) if folder in FLOORS else len(FLOORS)


def imported(path: str, node: ast.AST) -> Iterator[str]:
    """What one node of the file imports of the emulator, as paths: `values/errors`, `values`."""
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        here = [*PACKAGE.split("."), *path.split("/")]
        above = here[: -node.level] if node.level else []
        module = ".".join([*above, *([node.module] if node.module else [])])
        names = [f"{module}.{alias.name}" for alias in node.names]
    else:
        names = []
    for name in names:
        if name.startswith(PACKAGE):
            yield "/".join(name.removeprefix(PACKAGE).split(".")[1:3])


def imports(files: Sources, path: str) -> Iterator[str]:
    """The files that the file imports, wherever in it that stands."""
    for node in ast.walk(ast.parse(files[path], path)):
        for name in imported(path, node):
            folder = name.split("/")[0]
            known = (f"{name}.py", f"{folder}/__init__.py", f"{folder}.py")
            yield next((file for file in known if file in files), name)


def every_file_is_on_a_floor(files: Sources) -> Iterator[str]:
    for path in files:
        if floor_of(path) == len(FLOORS) and path not in ("__init__.py", "__main__.py"):
            yield f"{path} is on no floor"
        if path.count("/") > 1:
            yield f"{path} is in a folder of a floor"


def imports_go_down_or_along_the_floor(files: Sources) -> Iterator[str]:
    for path in files:
        for other in imports(files, path):
            if floor_of(other) > floor_of(path):
                yield f"{path} imports {other}, which is above it"


def no_imports_go_in_a_circle(files: Sources) -> Iterator[str]:
    left = {path: {*imports(files, path)} - {path} for path in files}
    while free := [path for path in left if not left[path] & left.keys()]:
        left = {path: others for path, others in left.items() if path not in free}
    while free := [path for path in left if path not in set().union(*left.values())]:
        left = {path: others for path, others in left.items() if path not in free}
    yield from (f"{path} imports itself through others" for path in left)


def every_import_stands_at_the_top(files: Sources) -> Iterator[str]:
    for path, text in files.items():
        tree = ast.parse(text, path)
        hidden = [node for node in ast.walk(tree) if node not in tree.body]
        if any(isinstance(node, (ast.Import, ast.ImportFrom)) for node in hidden):
            yield f"{path} has an import inside a function or a condition"
        if re.search(r"\b(?:importlib|import_module|__import__)\b", text):
            yield f"{path} imports by name"


def a_family_of_statements_imports_no_other(files: Sources) -> Iterator[str]:
    for path in files:
        if path.startswith("statements/") and path != "statements/families.py":
            for other in {*imports(files, path)} - {"statements/statement.py"}:
                if other.startswith("statements/"):
                    yield f"{path} imports {other}"


def every_statement_is_of_a_family_that_is_listed(files: Sources) -> Iterator[str]:
    listed = {*imports(files, "statements/families.py")}
    for path, text in files.items():
        if re.search(r"^@statement\b", text, re.MULTILINE) and path not in listed:
            yield f"{path} has statements and is not in statements/families.py"
    names = re.search(r"^FAMILIES = \((.*?)\)", files["statements/families.py"], re.DOTALL | re.M)
    tried = {f"statements/{name}.py" for name in re.findall(r"\w+", names[1] if names else "")}
    for path in {path for path in listed if path.startswith("statements/")} - tried:
        if path != "statements/statement.py":
            yield f"{path} is imported by statements/families.py and not in FAMILIES"


def files_are_short(files: Sources) -> Iterator[str]:
    yield from (path for path, text in files.items() if text.count("\n") > 300)


BREAKS: dict[Rule, dict[str, str]] = {
    every_file_is_on_a_floor: {"helpers.py": ""},
    imports_go_down_or_along_the_floor: {
        "values/lexer.py": "def f():\n    from ..catalog import records",
        "catalog/records.py": "",
    },
    no_imports_go_in_a_circle: {
        "query/times.py": f"from {PACKAGE}.query.resolver import resolved",
        "query/resolver.py": "if TYPE_CHECKING:\n    from .times import moment",
    },
    every_import_stands_at_the_top: {"query/times.py": "def f():\n    from .resolver import parse"},
    a_family_of_statements_imports_no_other: {
        "statements/views.py": "from .tables import create_table",
        "statements/tables.py": "",
    },
    every_statement_is_of_a_family_that_is_listed: {
        "statements/families.py": "FAMILIES = ()",
        "statements/views.py": "@statement('DROP VIEW <name:name>')\ndef drop_view(): ...",
    },
    files_are_short: {"query/times.py": "x = 1\n" * 301},
}


@pytest.mark.parametrize("rule", BREAKS, ids=lambda rule: rule.__name__)
def test_the_emulator_keeps_the_rule(rule: Rule) -> None:
    assert len(sources()) > 50
    assert not list(rule(sources()))


@pytest.mark.parametrize("rule", BREAKS, ids=lambda rule: rule.__name__)
def test_the_rule_finds_a_break_of_it(rule: Rule) -> None:
    assert list(rule(BREAKS[rule]))


def test_the_readme_draws_the_floors() -> None:
    readme = (EMULATOR / "README.md").read_text()
    (drawing,) = re.findall(r"^```text\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    drawn = re.findall(r"^(\w+)/ .*\n((?: +.*\n)+)", drawing, re.MULTILINE)
    assert [floor for floor, _ in drawn] == [*reversed(FLOORS)]
    for floor, files in drawn:
        known = {path.stem for path in (EMULATOR / floor).glob("*.py")} - {"__init__"}
        assert {*files.split()} == known, floor
