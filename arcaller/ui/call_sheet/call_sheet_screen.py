"""The call sheet: everything about one client on one screen, and the keys that log the call."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QGuiApplication,
    QKeyEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.contact.phones import tel_uri
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.services.commands import LogCall
from arcaller.ui.call_sheet.head.sheet_head import SheetHead
from arcaller.ui.call_sheet.outcome.outcome_panel import OutcomePanel
from arcaller.ui.call_sheet.outcome.reading import Reading, RunningCall
from arcaller.ui.call_sheet.prepare.invoices_panel import InvoicesPanel
from arcaller.ui.call_sheet.prepare.ready_strip import ReadyStrip
from arcaller.ui.call_sheet.prepare.stale_banner import StaleBanner
from arcaller.ui.call_sheet.prepare.timeline_panel import TimelinePanel
from arcaller.ui.call_sheet.read_call import read_call
from arcaller.ui.call_sheet.sheet_context import Draft, SheetContext, SheetPart, zone_of
from arcaller.ui.call_sheet.sheet_tools import SheetTools, draft_key
from arcaller.ui.call_sheet.talk.conversation_panel import ConversationPanel
from arcaller.ui.call_sheet.talk.talk_moves import TalkMoves
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.draft_keeper import DraftKeeper
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.page import Page

if TYPE_CHECKING:
    from arcaller.data.queries.sheet.call_sheet import CallSheetRow
    from arcaller.services.changes import Changes, Reopen
    from arcaller.ui.shared.command_runner import CommandRunner
    from arcaller.ui.shared.words.formats import Formats

_FOLD_BELOW, _COMPACT_BELOW = 800, 700
"""Width of the sheet in pixels under which the timeline folds away, height under which the rest is drawn tighter."""
_LEAST_MIDDLE = 92
_CLOCK_MS = 20_000


class CallSheetScreen(Page):
    """Shows the sheet of one client: puts its parts in their places and carries keys and ticks between them.

    ``logged(Changes)`` after a call was logged (the owner opens the next sheet), ``logged_and_stayed(text)``
    where the client's next number is tried at once, ``call_begun()`` when a call is started or came in,
    ``plan_wanted(client_id, invoice ids, LogCall, PlanTerms or None)`` when a plan is agreed on in the call,
    ``said(text)`` for the status bar, ``client_gone()`` when what brought the client was taken back.
    """

    help_page = "call-sheet"

    logged = Signal(object)
    logged_and_stayed = Signal(str)
    client_gone = Signal()
    call_begun = Signal()
    plan_wanted = Signal(int, object, object, object)
    said = Signal(str)

    def __init__(self, tools: SheetTools, runner: CommandRunner, formats: Formats) -> None:
        super().__init__()
        self._tools, self._runner = tools, runner
        self._context: SheetContext | None = None
        self._is_running = self._is_stale = self._is_unseen = False
        self._enter_stamp, self._committed_at = 0, 0.0
        self._before_dispute: set[int] | None = None
        self._untouched: dict[str, Any] = {}
        self._is_timeline_over = False
        self.head = SheetHead(tools.head, formats)
        self.stale = StaleBanner(formats)
        self.ready = ReadyStrip(formats)
        self.outcomes = OutcomePanel(self._describe, self._ticked, self._ticked_amount, formats)
        self.outcomes.use_keys(tools.keys)
        self.invoices = InvoicesPanel(
            formats, runner, letter_typed=self.outcomes.pick_reason, pass_on=self._pass_to_note
        )
        self.conversation = ConversationPanel(tools.talk, self._ticked)
        self.timeline = TimelinePanel(tools.timeline, formats)
        self.conversation.objections.use_keys(tools.keys)
        self.moves = TalkMoves(self.conversation, self.outcomes, self.invoices, formats)
        self._keeper = DraftKeeper(tools.save_draft, self._draft_body, self)
        self._clock_timer = QTimer(self)
        self._clock_timer.setInterval(_CLOCK_MS)
        self._build()
        self._connect()

    @property
    def parts(self) -> Sequence[SheetPart]:
        """Every part, in the order in which a new client is shown to them.

        The outcomes go before the invoices, whose ticks they ask for: what was armed is over by then.
        """
        return (self.head, self.stale, self.outcomes, self.invoices, self.ready, self.conversation, self.timeline)

    def _build(self) -> None:
        self._columns = QGridLayout()
        self._columns.setSpacing(12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 12, 12)
        layout.setSpacing(12)
        for part in (self.head, self.stale, self.ready):
            layout.addWidget(part)
        layout.addLayout(self._columns, 1)
        layout.addWidget(self.outcomes)
        self._arrange(folded=False)  # only now: a panel shown before it has a place would be a window of its own
        self.set_first_focus(self.outcomes)

    def _connect(self) -> None:
        self.outcomes.committed.connect(self._commit)
        self.outcomes.plan_wanted.connect(self.want_plan)
        self.outcomes.ticks_wanted.connect(self._start_dispute)
        self.outcomes.ticks_missed.connect(self.invoices.table.setFocus)
        self.outcomes.ticks_given_up.connect(self._give_up_dispute)
        self.outcomes.note_changed.connect(self._keeper.note_changed)
        self.ready.agenda_changed.connect(self._keeper.note_changed)
        self.timeline.typed.connect(self._keeper.note_changed)
        self.timeline.left.connect(self.leave_timeline)
        self.invoices.ticks_changed.connect(self.outcomes.refresh)
        self.invoices.ticks_changed.connect(self._keeper.note_changed)
        self.invoices.commit_wanted.connect(self.outcomes.commit)
        self.invoices.given_up.connect(self.outcomes.disarm)
        self.conversation.page_left.connect(lambda: self.outcomes.note.setFocus(Qt.FocusReason.OtherFocusReason))
        self.conversation.pay_ways.copied.connect(self.said)
        self.conversation.identity_verified.connect(self.outcomes.refresh)
        self.head.contact_changed.connect(self._contact_changed)
        self.head.dial_wanted.connect(self.dial)
        self.head.panel_closed.connect(lambda: self.outcomes.note.setFocus(Qt.FocusReason.OtherFocusReason))
        self.head.reason_changed.connect(self._keeper.note_changed)
        self._runner.changed.connect(self._on_changed)
        self._runner.refused.connect(self._on_refused)
        self._clock_timer.timeout.connect(self._show_clock)

    @property
    def client_id(self) -> int | None:
        """The client shown."""
        return self._context.sheet.client_id if self._context is not None else None

    @property
    def client_number(self) -> str:
        """The number of the client shown."""
        return self._sheet.number

    @property
    def client_name(self) -> str:
        """The name of the client shown."""
        return self._sheet.name

    def open_client(
        self, client_id: int, *, arm: CallOutcome | None = None, note: str | None = None, draft_body: str = ""
    ) -> None:
        """Show ``client_id`` with his draft, or with what an undone act gives back (``draft_body``, else note)."""
        self._keeper.flush()
        if self._is_timeline_over:
            self.leave_timeline()
        key = draft_key(client_id)
        body = self._tools.read_draft(key)
        draft: Draft = json.loads(draft_body or body) if draft_body or body else {}
        if note is not None and not draft_body:
            draft = {"note": note}
        self.outcomes.note.begin_unseen()
        self._is_unseen = True
        self._before_dispute = None
        self._show_parts(self._read(client_id), draft)
        if arm is not None and self.outcomes.armed is not arm:
            self.outcomes.arm(arm)
        saved_at = self._tools.kept.saved_at(key) if body and note is None else None
        if saved_at is not None:
            self.outcomes.say_restored(f"Restored from {self._tools.office_time(saved_at)}")
        self._keeper.start(key, body)
        self._keeper.note_changed()
        self._clock_timer.start()
        self.outcomes.note.setFocus()
        self.update(0, 0, 1, 1)  # whatever changed asks to be painted itself; this is to be told of that painting

    def _show_parts(self, context: SheetContext, draft: Draft) -> None:
        """Every part with its share of the draft; what an untouched sheet looks like is remembered."""
        for part in self.parts:
            part.start(context)
        self._untouched = self._typed()
        if draft:
            self.head.choose_number(draft.get("contact"))  # another number shows the parts its own context
            for part in self.parts:
                part.restore(draft)
            before = draft.get("before_dispute")
            self._before_dispute = set(before) if isinstance(before, list) else None

    def use_tools(self, tools: SheetTools) -> None:
        """Work with other tools from now on (the office's settings changed)."""
        self._tools = tools
        self.head.use_tools(tools.head)
        self.conversation.use_tools(tools.talk)
        self.timeline.use_tools(tools.timeline)
        self.outcomes.use_keys(tools.keys)
        self.conversation.objections.use_keys(tools.keys)
        if self._context is not None and self.isVisible():
            self._reread()

    def close_sheet(self) -> None:
        """Leave the sheet; what was typed stays as its draft."""
        self._keeper.flush()
        self._keeper.stop()
        self._clock_timer.stop()

    def forget(self, back: Reopen) -> None:
        """The call taken back stands again: what the sheet got back of it goes, what was written since stays."""
        key = draft_key(back.client_id)
        is_here = self._context is not None and self._sheet.client_id == back.client_id
        if is_here:
            self._keeper.flush()
        kept = json.loads(self._tools.read_draft(key) or "{}")
        if not kept or kept.get("note", "") != back.note:
            return
        if is_here:
            self._keeper.stop()
        self._tools.save_draft(key, "")
        if is_here and self.isVisible():
            self.open_client(back.client_id)

    def dial(self) -> None:
        """Hand the number to the phone program; where there is none, put it on the clipboard and say so."""
        contact = self.head.contact()
        uri = tel_uri(contact.phone, self._sheet.country or None) if contact is not None else None
        if contact is None or uri is None:
            self.said.emit("There is no number to call; add one to the contact.")
            return
        self._show_clock()
        running = self.outcomes.running
        refused = self.head.refuse_dial() if running is None or running.phone != contact.phone else ""
        if refused:
            self.said.emit(refused)
            return
        if not self._begin_outbound(contact.phone):
            self.head.forget_override()
            return
        missing = self.ready.flag_missing()
        told = [f"{missing} – started all the same."] if missing else []
        if self.head.warning:
            told.insert(0, self.head.warning)
        if not QDesktopServices.openUrl(QUrl(uri)):
            QGuiApplication.clipboard().setText(contact.phone)
            told.append(f"No phone program answers here; {contact.phone} is on the clipboard.")
        if told:
            self.said.emit(" ".join(told))

    def copy_number(self) -> None:
        """Put the number shown on the clipboard."""
        contact = self.head.contact()
        if contact is None or not contact.phone:
            self.said.emit("There is no number to copy; add one to the contact.")
            return
        QGuiApplication.clipboard().setText(contact.phone)
        self.said.emit(f"{contact.phone} is on the clipboard.")

    def _begin_outbound(self, phone: str) -> bool:
        """The call runs from now on; refused while another one has no outcome yet."""
        if self.outcomes.running is not None:
            return True
        others = [row for row in self._tools.kept.open_calls() if row.client_id != self._sheet.client_id]
        if others:
            self.said.emit(f"The call with {others[0].name} has no outcome yet; log it first, Ctrl+J goes there.")
            return False
        self._begin(RunningCall(self._tools.make_desk().now, "out", phone))
        return True

    def begin_inbound(self, contact_id: int | None, phone: str) -> None:
        """This client is calling: the sheet logs a conversation, no attempt."""
        if contact_id is not None:
            self.head.choose_number({"contact_id": contact_id, "phone": phone})
        self._begin(RunningCall(self._tools.make_desk().now, "in", phone))

    def _begin(self, call: RunningCall) -> None:
        self.outcomes.begin_call(call)
        self._keeper.flush()  # from now on a crash leaves a parked call
        self.call_begun.emit()

    def bring_back_text(self) -> None:
        """Put the note that was emptied last back into the note, after what stands there now."""
        found = self._tools.kept.older_text(draft_key(self._sheet.client_id))
        if found is None:
            self.said.emit("No older text of this sheet is kept; Ctrl+Z in the note takes back typing.")
            return
        note = self.outcomes.note
        note.appendPlainText(found.text) if note.toPlainText() else note.setPlainText(found.text)
        note.setFocus()
        self.said.emit(f"Restored from {self._tools.office_time(found.saved_at)}.")

    @property
    def _shown(self) -> SheetContext:
        if self._context is None:
            raise LookupError("no client is open on the sheet")
        return self._context

    @property
    def _sheet(self) -> CallSheetRow:
        return self._shown.sheet

    def _read(self, client_id: int) -> SheetContext:
        sheet = self._tools.load(client_id)
        self._is_stale = False
        self.head.show_people(sheet)
        return self._make_context(sheet)

    def _make_context(self, sheet: CallSheetRow) -> SheetContext:
        contact = self.head.contact()
        zone = zone_of(sheet, contact, self._tools.company_zone)
        self._context = SheetContext(sheet, contact, zone, self._tools.make_desk())
        return self._context

    def _show_clock(self) -> None:
        self.head.show_clock(self._make_context(self._sheet))

    def _contact_changed(self) -> None:
        context = self._make_context(self._sheet)
        for part in self.parts:
            part.show_context(context)

    def _reread(self) -> None:
        try:
            context = self._read(self._sheet.client_id)
        except DomainError:  # an undo of the import, or of the new client, took him along
            self.close_sheet()
            self._context = None
            self.client_gone.emit()
            return
        for part in self.parts:
            part.show_context(context)

    def _ticked(self) -> tuple[int, ...]:
        return self.invoices.ticked()

    def _ticked_amount(self) -> Money:
        return self.invoices.ticked_amount(self._sheet.currency)

    def _command(self, reading: Reading) -> LogCall:
        now = self._tools.make_desk().now
        return read_call(self._sheet, reading, self.head, self.ready, self.conversation, self.outcomes.running, now)

    def _describe(self, reading: Reading) -> str:
        return self._tools.preview(self._tools.make_desk(), self._command(reading))

    def _commit(self, reading: Reading, event: QKeyEvent | None) -> None:
        self._enter_stamp = event.timestamp() if event is not None else 0
        self._committed_at = monotonic()
        self._keeper.stop()
        self._is_running = True
        try:
            kept = json.dumps({**self._typed(), **self.outcomes.logged_draft(reading)})
            changes = self._runner.run(self._tools.log, replace(self._command(reading), draft=kept))
        finally:
            self._is_running = False
        if changes is None:
            self._keeper.start(draft_key(self._sheet.client_id), "")
            self._keeper.note_changed()
        elif reading.stays:
            self._try_next_number(changes)
        else:
            self.logged.emit(changes)

    def _try_next_number(self, changes: Changes) -> None:
        """Stay with the client; the number after the one dialed is the one F8 calls."""
        following = self.head.following_number()
        self.open_client(self._sheet.client_id)
        if following is None:
            words = "There is no further number"
        else:
            self.head.choose_number({"contact_id": following.contact_id, "phone": following.phone})
            words = f"Next: {following.name} {following.phone}, F8 calls"
        self.logged_and_stayed.emit(f"{words}. {changes.said}")

    def _on_refused(self, error: DomainError) -> None:
        if self._is_running:
            self.outcomes.show_refusal(error)

    def _on_changed(self, changes: Changes) -> None:
        if self._is_running or self._context is None or not changes.touches(self._sheet.client_id):
            return
        if changes.reopen is not None:
            return  # the sheet of the call taken back is opened anew by whoever brings it back
        if self.isVisible():
            self._reread()
        else:
            self._is_stale = True

    def plan_call(self) -> LogCall:
        """The call of this sheet as it ends in a plan; refused here for what its plan would be refused for later."""
        self._keeper.flush()
        reading = self.outcomes.read(CallOutcome.PLAN)
        self._describe(reading)
        return replace(self._command(reading), draft=json.dumps({**self._typed(), "armed": ""}))

    def want_plan(self) -> None:
        """A plan is agreed on in the call: it goes out as ``plan_wanted``, or what is missing is said."""
        try:
            call = self.plan_call()
        except DomainError as error:
            self.outcomes.show_refusal(error)
            return
        self.plan_wanted.emit(self._sheet.client_id, self.invoices.ticked(), call, self.moves.pop_terms())

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
        """Everything half typed; a sheet that was only looked at leaves no draft."""
        typed = self._typed()
        return "" if typed == self._untouched else json.dumps(typed, ensure_ascii=False)

    def _typed(self) -> dict[str, Any]:
        typed = {name: value for part in self.parts for name, value in part.draft().items()}
        chosen = self.head.chosen_number()
        if chosen:
            typed["contact"] = chosen
        if self._before_dispute is not None:
            typed["before_dispute"] = sorted(self._before_dispute)
        return typed

    def show_timeline(self) -> None:
        """The keys go to the timeline; where it is folded away it takes the place of the script until it is left."""
        if self.timeline.isHidden():
            self._is_timeline_over = True
            self._arrange(folded=True)
        elif self._is_timeline_over:
            self.leave_timeline()
            return
        self.timeline.focus_search()

    def leave_timeline(self) -> None:
        """Back to the note, the script back in its place."""
        self.outcomes.note.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._is_timeline_over:
            self._is_timeline_over = False
            self._arrange(folded=self.width() < _FOLD_BELOW)

    def _arrange(self, *, folded: bool) -> None:
        is_over = folded and self._is_timeline_over
        self._is_timeline_over = is_over
        for part in (self.invoices, self.conversation, self.timeline):
            self._columns.removeWidget(part)
        self._columns.addWidget(self.invoices, 0, 0)
        self._columns.addWidget(self.timeline if is_over else self.conversation, 0, 1)
        if not folded:
            self._columns.addWidget(self.timeline, 0, 2)
        self.timeline.setVisible(is_over or not folded)
        self.conversation.setVisible(not is_over)
        for column, stretch in enumerate((11, 10, 0) if folded else (12, 10, 8)):
            self._columns.setColumnStretch(column, stretch)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _FOLD_BELOW
        self._arrange(folded=narrow)
        self.ready.set_compact(narrow)
        compact = self.height() < _COMPACT_BELOW * max(1.0, look().text_scale)
        self.outcomes.set_compact(compact)
        for part in (self.invoices, self.conversation, self.timeline):
            # the middle gives way before the keys of the outcome do
            part.setMinimumHeight(_LEAST_MIDDLE if compact else 0)
        self.invoices.set_compact(compact)

    @override
    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if self._is_stale and self._context is not None:
            self._reread()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._is_unseen:
            self._is_unseen = False
            blind = self._enter_stamp + round((monotonic() - self._committed_at) * 1000) if self._enter_stamp else 0
            self.outcomes.note.seen(blind)
            self._enter_stamp = 0
