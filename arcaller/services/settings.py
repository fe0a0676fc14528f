"""The office's settings: typed keys with defaults, read as one frozen value, changed by one act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from decimal import ROUND_DOWN, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from arcaller.data import settings as stored
from arcaller.data.queries.office.settings import load_setting_values
from arcaller.data.queries.office.users import load_user
from arcaller.data.settings import SettingKey
from arcaller.domain.calls.outcomes import NextStepRules
from arcaller.domain.calls.priority import PriorityWeights
from arcaller.domain.contact.clock import CallHours
from arcaller.domain.contact.phones import is_zone
from arcaller.domain.errors import DomainError
from arcaller.domain.money import exponent_of, from_decimal
from arcaller.services.changes import Changes
from arcaller.services.step_settings import STEP_RULES, check_step, outcome_of_step, step_defaults, step_rule

if TYPE_CHECKING:
    from arcaller.data.database import Ledger
    from arcaller.domain.authority import Authority
    from arcaller.services.commands import ChangeSettings
    from arcaller.services.desk import Desk

_CALLER: dict[str, Any] = {
    "max_total": {"": "25000"}, "max_months": 12, "max_installments": 26, "least_installment": {"": "50"},
    "least_down_percent": "", "least_down_amount": {}, "max_discount_percent": "0", "max_promise_days": 45,
    "max_first_days": 45, "least_promise": {"": "10"}, "max_promise_parts": 3, "max_unequal_parts": None,
    "least_days_apart": None,
    "max_rule_overrides": 0,
}  # fmt: skip
_SUPERVISOR: dict[str, Any] = {
    "max_total": {"": "250000"}, "max_months": 24, "max_installments": 104, "least_installment": {"": "25"},
    "least_down_percent": "", "least_down_amount": {}, "max_discount_percent": "20", "max_promise_days": 90,
    "max_first_days": 90, "least_promise": {}, "max_promise_parts": 6, "max_unequal_parts": None,
    "least_days_apart": None,
    "max_rule_overrides": None,
}  # fmt: skip


def _key(name: str, default: Any) -> SettingKey[Any]:
    return SettingKey(name, default)


KEYS: Mapping[str, SettingKey[Any]] = {
    key.name: key
    for key in (
        stored.COMPANY_NAME, stored.COMPANY_CURRENCY, stored.COMPANY_COUNTRY, stored.COMPANY_TIME_ZONE,
        _key("company_subdivision", ""), _key("company_address", []),
        _key("company_registration", ""), _key("company_phone", ""), _key("company_email", ""),
        _key("company_place", ""), _key("company_locale", ""), _key("signatory_name", ""),
        _key("signatory_capacity", ""), _key("bank_account_name", ""), _key("bank_iban", ""), _key("bank_bic", ""),
        _key("bank_number", ""), _key("bank_name", ""), _key("upi_id", ""), _key("pay_link", ""),
        _key("governing_law", ""), _key("courts", ""), _key("privacy_contact", ""), _key("paper", "A4"),
        _key("authority_caller", _CALLER), _key("authority_supervisor", _SUPERVISOR),
        _key("call_opens", "08:00"), _key("call_closes", "19:00"), _key("attempts_a_day", 2),
        _key("grace_business_days", 3), _key("time_barred_years", 3), _key("cost_of_money_percent", "8"),
        _key("cure_business_days", 5), _key("remind_installment_business_days", 1),
        _key("remind_promise_days", 1), _key("payments_stale_days", 2),
        *stored.WORK_WEIGHTS.values(), stored.WORK_LEAST_BALANCE, _key("day_ends", "17:00"),
        _key("retry_minutes", 120), _key("busy_retry_minutes", 30),
        _key("step_morning", "10:00"), _key("step_afternoon", "15:00"),
        *(_key(f"step_{name}_{part}", default) for name, rule in STEP_RULES.items()
          for part, default in step_defaults(rule).items()),
    )
}  # fmt: skip
"""Every setting of the office by its name. What belongs to one computer (theme, columns) is not kept here.

