"""A morning's ledger and the panel that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from day_story import NOW, Office, fill_day, make_ledger

from arcaller.data.database import Ledger
from arcaller.services.undo import redo, undo_last
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.words.formats import Formats
from arcaller.ui.work_list.work_list_panel import WorkListPanel


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    path = tmp_path / "day.arcaller"
    make_ledger(path)
    with Ledger.open(path, since=NOW) as ledger:
        yield Office(ledger)


@pytest.fixture
def ids(office: Office) -> dict[str, int]:
    return fill_day(office)


@pytest.fixture
def runner(qapp, office: Office) -> CommandRunner:
    return CommandRunner(office.desk, undo=undo_last, redo=redo)


@pytest.fixture
def make_panel(qtbot, office, runner):
    def make() -> WorkListPanel:
        panel = WorkListPanel(office.desk, runner, Formats(), home_currency="EUR", company_zone="Europe/Berlin")
        qtbot.addWidget(panel)
        panel.resize(352, 800)
        panel.show()
        return panel

    return make


@pytest.fixture
def panel(ids, make_panel) -> WorkListPanel:
    return make_panel()
