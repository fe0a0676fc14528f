"""What a client wants of our contacts and what stops them: stops, windows, consents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from arcaller.data.queries.values import day

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


@dataclass(frozen=True, slots=True)
class StopRow:
    """What stops contacts: ``kind`` cease, represented, insolvency, deceased or breathing_space.

    ``contact_id`` ``None`` is the whole client, ``channel`` "" every channel, ``until`` ``None`` without an end.
    """

    stop_id: int
    contact_id: int | None
    kind: str
    channel: str
    reason: str
    source: str
    since: date
    until: date | None
    lifted_on: date | None
    lifted_reason: str


@dataclass(frozen=True, slots=True)
class WindowRow:
    """Hours a person prefers or asked to be spared, at his own clock; no times: the whole day.

    ``weekdays`` are digits from 1 (Monday) to 7.
    """

    window_id: int
    contact_id: int | None
    kind: str
    weekdays: str
    from_time: str | None
    to_time: str | None
    since: date
    until: date | None
    note: str


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """Consent to one channel, given or withdrawn since a day; the newest one of a channel counts."""

    consent_id: int
    contact_id: int | None
    channel: str
    state: str
    since: date
    until: date | None
    source: str


def load_stops(ledger: Ledger, client_id: int) -> tuple[StopRow, ...]:
    """Every stop of a client, the standing ones first, the newest first among them."""
    sql = """SELECT id, contact_id, kind, channel, reason, source, since, until, lifted_on, lifted_reason
        FROM contact_stop WHERE client_id = ? ORDER BY lifted_on IS NOT NULL, since DESC, id DESC"""
    return tuple(
        StopRow(*(*row[:6], date.fromisoformat(row[6]), day(row[7]), day(row[8]), row[9]))
        for row in ledger.rows(sql, (client_id,))
    )


def load_windows(ledger: Ledger, client_id: int) -> tuple[WindowRow, ...]:
    """Every window of a client's people, those ended as well, in the order they were told."""
    sql = """SELECT id, contact_id, kind, weekdays, from_time, to_time, since, until, note
        FROM contact_window WHERE client_id = ? ORDER BY since, id"""
    return tuple(
        WindowRow(*(*row[:6], date.fromisoformat(row[6]), day(row[7]), row[8]))
        for row in ledger.rows(sql, (client_id,))
    )


def load_consents(ledger: Ledger, client_id: int) -> tuple[ConsentRow, ...]:
    """Every consent given or withdrawn, the newest first."""
    sql = """SELECT id, contact_id, channel, state, since, until, source
        FROM consent WHERE client_id = ? ORDER BY since DESC, id DESC"""
    return tuple(
        ConsentRow(*(*row[:4], date.fromisoformat(row[4]), day(row[5]), row[6]))
        for row in ledger.rows(sql, (client_id,))
    )
