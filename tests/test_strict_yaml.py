"""Strict YAML: every value stays text, every trick is refused at its place, nothing crashes."""

from __future__ import annotations

import json
import string
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from commonbook.load import Source, Unreadable, load_text
from commonbook.strict_yaml import Reading, plain_tree


def tree(text: str | bytes) -> Any:
    """What an entry's text becomes."""
    found = load(text)
    assert isinstance(found, Source), found
    return found.tree


def load(text: str | bytes) -> Source | Unreadable:
    """An entry's text, read."""
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return load_text(data, "network/groups/x.yml", "group", "x")


def faults(text: str | bytes) -> list[tuple[str, int, int]]:
    """Rule, line and column of each problem."""
    found = load(text)
    assert isinstance(found, Unreadable), found
    return [(one.rule.code, one.location.line, one.location.column) for one in found.diagnostics]


@pytest.mark.parametrize(
    "value",
    [
        "NO",
        "no",
        "yes",
        "Yes",
        "on",
        "off",
        "true",
        "null",
        "Null",
        "~",
        "12:30",
        "09:30",
        "19:30:59",
        "0123",
        "0o17",
        "0x1F",
        "1e3",
        "1_000",
        "2014",
        "2014-01-31",
        ".inf",
        ".NaN",
        "3.14",
        "+44",
        "-1",
        "1.0",
        "=",
        "2001-12-14t21:59:43.10-05:00",
        "190:20:30",
        "y",
        "n",
    ],
)
def test_text_stays_text(value: str) -> None:
    """What other readers turn into numbers, dates, true or nothing stays as it was written."""
    assert tree(f"a: {value}\nb:\n  - {value}\n") == {"a": value, "b": [value]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\nb: x\n", {"b": "x"}),
        ("a: ''\nb: x\n", {"a": "", "b": "x"}),
        ("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}),
        ("a: >-\n  one\n  two\n", {"a": "one two"}),
        ("a: 'it''s'\n", {"a": "it's"}),
        ('a: "\\u00e9\\n"\n', {"a": "é\n"}),
        ("? a\n: b\n", {"a": "b"}),
        ("{a: b, c: [d, e]}\n", {"a": "b", "c": ["d", "e"]}),
        ("a: x # a comment\n", {"a": "x"}),
        ("a: x#y\n", {"a": "x#y"}),
        ("---\na: x\n...\n", {"a": "x"}),
        ("a:\n- x\n- y\n", {"a": ["x", "y"]}),
        ("yes: no\n", {"yes": "no"}),
        ("1: 2\n", {"1": "2"}),
    ],
)
def test_usual_yaml_is_read_as_usual(text: str, expected: dict[str, Any]) -> None:
    """Lists, groups, quotes and block texts mean what they mean in YAML 1.2."""
    assert tree(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a: x\na: y\n",
        "a: x\n'a': y\n",
        'a: x\n"\\x61": y\n',
        "{a: x, a: y}\n",
        "a: x\n? a\n: y\n",
        "b:\n  a: x\n  a: y\n",
        "b:\n  - {a: x, 'a': y}\n",
        "a:\na: x\n",
    ],
)
def test_a_field_given_twice_is_refused(text: str) -> None:
    """However the second one is written, nobody could say which counts."""
    assert {code for code, _, _ in faults(text)} == {"duplicate-key"}


