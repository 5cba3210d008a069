"""Stories: a text is edited, and the next build begins with what the last one knew."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from samples import TESTS, read, render

from commonbook import remembered as beginning
from commonbook.cli import main
from commonbook.entry import texts
from commonbook.exports import forms
from commonbook.handbook import Handbook
from commonbook.load import Source, Unreadable, load_file
from commonbook.memory import DOUBT_LIMIT

Cli = Callable[..., Result]
GROUP = "network/groups/linden-vale-pantry.yml"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The good network, built by the command, with its memory."""
    root = tmp_path_factory.mktemp("memory") / "commons"
    shutil.copytree(TESTS / "networks" / "commons", root)
    assert CliRunner().invoke(main, ["build", "-C", str(root)]).exit_code == 0
    return root


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    """A copy that a test may change; copied files have times of their own, so it is built anew."""
    return Path(shutil.copytree(built, tmp_path / "commons", ignore=lambda *_: [".commonbook", "site"]))


def site(folder: Path) -> dict[str, bytes]:
    """Every file of a site."""
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*") if path.is_file()}


def remembered(root: Path) -> Handbook:
    """The network as the next build would begin."""
    return Handbook(read(root).project, recall_from=("built",))


def edit(root: Path, path: str, old: str, new: str) -> None:
    """Change one file."""
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_one_edited_text_makes_one_page_anew(root: Path, cli: Cli) -> None:
    """With the values for its form and the index of all words; nothing else is written."""
    assert cli("build", "-C", root).exit_code == 0
    edit(root, GROUP, "description: |\n", "description: |\n  One sentence more.\n\n")
    result = cli("build", "-C", root)
    quick = site(root / "site")
    index = {path for path in quick if path.startswith("search/pagefind/")}
    found = re.search(r": (\d+) written, \d+ unchanged, (\d+) removed", result.output)
    assert found, result.output
    assert 2 < int(found[1]) < len(index) // 2, result.output
    assert int(found[2]) > 0
    shutil.rmtree(root / "site")
    shutil.rmtree(root / ".commonbook")
    cli("build", "-C", root)
    assert quick == site(root / "site")
    assert b"One sentence more." in quick["groups/linden-vale-pantry/index.html"]


