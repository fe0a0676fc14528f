"""Where a payment plan may become regulated credit.

What trips is data – jurisdiction, kinds of client, numbers, dates, source –, never a constant in code; this module
only holds a schedule against it. A tripped rule is a warning that asks for an approver, not legal advice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from arcaller.domain.calendars import add_months
from arcaller.domain.money import Money
from arcaller.domain.plans.installments import Schedule


@dataclass(frozen=True, slots=True)
class CreditRule:
    """When a plan stays outside credit law: everything set here must hold.

    At most ``max_installments`` rows; the last within ``max_months`` months beginning on the agreement date (twelve
    months from 10 September end on 9 September); no charge if ``forbids_charges``. Debts above ``exempt_above`` in
    its currency are left alone, as are agreements before ``valid_from``. ``jurisdictions`` are ISO 3166 codes.
    ``last_verified`` is the day somebody held the rule against the law in force (``None``: nobody has).
    """

    rule_id: str
    name: str
    jurisdictions: frozenset[str]
    client_kinds: frozenset[str]
    valid_from: date
    last_verified: date | None
    source: str
    max_installments: int | None = None
    max_months: int | None = None
    forbids_charges: bool = False
    exempt_above: Money | None = None


@dataclass(frozen=True, slots=True)
class Tripped:
    """A rule a plan does not keep, with each reason as a sentence."""

    rule: CreditRule
    reasons: tuple[str, ...]


def tripwires(
    plan: Schedule,
    jurisdiction: str,
    client_kind: str,
    rules: Iterable[CreditRule],
    day_text: Callable[[date], str] = date.isoformat,
) -> tuple[Tripped, ...]:
    """The rules of ``jurisdiction`` (those of ``GB`` also cover ``GB-ENG``) that ``plan`` trips for such a client."""
    country = jurisdiction.partition("-")[0]
    found = (
        Tripped(rule, _reasons(plan, rule, day_text))
        for rule in rules
        if not rule.jurisdictions.isdisjoint((jurisdiction, country))
        and client_kind in rule.client_kinds
        and plan.terms.agreed_on >= rule.valid_from
        and not _is_exempt(plan.debt, rule.exempt_above)
    )
    return tuple(tripped for tripped in found if tripped.reasons)


def _is_exempt(debt: Money, above: Money | None) -> bool:
    return above is not None and debt.currency == above.currency and debt > above


def _reasons(plan: Schedule, rule: CreditRule, day_text: Callable[[date], str]) -> tuple[str, ...]:
    reasons = []
    count = len(plan.installments)
    if rule.max_installments is not None and count > rule.max_installments:
        reasons.append(f"It has {count} installments; without credit law it may have {rule.max_installments}.")
    if rule.max_months is not None:
        latest = add_months(plan.terms.agreed_on, rule.max_months) - timedelta(days=1)
        if plan.ends_on > latest:
            ends, by = day_text(plan.ends_on), day_text(latest)
            reasons.append(f"It ends on {ends}; without credit law it must end by {by}.")
    if rule.forbids_charges and plan.interest:
        reasons.append("It bears interest; without credit law it may bear no charge of any kind.")
    return tuple(reasons)
