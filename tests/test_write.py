"""Writing: only what changed, never half a site, whatever happens in between."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from commonbook.artifacts import File
from commonbook.errors import PublishError
from commonbook.write import Summary, publish


def files(*pairs: tuple[str, str]) -> list[File]:
    """Files by path and text."""
    return [File.holding(path, text.encode()) for path, text in pairs]


def content(folder: Path) -> dict[str, str]:
    """Everything in a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }


def touched(folder: Path) -> dict[str, int]:
    """When each file was written."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Where the site goes."""
    return tmp_path / "site"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Where the twin and the manifests are."""
    return tmp_path / ".commonbook"


def test_a_site_holds_exactly_its_files(site: Path, cache: Path) -> None:
    """What is asked for is there, nothing else."""
    assert publish(files(("a.html", "A"), ("b/c.html", "C")), site, cache) == Summary(2, 0, 0)
    assert content(site) == {"a.html": "A", "b/c.html": "C"}


def test_unchanged_files_are_not_made_again(site: Path, cache: Path) -> None:
    """A build without a change asks nothing to be made and writes nothing."""

    def never() -> bytes:
        raise AssertionError

    publish([File("a.html", lambda: "1", lambda: b"A")], site, cache)
    before = touched(site)
    assert publish([File("a.html", lambda: "1", never)], site, cache) == Summary(0, 1, 0)
    assert touched(site) == before


def test_only_what_changed_is_made(site: Path, cache: Path) -> None:
    """After two builds both folders are warm: one change makes one file."""
    pages = [(f"{n}.html", f"{n}") for n in range(20)]
    publish(files(*pages), site, cache)
    publish(files(*pages, ("new.html", "1")), site, cache)
    summary = publish(files(*pages, ("new.html", "2")), site, cache)
    assert summary.written == 1
    assert content(site)["new.html"] == "2"


def test_what_is_gone_is_pruned_with_its_folder(site: Path, cache: Path) -> None:
    """A renamed entry leaves no page and no empty folder behind."""
    publish(files(("groups/old/index.html", "x"), ("a.html", "A")), site, cache)
    publish(files(("groups/new/index.html", "x"), ("a.html", "A")), site, cache)
    publish(files(("groups/newer/index.html", "x"), ("a.html", "A")), site, cache)
    assert content(site) == {"a.html": "A", "groups/newer/index.html": "x"}
    assert not (site / "groups/old").exists()
    assert not (site / "groups/new").exists()


def test_a_file_can_become_a_folder_and_a_folder_a_file(site: Path, cache: Path) -> None:
    """Paths may change their nature from one build to the next."""
    for text in ("1", "2"):
        publish(files(("a", text), ("b/c", text)), site, cache)
    for text in ("3", "4"):
        publish(files(("a/d", text), ("b", text)), site, cache)
        assert content(site) == {"a/d": text, "b": text}


def test_a_failing_page_leaves_the_site_as_it_was(site: Path, cache: Path) -> None:
    """The old site stays, and the next build repairs everything."""
    publish(files(("a.html", "A"), ("b.html", "B")), site, cache)

    def broken() -> bytes:
        msg = "this page cannot be made"
        raise ValueError(msg)

    for _ in range(2):
        with pytest.raises(ValueError, match="cannot be made"):
            publish([*files(("a.html", "new")), File("b.html", lambda: "x", broken)], site, cache)
        assert content(site) == {"a.html": "A", "b.html": "B"}
    publish(files(("a.html", "new"), ("b.html", "B2")), site, cache)
    assert content(site) == {"a.html": "new", "b.html": "B2"}


@pytest.mark.parametrize(
    "damage",
    [b"", b"\x00\xff", b"{}", b"null", b"[]\n[]", b'{"of":"1","sum":"2"}\n{}', b"{\n", None],
)
def test_a_damaged_manifest_is_not_believed(site: Path, cache: Path, damage: bytes | None) -> None:
    """Whatever a manifest holds, the site comes out right."""
    publish(files(("a.html", "A")), site, cache)
    publish(files(("a.html", "B")), site, cache)
    for manifest in (cache / "manifests").iterdir():
        if damage is None:
            text = manifest.read_bytes()
            manifest.write_bytes(text.replace(b"a.html", b"b.html"))
        else:
            manifest.write_bytes(damage)
    publish(files(("a.html", "C")), site, cache)
    assert content(site) == {"a.html": "C"}


def test_files_changed_by_somebody_else_are_put_right(site: Path, cache: Path) -> None:
    """An edit inside the site does not survive the next build."""
    pages = files(("a.html", "A"), ("b.html", "B"))
    publish(pages, site, cache)
    (site / "a.html").write_text("hacked")
    (site / "b.html").unlink()
    publish(pages, site, cache)
    assert content(site) == {"a.html": "A", "b.html": "B"}


def test_strange_files_do_not_stay(site: Path, cache: Path) -> None:
    """What somebody put into the site is gone once the site has changed."""
    publish(files(("a.html", "A")), site, cache)
    (site / "strange.txt").write_text("x")
    for text in ("B", "C", "D"):
        publish(files(("a.html", text)), site, cache)
        assert content(site)["a.html"] == text
    assert "strange.txt" not in content(site)


@pytest.mark.parametrize("what", ["folder with files", "file", "symlink"])
def test_somebody_elses_folder_is_never_taken(
    site: Path, cache: Path, tmp_path: Path, what: str
) -> None:
    """A folder that no build made is refused, and stays as it is."""
    other = tmp_path / "home"
    other.mkdir()
    (other / "thesis.odt").write_text("ten years of work")
    match what:
        case "file":
            site.write_text("x")
        case "symlink":
            site.symlink_to(other)
        case _:
            other.rename(site)
            other = site
    with pytest.raises(PublishError):
        publish(files(("a.html", "A")), site, cache)
    if what != "file":
        assert content(other) == {"thesis.odt": "ten years of work"}


def test_an_empty_folder_may_become_the_site(site: Path, cache: Path) -> None:
    """A folder made for the purpose is used."""
    site.mkdir()
    publish(files(("a.html", "A")), site, cache)
    assert content(site) == {"a.html": "A"}


def test_a_site_can_go_to_several_folders(tmp_path: Path, cache: Path) -> None:
    """Each folder has its own manifest: building into another does not confuse the first."""
    one, two = tmp_path / "one", tmp_path / "deep" / "two"
    publish(files(("a.html", "1")), one, cache)
    publish(files(("a.html", "2")), two, cache)
    assert publish(files(("a.html", "1")), one, cache).written == 0
    assert (content(one), content(two)) == ({"a.html": "1"}, {"a.html": "2"})


def test_a_removed_site_and_a_removed_cache_are_made_again(site: Path, cache: Path) -> None:
    """Either may be deleted at any time."""
    import shutil  # noqa: PLC0415

    pages = files(("a.html", "A"), ("sitemap.xml", "S"))
    publish(pages, site, cache)
    shutil.rmtree(site)
    publish(pages, site, cache)
    shutil.rmtree(cache)
    publish(pages, site, cache)
    publish(pages, site, cache)
    assert content(site) == {"a.html": "A", "sitemap.xml": "S"}


def test_two_builds_at_once_are_refused(site: Path, cache: Path) -> None:
    """The second build is told to wait; the first is not disturbed."""

    def second() -> bytes:
        with pytest.raises(PublishError, match="Another build"):
            publish(files(("b.html", "B")), site, cache)
        return b"A"

    publish([File("a.html", lambda: "1", second)], site, cache)
    assert content(site) == {"a.html": "A"}


def test_many_files_are_made_by_several_processes(site: Path, cache: Path) -> None:
    """Shares are put together in full, and a failure in one of them is a failure."""
    many = [File(f"{n % 7}/{n}.html", lambda n=n: str(n), lambda n=n: str(n).encode()) for n in range(1500)]
    assert publish(many, site, cache).written == 1500
    assert content(site) == {f"{n % 7}/{n}.html": str(n) for n in range(1500)}

    def broken() -> bytes:
        raise ZeroDivisionError

    failing = [File(file.path, lambda file=file: f"{file.made_from}x", broken) for file in many]
    with pytest.raises(ZeroDivisionError):
        publish(failing, site, cache)
    assert len(content(site)) == 1500


WRITER = """
import sys, time
from pathlib import Path
from commonbook.artifacts import File
from commonbook.write import publish
site, cache, first = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
def slow(text):
    time.sleep(0.0005)
    return text.encode()
