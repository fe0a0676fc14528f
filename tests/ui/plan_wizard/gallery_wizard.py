"""Renders the wizard, its review and the list of plans, light and dark, wide and narrow, as pictures to look at.

python tests/ui/plan_wizard/gallery_wizard.py FOLDER
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from datetime import date  # noqa: E402

from plan_samples import TODAY, Office, desk  # noqa: E402
from PySide6.QtCore import Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from arcaller.data.queries.plans.plans import PlanListRow  # noqa: E402
from arcaller.domain.plans.states import PlanState  # noqa: E402
from arcaller.ui.plan_wizard.plan_wizard_screen import PlanWizardScreen  # noqa: E402
from arcaller.ui.plan_wizard.review.review_page import ReviewPage  # noqa: E402
from arcaller.ui.plans.plans_screen import PlansScreen, PlansTools  # noqa: E402
from arcaller.ui.shared.command_runner import CommandRunner  # noqa: E402
from arcaller.ui.shared.look.theme import Theme  # noqa: E402
from arcaller.ui.shared.words.formats import Formats  # noqa: E402


def settle(milliseconds: int = 60) -> None:
    """Let the PDF be rendered, which happens on the side."""
    QTest.qWait(milliseconds)


def wizard(office: Office) -> PlanWizardScreen:
    """The wizard with the terms of the picture that is aimed at."""
    runner = CommandRunner(desk, undo=lambda _: office.propose, redo=lambda _: office.propose)  # type: ignore[arg-type, return-value]
    screen = PlanWizardScreen(office.tools(), runner, Formats("en_GB"))
    screen.setObjectName("page")
    screen.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    screen.open_plan(17, (1987, 2003, 2031))
    screen.runner = runner  # type: ignore[attr-defined]
    return screen


def type_into(field: QWidget, text: str) -> None:
    """As a hand would: over what stands there."""
    field.setFocus()
    field.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(field, text)


def picture_plans(target: Path) -> None:
    """The list of plans with one of each state, and empty."""
    for rows, name in ((plan_rows(), target), ([], target.with_stem(f"{target.stem}-empty"))):
        screen = plans_screen(rows)
        screen.resize(1270, 600)
        screen.show()
        settle()
        screen.grab().save(str(name))
        screen.close()


def plan_rows() -> list[PlanListRow]:
    """One plan of each state."""
    names = ("Müller <Bau> GmbH", "Ravi Textiles Pvt Ltd", "Łódź Metal Sp. z o.o.", "東京商事", "AT&T")
    return [
        PlanListRow(
            n, f"P-2026-{n:04d}", n, names[n % 5], state.value, n != 2, "EUR", 117200 * n, 20000 * n, 5,
            date(2026, 11, 20 + n % 9), date(2027, 4, 1), None,
        )
        for n, state in enumerate(PlanState, 1)
    ]  # fmt: skip


def plans_screen(rows: list[PlanListRow]) -> PlansScreen:
    """The screen over ``rows``."""
    office = Office()
    runner = CommandRunner(desk, undo=lambda _: office.propose, redo=lambda _: office.propose)  # type: ignore[arg-type, return-value]
    page = ReviewPage(office.review_tools(), runner, Formats("en_GB"))
    tools = PlansTools(
        lambda count, start: rows[start : start + count],
        lambda: TODAY,
        page,
        page.show_plan,
        page.step_back,
        lambda _plan: None,
    )
    screen = PlansScreen(tools, runner, Formats("en_GB"), home_currency="EUR")
    screen.setObjectName("page")
    screen.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    screen.runner = runner  # type: ignore[attr-defined]
    return screen


def main(folder: Path) -> None:
    """Save the pictures into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    theme = Theme(app, ROOT / "resources" / "themes", choice="light")
    for choice in ("light", "dark"):
        theme.choose(choice)
        picture_plans(folder / f"plans-{choice}.png")
        for name, size in (("wide", (1270, 870)), ("narrow", (960, 670)), ("slim", (700, 670))):
            screen = wizard(Office())
            screen.resize(*size)
            screen.show()
            type_into(screen.terms.down, "172")
            type_into(screen.terms.count, "5")
            settle()
            screen.grab().save(str(folder / f"wizard-{choice}-{name}.png"))
            if name != "slim":
                screen.open_review()
                screen.grab()
                settle(400)
                screen.grab().save(str(folder / f"review-{choice}-{name}.png"))
            if name == "wide":
                screen.step_back()
                type_into(screen.terms.first, "40")
                type_into(screen.terms.rate, "9")
                type_into(screen.terms.balloon, "x")
                settle()
                screen.grab().save(str(folder / f"refused-{choice}.png"))
                type_into(screen.terms.first, "fr")
                type_into(screen.terms.rate, "9")
                type_into(screen.terms.balloon, "300")
                screen._keep_aside()
                screen._fix_row(2, "150")
                settle()
                screen.grab().save(str(folder / f"edited-{choice}.png"))
                screen.show_plan(7)
                screen.review._start_agreeing()
                screen.grab()
                settle(300)
                screen.grab().save(str(folder / f"agree-{choice}.png"))
            screen.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
