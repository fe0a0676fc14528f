"""The words of one agreement: its fields filled in, its eighteen clauses chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from arcaller.documents.agreement.fingerprint import fingerprint, short_fingerprint
from arcaller.documents.agreement.inputs import AgreementInputs, Allocation, Treatment
from arcaller.documents.agreement.template import fill
from arcaller.documents.paper.formats import NBSP, Formats


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One clause as printed; ``off`` when it is only named as not applying."""

    number: int
    title: str
    text: str
    off: bool


def field_values(inputs: AgreementInputs, formats: Formats) -> dict[str, str]:
    """What each ``{{field}}`` of the template stands for; a field that does not apply is empty."""
    terms, ways, words = inputs.terms, inputs.payment_ways, inputs.template.words

    def amount(minor: int) -> str:
        return formats.amount(minor, inputs.currency)

    first = inputs.schedule[0].due_on if inputs.schedule else None
    last = inputs.schedule[-1].due_on if inputs.schedule else None
    down = inputs.down_payment
    end = last or (down.due_on if down else inputs.made_on)
    return {
        "agreement_number": inputs.agreement_number,
        "version": str(inputs.version),
        "made_on": formats.date(inputs.made_on),
        "as_of": formats.date(inputs.made_on),
        "place": inputs.place,
        "creditor": inputs.creditor.legal_name,
        "client": inputs.client.legal_name,
        "client_number": inputs.client.number,
        "guarantor": inputs.guarantor.name if inputs.guarantor else "",
        "total": amount(inputs.acknowledged_minor),
        "payments_total": amount(inputs.to_pay_minor),
        "installments": _counted(words, len(inputs.schedule), "installment"),
        "first_due": formats.date(first) if first else "",
        "last_due": formats.date(last) if last else "",
        "end_date": formats.date(end),
        "down_payment": amount(inputs.down_minor),
        "down_due": formats.date(down.due_on) if down else "",
        "due_time": terms.due_time,
        "time_zone": terms.time_zone,
        "reference": ways.reference,
        "rate": f"{terms.interest.annual_percent.normalize():f}" if terms.interest else "",
        "method": terms.interest.method if terms.interest else "",
        "interest_total": amount(inputs.interest_minor),
        "cure_days": _counted(words, terms.cure_business_days, "business_day"),
        "cooling_off_days": _counted(words, terms.cooling_off_days, "business_day"),
        "decision_days": str(terms.dispute_decision_days),
        "discount": amount(inputs.discount_minor),
        "disputed_list": _numbers(inputs, Treatment.EXCLUDED),
        "reserve_list": _numbers(inputs, Treatment.UNDER_RESERVE),
        "phone": inputs.creditor.phone.replace(" ", NBSP),
        "email": inputs.creditor.email,
        "notice_channels": _listed(terms.notice_channels, words["list_or"]),
        "language": formats.language_name(inputs.language),
        "privacy_contact": terms.privacy_contact or inputs.creditor.email,
        "retention": terms.retention,
        "governing_law": terms.governing_law,
        "courts": terms.courts or f"{words['courts_of']} {terms.governing_law}",
        "local_text": " ".join(terms.local_inserts),
        "fingerprint": short_fingerprint(fingerprint(inputs)).replace(" ", NBSP),
        "currency": inputs.currency,
        "sum_check": _sum_check(inputs, formats),
    }


def clause_texts(inputs: AgreementInputs, values: Mapping[str, str]) -> list[ClauseText]:
    """All eighteen clauses in order, each with its text or as expressly not applying."""
    chosen = []
    off = inputs.terms.switched_off | _off_by_themselves(inputs)
    for number, clause in enumerate(inputs.template.clauses, 1):
        if number in off:
            text = inputs.template.words["off"].format(number=number)
        else:
            text = fill(clause.texts[_variant(clause.clause_id, inputs)], values)
        chosen.append(ClauseText(number, clause.title, text, number in off))
    return chosen


def _off_by_themselves(inputs: AgreementInputs) -> frozenset[int]:
    empty = {10: not inputs.discount_minor, 13: not inputs.terms.cooling_off_days, 17: not inputs.terms.local_inserts}
    return frozenset(number for number, without in empty.items() if without)


def _variant(clause_id: str, inputs: AgreementInputs) -> str:
    """Which wording of a clause these inputs ask for (empty: the plain one)."""
    terms = inputs.terms
    treatments = {row.treatment for row in inputs.invoices}
    excluded, reserve = Treatment.EXCLUDED in treatments, Treatment.UNDER_RESERVE in treatments
    interest = terms.interest
    variants = {
        "parties": "guarantor" if inputs.guarantor else "",
        "acknowledgement": "time_barred" if any(row.time_barred_note for row in inputs.invoices) else "",
        "schedule": ("down_payment" if inputs.schedule else "down_only") if inputs.down_payment else "",
        "allocation": "oldest_first" if terms.allocation is Allocation.OLDEST_INSTALLMENT_FIRST else "interest_first",
        "interest": ("rate_after_default" if interest.runs_after_default else "rate") if interest else "none",
        "part_payments": "whole_only" if terms.whole_installments_only else "",
        "default": ("interest" if interest else "") if terms.acceleration else "no_acceleration",
        "disputes": {(True, True): "both", (True, False): "excluded", (False, True): "reserve"}.get(
            (excluded, reserve), "none"
        ),
        "changes": "" if terms.reschedule_right else "no_reschedule",
        "data_protection": "credit_reference" if terms.credit_reference else "",
        "general": "" if terms.governing_law else "no_law",
        "signatures": "not_approved" if inputs.not_approved else ("approved" if inputs.approver else ""),
    }
    return variants.get(clause_id, "")


def _counted(words: Mapping[str, str], count: int, noun: str) -> str:
    return f"{count}{NBSP}{words[noun if count == 1 else noun + 's']}".replace(" ", NBSP)


def _numbers(inputs: AgreementInputs, treatment: Treatment) -> str:
    return ", ".join(row.number for row in inputs.invoices if row.treatment is treatment)


def _listed(items: tuple[str, ...], word: str) -> str:
    return f"{', '.join(items[:-1])} {word} {items[-1]}" if len(items) > 1 else "".join(items)


def _sum_check(inputs: AgreementInputs, formats: Formats) -> str:
    """``acknowledged total 9,000.00 − discount 500.00 + interest 81.20 = sum of the payments 8,581.20``."""
    words = inputs.template.words

    def term(word: str, minor: int) -> str:
        return f"{words[word]} {formats.number(minor, inputs.currency)}"

    text = term("check_acknowledged", inputs.acknowledged_minor)
    if inputs.discount_minor:
        text += f" − {term('check_discount', inputs.discount_minor)}"
    if inputs.interest_minor:
        text += f" + {term('check_interest', inputs.interest_minor)}"
    return f"{text} = {term('check_payments', inputs.to_pay_minor)}"
