"""A wizard over a made-up client, on screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from plan_samples import Office, desk

from arcaller.domain.errors import DomainError
from arcaller.ui.plan_wizard.plan_wizard_screen import PlanWizardScreen
from arcaller.ui.plan_wizard.review.review_page import ReviewPage
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.words.formats import Formats


def _nothing(_desk: object) -> object:
    raise DomainError("There is nothing to undo.")


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def runner(qapp) -> CommandRunner:
    return CommandRunner(desk, undo=_nothing, redo=_nothing)


@pytest.fixture
def open_wizard(qtbot, office, runner) -> Callable[..., PlanWizardScreen]:
    """Opens the wizard over the overdue, undisputed invoices unless told otherwise."""

    def build(ids: tuple[int, ...] = (1987, 2003, 2031), **keywords) -> PlanWizardScreen:
        screen = PlanWizardScreen(office.tools(), runner, Formats("en_GB"))
        qtbot.addWidget(screen)
        screen.resize(1270, 870)
        with qtbot.waitActive(screen):
            screen.show()
            screen.activateWindow()
        screen.open_plan(17, ids, **keywords)
        return screen

    return build


@pytest.fixture
def open_review(qtbot, office, runner) -> Callable[..., ReviewPage]:
    """The review of the stored plan; ``target`` is what the file dialog would answer."""

    def build(target: str = "", printers: tuple[str, ...] = ()) -> ReviewPage:
        page = ReviewPage(
            office.review_tools(), runner, Formats("en_GB"),
            choose_file=lambda _name: target, list_printers=lambda: list(printers),
        )  # fmt: skip
        qtbot.addWidget(page)
        page.resize(1200, 800)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.show_plan(7)
        return page

    return build
