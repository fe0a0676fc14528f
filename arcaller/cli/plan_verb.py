"""The verb ``plan``: a calculator, and with a client the plan over what he owes, its proposal and its paper."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from arcaller.cli.output import say, say_json, table
from arcaller.cli.parser import WrongUse, percent
from arcaller.cli.session import Session
from arcaller.data.queries.clients.parties import find_client_id
from arcaller.data.queries.sheet.open_items import OpenInvoiceRow, load_open_items
from arcaller.domain.authority import Authority, LimitCheck, broken, check
from arcaller.domain.calendars import BusinessCalendar, Frequency, Shift, calendar_of
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money, decimal_text, parse_amount
from arcaller.domain.plans.installments import Schedule, schedule
from arcaller.domain.plans.terms import PlanTerms, Remainder
from arcaller.domain.receivables.interest import InterestMethod
from arcaller.services.commands import ProposePlan
from arcaller.services.desk import Desk
from arcaller.services.papers.safe_files import write_new_file
from arcaller.services.plans.agreements import (
    agreement_inputs,
    draft_agreement_inputs,
    issue_agreement,
    make_agreement,
    open_fonts,
)
from arcaller.services.plans.plans import authority_of, calendar_for, draft_plan_check, propose_plan
from arcaller.services.plans.versions import PlanDraft
from arcaller.services.plans.warnings import draft_warnings
from arcaller.services.settings import KEYS, Settings, load_settings

_NEW_LEDGERS_ROLE = "supervisor"


def plan(session: Session) -> int:
    """``plan``: beyond somebody's limits it is computed all the same."""
    words = session.words
    if not words.client:
        if words.propose or words.agreement:
            raise WrongUse("arcaller plan: --propose and --agreement need --client; add it.")
        if not words.amount or not words.currency:
            raise WrongUse("arcaller plan: without --client it needs --amount and --currency; add them.")
        return _calculate(session)
    if words.propose:
        with session.writing() as desk:
            return _plan_for(session, desk)
    with session.reading() as desk:
        return _plan_for(session, desk)


def _calculate(session: Session) -> int:
    words = session.words
    worked = schedule(_terms(session, parse_amount(words.amount, words.currency), BusinessCalendar()))
    has_ledger = words.ledger is not None and words.ledger.exists()
    with session.reading() if has_ledger else nullcontext() as desk:
        authority = _limits(desk, words.currency)
    _answer(session, worked, check(worked, authority), {})
    return 0


def _limits(desk: Desk | None, currency: str) -> Authority:
    """The limits of the ledger's user; without a ledger those that a new one begins with."""
    if desk is None:
        return Settings({name: key.default for name, key in KEYS.items()}).authority(_NEW_LEDGERS_ROLE, currency)
    return authority_of(desk, load_settings(desk.ledger), currency)


def _plan_for(session: Session, desk: Desk) -> int:
    words = session.words
    client_id = find_client_id(desk.ledger, words.client)
    rows = _covered(session, load_open_items(desk.ledger, client_id))
    invoice_ids = tuple(row.invoice_id for row in rows)
    debt = Money(sum(row.open_minor for row in rows), rows[0].currency)
    if words.agreement and words.agreement.exists():
        raise DomainError(f"{words.agreement} is already there; choose another name.", "agreement")
    settings = load_settings(desk.ledger)
    terms = _terms(session, debt, calendar_for(desk, client_id, settings))
    draft = draft_plan_check(desk, client_id, invoice_ids, terms)
    more: dict[str, Any] = {"client": words.client, "invoices": [row.number for row in rows]}
    more["warnings"] = list(draft_warnings(desk, client_id, invoice_ids, draft.schedule))
    plan_id = None
    if words.propose:
        done = propose_plan(desk, ProposePlan(client_id, invoice_ids, terms))
        plan_id = done.new_id
        more |= {"plan": plan_id, "said": done.said}
    if words.agreement:
        _write_agreement(desk, words.agreement, plan_id, client_id, invoice_ids, draft)
        more["agreement"] = str(words.agreement)
    _answer(session, draft.schedule, draft.checks, more)
    return 0


