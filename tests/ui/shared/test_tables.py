"""Paged tables: rows are read when seen, painted from texts, and columns are remembered by name."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from arcaller.ui.shared.tables import paged_model
from arcaller.ui.shared.tables.paged_model import PAGE_ROWS, Cells, Column, PagedTableModel
from arcaller.ui.shared.tables.row_table import RowTable
from arcaller.ui.shared.tables.table_view import TableView

COLUMNS = (
    Column("name", "Client", 160, stretch=True),
    Column("overdue", "Overdue", 90, numeric=True),
    Column("city", "City", 80, shown=False),
)


class Ledger:
    """Answers pages and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []

    def __call__(self, ids):
        self.asked.append(list(ids))
        return [
            Cells(
                (f"Client {n}", f"{n}.00", ""),
                f"Client {n}, {n} euro",
                ("normal", "bad", "normal"),
                frozenset({0}),
                n,
            )
            for n in ids
        ]


@pytest.fixture
def ledger():
    return Ledger()


@pytest.fixture
def model(qapp, ledger):
    model = PagedTableModel(COLUMNS, ledger)
    model.set_ids(range(1000, 2000))
    return model


@pytest.fixture
def table(qtbot, model):
    table = TableView("Clients")
    qtbot.addWidget(table)
    table.setModel(model)
    table.resize(500, 400)
    table.show()
    return table


def test_the_model_keeps_qts_contract(qtmodeltester, model):
    qtmodeltester.check(model)


def test_an_empty_model_keeps_qts_contract(qtmodeltester, qapp, ledger):
    qtmodeltester.check(PagedTableModel(COLUMNS, ledger))


def test_only_the_page_that_is_seen_is_read_and_only_once(model, ledger):
    assert model.data(model.index(700, 0)) == "Client 1700"
    assert model.data(model.index(701, 1)) == "701.00".replace("701", "1701")
    assert [len(page) for page in ledger.asked] == [PAGE_ROWS]
    assert ledger.asked[0][0] == 1000 + 2 * PAGE_ROWS


def test_a_row_is_heard_as_one_sentence(model):
    assert model.data(model.index(0, 0), paged_model.ACCESSIBLE) == "Client 1000, 1000 euro"


def test_numbers_and_their_heads_stand_at_the_right(model):
    right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    assert model.data(model.index(0, 1), paged_model.ALIGNMENT) == right
    assert model.headerData(1, Qt.Orientation.Horizontal, paged_model.ALIGNMENT) == right


def test_more_rows_join_at_the_end_without_a_reset(qtbot, model, ledger):
    model.set_ids([1, 2, 3])
    model.data(model.index(0, 0))
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsInserted):
        model.append_ids([4, 5])
    assert model.data(model.index(4, 0)) == "Client 5"


def test_a_refresh_for_somebody_else_reads_nothing(qtbot, model, ledger):
    model.data(model.index(0, 0))
    with qtbot.assertNotEmitted(model.dataChanged):
        model.refresh([1999])
    with qtbot.waitSignal(model.dataChanged):
        model.refresh([1003])
    model.data(model.index(0, 0))
    assert ledger.asked[1:] == [[1003]]


def test_a_refresh_reads_only_the_rows_that_changed_and_shows_them(qapp):
    words = dict.fromkeys(range(600), "old")
    model = PagedTableModel(COLUMNS, lambda ids: [Cells((words[n], "", ""), words[n]) for n in ids])
    model.set_ids(range(600))
    assert {model.data(model.index(row, 0)) for row in (3, 300)} == {"old"}
    for number in (3, 300, 599):
        words[number] = "new"
    model.refresh([3, 300, 599])
    assert [model.data(model.index(row, 0)) for row in (3, 4, 300, 599)] == ["new", "old", "new", "new"]


def test_a_row_that_is_gone_when_it_is_refreshed_has_its_page_read_again(qapp):
    gone = set()
    model = PagedTableModel(COLUMNS, lambda ids: [Cells((str(n), "", ""), str(n)) for n in ids if n not in gone])
    model.set_ids([1, 2])
    assert model.data(model.index(1, 0)) == "2"
    gone.add(2)
    model.refresh([2])
    assert model.data(model.index(1, 0)) is None


