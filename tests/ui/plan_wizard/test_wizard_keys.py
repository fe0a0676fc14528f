"""What keys do in the wizard, and what the act gets to read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

from plan_samples import Office, basis, eur, invoice
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from arcaller.domain.authority import Authority, within
from arcaller.domain.calendars import Frequency, Shift
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.errors import DomainError
from arcaller.domain.plans.terms import IfBroken, PartPayments
from arcaller.services.changes import Changes
from arcaller.services.commands import LogCall
from arcaller.services.plans.warnings import PlanWatch, load_credit_rules
from arcaller.ui.plan_wizard.plan_wizard_screen import PlanWizardScreen, Step, draft_key
from arcaller.ui.plan_wizard.review import blind_keys

FREE = Authority()


def press(key: Qt.Key, window) -> None:
    """To whatever has the focus, once it is seen."""
    while isinstance(window, PlanWizardScreen) and (window._keys.is_unseen or window.review.hasFocus()):
        QTest.qWait(1)
    QTest.keyClick(window.focusWidget() or window, key)


def retype(field, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def test_an_enter_pressed_before_the_agreement_is_seen_does_not_propose_it(qtbot, office, open_wizard):
    wizard = open_wizard()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Space):
        for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
            QApplication.sendEvent(wizard.focusWidget(), QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))
    assert wizard.step is Step.REVIEW
    assert not office.proposed
    press(Qt.Key.Key_Return, wizard)
    assert len(office.proposed) == 1


def test_an_enter_that_waited_in_the_queue_while_the_agreement_was_made_does_not_propose_it(
    qtbot, office, open_wizard, monkeypatch
):
    def enter(stamp: int) -> None:
        event = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
        event.setTimestamp(stamp)
        QApplication.sendEvent(wizard.focusWidget(), event)

    wizard = open_wizard()
    clock = iter((10.0, 12.5))
    monkeypatch.setattr(blind_keys, "monotonic", lambda: next(clock, 20.0))
    enter(50_000)
    qtbot.waitUntil(lambda: not wizard._keys.is_unseen)
    enter(52_400)
    assert not office.proposed
    enter(52_600)
    assert len(office.proposed) == 1


def test_three_enter_enter_proposes_three_equal_parts_with_the_call(qtbot, office, open_wizard):
    office.basis = basis(FREE)
    call = LogCall(17, CallOutcome.PLAN, note="cash is tight")
    wizard = open_wizard(call=call)
    assert wizard.focusWidget() is wizard.terms.count
    QTest.keyClicks(wizard.focusWidget(), "3")
    press(Qt.Key.Key_Return, wizard)
    assert wizard.step is Step.REVIEW
    with qtbot.waitSignal(wizard.proposed) as caught:
        press(Qt.Key.Key_Return, wizard)
    assert isinstance(caught.args[0], Changes)
    (command,) = office.proposed
    assert command.invoice_ids == (1987, 2003, 2031)
    assert command.call is call
    assert command.terms.count == 3
    assert command.terms.total == eur(117200)
    assert [row.amount.minor for row in wizard.plan.installments] == [39066, 39066, 39068]


def test_a_second_enter_after_the_proposal_does_not_propose_again(office, open_wizard):
    office.basis = basis(FREE)
    wizard = open_wizard()
    for _ in range(4):
        press(Qt.Key.Key_Return, wizard)
    assert len(office.proposed) == 1


def test_a_key_held_down_goes_one_step_only(office, open_wizard):
    wizard = open_wizard()
    press(Qt.Key.Key_Return, wizard)
    held = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(wizard.focusWidget(), held)
    assert office.proposed == []


def test_letters_and_space_belong_to_the_field(open_wizard):
    wizard = open_wizard()
    QTest.keyClicks(wizard.terms.count, "4 p")
    assert wizard.terms.count.text() == "4 p"
    assert "“4 p” is not a number" in wizard.terms.count.accessibleDescription()


def test_esc_goes_from_review_to_terms_to_the_call_and_keeps_the_terms(qtbot, office, open_wizard):
    wizard = open_wizard()
    retype(wizard.terms.down, "15%")
    press(Qt.Key.Key_Return, wizard)
    press(Qt.Key.Key_Escape, wizard)
    assert wizard.step is Step.TERMS
    with qtbot.waitSignal(wizard.closed):
        press(Qt.Key.Key_Escape, wizard)
    wizard.open_plan(17, (1987, 2003, 2031))
    assert wizard.terms.down.text() == "15%"
    assert wizard.plan.terms.down_percent == Decimal(15)


def test_half_typed_terms_are_saved_without_a_word(qtbot, office, open_wizard):
    wizard = open_wizard()
    retype(wizard.terms.count, "7x")
    qtbot.waitUntil(lambda: draft_key(17) in office.drafts)
    assert json.loads(office.drafts[draft_key(17)])["terms"]["count"] == "7x"


def test_the_draft_goes_when_the_plan_is_stored(qtbot, office, open_wizard):
    wizard = open_wizard()
    retype(wizard.terms.count, "4")
    qtbot.waitUntil(lambda: draft_key(17) in office.drafts)
    press(Qt.Key.Key_Return, wizard)
    press(Qt.Key.Key_Return, wizard)
    assert office.drafts[draft_key(17)] == ""


def test_other_ticks_on_the_sheet_win_over_the_draft(office, open_wizard):
    wizard = open_wizard()
    retype(wizard.terms.count, "4")
    wizard.close_plan()
    wizard.open_plan(17, (2054,))
    assert wizard.covered.ticked() == (2054,)
    assert wizard.terms.count.text() == "4"


def test_an_unreadable_draft_is_no_reason_to_stop(office, open_wizard):
    office.drafts[draft_key(17)] = '{"terms": {"frequency": "hourly"}}'
    assert open_wizard().plan is not None


def test_without_ticks_what_is_overdue_and_undisputed_is_covered(open_wizard):
    assert open_wizard(()).covered.ticked() == (1987, 2003, 2031)


def test_what_is_paused_is_not_covered_unless_it_is_ticked(office, open_wizard):
    rows = (invoice(1987, date(2026, 8, 20), 41200, ""), invoice(2003, date(2026, 9, 20), 12000, ""))
    paused = (rows[0], replace(rows[1], is_left_alone=True, do_not_chase_reason="credit note comes"))
    office.basis = basis(FREE, invoices=paused)
    wizard = open_wizard(())
    assert wizard.covered.ticked() == (1987,)


def test_space_ticks_an_invoice_and_the_schedule_follows(open_wizard):
    wizard = open_wizard()
    wizard.covered.table.setFocus()
    QTest.keyClick(wizard.covered.table, Qt.Key.Key_Space)
    assert wizard.covered.ticked() == (2003, 2031)
    assert wizard.plan.debt == eur(76000)


def test_two_currencies_are_refused_in_words_and_the_last_plan_stays(office, open_wizard):
    rows = (invoice(1, date(2026, 8, 1), 5000, ""), invoice(2, date(2026, 8, 2), 5000, "", "USD"))
    office.basis = basis(invoices=rows)
    wizard = open_wizard((1,))
    wizard.covered.table.setCurrentIndex(wizard.covered.table.model().index(1, 1))
    QTest.keyClick(wizard.covered.table, Qt.Key.Key_Space)
    assert wizard.plan is None
    assert "one currency" in wizard.covered.table.accessibleDescription()
    assert wizard.schedule.model.rowCount() == 4


def test_typing_each_computes_the_number(open_wizard):
    wizard = open_wizard()
    retype(wizard.terms.each, "300")
    assert wizard.terms.count.text() == "4"
    assert wizard.plan.terms.each == eur(30000)
    assert [row.amount.minor for row in wizard.plan.installments] == [30000, 30000, 30000, 27200]
    assert wizard.terms.each.hint == "last 272.00"


def test_typing_the_number_again_computes_each(open_wizard):
    wizard = open_wizard()
    retype(wizard.terms.each, "300")
    retype(wizard.terms.count, "2")
    assert wizard.terms.each.text() == "586.00"
    assert wizard.plan.terms.count == 2


def test_a_week_by_week_plan_keeps_the_weekday_in_words(open_wizard):
    wizard = open_wizard()
    combo = wizard.terms.every
    retype(wizard.terms.first, "fr")
    QTest.keyClicks(combo, "w")
    combo.setCurrentIndex(combo.findData(Frequency.WEEKLY.value))
    combo.activated.emit(combo.currentIndex())
    assert combo.currentText() == "week, on Fri"
    assert wizard.plan.terms.frequency is Frequency.WEEKLY


def test_an_unreadable_date_is_said_under_its_field_and_the_schedule_stays(open_wizard):
    wizard = open_wizard()
    before = wizard.schedule.model.rowCount()
    retype(wizard.terms.first, "40")
    assert wizard.plan is None
    assert "There is no such day as “40”" in wizard.terms.first.accessibleDescription()
    assert wizard.schedule.model.rowCount() == before
    assert "before the last change" in wizard.schedule.title
    assert not wizard.go_on.isEnabled()


def test_enter_on_an_unreadable_field_puts_the_focus_there(open_wizard):
    wizard = open_wizard()
    retype(wizard.terms.discount, "abc")
    wizard.terms.count.setFocus()
    press(Qt.Key.Key_Return, wizard)
    assert wizard.step is Step.TERMS
    assert wizard.focusWidget() is wizard.terms.discount


def test_every_unreadable_field_is_named_at_once(open_wizard):
    wizard = open_wizard()
    form = wizard.terms
    fields = (form.first, form.balloon, form.rate, form.calendar, form.down)
    for field in fields:
        retype(field, "?")
    assert [field.accessibleName() for field in fields if not field.property("wrong")] == []


def test_the_date_that_was_understood_stands_in_the_field_once_it_is_left(open_wizard):
    wizard = open_wizard()
    retype(wizard.terms.first, "15")
    assert wizard.terms.first.hint == "Tue 15 Dec 2026"
    wizard.terms.count.setFocus()
    assert wizard.terms.first.text() == "Tue 15 Dec 2026"
    assert wizard.plan.terms.first_on == date(2026, 12, 15)


def test_a_moved_date_says_why(open_wizard):
    wizard = open_wizard()
    retype(wizard.terms.count, "5")
    model = wizard.schedule.model
    assert model.index(model.line_of(2), 1).data() == "Mon 4 Jan 2027 (Fri 1: New Year's Day)"
    assert wizard.plan.terms.shift is Shift.FOLLOWING


def test_the_broken_limit_is_named_and_taking_the_nearest_plan_is_inside(office, open_wizard):
    wizard = open_wizard()
    retype(wizard.terms.down, "172")
    retype(wizard.terms.count, "5")
    assert wizard.authority.banner.accessibleName() == "One limit is broken: down payment."
    assert "176.00 now, then 5 × 199.20" in wizard.authority.take.accessibleName()
    QTest.keyClick(wizard, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert wizard.terms.down.text() == "176.00"
    assert within(wizard.plan, office.basis.authority("EUR"))
    assert not wizard.authority.banner.isVisible()


def test_beyond_the_limits_the_button_says_where_the_plan_goes(open_wizard):
    wizard = open_wizard()
    press(Qt.Key.Key_Return, wizard)
    assert wizard.review.propose.text() == "Send to supervisor"
    press(Qt.Key.Key_Escape, wizard)
    retype(wizard.terms.down, "15 %")
    press(Qt.Key.Key_Return, wizard)
    assert wizard.review.propose.text() == "Propose"


def test_one_installment_changed_in_place_rebalances_the_rest(qtbot, open_wizard):
    wizard = open_wizard()
    retype(wizard.terms.count, "4")
    table, model = wizard.schedule.table, wizard.schedule.model
    table.setFocus()
    table.setCurrentIndex(model.index(model.line_of(1), 3))
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = table.focusWidget()
    editor.selectAll()
    QTest.keyClicks(editor, "500")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.plan.installments[0].edited)
    assert [row.amount.minor for row in wizard.plan.installments] == [50000, 22400, 22400, 22400]
    assert model.index(model.line_of(1), 3).data() == "✎ 500.00"
    assert wizard.step is Step.TERMS


def test_a_row_fixed_too_high_is_refused_and_nothing_changes(open_wizard):
    wizard = open_wizard()
    wizard.schedule.row_fixed.emit(1, "9000")
    assert "more than" in wizard.schedule.table.accessibleDescription()
    assert not any(row.edited for row in wizard.plan.installments)


def test_delete_lets_a_fixed_row_follow_the_terms_again(open_wizard):
    wizard = open_wizard()
    wizard.schedule.row_fixed.emit(1, "500")
    table, model = wizard.schedule.table, wizard.schedule.model
    table.setFocus()
    table.setCurrentIndex(model.index(model.line_of(1), 1))
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert not any(row.edited for row in wizard.plan.installments)


def test_a_refusal_of_the_act_is_shown_and_the_plan_is_not_lost(office, open_wizard):
    office.refusal = DomainError("The balance changed; build it again.", "total")
    wizard = open_wizard()
    press(Qt.Key.Key_Return, wizard)
    press(Qt.Key.Key_Return, wizard)
    assert wizard.review.message.accessibleName() == "The balance changed; build it again."
    office.refusal = None
    wizard.review.propose.setFocus()
    press(Qt.Key.Key_Return, wizard)
    assert len(office.proposed) == 1


def test_a_plan_kept_aside_comes_back_with_enter(open_wizard):
    wizard = open_wizard()
    retype(wizard.terms.count, "4")
    wizard.compare.click()
    retype(wizard.terms.count, "6")
    table = wizard.authority.table
    names = [table.model().index(row, 0).data() for row in range(table.model().rowCount())]
    assert names == ["All on Friday", "Two parts", "A · 4 × 293.00", "This plan"]
    table.setFocus()
    table.setCurrentIndex(table.model().index(2, 0))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert wizard.terms.count.text() == "4"
    assert wizard.step is Step.TERMS


def test_money_that_comes_in_meanwhile_changes_the_sum_and_keeps_the_terms(office, runner, open_wizard):
    wizard = open_wizard()
    retype(wizard.terms.count, "4")
    office.basis = basis(invoices=(invoice(1987, date(2026, 8, 20), 41200, ""),))
    runner.changed.emit(Changes("record_payment", "paid", frozenset({17})))
    assert wizard.plan.debt == eur(41200)
    assert wizard.plan.terms.count == 4


def test_every_field_has_a_name_for_those_who_do_not_see_it(open_wizard):
    wizard = open_wizard()
    form = wizard.terms
    fields = (form.down, form.count, form.each, form.every, form.first, form.shift, form.calendar, form.remainder,
              form.balloon, form.discount, form.rate, form.method, form.part_payments,
              form.if_broken)  # fmt: skip
    assert all(field.accessibleName() for field in fields)
    assert len({field.accessibleName() for field in fields}) == len(fields)


def test_tab_walks_the_terms_from_top_to_bottom(open_wizard):
    wizard = open_wizard()
    form = wizard.terms
    form.down.setFocus()
    walked = []
    for _ in range(6):
        press(Qt.Key.Key_Tab, wizard)
        walked.append(wizard.focusWidget())
    assert walked == [form.count, form.each, form.every, form.first, form.shift, form.calendar]


def test_nothing_is_clipped_at_1024_by_700(open_wizard):
    wizard = open_wizard()
    wizard.resize(960, 640)
    for part in (wizard.covered, wizard.schedule, wizard.authority):
        area = part.parentWidget()
        while area.parentWidget() is not None and not hasattr(area, "widgetResizable"):
            area = area.parentWidget()
        assert area.widget().minimumSizeHint().width() <= area.viewport().width()


def test_office_without_a_named_approver_says_a_supervisor(office: Office, open_wizard):
    office.basis = basis(approver="")
    wizard = open_wizard()
    assert "a supervisor" in wizard._say.text()


def test_a_limit_on_what_is_not_asked_takes_no_room(office, open_wizard):
    office.basis = basis(Authority(max_months=6, max_discount_percent=Decimal(10)))
    wizard = open_wizard()
    assert [meter.isVisible() for meter in wizard.authority._shown] == [True]
    retype(wizard.terms.discount, "5")
    assert [meter.isVisible() for meter in wizard.authority._shown] == [True, True]


def test_a_plan_of_more_than_a_year_says_the_year(open_wizard):
    wizard = open_wizard()
    retype(wizard.terms.count, "12")
    assert "2027" not in wizard.schedule.sentence
    retype(wizard.terms.count, "14")
    assert "on 3 January 2028" in wizard.schedule.sentence


def test_a_plan_that_may_be_regulated_credit_is_warned_about_while_its_terms_change(office, open_wizard):
    office.basis = basis(FREE, watch=PlanWatch("US", "consumer", load_credit_rules(), 3))
    wizard = open_wizard()
    assert not wizard.authority.cautions.isVisible()
    retype(wizard.terms.count, "5")
    assert wizard.authority.cautions.isVisible()
    assert "It has 5 installments" in wizard.authority.cautions.accessibleDescription()
    assert "12 CFR 1026.2(a)(17)" in wizard.authority.cautions.accessibleDescription()
    press(Qt.Key.Key_Return, wizard)
    assert wizard.review.cautions.isVisible()
    assert "It has 5 installments" in wizard.review.cautions.accessibleDescription()
    wizard.step_back()
    retype(wizard.terms.count, "4")
    assert not wizard.authority.cautions.isVisible()


def test_an_old_invoice_is_named_while_it_is_ticked(office, open_wizard):
    old = invoice(1500, date(2023, 11, 22), 50000, "")
    office.basis = basis(FREE, invoices=(old, *basis().invoices), watch=PlanWatch(time_barred_years=3))
    wizard = open_wizard((1500, 1987))
    assert "Invoice 1500 (due Wed 22 Nov 2023)" in wizard.authority.cautions.accessibleDescription()
    wizard.covered.table.model().toggle(0)
    assert not wizard.authority.cautions.isVisible()


def test_whether_part_payments_are_taken_is_a_term_of_the_plan(office, open_wizard):
    office.basis = basis(FREE)
    wizard = open_wizard()
    assert wizard.plan.terms.part_payments is PartPayments.ON_ACCOUNT
    wizard.terms.part_payments.setFocus()
    press(Qt.Key.Key_Down, wizard)
    assert wizard.plan.terms.part_payments is PartPayments.WHOLE_ONLY
    press(Qt.Key.Key_Return, wizard)
    press(Qt.Key.Key_Return, wizard)
    assert office.proposed[0].terms.part_payments is PartPayments.WHOLE_ONLY


def test_what_falls_due_if_the_plan_is_broken_is_a_term_of_it(office, open_wizard):
    office.basis = basis(FREE)
    wizard = open_wizard()
    assert wizard.plan.terms.if_broken is IfBroken.ALL_DUE
    wizard.terms.if_broken.setFocus()
    press(Qt.Key.Key_Down, wizard)
    press(Qt.Key.Key_Return, wizard)
    press(Qt.Key.Key_Return, wizard)
    assert office.proposed[0].terms.if_broken is IfBroken.OWN_TERMS


def test_t1_t3_t4_a_change_of_the_leading_terms_says_beside_the_schedule_what_it_means(office, open_wizard):
    office.basis = basis(FREE)
    wizard = open_wizard()
    notes = wizard.schedule.notes
    assert not notes.isVisibleTo(wizard)
    retype(wizard.terms.each, "500")
    assert notes.text().startswith("◐ The third installment is 172.00: what 2 × 500.00 leave.")
    retype(wizard.terms.each, "200")
    assert "◐ 3 × 200.00 would be a settlement: type 600.00 as the sum if that is agreed." in notes.text()
    retype(wizard.terms.each, "586")
    assert not notes.isVisibleTo(wizard)
    retype(wizard.terms.count, "4")
    assert notes.text() == "◐ 4 × 586.00 overpays by 1,172.00: the installments are 293.00 now."


def test_a_discount_says_what_is_due_if_the_settlement_fails(office, open_wizard):
    office.basis = basis(FREE, invoices=(invoice(1, date(2026, 8, 20), 875000, ""),))
    wizard = open_wizard((1,))
    assert not wizard.terms.if_it_fails.isVisible()
    retype(wizard.terms.discount, "20")
    assert (
        wizard.terms.if_it_fails.text() == "Only if every payment is on time; if the last one fails, 4,083.34 is due."
    )
    retype(wizard.terms.discount, "2x")
    assert not wizard.terms.if_it_fails.isVisible()


def test_what_is_typed_for_holidays_last_discount_and_interest_makes_the_plan(open_wizard):
    wizard = open_wizard()
    form = wizard.terms
    typed = ((form.count, "3"), (form.calendar, "US"), (form.balloon, "300"), (form.discount, "10"), (form.rate, "9"))
    for field, text in typed:
        retype(field, text)
    plan, terms = wizard.plan, wizard.plan.terms
    assert (terms.balloon, terms.discount_percent, terms.rate_percent) == (eur(30000), Decimal(10), Decimal(9))
    assert (terms.calendar.country, plan.discount) == ("US", eur(11720))
    assert [row.balance for row in plan.installments][-2:] == [eur(30000), eur(0)]
