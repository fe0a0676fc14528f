"""Rules of contact as published: caps, quiet days, hours, zones and wishes, each with the dates of its source.

The dates of the regulator's own examples lie in 2026, where their weekdays fit.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arcaller.domain.contact.clock import CallHours
from arcaller.domain.contact.facts import CallBack, Consent, ContactFacts, Stop, Touch, Window
from arcaller.domain.contact.phones import Confidence, local_zone
from arcaller.domain.contact.rule_book import RuleBook, read_book
from arcaller.domain.contact.rules import Bound, ContactRule, Effect, RuleKind, binds, read_rule, rule_table
from arcaller.domain.contact.standing import ContactStanding, Verdict, stand
from arcaller.domain.errors import DomainError

FOLDER = Path(__file__).resolve().parents[3] / "resources" / "rules" / "contact"
NEW_YORK, BERLIN, LONDON = "America/New_York", "Europe/Berlin", "Europe/London"
OTHERS_DEBT = Bound("consumer", "US", "", "us-reg-f")


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return read_book(path.read_text("utf-8") for path in sorted(FOLDER.glob("*.toml")))


def noon(month: int, day: int, hour: int = 16) -> datetime:
    """Noon of the day in New York, or another hour in UTC."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


def tried(*at: datetime) -> tuple[Touch, ...]:
    return tuple(Touch(each) for each in at)


def spoke(at: datetime, *, asked: bool = False) -> Touch:
    return Touch(at, was_connected=True, was_right_party=True, was_asked_for=asked)


def person(*touches: Touch, **more) -> ContactFacts:
    return ContactFacts(**{"whom": OTHERS_DEBT, "zones": (NEW_YORK,), "touches": touches, **more})


def blocks(book: RuleBook, facts: ContactFacts, at: datetime, *codes: str) -> list[str]:
    """Which of the rules (the whole profile of collectors unless named) block at ``at``."""
    rules = [book.rules[code] for code in codes] or book.of("us-reg-f")
    return [each.rule.code for each in stand(rules, facts, at).findings if each.effect is Effect.BLOCK]


# --- caps and quiet days ------------------------------------------------------------------------------------------


def test_t33_seven_calls_from_1_to_7_april_and_the_next_on_8_april_comply(book):
    facts = person(*tried(*(noon(4, day) for day in range(1, 8))))
    assert blocks(book, facts, noon(4, 8)) == []


def test_t33_an_eighth_call_between_1_and_7_april_violates(book):
    facts = person(*tried(*(noon(4, day) for day in range(1, 7)), noon(4, 7, 14)))
    assert blocks(book, facts, noon(4, 7)) == ["US-7IN7"]


def test_calls_one_a_day_from_1_to_7_march_block_an_eighth_on_the_7th_alone(book):
    facts = person(*tried(*(noon(3, day, 15) for day in range(1, 8))))
    assert blocks(book, facts, noon(3, 7)) == ["US-7IN7"]
    standing = stand([book.rules["US-7IN7"]], facts, noon(3, 8))
    assert standing.verdict is Verdict.ALLOWED
    assert standing.meters[0].used == 6


def test_t34_after_a_conversation_on_thursday_13_august_the_next_call_is_on_thursday_20(book):
    facts = person(spoke(noon(8, 13)))
    assert blocks(book, facts, noon(8, 19)) == ["US-7AFTER"]
    assert blocks(book, facts, noon(8, 20)) == []
    standing = stand(book.of("us-reg-f"), facts, noon(8, 14))
    assert standing.next_words == "Next allowed Thu 20 Aug 08:00, because of the conversation on Thu 13 Aug"


def test_t34_call_back_on_monday_said_on_friday_3_april_allows_monday_6_april(book):
    asked = (CallBack(datetime(2026, 4, 6, 4, tzinfo=UTC), has_time=False),)
    facts = person(spoke(noon(4, 3)), call_backs=asked)
    assert blocks(book, facts, noon(4, 5)) == ["US-7AFTER"]
    assert blocks(book, facts, noon(4, 6)) == []


def test_t34_without_new_consent_8_april_violates_after_the_talk_of_6_april(book):
    facts = person(spoke(noon(4, 3)), spoke(noon(4, 6), asked=True))
    assert blocks(book, facts, noon(4, 8)) == ["US-7AFTER"]


