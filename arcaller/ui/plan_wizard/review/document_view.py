"""The PDF on screen: the very file that is saved and printed, fitted to the width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from arcaller.ui.shared.widgets.text import Text

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPdfWidgets import QPdfView


class DocumentView(QWidget):
    """``loaded(pages)`` once the file can be seen; 0 pages when it cannot, with the reason in its place.

    The PDF module is loaded with the first file, not with the window.
    """

    loaded = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pdf = b""
        self._buffer: QBuffer | None = None
        self._document: QPdfDocument | None = None
        self._view: QPdfView | None = None
        self._problem = Text("", tone="muted", wrap=True)
        self._problem.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._problem, 1)

    @property
    def pdf(self) -> bytes:
        """The file shown."""
        return self._pdf

    @property
    def document(self) -> QPdfDocument | None:
        """The loaded document, for the printer."""
        return self._document

    @property
    def pages(self) -> int:
        """Number of pages shown."""
        return self._document.pageCount() if self._document is not None else 0

    def show_pdf(self, pdf: bytes, summary: str) -> None:
        """Show ``pdf``; ``summary`` is what a screen reader hears instead of the picture."""
        from PySide6.QtPdf import QPdfDocument

        view, document = self._made()
        self._pdf = pdf
        buffer = QBuffer(self)
        buffer.setData(QByteArray(pdf))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document.close()
        document.load(buffer)
        # the document reads from its buffer as long as it is open: the old one goes only now
        if self._buffer is not None:
            self._buffer.deleteLater()
        self._buffer = buffer
        is_good = document.status() == QPdfDocument.Status.Ready and document.pageCount() > 0
        view.setVisible(is_good)
        view.setAccessibleDescription(summary)
        self._problem.setVisible(not is_good)
        self._problem.setText("" if is_good else "The agreement cannot be shown; make it again or report this.")
        self.loaded.emit(document.pageCount() if is_good else 0)

    def clear(self, why: str) -> None:
        """Show ``why`` there is no file."""
        self._pdf = b""
        if self._document is not None:
            self._document.close()
        if self._view is not None:
            self._view.hide()
        self._problem.setText(why)
        self._problem.show()

    def _made(self) -> tuple[QPdfView, QPdfDocument]:
        from PySide6.QtPdf import QPdfDocument
        from PySide6.QtPdfWidgets import QPdfView

        if self._view is None or self._document is None:
            self._document = QPdfDocument(self)
            view = self._view = QPdfView(self)
            view.setAccessibleName("The agreement")
            view.setPageMode(QPdfView.PageMode.MultiPage)
            view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
            view.setDocument(self._document)
            self._layout.addWidget(view, 1)
        return self._view, self._document
