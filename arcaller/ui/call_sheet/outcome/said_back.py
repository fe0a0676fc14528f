"""What was understood of an outcome and its fields, in words, before Enter writes it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from arcaller.domain.calls.outcomes import CallOutcome, day_words, facts_of, other_of_letter
from arcaller.services.commands import PaidDetails
from arcaller.services.promises.promises import parts_words
from arcaller.ui.call_sheet.outcome.detail_forms import SheetFacts
from arcaller.ui.call_sheet.outcome.promise_form import METHODS
from arcaller.ui.call_sheet.outcome.reading import Reading


def heading_words(outcome: CallOutcome, letter: str) -> str:
    """``Promise. ``; after 0 what its letter says: ``Wants a copy. ``."""
    return f"{facts_of(outcome, other_of_letter(letter) if letter else None).word.rstrip('.')}. "


def takes_right_party(outcome: CallOutcome, letter: str) -> bool:
    """Whether the outcome takes the contact shown as the right person, unless somebody else is named."""
    return bool(facts_of(outcome, other_of_letter(letter) if letter else None).right_party)


def understood_words(reading: Reading, facts: SheetFacts) -> str:
    """What was read from the fields: ``1,172.00 EUR on Fri 27 Nov 2026. ``; "" where nothing was typed."""
    said = []
    if reading.promise is not None:
        said.append(parts_words(reading.promise.parts, facts.say_amount, facts.say_date))
    if reading.paid is not None and (paid := _paid_words(reading.paid, facts)):
        said.append(paid)
    if reading.facts.called_at is not None:
        said.append(_moment_words(reading.facts.called_at, facts.time_zone))
    return "".join(f"{words}. " for words in said)


def _paid_words(paid: PaidDetails, facts: SheetFacts) -> str:
    how = [facts.say_date(paid.on)] if paid.on is not None else []
    if paid.method:
        how.append(dict(METHODS).get(paid.method, paid.method))
    if not how:
        return "Proof asked for" if paid.is_proof_asked else ""
    return f"Paid {' '.join(how)}{', proof asked for' if paid.is_proof_asked else ''}"


def _moment_words(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    place = zone.rpartition("/")[2].replace("_", " ")
    return f"Took place {day_words(local.date())} {local:%H:%M} {place} time"