def _write_agreement(
    desk: Desk, path: Path, plan_id: int | None, client_id: int, invoice_ids: tuple[int, ...], draft: PlanDraft
) -> None:
    """The paper: issued if it is of a proposed plan within the limits, else as a draft with its watermark."""
    fonts = open_fonts()
    if plan_id is not None and draft.is_within_authority:
        issue_agreement(desk, plan_id, path, fonts)
        return
    if plan_id is not None:
        inputs = agreement_inputs(desk, plan_id)
    else:
        inputs = draft_agreement_inputs(desk, client_id, invoice_ids, draft.schedule, draft.is_within_authority)
    write_new_file(path, make_agreement(inputs, fonts))


def _covered(session: Session, open_rows: tuple[OpenInvoiceRow, ...]) -> list[OpenInvoiceRow]:
    """What is overdue and undisputed in one currency, else all that is; --amount must be what they come to."""
    words = session.words
    rows = [row for row in open_rows if not row.is_disputed and words.currency in {"", row.currency}]
    currencies = sorted({row.currency for row in rows})
    if not rows:
        raise DomainError(f"Client {words.client} has nothing open that a plan could cover.", "client")
    if len(currencies) > 1:
        raise DomainError(f"Client {words.client} owes in {' and '.join(currencies)}; say --currency.", "currency")
    overdue = [row for row in rows if row.due_on < session.today]
    if not words.amount:
        return overdue or rows
    wanted = parse_amount(words.amount, currencies[0]).minor
    reached = 0
    for at, row in enumerate(rows, 1):
        reached += row.open_minor
        if reached == wanted:
            return rows[:at]
    shown = decimal_text(sum(row.open_minor for row in overdue or rows), currencies[0])
    raise DomainError(
        f"{words.amount} is not what the oldest open invoices of client {words.client} come to; a plan covers whole "
        f"invoices, {shown} {currencies[0]} are {'overdue' if overdue else 'open'}.",
        "amount",
    )


def _terms(session: Session, debt: Money, calendar: BusinessCalendar) -> PlanTerms:
    words = session.words
    currency = debt.currency
    terms = PlanTerms(
        total=debt, first_on=words.first, agreed_on=words.start or session.today, count=words.count,
        each=_amount(words.each, currency), frequency=Frequency(words.every), shift=Shift(words.shift),
        calendar=calendar_of(words.holidays) if words.holidays else calendar, remainder=Remainder(words.remainder),
        balloon=_amount(words.balloon, currency), discount_percent=words.discount, rate_percent=words.rate,
        method=InterestMethod(words.method),
    )  # fmt: skip
    if words.down.strip().endswith("%"):
        return replace(terms, down_percent=percent(words.down))
    return replace(terms, down_payment=_amount(words.down, currency))


def _amount(text: str, currency: str) -> Money | None:
    return parse_amount(text, currency) if text else None


def _answer(session: Session, worked: Schedule, checks: tuple[LimitCheck, ...], more: dict[str, Any]) -> None:
    currency, over = worked.currency, broken(checks)

    def text(amount: Money) -> str:
        return decimal_text(amount.minor, currency)

    if session.words.json:
        rows = [
            {"number": row.number, "due_date": row.due_on.isoformat(), "amount": text(row.amount),
             "principal": text(row.principal), "interest": text(row.interest), "balance": text(row.balance)}
            for row in worked.installments
        ]  # fmt: skip
        say_json({
            "currency": currency, "total": text(worked.total), "installments": rows,
            "down_payment": text(worked.down_payment), "within_authority": not over,
            "limits_broken": [f"{each.name.value}: {each.words}" for each in over], "debt": text(worked.debt),
            "discount": text(worked.discount), "interest": text(worked.interest), **more,
        })  # fmt: skip
        return
    if worked.down_payment:
        say(f"down payment {text(worked.down_payment)} {currency} on {worked.terms.agreed_on}")
    lines = [("no.", "due", "amount", "principal", "interest", "balance")]
    lines += [(str(row.number), f"{row.due_on} {row.shift_reason}".rstrip(), text(row.amount), text(row.principal),
               text(row.interest), text(row.balance)) for row in worked.installments]  # fmt: skip
    say(*table(lines, right=(0, 2, 3, 4, 5)), f"to pay in all {text(worked.total)} {currency}")
    say(*(f"beyond the limits: {each.name.value}: {each.words}" for each in over))
    say(*(f"before anybody signs: {words}" for words in more.get("warnings", ())))
    if "said" in more:
        say(more["said"])
    if "agreement" in more:
        say(f"{more['agreement']} is the agreement.")
