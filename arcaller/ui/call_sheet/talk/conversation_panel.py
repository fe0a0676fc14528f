"""The conversation by stages, ready to read out; debt detail waits until the right person is verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QScrollArea, QWidget

from arcaller.domain.calls.script import Script, ScriptField, SpokenStage, Stage, speak
from arcaller.domain.plans.offers import next_friday
from arcaller.services.calling.talk import Voice, script_facts
from arcaller.ui.call_sheet.sheet_context import Draft, SheetContext
from arcaller.ui.shared.compat import override
from arcaller.ui.shared.theme import look
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.text import Span, Spans

_STAGES = tuple(Stage)


class StageMark(QAbstractButton):
    """A stage's number in a ring, a tick once it is done; Space or a click says done."""

    def __init__(self, number: int, name: str) -> None:
        super().__init__()
        self._number = number
        self._current = False
        self.setCheckable(True)
        self.setFixedSize(24, 24)
        self.setAccessibleName(name)
        self.setToolTip(f"{name} done (Space)")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_current(self, current: bool) -> None:
        """Draw the ring of the stage the talk is at."""
        self._current = current
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(24, 24)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look_now = look()
        colors, painter = look_now.colors, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        done = self.isChecked()
        tone = colors.of("good") if done else colors.accent if self._current else colors.edge
        painter.setPen(QPen(tone, 2 if self._current or self.hasFocus() else 1))
        painter.setBrush(colors.soft("good") if done else colors.surface)
        ring = QRectF(2, 2, 20, 20)
        painter.drawEllipse(ring)
        if self.hasFocus():
            painter.setPen(QPen(colors.focus, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(0.5, 0.5, 23, 23))
        painter.setFont(look_now.fonts.small_strong)
        painter.setPen(tone if done or self._current else colors.muted)
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, "✓" if done else str(self._number))


@dataclass(frozen=True, slots=True)
class TalkTools:
    """The scripts by communication style, and who speaks."""

    scripts: Mapping[str, Script]
    voice: Voice


class ConversationPanel(Card):
    """Six stages; ``identity_verified`` once the right person is ticked."""

    identity_verified = Signal()

    def __init__(self, tools: TalkTools) -> None:
        super().__init__("Conversation")
        self._tools, self._script = tools, tools.scripts["brief"]
        self._facts: Mapping[ScriptField, str] = {}
        self._marks: list[StageMark] = []
        self._texts: list[Spans] = []
        self._content = content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 4, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(10)
        for row, stage in enumerate(_STAGES):
            mark, text = StageMark(row + 1, stage.label), Spans()
            mark.toggled.connect(self._refresh)
            if stage is Stage.RIGHT_PERSON:
                mark.toggled.connect(lambda done: self.identity_verified.emit() if done else None)
            grid.addWidget(mark, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, row, 1)
            self._marks.append(mark)
            self._texts.append(text)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(_STAGES), 1)
        self._area = area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName("Conversation script")
        area.setWidget(content)
        area.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        self.body.addWidget(area, 1)
        self.set_script(self._script)

    def use_tools(self, tools: TalkTools) -> None:
        """The office's settings changed."""
        self._tools = tools

    def start(self, context: SheetContext, _draft: Draft) -> None:
        """Another client: nothing said yet."""
        for mark in self._marks:
            mark.blockSignals(True)
            mark.setChecked(False)
            mark.blockSignals(False)
        self.show_context(context)

    def show_context(self, context: SheetContext) -> None:
        """The same talk with newer facts, in the style of the person on the line."""
        contact, tools = context.contact, self._tools
        style = contact.style if contact is not None and contact.style in tools.scripts else "brief"
        self._facts = script_facts(
            context.sheet,
            contact,
            tools.voice,
            hour=context.now_local.hour,
            today=context.desk.today,
            offer_day=next_friday(context.desk.today),
        )
        self.set_script(tools.scripts[style])

    def draft(self) -> dict[str, Any]:
        """Nothing is typed here."""
        return {}

    def set_script(self, script: Script) -> None:
        """Speak in another style or language."""
        self._script = script
        self.set_title(f"Conversation · {script.style.value} style")
        self._refresh()

    @property
    def script_name(self) -> str:
        """The script read out, as the call keeps it: ``en-brief v1``."""
        return self._script.name

    @property
    def is_identity_verified(self) -> bool:
        """Whether the right person was ticked."""
        return self._marks[_STAGES.index(Stage.RIGHT_PERSON)].isChecked()

    def verify_identity(self) -> None:
        """Tick greeting and right person: the caller heard the name."""
        for mark in self._marks[: _STAGES.index(Stage.RIGHT_PERSON) + 1]:
            mark.setChecked(True)

    def _refresh(self) -> None:
        spoken = speak(self._script, self._facts, is_identity_verified=self.is_identity_verified)
        current = next((i for i, mark in enumerate(self._marks) if not mark.isChecked()), -1)
        for index, (stage, mark, text) in enumerate(zip(spoken, self._marks, self._texts, strict=True)):
            mark.set_current(index == current)
            held_before = index > 0 and spoken[index - 1].is_held
            spans = _spans(
                stage, is_current=index == current, is_done=mark.isChecked(), is_first_held=not held_before
            )
            text.set_spans(spans)
        # a scroll area asks again for the height that wrapped words need only when it is told to
        self._content.updateGeometry()
        QCoreApplication.postEvent(self._area, QEvent(QEvent.Type.LayoutRequest))
        if current > 0:
            QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self._texts[current], 0, 40))


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
