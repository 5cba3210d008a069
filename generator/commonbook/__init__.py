"""Commonbook: YAML and Markdown in, the linked handbook of a network that organises out."""

from __future__ import annotations

__version__ = "0.1.0"