def test_t34_consent_by_mail_of_4_june_covers_eight_calls_from_8_to_10_june(book):
    calls = tried(*(noon(6, day, hour) for day in (8, 9, 10) for hour in (14, 16, 18)))[:8]
    facts = person(*calls, consents=(Consent("call", "given", date(2026, 6, 4)),))
    for number, call in enumerate(calls):
        assert blocks(book, replace(facts, touches=calls[:number]), call.at, "US-7IN7", "US-7AFTER") == []


def test_t34_counting_restarts_on_11_june(book):
    calls = tried(*(noon(6, day, hour) for day in (8, 9, 10) for hour in (14, 16, 18)))[:8]
    facts = person(*calls, consents=(Consent("call", "given", date(2026, 6, 4)),))
    standing = stand([book.rules["US-7IN7"]], facts, noon(6, 11))
    assert (standing.verdict, standing.meters[0].used) == (Verdict.ALLOWED, 0)


def test_the_quiet_days_after_monday_2_march_end_with_sunday_8_march(book):
    facts = person(spoke(noon(3, 2)))
    assert blocks(book, facts, noon(3, 8)) == ["US-7AFTER"]
    assert blocks(book, facts, noon(3, 9)) == []


def test_a_voicemail_is_an_attempt_and_no_conversation(book):
    voicemail = Touch(noon(3, 2), was_connected=True)
    standing = stand([book.rules["US-7IN7"], book.rules["US-7AFTER"]], person(voicemail), noon(3, 3))
    assert {meter.counts: meter.used for meter in standing.meters} == {"attempts": 1, "conversations": 0}


def test_an_inbound_conversation_counts_as_one_and_is_no_attempt(book):
    theirs = Touch(noon(8, 13), is_outbound=False, was_placed=False, was_connected=True, was_right_party=True)
    standing = stand(book.of("us-reg-f"), person(theirs), noon(8, 14))
    assert standing.findings[0].rule.code == "US-7AFTER"
    assert {meter.code: meter.used for meter in standing.meters}["US-7IN7"] == 0


def test_australia_counts_contacts_made_and_not_attempts(book):
    whom = Bound("consumer", "AU")
    nobody = tried(*(datetime(2026, 3, day, 2, tzinfo=UTC) for day in (2, 3, 4)))
    facts = ContactFacts(whom, ("Australia/Sydney",), touches=nobody)
    at = datetime(2026, 3, 5, 2, tzinfo=UTC)
    assert blocks(book, facts, at, "AU-FREQ-WEEK") == []
    reached = tuple(replace(touch, was_connected=True) for touch in nobody)
    assert blocks(book, replace(facts, touches=reached), at, "AU-FREQ-WEEK") == ["AU-FREQ-WEEK"]


def test_greece_waits_out_the_first_ten_days_past_due_and_two_days_between_contacts(book):
    facts = ContactFacts(Bound("consumer", "GR"), ("Europe/Athens",), oldest_due_on=date(2026, 3, 1))
    assert blocks(book, facts, noon(3, 11, 10), "GR-GRACE") == ["GR-GRACE"]
    assert blocks(book, facts, noon(3, 12, 10), "GR-GRACE") == []
    talked = replace(facts, touches=(spoke(noon(3, 12, 9)),))
    assert blocks(book, talked, noon(3, 13, 9), "GR-GAP") == ["GR-GAP"]
    assert blocks(book, talked, noon(3, 14, 9), "GR-GAP") == []


# --- hours, zones, days -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "at", "is_allowed"),
    [
        (NEW_YORK, "2026-03-09T00:59:00+00:00", True),
        (NEW_YORK, "2026-03-10T01:00:00+00:00", True),
        (NEW_YORK, "2026-03-10T01:01:00+00:00", False),
        ("America/Los_Angeles", "2026-07-01T14:59:00+00:00", False),
        ("America/Los_Angeles", "2026-07-01T15:00:00+00:00", True),
        # the days on which summer time begins
        (NEW_YORK, "2026-03-08T11:59:00+00:00", False),
        (NEW_YORK, "2026-03-08T12:00:00+00:00", True),
        (LONDON, "2026-03-29T06:59:00+00:00", False),
        (LONDON, "2026-03-29T07:00:00+00:00", True),
        (LONDON, "2026-03-28T08:00:00+00:00", True),
        (LONDON, "2026-03-28T07:59:00+00:00", False),
    ],
)
def test_hours_are_those_of_the_clients_clock_and_nine_sharp_is_still_allowed(book, zone, at, is_allowed):
    facts = person(zones=(zone,))
    assert (blocks(book, facts, datetime.fromisoformat(at), "US-HOURS") == []) is is_allowed


