from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from arcaller.documents.agreement.fingerprint import fingerprint, short_fingerprint


def test_the_fingerprint_changes_with_any_amount_or_date(agreement):
    base = agreement()
    row, item = base.schedule[0], base.invoices[0]
    changed = [
        replace(base, schedule=(replace(row, amount_minor=row.amount_minor + 1), *base.schedule[1:])),
        replace(base, schedule=(replace(row, due_on=row.due_on + timedelta(1)), *base.schedule[1:])),
        replace(base, invoices=(replace(item, open_minor=item.open_minor + 1), *base.invoices[1:])),
        replace(base, invoices=base.invoices[1:]),
        replace(base, currency="USD"),
        replace(base, version=2),
        replace(base, discount_minor=1),
    ]
    assert len({fingerprint(each) for each in (base, *changed)}) == len(changed) + 1


def test_the_fingerprint_stays_with_wording_and_layout(agreement):
    base = agreement()
    assert fingerprint(base) == fingerprint(replace(base, locale="de_DE", place="Wien")) == fingerprint(agreement())
    whole = replace(base, terms=replace(base.terms, whole_installments_only=True))
    assert fingerprint(whole) == fingerprint(base)


def test_the_short_form_is_four_groups_of_the_full_one(agreement):
    full = fingerprint(agreement())
    assert len(full) == 64
    assert short_fingerprint(full).replace(" ", "").lower() == full[:16]
