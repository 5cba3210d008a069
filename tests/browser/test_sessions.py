"""A trainer with a phone: planning a session anew, and running it."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from samples import read, render

pytestmark = pytest.mark.browser

SETTINGS = """name: Test
summary: A network for a test.
languages: [en]
session_lengths: [90, 75]
session_starts: ["18:30", "10:00"]
"""
SHIFT = """name: First shift
summary: An evening.
audience: All
outcomes: [open the shutters]
group_size: {min: 4, max: 20}
materials:
  - {item: Chalk, per: person, quantity: 2, spare: 3}
  - {item: Slates, per: small-group}
blocks:
  - title: Welcome
    minutes: 10
    min: 5
    keep: must
    facilitator: Greet people before they sit.
    participants: Find a chair and a neighbour.
  - {title: Why we count, minutes: 20, min: 10}
  - {title: Songs, minutes: 15, keep: could}
  - {title: Upstairs, minutes: 30, min: 20, keep: must, parallel: up}
  - {title: Downstairs, minutes: 40, min: 20, keep: must, parallel: down}
  - {title: Pause, minutes: 10, min: 5, type: break}
  - title: Closing
    minutes: 15
    min: 10
    keep: must
    facilitator: One word each.
    participants: |
      What will you try?

      1. Who does it, and with whom?
      2. By when will it be done?
"""
COURSE = """name: Course
summary: Two days.
audience: All
outcomes: [stay]
blocks:
  - {title: Monday, minutes: 30, keep: must}
  - {title: Lunch, minutes: 30, keep: must, at: "12:30"}
  - {title: Tuesday, minutes: 45, keep: must, day: 2}
"""
TEXT = "---\ntitle: Text\nsummary: A text.\nquestions: [Who decides?, Who owns it?]\n---\nWords.\n"
AWAKE = """
window.lamp = { asked: 0, given: 0, shown: "visible" };
Object.defineProperty(navigator, "wakeLock", { value: { request: async () => {
  window.lamp.asked += 1;
  const lock = new EventTarget();
  lock.release = async () => { window.lamp.given += 1; lock.dispatchEvent(new Event("release")); };
  window.lamp.lock = lock;
  return lock;
} } });
Object.defineProperty(document, "visibilityState", { get: () => window.lamp.shown });
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small network, built."""
    root = tmp_path_factory.mktemp("sessions")
    for path, text in {
        "network/network.yml": SETTINGS,
        "network/trainings/shift.yml": SHIFT,
        "network/trainings/course.yml": COURSE,
        "content/learn/text.md": TEXT,
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    render(read(root))
    return root / "site"


@pytest.fixture
def run(site: Path, visit: Callable[..., Page]) -> Callable[..., Page]:
    """The page to run the first shift from, opened two minutes before the usual start."""

    def open_page(at: str = "18:28", **options: object) -> Page:
        return visit(site / "trainings/shift/run/index.html", now=at, **options)

    return open_page


def begin(page: Page) -> None:
    """Press the button that starts the clock."""
    page.get_by_role("button", name="Begin").click()


def after(page: Page, minutes: float) -> None:
    """Let time go by, and a moment more for the page to show it."""
    page.clock.run_for(round(minutes * 60_000) + 10)


def left(page: Page) -> str:
    """The big time."""
    return page.locator("[data-left]").inner_text()


def step(page: Page) -> list[str]:
    """The titles of the present step."""
    return page.locator("[aria-current=step] [data-title]").all_inner_texts()


def bar(page: Page) -> str:
    """What stands beside the big time."""
    return page.locator(".cb-run__ends").inner_text()


# -- planning ---------------------------------------------------------------------------------


def test_a_length_typed_on_the_page_cuts_the_agenda(site: Path, visit: Callable[..., Page]) -> None:
    """Times, cuts in words, materials for so many people; the run page opens with the same."""
    page = visit(site / "trainings/shift/index.html")
    page.get_by_label("Start").fill("19:05")
    page.get_by_label("Minutes you have").fill("80")
    page.get_by_label("People").fill("11")
    said = page.locator("[data-result]")
    expect(said).to_contain_text("From 19:05 to 20:25.")
    expect(said).to_contain_text("Left out: \u2068Songs\u2069")
    expect(said).to_contain_text("\u2068Why we count\u2069 (10 instead of 20 minutes)")
    rows = page.locator("tr[data-block]")
    expect(rows.nth(1).locator("[data-when]")).to_have_text("19:15–19:25")
    expect(rows.nth(2).locator("[data-when]")).to_have_text("left out")
    expect(page.locator("[data-need]").nth(0)).to_contain_text("25 for 11 people")
    expect(page.locator("[data-need]").nth(1)).to_contain_text("3 for 11 people")
    expect(page.locator(".cb-drawing")).to_be_hidden()
    page.get_by_role("link", name="Run this session").evaluate(
        "link => { link.href = link.href.replace('/run/', '/run/index.html') }"
    )
    page.get_by_role("link", name="Run this session").click()
    assert page.get_by_label("Start").input_value() == "19:05"
    assert page.get_by_label("Minutes you have").input_value() == "80"
    expect(page.locator("#step-3 [data-when]")).to_have_text("left out")


def test_a_plan_that_cannot_fit_says_by_how_much(site: Path, visit: Callable[..., Page]) -> None:
    """Nothing is promised that cannot be kept, and nothing breaks on what nobody means."""
    page = visit(site / "trainings/shift/index.html")
    length = page.get_by_label("Minutes you have")
    length.fill("20")
    expect(page.locator("[data-result]")).to_contain_text("15 minutes are missing")
    for odd in ("", "0", "-5", "99999"):
        length.fill(odd)
        expect(page.locator("tr[data-block] [data-when]").nth(6)).to_have_text("20:05–20:20")
    course = visit(site / "trainings/course/index.html")
    course.get_by_label("Start").fill("12:15")
    expect(course.locator("[data-result]")).to_contain_text("Lunch\u2069 cannot begin at its fixed time")


def test_a_made_up_address_does_no_harm(site: Path, visit: Callable[..., Page]) -> None:
    """What stands behind the # is only ever read as a time or a number."""
    place = (site / "trainings/shift/run/index.html").as_uri()
    page = visit(place + "#start=<b>&minutes=1e9&people=x&constructor=1", now="18:28")
    begin(page)
    assert step(page) == ["Welcome"]
    assert bar(page).endswith("20:18")


