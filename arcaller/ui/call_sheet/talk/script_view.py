"""The stages of the talk, ready to read out; debt detail waits until the right person is verified."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from arcaller.domain.talking.script import SpokenStage, Stage
from arcaller.ui.call_sheet.talk.stage_mark import StageMark
from arcaller.ui.shared.widgets.text import Span, Spans

STAGES = tuple(Stage)
_IDENTITY = STAGES.index(Stage.RIGHT_PERSON)


class ScriptView(QScrollArea):
    """Six stages with their marks; ``changed`` when one was ticked, ``identified`` once the right person was."""

    changed = Signal()
    identified = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.marks: list[StageMark] = []
        self._texts: list[Spans] = []
        content = self._content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 4, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(10)
        for row, stage in enumerate(STAGES):
            mark, text = StageMark(row + 1, stage.label), Spans()
            mark.toggled.connect(self.changed)
            if stage is Stage.RIGHT_PERSON:
                mark.toggled.connect(lambda done: self.identified.emit() if done else None)
            grid.addWidget(mark, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, row, 1)
            self.marks.append(mark)
            self._texts.append(text)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(STAGES), 1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Conversation script")
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)

    @property
    def is_identified(self) -> bool:
        """Whether the right person was ticked."""
        return self.marks[_IDENTITY].isChecked()

    def identify(self) -> None:
        """Tick greeting and right person: the caller heard the name."""
        for mark in self.marks[: _IDENTITY + 1]:
            mark.setChecked(True)

    def begin(self) -> None:
        """Another client: nothing said yet, from the greeting on."""
        self.verticalScrollBar().setValue(0)
        for mark in self.marks:
            mark.blockSignals(True)
            mark.setChecked(False)
            mark.blockSignals(False)

    @property
    def text(self) -> str:
        """All that can be read out now."""
        return "\n".join(each.text for each in self._texts)

    def show_stages(self, spoken: Sequence[SpokenStage]) -> None:
        """Show ``spoken``, one entry a stage."""
        current = next((i for i, mark in enumerate(self.marks) if not mark.isChecked()), -1)
        for index, (stage, mark, text) in enumerate(zip(spoken, self.marks, self._texts, strict=True)):
            mark.set_current(index == current)
            held_before = index > 0 and spoken[index - 1].is_held
            spans = _spans(
                stage, is_current=index == current, is_done=mark.isChecked(), is_first_held=not held_before
            )
            text.set_spans(spans)
        # a scroll area asks again for the height that wrapped words need only when it is told to
        self._content.updateGeometry()
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))
        if current > 0:
            QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self._texts[current], 0, 40))


def _spans(stage: SpokenStage, *, is_current: bool, is_done: bool, is_first_held: bool) -> list[Span]:
    quiet = "normal" if is_current else "muted"
    spans = [Span(f"{stage.stage.label} ", tone="normal", strong=True)]
    if stage.is_held:
        return [*spans, Span("after the right person is ticked (F7)", tone="muted")] if is_first_held else spans
    if stage.lines:
        spans.append(Span(" ".join(stage.lines), tone=quiet))
    if stage.cues and not is_done:
        spans.append(Span(("\n" if stage.lines else "") + " · ".join(stage.cues), tone="muted"))
    return spans
