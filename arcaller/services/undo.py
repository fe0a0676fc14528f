"""Taking back the last act, and bringing it back."""

from __future__ import annotations

from arcaller.data.journal import UndoableAct
from arcaller.data.queries.journal import load_logged_call, load_touched_clients
from arcaller.domain.errors import DomainError
from arcaller.services.changes import Changes, Reopen
from arcaller.services.desk import Desk


def undo_last(desk: Desk) -> Changes:
    """Take back the newest act that still stands; a logged call comes back with its note and outcome."""
    acts = desk.ledger.undoable_acts(1)
    if not acts:
        raise DomainError("There is nothing to take back.")
    return _turn(desk, acts[0], "undo", "Taken back")


def undo_act(desk: Desk, number: int) -> Changes:
    """Take back the act of journal entry ``number``; refused where a later act depends on it."""
    act = next((act for act in desk.ledger.undoable_acts() if act.number == number), None)
    if act is None:
        raise DomainError("This was taken back already, or too much was done since; the journal still names it.")
    return _turn(desk, act, "undo", "Taken back")


def redo(desk: Desk) -> Changes:
    """Bring back what was just taken back."""
    act = desk.ledger.redoable_act()
    if act is None:
        raise DomainError("There is nothing to bring back: only what was just taken back can be.")
    return _turn(desk, act, "redo", "Brought back")


def last_act_words(desk: Desk) -> str:
    """What Undo would take back ("log call C-00017"); empty when there is nothing."""
    acts = desk.ledger.undoable_acts(1)
    return _words(acts[0]) if acts else ""


def _turn(desk: Desk, act: UndoableAct, name: str, said: str) -> Changes:
    call = load_logged_call(desk.ledger, act.number) if name == "undo" else None
    clients = load_touched_clients(desk.ledger, act.number)
    counter = desk.ledger.undo(act.number, actor_id=desk.actor_id, at=desk.now)
    return Changes(
        name,
        f"{said}: {_words(act)}",
        clients=clients or frozenset(),
        everything=clients is None,
        entry=counter.number,
        reopen=None if call is None else Reopen(*call),
    )


def _words(act: UndoableAct) -> str:
    return f"{act.act.replace('_', ' ')} {act.subject}".strip()