# -- running ----------------------------------------------------------------------------------


def test_a_session_runs_from_beginning_to_end(run: Callable[..., Page]) -> None:
    """Time left, next, back, the end; rooms side by side are one step."""
    page = run()
    begin(page)
    assert (step(page), left(page)) == (["Welcome"], "10:00")
    assert bar(page).split("\n") == ["2 minutes ahead", "ends about 20:18"]
    after(page, 2.5)
    assert left(page) == "7:30"
    for title in (["Why we count"], ["Songs"], ["Upstairs", "Downstairs"], ["Pause"]):
        page.get_by_role("button", name="Next").click()
        assert step(page) == title
    page.get_by_role("button", name="Back").click()
    assert (step(page), left(page)) == (["Upstairs", "Downstairs"], "40:00")
    after(page, 30)
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Next").click()
    page.locator("[data-do=next]").click()
    expect(page.locator("[data-bar]")).to_be_hidden()
    expect(page.locator("[data-state]")).to_contain_text("Ended at 19:00")
    expect(page.locator("#step-5 [data-when]")).to_have_text("18:30, took 30 minutes")
    page.get_by_role("button", name="Clear and start again").click()
    expect(page.get_by_role("button", name="Begin")).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0


def test_what_is_left_out_has_no_dot_before_nothing(run: Callable[..., Page]) -> None:
    """The facts of a step end with a fact."""
    page = run()
    page.get_by_label("Minutes you have").fill("75")
    expect(page.locator("#step-3 .cb-run__line > .cb-quiet")).to_have_text("Activity", use_inner_text=True)


def test_what_was_finished_by_a_slip_goes_on(run: Callable[..., Page]) -> None:
    """“Finish” is close to “Next”: one press too many must not cost the times."""
    page = run()
    begin(page)
    page.get_by_role("button", name="Next").click()
    after(page, 3)
    page.get_by_role("button", name="Finish").click()
    after(page, 2)
    page.get_by_role("button", name="It is not over, go on").click()
    assert (step(page), left(page)) == (["Why we count"], "15:00")
    expect(page.locator("[data-do=next]")).to_be_focused()
    expect(page.locator("#step-1 [data-when]")).to_contain_text("18:28, took")


