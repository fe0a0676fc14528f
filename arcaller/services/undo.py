"""Taking back the last act, and bringing it back.

What a supervisor did or took back is his to turn around: limits, rules and plans broken would be open to everybody
else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from arcaller.data.journal import Act, UndoableAct
from arcaller.data.queries.office.journal import (
    load_logged_call,
    load_name_of_number,
    load_papers_since,
    load_touched_clients,
)
from arcaller.data.queries.office.users import SUPERVISOR, load_roles, load_users
from arcaller.domain.errors import DomainError
from arcaller.services.changes import Changes, Reopen
from arcaller.services.desk import Desk

_STEPS = 50
_LOOKED_AT = 150
"""Standing acts looked through for fifty of people: what the calendar decided stands between them."""
_BY_ITSELF = ("decide_promises", "decide_plans")
_ACTS = {
    "log_call": "the call with {name}",
    "save_letter": "the wording of the letter ({name})",
    "cancel_promise": "the cancelling of the promise of {name}",
    "confirm_promises": "the confirmation to {name}",
    "propose_plan": "the plan for {name}",
    "issue_agreement": "the agreement of {name} on paper",
    "agree_plan": "the agreement of {name}",
    "reschedule_plan": "the new version of {name}'s plan",
    "give_notice": "the notice to {name}",
    "issue_notice": "the paper of the notice to {name}",
    "break_plan": "the breaking of {name}'s plan",
    "cancel_plan": "the cancelling of {name}'s plan",
    "resume_plan": "the resuming of {name}'s plan",
    "save_contact": "the contact of {name}",
    "save_client": "the card of {name}",
    "make_main_contact": "the main contact of {name}",
    "leave_contact": "the contact who left {name}",
    "link_client": "the link of {name}",
    "give_next_step": "the next step with {name}",
    "finish_step": "the step done for {name}",
    "change_clients": "the change of {name}",
    "set_do_not_chase": "the pause of {name}",
    "set_invoice_do_not_chase": "the pause of invoices of {name}",
    "snooze": "the later date for {name}",
    "skip_client": "the skip of {name}",
    "spread_backlog": "the spreading of {name}",
    "put_back_to_work": "the step of {name}",
    "change_rule": "the change of rule {name}",
    "reset_rule": "the reset of rule {name}",
    "mark_rules_read": "the mark of rules as read",
    "add_training": "the training",
    "remove_training": "the removal of a training",
    "add_stop": "the stop for {name}",
    "lift_stop": "the lifting of a stop for {name}",
    "add_window": "the hours of {name}",
    "end_window": "the end of hours of {name}",
    "record_consent": "the consent of {name}",
    "add_note": "the note on {name}",
    "print_call_sheet": "the printed call sheet of {name}",
    "add_finance_fact": "what was noted of {name}'s situation",
    "remove_finance_fact": "the taking off of a fact about {name}",
    "change_settings": "the change of settings",
    "save_template": "the wording of {name}",
    "reset_template": "the shipped wording of {name}",
    "import_invoices": "the import of {name}",
    "import_payments": "the import of {name}",
    "import_clients": "the import of {name}",
    "import_sample": "the books of the {name}",
}
"""Acts of a person in the words of the status bar."""


def undo_last(desk: Desk) -> Changes:
    """Take back the newest act that still stands; a logged call comes back with its note and outcome."""
    act = _last_of_a_person(desk)
    if act is None:
        raise DomainError("There is nothing to take back.")
    return _turn(desk, act, "undo", "Taken back")


def undo_act(desk: Desk, number: int) -> Changes:
    """Take back the act of journal entry ``number``; refused where a later act depends on it."""
    act = next((act for act in desk.ledger.undoable_acts(_LOOKED_AT) if act.number == number), None)
    if act is None:
        raise DomainError("This was taken back already, or too much was done since; the journal still names it.")
    if not _Hands(desk).may_turn(act):
        raise DomainError("What a supervisor did is taken back by a supervisor; ask yours.")
    return _turn(desk, act, "undo", "Taken back")


@dataclass(frozen=True, slots=True)
class ActLine:
    """An act that stands: ``words`` say what it was and with whom, ``by`` who did it."""

    number: int
    words: str
    at: datetime
    by: str


def acts_to_take_back(desk: Desk) -> list[ActLine]:
    """The newest acts of people that stand, newest first; any of them may be tried by :func:`undo_act`."""
    names = {user.user_id: user.name for user in load_users(desk.ledger)}
    acts = _acts_of_people(desk)[:_STEPS]
    return [ActLine(act.number, _words(desk, act), act.at, names.get(act.actor_id or 0, "")) for act in acts]


def redo(desk: Desk) -> Changes:
    """Bring back what was just taken back."""
    act = desk.ledger.redoable_act(_BY_ITSELF)
    if act is None:
        raise DomainError("There is nothing to bring back: only what was just taken back can be.")
    if not _Hands(desk).may_turn(act):
        raise DomainError("What a supervisor took back is brought back by a supervisor; ask yours.")
    return _turn(desk, act, "redo", "Brought back")


def _last_of_a_person(desk: Desk) -> UndoableAct | None:
    return next(iter(_acts_of_people(desk)), None)


def _acts_of_people(desk: Desk) -> list[UndoableAct]:
    """What people did and this one may turn around, newest first; what the calendar decided is passed over."""
    hands = _Hands(desk)
    acts = desk.ledger.undoable_acts(_LOOKED_AT)
    return [act for act in acts if act.act not in _BY_ITSELF and hands.may_turn(act)]


class _Hands:
    """Whose acts the person at the desk may turn around."""

    def __init__(self, desk: Desk) -> None:
        roles = load_roles(desk.ledger)
        self._is_caller = roles.get(desk.actor_id) != SUPERVISOR
        self._supervisors = {user_id for user_id, role in roles.items() if role == SUPERVISOR}

    def may_turn(self, act: UndoableAct) -> bool:
        """A caller his own and those of other callers, a supervisor everybody's."""
        return not (self._is_caller and act.actor_id in self._supervisors)