def test_the_night_before_summer_time_is_an_hour_shorter_until_the_next_allowed_time(book):
    facts = person()
    standing = stand(book.of("us-reg-f"), facts, datetime(2026, 3, 8, 5, tzinfo=UTC))
    assert standing.next_allowed == datetime(2026, 3, 8, 12, tzinfo=UTC)


def test_a_toll_free_number_must_be_in_hours_in_every_zone_it_may_be_in(book):
    zones = local_zone(told=None, country="US", phone="+1 800 555 0100", phone_region="US", company_zone="UTC").zones
    assert len(zones) > 5
    facts = person(zones=zones)
    morning_in_new_york = datetime(2026, 7, 1, 13, tzinfo=UTC)
    standing = stand([book.rules["US-HOURS"]], facts, morning_in_new_york)
    assert standing.verdict is Verdict.BLOCKED
    assert standing.findings[0].words.startswith("He may be where it is 03:00")
    opens = standing.next_allowed
    assert opens == datetime(2026, 7, 1, 18, tzinfo=UTC)  # 8 in Honolulu, 14 in New York
    assert stand([book.rules["US-HOURS"]], facts, opens).verdict is Verdict.ALLOWED


def test_a_zone_known_from_the_number_alone_narrows_the_hours_by_one_at_either_end(book):
    found = local_zone(told=None, country=None, phone="+1 212 555 0100", phone_region="US", company_zone="UTC")
    assert found.confidence is Confidence.LOW  # a mobile may have moved away from New York
    facts = person(zones=found.zones, is_low_confidence=True)
    assert blocks(book, facts, datetime(2026, 7, 1, 12, 59, tzinfo=UTC), "US-HOURS") == ["US-HOURS"]
    assert blocks(book, facts, datetime(2026, 7, 1, 13, tzinfo=UTC), "US-HOURS") == []
    assert blocks(book, facts, datetime(2026, 7, 2, 0, 1, tzinfo=UTC), "US-HOURS") == ["US-HOURS"]


def test_easter_monday_is_kept_in_quebec_though_the_tables_of_holidays_lack_it(book):
    facts = ContactFacts(Bound("consumer", "CA", "QC", "ca"), ("America/Toronto",))
    assert blocks(book, facts, noon(4, 6), "CA-QC-DAYS") == ["CA-QC-DAYS"]
    assert blocks(book, facts, noon(4, 7), "CA-QC-DAYS") == []


def test_australia_keeps_national_holidays_and_not_those_of_a_state(book):
    facts = ContactFacts(Bound("consumer", "AU", "NSW"), ("Australia/Sydney",))
    labour_day = datetime(2026, 10, 5, 2, tzinfo=UTC)
    assert facts.holiday(labour_day) == "Labor Day"
    assert blocks(book, facts, labour_day, "AU-DAYS") == []
    australia_day = datetime(2026, 1, 26, 2, tzinfo=UTC)
    assert blocks(book, facts, australia_day, "AU-DAYS") == ["AU-DAYS"]


# --- wishes and stops ---------------------------------------------------------------------------------------------


def test_t36_weekdays_except_3_to_5_and_never_weekends_is_kept_until_withdrawn(book):
    spared = Window("inconvenient", "12345", "15:00", "17:00"), Window("inconvenient", "67")
    facts = person(windows=spared)
    rules = [*book.of("us-reg-f"), *book.of("stops")]
    assert stand(rules, facts, noon(8, 13, 18)).verdict is Verdict.ALLOWED  # 14:00
    asked = stand(rules, facts, noon(8, 13, 20))  # 16:00
    assert asked.findings[0].rule.code == "STOP-SPARED"
    assert asked.next_words == "Next allowed 17:00, because of the hours he asked to be spared"
    saturday = stand(rules, facts, noon(8, 15))
    assert saturday.next_allowed == datetime(2026, 8, 17, 12, tzinfo=UTC)  # Monday 8:00
    assert stand(rules, replace(facts, windows=()), noon(8, 15)).verdict is Verdict.ALLOWED


