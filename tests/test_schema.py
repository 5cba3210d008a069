"""Schemas: what editors complete and underline agrees with what the check takes."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from samples import TESTS, read

from commonbook.kinds import discover
from commonbook.schema import schemas

HANDBOOK = read(TESTS / "networks" / "commons")
SCHEMAS = schemas(HANDBOOK.kinds)


def faults(  # noqa: C901 - a small JSON Schema
    value: Any, schema: dict[str, Any], root: dict[str, Any], path: str = ""
) -> list[str]:
    """What a small part of JSON Schema 2020-12, the part we use, says against a value."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return faults(value, root["$defs"][name], root, path)
    if "anyOf" in schema:
        tried = [faults(value, option, root, path) for option in schema["anyOf"]]
        return [] if [] in tried else min(tried, key=len)
    if "enum" in schema and value not in schema["enum"]:
        return [f"{path}: {value!r} is not in {schema['enum']}"]
    if "const" in schema and value != schema["const"]:
        return [f"{path}: {value!r} is not {schema['const']}"]
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    types = {
        "string": str,
        "number": (int, float),
        "integer": int,
        "object": dict,
        "array": list,
        "null": type(None),
        "boolean": bool,
    }
    if kinds and not any(isinstance(value, types[kind]) for kind in kinds):
        return [f"{path}: {value!r} is not {kinds}"]
    found = []
    if isinstance(value, dict):
        known = schema.get("properties", {})
        found += [
            f"{path}: {name} is missing" for name in schema.get("required", ()) if name not in value
        ]
        for name, inner in value.items():
            if name in known:
                found += faults(inner, known[name], root, f"{path}/{name}")
            elif schema.get("additionalProperties") is False:
                found.append(f"{path}: {name} is unknown")
            elif isinstance(schema.get("additionalProperties"), dict):
                found += faults(inner, schema["additionalProperties"], root, f"{path}/{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            found += faults(inner, schema.get("items", {}), root, f"{path}/{number}")
    return found


def as_editors_read(text: str) -> Any:
    """YAML 1.2 as editors have it: numbers are numbers, yes is a word, dates are words."""

    class Loader(yaml.SafeLoader):
        pass

    Loader.yaml_implicit_resolvers = {
        mark: [
            (tag, pattern)
            for tag, pattern in resolvers
            if tag in {"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"} and mark != ":"
        ]
        for mark, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return yaml.load(text, Loader)


@pytest.mark.parametrize(
    "entry_id",
    sorted(found for found in HANDBOOK.network.entries if not found.startswith("guide/")),
)
def test_a_good_entry_fits_its_schema(entry_id: str) -> None:
    """Completion and red lines in an editor never contradict the check."""
    entry = HANDBOOK.network.entries[entry_id]
    schema = SCHEMAS[entry.kind]
    assert faults(as_editors_read(entry.source.text), schema, schema) == []


@pytest.mark.parametrize("file", ["network", "removed"])
def test_the_networks_own_files_fit_their_schemas(file: str) -> None:
    """network.yml and removed.yml are completed as well."""
    schema = SCHEMAS[file]
    text = HANDBOOK.sources[f"network/{file}.yml"].text
    assert faults(as_editors_read(text), schema, schema) == []


@pytest.mark.parametrize("kind", sorted(SCHEMAS))
def test_a_schema_refuses_what_the_check_refuses(kind: str) -> None:
    """Unknown and missing fields are seen while typing."""
    schema = SCHEMAS[kind]
    assert faults({"colour": "red"}, schema, schema)
    assert faults({}, schema, schema)


@pytest.mark.parametrize("kind", sorted(SCHEMAS))
def test_a_schema_is_whole(kind: str) -> None:
    """Every reference inside leads somewhere; every field is described; it is plain JSON."""
    schema = SCHEMAS[kind]
    text = json.dumps(schema)
    for part in text.split('"$ref": "')[1:]:
        assert part.split('"')[0].rpartition("/")[2] in schema["$defs"]
    assert schema["$schema"].endswith("2020-12/schema")
    for name, field in schema["properties"].items():
        assert field.get("description"), name


def test_every_kind_has_a_schema() -> None:
    """The kinds and the two files of the network."""
    assert set(SCHEMAS) == {*HANDBOOK.kinds, "network", "removed"}
    assert set(schemas(discover())) == {*discover(), "network", "removed"}
