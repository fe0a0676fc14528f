"""The notice as a paper: made from what the notice was about, filed when it leaves the house."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from arcaller import paths
from arcaller.data.queries.office.users import UserRow, load_user, load_users
from arcaller.data.queries.plans.agreement import load_party
from arcaller.data.queries.plans.plans import PlanDetailRow, load_plan
from arcaller.data.queries.sheet.calls import load_call_party
from arcaller.data.tables import Client, Paper
from arcaller.documents.paper.sender import PaperSize
from arcaller.domain.errors import DomainError
from arcaller.services.acts import start_act
from arcaller.services.changes import Changes
from arcaller.services.desk import Desk
from arcaller.services.papers.safe_files import write_new_file
from arcaller.services.papers.statements import letterhead_of
from arcaller.services.plans.agreement_facts import address_lines, payment_ways
from arcaller.services.plans.progress import load_house, standing_now
from arcaller.services.plans.terms import is_all_due
from arcaller.services.settings import load_settings

if TYPE_CHECKING:
    from arcaller.documents.paper.fonts import FontBook
    from arcaller.documents.plan_notice import NoticeInputs

_LANGUAGE = "en"  # of the notice's words, and so of its dates


def notice_inputs(desk: Desk, plan_id: int) -> NoticeInputs:
    """What the notice of a plan says today; refused where none was given or nothing is missing any more."""
    from arcaller.documents import plan_notice

    plan = load_plan(desk.ledger, plan_id)
    if plan.notice_on is None or plan.cure_until is None:
        raise DomainError(f"No notice was given for plan {plan.number}; give it first.", "plan_id")
    standing = standing_now(desk, plan, load_house(desk))
    if not standing.missed:
        raise DomainError(
            f"Nothing of plan {plan.number} is missing any more; there is no notice to write.", "plan_id"
        )
    settings = load_settings(desk.ledger)
    party = load_party(desk.ledger, plan.client_id)
    called = _who_is_called(desk, plan.client_id)
    phone = called.phone or settings.text("company_phone")
    return plan_notice.NoticeInputs(
        letterhead=letterhead_of(settings),
        plan_number=plan.number,
        client_number=party.number,
        client_name=party.legal_name,
        client_address=address_lines(party),
        made_on=plan.notice_on,
        signed_on=_signed_on(plan),
        cure_until=plan.cure_until,
        currency=plan.currency,
        missed=tuple(
            plan_notice.MissedRow(row.due_on, row.amount_minor, row.received_minor) for row in standing.missed
        ),
        rest_minor=sum(row.open_minor for row in plan.invoices),
        words=plan_notice.load_notice_words(paths.resource("agreements", _LANGUAGE, "_notice.toml")),
        discount_minor=plan.discount_minor,
        is_all_due=is_all_due(plan.terms),
        contact=", ".join(part for part in (called.name, phone) if part),
        payment_ways=payment_ways(settings, plan.number),
        language=_LANGUAGE,
        locale=settings.paper_locale,
        paper=PaperSize(settings.text("paper")),
    )


def issue_notice(desk: Desk, plan_id: int, path: Path, fonts: FontBook, *, replace_existing: bool = False) -> Changes:
    """Write the notice to ``path`` and keep that it left; from then on the notice is not undone."""
    from arcaller.documents.plan_notice import make_plan_notice

    plan = load_plan(desk.ledger, plan_id)
    party = load_call_party(desk.ledger, plan.client_id)
    pdf = make_plan_notice(notice_inputs(desk, plan_id), fonts)
    write_new_file(path, pdf, replace_existing=replace_existing)
    with start_act(desk, "issue_notice", party) as act:
        act.add(
            Paper(
                client_id=plan.client_id, kind="plan_notice", subject=plan.number,
                document_sha256=hashlib.sha256(pdf).hexdigest(), made_at=desk.now,
            )
        )  # fmt: skip
    said = f"Notice about plan {plan.number} for {party.name} saved as {path.name}"
    return Changes.of_client("issue_notice", plan.client_id, said, entry=act.number, new_id=plan_id)


def _who_is_called(desk: Desk, client_id: int) -> UserRow:
    """Whom the client shall call: his owner, who is chosen on his card; else the one who writes."""
    owner_id = desk.ledger.get(Client, client_id).owner_id
    owner = next((user for user in load_users(desk.ledger) if user.user_id == owner_id), None)
    return owner or load_user(desk.ledger, desk.actor_id)


def _signed_on(plan: PlanDetailRow) -> date | None:
    signed = plan.terms.get("signed")
    return None if signed is None else date.fromisoformat(signed["on"])
