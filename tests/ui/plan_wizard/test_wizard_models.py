"""The two tables of the wizard keep Qt's rules for models, whatever is put into them."""

from __future__ import annotations

from datetime import date

from plan_samples import INVOICES, TODAY, eur, invoice
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from arcaller.domain.calendars import WEEKENDS_ONLY, Shift
from arcaller.domain.plans.installments import rebalance, schedule
from arcaller.domain.plans.terms import PlanTerms
from arcaller.ui.plan_wizard.schedule_model import AMOUNT, LEFT, ScheduleModel, shift_words
from arcaller.ui.shared.tables.invoice_ticks import InvoiceTickModel
from arcaller.ui.shared.words.formats import Formats

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
TERMS = PlanTerms(eur(117200), date(2026, 12, 1), TODAY, count=5)


def test_the_list_of_invoices_is_a_proper_model(qapp):
    model = InvoiceTickModel(Formats("en_GB"))
    tester = QAbstractItemModelTester(model, FATAL)
    model.set_rows([invoice(*row) for row in INVOICES], frozenset({1987, 9999}))
    model.toggle(1)
    assert [row.invoice_id for row in model.ticked_rows()] == [1987, 2003]
    assert model.setData(model.index(0, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert [row.invoice_id for row in model.ticked_rows()] == [2003]
    model.set_rows([], frozenset())
    assert model.rowCount() == 0
    del tester


def test_a_line_is_heard_as_one_sentence(qapp):
    model = InvoiceTickModel(Formats("en_GB"), chosen=("in the plan", "not in the plan"))
    model.set_rows([invoice(*INVOICES[2])], frozenset())
    heard = model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "2013, 305.00 EUR, 45 days past due, disputed: price, not in the plan"


def test_the_schedule_is_a_proper_model_while_it_grows_and_shrinks(qapp):
    model = ScheduleModel(Formats("en_GB"))
    tester = QAbstractItemModelTester(model, FATAL)
    for count in (5, 3, 3, 12):
        model.set_plan(schedule(PlanTerms(eur(117200), date(2026, 12, 1), TODAY, count=count)))
        assert model.rowCount() == count + 1
    model.set_stale()
    assert not model.flags(model.index(0, AMOUNT)) & Qt.ItemFlag.ItemIsEditable
    del tester


def test_the_sum_below_says_that_it_is_exact(qapp):
    model = ScheduleModel(Formats("en_GB"))
    model.set_plan(schedule(TERMS))
    assert [model.index(5, column).data() for column in (1, AMOUNT, LEFT)] == ["Together", "1,172.00", "✓ exact"]


def test_installments_and_the_sum_can_be_edited_the_down_payment_cannot(qapp):
    model = ScheduleModel(Formats("en_GB"))
    model.set_plan(schedule(PlanTerms(eur(117200), date(2026, 12, 1), TODAY, count=2, down_payment=eur(17200))))
    editable = [bool(model.flags(model.index(row, AMOUNT)) & Qt.ItemFlag.ItemIsEditable) for row in range(4)]
    assert editable == [False, True, True, True]


def test_an_amount_left_as_it_was_asks_for_nothing(qapp, qtbot):
    model = ScheduleModel(Formats("en_GB"))
    model.set_plan(schedule(TERMS))
    index = model.index(0, AMOUNT)
    with qtbot.assertNotEmitted(model.amount_typed):
        assert model.setData(index, index.data(Qt.ItemDataRole.EditRole))


def test_a_row_fixed_by_hand_is_marked_and_heard(qapp):
    model = ScheduleModel(Formats("en_GB"))
    model.set_plan(rebalance(schedule(TERMS), 2, eur(15000)))
    assert model.index(1, AMOUNT).data() == "✎ 150.00"
    assert model.index(1, AMOUNT).data(Qt.ItemDataRole.AccessibleTextRole).endswith("fixed by hand")


def test_a_date_moved_off_a_weekend_says_so(qapp):
    terms = PlanTerms(eur(1000), date(2026, 12, 5), TODAY, count=1, shift=Shift.FOLLOWING, calendar=WEEKENDS_ONLY)
    (row,) = schedule(terms).installments
    assert shift_words(row, Formats("en_GB")) == " (Sat 5 is a weekend day)"
