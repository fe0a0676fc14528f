"""The paper leaves the program: a name that nothing has yet, and sheets for a printer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

from arcaller.domain.errors import DomainError

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrinter

PRINT_DPI = 200
"""Fine enough for 8-point text; three pages take half a second and a few megabytes."""
_POINTS_PER_INCH = 72


def free_name(target: Path) -> Path:
    """``agreement.pdf`` → ``agreement-2.pdf``: the first name beside ``target`` that nothing has yet."""
    number = 2
    while (found := target.with_name(f"{target.stem}-{number}{target.suffix}")).exists():
        number += 1
    return found


def printers() -> list[str]:
    """Names of the printers set up on this machine."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return list(QPrinterInfo.availablePrinterNames())


def print_document(document: QPdfDocument, printer: QPrinter) -> int:
    """Every page of ``document`` on its own sheet; answers the number of pages printed."""
    points = document.pagePointSize(0)
    printer.setPageSize(QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch))
    printer.setFullPage(True)
    printer.setResolution(PRINT_DPI)
    painter = QPainter()
    if not painter.begin(printer):
        raise DomainError("The printer did not take the paper; look at it, or save the agreement as a PDF.", "print")
    for number in range(document.pageCount()):
        if number:
            printer.newPage()
        layout: QPageLayout = printer.pageLayout()
        painter.drawImage(QRectF(layout.fullRectPixels(PRINT_DPI)), page_image(document, number))
    painter.end()
    return document.pageCount()


def page_image(document: QPdfDocument, number: int) -> QImage:
    """One page as a picture on white: what the document renders is transparent."""
    points = document.pagePointSize(number)
    size = QSize(
        round(points.width() * PRINT_DPI / _POINTS_PER_INCH), round(points.height() * PRINT_DPI / _POINTS_PER_INCH)
    )
    sheet = QImage(size, QImage.Format.Format_RGB32)
    sheet.fill(Qt.GlobalColor.white)
    painter = QPainter(sheet)
    painter.drawImage(0, 0, document.render(number, size))
    painter.end()
    return sheet
