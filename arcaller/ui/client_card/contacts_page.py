"""The people of a client: a list, the form of the one chosen, and what can be done with him."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from arcaller.data.queries.clients.card import CardContactRow
from arcaller.domain.contact.phones import local_zone, zone_words
from arcaller.domain.errors import DomainError
from arcaller.services.changes import Changes
from arcaller.services.clients.contacts import (
    CHANNELS,
    STYLES,
    ChooseContact,
    leave_contact,
    make_main_contact,
    save_contact,
)
from arcaller.services.commands import FurtherNumber, SaveContact
from arcaller.ui.client_card.card_context import ActDoor, CardContext
from arcaller.ui.client_card.card_page import ENTER, CardPage, Line, LineList, column_of
from arcaller.ui.client_card.field_form import FieldForm
from arcaller.ui.client_card.fields import Field
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

_NEW = 0
"""The key of the line and draft of somebody who is not saved yet."""
_FIELDS = (
    Field("name", "Name"),
    Field("role", "Role", placeholder="such as accounts payable"),
    Field("phone", "Phone"),
    Field("numbers", "Further numbers", "lines", placeholder="one a line: number, then which it is"),
    Field("email", "E-mail"),
    Field("language", "Language", is_code=True, hint="two letters; empty as the client"),
    Field("style", "Speaks", "choice", choices={name: name.capitalize() for name in STYLES}),
    Field("preferred_channel", "Prefers", "choice", choices=CHANNELS),
    Field("time_zone", "Time zone", placeholder="only if he told it, such as Europe/Berlin"),
    Field("note", "Note", "lines"),
)
_NUMBER = re.compile(r"\s*([+\d(][\d\s()/.\-]*)(.*)")


class ContactsPage(CardPage):
    """``contacts`` is the list; Enter in the form saves, the buttons make main, let go and begin a new one."""

    def __init__(self, door: ActDoor, formats: Formats) -> None:
        super().__init__()
        self._door = door
        self._context: CardContext | None = None
        self._shown: int = _NEW
        self._drafts: dict[str, dict[str, str]] = {}
        self.contacts = LineList("Contacts", most=12)
        self.form = FieldForm(_FIELDS, formats)
        self._zone = Text("", font="small", tone="muted", wrap=True)
        self._wrong = Text("", font="small", tone="bad", wrap=True)
        self.new_button, self.main_button, self.leave_button = (
            Button(words) for words in ("New contact", "Make the main contact", "Has left")
        )
        self.save_button = Button("Save the contact", kind="primary", keys="Enter")
        self._build()
        self.contacts.chosen.connect(self._show_contact)
        self.contacts.opened.connect(lambda _key: self.form.setFocus())
        self.form.edited.connect(self.edited)

    def _build(self) -> None:
        people, card = Card("People"), Card("Contact")
        people.body.addWidget(self.contacts)
        for button, act in (
            (self.new_button, self.begin_new), (self.main_button, self.make_main), (self.leave_button, self.leave),
            (self.save_button, self.save),
        ):  # fmt: skip
            button.setAutoDefault(True)
            button.clicked.connect(lambda _checked=False, act=act: act())
            if button is not self.save_button:
                people.body.addWidget(button)
        card.body.addWidget(self.form)
        card.body.addWidget(self._wrong)
        card.body.addWidget(self._zone)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.save_button)
        columns = self.columns
        columns.addWidget(column_of(people), 4)
        columns.addWidget(column_of(card), 7)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(columns, 1)
        layout.addLayout(foot)
        self.set_first_focus(self.form)

    @override
    def show_card(self, context: CardContext, *, anew: bool) -> None:
        typed = {} if anew else self.draft()
        self._context, self._drafts = context, typed
        self.contacts.show_lines([_line(row) for row in context.contacts])
        known = {row.contact_id for row in context.contacts}
        if anew or self._shown not in known | {_NEW}:
            self._shown = next((row.contact_id for row in context.contacts), _NEW)
        self.contacts.blockSignals(True)
        self.contacts.choose(self._shown)
        self.contacts.blockSignals(False)
        self._fill()

    def show_contact(self, contact_id: int) -> None:
        """Go to the form of one contact."""
        self.contacts.choose(contact_id)
        self._show_contact(contact_id)

    def begin_new(self) -> None:
        """An empty form for somebody new."""
        self._show_contact(_NEW)
        self.form.rows["name"].editor.setFocus()

    def _show_contact(self, contact_id: int) -> None:
        if contact_id != self._shown:
            self._drafts = self.draft()
            self._shown = contact_id
            self._fill()

    def _row(self) -> CardContactRow | None:
        if self._context is None:
            return None
        return next((row for row in self._context.contacts if row.contact_id == self._shown), None)

    def _fill(self) -> None:
        row = self._row()
        if row is None:
            self.form.clear()
        else:
            values = {name: getattr(row, name) for name in self.form.rows if name != "numbers"}
            self.form.show_values({**values, "numbers": _numbers_text(row)})
        self.form.restore(self._drafts.get(str(self._shown), {}))
        self.main_button.setEnabled(row is not None and not (row.is_main and row.is_active))
        self.leave_button.setEnabled(row is not None)
        self.leave_button.set_text("Is back" if row is not None and not row.is_active else "Has left")
        self._wrong.setText(_wrong_words(row))
        self._wrong.setVisible(bool(self._wrong.text()))
        self._show_zone(row)

    def _show_zone(self, row: CardContactRow | None) -> None:
        if row is None or self._context is None or self._context.client is None:
            self._zone.setText("")
            return
        client = self._context.client
        found = local_zone(
            told=row.time_zone or client.time_zone or None, country=client.country or None,
            region=client.region or None, phone=row.phone or None,
            phone_region=client.country or None, company_zone=self._context.company_zone,
        )  # fmt: skip
        self._zone.setText(f"Shown as {zone_words(found)}. Confidence: {found.confidence.value}.")

    @override
    def draft(self) -> dict[str, Any]:
        drafts = {key: values for key, values in self._drafts.items() if key != str(self._shown)}
        if typed := self.form.draft():
            drafts[str(self._shown)] = typed
        return drafts

    @override
    def restore(self, draft: Mapping[str, Any]) -> None:
        self._drafts = {str(key): dict(values) for key, values in draft.items() if isinstance(values, Mapping)}
        if str(_NEW) in self._drafts and self._row() is None:
            self._shown = _NEW
        self._fill()

    def save(self) -> None:
        """Save the contact shown as one act."""
        context = self._context
        if context is None or context.client is None:
            return
        try:
            values = self.form.read(context.desk.today)
            values["numbers"] = _read_numbers(str(values["numbers"]), self._row())
        except DomainError as error:
            self._refuse(error)
            return
        contact_id = self._shown if self._shown != _NEW else None
        outcome = self._door.run(save_contact, SaveContact(context.client.client_id, contact_id, **values))
        if isinstance(outcome, DomainError):
            self._refuse(outcome)
        elif isinstance(outcome, Changes):
            for row in self.form.rows.values():
                row.loaded = row.text()
            self._drafts.pop(str(self._shown), None)
            self._shown = outcome.new_id or self._shown
            self.contacts.choose(self._shown)
            self._fill()
            self.said.emit(f"✓ {outcome.said}.", "good")
            self.edited.emit()

    def make_main(self) -> None:
        """The contact shown is the one to call."""
        self._choose(make_main_contact)

    def leave(self) -> None:
        """The contact shown has left, or is back."""
        self._choose(leave_contact)

    def _choose(self, act: Any) -> None:
        context = self._context
        if context is None or context.client is None or self._shown == _NEW:
            return
        outcome = self._door.run(act, ChooseContact(context.client.client_id, self._shown))
        if isinstance(outcome, DomainError):
            self.said.emit(outcome.message, "bad")
        elif isinstance(outcome, Changes):
            self.said.emit(f"✓ {outcome.said}.", "good")

    def _refuse(self, error: DomainError) -> None:
        if self.form.show_refusal(error):
            self.said.emit("Not saved: one field needs another value.", "bad")
        else:
            self.said.emit(error.message, "bad")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not event.isAutoRepeat():
            self.save()
        else:
            super().keyPressEvent(event)


def _line(row: CardContactRow) -> Line:
    name = row.name or row.phone or row.email
    role = f", {row.role}" if row.role else ""
    if not row.is_active:
        return Line(row.contact_id, f"{name}{role} · left", "muted")
    wrong = " · ✗ number wrong" if row.phone_state == "wrong" else ""
    return Line(row.contact_id, f"{'★ ' if row.is_main else ''}{name}{role}{wrong}", "bad" if wrong else "normal")


def _wrong_words(row: CardContactRow | None) -> str:
    if row is None:
        return ""
    wrong = [row.phone] if row.phone_state == "wrong" else []
    wrong += [number.phone for number in row.numbers if number.state == "wrong"]
    if not wrong:
        return ""
    return f"✗ Marked wrong: {', '.join(wrong)}. Write the right one over it; calls to the old one stay uncounted."


def _numbers_text(row: CardContactRow) -> str:
    return "\n".join(f"{number.phone} {number.label}".rstrip() for number in row.numbers)


def _read_numbers(text: str, row: CardContactRow | None) -> tuple[FurtherNumber, ...]:
    """One number a line, its label behind it; a number that stood there keeps its id."""
    stood = list(row.numbers) if row is not None else []
    lines = [line for line in text.splitlines() if line.strip()]
    read: list[FurtherNumber] = []
    for line in lines:
        found = _NUMBER.fullmatch(line)
        if found is None:
            raise DomainError(
                f"“{line.strip()}” does not begin with a number; write it first, then which.", "numbers"
            )
        phone, label = found[1].strip(), found[2].strip(" \t,:;–-")
        same = next((number for number in stood if number.phone == phone), None)
        if same is not None:
            stood.remove(same)
        read.append(FurtherNumber(phone, label, same.number_id if same is not None else None))
    return tuple(read)
