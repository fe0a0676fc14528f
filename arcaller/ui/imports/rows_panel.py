"""The rows worth a look before anything is written: wrong, doubtful, changed, gone; else the first of the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, overload

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSignalBlocker, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTabBar, QTableView

from arcaller.exchange.columns import AMOUNT_FIELDS
from arcaller.exchange.file_report import FileReport
from arcaller.exchange.records import RowIssue
from arcaller.ui.imports.import_words import decision_notes
from arcaller.ui.imports.import_work import Looked
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.look.theme import look
from arcaller.ui.shared.tables.table_view import show_as_rows
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.text import Text
from arcaller.ui.shared.words.formats import Formats

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ISSUE_HEADS = ("Row", "What", "Column", "Why")
_WHAT = {"errors": ("● wrong", "bad"), "warnings": ("◐ warning", "warn"), "changed": ("changed", "accent"),
         "gone": ("gone", "muted")}  # fmt: skip
FIRST_ROWS = "first"
_NO_ROW = "–"
_FIRST_PIXELS = 13
"""Size of the text that column widths are given for."""
_TITLES = {"errors": "Wrong", "warnings": "Warnings", "changed": "Changed", "gone": "Gone",
           FIRST_ROWS: "First rows of the file"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: its texts, the tone of each (empty: all normal), and the whole of it as a sentence."""

    texts: tuple[str, ...]
    tones: tuple[str, ...]
    sentence: str


class IssueLines(Sequence[Line]):
    """Issues of one kind as lines, each made when it is looked at: a file may have a million of them."""

    def __init__(self, kind: str, issues: Sequence[RowIssue]) -> None:
        self._kind, self.issues = kind, issues

    def __len__(self) -> int:
        return len(self.issues)

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Line]: ...
    def __getitem__(self, at: int | slice) -> Line | Sequence[Line]:
        if isinstance(at, slice):
            return IssueLines(self._kind, self.issues[at])
        return _issue_line(self._kind, self.issues[at])


