"""Ways to pay what is ticked: what to read out or spell, and the QR code for a shared screen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from arcaller.domain.talking.spelling import spell
from arcaller.services.papers.pay_ways import WaysToPay, WayToPay
from arcaller.ui.call_sheet.talk.choice_list import Choice, ChoiceList
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.widgets.qr_code import LARGE, SMALL, QrCode
from arcaller.ui.shared.widgets.text import Span, Spans
from arcaller.ui.shared.words.formats import Formats

_LOW = 380
"""Height in pixels under which the code stands beside the lines, and smaller."""
_SPACING = 6
_HELD = "The ways to pay stand here after the right person is ticked (F7)."
_LETTERS = {
    "Reference": "r", "Account holder": "h", "IBAN": "i", "BIC": "b", "Account number": "n", "Bank": "k", "UPI": "u",
}  # fmt: skip


class PayWaysView(QWidget):
    """Enter copies the line; ``copied(words)`` says so."""

    copied = Signal(str)

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._values: dict[str, str] = {}
        self.qr = QrCode("QR code of the payment")
        self.list = ChoiceList("Ways to pay")
        self._about = Spans(font="small")
        self._hint = Spans(font="small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_SPACING)
        layout.addWidget(self._about)
        self._middle = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._middle.setSpacing(_SPACING)
        self._middle.addWidget(self.qr, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._middle.addWidget(self.list, 1)
        layout.addLayout(self._middle, 1)
        layout.addWidget(self._hint)
        self.setFocusProxy(self.list)
        self.list.taken.connect(self._copy)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The code beside the lines where there is little room, and as small as it must be to stand there whole."""
        is_low = self.height() < _LOW
        taken = sum(each.heightForWidth(self.width()) + _SPACING for each in (self._about, self._hint))
        self.qr.fit(self.height() - taken, SMALL if is_low else LARGE)
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._middle.setDirection(beside if is_low else below)

    @property
    def text(self) -> str:
        """All that can be read out or seen now."""
        rows = ("".join(span.text for span in choice.spans) for choice in self.list.choices)
        return "\n".join((self._about.text, *rows))

    def show_held(self) -> None:
        """Nothing to be said of money before the right person is known."""
        self._show_only(Span(_HELD, tone="warn"))

    def show_refusal(self, message: str) -> None:
        """Why there is no way to pay."""
        self._show_only(Span(message, tone="warn"))

    def _show_only(self, span: Span) -> None:
        self._values = {}
        self.qr.show_rows(())
        self.list.show_choices(())
        self._about.set_spans([span])
        self._hint.set_spans([Span("Esc ", strong=True), Span("script", tone="muted")])

    def show_ways(self, ways: WaysToPay) -> None:
        """Show ``ways``."""
        self._values = {line.name: line.value for line in ways.lines}
        self.qr.show_rows(ways.qr)
        self.list.show_choices([_choice(line) for line in ways.lines], self.list.current)
        about = [Span(self._formats.money(ways.amount), strong=True), Span(" of what is ticked", tone="muted")]
        if ways.qr_note:
            about.append(Span(f". {ways.qr_note}", tone="muted"))
        self._about.set_spans(about)
        self._hint.set_spans(
            [
                Span("Enter ", strong=True),
                Span("copies the line · ", tone="muted"),
                Span("Esc ", strong=True),
                Span("script", tone="muted"),
            ]
        )
        self._fit()

    def _copy(self, name: str) -> None:
        value = self._values.get(name)
        if value:
            QGuiApplication.clipboard().setText(value)
            self.copied.emit(f"{name} is on the clipboard.")


def _choice(line: WayToPay) -> Choice:
    spans = [Span(f"{line.name}  ", tone="muted"), Span(line.value, strong=True)]
    if line.is_spelled:
        spans.append(Span(f"\n{spell(line.value)}", tone="muted"))
    return Choice(line.name, _LETTERS.get(line.name, "l"), tuple(spans))
