"""Who may take back what: a caller never opens what a supervisor closed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from office_rows import SUPERVISOR

from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.errors import DomainError
from arcaller.services.calling.calls import log_call
from arcaller.services.commands import ChangeSettings, LogCall
from arcaller.services.settings import change_settings, load_settings
from arcaller.services.undo import acts_to_take_back, redo, undo_act, undo_last


@pytest.fixture
def boss(office):
    return replace(office.desk, actor_id=SUPERVISOR)


def lower_limits(office, boss):
    limits = {**load_settings(office.ledger).values["authority_caller"], "max_promise_days": 3}
    return change_settings(boss, ChangeSettings({"authority_caller": limits})).entry


def days_allowed(office):
    return load_settings(office.ledger).values["authority_caller"]["max_promise_days"]


def test_ctrl_z_of_a_caller_passes_over_what_a_supervisor_did(office, boss):
    log_call(office.desk, LogCall(office.client_id, CallOutcome.BUSY))
    entry = lower_limits(office, boss)
    assert [line.by for line in acts_to_take_back(office.desk)] == ["Asha Rao"]
    assert undo_last(office.desk).said == "Taken back: the call with Meyer KG"
    with pytest.raises(DomainError, match="taken back by a supervisor"):
        undo_act(office.desk, entry)
    with pytest.raises(DomainError, match="nothing to take back"):
        undo_last(office.desk)
    assert days_allowed(office) == 3


def test_a_caller_does_not_bring_back_what_a_supervisor_took_back(office, boss):
    before = days_allowed(office)
    lower_limits(office, boss)
    undo_last(boss)
    with pytest.raises(DomainError, match="brought back by a supervisor"):
        redo(office.desk)
    assert days_allowed(office) == before
    redo(boss)
    assert days_allowed(office) == 3


def test_a_supervisor_takes_back_what_a_caller_did(office, boss):
    log_call(office.desk, LogCall(office.client_id, CallOutcome.BUSY))
    assert undo_last(boss).said == "Taken back: the call with Meyer KG"
