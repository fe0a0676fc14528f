"""From the call sheet to a payment plan and back: the wizard, rescheduling, the paper of the newest plan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from arcaller.domain.errors import DomainError
from arcaller.ui.workbench.call_ways import NO_SHEET

if TYPE_CHECKING:
    from arcaller.domain.plans.terms import PlanTerms
    from arcaller.services.changes import Changes
    from arcaller.services.commands import LogCall
    from arcaller.ui.main_window import MainWindow
    from arcaller.ui.plan_wizard.plan_wizard_screen import PlanWizardScreen
    from arcaller.ui.plans.plans_screen import PlansScreen
    from arcaller.ui.shared.command_runner import CommandRunner
    from arcaller.ui.shared.words.formats import Formats
    from arcaller.ui.workbench.plan_doors import PlanDoors
    from arcaller.ui.workbench.screen_factory import Doors, ScreenFactory
    from arcaller.ui.workbench.sheet_place import SheetPlace


class PlanWays(QObject):
    """Everything about plans that leads from one screen to another; ``plan_doors`` come with the first plan."""

    def __init__(
        self,
        doors: Doors,
        factory: ScreenFactory,
        window: MainWindow,
        runner: CommandRunner,
        formats: Formats,
        place: SheetPlace,
        plan_doors: Callable[[], PlanDoors],
    ) -> None:
        super().__init__(window)
        self._doors, self._factory, self._window = doors, factory, window
        self._runner, self._formats, self._place = runner, formats, place
        self._plan_doors = plan_doors
        self._wizard: PlanWizardScreen | None = None

    def acts(self) -> dict[str, Callable[[], object]]:
        """By their names in the table of acts."""
        return {"new_plan": self.new_plan}

    def make_screen(self) -> PlansScreen:
        """The Plans screen."""
        screen = self._factory.plans()
        screen.reschedule_wanted.connect(self.reschedule)
        return screen

    @property
    def wizard(self) -> PlanWizardScreen:
        """The plan wizard, made when the first plan is wanted."""
        from arcaller.ui.plan_wizard.plan_wizard_screen import PlanWizardScreen

        if self._wizard is None:
            wizard = self._wizard = PlanWizardScreen(self._plan_doors().wizard(), self._runner, self._formats)
            wizard.proposed.connect(self._on_proposed)
            wizard.closed.connect(self._leave_wizard)
            wizard.said.connect(self._window.strip.say)
        return self._wizard

    def plan_for(
        self, client_id: int, invoice_ids: tuple[int, ...], call: LogCall | None, terms: PlanTerms | None = None
    ) -> None:
        """Open the wizard over the sheet, filled with ``terms``; ``call`` is logged together with the plan."""
        self.wizard.open_plan(client_id, invoice_ids, call, terms)
        self._window.show_whole(self.wizard)
        self.wizard.focus_count()

    def new_plan(self) -> None:
        """A plan over the ticked invoices: of the call that runs on the sheet, else without one."""
        sheet = self._place.shown_sheet
        if sheet is None or sheet.client_id is None:
            self._window.strip.say(NO_SHEET, tone="warn")
            return
        if sheet.outcomes.running is not None:
            sheet.want_plan()
        else:
            self.plan_for(sheet.client_id, sheet.invoices.ticked(), None)

    def reschedule(self, plan_id: int) -> None:
        """Open the wizard over what is left of a running plan; a call that runs with its client is logged with it."""
        try:
            self.wizard.open_reschedule(plan_id, self._call_about(plan_id))
        except DomainError as error:
            self._window.strip.say(error.message, tone="bad")
            return
        self._window.show_whole(self.wizard)
        self.wizard.focus_count()

    def _call_about(self, plan_id: int) -> LogCall | None:
        """The call that was started with the plan's client and has no outcome yet; refused as when a plan is new."""
        sheet = self._place.sheet
        client_id = self._plan_doors().review().load_plan(plan_id).client_id
        return sheet.plan_call() if sheet.client_id == client_id and sheet.outcomes.running is not None else None

    def save_newest_agreement(self, target: Path) -> Changes | None:
        """Issue the agreement of the plan proposed last, as a file; what was there before gives way."""
        from arcaller.data.queries.plans.plans import load_plans
        from arcaller.ui.plan_wizard.plan_tools import IssuePaper

        plans = load_plans(self._doors.make_desk().ledger, limit=1_000)
        newest = max((row.plan_id for row in plans), default=None)
        if newest is None:
            return None
        return self._runner.run(self._plan_doors().review().issue, IssuePaper(newest, target, replace_existing=True))

    def _back_to_plan(self, plan_id: int) -> None:
        from arcaller.ui.plans.plans_screen import PlansScreen

        self._window.show_screen("plans")
        screen = self._window.screen_widget("plans")
        if isinstance(screen, PlansScreen):
            screen.open_plan(plan_id)

    def _on_proposed(self, changes: Changes) -> None:
        if self.wizard.plan_again is not None and not self.wizard.logs_call:
            self._back_to_plan(self.wizard.plan_again)
            return
        self._window.show_lists()
        client_id = self._place.sheet.client_id
        if client_id is not None and changes.touches(client_id):
            self._place.open_next()

    def _leave_wizard(self) -> None:
        self.wizard.close_plan()
        if self.wizard.plan_again is not None:
            self._back_to_plan(self.wizard.plan_again)
            return
        self._window.show_lists()
        self._place.sheet.outcomes.disarm()
        self._place.to_note()
