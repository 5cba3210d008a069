"""Work in shares: done by several processes where that pays."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

Progress = Callable[[int, int], None]
"""Is told how much is done, and of how much."""

WORTH_IT = 400
"""Pieces below which another process costs more than it saves (its start: 60 ms)."""
MOST = 8
SHARES_EACH = 24
SMALLEST = 50
"""Pieces of a share, so that a share is worth sending."""


def in_shares(
    work: Callable[[Sequence[T]], R], pieces: Sequence[T], worth_it: int = WORTH_IT
) -> Iterator[R]:
    """The result of ``work`` for each share of the pieces.

    Processes are forked, so that work and pieces need not be sent; only results are. Where
    there is no fork, or little to do, all of it is done here.
    """
    workers = min(os.cpu_count() or 1, MOST)
    if len(pieces) < worth_it or workers < 2 or _Job.alone or not _can_fork():  # noqa: PLR2004
        yield work(pieces)
        return
    count = max(workers, min(workers * SHARES_EACH, len(pieces) // SMALLEST))
    shares = [pieces[number::count] for number in range(count)]  # each has some of all kinds
    job = _Job(work, shares)
    context = multiprocessing.get_context("fork")
    with uncollected(), ProcessPoolExecutor(
        workers - 1, mp_context=context, initializer=job.install
    ) as pool:
        pending = [pool.submit(_run, number) for number in range(count)]
        # The others begin at the first share, this process at the last, until they meet: sending
        # and taking in results costs as much as the work, so nobody knows who will be quicker.
        for number in reversed(range(count)):
            if pending[number].cancel():
                yield work(shares[number])
        yield from (result.result() for result in pending if not result.cancelled())


def beside(work: Callable[[], R]) -> Callable[[], R]:
    """Begin some work in a forked process; what comes back waits for its result.

    Where there is no fork, or only one processor, the work is done when it is asked for; so it is
    where the other process has died. What it changes in memory stays there: only its result comes.
    """
    if (os.cpu_count() or 1) < 2 or not _can_fork():  # noqa: PLR2004
        return work
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(work, sending, receiving), daemon=True)
    with uncollected():
        process.start()
    sending.close()

    def result() -> R:
        try:
            made, held = receiving.recv()
        except EOFError:
            return work()
        finally:
            receiving.close()
            process.join()
        if made:
            return held  # type: ignore[no-any-return]
        raise held

    return result


def _send(work: Callable[[], Any], to: Connection, other_end: Connection) -> None:
    """Runs in the other process, which does no work in shares: the first one is busy too."""
    other_end.close()  # held open here, it would keep us waiting for a first process that has died
    _end_with_parent()
    _Job.alone = True
    try:
        result = True, work()
    except Exception as error:  # noqa: BLE001 - it is raised where somebody waits
        result = False, error
    except KeyboardInterrupt:  # the first process says what there is to say
        return
    with suppress(BrokenPipeError):  # nobody waits any more
        to.send(result)


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of cycles.

    What is read is kept, and looking at it over and over took a quarter of the time at 10,000
    entries. What is there at the end is never looked at again.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def silent(done: int, of: int) -> None:
    """Progress that nobody watches."""


class _Job:
    """What a forked process inherits."""

    current: _Job | None = None
    alone = False
    """Whether this process has work of its own, beside another that has the rest."""

    def __init__(self, work: Callable[[Any], Any], shares: list[Any]) -> None:
        self.work = work
        self.shares = shares

    def install(self) -> None:
        """Runs once in each child."""
        _end_with_parent()
        _Job.current = self


def _run(number: int) -> Any:
    job = _Job.current
    if job is None:
        msg = "This process has no work."
        raise RuntimeError(msg)
    return job.work(job.shares[number])


def _end_with_parent() -> None:
    """End this process as soon as the one that forked it has ended, even if that was killed.

    It would wait for work for ever, and hold a copy of the network.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def follow() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


def _can_fork() -> bool:
    """Fork is safe only while there is one thread (POSIX.1, fork)."""
    return ("fork" in multiprocessing.get_all_start_methods()
            and threading.active_count() == 1)
