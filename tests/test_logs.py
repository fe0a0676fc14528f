"""An error nobody caught is in the log and before the eyes of whoever pressed the key."""

from __future__ import annotations

import logging
import sys

import pytest

from arcaller.app.logs import start_log, tell_uncaught


@pytest.fixture
def log_file(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield start_log(tmp_path / "logs")
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def test_an_uncaught_error_is_logged_and_said(log_file):
    said = []
    tell_uncaught(said.append, log_file)
    sys.excepthook(ValueError, ValueError("no such thing"), None)
    assert "no such thing" in log_file.read_text(encoding="utf-8")
    assert len(said) == 1
    assert str(log_file) in said[0]


def test_leaving_by_the_keyboard_is_no_error_to_tell(log_file, capsys):
    said = []
    tell_uncaught(said.append, log_file)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert said == []


def test_without_a_place_for_the_log_the_program_starts_all_the_same(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    (tmp_path / "home").write_text("a file where the folder should be", encoding="utf-8")
    said = []
    try:
        log_file = start_log(tmp_path / "home" / "logs")
        tell_uncaught(said.append, log_file)
        sys.excepthook(ValueError, ValueError("no such thing"), None)
    finally:
        for handler in set(root.handlers) - set(before):
            root.removeHandler(handler)
        root.setLevel(level)
    assert log_file is None
    assert said == ["That did not work: an error inside arcaller stopped it. Try again."]
    assert "no such thing" in capsys.readouterr().err
