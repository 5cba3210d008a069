"""The form as a new contributor meets it: on a phone, in Arabic, without scripts, from a stick."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from samples import TESTS, Built, read, render

from commonbook.kinds.group import Group
from commonbook.load import Source, load_text
from commonbook.privacy import privacy
from commonbook.validate import validate

Visit = Callable[..., Page]
SETTLED = 400
"""Milliseconds after which the page has looked at what was written."""


@pytest.fixture(scope="module")
def form(commons: Built) -> Path:
    """The form for a group, as a file."""
    return commons.folder / "contribute/group/index.html"


def fill(page: Page) -> None:
    """What every group's form needs, for a group with an Arabic name."""
    page.get_by_label("Name of the group").fill("مطبخ الحي")
    page.get_by_label("What sort of group").select_option("mutual-aid")
    page.get_by_label("In one sentence").fill("جيران يطبخون معا: كل خميس # أهلا")
    page.get_by_label("Town", exact=True).fill("Linden Vale")
    page.locator("#q-place-country").select_option("GB")


def finish(page: Page) -> None:
    """Ask for the finished text."""
    page.get_by_role("button", name="Show the finished text").click()


def test_a_group_with_an_arabic_name_brings_itself_in_from_a_phone(
    form: Path, visit: Visit
) -> None:
    """Filled in, warned, mended, shown; and the file passes our own checks."""
    page = visit(form)
    fill(page)
    page.get_by_role("textbox", name="How to join").fill("Call 020 7946 1234 or come to 12 Baker Street.")
    expect(page.locator("[id^=wrong-]")).to_have_count(2)
    expect(page.locator("#q-how_to_join")).to_have_attribute("aria-invalid", "true")
    finish(page)
    expect(page.locator("[data-summary]")).to_be_focused()
    expect(page.locator("[data-result]")).to_be_hidden()
    page.get_by_role("textbox", name="How to join").fill("تعال بعد المغرب\n\n- خذ سكينا: للتقشير")
    page.get_by_label("Our group has decided").check()
    page.get_by_label("Day of the decision").fill("2026-11-20")
    page.get_by_label("Who decided").fill("Thursday meeting")
    page.wait_for_timeout(SETTLED)
    finish(page)
    expect(page.locator("[data-result]")).to_be_focused()
    assert page.get_by_label("Name of the file").input_value() == "linden-vale-mutual-aid"
    expect(page.locator("[data-slug-latin]")).to_be_visible()
    text = page.locator("[data-written]").text_content() or ""
    found = load_text(text.encode(), "network/groups/linden-vale-mutual-aid.yml", "group", "x")
    assert isinstance(found, Source)
    entry, problems = validate(found, Group)
    assert problems == ()
    assert isinstance(entry, Group)
    assert entry.name == "مطبخ الحي"
    assert entry.summary == "جيران يطبخون معا: كل خميس # أهلا"
    assert str(entry.how_to_join) == "تعال بعد المغرب\n\n- خذ سكينا: للتقشير"
    assert entry.consent is not None
    assert list(privacy(entry)) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360


def test_what_is_missing_is_counted_and_listed_as_the_page_has_it(form: Path, visit: Visit) -> None:
    """A warning stops nobody, so it is not among what has to be done before going on."""
    page = visit(form)
    finish(page)
    summary = page.locator("[data-summary]")
    expect(summary.locator("h2")).to_have_text("Before this can go on: 3")
    assert [words.partition(":")[0] for words in summary.locator("li").all_inner_texts()] == [
        "Name of the group", "What sort of group", "In one sentence"]
    fill(page)
    finish(page)
    expect(page.locator("[data-result]")).to_be_visible()
    expect(summary.locator("h2")).to_have_text("Please look again: 1")


