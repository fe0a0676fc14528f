"""The fingerprint of an agreement: a hash of its amounts and dates, so that paper can be told from paper.

Two papers with the same fingerprint promise the same sums on the same days; wording and layout do not enter it.
"""

from __future__ import annotations

import hashlib
import json

from arcaller.documents.agreement.inputs import AgreementInputs


def fingerprint(inputs: AgreementInputs) -> str:
    """SHA-256 in hex over the canonical form: sorted keys, minor units, ISO dates, no spaces, UTF-8."""
    content = {
        "agreement": inputs.agreement_number,
        "version": inputs.version,
        "client": inputs.client.number,
        "made_on": inputs.made_on.isoformat(),
        "currency": inputs.currency,
        "invoices": [
            [row.number, row.issued_on.isoformat(), row.due_on.isoformat(), row.original_minor, row.settled_minor,
             row.open_minor, row.treatment.value]
            for row in inputs.invoices
        ],
        "down": [inputs.down_payment.due_on.isoformat(), inputs.down_minor] if inputs.down_payment else None,
        "rows": [
            [row.number, row.due_on.isoformat(), row.amount_minor, row.principal, row.interest_minor or 0,
             row.balance_minor]
            for row in inputs.schedule
        ],
        "discount": inputs.discount_minor,
        "rate": f"{inputs.terms.interest.annual_percent.normalize():f}" if inputs.terms.interest else None,
    }  # fmt: skip
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def short_fingerprint(full: str) -> str:
    """The first 16 hex digits in groups of four (``9F3A 21C4 …``): 64 bits, readable over the phone."""
    head = full[:16].upper()
    return " ".join(head[i : i + 4] for i in range(0, 16, 4))
