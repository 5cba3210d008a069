"""Stamping: every slot is filled, everything but finished HTML is escaped."""

from __future__ import annotations

import html as escapes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonbook.frames import SLOTS, TRUSTED, Frame, Frames, Stub, marker

TEXTS = st.text(st.sampled_from("abc SLOT-title-body\"'<>&{}%\\é\n"), max_size=30) | st.text(
    max_size=20
)
PIECES = st.lists(
    st.sampled_from([*map(marker, SLOTS)]) | st.text(st.sampled_from("<p>a \"='-é"), max_size=10),
    max_size=20,
)


@given(PIECES, st.dictionaries(st.sampled_from(SLOTS), TEXTS))
def test_stamping_fills_every_slot_and_nothing_else(
    pieces: list[str], slots: dict[str, str]
) -> None:
    """The page is the frame with each slot replaced, once; what is filled in is not read again."""
    rendered = "".join(pieces)
    expected = rendered
    filled = {
        slot: slots.get(slot, "")
        if slot in TRUSTED
        else escapes.escape(slots.get(slot, ""), quote=True)
        for slot in SLOTS
    }
    parts = []
    while expected:
        at, slot = min(
            ((expected.find(marker(slot)), slot) for slot in SLOTS if marker(slot) in expected),
            default=(-1, ""),
        )
        if at < 0:
            parts.append(expected)
            break
        parts += [expected[:at], filled[slot]]
        expected = expected[at + len(marker(slot)) :]
    assert Frame.cut(rendered).stamp(slots).decode() == "".join(parts)


@given(st.dictionaries(st.sampled_from(sorted(set(SLOTS) - TRUSTED)), TEXTS))
def test_text_is_always_escaped(slots: dict[str, str]) -> None:
    """No title can end an attribute or begin a tag."""
    rendered = "".join(
        f'<i data-x="{marker(slot)}">{marker(slot)}</i>' for slot in SLOTS if slot not in TRUSTED
    )
    made = Frame.cut(rendered).stamp(slots).decode()
    assert made.count("<") == rendered.count("<")
    assert made.count('"') == rendered.count('"')


def test_a_slot_in_a_value_is_not_filled() -> None:
    """Who writes SLOT-body-SLOT into a title reads just that."""
    frame = Frame.cut("<title>SLOT-title-SLOT</title>SLOT-body-SLOT")
    made = frame.stamp({"title": "SLOT-body-SLOT", "body": "<p>SLOT-title-SLOT</p>"})
    assert made == b"<title>SLOT-body-SLOT</title><p>SLOT-title-SLOT</p>"


@pytest.mark.parametrize(
    ("rendered", "words"),
    [
        ("SLOT-title-SLOT SLOT-body-SLOT", "lacks"),
        ("", "lacks"),
        ("SLOT-title-SLOT SLOT-summary-SLOT SLOT-body-SLOT SLOT-strange-SLOT", "unknown"),
    ],
)
def test_a_frame_that_is_none_is_reported(rendered: str, words: str) -> None:
    """Missing and unknown slots are named, with the file to look at."""
    found = Frame.cut(rendered).problems("groups")
    assert len(found) == 1
    assert found[0].rule.code == "broken-frame"
    assert found[0].location.path == "theme/frame.html"
    assert words in found[0].message


def test_a_whole_frame_has_no_problems() -> None:
    """Title, summary and body are enough."""
    assert Frame.cut("SLOT-title-SLOT SLOT-summary-SLOT SLOT-body-SLOT").problems("x") == []


@given(st.sampled_from(["", "groups/", "a/b/"]), st.integers(1, 5))
def test_no_two_stubs_share_a_file(section: str, depth: int) -> None:
    """The file of a stub lies as deep as its pages, and its path slot can be found again."""
    stub = Stub(section, depth)
    assert stub.file.count("/") == depth
    assert stub.file != Stub(f"{section}x/", depth).file
    frame = Frame.cut(f"<link href='https://x.example/{stub.file.removesuffix('index.md')}'>")
    assert frame.stamp({"path": "groups/x"}) == b"<link href='https://x.example/groups/x/'>"


def test_a_page_gets_its_own_frame_or_that_of_its_section() -> None:
    """A menu entry has a frame of its own, all others share one a depth."""
    own, shared = Frame.cut("own"), Frame.cut("shared")
    frames = Frames({"groups/": own, "groups/:2": shared})
    assert frames.find("groups/", "groups/") is own
    assert frames.find("groups/kitchen/", "groups/") is shared
