"""Which digit arms which outcome on this computer, and whether digits arm in an empty note at all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from arcaller.domain.calls.outcomes import OUTCOMES, CallOutcome
from arcaller.domain.errors import DomainError

USUAL = "".join(facts.key for facts in OUTCOMES.values())
"""The digits in the order of the outcomes, as they come with the program."""


@dataclass(frozen=True, slots=True)
class OutcomeKeys:
    """``digits`` are those of the outcomes in the order of the bar; ``arms``: one typed into an empty note arms."""

    digits: str = USUAL
    arms: bool = True

    def of(self, outcome: CallOutcome) -> str:
        """The digit that arms ``outcome``."""
        return self.digits[list(OUTCOMES).index(outcome)]

    def outcome(self, digit: str) -> CallOutcome | None:
        """What ``digit`` arms; None for any other text."""
        return list(OUTCOMES)[self.digits.index(digit)] if len(digit) == 1 and digit in self.digits else None

    @property
    def words(self) -> Sequence[tuple[str, str]]:
        """Digit and outcome, in the order of the bar."""
        return [(self.of(outcome), facts.word) for outcome, facts in OUTCOMES.items()]

    def text(self) -> str:
        """As it is kept on this computer."""
        return json.dumps({"digits": self.digits, "arms": self.arms})


def read_digits(typed: str) -> str:
    """Ten different digits in the order of the outcomes. Raises DomainError where one is missing or comes twice."""
    digits = "".join(typed.split())
    missing = [digit for digit in USUAL if digit not in digits]
    if missing or len(digits) != len(USUAL):
        which = (
            f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing" if missing else "one comes twice"
        )
        raise DomainError(f"Each of the ten outcomes needs a digit of its own: {which}.", "digits")
    return digits


def keys_of(text: str) -> OutcomeKeys:
    """What :meth:`OutcomeKeys.text` gave; anything else gives the usual keys."""
    try:
        stored = json.loads(text)
        return OutcomeKeys(read_digits(stored["digits"]), arms=stored["arms"] is not False)
    except (ValueError, TypeError, KeyError, AttributeError, DomainError):
        return OutcomeKeys()
