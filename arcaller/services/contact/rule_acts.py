"""Changing a rule of contact, setting it back, saying that one has read the rules, and trainings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from arcaller.data.queries.contact.knowledge import load_readings
from arcaller.data.queries.office.users import load_user
from arcaller.data.tables import AppUser, ContactRule, RuleReading, Training
from arcaller.domain.contact.rules import HOUSE_HOURS, read_rule, rule_table
from arcaller.domain.errors import DomainError
from arcaller.services.changes import Changes
from arcaller.services.contact.knowledge import version_of
from arcaller.services.contact.standing import rule_book, shipped_rules
from arcaller.services.desk import Desk
from arcaller.services.settings import KEYS, load_settings

_EDITABLE = {"words", "effect", "active", "last_verified", "params"}


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """New values of a rule: ``words``, ``effect``, ``active``, ``last_verified`` (an ISO day or ""), ``params``."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ResetRule:
    """The rule as it came with the program."""

    code: str


@dataclass(frozen=True, slots=True)
class MarkRulesRead:
    """This person has read the rules named, as they stand today."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddTraining:
    """A training or seminar that somebody took part in."""

    user_id: int
    title: str
    held_on: date
    provider: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RemoveTraining:
    """A training written down by mistake."""

    training_id: int


def change_rule(desk: Desk, command: ChangeRule) -> Changes:
    """Keep the office's own version of a rule; a faulty value is refused by the name of its field."""
    _refuse_callers(desk, "Rules are changed by a supervisor; ask yours.")
    unknown = set(command.values) - _EDITABLE
    if unknown:
        raise DomainError(f"“{min(unknown)}” of a rule is not for changing.", min(unknown))
    settings = load_settings(desk.ledger)
    book = rule_book(desk.ledger, settings.call_hours)
    rule = book.rules.get(command.code)
    if rule is None:
        raise DomainError(f"There is no rule {command.code}; choose one of the page.", "code")
    wanted = read_rule({**rule_table(rule), **command.values}, rule.profile)
    body = rule_table(wanted)
    with desk.ledger.act("change_rule", actor_id=desk.actor_id, at=desk.now, subject=command.code) as act:
        if command.code == HOUSE_HOURS:
            if wanted.params["to"] == "24:00":
                raise DomainError("The calling hours end at 23:59 at the latest.", "to")
            act.write_setting(KEYS["call_opens"], wanted.params["from"])
            act.write_setting(KEYS["call_closes"], wanted.params["to"])
        own = desk.ledger.find(ContactRule, ContactRule.code == command.code)
        if own is None:
            if wanted != rule:
                row = ContactRule(code=command.code, body=body, is_active=wanted.is_active, changed_on=desk.today)
                row.previous_body = rule_table(rule)
                act.add(row)
        elif own.body != body:
            act.change(
                own, body=body, is_active=wanted.is_active, changed_on=desk.today, previous_body=rule_table(rule)
            )
    said = f"Rule {command.code} changed" if act.number else f"Rule {command.code} is as it was"
    return Changes("change_rule", said, everything=act.number is not None, entry=act.number)


def reset_rule(desk: Desk, command: ResetRule) -> Changes:
    """Forget the office's version of a rule; the hours of the house go back to the defaults of the settings."""
    _refuse_callers(desk, "Rules are changed by a supervisor; ask yours.")
    if command.code not in shipped_rules().rules:
        raise DomainError(f"There is no rule {command.code}; choose one of the page.", "code")
    with desk.ledger.act("reset_rule", actor_id=desk.actor_id, at=desk.now, subject=command.code) as act:
        own = desk.ledger.find(ContactRule, ContactRule.code == command.code)
        if own is not None:
            act.remove(own)
        if command.code == HOUSE_HOURS:
            for name in ("call_opens", "call_closes"):
                if load_settings(desk.ledger).text(name) != KEYS[name].default:
                    act.write_setting(KEYS[name], KEYS[name].default)
    said = f"Rule {command.code} is as it came with the program"
    return Changes("reset_rule", said, everything=act.number is not None, entry=act.number)


def mark_rules_read(desk: Desk, command: MarkRulesRead) -> Changes:
    """Keep who read which rule in which version, and when."""
    rules = rule_book(desk.ledger, load_settings(desk.ledger).call_hours).rules
    mine = {(row.code, row.version) for row in load_readings(desk.ledger) if row.user_id == desk.actor_id}
    unknown = [code for code in command.codes if code not in rules]
    if unknown:
        raise DomainError(f"There is no rule {unknown[0]}; choose one of the page.", "codes")
    new = [(code, version_of(rules[code])) for code in command.codes]
    new = [each for each in dict.fromkeys(new) if each not in mine]
    with desk.ledger.act("mark_rules_read", actor_id=desk.actor_id, at=desk.now, subject="rules") as act:
        for code, version in new:
            act.add(RuleReading(user_id=desk.actor_id, code=code, version=version, read_at=desk.now))
    said = f"{len(new)} {'rule' if len(new) == 1 else 'rules'} marked as read" if new else "You have read them all"
    return Changes("mark_rules_read", said, entry=act.number)


def add_training(desk: Desk, command: AddTraining) -> Changes:
    """Write down a training; one's own, or as a supervisor anybody's."""
    if command.user_id != desk.actor_id:
        _refuse_callers(desk, "Trainings of others are written down by a supervisor.", "user_id")
    title = command.title.strip()
    if not title:
        raise DomainError("Say what the training was about.", "title")
    if command.held_on > desk.today:
        raise DomainError("That day has not come yet; write a training down when it is over.", "held_on")
    user = desk.ledger.find(AppUser, AppUser.id == command.user_id)
    if user is None:
        raise DomainError("This person is no user of the ledger; choose one of the list.", "user_id")
    with desk.ledger.act("add_training", actor_id=desk.actor_id, at=desk.now, subject="training") as act:
        new_id = act.add(
            Training(
                user_id=command.user_id,
                title=title,
                held_on=command.held_on,
                provider=command.provider.strip(),
                note=command.note.strip(),
            )
        )
    return Changes("add_training", f"Training of {user.name} written down: {title}", entry=act.number, new_id=new_id)


def remove_training(desk: Desk, command: RemoveTraining) -> Changes:
    """Take a training off the list; one's own, or as a supervisor anybody's."""
    row = desk.ledger.find(Training, Training.id == command.training_id)
    if row is None:
        raise DomainError("This training is gone already.", "training_id")
    if row.user_id != desk.actor_id:
        _refuse_callers(desk, "Trainings of others are changed by a supervisor.", "training_id")
    with desk.ledger.act("remove_training", actor_id=desk.actor_id, at=desk.now, subject="training") as act:
        title = row.title
        act.remove(row)
    return Changes("remove_training", f"Training removed: {title}", entry=act.number)


def _refuse_callers(desk: Desk, words: str, name: str = "code") -> None:
    if load_user(desk.ledger, desk.actor_id).role != "supervisor":
        raise DomainError(words, name)
