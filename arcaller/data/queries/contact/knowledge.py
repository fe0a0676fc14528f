"""The office's own versions of rules, who read which, and who was trained in what."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


@dataclass(frozen=True, slots=True)
class OwnRuleRow:
    """The office's version of a shipped rule: its plain values, the day they were set, and what stood before."""

    code: str
    body: dict[str, Any]
    changed_on: date
    previous: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A caller has read a rule in the version of that day."""

    user_id: int
    user_name: str
    code: str
    version: str
    read_at: datetime


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """A training or seminar of one caller."""

    training_id: int
    user_id: int
    user_name: str
    title: str
    held_on: date
    provider: str
    note: str


def load_own_bodies(ledger: Ledger) -> tuple[str, ...]:
    """The office's versions as stored text: what a cache of the merged rules goes by."""
    return tuple(row[0] for row in ledger.rows("SELECT body FROM contact_rule ORDER BY code"))


def load_own_rules(ledger: Ledger) -> tuple[OwnRuleRow, ...]:
    """The office's versions by code."""
    rows = ledger.rows("SELECT code, body, changed_on, previous_body FROM contact_rule ORDER BY code")
    return tuple(
        OwnRuleRow(code, json.loads(body), date.fromisoformat(day), json.loads(before))
        for code, body, day, before in rows
    )


def load_readings(ledger: Ledger) -> tuple[ReadingRow, ...]:
    """Every reading by an active user, the newest first."""
    sql = """SELECT r.user_id, u.name, r.code, r.version, r.read_at FROM rule_reading r
        JOIN app_user u ON u.id = r.user_id WHERE u.is_active = 1 ORDER BY r.read_at DESC, r.id DESC"""
    return tuple(ReadingRow(*(*row[:4], datetime.fromisoformat(row[4]))) for row in ledger.rows(sql))


def load_trainings(ledger: Ledger) -> tuple[TrainingRow, ...]:
    """Every training, the newest first."""
    sql = """SELECT t.id, t.user_id, u.name, t.title, t.held_on, t.provider, t.note FROM training t
        JOIN app_user u ON u.id = t.user_id ORDER BY t.held_on DESC, t.id DESC"""
    return tuple(TrainingRow(*(*row[:4], date.fromisoformat(row[4]), *row[5:])) for row in ledger.rows(sql))


def load_client_places(ledger: Ledger) -> tuple[tuple[str, str, str, str], ...]:
    """Kind, country, region and named profile of the clients, each combination once."""
    return tuple(ledger.rows("SELECT DISTINCT kind, country, region, rule_profile FROM client"))