def test_over_time_is_red_and_says_so(run: Callable[..., Page]) -> None:
    """In colour, in words, and once aloud."""
    page = run("18:30")
    begin(page)
    colour = "getComputedStyle(document.querySelector('[data-left]')).color"
    before = page.evaluate(colour)
    after(page, 12.25)
    assert left(page) == "2:15"
    expect(page.locator("[data-left-words]")).to_have_text("over time")
    assert page.evaluate(colour) != before
    expect(page.locator("[data-spoken]")).to_have_text("\u2068Welcome\u2069: over time.")
    assert bar(page).split("\n") == ["2 minutes behind", "ends about 20:22"]


def test_what_could_go_is_worked_out_from_what_is_left(run: Callable[..., Page]) -> None:
    """Cuts are offered in words, made at a press, and undone at another."""
    page = run("18:30")
    begin(page)
    expect(page.locator("[data-advice]")).to_be_hidden()
    after(page, 24)
    page.locator("[data-advice] summary").click()
    said = page.locator("[data-advice-words]")
    expect(said).to_have_text(
        "To end at 20:20: shorten \u2068Why we count\u2069 (11 instead of 20 minutes); "
        "\u2068Pause\u2069 (5 instead of 10 minutes)."
    )
    page.get_by_role("button", name="Do that").click()
    assert bar(page).split("\n") == ["on time", "ends about 20:20"]
    page.get_by_role("button", name="Next").click()
    assert left(page) == "11:00"
    page.get_by_role("button", name="Undo the cuts").click()
    assert left(page) == "20:00"
    assert bar(page).split("\n") == ["14 minutes behind", "ends about 20:34"]
    after(page, 60)
    expect(said).to_contain_text("leave out \u2068Songs\u2069")
    expect(said).to_contain_text("Even then it ends")


def test_a_reload_and_a_locked_phone_do_no_harm(run: Callable[..., Page], site: Path) -> None:
    """Time goes on by the real clock; hidden notes stay hidden; another tab knows nothing."""
    page = run("18:30")
    begin(page)
    after(page, 4)
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Hide notes").click()
    page.clock.fast_forward(6 * 60_000)
    page.reload()
    assert (step(page), left(page)) == (["Why we count"], "14:00")
    expect(page.locator("[data-spoken]")).to_contain_text("back where you were")
    expect(page.get_by_role("button", name="Show notes")).to_be_visible()
    other = page.context.new_page()
    other.goto((site / "trainings/shift/run/index.html").as_uri())
    expect(other.get_by_role("button", name="Begin")).to_be_visible()


@pytest.mark.parametrize("kept", ["{", "null", '{"blocks": []}', '{"rows": 5}', "[1]"])
def test_what_is_kept_is_not_trusted(run: Callable[..., Page], kept: str) -> None:
    """Half a memory, or one of another plan, is none."""
    page = run()
    page.evaluate(
        "kept => sessionStorage.setItem('commonbook-run:' + location.pathname, kept)", kept
    )
    page.reload()
    expect(page.get_by_role("button", name="Begin")).to_be_visible()


def test_it_runs_without_storage(run: Callable[..., Page]) -> None:
    """A browser that keeps nothing runs a session all the same."""
    page = run(before="Object.defineProperty(window, 'sessionStorage', "
                      "{ get() { throw new Error('no'); } });")
    begin(page)
    page.get_by_role("button", name="Next").click()
    assert step(page) == ["Why we count"]


def test_notes_are_hidden_before_the_screen_is_turned(run: Callable[..., Page]) -> None:
    """One press, for all steps, until they are wanted again."""
    page = run()
    begin(page)
    expect(page.get_by_text("Greet people before they sit.")).to_be_visible()
    page.get_by_role("button", name="Hide notes").click()
    expect(page.locator("[data-notes]:visible")).to_have_count(0)
    expect(page.get_by_text("Find a chair and a neighbour.")).to_be_visible()
    page.get_by_role("button", name="Show notes").click()
    expect(page.get_by_text("Greet people before they sit.")).to_be_visible()


