"""A plan through the whole window, by keys: rows edited, signed, missed, notice, rescheduled, given up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from arcaller.app.building import make_workbench
from arcaller.app.layouts import Layouts
from arcaller.data.tables import ImportBatch
from arcaller.services.commands import AgreePlan
from arcaller.services.days import begin_day, decide_all
from arcaller.services.plans.agreements import issue_agreement
from arcaller.services.plans.plans import agree_plan
from arcaller.ui.plan_wizard.schedule_model import AMOUNT, DUE
from arcaller.ui.shared.words.formats import Formats

CLIENT = "Müller <Bau> GmbH"


def wizard_of(desk):
    """The wizard over the three overdue invoices, its table of rows in focus."""
    desk.open(CLIENT)
    desk.type("53")
    wizard = desk.bench.plans.wizard
    table = wizard.schedule.table
    table.setFocus(Qt.FocusReason.TabFocusReason)
    return wizard, table


def on(wizard, table, row, column=AMOUNT):
    table.setCurrentIndex(wizard.schedule.model.index(row, column))


def amounts(wizard):
    return [row.amount.minor for row in wizard.plan.installments]


def days(wizard):
    return [row.due_on.isoformat() for row in wizard.plan.installments]


def test_an_amount_typed_into_a_row_stays_and_the_rest_rebalances(desk):
    wizard, table = wizard_of(desk)
    assert amounts(wizard) == [39_066, 39_066, 39_068]
    on(wizard, table, 0)
    desk.type("500")
    desk.enter()
    assert amounts(wizard) == [50_000, 33_600, 33_600]
    assert wizard.schedule.model.index(0, AMOUNT).data().startswith("✎ 500.00")
    assert wizard.schedule.model.index(3, AMOUNT + 1).data() == "✓ exact"


def test_a_row_that_cannot_be_is_refused_beside_the_table_and_nothing_changes(desk):
    wizard, table = wizard_of(desk)
    before = amounts(wizard)
    on(wizard, table, 0)
    desk.type("5000")
    desk.enter()
    assert amounts(wizard) == before
    assert "come to more than 1,172.00 EUR (by 3,828.00 EUR)" in wizard.schedule._error.text()


def test_a_day_typed_into_a_row_moves_it_and_the_later_ones_follow(desk):
    wizard, table = wizard_of(desk)
    first = days(wizard)
    on(wizard, table, 1)
    desk.press(Qt.Key.Key_Left)
    assert table.currentIndex().column() == DUE
    desk.type("15")
    desk.enter()
    assert days(wizard) == [first[0], "2027-01-15", "2027-02-15"]
    on(wizard, table, 1)
    desk.press(Qt.Key.Key_Delete)
    assert days(wizard) == first


def test_t2_the_sum_typed_makes_a_settlement(desk):
    wizard, table = wizard_of(desk)
    on(wizard, table, 3)
    desk.type("879")
    desk.enter()
    assert amounts(wizard) == [29_300, 29_300, 29_300]
    assert wizard.plan.discount.minor == 29_300
    assert wizard.terms.discount.text() == "25 %"
    on(wizard, table, 4)
    desk.type("2000")
    desk.enter()
    assert "overpays by 828.00 EUR" in wizard.schedule._error.text()


def test_edited_rows_are_stored_and_marked_on_the_page(desk):
    wizard, table = wizard_of(desk)
    on(wizard, table, 0)
    desk.type("500")
    desk.enter()
    wizard.terms.count.setFocus()
    desk.enter()
    desk.enter()
    assert desk.ledger.rows("SELECT amount_minor, is_edited FROM installment ORDER BY number") == [
        (50_000, 1), (33_600, 0), (33_600, 0),
    ]  # fmt: skip


def pay(desk, number, minor):
    """A payment on an invoice, as an import would post it."""
    from arcaller.data.tables import Invoice, Payment, PaymentApplication

    at = desk.bench._doors.make_desk()
    (invoice,) = desk.ledger.select(Invoice, Invoice.number == number)
    with desk.ledger.act("pay", actor_id=1, at=at.now) as act:
        paid = act.add(
            Payment(client_id=invoice.client_id, paid_on=at.today, currency="EUR", amount_minor=minor,
                    unapplied_minor=0, source="manual")
        )  # fmt: skip
        act.add(PaymentApplication(payment_id=paid, invoice_id=invoice.id, applied_on=at.today, amount_minor=minor))
        act.change(invoice, open_minor=invoice.open_minor - minor)
    return invoice.client_id


@pytest.mark.parametrize("in_review", [False, True])
def test_a_payment_that_arrives_while_the_plan_is_drafted_is_counted_and_nothing_is_lost(desk, in_review):
    from arcaller.services.changes import Changes

    wizard, table = wizard_of(desk)
    on(wizard, table, 0)
    desk.type("500")
    desk.enter()
    if in_review:
        wizard.terms.count.setFocus()
        desk.enter()
        assert wizard.review.isVisible()
    client_id = pay(desk, "1987", 20_000)
    desk.bench.runner.changed.emit(Changes("import_payments", "imported", frozenset({client_id})))
    assert amounts(wizard) == [50_000, 23_600, 23_600]
    assert not wizard.review.isVisible()
    assert "was over 1,172.00, now it is over 972.00" in desk.bench.window.strip.said


@pytest.fixture
def signed(desk, fonts):
    """Three installments from 1 December, signed."""
    desk.open(CLIENT)
    desk.type("53")
    desk.enter()
    desk.enter()
    (plan_id,) = desk.one("SELECT id FROM payment_plan")
    at = desk.bench._doors.make_desk()
    issue_agreement(at, plan_id, None, fonts)
    agree_plan(at, AgreePlan(plan_id, at.today, "Anna Weber"))
    return plan_id


@pytest.fixture(scope="session")
def fonts(tmp_path_factory):
    from arcaller.documents.paper.fonts import FontBook

    return FontBook(tmp_path_factory.mktemp("fonts"))


def page_of(desk, plan_id):
    desk.bench.window.show_screen("plans")
    screen = desk.bench.window.screen_widget("plans")
    screen.open_plan(plan_id)
    return screen, screen._tools.plan


def test_a_running_plan_is_rescheduled_and_given_up_again_by_keys(desk, signed):
    screen, page = page_of(desk, signed)
    assert page.standing.text().startswith("On track; 0 of 3 paid")
    page.reschedule.setFocus()
    desk.enter()
    wizard = desk.bench.plans.wizard
    assert wizard.isVisible()
    desk.type("5")
    desk.enter()
    assert wizard.again.reason.hasFocus()
    desk.type("lost a customer")
    wizard.terms.count.setFocus()
    desk.enter()
    desk.enter()
    assert screen.isVisible()
    assert desk.one("SELECT state, current_version FROM payment_plan") == ("proposed", 2)
    assert page.standing.text() == "Rescheduled; the new version waits for signatures"
    assert [page._overview.plan.version, len(page._overview.parts)] == [2, 5]
    page.resume.setFocus()
    desk.enter()
    desk.type("pays as agreed")
    desk.enter()
    assert desk.one("SELECT state, current_version FROM payment_plan") == ("on_track", 1)
    page._older.click()


def reschedule_in_a_call(desk, plan_id):
    desk.open(CLIENT)
    desk.sheet.begin_inbound(None, "+49 30 23125 142")
    assert desk.sheet.outcomes.running is not None
    desk.type("lost a customer")
    _, page = page_of(desk, plan_id)
    page.reschedule.setFocus()
    desk.enter()
    wizard = desk.bench.plans.wizard
    desk.type("5")
    wizard.again.reason.setText("lost a customer")
    wizard.terms.count.setFocus()
    desk.enter()
    assert "logs the call" in wizard.review._say.text()
    desk.enter()


def test_a_plan_rescheduled_during_a_call_logs_the_call_with_it(desk, signed):
    before = desk.one("SELECT count(*) FROM call")[0]
    reschedule_in_a_call(desk, signed)
    assert desk.one("SELECT current_version FROM payment_plan") == (2,)
    assert desk.one("SELECT count(*) FROM call") == (before + 1,)
    assert desk.one("SELECT outcome, note, was_right_party, length_seconds IS NOT NULL FROM call "
                    "ORDER BY id DESC LIMIT 1") == ("plan", "lost a customer", 1, 1)  # fmt: skip
    assert desk.sheet.isVisible()
    assert desk.sheet.client_name != CLIENT
    assert desk.one("SELECT count(*) FROM draft WHERE body LIKE '%started_at%'") == (0,)


def test_a_call_logged_with_a_rescheduled_plan_comes_back_with_it(desk, signed):
    reschedule_in_a_call(desk, signed)
    desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.one("SELECT state, current_version FROM payment_plan") == ("agreed", 1)
    assert desk.sheet.client_name == CLIENT
    assert desk.sheet.outcomes.note.toPlainText() == "lost a customer"
    assert desk.sheet.outcomes.running is not None


def test_a_plan_begun_from_the_menu_during_a_call_is_the_plan_of_that_call(desk):
    desk.open(CLIENT)
    desk.sheet.begin_inbound(None, "+49 30 23125 142")
    desk.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    desk.type("3")
    desk.enter()
    desk.enter()
    assert desk.one("SELECT outcome FROM call ORDER BY id DESC LIMIT 1") == ("plan",)


def test_esc_leads_from_the_wizard_back_to_the_plan(desk, signed):
    screen, page = page_of(desk, signed)
    page.reschedule.click()
    desk.press(Qt.Key.Key_Escape)
    assert screen.isVisible()
    assert screen.shows_plan


@pytest.fixture
def weeks_later(qtbot, desk, signed, theme, tmp_path):
    """The window as it opens three weeks after the signing, nothing paid, with payment data to prove it."""
    at = desk.bench._doors.make_desk()
    late = replace(at, now=at.now + timedelta(days=21), today=at.today + timedelta(days=21))
    desk.bench.window.close()
    begin_day(late)
    with desk.ledger.act("import", actor_id=1, at=late.now) as act:
        act.add(ImportBatch(kind="payments", file_name="p", file_sha256="0", imported_at=late.now, row_count=0,
                            report={}))  # fmt: skip
    decide_all(late)
    bench = make_workbench(desk.ledger, lambda: late, theme, Layouts(tmp_path / "late.json"), Formats("en_GB"))
    bench.window.resize(1440, 900)
    bench.start()
    qtbot.waitExposed(bench.window)
    hand = type(desk)(qtbot, desk.ledger, bench)
    yield hand
    hand.keys.stop()
    bench.window.close()
    bench.tasks.stop()


def test_notice_is_given_by_keys_and_taken_back_and_nothing_is_broken_before_its_time(weeks_later, signed):
    desk = weeks_later
    _, page = page_of(desk, signed)
    assert desk.one("SELECT state FROM payment_plan") == ("behind",)
    assert [event.kind for event in page._overview.events] == ["missed"]
    assert page.notice.isVisible()
    assert not page.break_it.isVisible()
    page.notice.setFocus()
    desk.press(Qt.Key.Key_Space)
    assert desk.one("SELECT notice_on, cure_until FROM payment_plan") == ("2026-12-14", "2026-12-21")
    assert "Notice given on Mon 14 Dec 2026" in page.ended.accessibleName()
    page.break_it.click()
    desk.enter()
    assert "can still cure" in desk.bench.window.strip.said
    desk.type("x")  # in the field of the reason
    desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.one("SELECT notice_on FROM payment_plan") == ("2026-12-14",)
    desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.one("SELECT notice_on, state FROM payment_plan") == (None, "behind")
    assert page.notice.isVisible()


def test_money_that_lies_here_unassigned_is_said_before_a_notice(weeks_later, signed):
    from arcaller.data.tables import Payment

    desk = weeks_later
    at = desk.bench._doors.make_desk()
    with desk.ledger.act("pay", actor_id=1, at=at.now) as act:
        act.add(Payment(client_id=1, paid_on=at.today, currency="EUR", amount_minor=39_000, unapplied_minor=39_000,
                        source="import"))  # fmt: skip
    _, page = page_of(desk, signed)
    assert page.ended.isVisible()
    assert "390.00 came in without naming what it was for" in page.ended.accessibleName()


def test_w16_w23_the_sheet_shows_what_is_open_by_plan_dates_and_back_by_keys(desk, signed):
    desk.open(CLIENT)
    panel = desk.sheet.invoices
    ticked = panel.ticked()
    by_invoice = [bucket.minor for bucket in panel._aging._buckets]
    assert by_invoice[0] == 120_000
    desk.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    desk.type("invoices by plan")
    desk.enter()
    assert panel.plan_dates.hasFocus()
    lines = [panel.plan_dates.item(row).text() for row in range(panel.plan_dates.count())]
    assert lines[0].startswith("Plan P-2026-")
    assert lines[1].startswith("  #1 · 390.66 · 1 Dec")
    assert lines[1].endswith("to come")
    assert lines[-1].startswith("2054 · 1,200.00")
    assert [bucket.minor for bucket in panel._aging._buckets] == [237_200, 0, 0, 0, 0]
    desk.press(Qt.Key.Key_Escape)
    assert panel.table.hasFocus()
    assert [bucket.minor for bucket in panel._aging._buckets] == by_invoice
    assert panel.ticked() == ticked
    panel.dates_button.setFocus()
    desk.press(Qt.Key.Key_Space)
    assert panel.plan_dates.isVisible()
    assert desk.one("SELECT sum(overdue_minor) FROM client_summary WHERE client_id = 1") == (117_200,)


def test_without_a_plan_there_is_no_other_view(desk):
    desk.open(CLIENT)
    desk.bench.window.actions_table.get("plan_dates").trigger()
    assert desk.sheet.invoices.plan_dates.isHidden()
    assert desk.bench.window.strip.said.startswith("No plan of this client runs")
