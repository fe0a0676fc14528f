"""What happened in a call, as one sentence for the status bar."""

from __future__ import annotations

from arcaller.domain.calls.outcomes import CallOutcome, OtherOutcome, day_words
from arcaller.services.commands import PaidDetails

_HAPPENED = {
    CallOutcome.NO_ANSWER: "No answer at {name}",
    CallOutcome.VOICEMAIL: "Voicemail left at {name}",
    CallOutcome.BUSY: "Busy at {name}",
    CallOutcome.PLAN: "Plan talked over with {name}",
    CallOutcome.CALL_BACK: "Call-back agreed with {name}",
    CallOutcome.WRONG_NUMBER: "Wrong number for {name}",
    CallOutcome.REFUSES: "{name} refuses to pay",
}
_OTHER = {
    OtherOutcome.SAYS_PAID: "{name} says it is paid",
    OtherOutcome.WANTS_COPY: "{name} wants a copy",
    OtherOutcome.MESSAGE: "Message left with a person at {name}",
    OtherOutcome.NO_COMMITMENT: "{name} made no commitment",
}
METHODS = {
    "transfer": "by transfer",
    "card": "by card",
    "cheque": "by cheque",
    "direct_debit": "by direct debit",
}
"""Ways of payment in the words of the screen."""


def happened(outcome: CallOutcome, other: OtherOutcome | None, name: str, promised: str, disputed: str) -> str:
    """``Voicemail left at Meyer KG``; ``promised`` and ``disputed`` say what of it, "" where that is not known."""
    if outcome is CallOutcome.PROMISE:
        return f"{name} promises {promised}"
    if outcome is CallOutcome.DISPUTE:
        return f"{name} disputes {disputed}" if disputed else f"Dispute of {name} logged"
    if outcome is CallOutcome.OTHER:
        return _OTHER[other].format(name=name) if other is not None else f"Call with {name} logged"
    return _HAPPENED[outcome].format(name=name)


def paid_words(paid: PaidDetails | None) -> str:
    """``says paid by transfer on Fri 20 Nov, proof asked for``; "" where the client said nothing of a payment."""
    if paid is None:
        return ""
    words = " ".join(part for part in ("says paid", METHODS.get(paid.method, paid.method)) if part)
    words = f"{words} on {day_words(paid.on)}" if paid.on is not None else words
    return f"{words}, proof asked for" if paid.is_proof_asked else words
