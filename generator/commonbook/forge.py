"""Addresses on a network's forge: a file to edit or add, an issue to write, already filled in.

As their documentation and source have them: GitHub ``/new/BRANCH?filename=&value=``, Forgejo
``/_new/BRANCH/?filename=&value=``, GitLab ``/-/new/BRANCH?file_name=`` (which takes no text);
issues ``/issues/new?title=&body=``, in GitLab ``issue[title]`` and ``issue[description]``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal
from urllib.parse import quote, urlsplit

from .settings import Settings

LIMIT = 4500
"""Bytes that an address may have to work everywhere; GitHub refuses it from 8,192."""

Software = Literal["github", "forgejo", "gitlab"]


_PATHS: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "github": {
        "new": "/new/{branch}?filename={path}&value={text}",
        "edit": "/edit/{branch}/{path}",
        "issue": "/issues/new?title={title}&body={text}"},
    "forgejo": {
        "new": "/_new/{branch}/?filename={path}&value={text}",
        "edit": "/_edit/{branch}/{path}",
        "issue": "/issues/new?title={title}&body={text}"},
    "gitlab": {
        "new": "/-/new/{branch}?file_name={path}",
        "edit": "/-/edit/{branch}/{path}",
        "issue": "/-/issues/new?issue[title]={title}&issue[description]={text}"},
})


@dataclass(frozen=True, slots=True)
class Forge:
    """Where the files of a network live: the repository's address, its branch, the software.

    ``software`` is "" where it is not known: then nothing can be filled in.
    """

    address: str
    branch: str
    software: Software | Literal[""]

    @property
    def templates(self) -> dict[str, str]:
        """Addresses for a script to fill in: ``{path}``, ``{text}`` and ``{title}``.

        ``home``, and of a known forge ``new``, ``edit`` and ``issue``.
        """
        paths = _PATHS.get(self.software, {})
        return {"home": self.address} | {
            name: self.address + path.replace("{branch}", self._branch)
            for name, path in paths.items()}

    def edit_url(self, path: str) -> str:
        """The page on which a file is edited."""
        edit = self.templates.get("edit", self.address)
        return edit.replace("{path}", quote(path))

    def new_file_url(self, path: str, text: str = "") -> str:
        """The page on which a new file is written; without its text if that is too long."""
        start, _, takes_text = self.templates.get("new", self.address).partition("&value=")
        named = start.replace("{path}", _encoded(path))
        return _bounded(named, "value", text, whole=True) if takes_text else named

    def issue_url(self, title: str, body: str = "") -> str:
        """The page on which an issue is written; its text is cut where it would be too long."""
        if not self.software:
            return f"{self.address}/issues"
        where, _, fields = self.templates["issue"].partition("?")
        named, told = (field.partition("=")[0] for field in fields.split("&"))
        return _bounded(_bounded(where, named, title), told, body)

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
