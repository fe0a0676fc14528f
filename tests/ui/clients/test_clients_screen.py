"""The client list: typing finds, the order is said, columns are kept, keys reach everything."""

from __future__ import annotations

import json

import pytest
from client_book import Book
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from arcaller.data.queries.clients.client_list import ClientSort, load_client_ids
from arcaller.services.changes import Changes
from arcaller.ui.clients import clients_screen
from arcaller.ui.clients.client_cells import COLUMNS
from arcaller.ui.clients.clients_screen import LAYOUT_KEY, ClientsScreen, count_words, order_words
from arcaller.ui.shared.tables.paged_model import PAGE_ROWS
from arcaller.ui.shared.words.formats import Formats

KEYS = [column.key for column in COLUMNS]


def names(screen: ClientsScreen) -> list[str]:
    model = screen.table.paged_model
    return [model.index(row, 0).data() for row in range(min(model.rowCount(), 20))]


def shown(screen: ClientsScreen) -> list[str]:
    """The keys of the columns on screen, left to right."""
    head = screen.table.horizontalHeader()
    order = [head.logicalIndex(place) for place in range(len(KEYS))]
    return [KEYS[number] for number in order if not screen.table.isColumnHidden(number)]


def changed(screen: ClientsScreen, changes: Changes) -> None:
    screen._on_changed(changes)


def test_the_list_opens_with_the_largest_overdue_and_says_so(screen, book):
    everyone = load_client_ids(book.ledger, sort=ClientSort.OVERDUE, descending=True)
    assert screen.ids() == everyone
    assert screen._count.text() == "700 clients, sorted by overdue, largest first"
    head = screen.table.horizontalHeader()
    assert (head.sortIndicatorSection(), head.sortIndicatorOrder()) == (3, Qt.SortOrder.DescendingOrder)


def test_the_first_page_stands_at_once_and_the_rest_follows_by_itself(book, make_screen, qtbot):
    screen = make_screen(book)
    model = screen.table.paged_model
    assert model.rowCount() in {PAGE_ROWS, 700}
    qtbot.waitUntil(lambda: model.rowCount() == 700)
    assert screen._count.text().startswith("700 clients")


def test_an_open_before_the_rest_came_carries_the_whole_order(book, make_screen, qtbot):
    screen = make_screen(book)
    screen.search.setText("g")
    with qtbot.waitSignal(screen.client_opened) as opened:
        qtbot.keyClick(screen.search, Qt.Key.Key_Return)
    client_id, order = opened.args
    assert len(order) == 700
    assert order[0] == client_id


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("mull 372", "Müller <Bau> 372 GmbH"),
        ("lodz metal 496", "Łódź Metal 496 GmbH"),
        ("10548", "Green Valley 248 GmbH"),
        ("030 5550 0471", "Northwind Dairy 471 GmbH"),
        ("pay273@client273", "Studio Blanc 273 GmbH"),
        ("RE-70595", "Hoshi Trading 595 GmbH"),
    ],
)
def test_typing_finds_by_name_number_phone_email_and_invoice(qtbot, screen, typed, first):
    qtbot.keyClicks(screen.search, typed)
    assert names(screen) == [first]
    assert screen._count.text() == "1 of 700 clients matches, sorted by overdue, largest first"


def test_a_search_for_nobody_says_what_was_searched_and_clears_on_request(qtbot, screen):
    qtbot.keyClicks(screen.search, "qqq <b>")
    assert screen._no_match.isVisible()
    assert screen._no_match._why.text() == "No client matches “qqq <b>”"
    assert "phones" in screen._no_match._what_to_do.text()
    screen._no_match.button.click()
    assert not screen.search.text()
    assert screen.table.isVisible()
    qtbot.waitUntil(lambda: screen.table.paged_model.rowCount() == 700)


def test_without_clients_the_screen_offers_import_and_sample(empty_book, make_screen, qtbot):
    screen = make_screen(empty_book)
    assert screen._nobody.isVisible()
    assert not screen._count.text()
    with qtbot.waitSignal(screen.import_wanted):
        screen._nobody.button.click()


@pytest.mark.parametrize("sort", [ClientSort.NAME, ClientSort.NUMBER, ClientSort.OPEN, ClientSort.OLDEST])
def test_a_click_on_a_head_sorts_by_it_and_a_second_one_turns_it(qtbot, screen, book, sort):
    head = screen.table.horizontalHeader()
    number = KEYS.index(sort.value)
    first_down = COLUMNS[number].numeric
    for descending in (first_down, not first_down):
        head.sectionClicked.emit(number)
        qtbot.waitUntil(lambda: screen._is_whole)
        assert screen.ids() == load_client_ids(book.ledger, sort=sort, descending=descending)
        assert screen._count.text().endswith(order_words(sort, descending=descending))
        assert head.sortIndicatorSection() == number


