"""What an editor would ask: what is found, where, and what is left alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from samples import TODAY, read

from commonbook.checks import glossary
from commonbook.diagnostics import Diagnostic
from commonbook.editorial import editorial, months_since
from commonbook.handbook import Handbook
from commonbook.load import load_text
from commonbook.sentences import sentences
from commonbook.settings import Readability

Net = Callable[..., Path]

SETTINGS = "name: T\nsummary: T.\nlanguages: [en]\nconfirm_every: 12\ntopics: {food: Food}\n"
PLAIN = SETTINGS + "readability:\n  en: {words_per_sentence: 10, longest_sentence: 12, lix: 40}\n"
GROUP = "name: Oven\nsummary: An oven for a street.\ntype: other\ntopics: [food]\n"
CASE = (
    "name: March\nsummary: A march.\ntopics: [food]\nplace: {country: GB, precision: country}\n"
    "period: {from: 1984}\nstory: They walked.\nworked: [Songs.]\nlessons: [Sing.]\n"
    "sources: [diary, print]\nchecked_on: 2026-11-01\n")
SOURCES = {f"network/sources/{name}.yml": f"name: {name}\n" for name in ("diary", "print")}
EASY = "We bake. "


def indented(text: str) -> str:
    """A text as a block of YAML."""
    return "|\n" + "".join(f"  {line}\n" for line in text.split("\n"))


def group(text: str, checked: str = "2026-11-01", *lines: str) -> dict[str, str]:
    """A group whose description is a text."""
    day = f"checked_on: {checked}\n" if checked else ""
    more = "".join(f"{line}\n" for line in lines)
    return {"network/groups/oven.yml": f"{GROUP}{day}{more}description: {indented(text)}"}


def guide(body: str, *lines: str) -> dict[str, str]:
    """The front page, which needs no link."""
    head = "".join(f"{line}\n" for line in ("title: Stalls", "summary: Stalls.", *lines))
    return {"content/index.md": f"---\n{head}checked_on: 2026-11-01\n---\n{body}\n"}


def term(name: str, *lines: str) -> str:
    """A term's file."""
    return f"name: {name}\ndefinition: Something.\n" + "".join(f"{line}\n" for line in lines)


def said(root: Path, rule: str) -> list[Diagnostic]:
    """What a rule says about a network."""
    return [found for found in read(root).report if found.rule.code == rule]


