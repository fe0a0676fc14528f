"""The head of today's list: which view, whose clients, how many, how far the day reaches, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from arcaller.data.queries.office.users import UserRow
from arcaller.data.queries.work.work_list import WorkListTotal
from arcaller.data.views import WorkView
from arcaller.domain.calls.workload import DayPlan
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

_CURRENCIES_NAMED = 3

VIEW_WORDS: Mapping[WorkView, str] = {
    WorkView.TODAY: "Today",
    WorkView.BROKEN_PROMISES: "Broken promises",
    WorkView.CALL_BACKS: "Call-backs",
    WorkView.HIGH_VALUE: "High value",
    WorkView.NEVER_REACHED: "Never reached",
    WorkView.DISPUTE_ANSWERED: "Dispute answered",
    WorkView.LEFT_OVER: "Left over",
    WorkView.WAITING_FOR_APPROVAL: "Waiting for approval",
    WorkView.ORPHANS: "No next step",
    WorkView.PUT_BACK: "Put back",
}
"""In the order of the menu; each has the digit of its place, the tenth 0."""
_EMPTY: Mapping[WorkView, str] = {
    WorkView.BROKEN_PROMISES: "No promise is broken.",
    WorkView.CALL_BACKS: "Nobody asked to be called back today.",
    WorkView.HIGH_VALUE: "Nobody of class A is due today.",
    WorkView.NEVER_REACHED: "Everybody due today was reached before.",
    WorkView.DISPUTE_ANSWERED: "No dispute was answered since the last call.",
    WorkView.LEFT_OVER: "Nothing was left over from earlier days.",
    WorkView.WAITING_FOR_APPROVAL: "No plan waits for approval.",
    WorkView.ORPHANS: "Everybody overdue has a next step.",
    WorkView.PUT_BACK: "Nobody is put back to a later day.",
}


class ListHead(QWidget):
    """``view_chosen(WorkView)`` and ``owner_chosen(object)`` (a user's id or ``None`` for everybody) from the menus.

    ``spread_wanted`` and ``put_back_wanted`` from the buttons that a view offers.
    """

    view_chosen = Signal(object)
    owner_chosen = Signal(object)
    spread_wanted = Signal()
    put_back_wanted = Signal()

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._counts: dict[WorkView, int] = {}
        self._view = WorkView.TODAY
        self._choices: list[tuple[int | None, str]] = []
        self._owner: int | None = None
        self.views = Button("Today", kind="quiet", keys="F4")
        self.owners = Button("Everybody", kind="quiet")
        self.summary = Text("", font="small", tone="muted", wrap=True)
        self.plan = Text("", font="small", tone="muted", wrap=True)
        self.spread = Button("Spread over days…", kind="quiet")
        self.put_back = Button("Put all back to work", kind="quiet")
        self._view_menu, self._owner_menu = QMenu(self), QMenu(self)
        self._view_group, self._owner_group = QActionGroup(self._view_menu), QActionGroup(self._owner_menu)
        self._view_menu.setAccessibleName("Views of the work list")
        self._owner_menu.setAccessibleName("Whose clients")
        # made when they are opened: an action must not be deleted by what it sets off
        self._view_menu.aboutToShow.connect(self._fill_views)
        self._owner_menu.aboutToShow.connect(self._fill_owners)
        self.views.clicked.connect(lambda _checked=False: self.open_views())
        self.owners.clicked.connect(lambda _checked=False: self._popup(self._owner_menu, self.owners))
        self.spread.clicked.connect(lambda _checked=False: self.spread_wanted.emit())
        self.put_back.clicked.connect(lambda _checked=False: self.put_back_wanted.emit())
        first = QHBoxLayout()
        first.setSpacing(4)
        first.addWidget(self.views)
        first.addStretch(1)
        first.addWidget(self.owners)
        acts = QHBoxLayout()
        acts.setSpacing(4)
        acts.addWidget(self.spread)
        acts.addWidget(self.put_back)
        acts.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 8)
        for words in (self.summary, self.plan):
            words.setContentsMargins(6, 0, 6, 0)
        layout.setSpacing(2)
        layout.addLayout(first)
        layout.addWidget(self.summary)
        layout.addWidget(self.plan)
        layout.addLayout(acts)
        self.offer(WorkView.TODAY, 0)

    def open_views(self) -> None:
        """The menu of views; a digit chooses."""
        self._popup(self._view_menu, self.views)

    def open_owners(self) -> None:
        """The menu of callers."""
        self._popup(self._owner_menu, self.owners)

    def show_views(self, counts: Mapping[WorkView, int], chosen: WorkView) -> None:
        """Every view with its count."""
        self.views.set_text(VIEW_WORDS[chosen])
        self._counts, self._view = dict(counts), chosen

    def _fill_views(self) -> None:
        self._view_menu.clear()
        for at, (view, words) in enumerate(VIEW_WORDS.items(), 1):
            count = self._formats.number(self._counts.get(view, 0))
            action = self._add(self._view_menu, self._view_group, f"&{at % 10}  {words}\t{count}", view is self._view)
            action.triggered.connect(lambda _checked=False, view=view: self.view_chosen.emit(view))

    def show_owners(self, users: Sequence[UserRow], me: int, chosen: int | None) -> None:
        """Mine, everybody's, and each other caller's."""
        self._choices = [(me, "Mine"), (None, "Everybody")]
        self._choices += [(user.user_id, user.name) for user in users if user.user_id != me]
        self._owner = chosen
        self.owners.set_text(next((words for owner_id, words in self._choices if owner_id == chosen), "Everybody"))
        self.owners.setVisible(len(users) > 1)

    def _fill_owners(self) -> None:
        self._owner_menu.clear()
        for owner_id, words in self._choices:
            action = self._add(self._owner_menu, self._owner_group, words.replace("&", "&&"), owner_id == self._owner)
            action.triggered.connect(lambda _checked=False, owner_id=owner_id: self.owner_chosen.emit(owner_id))

    def show_plan(self, plan: DayPlan | None, currency: str, only: bool) -> None:
        """How far the day reaches; ``only``: the list has no other currency."""
        self.plan.setText("" if plan is None else plan_words(plan, currency, only))
        self.plan.setVisible(bool(self.plan.text()))

    def offer(self, view: WorkView, count: int) -> None:
        """The acts that fit the view."""
        self.spread.setVisible(view in (WorkView.LEFT_OVER, WorkView.TODAY) and count > _FEW)
        self.put_back.setVisible(view is WorkView.ORPHANS and count > 0)

    def menu_actions(self, which: str) -> list[QAction]:
        """The choices of the ``views`` or ``owners`` menu, as they stand."""
        menu = self._view_menu if which == "views" else self._owner_menu
        menu.aboutToShow.emit()
        return menu.actions()

    def _add(self, menu: QMenu, group: QActionGroup, words: str, is_chosen: bool) -> QAction:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(is_chosen)
        group.addAction(action)
        return action

    def _popup(self, menu: QMenu, under: QWidget) -> None:
        menu.popup(under.mapToGlobal(under.rect().bottomLeft()))


_FEW = 9
"""A list that a caller works through within the hour is not worth spreading."""


def empty_words(view: WorkView) -> str:
    """Why a view holds nobody."""
    return _EMPTY.get(view, "")


def plan_words(plan: DayPlan, currency: str, only: bool) -> str:
    """``2 h 40 left: you reach rank 26, 71 % of the overdue value``."""
    if plan.minutes_left <= 0:
        return "The calling day is over."
    hours, minutes = divmod(plan.minutes_left, 60)
    left = f"{hours} h {minutes:02d}" if hours else f"{minutes} min"
    share = ""
    if plan.share_percent is not None:
        of = "of the overdue value" if only else f"of the overdue {currency}"
        share = f", {plan.share_percent} % {of}"
    pace = "" if plan.is_measured else " (at 6 min a call)"
    return f"{left} left: you reach rank {plan.rank}{share}{pace}"


def summary_words(totals: Sequence[WorkListTotal], opened: int, formats: Formats, home: str) -> str:
    """``34 clients · 184,220.50 and ¥ 812,000 overdue``; ``31 of 34 to call`` once some are done.

    Currencies are named beside each other and never added; the company's own comes first.
    """
    left = sum(total.clients for total in totals)
    noun = "client" if opened == 1 else "clients"
    count = f"{formats.number(opened)} {noun}"
    if left < opened:
        count = f"{formats.number(left)} of {formats.number(opened)} to call"
    ordered = sorted(totals, key=lambda total: total.currency != home)
    named = [formats.amount_at_home(total.overdue_minor, total.currency, home) for total in ordered]
    more = len(named) - _CURRENCIES_NAMED
    if more > 0:
        named = [*named[:_CURRENCIES_NAMED], f"{more} more {'currency' if more == 1 else 'currencies'}"]
    if not named:
        return f"{count} · all done"
    sums = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    return f"{count} · {sums} overdue"
