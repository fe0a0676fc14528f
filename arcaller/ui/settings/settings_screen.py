"""The settings screen: groups at the left, one group's fields, and one act that saves them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from arcaller.data.queries.office.users import load_user
from arcaller.domain.errors import DomainError
from arcaller.services.changes import Changes
from arcaller.services.commands import ChangeSettings
from arcaller.services.desk import Desk
from arcaller.services.settings import change_settings, load_settings
from arcaller.ui.settings.authority_form import AuthorityForm
from arcaller.ui.settings.computer_form import ComputerDoors, ComputerForm
from arcaller.ui.settings.group_form import GroupForm
from arcaller.ui.settings.groups import CALLING, COMPANY, OUTCOMES, PLANS, WORK_LIST
from arcaller.ui.settings.scripts_form import ScriptsForm
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.page_list import PageList, scrolled
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

_TITLES = {
    "company": "Company and letterhead",
    "calling": "Calling",
    "work_list": "Work list",
    "outcomes": "Outcomes and next steps",
    "authority": "Authority",
    "plans": "Plans",
    "scripts": "Scripts and answers",
    "computer": "This computer",
}
_ACTS = ("change_settings", "save_template", "reset_template", "undo", "redo")
_NAV_WIDTH = 208


class SettingsScreen(Page):
    """Takes list and detail together. Emits ``saved()`` after settings of the ledger were changed, by whomever."""

    saved = Signal()

    def __init__(
        self,
        make_desk: Callable[[], Desk],
        runner: CommandRunner,
        formats: Formats,
        computer: ComputerDoors,
        *,
        home_currency: str,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._make_desk, self._runner = make_desk, runner
        self._is_running = self._is_stale = False
        desk = make_desk()
        self._may_set_limits = may_edit = load_user(desk.ledger, desk.actor_id).role == "supervisor"
        self.forms: dict[str, GroupForm | AuthorityForm] = {
            "company": GroupForm(COMPANY),
            "calling": GroupForm(CALLING),
            "work_list": GroupForm(WORK_LIST),
            "outcomes": GroupForm(OUTCOMES),
            "authority": AuthorityForm(formats, home_currency, may_edit=may_edit),
            "plans": GroupForm(PLANS),
        }
        self.scripts = ScriptsForm(make_desk, runner, formats)
        self.computer = ComputerForm(computer)
        self.computer.keys_changed.connect(self.saved)
        self.groups = PageList("Groups of settings", _NAV_WIDTH)
        self._heading = Text("", font="lead_strong")
        self.message = Text("", wrap=True)
        self.save_button = Button("Save changes", kind="primary", keys="Enter")
        self._pages = QStackedWidget()
        self._build()
        self._connect()
        self._reload(anew=True)
        self.groups.setCurrentRow(0)

    def _build(self) -> None:
        self.groups.show_pages(_TITLES.items())
        for key in _TITLES:
            self._pages.addWidget(self._page_of(key))
        self.save_button.setAutoDefault(True)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.message, 1)
        foot.addWidget(self.save_button)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(self._heading)
        column.addWidget(self._pages, 1)
        column.addLayout(foot)
        self.groups.stand_beside(self, "Settings", column)
        self.set_first_focus(self.groups)

    def _page_of(self, key: str) -> QWidget:
        if key == "scripts":
            return self.scripts
        return scrolled(self.computer if key == "computer" else self.forms[key])

    def _connect(self) -> None:
        self.groups.currentRowChanged.connect(self._show_group)
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        self.scripts.said.connect(self._say)
        for key, form in self.forms.items():
            form.edited.connect(partial(self._mark, key))
        self._runner.changed.connect(self._on_changed)
        self._runner.refused.connect(self._on_refused)

    @property
    def group(self) -> str:
        """The key of the group shown."""
        return list(_TITLES)[max(0, self.groups.currentRow())]

    def show_group(self, key: str) -> None:
        """Go to the group called ``key``."""
        self.groups.setCurrentRow(list(_TITLES).index(key))

    def _show_group(self, row: int) -> None:
        self._heading.setText(_TITLES[self.group])
        self.save_button.setVisible(self.group in self.forms and (self.group != "authority" or self._may_set_limits))
        self._say("")
        self._pages.setCurrentIndex(row)
        if (layout := self.layout()) is not None:
            layout.activate()  # at once: without the button the page is higher from its first picture on

    def save(self) -> None:
        """Save what was changed in the group shown, as one act."""
        form = self.forms.get(self.group)
        if form is None:
            return
        try:
            values = form.changed_values()
        except DomainError as error:
            self._refuse(error)
            return
        if not values:
            self._say("Nothing changed, so there is nothing to save.", "muted")
            return
        self._is_running = True
        try:
            changes = self._runner.run(change_settings, ChangeSettings(values))
        finally:
            self._is_running = False
        if changes is not None:
            form.show_settings(load_settings(self._make_desk().ledger), anew=True)
            self._mark(self.group)
            self._say("✓ Saved. Ctrl+Z takes it back.", "good")

    def _refuse(self, error: DomainError) -> None:
        form = self.forms.get(self.group)
        if form is not None and form.show_refusal(error):
            self._say("Not saved: one field needs another value.", "bad")
            area, field = self._pages.currentWidget(), self.focusWidget()
            if isinstance(area, QScrollArea) and field is not None:
                area.ensureWidgetVisible(field, 0, 48)
        else:
            self._say(error.message, "bad")

    def _on_refused(self, error: DomainError) -> None:
        if self._is_running:
            self._refuse(error)

    def _on_changed(self, changes: Changes) -> None:
        if changes.act not in _ACTS:
            return
        if self.isVisible():
            self._reload(anew=False)
        else:
            self._is_stale = True
        if not self._is_running:
            self._say("")
        self.saved.emit()

    def _reload(self, *, anew: bool) -> None:
        self._is_stale = False
        settings = load_settings(self._make_desk().ledger)
        for key, form in self.forms.items():
            form.show_settings(settings, anew=anew)
            self._mark(key)
        self.scripts.reload()

    def _mark(self, key: str) -> None:
        """A mark beside the groups in which something waits to be saved."""
        place = list(_TITLES).index(key)
        item = self.groups.item(place)
        if item is None:
            return
        is_changed = self.forms[key].is_changed()
        item.setText(f"{_TITLES[key]} •" if is_changed else _TITLES[key])
        item.setData(
            Qt.ItemDataRole.AccessibleTextRole, f"{_TITLES[key]}, not saved yet" if is_changed else _TITLES[key]
        )
        if is_changed and self.group == key:
            self._say("")

    def _say(self, words: str, tone: str = "normal") -> None:
        self.message.setText(words)
        self.message.set_tone(tone)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._reload(anew=False)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.isAutoRepeat() and self.group in self.forms:
            self.save()
        else:
            super().keyPressEvent(event)
