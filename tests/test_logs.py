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