# -- sentences ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four… Five", ["One.", "Two!", "Three?", "Four…", "Five"]),
        ("Bring tools, e.g. a saw. Come.", ["Bring tools, e.g. a saw.", "Come."]),
        ("It is near, i.e. Here. Come.", ["It is near, i.e. Here.", "Come."]),
        ("Ask Dr. Bread and J. Oven. Come.", ["Ask Dr. Bread and J. Oven.", "Come."]),
        ("It is other people's. Use it.", ["It is other people's.", "Use it."]),
        ("About 1,200.50 came. More.", ["About 1,200.50 came.", "More."]),
        ("“Why?” she asked. “Go.” They went.", ["“Why?” she asked.", "“Go.”", "They went."]),
        ("Two  spaces.  then small. Next.", ["Two  spaces.  then small.", "Next."]),
        ("**Bold.** Next.", ["**Bold.**", "Next."]),
        ("Over\ntwo lines. Next.", ["Over two lines.", "Next."]),
        ("- one point\n- [ ] another\n  over two lines\n\nLast", [
            "one point", "another over two lines", "Last"]),
        ("1. first\n2) second", ["first", "second"]),
        ("# Title\nText.", ["Text."]),
        ("| a | b |\n| --- | --- |\n| c d e | f |\n\nText.", ["Text."]),
        ("```\ncode. Code.\n```\nText.", ["Text."]),
        ("```\nnever closed. Text.", []),
        ("> Somebody else wrote this.\n\nText.", ["Text."]),
        ("> [!CAUTION]\n> **If this goes wrong**\n>\n> - Ask. Wait.\n", [
            "**If this goes wrong**", "Ask.", "Wait."]),
        ("هذا مخبز. هل تأتي؟ نعم، غدا.", ["هذا مخبز.", "هل تأتي؟", "نعم، غدا."]),
        ("Nan ji bo me ye. Şev baş! Çi dibe? Êdî hat.", [
            "Nan ji bo me ye.", "Şev baş!", "Çi dibe?", "Êdî hat."]),
        ("", []),
        ("\n\n", []),
    ],
)
def test_a_text_falls_into_its_sentences(text: str, expected: list[str]) -> None:
    """Lists, notes, abbreviations, numbers and other scripts are read as people read them."""
    assert [sentence.text for sentence in sentences((), text)] == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("A co-op of 1,200 people – and more.", 7),
        ("See [[term/mutual-aid|mutual aid]] and [[guide/organise/first-meeting]].", 5),
        ("Read [our page](https://example.org/a/long/address) or https://example.org/.", 4),
        ("They wrote “we shall bake as much bread as there is flour”.", 2),
        ('They wrote "we shall bake as much bread as there is flour".', 2),
        ("The day-to-day *work* of the **oven**", 6),
        ("نخبز الخبز معا، كل يوم.", 5),
        ("Em nan dipêjin û parve dikin.", 6),
    ],
)
def test_words_are_counted_without_marks_and_quotations(text: str, count: int) -> None:
    """What others wrote cannot be shortened, and a dash is no word."""
    (sentence,) = sentences((), text)
    assert len(sentence.words) == count


# -- figures ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "It feeds 1,200 people a week.",
        "More than 40 active member co-ops take part.",
        "It cost £3.5 million.",
        "About 2 million people signed.",
        "It feeds 1,200\npeople a week.",
        "In 2019 it opened.\n\nIt has 300 members.",
    ],
)
def test_a_number_without_year_and_source_is_asked_about(network: Net, text: str) -> None:
    """A year in another paragraph says nothing about this number."""
    assert len(said(network(group(text), SETTINGS), "undated-figure")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "It fed 1,200 people a week in 2019.",
        "In 2019 it opened. It had 300 members.",
        "### 2019\n\nIt had 300 members.",
        "By 14 September 40 people were at work.",
        "By 14 September volunteers had come.",
        "It has 300 members, by [[source/diary|its own count]].",
        "It has 300 members, says [a paper](https://example.org/).",
        "It has three hundred members and 9 kitchens.",
        "It meets for 90 minutes in room 12.",
        "It follows RFC 5545 that people use.",
        "A paper wrote “it feeds 1,200 people a week”.",
        "| Who | How many |\n| --- | --- |\n| Bakers | 40 people |",
        "> It feeds 1,200 people.",
        "```\n40 people\n```",
        "Version 1.25 women's day 8 March",
        "2010 people's assembly",
    ],
)
def test_what_only_looks_like_an_undated_number_is_left_alone(network: Net, text: str) -> None:
    """Years, sources, dates, quotations, tables and other numbers."""
    assert said(network(group(text), SETTINGS), "undated-figure") == []


def test_a_part_with_its_own_date_or_source_vouches_for_its_numbers(network: Net) -> None:
    """A timeline has dates, and a difficulty its source; what worked has neither."""
    parts = (
        "timeline: [{date: 1984-05, event: 300 people march.}]\n"
        "difficulties: [{what: Only 20 people stayed., who: Bakers, source: diary}]\n")
    root = network({"network/case-studies/m.yml": CASE + parts, **SOURCES}, SETTINGS)
    assert said(root, "undated-figure") == []
    lonely = CASE.replace("[Songs.]", "[It reached 19 cities.]") + parts
    root = network({"network/case-studies/m.yml": lonely, **SOURCES}, SETTINGS)
    assert [str(found.location) for found in said(root, "undated-figure")] == [
        "network/case-studies/m.yml:7:10"]


