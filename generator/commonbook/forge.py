"""Addresses on a network's forge: a file to edit or add, an issue to write, already filled in.

As their documentation and source have them: GitHub ``/new/BRANCH?filename=&value=``, Forgejo
``/_new/BRANCH/?filename=&value=``, GitLab ``/-/new/BRANCH?file_name=`` (which takes no text);
issues ``/issues/new?title=&body=``, in GitLab ``issue[title]`` and ``issue[description]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlsplit

from .settings import Settings

LIMIT = 4500
"""Bytes that an address may have to work everywhere; GitHub refuses it from 8,192."""

Software = Literal["github", "forgejo", "gitlab"]


@dataclass(frozen=True, slots=True)
class Forge:
    """Where the files of a network live: the repository's address, its branch, the software.

    ``software`` is "" where it is not known: then nothing can be filled in.
    """

    address: str
    branch: str
    software: Software | Literal[""]

    def edit_url(self, path: str) -> str:
        """The page on which a file is edited."""
        if not self.software:
            return self.address
        edit = {"gitlab": "-/edit", "forgejo": "_edit", "github": "edit"}[self.software]
        return f"{self.address}/{edit}/{self._branch}/{quote(path)}"

    def new_file_url(self, path: str, text: str = "") -> str:
        """The page on which a new file is written; without its text if that is too long."""
        named = _encoded(path)
        if self.software == "gitlab":
            return f"{self.address}/-/new/{self._branch}?file_name={named}"
        if not self.software:
            return self.address
        new = f"_new/{self._branch}/" if self.software == "forgejo" else f"new/{self._branch}"
        return _bounded(f"{self.address}/{new}?filename={named}", "value", text, whole=True)

    def issue_url(self, title: str, body: str = "") -> str:
        """The page on which an issue is written; its text is cut where it would be too long."""
        if not self.software:
            return f"{self.address}/issues"
        if self.software == "gitlab":
            where, named, told = "/-/issues/new", "issue[title]", "issue[description]"
        else:
            where, named, told = "/issues/new", "title", "body"
        first = _bounded(f"{self.address}{where}", named, title)
        return _bounded(first, told, body)

    @property
    def _branch(self) -> str:
        return quote(self.branch)


def forge_of(settings: Settings) -> Forge | None:
    """The forge of a network, by its settings; none without ``repository``."""
    if not settings.repository:
        return None
    address = settings.repository.rstrip("/").removesuffix(".git")
    return Forge(address, settings.branch, settings.forge or _software(address))


def _software(address: str) -> Software | Literal[""]:
    """What runs at an address, as far as its name says."""
    host = (urlsplit(address).hostname or "").lower()
    if host == "github.com":
        return "github"
    if host == "codeberg.org" or host.startswith(("forgejo.", "gitea.", "code.forgejo.")):
        return "forgejo"
    return "gitlab" if host.startswith("gitlab.") else ""


def _encoded(text: str) -> str:
    return quote(text, safe="", encoding="utf-8", errors="replace")


def _bounded(address: str, name: str, text: str, *, whole: bool = False) -> str:
    """An address with one more value, cut between letters at the limit; or not at all."""
    if not text:
        return address
    start = f"{address}{'&' if '?' in address else '?'}{_encoded(name)}="
    value = _encoded(text)
    if len(start) + len(value) <= LIMIT:
        return start + value
    if whole:
        return address
    kept, room = "", LIMIT - len(start) - len(_encoded("…"))
    for letter in text:
        room -= len(_encoded(letter))
        if room < 0:
            break
        kept += letter
    return start + _encoded(f"{kept}…")