def test_no_help_says_only_the_question_again(commons: Built) -> None:
    """Whoever reads slowly reads everything."""
    for kind in ("group", "training", "event", "case-study", "wrong"):
        page = (commons.folder / f"contribute/{kind}/index.html").read_text()
        asked = re.findall(r"<(?:label|legend)[^>]*>([^<]+)<.*?cb-q__help\" id=\"[^\"]+\">([^<]*)<", page, re.DOTALL)
        bare = [(question.strip(" .").lower(), told.strip(" .").lower()) for question, told in asked]
        assert [pair for pair in bare if pair[0] == pair[1]] == []


def test_the_card_is_shown_as_lists_show_it(form: Path, visit: Visit, commons: Built) -> None:
    """The same markup, filled while one writes."""
    page = visit(form)
    fill(page)
    page.wait_for_timeout(SETTLED)
    card = page.locator("[data-preview] .cb-card")
    expect(card.locator(".cb-card__link")).to_have_text("مطبخ الحي")
    expect(card.locator(".cb-card__line")).to_have_text(
        "Mutual aid group · Linden Vale, United Kingdom"
    )
    listed = (commons.folder / "groups/index.html").read_text(encoding="utf-8")
    names = page.eval_on_selector_all("[data-preview] .cb-card *", "all => all.map(e => e.className)")
    for name in names:
        first = str(name if isinstance(name, str) else "").split(" ")[0]
        assert not first or first in listed or first in {"cb-kind", "cb-mark"}


def test_a_reload_keeps_the_draft_and_clear_takes_it_away(form: Path, visit: Visit) -> None:
    """Kept only after something was written, said where, and gone on request."""
    page = visit(form)
    draft = page.locator("[data-draft]")
    assert page.evaluate("localStorage.length") == 0
    expect(draft).to_be_hidden()
    fill(page)
    page.get_by_role("button", name="Add one more: Languages").click()
    page.locator("[data-q=languages] select").nth(0).select_option("ar")
    page.locator("[data-q=languages] select").nth(1).select_option("en")
    page.wait_for_timeout(SETTLED)
    page.reload()
    expect(page.get_by_label("Name of the group")).to_have_value("مطبخ الحي")
    expect(page.locator("[data-q=languages] select").nth(1)).to_have_value("en")
    expect(draft).to_be_visible()
    page.get_by_role("button", name="Clear it").click()
    page.wait_for_load_state()
    expect(page.get_by_label("Name of the group")).to_have_value("")
    assert page.evaluate("localStorage.length") == 0


def test_an_entry_is_changed_in_its_form_and_keeps_what_is_not_asked(
    commons: Built, form: Path, visit: Visit
) -> None:
    """The foot of the entry opens its form with every value, from a file."""
    entry = visit(commons.folder / "groups/linden-vale-pantry/index.html")
    link = entry.get_by_role("link", name="Change this entry").get_attribute("href") or ""
    page = visit(f"{form.as_uri()}#{link.partition('#')[2]}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Change Linden Vale Pantry")
    expect(page.locator("[data-q=contact] [data-item]")).to_have_count(7)
    page.get_by_label("In one sentence").fill("A pantry in the old fire station.")
    finish(page)
    text = page.locator("[data-written]").text_content() or ""
    found = load_text(text.encode(), "network/groups/linden-vale-pantry.yml", "group", "x")
    assert isinstance(found, Source)
    made, problems = validate(found, Group)
    assert problems == ()
    before = commons.handbook.network.entries["group/linden-vale-pantry"]
    assert made is not None
    same = set(Group.model_fields) - {"summary", "checked_on"}
    assert {name: repr(getattr(made, name)) for name in same} == {
        name: repr(getattr(before, name)) for name in same
    }
    way = page.locator("[data-way=forge] a")
    expect(way).to_have_attribute(
        "href", re.compile("/_edit/main/network/groups/linden-vale-pantry.yml$")
    )
    expect(page.get_by_label("Name of the file")).to_have_attribute("readonly", "")


@pytest.mark.parametrize(("slug", "title"), [
    ("hidden-orchard", "Change Hidden Orchard"), ("nobody-knows-it", "Add your group"),
    ("constructor", "Add your group")])