def test_numbers_of_a_guide_may_be_advice(network: Net) -> None:
    """“Aim for 20 households” is a proposal; “the union had 13 staff” is a claim."""
    advice = "Aim for 20 households.\n\nAn example: 20 households pay £4.\n\nAsk 30 people."
    assert said(network(guide(advice), SETTINGS), "undated-figure") == []
    assert len(said(network(guide("The union had 13 staff."), SETTINGS), "undated-figure")) == 1


def test_trainings_speak_to_their_readers(network: Net) -> None:
    """Numbers and “now” in a session plan are those of the room."""
    plan = ("name: T\nsummary: T.\ntopics: [food]\naudience: All\noutcomes: [cook]\n"
            "blocks: [{title: A, minutes: 20, facilitator: Currently there are 20 people here.}]\n")
    root = network({"network/trainings/t.yml": plan}, SETTINGS)
    assert [found.rule.code for found in read(root).report] == []


# -- law ----------------------------------------------------------------------------------

LAW = "law: {country: GB, checked_on: 2026-05-01}"


@pytest.mark.parametrize(
    "text",
    [
        "Food must carry a label by law.", "By law, you have to tell the council.",
        "You must register with the council.", "Landlords are required to be licensed.",
        "It is illegal to evict without notice.", "The Housing Act 1988 says so.",
        "Trustees are legally responsible.", "You have a legal duty to insure.",
        "The law allows small lotteries.", "That is against the law.",
    ],
)
def test_law_needs_a_country_and_a_day(network: Net, text: str) -> None:
    """A guide that states law has both at its top."""
    assert len(said(network(guide(text), SETTINGS), "undated-law")) == 1
    assert said(network(guide(text, LAW), SETTINGS), "undated-law") == []


@pytest.mark.parametrize(
    "text",
    [
        "Write it into your by-laws.", "Ask a law centre.", "See by lawyers what may happen.",
        "The state provides, by law and by budget.", "You must cast your vote in the chat.",
        "They wrote “you must register” on the wall.", "The act 1988 of a play.",
        "The law is here: [[guide/index|it must be insured by law]].",
    ],
)
def test_a_mention_of_law_is_left_alone(network: Net, text: str) -> None:
    """Law centres, by-laws, quotations and links to the guide that knows."""
    assert said(network(guide(text), SETTINGS), "undated-law") == []


def test_an_activity_leads_to_the_guide_that_knows_the_law(network: Net) -> None:
    """Only guides have a field for it; others link one that uses it."""
    activity = ("name: Bags\nsummary: Bags.\ntopics: [food]\npurpose: Packing.\n"
                "steps: [Bags may need a label by law.]\n")
    files = {"network/activities/bags.yml": activity, **guide("Labels.", LAW)}
    assert len(said(network(files, SETTINGS), "undated-law")) == 1
    files["network/activities/bags.yml"] += "related: [guide/index]\n"
    assert said(network(files, SETTINGS), "undated-law") == []


def test_law_grows_old_by_its_own_day(network: Net) -> None:
    """A fresh checked_on of the guide does not make its law fresh."""
    old = "law: {country: GB, checked_on: 2025-11-24}"
    (found,) = said(network(guide("By law.", old), SETTINGS), "stale-law")
    assert str(found.location) == "content/index.md:4:32"
    almost = "law: {country: GB, checked_on: 2025-11-25}"
    assert said(network(guide("By law.", almost), SETTINGS), "stale-law") == []


# -- critics ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "count"),
    [
        ("difficulties: [Rain.]\n", 1),
        ("difficulties: [Rain., {what: Slow., who: Two members}]\n", 0),
        ("depth: short\ndifficulties: [Rain.]\n", 0),
    ],
)
def test_a_full_case_has_a_critic(network: Net, more: str, count: int) -> None:
    """One that is named is enough; a short case is known to lack things."""
    root = network({"network/case-studies/m.yml": CASE + more, **SOURCES}, SETTINGS)
    assert len(said(root, "case-without-critics")) == count


