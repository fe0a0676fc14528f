"""Why a client stands where it stands: points per factor, and what would move him."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from arcaller.data.queries.work.rank_facts import RankFacts
from arcaller.domain.calls.priority import ScorePart, score_parts, what_would_change
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

_WIDTH = 380


class RankCard(QFrame):
    """A card over the window that goes away with Esc, a click elsewhere, or the key that opened it."""

    def __init__(self, parent: QWidget, formats: Formats) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(_WIDTH)
        self._formats = formats
        self._title = Text("", font="lead_strong", wrap=True)
        self._sub = Text("", font="small", tone="muted", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._sub)
        layout.addLayout(self._grid)

    def show_rank(self, found: RankFacts, at: QPoint, *, is_called_back: bool = False) -> None:
        """Fill the card and show it at ``at`` (global); a call-back due now stands on top whatever its points."""
        self._fill(found)
        if is_called_back:
            self._title.setText(f"On top: the call-back is due · {self._formats.number(found.score)} points")
            if found.rank is not None:
                self._sub.setText(f"{self._sub.text()} · rank {self._formats.number(found.rank)} by its points")
            self.setAccessibleName(self.text())
        self.adjustSize()
        self.move(at)
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def text(self) -> str:
        """Every word of the card, a line for each row."""
        rows: dict[int, list[str]] = {}
        for at in range(self._grid.count()):
            item = self._grid.itemAt(at)
            widget = item.widget() if item is not None else None
            row = self._grid.getItemPosition(at)[0]  # type: ignore[index]
            if isinstance(widget, Text):
                rows.setdefault(row, []).append(widget.text())
        return "\n".join([self._title.text(), self._sub.text(), *(" ".join(words) for words in rows.values())])

    def _fill(self, found: RankFacts) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        place = f"Rank {self._formats.number(found.rank)}" if found.rank is not None else "Not on today's list"
        self._title.setText(f"{place}: {self._formats.number(found.score)} points")
        value_class = f" · class {found.value_class}" if found.value_class else ""
        self._sub.setText(f"{found.name}{value_class}")
        row = 0
        for part in score_parts(found.facts, found.weights):
            self._add(row, part.name, self._detail(part, found), signed(part.points), quiet=part.points == 0)
            row += 1
        self._add(row, "Together", "", self._formats.number(found.score), font="strong")
        changes = what_would_change(found.facts, lambda minor: self._amount(minor, found), found.weights)
        if changes:
            row += 1
            head = Text("What would change it", font="small_strong", tone="muted")
            head.setContentsMargins(0, 8, 0, 0)
            self._grid.addWidget(head, row, 0, 1, 3)
        for change in changes:
            row += 1
            self._add(row, change.words[:1].upper() + change.words[1:], "", signed(change.points))
        self.setAccessibleName(self.text())

    def _add(self, row: int, name: str, detail: str, points: str, *, quiet: bool = False, font: str = "body") -> None:
        tone = "muted" if quiet else "normal"
        left = Text(name, font=font, tone=tone, wrap=not detail)
        right = Text(points, font=font, tone=tone)
        right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if detail:
            middle = Text(detail, font="small", tone="muted")
            self._grid.addWidget(left, row, 0)
            self._grid.addWidget(middle, row, 1, Qt.AlignmentFlag.AlignRight)
        else:
            self._grid.addWidget(left, row, 0, 1, 2)
        self._grid.addWidget(right, row, 2)

    def _detail(self, part: ScorePart, found: RankFacts) -> str:
        facts = found.facts
        match part.name:
            case "Overdue value":
                return self._amount(facts.overdue_minor, found)
            case "Pays late":
                if found.settled:
                    return f"{found.late} of {found.settled} paid late"
                return "no history yet"
            case "Oldest item":
                return f"{facts.oldest_days} {'day' if facts.oldest_days == 1 else 'days'}"
            case "In dispute" if facts.disputed_minor:
                return self._amount(facts.disputed_minor, found)
            case "Unapplied cash" if facts.unapplied_minor:
                return self._amount(facts.unapplied_minor, found)
            case _:
                return ""

    def _amount(self, minor: int, found: RankFacts) -> str:
        return f"{self._formats.amount(minor, found.currency)} {found.currency}"

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F3, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.close()
        else:
            super().keyPressEvent(event)


def signed(points: int) -> str:
    """``+300``, ``−120`` with a real minus sign, ``0``."""
    return f"+{points}" if points > 0 else f"−{-points}" if points else "0"
