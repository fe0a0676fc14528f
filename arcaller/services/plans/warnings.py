"""What to say about a plan before anybody signs it: regulated credit, time-barred invoices, a bare paper.

Warnings only: they refuse nothing, and which law applies is for a lawyer to say.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from arcaller import paths
from arcaller.data.queries.plans.agreement import PartyRow, load_acknowledged, load_party
from arcaller.data.queries.plans.plans import PlanDetailRow
from arcaller.domain.errors import DomainError
from arcaller.domain.money import parse_amount
from arcaller.domain.plans.credit_tripwires import CreditRule, Tripped, tripwires
from arcaller.domain.plans.installments import Schedule, schedule
from arcaller.domain.plans.states import PlanState
from arcaller.services.plans.agreement_facts import payment_ways, time_barred_note
from arcaller.services.plans.terms import terms_of_values
from arcaller.services.settings import Settings, load_settings

if TYPE_CHECKING:
    from arcaller.services.desk import Desk

_UNSIGNED = (PlanState.DRAFT, PlanState.PROPOSED, PlanState.APPROVED)


class DatedInvoice(Protocol):
    """An invoice with its number and due date."""

    @property
    def number(self) -> str: ...
    @property
    def due_on(self) -> date: ...


@dataclass(frozen=True, slots=True)
class PlanWatch:
    """What plans for one client are held against, read once; a wizard asks it anew at every change.

    ``jurisdiction`` is the client's country, else the company's; ``time_barred_years`` 0: no invoice is too old;
    ``missing`` names what the agreement would have to say and the ledger does not know.
    """

    jurisdiction: str = ""
    client_kind: str = ""
    rules: tuple[CreditRule, ...] = ()
    time_barred_years: int = 0
    missing: tuple[str, ...] = ()

    def warnings(
        self, plan: Schedule, invoices: Iterable[DatedInvoice], day_text: Callable[[date], str] = date.isoformat
    ) -> tuple[str, ...]:
        """Each warning as sentences in plain words with its source; none if there is nothing to say."""
        tripped = tripwires(plan, self.jurisdiction, self.client_kind, self.rules, day_text)
        words = [_missing_words(self.missing)] if self.missing else []
        words += [_credit_words(each) for each in tripped]
        years, on = self.time_barred_years, plan.terms.agreed_on
        old = [each for each in invoices if time_barred_note(each.due_on, on, years)]
        return (*words, _too_old_words(old, years, day_text)) if old else tuple(words)


def load_credit_rules() -> tuple[CreditRule, ...]:
    """The rules that come with the program; a broken file is refused by name."""
    path = paths.resource("rules", "credit.toml")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return tuple(_rule(entry) for entry in table["rules"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise DomainError(f"The rules in {path.name} cannot be read: {error}.", "rules") from error


def watch_of(desk: Desk, client_id: int) -> PlanWatch:
    """The watch over plans for a client."""
    settings = load_settings(desk.ledger)
    party = load_party(desk.ledger, client_id)
    country = party.country or settings.text("company_country")
    years = settings.number("time_barred_years")
    return PlanWatch(country, party.kind, load_credit_rules(), years, tuple(_missing(settings, party)))


def draft_warnings(
    desk: Desk, client_id: int, invoice_ids: Iterable[int], plan: Schedule,
    day_text: Callable[[date], str] = date.isoformat,
) -> tuple[str, ...]:  # fmt: skip
    """The warnings about a plan that is not stored yet."""
    return watch_of(desk, client_id).warnings(plan, load_acknowledged(desk.ledger, invoice_ids), day_text)


def stored_warnings(
    desk: Desk, plan: PlanDetailRow, day_text: Callable[[date], str] = date.isoformat
) -> tuple[str, ...]:
    """The warnings about a stored plan as long as nobody has signed it; afterwards they come too late."""
    if PlanState(plan.state) not in _UNSIGNED:
        return ()
    worked = schedule(terms_of_values(plan.terms))
    return watch_of(desk, plan.client_id).warnings(worked, plan.invoices, day_text)


def _missing(settings: Settings, party: PartyRow) -> Iterator[str]:
    if not settings.text("company_name"):
        yield "the company's name"
    if not settings.company_address:
        yield "the company's address"
    ways = payment_ways(settings, "")
    if not (ways.bank or ways.upi_id or ways.pay_link):
        yield "where to pay to"
    if not (party.street or party.city):
        yield "the client's address"


def _missing_words(missing: tuple[str, ...]) -> str:
    *others, last = missing
    what = f"{', '.join(others)} and {last}" if others else last
    return f"The agreement would lack {what}. Letterhead and bank account are in Settings, clients come by import."


def _rule(entry: Mapping[str, Any]) -> CreditRule:
    limit = entry.get("exempt_above")
    verified = entry["last_verified"]
    return CreditRule(
        rule_id=entry["id"],
        name=entry["name"],
        jurisdictions=frozenset(entry["jurisdictions"]),
        client_kinds=frozenset(entry["client_kinds"]),
        valid_from=entry["valid_from"],
        last_verified=verified or None,
        source=entry["source"],
        max_installments=entry.get("max_installments"),
        max_months=entry.get("max_months"),
        forbids_charges=entry.get("forbids_charges", False),
        exempt_above=None if limit is None else parse_amount(limit["amount"], limit["currency"]),
    )


def _credit_words(tripped: Tripped) -> str:
    rule = tripped.rule
    checked = f"checked on {rule.last_verified}" if rule.last_verified else "not yet checked by a lawyer"
    reasons = " ".join(tripped.reasons)
    return f"This plan may be regulated credit ({rule.name}). {reasons} Source: {rule.source}; {checked}."


def _too_old_words(old: list[DatedInvoice], years: int, day_text: Callable[[date], str]) -> str:
    numbers = ", ".join(f"{each.number} (due {day_text(each.due_on)})" for each in old[:3])
    more = f" and {len(old) - 3} more" if len(old) > 3 else ""
    what = "Invoice" if len(old) == 1 else "Invoices"
    return (
        f"{what} {numbers}{more}: due more than {years} years ago and may be time-barred. A signature may start the "
        "time limit afresh; let a lawyer look at it before you ask for one."
    )
