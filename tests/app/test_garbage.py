"""Garbage goes on the window's thread: a worker never takes a dead widget with it."""

from __future__ import annotations

import gc
import threading

import pytest

from arcaller.app.garbage import GarbageRound
from arcaller.ui.shared.task_runner import TaskRunner


@pytest.fixture
def garbage(qtbot):
    gc.collect()
    started = GarbageRound()
    yield started
    started.stop()


class Dead:
    """What only a cycle still holds, as a closed dialog with its slots does; notes the thread that ends it."""

    def __init__(self, ended_on):
        self.me, self.ended_on = self, ended_on

    def __del__(self):
        self.ended_on.append(threading.current_thread())


def test_a_worker_that_allocates_ends_nothing_of_the_window(qtbot, garbage):
    def allocate(_progress):
        for _ in range(200):
            Dead(ended_on)
            kept.append([[each] for each in range(2_000)])
        return threading.current_thread()

    kept, ended_on = [], []
    Dead(ended_on)
    tasks = TaskRunner()
    task = tasks.start(allocate)
    with qtbot.waitSignal(task.done) as done:
        pass
    assert done.args[0] not in ended_on
    qtbot.waitUntil(lambda: len(ended_on) == 201)
    assert set(ended_on) == {threading.current_thread()}


def test_garbage_of_every_age_goes_by_itself(qtbot, garbage, request):
    def old(generation):
        kept = Dead(ended_on)
        kept.partner = [kept]
        for younger in range(generation):
            gc.collect(younger)
        return kept

    before = gc.get_threshold()
    request.addfinalizer(lambda: gc.set_threshold(*before))
    gc.set_threshold(before[0], 2, 2)
    ended_on = []
    for generation in range(3):
        old(generation)
    living = []

    def busy():
        living.append([[each] for each in range(3_000)])
        return len(ended_on) == 3

    qtbot.waitUntil(busy, timeout=30_000)


def test_python_collects_by_itself_again_after_the_last_round(qtbot):
    garbage = GarbageRound()
    assert not gc.isenabled()
    garbage.stop()
    assert gc.isenabled()
