"""What screens and verbs ask for: each act's command, read once from the widgets, frozen from then on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from arcaller.domain.calls.outcomes import CallOutcome
    from arcaller.domain.money import Money
    from arcaller.domain.plans.installments import PlanTerms


@dataclass(frozen=True, slots=True)
class PromisePart:
    """A further part of a promise: ``amount`` by the end of ``due_on``."""

    amount: Money
    due_on: date


@dataclass(frozen=True, slots=True)
class PromiseDetails:
    """``amount`` promised for ``due_on``; it covers ``invoice_ids`` (empty: the oldest overdue first).

    ``more`` are the parts after the first, in order of their days; ``is_conditional``: a part that is not kept makes
    the rest due at once.
    """

    amount: Money
    due_on: date
    method: str = ""
    invoice_ids: tuple[int, ...] = ()
    more: tuple[PromisePart, ...] = ()
    is_conditional: bool = True

    @property
    def parts(self) -> tuple[PromisePart, ...]:
        """Every part, the first one too."""
        return (PromisePart(self.amount, self.due_on), *self.more)


@dataclass(frozen=True, slots=True)
class CancelPromise:
    """Take an open promise off the books, all its open parts, for a ``reason``."""

    promise_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class SaveLetter:
    """The office's own wording of the letter that confirms promises, in one language."""

    language: str
    body: str


@dataclass(frozen=True, slots=True)
class ConfirmPromises:
    """The client's open promises go out in writing: as a PDF at ``target``, or as text (``None``) that was copied."""

    client_id: int
    target: Path | None = None
    replace_existing: bool = False


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
class PaidDetails:
    """What the client says of a payment: how (``transfer`` …), on which day, and whether proof was asked for."""

    method: str = ""
    on: date | None = None
    is_proof_asked: bool = False


@dataclass(frozen=True, slots=True)
class NextStepWish:
    """The next step of this call as the caller wants it: the day, and the wall time at the client's place if any."""

    due_on: date
    due_time: str | None = None


@dataclass(frozen=True, slots=True)
class LogCall:
    """One call that took place, with its outcome.

    ``called_at`` is when it took place (``None``: when it was started, else just now); ``started_at`` and
    ``ended_at`` are the clock's, ``length_seconds`` is typed or follows from them. ``direction`` is ``out`` or
    ``in``: a call that came in is a conversation, no attempt. ``phone`` is the number dialed or calling,
    ``spoken_to`` who was on the line ("" is the contact himself). ``concern`` is the client's, in his words,
    ``answer`` what we said to it.

    The details belong to outcomes 4 (promise), 7 (call_back) and 6 (dispute); ``letter`` refines outcome 0 (p says
    paid, with ``paid``; c wants a copy, m message with a person, n no commitment). ``next_step`` replaces the
    office's default. ``was_asked_for``: the client had asked for this call; ``was_identified``: he passed the
    identity check; ``ready`` names the preparations that were ticked (see ``Element``),
    ``reason`` says why he was called as the sheet showed it, ``script`` what was read (``en-brief v1``);
    ``override_reason`` says why a rule was passed over. ``draft`` is what stood on the sheet, kept under
    ``draft_key`` for an undo.
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
    direction: str = "out"
    started_at: datetime | None = None
    ended_at: datetime | None = None
    concern: str = ""
    answer: str = ""
    paid: PaidDetails | None = None
    next_step: NextStepWish | None = None
    was_asked_for: bool = False
    was_identified: bool = False
    ready: tuple[str, ...] = ()
    reason: str = ""
    script: str = ""
    override_reason: str = ""
    draft: str = ""


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
class ReschedulePlan:
    """A running plan gets the new ``terms`` for what is left, for a ``reason``; the old version is kept."""

    plan_id: int
    terms: PlanTerms
    reason: str
    call: LogCall | None = None


@dataclass(frozen=True, slots=True)
class GiveNotice:
    """The client is told in writing what was missed and by when it can be cured."""

    plan_id: int


@dataclass(frozen=True, slots=True)
class BreakPlan:
    """The time to cure went by: the plan is broken and the whole rest falls due."""

    plan_id: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CancelPlan:
    """The plan ends without being paid, for a ``reason``; its invoices are due by their own terms."""

    plan_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class ResumePlan:
    """A broken plan runs again, or a new version that nobody signed is given up for the one before."""

    plan_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Snooze:
    """Put the client back until ``until``, with a reason."""

    client_id: int
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class FurtherNumber:
    """Another number of a contact; ``number_id`` ``None`` is a new one. ``label`` says which (mobile, warehouse)."""

    phone: str
    label: str = ""
    number_id: int | None = None


@dataclass(frozen=True, slots=True)
class SkipClient:
    """Leave the client (and those linked with him) out of today's list; he is back on the next business day."""

    client_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class SpreadBacklog:
    """Give ``client_ids``, in rank order, to ``days`` business days, today being the first."""

    client_ids: tuple[int, ...]
    days: int


@dataclass(frozen=True, slots=True)
class PutBackToWork:
    """Give clients without a next step one for today."""

    client_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SaveContact:
    """New (``contact_id`` ``None``) or changed contact of a client.

    ``numbers`` are all of his further numbers, in place of those that stand (``None``: those stay as they are).
    """

    client_id: int
    contact_id: int | None
    name: str
    role: str = ""
    phone: str = ""
    email: str = ""
    language: str = ""
    style: str = "brief"
    time_zone: str = ""
    preferred_channel: str | None = None
    note: str | None = None
    numbers: tuple[FurtherNumber, ...] | None = None


@dataclass(frozen=True, slots=True)
class SaveTemplate:
    """The office's own wording of the shipped text ``name`` of ``kind`` (``script``, ``objections``), as TOML."""

    kind: str
    name: str
    body: str


@dataclass(frozen=True, slots=True)
class ResetTemplate:
    """Back to the wording that came with the program."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class ChangeSettings:
    """New values of settings by key; only the keys named change."""

    values: dict[str, object] = field(default_factory=dict)
