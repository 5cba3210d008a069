"""Work in several processes gives what one process gives, whatever happens to the others."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import weakref
from collections.abc import Sequence

import pytest
from samples import TESTS, read

from commonbook.artifacts import File, ask_origins
from commonbook.parallel import beside, in_shares


@pytest.fixture(autouse=True, params=[1, 2, 5])
def processors(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """As many processors as a machine may have."""
    count: int = request.param
    monkeypatch.setattr(os, "cpu_count", lambda: count)
    return count


def squares(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Each number with its square."""
    return [(number, number * number) for number in numbers]


@pytest.mark.parametrize("count", [0, 1, 399, 400, 2000])
def test_every_piece_is_done_once(count: int) -> None:
    """Few or many, by one process or by several, in any order."""
    found = [pair for share in in_shares(squares, range(count)) for pair in share]
    assert sorted(found) == squares(range(count))


def test_what_fails_in_another_process_fails_here() -> None:
    """The error of any share is raised where its result is taken."""

    def work(numbers: Sequence[int]) -> list[int]:
        if 1234 in numbers:
            raise ValueError(numbers[0])
        return list(numbers)

    with pytest.raises(ValueError):  # noqa: PT011 - the number depends on the share
        list(in_shares(work, range(2000)))


def test_work_beside_gives_its_result_or_its_error() -> None:
    """It is there when it is asked for."""
    assert beside(lambda: 6 * 7)() == 42

    def fails() -> int:
        raise KeyError("lost")

    failing = beside(fails)
    with pytest.raises(KeyError, match="lost"):
        failing()


def in_a_process_of_its_own(code: str, processors: int) -> str:
    """What some code prints where there is one thread, as on the command line: then forks are made."""
    begin = f"import os, signal\nos.cpu_count = lambda: {processors}\nhome = os.getpid()\n"
    imports = "from commonbook.parallel import _Job, beside, in_shares\n"
    done = subprocess.run([sys.executable, "-c", begin + imports + code], timeout=20, check=True,
                          capture_output=True, text=True)
    assert done.stderr == ""
    return done.stdout.strip()


@pytest.mark.parametrize("end", ["os.kill(os.getpid(), signal.SIGKILL)", "os._exit(0)"])
def test_work_of_a_process_that_died_is_done_here(processors: int, end: str) -> None:
    """Nobody waits for ever, and nothing is missing."""
    code = f"""
def work():
    if os.getpid() != home:
        {end}
    return 42
print(beside(work)())
"""
    assert in_a_process_of_its_own(code, processors) == "42"


def test_a_process_beside_shares_its_work_with_nobody(processors: int) -> None:
    """The others are busy already."""
    code = """
def work():
    return os.getpid(), {pid for share in in_shares(
        lambda numbers: [os.getpid() for _ in numbers], range(1000)) for pid in share}
own, pids = beside(work)()
print(own != home, pids == {own}, _Job.alone)
"""
    told = in_a_process_of_its_own(code, processors)
    assert told == ("True True False" if processors > 1 else "False True False")


def test_a_process_beside_ends_when_nobody_asks_for_its_result(processors: int) -> None:
    """The first one may fail or be killed; more than a pipe holds must not keep the other waiting."""
    code = "beside(lambda: bytes(5_000_000))\nprint('gone', flush=True)\nos._exit(0)\n"
    assert in_a_process_of_its_own(code, processors) == "gone"  # waits for all who can still write


def test_no_process_stays_when_the_first_one_is_killed(processors: int) -> None:
    """Nothing is left that waits for work and holds a copy of the network."""
    code = (f"import os, signal, time\nos.cpu_count = lambda: {processors}\n"
            "from commonbook.parallel import in_shares\n"
            "signal.setitimer(signal.ITIMER_REAL, 0.5)\n"
            "list(in_shares(lambda numbers: time.sleep(1), range(20_000)))\n")
    killed = subprocess.run([sys.executable, "-c", code], timeout=20, check=False,
                            capture_output=True)  # waits for all who can still write
    assert killed.returncode == -signal.SIGALRM


def test_files_asked_side_by_side_know_what_they_are_made_from() -> None:
    """What another process has worked out is not worked out again."""
    home, asked = os.getpid(), []

    def origin(number: int) -> str:
        if os.getpid() == home:
            asked.append(number)
        return f"digest {number}"

    files = [File(f"{number}.html", lambda number=number: origin(number), bytes) for number in range(900)]
    ask_origins(files)
    before = len(asked)
    assert [file.made_from for file in files] == [f"digest {number}" for number in range(900)]
    assert len(asked) == before


def test_a_network_that_was_read_again_is_let_go() -> None:
    """Nothing in it leads in a circle: what is never collected would stay in a server for ever."""
    before = read(TESTS / "networks" / "commons")
    assert before.pages
    entry = weakref.ref(before.network.entries["group/linden-vale-pantry"])
    gc.collect()
    gc.disable()
    try:
        del before
        assert entry() is None
    finally:
        gc.enable()
