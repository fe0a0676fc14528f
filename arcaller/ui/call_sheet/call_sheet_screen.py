"""The call sheet: everything about one client on one screen, and the keys that log the call."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QEvent, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QGuiApplication,
    QKeyEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from arcaller.data.queries.sheet.call_sheet import CallSheetRow
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.calls.script import Script
from arcaller.domain.contact.clock import CallHours, read_clock
from arcaller.domain.contact.phones import Confidence, LocalZone, ZoneSource, local_zone, tel_uri
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.services.calling.preparation import Speaking, broken_promise, prepare
from arcaller.services.calling.talk import Voice, script_facts
from arcaller.services.changes import Changes
from arcaller.services.commands import LogCall
from arcaller.services.desk import Desk
from arcaller.ui.call_sheet.conversation_panel import ConversationPanel
from arcaller.ui.call_sheet.detail_forms import SheetFacts
from arcaller.ui.call_sheet.invoices_panel import InvoicesPanel
from arcaller.ui.call_sheet.outcome_panel import OutcomePanel, Reading
from arcaller.ui.call_sheet.ready_strip import ReadyStrip
from arcaller.ui.call_sheet.sheet_header import ChipText, SheetHeader
from arcaller.ui.call_sheet.timeline_panel import TimelinePanel
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.draft_keeper import DraftKeeper
from arcaller.ui.shared.formats import Formats
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.widgets.card import Banner

_FOLD_BELOW, _COMPACT_BELOW = 800, 700
"""Width of the sheet in pixels under which the timeline folds away, height under which the rest is drawn tighter."""
_CLOCK_MS = 20_000


@dataclass(frozen=True, slots=True)
class SheetTools:
    """What the sheet works with, handed in once.

    ``load`` reads one client, ``log`` is the act that logs a call and ``preview`` says in words what it would do;
    drafts are read, saved (false: try again) and belong to a client. ``scripts`` are by communication style.
    """

    load: Callable[[int], CallSheetRow]
    make_desk: Callable[[], Desk]
    log: Callable[[Desk, LogCall], Changes]
    preview: Callable[[Desk, LogCall], str]
    read_draft: Callable[[str], str]
    save_draft: Callable[[str, str], bool]
    scripts: dict[str, Script]
    voice: Voice
    hours: CallHours
    is_business_day: Callable[[str, date], bool]
    company_zone: str


class CallSheetScreen(Page):
    """Shows the sheet of one client.

    ``logged(Changes)`` after a call was logged (the owner opens the next sheet), ``plan_wanted(client_id, invoice
    ids, LogCall)`` when a plan is agreed on in the call, ``said(text)`` for the status bar.
    """

    logged = Signal(object)
    plan_wanted = Signal(int, object, object)
    said = Signal(str)

    def __init__(self, tools: SheetTools, runner: CommandRunner, formats: Formats) -> None:
        super().__init__()
        self._tools, self._runner, self._formats = tools, runner, formats
        self._sheet: CallSheetRow | None = None
        self._zone = LocalZone((tools.company_zone,), ZoneSource.COMPANY, Confidence.LOW)
        self._is_running = self._is_stale = self._is_unseen = False
        self._enter_stamp, self._committed_at = 0, 0.0
        self._before_dispute: set[int] | None = None
        self.header = SheetHeader()
        self.ready = ReadyStrip()
        self.banner = Banner()
        self.outcomes = OutcomePanel(self._describe, self._ticked, self._ticked_amount)
        self.invoices = InvoicesPanel(formats, letter_typed=self.outcomes.pick_reason, pass_on=self._pass_to_note)
        self.conversation = ConversationPanel(tools.scripts["brief"])
        self.timeline = TimelinePanel(formats)
        self._keeper = DraftKeeper(tools.save_draft, self._draft_body, self)
        self._clock_timer = QTimer(self)
        self._clock_timer.setInterval(_CLOCK_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.banner.hide()
        self._columns = QGridLayout()
        self._columns.setSpacing(12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 12, 12)
        layout.setSpacing(12)
        for part in (self.header, self.banner, self.ready):
            layout.addWidget(part)
        layout.addLayout(self._columns, 1)
        layout.addWidget(self.outcomes)
        self._arrange(folded=False)  # only now: a panel shown before it has a place would be a window of its own
        self.set_first_focus(self.outcomes)

    def _connect(self) -> None:
        self.outcomes.committed.connect(self._commit)
        self.outcomes.plan_wanted.connect(self._want_plan)
        self.outcomes.ticks_wanted.connect(self._start_dispute)
        self.outcomes.ticks_missed.connect(self.invoices.table.setFocus)
        self.outcomes.ticks_given_up.connect(self._give_up_dispute)
        self.outcomes.note_changed.connect(self._keeper.note_changed)
        self.ready.agenda_changed.connect(self._keeper.note_changed)
        self.invoices.ticks_changed.connect(self.outcomes.refresh)
        self.invoices.commit_wanted.connect(self.outcomes.commit)
        self.invoices.given_up.connect(self.outcomes.disarm)
        self.header.contact_changed.connect(self._contact_changed)
        self.header.dial_wanted.connect(self.dial)
        self._runner.changed.connect(self._on_changed)
        self._runner.refused.connect(self._on_refused)
        self._clock_timer.timeout.connect(self._show_clock)

    @property
    def client_id(self) -> int | None:
        """The client shown."""
        return self._sheet.client_id if self._sheet is not None else None

    @property
    def client_number(self) -> str:
        """The number of the client shown."""
        return self._required().number

    def open_client(self, client_id: int, *, arm: CallOutcome | None = None, note: str | None = None) -> None:
        """Show ``client_id``: his draft if there is one, or the note and outcome that an undone act gives back."""
        self._keeper.flush()
        body = self._tools.read_draft(draft_key(client_id))
        draft = json.loads(body) if body else {}
        if note is not None:
            draft = {"note": note}
        self.outcomes.note.begin_unseen()
        self._is_unseen = True
        self._read(client_id)
        sheet = self._required()
        self._before_dispute = None
        self.invoices.show_sheet(sheet, set(draft["ticked"]) if "ticked" in draft else None)
        self._show_preparation(draft.get("agenda"))
        self._start_outcomes(str(draft.get("note", "")), arm)
        self._keeper.start(draft_key(client_id), body)
        self._clock_timer.start()
        self.outcomes.note.setFocus()
        self.update()

    def use_tools(self, tools: SheetTools) -> None:
        """Work with other tools from now on (the office's settings changed)."""
        self._tools = tools
        if self._sheet is not None and self.isVisible():
            self._reread()

    def close_sheet(self) -> None:
        """Leave the sheet; what was typed stays as its draft."""
        self._keeper.flush()
        self._keeper.stop()
        self._clock_timer.stop()

    def dial(self) -> None:
        """Hand the number to the phone program; where there is none, put it on the clipboard and say so."""
        contact = self.header.contact()
        sheet = self._required()
        uri = tel_uri(contact.phone, sheet.country or None) if contact is not None else None
        if contact is None or uri is None:
            self.said.emit("There is no number to call; add one to the contact.")
        elif not QDesktopServices.openUrl(QUrl(uri)):
            QGuiApplication.clipboard().setText(contact.phone)
            self.said.emit(f"No phone program answers here; {contact.phone} is on the clipboard.")

    def _read(self, client_id: int) -> None:
        desk = self._tools.make_desk()
        self._sheet = sheet = self._tools.load(client_id)
        self._is_stale = False
        self.header.show_client(sheet.name, _chips(sheet, self._formats), sheet.contacts)
        self._show_banner(sheet, desk.today)
        self.timeline.show_sheet(sheet, desk.today)
        self._find_zone()
        self._show_clock()

    def _show_preparation(self, agenda: str | None) -> None:
        sheet, desk = self._required(), self._tools.make_desk()
        say = Speaking(
            self._formats.amount, lambda minor, code: self._formats.money(Money(minor, code)), self._formats.day
        )
        self.ready.show_preparation(prepare(sheet, desk.today, say), agenda)
        contact = self.header.contact()
        style = contact.style if contact is not None and contact.style in self._tools.scripts else "brief"
        self.conversation.set_script(self._tools.scripts[style])
        hour = desk.now.astimezone(ZoneInfo(self._zone.zone)).hour
        offer_day = _next_friday(desk.today)
        facts = script_facts(sheet, contact, self._tools.voice, hour=hour, today=desk.today, offer_day=offer_day)
        self.conversation.start_sheet(facts)

    def _start_outcomes(self, note: str, arm: CallOutcome | None) -> None:
        sheet, desk = self._required(), self._tools.make_desk()
        zone = self._zone.zone
        overdue = next((row.overdue_minor for row in sheet.aging if row.currency == sheet.currency), 0)
        facts = SheetFacts(
            today=desk.today,
            now_local=desk.now.astimezone(ZoneInfo(zone)),
            time_zone=zone,
            overdue=Money(overdue, sheet.currency),
            day_first=self._formats.day_first,
            amount_format=self._formats.amount_format,
            say_amount=self._formats.money,
            say_date=self._formats.full_day,
        )
        contact = self.header.contact()
        self.outcomes.start_sheet(facts, contact.name if contact is not None else "", note, arm)

    def _show_banner(self, sheet: CallSheetRow, today: date) -> None:
        until = sheet.do_not_chase_until
        if sheet.do_not_chase_reason and (until is None or until >= today):
            when = f" until {self._formats.full_day(until)}" if until is not None else ""
            self.banner.set_text(f"Do not chase{when}: {sheet.do_not_chase_reason}", "bad")
            self.banner.show()
        elif sheet.attempts_today and sheet.last_call_at is not None:
            at = sheet.last_call_at.astimezone(ZoneInfo(self._tools.company_zone))
            self.banner.set_text(f"Called today {at:%H:%M} by {sheet.last_call_by}.", "warn")
            self.banner.show()
        else:
            self.banner.hide()

    def _find_zone(self) -> None:
        sheet, contact = self._required(), self.header.contact()
        self._zone = local_zone(
            told=(contact.time_zone if contact is not None else "") or sheet.time_zone or None,
            country=sheet.country or None,
            phone=contact.phone if contact is not None else None,
            phone_region=sheet.country or None,
            company_zone=self._tools.company_zone,
        )

    def _show_clock(self) -> None:
        sheet, desk = self._required(), self._tools.make_desk()
        country = sheet.country
        clock = read_clock(
            desk.now, self._zone.zones, self._tools.hours, lambda day: self._tools.is_business_day(country, day)
        )
        count = sheet.attempts_7_days
        self.header.show_clock(clock, f"{count} {'attempt' if count == 1 else 'attempts'} in 7 days")

    def _contact_changed(self, _index: int) -> None:
        contact = self.header.contact()
        self.outcomes.set_contact(contact.name if contact is not None else "")
        self._find_zone()
        self._show_clock()

    def _required(self) -> CallSheetRow:
        if self._sheet is None:
            raise LookupError("no client is open on the sheet")
        return self._sheet

    def _ticked(self) -> tuple[int, ...]:
        return self.invoices.ticked()

    def _ticked_amount(self) -> Money:
        sheet = self._required()
        return self.invoices.ticked_amount(sheet.currency)

    def _command(self, reading: Reading) -> LogCall:
        sheet, contact = self._required(), self.header.contact()
        return LogCall(
            client_id=sheet.client_id,
            outcome=reading.outcome,
            contact_id=contact.contact_id if contact is not None else None,
            phone=contact.phone if contact is not None else "",
            note=reading.note,
            agenda=self.ready.agenda(),
            promise=reading.promise,
            call_back=reading.call_back,
            dispute=reading.dispute,
            draft_key=draft_key(sheet.client_id),
        )

    def _describe(self, reading: Reading) -> str:
        return self._tools.preview(self._tools.make_desk(), self._command(reading))

    def _commit(self, reading: Reading, event: QKeyEvent | None) -> None:
        self._enter_stamp = event.timestamp() if event is not None else 0
        self._committed_at = monotonic()
        self._keeper.stop()
        self._is_running = True
        try:
            changes = self._runner.run(self._tools.log, self._command(reading))
        finally:
            self._is_running = False
        if changes is None:
            self._keeper.start(draft_key(self._required().client_id), "")
            return
        self.logged.emit(changes)

    def _on_refused(self, error: DomainError) -> None:
        if self._is_running:
            self.outcomes.show_refusal(error)

    def _on_changed(self, changes: Changes) -> None:
        if self._is_running or self._sheet is None or not changes.touches(self._sheet.client_id):
            return
        if self.isVisible():
            self._reread()
        else:
            self._is_stale = True

    def _reread(self) -> None:
        sheet = self._required()
        ticked = set(self.invoices.ticked())
        self._read(sheet.client_id)
        self.invoices.show_sheet(self._required(), ticked)

    def _want_plan(self) -> None:
        sheet = self._required()
        self._keeper.flush()
        note = self.outcomes.note.toPlainText().strip()
        call = self._command(Reading(CallOutcome.PLAN, note))
        self.plan_wanted.emit(sheet.client_id, self.invoices.ticked(), call)

    def _start_dispute(self) -> None:
        if self._before_dispute is None:
            self._before_dispute = set(self.invoices.ticked())
            self.invoices.tick_only(set())
        self.invoices.focus_list()

    def _give_up_dispute(self) -> None:
        """What was ticked before is what a promise or plan is about again."""
        ticked, self._before_dispute = self._before_dispute, None
        if ticked is not None:
            self.invoices.tick_only(ticked)

    def _pass_to_note(self, event: QKeyEvent) -> None:
        QCoreApplication.sendEvent(self.outcomes.note, event)
        self.outcomes.note.setFocus()

    def _draft_body(self) -> str:
        note = self.outcomes.note.toPlainText()
        if not note.strip():
            return ""
        return json.dumps({"note": note, "agenda": self.ready.agenda(), "ticked": list(self.invoices.ticked())})

    def _arrange(self, *, folded: bool) -> None:
        for part in (self.invoices, self.conversation, self.timeline):
            self._columns.removeWidget(part)
        self._columns.addWidget(self.invoices, 0, 0)
        self._columns.addWidget(self.conversation, 0, 1)
        if not folded:
            self._columns.addWidget(self.timeline, 0, 2)
        self.timeline.setVisible(not folded)
        for column, stretch in enumerate((11, 10, 0) if folded else (12, 10, 8)):
            self._columns.setColumnStretch(column, stretch)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _FOLD_BELOW
        self._arrange(folded=narrow)
        self.ready.set_compact(narrow)
        compact = self.height() < _COMPACT_BELOW
        self.outcomes.set_compact(compact)
        self.invoices.set_compact(compact)

    @override
    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if self._is_stale and self._sheet is not None:
            self._reread()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._is_unseen:
            self._is_unseen = False
            blind = self._enter_stamp + round((monotonic() - self._committed_at) * 1000) if self._enter_stamp else 0
            self.outcomes.note.seen(blind)
            self._enter_stamp = 0


def draft_key(client_id: int) -> str:
    """Under which the half-typed call of a client is kept."""
    return f"call:{client_id}"


def _next_friday(today: date) -> date:
    return today + timedelta((4 - today.weekday()) % 7 or 7)


def _chips(sheet: CallSheetRow, formats: Formats) -> list[ChipText]:
    chips = [ChipText(sheet.number + (f" · {sheet.segment}" if sheet.segment else ""))]
    broken = broken_promise(sheet)
    if broken is not None:
        chips.append(ChipText(f"Promise broken {formats.day(broken.due_on)}", "bad"))
    disputed = sum(row.is_disputed for row in sheet.invoices)
    if disputed:
        chips.append(ChipText(f"{disputed} {'invoice' if disputed == 1 else 'invoices'} disputed", "warn"))
    for plan in sheet.plans:
        tone = "bad" if plan.state in ("behind", "broken") else "good"
        chips.append(ChipText(f"Plan {plan.state.replace('_', ' ')}", tone))
    late = sheet.median_days_late
    if late is not None:
        words = f"Pays {late} {'day' if late == 1 else 'days'} late" if late > 0 else "Pays on time"
        chips.append(ChipText(words))
    return chips
