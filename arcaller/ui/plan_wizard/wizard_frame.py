"""The wizard's parts and where they stand: terms, schedule and authority side by side or folded, then the paper."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from arcaller.ui.plan_wizard.authority_panel import AuthorityPanel
from arcaller.ui.plan_wizard.covered_panel import CoveredPanel
from arcaller.ui.plan_wizard.fields import KeyButton
from arcaller.ui.plan_wizard.reschedule_strip import RescheduleStrip
from arcaller.ui.plan_wizard.review.review_page import ReviewPage
from arcaller.ui.plan_wizard.schedule_panel import SchedulePanel
from arcaller.ui.plan_wizard.terms_form import TermsForm
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.page import Page
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.chip import Chip
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

_FOLD_BELOW = 954
"""Width in pixels under which the authority stands below the schedule."""
_LEAST_WIDTH, _LEAST_HEIGHT = 700, 480
_LOW = 780
"""Height in pixels under which not all limits can be seen at once."""


class Step(Enum):
    """Where in the wizard we are."""

    TERMS = 0
    REVIEW = 1


class WizardFrame(Page):
    """The widgets of the wizard by name, laid out; what they do is the screen's."""

    help_page = "plan-wizard"

    def __init__(self, formats: Formats, review: ReviewPage) -> None:
        super().__init__()
        self.again = RescheduleStrip()
        self.covered = CoveredPanel(formats)
        self.terms = TermsForm(formats)
        self.schedule = SchedulePanel(formats)
        self.authority = AuthorityPanel(formats)
        self.review = review
        self.compare = QPushButton("Compare with a second plan")
        self.back = KeyButton("Back to the call", "Esc")
        self.go_on = KeyButton("Review the agreement", "Enter", primary=True)
        self._title, self._words = Text("", font="title"), Text("", tone="muted")
        self._chips = (Chip("1 Terms"), Chip("2 Agreement"))
        self._say = Text("", tone="muted", wrap=True)
        self._pages = QStackedWidget()
        self._build()

    def _build(self) -> None:
        left = Card()
        left.body.addWidget(self.again)
        left.body.addWidget(self.covered)
        left.body.addSpacing(6)
        left.body.addWidget(self.terms)
        left.body.addStretch(1)
        self._columns = [_scrolled(left, 300), _scrolled(self.schedule, 354), _scrolled(self.authority, 244)]
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._arrange(folded=False)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._say, 1)
        foot.addWidget(self.back)
        foot.addWidget(self.go_on)
        page = QWidget()
        body = QVBoxLayout(page)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        body.addLayout(self._grid, 1)
        body.addLayout(foot)
        self._pages.addWidget(page)
        self._pages.addWidget(self.review)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        layout.addLayout(self._head())
        layout.addWidget(self._pages, 1)
        self.set_first_focus(self.terms.count)

    def _head(self) -> QHBoxLayout:
        steps = QHBoxLayout()
        steps.setSpacing(6)
        for chip in self._chips:
            steps.addWidget(chip)
        steps.addWidget(self._words)
        steps.addStretch(1)
        names = QVBoxLayout()
        names.setSpacing(4)
        names.addWidget(self._title)
        names.addLayout(steps)
        head = QHBoxLayout()
        head.addLayout(names, 1)
        head.addWidget(self.compare, 0, Qt.AlignmentFlag.AlignTop)
        return head

    @property
    def step(self) -> Step:
        """Terms or review."""
        return Step(self._pages.currentIndex())

    def _show_step(self, step: Step) -> None:
        self._pages.setCurrentIndex(step.value)
        for number, chip in enumerate(self._chips):
            is_here = number == step.value
            chip.set_text(chip.text, tone="accent" if is_here else "normal", mark="")
        self.compare.setVisible(step is Step.TERMS)

    def _arrange(self, *, folded: bool) -> None:
        for part in self._columns:
            self._grid.removeWidget(part)
        left, middle, right = self._columns
        self._grid.addWidget(left, 0, 0, 2 if folded else 1, 1)
        self._grid.addWidget(middle, 0, 1)
        self._grid.addWidget(right, *((1, 1) if folded else (0, 2)))
        for column, stretch in enumerate((36, 46, 0) if folded else (36, 46, 34)):
            self._grid.setColumnStretch(column, stretch)
        self._grid.setRowStretch(0, 3)
        self._grid.setRowStretch(1, 2 if folded else 0)

    @override
    def minimumSizeHint(self) -> QSize:
        # the columns fold: three side by side are not the least there is room for
        return QSize(_LEAST_WIDTH, _LEAST_HEIGHT)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(folded=self.width() < _FOLD_BELOW)
        self.authority.set_banner_first(first=self.height() < _LOW)


def _scrolled(part: QWidget, least_width: int) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setMinimumWidth(least_width)
    area.setWidget(part)
    return area
