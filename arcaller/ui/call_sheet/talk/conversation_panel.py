"""The middle card of the sheet: what to say, in the language and style of the person on the line.

Over the script lie four pages, each opened by its action and closed by Esc: other scripts, answers to objections, the
offer ladder, ways to pay. Nothing of debt stands on any of them before the right person is ticked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import chain, repeat
from string import ascii_lowercase
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from arcaller.domain.errors import DomainError
from arcaller.domain.plans.offer_words import OfferVoice, plan_words
from arcaller.domain.plans.offers import Rung, next_friday
from arcaller.domain.talking.languages import LANGUAGE_NAMES
from arcaller.domain.talking.objections import answer_objections, choose_objections
from arcaller.domain.talking.script import Script, ScriptField, Style, choose_script, speak
from arcaller.services.talking.offers import Ladder
from arcaller.services.talking.talk import Voice, script_facts
from arcaller.ui.call_sheet.sheet_context import Draft, SheetContext
from arcaller.ui.call_sheet.talk.choice_list import Choice, ChoiceList
from arcaller.ui.call_sheet.talk.objections_view import ObjectionsView
from arcaller.ui.call_sheet.talk.offers_view import OffersView
from arcaller.ui.call_sheet.talk.pay_ways_view import PayWaysView
from arcaller.ui.call_sheet.talk.script_view import ScriptView
from arcaller.ui.call_sheet.talk.talk_tools import TalkTools, Ticked
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

    def __init__(self, tools: TalkTools, ticked: Callable[[], Ticked]) -> None:
        super().__init__("Conversation")
        self._tools = tools
        self._script = choose_script(tools.scripts, (), Style.BRIEF)
        self._chosen = ""
        self._context: SheetContext | None = None
        self._facts: Mapping[ScriptField, str] = {}
        self._ticked = ticked
        self.chooser = Button("", kind="quiet")
        self.chooser.setToolTip("Another language or style (Ctrl+Shift+J)")
        self.head.insertWidget(1, self.chooser)
        self.script_view = ScriptView()
        self.script_list = ChoiceList("Scripts")
        self.objections = ObjectionsView()
        self.offers = OffersView(tools.formats, tools.facts)
        self.pay_ways = PayWaysView(tools.formats)
        self._pages = QStackedWidget()
        self._lists = (self.script_list, self.objections.list, self.offers.list, self.pay_ways.list)
        for page in (self.script_view, self.script_list, self.objections, self.offers, self.pay_ways):
            self._pages.addWidget(page)
        self.body.addWidget(self._pages, 1)
        self._connect()
        self._show_script(self._script)

    def _connect(self) -> None:
        self.chooser.clicked.connect(lambda _checked=False: self.choose())
        self.script_view.changed.connect(self._refresh)
        self.script_view.identified.connect(lambda: self._show_script(self._script))
        self.script_view.identified.connect(self.identity_verified)
        self.script_list.taken.connect(self._take_script)
        for each in self._lists:
            each.left.connect(self.close_page)
            each.digit_typed.connect(self._on_digit)

    def _on_digit(self, text: str) -> None:
        self.close_page()
        self.digit_typed.emit(text)

    # --- the part of the sheet --------------------------------------------------------------------------------------

    def use_tools(self, tools: TalkTools) -> None:
        """The office's settings or texts changed."""
        self._tools = tools

    def start(self, context: SheetContext) -> None:
        """Another client: nothing said yet."""
        self.script_view.begin()
        self.objections.begin()
        self._pages.setCurrentWidget(self.script_view)
        self._chosen = ""
        self.show_context(context)

    def restore(self, draft: Draft) -> None:
        """Nothing is typed here; in which words a client asks us to stop calling is told for the concern restored."""
        if draft:
            found = choose_objections(self._tools.objections, self._script.language)
            self.objections.tell_stop(answer_objections(found, self._facts, is_identity_verified=True))

    def show_context(self, context: SheetContext) -> None:
        """The same talk with newer facts, in the style of the person on the line."""
        self._context = context
        self._show_script(self._own_script(context))

    def draft(self) -> dict[str, Any]:
        """Nothing is typed here."""
        return {}

    def refresh_page(self) -> None:
        """Work out the page that is open anew (other invoices were ticked)."""
        page, known = self._pages.currentWidget(), self.is_identity_verified
        if page is self.objections:
            found = choose_objections(self._tools.objections, self._script.language)
            answers = answer_objections(found, self._facts, is_identity_verified=known)
            self.objections.show_answers(answers, is_held=not known)
        elif page is self.offers and self._context is not None:
            self.offers.show_context(self._context)
            if known:
                self.offers.show_ladder(self._ladder(), self._voice)
            else:
                self.offers.show_held()
        elif page is self.pay_ways:
            self._refresh_ways()

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

    # --- pages over the script --------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Open the list of scripts; again: close it."""
        scripts = sorted(self._tools.scripts.values(), key=_order)
        choices = [
            Choice(
                script.key, letter, (Span(language_name(script.language), strong=True), Span(f" · {script.style}"))
            )
            for script, letter in zip(scripts, chain(ascii_lowercase, repeat("")), strict=False)
        ]
        self.script_list.show_choices(choices, self._script.key)
        self._toggle(self.script_list)

    def open_page(self, name: str) -> None:
        """Open one page by its action's name (``objections``, ``offers``, ``pay_ways``); again: close it."""
        if name == "choose_script":
            self.choose()
        else:
            self._toggle({"objections": self.objections, "offers": self.offers, "pay_ways": self.pay_ways}[name])

    def show_offers(self) -> None:
        """Open the offer ladder."""
        self._toggle(self.offers)

    def _toggle(self, page: QWidget) -> None:
        if self._pages.currentWidget() is page:
            self.close_page()
            return
        self._pages.setCurrentWidget(page)
        self.refresh_page()
        page.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_page(self) -> None:
        """Back to the script; the keys go where the sheet wants them."""
        if self._pages.currentWidget() is not self.script_view:
            self.page_left.emit()
            self._pages.setCurrentWidget(self.script_view)

    def _take_script(self, key: str) -> None:
        self.choose_script(key)
        self.close_page()

    # --- scripts ----------------------------------------------------------------------------------------------------

    def choose_script(self, key: str) -> None:
        """Speak by the script called ``key`` for the rest of this call."""
        self._chosen = key
        self._show_script(self._tools.scripts[key])

    def _own_script(self, context: SheetContext) -> Script:
        if self._chosen in self._tools.scripts:
            return self._tools.scripts[self._chosen]
        contact = context.contact
        languages = (contact.language if contact is not None else "", context.sheet.language)
        style = contact.style if contact is not None else Style.BRIEF
        return choose_script(self._tools.scripts, languages, style)

    def _show_script(self, script: Script) -> None:
        self._script = script
        self.chooser.set_text(f"{script.style} · {language_name(script.language)} ▾")
        if self._context is not None:
            self._facts = self._facts_of(self._context)
        self._refresh()

    @property
    def _voice(self) -> Voice:
        return self._tools.voice(self._script.language)

    def _facts_of(self, context: SheetContext) -> Mapping[ScriptField, str]:
        """What may be said; days and parts are the ladder's, so that no script offers what may not be promised."""
        facts = script_facts(
            context.sheet,
            context.contact,
            self._voice,
            hour=context.now_local.hour,
            today=context.desk.today,
            offer_day=next_friday(context.desk.today),
        )
        # worked out only once it may be said: the next sheet must not wait for it
        offers = self._ladder().offers if self.is_identity_verified else ()
        found = {offer.rung: offer for offer in offers}
        voice = self._voice
        if (longest := found.get(Rung.LONGEST)) is not None:
            own = OfferVoice(voice.language, voice.say_amount, voice.weekday)
            facts[ScriptField.OFFER_PLAN] = plan_words(longest, own)
        if (friday := found.get(Rung.FRIDAY)) is not None:
            facts[ScriptField.OFFER_DAY] = voice.weekday(friday.plan.ends_on)
        facts.pop(ScriptField.OFFER_TWO_PARTS, None)
        if (halves := found.get(Rung.TWO_PARTS)) is not None:
            parts = halves.plan.down_payment, halves.plan.installments[0].amount
            facts[ScriptField.OFFER_TWO_PARTS] = voice.join(
                [voice.say_amount(part.minor, part.currency) for part in parts]
            )
        return facts

    def _ladder(self) -> Ladder:
        if self._context is None:
            return Ladder()
        return self._tools.offers(self._context.desk, self._context.sheet, self._ticked())

    def _refresh(self) -> None:
        spoken = speak(self._script, self._facts, is_identity_verified=self.is_identity_verified)
        self.script_view.show_stages(spoken)
        self.refresh_page()

    def _refresh_ways(self) -> None:
        if not self.is_identity_verified or self._context is None:
            self.pay_ways.show_held()
            return
        try:
            self.pay_ways.show_ways(self._tools.ways(self._context.desk, self._context.sheet, self._ticked()))
        except DomainError as error:
            self.pay_ways.show_refusal(error.message)


def language_name(language: str) -> str:
    """The language in the words of the screen, or its tag."""
    return LANGUAGE_NAMES.get(language, language)


def _order(script: Script) -> tuple[int, int]:
    known = list(LANGUAGE_NAMES)
    place = known.index(script.language) if script.language in known else len(known)
    return place, list(Style).index(script.style)
