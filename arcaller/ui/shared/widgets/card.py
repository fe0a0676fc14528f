"""A card: a quiet frame with a title, a mark that says it is taken care of, and a body."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from arcaller.ui.shared.widgets.text import Text

_MARKS = {"done": ("✓", "good"), "open": ("○", "muted"), "edit": ("✎", "good"), "": ("", "muted")}
_MARK_WORDS = {"done": "prepared", "open": "not looked at yet", "edit": "to be edited", "": ""}


class Card(QFrame):
    """``title`` over a body; put widgets into `body`. ``mark`` is ``done``, ``open``, ``edit`` or nothing."""

    def __init__(self, title: str = "", *, mark: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(title)
        self._title = Text(title, font="small_strong", tone="muted", elide=True)
        self._mark = Text("", font="strong")
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(self._title, 1)
        self.head.addWidget(self._mark)
        self.body = QVBoxLayout()
        self.body.setSpacing(4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        layout.addLayout(self.head)
        layout.addLayout(self.body, 1)
        self._title.setVisible(bool(title))
        self.set_mark(mark)

    @property
    def title(self) -> str:
        return self._title.text()

    def set_title(self, title: str) -> None:
        """Change the words on top."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._title.setToolTip(title)
        self.setAccessibleName(title)

    def set_mark(self, mark: str) -> None:
        """Show that the card is ``done``, still ``open``, to ``edit``, or show nothing."""
        sign, tone = _MARKS[mark]
        self._mark.setText(sign)
        self._mark.set_tone(tone)
        self._mark.setVisible(bool(sign))
        self._mark.setAccessibleName(_MARK_WORDS[mark])
        self.setAccessibleDescription(_MARK_WORDS[mark])


class Banner(QFrame):
    """A toned ground across the width for what must not be missed; put widgets into `body`."""

    def __init__(self, text: str = "", *, tone: str = "warn", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setProperty("tone", tone)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(12, 8, 12, 8)
        self.body.setSpacing(4)
        self._text = Text(text, font="strong", wrap=True)
        self.body.addWidget(self._text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(text)

    def set_text(self, text: str, tone: str) -> None:
        """Other words in another tone."""
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(text)
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