for version in range(first, first + 1000):
    text = f"version {version}"
    made = [File(f"{n % 5}/{n}.html", lambda: text, lambda text=text: slow(text)) for n in range(30)]
    publish(made, site, cache)
    print(version, flush=True)
"""


@pytest.mark.slow
def test_a_killed_build_never_leaves_half_a_site(site: Path, cache: Path) -> None:
    """SIGKILL at ten moments: the site is always all of one version, and never an older one."""
    version, last = 1, 0
    for attempt in range(10):
        program = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(site), str(cache), str(version)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert program.stdout is not None
        done = int(program.stdout.readline())
        time.sleep(0.003 + attempt * 0.0037)
        os.kill(program.pid, signal.SIGKILL)
        done = max([done, *_numbers(program.stdout)])
        program.stdout.close()
        program.wait()
        found = content(site)
        assert len(found) == 30
        assert len(set(found.values())) == 1
        now = int(found["0/0.html"].split()[1])
        assert now in {done, done + 1}
        assert now >= last
        version, last = now + 1, now
    publish(files(("a.html", "A")), site, cache)
    assert content(site) == {"a.html": "A"}


def _numbers(lines: Iterable[str]) -> list[int]:
    return [int(line) for line in lines if line.strip().isdigit()]


def test_a_folder_that_may_not_be_moved_stays_where_it_is(
    site: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the exchange is refused, not even half of one is tried: the site stays."""
    publish(files(("a.html", "A")), site, cache)

    class Refusing:
        @staticmethod
        def renameat2(*_: object) -> int:
            ctypes.set_errno(errno.EACCES)
            return -1

    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Refusing)
    with pytest.raises(PublishError, match="denied"):
        publish(files(("a.html", "B")), site, cache)
    assert content(site) == {"a.html": "A"}
    assert not site.with_name("site.old").exists()
