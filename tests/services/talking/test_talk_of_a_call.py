"""What the talk of a call leaves behind: its script, the identity check and the client's concern."""

from __future__ import annotations

from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.services.calling.calls import log_call
from arcaller.services.commands import LogCall


def test_script_identity_check_and_concern_are_kept_with_the_call(office):
    log_call(
        office.desk,
        LogCall(
            office.client_id, CallOutcome.REFUSES, script="de-formal v2", was_identified=True, concern="Cash is tight"
        ),
    )
    assert office.one("SELECT script, was_identified, concern FROM call") == ("de-formal v2", 1, "Cash is tight")


def test_a_call_without_talk_keeps_none_of_it(office):
    log_call(office.desk, LogCall(office.client_id, CallOutcome.NO_ANSWER))
    assert office.one("SELECT script, was_identified, concern FROM call") == ("", 0, "")