@pytest.mark.parametrize(
    ("text", "rule", "line", "column"),
    [
        ("a: &label x\n", "yaml-alias", 1, 4),
        ("a: x\nb: *label\n", "yaml-alias", 2, 4),
        ("a: &l {b: c}\n<<: *l\n", "yaml-alias", 1, 4),
        ("<<: {b: c}\n", "yaml-alias", 1, 1),
        ("*l : x\n", "yaml-alias", 1, 1),
        ("&l a: x\n", "yaml-alias", 1, 1),
        ("a: !!python/object/apply:os.system [ls]\n", "yaml-tag", 1, 4),
        ("a: !env HOME\n", "yaml-tag", 1, 4),
        ("a: !!str x\n", "yaml-tag", 1, 4),
        ("a: ! x\n", "yaml-tag", 1, 4),
        ("%TAG ! tag:example.org,2000:\n---\na: x\n", "yaml-tag", 1, 1),
        ("a: x\n---\na: y\n", "several-documents", 2, 1),
        ("a: x\n...\n---\nb: y\n", "several-documents", 3, 1),
        ("a:\n\tb: x\n", "tab-indentation", 2, 1),
        ("a:\n  b: x\n\tc: y\n", "tab-indentation", 3, 1),
        ("- a\n- b\n", "invalid-yaml", 1, 1),
        ("just words\n", "invalid-yaml", 1, 1),
        ("", "invalid-yaml", 1, 1),
        ("# only a comment\n", "invalid-yaml", 1, 1),
        ("a: b: c\n", "invalid-yaml", 1, 5),
        ('a: "open\n', "invalid-yaml", 1, 4),
        ("a: [b, c\n", "invalid-yaml", 1, 4),
        ("b: x\na: {b: c\n", "invalid-yaml", 2, 4),
        ("a: x\n  b: y\n", "invalid-yaml", 2, 4),
        ("a: %x\n", "invalid-yaml", 1, 4),
        ("a: @x\n", "invalid-yaml", 1, 4),
        ("a: `x`\n", "invalid-yaml", 1, 4),
        ("[a, b]: c\n", "invalid-yaml", 1, 1),
        ("? {a: b}\n: c\n", "invalid-yaml", 1, 3),
        ('a: "\\q"\n', "invalid-yaml", 1, 4),
    ],
)
def test_what_is_not_plain_yaml_is_refused_at_its_place(
    text: str, rule: str, line: int, column: int
) -> None:
    """The rule says what it is, the place where."""
    code, at_line, at_column = faults(text)[0]
    assert (code, at_line) == (rule, line)
    if rule != "invalid-yaml":
        assert at_column == column


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 40_000,
        "a: " + "{b: " * 40_000,
        "a:\n" + "".join(" " * depth + "- x:\n" for depth in range(300)),
        "[" * 100_000 + "]" * 100_000,
        "? " * 20_000 + "a\n",
        "- " * 50_000 + "a\n",
    ],
)
def test_deep_nesting_is_refused_without_a_crash(text: str) -> None:
    """Neither the reader nor libyaml runs out of stack, and it takes no time."""
    assert faults(text)[0][0] in {"too-deep", "invalid-yaml"}


def test_many_values_are_refused() -> None:
    """A file of many thousand tiny values is stopped early."""
    assert faults("a: [" + "x," * 30_000 + "]\n")[0][0] == "too-long"


def test_a_billion_laughs_are_not_laughed() -> None:
    """Copies of copies are refused before anything grows."""
    text = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    assert {code for code, _, _ in faults(text)} == {"yaml-alias"}


def test_all_problems_of_a_file_are_said_at_once() -> None:
    """Reading goes on after a problem that leaves the structure readable."""
    codes = [code for code, _, _ in faults("a: &x y\nb: !t z\na: w\n")]
    assert codes == ["yaml-alias", "yaml-tag", "duplicate-key"]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: x\u0085b: y\n", 1, 5),
        ("a: x\u2028y\n", 1, 5),
        ("a: x\u2029y\n", 1, 5),
        ("a: x\rb: y\n", 1, 5),
        ("a: \u202eabc\n", 1, 4),
        ("a: \u2066abc\u2069\n", 1, 4),
        ("b: y\na: x\x00\n", 2, 5),
        ("a: \x1b[31m\n", 1, 4),
        ("a: x\ufeffy\n", 1, 5),
        ("a: x\x07\n", 1, 5),
        ("a: \U000e0041\n", 1, 4),
        ("a: \ufffe\n", 1, 4),
        ("a: x\x7f\n", 1, 5),
    ],
)
def test_characters_nobody_can_see_are_refused(text: str, line: int, column: int) -> None:
    """Controls, odd line breaks and marks of direction are reported where they stand."""
    assert faults(text)[0] == ("forbidden-character", line, column)


@pytest.mark.parametrize("escaped", ["\\u202E", "\\0", "\\N", "\\L", "\\e", "\\x07", "\\uFEFF"])
def test_escapes_cannot_smuggle_them_in(escaped: str) -> None:
    """What may not stand in a text may not be spelt in one."""
    assert faults(f'a: "x{escaped}y"\n')[0][0] == "forbidden-character"


