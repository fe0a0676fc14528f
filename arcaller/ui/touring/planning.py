"""A plan proposed, its paper, the list of plans, a plan that is behind and its notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from arcaller.ui.plans.plan_page import PlanPage
from arcaller.ui.plans.plans_screen import PlansScreen
from arcaller.ui.touring.hand import CTRL, Hand

if TYPE_CHECKING:
    from arcaller.ui.touring.camera import Camera
    from arcaller.ui.touring.cast import Cast
    from arcaller.ui.workbench.workbench import Workbench

AGREEMENT, NOTICE = "agreement.pdf", "plan-notice.pdf"
_PAPER_MS = 900
_STATE = 2


def propose_plan(bench: Workbench, hand: Hand, camera: Camera, cast: Cast) -> None:
    """Beyond the limits, inside them, looked at as the paper it will be, proposed."""
    hand.find(cast.planned)
    hand.press(Qt.Key.Key_F7)
    hand.type("58")
    camera.shoot("plan-beyond-limits", bench.window)
    hand.press(Qt.Key.Key_T, CTRL)
    camera.shoot("plan-wizard", bench.window)
    if bench.plans.wizard.plan is None:
        # nothing is open: there is nothing to agree about
        hand.escape()
        return
    hand.enter()
    QTest.qWait(_PAPER_MS)
    camera.shoot("plan-review", bench.window)
    hand.enter()
    camera.shoot("plan-proposed", bench.window)
    camera.paper(AGREEMENT, bench.plans.save_newest_agreement)


def look_at_plans(bench: Workbench, hand: Hand, camera: Camera) -> None:
    """The list; the page of the plan that is behind, else of the first; a notice where one is due."""
    hand.press(Qt.Key.Key_4, CTRL)
    camera.shoot("plans", bench.window)
    screen = bench.window.screen_widget("plans")
    if not isinstance(screen, PlansScreen) or not screen.table.isVisible():
        return
    rows = screen.table.paged_model
    behind = [row for row in range(rows.rowCount()) if "behind" in rows.index(row, _STATE).data()]
    for _ in range(behind[0] if behind else 0):
        hand.press(Qt.Key.Key_Down)
    hand.enter()
    camera.shoot("plan-page", bench.window)
    page = bench.window.findChild(PlanPage)
    if not isinstance(page, PlanPage) or not page.notice.isVisible() or not hand.tab_to(page.notice):
        return
    hand.enter()
    camera.shoot("plan-notice", bench.window)
    if page.notice_paper.isVisible() and hand.tab_to(page.notice_paper):
        camera.saved_by_keys(NOTICE, hand, hand.enter)