def test_t36_without_a_wish_the_hours_are_8_to_21_at_the_clients_place(book):
    for hour, allowed in ((11, False), (12, True), (25, True)):
        at = datetime(2026, 8, 13, tzinfo=UTC) + timedelta(hours=hour)
        assert (blocks(book, person(), at) == []) is allowed


@pytest.mark.parametrize("kind", ["cease", "represented", "insolvency", "deceased", "breathing_space"])
def test_a_stop_blocks_in_every_country_until_it_is_lifted(book, kind):
    stop = Stop(kind, date(2026, 3, 1), reason="told so")
    facts = ContactFacts(Bound("company", "JP"), ("Asia/Tokyo",), stops=(stop,))
    standing = stand(book.rules.values(), facts, noon(3, 10, 3))
    assert standing.worst is not None
    assert standing.worst.rule.kind is RuleKind.STOP
    assert standing.next_allowed is None
    assert standing.next_words.startswith("Not allowed until this changes")
    lifted = replace(facts, stops=(replace(stop, lifted_on=date(2026, 3, 10)),))
    assert stand(book.rules.values(), lifted, noon(3, 10, 3)).verdict is Verdict.ALLOWED


def test_a_breathing_space_ends_by_itself_the_day_after(book):
    facts = ContactFacts(
        Bound("consumer", "GB", "ENG"),
        (LONDON,),
        stops=(Stop("breathing_space", date(2026, 3, 2), date(2026, 5, 1)),),
    )
    standing = stand(book.of("stops"), facts, noon(3, 10, 10))
    assert standing.next_allowed == datetime(2026, 5, 1, 23, tzinfo=UTC)


def test_a_stop_of_e_mails_does_not_stop_calls(book):
    facts = person(stops=(Stop("cease", date(2026, 3, 1), channel="email"),))
    assert blocks(book, facts, noon(3, 10), "STOP-CEASE") == []
    assert blocks(book, replace(facts, channel="email"), noon(3, 10), "STOP-CEASE") == ["STOP-CEASE"]


def test_a_date_of_the_year_9999_is_no_end_and_no_reason_to_fall_over(book):
    stop = Stop("cease", date(2026, 3, 1), date.max)
    facts = ContactFacts(Bound("consumer", "GR"), ("Europe/Athens",), stops=(stop,), oldest_due_on=date.max)
    assert stand(book.rules.values(), facts, noon(3, 10)).next_allowed is None


def test_the_newest_word_on_a_channel_counts(book):
    told = Consent("call", "withdrawn", date(2026, 3, 1)), Consent("call", "given", date(2026, 3, 5))
    assert blocks(book, person(consents=told), noon(3, 3), "STOP-OPTED-OUT") == ["STOP-OPTED-OUT"]
    assert blocks(book, person(consents=told), noon(3, 6), "STOP-OPTED-OUT") == []


# --- the house ----------------------------------------------------------------------------------------------------


def at_house(*touches: Touch, **more) -> ContactFacts:
    return ContactFacts(**{"whom": Bound("company", "DE"), "zones": (BERLIN,), "touches": touches, **more})


def house(book: RuleBook, facts: ContactFacts, at: datetime) -> ContactStanding:
    return stand(book.rules.values(), facts, at)


MONDAY_10 = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_the_house_allows_three_attempts_a_day_six_a_week_two_hours_apart(book):
    first = MONDAY_10 - timedelta(hours=1)
    assert house(book, at_house(Touch(first)), MONDAY_10).next_words == (
        "Next allowed 11:00, because of the attempt at 09:00"
    )
    three = tuple(Touch(MONDAY_10 + timedelta(hours=2 * k)) for k in range(3))
    full = house(book, at_house(*three), MONDAY_10 + timedelta(hours=6))
    assert full.next_words == "Next allowed Tue 24 Nov 08:00, because of 3 attempts today"
    week = tuple(Touch(MONDAY_10 + timedelta(days=d, hours=h)) for d in range(3) for h in (0, 3))
    standing = house(book, at_house(*week), MONDAY_10 + timedelta(days=3))
    assert standing.meter.words == "6 of 6 attempts in 7 days"
    assert standing.next_words == "Next allowed Mon 30 Nov 08:00, because of 6 attempts since Mon 23 Nov"