@pytest.mark.parametrize("view", [{"width": 360, "height": 640}, {"width": 1280, "height": 720}])
def test_big_text_shows_title_instruction_and_clock(
    run: Callable[..., Page], view: dict[str, int]
) -> None:
    """Nothing else is on the screen, all of it fits, and it is big."""
    page = run(view=view)
    begin(page)
    for _ in range(5):
        page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Big text").click()
    assert page.locator(".cb-page h2:visible").all_inner_texts() == ["Closing"]
    expect(page.get_by_text("What will you try?")).to_be_visible()
    for hidden in (".cb-header", ".cb-footer", "[data-notes]", ".cb-run__ends", ".cb-facts", ".cb-time"):
        expect(page.locator(f"{hidden}:visible")).to_have_count(0)
    size = "selector => parseFloat(getComputedStyle(document.querySelector(selector)).fontSize)"
    assert page.evaluate(size, "[data-left]") > min(view.values()) / 5
    assert page.evaluate(size, "#step-7 [data-say]") > 19
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("h1").bounding_box()["height"] <= 1, "only for screen readers"
    page.keyboard.press("Escape")
    expect(page.locator("[data-notes]:visible")).to_have_count(1)


def test_big_text_is_never_smaller_than_other_text(run: Callable[..., Page]) -> None:
    """A long instruction is scrolled, not shrunk."""
    page = run(view={"width": 360, "height": 640})
    begin(page)
    says = page.locator("[aria-current=step] [data-say]")
    says.evaluate("say => { say.innerHTML += say.innerHTML.repeat(20); }")
    size = "say => parseFloat(getComputedStyle(say).fontSize)"
    ordinary = says.evaluate(size)
    page.get_by_role("button", name="Big text").click()
    assert says.evaluate(size) > ordinary
    expect(page.get_by_role("button", name="Leave big text")).to_be_in_viewport()


def test_the_keyboard_is_enough(run: Callable[..., Page]) -> None:
    """Arrows and space move; space on a button presses only the button; the focus is seen."""
    page = run()
    page.get_by_role("button", name="Begin").press("Enter")
    page.evaluate("document.activeElement.blur()")
    for key in (" ", "ArrowRight", "ArrowLeft", "ArrowRight"):
        page.keyboard.press(key)
    assert step(page) == ["Songs"]
    page.get_by_role("button", name="Next").press(" ")
    assert step(page) == ["Upstairs", "Downstairs"]
    page.get_by_role("button", name="Hide notes").press(" ")
    assert step(page) == ["Upstairs", "Downstairs"]
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.get_by_text("Keys, and what stays on this device").click()
    expect(page.get_by_text("Space", exact=True)).to_be_visible()


def test_a_screen_reader_hears_steps_and_not_seconds(run: Callable[..., Page]) -> None:
    """The live region changes when the step does, and once when time is up."""
    page = run("18:30")
    begin(page)
    expect(page.locator("[data-spoken]")).to_have_text("Now: \u2068Welcome\u2069, 10 minutes.")
    page.evaluate("""() => {
      window.heard = [];
      const live = document.querySelector("[data-spoken]");
      new MutationObserver(() => window.heard.push(live.textContent))
        .observe(live, { childList: true, characterData: true, subtree: true });
    }""")
    after(page, 9)
    assert page.evaluate("window.heard") == []
    after(page, 9)
    page.get_by_role("button", name="Next").click()
    assert page.evaluate("window.heard") == [
        "\u2068Welcome\u2069: over time.", "Now: \u2068Why we count\u2069, 20 minutes."]


def test_the_screen_is_kept_awake_while_it_runs(run: Callable[..., Page]) -> None:
    """The lock is asked for once, again after the page was away, and given back at the end."""
    page = run(before=AWAKE)
    lamp = "[window.lamp.asked, window.lamp.given]"
    assert page.evaluate(lamp) == [0, 0]
    begin(page)
    page.get_by_role("button", name="Next").click()
    assert page.evaluate(lamp) == [1, 0]
    page.evaluate("""() => {
      window.lamp.lock.dispatchEvent(new Event("release"));
      window.lamp.shown = "hidden";
      document.dispatchEvent(new Event("visibilitychange"));
    }""")
    assert page.evaluate(lamp) == [1, 0]
    page.evaluate("""() => {
      window.lamp.shown = "visible";
      document.dispatchEvent(new Event("visibilitychange"));
    }""")
    assert page.evaluate(lamp) == [2, 0]
    page.get_by_role("button", name="Finish").click()
    assert page.evaluate(lamp) == [2, 1]
    plain = run(before="delete Navigator.prototype.wakeLock;")
    begin(plain)
    expect(plain.locator("[data-state]")).to_contain_text("cannot keep the screen on")


