"""What a client wants of our contacts: written down, refused beside the field, taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from arcaller.data.queries.contact.wishes import load_consents, load_stops, load_windows
from arcaller.domain.errors import DomainError
from arcaller.services.contact.wishes import (
    AddStop,
    AddWindow,
    EndWindow,
    LiftStop,
    RecordConsent,
    add_stop,
    add_window,
    end_window,
    lift_stop,
    record_consent,
    window_words,
)
from arcaller.services.undo import undo_last

TODAY = date(2026, 11, 23)


def test_a_stop_is_kept_lifted_with_a_reason_and_taken_back(office):
    before = office.state()
    made = add_stop(
        office.desk, AddStop(office.client_id, "represented", reason="Letter of counsel", source="letter")
    )
    assert made.said == "Meyer KG is represented by a lawyer: no contact"
    (stop,) = load_stops(office.ledger, office.client_id)
    assert (stop.kind, stop.since, stop.channel, stop.lifted_on) == ("represented", TODAY, "", None)

    with pytest.raises(DomainError, match="Say why") as refused:
        lift_stop(office.desk, LiftStop(office.client_id, stop.stop_id, " "))
    assert refused.value.field == "reason"
    lift_stop(office.later(2), LiftStop(office.client_id, stop.stop_id, "Counsel laid down the case"))
    assert load_stops(office.ledger, office.client_id)[0].lifted_on == TODAY + timedelta(days=2)
    with pytest.raises(DomainError, match="lifted on Wed 25 Nov already"):
        lift_stop(office.desk, LiftStop(office.client_id, stop.stop_id, "again"))

    undo_last(office.desk)
    assert undo_last(office.desk).said == "Taken back: the stop for Meyer KG"
    office.ledger.start_day(TODAY)
    assert office.state() == before


def test_a_stop_with_an_end_is_looked_at_again_the_day_after(office):
    add_stop(office.desk, AddStop(office.client_id, "breathing_space", until=TODAY + timedelta(days=60)))
    step = office.one("SELECT kind, due_on FROM follow_up WHERE state = 'open'")
    assert step == ("review_stop", "2027-01-23")


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (AddStop(1, "mood"), "kind"),
        (AddStop(1, "cease", channel="pigeon"), "channel"),
        (AddStop(1, "cease", contact_id=99), "contact_id"),
        (AddStop(1, "cease", since=TODAY + timedelta(days=1)), "since"),
        (AddStop(1, "cease", until=TODAY - timedelta(days=1)), "until"),
        (AddStop(1, "cease", until=date.max), "until"),
    ],
)
def test_a_stop_is_refused_beside_its_field_and_nothing_is_written(office, command, field):
    before = office.state()
    with pytest.raises(DomainError) as refused:
        add_stop(office.desk, command)
    assert refused.value.field == field
    assert office.state() == before


def test_hours_are_kept_at_the_clients_clock_and_end_when_told(office):
    made = add_window(office.desk, AddWindow(office.client_id, "inconvenient", "12345", "15:00", "17:00"))
    assert made.said == "Meyer KG is not to be called Mon–Fri 15:00–17:00"
    add_window(office.desk, AddWindow(office.client_id, "inconvenient", "76"))
    first, second = load_windows(office.ledger, office.client_id)
    assert (second.weekdays, second.from_time) == ("67", None)
    end_window(office.desk, EndWindow(office.client_id, second.window_id))
    end_window(office.later(3), EndWindow(office.client_id, first.window_id))
    (left,) = load_windows(office.ledger, office.client_id)
    assert left.until == TODAY + timedelta(days=2)


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (AddWindow(1, "sometimes", "1"), "kind"),
        (AddWindow(1, "preferred", ""), "weekdays"),
        (AddWindow(1, "preferred", "18"), "weekdays"),
        (AddWindow(1, "preferred", "1", "9:00"), "from_time"),
        (AddWindow(1, "preferred", "1", "17:00", "15:00"), "to_time"),
        (AddWindow(1, "preferred", "1", until=TODAY - timedelta(days=1)), "until"),
    ],
)
def test_hours_are_refused_beside_their_field(office, command, field):
    with pytest.raises(DomainError) as refused:
        add_window(office.desk, command)
    assert refused.value.field == field


def test_consent_says_how_it_is_known_and_the_newest_counts(office):
    with pytest.raises(DomainError, match="how the consent was given"):
        record_consent(office.desk, RecordConsent(office.client_id, "email", "given"))
    record_consent(office.desk, RecordConsent(office.client_id, "email", "given", source="on the phone"))
    said = record_consent(
        office.later(1), RecordConsent(office.client_id, "email", "withdrawn", contact_id=office.contact_id)
    ).said
    assert said == "Anna Meyer no longer allows e-mail"
    assert [row.state for row in load_consents(office.ledger, office.client_id)] == ["withdrawn", "given"]
    for field, command in (
        ("channel", RecordConsent(office.client_id, "fax", "given", source="x")),
        ("state", RecordConsent(office.client_id, "call", "maybe", source="x")),
        ("until", RecordConsent(office.client_id, "call", "given", source="x", until=TODAY - timedelta(days=9))),
    ):
        with pytest.raises(DomainError) as refused:
            record_consent(office.desk, command)
        assert refused.value.field == field


def test_a_stranger_s_stop_or_hours_are_not_touched(office):
    for act, command in (
        (lift_stop, LiftStop(office.client_id, 99, "why")),
        (end_window, EndWindow(office.client_id, 99)),
    ):
        with pytest.raises(DomainError):
            act(office.desk, command)


def test_weekdays_are_said_in_runs():
    assert window_words("1357", None, "12:00") == "Mon, Wed, Fri, Sun 00:00–12:00"