def test_his_next_number_right_after_one_where_he_was_not_reached_is_the_same_try(book):
    unanswered = Touch(MONDAY_10, phone="1")
    at = MONDAY_10 + timedelta(minutes=3)
    assert house(book, at_house(unanswered, phone="2"), at).verdict is Verdict.ALLOWED
    assert house(book, at_house(unanswered, phone="1"), at).verdict is Verdict.BLOCKED
    message = replace(unanswered, was_connected=True)
    assert house(book, at_house(message, phone="2"), at).verdict is Verdict.ALLOWED
    talk = replace(message, was_right_party=True)
    assert house(book, at_house(talk, phone="2"), at).verdict is Verdict.BLOCKED
    assert house(book, at_house(unanswered, phone="2"), at + timedelta(minutes=20)).verdict is Verdict.BLOCKED


def test_w4_one_conversation_a_day_and_the_call_back_he_asked_for_is_free(book):
    talk = spoke(MONDAY_10)
    later = MONDAY_10 + timedelta(hours=4)
    standing = house(book, at_house(talk), later)
    assert standing.next_words == "Next allowed Tue 24 Nov 08:00, because of the conversation on Mon 23 Nov"
    asked = (CallBack(later, has_time=True),)
    assert house(book, at_house(talk, call_backs=asked), later).verdict is Verdict.ALLOWED
    soon = house(book, at_house(talk, call_backs=asked), later - timedelta(hours=1))
    assert soon.next_allowed == later  # the call-back's own hour ends the wait


def test_a_reminder_of_his_own_promise_is_free_of_the_counts_of_the_house(book):
    talk = spoke(MONDAY_10)
    at = MONDAY_10 + timedelta(hours=4)
    assert house(book, at_house(talk, reminders=(date(2026, 11, 23),)), at).verdict is Verdict.ALLOWED


def test_the_house_rests_on_weekends_and_on_holidays_by_name(book):
    saturday = datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert house(book, at_house(), saturday).next_words == "Next allowed Mon 23 Nov 08:00, because of the weekend"
    christmas = house(book, at_house(), datetime(2026, 12, 25, 10, tzinfo=UTC))
    assert "Christmas Day" in christmas.clock_words
    assert christmas.next_allowed == datetime(2026, 12, 28, 7, tzinfo=UTC)


def test_hours_he_prefers_open_the_house_and_warn_outside_of_them(book):
    evening = (Window("preferred", "1", "19:00", "20:00"),)
    assert house(book, at_house(windows=evening), MONDAY_10.replace(hour=18, minute=10)).verdict is Verdict.ALLOWED
    assert house(book, at_house(windows=evening), MONDAY_10).verdict is Verdict.CAUTION


def test_w20_no_chasing_right_after_an_invoice_once_the_house_says_so(book):
    facts = at_house(last_invoice_on=date(2026, 11, 22))
    assert house(book, facts, MONDAY_10).verdict is Verdict.ALLOWED  # off as shipped
    rule = replace(book.rules["HOUSE-NEW-INVOICE"], is_active=True, effect=Effect.BLOCK)
    standing = stand([*book.of("house"), rule], facts, MONDAY_10)
    assert standing.next_words == "Next allowed Wed 25 Nov 08:00, because of the invoice of Sun 22 Nov"


def test_the_hours_of_the_house_are_those_of_the_settings(book):
    own = book.with_own([], CallHours(CallHours().opens.replace(hour=9), CallHours().closes.replace(hour=17)))
    assert own.rules["HOUSE-HOURS"].params["from"] == "09:00"
    assert own.rules["HOUSE-HOURS"].exempt == book.rules["HOUSE-HOURS"].exempt


def test_what_happened_later_does_not_judge_a_call_logged_late(book):
    later = tuple(Touch(MONDAY_10 + timedelta(hours=k)) for k in (1, 2, 3))
    assert house(book, at_house(*later), MONDAY_10).verdict is Verdict.ALLOWED


