"""A plan where the caller meets it: on the sheet and in its timeline."""

from __future__ import annotations

from life_samples import on_day, signed_plan

from arcaller.data.queries.sheet.call_sheet import load_call_sheet
from arcaller.services.commands import GiveNotice
from arcaller.services.plans.life import give_notice


def test_the_sheet_says_by_how_much_a_plan_is_behind_and_the_timeline_tells_its_story(office, fonts):
    plan_id = signed_plan(office, fonts)
    desk = on_day(office, 20)
    give_notice(desk, GiveNotice(plan_id))
    sheet = load_call_sheet(office.ledger, office.client_id, desk.today)
    (plan,) = sheet.plans
    assert (plan.state, plan.behind_minor) == ("behind", 20_000)
    told = [row.text for row in sheet.timeline if row.kind == "plan"]
    assert "Plan P-2026-0001: Installment of Mon 30 Nov missed" in told
    assert "Plan P-2026-0001: Notice given; to cure by Fri 18 Dec" in told
