"""Markdown in, safe HTML out: nothing an author writes can do more than be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import Page

from commonbook.prose import Mention, Prose, plain, read


def html(text: str, *, folder: str | None = None) -> str:
    """The finished HTML, with a mark where a reference stands."""
    return shown(read(text, folder=folder))


def shown(prose: Prose) -> str:
    """Finished HTML with marks for references."""
    return "".join(
        part if isinstance(part, str) else f"⟦{part.target}|{part.words}⟧" for part in prose.parts
    )


def flaws(text: str, *, folder: str | None = None) -> list[str]:
    """The rules that a text breaks."""
    return [flaw.rule.code for flaw in read(text, folder=folder).flaws]


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b>",
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "<!-- x -->",
        "<a href='javascript:alert(1)'>x</a>",
        "<svg/onload=alert(1)>",
        "<div\nclass=x>y</div>",
        "<iframe src=//evil.example></iframe>",
        "</p>",
        "<style>*{}</style>",
        "<b",
        "x <b>",
        "- <i>x</i>",
        "> <u>x</u>",
        "## <b>x</b>",
        "**<b>x</b>**",
        "<details><summary>x</summary>",
    ],
)
def test_raw_html_is_shown_as_text_and_reported(text: str) -> None:
    """HTML reaches readers as the characters it is made of, never as HTML."""
    made = html(text)
    tags = {tag for tag, _ in Page(made).tags}
    assert tags <= {"p", "ul", "li", "blockquote", "h3", "strong"}, made
    assert "&lt;" in made
    if text != "<b":
        assert set(flaws(text)) == {"unsafe-markup"}


@pytest.mark.parametrize(
    "text",
    [
        "`<b>`",
        "```\n<script>alert(1)</script>\n```",
        "    <b>indented code</b>",
        "2 < 3 and 4 > 1",
        "a <3 b",
        "R&D",
    ],
)
def test_html_in_code_and_lone_signs_are_fine(text: str) -> None:
    """Writing about HTML, sums and ampersands is no fault."""
    assert flaws(text) == []


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc",
        "//evil.example/",
        "/absolute",
        "relative",
        "../up.md",
        "#anchor",
        "mailto:a@b.example",
        "ftp://x.example/",
        "https://user:pass@x.example/",
        "https://user@x.example",
        "https://localhost/",
        "http:/x.example",
        "https:\\\\x.example",
        "tel:+44123",
        "java&#115;cript:alert(1)",
        "https://аpple.example/",
        "blob:x",
        "x:y",
    ],
)
def test_links_to_anything_but_the_web_are_refused(address: str) -> None:
    """The words stay, the link goes, and the check says so."""
    text = f"See [the page]({address})."
    page = Page(html(text))
    assert page.links == []
    assert "the page" in page.text
    if not address.startswith("mailto:"):  # that is for the rules about privacy
        assert flaws(text) == ["unsafe-link"]


@pytest.mark.parametrize(
    "text",
    [
        "[x](https://x.example/a?b=c&d=e#f)",
        "<https://x.example/>",
        "https://x.example/a",
        "[x]: https://x.example/ 'Title'\n\n[x]",
        "[**x**](http://x.example:8080/)",
    ],
)
def test_web_links_are_kept_and_give_nothing_away(text: str) -> None:
    """An external link has rel="noopener noreferrer"."""
    found = [named for tag, named in Page(html(text)).tags if tag == "a"]
    assert [named["rel"] for named in found] == ["noopener noreferrer"]
    assert flaws(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[term/x]]", [Mention("term/x", "")]),
        ("[[term/x|some words]]", [Mention("term/x", "some words")]),
        (
            "a [[guide/learn/x|w]] b [[group/y]] c",
            [Mention("guide/learn/x", "w"), Mention("group/y", "")],
        ),
        ("[[term/x|a *b* c]]", [Mention("term/x", "a *b* c")]),
        ("| a |\n| - |\n| [[term/x]] |", [Mention("term/x", "")]),
        ("- [[term/x]]\n- **[[term/y|y]]**", [Mention("term/x", ""), Mention("term/y", "y")]),
        ("[[term/x|R&D]]", [Mention("term/x", "R&D")]),
        ("[[term/x|<b>]]", [Mention("term/x", "<b>")]),
        ("`[[term/x]]`", []),
        ("```\n[[term/x]]\n```", []),
        ("    [[term/x]]", []),
        (r"\[[term/x]]", []),
    ],
)
def test_references_are_found_and_code_is_left_alone(text: str, expected: list[Mention]) -> None:
    """``[[kind/slug|words]]`` is a reference everywhere but in code."""
    assert list(read(text).mentions) == expected


def test_text_around_a_reference_is_complete() -> None:
    """Parts put together are the whole text."""
    assert shown(read("One [[term/x|two]] three.")) == "<p>One ⟦term/x|two⟧ three.</p>\n"


def test_nobody_can_fake_a_reference() -> None:
    """The mark by which references are found cannot be written by an author."""
    for text in (
        '<a href="group/x" data-wikilink="true">x</a>',
        '[x](https://x.example/ "data-wikilink=true")',
        '[x](https://x.example/" data-wikilink="true)',
    ):
        assert list(read(text).mentions) == []


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("# A\n\n## B\n\n### C", ["h3", "h4", "h5"]),
        ("### A\n\n#### B", ["h3", "h4"]),
        ("## A\n\n#### B", ["h3", "h5"]),
        ("###### A", ["h6"]),
    ],
)
def test_headings_in_entries_begin_at_level_three(text: str, levels: list[str]) -> None:
    """They stand below the sections of the page."""
    assert [tag for tag, _ in Page(html(text)).tags] == levels


def test_headings_in_guides_begin_at_level_two_and_have_anchors() -> None:
    """A guide's title is level one; each heading has an address of its own."""
    prose = read("# First\n\n## Same\n\n## Same\n\n## Über & 中文", folder="")
    assert [(found.level, found.anchor) for found in prose.headings] == [
        (2, "first"),
        (3, "same"),
        (3, "same-1"),
        (3, "über--中文"),
    ]
    assert '<h2 id="first">First</h2>' in shown(prose)


