"""Key figures of receivables, each with the inputs it was made of.

All take aggregates of one currency in minor units; a ratio of two amounts needs no exponent. Values keep full
precision (34 digits); a figure whose denominator is zero or less is not available (``value`` None), never 0.
Inputs whose name ends in ``_minor`` are amounts in minor units.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal

from arcaller.domain.money import decimal_text

InputValue = int | Decimal | str | None

_PRECISE = Context(prec=34)
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure (days, percent or a plain ratio), what went into it, and what a reader must know about it."""

    value: Decimal | None
    inputs: Mapping[str, InputValue] = field(default_factory=dict)
    note: str = ""

    def text(self, places: int = 4) -> str | None:
        """The value as a plain decimal string rounded half up to ``places``; None when not available."""
        if self.value is None:
            return None
        rounded = self.value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_PRECISE)
        return format(rounded, "f")

    def input_texts(self, currency: str) -> dict[str, str | None]:
        """The inputs for output: amounts as decimal strings of ``currency`` under their name without ``_minor``."""
        texts: dict[str, str | None] = {}
        for name, value in self.inputs.items():
            if name.endswith("_minor") and isinstance(value, int):
                texts[name.removesuffix("_minor")] = decimal_text(value, currency)
            else:
                texts[name] = None if value is None else str(value)
        return texts


def _ratio(
    numerator: int, denominator: int, inputs: Mapping[str, InputValue], none_note: str, note: str = ""
) -> Metric:
    """``numerator / denominator``, or not available with ``none_note`` when the denominator is not positive."""
    if denominator <= 0:
        return Metric(None, inputs, none_note)
    return Metric(_PRECISE.divide(Decimal(numerator), Decimal(denominator)), inputs, note)


_NO_SALES = "No sales in the period, so there is no figure."


def dso_simple(ar_end_minor: int, sales_minor: int, days: int) -> Metric:
    """Days sales outstanding: receivables at the end / credit sales of the period × its days.

    Both with tax or both without; a month not yet over counts its elapsed days and its sales to date.
    """
    inputs = {"ar_end_minor": ar_end_minor, "sales_minor": sales_minor, "days": days}
    return _ratio(ar_end_minor * days, sales_minor, inputs, _NO_SALES)


def best_possible_dso(current_minor: int, sales_minor: int, days: int) -> Metric:
    """DSO if everything overdue were paid: receivables not past due / sales × days."""
    inputs = {"ar_end_current_minor": current_minor, "sales_minor": sales_minor, "days": days}
    return _ratio(current_minor * days, sales_minor, inputs, _NO_SALES)


def average_days_delinquent(dso: Metric, best_possible: Metric) -> Metric:
    """DSO less best-possible DSO of the same period: the days that late payment costs."""
    inputs = {"dso": dso.value, "best_possible_dso": best_possible.value}
    if dso.value is None or best_possible.value is None:
        return Metric(None, inputs, _NO_SALES)
    return Metric(_PRECISE.subtract(dso.value, best_possible.value), inputs)


@dataclass(frozen=True, slots=True)
class SalesPeriod:
    """Credit sales, net of credit notes, of the days ``first`` to ``last`` (both included)."""

    first: date
    last: date
    sales_minor: int

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def months_back(last: date, count: int) -> tuple[tuple[date, date], ...]:
    """First and last day of ``count`` calendar months, newest first; the newest ends on ``last``."""
    spans: list[tuple[date, date]] = []
    for _ in range(count):
        first = last.replace(day=1)
        spans.append((first, last))
        last = first - timedelta(days=1)
    return tuple(spans)


def dso_countback(ar_end_minor: int, months: Sequence[SalesPeriod]) -> Metric:
    """DSO by counting back: whole months of sales are taken off receivables, the last one pro rata × its days.

    ``months`` come newest first. A month without net sales cannot carry receivables and is skipped with its days.
    When the history ends before the receivables do, the figure is "> n days".
    """
    left, days, skipped, used = ar_end_minor, 0, 0, 0
    if left < 0:
        return Metric(
            None, {"ar_end_minor": ar_end_minor}, "Receivables are a credit balance, so there is no figure."
        )
    for month in months:
        if left == 0:
            break
        if month.sales_minor <= 0:
            skipped += 1
            continue
        used += 1
        if left < month.sales_minor:
            part = _PRECISE.divide(Decimal(left * month.days), Decimal(month.sales_minor))
            return Metric(
                _PRECISE.add(days, part), _countback_inputs(ar_end_minor, months, used, skipped), _skip(skipped)
            )
        left -= month.sales_minor
        days += month.days
    inputs = _countback_inputs(ar_end_minor, months, used, skipped)
    if left == 0:
        return Metric(Decimal(days), inputs, _skip(skipped))
    if not used:
        return Metric(None, inputs, _NO_SALES)
    return Metric(None, {**inputs, "more_than_days": days, "left_minor": left}, f"> {days} days")


