"""The import screen: from a file to rows on disk and back, and everything that may be wrong with a file."""

from __future__ import annotations

import csv
import os
import threading
from pathlib import Path

import pytest
import xlsxwriter
from import_bench import HEAD, NOW, rows_of_invoices
from PySide6.QtCore import QMimeData, Qt, QUrl

from arcaller.services.commands import ChangeSettings
from arcaller.services.settings import change_settings
from arcaller.ui.imports import import_work
from arcaller.ui.imports.import_screen import columns_key
from arcaller.ui.imports.rows_panel import FIRST_ROWS

LEDGERS = Path(os.environ.get("ARCALLER_TEST_DATA", Path(__file__).resolve().parents[4] / "shared/data")) / "ledgers"


def test_a_file_is_looked_at_imported_and_taken_back(bench, qtbot):
    bench.open(bench.file(rows_of_invoices(12)))
    screen = bench.screen
    assert screen.page is screen.review
    assert screen.review.counts.texts() == {
        "new": "12", "same": "0", "changed": "0", "gone": "0", "warnings": "0", "errors": "0",
    }  # fmt: skip
    assert screen.review.import_button.text() == "Import 12 rows"
    assert bench.count("invoice") == 0

    with qtbot.waitSignal(bench.runner.changed) as told:
        bench.import_shown()
    assert told.args[0].everything
    assert screen.page is screen.result
    assert bench.count("invoice") == 12
    amount, due = bench.ledger.rows("SELECT amount_minor, due_on FROM invoice WHERE number = 'R-1003'")[0]
    assert (amount, due) == (10_350, "2026-10-04")

    screen.result.undo_button.click()
    bench.settle()
    assert bench.count("invoice") == bench.count("client") == 0
    assert screen.page is screen.start
    assert "taken back" in screen.start.message.accessibleName()


def test_enter_imports_and_enter_again_goes_to_today(bench, qtbot):
    bench.open(bench.file(rows_of_invoices(3)))
    qtbot.keyClick(bench.screen.focusWidget(), Qt.Key.Key_Return)
    bench.settle()
    assert bench.count("invoice") == 3
    with qtbot.waitSignal(bench.screen.went_to_today):
        qtbot.keyClick(bench.screen.focusWidget(), Qt.Key.Key_Return)
    assert bench.screen.page is bench.screen.start


def test_escape_leaves_a_file_that_was_only_looked_at(bench, qtbot):
    bench.open(bench.file(rows_of_invoices(3)))
    qtbot.keyClick(bench.screen.focusWidget(), Qt.Key.Key_Escape)
    assert bench.screen.page is bench.screen.start
    assert bench.count("journal") == 1


def test_the_same_content_twice_holds_nothing_new_and_says_so(bench):
    path = bench.file(rows_of_invoices(5))
    bench.open(path)
    bench.import_shown()
    entries = bench.count("journal")
    bench.open(path)
    review = bench.screen.review
    assert review.message.accessibleName() == "items.csv holds nothing new: all 5 rows stand in the ledger already."
    assert not review.import_button.isVisible()
    assert bench.count("journal") == entries


def test_an_ambiguous_date_pattern_is_asked_once_with_real_rows(bench):
    rows = ["C1,One,R-1,03/04/2026,03/05/2026,10.00", "C1,One,R-2,05/06/2026,07/08/2026,20.00"]
    bench.open(bench.file(rows))
    review = bench.screen.review
    assert review.question.isVisible()
    assert not review.counts.isVisible()
    assert not review.import_button.isVisible()
    assert [button.text() for button in review.question.buttons] == ["Month / day / year", "Day / month / year"]
    said = [label.text() for label in review.question.findChildren(type(bench.screen._title))]
    assert "“03/04/2026”" in said
    assert {"Wed 4 Mar 2026", "Fri 3 Apr 2026"} <= set(said)

    review.question.buttons[1].click()
    bench.settle()
    assert not review.question.isVisible()
    bench.import_shown()
    assert bench.ledger.rows("SELECT due_on FROM invoice ORDER BY number") == [("2026-05-03",), ("2026-08-07",)]