@pytest.mark.parametrize(
    "value",
    [
        "می\u200cخواهم",
        "کۆمه\u200cڵگا",
        "👩\u200d🌾",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "🏳️\u200d🌈",
        "ΑΒΓ",
        "中文",
        "नमस्ते",
        "שלום",
        "e\u0301".encode().decode(),
        "soft\u00adhyphen",
    ],
)
def test_what_scripts_and_emoji_need_is_kept(value: str) -> None:
    """Joiners, flags and every script come through; letters are composed (NFC)."""
    import unicodedata  # noqa: PLC0415

    assert tree(f"a: {value}\n")["a"] == unicodedata.normalize("NFC", value)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    """Files from Windows editors are read like all others."""
    assert tree(b"\xef\xbb\xbfa: x\r\nb:\r\n  - y\r\nc: |\r\n  one\r\n  two\r\n") == {
        "a": "x",
        "b": ["y"],
        "c": "one\ntwo\n",
    }


@pytest.mark.parametrize(
    "data",
    [b"a: caf\xe9\n", b"\xff\xfea\x00:\x00", b"a: \xc0\xaf\n", b"a: \xed\xa0\x80\n", b"\x80\n"],
)
def test_other_encodings_are_refused(data: bytes) -> None:
    """Only UTF-8 is read, and only as it is defined."""
    assert faults(data)[0][0] == "invalid-encoding"


_NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=6)
_TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp", "Cn"]),
    max_size=20,
)
_TREES = st.dictionaries(
    _NAMES,
    st.recursive(
        _TEXTS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=3),
        max_leaves=8,
    ),
    min_size=1,
    max_size=5,
)


@given(_TREES)
def test_any_tree_of_text_comes_back_as_it_was(values: dict[str, Any]) -> None:
    """What is written as JSON, which is YAML, is read as the same texts."""
    import unicodedata  # noqa: PLC0415

    composed = json.loads(unicodedata.normalize("NFC", json.dumps(values, ensure_ascii=False)))
    assert tree(json.dumps(values, ensure_ascii=False)) == composed


@given(st.text(st.sampled_from("ab:-#'\"|>[]{}&*!%? \n\t@`,.~1é"), max_size=60))
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    """There is no text on which reading fails in another way, and places are in the text."""
    found = load(text)
    if isinstance(found, Unreadable):
        assert found.diagnostics
        for one in found.diagnostics:
            assert 1 <= one.location.line <= text.count("\n") + 2
            assert one.location.column >= 1


_WRITTEN = st.builds(
    lambda values, flow, spoilt, place: (
        (made := yaml.safe_dump(values, allow_unicode=True, default_flow_style=flow))[:place]
        + spoilt + made[place:]),
    _TREES, st.sampled_from([None, True, False]),
    st.sampled_from(["", "&a ", "*a", "!t ", "<<: ", "---\n", "%YAML 1.1\n---\n", "a:\n", "\n...\n",
                     "? x\n", "- ", "[" * 13, "{}", "''", '""', "\\"]),
    st.integers(0, 40))


@given(_WRITTEN | st.text(st.sampled_from("ab:-#'\"|>[]{}&*!%?< \n,.~1é"), max_size=60))
@example("a: {b: {c: {d: {e: {f: {g: {h: {i: {j: {k: {l: x}}}}}}}}}}}")
@example("a: {b: {c: {d: {e: {f: {g: {h: {i: {j: {k: {l: {m: x}}}}}}}}}}}}")
@example("a: 1\nb:\nb: 2")
@example("a: b\n---\n")
@example("? [a]\n: b")
@example("- a")
@example("a: [,]")
def test_the_short_way_to_a_tree_leads_to_the_same_one(text: str) -> None:
    """What is read in one loop is what the reader that knows all problems has none with."""
    reading = Reading(text)
    expected = None if reading.problems or "\\" in text else reading.tree
    assert plain_tree(text) == expected
    assert json.dumps(plain_tree(text)) == json.dumps(expected)  # in the same order


def _places(node: Any, path: tuple[str | int, ...] = ()) -> Any:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*path, key.value), value
            yield from _places(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield (*path, number), value
            yield from _places(value, (*path, number))


@given(_TREES, st.sampled_from([None, True, False]))
def test_every_value_is_located_where_it_stands(
    values: dict[str, Any],
    flow: bool | None,  # noqa: FBT001
) -> None:
    """``locate`` gives the place that a tree-building reader gives, for any field of any YAML."""
    text = yaml.safe_dump(values, allow_unicode=True, default_flow_style=flow, sort_keys=False)
    found = load(text)
    if isinstance(found, Unreadable):  # decomposed letters move when they are composed
        return
    if found.text != text:
        return
    for path, node in _places(yaml.compose(text, yaml.SafeLoader)):
        if isinstance(node, yaml.ScalarNode):
            place = found.locate(*path)
            mark = node.start_mark
            assert (place.line, place.column) == (mark.line + 1, mark.column + 1), path
