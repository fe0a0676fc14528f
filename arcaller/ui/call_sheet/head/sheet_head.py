"""The top of the sheet: who it is and how urgent, whether he may be called now, and the banner over all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from arcaller.data.queries.sheet.call_sheet import CallSheetRow, ContactRow
from arcaller.domain.contact.rules import Effect, RuleKind
from arcaller.domain.contact.standing import ContactStanding, Verdict
from arcaller.services.preparing.preparation import broken_promise
from arcaller.ui.call_sheet.head.sheet_header import ChipText, SheetHeader
from arcaller.ui.call_sheet.head.standing_panel import OverrideDoor, StandingPanel
from arcaller.ui.call_sheet.sheet_context import Draft, SheetContext
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.widgets.card import Banner
from arcaller.ui.shared.words.formats import Formats

if TYPE_CHECKING:
    from arcaller.services.contact.standing import ContactCase
    from arcaller.services.preparing.paying import PayingWords


@dataclass(frozen=True, slots=True)
class HeadTools:
    """``load_case`` reads what the rules ask about the person shown, ``pays`` how a client pays; ``door`` is the way
    past a rule."""

    load_case: Callable[[SheetContext], ContactCase]
    pays: Callable[[int], PayingWords | None]
    door: OverrideDoor
    company_zone: str


class SheetHead(QWidget):
    """Header, banner and the panel that says why he may be called or not.

    ``contact_changed`` when another person is chosen, ``dial_wanted`` when the number is, ``panel_closed`` when the
    panel is put away, ``reason_changed`` when a rule is passed over.
    """

    contact_changed = Signal()
    dial_wanted = Signal()
    panel_closed = Signal()
    reason_changed = Signal()

    def __init__(self, tools: HeadTools, formats: Formats) -> None:
        super().__init__()
        self._tools, self._formats = tools, formats
        self.header = SheetHeader()
        self.banner = Banner()
        self.banner.hide()
        self.panel = StandingPanel(tools.door)
        self.panel.setParent(self)
        self.panel.hide()
        self._case: ContactCase | None = None
        self._standing: ContactStanding | None = None
        self.override_reason = ""
        self._passed: frozenset[str] = frozenset()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.header)
        layout.addWidget(self.banner)
        self.panel.overridden.connect(self._pass_over)
        self.panel.closed.connect(self.panel_closed)
        self.header.contact_changed.connect(lambda _index: self.contact_changed.emit())
        self.header.dial_wanted.connect(self.dial_wanted)

    def use_tools(self, tools: HeadTools) -> None:
        """The office's settings changed."""
        self._tools = tools
        self.panel.use_door(tools.door)

    def contact(self) -> ContactRow | None:
        """The person chosen."""
        return self.header.contact()

    def choose_number(self, number: Any) -> None:
        """Choose ``{"contact_id", "phone"}`` among the client's numbers; what is not among them changes nothing."""
        if isinstance(number, dict):
            self.header.choose(number.get("contact_id"), str(number.get("phone", "")))

    def chosen_number(self) -> dict[str, Any]:
        """The number chosen as :meth:`choose_number` takes it; empty while it is the first one."""
        row = self.header.contact()
        return {} if row is None or self.header.is_first() else {"contact_id": row.contact_id, "phone": row.phone}

    def following_number(self) -> ContactRow | None:
        """The next number of the client that is not known to be wrong; ``None`` after the last."""
        return self.header.following()

    def show_people(self, sheet: CallSheetRow) -> None:
        """The client's name and people; the main one is chosen."""
        self.header.show_client(
            sheet.name, _chips(sheet, self._tools.pays(sheet.client_id), self._formats), sheet.contacts
        )

    def start(self, context: SheetContext) -> None:
        """Another client."""
        self.restore({})
        self.panel.hide()
        self.show_context(context)

    def restore(self, draft: Draft) -> None:
        """A rule that was passed over for a call still running stays so."""
        self.override_reason = str(draft.get("override_reason", ""))
        self._passed = frozenset(map(str, draft.get("override_rules", ())))

    def show_context(self, context: SheetContext) -> None:
        """His standing and the banner."""
        self._case = self._tools.load_case(context)
        self.show_clock(context)

    def draft(self) -> dict[str, Any]:
        """Why a rule was passed over, and which with whom."""
        if not self.override_reason:
            return {}
        return {"override_reason": self.override_reason, "override_rules": sorted(self._passed)}

    def show_clock(self, context: SheetContext) -> None:
        """The client's time and what the rules say, as it is at the desk's now."""
        if self._case is None:
            return
        self._standing = self._case.stand_at(context.desk.now)
        self.header.show_standing(self._standing)
        if not self.panel.isHidden():
            self.panel.show_standing(self._standing)
        self._show_banner(context.sheet, context.desk.today, self._standing)

    @property
    def standing(self) -> ContactStanding | None:
        """What the rules say now."""
        return self._standing

    def explain(self) -> None:
        """Why he may be called, or not: the panel opens, and closes when asked again."""
        if self._standing is None:
            return
        if not self.panel.isHidden():
            self.panel.close_panel()
            return
        self.panel.show_standing(self._standing)
        self._open_panel()

    def _open_panel(self) -> None:
        host = self.parentWidget() or self
        self.panel.open_panel(host, self.mapTo(host, self.header.geometry().bottomLeft()).y() + 8)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.panel.isHidden():
            self.panel.place()

    def refuse_dial(self) -> str:
        """Why no call may be started now, the panel opened with it; "" where it may be.

        A rule that was passed over with authority and reason refuses no more, and that rule with that person alone.
        """
        standing = self._standing
        if standing is None or standing.verdict is not Verdict.BLOCKED or self._blocking() <= self._passed:
            return ""
        self.panel.show_standing(standing)
        self._open_panel()
        worst = standing.worst
        return f"No call now: {worst.words}. {standing.next_words}." if worst is not None else standing.next_words

    @property
    def warning(self) -> str:
        """What is to be minded in a call that may be started; "" if nothing is."""
        standing = self._standing
        if standing is None or standing.worst is None or standing.verdict is not Verdict.CAUTION:
            return ""
        return f"Mind: {standing.worst.words}. {standing.worst.rule.words}"

    def forget_override(self) -> None:
        """No call came of it: whoever tries again gives his reason again."""
        self.override_reason, self._passed = "", frozenset()
        self.reason_changed.emit()

    def _blocking(self) -> frozenset[str]:
        """The rules that block now, each with the person it is about."""
        row, findings = self.contact(), self._standing.findings if self._standing is not None else ()
        whom = row.contact_id if row is not None else None
        return frozenset(f"{each.rule.code} {whom}" for each in findings if each.effect is Effect.BLOCK)

    def _pass_over(self, reason: str) -> None:
        self.override_reason, self._passed = reason, self._blocking()
        self.reason_changed.emit()
        self.dial_wanted.emit()

    def _show_banner(self, sheet: CallSheetRow, today: date, standing: ContactStanding) -> None:
        """A stop outweighs a pause of chasing, and that the news that somebody called today."""
        until, worst = sheet.do_not_chase_until, standing.worst
        text, tone = "", "bad"
        if worst is not None and worst.rule.kind in (RuleKind.STOP, RuleKind.CONSENT):
            text = f"Do not call: {worst.words}."
        elif sheet.do_not_chase_reason and (until is None or until >= today):
            when = f" until {self._formats.full_day(until)}" if until is not None else ""
            text = f"Do not chase{when}: {sheet.do_not_chase_reason}"
        elif sheet.attempts_today and sheet.last_call_at is not None:
            at = sheet.last_call_at.astimezone(ZoneInfo(self._tools.company_zone))
            text, tone = f"Called today {at:%H:%M} by {sheet.last_call_by}.", "warn"
        self.banner.setVisible(bool(text))
        if text:
            self.banner.set_text(text, tone)


