"""What was understood stands in words before Enter, and afterwards where the day is looked at again."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from arcaller.data.tables import Invoice, Payment
from arcaller.ui.shared.tables.invoice_ticks import DUE
from arcaller.ui.shared.tables.table_view import CELL_MARGIN
from arcaller.ui.shared.widgets.text import Text

CLIENT = "Müller <Bau> GmbH"
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def step(desk):
    return desk.sheet.outcomes._next_step.text


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("0c", "Wants a copy. Sends the copy Mon 23 Nov. Right person: Anna Weber."),
        ("0m", "Message with a person. Calls again Tue 24 Nov 10:00 Berlin time."),
        ("8", "Wrong no. Finds the right number Mon 23 Nov."),
    ],
)
def test_an_armed_outcome_is_named_once_and_whole(desk, keys, words):
    desk.open(CLIENT)
    desk.type(keys)
    assert step(desk) == words


def test_day_way_and_proof_of_a_payment_are_said_before_enter(desk):
    desk.open(CLIENT)
    desk.type("0py")
    assert step(desk).startswith("Says paid. Paid Sun 22 Nov 2026. Checks the payment")
    form = desk.sheet.outcomes.other_form
    form.method.setCurrentIndex(1)
    form.method.activated.emit(1)
    form.proof.setChecked(True)
    assert "Paid Sun 22 Nov 2026 by transfer, proof asked for." in step(desk)
    form.when.clear()
    form.method.setCurrentIndex(0)
    form.method.activated.emit(0)
    assert step(desk).startswith("Says paid. Proof asked for. Checks the payment")


def test_when_a_call_logged_later_took_place_is_said_on_the_clients_clock(desk):
    desk.open(CLIENT)
    desk.press(Qt.Key.Key_D, CTRL | SHIFT)
    desk.sheet.outcomes.facts_row.when.setText("1130")
    desk.sheet.outcomes.arm_key("1")
    assert step(desk).startswith("No answer. Took place Mon 23 Nov 11:30 Berlin time. Calls again")


def test_the_list_says_what_an_other_call_was(desk):
    client_id = desk.open(CLIENT)
    desk.type("0n")
    desk.enter()
    desk.settle()
    today = desk.bench.today
    cells = today._model.cells_at(today._model.row_of(client_id))
    assert "no commitment" in cells.row.reason.lead


def test_log_and_try_the_next_number_keeps_the_offer_to_take_it_back(desk):
    desk.open(CLIENT)
    desk.type("1")
    desk.press(Qt.Key.Key_Return, SHIFT)
    desk.settle()
    strip = desk.bench.window.strip
    assert strip.said.startswith("There is no further number. No answer at Müller")
    assert strip._undo.isVisibleTo(strip)


def test_a_date_of_another_year_says_its_year(desk):
    (client_id,) = desk.one("SELECT id FROM client WHERE legal_name = ?", CLIENT)
    with desk.ledger.act("older", actor_id=1, at=desk.bench._doors.make_desk().now) as act:
        for row in desk.ledger.select(Invoice, Invoice.number == "1987"):
            act.change(row, due_on=date(2025, 12, 17))
        for paid_on in (date(2026, 6, 21), date(2025, 10, 25)):
            act.add(
                Payment(
                    client_id=client_id, paid_on=paid_on, currency="EUR", amount_minor=500, unapplied_minor=500,
                    source="import",
                )
            )  # fmt: skip
    desk.open(CLIENT)
    model = desk.sheet.invoices.table.model()
    assert [model.index(row, DUE).data() for row in range(3)] == ["17 Dec 2025", "20 Sept", "30 Oct"]
    table = desk.sheet.invoices.table
    needed = table.fontMetrics().horizontalAdvance("17 Dec 2025") + 2 * (CELL_MARGIN + 3)
    assert table.columnWidth(DUE) >= needed
    paid = desk.sheet.invoices._payments.text
    assert "21 Jun  5.00" in paid
    assert "25 Oct 2025  5.00" in paid


def test_a_line_that_begins_with_a_name_from_the_right_runs_from_the_left(qapp, theme):
    text = Text("شركة محمد Ltd is passed over today")
    assert not text.text().startswith("\u200e")
    assert super(Text, text).text().startswith("\u200e")
    assert super(Text, Text("Müller <Bau> GmbH")).text() == "Müller <Bau> GmbH"


def test_once_a_note_is_begun_the_hint_names_the_key_before_the_digit(desk):
    desk.open(CLIENT)
    assert step(desk) == "A digit says how the call ended; Enter saves it."
    desk.type("he")
    assert step(desk) == "Esc, then a digit says how the call ended; Enter saves it."
    desk.press(Qt.Key.Key_Backspace)
    desk.press(Qt.Key.Key_Backspace)
    assert step(desk) == "A digit says how the call ended; Enter saves it."