def test_another_day_of_a_course_is_run_by_itself(site: Path, visit: Callable[..., Page]) -> None:
    """The day is chosen; fixed times hold while it runs."""
    place = site / "trainings/course/run/index.html"
    page = visit(place, now="12:00")
    begin(page)
    assert bar(page).split("\n") == ["on time", "ends about 13:00"]
    expect(page.locator("#step-3")).to_be_hidden()
    second = visit(place, now="09:00")
    second.locator("[name=day]").select_option("2")
    begin(second)
    assert (step(second), left(second)) == (["Tuesday"], "45:00")
    expect(second.locator("#step-1")).to_be_hidden()


def test_it_may_run_past_midnight(run: Callable[..., Page]) -> None:
    """A late session goes on; so does one that begins a little after its start yesterday."""
    page = run("23:10")
    begin(page)
    assert bar(page).endswith("ends about 01:00")
    late = run("00:05")
    late.get_by_label("Start").fill("23:55")
    begin(late)
    assert bar(late).split("\n") == ["10 minutes behind", "ends about 01:55"]


def test_a_study_circle_runs_like_any_training(site: Path, visit: Callable[..., Page]) -> None:
    """From the guide to the plan to the page to run it, with its questions."""
    page = visit(site / "learn/text/session/run/index.html", now="18:30")
    begin(page)
    for _ in range(2):
        page.get_by_role("button", name="Next").click()
    assert step(page) == ["In pairs"]
    assert page.locator("[aria-current=step] [data-say] li").all_inner_texts() == [
        "Who decides?", "Who owns it?"]


# -- anywhere -----------------------------------------------------------------------------------


@pytest.fixture
def served(site: Path) -> Iterator[tuple[str, threading.Event]]:
    """The site on a server of this machine, and when the last file of a page was fetched.

    That is the icon: browsers ask for it some time after the page is there.
    """
    whole = threading.Event()

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            super().do_GET()
            if "favicon" in self.path:
                whole.set()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", whole
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_runs_with_the_network_cut_and_asks_for_nothing(
    served: tuple[str, threading.Event], visit: Callable[..., Page]
) -> None:
    """Once the page is there, nothing is asked for and nothing is sent."""
    address, whole = served
    page = visit(address + "trainings/shift/run/", now="18:30")
    assert whole.wait(10)
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.context.set_offline(True)
    begin(page)
    for _ in range(3):
        after(page, 8)
        page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Big text").click()
    assert step(page) == ["Upstairs", "Downstairs"]
    assert [url for url in asked if not url.endswith("favicon.svg")] == []
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0


def test_without_scripts_there_is_a_list_to_write_on(
    site: Path, visit: Callable[..., Page]
) -> None:
    """Times, notes, a box for each start; nothing that would need a script is shown."""
    page = visit(site / "trainings/shift/run/90/index.html", java_script_enabled=False)
    assert page.locator(".cb-run__step [data-when]:visible").all_inner_texts() == [
        "18:30–18:40", "18:40–18:50", "left out", "18:50–19:20", "18:50–19:30",
        "19:30–19:35", "19:35–19:50"]
    assert page.locator(".cb-run__box:visible").count() == page.locator(
        ".cb-run__step:not(.cb-gone)").count()
    expect(page.get_by_text("Greet people before they sit.")).to_be_visible()
    for hidden in ("[data-session]", "[data-bar]", "[data-now]", "[data-help]"):
        expect(page.locator(hidden)).to_be_hidden()
    training = visit(site / "trainings/shift/index.html", java_script_enabled=False)
    expect(training.locator("[data-session]")).to_be_hidden()


@pytest.mark.parametrize("path", [
    "trainings/shift/", "trainings/shift/run/", "learn/text/session/", "trainings/course/run/"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_is_cut_off_and_buttons_can_be_tapped(
    site: Path, visit: Callable[..., Page], path: str, width: int
) -> None:
    """No page scrolls sideways; what is pressed is at least 44 pixels high."""
    page = visit(site / path / "index.html", now="18:30", view={"width": width, "height": 740})
    if "run" in path:
        begin(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for button in page.locator(".cb-page button:visible, .cb-plan input:visible").all():
        if button.evaluate("found => !found.closest('[data-print]')"):
            assert button.bounding_box()["height"] >= 44


def test_nothing_moves_for_those_who_asked_for_that(run: Callable[..., Page]) -> None:
    """Steps come into view without gliding, and nothing is animated."""
    page = run(reduced_motion="reduce")
    begin(page)
    page.get_by_role("button", name="Next").click()
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert page.evaluate("document.getAnimations().length") == 0
