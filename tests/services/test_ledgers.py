"""Making and opening ledgers."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from arcaller.data.errors import LedgerInUse, StorageError
from arcaller.data.settings import COMPANY_CURRENCY, COMPANY_NAME
from arcaller.domain.errors import DomainError
from arcaller.services.ledgers import make_ledger, open_ledger

NOW, TODAY = datetime(2026, 1, 31, 8, tzinfo=UTC), date(2026, 1, 31)


def _make(path, **said):
    words = {"company": "Nordwind", "currency": "EUR", "user_name": "Asha", **said}
    make_ledger(path, at=NOW, today=TODAY, **words)


def test_new_ledger_knows_its_company_and_begins_its_day(tmp_path):
    _make(tmp_path / "a.arcaller", country="DE")
    with open_ledger(tmp_path / "a.arcaller", today=date(2026, 2, 2), since=NOW) as ledger:
        assert (ledger.setting(COMPANY_NAME), ledger.setting(COMPANY_CURRENCY)) == ("Nordwind", "EUR")
        assert ledger.business_date == date(2026, 2, 2)


@pytest.mark.parametrize(
    ("said", "field"),
    [({"company": " "}, "company"), ({"user_name": ""}, "user"), ({"currency": "EURO"}, "currency"),
     ({"country": "Germany"}, "country"), ({"country": "XX"}, "country")],
)  # fmt: skip
def test_what_makes_no_ledger_is_refused_and_leaves_no_file(tmp_path, said, field):
    with pytest.raises(DomainError) as refused:
        _make(tmp_path / "a.arcaller", **said)
    assert refused.value.field == field
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_never_written_over(tmp_path):
    _make(tmp_path / "a.arcaller")
    before = (tmp_path / "a.arcaller").read_bytes()
    with pytest.raises(StorageError, match="already there"):
        _make(tmp_path / "a.arcaller")
    assert (tmp_path / "a.arcaller").read_bytes() == before


def test_ledger_in_use_is_refused_by_name(tmp_path):
    _make(tmp_path / "a.arcaller")
    with (
        open_ledger(tmp_path / "a.arcaller", today=TODAY, since=NOW),
        pytest.raises(LedgerInUse, match="in use by"),
    ):
        open_ledger(tmp_path / "a.arcaller", today=TODAY, since=NOW)
