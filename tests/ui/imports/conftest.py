"""The import screen over a new ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from import_bench import Bench, make_company


@pytest.fixture
def bench(qtbot, tmp_path: Path) -> Iterator[Bench]:
    ledger = make_company(tmp_path / "office.arcaller")
    made = Bench(ledger, tmp_path, lambda done: qtbot.waitUntil(done, timeout=20_000))
    qtbot.addWidget(made.screen)
    made.screen.resize(1280, 860)
    made.screen.show()
    yield made
    made.tasks.stop()
    ledger.close()
