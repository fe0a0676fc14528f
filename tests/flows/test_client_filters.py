"""Filters of the client list: counted, combined, kept over a restart."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt

from arcaller.services.clients.bulk import ChangeClients, change_clients
from arcaller.services.clients.pauses import SetDoNotChase, set_do_not_chase
from arcaller.services.desk import Desk
from arcaller.ui.clients.filter_box import FILTERS_KEY, FilterBox

CTRL = Qt.KeyboardModifier.ControlModifier


def choose(box, start):
    box.refill()
    place = next(i for i in range(box.count()) if box.itemText(i).startswith(start))
    box.setCurrentIndex(place)
    box.activated.emit(place)


def texts(box):
    box.refill()
    return [box.itemText(i) for i in range(box.count())]


def test_terms_are_counted_and_added_to_each_other_and_all_come_back(desk):
    today = desk.bench._doors.make_desk()
    change_clients(today, ChangeClients((1, 2), segment="Key", add_tags=("seasonal",)))
    change_clients(today, ChangeClients((2, 3), sets_owner=True, owner_id=1))
    set_do_not_chase(today, SetDoNotChase(3, "flood", today.today))
    desk.press(Qt.Key.Key_F, CTRL)
    screen = desk.bench.window.screen_widget("clients")
    assert len(screen.ids()) == 6
    shown = texts(screen.filter)
    assert "Segment Key (2)" in shown
    assert "Tag seasonal (2)" in shown
    assert "Owner Asha Rao (2)" in shown
    assert "Paused, client or invoice (1)" in shown
    choose(screen.filter, "Segment Key")
    assert sorted(screen.ids()) == [1, 2]
    choose(screen.filter, "Owner Asha Rao")
    assert list(screen.ids()) == [2]
    assert screen.filter.itemText(0) == "Owner Asha Rao, Segment Key"
    choose(screen.filter, "✕ All clients")
    assert len(screen.ids()) == 6
    choose(screen.filter, "Paused")
    assert list(screen.ids()) == [3]


def test_a_pause_that_ended_yesterday_is_no_longer_filtered_for(desk):
    today = desk.bench._doors.make_desk()
    set_do_not_chase(today, SetDoNotChase(3, "flood", today.today))
    tomorrow = Desk(today.ledger, 1, today.now + timedelta(days=1), today.today + timedelta(days=1))
    assert not any(text.startswith("Paused") for text in texts(FilterBox(lambda: tomorrow, lambda _k: "", print)))


def test_a_filter_kept_is_there_after_a_restart_with_its_count_and_can_be_forgotten(desk):
    stored = {}
    make_desk, read = desk.bench._doors.make_desk, lambda key: stored.get(key, "")
    change_clients(make_desk(), ChangeClients((1, 2), segment="<Key> & more"))
    box = FilterBox(make_desk, read, stored.__setitem__)
    choose(box, "Segment <Key>")
    choose(box, "★ Keep")
    again = FilterBox(make_desk, read, stored.__setitem__)
    assert again.terms == ()
    assert "★ Segment <Key> & more (2)" in texts(again)
    choose(again, "★ Segment")
    choose(again, "− Forget")
    assert FilterBox(make_desk, read, stored.__setitem__).kept == []


def test_kept_filters_that_cannot_be_read_are_passed_over(desk):
    for stored in ("{", "[1]", '[[["magic", "x"]]]', "[[]]", '{"a": 1}'):
        box = FilterBox(desk.bench._doors.make_desk, {FILTERS_KEY: stored}.get, print)
        assert box.kept == []
