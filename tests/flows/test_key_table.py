"""From key press to disk to screen: how many keys each everyday task takes, and which rows it leaves."""

from __future__ import annotations

from PySide6.QtCore import Qt

from arcaller.domain.calls.outcomes import CallOutcome

MUELLER, LODZ = "Müller <Bau> GmbH", "Łódź Metal Sp. z o.o."


def test_the_list_of_the_day_is_in_call_order(desk):
    assert desk.bench.today.rows()[0] == desk.one("SELECT id FROM client WHERE legal_name = ?", LODZ)[0]


def test_a_voicemail_takes_two_keys_and_opens_the_next_sheet(desk):
    client_id = desk.open(LODZ)
    following = desk.bench.today.next_after(client_id)
    desk.type("2")
    desk.enter()
    assert desk.keys.count == 2
    outcome, placed, connected, right, message = desk.one(
        "SELECT outcome, was_placed, was_connected, was_right_party, left_message FROM call WHERE client_id = ?",
        client_id,
    )
    assert (outcome, placed, connected, right, message) == ("voicemail", 1, 1, 0, 1)
    due_on, due_time, zone, state = desk.one(
        "SELECT due_on, due_time, time_zone, state FROM follow_up WHERE client_id = ?", client_id
    )
    assert (due_on, due_time, zone, state) == ("2026-11-24", "10:00", "Europe/Berlin", "open")
    assert desk.sheet.client_id == following
    assert "Voicemail" in desk.bench.window.strip.said


def test_a_promise_of_all_overdue_on_friday_takes_four_keys(desk):
    client_id = desk.open(MUELLER)
    desk.type("4fr")
    desk.enter()
    assert desk.keys.count == 4
    due_on, minor, currency, state = desk.one(
        "SELECT due_on, amount_minor, currency, state FROM promise WHERE client_id = ?", client_id
    )
    assert (due_on, minor, currency, state) == ("2026-11-27", 117_200, "EUR", "open")
    covered = desk.ledger.rows(
        "SELECT i.number FROM promise_invoice p JOIN invoice i ON i.id = p.invoice_id ORDER BY i.number"
    )
    assert [number for (number,) in covered] == ["1987", "2003", "2031"]
    assert desk.sheet.client_id != client_id


def test_a_promise_of_500_on_the_15th_takes_at_most_nine_keys(desk):
    client_id = desk.open(MUELLER)
    desk.type("415")
    desk.press(Qt.Key.Key_Tab)
    desk.type("500")
    desk.enter()
    assert desk.keys.count == 8
    assert desk.one("SELECT due_on, amount_minor FROM promise WHERE client_id = ?", client_id) == (
        "2026-12-15",
        50_000,
    )


def test_a_call_back_today_takes_six_keys(desk):
    client_id = desk.open(LODZ)
    desk.type("71530")
    desk.enter()
    assert desk.keys.count == 6
    assert desk.one("SELECT kind, due_on, due_time, time_zone FROM follow_up WHERE client_id = ?", client_id) == (
        "call_back", "2026-11-23", "15:30", "Europe/Berlin",
    )  # fmt: skip


def test_a_dispute_of_the_oldest_invoice_takes_four_keys(desk):
    client_id = desk.open(MUELLER)
    desk.type("6")
    desk.press(Qt.Key.Key_Space)
    desk.type("p")
    desk.enter()
    assert desk.keys.count == 4
    number, reason = desk.one(
        """SELECT i.number, d.reason_code FROM dispute d JOIN dispute_invoice x ON x.dispute_id = d.id
        JOIN invoice i ON i.id = x.invoice_id WHERE d.client_id = ?""",
        client_id,
    )
    assert (number, reason) == ("1987", "price")


