"""The office's next step of each outcome as settings: what, after how many business days, and when on that day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from arcaller.domain.calls.outcomes import DEFAULT_STEPS, CallOutcome, NextStepKind, OtherOutcome, StepRule
from arcaller.domain.errors import DomainError

STEP_RULES: Mapping[str, StepRule] = {outcome.value: rule for outcome, rule in DEFAULT_STEPS.items()}
"""By the name of the outcome, as shipped."""
STEP_KINDS: Mapping[str, NextStepKind] = {
    "call": NextStepKind.CALL,
    "find number": NextStepKind.FIND_NUMBER,
    "review dispute": NextStepKind.REVIEW_DISPUTE,
    "supervisor": NextStepKind.SUPERVISOR_REVIEW,
    "check payment": NextStepKind.CHECK_PAYMENT,
    "send copy": NextStepKind.SEND_COPY,
    "finish plan": NextStepKind.FINISH_PLAN,
}
"""The choices of the page, by their words."""
OTHER_HALF = "other half"
ANY_TIME = ""
_MOST_DAYS = 60


def step_defaults(rule: StepRule) -> dict[str, Any]:
    """``rule`` as three settings: the words of its kind, its business days, its time ("", a time, or other half)."""
    words = next(words for words, kind in STEP_KINDS.items() if kind is rule.kind)
    at = OTHER_HALF if rule.other_half else f"{rule.at:%H:%M}" if rule.at is not None else ANY_TIME
    return {"kind": words, "days": rule.days, "at": at}


def step_rule(name: str, values: Mapping[str, Any]) -> StepRule:
    """The rule that the three settings of outcome ``name`` say."""
    kind, days, at = (values[f"step_{name}_{part}"] for part in ("kind", "days", "at"))
    other_half = at == OTHER_HALF
    return StepRule(STEP_KINDS[kind], days, None if other_half or not at else time.fromisoformat(at), other_half)


def outcome_of_step(name: str) -> CallOutcome | OtherOutcome:
    """The outcome called ``name``."""
    return next(outcome for outcome in DEFAULT_STEPS if outcome.value == name)


def check_step(name: str, value: Any) -> None:
    """Refuse what is no step, no number of days or no time; ``name`` is the setting's."""
    if name.endswith("_days"):
        if not 0 <= value <= _MOST_DAYS:
            raise DomainError(f"{value} is out of reach: this setting goes from 0 to {_MOST_DAYS}.", name)
    elif name.endswith("_kind"):
        if value not in STEP_KINDS:
            raise DomainError(f"“{value}” is no next step; choose one of the list.", name)
    elif value not in (OTHER_HALF, ANY_TIME):
        try:
            time.fromisoformat(value)
        except ValueError:
            raise DomainError(
                f"“{value}” is no time of day; write it like 10:00, “{OTHER_HALF}”, or leave it empty.", name
            ) from None