def test_wrong_rows_are_listed_with_reasons_and_may_be_left_out(bench):
    good = rows_of_invoices(4)
    bad = ["C1,Client 1,R-9,2026-09-01,2026-10-01,12x", "C1,Client 1,R-10,2026-09-01,31/31/2026,5.00"]
    bench.open(bench.file([*good, *bad]))
    review = bench.screen.review
    rows = review.rows
    assert rows.filter == "errors"
    assert [rows.model.line(i).texts[:3] for i in range(2)] == [
        ("6", "● wrong", "Amount"),
        ("7", "● wrong", "Due date"),
    ]
    assert "12x" in rows.model.line(0).sentence
    assert review.import_button.text() == "Leave out the 2 wrong rows and import the rest"

    saved = bench.folder / "wrong.csv"
    bench.screen.save_wrong_rows(saved)
    bench.settle()
    with saved.open(encoding="utf-8-sig", newline="") as stream:
        table = list(csv.reader(stream))
    assert table[0] == ["Row", "Reason", *HEAD.split(",")]
    assert [line[0] for line in table[1:]] == ["6", "7"]
    assert "12x" in table[1][1]

    bench.import_shown()
    assert bench.count("invoice") == 4
    assert "2 wrong rows left out" in bench.screen.result.message.accessibleName()


def test_the_filter_shows_one_kind_of_rows_and_the_chosen_row_in_full(bench):
    bench.open(bench.file(rows_of_invoices(3)))
    bench.import_shown()
    changed = rows_of_invoices(3)
    changed[1] = changed[1].replace("101.50", "99.00")
    bench.open(bench.file([*changed, "C1,Client 1,R-9,2026-09-01,2026-10-01,x"]))
    rows = bench.screen.review.rows
    shown = [rows.tabs.tabText(i) for i in range(rows.tabs.count())]
    assert shown == ["Wrong 1", "Changed 1", "First rows of the file"]
    rows.tabs.setCurrentIndex(1)
    assert rows.filter == "changed"
    assert rows.model.rowCount() == 1
    rows.table.selectRow(0)
    assert rows._detail.text().startswith("Row 3: ")
    rows.show_filter(FIRST_ROWS)
    assert rows.model.headerData(3, Qt.Orientation.Horizontal) == "Invoice no."


def test_the_rows_keep_the_rules_of_a_table_model(bench, qtmodeltester):
    bench.open(bench.file([*rows_of_invoices(3), "C1,Client 1,R-9,2026-09-01,2026-10-01,x"]))
    qtmodeltester.check(bench.screen.review.rows.model)


def test_canceling_while_it_is_written_leaves_the_ledger_as_it_was(bench, monkeypatch):
    reached = threading.Event()

    class Stopping(import_work._Steps):
        def __call__(self, what: str, done: int) -> None:
            if what in ("Writing", "Finishing"):
                reached.set()
                self._progress._stop.wait(20)
            super().__call__(what, done)

    bench.open(bench.file(rows_of_invoices(50)))
    before = bench.count("journal")
    monkeypatch.setattr(import_work, "_Steps", Stopping)
    bench.screen.review.import_button.click()
    assert reached.wait(20)
    assert bench.runner.holds_back
    assert bench.runner.run(change_settings, ChangeSettings({"attempts_a_day": 3})) is None
    bench.screen.cancel()
    bench.settle()
    assert not bench.runner.holds_back
    assert bench.count("invoice") == bench.count("client") == bench.count("import_batch") == 0
    assert bench.count("journal") == before
    assert bench.screen.review.message.accessibleName() == "Stopped: nothing was written."


def test_a_column_chosen_by_hand_is_read_and_remembered_for_the_next_file(bench):
    head = "kunde,nummer,tag,frist,summe"
    rows = ["A,1,2026-09-01,2026-10-01,5.00", "B,2,2026-09-02,2026-10-02,6.00"]
    bench.open(bench.file(rows, head=head))
    review = bench.screen.review
    assert bench.screen.looked.missing
    assert not review.import_button.isVisible()
    for name, column in (("client_name", 0), ("number", 1), ("invoice_date", 2), ("due_date", 3), ("amount", 4)):
        choice = review.reading.columns[name]
        if choice.currentData() != column:
            choice.setCurrentIndex(column + 1)
            choice.activated.emit(column + 1)
            bench.settle()
    assert not bench.screen.looked.missing
    key = columns_key(bench.screen.looked.report.mapping.fingerprint)
    assert "due_date" in bench.layouts[key]
    bench.screen._show_start()

    bench.open(bench.file([row.replace(",1,", ",3,") for row in rows[:1]], "next.csv", head))
    assert bench.screen.review.import_button.text() == "Import 1 row"
    bench.import_shown()
    assert bench.ledger.rows("SELECT number, due_on, amount_minor FROM invoice") == [("3", "2026-10-01", 500)]


