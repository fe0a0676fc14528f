"""The notice on paper: what was missed, by when to cure, what follows, and nothing beyond the agreement."""

from __future__ import annotations

from datetime import timedelta

import pytest
from life_samples import FIRST, on_day, settlement, signed_plan, text_of

from arcaller.data.tables import AppUser, Client
from arcaller.domain.errors import DomainError
from arcaller.services.commands import GiveNotice
from arcaller.services.plans.life import give_notice
from arcaller.services.plans.notices import issue_notice, notice_inputs
from arcaller.services.undo import undo_last


def test_the_notice_says_what_is_missing_the_last_day_and_what_follows(office, fonts, tmp_path):
    plan_id = settlement(office, fonts)
    office.pay(office.r1, 5_000, FIRST)
    desk = on_day(office, 20)
    give_notice(desk, GiveNotice(plan_id))
    inputs = notice_inputs(desk, plan_id)
    assert [(row.amount_minor, row.received_minor) for row in inputs.missed] == [(21_333, 5_000)]
    assert (inputs.rest_minor, inputs.discount_minor) == (75_000, 16_000)
    issue_notice(desk, plan_id, tmp_path / "n.pdf", fonts)
    said = text_of(tmp_path / "n.pdf")
    assert "Please pay 163,33 EUR by" in said
    assert "Today that is 750,00 EUR. It holds no penalty." in said
    assert "The discount of 160,00 EUR was agreed for payment on time." in said


def test_a_notice_that_left_is_not_undone(office, fonts, tmp_path):
    plan_id = signed_plan(office, fonts)
    desk = on_day(office, 20)
    give_notice(desk, GiveNotice(plan_id))
    issue_notice(desk, plan_id, tmp_path / "n.pdf", fonts)
    with pytest.raises(DomainError, match="what was issued is not undone"):
        undo_last(desk)


def test_without_notice_there_is_no_paper_and_after_payment_there_is_none_any_more(office, fonts):
    plan_id = signed_plan(office, fonts)
    desk = on_day(office, 20)
    with pytest.raises(DomainError, match="No notice was given"):
        notice_inputs(desk, plan_id)
    give_notice(desk, GiveNotice(plan_id))
    office.pay(office.r1, 20_000, FIRST + timedelta(days=14))
    with pytest.raises(DomainError, match="missing any more"):
        notice_inputs(desk, plan_id)


def test_the_client_is_told_to_call_who_works_with_him_not_who_prints_the_notice(office, fonts):
    plan_id = signed_plan(office, fonts)
    desk = on_day(office, 20)
    give_notice(desk, GiveNotice(plan_id))
    assert notice_inputs(desk, plan_id).contact == "Sven"
    with office.ledger.act("own", actor_id=1, at=desk.now) as act:
        act.change(office.ledger.get(Client, office.client_id), owner_id=2)
    assert notice_inputs(desk, plan_id).contact == "Asha Rao"
    with office.ledger.act("leave", actor_id=1, at=desk.now) as act:
        act.change(office.ledger.get(AppUser, 2), is_active=False)
    assert notice_inputs(desk, plan_id).contact == "Sven"
