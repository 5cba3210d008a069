"""The package: what a network installs has everything in it and works away from here."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from samples import REPOSITORY, TESTS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of what belongs to it."""
    root = tmp_path_factory.mktemp("wheel")
    for name in ("generator", "theme"):
        shutil.copytree(
            REPOSITORY / name, root / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-CONTENT", "CHANGELOG.md"):
        shutil.copy(REPOSITORY / name, root)
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--no-build-isolation",
            "--no-deps",
            "--quiet",
            "--wheel-dir",
            root / "dist",
            root,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return next((root / "dist").glob("*.whl"))


def test_the_wheel_holds_theme_types_and_entry_points(wheel: Path) -> None:
    """Everything a network needs, and nothing that is ours alone."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        points = archive.read(
            next(name for name in names if name.endswith("entry_points.txt"))
        ).decode()
    theme = {
        f"commonbook/theme/{path.relative_to(REPOSITORY / 'theme').as_posix()}"
        for path in (REPOSITORY / "theme").rglob("*.*")
        if path.is_file()
    }
    assert {"commonbook/py.typed", "commonbook/theme/frame.html"} <= names
    assert theme <= names
    assert not [name for name in names if name.startswith(("tests/", "network/", "content/"))]
    assert not [name for name in names if "__pycache__" in name]
    assert "commonbook = commonbook.cli:run" in points
    assert "commonbook = commonbook.hosts.mkdocs:CommonbookPlugin" in points


def test_an_installed_package_builds_another_network(wheel: Path, tmp_path: Path) -> None:
    """In an environment of its own, outside the repository, with a template overridden."""
    place = tmp_path / "venv"
    venv.create(place, with_pip=False, symlinks=True)
    library = next((place / "lib").glob("python*/site-packages"))
    install = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet"]
    subprocess.run([*install, "--target", library, wheel], check=True)
    # Everything else comes from the environment that runs the tests; our own editable install
    # must not, so its folder is left out of the path.
    (library / "others.pth").write_text(
        "\n".join(path for path in sys.path if path.endswith("site-packages")) + "\n"
    )
    root = Path(shutil.copytree(TESTS / "networks" / "another-network", tmp_path / "network"))
    python = place / "bin" / "python"
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    where = subprocess.run(
        [
            python,
            "-c",
            (
                "import commonbook, commonbook.project as p;"
                "print(commonbook.__file__); print(p.shipped_theme())"
            ),
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment,
        check=False,
    )
    assert where.returncode == 0, where.stderr
    assert all(line.startswith(str(library)) for line in where.stdout.split())
    run = subprocess.run(
        [python, "-m", "commonbook", "build", "--strict"],
        capture_output=True,
        text=True,
        cwd=root,
        env=environment,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    page = (root / "site/groups/molino-alto/index.html").read_text(encoding="utf-8")
    assert "Esta plantilla es nuestra." in page
    assert (root / "site/assets/commonbook.css").is_file()
    host = subprocess.run(
        [python, "-m", "mkdocs", "build", "--strict", "-f", root / "mkdocs.yml"],
        capture_output=True,
        text=True,
        cwd=root,
        env=environment,
        check=False,
    )
    if (root / "mkdocs.yml").exists():
        assert host.returncode == 0, host.stderr
