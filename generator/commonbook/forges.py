"""A repository's address in, addresses out that open its pages with a text already in them.

What each forge supports was read in its documentation and source. GitHub takes the name and the
text of a new file, and so does Forgejo; GitLab takes only the name. All three take the title and
text of an issue. A template's ``{path}``, ``{text}`` and ``{title}`` are filled in, percent-encoded.
"""

from __future__ import annotations

from types import MappingProxyType
from urllib.parse import urlsplit

from .settings import Settings

LINK_LIMIT = 4_500
"""Bytes of an address that every forge takes; GitHub answers 414 from 8,192."""

_HOSTS = (("github", "github"), ("gitlab", "gitlab"), ("codeberg", "forgejo"),
          ("forgejo", "forgejo"), ("gitea", "forgejo"))
_PATHS = MappingProxyType({
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


def forge_of(settings: Settings) -> str:
    """What runs the repository's site: as the settings say, or by its host; "" if unknown."""
    if settings.forge:
        return settings.forge
    host = (urlsplit(settings.repository).hostname or "") if settings.repository else ""
    labels = host.split(".")
    return next((forge for name, forge in _HOSTS if name in labels), "")


def pages_of(settings: Settings) -> dict[str, str]:
    """Templates of addresses: ``new``, ``edit``, ``issue``; of an unknown forge only ``home``."""
    if not settings.repository:
        return {}
    base = settings.repository.rstrip("/").removesuffix(".git")
    paths = _PATHS.get(forge_of(settings), {})
    return {"home": base} | {
        name: base + path.replace("{branch}", settings.branch) for name, path in paths.items()}


def edit_address(settings: Settings, path: str) -> str:
    """The page on which a file is edited; "" if we do not know it."""
    return pages_of(settings).get("edit", "").replace("{path}", path)