@pytest.mark.parametrize("text", ["# A", "A\n=", "## [A](https://x.example)"])
def test_headings_in_entries_have_no_anchors(text: str) -> None:
    """Ids of a page belong to its template; prose cannot collide with them."""
    assert "id=" not in html(text)


def test_tables_can_be_reached_by_keyboard() -> None:
    """A wide table scrolls in a box that takes the focus."""
    made = html("| a | b |\n| --- | ---: |\n| 1 | 2 |")
    assert '<div class="table" tabindex="0"><table>' in made
    assert '<td align="right">2</td>' in made


def test_guides_have_footnotes_notes_and_task_lists() -> None:
    """What a guide needs beyond plain Markdown."""
    made = html("A[^1]\n\n> [!TIP]\n> Try it.\n\n- [x] done\n- [ ] open\n\n[^1]: Note.", folder="")
    assert 'data-note="tip"' in made
    assert made.count('type="checkbox"') == 2
    assert "Note." in made
    assert "footnote" in made
    page = Page(made)
    assert all(link.lstrip("#") in page.ids for link in page.links)


@pytest.mark.parametrize(
    "text",
    [
        "![alt](https://x.example/y.png)",
        "![alt](y.png)",
        "![][x]\n\n[x]: https://x.example/y.png",
        "[![a](b)](https://x.example)",
    ],
)
def test_pictures_are_refused_in_text(text: str) -> None:
    """A picture in text could be fetched from elsewhere and has no licence."""
    assert "<img" not in html(text)
    assert "unsafe-markup" in flaws(text)


@pytest.mark.parametrize(
    ("folder", "address", "target"),
    [
        ("organise", "x.md", "guide/organise/x"),
        ("organise", "../learn/x.md", "guide/learn/x"),
        ("organise", "../index.md", "guide/index"),
        ("", "learn/x.md", "guide/learn/x"),
        ("a/b", "../../c.md#part", "guide/c"),
        ("a", "./b.md", "guide/a/b"),
        ("organise", "../learn/index.md", "guide/learn"),
        ("", "../../etc/x.md", "guide/etc/x"),
    ],
)
def test_links_between_guides_lead_to_guides(folder: str, address: str, target: str) -> None:
    """A relative link to a Markdown file, as GitHub shows it, is a reference."""
    assert [found.target for found in read(f"[w]({address})", folder=folder).mentions] == [target]


def test_links_to_headings_of_the_same_guide_are_checked() -> None:
    """An anchor leads to a heading that is there."""
    assert flaws("[x](#a)\n\n## A", folder="") == []
    assert flaws("[x](#b)\n\n## A", folder="") == ["unknown-anchor"]


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("One **two** [three](https://x.example).", 0, "One two three."),
        ("See [[term/mutual-aid]] and [[term/x|y]].", 0, "See mutual-aid and y."),
        ("a\n\nb", 0, "a b"),
        ("one two three four", 12, "one two…"),
        ("R&D", 0, "R&D"),
    ],
)
def test_plain_text_for_descriptions(text: str, limit: int, expected: str) -> None:
    """Marks go, words stay, and a cut falls between words."""
    assert plain(read(text), limit) == expected


def test_templates_in_text_are_never_evaluated() -> None:
    """Braces are letters like any other."""
    text = "{{ 7 * 7 }} {% include '/etc/passwd' %} ${x} SLOT-body-SLOT"
    assert "{{ 7 * 7 }}" in html(text)
    assert "49" not in html(text)


_MARKS = st.text(st.sampled_from("a[]()<>!*_`#|\"'&;:/\\\n-. \t=~^{}1"), max_size=80)
_ALLOWED = {
    "a",
    "blockquote",
    "br",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "input",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "strong",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}


@given(_MARKS | st.text(max_size=60), st.sampled_from([None, "", "learn"]))
def test_whatever_is_written_only_harmless_html_comes_out(text: str, folder: str | None) -> None:
    """No text makes a tag, attribute or address that is not on the list."""
    made = html(text, folder=folder)
    for tag, named in Page(made).tags:
        assert tag in _ALLOWED, made
        assert not [name for name in named if name.startswith("on") or name == "style"], made
        if "href" in named:
            assert named["href"].startswith(("http://", "https://", "#")), made


def test_references_with_words_stand_in_tables() -> None:
    """The stroke between a name and its words does not begin another cell, escaped or not."""
    for stroke in ("|", "\\|"):
        table = f"| a | b |\n| --- | --- |\n| [[term/recall{stroke}called back]] | x |\n"
        prose = read(table, folder="")
        assert [(mention.target, mention.words) for mention in prose.mentions] == [
            ("term/recall", "called back")]
        assert "<td>x</td>" in str(prose.parts[-1])