def _skip(skipped: int) -> str:
    return f"Months without sales left out: {skipped}." if skipped else ""


def _countback_inputs(
    ar_end_minor: int, months: Sequence[SalesPeriod], used: int, skipped: int
) -> dict[str, InputValue]:
    inputs: dict[str, InputValue] = {"ar_end_minor": ar_end_minor, "months_used": used, "months_skipped": skipped}
    for month in months[: used + skipped]:
        inputs[f"sales_{month.first:%Y_%m}_minor"] = month.sales_minor
        inputs[f"days_{month.first:%Y_%m}"] = month.days
    return inputs


def weighted_days_late(late_amount_days_minor: int, paid_minor: int) -> Metric:
    """Σ(paid amount × max(0, days late)) / Σ paid amount; the first sum is handed in as minor units × days."""
    inputs = {"late_amount_days_minor": late_amount_days_minor, "paid_minor": paid_minor}
    return _ratio(late_amount_days_minor, paid_minor, inputs, "Nothing was paid in the period.")


def collection_effectiveness(
    begin_minor: int, sales_minor: int, end_minor: int, end_current_minor: int, months_averaged: int = 1
) -> Metric:
    """CEI in percent: (begin + sales − end) / (begin + sales − end not past due) × 100.

    ``begin_minor`` are receivables at the end of the day before the period. With ``months_averaged`` above 1 the
    sales of a longer period are taken as their monthly average, as some publish it; the note says so.
    """
    months = max(1, months_averaged)
    inputs = {
        "ar_begin_minor": begin_minor,
        "sales_minor": sales_minor,
        "ar_end_minor": end_minor,
        "ar_end_current_minor": end_current_minor,
        "months_averaged": months,
    }
    note = "Sales of the whole period." if months == 1 else f"Sales as the monthly average of {months} months."
    collected = (begin_minor - end_minor) * months + sales_minor
    collectable = (begin_minor - end_current_minor) * months + sales_minor
    return _ratio(collected * _HUNDRED, collectable, inputs, "Nothing was there to collect in the period.", note)


def turnover(sales_minor: int, ar_begin_minor: int, ar_end_minor: int) -> Metric:
    """Receivables turnover: credit sales / average of receivables at begin and end (times per period)."""
    inputs = {"sales_minor": sales_minor, "ar_begin_minor": ar_begin_minor, "ar_end_minor": ar_end_minor}
    return _ratio(2 * sales_minor, ar_begin_minor + ar_end_minor, inputs, "No receivables on average.")


def turnover_days(turns: Metric, days: int) -> Metric:
    """Days one turn takes: the period's days / turnover."""
    inputs = {"turnover": turns.value, "days": days}
    if turns.value is None or turns.value <= 0:
        return Metric(None, inputs, "No turnover in the period.")
    return Metric(_PRECISE.divide(Decimal(days), turns.value), inputs)


def promises_kept_by_count(
    kept: int, partly_kept: int, broken: int, not_yet_due: int = 0, cancelled: int = 0
) -> Metric:
    """Kept in full by date and grace / promises fallen due, in percent; never divided by all made.

    Not yet due (or not yet confirmed) and cancelled ones are left out and shown.
    """
    inputs = {
        "kept": kept,
        "partly_kept": partly_kept,
        "broken": broken,
        "left_out_not_yet_due": not_yet_due,
        "left_out_cancelled": cancelled,
    }
    return _ratio(kept * _HUNDRED, kept + partly_kept + broken, inputs, "No promise has fallen due.")


def promises_kept_by_amount(received_minor: int, promised_due_minor: int) -> Metric:
    """Σ min(received, promised) / Σ promised of promises fallen due, in percent."""
    inputs = {"received_minor": received_minor, "promised_due_minor": promised_due_minor}
    return _ratio(received_minor * _HUNDRED, promised_due_minor, inputs, "No promise has fallen due.")


def right_party_rate(right_party: int, base: int, base_name: str) -> Metric:
    """Right-party contacts / ``base`` in percent; ``base_name`` says per what (attempts, connects, clients)."""
    inputs = {"right_party_contacts": right_party, base_name: base}
    return _ratio(right_party * _HUNDRED, base, inputs, f"No {base_name} in the period.", f"Per {base_name}.")


def recovery_rate(collected_minor: int, overdue_start_minor: int) -> Metric:
    """Cash on overdue items / overdue at the start, in percent."""
    inputs = {"collected_minor": collected_minor, "overdue_start_minor": overdue_start_minor}
    return _ratio(collected_minor * _HUNDRED, overdue_start_minor, inputs, "Nothing was overdue at the start.")
