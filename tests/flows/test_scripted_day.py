"""One day of a caller on the sample company, by keys alone: from the first call to the end-of-day sheet."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from arcaller.app.building import make_workbench
from arcaller.app.layouts import Layouts
from arcaller.data.database import GUI_TIMEOUT_MS, Ledger
from arcaller.data.tables import ContactNumber
from arcaller.data.verify import verify
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.services.days import begin_day
from arcaller.services.desk import Desk
from arcaller.services.sample.sample import make_sample
from arcaller.ui.call_sheet.inbound_box import InboundBox
from arcaller.ui.shared.widgets.chip import Chip
from arcaller.ui.shared.widgets.text import Spans
from arcaller.ui.shared.words.formats import Formats
from arcaller.ui.work_list.rank_card import RankCard
from tests.flows.conftest import MONDAY, Desk1

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
WINE, AHORN, ISTANBUL = "Elmwood Wine Pty Ltd", "Ahorn Software GmbH", "İstanbul Seramik GmbH"
MEDICAL, LODZ, IRIS, FARMS = "Nordlicht Medical e.K.", "Łódź Metal Sp. z o.o.", "Iris Travel e.K.", "Elmwood Farms KG"
SECOND_NUMBER = "+49 30 23125 199"


class Day(Desk1):
    """Hands and a clock; whatever is on top, the palette or a box, gets the keys."""

    def __init__(self, qtbot, ledger, make_bench, folder):
        self.now = datetime(2026, 11, 23, 7, 40, tzinfo=UTC)
        self.folder, self.paper, self.dialed = folder, "", []
        super().__init__(qtbot, ledger, make_bench(lambda: Desk(ledger, 1, self.now, MONDAY)))

    def _top(self):
        if QApplication.activeWindow() is None:
            # a window system gives the window its keys back when a box over it closes; here none does
            self.bench.window.activateWindow()
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.bench.window

    def type(self, text):
        for letter in text:
            QTest.keyClick(self._top().windowHandle(), letter)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self._top().windowHandle(), key, modifier)

    def chord(self, key):
        self.press(key, CTRL | SHIFT)

    def escape(self):
        self.press(Qt.Key.Key_Escape)

    def at(self, hour, minute):
        """Time goes on, in Berlin; the window looks at the clock as it does every few seconds."""
        self.now = datetime(2026, 11, 23, hour - 1, minute, tzinfo=UTC)
        self.bench.today._timer.timeout.emit()
        self.sheet._clock_timer.timeout.emit()

    def do(self, words):
        """An act that has no key of its own: by its name."""
        self.press(Qt.Key.Key_K, CTRL)
        self.type(words)
        self.enter()

    def find(self, name):
        """The sheet of ``name``, by Ctrl+K and his number."""
        client_id, number = self.one("SELECT id, number FROM client WHERE legal_name = ?", name)
        self.do(number)
        self.settle()
        assert self.sheet.client_id == client_id
        self.keys.count = 0
        return client_id

    def tab_to(self, widget):
        for _ in range(60):
            if widget.hasFocus():
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"{widget} is not reached by Tab")

    def log(self, keys, most):
        """Type an outcome, Enter included as ``\\n``: at most ``most`` keys to the next sheet."""
        before, self.keys.count = self.sheet.client_id, 0
        for part in keys:
            if isinstance(part, str):
                self.type(part)
            else:
                self.press(part)
        assert self.keys.count <= most, self.keys.count
        assert self.sheet.client_id != before
        assert self.sheet.isVisible()
        self.settle()

    @property
    def shown(self):
        return self.sheet.client_name

    @property
    def said(self):
        return self.bench.window.strip.said

    @property
    def next_step(self):
        return self.sheet.outcomes._next_step.text

    def last_call(self, columns="outcome"):
        return self.one(f"SELECT {columns} FROM call ORDER BY id DESC LIMIT 1")

    def saved(self, name):
        self.paper = name
        return self.folder / name


ENTER, TAB, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Space


@pytest.fixture
def day(qtbot, theme, tmp_path, monkeypatch):
    """The window on a Monday morning at twenty to nine, over a sample nobody has worked on that day."""
    path = tmp_path / "northwind.arcaller"
    make_sample(path, seed=7, today=MONDAY, now=datetime(2026, 11, 23, 6, tzinfo=UTC))
    ledger = Ledger.open(path, timeout_ms=GUI_TIMEOUT_MS)
    begin_day(Desk(ledger, 1, datetime(2026, 11, 23, 7, tzinfo=UTC), MONDAY))
    client_id, contact_id = ledger.row(
        "SELECT c.id, k.id FROM client c JOIN contact k ON k.client_id = c.id WHERE legal_name = ?", (MEDICAL,)
    )
    with ledger.act("more_numbers", actor_id=1, at=datetime(2026, 11, 23, 7, tzinfo=UTC)) as act:
        act.add(ContactNumber(client_id=client_id, contact_id=contact_id, phone=SECOND_NUMBER,
                              phone_digits="493023125199"))  # fmt: skip

    def bench(make_desk):
        return make_workbench(ledger, make_desk, theme, Layouts(tmp_path / "layout.json"), Formats("en_GB"))

    hand = Day(qtbot, ledger, bench, tmp_path)
    monkeypatch.setattr(
        QDesktopServices, "openUrl", staticmethod(lambda url: hand.dialed.append(url.toString()) or True)
    )
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(tmp_path / hand.paper), "")))
    hand.bench.window.resize(1440, 900)
    hand.bench.start()
    qtbot.waitExposed(hand.bench.window)
    assert hand.sheet is not None
    yield hand
    hand.keys.stop()
    hand.bench.window.close()
    hand.bench.tasks.stop()
    ledger.close()


def test_a_whole_day_by_keys_from_the_first_call_to_the_end_of_day_sheet(day):
    for stretch in (
        the_broken_promise_is_promised_again, the_last_call_is_taken_back, fridays_broken_promise_is_next,
        a_promise_in_parts,
        a_client_is_put_back, a_call_back_is_agreed, no_answer_goes_to_the_next_number,
        a_wrong_number, a_call_the_rules_refuse_is_passed_over, a_dispute, a_plan_is_proposed,
        the_call_back_comes_at_its_minute, somebody_calls,
        what_happened_and_who_the_client_is, a_promise_is_confirmed, the_call_sheet_for_the_road,
        a_plan_behind_gets_its_notice, the_rules_in_plain_words, the_end_of_the_day,
    ):  # fmt: skip
        stretch(day)


def a_call_the_rules_refuse_is_passed_over(day):
    """In Sydney it is evening by now."""
    dialed = list(day.dialed)
    day.find(WINE)
    day.press(Qt.Key.Key_F8)
    assert day.said == (
        "No call now: 18:40 in Sydney; calls are from 08:00 to 18:00. "
        "Next allowed Tue 24 Nov 08:00, because of the calling hours."
    )
    assert day.dialed == dialed
    assert day.sheet.head.panel.isVisible()
    day.escape()
    assert not day.sheet.head.panel.isVisible()
    day.press(Qt.Key.Key_F9)
    day.type("3")
    assert day.one("SELECT reason FROM work_skip") == ("closed today",)
    assert day.said.startswith(f"{WINE} is passed over today")


def the_broken_promise_is_promised_again(day):
    """Last week's broken promise is first; an answer to what the client says, an offer, then a day he names."""
    assert name_of(day, day.bench.today.rows()[0]) == AHORN
    day.enter()
    day.settle()
    assert day.shown == AHORN
    assert "Promise broken 18 Nov" in chips(day)
    day.press(Qt.Key.Key_F3)
    card = day.bench.window.findChild(RankCard)
    assert "Broken promise +1200" in card.text()
    day.escape()
    day.press(Qt.Key.Key_F8)
    assert day.dialed == ["tel:+49-30-23125032"]
    talk = day.sheet.conversation
    assert "452" not in talk.script_view.text
    day.press(Qt.Key.Key_F7)
    assert talk.is_identity_verified
    assert "452" in talk.script_view.text
    day.press(Qt.Key.Key_E, CTRL)
    assert len(talk.objections.list.choices) == 12
    day.type("t")
    day.enter()
    assert talk.offers.list.hasFocus()
    assert "452.04" in talk.offers.text
    day.escape()
    day.log(("4fr", ENTER), 5)
    assert day.one("SELECT due_on, amount_minor FROM promise ORDER BY id DESC LIMIT 1") == ("2026-11-27", 45_204)
    assert day.last_call("outcome, was_identified, was_placed") == ("promise", 1, 1)