def test_values_are_found_apart_or_not_at_all(form: Path, visit: Visit, slug: str, title: str) -> None:
    """Groups that need care have a file of their own; without values the form is empty."""
    page = visit(f"{form.as_uri()}#{slug}")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_label("Name of the group")).to_have_value(
        title.removeprefix("Change ") if title.startswith("Change") else "")


def test_a_changed_entry_keeps_the_order_of_its_words(commons: Built, visit: Visit, tmp_path: Path) -> None:
    """The first topic may matter; what is chosen besides comes after them."""
    site = Path(shutil.copytree(commons.folder, tmp_path / "site"))
    values = site / "contribute/values/group/0.js"
    values.write_text('commonbookEntries({"night-kitchen": {"name": "N", "summary": "N", "type": '
                      '"other", "topics": ["tools", "food"], "image": {"file": "a.png", '
                      '"alt": "# a: b"}}});\n')
    page = visit(f"{(site / 'contribute/group/index.html').as_uri()}#night-kitchen")
    expect(page.get_by_label("Name of the group")).to_have_value("N")
    page.locator("[data-q=topics] input[value=deciding]").check()
    finish(page)
    text = page.locator("[data-written]").text_content() or ""
    assert "topics: [tools, food, deciding]\n" in text
    assert 'image:\n  file: "a.png"\n  alt: "# a: b"\n' in text


def test_the_whole_form_can_be_filled_in_with_a_keyboard(form: Path, visit: Visit) -> None:
    """Tab reaches every question, Enter the finished text; focus goes where the news is."""
    page = visit(form)
    page.get_by_label("Name of the group").focus()
    page.keyboard.type("Kitchen Circle")
    page.keyboard.press("Tab")
    page.keyboard.type("Mutual")
    page.keyboard.press("Tab")
    page.keyboard.type("We cook together.")
    page.keyboard.press("Enter")
    expect(page.locator("[data-result]")).to_be_focused()
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.textContent.trim().slice(0, 20)"))
    assert "Copy the text" in seen
    assert "Save it as a file" in seen


def test_long_texts_go_by_the_clipboard_and_nothing_is_called_an_error(
    form: Path, visit: Visit
) -> None:
    """Over 4,500 bytes of address the text is copied first, and the page says what to do."""
    page = visit(form, permissions=["clipboard-read", "clipboard-write"])
    fill(page)
    page.wait_for_timeout(SETTLED)
    finish(page)
    way = page.locator("[data-way=forge]")
    short = way.locator("a").get_attribute("href") or ""
    assert "value=name" in short
    assert len(short) <= 4500
    expect(way.locator("[data-short]")).to_be_visible()
    page.get_by_label("What you do", exact=True).fill("نطبخ معا. " * 200)
    page.wait_for_timeout(SETTLED)
    long = way.locator("a").get_attribute("href") or ""
    assert "value=" not in long
    assert "filename=network/groups/" in long
    expect(way.locator("[data-long]")).to_be_visible()
    assert "error" not in way.inner_text().lower()
    page.get_by_role("button", name="Copy the text").click()
    expect(page.locator("[data-status]")).to_contain_text("copied")


def test_the_text_is_saved_as_a_file(form: Path, visit: Visit) -> None:
    """Under the name it will have."""
    page = visit(form)
    fill(page)
    finish(page)
    with page.expect_download() as started:
        page.get_by_role("button", name="Save it as a file").click()
    assert started.value.suggested_filename == "linden-vale-mutual-aid.yml"
    assert "مطبخ" in Path(started.value.path()).read_text(encoding="utf-8")


def test_a_name_of_a_file_that_is_taken_is_said_where_it_stands(form: Path, visit: Visit) -> None:
    """And nothing can be handed over until there is another one."""
    page = visit(form)
    fill(page)
    finish(page)
    ways = page.locator("[data-ways]")
    expect(ways).to_be_visible()
    for slug, words in (("night-kitchen", "already an entry"), ("No Name", "small Latin letters")):
        page.get_by_label("Name of the file").fill(slug)
        expect(page.locator("[data-slug-wrong]")).to_contain_text(words)
        expect(page.get_by_label("Name of the file")).to_have_attribute("aria-invalid", "true")
        expect(ways).to_be_hidden()
    page.get_by_label("Name of the file").fill("night-kitchen-two")
    expect(page.locator("[data-slug-wrong]")).to_be_empty()
    expect(page.get_by_label("Name of the file")).to_have_attribute(
        "aria-describedby", "form-slug-help")
    expect(ways).to_be_visible()


