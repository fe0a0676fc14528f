"""How far a caller and a supervisor may go, limit by limit, side by side."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout

from arcaller.domain.errors import DomainError
from arcaller.domain.money import decimal_text, from_decimal
from arcaller.services.settings import KEYS, Settings
from arcaller.ui.settings.setting_fields import percent_text
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

ROLES = {"authority_caller": "Caller", "authority_supervisor": "Supervisor"}
_FIELD_WIDTH = 128


class _Limit(NamedTuple):
    name: str
    label: str
    form: str
    unit: str


_LIMITS = (
    _Limit("max_total", "Total of a plan, at most", "amount", "in any currency"),
    _Limit("max_months", "Length, at most", "whole", "months"),
    _Limit("max_installments", "Installments, at most", "whole", ""),
    _Limit("least_installment", "Installment, at least", "amount", "in any currency"),
    _Limit("max_unequal_parts", "Unequal installments, at most", "whole", ""),
    _Limit("least_days_apart", "Between two, at least", "whole", "days"),
    _Limit("least_down_amount", "Down payment, at least", "amount", "in any currency"),
    _Limit("least_down_percent", "Down payment, at least", "percent", "% of the total"),
    _Limit("max_discount_percent", "Discount, at most", "percent", "% of the total"),
    _Limit("max_promise_days", "Promise, at most", "whole", "days ahead"),
    _Limit("max_promise_parts", "Promise, at most", "whole", "parts"),
    _Limit("least_promise", "Promise, at least", "amount", "in any currency"),
    _Limit("max_first_days", "First installment, at most", "whole", "days ahead"),
    _Limit("max_rule_overrides", "Contact rules passed over", "whole", "a day, at most"),
)


class AuthorityForm(Page):
    """Emits ``edited()``. An empty field is no limit; only supervisors may change any."""

    edited = Signal()

    def __init__(self, formats: Formats, home_currency: str, *, may_edit: bool) -> None:
        super().__init__()
        self._formats, self._home = formats, home_currency
        self._loaded: dict[str, dict[str, Any]] = {key: KEYS[key].default for key in ROLES}
        self.fields: dict[tuple[str, str], QLineEdit] = {}
        self._errors: dict[tuple[str, str], FieldError] = {}
        self._others = Text("", font="small", tone="muted", wrap=True)
        card = Card("Limits of a plan and a promise")
        self.setMaximumWidth(760)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        self._fill(grid, may_edit=may_edit)
        words = "An empty field is no limit. What goes beyond is stored as not approved and needs a supervisor."
        if not may_edit:
            words = f"Limits are set by supervisors; you see what holds for you. {words}"
        card.body.addWidget(Text(words, tone="muted", wrap=True))
        card.body.addSpacing(8)
        card.body.addLayout(grid)
        card.body.addWidget(self._others)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch(1)
        self.set_first_focus(next(iter(self.fields.values())))

    def _fill(self, grid: QGridLayout, *, may_edit: bool) -> None:
        right = Qt.AlignmentFlag.AlignRight
        for column, (role, title) in enumerate(ROLES.items(), 1):
            head = Text(title, font="small_strong", tone="muted")
            grid.addWidget(head, 0, column, right)
            reset = Button("Defaults", kind="quiet")
            reset.setAutoDefault(True)
            reset.setAccessibleName(f"{title}: all limits back to their defaults")
            if not may_edit:
                reset.hide()
            reset.clicked.connect(lambda _checked=False, role=role: self._put(role, KEYS[role].default))
            grid.addWidget(reset, len(_LIMITS) * 3 + 1, column, right)
        for place, limit in enumerate(_LIMITS):
            row = place * 3 + 1
            grid.setRowMinimumHeight(row + 2, 6)
            grid.addWidget(Text(limit.label, tone="muted"), row, 0)
            grid.addWidget(Text(limit.unit, font="small", tone="muted"), row, 3)
            for column, (role, title) in enumerate(ROLES.items(), 1):
                self._add_field(grid, role, limit, f"{title}: {limit.label} {limit.unit}", row, column, may_edit)
        grid.setColumnStretch(3, 1)

    def _add_field(
        self, grid: QGridLayout, role: str, limit: _Limit, name: str, row: int, column: int, may_edit: bool
    ) -> None:
        field = QLineEdit()
        field.setAccessibleName(name.strip())
        field.setPlaceholderText("no limit")
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setFixedWidth(_FIELD_WIDTH)
        field.setReadOnly(not may_edit)
        error = FieldError(field)
        field.textChanged.connect(lambda _text: self.edited.emit())
        field.textChanged.connect(lambda _text: error.clear_error())
        grid.addWidget(field, row, column)
        grid.addWidget(error, row + 1, 1 if column == 1 else 2, 1, 3 if column == 1 else 2)
        self.fields[role, limit.name] = field
        self._errors[role, limit.name] = error

    def show_settings(self, settings: Settings, *, anew: bool = False) -> None:
        """Show what is stored; what was typed stays unless ``anew``."""
        for role in ROLES:
            before, now = self._loaded[role], settings.values[role]
            self._loaded[role] = now
            for limit in _LIMITS:
                field = self.fields[role, limit.name]
                if anew or field.text() == self._text(limit, before[limit.name]):
                    field.setText(self._text(limit, now[limit.name]))
        others = sorted({code for role in ROLES for limit in _LIMITS if limit.form == "amount"
                         for code in self._loaded[role][limit.name] if code})  # fmt: skip
        self._others.setText(f"{', '.join(others)}: limits of their own are kept as they are." if others else "")
        self._others.setVisible(bool(others))

    def is_changed(self) -> bool:
        """Whether there is something to save."""
        return any(
            self.fields[role, limit.name].text() != self._text(limit, self._loaded[role][limit.name])
            for role in ROLES
            for limit in _LIMITS
        )

    def changed_values(self) -> dict[str, Any]:
        """The limits of each role that has other ones now. Raises ``DomainError`` for what cannot be read."""
        values: dict[str, Any] = {}
        for role in ROLES:
            limits = {limit.name: self._read(role, limit) for limit in _LIMITS}
            if limits != self._loaded[role]:
                values[role] = limits
        return values

    def show_refusal(self, error: DomainError) -> bool:
        """Show ``error`` beside its field and go there; false if it has none here."""
        role, _, name = error.field.partition(".")
        if role not in ROLES:
            return False
        place = (role, name or _LIMITS[0].name)
        self._errors[place].show_error(error)
        self.fields[place].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _put(self, role: str, limits: dict[str, Any]) -> None:
        for limit in _LIMITS:
            self.fields[role, limit.name].setText(self._text(limit, limits[limit.name]))

    def _read(self, role: str, limit: _Limit) -> Any:
        text, field = self.fields[role, limit.name].text().strip(), f"{role}.{limit.name}"
        stored = self._loaded[role][limit.name]
        if text == self._text(limit, stored):
            return stored
        if limit.form == "amount":
            kept = {code: amount for code, amount in stored.items() if code}
            return {**kept, "": self._amount(text, field)} if text else kept
        if limit.form == "percent":
            return percent_text(text, field) if text else ""
        if text and not (text.isascii() and text.isdigit()):
            raise DomainError(f"“{text}” is no whole number; write it like 12, or leave it empty.", field)
        return int(text) if text else None

    def _amount(self, text: str, field: str) -> str:
        try:
            money = self._formats.parse(text, self._home)
        except DomainError as error:
            raise DomainError(error.message, field) from None
        plain = decimal_text(money.minor, money.currency)
        return plain.rstrip("0").rstrip(".") if "." in plain else plain

    def _text(self, limit: _Limit, stored: Any) -> str:
        if limit.form != "amount":
            return "" if stored is None else str(stored)
        text = stored.get("", "")
        if not text:
            return ""
        money = from_decimal(Decimal(text), self._home)
        amount = self._formats.amount(money.minor, money.currency)
        mark = self._formats.amount_format.decimal
        return amount.removesuffix(mark + "0" * (len(amount) - amount.rfind(mark) - 1)) if mark in amount else amount
