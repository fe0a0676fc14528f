"""What a supervisor may change of a rule: words, effect, whether it holds, when it was verified, its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from arcaller.domain.contact.rules import PARAMS, ContactRule, Effect, RuleKind
from arcaller.domain.errors import DomainError
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Text

if TYPE_CHECKING:
    from arcaller.services.contact.knowledge import Difference

_LABELS: Mapping[str, str] = {
    "from": "From", "to": "Until", "weekdays": "Weekdays", "to_inclusive": "Until is allowed", "max": "At most",
    "days": "Days", "counts": "What is counted", "consent_days": "Days of a consent", "minutes": "Minutes",
    "same_try_minutes": "Same try within", "since": "Counted from", "weekend": "Weekends", "holidays": "Holidays",
    "extra": "Further days", "exempt": "Lifted by", "kind": "Kind",
}  # fmt: skip
_HINTS: Mapping[str, str] = {
    "weekdays": "digits, 1 Monday to 7 Sunday", "to_inclusive": "yes or no", "weekend": "yes or no",
    "counts": "attempts, contacts or conversations", "since": "invoice or due",
    "holidays": "regional, national or empty", "extra": "days such as 2027-03-29, with commas",
    "exempt": "call_back, call_back_time, promise, preferred, consent", "same_try_minutes": "minutes, another number",
}  # fmt: skip
_FIXED = {"kind"}
_FIELD_WIDTH = 300


class RuleEditor(Card):
    """``saved(code, values)`` with the values as `ChangeRule` takes them, ``reset(code)`` for the shipped rule."""

    saved = Signal(str, object)
    reset_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__("Change this rule")
        self._rule: ContactRule | None = None
        self.plain, self.verified = QLineEdit(self), QLineEdit(self)
        self.effect, self.active = QComboBox(self), QCheckBox(self)
        self.fields: dict[str, QLineEdit] = {}
        self._errors: dict[str, FieldError] = {}
        self._holder = QWidget()
        self._form = QFormLayout(self._holder)
        self.save = Button("Save the rule", keys="Enter")
        self.save.setAutoDefault(True)
        self.reset = Button("As it was shipped", kind="quiet")
        self.reset.setAutoDefault(True)
        acts = QHBoxLayout()
        acts.addWidget(self.save)
        acts.addWidget(self.reset)
        acts.addStretch(1)
        self.body.addWidget(self._holder)
        self.body.addLayout(acts)
        self.save.clicked.connect(lambda _checked=False: self.commit())
        self.reset.clicked.connect(lambda _checked=False: self._ask_reset())
        for field in (self.plain, self.effect, self.active, self.verified):
            field.hide()

    def show_rule(self, rule: ContactRule, *, is_own: bool) -> None:
        """Another rule, or the same one anew: fields made for its kind."""
        self._rule = rule
        old, self._holder = self._holder, QWidget()
        for field in (self.plain, self.effect, self.active, self.verified):
            field.deleteLater()
        self.body.replaceWidget(old, self._holder)
        old.hide()
        old.deleteLater()
        self._form = QFormLayout(self._holder)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(12)
        self._form.setVerticalSpacing(4)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.fields, self._errors = {}, {}
        self.effect = QComboBox(self._holder)
        self.effect.setAccessibleName("Effect")
        self.effect.addItems([effect.value for effect in Effect])
        self.effect.setCurrentText(rule.effect.value)
        self.effect.setEnabled(rule.kind is not RuleKind.CONTENT)
        self.plain = QLineEdit(rule.words, self._holder)
        self.plain.setAccessibleName("In plain words")
        self.plain.setCursorPosition(0)
        self.plain.returnPressed.connect(self.commit)
        self._row("In plain words", self.plain, "words")
        self._row("Effect", self.effect, "effect")
        self.active = QCheckBox("This rule holds", self._holder)
        self.active.setChecked(rule.is_active)
        self._form.addRow("", self.active)
        needed, optional = PARAMS[rule.kind]
        for name in (*needed, *optional):
            if name not in _FIXED:
                self.fields[name] = self._param_field(name, rule.params.get(name))
        self.verified = QLineEdit(rule.last_verified.isoformat() if rule.last_verified else "", self._holder)
        self.verified.setPlaceholderText("2026-11-23, empty if nobody has")
        self.verified.setAccessibleName("Last verified")
        self.verified.setFixedWidth(_FIELD_WIDTH)
        self.verified.returnPressed.connect(self.commit)
        self._row("Last verified", self.verified, "last_verified")
        self.reset.setVisible(is_own)

    def _row(self, label: str, field: QWidget, name: str) -> None:
        error = self._errors[name] = FieldError(field, parent=self._holder)
        cell = QVBoxLayout()
        cell.setSpacing(0)
        # a refusal has the whole width to itself: wrapped to the width of its field it would stand over it
        is_short = field.maximumWidth() == _FIELD_WIDTH
        cell.addWidget(field, 0, Qt.AlignmentFlag.AlignLeft if is_short else Qt.AlignmentFlag(0))
        cell.addWidget(error)
        words = Text(label, tone="muted")
        words.setBuddy(field)
        self._form.addRow(words, cell)

    def _param_field(self, name: str, value: Any) -> QLineEdit:
        field = QLineEdit(_shown(value), self._holder)
        field.setAccessibleName(_LABELS[name])
        field.setPlaceholderText(_HINTS.get(name, ""))
        field.setToolTip(_HINTS.get(name, ""))
        field.setFixedWidth(_FIELD_WIDTH)
        field.returnPressed.connect(self.commit)
        self._row(_LABELS[name], field, name)
        return field

    def commit(self) -> None:
        """Hand over what stands in the fields; what cannot be read is said beside its field."""
        rule = self._rule
        if rule is None:
            return
        for error in self._errors.values():
            error.clear_error()
        params = {name: rule.params[name] for name in _FIXED if name in rule.params}
        for name, field in self.fields.items():
            text = field.text().strip()
            if text or name in PARAMS[rule.kind][0] or name in rule.params:
                params[name] = _read(name, text)
        values = {
            "words": self.plain.text(),
            "effect": self.effect.currentText(),
            "active": self.active.isChecked(),
            "last_verified": self.verified.text().strip(),
            "params": params,
        }
        self.saved.emit(rule.code, values)

    def show_refusal(self, error: DomainError) -> bool:
        """Say ``error`` beside its field; false if it belongs to none here."""
        found = self._errors.get(error.field)
        if found is None:
            return False
        label = _LABELS.get(error.field) or _OTHERS.get(error.field, error.field)
        _, is_of_rule, says = error.message.partition(f": “{error.field}” ")
        found.show_error(f"“{label}” {says}" if is_of_rule else error)
        self.focus_field(error.field)
        return True

    def focused_field(self) -> str:
        """The name of the field that has the keys; "" where none has."""
        return next((name for name, field in self._all_fields().items() if field.hasFocus()), "")

    def focus_field(self, name: str) -> None:
        """Put the keys into the field called ``name``."""
        self._all_fields().get(name, self.effect).setFocus(Qt.FocusReason.OtherFocusReason)

    def _all_fields(self) -> dict[str, QWidget]:
        return {
            "words": self.plain, "effect": self.effect, "active": self.active, "last_verified": self.verified,
            "save": self.save, "reset": self.reset, **self.fields,
        }  # fmt: skip

    def _ask_reset(self) -> None:
        if self._rule is not None:
            self.reset_wanted.emit(self._rule.code)


_NUMBERS = {"max", "days", "consent_days", "minutes", "same_try_minutes"}
_FLAGS = {"to_inclusive", "weekend"}
_LISTS = {"extra", "exempt"}


_OTHERS: Mapping[str, str] = {
    "words": "In plain words", "effect": "Effect", "active": "Holds", "last_verified": "Last verified",
}  # fmt: skip


def difference_words(difference: Difference) -> str:
    """``At most: 6 → 4``; what was or is empty is called nothing."""
    name = difference.name
    before, after = (_shown(value) or "nothing" for value in (difference.before, difference.after))
    return f"{_LABELS.get(name) or _OTHERS.get(name, name)}: {before} → {after}"


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, (list, tuple)) else str(value)


def _read(name: str, text: str) -> Any:
    """The value a field means; what is none of its kind is handed on as text, and refused by the rule itself."""
    if name in _NUMBERS:
        return int(text) if text.isascii() and text.isdigit() else text
    if name in _FLAGS:
        return {"yes": True, "no": False, "": False}.get(text.casefold(), text)
    if name in _LISTS:
        return [part.strip() for part in text.split(",") if part.strip()]
    return text