def test_a_click_on_a_head_without_an_index_changes_nothing(screen):
    before = screen.ids()
    screen.table.horizontalHeader().sectionClicked.emit(KEYS.index("phone"))
    assert screen.ids() == before


def test_columns_moved_sized_and_hidden_are_there_after_a_restart(book, make_screen, stored, qtbot):
    first = make_screen(book)
    head = first.table.horizontalHeader()
    head.moveSection(head.visualIndex(KEYS.index("phone")), 1)
    head.resizeSection(KEYS.index("city"), 222)
    first.table._show_column(KEYS.index("disputed"), shown=False)
    qtbot.waitUntil(lambda: LAYOUT_KEY in stored)
    first.hide()
    assert {entry["key"] for entry in json.loads(stored[LAYOUT_KEY])} == set(KEYS)
    second = make_screen(book)
    assert shown(second)[:2] == ["name", "phone"]
    assert "disputed" not in shown(second)
    assert second.table.columnWidth(KEYS.index("city")) == 222


def test_a_stored_column_unknown_today_is_passed_over(book, make_screen, stored):
    stored[LAYOUT_KEY] = json.dumps(
        [{"key": "gone", "width": 90, "shown": True}, {"key": "city", "width": 150, "shown": True}]
    )
    screen = make_screen(book)
    assert shown(screen)[0] == "city"
    assert set(shown(screen)) == set(KEYS)


def test_columns_as_at_first_forgets_what_was_stored(book, make_screen, stored):
    stored[LAYOUT_KEY] = json.dumps([{"key": "owner", "width": 90, "shown": True}])
    screen = make_screen(book)
    screen.table.reset_columns()
    screen.flush_layout()
    assert stored[LAYOUT_KEY] == ""
    assert shown(screen)[0] == "name"


def test_sorting_searching_and_new_rows_leave_the_columns_alone(qtbot, screen, stored):
    head = screen.table.horizontalHeader()
    head.moveSection(head.visualIndex(KEYS.index("open")), 2)
    before = shown(screen)
    qtbot.keyClicks(screen.search, "mul")
    head.sectionClicked.emit(KEYS.index("name"))
    screen.reload()
    assert shown(screen) == before


def test_columns_that_do_not_fit_give_way_and_come_back(screen, stored, qtbot):
    everything = shown(screen)
    screen.resize(352, 700)
    assert shown(screen) == ["name", "overdue", "oldest"]
    bar = screen.table.horizontalScrollBar()
    assert bar.maximum() == 0
    screen.resize(264, 700)
    assert shown(screen) == ["name", "overdue"]
    screen.resize(1400, 700)
    assert shown(screen) == everything
    screen.hide()
    assert not stored


def test_chosen_columns_stay_where_they_do_not_fit_and_the_table_scrolls(book, make_screen, stored):
    stored[LAYOUT_KEY] = json.dumps([{"key": key, "width": 140, "shown": True} for key in KEYS])
    screen = make_screen(book, width=900)
    assert shown(screen) == KEYS
    assert screen.table.columnWidth(0) >= 200
    assert screen.table.horizontalScrollBar().maximum() > 0


