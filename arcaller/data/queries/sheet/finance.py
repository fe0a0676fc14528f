"""What is known of a client's financial situation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


@dataclass(frozen=True, slots=True)
class FinanceFactRow:
    """One fact: ``kind`` is told, credit_report, insolvency or other; ``source`` who or what says so."""

    fact_id: int
    kind: str
    words: str
    known_on: date
    source: str


def load_finance_facts(ledger: Ledger, client_id: int, most: int = 50) -> tuple[FinanceFactRow, ...]:
    """The facts about a client, an insolvency first, the newest first among the rest."""
    sql = """SELECT id, kind, words, known_on, source FROM finance_fact WHERE client_id = ?
        ORDER BY kind <> 'insolvency', known_on DESC, id DESC LIMIT ?"""
    return tuple(
        FinanceFactRow(row[0], row[1], row[2], date.fromisoformat(row[3]), row[4])
        for row in ledger.rows(sql, (client_id, most))
    )
