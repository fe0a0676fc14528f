"""Whether the ledger is what its journal says: the file, the chain of entries, every row, every balance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from arcaller.data import summary
from arcaller.data.database import Ledger
from arcaller.data.journal.chain import check_chain, read_head
from arcaller.data.journal.images import check_rows
from arcaller.data.sqlite import LedgerConnection, in_words

_MOST_TOLD = 100

_BALANCES = (
    (
        "Invoice {0} shows {1} open, but its amount less what settled it is {2} (minor units).",
        """SELECT i.id, i.open_minor, i.amount_minor - coalesce(a.settled, 0) AS expected FROM invoice i
        LEFT JOIN (SELECT invoice_id, sum(amount_minor) AS settled FROM payment_application GROUP BY invoice_id) a
            ON a.invoice_id = i.id
        WHERE i.is_cancelled = 0 AND i.open_minor <> expected""",
    ),
    (
        "Credit note {0} shows {1} open, but its amount less what it settled is {2} (minor units).",
        """SELECT c.id, c.open_minor, c.amount_minor - coalesce(a.settled, 0) AS expected FROM credit_note c
        LEFT JOIN (SELECT credit_note_id, sum(amount_minor) AS settled FROM payment_application
            WHERE credit_note_id IS NOT NULL GROUP BY credit_note_id) a ON a.credit_note_id = c.id
        WHERE c.open_minor <> expected""",
    ),
    (
        "Payment {0} shows {1} unapplied, but its amount less what it settled is {2} (minor units).",
        """SELECT p.id, p.unapplied_minor, p.amount_minor - coalesce(a.settled, 0) AS expected FROM payment p
        LEFT JOIN (SELECT payment_id, sum(amount_minor) AS settled FROM payment_application
            WHERE payment_id IS NOT NULL GROUP BY payment_id) a ON a.payment_id = p.id
        WHERE p.unapplied_minor <> expected""",
    ),
)


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of the whole ledger found; ``problems`` are sentences, empty when all is well.

    ``entries`` and ``head`` are the number and hash of the newest journal entry: compare them with a report printed
    earlier to see that the end of the journal was not cut off.
    """

    entries: int
    head: str
    problems: tuple[str, ...]

    @property
    def is_ok(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


def verify(ledger: Ledger, progress: Callable[[str], None] = lambda _: None) -> Verification:
    """Check the file, its keys, the journal's chain from its first entry, every row, balance and summary.

    Takes seconds for each million entries: run it in a worker. ``progress`` is told each step in words.
    """
    with ledger.snapshot(), in_words(ledger.path):
        connection = ledger.connection()
        problems = list(islice(_problems(connection, progress), _MOST_TOLD))
        entries, head = read_head(connection)
    return Verification(entries, head, tuple(problems))


def _problems(connection: LedgerConnection, progress: Callable[[str], None]) -> Iterator[str]:
    steps: tuple[tuple[str, Callable[[LedgerConnection], Iterator[str]]], ...] = (
        ("Checking the file", _check_file),
        ("Checking the journal", check_chain),
        ("Comparing rows with the journal", check_rows),
        ("Adding up balances", _check_balances),
        ("Comparing the summary", _check_summary),
    )
    for words, step in steps:
        progress(words)
        yield from step(connection)


def _check_file(connection: LedgerConnection) -> Iterator[str]:
    for (line,) in connection.execute("PRAGMA integrity_check(20)").fetchall():
        if line != "ok":
            yield f"The file is damaged: {line}."
    for table, row_id, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchall():
        yield f"Row {row_id} of {table} points to a row of {parent} that is gone."


def _check_balances(connection: LedgerConnection) -> Iterator[str]:
    for sentence, sql in _BALANCES:
        for row in connection.execute(sql).fetchall():
            yield sentence.format(*row)


def _check_summary(connection: LedgerConnection) -> Iterator[str]:
    for client in summary.clients_off(connection):
        yield f"The summary of client {client} differs from its items; it is made anew on the next business day."
