"""What screens and verbs ask for: each act's command, read once from the widgets, frozen from then on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arcaller.domain.calls.outcomes import CallOutcome
    from arcaller.domain.money import Money
    from arcaller.domain.plans.installments import PlanTerms


@dataclass(frozen=True, slots=True)
class PromiseDetails:
    """``amount`` promised for ``due_on``; it covers ``invoice_ids`` (empty: the oldest overdue first)."""

    amount: Money
    due_on: date
    method: str = ""
    invoice_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CallBackDetails:
    """Wall time ``due_time`` ("14:30", ``None``: any time of that day) in the client's zone ``time_zone``."""

    due_on: date
    due_time: str | None = None
    time_zone: str = ""


@dataclass(frozen=True, slots=True)
class DisputeDetails:
    """The invoices in dispute in full, the reason code and the client's own words."""

    invoice_ids: tuple[int, ...]
    reason_code: str
    client_words: str = ""


@dataclass(frozen=True, slots=True)
class LogCall:
    """One call that took place, with its outcome.

    ``called_at`` is ``None`` for "just now". The details belong to outcomes 4 (promise), 7 (call_back) and 6
    (dispute); ``letter`` refines outcome 0 (p says paid, c wants a copy, m message with a person, n no commitment).
    ``keep_open`` logs and stays with the client (the next number is tried). ``script`` is the script that was read
    out (``en-brief v1``), ``was_identified`` whether the right person was ticked, ``concern`` the client's trouble.
    """

    client_id: int
    outcome: CallOutcome
    contact_id: int | None = None
    phone: str = ""
    spoken_to: str = ""
    note: str = ""
    agenda: str = ""
    letter: str = ""
    called_at: datetime | None = None
    length_seconds: int | None = None
    promise: PromiseDetails | None = None
    call_back: CallBackDetails | None = None
    dispute: DisputeDetails | None = None
    draft_key: str = ""
    script: str = ""
    was_identified: bool = False
    concern: str = ""


@dataclass(frozen=True, slots=True)
class ProposePlan:
    """A plan over ``invoice_ids`` under ``terms``; ``call``, the call it was agreed in, is logged in the same act."""

    client_id: int
    invoice_ids: tuple[int, ...]
    terms: PlanTerms
    call: LogCall | None = None


@dataclass(frozen=True, slots=True)
class AgreePlan:
    """The client has signed: ``signed_on`` and who signed in which capacity."""

    plan_id: int
    signed_on: date
    signatory: str = ""
    capacity: str = ""


@dataclass(frozen=True, slots=True)
class Snooze:
    """Put the client back until ``until``, with a reason."""

    client_id: int
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class SaveContact:
    """New (``contact_id`` ``None``) or changed contact of a client."""

    client_id: int
    contact_id: int | None
    name: str
    role: str = ""
    phone: str = ""
    email: str = ""
    language: str = ""
    style: str = "brief"
    time_zone: str = ""


@dataclass(frozen=True, slots=True)
class ChangeSettings:
    """New values of settings by key; only the keys named change."""

    values: dict[str, object] = field(default_factory=dict)
