"""A signed plan in a real ledger, and the days that pass over it."""

from __future__ import annotations

import subprocess
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from arcaller.data.queries.plans.life import load_plan_events
from arcaller.data.queries.plans.plans import PlanDetailRow, load_plan
from arcaller.data.tables import ImportBatch
from arcaller.domain.money import Money
from arcaller.domain.plans.terms import PlanTerms
from arcaller.services.commands import AgreePlan, ProposePlan
from arcaller.services.days import decide_all
from arcaller.services.plans.agreements import issue_agreement
from arcaller.services.plans.plans import agree_plan, propose_plan
from arcaller.services.plans.progress import load_house, standing_now

TODAY = date(2026, 11, 23)
FIRST = TODAY + timedelta(days=7)


def text_of(path: Any) -> str:
    """The words of a PDF in one line."""
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True)
    return " ".join(done.stdout.split()).replace("\N{NO-BREAK SPACE}", " ")


def standing_of(desk: Any, plan_id: int) -> Any:
    """How the plan stands at this desk."""
    return standing_now(desk, load_plan(desk.ledger, plan_id), load_house(desk))


def signed_plan(office: Any, fonts: Any, invoices: tuple[int, ...] = (), **more: Any) -> int:
    """80,000 in four of 20,000 a month, the first in a week; signed."""
    terms = PlanTerms(
        **{"total": Money(80_000, "EUR"), "first_on": FIRST, "agreed_on": TODAY, "count": 4, **more}
    )  # fmt: skip
    desk = supervisor(office.desk)
    plan_id = propose_plan(desk, ProposePlan(office.client_id, invoices or (office.r1, office.r2), terms)).new_id
    issue_agreement(desk, plan_id, None, fonts)
    agree_plan(desk, AgreePlan(plan_id, TODAY, "Anna Meyer"))
    return plan_id


def settlement(office: Any, fonts: Any) -> int:
    """The same debt for 80 %, in three."""
    return signed_plan(office, fonts, count=3, discount_percent=Decimal(20))


def supervisor(desk: Any) -> Any:
    from dataclasses import replace

    return replace(desk, actor_id=1)


def on_day(office: Any, days: int, *, fresh: bool = True) -> Any:
    """The supervisor's desk ``days`` later, payment data as of that day, everything decided."""
    desk = supervisor(office.later(days))
    if fresh:
        with office.ledger.act("import", actor_id=1, at=desk.now) as act:
            act.add(
                ImportBatch(kind="payments", file_name="p.csv", file_sha256="0", imported_at=desk.now, row_count=0,
                            report={})
            )  # fmt: skip
    decide_all(desk)
    return desk


def plan_of(office: Any, plan_id: int) -> PlanDetailRow:
    return load_plan(office.ledger, plan_id)


def state(office: Any, plan_id: int) -> str:
    return plan_of(office, plan_id).state


def received(office: Any, plan_id: int) -> list[int]:
    return [row.received_minor for row in plan_of(office, plan_id).installments]


def story(office: Any, plan_id: int) -> list[str]:
    return [event.kind for event in load_plan_events(office.ledger, plan_id)]


def steps(office: Any) -> list[tuple[str, str]]:
    return office.ledger.rows("SELECT kind, due_on FROM follow_up WHERE state = 'open' ORDER BY due_on, kind")