def test_find_and_slash_reach_the_search_and_letters_begin_one(qtbot, screen):
    screen.setFocus()
    qtbot.keyClick(screen.table, Qt.Key.Key_Slash)
    assert screen.search.hasFocus() or screen.focusWidget() is screen.search
    assert not screen.search.text()
    screen.table.setFocus()
    qtbot.keyClick(screen.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert screen.focusWidget() is screen.search
    screen.table.setFocus()
    qtbot.keyClick(screen.table, Qt.Key.Key_K)
    assert screen.search.text() == "k"
    screen.table.setFocus()
    qtbot.keyClick(screen.table, Qt.Key.Key_Space)
    assert screen.search.text() == "k"


def test_the_arrows_move_in_the_list_while_the_search_keeps_the_focus(qtbot, screen):
    screen.focus_search()
    qtbot.keyClicks(screen.search, "studio")
    order = screen.ids()
    qtbot.keyClick(screen.search, Qt.Key.Key_Down)
    assert screen.table.current_id == order[1]
    with qtbot.waitSignal(screen.client_opened) as opened:
        qtbot.keyClick(screen.search, Qt.Key.Key_Return)
    assert opened.args[0] == order[1]
    assert opened.args[1] == order


def test_escape_clears_the_search_then_goes_to_the_list(qtbot, screen):
    screen.focus_search()
    qtbot.keyClicks(screen.search, "atlas")
    qtbot.keyClick(screen.search, Qt.Key.Key_Escape)
    assert not screen.search.text()
    qtbot.keyClick(screen.search, Qt.Key.Key_Escape)
    assert screen.focusWidget() is screen.table


def test_enter_in_the_list_opens_the_selected_client_with_the_order(qtbot, screen):
    with qtbot.waitSignal(screen.client_opened) as opened:
        qtbot.keyClick(screen.table, Qt.Key.Key_Down)
        qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    order = screen.ids()
    assert opened.args == [order[1], order]


def test_home_and_end_go_to_the_first_and_last_client(qtbot, screen):
    qtbot.keyClick(screen.table, Qt.Key.Key_End)
    assert screen.table.current_id == screen.ids()[-1]
    qtbot.keyClick(screen.table, Qt.Key.Key_Home)
    assert screen.table.current_id == screen.ids()[0]


def test_a_change_of_a_client_shown_reads_his_row_again_and_one_elsewhere_reads_nothing(monkeypatch, screen):
    asked = []
    load = clients_screen.load_client_rows
    monkeypatch.setattr(clients_screen, "load_client_rows", lambda *args: asked.append(len(args[1])) or load(*args))
    far = screen.ids()[600]
    changed(screen, Changes("test", "", frozenset({far})))
    screen.table.viewport().grab()
    assert not asked
    changed(screen, Changes("test", "", frozenset({screen.ids()[3]})))
    screen.table.viewport().grab()
    assert asked == [1]


def test_a_hidden_list_reads_nothing_until_it_is_shown(monkeypatch, screen):
    screen.hide()
    asked = []
    monkeypatch.setattr(
        clients_screen, "load_first_client_ids", lambda *args, **kw: asked.append(1) or load_client_ids(*args[:1])
    )
    changed(screen, Changes("import", "", everything=True))
    assert not asked
    screen.show()
    assert asked == [1]


def test_clients_added_by_an_import_appear_and_the_selection_stays(empty_book: Book, make_screen, qtbot):
    empty_book.add_clients(3)
    screen = make_screen(empty_book)
    chosen = screen.ids()[1]
    screen.choose(chosen)
    (new,) = empty_book.add_clients_from(3, 1)
    changed(screen, Changes("import", "", everything=True))
    assert new in screen.ids()
    assert screen.table.current_id == chosen


def test_a_row_says_amounts_steps_and_contacts_in_words(screen):
    screen.search.setText("10548")
    cells = screen.table.paged_model.cells_at(0)
    assert cells.sentence == (
        "Green Valley 248 GmbH, number 10548, Denver, 20,006.16 EUR overdue, oldest 47 days, "
        "20,006.16 EUR in dispute, next step Call 25 Nov, last contact 18 Nov"
    )
    assert cells.texts[6] == "◐ 20,006.16"


def test_everything_that_takes_keys_has_a_name(screen):
    QAccessible.setActive(True)
    assert QAccessible.queryAccessibleInterface(screen.table).text(QAccessible.Text.Name) == "Clients"
    assert QAccessible.queryAccessibleInterface(screen.search).text(QAccessible.Text.Name) == "Search clients"
    assert "invoice" in QAccessible.queryAccessibleInterface(screen.search).text(QAccessible.Text.Description)


@pytest.mark.parametrize(
    ("found", "total", "typed", "words"),
    [
        (1, 1, "", "1 client, by x"),
        (1234, 1234, "", "1,234 clients, by x"),
        (12, 1234, "mul", "12 of 1,234 clients match, by x"),
        (0, 0, "", ""),
    ],
)
def test_the_count_is_said_in_words(found, total, typed, words):
    assert count_words(found, total, typed, "by x", Formats()) == words


def test_the_model_keeps_qts_rules(screen, qtmodeltester):
    screen.search.setText("mul")
    qtmodeltester.check(screen.table.paged_model)


@pytest.mark.parametrize("choice", ["light", "dark", "high-contrast"])
def test_the_screen_is_painted_in_every_theme(theme, screen, choice):
    theme.choose(choice)
    picture = screen.grab().toImage()
    inks = {picture.pixelColor(x, y).name() for x in range(0, 400, 2) for y in range(40, 300, 2)}
    assert len(inks) > 20