def the_last_call_is_taken_back(day):
    """Two keys: the sheet comes back as it was, and Enter logs it again."""
    before = day.one("SELECT count(*) FROM promise")[0]
    day.keys.count = 0
    day.press(Qt.Key.Key_Z, CTRL)
    assert day.keys.count == 2
    day.settle()
    assert day.shown == AHORN
    assert day.sheet.outcomes.armed is CallOutcome.PROMISE
    assert day.one("SELECT count(*) FROM promise")[0] == before - 1
    day.log((ENTER,), 1)
    assert day.one("SELECT count(*) FROM promise")[0] == before


def fridays_broken_promise_is_next(day):
    """Put back to next week before; a promise broken on the last business day brings him up. It is evening there."""
    assert day.shown == "Casa Verde Joinery Pty Ltd"
    assert "Promise broken 20 Nov" in chips(day)
    day.press(Qt.Key.Key_Down, CTRL)
    day.settle()


def a_promise_in_parts(day):
    """The other promise broken on Friday: part this Friday, the rest on the 15th."""
    assert day.shown == "Cedar Bakery plc"
    assert "Promise broken 20 Nov" in chips(day)
    client_id = day.sheet.client_id
    overdue = day.sheet.invoices.ticked_amount("GBP").minor
    day.log(("4fr 15", TAB, "400", ENTER), 11)
    rows = day.ledger.rows(
        "SELECT due_on, amount_minor, part, parts FROM promise WHERE client_id = ? AND state = 'open' ORDER BY id",
        (client_id,),
    )
    assert rows == [("2026-11-27", 40_000, 1, 2), ("2026-12-15", overdue - 40_000, 2, 2)]


