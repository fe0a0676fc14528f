"""A small ledger on disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from ledger_rows import NOW, TODAY, add_client

from arcaller.data.database import Ledger, create_ledger


@pytest.fixture
def ledger_path(tmp_path: Path) -> Path:
    path = tmp_path / "nord.arcaller"
    create_ledger(
        path, company="Nord", currency="EUR", country="DE", user_name="Ana", at=NOW, today=TODAY, device="PC7"
    )
    return path


@pytest.fixture
def ledger(ledger_path: Path) -> Iterator[Ledger]:
    with Ledger.open(ledger_path, since=NOW) as opened:
        yield opened


@pytest.fixture
def client(ledger: Ledger) -> int:
    return add_client(ledger)
