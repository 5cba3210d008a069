"""Templates: words in place, quick calls, and the same text as Jinja's own code makes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest
from jinja2 import Environment, StrictUndefined, UndefinedError, meta
from markupsafe import Markup

from commonbook.bytecode import Bytecode
from commonbook.errors import ThemeError
from commonbook.pages import as_text
from commonbook.project import shipped_theme
from commonbook.render import Renderer, View
from commonbook.words import Words


@dataclass
class Bread:
    """Something with attributes, one of them a mapping."""

    name: str = "Rye & <seed>"
    made: dict = field(default_factory=lambda: {"by": "Ana’s", "grams": 750})


@pytest.fixture
def theme(tmp_path):
    """Two theme folders, a network's own before the shipped one, and how to render from them."""
    own, shipped = tmp_path / "network/theme", tmp_path / "shipped"
    (shipped / "languages").mkdir(parents=True)
    own.mkdir(parents=True)
    (shipped / "languages/en.yml").write_text("hello: Hello & welcome\nloaves.one: '{count} loaf'\n"
                                              "loaves.other: '{count} loaves'\n")

    class Theme:
        folder = own

        def say(self, text, **values):
            (own / "page.html").write_text(text)
            words = Words.load([own, shipped], "en")
            kept = Bytecode(tmp_path / "network", tmp_path / "network/.commonbook")
            return Renderer([own, shipped], words, {"language": "en"}, kept).render(
                View("page.html", values, "page/"))

    return Theme()


def test_a_changed_word_is_shown_though_the_template_is_the_same(theme):
    """Compiled templates hold words, so they are made again when a network says it differently."""
    assert theme.say("{{ t('hello') }}!") == "Hello &amp; welcome!"
    (theme.folder / "languages").mkdir()
    for word in ("Welcome", "Come in"):
        (theme.folder / "languages/en.yml").write_text(f"hello: {word}\n")
        assert theme.say("{{ t('hello') }}!") == f"{word}!"


def test_a_missing_word_is_named_where_it_is_shown(theme):
    """A key without words fails as ever, and only if a reader would have seen it."""
    assert theme.say("{% if false %}{{ t('helo') }}{% endif %}ok") == "ok"
    with pytest.raises(ThemeError, match="“helo”"):
        theme.say("{{ t('helo') }}")


def test_a_template_may_call_something_else_t(theme):
    """What a template sets itself is not taken for the words."""
    assert theme.say("{% macro m(t) %}{{ t('hello') }}{% endmacro %}{{ m(shout) }}",
                     shout=str.upper) == "HELLO"


@pytest.mark.parametrize("text", [
    "{{ bread.name }}, {{ bread.made.by }}: {{ bread.made.grams }} g, {{ bread['name'] }}",
    "{{ 'a' ~ bread.name ~ 1 }}|{{ bread.name ~ mark }}|{{ mark ~ bread.name }}",
    ("{% macro m(a, b='<b>', c=none) %}[{{ a }}{{ b }}{{ c }}]{% endmacro %}"
    "{{ m(1) }}{{ m(1, c=bread.name) }}{{ m(b=mark, a=2) }}{{ m(1, 2, 3) }}{{ m(1) ~ '<' }}"),
    ("{% macro m(a) %}{{ a }}{{ varargs }}{{ kwargs }}{{ caller(7) }}{% endmacro %}"
    "{% call(n) m(1, 2, x=3) %}<{{ n }}>{% endcall %}"),
    "{% for x in [3, 4] %}{{ loop.index }}{{ x }}{% if not loop.last %}, {% endif %}{% endfor %}",
    "{{ bread.flour is defined }}{{ bread.made.flour | default('none') }}",
    "{{ dict(a=1, **{'class': 2}).items() | list }}{{ range(*[1, 3]) | list }}",
    "{% set made = namespace(count=1) %}{% set made.count = 2 %}{{ made.count }}{{ mark.upper() }}",
])
def test_templates_say_what_they_would_say_with_jinja_alone(theme, text):
    """Attributes, joined texts, macros and calls of all kinds: not a letter differs."""
    given = {"bread": Bread(), "mark": Markup("<i>")}
    plain = Environment(autoescape=True, undefined=StrictUndefined)
    assert theme.say(text, **given) == plain.from_string(text).render(given)


@pytest.mark.parametrize("text", [
    "{{ bread.flour }}", "{{ bread.made.flour.white }}", "{{ nothing }}", "{{ nothing() }}",
])
def test_what_is_not_there_is_an_error(theme, text):
    """Nothing undefined is shown, with the words that Jinja has for it."""
    plain = Environment(undefined=StrictUndefined)
    with pytest.raises(UndefinedError) as told:
        plain.from_string(text).render(bread=Bread())
    with pytest.raises(ThemeError) as ours:
        theme.say(text, bread=Bread())
    assert str(told.value) in str(ours.value)


@pytest.mark.parametrize("call", ["m(1, 2)", "m(a=1, b=2)", "m(1, b=2)"])
def test_a_macro_is_not_given_more_than_it_asks_for(theme, call):
    """A wrong call is said, not swallowed."""
    with pytest.raises(TypeError, match="macro 'm' takes"):
        theme.say(f"{{% macro m(a) %}}{{{{ a }}}}{{% endmacro %}}{{{{ {call} }}}}")


def test_the_readme_names_what_an_entry_s_template_is_given() -> None:
    """Whoever writes a template finds every name there, and none that is gone."""
    folder = shipped_theme()
    page = (folder / "README.md").read_text(encoding="utf-8")
    table = page.partition("**What an entry's template is given**")[2].partition("Filters besides")[0]
    named = {name for row in table.splitlines() if row.startswith("| `")
             for name in re.findall(r"`([a-z_]+)`", row.split("|")[1])}
    words = Words.load([folder], "en")
    environment = Renderer([folder], words, {"kinds": {}, "settings": None}).environment
    used = {name for file in (folder / "entries").glob("*.html")
            for name in meta.find_undeclared_variables(environment.parse(file.read_text("utf-8")))}
    of_our_own = {"m", "mirrored", "s", "asked", "id", "hours", "rule", "page", "drawn"}
    assert used - of_our_own == named - environment.globals.keys()


def test_a_page_cannot_be_given_what_its_digest_would_use_up() -> None:
    """A generator would be empty by the time the template sees it."""
    with pytest.raises(TypeError, match="Give it a list"):
        as_text({"cards": (card for card in ())})
