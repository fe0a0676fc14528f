"""What can go wrong with the file itself, in words for the person in front of it."""

from __future__ import annotations


class StorageError(Exception):
    """The ledger file cannot do what was asked.

    ``message`` says what is wrong, where, and what to do; it holds no traceback and no names of clients.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class LedgerBusy(StorageError):  # noqa: N818 - a sentence for people, not a fault
    """Another writer holds the file for the moment; the same act may succeed when tried again."""


class LedgerInUse(StorageError):  # noqa: N818 - a sentence for people, not a fault
    """Another program has the ledger open for writing; the message says who."""


class NewerLedger(StorageError):  # noqa: N818 - a sentence for people, not a fault
    """The ledger was written by a later version of the program; it was left untouched."""


class NotALedger(StorageError):  # noqa: N818 - a sentence for people, not a fault
    """The file is something else, or damaged beyond opening."""