def test_nothing_is_asked_of_any_server(form: Path, visit: Visit) -> None:
    """Filling in and finishing makes no request."""
    page = visit(form)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    fill(page)
    finish(page)
    page.wait_for_timeout(SETTLED)
    assert [address for address in asked if not address.endswith("/favicon.svg")] == []


def test_without_scripts_there_are_other_ways(form: Path, visit: Visit) -> None:
    """The page says so, and leads to the empty file and to paper; no button does nothing."""
    page = visit(form, java_script_enabled=False)
    text = page.locator("article").inner_text()
    assert "needs scripts" in text
    expect(page.get_by_role("link", name=re.compile("empty file"))).to_be_visible()
    assert [button for button in page.locator("form button").all() if button.is_visible()] == []


def test_a_message_on_what_is_wrong_names_the_page(commons: Built, visit: Visit) -> None:
    """The foot of an entry opens it with the page filled in."""
    page = visit(
        f"{(commons.folder / 'contribute/wrong/index.html').as_uri()}#group/night-kitchen"
    )
    expect(page.get_by_label("Which page")).to_have_value("group/night-kitchen")
    page.get_by_label("What is wrong").last.fill("It meets on Fridays now. Ask jane.doe@gmail.com")
    page.get_by_role("button", name="Show the message").click()
    expect(page.locator("[data-summary]")).to_be_focused()
    page.get_by_label("What is wrong").last.fill("It meets on Fridays now.")
    page.wait_for_timeout(SETTLED)
    page.get_by_role("button", name="Show the message").click()
    text = page.locator("[data-written]").inner_text()
    assert "group/night-kitchen" in text
    assert "Fridays" in text
    assert "issues/new?title=" in (page.locator("[data-way=issue] a").get_attribute("href") or "")


@pytest.mark.parametrize("kind", ["training", "event", "case-study"])
def test_the_other_forms_take_what_they_ask(commons: Built, visit: Visit, kind: str) -> None:
    """An entry of each kind opens in its form and comes out fit to be one."""
    entry: Any = next(
        found for found in commons.handbook.network.of(kind) if found.slug != "ferry-fares"
    )
    link = visit(commons.folder / entry.address / "index.html")
    address = link.get_by_role("link", name="Change this entry").get_attribute("href") or ""
    page = visit(
        f"{(commons.folder / f'contribute/{kind}/index.html').as_uri()}#{address.partition('#')[2]}"
    )
    finish(page)
    text = page.locator("[data-written]").text_content() or ""
    summary = page.locator("[data-summary]")
    found = load_text(text.encode(), "x.yml", kind, "x")
    assert isinstance(found, Source), summary.inner_text()
    made, problems = validate(found, type(entry))
    assert problems == ()
    assert made is not None
    same = set(type(entry).model_fields) - {"checked_on"}
    assert {name: repr(getattr(made, name)) for name in same} == {
        name: repr(getattr(entry, name)) for name in same
    }


def test_it_reads_from_right_to_left(tmp_path: Path, visit: Visit) -> None:
    """With Arabic as the network's language nothing sticks out on a phone."""
    root = tmp_path / "rtl"
    shutil.copytree(TESTS / "networks" / "commons", root)
    settings = root / "network/network.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("[en, ar]", "[ar, en]"), encoding="utf-8"
    )
    render(read(root))
    page = visit(root / "site/contribute/group/index.html")
    assert page.locator("article").get_attribute("dir") == "rtl"
    for details in page.locator("form details").all():
        details.evaluate("element => { element.open = true; }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
