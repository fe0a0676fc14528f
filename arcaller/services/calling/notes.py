"""What is written down of a client outside a call: free notes, and what is known of his financial situation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from arcaller.data.queries.sheet.calls import load_call_party
from arcaller.data.tables import Call, ClientNote, FinanceFact
from arcaller.domain.calls.outcomes import day_words
from arcaller.domain.direction_marks import without_direction_marks
from arcaller.domain.errors import DomainError
from arcaller.services.acts import start_act
from arcaller.services.changes import Changes
from arcaller.services.desk import Desk

MOST_NOTE, MOST_WORDS, MOST_SOURCE = 4_000, 500, 200
"""Letters of a note, of a fact and of its source; more belongs into a file of its own."""
FACT_WORDS = {
    "told": "Told us",
    "credit_report": "Credit report",
    "insolvency": "Insolvency",
    "other": "Other",
}
"""What kinds of facts there are about a client's situation, in words."""


@dataclass(frozen=True, slots=True)
class AddNote:
    """A free note on a client."""

    client_id: int
    text: str


@dataclass(frozen=True, slots=True)
class AddFinanceFact:
    """Something known of the client's situation: ``kind`` is told, credit_report, insolvency or other.

    ``known_on`` is the day it was said or dated (``None``: today), ``source`` who or what says so.
    """

    client_id: int
    kind: str
    words: str
    known_on: date | None = None
    source: str = ""
    call_id: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveFinanceFact:
    """The fact was wrong or is of no use any more; the journal keeps it."""

    client_id: int
    fact_id: int


def add_note(desk: Desk, command: AddNote) -> Changes:
    """Write a free note on a client, with who wrote it and when."""
    party = load_call_party(desk.ledger, command.client_id)
    text = _text(command.text, MOST_NOTE, "note", "Write the note first; there is nothing in it yet.")
    with start_act(desk, "add_note", party) as act:
        new_id = act.add(
            ClientNote(client_id=command.client_id, author_id=desk.actor_id, written_at=desk.now, text=text)
        )
    said = f"Note on {party.name} kept"
    return Changes.of_client("add_note", command.client_id, said, entry=act.number, new_id=new_id)


def add_finance_fact(desk: Desk, command: AddFinanceFact) -> Changes:
    """Write down what is known of the client's situation, with its day and source."""
    party = load_call_party(desk.ledger, command.client_id)
    if command.kind not in FACT_WORDS:
        raise DomainError(f"“{command.kind}” is no kind of fact; choose one of the list.", "kind")
    words = _text(command.words, MOST_WORDS, "words", "Say what is known, in a few words.")
    source = _text(command.source, MOST_SOURCE, "source")
    if not source and command.kind in ("credit_report", "insolvency"):
        raise DomainError("Say where this is from: which agency, which court, which letter.", "source")
    known_on = command.known_on or desk.today
    if known_on > desk.today:
        raise DomainError(f"{day_words(known_on)} has not come yet; give the day it was said or dated.", "known_on")
    _check_call(desk, command)
    with start_act(desk, "add_finance_fact", party) as act:
        new_id = act.add(
            FinanceFact(
                client_id=command.client_id,
                kind=command.kind,
                words=words,
                known_on=known_on,
                source=source,
                call_id=command.call_id,
            )
        )
    said = f"Noted of {party.name}: {FACT_WORDS[command.kind].lower()}, {day_words(known_on)}"
    return Changes.of_client("add_finance_fact", command.client_id, said, entry=act.number, new_id=new_id)


def remove_finance_fact(desk: Desk, command: RemoveFinanceFact) -> Changes:
    """Take a fact off the list; an undo brings it back."""
    party = load_call_party(desk.ledger, command.client_id)
    fact = desk.ledger.find(FinanceFact, FinanceFact.id == command.fact_id)
    if fact is None or fact.client_id != command.client_id:
        raise DomainError("This is no fact about this client; choose one of the list.", "fact_id")
    with start_act(desk, "remove_finance_fact", party) as act:
        act.remove(fact)
    said = f"Taken off what is known of {party.name}"
    return Changes.of_client("remove_finance_fact", command.client_id, said, entry=act.number)


def _text(typed: str, most: int, field: str, missing: str = "") -> str:
    text = without_direction_marks(typed.replace("\x00", "")).strip()
    if not text and missing:
        raise DomainError(missing, field)
    if len(text) > most:
        raise DomainError(f"This is {len(text):,} letters long; {most:,} are the most. Shorten it.", field)
    return text


def _check_call(desk: Desk, command: AddFinanceFact) -> None:
    if command.call_id is None:
        return
    call = desk.ledger.find(Call, Call.id == command.call_id)
    if call is None or call.client_id != command.client_id:
        raise DomainError("This call was not with this client; leave the call out.", "call_id")