Amounts of an authority are decimal texts by currency; the empty code is for every currency without its own.
"""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings as they stand; ``values`` by key, read through the properties where they need a form."""

    values: Mapping[str, Any] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """The value of a text setting."""
        return str(self.values[key])

    def number(self, key: str) -> int:
        """The value of a whole-number setting."""
        return int(self.values[key])

    @property
    def company_address(self) -> tuple[str, ...]:
        """The lines of the company's address."""
        return tuple(self.values["company_address"])

    @property
    def paper_locale(self) -> str:
        """How dates and amounts are written on papers: as told, else as in the company's country; "" if neither."""
        country = self.text("company_country")
        return self.text("company_locale") or (f"und_{country}" if country else "")

    @property
    def cost_of_money_percent(self) -> Decimal:
        """What waiting for money costs the company, per cent a year."""
        return Decimal(self.text("cost_of_money_percent"))

    @property
    def call_hours(self) -> CallHours:
        """When clients may be called, in their local time."""
        return CallHours(_clock(self.text("call_opens")), _clock(self.text("call_closes")))

    @property
    def next_step_rules(self) -> NextStepRules:
        """The office's defaults for what follows a call."""
        return NextStepRules(
            opens=self.call_hours.opens,
            closes=self.call_hours.closes,
            morning=_clock(self.text("step_morning")),
            afternoon=_clock(self.text("step_afternoon")),
            retry_after=timedelta(minutes=self.number("retry_minutes")),
            busy_retry_after=timedelta(minutes=self.number("busy_retry_minutes")),
            steps={outcome_of_step(name): step_rule(name, self.values) for name in STEP_RULES},
            attempts_a_day=self.number("attempts_a_day"),
            grace_business_days=self.number("grace_business_days"),
        )

    @property
    def work_weights(self) -> PriorityWeights:
        """The weights of the work list's score."""
        return PriorityWeights(**{name: self.number(key.name) for name, key in stored.WORK_WEIGHTS.items()})

    @property
    def day_ends(self) -> time:
        """When the office stops calling, in the company's local time."""
        return _clock(self.text("day_ends"))

    def authority(self, role: str, currency: str) -> Authority:
        """The limits of ``role`` (caller or supervisor) for plans in ``currency``."""
        from arcaller.domain.authority import Authority  # not in the start path

        limits = self.values[f"authority_{role}"]

        def money(name: str) -> Any:
            text = limits[name].get(currency, limits[name].get("", ""))
            if not text:
                return None
            # a limit for every currency may have decimals that this one does not know
            whole = Decimal(text).quantize(Decimal(1).scaleb(-exponent_of(currency)), rounding=ROUND_DOWN)
            return from_decimal(whole, currency)

        def percent(name: str) -> Decimal | None:
            return Decimal(limits[name]) if limits[name] else None

        return Authority(
            max_total=money("max_total"),
            max_months=limits["max_months"],
            max_installments=limits["max_installments"],
            least_installment=money("least_installment"),
            least_down_percent=percent("least_down_percent"),
            least_down_amount=money("least_down_amount"),
            max_discount_percent=percent("max_discount_percent"),
            max_promise_days=limits["max_promise_days"],
            max_first_days=limits["max_first_days"],
            least_promise=money("least_promise"),
            max_promise_parts=limits["max_promise_parts"],
            max_unequal_parts=limits["max_unequal_parts"],
            least_days_apart=limits["least_days_apart"],
        )


def load_settings(ledger: Ledger) -> Settings:
    """Every setting: its stored value, else its default."""
    values = load_setting_values(ledger)
    return Settings({name: _typed(key, values.get(name, key.default)) for name, key in KEYS.items()})


def _typed(key: SettingKey[Any], value: object) -> object:
    """``value`` if it has the type of the default; a file written by other hands is no reason to fall over."""
    if type(value) is not type(key.default):
        return key.default
    if isinstance(value, dict) and key.name.startswith("authority_"):
        # an older version knew fewer limits: those it lacks stand at their defaults
        limits: dict[str, Any] = {**key.default}  # type: ignore[dict-item]
        limits.update(value)
        return limits
    return value


def change_settings(desk: Desk, command: ChangeSettings) -> Changes:
    """Set the keys named; each value is checked before any is written. Limits are set by supervisors alone."""
    if any(name.startswith("authority_") for name in command.values):
        _refuse_callers(desk)
    for name, value in command.values.items():
        _check(name, value)
    with desk.ledger.act("change_settings", actor_id=desk.actor_id, at=desk.now, subject="settings") as act:
        for name, value in command.values.items():
            act.write_setting(KEYS[name], value)
    said = "Settings saved" if act.number else "Settings are as they were"
    return Changes("change_settings", said, everything=act.number is not None, entry=act.number)


def _refuse_callers(desk: Desk) -> None:
    if load_user(desk.ledger, desk.actor_id).role != "supervisor":
        raise DomainError("Limits are set by a supervisor; ask yours.", "authority")


def _check(name: str, value: object) -> None:
    if name not in KEYS:
        raise DomainError(f"There is no setting “{name}”; choose one of the page.", name)
    default = KEYS[name].default
    if type(value) is not type(default):
        raise DomainError(f"The setting “{name}” takes {_kind(default)}; correct the value.", name)
    check = _CHECKS.get(name) or (check_step if name.startswith("step_") else None)
    if check is not None:
        check(name, value)


