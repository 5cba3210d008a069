"""Schemas: what editors complete and underline agrees with what the check takes."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from planted import GROUP, PLANTED, plant
from samples import REPOSITORY, TESTS, read

from commonbook.kinds import discover
from commonbook.schema import editor_settings, files, schemas

HANDBOOK = read(TESTS / "networks" / "commons")
SCHEMAS = schemas(HANDBOOK.kinds)


def faults(value: Any, schema: dict[str, Any]) -> list[str]:
    """What a validator of JSON Schema 2020-12 says against a value."""
    Draft202012Validator.check_schema(schema)
    found = Draft202012Validator(schema).iter_errors(value)
    return [f"{problem.json_path}: {problem.message}" for problem in found]


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
    assert faults(as_editors_read(entry.source.text), schema) == []


@pytest.mark.parametrize("file", ["network", "removed"])
def test_the_networks_own_files_fit_their_schemas(file: str) -> None:
    """network.yml and removed.yml are completed as well."""
    schema = SCHEMAS[file]
    text = HANDBOOK.sources[f"network/{file}.yml"].text
    assert faults(as_editors_read(text), schema) == []


@pytest.mark.parametrize("kind", sorted(SCHEMAS))
def test_a_schema_refuses_what_the_check_refuses(kind: str) -> None:
    """Unknown and missing fields are seen while typing."""
    schema = SCHEMAS[kind]
    assert faults({"colour": "red"}, schema)
    assert faults({}, schema)


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


def test_a_good_group_has_no_fault() -> None:
    """The entry that errors are planted in has none itself."""
    assert faults(as_editors_read(GROUP), SCHEMAS["group"]) == []


@pytest.mark.parametrize(("what", "old", "new"), PLANTED)
def test_a_planted_error_is_found(what: str, old: str, new: str) -> None:
    """The same errors that yaml-language-server must underline in “make test-editor”."""
    text, _ = plant(old, new)
    assert faults(as_editors_read(text), SCHEMAS["group"]), what


def test_committed_schemas_and_editor_settings_are_as_the_code_is() -> None:
    """After a change of a field, “make docs” was run; nothing else lies there."""
    kinds = discover()
    folder = REPOSITORY / "network" / "schemas"
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == dict(
        files(kinds)
    )
    settings = (REPOSITORY / ".vscode" / "settings.json").read_text(encoding="utf-8")
    assert settings == editor_settings(kinds)
    for schema, place in json.loads(settings)["yaml.schemas"].items():
        assert (REPOSITORY / schema).is_file()
        assert place.startswith("network/")


def test_starters_lead_an_editor_to_their_schema(cli: Any, network: Any) -> None:
    """The first line of a new entry names a file that “commonbook schema” writes."""
    root = network()
    assert cli("schema", "--into", root / "network/schemas", "-C", root).exit_code == 0
    for kind in set(discover()) - {"guide"}:
        assert cli("new", kind, "first", "-C", root).exit_code == 0
    entries = list(root.rglob("first.yml"))
    assert len(entries) == len(discover()) - 1
    for path in entries:
        mark, _, schema = path.read_text().splitlines()[0].partition("$schema=")
        assert mark == "# yaml-language-server: "
        assert (path.parent / schema).resolve().is_file()
    assert not [found for found in read(root).report if "schemas" in found.location.path]