def a_client_is_put_back(day):
    """It is night in New York: the client comes back on Friday."""
    client_id, name = day.sheet.client_id, day.shown
    day.press(Qt.Key.Key_F9, SHIFT)
    day.type("fr")
    day.press(TAB)
    day.type("night there")
    day.enter()
    assert day.one("SELECT due_on, reason FROM follow_up WHERE client_id = ? AND is_put_back = 1", client_id) == (
        "2026-11-27", "night there",
    )  # fmt: skip
    assert day.said.startswith(name)
    day.settle()


def a_call_back_is_agreed(day):
    """The next one has a call-back in the afternoon and is passed over; this one asks for a quarter past ten."""
    assert day.shown == ISTANBUL
    client_id = day.sheet.client_id
    day.keys.count = 0
    day.type("71015")
    assert "Mon 23 Nov 10:15" in day.next_step
    day.enter()
    assert day.keys.count <= 7
    day.settle()
    agreed = day.one("SELECT due_on, due_time FROM follow_up WHERE client_id = ? AND kind = 'call_back'", client_id)
    assert agreed == ("2026-11-23", "10:15")


def no_answer_goes_to_the_next_number(day):
    """A message on the first number, Shift+Enter, the second number rings."""
    assert day.shown == MEDICAL
    client_id = day.sheet.client_id
    day.press(Qt.Key.Key_F8)
    day.type("2")
    day.press(ENTER, SHIFT)
    day.settle()
    assert day.sheet.client_id == client_id
    assert day.last_call() == ("voicemail",)
    assert f"{SECOND_NUMBER}, F8 calls" in day.said
    day.press(Qt.Key.Key_F8)
    assert len(day.dialed) == 3, day.said
    day.log(("1", ENTER), 2)
    assert day.last_call("outcome, phone") == ("no_answer", SECOND_NUMBER)


def a_wrong_number(day):
    assert day.shown == LODZ
    day.log(("8", ENTER), 2)
    assert day.last_call() == ("wrong_number",)
    assert "Find a number" in line_of(day, LODZ) or "done" in line_of(day, LODZ)


def a_dispute(day):
    """The oldest invoice, for its price."""
    day.find(FARMS)
    oldest = day.one(
        "SELECT number FROM invoice WHERE client_id = ? AND open_minor > 0 ORDER BY due_on LIMIT 1",
        day.sheet.client_id,
    )
    day.log(("6", SPACE, "p", ENTER), 6)
    assert day.one(
        """SELECT i.number, d.reason_code FROM dispute d JOIN dispute_invoice x ON x.dispute_id = d.id
        JOIN invoice i ON i.id = x.invoice_id ORDER BY d.id DESC LIMIT 1"""
    ) == (*oldest, "price")


def a_plan_is_proposed(day):
    """Three parts lack the down payment a caller must ask for; the nearest plan inside is taken by its key."""
    day.find(IRIS)
    client_id = day.sheet.client_id
    day.type("53")
    wizard = day.bench.plans.wizard
    assert wizard.isVisible()
    assert wizard.plan.down_payment.minor == 0
    day.press(Qt.Key.Key_T, CTRL)
    assert wizard.plan.down_payment.minor > 0
    day.enter()
    assert wizard.review.isVisible()
    day.enter()
    assert day.keys.count <= 8
    assert day.one("SELECT state FROM payment_plan WHERE client_id = ?", client_id) == (
        "proposed",
    )  # fmt: skip
    assert day.last_call() == ("plan",)
    day.settle()


