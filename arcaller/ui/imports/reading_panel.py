"""How the file is read: kind, dates, marks, currency, and which column is which; every choice can be corrected."""

from __future__ import annotations

import json
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from arcaller.domain.errors import DomainError
from arcaller.domain.money import exponent_of
from arcaller.exchange.columns import FIELD_LABELS, Kind, fields_of
from arcaller.exchange.file_report import FileReport
from arcaller.services.importing.imports import ImportOptions
from arcaller.ui.imports.import_words import KIND_WORDS, MARK_WORDS, ORDER_WORDS
from arcaller.ui.imports.import_work import Looked
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Text

_LEFT_OUT = "– left out –"
_FIRST: dict[Kind, tuple[str, ...]] = {
    "invoices": ("client_number", "client_name", "number", "invoice_date", "due_date", "amount", "open_amount",
                 "settled_date", "disputed"),
    "payments": ("client_number", "client_name", "number", "payment_date", "amount", "reference"),
    "clients": ("client_number", "client_name", "email", "phone", "city"),
}  # fmt: skip
_LABEL_WIDTH = 104


class Choice(QComboBox):
    """A list to choose from that keeps its width and that the wheel only turns while it has the focus."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ReadingPanel(Card):
    """Emits ``corrected(ImportOptions)`` when a person chose otherwise than the file was read."""

    corrected = Signal(object)

    def __init__(self, company_currency: str) -> None:
        super().__init__("How it is read")
        self._company_currency = company_currency
        self._looked: Looked | None = None
        self._shows_all = False
        self.kind = Choice("What the file holds")
        self.order = Choice("Dates are written as")
        self.mark = Choice("Decimal mark")
        self.currency = QLineEdit()
        self.currency.setAccessibleName("Currency of amounts that name none")
        self.currency.setMaxLength(3)
        self._currency_error = FieldError(self.currency)
        self.columns: dict[str, Choice] = {}
        self._grid = QGridLayout()
        self._more = Button("", kind="quiet")
        self._more.setAutoDefault(True)
        self._fill_choices()
        self._build()
        self._connect()

    def _fill_choices(self) -> None:
        for choice, words in ((self.kind, KIND_WORDS), (self.order, ORDER_WORDS), (self.mark, MARK_WORDS)):
            for key, word in words.items():
                choice.addItem(word, key)

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        form = QGridLayout()
        form.setHorizontalSpacing(8)
        form.setVerticalSpacing(6)
        rows = (("Holds", self.kind), ("Dates", self.order), ("Decimals", self.mark), ("Currency", self.currency))
        for row, (label, widget) in enumerate(rows):
            form.addWidget(_label(label), row, 0)
            form.addWidget(widget, row, 1)
        form.addWidget(self._currency_error, len(rows), 1)
        form.setColumnStretch(1, 1)
        column.addLayout(form)
        column.addSpacing(4)
        column.addWidget(Text("Columns", font="small_strong", tone="muted"))
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 5)
        self._grid.setColumnStretch(2, 3)
        column.addLayout(self._grid)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self.body.addWidget(area, 1)

    def _connect(self) -> None:
        self.kind.activated.connect(lambda _index: self._correct_kind())
        self.order.activated.connect(lambda _index: self._correct(date_order=self.order.currentData()))
        self.mark.activated.connect(lambda _index: self._correct(decimal_mark=self.mark.currentData()))
        self.currency.editingFinished.connect(self._correct_currency)
        self.currency.textEdited.connect(lambda _text: self._currency_error.clear_error())
        self._more.clicked.connect(lambda _checked=False: self._toggle_all())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currency.hasFocus():
            return  # it has read the currency; it does not import as well
        super().keyPressEvent(event)

    def show_file(self, looked: Looked) -> None:
        """Show how ``looked`` was read."""
        self._looked = looked
        report, options = looked.report, looked.options
        _choose(self.kind, report.kind)
        _choose(self.order, options.date_order or report.dates.pattern.order)
        _choose(self.mark, options.decimal_mark or report.amounts.format.decimal)
        with QSignalBlocker(self.currency):
            self.currency.setText(options.currency or self._company_currency)
        self._currency_error.clear_error()
        self._show_columns()

    def first_missing(self) -> QWidget:
        """The first column that nobody has named yet."""
        missing = " ".join(self._looked.report.mapping.missing()) if self._looked is not None else ""
        named = (choice for name, choice in self.columns.items() if FIELD_LABELS[name] in missing)
        return next(named, self.kind)

    def _show_columns(self) -> None:
        looked = self._looked
        if looked is None:
            return
        report = looked.report
        every = fields_of(report.kind)
        first = [name for name in every if name in report.mapping.columns or name in _FIRST[report.kind]]
        shown = every if self._shows_all else first
        rest = len(every) - len(first)
        self._more.setVisible(rest > 0)
        self._more.set_text("Show fewer fields" if self._shows_all else f"Show {rest} more fields")
        if list(self.columns) != list(shown):
            self._make_columns(shown)
        for name, choice in self.columns.items():
            self._fill_column(choice, name, report)

    def _make_columns(self, names: tuple[str, ...] | list[str]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.columns = {}
        before: QWidget = self.currency
        for row, name in enumerate(names):
            choice = Choice(f"Column for {FIELD_LABELS[name]}")
            choice.activated.connect(lambda _index: self._correct_columns())
            self.columns[name] = choice
            self._grid.addWidget(_label(FIELD_LABELS[name].capitalize()), row, 0)
            self._grid.addWidget(choice, row, 1)
            self._grid.addWidget(Text("", font="small", tone="muted", elide=True), row, 2)
            QWidget.setTabOrder(before, choice)
            before = choice
        QWidget.setTabOrder(before, self._more)

    def _fill_column(self, choice: Choice, name: str, report: FileReport) -> None:
        column = report.mapping.columns.get(name, -1)
        choice.clear()
        choice.addItem(_LEFT_OUT, -1)
        for index in range(len(report.table.header)):
            choice.addItem(report.table.column_name(index), index)
        choice.setCurrentIndex(column + 1)
        row = list(self.columns).index(name)
        item = self._grid.itemAtPosition(row, 2)
        label = item.widget() if item is not None else None
        if isinstance(label, Text):
            label.setText(_sample(report, column))
            label.setToolTip(label.text())

    def _toggle_all(self) -> None:
        self._shows_all = not self._shows_all
        self._show_columns()

    def _correct_kind(self) -> None:
        self._shows_all = False
        self._correct(kind=self.kind.currentData(), mapping="")

    def _correct_columns(self) -> None:
        looked = self._looked
        if looked is None:
            return
        kept = {name: column for name, column in looked.report.mapping.columns.items() if name not in self.columns}
        chosen = {name: choice.currentData() for name, choice in self.columns.items() if choice.currentData() >= 0}
        # numbers from 1, so that a header without a name can be meant too
        columns = {name: column + 1 for name, column in {**kept, **chosen}.items()}
        self._correct(mapping=json.dumps({"kind": looked.report.kind, "columns": columns}))

    def _correct_currency(self) -> None:
        code = self.currency.text().strip().upper()
        looked = self._looked
        if looked is None or code == (looked.options.currency or self._company_currency):
            return
        try:
            exponent_of(code)
        except DomainError as error:
            self._currency_error.show_error(error)
            return
        self._correct(currency=code)

    def _correct(self, **changed: object) -> None:
        if self._looked is not None:
            options: ImportOptions = replace(self._looked.options, **changed)  # type: ignore[arg-type]
            if options != self._looked.options:
                self.corrected.emit(options)


def _label(text: str) -> Text:
    label = Text(text, tone="muted")
    label.setMinimumWidth(_LABEL_WIDTH)
    return label


def _choose(choice: Choice, key: str) -> None:
    choice.setCurrentIndex(choice.findData(key))


def _sample(report: FileReport, column: int) -> str:
    """The first cell of ``column`` that says something."""
    if column < 0:
        return ""
    cells = (str(row[column]) for row in report.sample if column < len(row) and str(row[column]))
    return next(cells, "empty")