def _chips(sheet: CallSheetRow, pays: PayingWords | None, formats: Formats) -> list[ChipText]:
    value_class = f"Class {sheet.value_class}" if sheet.value_class else ""
    chips = [ChipText(" · ".join(part for part in (sheet.number, sheet.segment, value_class) if part))]
    broken = broken_promise(sheet)
    if broken is not None:
        how = "short" if broken.missing_minor < broken.amount_minor else "broken"
        chips.append(ChipText(f"Promise {how} {formats.day(broken.due_on)}", "bad"))
    coming = sorted((row for row in sheet.promises if row.state == "open"), key=lambda row: (row.due_on, row.part))
    if coming:
        first = coming[0]
        part = f", part {first.part} of {first.parts}" if first.parts > 1 else ""
        chips.append(ChipText(f"Promise for {formats.day(first.due_on)}{part}"))
    disputed = sum(row.is_disputed for row in sheet.invoices)
    if disputed:
        chips.append(ChipText(f"{disputed} {'invoice' if disputed == 1 else 'invoices'} disputed", "warn"))
    for plan in sheet.plans:
        if plan.state == "cancelled":
            continue
        tone = "bad" if plan.state in ("behind", "broken") else "good"
        by = f" by {formats.amount(plan.behind_minor, plan.currency)} {plan.currency}" if plan.behind_minor else ""
        chips.append(ChipText(f"Plan {plan.state.replace('_', ' ')}{by}", tone))
    if pays is not None:
        chips.append(ChipText(pays.rating, tip=" ".join(pays.sentences)))
    return chips
