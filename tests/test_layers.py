"""Architecture: the line runs one way, and the core knows no host."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from samples import REPOSITORY

PACKAGE = REPOSITORY / "generator" / "commonbook"
MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.slow
def test_the_contracts_between_layers_hold() -> None:
    """import-linter finds no import that goes up."""
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as main; main()",
            "--no-cache",
        ],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_the_core_works_without_a_host(sample: Callable[[str], Path]) -> None:
    """With MkDocs, Material and ProperDocs out of reach, a network is checked and rendered."""
    code = f"""
import sys
class Blocked:
    def find_spec(self, name, *rest):
        if name.split(".")[0] in {{"mkdocs", "material", "properdocs", "zensical"}}:
            raise ImportError(name)
sys.meta_path.insert(0, Blocked())
from pathlib import Path
import commonbook.cli
from commonbook.handbook import Handbook
from commonbook.project import Project
handbook = Handbook(Project(Path({str(sample("one-entry"))!r})))
print(len(handbook.network), len(handbook.pages))
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("1 ")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_keeps_the_house_rules(path: object) -> None:
    """A docstring of one sentence first, annotations from the future, no printing, no network."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    doc = ast.get_docstring(tree) or ""
    assert doc, "a module says in one sentence what it is"
    assert doc.split("\n\n")[0].rstrip().endswith((".", "::", ".``"))
    if len(tree.body) > 1:
        first = tree.body[1]
        assert isinstance(first, ast.ImportFrom)
        assert first.module == "__future__"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"print", "eval", "exec", "input"}, node.lineno
        names = (
            [name.name for name in getattr(node, "names", [])]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        for name in names:
            top = name.split(".")[0]
            assert top not in {"requests", "socket", "urllib3", "httpx", "pickle"}, name
            assert name not in {"urllib.request", "http.client"}, name
            if top in {"mkdocs", "properdocs"}:
                assert path.parent.name == "hosts"


def test_nothing_writes_text_in_the_encoding_of_the_machine() -> None:
    """Every text file is opened as UTF-8 by name."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"read_text", "write_text"}
            ):
                assert any(key.arg == "encoding" for key in node.keywords) or any(
                    isinstance(value, ast.Constant) and value.value == "utf-8"
                    for value in node.args
                ), (path.name, node.lineno)
