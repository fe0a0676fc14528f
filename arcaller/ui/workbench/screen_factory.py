"""The screens and what they work with, made from the services and the doors of one open ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from arcaller.data.queries.office.users import load_user
from arcaller.services.desk import Desk
from arcaller.services.settings import load_settings
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.look.theme import Theme
from arcaller.ui.shared.outcome_keys import OutcomeKeys, keys_of
from arcaller.ui.shared.task_runner import TaskRunner
from arcaller.ui.shared.words.formats import Formats
from arcaller.ui.work_list.work_list_panel import WorkListPanel

if TYPE_CHECKING:
    from arcaller.documents.paper.fonts import FontBook
    from arcaller.services.journal_head import Verified
    from arcaller.ui.call_sheet.head.sheet_head import HeadTools
    from arcaller.ui.call_sheet.prepare.timeline_panel import TimelineTools
    from arcaller.ui.call_sheet.sheet_tools import SheetTools
    from arcaller.ui.call_sheet.talk.talk_tools import TalkTools
    from arcaller.ui.clients.clients_screen import ClientsScreen
    from arcaller.ui.imports.import_screen import ImportScreen
    from arcaller.ui.plans.plans_screen import PlansScreen
    from arcaller.ui.promises.confirm_screen import ConfirmScreen
    from arcaller.ui.promises.promises_screen import PromisesScreen
    from arcaller.ui.rules.rules_screen import RulesScreen
    from arcaller.ui.settings.settings_screen import SettingsScreen
    from arcaller.ui.workbench.plan_doors import PlanDoors

_KEYS = "outcome-keys"
_A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Doors:
    """What the window reaches the world through, handed in once.

    Drafts lie in the ledger and are those of the desk's person; layouts (columns, window, theme) are this computer's.
    ``backup_made_at`` says when the last checked copy was made; ``back_up`` makes one and ``verify`` checks the
    ledger, both on a worker thread. ``folder`` is where the ledger lies; ``open_fonts`` makes the faces of the papers
    when the first one is wanted.
    """

    file_name: str
    make_desk: Callable[[], Desk]
    read_draft: Callable[[str], str]
    save_draft: Callable[[str, str], bool]
    read_layout: Callable[[str], str]
    save_layout: Callable[[str, str], None]
    backup_made_at: Callable[[], datetime | None]
    back_up: Callable[[Path], None]
    verify: Callable[[Callable[[str], None]], Verified]
    folder: Path
    open_fonts: Callable[[], FontBook]


class ScreenFactory:
    """Makes each screen when it is first shown; `settings` and `user` as they stand."""

    def __init__(
        self,
        doors: Doors,
        theme: Theme,
        formats: Formats,
        runner: CommandRunner,
        tasks: TaskRunner,
        plans: Callable[[], PlanDoors],
    ) -> None:
        self._doors, self._theme, self._formats = doors, theme, formats
        self._runner, self._tasks, self._plans = runner, tasks, plans
        desk = doors.make_desk()
        self.user = load_user(desk.ledger, desk.actor_id)
        self.read_settings()

    def read_settings(self) -> None:
        """Read the ledger's settings again."""
        self.settings = load_settings(self._doors.make_desk().ledger)
        self.home = self.settings.text("company_currency")
        self.zone = ZoneInfo(self.settings.text("company_time_zone"))

    def sheet_tools(self) -> SheetTools:
        """What the call sheet works with."""
        from arcaller.data.queries.sheet.drafts import load_older_text, load_open_calls, load_saved_at
        from arcaller.services.calling.calls import log_call, preview_next_step
        from arcaller.services.preparing.sheets import read_sheet
        from arcaller.ui.call_sheet.sheet_tools import KeptSheets, SheetTools

        doors, settings = self._doors, self.settings
        ledger, me = doors.make_desk().ledger, self.user.user_id
        return SheetTools(
            load=lambda client_id: read_sheet(doors.make_desk(), client_id, settings),
            make_desk=doors.make_desk,
            log=log_call,
            preview=preview_next_step,
            read_draft=doors.read_draft,
            save_draft=doors.save_draft,
            kept=KeptSheets(
                saved_at=lambda key: load_saved_at(ledger, me, key),
                older_text=lambda key: load_older_text(ledger, me, key),
                open_calls=lambda: load_open_calls(ledger, me),
            ),
            head=self._head_tools(),
            talk=self._talk_tools(),
            timeline=self._timeline_tools(),
            company_zone=settings.text("company_time_zone"),
            keys=self.outcome_keys(),
        )

    def outcome_keys(self) -> OutcomeKeys:
        """The digits of the outcomes on this computer."""
        return keys_of(self._doors.read_layout(_KEYS))

    def _head_tools(self) -> HeadTools:
        from arcaller.services.contact.standing import check_override, load_case, overrides_left
        from arcaller.services.preparing.paying import payer_words
        from arcaller.ui.call_sheet.head.sheet_head import HeadTools
        from arcaller.ui.call_sheet.head.standing_panel import OverrideDoor

        doors, settings = self._doors, self.settings
        return HeadTools(
            load_case=lambda shown: load_case(
                shown.desk,
                shown.sheet.client_id,
                shown.contact.contact_id if shown.contact is not None else None,
                shown.desk.now,
                phone=shown.contact.phone if shown.contact is not None else "",
                zone=shown.zone,
                settings=settings,
            ),
            pays=lambda client_id: payer_words(doors.make_desk(), client_id),
            door=OverrideDoor(
                left=lambda: overrides_left(doors.make_desk()),
                check=lambda reason: check_override(doors.make_desk(), reason),
            ),
            company_zone=settings.text("company_time_zone"),
        )

    def _timeline_tools(self) -> TimelineTools:
        from arcaller.data.queries.sheet.timeline import load_timeline
        from arcaller.services.preparing.changes_since import changes_since_my_call
        from arcaller.ui.call_sheet.prepare.timeline_panel import TimelineTools

        ledger = self._doors.make_desk().ledger
        return TimelineTools(
            page=lambda client_id, most, kinds, words: load_timeline(
                ledger, client_id, most, kinds=kinds, words=words
            ),
            changes=changes_since_my_call,
            me=self.user.name,
            zone=self.zone,
            runner=self._runner,
        )

    def _talk_tools(self) -> TalkTools:
        from arcaller.data.queries.sheet.finance import load_finance_facts
        from arcaller.services.papers.pay_ways import ways_to_pay
        from arcaller.services.talking.offers import offers_for
        from arcaller.services.talking.texts import load_objections, load_scripts
        from arcaller.ui.call_sheet.prepare.finance_facts import FactTools
        from arcaller.ui.call_sheet.talk.talk_tools import TalkTools
        from arcaller.ui.shared.words.voices import voice_of

        ledger = self._doors.make_desk().ledger
        return TalkTools(
            scripts=load_scripts(ledger),
            objections=load_objections(ledger),
            voice=lru_cache(maxsize=8)(partial(voice_of, self._doors.make_desk(), self._formats)),
            offers=offers_for,
            ways=ways_to_pay,
            facts=FactTools(load=partial(load_finance_facts, ledger), runner=self._runner),
            formats=self._formats,
        )

    def today(self) -> WorkListPanel:
        """Today's list."""
        return WorkListPanel(
            self._doors.make_desk,
            self._runner,
            self._formats,
            home_currency=self.home,
            company_zone=self.zone.key,
            hours=self.settings.call_hours,
            day_ends=self.settings.day_ends,
        )

    def clients(self) -> ClientsScreen:
        """All clients."""
        from arcaller.ui.clients.clients_screen import ClientsScreen

        return ClientsScreen(
            self._doors.make_desk,
            self._runner,
            self._formats,
            home_currency=self.home,
            company_zone=self.zone.key,
            read_layout=self._doors.read_layout,
            save_layout=self._doors.save_layout,
        )

    def plans(self) -> PlansScreen:
        """All payment plans, the page of the one that is opened, and its agreement."""
        from arcaller.data.queries.plans.life import load_plan_counts
        from arcaller.data.queries.plans.plans import load_plans
        from arcaller.services.plans.progress import missed_before
        from arcaller.ui.plan_wizard.review.review_page import ReviewPage
        from arcaller.ui.plans.plan_page import PlanPage
        from arcaller.ui.plans.plans_screen import PlansScreen, PlansTools

        page = ReviewPage(self._plans().review(), self._runner, self._formats)
        desk = self._doors.make_desk
        plan = PlanPage(self._plans().page(), self._runner, self._formats, home_currency=self.home)
        tools = PlansTools(
            load=lambda limit, offset, only: load_plans(
                desk().ledger, limit, offset, only=only, missed_before=missed_before(desk())
            ),
            counts=lambda: load_plan_counts(desk().ledger),
            today=lambda: desk().today,
            plan=plan,
            page=page,
            show_agreement=lambda plan_id, version: (
                page.show_plan(plan_id) if version is None else page.show_old(plan_id, version)
            ),
            step_back=page.step_back,
        )
        screen = PlansScreen(tools, self._runner, self._formats, home_currency=self.home)
        page.closed.connect(screen.leave_agreement)
        return screen

    def promises(self) -> PromisesScreen:
        """All promises to pay."""
        from arcaller.data.queries.reports.metrics import load_promise_figures
        from arcaller.data.queries.work.promise_list import count_promises, list_promise_ids, load_promise_rows
        from arcaller.services.promises.promises import cancel_promise
        from arcaller.ui.promises.promises_screen import PromisesScreen, PromisesTools

        make_desk, ledger = self._doors.make_desk, self._doors.make_desk().ledger
        tools = PromisesTools(
            count=lambda: count_promises(ledger, make_desk().today),
            ids=lambda shown: list_promise_ids(ledger, shown, make_desk().today),
            rows=lambda ids: load_promise_rows(ledger, ids),
            figures=lambda: load_promise_figures(ledger, make_desk().today - _A_YEAR, make_desk().today),
            today=lambda: make_desk().today,
            cancel=cancel_promise,
        )
        return PromisesScreen(tools, self._runner, self._formats, home_currency=self.home)

    def confirmation(self) -> ConfirmScreen:
        """The written confirmation of a client's promises."""
        from arcaller.services.papers.promise_confirmations import (
            confirm_promises,
            load_letters,
            preview_confirmation,
            save_letter,
        )
        from arcaller.services.talking.templates import may_edit_texts
        from arcaller.ui.promises.confirm_screen import ConfirmScreen, ConfirmTools

        tools = ConfirmTools(
            preview=lambda client_id: preview_confirmation(self._doors.make_desk(), client_id),
            confirm=lambda desk, command: confirm_promises(desk, command, self._plans().fonts),
            wording=lambda language: load_letters(self._doors.make_desk())[language],
            save_wording=save_letter,
            may_edit=lambda: may_edit_texts(self._doors.make_desk()),
        )
        return ConfirmScreen(tools, self._runner)

    def imports(self) -> ImportScreen:
        """Import a file."""
        from arcaller.ui.imports.import_screen import ImportScreen

        return ImportScreen(
            self._doors.make_desk,
            self._runner,
            self._tasks,
            self._formats,
            home_currency=self.home,
            company_zone=self.zone.key,
            read_layout=self._doors.read_layout,
            save_layout=self._doors.save_layout,
        )

    def rules(self) -> RulesScreen:
        """The rules of contact in plain words, and trainings."""
        from arcaller.ui.rules.rules_screen import RulesScreen

        return RulesScreen(self._doors.make_desk, self._runner, self._formats, company_zone=self.zone.key)

    def settings_screen(self) -> SettingsScreen:
        """The office's settings and this computer's look."""
        from arcaller.ui.settings.computer_form import ComputerDoors
        from arcaller.ui.settings.settings_screen import SettingsScreen

        theme = self._theme
        doors = ComputerDoors(
            theme=lambda: theme.choice,
            choose_theme=theme.choose,
            density=lambda: theme.density,
            set_density=theme.set_density,
            scale=lambda: theme.scale,
            set_scale=theme.set_scale,
            outcome_keys=self.outcome_keys,
            set_outcome_keys=lambda keys: self._doors.save_layout(_KEYS, keys.text()),
        )
        return SettingsScreen(self._doors.make_desk, self._runner, self._formats, doors, home_currency=self.home)
