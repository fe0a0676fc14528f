"""The two runners: what goes out when an act commits, is refused, fails or is held back; tasks on a thread."""

from __future__ import annotations

import threading

import pytest

from arcaller.domain.errors import DomainError
from arcaller.services.changes import Changes
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.task_runner import TaskRunner

DONE = Changes("log_call", "Voicemail left at Meyer KG.", frozenset({17}), entry=4)


@pytest.fixture
def heard(qapp):
    """A runner and what its signals said."""
    heard: list[tuple[str, object]] = []
    runner = CommandRunner(
        lambda: "desk", undo=lambda desk: Changes("undo", f"Undone at {desk}."), redo=lambda desk: DONE
    )
    runner.changed.connect(lambda changes: heard.append(("changed", changes)))
    runner.refused.connect(lambda error: heard.append(("refused", error)))
    runner.failed.connect(lambda error: heard.append(("failed", error)))
    return runner, heard


def test_an_act_gets_desk_and_command_and_its_changes_go_out_once(heard):
    runner, said = heard
    seen = []
    assert runner.run(lambda desk, command: seen.append((desk, command)) or DONE, "command") == DONE
    assert seen == [("desk", "command")]
    assert said == [("changed", DONE)]


def test_a_refusal_goes_out_with_its_field_and_changes_nothing(heard):
    runner, said = heard

    def refuse(desk, command):
        raise DomainError("A promise needs its day; type one, such as fr.", "due_on")

    assert runner.run(refuse, None) is None
    [(kind, error)] = said
    assert (kind, error.field) == ("refused", "due_on")


def test_any_other_error_is_a_failure_and_the_window_lives_on(heard, caplog):
    runner, said = heard
    assert runner.run(lambda desk, command: 1 / 0, None) is None
    assert [(kind, type(error)) for kind, error in said] == [("failed", ZeroDivisionError)]
    assert runner.run(lambda desk, command: DONE, None) == DONE
    assert "an act failed" in caplog.text


def test_undo_and_redo_are_acts_without_a_command(heard):
    runner, said = heard
    assert runner.undo().said == "Undone at desk."
    assert runner.redo() == DONE
    assert [kind for kind, _ in said] == ["changed", "changed"]


def test_acts_are_held_back_while_a_bulk_write_is_under_way(heard):
    runner, said = heard
    ran = []
    runner.begin_bulk()
    runner.begin_bulk()
    assert runner.run(lambda desk, command: ran.append(1) or DONE, None) is None
    runner.end_bulk()
    assert runner.undo() is None
    runner.end_bulk(DONE)
    assert not ran
    assert [kind for kind, _ in said] == ["refused", "refused", "changed"]
    assert runner.run(lambda desk, command: DONE, None) == DONE


def test_work_runs_on_another_thread_and_answers_on_this_one(qtbot):
    runner = TaskRunner()
    here, threads, steps = threading.get_ident(), [], []

    def work(progress, number):
        threads.append(threading.get_ident())
        progress(1, 2, "half")
        return number * 2

    task = runner.start(work, 21)
    task.progress.connect(lambda *step: steps.append((*step, threading.get_ident())))
    results = []
    task.done.connect(results.append)
    with qtbot.waitSignal(task.ended):
        assert runner.busy
    assert results == [42]
    assert threads != [here]
    assert steps == [(1, 2, "half", here)]
    qtbot.waitUntil(lambda: not runner.busy)


def test_a_canceled_task_says_so_and_nothing_else(qtbot):
    runner = TaskRunner()
    started = threading.Event()

    def work(progress):
        started.set()
        while True:
            progress.check()

    task = runner.start(work)
    others = []
    task.done.connect(others.append)
    task.failed.connect(others.append)
    assert started.wait(5)
    with qtbot.waitSignal(task.canceled):
        task.cancel()
    assert not others


@pytest.mark.parametrize(("error", "signal"), [(DomainError("No."), "refused"), (OSError("disk"), "failed")])
def test_an_error_of_the_work_arrives_as_what_it_is(qtbot, error, signal, caplog):
    runner = TaskRunner()

    def work(progress):
        raise error

    task = runner.start(work)
    with qtbot.waitSignal(getattr(task, signal)) as caught:
        pass
    assert caught.args == [error]


def test_stopping_waits_for_what_runs(qtbot):
    runner = TaskRunner()
    ended = []

    def work(progress):
        try:
            while True:
                progress.check()
        finally:
            ended.append(1)

    runner.start(work)
    runner.stop()
    assert ended == [1]
    qtbot.waitUntil(lambda: not runner.busy)


def test_what_is_said_and_refused_goes_out_in_the_readers_words(qapp):
    def refuse(desk, command):
        raise DomainError("At most 1234.00 EUR.", "amount")

    runner = CommandRunner(lambda: "desk", undo=lambda desk: DONE, redo=lambda desk: DONE, word=str.upper)
    said = []
    runner.changed.connect(lambda changes: said.append(changes.said))
    runner.refused.connect(lambda error: said.append((error.message, error.field)))
    runner.run(lambda desk, command: DONE, None)
    runner.run(refuse, None)
    runner.end_bulk(DONE)
    assert said == [DONE.said.upper(), ("AT MOST 1234.00 EUR.", "amount"), DONE.said.upper()]
