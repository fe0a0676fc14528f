"""Two people at one ledger, one after the other: what one has half typed is not the other's."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices

from arcaller.app.building import make_workbench
from arcaller.app.layouts import Layouts
from arcaller.data.tables import AppUser
from arcaller.ui.shared.words.formats import Formats

MUELLER, LODZ = "Müller <Bau> GmbH", "Łódź Metal Sp. z o.o."


@pytest.fixture(autouse=True)
def phone(monkeypatch):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)


@pytest.fixture
def colleague(qtbot, desk, theme, tmp_path):
    """The window as it opens for somebody else after the first caller left."""
    asha = desk.bench._doors.make_desk()
    with desk.ledger.act("add_user", actor_id=1, at=asha.now) as act:
        ben = dataclasses.replace(asha, actor_id=act.add(AppUser(name="Ben", role="caller")))
    hands = []

    def come():
        desk.keys.stop()
        desk.bench.window.close()
        layouts = Layouts(tmp_path / "ben.json")
        bench = make_workbench(desk.ledger, lambda: ben, theme, layouts, Formats("en_GB"))
        bench.window.resize(1440, 900)
        bench.start()
        qtbot.waitExposed(bench.window)
        hands.append(type(desk)(qtbot, desk.ledger, bench))
        return hands[0]

    yield come
    for hand in hands:
        hand.keys.stop()
        hand.bench.window.close()
        hand.bench.tasks.stop()


def test_a_half_typed_note_and_a_parked_call_stay_their_writers(desk, colleague):
    desk.open(MUELLER)
    desk.press(Qt.Key.Key_F8)
    desk.type("told me of her illness")
    ben = colleague()
    ben.open(MUELLER)
    assert ben.sheet.outcomes.note.toPlainText() == ""
    assert ben.sheet.outcomes.running is None
    ben.open(LODZ)
    assert ben.bench.window.strip.part("parked") == ""
    ben.press(Qt.Key.Key_F8)
    assert ben.sheet.outcomes.running is not None
    ben.type("2")
    ben.enter()
    ben.open(MUELLER)
    ben.type("2")
    ben.enter()
    assert ben.one("SELECT count(*) FROM call WHERE note = ''") == (2,)
    assert "illness" in ben.one("SELECT body FROM draft WHERE user_id = 1")[0]
