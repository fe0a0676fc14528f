"""Scripts and answers worded by the office: lines with fields, checked as they are typed, tried on a real client."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
)

from arcaller.data.queries.office.templates import load_preview_clients
from arcaller.data.queries.sheet.call_sheet import load_call_sheet
from arcaller.domain.errors import DomainError
from arcaller.domain.plans.offers import next_friday
from arcaller.domain.talking.objections import LEAD_WORDS
from arcaller.domain.talking.script import ScriptField
from arcaller.domain.talking.tone import TextKind, ToneReport
from arcaller.services.commands import ResetTemplate, SaveTemplate
from arcaller.services.desk import Desk
from arcaller.services.talking.talk import script_facts
from arcaller.services.talking.templates import (
    load_editable_texts,
    may_edit_texts,
    reset_template,
    save_template,
)
from arcaller.services.talking.tone import check_text
from arcaller.ui.settings.wording import Wording
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.tables.table_view import RowDelegate
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.messages import FieldError
from arcaller.ui.shared.widgets.text import Span, Spans, Text
from arcaller.ui.shared.widgets.tone_line import ToneLine
from arcaller.ui.shared.words.formats import Formats
from arcaller.ui.shared.words.voices import voice_of

_UNITS_WIDTH, _CLIENTS, _HOUR = 168, 12, 10
_HELP = (
    "One line is one sentence. “/” begins the wording for when a fact of the line above is not known; “·” a cue that "
    "is seen and not read out."
)
_HELP_OF_ANSWERS = (
    f" An answer of your own says after “>” what Enter does: {', '.join(LEAD_WORDS.values())}. Without any "
    "line it is gone when the wording is saved."
)
_READ_ONLY = "A supervisor words these; callers read them."


class ScriptsForm(Page):
    """What was typed stays with each text until saved or reset. ``said(words, tone)`` is for the page's foot."""

    said = Signal(str, str)

    def __init__(self, make_desk: Callable[[], Desk], runner: CommandRunner, formats: Formats) -> None:
        super().__init__()
        self._make_desk, self._runner, self._formats = make_desk, runner, formats
        self._wordings: list[Wording] = []
        self._is_filling = False
        self.texts, self.clients = QComboBox(), QComboBox()
        self.units, self.editor = QListWidget(), QPlainTextEdit()
        self.insert = QPushButton("Insert a field")
        self.add = QPushButton("New objection")
        self.reset = QPushButton("Back to the shipped wording")
        self.save_button = Button("Save this wording", kind="primary")
        self._state = Text("", font="small", tone="muted", wrap=True)
        self._grade = Text("", font="small", tone="muted")
        self._help = Text(_HELP, font="small", tone="muted", wrap=True)
        self.error = FieldError(self.editor)
        self.tone = ToneLine(self.editor, self._check_tone)
        self.preview = Spans(font="lead")
        self._build()
        self._connect()
        self.set_first_focus(self.texts)

    def _build(self) -> None:
        for widget, name in (
            (self.texts, "Text to be worded"), (self.units, "Parts of the text"), (self.editor, "Lines of this part"),
            (self.insert, "Insert a field"), (self.add, "New objection"), (self.reset, "Back to the shipped wording"),
            (self.clients, "Client to try the wording on"),
        ):  # fmt: skip
            widget.setAccessibleName(name)
        self.units.setFixedWidth(_UNITS_WIDTH)
        self.units.setItemDelegate(RowDelegate(self.units))
        self.units.setUniformItemSizes(True)
        self.editor.setTabChangesFocus(True)
        self.editor.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.insert.setMenu(QMenu(self.insert))
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.texts)
        top.addStretch(1)
        top.addWidget(self.reset)
        top.addWidget(self.save_button)
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addLayout(top)
        head.addWidget(self._state)
        words = Card("Wording")
        words.head.insertWidget(1, self.insert)
        words.body.addWidget(self.editor, 1)
        for line in (self.error, self.tone, self._grade, self._help):
            words.body.addWidget(line)
        tried = Card("As it is said to")
        tried.body.addWidget(self.clients)
        tried.body.addWidget(self.preview)
        tried.body.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        parts = QVBoxLayout()
        parts.addWidget(self.units, 1)
        parts.addWidget(self.add)
        middle.addLayout(parts)
        middle.addWidget(words, 5)
        middle.addWidget(tried, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(middle, 1)

    def _connect(self) -> None:
        self.texts.currentIndexChanged.connect(lambda _index: self._show_text())
        self.units.currentRowChanged.connect(lambda _row: self._show_unit())
        self.clients.currentIndexChanged.connect(lambda _index: self._show_preview())
        self.editor.textChanged.connect(self._edited)
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        self.reset.clicked.connect(lambda _checked=False: self.reset_text())
        self.add.clicked.connect(lambda _checked=False: self.add_answer())

    # --- what is shown ----------------------------------------------------------------------------------------------

    @property
    def wording(self) -> Wording | None:
        """The text that is worded now."""
        place = self.texts.currentIndex()
        return self._wordings[place] if 0 <= place < len(self._wordings) else None

    @property
    def unit(self) -> str:
        """The key of its part that is shown."""
        item = self.units.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def reload(self) -> None:
        """Read the texts again; what was typed and not saved stays."""
        desk = self._make_desk()
        typed = {(each.text.kind, each.text.name): each.typed for each in self._wordings}
        self._wordings = [Wording(text, typed.get((text.kind, text.name), {})) for text in load_editable_texts(desk)]
        may_edit = may_edit_texts(desk)
        self.editor.setReadOnly(not may_edit)
        for button in (self.save_button, self.reset, self.insert):
            button.setVisible(may_edit)
        place, client = max(0, self.texts.currentIndex()), self.clients.currentData()
        self._is_filling = True
        self.texts.clear()
        self.texts.addItems([each.title for each in self._wordings])
        self.texts.setCurrentIndex(place)
        self.clients.clear()
        for client_id, name in load_preview_clients(desk.ledger, _CLIENTS):
            self.clients.addItem(name, client_id)
        self.clients.setCurrentIndex(max(0, self.clients.findData(client)))
        self._is_filling = False
        self._show_text()

    def _show_text(self) -> None:
        wording = self.wording
        if wording is None or self._is_filling:
            return
        before = self.unit
        self._is_filling = True
        self.units.clear()
        keys = []
        for key, title in wording.units():
            item = QListWidgetItem(title)
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setSizeHint(QSize(_UNITS_WIDTH, look().row_height + 4))
            self.units.addItem(item)
            keys.append(key)
        self.units.setCurrentRow(keys.index(before) if before in keys else 0)
        self._is_filling = False
        self._show_state()
        self._show_unit()

    def _show_state(self) -> None:
        wording = self.wording
        if wording is None:
            return
        words = f"the office's own, version {wording.version}" if wording.text.is_own else "as shipped"
        changed = " · not saved yet" if wording.typed else ""
        self._state.setText(f"{words}{changed}" if not self.editor.isReadOnly() else f"{words}. {_READ_ONLY}")
        self.reset.setEnabled(wording.text.is_own or bool(wording.typed))
        self.save_button.setEnabled(bool(wording.typed))
        self._help.setText(_HELP + _HELP_OF_ANSWERS * wording.may_grow)
        self.add.setVisible(wording.may_grow and not self.editor.isReadOnly())

    def _show_unit(self) -> None:
        wording = self.wording
        if wording is None or self._is_filling or not self.unit:
            return
        self._is_filling = True
        self.editor.setPlainText(wording.lines(self.unit))
        self._is_filling = False
        menu = self.insert.menu()
        menu.clear()
        for name in wording.fields(self.unit):
            menu.addAction(name.value.replace("_", " ")).triggered.connect(partial(self._insert, name.value))
        self._check()

    def _insert(self, name: str, _checked: bool = False) -> None:
        self.editor.insertPlainText(f"{{{{{name}}}}}")
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- while typing -----------------------------------------------------------------------------------------------

    def _edited(self) -> None:
        wording = self.wording
        if self._is_filling or wording is None:
            return
        wording.type(self.unit, self.editor.toPlainText())
        item = self.units.currentItem()
        item.setText(dict(wording.units()).get(self.unit, item.text()))
        self._show_state()
        self._check()

    def _check(self) -> None:
        wording = self.wording
        if wording is None:
            return
        refusal = wording.refusal(self.unit)
        if refusal:
            self.error.show_error(refusal)
        else:
            self.error.clear_error()
        self.tone.check_now()
        self._show_preview()

    def _check_tone(self, text: str) -> ToneReport:
        wording = self.wording
        if wording is None:
            return ToneReport()
        report = check_text(text, TextKind.SPOKEN, wording.language)
        self._grade.setText(
            "" if report.grade is None else f"Reads like school grade {report.grade:.0f}; up to 8 is well."
        )
        return report

    def _show_preview(self) -> None:
        wording, client_id = self.wording, self.clients.currentData()
        if wording is None or self._is_filling or not self.unit:
            return
        if client_id is None:
            self.preview.set_spans([Span("There is no client yet to try it on.", tone="muted")])
            return
        try:
            lines, cues = wording.spoken(self.unit, self._facts(int(client_id), wording.language))
        except DomainError:
            self.preview.set_spans([Span("It is said again as soon as the fault is out.", tone="muted")])
            return
        spans = [Span(" ".join(lines))]
        if cues:
            spans.append(Span("\n" * bool(lines) + " · ".join(cues), tone="muted"))
        if not lines and not cues:
            spans = [Span("Nothing is said to this client: the facts are not known.", tone="muted")]
        self.preview.set_spans(spans)

    def _facts(self, client_id: int, language: str) -> dict[ScriptField, str]:
        desk = self._make_desk()
        sheet = load_call_sheet(desk.ledger, client_id, desk.today)
        contact = next(iter(sheet.contacts), None)
        voice = voice_of(desk, self._formats, language)
        return script_facts(sheet, contact, voice, hour=_HOUR, today=desk.today, offer_day=next_friday(desk.today))

    # --- acts -------------------------------------------------------------------------------------------------------

    def add_answer(self) -> None:
        """Begin an answer of the office's own, its first line ready to be written over."""
        wording = self.wording
        if wording is None or not wording.may_grow or self.editor.isReadOnly():
            return
        key = wording.add_own()
        self._show_text()
        self.units.setCurrentRow([each for each, _title in wording.units()].index(key))
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        cursor = self.editor.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        self.editor.setTextCursor(cursor)

    def save(self) -> None:
        """Keep the text shown as the office's own; a part with a fault is shown, and nothing is saved."""
        wording = self.wording
        if wording is None:
            return
        try:
            body = wording.body()
        except DomainError as error:
            keys = [key for key, _title in wording.units()]
            self.units.setCurrentRow(keys.index(error.field or keys[0]))
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self.said.emit("Not saved: one part has a fault.", "bad")
            return
        command = SaveTemplate(wording.text.kind, wording.text.name, body)
        if self._runner.run(save_template, command) is not None:
            wording.typed.clear()
            self.reload()
            self.said.emit("✓ Saved. Ctrl+Z takes it back.", "good")

    def reset_text(self) -> None:
        """Back to the shipped wording; what was typed and not saved is given up first."""
        wording = self.wording
        if wording is None:
            return
        if wording.typed:
            wording.typed.clear()
            self._show_text()
            self.said.emit("What was typed is given up.", "muted")
        elif self._runner.run(reset_template, ResetTemplate(wording.text.kind, wording.text.name)) is not None:
            self.reload()
            self.said.emit("✓ The shipped wording is back. Ctrl+Z takes it back.", "good")