def _kind(default: object) -> str:
    return {str: "text", int: "a whole number", list: "lines of text"}.get(type(default), "a set of limits")


def _clock(text: str) -> time:
    return time.fromisoformat(text)


def _check_clock(name: str, value: Any) -> None:
    try:
        _clock(value)
    except ValueError:
        raise DomainError(f"“{value}” is no time of day; write it like 08:00.", name) from None


def _check_name(name: str, value: Any) -> None:
    if not value.strip():
        raise DomainError("The company needs its name: it stands on every paper.", name)


def _check_currency(name: str, value: Any) -> None:
    try:
        exponent_of(value)
    except DomainError as error:
        raise DomainError(error.message, name) from None


def _check_zone(name: str, value: Any) -> None:
    if not is_zone(value):
        raise DomainError(f"“{value}” is no time zone; write it like Europe/Berlin.", name)


def _check_iban(name: str, value: Any) -> None:
    from arcaller.documents.paper.payment_qr import iban_is_valid  # draws with ReportLab: loaded on first use

    if value and not iban_is_valid(value):
        raise DomainError(
            "This is no valid IBAN: its check digits do not fit. Compare it with a letter of the bank.", name
        )


def _check_paper(name: str, value: Any) -> None:
    if value not in ("A4", "Letter"):
        raise DomainError(f"“{value}” is no paper size; choose A4 or Letter.", name)


def _check_lines(name: str, value: Any) -> None:
    if not all(isinstance(line, str) for line in value):
        raise DomainError("The address is made of lines of text; correct it.", name)


def _between(least: int, most: int) -> Callable[[str, Any], None]:
    def check(name: str, value: Any) -> None:
        if not least <= value <= most:
            raise DomainError(f"{value} is out of reach: this setting goes from {least} to {most}.", name)

    return check


def _decimal(text: str, name: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0:
        raise DomainError(f"“{text}” is no number of zero or more; write it like 12.5.", name)
    return number


def _check_percent(name: str, value: Any) -> None:
    if _decimal(value, name) > 100:
        raise DomainError(f"{value} % is more than the whole; give at most 100.", name)


_AMOUNTS = ("max_total", "least_installment", "least_down_amount", "least_promise")
_PERCENTS = ("least_down_percent", "max_discount_percent")
_COUNTS = ("max_months", "max_installments", "max_promise_days", "max_first_days", "max_promise_parts",
           "max_unequal_parts", "least_days_apart",
    "max_rule_overrides")  # fmt: skip


def _check_authority(name: str, value: Any) -> None:
    if set(value) != {*_AMOUNTS, *_PERCENTS, *_COUNTS}:
        raise DomainError("The limits are not complete; open the page of limits and save it again.", name)
    for limit in _AMOUNTS:
        for currency, text in value[limit].items():
            amount = _decimal(text, name)
            if currency:
                from_decimal(amount, currency)
    for limit in _PERCENTS:
        if value[limit]:
            _check_percent(name, value[limit])
    for limit in _COUNTS:
        if value[limit] is not None and (type(value[limit]) is not int or value[limit] < 0):
            raise DomainError(f"“{value[limit]}” is no whole number of zero or more; correct the limit.", name)


def _check_by_currency(name: str, value: Any) -> None:
    for currency, text in value.items():
        amount = _decimal(text, name)
        if currency:
            from_decimal(amount, currency)


_CHECKS: Mapping[str, Callable[[str, Any], None]] = {
    "company_name": _check_name,
    "company_currency": _check_currency,
    "company_time_zone": _check_zone,
    "company_address": _check_lines,
    "paper": _check_paper,
    "bank_iban": _check_iban,
    "authority_caller": _check_authority,
    "authority_supervisor": _check_authority,
    "call_opens": _check_clock,
    "call_closes": _check_clock,
    "attempts_a_day": _between(1, 20),
    "retry_minutes": _between(5, 24 * 60),
    "busy_retry_minutes": _between(5, 24 * 60),
    "step_morning": _check_clock,
    "step_afternoon": _check_clock,
    "grace_business_days": _between(0, 30),
    "time_barred_years": _between(0, 30),
    "cure_business_days": _between(0, 60),
    "remind_promise_days": _between(0, 10),
    "remind_installment_business_days": _between(0, 10),
    "payments_stale_days": _between(0, 30),
    "cost_of_money_percent": _check_percent,
    **{key.name: _between(0, 10_000) for key in stored.WORK_WEIGHTS.values()},
    stored.WORK_WEIGHTS["full_age_days"].name: _between(1, 3_650),
    stored.WORK_WEIGHTS["half_value_major"].name: _between(1, 1_000_000_000),
    stored.WORK_LEAST_BALANCE.name: _check_by_currency,
    "day_ends": _check_clock,
}
