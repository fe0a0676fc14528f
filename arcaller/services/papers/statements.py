"""Statements of account: what a client owes at the end of a day, as a PDF."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from arcaller import paths
from arcaller.data.queries.plans.agreement import load_party
from arcaller.data.queries.reports.statement import StatementLine, load_statement_lines, load_statement_payments
from arcaller.documents.paper.sender import Letterhead, PaperSize
from arcaller.domain.receivables.aging import AgingBucket, bucket_of
from arcaller.services.desk import Desk
from arcaller.services.journal_head import journal_head
from arcaller.services.plans.agreement_facts import address_lines, payment_ways
from arcaller.services.settings import Settings, load_settings

if TYPE_CHECKING:
    from arcaller.documents.paper.fonts import FontBook
    from arcaller.documents.statement import CurrencyStatement, StatementInputs

_LANGUAGE = "en"  # of the statement's words, and so of its dates
_LAST_PAYMENTS = 5


def make_statement(desk: Desk, client_id: int, fonts: FontBook, as_of: date | None = None) -> bytes:
    """The statement at the end of ``as_of`` (the business date unless said)."""
    from arcaller.documents.statement import make_statement as make

    return make(statement_inputs(desk, client_id, as_of or desk.today), fonts)


def statement_inputs(desk: Desk, client_id: int, as_of: date) -> StatementInputs:
    """What the statement says: open items, credits, unapplied cash and the last payments, each currency apart."""
    from arcaller.documents import statement

    settings = load_settings(desk.ledger)
    party = load_party(desk.ledger, client_id)
    lines = load_statement_lines(desk.ledger, client_id, as_of)
    payments = load_statement_payments(desk.ledger, client_id, as_of, _LAST_PAYMENTS)
    currencies = sorted({line.currency for line in (*lines, *payments)})
    words = paths.resource("agreements", _LANGUAGE, "_statement.toml")
    return statement.StatementInputs(
        letterhead=letterhead_of(settings),
        client_number=party.number,
        client_name=party.legal_name,
        client_address=address_lines(party),
        as_of=as_of,
        currencies=tuple(_currency(currency, lines, payments, as_of) for currency in currencies),
        words=statement.load_statement_words(words),
        payments_since=min((line.dated_on for line in payments), default=None),
        payment_ways=payment_ways(settings, party.number),
        language=_LANGUAGE,
        locale=settings.paper_locale,
        paper=PaperSize(settings.text("paper")),
        journal=journal_head(desk).words,
    )


def letterhead_of(settings: Settings) -> Letterhead:
    """The company at the top of the paper."""
    contact = (settings.text("company_phone"), settings.text("company_email"), settings.text("company_registration"))
    return Letterhead(
        settings.text("company_name"), settings.company_address, tuple(line for line in contact if line)
    )


def _currency(
    currency: str, lines: tuple[StatementLine, ...], payments: tuple[StatementLine, ...], as_of: date
) -> CurrencyStatement:
    from arcaller.documents import statement

    mine = [line for line in lines if line.currency == currency]
    buckets = dict.fromkeys(AgingBucket, 0)
    items = []
    for line in mine:
        if line.due_on is None:
            continue
        buckets[bucket_of(line.due_on, as_of)] += line.open_minor
        items.append(
            statement.StatementItem(
                line.number, line.dated_on, line.due_on, line.amount_minor, line.open_minor,
                max(0, (as_of - line.due_on).days), "in dispute" if line.is_disputed else "",
            )
        )  # fmt: skip

    def entries(kind: str, among: list[StatementLine], amount: str) -> tuple[statement.StatementEntry, ...]:
        return tuple(
            statement.StatementEntry(line.dated_on, line.number, getattr(line, amount))
            for line in among
            if line.kind == kind
        )

    first, second, third, fourth, fifth = buckets.values()
    return statement.CurrencyStatement(
        currency,
        tuple(items),
        (first, second, third, fourth, fifth),
        credits=entries("credit_note", mine, "open_minor"),
        unapplied=entries("payment", mine, "open_minor"),
        payments=entries("payment", [line for line in payments if line.currency == currency], "amount_minor"),
    )
