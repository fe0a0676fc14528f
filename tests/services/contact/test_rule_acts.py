"""Rules changed and set back by a supervisor, read by callers, trainings: refused in words, taken back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from arcaller.data.tables import ContactRule
from arcaller.domain.contact.standing import Verdict
from arcaller.domain.errors import DomainError
from arcaller.services.contact.knowledge import load_knowledge, params_text, version_of, whom_words
from arcaller.services.contact.rule_acts import (
    AddTraining,
    ChangeRule,
    MarkRulesRead,
    RemoveTraining,
    ResetRule,
    add_training,
    change_rule,
    mark_rules_read,
    remove_training,
    reset_rule,
)
from arcaller.services.contact.standing import contact_standing, rule_book, shipped_rules
from arcaller.services.settings import load_settings
from arcaller.services.undo import undo_last

TODAY = date(2026, 11, 23)
SUPERVISOR, CALLER = 1, 2


@pytest.fixture
def boss(office):
    return replace(office.desk, actor_id=SUPERVISOR)


def rule(office, code: str):
    return rule_book(office.ledger, load_settings(office.ledger).call_hours).rules[code]


def entry(desk, code: str):
    return next(each for each in load_knowledge(desk).entries if each.rule.code == code)


def test_a_changed_rule_holds_at_once_and_comes_back_as_shipped(office, boss):
    weekly = {**shipped_rules().rules["HOUSE-WEEK"].params, "max": 2}
    said = change_rule(boss, ChangeRule("HOUSE-WEEK", {"params": weekly, "effect": "warn"})).said
    assert said == "Rule HOUSE-WEEK changed"
    assert rule(office, "HOUSE-WEEK").params["max"] == 2
    assert rule(office, "HOUSE-WEEK").effect.value == "warn"
    now = contact_standing(office.desk, office.client_id, None, office.desk.now)
    assert now.meter.words == "0 of 2 attempts in 7 days"
    assert entry(boss, "HOUSE-WEEK").news == "changed here on 23 Nov 2026"
    reset_rule(boss, ResetRule("HOUSE-WEEK"))
    assert rule(office, "HOUSE-WEEK").params["max"] == 6


def test_a_change_is_taken_back_like_any_act(office, boss):
    before = office.state()
    change_rule(boss, ChangeRule("HOUSE-DAYS", {"active": False}))
    assert not rule(office, "HOUSE-DAYS").is_active
    assert undo_last(boss).said == "Taken back: the change of rule HOUSE-DAYS"
    assert office.state() == before


def test_the_hours_of_the_house_are_one_with_the_settings(office, boss):
    hours = {**shipped_rules().rules["HOUSE-HOURS"].params, "from": "09:30", "to": "17:00"}
    change_rule(boss, ChangeRule("HOUSE-HOURS", {"params": hours}))
    assert load_settings(office.ledger).text("call_opens") == "09:30"
    assert contact_standing(office.desk, office.client_id, None, office.desk.now).verdict is Verdict.ALLOWED
    early = office.desk.now - timedelta(hours=1)
    assert contact_standing(office.desk, office.client_id, None, early).verdict is Verdict.BLOCKED
    reset_rule(boss, ResetRule("HOUSE-HOURS"))
    assert load_settings(office.ledger).text("call_opens") == "08:00"


def test_nothing_changed_is_no_entry_in_the_journal(office, boss):
    same = change_rule(boss, ChangeRule("HOUSE-DAY", {"effect": "block"}))
    assert (same.said, same.entry) == ("Rule HOUSE-DAY is as it was", None)


@pytest.mark.parametrize(
    ("code", "values", "field"),
    [
        ("HOUSE-DAY", {"params": {"max": "three", "days": 1, "counts": "attempts"}}, "max"),
        ("HOUSE-DAY", {"effect": "maybe"}, "effect"),
        ("HOUSE-DAY", {"last_verified": "yesterday"}, "last_verified"),
        ("HOUSE-DAY", {"words": " "}, "words"),
        ("HOUSE-DAY", {"source": "Other"}, "source"),
        ("HOUSE-HOURS", {"params": {"from": "08:00", "to": "24:00"}}, "to"),
        ("NO-SUCH", {"effect": "warn"}, "code"),
    ],
)
def test_a_bad_edit_is_refused_by_the_name_of_its_field_and_nothing_is_written(office, boss, code, values, field):
    before = office.state()
    with pytest.raises(DomainError) as refused:
        change_rule(boss, ChangeRule(code, values))
    assert refused.value.field == field
    assert office.state() == before


def test_callers_change_no_rules(office):
    for act, command in (
        (change_rule, ChangeRule("HOUSE-DAY", {"effect": "warn"})),
        (reset_rule, ResetRule("HOUSE-DAY")),
    ):
        with pytest.raises(DomainError, match="by a supervisor"):
            act(office.desk, command)
    with pytest.raises(DomainError, match="no rule"):
        reset_rule(replace(office.desk, actor_id=SUPERVISOR), ResetRule("NO-SUCH"))


def test_a_stored_version_nobody_can_read_leaves_the_shipped_rule_and_is_told(office, boss):
    with office.ledger.act("broken", actor_id=SUPERVISOR, at=office.desk.now) as act:
        act.add(ContactRule(code="HOUSE-DAY", body={"code": "HOUSE-DAY", "kind": "mood"}, changed_on=TODAY))
        act.add(ContactRule(code="GONE-1", body={"code": "GONE-1"}, changed_on=TODAY))
    assert rule(office, "HOUSE-DAY").params["max"] == 3
    assert "kind" in load_knowledge(boss).faults[0]
    assert len(load_knowledge(boss).faults) == 1


def test_who_read_what_is_kept_and_a_changed_rule_is_to_be_read_again(office, boss):
    first = mark_rules_read(office.desk, MarkRulesRead(("HOUSE-DAY", "HOUSE-WEEK", "HOUSE-DAY")))
    assert first.said == "2 rules marked as read"
    assert mark_rules_read(office.desk, MarkRulesRead(("HOUSE-DAY",))).entry is None
    assert entry(boss, "HOUSE-DAY").is_read_by(CALLER)
    assert not entry(boss, "HOUSE-DAY").is_read_by(SUPERVISOR)

    change_rule(boss, ChangeRule("HOUSE-DAY", {"last_verified": "2026-11-20"}))
    assert entry(boss, "HOUSE-DAY").is_read_by(CALLER)  # what it says is the same
    change_rule(boss, ChangeRule("HOUSE-DAY", {"effect": "warn"}))
    assert not entry(boss, "HOUSE-DAY").is_read_by(CALLER)
    assert entry(boss, "HOUSE-DAY").readings[0].name == "Asha Rao"
    with pytest.raises(DomainError, match="no rule NO-SUCH"):
        mark_rules_read(office.desk, MarkRulesRead(("NO-SUCH",)))


def test_trainings_are_kept_per_caller(office, boss):
    mine = add_training(office.desk, AddTraining(CALLER, " Telephone law ", TODAY, "Chamber of commerce"))
    assert mine.said == "Training of Asha Rao written down: Telephone law"
    add_training(boss, AddTraining(CALLER, "Tone", TODAY - timedelta(days=400)))
    assert [row.title for row in load_knowledge(boss).trainings] == ["Telephone law", "Tone"]
    remove_training(office.desk, RemoveTraining(mine.new_id))
    undo_last(office.desk)
    assert len(load_knowledge(boss).trainings) == 2


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (AddTraining(CALLER, " ", TODAY), "title"),
        (AddTraining(CALLER, "Tone", TODAY + timedelta(days=1)), "held_on"),
        (AddTraining(SUPERVISOR, "Tone", TODAY), "user_id"),
    ],
)
def test_a_training_is_refused_beside_its_field(office, command, field):
    with pytest.raises(DomainError) as refused:
        add_training(office.desk, command)
    assert refused.value.field == field


def test_trainings_of_others_are_left_to_supervisors(office, boss):
    theirs = add_training(boss, AddTraining(SUPERVISOR, "Leading", TODAY))
    with pytest.raises(DomainError, match="by a supervisor"):
        remove_training(office.desk, RemoveTraining(theirs.new_id))
    with pytest.raises(DomainError, match="gone already"):
        remove_training(boss, RemoveTraining(99))
    with pytest.raises(DomainError, match="no user"):
        add_training(boss, AddTraining(99, "Leading", TODAY))


def test_the_page_says_whom_a_rule_binds_and_whether_there_is_such_a_client(office, boss):
    rules = shipped_rules().rules
    assert whom_words(rules["US-MA-CAP"]) == "consumers in US-MA; calls, voicemail, text messages"
    assert whom_words(rules["EU-TIME"]) == "everybody in 28 countries; calls, voicemail"
    assert whom_words(rules["US-7IN7"]).endswith("only where the client's record names it")
    assert params_text(rules["HOUSE-WEEK"]) == "at most 6 attempts in 7 days"
    assert params_text(rules["HOUSE-DAY"]) == "at most 3 attempts a day"
    assert params_text(rules["GR-GRACE"]) == "11 days after the oldest due date"
    assert params_text(rules["AU-TIME-WEEK"]) == "07:30–21:00 on days 12345"
    assert params_text(rules["HOUSE-GAP"]) == "120 minutes between attempts"
    assert entry(boss, "EU-TIME").does_bind
    assert not entry(boss, "US-7IN7").does_bind
    assert not entry(boss, "HOUSE-NEW-INVOICE").does_bind
    assert len(version_of(rules["EU-TIME"])) == 16
    assert json.dumps(rules["EU-TIME"].params["exempt"])
