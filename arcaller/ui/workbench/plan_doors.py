"""What the plan wizard and the review work with, made from the services."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from arcaller.data.queries.office.users import load_user, load_users
from arcaller.data.queries.plans.plans import load_plan
from arcaller.data.queries.sheet.call_sheet import load_call_sheet
from arcaller.services.changes import Changes
from arcaller.services.commands import ProposePlan, ReschedulePlan
from arcaller.services.desk import Desk
from arcaller.services.papers.safe_files import write_new_file
from arcaller.services.plans.agreements import (
    agreement_inputs,
    draft_agreement_inputs,
    issue_agreement,
    make_agreement,
    missing_glyphs,
    template_words,
)
from arcaller.services.plans.life import break_plan, cancel_plan, give_notice, resume_plan
from arcaller.services.plans.notices import issue_notice
from arcaller.services.plans.overview import plan_overview
from arcaller.services.plans.plans import agree_plan, authority_of, calendar_for, draft_plan_check, propose_plan
from arcaller.services.plans.rescheduling import reschedule_basis, reschedule_draft, reschedule_plan
from arcaller.services.plans.warnings import stored_warnings, watch_of
from arcaller.services.settings import load_settings
from arcaller.ui.plan_wizard.plan_tools import IssuePaper, Paper, PlanBasis, PlanTools, ReviewTools

if TYPE_CHECKING:
    from arcaller.documents.agreement.inputs import AgreementInputs
    from arcaller.documents.paper.fonts import FontBook
    from arcaller.ui.plans.plan_page import PlanPageTools


class PlanDoors:
    """``open_fonts`` makes the faces of the papers; it is asked once, when the first paper is wanted."""

    def __init__(
        self,
        make_desk: Callable[[], Desk],
        open_fonts: Callable[[], FontBook],
        read_draft: Callable[[str], str],
        save_draft: Callable[[str, str], bool],
    ) -> None:
        self._make_desk, self._open_fonts = make_desk, open_fonts
        self._read_draft, self._save_draft = read_draft, save_draft
        self._fonts: FontBook | None = None

    @property
    def fonts(self) -> FontBook:
        """The faces, made on first use."""
        if self._fonts is None:
            self._fonts = self._open_fonts()
        return self._fonts

    def wizard(self) -> PlanTools:
        """The tools of the wizard."""
        return PlanTools(
            load_basis=self._load_basis,
            make_desk=self._make_desk,
            propose=propose_plan,
            preview=self._preview,
            read_draft=self._read_draft,
            save_draft=self._save_draft,
            review=self.review(),
            load_rest=lambda plan_id: reschedule_basis(self._make_desk(), plan_id),
            reschedule=reschedule_plan,
            preview_again=self._preview_again,
        )

    def review(self) -> ReviewTools:
        """The tools of the review of a stored plan."""
        return ReviewTools(
            load_plan=lambda plan_id: load_plan(self._make_desk().ledger, plan_id),
            make_desk=self._make_desk,
            paper=lambda desk, plan_id: self._paper(agreement_inputs(desk, plan_id)),
            old_paper=lambda desk, plan_id, version: self._paper(agreement_inputs(desk, plan_id, version)),
            issue=self._issue,
            agree=agree_plan,
            write_copy=lambda path, pdf, over: write_new_file(path, pdf, replace_existing=over),
            warn=stored_warnings,
        )

    def page(self) -> PlanPageTools:
        """The tools of the page of one plan."""
        from arcaller.ui.plans.plan_page import PlanPageTools

        return PlanPageTools(
            overview=lambda plan_id, version: plan_overview(self._make_desk(), plan_id, version),
            give_notice=give_notice,
            break_plan=break_plan,
            cancel=cancel_plan,
            resume=resume_plan,
            save_notice=lambda desk, wanted: issue_notice(desk, *wanted, self.fonts, replace_existing=True),
        )

    def _load_basis(self, client_id: int) -> PlanBasis:
        desk = self._make_desk()
        settings = load_settings(desk.ledger)
        sheet = load_call_sheet(desk.ledger, client_id, desk.today)
        me = load_user(desk.ledger, desk.actor_id)
        others = (user.name for user in load_users(desk.ledger) if user.role == "supervisor" and user.name != me.name)
        return PlanBasis(
            client_id=client_id,
            client_name=sheet.name,
            invoices=sheet.invoices,
            authority=lambda currency: authority_of(desk, settings, currency),
            calendar=calendar_for(desk, client_id, settings),
            cost_rate=settings.cost_of_money_percent,
            approver=next(others, ""),
            watch=watch_of(desk, client_id),
        )

    def _preview(self, desk: Desk, command: ProposePlan) -> Paper:
        draft = draft_plan_check(desk, command.client_id, command.invoice_ids, command.terms)
        inputs = draft_agreement_inputs(
            desk, command.client_id, command.invoice_ids, draft.schedule, draft.is_within_authority
        )
        return self._paper(inputs)

    def _preview_again(self, desk: Desk, command: ReschedulePlan) -> Paper:
        _, inputs = reschedule_draft(desk, command.plan_id, command.terms)
        return self._paper(inputs)

    def _paper(self, inputs: AgreementInputs) -> Paper:
        return Paper(
            pdf=make_agreement(inputs, self.fonts),
            file_name=f"{inputs.agreement_number}.pdf",
            notice=template_words(inputs),
            missing=missing_glyphs(inputs, self.fonts),
        )

    def _issue(self, desk: Desk, command: IssuePaper) -> Changes:
        return issue_agreement(
            desk, command.plan_id, command.path, self.fonts, replace_existing=command.replace_existing
        )
