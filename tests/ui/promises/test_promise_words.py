"""What a promise and the rates of all say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from arcaller.data.queries.reports.metrics import PromiseFigures
from arcaller.data.queries.work.promise_list import PromiseListRow
from arcaller.domain.receivables.metrics import promises_kept_by_amount, promises_kept_by_count
from arcaller.ui.promises.promise_words import COLUMNS, figures_words, line_of, state_words
from arcaller.ui.shared.words.formats import Formats

TODAY = date(2026, 11, 23)
FORMATS = Formats("en_GB")
OPEN = PromiseListRow(
    7, 3, "Meyer KG", date(2026, 11, 20), TODAY, "EUR", 117_200, 0, "open", 1, 1, "Anna Meyer", "Asha Rao", None, "",
    2, 3,
)  # fmt: skip


def test_published_rates_are_said_with_their_cases():
    figures = {
        "USD": PromiseFigures(promises_kept_by_count(0, 0, 0, 1), promises_kept_by_amount(0, 0)),
        "EUR": PromiseFigures(
            promises_kept_by_count(28, 6, 9, not_yet_due=4, cancelled=3),
            promises_kept_by_amount(6_150_000, 8_600_000),
        ),
    }
    short, whole = figures_words(figures, "EUR", FORMATS)
    assert short == whole
    assert short == (
        "Due in the last 12 months: kept 28 of 43 (65.1 %), 61,500.00 of 86,000.00 EUR (71.5 %). Not due, not "
        "confirmed and cancelled are left out."
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (OPEN, ("due today", "warn")),
        (replace(OPEN, due_on=date(2026, 11, 24)), ("open", "normal")),
        (replace(OPEN, due_on=date(2026, 11, 20)), ("due, not confirmed", "warn")),
        (replace(OPEN, state="broken"), ("broken", "bad")),
        (replace(OPEN, state="partly_kept"), ("partly kept", "warn")),
        (replace(OPEN, state="kept"), ("kept", "good")),
        (replace(OPEN, state="cancelled"), ("cancelled", "muted")),
        (replace(OPEN, state="cancelled", cancelled_reason="by plan"), ("cancelled: by plan", "muted")),
    ],
)
def test_states_are_said_in_words_with_a_tone(row, words):
    assert state_words(row, TODAY) == words


def test_a_line_says_everything_to_a_screen_reader():
    row = replace(OPEN, received_minor=20_000, part=1, parts=2, confirmed_at=datetime(2026, 11, 20, 10, tzinfo=UTC))
    assert line_of(row, TODAY, "EUR", FORMATS).sentence == (
        "Meyer KG, 1,172.00 promised for 23 Nov, due today, part 1 of 2, 200.00 received, made by Asha Rao, "
        "2 of 3 kept so far, confirmed in writing 20 Nov"
    )


def test_a_row_taken_back_meanwhile_says_so():
    assert line_of(None, TODAY, "EUR", FORMATS).texts[0] == "taken back"
    assert len(line_of(None, TODAY, "EUR", FORMATS).texts) == len(COLUMNS)
