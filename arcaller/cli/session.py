"""One run of a verb: which ledger, who acts, when."""

from __future__ import annotations

import getpass
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from arcaller import paths
from arcaller.data.database import Ledger
from arcaller.data.queries.office.users import UserRow, load_users
from arcaller.domain.errors import DomainError
from arcaller.services.desk import Desk
from arcaller.services.ledgers import open_ledger


@dataclass(frozen=True, slots=True)
class Session:
    """The words of one call: ``today`` is the business date, ``now`` the aware time of its acts."""

    words: Namespace
    today: date
    now: datetime

    @classmethod
    def start(cls, words: Namespace) -> Session:
        """Read the clock once; ``--today`` pins the business date, the time of day goes on."""
        now = datetime.now(UTC)
        today: date = words.today or now.astimezone().date()
        if words.today is not None:
            now = datetime.combine(words.today, now.timetz())
        return cls(words, today, now)

    @property
    def path(self) -> Path:
        """The ledger that is meant."""
        return self.words.ledger or paths.default_ledger()

    @contextmanager
    def reading(self) -> Iterator[Desk]:
        """The ledger beside whoever has it open, for reading."""
        with Ledger.open(self.path, read_only=True) as ledger:
            yield self._desk(ledger)

    @contextmanager
    def writing(self) -> Iterator[Desk]:
        """The ledger for writing; refused while somebody else has it."""
        is_pinned = self.words.today is not None
        with open_ledger(self.path, today=self.today, since=self.now, may_go_back=is_pinned) as ledger:
            yield self._desk(ledger)

    def _desk(self, ledger: Ledger) -> Desk:
        today = self.today
        if self.words.today is None:
            today = max(today, ledger.business_date or today)
        return Desk(ledger, find_user(ledger, self.words.actor).user_id, self.now, today)


def find_user(ledger: Ledger, name: str) -> UserRow:
    """The user called ``name``; without a name the one who made the ledger."""
    users = load_users(ledger)
    for user in users:
        if name in {"", user.name}:
            return user
    known = ", ".join(user.name for user in users)
    raise DomainError(f"Nobody here is called “{name}”; this ledger knows {known}.", "user")


def login_name() -> str:
    """The name of whoever is logged in, for the first user of a new ledger."""
    try:
        return getpass.getuser() or "Caller"
    except (KeyError, OSError):
        return "Caller"
