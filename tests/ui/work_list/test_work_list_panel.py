"""Today's list: order and reasons on a real ledger, "next" as the caller saw it, keys, empty lists."""

from __future__ import annotations

from datetime import timedelta

import pytest
from day_story import TODAY
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from arcaller.data.tables import Client
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.services.calling.calls import log_call
from arcaller.services.changes import Changes
from arcaller.services.commands import LogCall
from arcaller.ui.work_list.row_delegate import WorkLine
from arcaller.ui.work_list.work_list_panel import with_arrivals

MUELLER, DAIRY, OESTERGARD = "Müller <Bau> GmbH", "Northwind Dairy", "Østergård A/S"


def line(panel, client_id: int) -> WorkLine:
    cells = panel.view.paged_model.cells_at(panel.view.paged_model.row_of(client_id))
    assert isinstance(cells.row, WorkLine)
    return cells.row


def leave_voicemail(runner, client_id: int) -> Changes:
    changes = runner.run(log_call, LogCall(client_id=client_id, outcome=CallOutcome.VOICEMAIL))
    assert changes is not None
    return changes


def park(office, runner, client_id: int) -> None:
    """Called now, and again on a later day: done for today."""
    office.call(client_id)
    office.follow_up(client_id, TODAY + timedelta(days=3))
    runner.changed.emit(Changes("test", "", frozenset({client_id})))


@pytest.mark.parametrize(
    ("name", "lead", "rest", "sign"),
    [
        (MUELLER, "Promise of 640.00 broken", "94 days", "●"),
        ("Ravi Textiles Pvt Ltd", "18,940.50 in dispute", "41 days", "◐"),
        (OESTERGARD, "Call-back asked for 14:45", "", ""),
        (DAIRY, "No answer 19 Nov", "oldest 70 days", ""),
        ("Łódź Metal Sp. z o.o.", "First contact", "oldest 34 days", ""),
        ("Casa Verde SL", "Plan on track", "", "✓"),
        ("Atlas Freight Ltd", "Try again at 15:00", "voicemail", ""),
        ("Green Valley Farms", "Review the dispute", "oldest 12 days", ""),
        ("Studio Blanc", "Promise for 22 Nov not confirmed", "19 days", "◐"),
        ("Kestrel Print", "Promise due today", "5 days", ""),
    ],
)
def test_each_row_says_why_in_words_with_a_sign_beside_every_color(panel, ids, name, lead, rest, sign):
    reason = line(panel, ids[name]).reason
    assert (reason.lead, reason.rest, reason.sign) == (lead, rest, sign)


def test_a_broken_promise_stands_on_top(panel, ids):
    assert panel.rows()[0] == ids[MUELLER]


def test_the_head_counts_clients_and_names_every_currency_apart(panel):
    assert panel.head.summary.text() == "13 clients · 1,312,352.43 and ¥ 812,000 overdue"


def test_a_foreign_amount_shows_its_currency_and_one_of_home_does_not(panel, ids):
    assert line(panel, ids["Hoshi Trading KK"]).amount == "¥ 812,000"
    assert line(panel, ids[MUELLER]).amount == "2,677.00"


def test_the_clients_clock_is_shown_marked_when_unsure_and_outside_calling_hours(panel, ids):
    shown = {name: panel._clocks.text(line(panel, ids[name]).zones) for name in ids}
    assert shown[MUELLER] == "14:32"
    assert shown["Northwind Dairy"] == "~08:32"
    assert shown["Hoshi Trading KK"] == "○ 22:32"
    assert shown["Green Valley Farms"] == "○ 06:32"
    assert not shown["A very long name of a client that will never fit into the row"]


def test_a_state_in_the_address_makes_the_clients_clock_sure(panel, office, ids):
    client = office.ledger.get(Client, ids["Northwind Dairy"])
    with office.ledger.act("move", actor_id=1, at=office.now) as act:
        act.change(client, region="California")
    panel.reload()
    assert panel._clocks.text(line(panel, ids["Northwind Dairy"]).zones) == "○ 05:32"


