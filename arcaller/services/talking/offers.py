"""What can be offered to one client on the phone: the ladder over what may be chased, inside the caller's limits."""

from __future__ import annotations

from dataclasses import dataclass

from arcaller.data.queries.sheet.call_sheet import CallSheetRow, InvoiceRow
from arcaller.domain.money import Money
from arcaller.domain.plans.offers import Offer, offer_ladder
from arcaller.services.desk import Desk
from arcaller.services.plans.plans import authority_of, calendar_for
from arcaller.services.preparing.standing import chased, is_insolvent, is_left_alone
from arcaller.services.settings import load_settings


@dataclass(frozen=True, slots=True)
class Ladder:
    """``offers`` over the open ``debt`` of ``invoice_ids``; ``why_none`` says why there is nothing to offer."""

    offers: tuple[Offer, ...] = ()
    invoice_ids: tuple[int, ...] = ()
    debt: Money | None = None
    why_none: str = ""


def offers_for(desk: Desk, sheet: CallSheetRow, ticked: tuple[int, ...]) -> Ladder:
    """The ladder over the ticked invoices that may be chased, or over all that may be where none of them is ticked.

    Left out is what is promised for a day not yet past, disputed, in a plan or not to be chased; one currency alone,
    the client's own where it is among them.
    """
    if is_left_alone(sheet, desk.today):
        return Ladder(why_none=f"This client is not to be chased: {sheet.do_not_chase_reason}")
    if is_insolvent(sheet):
        return Ladder(why_none="An insolvency is noted: nothing is asked for, the claim is filed instead.")
    rows = _of_one_currency(chased(sheet, desk.today), sheet.currency)
    rows = [row for row in rows if row.invoice_id in ticked] or rows
    if not rows:
        return Ladder(why_none="Nothing may be asked for now: all is promised, in a plan, disputed or left alone.")
    debt = Money(sum(row.open_minor for row in rows), rows[0].currency)
    settings = load_settings(desk.ledger)
    offers = offer_ladder(
        debt,
        desk.today,
        authority_of(desk, settings, debt.currency),
        settings.cost_of_money_percent,
        calendar=calendar_for(desk, sheet.client_id, settings),
    )
    return Ladder(offers, tuple(row.invoice_id for row in rows), debt)


def _of_one_currency(rows: list[InvoiceRow], own: str) -> list[InvoiceRow]:
    currency = own if any(row.currency == own for row in rows) else rows[0].currency if rows else own
    return [row for row in rows if row.currency == currency]
