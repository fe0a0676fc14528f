"""The timeline: every kind in one list, filtered, searched, page by page, and never anybody else's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from arcaller.data.database import Ledger, create_ledger
from arcaller.data.queries.sheet.timeline import length_words, load_timeline
from arcaller.data.tables import Call, Client, ClientNote, ContactStop, FinanceFact, Paper, Payment, WorkSkip
from arcaller.domain.calls.outcomes import day_words

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture
def ledger(tmp_path):
    path = tmp_path / "timeline.arcaller"
    create_ledger(path, company="Nordwind", currency="EUR", country="DE", user_name="Sven", at=NOW, today=TODAY)
    with Ledger.open(path) as ledger:
        with ledger.act("seed", actor_id=1, at=NOW) as act:
            mine, other = (
                act.add(Client(number=number, legal_name=number, sort_name=number, currency="EUR"))
                for number in ("C-1", "C-2")
            )
            for client_id in (mine, other):
                fill(act, client_id)
        yield ledger


def fill(act, client_id):
    whose = f"of {client_id}"
    act.add(ClientNote(client_id=client_id, author_id=1, written_at=NOW, text=f"Ärger mit <b>Stück</b> {whose}"))
    act.add(Call(client_id=client_id, caller_id=1, direction="out", outcome="voicemail", was_placed=True,
                 called_at=NOW - timedelta(hours=1), recorded_at=NOW, note=whose))  # fmt: skip
    act.add(Payment(client_id=client_id, paid_on=TODAY - timedelta(days=3), currency="EUR", amount_minor=500,
                    unapplied_minor=500, source="manual", reference=whose))  # fmt: skip
    act.add(ContactStop(client_id=client_id, kind="represented", reason=whose, since=TODAY - timedelta(days=9),
                        lifted_on=TODAY - timedelta(days=2), lifted_reason="withdrawn"))  # fmt: skip
    act.add(WorkSkip(client_id=client_id, caller_id=1, skipped_on=TODAY, skipped_at=NOW - timedelta(hours=2),
                     reason=whose))  # fmt: skip
    act.add(Paper(client_id=client_id, kind="call_sheet", document_sha256="0" * 64, made_at=NOW + timedelta(hours=1)))
    act.add(FinanceFact(client_id=client_id, kind="told", words=whose, known_on=TODAY - timedelta(days=20)))


def test_every_kind_stands_in_one_list_newest_first_and_only_of_this_client(ledger):
    rows = load_timeline(ledger, 1)
    kinds = ["paper", "note", "call", "skip", "stop", "payment", "stop", "finance"]
    assert [row.kind for row in rows] == kinds
    assert not any("of 2" in f"{row.text} {row.note}" for row in rows)


def test_an_instant_has_its_time_and_a_mere_day_has_none(ledger):
    assert {row.kind: row.has_time for row in load_timeline(ledger, 1)} == {
        "paper": True, "note": True, "call": True, "skip": True, "stop": False, "payment": False, "finance": False,
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["call", "note", "payment", "stop", "skip", "paper", "finance"])
def test_a_filter_shows_its_kind_and_nothing_else(ledger, kind):
    assert {row.kind for row in load_timeline(ledger, 1, kinds=(kind,))} == {kind}


@pytest.mark.parametrize(("words", "kinds"), [
    ("STÜCK", ["note"]), ("<b>", ["note"]), ("voicemail", ["call"]), ("lifted", ["stop"]), ("%", []), ("'; --", []),
])  # fmt: skip
def test_the_search_reads_words_and_authors_in_any_case_and_knows_no_wildcards(ledger, words, kinds):
    assert [row.kind for row in load_timeline(ledger, 1, words=words)] == kinds


def test_pages_grow_and_a_search_goes_past_the_first_one(ledger):
    with ledger.act("notes", actor_id=1, at=NOW) as act:
        for minute in range(30):
            text = "needle" if minute == 0 else f"hay {minute}"
            act.add(ClientNote(client_id=1, author_id=1, written_at=NOW - timedelta(days=1, minutes=30 - minute),
                               text=text))  # fmt: skip
    assert len(load_timeline(ledger, 1, 5)) == 5
    assert load_timeline(ledger, 1, 10)[:5] == load_timeline(ledger, 1, 5)
    assert [row.note for row in load_timeline(ledger, 1, 5, words="needle")] == ["needle"]


def test_a_call_says_who_spoke_how_long_it_took_and_what_was_said(ledger):
    with ledger.act("log", actor_id=1, at=NOW) as act:
        act.add(Call(client_id=1, caller_id=1, outcome="call_back", called_at=NOW + timedelta(hours=2),
                     recorded_at=NOW, spoken_to="Jan, reception", length_seconds=245,
                     note="busy week", concern="The price is wrong",
                     answer="We look into it", reason="Promise of 500.00 broken yesterday",
                     breach_words="outside the hours", override_reason="he asked"))  # fmt: skip
    row = load_timeline(ledger, 1)[0]
    assert row.text == "Call back: Jan, reception, 4 min 5 s"
    assert row.note.splitlines() == [
        "busy week", "Concern: The price is wrong", "Our answer: We look into it",
        "Reason for the call: Promise of 500.00 broken yesterday",
        "Outside a rule: outside the hours (passed over: he asked)",
    ]  # fmt: skip
    assert [found.at for found in load_timeline(ledger, 1, words="price is wrong")] == [row.at]


@pytest.mark.parametrize(("said", "text"), [
    ({"other": "says_paid", "paid_on": TODAY, "paid_method": "bank transfer", "is_proof_asked": True},
     "Says paid on {day} by bank transfer, proof asked for: Jan"),
    ({"other": "says_paid"}, "Says paid: Jan"), ({"other": "wants_copy"}, "Wants a copy: Jan"),
    ({"other": "message"}, "Message with a person: Jan"), ({"other": "no_commitment"}, "No commitment: Jan"),
    ({}, "Other: Jan"), ({"direction": "in", "other": "wants_copy"}, "Wants a copy, inbound: Jan"),
])  # fmt: skip
def test_an_other_call_says_what_it_was(ledger, said, text):
    with ledger.act("log", actor_id=1, at=NOW) as act:
        act.add(Call(client_id=1, caller_id=1, outcome="other", called_at=NOW + timedelta(hours=2),
                     recorded_at=NOW, spoken_to="Jan", **said))  # fmt: skip
    assert load_timeline(ledger, 1)[0].text == text.format(day=day_words(TODAY))


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 s"), (59, "59 s"), (60, "1 min"), (3599, "59 min 59 s"), (3720, "1 h 2 min")]
)
def test_the_length_of_a_call_is_said_in_its_two_largest_units(seconds, words):
    assert length_words(seconds) == words
