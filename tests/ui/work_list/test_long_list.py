"""A list longer than one page opens with its first rows and holds everybody a moment later, in the same order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from day_story import TODAY

from arcaller.data.queries.work.work_list import load_work_list_ids
from arcaller.data.tables import Client, FollowUp, Invoice
from arcaller.ui.shared.tables.paged_model import PAGE_ROWS

MANY = PAGE_ROWS + 40


@pytest.fixture
def many(office):
    """So many clients, each owing a little less than the one before; their keys in that order."""
    clients = office.write(
        *(
            Client(
                number=str(place),
                legal_name=f"Client {place}",
                sort_name=f"client {place}",
                country="DE",
                currency="EUR",
            )
            for place in range(MANY)
        )
    )
    due = TODAY - timedelta(30)
    office.write(
        *(
            Invoice(
                client_id=client_id, number=f"N-{place}", number_search=f"n {place}", issued_on=due - timedelta(30),
                due_on=due, currency="EUR", amount_minor=(MANY - place) * 1_000, open_minor=(MANY - place) * 1_000,
            )
            for place, client_id in enumerate(clients)
        )
    )  # fmt: skip
    return clients


def test_the_first_page_is_there_at_once_and_everybody_in_the_next_turn(office, many, make_panel, qtbot):
    panel = make_panel()
    assert len(panel._model.ids) == PAGE_ROWS
    assert panel.view.current_id == panel._model.ids[0]
    panel.view.choose_row(3)
    qtbot.waitUntil(lambda: len(panel._model.ids) == MANY)
    assert panel._model.ids == load_work_list_ids(office.ledger)
    assert panel.view.current_id == panel._model.ids[3]
    assert panel.head.summary.text().startswith(f"{MANY} clients")


def test_a_call_back_due_beyond_the_first_page_stands_on_top_at_once(office, many, make_panel, qtbot):
    last = load_work_list_ids(office.ledger)[-1]
    office.write(FollowUp(client_id=last, due_on=TODAY, due_time="14:30", kind="call_back"))
    panel = make_panel()
    assert (panel._model.ids[0], panel.view.current_id) == (last, last)
    qtbot.waitUntil(lambda: len(panel._model.ids) == MANY)
    assert panel._model.ids[0] == last
    assert sorted(panel._model.ids) == sorted(many)


def test_a_list_read_anew_before_the_rest_came_is_whole_at_once(office, many, make_panel, qtbot):
    panel = make_panel()
    panel.reload()
    assert len(panel._model.ids) == MANY
    qtbot.wait(20)
    assert len(panel._model.ids) == MANY
