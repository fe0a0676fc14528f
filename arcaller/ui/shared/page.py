"""A screen or form that hands the focus on to one of its fields."""

from __future__ import annotations

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from arcaller.ui.shared.compat import override


class Page(QWidget):
    """Focus given to the page goes to its `first_focus`.

    F1 opens its ``help_page``; "" is the page of its place in the rail.

    Not by a focus proxy: with one deep inside, Qt's Tab goes straight to it from outside, and whatever stands before
    it on the page is reached by no Tab at all.
    """

    help_page = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first_focus: QWidget | None = None

    @property
    def first_focus(self) -> QWidget | None:
        """The widget that is ready for keys when the page is opened."""
        return self._first_focus

    def set_first_focus(self, widget: QWidget) -> None:
        """Choose it; the focus moves only when the page is given it."""
        self._first_focus = widget

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._first_focus is not None and self._first_focus.isVisibleTo(self):
            self._first_focus.setFocus(event.reason())
