"""The tour over a ledger of one's own: pictures of every screen in both themes, and the agreement."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def walk(out: Path, ledger: Path) -> subprocess.CompletedProcess[str]:
    """The verb in a process of its own, as anybody runs it: into a folder named from where he stands."""
    main = str(ROOT / "main.py")
    command = [sys.executable, main, "tour", out.name, "--ledger", str(ledger), "--today", "2026-11-23"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=out.parent, env=environment, capture_output=True, text=True, timeout=180, check=False
    )


@pytest.mark.timeout(400)
def test_the_tour_leaves_every_screen_in_both_themes_and_the_agreement(ledger_path, tmp_path):
    out = tmp_path / "tour"
    before = ledger_path.read_bytes()
    done = walk(out, ledger_path)
    assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in out.glob("*.png"))
    lights = [name for name in names if name.endswith("-light.png")]
    assert [name.replace("-light", "-dark") for name in lights] == [n for n in names if n.endswith("-dark.png")]
    shown = " ".join(lights)
    for screen in ("import-preview", "today", "clients", "call-sheet", "plan-wizard", "plan-review", "settings",
                   "call-rules", "rank-explained", "offers", "inbound-call", "promise-confirmation", "client-card",
                   "rules", "day-done"):  # fmt: skip
        assert f"-{screen}-" in shown, screen
    for paper in ("agreement", "call-sheet", "promise-confirmation", "end-of-day"):
        assert (out / f"{paper}.pdf").read_bytes().startswith(b"%PDF-"), paper
    assert ledger_path.read_bytes() == before, "the tour works on a copy"

    own = out / lights[0]
    own.write_bytes(b"somebody's own picture")
    again = walk(out, ledger_path)
    assert again.returncode == 1
    assert lights[0] in again.stderr
    assert own.read_bytes() == b"somebody's own picture"


@pytest.mark.timeout(200)
def test_a_ledger_without_clients_is_walked_as_well(tmp_path):
    from datetime import UTC, date, datetime

    from arcaller.services.ledgers import make_ledger

    path = tmp_path / "new.arcaller"
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    make_ledger(path, company="Nordwind", currency="EUR", user_name="Asha", at=at, today=date(2026, 11, 23))
    done = walk(tmp_path / "tour", path)
    assert done.returncode == 0, done.stderr