def test_an_edited_text_of_a_body_reads_none_of_those_below(
    root: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How it is built follows from fields, so nobody asks who belongs to it."""
    monkeypatch.setattr(forms, "values_files", lambda _: 1 << 20)  # then none shares a file
    body = "network/groups/vale-assembly.yml"
    edit(root, body, "type: ", "description: We meet.\ntype: ")
    cli("build", "-C", root)
    edit(root, body, "We meet.", "We meet indeed.")
    opened = []

    def load(folder: Path, path: str, kind: str, slug: str) -> Source | Unreadable:
        opened.append(path)
        return load_file(folder, path, kind, slug)

    monkeypatch.setattr(beginning, "load_file", load)
    cli("build", "-C", root)
    assert body in opened
    assert GROUP not in opened
    assert b"We meet indeed." in (root / "site/groups/vale-assembly/index.html").read_bytes()


def test_a_sentence_that_was_taken_out_is_nowhere(root: Path, cli: Cli) -> None:
    """Neither in the site nor in what is kept beside it, also when only one page is made anew."""
    secret = "Ask for the persimmon ladle."
    edit(root, GROUP, "description: |\n", f"description: |\n  {secret}\n\n")
    cli("build", "-C", root)
    edit(root, "network/activities/name-circle.yml", "name: ", "name: New ")
    cli("build", "-C", root)
    assert any(secret.encode() in held for held in site(root / ".commonbook" / "twin").values())
    assert sum(b"persimmon" in held for held in _inside(root)) > 4
    edit(root, GROUP, f"  {secret}\n\n", "")
    assert remembered(root).begun is not None
    cli("build", "-C", root)
    assert not any(b"persimmon" in held for held in _inside(root))


def test_an_edit_that_is_taken_back_is_taken_back_from_the_site(root: Path, cli: Cli) -> None:
    """What a build begins with is the last build, not the last that read everything."""
    cli("build", "-C", root)
    first = site(root / "site")
    for piece in ("One sentence more.", "Another one."):
        edit(root, GROUP, "description: |\n", f"description: |\n  {piece}\n\n")
        assert remembered(root).begun is not None
        cli("build", "-C", root)
        assert piece.encode() in site(root / "site")["groups/linden-vale-pantry/index.html"]
        assert ": 0 written," in cli("build", "-C", root).output
        edit(root, GROUP, f"  {piece}\n\n", "")
        assert remembered(root).begun is not None
        cli("build", "-C", root)
        assert site(root / "site") == first


def test_records_that_were_lost_make_the_build_read_everything(root: Path, cli: Cli) -> None:
    """Of what is searched nothing can be guessed."""
    for spoil in (Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-9])):
        cli("build", "-C", root)
        spoil(root / ".commonbook" / "search" / "records")
        edit(root, GROUP, "description: |\n", "description: |\n  One sentence more.\n\n")
        cli("build", "-C", root)
        quick = site(root / "site")
        shutil.rmtree(root / "site")
        shutil.rmtree(root / ".commonbook")
        cli("build", "-C", root)
        assert quick == site(root / "site")


def _inside(folder: Path) -> Iterator[bytes]:
    """Everything that the files of a folder hold, out of its wrappings."""
    for path, held in site(folder).items():
        yield held
        if held.startswith(b"\x1f\x8b"):
            yield gzip.decompress(held)
        if path.startswith(".commonbook/search/") and path.endswith(".json"):
            for wrapped in json.loads(held.partition(b"\n")[2]).values():
                inner = base64.b64decode(wrapped)
                yield gzip.decompress(inner) if inner.startswith(b"\x1f\x8b") else inner


def test_nothing_changed_writes_nothing(root: Path, cli: Cli) -> None:
    """A file that was only touched, or moved away and back, has not changed."""
    cli("build", "-C", root)
    (root / GROUP).touch()
    assert ": 0 written," in cli("build", "-C", root).output
    assert remembered(root).begun is not None


def _texts(root: Path) -> Iterator[tuple[str, str]]:
    """Each text of the network: its file, and a piece of it that stands there but once."""
    for entry in read(root).network:
        written = entry.source.text
        for _, prose in texts(entry):
            for piece in re.findall(r"[A-Za-z]{4,}(?: [a-z]{3,}){2}", prose.text):
                if written.count(piece) == 1:
                    yield entry.source.path, piece
                    break


def test_whatever_text_is_edited_the_site_is_the_same_as_made_from_all(
    built: Path, tmp_path: Path, cli: Cli
) -> None:
    """Every text of every entry: what other pages show of it makes the build read everything."""
    root = Path(shutil.copytree(built, tmp_path / "every"))
    cli("build", "-C", root)
    quick = 0
    pieces = list(_texts(root))
    for path, piece in pieces:
        edit(root, path, piece, f"{piece} indeed")
        again = remembered(root)
        before = again.begun is not None
        result = cli("build", "-C", root)
        assert result.exit_code == 0, result.output
        quick += before
        whole = read(root)
        found, _ = render(whole, tmp_path / "whole")
        assert found
        assert site(root / "site") == site(tmp_path / "whole"), (path, piece)
    assert len(pieces) > 30
    assert quick > len(pieces) // 2, "the memory should be of use"


@pytest.mark.parametrize(("path", "old", "new"), [
    (GROUP, "name: ", "name: New "),
    (GROUP, "summary: ", "summary: Now "),
    (GROUP, "topics:", "aliases: [old-pantry]\ntopics:"),
    (GROUP, "description: |\n", "description: |\n  Ring 020 7946 1234 today.\n\n"),
    (GROUP, "description: |\n", "description: |\n  See [[term/enclosure]] and [[term/foraging]].\n\n"),
    (GROUP, "description: |\n", "description: |\n  See [[term/nowhere]].\n\n"),
    (GROUP, "name: ", "nme: "),
    ("network/network.yml", "name: ", "name: The "),
    ("content/index.md", "Welcome.", "Welcome again."),
    ("network/glossary/gleaning.yml", "definition: ", "definition: Now "),
])
def test_what_reaches_further_than_a_page_reads_everything(
    root: Path, cli: Cli, path: str, old: str, new: str
) -> None:
    """A name, a link, an excerpt, a problem, a setting: memory is not relied on."""
    cli("build", "-C", root)
    edit(root, path, old, new)
    assert remembered(root).begun is None


@pytest.mark.parametrize("change", ["new", "gone", "renamed", "theme", "menu"])
def test_other_files_make_memory_useless(root: Path, cli: Cli, change: str) -> None:
    """Files that come or go, the theme, the host's settings."""
    cli("build", "-C", root)
    match change:
        case "new":
            shutil.copy(root / GROUP, root / "network/groups/another.yml")
        case "gone":
            (root / "network/groups/night-kitchen.yml").unlink()
        case "renamed":
            (root / GROUP).rename(root / "network/groups/renamed.yml")
        case "theme":
            (root / "theme/entries").mkdir(parents=True)
            (root / "theme/entries/group.html").write_text("{{ entry.name }}")
        case "menu":
            edit(root, "mkdocs.yml", "site_name", "copyright: x\nsite_name")
    assert remembered(root).begun is None


def test_a_memory_belongs_to_one_site(root: Path, tmp_path: Path, cli: Cli) -> None:
    """Two folders built in turn from a changing network each get all of it."""
    cli("build", "-C", root)
    edit(root, GROUP, "name: ", "name: New ")
    cli("build", "-C", root, "--site", tmp_path / "other")
    result = cli("build", "-C", root)
    assert result.exit_code == 0
    assert site(root / "site") == site(tmp_path / "other")


def test_a_site_that_somebody_changed_is_made_whole(root: Path, cli: Cli) -> None:
    """A page written over by hand is made again although its entry was not edited."""
    cli("build", "-C", root)
    right = site(root / "site")
    (root / "site/groups/night-kitchen/index.html").write_text("gone")
    (root / "site/glossary/index.html").unlink()
    cli("build", "-C", root)
    assert site(root / "site") == right


def test_a_change_within_the_same_moment_is_seen(root: Path, cli: Cli) -> None:
    """Two edits under one time of change: what was in doubt is read again."""
    file = root / GROUP
    moment = 1_700_000_000_000_000_000
    cli("build", "-C", root)
    edit(root, GROUP, "description: |\n", "description: |\n  First.\n\n")
    cli("build", "-C", root)
    edit(root, GROUP, "  First.", "  Other.")
    os.utime(file, ns=(moment, moment))
    cli("build", "-C", root)
    assert b"Other." in (root / "site/groups/linden-vale-pantry/index.html").read_bytes()


def test_a_check_again_says_the_same(root: Path, cli: Cli) -> None:
    """Problems that were remembered are shown as they were found, with their lines."""
    edit(root, GROUP, "name: ", "nme: ")
    (root / "network/groups/lonely.yml").write_text("name: Lonely\nsummary: Alone\ntype: other\n")
    first = cli("check", "-C", root, "--format", "full")
    again = cli("check", "-C", root, "--format", "full")
    assert first.exit_code == again.exit_code == 1
    assert first.output == again.output
    assert Handbook(read(root).project, recall_from=("checked",)).begun is not None


def test_edits_that_are_too_many_read_everything(root: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a few edited entries it is not worth it."""
    cli("build", "-C", root)
    monkeypatch.setattr(beginning, "FEW", 0)
    edit(root, GROUP, "description: |\n", "description: |\n  More.\n\n")
    assert remembered(root).begun is None


def test_edits_one_after_the_other_are_all_taken_in(root: Path, cli: Cli) -> None:
    """What was edited since everything was read stands beside the memory, and goes with it."""
    cli("build", "-C", root)
    other, later = "network/groups/night-kitchen.yml", root / ".commonbook/built.later.json"
    for number, path in enumerate((GROUP, other, GROUP, other)):
        edit(root, path, "description: |\n", f"description: |\n  Edit {number}.\n\n")
        cli("build", "-C", root)
        assert later.exists()
    assert remembered(root).begun.edited == ()
    edit(root, other, "  Edit 3.\n\n  Edit 1.\n\n", "")
    assert remembered(root).begun.edited == ("group/night-kitchen",)
    cli("build", "-C", root)
    made = site(root / "site")
    edit(root, GROUP, "name: ", "name: New ")
    cli("build", "-C", root)
    assert not later.exists()
    edit(root, GROUP, "name: New ", "name: ")
    cli("build", "-C", root)
    assert site(root / "site") == made


@pytest.mark.parametrize("damage", ["bit", "cut", "empty", "swap"])
def test_a_damaged_memory_never_gives_a_wrong_byte(root: Path, cli: Cli, damage: str) -> None:
    """Sums are looked at before anything is believed."""
    cli("build", "-C", root)
    edit(root, GROUP, "description: |\n", "description: |\n  Once.\n\n")
    cli("build", "-C", root)
    for name in ("built.json", "built.lines", "built.later.json"):
        file = root / ".commonbook" / name
        content = bytearray(file.read_bytes())
        match damage:
            case "bit":
                content[len(content) * 2 // 3] ^= 1
            case "cut":
                del content[len(content) // 2 :]
            case "empty":
                content.clear()
            case "swap":
                content = bytearray((root / ".commonbook" / "built.lines").read_bytes())
        file.write_bytes(content)
    edit(root, GROUP, "  Once.", "  More.")
    assert cli("build", "-C", root).exit_code == 0
    made = site(root / "site")
    shutil.rmtree(root / "site")
    shutil.rmtree(root / ".commonbook")
    cli("build", "-C", root)
    assert made == site(root / "site")



def test_a_check_after_an_edit_says_what_a_check_of_all_says(network, cli: Cli) -> None:
    """Also what only the glossary knows: a term that the edited text uses and never links."""
    root = network({
        "network/glossary/mutual-aid.yml": "name: mutual aid\ndefinition: Help, both ways.\n",
        "network/groups/a.yml": "name: A\nsummary: A.\ntype: other\ntopics: []\n"
                                "related: [group/b]\ndescription: |\n  Soup.\n",
        "network/groups/b.yml": "name: B\nsummary: B.\ntype: other\nrelated: [group/a]\n"
                                "description: |\n  See [[term/mutual-aid]].\n"})
    assert cli("build", "-C", root).exit_code == 0
    edit(root, "network/groups/a.yml", "  Soup.", "  Soup is mutual aid.")
    again = cli("check", "-C", root, "--format", "concise").output
    shutil.rmtree(root / ".commonbook")
    assert again == cli("check", "-C", root, "--format", "concise").output
    assert "unlinked-term" in again


@pytest.mark.parametrize("what", ["a pipe", "an endless device", "a very large file"])
def test_what_cannot_be_read_is_not_remembered_by_reading_it(root: Path, cli: Cli, what: str) -> None:
    """Just put there and so in doubt: the next check neither waits for ever nor takes it all in."""
    path = root / "network/groups/odd.yml"
    match what:
        case "a pipe":
            os.mkfifo(path)
        case "an endless device":
            path.symlink_to("/dev/zero")
        case _:
            with path.open("wb") as file:
                file.truncate(DOUBT_LIMIT + 1)
    for _ in range(2):
        result = cli("check", "-C", root, "--format", "concise")
        assert result.stdout.count("network/groups/odd.yml:1:1: ") == 1, result.stdout
    path.unlink()
    assert cli("check", "-C", root).exit_code == 0


def test_a_memory_that_came_with_a_contribution_is_not_believed(
    root: Path, tmp_path: Path, cli: Cli
) -> None:
    """Who writes the files could write their memory as well, and say that all is in order."""
    cli("check", "-C", root)
    copied = Path(shutil.copytree(root, tmp_path / "copied"))
    assert Handbook(read(root).project, recall_from=("checked",)).begun is not None
    assert Handbook(read(copied).project, recall_from=("checked",)).begun is None
