"""From what is typed to a schedule: every field is read, and what cannot be read is refused by its name."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from itertools import groupby

from arcaller.domain.calendars import BusinessCalendar, Frequency, Shift, calendar_of
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.domain.plans.installments import Schedule, schedule
from arcaller.domain.plans.terms import IfBroken, PartPayments, PlanTerms, Remainder
from arcaller.domain.receivables.interest import InterestMethod
from arcaller.domain.shorthand import read_date
from arcaller.ui.shared.words.formats import Formats

_NOTHING = frozenset({"", "none", "no", "0", "-", "–"})


@dataclass(frozen=True, slots=True)
class TermTexts:
    """The terms as they stand in the fields. ``by_each``: the amount of each leads and the number follows from it;
    ``edited`` are rows fixed by hand, (number from 1, minor units), ``moved`` dates fixed by hand, (number, ISO)."""

    first: str
    count: str = "3"
    each: str = ""
    by_each: bool = False
    down: str = ""
    frequency: Frequency = Frequency.MONTHLY
    shift: Shift = Shift.FOLLOWING
    calendar: str = ""
    remainder: Remainder = Remainder.LAST
    balloon: str = ""
    discount: str = ""
    rate: str = ""
    method: InterestMethod = InterestMethod.LEVEL_30_360
    edited: tuple[tuple[int, int], ...] = ()
    part_payments: PartPayments = PartPayments.ON_ACCOUNT
    moved: tuple[tuple[int, str], ...] = ()
    if_broken: IfBroken = IfBroken.ALL_DUE

    def to_json(self) -> dict[str, object]:
        """For the draft."""
        values = {entry.name: getattr(self, entry.name) for entry in fields(self)}
        return {name: value.value if isinstance(value, Enum) else value for name, value in values.items()}

    @staticmethod
    def from_json(text: str) -> TermTexts:
        """A draft back; what an older draft does not know keeps its first setting. ``ValueError``: no draft."""
        try:
            stored = json.loads(text)["terms"]
            kinds = {
                "frequency": Frequency, "shift": Shift, "remainder": Remainder, "method": InterestMethod,
                "part_payments": PartPayments, "if_broken": IfBroken,
            }  # fmt: skip
            values = {entry.name: stored[entry.name] for entry in fields(TermTexts) if entry.name in stored}
            values |= {name: kind(values[name]) for name, kind in kinds.items() if name in values}
            values["edited"] = tuple((int(number), int(minor)) for number, minor in values.get("edited", ()))
            values["moved"] = tuple(
                (int(number), date.fromisoformat(day).isoformat()) for number, day in values.get("moved", ())
            )
            return TermTexts(**values)
        except (KeyError, TypeError) as error:
            raise ValueError(f"no draft of a plan: {error}") from error


@dataclass(frozen=True, slots=True)
class Ground:
    """What the texts are read against: the sum covered, the business date, the client's calendar; ``received`` is
    what came in of the sum before (a plan that is rescheduled)."""

    total: Money
    today: date
    calendar: BusinessCalendar
    received: Money | None = None


@dataclass(frozen=True, slots=True)
class PlanReading:
    """A schedule, or the refusals by field; ``calendar_warning`` says what the holidays do not know."""

    plan: Schedule | None
    refusals: Mapping[str, str] = field(default_factory=dict)
    calendar_warning: str = ""


def read_plan(texts: TermTexts, ground: Ground, formats: Formats) -> PlanReading:
    """Work out ``texts``. Every field that cannot be read is named, not only the first."""
    reader = _Reader(formats, ground)
    terms = reader.terms(texts)
    if terms is None:
        return PlanReading(None, reader.refusals)
    try:
        plan = schedule(terms)
    except DomainError as error:
        refusals = {error.field or "total": formats.in_sentence(error.message)}
        return PlanReading(None, refusals, terms.calendar.warning)
    return PlanReading(plan, {}, terms.calendar.warning)


class _Reader:
    """Reads one field after the other and collects what it could not read."""

    def __init__(self, formats: Formats, ground: Ground) -> None:
        self._formats, self._ground = formats, ground
        self.refusals: dict[str, str] = {}

    def terms(self, texts: TermTexts) -> PlanTerms | None:
        currency = self._ground.total.currency
        down = texts.down.strip()
        by_percent = down.endswith("%")
        read = PlanTerms(
            total=self._ground.total,
            first_on=self._first(texts.first),
            agreed_on=self._ground.today,
            count=None if texts.by_each else self._count(texts.count),
            each=self._amount("each", texts.each, "How much each time?") if texts.by_each else None,
            frequency=texts.frequency,
            shift=texts.shift,
            calendar=self._calendar(texts.calendar),
            remainder=texts.remainder,
            down_payment=None if by_percent else self._amount("down_payment", down),
            down_percent=self._percent("down_payment", down) if by_percent else None,
            balloon=self._amount("balloon", texts.balloon),
            discount_percent=self._percent("discount_percent", texts.discount),
            rate_percent=self._percent("rate_percent", texts.rate),
            method=texts.method,
            edited=tuple((number, Money(minor, currency)) for number, minor in texts.edited),
            part_payments=texts.part_payments,
            if_broken=texts.if_broken,
            moved=tuple((number, date.fromisoformat(day)) for number, day in texts.moved),
            received=self._ground.received,
        )
        return None if self.refusals else read

    def _first(self, text: str) -> date:
        if not text.strip():
            self.refusals["first_on"] = "When is the first installment? Write fr, 15, +3, eom or a date."
            return self._ground.today
        try:
            return read_date(text, self._ground.today, self._formats.day_first)
        except DomainError as error:
            self.refusals["first_on"] = error.message
            return self._ground.today

    def _count(self, text: str) -> int:
        typed = text.strip()
        if not typed:
            self.refusals["count"] = (
                "How many installments? Write a number, or what the client can pay each time below."
            )
        elif not re.fullmatch(r"[0-9]{1,6}", typed):
            self.refusals["count"] = f"“{typed}” is not a number of installments; write it like 3."
        else:
            return int(typed)
        return 1

    def _amount(self, name: str, text: str, question: str = "") -> Money | None:
        typed = text.strip()
        if question and not typed:
            self.refusals[name] = f"{question} Write it like {self._formats.typed(20000, 'EUR')}."
        if not question and typed.lower() in _NOTHING:
            return None
        try:
            return self._formats.parse(typed, self._ground.total.currency) if typed else None
        except DomainError as error:
            self.refusals[name] = error.message
            return None

    def _percent(self, name: str, text: str) -> Decimal:
        typed = text.strip().removesuffix("%").strip()
        mark = self._formats.amount_format.decimal
        if typed.lower() in _NOTHING:
            return Decimal(0)
        if not re.fullmatch(rf"[0-9]{{1,6}}({re.escape(mark)}[0-9]{{1,12}})?", typed):
            self.refusals[name] = f"“{text.strip()}” is not a percentage; write it like 2{mark}5."
            return Decimal(0)
        return Decimal(typed.replace(mark, "."))

    def _calendar(self, code: str) -> BusinessCalendar:
        if code.strip().upper() == self._ground.calendar.code:
            return self._ground.calendar
        try:
            return calendar_of(code)
        except DomainError as error:
            self.refusals["calendar"] = error.message
            return self._ground.calendar


def texts_of(terms: PlanTerms, before: TermTexts, formats: Formats) -> TermTexts:
    """``terms`` as they would be typed; what ``before`` says the same way keeps its words."""

    def percent(value: Decimal) -> str:
        return f"{value.normalize():f} %".replace(".", formats.amount_format.decimal) if value else ""

    def amount(money: Money | None) -> str:
        return formats.typed(money.minor, money.currency) if money else ""

    down = percent(terms.down_percent) if terms.down_percent is not None else amount(terms.down_payment)
    return replace(
        before,
        first=terms.first_on.isoformat(),
        count=str(terms.count) if terms.count is not None else before.count,
        each=amount(terms.each) if terms.each is not None else before.each,
        by_each=terms.each is not None,
        down=down,
        balloon=amount(terms.balloon),
        discount=percent(terms.discount_percent),
        rate=percent(terms.rate_percent),
        edited=tuple((number, money.minor) for number, money in terms.edited),
        moved=tuple((number, day.isoformat()) for number, day in terms.moved),
    )


def in_short(plan: Schedule, formats: Formats) -> str:
    """``176.00 now, then 5 × 199.20``."""
    runs = [(money, len(list(rows))) for money, rows in groupby(plan.installments, key=lambda row: row.amount)]
    parts = [f"{count} × " * (count > 1) + formats.amount(money.minor, money.currency) for money, count in runs[:3]]
    words = ", ".join(parts) + (" …" if len(runs) > 3 else "")
    if not plan.down_payment:
        return words
    return f"{formats.amount(plan.down_payment.minor, plan.currency)} now, then {words}"


def is_iso(text: str) -> bool:
    """Whether ``text`` is a date written year, month, day."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