# --- whom a rule binds --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("whom", "bound"),
    [
        (Bound("company", "US"), set()),
        (Bound("consumer", "US"), {"US-7IN7-OWN"}),
        (Bound("consumer", "US", "", "us-reg-f"), {"US-7IN7-OWN", "US-7IN7"}),
        (Bound("consumer", "US", "MA"), {"US-7IN7-OWN", "US-MA-CAP"}),
        (Bound("consumer", "US", "US-MA"), {"US-7IN7-OWN", "US-MA-CAP"}),
        (Bound("consumer", "GB"), set()),
        (Bound("consumer", "US", "WA", "us-reg-f"), {"US-7IN7-OWN", "US-7IN7", "US-WA-CAP"}),
        (Bound("company", "", "", "us-reg-f"), {"US-7IN7"}),
    ],
)
def test_strict_rows_bind_by_kind_and_place_or_because_the_client_names_them(book, whom, bound):
    asked = ("US-7IN7-OWN", "US-7IN7", "US-MA-CAP", "US-WA-CAP")
    assert {code for code in asked if binds(book.rules[code], whom, "call", date(2026, 11, 23))} == bound


def test_a_rule_holds_from_its_first_day_to_its_last(book):
    rule = replace(book.rules["HOUSE-DAY"], valid_from=date(2026, 3, 1), valid_until=date(2026, 3, 31))
    assert [rule.holds_on(date(2026, month, 1)) for month in (2, 3, 4)] == [False, True, False]


def test_every_shipped_row_has_words_a_source_and_says_that_nobody_has_verified_it(book):
    assert len(book.rules) > 60
    assert all(
        rule.words.endswith(".") and rule.source and rule.last_verified is None for rule in book.rules.values()
    )


def test_a_row_comes_back_from_its_plain_values_as_it_was(book):
    for rule in book.rules.values():
        assert read_rule(rule_table(rule), rule.profile) == replace(rule, params=dict(rule.params))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "lower"}, "code"),
        ({"kind": "mood"}, "kind"),
        ({"effect": "maybe"}, "effect"),
        ({"words": " "}, "words"),
        ({"source": ""}, "source"),
        ({"jurisdictions": ["Germany"]}, "jurisdictions"),
        ({"client_kinds": "consumer"}, "client_kinds"),
        ({"channels": ["pigeon"]}, "channels"),
        ({"party": "fourth"}, "party"),
        ({"active": 1}, "active"),
        ({"valid_from": "soon"}, "valid_from"),
        ({"valid_from": "2026-03-01", "valid_until": "2026-02-01"}, "valid_until"),
        ({"last_verified": 3}, "last_verified"),
        ({"colour": "red"}, "colour"),
        ({"params": []}, "params"),
        ({"params": {"days": 7, "counts": "attempts"}}, "max"),
        ({"params": {"max": -1, "days": 7, "counts": "attempts"}}, "max"),
        ({"params": {"max": True, "days": 7, "counts": "attempts"}}, "max"),
        ({"params": {"max": 1, "days": 7, "counts": "moods"}}, "counts"),
        ({"params": {"max": 1, "days": 7, "counts": "attempts", "tea": 1}}, "tea"),
        ({"params": {"max": 1, "days": 7, "counts": "attempts", "exempt": ["luck"]}}, "exempt"),
        ({"params": {"max": 1, "days": 7, "counts": "attempts", "exempt": ["consent"]}}, "consent_days"),
        ({"kind": "hours", "params": {"from": "8", "to": "19:00"}}, "from"),
        ({"kind": "hours", "params": {"from": "20:00", "to": "19:00"}}, "to"),
        ({"kind": "hours", "params": {"from": "08:00", "to": "19:00", "weekdays": "8"}}, "weekdays"),
        ({"kind": "days", "params": {"extra": ["Easter"]}}, "extra"),
        ({"kind": "days", "params": {"weekend": "yes"}}, "weekend"),
        ({"kind": "content", "params": {}}, "effect"),
    ],
)
def test_a_bad_row_is_refused_in_words_naming_its_field(book, change, field):
    table = {**rule_table(book.rules["HOUSE-DAY"]), **change}
    with pytest.raises(DomainError, match=field) as refused:
        read_rule(table, "house")
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("profile = ", "cannot be read"),
        ('title = "x"', "needs “profile”"),
        ('profile = "a"\ntitle = "a"\nwords = "a"\n[[rules]]\ncode = "A"\nkind = "hours"', "effect"),
    ],
)
def test_a_file_that_is_no_book_of_rules_is_refused(text, words):
    with pytest.raises(DomainError, match=words):
        read_book([text])


