"""Three ways to begin, at most four questions; nothing is made before a button says so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from arcaller.domain.contact.phones import zones_of_country
from arcaller.domain.errors import DomainError
from arcaller.domain.money import exponent_of
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Text

if TYPE_CHECKING:
    from arcaller.ui.help.help_box import HelpBox


@dataclass(frozen=True, slots=True)
class NewLedger:
    """The answers to the four questions; ``country`` is an ISO 3166 code or empty."""

    company: str
    currency: str
    country: str
    user_name: str


class FirstRunScreen(Page):
    """Emits ``sample_wanted()``, ``new_wanted(NewLedger)`` or ``open_wanted()``."""

    sample_wanted = Signal()
    new_wanted = Signal(object)
    open_wanted = Signal()

    def __init__(self, *, currency: str = "EUR", country: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.sample_button = _primary("Open the sample company")
        self.company_edit = _line("Company", "as it stands on your invoices")
        self.currency_edit = _line("Currency", "EUR", currency, 3)
        self.country_edit = _line("Country", "two letters, such as DE", country, 2)
        self.user_edit = _line("Your name", "as clients hear it")
        self.new_button = QPushButton("Start this ledger")
        self.open_button = QPushButton("Choose a file…")
        for button in (self.new_button, self.open_button):
            button.setAutoDefault(True)  # Enter presses it, as Space does
        self._errors = {
            name: FieldError(edit)
            for name, edit in (
                ("company", self.company_edit),
                ("currency", self.currency_edit),
                ("country", self.country_edit),
                ("user_name", self.user_edit),
            )
        }
        self._message = Text("", tone="bad", wrap=True)
        self._message.hide()
        self._build()
        self._connect()

    def _build(self) -> None:
        cards = QHBoxLayout()
        cards.setSpacing(16)
        cards.addWidget(self._sample_card(), 1)
        cards.addWidget(self._new_card(), 1)
        cards.addWidget(self._open_card(), 1)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(Text("Whom do you call today?", font="title"))
        column.addWidget(
            Text("arcaller keeps everything in one file on this computer. Nothing leaves it.", tone="muted")
        )
        column.addWidget(self._message)
        column.addSpacing(8)
        column.addLayout(cards)
        frame = QWidget()
        frame.setMaximumWidth(1080)
        frame.setLayout(column)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(frame, 20)
        across.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(32, 32, 32, 32)
        outer.addStretch(2)
        outer.addLayout(across)
        outer.addStretch(3)
        self.set_first_focus(self.sample_button)

    def _sample_card(self) -> Card:
        card = Card("Look around first")
        card.body.addWidget(Text("The sample company", font="lead_strong"))
        card.body.addWidget(
            Text(
                "120 made-up clients, 1,500 invoices, calls, promises and plans, in a file of its own. "
                "Your own data is never mixed with it.",
                wrap=True,
            )
        )
        card.body.addStretch(1)
        card.body.addWidget(self.sample_button)
        return card

    def _new_card(self) -> Card:
        card = Card("Begin for real")
        card.body.addWidget(Text("A ledger of your own", font="lead_strong"))
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for edit, error in zip(self._edits(), self._errors.values(), strict=True):
            form.addRow(Text(edit.accessibleName(), tone="muted"), edit)
            form.addRow(error)
        card.body.addLayout(form)
        card.body.addSpacing(8)
        card.body.addStretch(1)
        card.body.addWidget(self.new_button)
        return card

    def _open_card(self) -> Card:
        card = Card("Go on")
        card.body.addWidget(Text("A ledger that is there", font="lead_strong"))
        card.body.addWidget(
            Text("Open an .arcaller file from this computer. A file from a newer version stays unharmed.", wrap=True)
        )
        card.body.addStretch(1)
        card.body.addWidget(self.open_button)
        return card

    def _connect(self) -> None:
        self.sample_button.clicked.connect(lambda _checked=False: self.sample_wanted.emit())
        self.open_button.clicked.connect(lambda _checked=False: self.open_wanted.emit())
        self.new_button.clicked.connect(lambda _checked=False: self._ask_new())
        for edit in self._edits():
            edit.returnPressed.connect(self._ask_new)
            edit.textEdited.connect(lambda _text: self._clear_errors())
        # a window of its own, without the table of acts that binds F1 elsewhere
        QShortcut(QKeySequence(Qt.Key.Key_F1), self, self.show_help)

    def show_message(self, message: str) -> None:
        """Why the last try did not work, above the three ways."""
        self._message.setText(message)
        self._message.setVisible(bool(message))

    @cached_property
    def help_box(self) -> HelpBox:
        """The help, made when it is first wanted."""
        from arcaller.ui.help.help_box import HelpBox

        return HelpBox(self)

    def show_help(self) -> None:
        """The help beside this window, at the page of the first start."""
        self.help_box.show()
        self.help_box.raise_()
        self.help_box.activateWindow()
        self.help_box.show_page("first-run")

    def _edits(self) -> tuple[QLineEdit, ...]:
        return (self.company_edit, self.currency_edit, self.country_edit, self.user_edit)

    def _clear_errors(self) -> None:
        for error in self._errors.values():
            error.clear_error()

    def _ask_new(self) -> None:
        try:
            wanted = self._read()
        except DomainError as error:
            name = error.field if error.field in self._errors else "user_name"
            self._clear_errors()
            self._errors[name].show_error(error)
            self._edits()[list(self._errors).index(name)].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.new_wanted.emit(wanted)

    def _read(self) -> NewLedger:
        company, user = self.company_edit.text().strip(), self.user_edit.text().strip()
        currency, country = self.currency_edit.text().strip().upper(), self.country_edit.text().strip().upper()
        if not company:
            raise DomainError("Type the company's name; it stands on every paper.", "company")
        exponent_of(currency)
        if country and not zones_of_country(country):
            raise DomainError(
                f"“{country}” is no country code; write two letters such as DE, or leave it out.", "country"
            )
        if not user:
            raise DomainError("Type your name; every act is kept under it.", "user_name")
        return NewLedger(company, currency, country, user)


def _primary(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", "primary")
    button.setAutoDefault(True)
    return button


def _line(name: str, hint: str, text: str = "", longest: int = 120) -> QLineEdit:
    edit = QLineEdit(text)
    edit.setAccessibleName(name)
    edit.setPlaceholderText(hint)
    edit.setMaxLength(longest)
    return edit
