"""The head of the journal: what stands on papers, and what a check compares with it later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from arcaller.data.files.heads import LEAST_HASH, HeadBook, KnownHead, check_heads
from arcaller.data.journal.chain import read_head
from arcaller.data.verify import Verification, verify
from arcaller.domain.errors import DomainError

if TYPE_CHECKING:
    from arcaller.data.database import Ledger
    from arcaller.services.desk import Desk

_SHOWN = 16
_HASH = 64


@dataclass(frozen=True, slots=True)
class JournalHead:
    """Number and hash of the newest entry."""

    number: int
    hash: str

    @property
    def text(self) -> str:
        """``1234:8cfca5c777a08aa9``: fits the foot of a paper and is long enough to prove; ``verify`` takes it."""
        return f"{self.number}:{self.hash[:_SHOWN]}"

    @property
    def words(self) -> str:
        """The line of a paper."""
        return f"Journal {self.text}"


def journal_head(desk: Desk) -> JournalHead:
    """The head as it stands, for a paper that leaves the house or is filed."""
    return JournalHead(*read_head(desk.ledger.connection()))


def read_claim(text: str) -> KnownHead:
    """``NUMBER:HASH`` as it stands on a paper; at least twelve characters of the hash."""
    number, colon, own = text.strip().partition(":")
    own = own.strip().lower()
    is_hex = all(mark in "0123456789abcdef" for mark in own)
    if not (colon and number.isascii() and number.isdigit() and is_hex and LEAST_HASH <= len(own) <= _HASH):
        raise DomainError(
            f"“{text}” is no head of a journal; write it as on the paper, like 1234:8cfca5c777a08aa9.", "head"
        )
    return KnownHead(int(number), own, f"the head {text.strip()}")


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check found, with the number of earlier heads it was held against."""

    result: Verification
    heads: int

    @property
    def summary(self) -> str:
        """One sentence."""
        against = (
            f"{self.heads} earlier {'head' if self.heads == 1 else 'heads'}" if self.heads else "no earlier head"
        )
        state = "The ledger is what its journal says" if self.result.is_ok else "The ledger has problems"
        return f"{state}: {self.result.entries:,} entries, held against {against}, head {self.result.head}."


def verify_ledger(
    ledger: Ledger,
    book: HeadBook,
    at: datetime,
    *,
    claims: Sequence[KnownHead] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Verified:
    """Check the whole ledger, also against every head noted on this computer and those of ``claims``.

    A ledger that is well has its head noted, so that the next check is held against this one.
    """
    result = verify(ledger, progress)
    heads = (*claims, *book.known(ledger))
    result = replace(result, problems=(*check_heads(ledger, heads), *result.problems))
    if result.is_ok:
        book.note(ledger, "the check", at)
    return Verified(result, len(heads))
