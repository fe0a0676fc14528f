"""From the talk to the outcome: what an answer or an offer arms, filled in, never logged by itself."""

from __future__ import annotations

from PySide6.QtCore import QObject

from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.plans.offers import Offer, Rung
from arcaller.domain.plans.terms import PlanTerms
from arcaller.domain.talking.objections import NextMove
from arcaller.ui.call_sheet.outcome.detail_forms import DISPUTE_REASONS
from arcaller.ui.call_sheet.outcome.outcome_panel import OutcomePanel
from arcaller.ui.call_sheet.prepare.invoices_panel import InvoicesPanel
from arcaller.ui.call_sheet.talk.conversation_panel import ConversationPanel
from arcaller.ui.shared.words.formats import Formats

_REASON_LETTERS = {code: letter for letter, code, _word in DISPUTE_REASONS}


class TalkMoves(QObject):
    """Carries choices of the talk to outcomes and ticks; :meth:`pop_terms` has the plan that was offered."""

    def __init__(
        self, talk: ConversationPanel, outcomes: OutcomePanel, invoices: InvoicesPanel, formats: Formats
    ) -> None:
        super().__init__(talk)
        self._talk, self._outcomes, self._invoices, self._formats = talk, outcomes, invoices, formats
        self._terms: PlanTerms | None = None
        talk.objections.concern_kept.connect(outcomes.keep_concern)
        talk.objections.stop_known.connect(outcomes.facts_row.know_stop)
        talk.identity_verified.connect(outcomes.refresh)
        talk.objections.taken.connect(self.take_objection)
        talk.offers.taken.connect(self.take_offer)
        talk.digit_typed.connect(outcomes.arm_key)
        invoices.ticks_changed.connect(talk.refresh_page)

    def pop_terms(self) -> PlanTerms | None:
        """The terms of the offer that opens the wizard, once; ``None`` where the plan is to be built from nothing."""
        terms, self._terms = self._terms, None
        return terms

    def take_objection(self, move: NextMove) -> None:
        """Arm what follows from an answer, its letter or reason chosen."""
        if move.outcome is None:
            self._talk.show_offers()
            return
        self._talk.close_page()
        self._outcomes.arm(move.outcome)
        if not move.detail:
            return
        if move.outcome is CallOutcome.DISPUTE:
            self._outcomes.pick_reason(_REASON_LETTERS[move.detail])
        else:
            self._outcomes.pick_letter(move.detail)

    def take_offer(self, offer: Offer) -> None:
        """Arm a promise with day and amount, or open the wizard with the plan; the ticks are what it covers."""
        self._invoices.tick_only(set(self._talk.offers.ladder.invoice_ids))
        self._talk.close_page()
        if offer.rung in (Rung.LONGEST, Rung.SETTLEMENT):
            self._terms = offer.plan.terms
            self._outcomes.arm(CallOutcome.PLAN)
            return
        plan = offer.plan
        parts = [(row.due_on, row.amount) for row in plan.installments]
        if plan.down_payment:
            parts.insert(0, (plan.terms.agreed_on, plan.down_payment))
        self._outcomes.arm(CallOutcome.PROMISE)
        form = self._outcomes.promise_form
        form.when.setText(" ".join(day.isoformat() for day, _amount in parts))
        form.amount.setText("+".join(self._formats.typed(amount.minor, amount.currency) for _day, amount in parts))
