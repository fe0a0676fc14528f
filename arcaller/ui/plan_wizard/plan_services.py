"""The wizard's tools made from the services of one ledger."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from arcaller.data.queries.call_sheet import load_open_invoices
from arcaller.data.queries.calls import load_call_party
from arcaller.data.queries.plans import load_plan
from arcaller.data.queries.users import load_users
from arcaller.services import agreements
from arcaller.services.changes import Changes
from arcaller.services.commands import ProposePlan
from arcaller.services.desk import Desk
from arcaller.services.plans import agree_plan, authority_of, calendar_for, draft_plan_check, propose_plan
from arcaller.services.safe_files import write_new_file
from arcaller.services.settings import load_settings
from arcaller.ui.plan_wizard.plan_tools import IssuePaper, Paper, PlanBasis, PlanTools, ReviewTools

if TYPE_CHECKING:
    from arcaller.documents.agreement_inputs import AgreementInputs
    from arcaller.documents.paper.fonts import FontBook


def make_plan_tools(
    make_desk: Callable[[], Desk], read_draft: Callable[[str], str], save_draft: Callable[[str, str], bool]
) -> PlanTools:
    """What wizard and review work with; the fonts of the paper are opened with the first paper."""
    fonts = lru_cache(maxsize=1)(agreements.open_fonts)
    return PlanTools(
        load_basis=lambda client_id: _basis(make_desk(), client_id),
        make_desk=make_desk,
        propose=propose_plan,
        preview=lambda desk, command: _preview(desk, command, fonts()),
        read_draft=read_draft,
        save_draft=save_draft,
        review=ReviewTools(
            load_plan=lambda plan_id: load_plan(make_desk().ledger, plan_id),
            make_desk=make_desk,
            paper=lambda desk, plan_id: _paper(agreements.agreement_inputs(desk, plan_id), fonts()),
            issue=lambda desk, command: _issue(desk, command, fonts()),
            agree=agree_plan,
            write_copy=_write_copy,
        ),
    )


def _basis(desk: Desk, client_id: int) -> PlanBasis:
    settings = load_settings(desk.ledger)
    others = [user for user in load_users(desk.ledger) if user.role == "supervisor" and user.user_id != desk.actor_id]
    return PlanBasis(
        client_id=client_id,
        client_name=load_call_party(desk.ledger, client_id).name,
        invoices=load_open_invoices(desk.ledger, client_id, desk.today),
        authority=lru_cache(maxsize=8)(partial(authority_of, desk, settings)),
        calendar=calendar_for(desk, client_id, settings),
        cost_rate=settings.cost_of_money_percent,
        approver=others[0].name if len(others) == 1 else "",
    )


def _preview(desk: Desk, command: ProposePlan, fonts: FontBook) -> Paper:
    draft = draft_plan_check(desk, command.client_id, command.invoice_ids, command.terms)
    inputs = agreements.draft_agreement_inputs(
        desk, command.client_id, command.invoice_ids, draft.schedule, draft.is_within_authority
    )
    return _paper(inputs, fonts)


def _paper(inputs: AgreementInputs, fonts: FontBook) -> Paper:
    from arcaller.documents.agreement_template import template_notice

    template = inputs.template
    return Paper(
        pdf=agreements.make_agreement(inputs, fonts),
        file_name=f"agreement-{inputs.agreement_number}.pdf",
        notice="" if template.checked_by and template.checked_on else template_notice(template),
        missing=agreements.missing_glyphs(inputs, fonts),
    )


def _issue(desk: Desk, command: IssuePaper, fonts: FontBook) -> Changes:
    return agreements.issue_agreement(
        desk, command.plan_id, command.path, fonts, replace_existing=command.replace_existing
    )


def _write_copy(target: Path, pdf: bytes, replace_existing: bool) -> None:
    write_new_file(target, pdf, replace_existing=replace_existing)
