"""What changed since my last call, then everything that happened: filtered, searched, older pages on demand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit

from arcaller.data.queries.sheet.call_sheet import TimelineRow
from arcaller.domain.money import Money
from arcaller.services.desk import Desk
from arcaller.services.preparing.changes_since import Change, ChangesSince
from arcaller.ui.call_sheet.prepare.note_form import NoteForm
from arcaller.ui.call_sheet.prepare.step_form import StepForm
from arcaller.ui.call_sheet.sheet_context import Draft, SheetContext
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.text import Span
from arcaller.ui.shared.widgets.timeline import Timeline, TimelineEntry, TimelineGroup
from arcaller.ui.shared.words.formats import Formats

_TONES = {
    "payment": "good", "dispute": "warn", "plan": "accent", "agreement": "accent", "stop": "bad", "finance": "warn",
}  # fmt: skip
FILTERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Everything", ()),
    ("Calls", ("call",)),
    ("Notes", ("note",)),
    ("Promises", ("promise",)),
    ("Payments", ("payment",)),
    ("Disputes", ("dispute",)),
    ("Plans", ("plan", "agreement")),
    ("Papers", ("paper", "agreement")),
    ("Stops", ("stop",)),
    ("Skips", ("skip",)),
    ("Situation", ("finance",)),
)
"""The kinds to choose from, in words."""
_SAID_ABOVE = ("call", "note", "promise", "payment", "dispute", "plan", "stop", "finance")
_PAGE = 60
_SEARCH_MS = 150
_LEAST_VIEW = 24
"""In a low window the list gives way to a form that is being typed."""


@dataclass(frozen=True, slots=True)
class TimelineTools:
    """``page`` reads so many of a client's newest things of some kinds that say some words; ``changes`` what is new
    to the reader, who is called ``me``; ``zone`` is the company's.
    """

    page: Callable[[int, int, Sequence[str], str], Sequence[TimelineRow]]
    changes: Callable[[Desk, int], ChangesSince]
    me: str
    zone: ZoneInfo
    runner: CommandRunner


class TimelinePanel(Card):
    """The right column of the sheet; ``left`` when Esc leaves it, ``typed`` when a note is begun or changed."""

    left = Signal()
    typed = Signal()

    def __init__(self, tools: TimelineTools, formats: Formats) -> None:
        super().__init__()
        self._tools, self._formats = tools, formats
        self._context: SheetContext | None = None
        self._most = _PAGE
        self.kinds = QComboBox()
        self.search = QLineEdit()
        self.older = Button("Older…", kind="quiet")
        self.note = NoteForm(tools.runner)
        self.step = StepForm(tools.runner, formats)
        self.view = Timeline()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_SEARCH_MS)
        self._build()

    def _build(self) -> None:
        self.setAccessibleName("Timeline")
        for words, kinds in FILTERS:
            self.kinds.addItem(words, kinds)
        self.kinds.setAccessibleName("Kinds shown in the timeline")
        self.kinds.setMinimumContentsLength(6)
        self.search.setAccessibleName("Search the timeline")
        self.search.setPlaceholderText("Search")
        self.search.setClearButtonEnabled(True)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.kinds)
        line.addWidget(self.search, 1)
        self.body.addLayout(line)
        self.body.addSpacing(4)
        self.view.setMinimumHeight(_LEAST_VIEW)
        self.body.addWidget(self.view, 1)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(self.note.open_button)
        foot.addWidget(self.step.open_button)
        foot.addStretch(1)
        foot.addWidget(self.older)
        self.body.addLayout(foot)
        self.body.addWidget(self.note)
        self.body.addWidget(self.step)
        self.kinds.currentIndexChanged.connect(lambda _index: self._first_page())
        self.search.textChanged.connect(lambda _text: self._wait.start())
        self._wait.timeout.connect(self._first_page)
        self.older.clicked.connect(lambda _checked=False: self._more())
        self.note.typed.connect(self.typed)
        self.step.typed.connect(self.typed)
        self.step.left.connect(self.left)

    def use_tools(self, tools: TimelineTools) -> None:
        """The office's settings changed."""
        self._tools = tools

    def start(self, context: SheetContext) -> None:
        """Another client, everything shown."""
        self._wait.stop()
        for field in (self.kinds, self.search):
            field.blockSignals(True)
        self.kinds.setCurrentIndex(0)
        self.search.clear()
        for field in (self.kinds, self.search):
            field.blockSignals(False)
        self._most = _PAGE
        self._context = context
        self.restore({})
        self.show_context(context)

    def restore(self, draft: Draft) -> None:
        """His half-typed note open, and the next step that was not set."""
        if self._context is not None:
            client_id, today = self._context.sheet.client_id, self._context.desk.today
            self.note.start(client_id, str(draft.get("client_note", "")))
            self.step.start(client_id, today, dict(draft.get("next_step") or {}))

    def draft(self) -> dict[str, Any]:
        """The note that is not kept yet, and the next step that is not set."""
        text, step = self.note.text(), self.step.draft()
        return {**({"client_note": text} if text else {}), **({"next_step": step} if step else {})}

    def focus_search(self) -> None:
        """The keys go to the search of this panel."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_context(self, context: SheetContext) -> None:
        """Fill in the sheet again, filter and search as they stand."""
        self._context = context
        self._show()

    def _first_page(self) -> None:
        self._most = _PAGE
        self._show()

    def _more(self) -> None:
        place = self.view.verticalScrollBar().value()
        self._most += _PAGE
        self._show(place)
        QTimer.singleShot(0, self, lambda: self.view.verticalScrollBar().setValue(place))

    def _show(self, place: int = 0) -> None:
        if self._context is None:
            return
        context, kinds, words = self._context, self.kinds.currentData(), self.search.text().strip()
        is_whole = not kinds and not words
        if is_whole and self._most == _PAGE:
            rows: Sequence[TimelineRow] = context.sheet.timeline
        else:
            rows = self._tools.page(context.sheet.client_id, self._most, kinds, words)
        self.older.setVisible(len(rows) >= self._most)
        groups = self._whole(rows, context) if is_whole else [self._found(rows, context)]
        self.view.set_groups(groups, place)

    def _found(self, rows: Sequence[TimelineRow], context: SheetContext) -> TimelineGroup:
        nothing = (TimelineEntry("", (Span("Nothing of this kind says that.", tone="muted"),)),)
        head = f"{len(rows)}{'+' if len(rows) >= self._most else ''} found"
        return TimelineGroup(head, self._entries(rows, context) or nothing)

    def _whole(self, rows: Sequence[TimelineRow], context: SheetContext) -> list[TimelineGroup]:
        since = self._tools.changes(context.desk, context.sheet.client_id)
        if since.called_at is None:
            if not rows:
                words = "Nothing has been recorded yet; the first call starts the story."
                return [TimelineGroup("History", (TimelineEntry("", (Span(words, tone="muted"),)),))]
            return [TimelineGroup("No contact of yours yet", self._entries(rows, context))]
        called = since.called_at.astimezone(self._tools.zone).date()
        head = f"Since your last contact, {self._formats.day(called, today=context.desk.today)}"
        new = [self._change(change, context.desk.today) for change in since.changes]
        if since.is_cut:
            new.append(TimelineEntry("", (Span("More changed before that.", tone="muted"),)))
        if not new:
            new = [TimelineEntry("", (Span("Nothing new.", tone="muted"),))]
        groups = [TimelineGroup(head, tuple(new))]
        before = [row for row in rows if row.at <= since.called_at or row.kind not in _SAID_ABOVE]
        if before:
            groups.append(TimelineGroup("Before", self._entries(before, context)))
        return groups

    def _change(self, change: Change, today: date) -> TimelineEntry:
        spans = [Span(change.text, tone=change.tone)]
        if change.amount_minor is not None:
            spans.append(Span(f" {self._formats.money(Money(change.amount_minor, change.currency))}", strong=True))
        local = change.at.astimezone(self._tools.zone)
        day = self._formats.day(local.date(), today=today)
        return TimelineEntry(f"{day} {local:%H:%M} · {change.author}", tuple(spans))

    def _entries(self, rows: Sequence[TimelineRow], context: SheetContext) -> tuple[TimelineEntry, ...]:
        return tuple(self._entry(row, context) for row in rows)

    def _entry(self, row: TimelineRow, context: SheetContext) -> TimelineEntry:
        author = "you" if row.author == self._tools.me else row.author
        when = self._when(row, context)
        spans = [Span(row.text, tone=_TONES.get(row.kind, "normal"))]
        if row.amount_minor is not None:
            spans.append(Span(f" {self._formats.money(Money(row.amount_minor, row.currency))}", strong=True))
        if row.note:
            spans.append(Span(f"\n{row.note}", tone="muted"))
        return TimelineEntry(f"{when} · {author}" if author else when, tuple(spans))

    def _when(self, row: TimelineRow, context: SheetContext) -> str:
        """The company's clock, the client's beside it where it is another; a mere day is the same everywhere."""
        today = context.desk.today
        if not row.has_time:
            return self._formats.day(row.at.date(), today=today)
        ours, theirs = row.at.astimezone(self._tools.zone), row.at.astimezone(ZoneInfo(context.zone.zone))
        there = f" ({theirs:%H:%M} there)" if theirs.utcoffset() != ours.utcoffset() else ""
        return f"{self._formats.day(ours.date(), today=today)} {ours:%H:%M}{there}"

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