# -- now ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["It currently bakes.", "It now has a shop.", "Its shop is now open.", "It has 40 members.",
     "The union includes about 40 groups.", "To this day it bakes."],
)
def test_now_is_the_day_of_the_check(network: Net, text: str) -> None:
    """With a fresh day a reader knows when now is; with an old one or none, nobody does."""
    assert said(network(group(text), SETTINGS), "undated-now") == []
    (found,) = said(network(group(text, "2025-11-01"), SETTINGS), "undated-now")
    assert "last checked 12 months ago" in found.message
    (found,) = said(network(group(text, ""), SETTINGS), "undated-now")
    assert "does not say when it was checked" in found.message


@pytest.mark.parametrize(
    "text",
    ["In 2024 it had 40 members.", "In 2024 it currently baked.", "Now and then it bakes.",
     "Now they left.", "It has bread.", "It has been there.", "They said “it now has 40 members”.",
     "They asked what to do now.", "There are 3 rooms."],
)
def test_other_words_for_now_are_left_alone(network: Net, text: str) -> None:
    """A year in the sentence, a story, a quotation, a number of nothing in particular."""
    assert said(network(group(text, "2025-11-01"), SETTINGS), "undated-now") == []


def test_a_figure_that_says_now_is_measured_by_its_own_date(network: Net) -> None:
    """The notes of figures and levels make claims as well."""
    def figures(year: str, note: str) -> Path:
        more = ("difficulties: [{what: Rain., who: Bakers}]\nfigures:\n  - what: Ovens\n"
                f"    value: '3'\n    as_of: {year}\n    source: diary\n    note: {note}\n")
        return network({"network/case-studies/m.yml": CASE + more, **SOURCES}, SETTINGS)

    (found,) = said(figures("2014", "It currently has more."), "undated-now")
    assert str(found.location) == "network/case-studies/m.yml:17:14"
    assert len(said(figures("2025-10", "It currently has more."), "undated-now")) == 1
    assert len(said(figures("2025-11-24", "It currently has more."), "undated-now")) == 1
    assert said(figures("2025", "It currently has more."), "undated-now") == []  # perhaps December
    assert said(figures("2014", "Counted twice."), "undated-now") == []


def test_notes_of_a_structure_speak_of_now_too(network: Net) -> None:
    """They are looked at when the case has not been checked for long."""
    more = ("difficulties: [{what: Rain., who: Bakers}]\n"
            "structure:\n  - level: Street\n    note: It now has two seats.\n")
    old = CASE.replace("2026-11-01", "2024-01-01") + more
    root = network({"network/case-studies/m.yml": old, **SOURCES}, SETTINGS)
    (found,) = said(root, "undated-now")
    assert str(found.location) == "network/case-studies/m.yml:14:11"
    fresh = network({"network/case-studies/m.yml": CASE + more, **SOURCES}, SETTINGS)
    assert said(fresh, "undated-now") == []


def test_months_are_whole() -> None:
    """The month is full on the same day, and no check lies in the future."""
    assert months_since(date(2026, 1, 31), date(2026, 2, 28)) == 0
    assert months_since(date(2025, 11, 24), date(2026, 11, 24)) == 12
    assert months_since(date(2027, 1, 1), date(2026, 11, 24)) == 0


# -- plain words --------------------------------------------------------------------------

LONG = "One two three four five six seven eight nine ten eleven twelve thirteen"


