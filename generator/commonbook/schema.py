"""Models in, JSON Schemas out (2020-12): completion and checks in editors that know YAML."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from .entry import Entry
from .settings import Removed, Settings

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = "network/schemas"
"""Where a network keeps them: beside its entries, since its own kinds have schemas too."""


def schemas(kinds: Mapping[str, type[Entry]]) -> dict[str, dict[str, Any]]:
    """A schema for each kind, and for the network's own files."""
    made = {name: schema(model) for name, model in sorted(kinds.items())}
    return made | {"network": schema(Settings), "removed": schema(Removed)}


def schema(model: type[BaseModel]) -> dict[str, Any]:
    """The schema of one model, as its files are written."""
    made = model.model_json_schema(by_alias=True, schema_generator=_Generator)
    return {"$schema": DIALECT, "title": getattr(model, "singular", "") or model.__name__,
            **_as_written(made)}


def files(kinds: Mapping[str, type[Entry]]) -> Iterator[tuple[str, str]]:
    """The name and text of each file in ``network/schemas/``."""
    for name, content in schemas(kinds).items():
        yield f"{name}.json", json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def editor_settings(kinds: Mapping[str, type[Entry]]) -> str:
    """``.vscode/settings.json``: which schema belongs to which files."""
    places = {f"./{FOLDER}/{name}.json": f"network/{model.folder}/*.yml"
              for name, model in sorted(kinds.items()) if name != "guide"}
    places |= {f"./{FOLDER}/{name}.json": f"network/{name}.yml" for name in ("network", "removed")}
    return json.dumps({
        "files.encoding": "utf8", "[yaml]": {"editor.insertSpaces": True, "editor.tabSize": 2},
        "yaml.schemas": places}, indent=2) + "\n"


def modeline(path: str, kind: str) -> str:
    """The line by which an editor finds the schema of an entry at a path from the root."""
    up = "../" * (len(PurePosixPath(path).parts) - 2)
    return f"# yaml-language-server: $schema={up}schemas/{kind}.json\n"


class _Generator(GenerateJsonSchema):
    """Types whose own checks have no counterpart in JSON Schema are described by their base."""

    ignored_warning_kinds = {"skipped-choice", "non-serializable-default"}  # noqa: RUF012


def _as_written(node: Any) -> Any:
    """Editors read 2014 as a number and yes as a word; our texts may be written so."""
    if isinstance(node, list):
        return [_as_written(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    made: dict[str, Any] = {}
    for key, value in node.items():
        if key in {"properties", "$defs"}:
            made[key] = {name: _as_written(inner) for name, inner in value.items()}
        elif key not in {"title", "default"}:
            made[key] = _as_written(value)
    return _with_types(made)


def _with_types(made: dict[str, Any]) -> dict[str, Any]:
    kind = made.get("type")
    if kind == "boolean":
        del made["type"]
        made["enum"] = ["yes", "no"]
    elif kind == "string" and "enum" not in made and "const" not in made:
        made["type"] = ["string", "number"]
    elif kind in {"integer", "number"}:
        made["type"] = [kind, "string"]
    return made
