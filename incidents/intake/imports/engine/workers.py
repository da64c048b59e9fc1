"""Processes that take in the chunks of a run while another reads on."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_all_start_methods, get_context

from django.db import connection, connections

from . import chunks
from .context import ChunkContext

HandOver = Callable[[list[int]], None]


@contextmanager
def taking_in(context: ChunkContext, jobs: int, done: Callable[[int], None]) -> Iterator[HandOver]:
    """Take in the chunks, given as lines, that are handed to the function yielded; ``done`` is told how many rows.

    It is done by ``jobs`` other processes, or by this one where there is to be one, or where this one is in a
    transaction. Once it is left, all chunks are in.
    """
    if jobs < 2 or "fork" not in get_all_start_methods() or connection.in_atomic_block:
        yield lambda lines: done(chunks.take_in(context, lines))
        return
    waiting: list[Future[int]] = []
    with ProcessPoolExecutor(jobs, get_context("fork"), _die_with, (os.getpid(),)) as pool:
        # The first task forks all of them: now, while there is no connection that they would share.
        connections.close_all()
        pool.submit(int).result()

        def hand_over(lines: list[int]) -> None:
            waiting.append(pool.submit(chunks.take_in, context, lines))
            while sum(not future.done() for future in waiting) > 2 * jobs:
                done(waiting.pop(0).result())

        yield hand_over
        for future in waiting:
            done(future.result())


def _die_with(parent: int) -> None:
    """Let a worker stop when the run is killed: forked ones hold each other's pipes open and would wait for ever."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
