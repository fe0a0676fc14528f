"""Marks that turn the direction of text stay out of reasons, sources and the names of who promised."""

from __future__ import annotations

from datetime import timedelta

import pytest

from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money
from arcaller.services.calling.calls import log_call
from arcaller.services.commands import DisputeDetails, LogCall, PromiseDetails
from arcaller.services.contact.wishes import (
    AddStop,
    AddWindow,
    LiftStop,
    RecordConsent,
    add_stop,
    add_window,
    lift_stop,
    record_consent,
)
from arcaller.services.promises.promises import CancelPromise, cancel_promise

MARKED, PLAIN = "\u202eletter\u2069 of May\u2066", "letter of May"
ONLY_MARKS = "\u202e \u2069"


def test_a_stop_and_its_end_keep_reason_and_source_without_marks(office):
    stop = add_stop(office.desk, AddStop(office.client_id, "cease", reason=MARKED, source=MARKED)).new_id
    assert office.one("SELECT reason, source FROM contact_stop") == (PLAIN, PLAIN)
    with pytest.raises(DomainError, match="Say why the stop"):
        lift_stop(office.desk, LiftStop(office.client_id, stop, ONLY_MARKS))
    assert lift_stop(office.desk, LiftStop(office.client_id, stop, MARKED)).said.endswith(PLAIN)
    assert office.one("SELECT lifted_reason FROM contact_stop") == (PLAIN,)


def test_a_consent_keeps_its_source_without_marks(office):
    with pytest.raises(DomainError, match="Say how the consent"):
        record_consent(office.desk, RecordConsent(office.client_id, "email", "given", source=ONLY_MARKS))
    record_consent(office.desk, RecordConsent(office.client_id, "email", "given", source=MARKED))
    assert office.one("SELECT source FROM consent") == (PLAIN,)


def test_who_promised_is_named_without_marks_and_so_is_why_it_was_cancelled(office):
    details = PromiseDetails(Money(50_000, "EUR"), office.desk.today + timedelta(days=4), invoice_ids=(office.r1,))
    log_call(
        office.desk,
        LogCall(office.client_id, CallOutcome.PROMISE, promise=details, spoken_to="\u202eAnna Meyer\u202c"),
    )
    promise, by = office.one("SELECT id, promised_by FROM promise")
    assert by == "Anna Meyer"
    with pytest.raises(DomainError, match="Say why the promise"):
        cancel_promise(office.desk, CancelPromise(promise, ONLY_MARKS))


def test_what_a_client_says_against_an_invoice_is_kept_without_marks(office):
    dispute = DisputeDetails((office.r2,), "price", MARKED)
    log_call(office.desk, LogCall(office.client_id, CallOutcome.DISPUTE, dispute=dispute))
    assert office.one("SELECT client_words FROM dispute") == (PLAIN,)


def test_the_note_of_hours_that_suit_is_kept_without_marks(office):
    add_window(office.desk, AddWindow(office.client_id, "preferred", "12345", "15:00", "17:00", note=MARKED))
    assert office.one("SELECT note FROM contact_window") == (PLAIN,)


def test_a_contact_named_with_marks_is_the_right_person_still(office):
    log_call(
        office.desk, LogCall(office.client_id, CallOutcome.OTHER, letter="p", spoken_to="\u202eAnna Meyer\u202c")
    )
    assert office.one("SELECT was_right_party, spoken_to FROM call") == (1, "Anna Meyer")