def test_a_plan_of_three_equal_parts_takes_four_keys_and_ends_proposed(desk):
    client_id = desk.open(MUELLER)
    desk.type("53")
    desk.enter()
    desk.enter()
    assert desk.keys.count == 4
    state, total, version = desk.one(
        """SELECT p.state, v.total_minor, v.id FROM payment_plan p JOIN plan_version v ON v.plan_id = p.id
        WHERE p.client_id = ?""",
        client_id,
    )
    parts = desk.ledger.rows(
        "SELECT amount_minor FROM installment WHERE plan_version_id = ? ORDER BY number", (version,)
    )
    assert (state, total) == ("proposed", 117_200)
    assert [minor for (minor,) in parts] == [39_066, 39_066, 39_068]
    assert desk.one("SELECT outcome FROM call WHERE client_id = ?", client_id) == ("plan",)


def test_jumping_to_another_client_takes_seven_keys(desk):
    desk.open(LODZ)
    desk.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    desk.type("kest")
    desk.enter()
    assert desk.keys.count == 7
    assert desk.sheet.client_id == desk.one("SELECT id FROM client WHERE number = '10384'")[0]
    desk.settle()
    assert desk.sheet.outcomes.note.hasFocus()


def test_ctrl_k_finds_also_from_within_a_text_field(desk):
    desk.bench.window.show_screen("clients")
    desk.bench.search_clients()
    desk.type("muller")
    desk.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    desk.type("kest")
    desk.enter()
    assert desk.sheet.client_id == desk.one("SELECT id FROM client WHERE number = '10384'")[0]
    assert desk.bench.window.screen_widget("clients").search.text() == "muller"


def test_taking_back_the_last_outcome_takes_two_keys_and_reopens_its_sheet(desk):
    client_id = desk.open(LODZ)
    desk.type("asked to call again")
    desk.press(Qt.Key.Key_Escape)
    desk.type("2")
    desk.enter()
    desk.settle()
    assert desk.sheet.client_id != client_id
    desk.keys.count = 0
    desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.keys.count == 2
    assert desk.one("SELECT count(*) FROM call") == (0,)
    assert desk.one("SELECT count(*) FROM follow_up") == (0,)
    desk.settle()
    assert desk.sheet.client_id == client_id
    assert desk.sheet.outcomes.note.toPlainText() == "asked to call again"
    assert desk.sheet.outcomes.armed is CallOutcome.VOICEMAIL


def test_a_blind_second_outcome_is_text_of_the_next_note(desk):
    desk.open(LODZ)
    # the new sheet is kept from being painted: what is typed meanwhile was typed without seeing it
    desk.sheet.logged.connect(lambda _changes: desk.sheet.setUpdatesEnabled(False))
    for key in ("2", Qt.Key.Key_Return, "3", Qt.Key.Key_Return, "4", Qt.Key.Key_Return):
        desk.press(key) if isinstance(key, Qt.Key) else desk.type(key)
    assert desk.one("SELECT count(*) FROM call") == (1,)
    desk.sheet.setUpdatesEnabled(True)
    desk.settle()
    assert desk.sheet.outcomes.note.toPlainText() == "34"
    assert desk.sheet.outcomes.armed is None


def test_a_half_typed_note_comes_back_on_its_sheet(desk):
    client_id = desk.open(LODZ)
    desk.type("Mr Nowak is away until")
    desk.open(MUELLER)
    assert desk.sheet.outcomes.note.toPlainText() == ""
    desk.bench.open_client(client_id)
    assert desk.sheet.outcomes.note.toPlainText() == "Mr Nowak is away until"


def test_a_logged_call_forgets_its_draft(desk):
    client_id = desk.open(LODZ)
    desk.type("rang twice")
    desk.sheet._keeper.flush()
    assert desk.one("SELECT count(*) FROM draft") == (1,)
    desk.press(Qt.Key.Key_Escape)
    desk.type("1")
    desk.enter()
    assert desk.one("SELECT note FROM call WHERE client_id = ?", client_id) == ("rang twice",)
    assert desk.one("SELECT count(*) FROM draft") == (0,)


def test_a_refused_promise_writes_nothing_and_says_why(desk):
    desk.open(MUELLER)
    desk.type("4fr")
    desk.press(Qt.Key.Key_Tab)
    desk.type("99999")
    desk.enter()
    assert desk.one("SELECT count(*) FROM promise") == (0,)
    assert desk.one("SELECT count(*) FROM call") == (0,)
    assert desk.sheet.outcomes.promise_form.amount.hasFocus()