def test_a_long_sentence_is_shown_where_it_stands(network: Net) -> None:
    """The place begins at its first word and ends at its last, over lines and quotation marks."""
    lines = LONG.replace("five ", "five\n")
    (found,) = said(network(group(f"{EASY}{lines}. Short."), PLAIN), "long-sentence")
    place = found.location
    assert (place.line, place.column, place.end_line, place.end_column) == (7, 12, 8, 51)
    assert "13 words" in found.message
    quoted = {"network/groups/oven.yml":
              f'{GROUP}checked_on: 2026-11-01\ndescription: "{EASY}{lines} \\"x\\"."\n'
              .replace("\n six", "\n  six").replace("five\nsix", "five\n  six")}
    (found,) = said(network(quoted, PLAIN), "long-sentence")
    assert (found.location.line, found.location.column, found.location.end_line) == (6, 24, 7)


@pytest.mark.parametrize(
    "text",
    [
        LONG.replace(" thirteen", "") + ".",
        f"They wrote “{LONG}”.",
        f"> {LONG}",
        f"# {LONG}",
        f"| {LONG} |",
        "\n".join(f"- {word} point" for word in LONG.split()),
        "1. " + "\n1. ".join(LONG.split()),
        f"[[guide/index|{' '.join(LONG.split()[:9])}]] [a b](https://example.org/{'x' * 300}).",
    ],
)
def test_what_is_no_long_sentence_is_left_alone(network: Net, text: str) -> None:
    """Quotations, headings, tables and lists, and the addresses of links."""
    root = network({**group(text), **guide("Home.")}, PLAIN)
    assert said(root, "long-sentence") == []


@pytest.mark.parametrize("language", ["ja", "zh", "ku", "ar"])
def test_a_language_without_a_target_or_spaces_is_left_alone(
    network: Net, language: str
) -> None:
    """Kurdish and Arabic have no target here, and Japanese and Chinese could not be counted."""
    settings = PLAIN + "  ja: 5\n  zh: {words_per_sentence: 5, lix: 20}\n"
    text = f"{LONG}. " * 12
    root = network(group(text, "2026-11-01", f"language: {language}"), settings)
    assert [found.rule.code for found in read(root).report] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [("ar", "نخبز الخبز معا كل يوم في هذا الشارع ونوزعه على الجيران جميعا."),
     ("ku", "Em her roj li vê kolanê nan dipêjin û bi hemû cîranan re parve dikin."),
     ("ku-TR", "Em her roj li vê kolanê nan dipêjin û bi hemû cîranan re parve dikin.")],
)
def test_other_scripts_are_counted_where_there_is_a_target(
    network: Net, language: str, text: str
) -> None:
    """Words between spaces and full stops are enough; a target for ku holds for ku-TR."""
    settings = SETTINGS + "readability: {ar: {words_per_sentence: 5}, ku: 6}\n"
    found = said(network(group(text, "2026-11-01", f"language: {language}"), settings),
                 "long-sentence")
    assert len(found) == 1
    assert len(said(network(group(f"{text}\n" * 10, "2026-11-01", f"language: {language}"),
                            settings), "hard-to-read")) == 1


def test_the_average_sentence_is_measured(network: Net) -> None:
    """Eleven words are more than ten; the hint names the longest sentence."""
    text = "We bake bread on this street for all who come here. " * 10
    (found,) = said(network(group(text), PLAIN), "hard-to-read")
    assert "11.0 words on average" in found.message
    assert said(network(group(text.replace("here", "")), PLAIN), "hard-to-read") == []


def test_lix_is_sentences_and_long_words(network: Net) -> None:
    """Björnsson's formula by hand: 120 words, 15 sentences, 60 of 7 letters or more: 8 + 50."""
    text = "We neighbours bake loafing bread organising all together. " * 15
    settings = PLAIN.replace("lix: 40", "lix: 57")
    (found,) = said(network(group(text), settings), "hard-to-read")
    assert "a LIX of 58" in found.message
    assert said(network(group(text), settings.replace("57", "58")), "hard-to-read") == []
    no_target = settings.replace(", lix: 57", "")
    assert said(network(group(text), no_target), "hard-to-read") == []


