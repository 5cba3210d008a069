"""Web addresses: which may stand in an entry, and what is wrong with the others."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

SPACES = re.compile(r"[\x00-\x20\x7f-\xa0\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]")
HOST = re.compile(r"[^\s/\\@?#%<>\"^`{|}]+\Z")
ADDRESS_LIMIT = 500
_PLAIN = re.compile(
    r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:[/?#][!-\[\]-~]*)?\Z")
"""A site name and a path in ASCII, without port, user or backslash: most addresses."""


def problem_with_address(address: str) -> str:
    """A sentence on why an address may not be used; empty if it may.

    Reads the address as a browser does (WHATWG URL): a backslash is a slash, and spaces or
    controls inside are refused rather than dropped.
    """
    if len(address) > ADDRESS_LIMIT:
        return f"This web address is longer than {ADDRESS_LIMIT} characters."
    return "" if _PLAIN.match(address) else _problem(address)


def site_name(address: str) -> str:
    """The site name of a web address, as readers know it."""
    return re.sub(r"^https?://(www\.)?", "", address).split("/")[0]


def _problem(address: str) -> str:
    """The same of any address of bearable length, which takes ten times as long."""
    if SPACES.search(address):
        return "There is a space or an invisible character in this web address."
    if not address.lower().startswith(("http://", "https://")):
        return "A link must begin with https:// or http://."
    if "\\" in address:
        return "There is a backslash in this web address."
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return "This web address cannot be read."
    if "@" in parts.netloc:
        return "There is a user name in this web address."
    if not host or not HOST.match(host) or "." not in host.strip("."):
        return "This web address has no proper site name."
    if not host.isascii() and any(_mixes_scripts(label) for label in host.split(".")):
        return "The site name mixes letters of different scripts, as forged addresses do."
    return ""


def _mixes_scripts(label: str) -> bool:
    scripts = {unicodedata.name(letter, "?").split(" ")[0] for letter in label if letter.isalpha()}
    east_asian = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL"}
    return len(scripts) > 1 and not scripts <= east_asian