def test_two_rules_of_one_code_are_refused(book):
    text = (FOLDER / "06-ie.toml").read_text("utf-8")
    with pytest.raises(DomainError, match="called IE-TIME"):
        read_book([text, text])


# --- properties ---------------------------------------------------------------------------------------------------

START = datetime(2026, 3, 26, tzinfo=UTC)  # around the change to summer time in London
minutes = st.integers(0, 6 * 24 * 60)
touches = st.lists(
    st.builds(
        lambda ahead, talked, asked: Touch(
            START - timedelta(days=2) + timedelta(minutes=ahead),
            was_connected=talked,
            was_right_party=talked,
            was_asked_for=asked,
        ),
        minutes,
        st.booleans(),
        st.booleans(),
    ),
    max_size=8,
)
clock = st.integers(0, 95).map(lambda quarter: f"{quarter // 4:02}:{quarter % 4 * 15:02}")
windows = st.lists(
    st.builds(
        lambda kind, days, ends: Window(kind, "".join(sorted(days)), *sorted(ends)),
        st.sampled_from(["inconvenient", "preferred"]),
        st.sets(st.sampled_from("1234567"), min_size=1),
        st.lists(clock, min_size=2, max_size=2, unique=True),
    ),
    max_size=2,
)
call_backs = st.lists(
    st.builds(lambda ahead, timed: CallBack(START + timedelta(minutes=ahead), timed), minutes, st.booleans()),
    max_size=1,
)


def _rules(book: RuleBook, codes: list[str]) -> list[ContactRule]:
    return [replace(book.rules[code], client_kinds=(), jurisdictions=(), party="any") for code in codes]


CODES = [
    "HOUSE-HOURS", "HOUSE-DAYS", "HOUSE-DAY", "HOUSE-WEEK", "HOUSE-GAP", "HOUSE-TALK", "STOP-SPARED", "US-7IN7",
    "US-7AFTER", "AU-TIME-WEEKEND", "IE-DAYS", "GR-GAP",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(CODES), min_size=1, unique=True), touches, windows, call_backs, minutes, st.booleans()
)
def test_the_next_allowed_time_is_allowed_and_the_first_by_stepping_through_the_minutes(
    codes, touched, wished, asked, ahead, low
):
    rules = _rules(BOOK, codes)
    facts = ContactFacts(
        Bound("consumer", "GB"), (LONDON, "Europe/Paris"), low, touches=tuple(touched), windows=tuple(wished),
        call_backs=tuple(asked),
    )  # fmt: skip
    at = START + timedelta(minutes=ahead)
    standing = stand(rules, facts, at)
    # what happens after the moment of asking is not known yet
    known = replace(facts, touches=tuple(touch for touch in touched if touch.at <= at))
    if standing.verdict is not Verdict.BLOCKED:
        assert standing.next_allowed == at
        return
    found = standing.next_allowed
    assert found is None or stand(rules, known, found).verdict is not Verdict.BLOCKED
    last = min(found or at + timedelta(days=3), at + timedelta(days=3))
    step = at
    while step < last:
        assert stand(rules, known, step).verdict is Verdict.BLOCKED, step
        step += timedelta(minutes=15)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(CODES), min_size=1, max_size=6, unique=True),
    st.sampled_from(CODES),
    touches,
    windows,
    minutes,
)
def test_a_block_never_disappears_when_another_rule_is_added(codes, more, touched, wished, ahead):
    facts = ContactFacts(Bound("consumer", "GB"), (LONDON,), touches=tuple(touched), windows=tuple(wished))
    at = START + timedelta(minutes=ahead)
    before, after = stand(_rules(BOOK, codes), facts, at), stand(_rules(BOOK, [*codes, more]), facts, at)
    if before.verdict is Verdict.BLOCKED:
        assert after.verdict is Verdict.BLOCKED
        assert after.next_allowed is None or after.next_allowed >= (before.next_allowed or after.next_allowed)


BOOK = read_book(path.read_text("utf-8") for path in sorted(FOLDER.glob("*.toml")))
