"""Aging of the whole ledger per currency, as of any day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from arcaller.domain.money import decimal_text
from arcaller.domain.receivables.aging import Aging, AgingBucket, BucketTotal, aging_of, bucket_bounds

if TYPE_CHECKING:
    from arcaller.data.database import Ledger

_BUCKETS = tuple(AgingBucket)

# each sum holds the older buckets too, which halves the comparisons; the difference is taken here. settled_on is the
# day of the last application, so whatever was settled by then is left out without a look at it
_AGED = """
    SELECT currency, count(*), sum(open_minor), count(*) FILTER (WHERE due_on < ?1),
        coalesce(sum(open_minor) FILTER (WHERE due_on < ?1), 0), count(*) FILTER (WHERE due_on < ?2),
        coalesce(sum(open_minor) FILTER (WHERE due_on < ?2), 0), count(*) FILTER (WHERE due_on < ?3),
        coalesce(sum(open_minor) FILTER (WHERE due_on < ?3), 0), count(*) FILTER (WHERE due_on < ?4),
        coalesce(sum(open_minor) FILTER (WHERE due_on < ?4), 0)
    FROM (SELECT i.currency, i.due_on, i.amount_minor - coalesce((SELECT sum(a.amount_minor)
            FROM payment_application a WHERE a.invoice_id = i.id AND a.applied_on <= ?5), 0) AS open_minor
        FROM invoice i WHERE i.issued_on <= ?5 AND (i.settled_on IS NULL OR i.settled_on > ?5) AND i.is_cancelled = 0)
    WHERE open_minor <> 0 GROUP BY currency"""
_CREDITS_AS_OF = """
    SELECT currency, sum(amount_minor), 0 FROM credit_note WHERE issued_on <= ?1 GROUP BY currency
    UNION ALL SELECT currency, 0, sum(amount_minor) FROM payment WHERE paid_on <= ?1 GROUP BY currency
    UNION ALL SELECT n.currency, -sum(a.amount_minor), 0 FROM payment_application a
        JOIN credit_note n ON n.id = a.credit_note_id WHERE a.applied_on <= ?1 AND n.issued_on <= ?1 GROUP BY 1
    UNION ALL SELECT p.currency, 0, -sum(a.amount_minor) FROM payment_application a
        JOIN payment p ON p.id = a.payment_id WHERE a.applied_on <= ?1 AND p.paid_on <= ?1 GROUP BY p.currency"""


def load_aging(ledger: Ledger, as_of: date) -> dict[str, Aging]:
    """What was open at the end of ``as_of``: only what is dated on or before that day counts."""
    day = as_of.isoformat()
    return _agings(ledger.rows(_AGED, (*_bounds(as_of), day)), ledger.rows(_CREDITS_AS_OF, (day,)))


def _bounds(as_of: date) -> tuple[str, ...]:
    """The first due date of each bucket but the last, newest bucket first."""
    return tuple(bounds.due_from.isoformat() for bounds in bucket_bounds(as_of) if bounds.due_from is not None)


def _agings(stored: list[Any], taken_off: list[Any]) -> dict[str, Aging]:
    credit: dict[str, list[int]] = {}
    for currency, notes, cash in taken_off:
        sums = credit.setdefault(currency, [0, 0])
        sums[0] += notes
        sums[1] += cash
    totals = {row[0]: _buckets(row[1:]) for row in stored}
    currencies = {*totals, *(currency for currency, sums in credit.items() if any(sums))}
    return {
        currency: aging_of(totals.get(currency, {}), *credit.get(currency, (0, 0))) for currency in sorted(currencies)
    }


def _buckets(sums: tuple[int, ...]) -> dict[AgingBucket, BucketTotal]:
    """The buckets from counts and amounts that each include the older buckets."""
    with_end = (*sums, 0, 0)
    return {
        bucket: BucketTotal(with_end[2 * i] - with_end[2 * i + 2], with_end[2 * i + 1] - with_end[2 * i + 3])
        for i, bucket in enumerate(_BUCKETS)
    }


def aging_report(as_of: date, aging: dict[str, Aging]) -> dict[str, Any]:
    """The aging for programs: amounts as decimal strings, every bucket there."""
    return {
        "as_of": as_of.isoformat(),
        "currencies": {
            currency: {
                "items": each.items,
                "total": decimal_text(each.total_minor, currency),
                "credits": decimal_text(each.credits_minor, currency),
                "unapplied": decimal_text(each.unapplied_minor, currency),
                "net": decimal_text(each.net_minor, currency),
                "buckets": {
                    bucket.value: {"items": total.items, "amount": decimal_text(total.amount_minor, currency)}
                    for bucket, total in each.buckets.items()
                },
            }
            for currency, each in aging.items()
        },
    }
