"""The settings screen over a new ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from settings_desk import NOW, TODAY, Office

from arcaller.services.ledgers import make_ledger, open_ledger


@pytest.fixture
def office(tmp_path: Path, qapp) -> Iterator[Office]:
    path = tmp_path / "office.arcaller"
    make_ledger(path, company="Northwind", currency="EUR", user_name="Asha Rao", at=NOW, today=TODAY, country="DE")
    ledger = open_ledger(path, today=TODAY, since=NOW)
    yield Office(ledger)
    ledger.close()


@pytest.fixture
def screen(office: Office, qtbot):
    made = office.screen()
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    return made
