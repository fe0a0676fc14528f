"""When and how a client may be reached: stops, hours, consent for each channel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QComboBox, QVBoxLayout

from arcaller.data.queries.contact.wishes import ConsentRow, StopRow, WindowRow
from arcaller.domain.errors import DomainError
from arcaller.services.contact.wishes import (
    CHANNEL_WORDS,
    STOP_WORDS,
    AddStop,
    AddWindow,
    EndWindow,
    LiftStop,
    RecordConsent,
    add_stop,
    add_window,
    end_window,
    lift_stop,
    record_consent,
    window_words,
)
from arcaller.ui.client_card.card_context import ActDoor, CardContext
from arcaller.ui.client_card.card_page import Act, ActPanel, CardPage, Line, LineList, column_of
from arcaller.ui.client_card.fields import Field
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.words.formats import Formats

_WHO = Field("contact_id", "Who", "choice", choices={None: "The whole client"})
_CHANNELS = {key: words.capitalize() for key, words in CHANNEL_WORDS.items()}
_STOP = (
    _WHO,
    Field("kind", "Because he", "choice", choices=STOP_WORDS),
    Field("channel", "Stops", "choice", choices={"": "Every contact", **_CHANNELS}),
    Field("reason", "Reason", placeholder="in the client's words; to lift a stop: why it no longer holds"),
    Field("source", "Source", placeholder="letter of 12 Nov, the lawyer's mail …"),
    Field("since", "Since", "day", is_short=True, placeholder="today"),
    Field("until", "Until", "day", is_short=True, placeholder="no end"),
)
_DAYS = {
    "12345": "Monday to Friday",
    "67": "Saturday and Sunday",
    "1234567": "Every day",
    **{str(number): name for number, name in enumerate(
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), 1
    )},
}  # fmt: skip
_WINDOW = (
    _WHO,
    Field("kind", "These hours", "choice", choices={"inconvenient": "Are to be spared", "preferred": "Suit best"}),
    Field("weekdays", "Days", "choice", choices=_DAYS),
    Field("hours", "From – to", is_short=True, placeholder="15–17", hint="his clock"),
    Field("until", "Until", "day", is_short=True, placeholder="no end"),
    Field("note", "Note"),
)
_CONSENT = (
    _WHO,
    Field("channel", "Channel", "choice", choices=_CHANNELS),
    Field("state", "Consent", "choice", choices={"given": "Given", "withdrawn": "Withdrawn"}),
    Field("source", "Source", placeholder="on the phone, by e-mail of 12 Nov …"),
    Field("since", "Since", "day", is_short=True, placeholder="today"),
    Field("until", "Until", "day", is_short=True, placeholder="no end"),
)
_HOURS = re.compile(r"(\d{1,2})(?::?(\d{2}))?\s*[-–]\s*(\d{1,2})(?::?(\d{2}))?")


class WishesPage(CardPage):
    """Three panels with their lists; Enter on a stop lifts it with the reason typed, on hours ends them."""

    def __init__(self, door: ActDoor, formats: Formats) -> None:
        super().__init__()
        self._door, self._formats = door, formats
        self._context: CardContext | None = None
        self.stops, self.windows, self.consents = (
            LineList(name, most=3) for name in ("Stops", "Hours", "Consents of the channels")
        )
        self.stop = ActPanel("Stops", _STOP, "Stop contact", self._make_stop, door, formats)
        self.window_ = ActPanel("Hours", _WINDOW, "Keep these hours", self._make_window, door, formats)
        self.consent = ActPanel(
            "Consent for each channel", _CONSENT, "Record consent", self._make_consent, door, formats
        )
        self.lift_button, self.end_button = Button("Lift the stop"), Button("End these hours")
        self._build()

    def _build(self) -> None:
        self.lift_button.clicked.connect(lambda _checked=False: self.lift())
        self.end_button.clicked.connect(lambda _checked=False: self.end_hours())
        self.stops.opened.connect(lambda _key: self.lift())
        self.windows.opened.connect(lambda _key: self.end_hours())
        for panel, lines, button in (
            (self.stop, self.stops, self.lift_button), (self.window_, self.windows, self.end_button),
            (self.consent, self.consents, None),
        ):  # fmt: skip
            panel.body.insertWidget(0, lines)
            if button is not None:
                button.setAutoDefault(True)
                panel.foot.insertWidget(panel.foot.count() - 1, button)
            panel.edited.connect(self.edited)
            panel.done.connect(lambda said: self.said.emit(f"✓ {said}.", "good"))
        columns = self.columns
        columns.addWidget(column_of(self.stop), 1)
        columns.addWidget(column_of(self.window_, self.consent), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(columns, 1)
        self.set_first_focus(self.stop.form)

    @property
    def _panels(self) -> dict[str, ActPanel]:
        return {"stop": self.stop, "window": self.window_, "consent": self.consent}

    @override
    def show_card(self, context: CardContext, *, anew: bool) -> None:
        self._context = context
        names = {row.contact_id: row.name or row.phone or row.email for row in context.contacts if row.is_active}
        for panel in self._panels.values():
            panel.show_today(context.desk.today)
            panel.form.rows["contact_id"].set_choices({None: "The whole client", **names})
            if anew:
                panel.form.clear()
        today = context.desk.today
        self.stops.show_lines([self._stop_line(row, names) for row in context.stops])
        standing = [row for row in context.windows if row.until is None or row.until >= today]
        self.windows.show_lines([self._window_line(row, names) for row in standing])
        self.consents.show_lines([self._consent_line(row, names) for row in _newest(context.consents)])
        self.lift_button.setEnabled(any(row.lifted_on is None for row in context.stops))
        self.end_button.setEnabled(bool(standing))

    @override
    def draft(self) -> dict[str, Any]:
        return {name: typed for name, panel in self._panels.items() if (typed := panel.form.draft())}

    @override
    def restore(self, draft: Mapping[str, Any]) -> None:
        for name, panel in self._panels.items():
            panel.form.restore(draft.get(name, {}))

    def begin_stop(self, contact_id: int | None, reason: str) -> None:
        """He asked on the phone not to be called: the stop stands ready, Enter writes it down."""
        rows = self.stop.form.rows
        for name, value in (("contact_id", contact_id), ("kind", "cease"), ("channel", "call")):
            editor = rows[name].editor
            if isinstance(editor, QComboBox):
                editor.setCurrentIndex(max(0, editor.findData(value)))
        rows["reason"].put_text(reason)
        rows["source"].put_text("on the phone")

    def lift(self) -> None:
        """Lift the stop chosen; the reason stands in the field of the form."""
        key = self.stops.current_key
        if key is None or self._context is None:
            return
        row = self.stop.form.rows["reason"]
        outcome = self._door.run(lift_stop, LiftStop(self._context.client_id, key, row.text()))
        if isinstance(outcome, DomainError):
            if not self.stop.form.show_refusal(outcome):
                self.said.emit(outcome.message, "bad")
        elif outcome is not None:
            self.stop.form.clear()
            self.said.emit(f"✓ {outcome.said}.", "good")

    def end_hours(self) -> None:
        """The hours chosen no longer count."""
        key = self.windows.current_key
        if key is None or self._context is None:
            return
        outcome = self._door.run(end_window, EndWindow(self._context.client_id, key))
        if isinstance(outcome, DomainError):
            self.said.emit(outcome.message, "bad")
        elif outcome is not None:
            self.said.emit(f"✓ {outcome.said}.", "good")

    def _client_id(self) -> int:
        if self._context is None:
            raise LookupError("no card is shown")
        return self._context.client_id

    def _make_stop(self, values: Mapping[str, Any]) -> tuple[Act, object]:
        return add_stop, AddStop(self._client_id(), **values)

    def _make_window(self, values: Mapping[str, Any]) -> tuple[Act, object]:
        rest = {name: value for name, value in values.items() if name != "hours"}
        from_time, to_time = _read_hours(str(values["hours"]))
        return add_window, AddWindow(self._client_id(), from_time=from_time, to_time=to_time, **rest)

    def _make_consent(self, values: Mapping[str, Any]) -> tuple[Act, object]:
        return record_consent, RecordConsent(self._client_id(), **values)

    def _stop_line(self, row: StopRow, names: Mapping[int, str]) -> Line:
        who = f"{names.get(row.contact_id, 'one who left')} " if row.contact_id is not None else ""
        what = f"no {CHANNEL_WORDS[row.channel]}" if row.channel else "no contact"
        until = f" until {self._formats.day(row.until)}" if row.until is not None else ""
        text = f"{who}{STOP_WORDS[row.kind]} · {what} since {self._formats.day(row.since)}{until}"
        if row.reason:
            text += f" · {row.reason}"
        if row.lifted_on is not None:
            return Line(
                row.stop_id, f"Lifted {self._formats.day(row.lifted_on)}: {row.lifted_reason} · {text}", "muted"
            )
        return Line(row.stop_id, f"✗ {text}", "bad")

    def _window_line(self, row: WindowRow, names: Mapping[int, str]) -> Line:
        who = f" ({names.get(row.contact_id, 'one who left')})" if row.contact_id is not None else ""
        words = window_words(row.weekdays, row.from_time, row.to_time)
        until = f" until {self._formats.day(row.until)}" if row.until is not None else ""
        sign = "✓ Suits" if row.kind == "preferred" else "◐ Spare"
        note = f" · {row.note}" if row.note else ""
        return Line(row.window_id, f"{sign} {words}{until}{who}{note}", "good" if row.kind == "preferred" else "warn")

    def _consent_line(self, row: ConsentRow, names: Mapping[int, str]) -> Line:
        who = f" ({names.get(row.contact_id, 'one who left')})" if row.contact_id is not None else ""
        sign, tone = ("✓ Allows", "good") if row.state == "given" else ("✗ No longer allows", "bad")
        source = f" · {row.source}" if row.source else ""
        since = self._formats.day(row.since)
        return Line(row.consent_id, f"{sign} {CHANNEL_WORDS[row.channel]} since {since}{who}{source}", tone)


def _newest(rows: tuple[ConsentRow, ...]) -> list[ConsentRow]:
    """The newest consent of each person and channel: it is the one that counts."""
    found: dict[tuple[int | None, str], ConsentRow] = {}
    for row in rows:
        found.setdefault((row.contact_id, row.channel), row)
    return list(found.values())


def _read_hours(text: str) -> tuple[str | None, str | None]:
    """``15–17``, ``9:30-12``; nothing is the whole day."""
    if not text.strip():
        return None, None
    found = _HOURS.fullmatch(text.strip())
    if found is None:
        raise DomainError(f"“{text.strip()}” are no hours; write them like 15–17 or 9:30–12.", "hours")
    from_time, to_time = f"{int(found[1]):02}:{found[2] or '00'}", f"{int(found[3]):02}:{found[4] or '00'}"
    return from_time, to_time
