"""The card that explains a rank: its points add up to what the list was ordered by."""

from __future__ import annotations

from day_story import TODAY
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from arcaller.data.queries.work.rank_facts import load_rank_facts
from arcaller.ui.shared.words.formats import Formats
from arcaller.ui.work_list.rank_card import RankCard, signed


def test_the_card_names_every_factor_and_what_would_change_it(office, ids, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    found = load_rank_facts(office.ledger, ids["Müller <Bau> GmbH"], TODAY)
    card = RankCard(window, Formats())
    card.show_rank(found, QPoint(0, 0))
    assert card.text().splitlines() == [
        "Rank 1: 1,721 points",
        "Müller <Bau> GmbH · class C",
        "Overdue value 2,677.00 EUR +208",
        "Pays late no history yet 0",
        "Oldest item 94 days +313",
        "Broken promise +1200",
        "Open promise 0",
        "Plan on track 0",
        "In dispute 0",
        "Unapplied cash 0",
        "Together 1,721",
        "What would change it",
        "A payment of the 640.00 EUR promised −1235",
        "A payment of 1,338.50 EUR −1282",
        "A payment of all 2,677.00 EUR −1721",
        "A new promise −1700",
        "A payment plan on track −500",
        "A dispute of everything −400",
        "Another ten days without payment +33",
    ]
    assert card.accessibleName() == card.text()
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_points_carry_their_sign():
    assert [signed(3), signed(0), signed(-4)] == ["+3", "0", "−4"]


def test_a_due_call_back_says_that_it_stands_on_top_and_where_its_points_would_put_it(office, ids, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    found = load_rank_facts(office.ledger, ids["Müller <Bau> GmbH"], TODAY)
    card = RankCard(window, Formats())
    card.show_rank(found, QPoint(0, 0), is_called_back=True)
    title, sub, *_ = card.text().splitlines()
    assert title == "On top: the call-back is due · 1,721 points"
    assert sub == "Müller <Bau> GmbH · class C · rank 1 by its points"
    assert card.accessibleName() == card.text()
    card.close()