def test_the_clocks_go_on_by_the_minute(panel, office, ids):
    assert not panel._clocks.tick()
    office.now += timedelta(minutes=1)
    assert panel._clocks.tick()
    assert panel._clocks.text(line(panel, ids[MUELLER]).zones) == "14:33"


def test_a_row_is_heard_as_one_sentence(panel, ids):
    QAccessible.setActive(True)
    table = QAccessible.queryAccessibleInterface(panel.view)
    heard = [table.child(n).text(QAccessible.Text.Name) for n in range(table.childCount())]
    assert table.text(QAccessible.Text.Name) == "Today's list"
    sentence = (
        "Müller <Bau> GmbH, Promise of 640.00 broken; promise of 640.00 EUR broken 3 days ago; "
        "2,677.00 EUR overdue, oldest 94 days, 14:32 there"
    )
    assert sentence in heard


def test_a_done_client_stays_in_his_place_with_a_mark(qtbot, panel, office, runner, ids):
    before = panel.rows()
    park(office, runner, ids[DAIRY])
    assert panel.rows() == before
    reason = line(panel, ids[DAIRY]).reason
    assert (reason.is_done, reason.sign, reason.lead) == (True, "✓", "14:32 voicemail")
    qtbot.waitUntil(lambda: panel.head.summary.text().startswith("12 of 13 to call · "))


def test_next_is_the_row_below_even_when_the_logged_client_left_the_list(panel, office, runner, ids):
    order = panel.rows()
    park(office, runner, order[0])
    assert panel.next_after(order[0]) == order[1]


def test_next_passes_over_whoever_is_done_already(panel, office, runner):
    order = panel.rows()
    park(office, runner, order[1])
    assert panel.next_after(order[0]) == order[2]
    assert panel.next_after(None) == order[0]


def test_after_the_last_row_and_for_a_stranger_there_is_no_next(panel):
    assert panel.next_after(panel.rows()[-1]) is None
    assert panel.next_after(999) is None


def test_logging_through_the_act_keeps_the_list_and_undo_brings_the_row_back(panel, runner, ids):
    order = panel.rows()
    first = line(panel, ids[DAIRY]).reason
    leave_voicemail(runner, ids[DAIRY])
    assert panel.rows() == order
    assert line(panel, ids[DAIRY]).reason != first
    assert runner.undo() is not None
    assert line(panel, ids[DAIRY]).reason == first


def test_a_hidden_list_catches_up_when_it_is_shown(panel, office, runner, ids):
    panel.hide()
    park(office, runner, ids[DAIRY])
    assert not line(panel, ids[DAIRY]).reason.is_done
    panel.show()
    assert line(panel, ids[DAIRY]).reason.is_done


def test_a_client_who_comes_onto_the_list_takes_his_rank_among_the_others(panel, office, runner):
    before = panel.rows()
    came = office.add_client("Latecomer", 5_000_000, 90)
    runner.changed.emit(Changes("test", "", frozenset({came})))
    assert came in panel.rows()
    assert [client_id for client_id in panel.rows() if client_id != came] == list(before)
    assert panel.rows()[1] == came


def test_everything_changed_opens_the_list_anew(panel, office, runner, ids):
    park(office, runner, ids[DAIRY])
    runner.changed.emit(Changes("import", "", everything=True))
    assert ids[DAIRY] not in panel.rows()


def test_a_new_day_opens_the_list_anew(panel, office, runner, ids):
    park(office, runner, ids[DAIRY])
    office.today += timedelta(days=1)
    office.ledger.start_day(office.today)
    panel._tick()
    assert ids[DAIRY] not in panel.rows()


def test_arrivals_stand_after_their_neighbor_of_now():
    assert list(with_arrivals([1, 2, 3], [9, 1, 3, 8, 7])) == [9, 1, 2, 3, 8, 7]
    assert list(with_arrivals([], [4, 5])) == [4, 5]


