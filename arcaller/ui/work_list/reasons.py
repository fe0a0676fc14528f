"""Why a client stands where it stands, in the few words that fit a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from arcaller.data.queries.work.work_list import WorkListRow
from arcaller.domain.calls.outcomes import CallOutcome, outcome_words
from arcaller.domain.calls.priority import BrokenPromise, PriorityFacts, why
from arcaller.domain.money import exponent_of
from arcaller.ui.shared.words.formats import Formats
from arcaller.ui.shared.words.next_steps import STEP_WORDS

_SIGNS = {"bad": "●", "warn": "◐", "good": "✓"}
_CALLS = frozenset({"", "call", "call_back"})


@dataclass(frozen=True, slots=True)
class Reason:
    """``lead`` in its ``tone`` and ``rest`` quiet after it; ``brief`` stands for the lead in a narrow list.

    ``is_done``: nothing more to do for this client today.
    """

    lead: str
    rest: str = ""
    tone: str = "muted"
    brief: str = ""
    is_done: bool = False

    @property
    def sign(self) -> str:
        """The mark before the words, so that no meaning hangs on color alone."""
        return _SIGNS.get(self.tone, "")


_OURS = ("send_copy", "supervisor_review")
"""Steps that no call answers."""


class Reasons:
    """Makes reasons for the business date ``today``; times of calls stand in ``zone``, the caller's own.

    ``due_now`` and ``waiting`` have the hours of today's call-backs by client: those whose minute has come, and the
    others, which are not missed although it may be another day already where the caller sits.
    """

    def __init__(
        self,
        formats: Formats,
        home_currency: str,
        zone: ZoneInfo,
        today: date,
        due_now: Mapping[int, str] | None = None,
        waiting: Mapping[int, str] | None = None,
    ) -> None:
        self._formats, self._home, self._zone, self._today = formats, home_currency, zone, today
        self._due_now, self._waiting = due_now or {}, waiting or {}

    def short(self, row: WorkListRow) -> Reason:
        """The one to name first: done, an hour agreed, a promise, a step due, a plan or dispute, the last call."""
        if not row.is_on_list and row.client_id not in self._due_now:
            return self._done(row)
        if row.linked is not None:
            return replace(self._first(row), rest=self.linked(row))
        return self._first(row)

    def linked(self, row: WorkListRow) -> str:
        """``+2 linked, 12,400.00 in all``: currencies beside each other; "" without a group."""
        if row.linked is None:
            return ""
        sums = [self._formats.amount_at_home(minor, code, self._home) for code, minor in row.linked.totals]
        return f"+{row.linked.others} linked, {' and '.join(sums)} in all"

    def _first(self, row: WorkListRow) -> Reason:
        return (
            self._call_back(row)
            or self._ours(row)
            or self._promise(row)
            or self._step(row)
            or self._plan_or_dispute(row)
            or self._last_call(row)
        )

    def whole(self, row: WorkListRow) -> str:
        """The rank in a whole sentence, as the score counts it."""
        facts = PriorityFacts(
            overdue_minor=row.overdue_minor,
            exponent=exponent_of(row.currency),
            oldest_days=row.oldest_days,
            disputed_minor=row.disputed_minor,
            has_broken_promise=row.broken_promise_on is not None,
            has_open_promise=row.open_promise_on is not None,
            has_plan_on_track=row.has_plan_on_track,
            unapplied_minor=row.unapplied_minor,
        )
        broken = None
        if row.broken_promise_on is not None:
            broken = BrokenPromise(
                row.broken_promise_minor, (self._today - row.broken_promise_on).days, row.is_partly_kept
            )
        return why(facts, lambda minor: f"{self._formats.amount(minor, row.currency)} {row.currency}", broken)

    def _done(self, row: WorkListRow) -> Reason:
        called = self._called_at(row)
        if called is not None and called.date() == self._today:
            return Reason(f"{called:%H:%M} {_outcome(row).lower()}", self._next(row), "good", is_done=True)
        if row.overdue_minor <= 0:
            return Reason("Nothing overdue any more", "", "good", is_done=True)
        return Reason("Not today", self._next(row), is_done=True)

    def ahead(self, row: WorkListRow) -> Reason:
        """What is to come, for views of clients who are not due today: the step ahead with its reason."""
        if row.next_action_on is None:
            return self._last_call(row)
        if row.next_action_reason:
            return Reason(f"{self._formats.weekday_day(row.next_action_on)}: {row.next_action_reason}")
        return Reason(self._next(row)[:1].upper() + self._next(row)[1:])

    def _next(self, row: WorkListRow) -> str:
        if row.next_action_on is None:
            return ""
        step = STEP_WORDS.get(row.next_action_kind, "next step").lower()
        return f"{step} {self._formats.weekday_day(row.next_action_on)}"

    def _call_back(self, row: WorkListRow) -> Reason | None:
        """A call at an hour: one the client asked for, else the next try after one that reached nobody."""
        if (now := self._due_now.get(row.client_id)) is not None:
            return Reason(f"Now: call-back asked for {now}", "", "warn", "Call-back now")
        if (later := self._waiting.get(row.client_id)) is not None:
            return Reason(f"Call-back asked for {later}")
        due_on, at = row.next_action_on, row.next_action_time
        if due_on is None or at is None or row.next_action_kind not in _CALLS:
            return None
        was_asked = row.next_action_kind == "call_back" or row.last_outcome == CallOutcome.CALL_BACK
        if due_on < self._today:
            on = f"{self._formats.day(due_on)} {at}"
            return Reason("Call-back missed", on, "warn") if was_asked else Reason(f"Try again, was due {on}")
        if was_asked:
            return Reason(f"Call-back asked for {at}")
        return Reason(f"Try again at {at}", _outcome(row).lower() if row.last_outcome else "")

    def _promise(self, row: WorkListRow) -> Reason | None:
        if row.broken_promise_on is not None:
            amount = self._amount(row.broken_promise_minor, row)
            if row.is_partly_kept:
                return Reason(f"Promise short by {amount}", _days(row), "bad", "Promise short")
            return Reason(f"Promise of {amount} broken", _days(row), "bad", "Promise broken")
        if row.open_promise_on is None:
            return None
        on = self._formats.day(row.open_promise_on)
        if row.open_promise_on < self._today:
            return Reason(f"Promise for {on} not confirmed", _days(row), "warn", "Promise not confirmed")
        return Reason("Promise due today" if row.open_promise_on == self._today else f"Promise for {on}", _days(row))

    def _ours(self, row: WorkListRow) -> Reason | None:
        """What somebody here has to do, whatever the client has promised; a broken promise is sharper."""
        is_ours = row.next_action_kind in _OURS and row.broken_promise_on is None
        return self._step(row) if is_ours else None

    def _step(self, row: WorkListRow) -> Reason | None:
        if row.next_action_on is None or row.next_action_kind in _CALLS:
            return None
        return Reason(STEP_WORDS.get(row.next_action_kind, "Next step"), f"oldest {_days(row)}")

    def _plan_or_dispute(self, row: WorkListRow) -> Reason | None:
        if row.has_plan_on_track:
            return Reason("Plan on track", "", "good")
        if row.disputed_minor > 0:
            amount = self._amount(row.disputed_minor, row)
            return Reason(f"{amount} in dispute", _days(row), "warn", "In dispute")
        return None

    def _last_call(self, row: WorkListRow) -> Reason:
        called = self._called_at(row)
        if called is None:
            return Reason("First contact", f"oldest {_days(row)}")
        outcome = _outcome(row)
        if called.date() == self._today:
            return Reason(f"{outcome} {called:%H:%M}", f"oldest {_days(row)}")
        return Reason(f"{outcome} {self._formats.day(called.date())}", f"oldest {_days(row)}")

    def _amount(self, minor: int, row: WorkListRow) -> str:
        return self._formats.amount_at_home(minor, row.currency, self._home)

    def _called_at(self, row: WorkListRow) -> datetime | None:
        return None if row.last_call_at is None else row.last_call_at.astimezone(self._zone)


def _days(row: WorkListRow) -> str:
    return f"{row.oldest_days} day" + ("" if row.oldest_days == 1 else "s")


def _outcome(row: WorkListRow) -> str:
    """The last call's outcome in the word of the outcome bar; of an "other" call what it was."""
    return outcome_words(row.last_outcome, row.last_other) if row.last_outcome else "Called"
