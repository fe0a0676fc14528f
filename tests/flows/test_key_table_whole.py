"""The key table, whole: each row is typed in the real window, its keys counted, its rows read; README says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from arcaller.domain.calls.outcomes import CallOutcome

MUELLER, LODZ = "Müller <Bau> GmbH", "Łódź Metal Sp. z o.o."
README = Path(__file__).parents[2] / "README.md"
KEYS = {"Enter": Qt.Key.Key_Return, "Tab": Qt.Key.Key_Tab, "Space": Qt.Key.Key_Space}
CHORDS = {"Ctrl+K": Qt.Key.Key_K, "Ctrl+Z": Qt.Key.Key_Z}


@dataclass(frozen=True)
class Row:
    """``keys`` as a hand presses them; they may not exceed ``most``. ``sql`` gives ``left`` once they are pressed."""

    task: str
    client: str
    keys: tuple[str, ...]
    most: int
    sql: str
    left: tuple[object, ...]
    shows_next: bool = True

    @property
    def count(self) -> int:
        """Keys pressed, a modifier counted as one."""
        return sum(1 if key in KEYS else 2 if key in CHORDS else len(key) for key in self.keys)

    @property
    def line(self) -> str:
        """The row as README has it."""
        return f"| {self.task} | {' '.join(f'`{key}`' for key in self.keys)} | {self.count} |"


TABLE = (
    Row("left a voicemail, try again tomorrow", LODZ, ("2", "Enter"), 2,
        "SELECT k.outcome, f.due_on, f.kind FROM call k JOIN follow_up f ON f.call_id = k.id",
        ("voicemail", "2026-11-24", "call")),
    Row("promise of all that is overdue, for Friday", MUELLER, ("4", "fr", "Enter"), 5,
        "SELECT due_on, amount_minor, currency, state FROM promise", ("2026-11-27", 117_200, "EUR", "open")),
    Row("promise of 500 on the 15th", MUELLER, ("4", "15", "Tab", "500", "Enter"), 9,
        "SELECT due_on, amount_minor FROM promise", ("2026-12-15", 50_000)),
    Row("500 on Friday, the rest on the 15th", MUELLER, ("4", "fr 15", "Tab", "500", "Enter"), 12,
        "SELECT group_concat(due_on || ' ' || amount_minor, ', ') FROM promise",
        ("2026-11-27 50000, 2026-12-15 67200",)),
    Row("call back today at 15:30, the client's time", LODZ, ("7", "1530", "Enter"), 7,
        "SELECT kind, due_on, due_time, time_zone FROM follow_up WHERE state = 'open'",
        ("call_back", "2026-11-23", "15:30", "Europe/Berlin")),
    Row("plan of three equal parts", MUELLER, ("5", "3", "Enter", "Enter"), 8,
        """SELECT p.state, count(*), sum(i.amount_minor) FROM payment_plan p JOIN plan_version v ON v.plan_id = p.id
        JOIN installment i ON i.plan_version_id = v.id""", ("proposed", 3, 117_200)),
    Row("dispute of the oldest invoice, price", MUELLER, ("6", "Space", "p", "Enter"), 6,
        """SELECT i.number, d.reason_code FROM dispute d JOIN dispute_invoice x ON x.dispute_id = d.id
        JOIN invoice i ON i.id = x.invoice_id""", ("1987", "price")),
    Row("says it is paid, yesterday", MUELLER, ("0", "p", "y", "Enter"), 4,
        "SELECT outcome, other, paid_on FROM call", ("other", "says_paid", "2026-11-22")),
    Row("jump to another client", LODZ, ("Ctrl+K", "kest", "Enter"), 8,
        "SELECT count(*) FROM call", (0,), shows_next=False),
    Row("take back the last outcome", LODZ, ("Ctrl+Z",), 2, "SELECT count(*) FROM call", (0,), shows_next=False),
)  # fmt: skip


def press(desk, keys):
    for key in keys:
        if key in KEYS:
            desk.press(KEYS[key])
        elif key in CHORDS:
            desk.press(CHORDS[key], Qt.KeyboardModifier.ControlModifier)
        else:
            desk.type(key)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.task)
def test_each_row_of_the_key_table_takes_its_keys_and_leaves_its_rows(desk, row):
    client_id = desk.open(row.client)
    if row.task.startswith("take back"):
        press(desk, ("2", "Enter"))
        desk.settle()
        desk.keys.count = 0
    press(desk, row.keys)
    assert desk.keys.count == row.count <= row.most
    assert desk.one(row.sql) == row.left
    desk.settle()
    if row.shows_next:
        assert desk.sheet.client_id != client_id
        assert desk.sheet.outcomes.armed is None
    elif row.task.startswith("take back"):
        assert (desk.sheet.client_id, desk.sheet.outcomes.armed) == (client_id, CallOutcome.VOICEMAIL)
    else:
        assert desk.sheet.client_id == desk.one("SELECT id FROM client WHERE number = '10384'")[0]
    assert desk.sheet.isVisible()


def test_the_readme_shows_the_key_table_as_it_is_measured():
    text = README.read_text(encoding="utf-8")
    found = re.search(r"\| task, from the open sheet \| keys \| count \|\n\|---\|---\|---\|\n((?:\|.*\n)+)", text)
    assert found is not None
    assert found[1].splitlines() == [row.line for row in TABLE]
