"""Free notes and what is known of a client's situation: written by an act, refused beside the field, taken back."""

from __future__ import annotations

from datetime import date

import pytest

from arcaller.data.queries.sheet.finance import load_finance_facts
from arcaller.domain.errors import DomainError
from arcaller.services.calling.notes import (
    AddFinanceFact,
    AddNote,
    RemoveFinanceFact,
    add_finance_fact,
    add_note,
    remove_finance_fact,
)
from arcaller.services.undo import undo_last


def test_a_note_is_kept_with_who_wrote_it_and_when(office):
    before = office.state()
    changes = add_note(office.desk, AddNote(office.client_id, "  Ask for <Frau> Kühn & co  "))
    assert office.one("SELECT author_id, text FROM client_note") == (office.desk.actor_id, "Ask for <Frau> Kühn & co")
    assert changes.touches(office.client_id)
    assert undo_last(office.desk).said == "Taken back: the note on Meyer KG"
    assert office.state() == before


@pytest.mark.parametrize("text", ["", "  \n", "x" * 4_001])
def test_an_empty_or_endless_note_is_refused(office, text):
    with pytest.raises(DomainError) as refused:
        add_note(office.desk, AddNote(office.client_id, text))
    assert refused.value.field == "note"


def test_an_insolvency_stands_first_and_the_newest_fact_before_older_ones(office):
    for kind, words, on in (
        ("told", "cash is tight", date(2026, 11, 2)),
        ("insolvency", "proceedings opened", date(2026, 10, 1)),
        ("credit_report", "score 412", date(2026, 11, 12)),
    ):
        add_finance_fact(office.desk, AddFinanceFact(office.client_id, kind, words, on, "a source"))
    facts = load_finance_facts(office.ledger, office.client_id)
    assert [fact.kind for fact in facts] == ["insolvency", "credit_report", "told"]
    assert (facts[1].words, facts[1].known_on, facts[1].source) == ("score 412", date(2026, 11, 12), "a source")


@pytest.mark.parametrize(
    ("fact", "field"),
    [
        (("rumour", "x", None, "y"), "kind"),
        (("told", " ", None, ""), "words"),
        (("told", "x", date(2026, 11, 24), ""), "known_on"),
        (("insolvency", "proceedings", None, " "), "source"),
        (("told", "x" * 501, None, ""), "words"),
        (("told", "x", None, "", 99), "call_id"),
    ],
)
def test_a_fact_that_does_not_hold_is_refused_beside_its_field(office, fact, field):
    with pytest.raises(DomainError) as refused:
        add_finance_fact(office.desk, AddFinanceFact(office.client_id, *fact))
    assert refused.value.field == field
    assert not load_finance_facts(office.ledger, office.client_id)


def test_a_fact_taken_off_comes_back_by_undo(office):
    fact_id = add_finance_fact(office.desk, AddFinanceFact(office.client_id, "told", "pays in January")).new_id
    before = office.state()
    remove_finance_fact(office.desk, RemoveFinanceFact(office.client_id, fact_id))
    assert not load_finance_facts(office.ledger, office.client_id)
    undo_last(office.desk)
    assert office.state() == before


def test_a_fact_of_another_client_cannot_be_taken_off(office):
    fact_id = add_finance_fact(office.desk, AddFinanceFact(office.client_id, "told", "pays in January")).new_id
    with pytest.raises(DomainError):
        remove_finance_fact(office.desk, RemoveFinanceFact(office.client_id + 1, fact_id))