def test_a_complete_file_closes_what_is_missing_only_when_it_is_said_so(bench):
    rows = rows_of_invoices(6)
    bench.open(bench.file(rows))
    bench.import_shown()
    bench.open(bench.file(rows[:4], "later.csv"))
    review = bench.screen.review
    assert review.complete_box.isVisible()
    assert "2 items, 210.00 USD" in review.complete_box.text()
    assert not review.import_button.isVisible()
    review.complete_box.click()
    assert review.import_button.text() == "Close 2 items"
    bench.import_shown()
    assert bench.ledger.rows("SELECT count(*) FROM invoice WHERE open_minor = 0") == [(2,)]


def test_another_currency_is_said_and_a_wrong_one_refused_beside_its_field(bench, qtbot):
    bench.open(bench.file(rows_of_invoices(2)))
    reading = bench.screen.review.reading
    reading.currency.setFocus()
    reading.currency.setText("XXQ")
    qtbot.keyClick(reading.currency, Qt.Key.Key_Return)
    assert reading._currency_error.isVisible()
    assert bench.count("invoice") == 0
    reading.currency.setText("eur")
    qtbot.keyClick(reading.currency, Qt.Key.Key_Return)
    bench.settle()
    assert bench.screen.looked.preview.totals == {"EUR": 20_200}


def test_a_file_that_is_no_table_is_refused_in_place(bench):
    path = bench.folder / "letter.pdf"
    path.write_bytes(b"%PDF-1.7 nothing here")
    bench.open(path)
    assert bench.screen.page is bench.screen.start
    assert "PDF" in bench.screen.start.message.accessibleName()


def test_a_workbook_is_read_with_its_sheet_named(bench):
    path = bench.folder / "open items.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Offene Posten")
        for number, line in enumerate([HEAD, *rows_of_invoices(4)]):
            *texts, amount = line.split(",")
            sheet.write_row(number, 0, [*texts, float(amount) if number else amount])
    bench.open(path)
    assert "sheet “Offene Posten”" in bench.screen._subject.text()
    bench.import_shown()
    assert bench.ledger.rows("SELECT sum(amount_minor) FROM invoice") == [(40_800,)]


def test_one_dropped_file_is_taken_and_two_are_refused(bench):
    path = bench.file(rows_of_invoices(2))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)), QUrl.fromLocalFile(str(path))])
    bench.screen.start.drop_area.take(data)
    assert bench.screen.start.message.accessibleName().startswith("2 files were dropped")
    data.setUrls([QUrl.fromLocalFile(str(path))])
    bench.screen.start.drop_area.take(data)
    bench.settle()
    assert bench.screen.page is bench.screen.review


def test_undo_from_elsewhere_leads_back_from_the_result(bench):
    bench.open(bench.file(rows_of_invoices(2)))
    bench.import_shown()
    bench.runner.undo()
    assert bench.screen.page is bench.screen.start
    assert bench.count("invoice") == 0


def test_an_import_that_was_worked_on_is_not_taken_back_and_says_why(bench):
    bench.open(bench.file(rows_of_invoices(2)))
    bench.import_shown()
    with bench.ledger.act("mark", actor_id=1, at=NOW) as act:
        from arcaller.data.tables import Invoice

        act.change(bench.ledger.get(Invoice, 1), is_disputed=True)
    bench.screen.result.undo_button.click()
    bench.settle()
    assert bench.screen.page is bench.screen.result
    assert "no longer be undone" in bench.screen.result._words.text()
    assert bench.count("invoice") == 2


@pytest.mark.reference
def test_the_public_ledger_is_read_without_a_question(bench):
    bench.open(LEDGERS / "WA_Fn-UseC_-Accounts-Receivable.csv")
    review = bench.screen.review
    assert review.import_button.text() == "Import 2,466 rows"
    assert bench.screen.looked.preview.totals == {"USD": 14_770_318}
    assert review.counts.texts()["errors"] == "0"
    assert any("PaperlessDate" in note for note in bench.screen.looked.report.notes)
