"""The page of rules: groups at the left, the rules of one, and everything about the chosen one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from arcaller.domain.contact.rules import HOUSE
from arcaller.domain.errors import DomainError
from arcaller.services.changes import Changes
from arcaller.services.contact.knowledge import Knowledge, RuleEntry, load_knowledge, params_text
from arcaller.services.contact.rule_acts import (
    AddTraining,
    ChangeRule,
    MarkRulesRead,
    RemoveTraining,
    ResetRule,
    add_training,
    change_rule,
    mark_rules_read,
    remove_training,
    reset_rule,
)
from arcaller.services.desk import Desk
from arcaller.ui.rules.rule_editor import RuleEditor, difference_words
from arcaller.ui.rules.trainings_panel import TrainingsPanel
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.page_list import PageList
from arcaller.ui.shared.tables.row_table import RowTable
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.text import Span, Spans, Text
from arcaller.ui.shared.words.formats import Formats

_OURS, _NEW, _TRAININGS = "ours", "new", "trainings"
_TITLES = {_OURS: "What binds us", _NEW: "New or unread", _TRAININGS: "Trainings and seminars"}
_NAV_WIDTH = 232
_HEADS = ("Rule", "Effect", "Binds us", "Read")
_WIDTHS = {1: 96, 2: 84, 3: 132}
_EFFECT_TONES = {"block": "○ blocks", "warn": "◐ warns", "inform": "– informs"}


class RulesScreen(Page):
    """Takes list and detail together. ``hours_changed`` when the calling hours of the house may be others."""

    hours_changed = Signal()

    def __init__(
        self, make_desk: Callable[[], Desk], runner: CommandRunner, formats: Formats, *, company_zone: str
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._make_desk, self._runner, self._formats = make_desk, runner, formats
        self._zone = ZoneInfo(company_zone)
        self._shown: tuple[RuleEntry, ...] = ()
        self._is_running = self._is_stale = False
        self._knowledge: Knowledge = load_knowledge(make_desk())
        self.groups = PageList("Groups of rules", _NAV_WIDTH)
        self.table = RowTable("Rules", _HEADS, _WIDTHS, stretch=0)
        self.words = Spans()
        self.editor = RuleEditor()
        self.trainings = TrainingsPanel(formats)
        self.read_button = Button("I have read it")
        self.read_all = Button("I have read them all", kind="quiet")
        self.message = Text("", wrap=True, tone="bad")
        self._heading = Text("", font="lead_strong")
        self._about = Text("", tone="muted", wrap=True)
        self._pages = QStackedWidget()
        self._build()
        self._connect()
        self._fill_groups()
        self.groups.setCurrentRow(0)

    # --- building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._pages.addWidget(self._make_rules_page())
        self._pages.addWidget(self.trainings)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self._heading)
        column.addWidget(self._about)
        column.addWidget(self.message)
        column.addWidget(self._pages, 1)
        self.groups.stand_beside(self, "Rules", column)
        self.message.hide()
        self.set_first_focus(self.groups)

    def _make_rules_page(self) -> QWidget:
        card = Card("The chosen rule")
        card.body.addWidget(self.words)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        acts.addWidget(self.read_button)
        acts.addWidget(self.read_all)
        acts.addStretch(1)
        card.body.addLayout(acts)
        below = QWidget()
        under = QVBoxLayout(below)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(8)
        under.addWidget(card)
        under.addWidget(self.editor)
        under.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(below)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.table, 3)
        column.addWidget(area, 2)
        return page

    def _connect(self) -> None:
        self.groups.currentRowChanged.connect(lambda _row: self._show_group())
        self.table.currentCellChanged.connect(lambda *_: self._show_rule())
        self.read_button.clicked.connect(lambda _checked=False: self._mark_read(all_of_them=False))
        self.read_all.clicked.connect(lambda _checked=False: self._mark_read(all_of_them=True))
        self.editor.saved.connect(self._save_rule)
        self.editor.reset_wanted.connect(self._reset_rule)
        self.trainings.added.connect(self._add_training)
        self.trainings.removed.connect(lambda row: self._run(remove_training, RemoveTraining(row)))
        self._runner.changed.connect(self._on_changed)
        self._runner.refused.connect(self._on_refused)

    # --- showing ----------------------------------------------------------------------------------------------------

    @property
    def group(self) -> str:
        """The key of the group shown: a profile, or what binds us, is new, trainings."""
        item = self.groups.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else _OURS

    @property
    def chosen(self) -> RuleEntry | None:
        """The chosen rule."""
        row = self.table.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def show_group(self, key: str) -> None:
        """Go to the group called ``key``."""
        for row in range(self.groups.count()):
            if self.groups.item(row).data(Qt.ItemDataRole.UserRole) == key:
                self.groups.setCurrentRow(row)

    def choose_rule(self, code: str) -> None:
        """Choose a rule of the group shown."""
        codes = [entry.rule.code for entry in self._shown]
        if code in codes:
            self.table.setCurrentCell(codes.index(code), 0)

    def reload(self) -> None:
        """Read everything again; group and rule stay chosen."""
        self._is_stale = False
        group, chosen = self.group, self.chosen
        self._knowledge = load_knowledge(self._make_desk())
        self._fill_groups()
        self.show_group(group)
        if chosen is not None:
            self.choose_rule(chosen.rule.code)

    def _fill_groups(self) -> None:
        known = self._knowledge
        titles = [
            (_OURS, f"{_TITLES[_OURS]} · {len(self._entries(_OURS))}"),
            (_NEW, f"{_TITLES[_NEW]} · {len(self._entries(_NEW))}"),
            *((profile.name, profile.title) for profile in known.profiles),
            (_TRAININGS, _TITLES[_TRAININGS]),
        ]
        self.groups.show_pages(titles)

    def _entries(self, group: str) -> tuple[RuleEntry, ...]:
        known = self._knowledge
        if group == _OURS:
            return tuple(entry for entry in known.entries if entry.does_bind)
        if group == _NEW:
            me = known.me.user_id
            return tuple(
                entry for entry in known.entries if entry.does_bind and (entry.news or not entry.is_read_by(me))
            )
        return known.of(group)

    def _show_group(self) -> None:
        known, group = self._knowledge, self.group
        profile = next((each for each in known.profiles if each.name == group), None)
        self._heading.setText(profile.title if profile is not None else _TITLES[group])
        faults = f" Passed over, as it cannot be read: {' '.join(known.faults)}" if known.faults else ""
        self._about.setText((profile.words if profile is not None else _ABOUT[group]) + faults)
        self._say("")
        self._pages.setCurrentIndex(1 if group == _TRAININGS else 0)
        if group == _TRAININGS:
            self.trainings.show_knowledge(known, self._make_desk().today)
            return
        self._shown = self._entries(group)
        self.table.blockSignals(True)
        self.table.setRowCount(len(self._shown))
        for number, entry in enumerate(self._shown):
            for column, text in enumerate(self._cells(entry)):
                item = QTableWidgetItem(text)
                item.setToolTip(f"{entry.rule.code}: {entry.rule.words}")
                self.table.setItem(number, column, item)
        self.table.blockSignals(False)
        self.table.setCurrentCell(0 if self._shown else -1, 0)
        self._show_rule()

    def _cells(self, entry: RuleEntry) -> Sequence[str]:
        effect = _EFFECT_TONES[entry.rule.effect.value] if entry.rule.is_active else "switched off"
        mine = next((each for each in entry.readings if each.user_id == self._knowledge.me.user_id), None)
        read = "not yet"
        if mine is not None:
            read = self._day(mine.read_at.astimezone(self._zone).date()) if mine.is_current else "read again"
        news = f"● {entry.news} · " if entry.news else ""
        return (f"{news}{entry.rule.words}", effect, "yes" if entry.does_bind else "no", read)

    def _show_rule(self) -> None:
        entry = self.chosen
        for button in (self.read_button, self.read_all):
            button.setVisible(entry is not None)
        may_edit = entry is not None and self._knowledge.me.role == "supervisor"
        self.editor.setVisible(may_edit)
        if entry is None:
            self.words.set_spans([Span("There is nothing in this group.", tone="muted")])
            return
        self.words.set_spans(self._spans(entry))
        self.read_button.setEnabled(not entry.is_read_by(self._knowledge.me.user_id))
        if may_edit:
            self.editor.show_rule(entry.rule, is_own=entry.is_own)

    def _spans(self, entry: RuleEntry) -> list[Span]:
        rule = entry.rule
        verified = " · not verified by anybody" if rule.profile != HOUSE else ""
        if rule.last_verified:
            verified = f" · last verified {self._day(rule.last_verified)}"
        valid = f" · in force from {self._day(rule.valid_from)}" if rule.valid_from else ""
        until = f" · until {self._day(rule.valid_until)}" if rule.valid_until else ""
        params = params_text(rule)
        spans = [Span(f"{rule.words}\n", strong=True), Span(f"{rule.code} · {entry.whom}", tone="muted")]
        if params:
            spans.append(Span(f"\n{params}"))
        spans.append(Span(f"\nSource: {rule.source}{valid}{until}{verified}", tone="muted"))
        if entry.changed_on is not None:
            what = "; ".join(difference_words(each) for each in entry.differences)
            spans.append(Span(f"\nChanged here on {self._day(entry.changed_on)}{what and f' – {what}'}", tone="warn"))
        read = ", ".join(
            f"{each.name} {self._day(each.read_at.astimezone(self._zone).date())}"
            + ("" if each.is_current else " (before the change)")
            for each in entry.readings
        )
        spans.append(Span(f"\nRead by: {read or 'nobody yet'}", tone="muted"))
        if unread := [user.name for user in self._knowledge.users if not entry.is_read_by(user.user_id)]:
            spans.append(Span(f"\nNot read as it stands: {', '.join(unread)}", tone="warn"))
        return spans

    def _day(self, day: date) -> str:
        return self._formats.full_day(day)

    # --- acts -------------------------------------------------------------------------------------------------------

    def _run(self, act: Callable[[Desk, Any], Changes], command: object) -> Changes | None:
        self._say("")
        self._is_running = True
        try:
            changes = self._runner.run(act, command)
        finally:
            self._is_running = False
        if changes is not None:
            self.reload()
        return changes

    def _save_rule(self, code: str, values: dict[str, Any]) -> None:
        name = self.editor.focused_field()
        if self._run(change_rule, ChangeRule(code, values)) is not None and name:
            # the fields were made anew: else the keys would be with what comes next on the window, the Undo
            self.editor.focus_field(name)

    def _reset_rule(self, code: str) -> None:
        if self._run(reset_rule, ResetRule(code)) is not None:
            self.editor.focus_field("words")

    def _mark_read(self, *, all_of_them: bool) -> None:
        entry = self.chosen
        if entry is not None:
            entries = self._shown if all_of_them else (entry,)
            if self._run(mark_rules_read, MarkRulesRead(tuple(each.rule.code for each in entries))) is not None:
                # the button is off now; a second Enter must not fall to the next one and say all was read
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_training(self, command: AddTraining) -> None:
        if self._run(add_training, command) is not None:
            self.trainings.cleared()

    def _on_refused(self, error: DomainError) -> None:
        if not self._is_running:
            return
        if self.group == _TRAININGS:
            self.trainings.show_refusal(error)
        elif not self.editor.show_refusal(error):
            self._say(error.message)

    def _say(self, text: str) -> None:
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def _on_changed(self, changes: Changes) -> None:
        if changes.act in ("change_rule", "reset_rule", "undo", "redo"):
            self.hours_changed.emit()
        if self._is_running:
            return
        if self.isVisible():
            self.reload()
        else:
            self._is_stale = True

    @override
    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if self._is_stale:
            self.reload()


_ABOUT = {
    _OURS: "Rules in force today that bind contacts with at least one client of this ledger. No legal advice: each "
    "names its source, and who held it against the law when.",
    _NEW: "Changed within three months, or not read by you as it stands.",
    _TRAININGS: "Who took part in what; written down by everybody for himself, by a supervisor for all.",
}
