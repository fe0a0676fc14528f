"""What somebody here has to do is not answered by a call, and is done by a key of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.services.calling.calls import log_call
from arcaller.services.clients.next_steps import FinishStep, GiveNextStep, finish_step, give_next_step
from arcaller.services.commands import LogCall, PromiseDetails
from arcaller.services.undo import undo_last

STEPS = "SELECT kind, state FROM follow_up WHERE client_id = ? ORDER BY id"


def steps(office):
    return office.ledger.rows(STEPS, (office.client_id,))


def promise(office):
    details = PromiseDetails(Money(1_000, "EUR"), office.desk.today + timedelta(4))
    return LogCall(office.client_id, CallOutcome.PROMISE, promise=details, contact_id=office.contact_id)


def test_a_copy_promised_is_still_to_be_sent_after_any_further_call(office):
    log_call(office.desk, LogCall(office.client_id, CallOutcome.OTHER, letter="c"))
    log_call(office.desk, promise(office))
    log_call(office.desk, LogCall(office.client_id, CallOutcome.VOICEMAIL))
    assert ("send_copy", "open") in steps(office)
    log_call(office.desk, LogCall(office.client_id, CallOutcome.OTHER, letter="c"))
    assert steps(office).count(("send_copy", "open")) == 1


def test_a_supervisors_decision_waits_until_the_client_himself_says_what_he_will_do(office):
    give_next_step(office.desk, GiveNextStep(office.client_id, office.desk.today, "supervisor_review"))
    log_call(office.desk, LogCall(office.client_id, CallOutcome.NO_ANSWER))
    assert ("supervisor_review", "open") in steps(office)
    log_call(office.desk, promise(office))
    assert ("supervisor_review", "done") in steps(office)


def test_a_copy_sent_leaves_the_list_and_the_client_is_called_again_some_day(office):
    log_call(office.desk, LogCall(office.client_id, CallOutcome.OTHER, letter="c"))
    before = office.state()
    changes = finish_step(office.desk, FinishStep(office.client_id))
    assert changes.said == "Copy sent: Meyer KG; calls again Wed 25 Nov 10:00 Berlin time"
    assert steps(office) == [("send_copy", "done"), ("call", "open")]
    assert office.one("SELECT is_on_list FROM client_summary WHERE currency = 'EUR' AND client_id = 1") == (0,)
    undo_last(office.desk)
    assert office.state() == before


def test_with_another_step_ahead_none_is_added(office):
    give_next_step(office.desk, GiveNextStep(office.client_id, office.desk.today, "send_copy"))
    log_call(office.desk, promise(office))
    ahead = [row for row in steps(office) if row[1] == "open" and row[0] != "send_copy"]
    assert finish_step(office.desk, FinishStep(office.client_id)).said == "Copy sent: Meyer KG"
    assert [row for row in steps(office) if row[1] == "open"] == ahead


def test_without_a_due_step_of_ours_there_is_nothing_to_be_done(office):
    give_next_step(office.desk, GiveNextStep(office.client_id, office.desk.today + timedelta(1), "send_copy"))
    give_next_step(office.desk, GiveNextStep(office.client_id, office.desk.today))
    before = office.state()
    with pytest.raises(DomainError, match="No step of Meyer KG is due"):
        finish_step(office.desk, FinishStep(office.client_id))
    assert office.state() == before
    finish_step(replace(office.desk, today=office.desk.today + timedelta(1)), FinishStep(office.client_id))
