"""Files for forges that check a contribution; each ``.yml`` here is one, found by being here."""

from __future__ import annotations

import re
from importlib.resources import files

from .. import __version__
from ..errors import ProjectError

PLACES = {
    "forgejo": ".forgejo/workflows/commonbook.yml",
    "github": ".github/workflows/commonbook.yml",
    "gitlab": ".gitlab-ci.yml",
}
"""Where each forge looks for its file, from the root of the repository."""

REQUIREMENT = re.compile(r"[A-Za-z0-9.][A-Za-z0-9._/@:=+-]{0,199}")
"""What pip may be asked for: nothing in it means anything to a shell or to YAML in quotes."""


def workflow(forge: str, requirement: str = "") -> str:
    """The file for a forge. ``requirement`` is what pip installs: this version, if left out.

    Raises:
        ProjectError: the requirement holds signs that have no place in one.
    """
    wanted = requirement or f"commonbook=={__version__}"
    if not REQUIREMENT.fullmatch(wanted):
        msg = f"“{wanted}” is not something that pip can be asked for here."
        raise ProjectError(msg, hint="Write for example commonbook==0.1.0, or . for this folder.")
    text = (files(__name__) / f"{forge}.yml").read_text(encoding="utf-8")
    return text.replace("{requirement}", wanted)