def test_a_few_words_say_nothing_about_a_text(network: Net) -> None:
    """An average of two sentences is chance."""
    text = "We bake bread on this street for all who come here. " * 9  # 99 words
    assert said(network(group(text), PLAIN), "hard-to-read") == []


def test_the_longest_sentence_is_twice_the_average_if_it_is_not_given() -> None:
    """One number is enough to begin with."""
    assert Readability.model_validate("18").limit == 36
    assert Readability(words_per_sentence=18, longest_sentence=30).limit == 30


# -- terms --------------------------------------------------------------------------------

GLOSSARY = {
    "network/glossary/mutual-aid.yml": term("Mutual aid", "also_called: [neighbourly help]"),
    "network/glossary/mutual-aid-group.yml": term("Mutual aid group"),
    "network/glossary/spokescouncil.yml": term("Spokescouncil"),
    "network/glossary/spokes.yml": term("Spoke"),
    "network/glossary/kongra-star.yml": term("Kongra Star"),
}


def terms_found(root: Path) -> list[str]:
    """The words in the glossary that a network does not link."""
    return [found.message.partition("”")[0].strip("“") for found in said(root, "unlinked-term")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They call it mutual aid.", ["mutual aid"]),
        ("Mutual aid is not charity.", ["Mutual aid"]),
        ("**Mutual aid.** It is old.", ["Mutual aid"]),
        ("It is mutual\naid.", ["mutual aid"]),
        ("Two mutual aid groups met.", ["mutual aid groups"]),
        ("Call it neighbourly help.", ["neighbourly help"]),
        ("Two spokescouncils met.", ["spokescouncils"]),
        ("A spoke speaks.", []),
        ("Women of Kongra Star met.", ["Kongra Star"]),
        ("The kongra star.", []),
        ("They joined Mutual Aid Disaster Relief.", []),
        ("A pre-mutual aid, mutual aid-like thing.", []),
        ("They wrote “mutual aid” on a wall.", []),
        ("See [mutual aid](https://example.org/).", []),
        ("# Mutual aid\n\nText.", []),
        ("[[term/mutual-aid|Helping]] is mutual aid.", []),
        ("A [[term/mutual-aid-group|mutual aid group]] met.", []),
        ("A [[term/mutual-aid-group|group]] is a mutual aid group.", []),
    ],
)
def test_a_term_is_linked_where_it_is_used(network: Net, text: str, words: list[str]) -> None:
    """Names of two words or of eight letters; not in names, quotations, headings and links."""
    assert terms_found(network({**GLOSSARY, **group(text)}, SETTINGS)) == words


def test_a_field_for_terms_is_a_link(network: Net) -> None:
    """“terms” in the front matter shows them on the page."""
    files = {**GLOSSARY, **guide("It is mutual aid.", "terms: [mutual-aid]")}
    assert terms_found(network(files, SETTINGS)) == []
    assert terms_found(network({**GLOSSARY, **guide("It is mutual aid.")}, SETTINGS)) == [
        "mutual aid"]
    assert terms_found(network(
        {**GLOSSARY, **guide("It is mutual aid.", "editorial: yes")}, SETTINGS)) == []


def test_terms_are_looked_for_in_their_own_language(network: Net) -> None:
    """An Arabic term is found in Arabic entries, and an English one is not."""
    files = {
        "network/glossary/a.yml": term("دعم متبادل", "language: ar"),
        "network/glossary/mutual-aid.yml": term("Mutual aid"),
        **group("هذا دعم متبادل و mutual aid.", "2026-11-01", "language: ar")}
    assert terms_found(network(files, SETTINGS)) == ["دعم متبادل"]


# -- orphans ------------------------------------------------------------------------------


def page(*lines: str) -> str:
    """A guide."""
    return "---\ntitle: X\nsummary: X.\n" + "".join(f"{line}\n" for line in lines) + "---\nX.\n"


