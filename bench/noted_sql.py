"""Every statement a connection runs, noted with its values, and the same statements by hand without anything around.

What is noted on one ledger is replayed on a copy of it: from the statement cache with values bound, in the same
transactions and with the same ``synchronous=FULL``, but without settings, rules, objects, images, hashes and guards.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlcipher3 import dbapi2

from arcaller.data.sqlite import LedgerConnection

Statement = tuple[str, Any, bool]


class NotingCursor(dbapi2.Cursor):
    """Notes what is executed on its connection, and executes it."""

    def execute(self, sql, parameters=()):
        if self.connection.noted is not None:
            self.connection.noted.append((sql, parameters, False))
        return super().execute(sql, parameters)

    def executemany(self, sql, rows):
        rows = list(rows)
        if self.connection.noted is not None:
            self.connection.noted.append((sql, rows, True))
        return super().executemany(sql, rows)


@contextmanager
def noting(connection: LedgerConnection) -> Iterator[list[Statement]]:
    """Everything that runs on ``connection`` in the block, Peewee's statements among it."""
    noted: list[Statement] = []
    connection.noted = noted
    LedgerConnection.cursor = lambda self, factory=NotingCursor: dbapi2.Connection.cursor(self, factory)
    try:
        yield noted
    finally:
        del LedgerConnection.cursor


def replay(connection: LedgerConnection, statements: list[Statement]) -> None:
    """The statements by hand, each read to its end."""
    for sql, parameters, is_many in statements:
        if is_many:
            connection.executemany(sql, parameters)
        else:
            connection.execute(sql, parameters).fetchall()
