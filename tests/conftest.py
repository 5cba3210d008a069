"""Fixtures: sample networks as copies, small networks from text, checks, builds and snapshots."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from commonbook.cli import main
from commonbook.write import Summary

pytest.register_assert_rewrite("samples")
from samples import EPOCH, REPOSITORY, SETTINGS, TESTS, Built, Snapshots, read, render  # noqa: E402

settings.register_profile("same", derandomize=True, deadline=None, database=None)
settings.register_profile("more", max_examples=2000, deadline=None, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

collect_ignore = ["networks", "broken"]
"""What holds material for tests, not tests."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--update-snapshots`` writes what the code says now; review the difference."""
    parser.addoption("--update-snapshots", action="store_true", default=False)


@pytest.fixture(scope="session", autouse=True)
def _same_everywhere() -> Iterator[None]:
    """Tests do not depend on the day, the terminal or the place they run in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        patch.setenv("NO_COLOR", "1")
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        for name in ("GITHUB_ACTIONS", "COMMONBOOK_DEBUG", "FORCE_COLOR"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def snapshots(request: pytest.FixtureRequest) -> Snapshots:
    """Compares with files beside the tests."""
    return Snapshots(update=request.config.getoption("--update-snapshots"))


@pytest.fixture
def sample(tmp_path: Path) -> Callable[[str], Path]:
    """A copy of a network in ``tests/networks`` that a test may change."""

    def copy(name: str) -> Path:
        return Path(shutil.copytree(TESTS / "networks" / name, tmp_path / name))

    return copy


@pytest.fixture
def network(tmp_path: Path) -> Callable[..., Path]:
    """A small network from texts by path; ``network.yml`` comes by itself."""

    def write(files: Mapping[str, str | bytes] | None = None, settings: str = SETTINGS) -> Path:
        root = tmp_path / "small"
        for path, content in {"network/network.yml": settings, **(files or {})}.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            data = content.encode() if isinstance(content, str) else content
            target.write_bytes(data)
        return root

    return write


@pytest.fixture
def build() -> Callable[[Path], Summary]:
    """Check and build a network; it must be in order."""

    def run(root: Path) -> Summary:
        handbook = read(root)
        assert [str(problem.location) for problem in handbook.report] == []
        return render(handbook)[1]

    return run


@pytest.fixture
def problems() -> Callable[..., list[tuple[str, str]]]:
    """What the check finds in a network: place and rule."""

    def check(root: Path, **options: bool) -> list[tuple[str, str]]:
        return [(str(found.location), found.rule.code) for found in read(root, **options).report]

    return check


@pytest.fixture
def cli() -> Callable[..., Result]:
    """Run a command in this process."""

    def run(*arguments: object, **options: object) -> Result:
        return CliRunner().invoke(main, [str(part) for part in arguments], **options)

    return run


@pytest.fixture
def command() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run ``python -m commonbook`` (or another module) as a program of its own."""

    def run(
        *arguments: object,
        module: str = "commonbook",
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", module, *map(str, arguments)],
            cwd=cwd,
            text=True,
            env={**os.environ, **(env or {})},
            capture_output=True,
            check=False,
            timeout=120,
        )

    return run


@pytest.fixture(scope="session")
def commons(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The good network with everything in it, built."""
    root = tmp_path_factory.mktemp("built") / "commons"
    shutil.copytree(TESTS / "networks" / "commons", root)
    handbook = read(root)
    site, _ = render(handbook)
    return Built(root, handbook, site)


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of our own handbook, built from a copy."""
    root = tmp_path_factory.mktemp("ours")
    for name in ("network", "content"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copy(REPOSITORY / "mkdocs.yml", root)
    handbook = read(root)
    assert [
        f"{found.location} {found.rule.code}"
        for found in handbook.report
        if found.severity == "error"
    ] == []
    render(handbook)
    return root / "site"
