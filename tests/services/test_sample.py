"""The sample company: alive, the same for the same seed, whole, and never in the place of another file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from arcaller.data.database import Ledger
from arcaller.data.verify import verify
from arcaller.domain.errors import DomainError
from arcaller.services.calling.worklist import rank_clients
from arcaller.services.sample.sample import make_sample

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.arcaller"
    made = make_sample(path, seed=7, today=TODAY, now=NOW)
    assert (made.clients, made.invoices) == (120, 1500)
    assert 250 <= made.calls <= 350
    return path


def _column(path: Path, sql: str) -> list:
    with Ledger.open(path, read_only=True) as ledger:
        return [row if len(row) > 1 else row[0] for row in ledger.rows(sql)]


def test_sample_is_what_its_journal_says(sample):
    with Ledger.open(sample, read_only=True) as ledger:
        assert verify(ledger).problems == ()
        assert ledger.business_date == TODAY


def test_today_shows_about_a_days_work(sample):
    on_list = _column(sample, "SELECT count(*) FROM client_summary WHERE is_main = 1 AND is_on_list = 1")
    assert 25 <= on_list[0] <= 36


def test_every_reason_to_call_is_there(sample):
    promises = dict(_column(sample, "SELECT state, count(*) FROM promise GROUP BY state"))
    assert promises["kept"] > promises["broken"] >= 4
    assert promises["open"] >= 2
    plans = set(_column(sample, "SELECT state FROM payment_plan"))
    assert plans == {"on_track", "behind", "proposed"}
    assert _column(sample, "SELECT count(*) FROM dispute WHERE state = 'open'")[0] >= 5
    assert _column(sample, "SELECT count(*) FROM client WHERE do_not_chase_reason <> ''") == [1]
    call_backs = (
        "SELECT count(*) FROM follow_up WHERE state = 'open' AND kind = 'call_back' AND due_on = '2026-11-23'"
    )
    assert _column(sample, call_backs)[0] >= 2
    with Ledger.open(sample, read_only=True) as ledger:
        assert any("broken 3 days ago" in row.why for row in rank_clients(ledger, TODAY, top=10))


def test_nothing_happened_today_or_later(sample):
    assert _column(sample, "SELECT max(paid_on) < '2026-11-23', max(applied_on) < '2026-11-23' FROM payment, "
                   "payment_application") == [(1, 1)]  # fmt: skip
    assert _column(sample, "SELECT max(substr(called_at, 1, 10)) FROM call")[0] < "2026-11-23"


def test_same_seed_and_day_give_the_same_company(sample, tmp_path):
    again = tmp_path / "again.arcaller"
    make_sample(again, seed=7, today=TODAY, now=NOW)
    for sql in (
        "SELECT number, legal_name, owner_id FROM client ORDER BY id",
        "SELECT number, open_minor, settled_on FROM invoice ORDER BY id",
        "SELECT client_id, outcome, called_at, note FROM call ORDER BY id",
        "SELECT client_id, state, due_on, amount_minor FROM promise ORDER BY id",
    ):
        assert _column(sample, sql) == _column(again, sql)


def test_phones_are_from_ranges_kept_free(sample):
    free = ("493023125", "44207946", "121255501", "33199", "46846500", "6125550", "3532091")
    assert all(digits.startswith(free) for digits in _column(sample, "SELECT phone_digits FROM contact"))


def test_sample_never_takes_the_place_of_a_file(tmp_path):
    path = tmp_path / "mine.arcaller"
    path.write_text("mine")
    with pytest.raises(DomainError, match="already there"):
        make_sample(path, seed=7, today=TODAY, now=NOW)
    assert path.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]
