"""The middle card of the sheet: what to say, in the language and style of the person on the line."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, repeat
from string import ascii_lowercase
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from arcaller.domain.calls.languages import LANGUAGE_NAMES
from arcaller.domain.calls.script import Script, ScriptField, Style, choose_script, speak
from arcaller.domain.plans.offers import next_friday
from arcaller.services.calling.talk import script_facts
from arcaller.ui.call_sheet.sheet_context import Draft, SheetContext
from arcaller.ui.call_sheet.talk.choice_list import Choice, ChoiceList
from arcaller.ui.call_sheet.talk.script_view import ScriptView
from arcaller.ui.call_sheet.talk.talk_tools import TalkTools
from arcaller.ui.shared.widgets.buttons import Button
from arcaller.ui.shared.widgets.card import Card
from arcaller.ui.shared.widgets.text import Span

__all__ = ["ConversationPanel", "TalkTools"]


class ConversationPanel(Card):
    """``identity_verified`` once the right person is ticked; ``page_left`` when Esc closes what was opened over the
    script, ``digit_typed(text)`` for an outcome's digit typed there.
    """

    identity_verified = Signal()
    page_left = Signal()
    digit_typed = Signal(str)

    def __init__(self, tools: TalkTools) -> None:
        super().__init__("Conversation")
        self._tools = tools
        self._script = choose_script(tools.scripts, (), Style.BRIEF)
        self._chosen = ""
        self._context: SheetContext | None = None
        self._facts: Mapping[ScriptField, str] = {}
        self.chooser = Button("", kind="quiet")
        self.chooser.setToolTip("Another language or style (Ctrl+Shift+J)")
        self.head.insertWidget(1, self.chooser)
        self.script_view = ScriptView()
        self._pages = QStackedWidget()
        self.script_list = ChoiceList("Scripts")
        for page in (self.script_view, self.script_list):
            self._pages.addWidget(page)
        self.body.addWidget(self._pages, 1)
        self.chooser.clicked.connect(lambda _checked=False: self.choose())
        self.script_view.changed.connect(self._refresh)
        self.script_view.identified.connect(self.identity_verified)
        self.script_list.taken.connect(self._take_script)
        self.script_list.left.connect(self.close_page)
        self.script_list.digit_typed.connect(self._on_digit)
        self._show_script(self._script)

    def _on_digit(self, text: str) -> None:
        self.close_page()
        self.digit_typed.emit(text)

    def use_tools(self, tools: TalkTools) -> None:
        """The office's settings or texts changed."""
        self._tools = tools

    def start(self, context: SheetContext, _draft: Draft) -> None:
        """Another client: nothing said yet."""
        self.script_view.begin()
        self._pages.setCurrentWidget(self.script_view)
        self._chosen = ""
        self.show_context(context)

    def show_context(self, context: SheetContext) -> None:
        """The same talk with newer facts, in the style of the person on the line."""
        self._context = context
        self._show_script(self._own_script(context))

    def draft(self) -> dict[str, Any]:
        """Nothing is typed here."""
        return {}

    def _own_script(self, context: SheetContext) -> Script:
        if self._chosen in self._tools.scripts:
            return self._tools.scripts[self._chosen]
        contact = context.contact
        languages = (contact.language if contact is not None else "", context.sheet.language)
        style = contact.style if contact is not None else Style.BRIEF
        return choose_script(self._tools.scripts, languages, style)

    def choose(self) -> None:
        """Open the list of scripts; again: close it."""
        if self._pages.currentWidget() is self.script_list:
            self.close_page()
            return
        scripts = sorted(self._tools.scripts.values(), key=_order)
        choices = [
            Choice(
                script.key, letter, (Span(language_name(script.language), strong=True), Span(f" · {script.style}"))
            )
            for script, letter in zip(scripts, chain(ascii_lowercase, repeat("")), strict=False)
        ]
        self.script_list.show_choices(choices, self._script.key)
        self._open_page(self.script_list)

    def _take_script(self, key: str) -> None:
        self.choose_script(key)
        self.close_page()

    def _open_page(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_page(self) -> None:
        """Back to the script; the keys go where the sheet wants them."""
        if self._pages.currentWidget() is not self.script_view:
            self.page_left.emit()
            self._pages.setCurrentWidget(self.script_view)

    def choose_script(self, key: str) -> None:
        """Speak by the script called ``key`` for the rest of this call."""
        self._chosen = key
        self._show_script(self._tools.scripts[key])

    def _show_script(self, script: Script) -> None:
        self._script = script
        self.chooser.set_text(f"{script.style} · {language_name(script.language)} ▾")
        if self._context is not None:
            context = self._context
            self._facts = script_facts(
                context.sheet,
                context.contact,
                self._tools.voice(script.language),
                hour=context.now_local.hour,
                today=context.desk.today,
                offer_day=next_friday(context.desk.today),
            )
        self._refresh()

    @property
    def script_name(self) -> str:
        """The script read out, as the call keeps it: ``en-brief v1``."""
        return self._script.name

    @property
    def is_identity_verified(self) -> bool:
        """Whether the right person was ticked."""
        return self.script_view.is_identified

    def verify_identity(self) -> None:
        """Tick greeting and right person: the caller heard the name."""
        self.script_view.identify()

    def _refresh(self) -> None:
        spoken = speak(self._script, self._facts, is_identity_verified=self.is_identity_verified)
        self.script_view.show_stages(spoken)


def language_name(language: str) -> str:
    """The language in the words of the screen, or its tag."""
    return LANGUAGE_NAMES.get(language, language)


def _order(script: Script) -> tuple[int, int]:
    known = list(LANGUAGE_NAMES)
    place = known.index(script.language) if script.language in known else len(known)
    return place, list(Style).index(script.style)