def test_a_page_that_comes_back_short_shows_empty_rows_and_no_error(qapp):
    model = PagedTableModel(COLUMNS, lambda ids: [])
    model.set_ids([1, 2])
    assert model.data(model.index(1, 0)) is None


def test_rows_are_of_the_density_and_follow_it(table, theme):
    assert table.rowHeight(0) == 32
    theme.set_density("compact")
    assert table.rowHeight(0) == 24


def test_columns_come_back_as_they_were_left(qtbot, table, model):
    head = table.horizontalHeader()
    head.moveSection(0, 1)
    head.resizeSection(1, 133)
    table.setColumnHidden(2, False)
    stored = table.columns_json()
    table.reset_columns()
    assert table.isColumnHidden(2)
    table.restore_columns(stored)
    assert table.columns_json() == stored
    assert [entry["key"] for entry in json.loads(stored)] == ["overdue", "name", "city"]


def test_columns_of_an_older_version_do_no_harm(table):
    table.restore_columns(
        '[{"key": "gone", "width": 80, "shown": true}, {"key": "overdue", "width": 99, "shown": true}]'
    )
    assert table.columnWidth(1) == 99
    before = table.columns_json()
    for broken in ("", "{", "[1]", '[{"key": "name"}]', "null"):
        table.restore_columns(broken)
    assert table.columns_json() == before


def test_a_click_on_a_head_asks_for_an_order_and_again_for_the_other(qtbot, table):
    asked = []
    table.sort_asked.connect(lambda key, descending: asked.append((key, descending)))
    table.horizontalHeader().sectionClicked.emit(1)
    table.set_sorted("overdue", descending=True)
    table.horizontalHeader().sectionClicked.emit(1)
    assert asked == [("overdue", True), ("overdue", False)]


def test_enter_opens_the_row_and_a_held_key_does_not(qtbot, table):
    opened = []
    table.row_opened.connect(opened.append)
    assert table.choose_id(1005)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened == [1005]
    assert table.current_id == 1005
    assert not table.choose_id(5)


def test_a_screen_reader_finds_the_table_by_name_and_the_row_as_a_sentence(table):
    QAccessible.setActive(True)
    found = QAccessible.queryAccessibleInterface(table)
    assert found.text(QAccessible.Text.Name) == "Clients"


def test_columns_grow_and_shrink_with_the_text_and_are_kept_at_its_first_size(theme, table):
    overdue = [column.key for column in COLUMNS].index("overdue")
    head = table.horizontalHeader()
    head.resizeSection(overdue, 120)
    try:
        theme.set_scale(1.5)
        assert head.sectionSize(overdue) == 180
        kept = {entry["key"]: entry["width"] for entry in json.loads(table.columns_json())}
        assert kept["overdue"] == 120
        other = TableView("Clients")
        other.setModel(table.paged_model)
        assert other.horizontalHeader().sectionSize(overdue) == 135
        other.restore_columns(table.columns_json())
        assert other.horizontalHeader().sectionSize(overdue) == 180
        other.deleteLater()
    finally:
        theme.set_scale(1.0)
    assert head.sectionSize(overdue) == 120


def test_a_short_list_grows_with_the_text_too(qtbot, theme):
    table = RowTable("Trainings", ("Day", "Caller"), {0: 100}, stretch=1)
    qtbot.addWidget(table)
    table.show()
    low = table.verticalHeader().defaultSectionSize()
    try:
        theme.set_scale(1.5)
        assert table.columnWidth(0) == 150
        assert table.verticalHeader().defaultSectionSize() == round(low * 1.5)
    finally:
        theme.set_scale(1.0)
    assert table.columnWidth(0) == 100


def test_a_narrow_list_in_large_text_keeps_its_names_readable_and_moves_sideways(theme, table):
    head = table.horizontalHeader()
    head.resizeSection(1, 260)
    assert head.sectionSize(0) > 160
    try:
        theme.set_scale(1.5)
        assert head.sectionSize(0) == 240
        assert head.sectionSize(1) < 390
        table.resize(250, 400)
        assert head.sectionSize(0) == 240
        assert table.horizontalScrollBar().maximum() > 0
        table.resize(900, 400)
        assert head.sectionSize(1) == 390
        assert table.horizontalScrollBar().maximum() == 0
    finally:
        theme.set_scale(1.0)
    assert head.sectionSize(1) == 260