def test_a_page_about_the_handbook_needs_a_menu_or_a_link(network: Net) -> None:
    """It stands in no list; the shipped menu, a menu of one's own or a page may lead to it."""
    hidden = {"content/how.md": page("editorial: yes", "topics: [food]")}
    assert len(said(network(hidden, SETTINGS), "orphan-entry")) == 1
    assert len(said(network({**hidden, "mkdocs.yml": "nav:\n  - about.md\n"}, SETTINGS),
                    "orphan-entry")) == 1
    menu = {**hidden, "mkdocs.yml": "nav:\n  - How: how.md\n  - !!python/name:os.system x\n"}
    assert said(network(menu, SETTINGS), "orphan-entry") == []


def test_a_linked_page_is_no_orphan(network: Net) -> None:
    """A link in a text is enough, and the pages of the shipped menu need none."""
    files = {
        "content/how.md": page("editorial: yes"), "content/about.md": page("editorial: yes"),
        "content/index.md": page("editorial: yes") + "[How](how.md)\n"}
    assert said(network(files, SETTINGS), "orphan-entry") == []


def test_a_guide_that_is_only_in_its_list_is_an_orphan(network: Net) -> None:
    """It is found as little as a group without a topic; a pathway always leads somewhere."""
    assert len(said(network({"content/x.md": page()}, SETTINGS), "orphan-entry")) == 1
    assert said(network({"content/x.md": page("topics: [food]")}, SETTINGS), "orphan-entry") == []
    path = "name: P\nsummary: P.\nfor_whom: All\nsteps: [{page: x}]\n"
    files = {"content/x.md": page(), "network/pathways/p.yml": path}
    assert said(network(files, SETTINGS), "orphan-entry") == []


# -- bounds -------------------------------------------------------------------------------


def test_one_file_does_not_fill_the_report(network: Net) -> None:
    """Ten of one sort are enough to begin with, and a network can switch a rule off."""
    text = "\n\n".join(f"It feeds {number} people." for number in range(20, 60))
    assert len(said(network(group(text), SETTINGS), "undated-figure")) == 10
    off = SETTINGS + "rules: {undated-figure: off, unlinked-term: error}\n"
    assert said(network(group(text), off), "undated-figure") == []


ENDLESS = {
    "a sentence": "word " * 40_000,
    "sentences": "A b. " * 40_000,
    "dated numbers": "10 people met. " * 13_000 + "2019",
    "open links": "[[term/x|" * 22_000,
    "one open link": "[[" + "a" * 200_000,
    "an open address": "[a](" * 50_000,
    "open quotations": "“" * 65_000,
    "quotation marks": '" ' * 100_000,
    "closing marks": "." + ")" * 200_000,
    "spaces": "a." + " " * 200_000 + "b",
    "digits": "1" * 200_000,
    "numbers and words": "10 aaa bbb " * 18_000,
    "duties": "must have need " * 13_000,
    "terms": "mutual aid " * 18_000,
    "full stops": "." * 200_000,
    "points": "- \n" * 65_000,
    "headings": "# a\n" * 900,
    "months": "1 Januar " * 22_000,
}


@pytest.mark.parametrize("name", ENDLESS)
def test_no_text_takes_long(network: Net, name: str) -> None:
    """The time grows with the length of a text, not with its square."""
    handbook: Handbook = read(network({**GLOSSARY, **guide("X.")}, PLAIN))
    head = "---\ntitle: X\nsummary: X.\nchecked_on: 2020-01-01\n---\n"
    source = load_text((head + ENDLESS[name]).encode(), "content/index.md", "guide", "index")
    model = handbook.kinds["guide"]
    entry = model.model_validate(source.tree).read_from(source)
    handbook.network.entries[entry.id] = entry
    begun = time.perf_counter()
    found = [*editorial(entry, handbook.network, handbook.settings, TODAY),
             *glossary.of_entries(handbook.network, handbook.context)]
    assert time.perf_counter() - begun < 3
    assert len(found) <= 40
