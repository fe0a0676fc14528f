"""The payment-plan agreement: previewed as the very file it becomes, and issued once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from arcaller import paths
from arcaller.data.queries.plans.plans import PlanDetailRow, load_plan
from arcaller.data.queries.sheet.calls import load_call_party
from arcaller.data.tables import Agreement
from arcaller.documents.agreement.inputs import AgreementInputs
from arcaller.domain.errors import DomainError
from arcaller.domain.plans.installments import Schedule
from arcaller.domain.plans.states import PlanState
from arcaller.services.acts import start_act
from arcaller.services.changes import Changes
from arcaller.services.desk import Desk
from arcaller.services.papers.safe_files import write_new_file
from arcaller.services.plans.agreement_facts import inputs_of_draft, inputs_of_plan
from arcaller.services.plans.agreement_record import inputs_as_values, inputs_of_values
from arcaller.services.plans.versions import check_balances

if TYPE_CHECKING:
    from arcaller.documents.paper.fonts import FontBook

_OPEN_STATES = (PlanState.PROPOSED, PlanState.APPROVED, PlanState.AGREED, PlanState.ON_TRACK, PlanState.BEHIND)


def open_fonts() -> FontBook:
    """The faces that papers are set in; made once and handed to each paper (they load on first use)."""
    from arcaller.documents.paper.fonts import FontBook

    return FontBook(paths.cache_folder())


def agreement_inputs(desk: Desk, plan_id: int, version: int | None = None) -> AgreementInputs:
    """What the agreement of a stored plan says: word for word what was issued, once it was. ``version``: an older
    one."""
    issued = _issued(desk, load_plan(desk.ledger, plan_id, version))
    return inputs_of_plan(desk, plan_id, version) if issued is None else inputs_of_values(issued.inputs)


def draft_agreement_inputs(
    desk: Desk, client_id: int, invoice_ids: Sequence[int], plan: Schedule, is_within_authority: bool
) -> AgreementInputs:
    """What the agreement of a plan says that is not yet proposed."""
    return inputs_of_draft(desk, client_id, invoice_ids, plan, is_within_authority)


def make_agreement(inputs: AgreementInputs, fonts: FontBook) -> bytes:
    """The PDF; the same inputs give the same bytes, so what was previewed is what is filed."""
    from arcaller.documents.agreement.agreement import make_agreement as make

    return make(inputs, fonts)


def missing_glyphs(inputs: AgreementInputs, fonts: FontBook) -> str:
    """Characters that no face can print: a warning before the paper is printed."""
    from arcaller.documents.agreement.agreement import missing_glyphs as find

    return find(inputs, fonts)


def template_words(inputs: AgreementInputs) -> str:
    """What the preview says about the paper's texts ("Text not yet checked by a lawyer."); the paper does not."""
    from arcaller.documents.agreement.template import template_notice

    return template_notice(inputs.template)


def issue_agreement(
    desk: Desk, plan_id: int, path: Path | None, fonts: FontBook, *, replace_existing: bool = False
) -> Changes:
    """File the agreement as issued: written to ``path`` (``None``: it was printed) and kept in the journal.

    What was issued to somebody is not taken back by Undo. Issuing the same paper again writes the same file and
    leaves the first date. A target that exists is refused unless ``replace_existing``.
    """
    plan = load_plan(desk.ledger, plan_id)
    _check_issue(plan)
    if plan.version > 1 and PlanState(plan.state) is PlanState.PROPOSED:
        check_balances(desk, plan)
    before = _issued(desk, plan)
    inputs = inputs_of_plan(desk, plan_id) if before is None else inputs_of_values(before.inputs)
    paper = make_agreement(inputs, fonts)
    digest = hashlib.sha256(paper).hexdigest()
    party = load_call_party(desk.ledger, plan.client_id)
    if path is not None:
        write_new_file(path, paper, replace_existing=replace_existing)
    entry, agreement_id = None, before.id if before else None
    if before is None:
        with start_act(desk, "issue_agreement", party) as act:
            agreement_id = act.add(
                Agreement(
                    number=inputs.agreement_number if plan.version == 1 else f"{plan.number}-{plan.version}",
                    plan_version_id=plan.version_id,
                    template=inputs.template.name,
                    template_version=inputs.template.version,
                    language=inputs.language,
                    inputs=inputs_as_values(inputs),
                    document_sha256=digest,
                    made_at=desk.now,
                    issued_at=desk.now,
                    state="issued",
                )
            )
        entry = act.number
    where = f" as {path.name}" if path is not None else ""
    said = f"Agreement {inputs.agreement_number} for {party.name} issued{where}"
    return Changes.of_client("issue_agreement", plan.client_id, said, entry=entry, new_id=agreement_id)


def _issued(desk: Desk, plan: PlanDetailRow) -> Agreement | None:
    """The agreement of the plan's version that somebody may hold in his hands."""
    return desk.ledger.find(Agreement, Agreement.plan_version_id == plan.version_id, Agreement.state != "void")


def _check_issue(plan: PlanDetailRow) -> None:
    state = PlanState(plan.state)
    if state not in _OPEN_STATES:
        raise DomainError(
            f"Plan {plan.number} is {state.label}; there is nothing to sign. Propose a new plan.", "plan_id"
        )
    if not plan.is_within_authority:
        raise DomainError(
            f"Plan {plan.number} is not approved ({'; '.join(plan.limits_broken)}); its paper cannot be issued. "
            "Change it or ask a supervisor.",
            "plan_id",
        )