def the_call_back_comes_at_its_minute(day):
    """At a quarter past ten it is said, stands on top, and is the next client."""
    day.at(10, 14)
    assert "call-back" not in day.said
    day.at(10, 15)
    assert day.said == "A call-back is due now. On top of Today."
    (istanbul,) = day.one("SELECT id FROM client WHERE legal_name = ?", ISTANBUL)
    assert istanbul in day.bench.today.rows()[:2]
    day.press(Qt.Key.Key_Down, CTRL)
    day.settle()
    assert day.shown == ISTANBUL
    day.log(("0n", ENTER), 3)


def somebody_calls(day):
    """Found by the number, logged as a conversation."""
    day.chord(Qt.Key.Key_I)
    assert day.bench.window.findChild(InboundBox).isVisible()
    day.type("030 23125 038")
    day.enter()
    day.settle()
    assert day.shown == IRIS
    assert "● Inbound 10:15" in day.next_step
    day.log(("0n", ENTER), 3)
    assert day.last_call("direction, was_right_party, phone") == ("in", 1, "+49 30 23125 038")


def what_happened_and_who_the_client_is(day):
    """What changed since, the timeline, the card; each left by Esc."""
    day.find(AHORN)
    day.chord(Qt.Key.Key_T)
    timeline = day.sheet.timeline
    assert timeline.search.hasFocus()
    words = [each.text for each in timeline.view.widget().findChildren(Spans)]
    assert words[0] == "Nothing new."
    assert any("Promise" in each for each in words)
    day.escape()
    assert day.sheet.outcomes.note.hasFocus()
    day.press(Qt.Key.Key_F2)
    assert day.bench.clients.card.isVisible()
    day.escape()
    assert day.sheet.isVisible()


def a_promise_is_confirmed(day):
    day.do("Confirm the promise")
    letter = day.bench.promises.confirmation
    assert letter.isVisible()
    assert "EUR 452,04 bis zum Ende des 27" in letter.letter.toPlainText()
    target = day.saved("promise.pdf")
    day.tab_to(letter.save)
    day.press(SPACE)
    assert target.read_bytes().startswith(b"%PDF")
    assert day.one("SELECT kind FROM paper ORDER BY id DESC LIMIT 1") == ("promise_confirmation",)


def the_call_sheet_for_the_road(day):
    assert day.sheet.isVisible()
    target = day.saved("call-sheet.pdf")
    day.do("Print the call sheet")
    assert target.read_bytes().startswith(b"%PDF")
    assert day.one("SELECT kind FROM paper ORDER BY id DESC LIMIT 1") == ("call_sheet",)


def a_plan_behind_gets_its_notice(day):
    """The page of a plan with a missed installment; notice given, then on paper."""
    day.press(Qt.Key.Key_4, CTRL)
    screen = day.bench.window.screen_widget("plans")
    while "behind" not in screen._model.index(screen.table.currentIndex().row(), 2).data():
        day.press(Qt.Key.Key_Down)
    day.enter()
    page = screen._tools.plan
    assert page.isVisible()
    assert page.standing.text().startswith("Behind by 1 installment")
    day.tab_to(page.notice)
    day.enter()
    assert day.one("SELECT kind FROM plan_event ORDER BY id DESC LIMIT 1") == ("notice",)
    target = day.saved("notice.pdf")
    day.tab_to(page.notice_paper)
    day.enter()
    assert target.read_bytes().startswith(b"%PDF")


def the_rules_in_plain_words(day):
    day.press(Qt.Key.Key_6, CTRL)
    rules = day.bench.window.screen_widget("rules")
    assert rules.isVisible()


def the_end_of_the_day(day):
    """What was done and what is left, on paper; the ledger checks."""
    day.press(Qt.Key.Key_1, CTRL)
    assert day.bench.today.isVisible()
    target = day.saved("day.pdf")
    day.do("End-of-day sheet")
    assert day.said == "End-of-day sheet saved as day.pdf."
    assert target.read_bytes().startswith(b"%PDF")
    assert verify(day.ledger).is_ok


def name_of(day, client_id):
    return day.one("SELECT legal_name FROM client WHERE id = ?", client_id)[0]


def chips(day):
    return " ".join(each.text for each in day.sheet.head.findChildren(Chip) if each.isVisible())


def line_of(day, name):
    today = day.bench.today
    (client_id,) = day.one("SELECT id FROM client WHERE legal_name = ?", name)
    place = list(today.rows()).index(client_id)
    return today._model.cells_at(place).sentence
