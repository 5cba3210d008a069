"""Failures that are not about content.

::

    CommonbookError
    ├── ProjectError   the folders or settings do not make a network
    ├── ThemeError     a template is missing or broken
    ├── HostError      the host could not render the frame
    ├── PublishError   the site could not be written
    └── PrintError     something that printing needs is not installed

Problems with content are never raised: they are :class:`~commonbook.diagnostics.Diagnostic`.
"""

from __future__ import annotations


class CommonbookError(Exception):
    """Something other than content went wrong; ``hint`` says what to do."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class ProjectError(CommonbookError):
    """The folders or settings do not make a network."""


class ThemeError(CommonbookError):
    """A template is missing or broken."""


class HostError(CommonbookError):
    """The host could not render the frame."""


class PublishError(CommonbookError):
    """The site could not be written; the one already there is untouched."""


class PrintError(CommonbookError):
    """Something that printing needs is not installed."""


class SearchError(CommonbookError):
    """The search index could not be made."""