def test_the_arrow_keys_move_and_enter_opens(qtbot, panel):
    order = panel.rows()
    panel.setFocus()
    with qtbot.waitSignal(panel.client_opened) as opened:
        qtbot.keyClick(panel.view, Qt.Key.Key_Down)
        qtbot.keyClick(panel.view, Qt.Key.Key_Down)
        qtbot.keyClick(panel.view, Qt.Key.Key_Up)
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert opened.args == [order[1]]
    qtbot.keyClick(panel.view, Qt.Key.Key_End)
    assert panel.view.current_id == order[-1]
    qtbot.keyClick(panel.view, Qt.Key.Key_Home)
    assert panel.view.current_id == order[0]


def test_letters_and_digits_do_nothing(qtbot, panel):
    opened = []
    panel.client_opened.connect(opened.append)
    for key in "k2 0ø":
        qtbot.keyClicks(panel.view, key)
    assert panel.view.current_id == panel.rows()[0]
    assert not opened


def test_a_click_opens_once_even_if_it_was_a_double_click(qtbot, panel):
    opened = []
    panel.client_opened.connect(opened.append)
    place = panel.view.visualRect(panel.view.paged_model.index(2, 0)).center()
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [panel.rows()[2]]


def test_choosing_the_open_client_selects_his_row_and_a_stranger_none(panel):
    assert panel.choose(panel.rows()[3])
    assert panel.view.current_id == panel.rows()[3]
    assert not panel.choose(999)
    assert not panel.view.selectionModel().hasSelection()


def test_the_selection_stays_with_its_client_when_somebody_comes(panel, office, runner):
    chosen = panel.rows()[4]
    panel.choose(chosen)
    came = office.add_client("Latecomer", 5_000_000, 90)
    runner.changed.emit(Changes("test", "", frozenset({came})))
    assert panel.view.current_id == chosen


def test_without_clients_the_list_offers_import_and_sample(qtbot, office, make_panel):
    panel = make_panel()
    assert panel._nobody.isVisible()
    with qtbot.waitSignal(panel.import_wanted):
        panel._nobody.button.click()
    assert not panel.head.summary.isVisible()


def test_with_nothing_overdue_the_list_says_so(office, make_panel):
    client = office.add_client("Prompt Ltd", 100_00, -5)
    panel = make_panel()
    assert panel._nothing.isVisible()
    assert client not in panel.rows()


def test_the_rail_is_told_the_count_when_the_list_is_shown_and_when_it_changes(qtbot, panel, office, runner, ids):
    with qtbot.waitSignal(panel.count_changed) as shown:
        panel.hide()
        panel.show()
    assert shown.args == [13]
    with qtbot.waitSignal(panel.count_changed) as after:
        park(office, runner, ids[DAIRY])
    assert after.args == [12]


def test_the_model_keeps_qts_rules(panel, qtmodeltester):
    qtmodeltester.check(panel.view.paged_model)


@pytest.mark.parametrize("choice", ["light", "dark", "high-contrast"])
@pytest.mark.parametrize("width", [264, 352])
def test_rows_are_painted_in_every_theme_with_the_selection_told_apart(theme, panel, choice, width):
    theme.choose(choice)
    panel.resize(width, 500)
    picture = panel.view.viewport().grab().toImage()
    row = panel.view.rowHeight(0)
    inks = [{picture.pixelColor(x, n * row + row // 3).name() for x in range(width - 20)} for n in (0, 1)]
    assert min(len(found) for found in inks) > 8
    assert picture.pixelColor(1, row // 2) != picture.pixelColor(1, row + row // 2)


def test_rows_grow_with_the_text_and_shrink_with_the_density(theme, panel):
    first = panel.view.rowHeight(0)
    theme.set_density("compact")
    compact = panel.view.rowHeight(0)
    theme.set_density("normal")
    theme.set_scale(2.0)
    large = panel.view.rowHeight(0)
    theme.set_scale(1.0)
    assert compact < first < large
    assert panel.view.rowHeight(0) == first


def test_opened_anew_the_list_begins_at_its_top_whoever_was_chosen(panel, ids):
    panel.choose(ids[DAIRY])
    panel.reload()
    assert panel.view.current_id == ids[DAIRY] != panel.rows()[0]
    panel.open_anew()
    assert panel.view.current_id == panel.rows()[0]
