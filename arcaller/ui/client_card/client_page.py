"""The card itself: names and office on one side, address and terms on the other; one act per save."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from arcaller.domain.contact.phones import local_zone, zone_words
from arcaller.domain.errors import DomainError
from arcaller.domain.money import EXPONENTS
from arcaller.services.changes import Changes
from arcaller.services.clients.cards import KINDS, SaveClient, save_client
from arcaller.services.contact.standing import shipped_rules
from arcaller.ui.client_card.card_context import ActDoor, CardContext
from arcaller.ui.client_card.card_page import ENTER, CardPage, column_of
from arcaller.ui.client_card.field_form import FieldForm
from arcaller.ui.client_card.fields import Field
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

_BY_ITSELF = {"": "By kind and country"}
_WHO = (
    Field("legal_name", "Legal name"),
    Field("trade_name", "Trade name", placeholder="if it is known by another name"),
    Field("number", "Number", is_short=True),
    Field("kind", "Kind", "choice", choices=KINDS),
    Field("segment", "Segment"),
    Field("tags", "Tags", "words", placeholder="parted by commas"),
    Field("owner_id", "Owner", "choice", choices={None: "Nobody"}),
    Field("account_manager", "Account manager", placeholder="on the sales side"),
    Field("note", "Notes", "lines"),
)
_WHERE = (
    Field("street", "Street"),
    Field("postcode", "Postcode", is_short=True),
    Field("city", "City"),
    Field("region", "Region", placeholder="state or province"),
    Field("country", "Country", is_code=True, hint="two letters such as DE"),
    Field("time_zone", "Time zone", placeholder="only if the client told it"),
    Field("language", "Language", is_code=True, hint="two letters such as en"),
)
_TERMS = (
    Field("currency", "Currency", is_code=True, hint="three letters such as EUR"),
    Field("terms_days", "Terms", "whole", is_code=True, hint="days from invoice to due date"),
    Field("credit_limit", "Credit limit", is_short=True, hint="empty for none"),
    Field("rule_profile", "Contact rules", "choice", choices=_BY_ITSELF),
)


class ClientPage(CardPage):
    """``saved(int)`` with the client's key, also of a new one."""

    saved = Signal(int)

    def __init__(self, door: ActDoor, formats: Formats) -> None:
        super().__init__()
        self._door, self._formats = door, formats
        self._context: CardContext | None = None
        self.who, self.where, self.terms = (FieldForm(each, formats) for each in (_WHO, _WHERE, _TERMS))
        self.zone = Text("", font="small", tone="muted", wrap=True)
        self.save_button = Button("Save the card", kind="primary", keys="Enter")
        self.save_button.setAutoDefault(True)
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        self._build()
        for form in self._forms:
            form.edited.connect(self.edited)

    def _build(self) -> None:
        who, where, terms = Card("Client and office"), Card("Billing address and place"), Card("Terms")
        who.body.addWidget(self.who)
        who.body.addStretch(1)
        where.body.addWidget(self.where)
        where.body.addWidget(self.zone)
        terms.body.addWidget(self.terms)
        columns = self.columns
        columns.addWidget(column_of(who), 1)
        columns.addWidget(column_of(where, terms), 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(columns, 1)
        layout.addLayout(foot)
        self.set_first_focus(self.who.rows["legal_name"].editor)

    @property
    def _forms(self) -> tuple[FieldForm, ...]:
        return (self.who, self.where, self.terms)

    @override
    def show_card(self, context: CardContext, *, anew: bool) -> None:
        self._context = context
        owners: dict[int | None, str] = {None: "Nobody", **{row.user_id: row.name for row in context.users}}
        self.who.rows["owner_id"].set_choices(owners)
        self.who.rows["segment"].set_choices({name: name for name in context.segments})
        profiles = {each.name: each.title for each in shipped_rules().profiles}
        self.terms.rows["rule_profile"].set_choices({**_BY_ITSELF, **profiles})
        self.terms.rows["currency"].set_choices({code: code for code in sorted(EXPONENTS)})
        values = self._values(context)
        for form in self._forms:
            form.show_values(values, anew=anew)
        self._show_zone(context)
        self.save_button.set_text("Save the card" if context.client is not None else "Make this client")

    def _values(self, context: CardContext) -> dict[str, Any]:
        client = context.client
        if client is None:
            blank = SaveClient(None, "", "", context.home_currency)
            names = [name for form in self._forms for name in form.rows]
            return {**{name: getattr(blank, name) for name in names}, "owner_id": context.desk.actor_id}
        names = [name for form in self._forms for name in form.rows if name != "credit_limit"]
        limit = client.credit_limit_minor
        typed = self._formats.typed(limit, client.currency) if limit is not None else ""
        return {**{name: getattr(client, name) for name in names}, "credit_limit": typed}

    def _show_zone(self, context: CardContext) -> None:
        client = context.client
        if client is None:
            self.zone.setText("")
            return
        main = next((row for row in context.contacts if row.is_main), None)
        found = local_zone(
            told=(main.time_zone if main is not None else "") or client.time_zone or None,
            country=client.country or None,
            region=client.region or None,
            phone=main.phone if main is not None else None,
            phone_region=client.country or None,
            company_zone=context.company_zone,
        )
        self.zone.setText(f"Shown as {zone_words(found)}. Confidence: {found.confidence.value}.")

    @override
    def draft(self) -> dict[str, Any]:
        return {name: text for form in self._forms for name, text in form.draft().items()}

    @override
    def restore(self, draft: Mapping[str, Any]) -> None:
        for form in self._forms:
            form.restore(draft)

    def save(self) -> None:
        """Save the whole card as one act; what is refused stands beside its field."""
        context = self._context
        if context is None:
            return
        try:
            command = self._read(context)
        except DomainError as error:
            self._refuse(error)
            return
        outcome = self._door.run(save_client, command)
        if isinstance(outcome, DomainError):
            self._refuse(outcome)
        elif isinstance(outcome, Changes):
            for form in self._forms:
                for row in form.rows.values():
                    row.loaded = row.text()
            self.said.emit(f"✓ {outcome.said}.", "good")
            self.edited.emit()
            if outcome.new_id is not None:
                self.saved.emit(outcome.new_id)

    def _read(self, context: CardContext) -> SaveClient:
        values = {name: value for form in self._forms for name, value in form.read(context.desk.today).items()}
        values["currency"] = str(values["currency"]).upper()
        limit = str(values["credit_limit"])
        if limit:
            try:
                values["credit_limit"] = self._formats.parse(limit, values["currency"])
            except DomainError as error:
                field = "currency" if error.field == "currency" else "credit_limit"
                raise DomainError(error.message, field) from None
        else:
            values["credit_limit"] = None
        return SaveClient(client_id=context.client.client_id if context.client is not None else None, **values)

    def _refuse(self, error: DomainError) -> None:
        if any(form.show_refusal(error) for form in self._forms):
            self.said.emit("Not saved: one field needs another value.", "bad")
        else:
            self.said.emit(error.message, "bad")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not event.isAutoRepeat():
            self.save()
        else:
            super().keyPressEvent(event)