def _turn(desk: Desk, act: UndoableAct, name: str, said: str) -> Changes:
    if act.act in ("give_notice", "issue_notice") and load_papers_since(
        desk.ledger, "plan_notice", act.subject, act.at
    ):
        raise DomainError("The notice was printed or saved; what was issued is not undone.", "plan_id")
    reopen = _call_of(desk, act.number) if name == "undo" else None
    clients = load_touched_clients(desk.ledger, act.number)
    counter = _take_back(desk, act)
    if act.act.startswith("import_"):
        _decide_anew(desk)
    return Changes(
        name,
        f"{said}: {_words(desk, act)}",
        clients=clients or frozenset(),
        everything=clients is None,
        entry=counter.number,
        reopen=reopen,
        closed=_call_of(desk, act.number) if name == "redo" else None,
    )


def _call_of(desk: Desk, number: int) -> Reopen | None:
    call = load_logged_call(desk.ledger, number)
    return None if call is None else Reopen(*call)


def _take_back(desk: Desk, act: UndoableAct) -> Act:
    """The counter-act; what was decided by itself since, resting on the act, goes first and is decided anew."""
    try:
        return desk.ledger.undo(act.number, actor_id=desk.actor_id, at=desk.now)
    except DomainError as refusal:
        decided = [each for each in desk.ledger.undoable_acts(_STEPS) if each.number > act.number]
        decided = [each for each in decided if each.act in _BY_ITSELF]
        if act.act in _BY_ITSELF or not decided:
            raise
        try:
            for each in decided:
                desk.ledger.undo(each.number, actor_id=desk.actor_id, at=desk.now)
            return desk.ledger.undo(act.number, actor_id=desk.actor_id, at=desk.now)
        except DomainError:
            raise refusal from None
        finally:
            _decide_anew(desk)


def _decide_anew(desk: Desk) -> None:
    from arcaller.services.days import decide_all  # only here: most that is taken back brought no payments

    decide_all(desk)


def _words(desk: Desk, act: UndoableAct) -> str:
    """``the call with Meyer KG``: what was done, and with whom."""
    name = load_name_of_number(desk.ledger, act.subject)
    words = _ACTS.get(act.act)
    if words is None:
        return f"{act.act.replace('_', ' ')} {name or act.subject}".strip()
    return words.format(name=name or act.subject)