class RowsModel(QAbstractTableModel):
    """Lines under heads; the columns in ``numeric`` stand right-aligned."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heads: tuple[str, ...] = ()
        self._lines: Sequence[Line] = ()
        self._numeric: frozenset[int] = frozenset()

    def set_rows(self, heads: Sequence[str], lines: Sequence[Line], numeric: frozenset[int] = frozenset()) -> None:
        """Show ``lines`` from now on."""
        self.beginResetModel()
        self._heads, self._lines, self._numeric = tuple(heads), lines, numeric
        self.endResetModel()

    def line(self, row: int) -> Line:
        """The line at ``row``."""
        return self._lines[row]

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._lines)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._heads)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self._heads):
            if role == _Role.DisplayRole:
                return self._heads[section]
            if role == _Role.TextAlignmentRole:
                return _RIGHT if section in self._numeric else _LEFT
        return None

    @override
    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], index.column()
        if role == _Role.DisplayRole:
            return line.texts[column]
        if role == _Role.TextAlignmentRole:
            return _RIGHT if column in self._numeric else _LEFT
        if role == _Role.ForegroundRole and line.tones and line.tones[column] != "normal":
            return look().colors.of(line.tones[column])
        if role in (_Role.AccessibleTextRole, _Role.ToolTipRole):
            return line.sentence
        return None


class RowsPanel(Card):
    """The table with its filter; the chosen row stands in full below it."""

    def __init__(self, formats: Formats) -> None:
        super().__init__("Rows to look at")
        self._formats = formats
        self._lines: dict[str, Sequence[Line]] = {}
        self._counts: dict[str, int] = {}
        self._report: FileReport | None = None
        self._filter = FIRST_ROWS
        self.model = RowsModel(self)
        self.table = QTableView()
        self.tabs = QTabBar()
        self._notes = Text("", font="small", tone="muted", wrap=True)
        self._detail = Text("", wrap=True)
        self._set_up_table()
        self._build()

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        show_as_rows(table, "Rows to look at")
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.setMinimumHeight(120)
        table.selectionModel().currentRowChanged.connect(lambda current, _previous: self._show_detail(current))

    def _build(self) -> None:
        self.tabs.setAccessibleName("Which rows")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.currentChanged.connect(lambda index: self.show_filter(self.tabs.tabData(index) or ""))
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._detail)
        self.body.addWidget(self._notes)

    @property
    def filter(self) -> str:
        """Which rows are shown."""
        return self._filter

    def show_file(self, looked: Looked) -> None:
        """Fill the table from a look at a file: what is wrong first, else the first rows as they stand in it."""
        self._report = looked.report
        preview = looked.preview
        kept = self._filter
        issues: dict[str, Sequence[RowIssue]] = {}
        if preview is not None and not preview.questions:
            issues = {"errors": preview.errors, "warnings": preview.warnings, "changed": preview.changed_rows}
        issues["gone"] = [RowIssue(0, "", said) for said in looked.gone]
        self._lines = {kind: IssueLines(kind, found) for kind, found in issues.items()}
        self._counts = {kind: _count_rows(found) for kind, found in issues.items()}
        self._lines[FIRST_ROWS] = _first_lines(looked.report)
        notes = decision_notes(looked.report)
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))
        self._show_filters(kept)

    def _show_filters(self, kept: str) -> None:
        kinds = [kind for kind in _WHAT if self._lines.get(kind)]
        keys = [*kinds, FIRST_ROWS]
        with QSignalBlocker(self.tabs):
            while self.tabs.count():
                self.tabs.removeTab(0)
            for at, key in enumerate(keys):
                count = self._formats.number(self._counts.get(key, 0))
                self.tabs.addTab(_TITLES[key] if key == FIRST_ROWS else f"{_TITLES[key]} {count}")
                self.tabs.setTabData(at, key)
        is_kept = kept in kinds
        self.show_filter(kept if is_kept else next(iter(kinds), FIRST_ROWS))

    def show_filter(self, key: str) -> None:
        """Show one kind of rows: ``errors``, ``warnings``, ``changed``, ``gone`` or ``first``."""
        if key not in self._lines:
            return
        self._filter = key
        with QSignalBlocker(self.tabs):
            at = next(i for i in range(self.tabs.count()) if self.tabs.tabData(i) == key)
            self.tabs.setCurrentIndex(at)
        if key == FIRST_ROWS:
            self._show_first_rows()
        else:
            self.model.set_rows(_ISSUE_HEADS, self._lines[key], frozenset({0}))
            self._fit((64, 96, 128))
        self._detail.setText("")
        self._detail.hide()

    def _show_first_rows(self) -> None:
        report = self._report
        if report is None:
            return
        table = report.table
        heads = ["Row", *(table.column_name(index) for index in range(len(table.header)))]
        columns = report.mapping.columns
        amounts = {columns[name] + 1 for name in AMOUNT_FIELDS if name in columns}
        self.model.set_rows(heads, self._lines[FIRST_ROWS], frozenset({0, *amounts}))
        self._fit(())

    def _fit(self, widths: Sequence[int]) -> None:
        head = self.table.horizontalHeader()
        head.setStretchLastSection(not widths)
        self.table.verticalHeader().setDefaultSectionSize(look().row_height)
        if widths:
            scale = look().fonts.body.pixelSize() / _FIRST_PIXELS
            for column, width in enumerate(widths):
                head.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
                self.table.setColumnWidth(column, round(width * scale))
            head.setSectionResizeMode(len(widths), QHeaderView.ResizeMode.Stretch)
            return
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.table.resizeColumnsToContents()
        for column in range(self.model.columnCount()):
            self.table.setColumnWidth(column, min(220, self.table.columnWidth(column) + 10))

    def _show_detail(self, current: _Index) -> None:
        self._detail.setVisible(current.isValid())
        if current.isValid():
            self._detail.setText(self.model.line(current.row()).sentence)


def _count_rows(issues: Sequence[RowIssue]) -> int:
    """Rows of the file, each once however much is wrong with it; items that are gone stand in no row."""
    rows = {issue.row for issue in issues}
    return len(issues) if rows == {0} else len(rows)


def _issue_line(kind: str, issue: RowIssue) -> Line:
    word, tone = _WHAT[kind]
    if not issue.row:
        return Line((_NO_ROW, word, "", issue.message), ("muted", tone, "normal", "normal"), f"Gone: {issue.message}")
    where = f"Row {issue.row}, {issue.column}" if issue.column else f"Row {issue.row}"
    tones = ("muted", tone, "normal", "normal")
    return Line((str(issue.row), word, issue.column, issue.message), tones, f"{where}: {issue.message}")


def _first_lines(report: FileReport) -> list[Line]:
    used = set(report.mapping.columns.values())
    tones = ("muted", *("normal" if index in used else "muted" for index in range(len(report.table.header))))
    lines = []
    for number, row in enumerate(report.sample, report.table.header_row + 1):
        texts = [str(cell) for cell in row][: len(report.table.header)]
        texts += [""] * (len(report.table.header) - len(texts))
        lines.append(Line((str(number), *texts), tones, f"Row {number}: {', '.join(filter(None, texts))}"))
    return lines
