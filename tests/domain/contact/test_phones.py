from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcaller.domain.contact import regions
from arcaller.domain.contact.phones import (
    Confidence,
    LocalZone,
    ZoneSource,
    clocks,
    e164,
    is_zone,
    local_zone,
    phone_digits,
    tel_uri,
    zone_place,
    zone_words,
    zones_of_country,
    zones_of_number,
)
from arcaller.domain.contact.regions import zones_of_region


def place(**given_: str | None) -> LocalZone:
    facts: dict[str, str | None] = {
        "told": None,
        "country": None,
        "region": None,
        "phone": None,
        "phone_region": None,
        **given_,
    }
    return local_zone(
        told=facts["told"], country=facts["country"], region=facts["region"], phone=facts["phone"],
        phone_region=facts["phone_region"],
        company_zone="Europe/Dublin",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "digits"),
    [("+49 (30) 5550-0142", "493055500142"), ("०२२ ५५५", "022555"), ("٠١٢", "012"), ("ext. x", ""), ("1²", "1")],
)
def test_digits_are_ascii_whatever_their_script(text: str, digits: str):
    assert phone_digits(text) == digits


@given(st.text())
def test_digits_of_any_text_are_ascii_digits(text: str):
    digits = phone_digits(text)
    assert digits.isascii()
    assert not digits or digits.isdigit()
    assert phone_digits(digits) == digits


def test_a_number_is_written_in_e164_by_its_own_code_or_the_client_s_country():
    assert e164("030 5550 0142", "DE") == e164("+49 30 55500142", None) == "+493055500142"


@pytest.mark.parametrize("text", ["", "call Anna", "030 5550 0142", "+49 1", "+999 12345678"])
def test_what_is_no_number_has_no_e164(text: str):
    assert e164(text, None) is None


def test_a_link_to_dial_keeps_the_extension():
    assert tel_uri("030 5550 0142 ext 12", "DE") == "tel:+49-30-55500142;ext=12"


def test_what_cannot_be_read_is_dialled_as_it_stands():
    assert tel_uri("0049 abc 7", None) == "tel:00497"
    assert tel_uri(" +999 123", None) == "tel:+999123"
    assert tel_uri("reception", None) is None


@pytest.mark.parametrize(
    ("number", "zones"),
    [
        ("+1 212 555 0142", ("America/New_York",)),
        ("+1 602 555 0142", ("America/Phoenix",)),
        ("+1 907 555 0142", ("America/Anchorage", "America/Adak")),
        ("+61 8 8234 5678", ("Australia/Adelaide", "Australia/Perth")),
        ("+44 20 7946 0123", ("Europe/London",)),
        ("+91 98123 45678", ("Asia/Kolkata",)),
        ("+49 30 5550 0142", ("Europe/Berlin",)),
    ],
)
def test_zones_of_a_number_are_all_kept_under_their_current_names(number: str, zones: tuple[str, ...]):
    assert sorted(zones_of_number(number, None)) == sorted(zones)


def test_a_british_mobile_names_london_before_the_islands():
    assert zones_of_number("+44 7400 123456", None) == (
        "Europe/London", "Europe/Guernsey", "Europe/Isle_of_Man", "Europe/Jersey",
    )  # fmt: skip


def test_toll_free_numbers_keep_dozens_of_zones():
    assert len(zones_of_number("+1 800 555 0199", None)) > 30


@pytest.mark.parametrize("number", ["+44 7700 900123", "12345", "", "+1 12345"])
def test_fictional_british_and_invalid_numbers_have_no_zone(number: str):
    assert zones_of_number(number, "US") == ()


def test_zones_of_a_country_and_none_of_an_unknown_one():
    assert zones_of_country("jp") == ("Asia/Tokyo",)
    assert {"America/New_York", "Pacific/Honolulu"} < set(zones_of_country("US"))
    assert zones_of_country("ZZ") == ()


def test_every_listed_zone_is_known():
    assert all(is_zone(zone) for country in ("US", "AU", "DE", "IN", "RU") for zone in zones_of_country(country))


def test_told_by_the_client_is_trusted_above_everything():
    assert place(told="Asia/Tokyo", country="DE", phone="+1 212 555 0142") == LocalZone(
        ("Asia/Tokyo",), ZoneSource.TOLD, Confidence.HIGH
    )


@pytest.mark.parametrize("told", ["Mars/Base", "../etc/passwd", "Etc/" + "x" * 300, "America", ""])
def test_a_zone_that_does_not_exist_is_passed_over(told: str):
    assert place(told=told, country="JP").source is ZoneSource.ADDRESS


def test_an_address_in_a_country_of_one_zone_beats_the_phone():
    assert place(country="JP", phone="+1 212 555 0142") == LocalZone(
        ("Asia/Tokyo",), ZoneSource.ADDRESS, Confidence.HIGH
    )


def test_an_address_in_a_country_of_several_zones_is_narrowed_by_a_phone_that_agrees():
    assert place(country="US", phone="(602) 555-0142") == LocalZone(
        ("America/Phoenix",), ZoneSource.PHONE, Confidence.LOW
    )


def test_a_phone_from_elsewhere_does_not_move_an_address():
    zone = place(country="US", phone="+49 30 5550 0142")
    assert (zone.source, zone.confidence) == (ZoneSource.ADDRESS, Confidence.MEDIUM)
    assert zone.zones == zones_of_country("US")


def test_a_phone_alone_is_of_low_confidence_and_nothing_at_all_is_the_company():
    assert place(phone="030 5550 0142", phone_region="DE") == LocalZone(
        ("Europe/Berlin",), ZoneSource.PHONE, Confidence.LOW
    )
    assert place(phone="+44 7700 900123") == LocalZone(("Europe/Dublin",), ZoneSource.COMPANY, Confidence.LOW)
    assert place().zone == "Europe/Dublin"


def test_clocks_show_each_wall_time_once():
    instant = datetime(2026, 11, 23, 13, 32, tzinfo=UTC)
    shown = clocks(["Europe/London", "Europe/Jersey", "Europe/Berlin"], instant)
    assert [(zone, f"{local:%H:%M}") for zone, local in shown] == [
        ("Europe/London", "13:32"),
        ("Europe/Berlin", "14:32"),
    ]


def test_the_place_of_a_zone_is_its_last_word():
    assert [zone_place(zone) for zone in ("Europe/Berlin", "America/Argentina/Buenos_Aires", "UTC")] == [
        "Berlin", "Buenos Aires", "UTC",
    ]  # fmt: skip


def test_number_plans_are_not_loaded_before_they_are_needed():
    code = "import sys, arcaller.domain.contact.phones; sys.exit('phonenumbers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


@pytest.mark.parametrize(
    ("number", "zones", "words"),
    [
        ("+1 812 555 0123", ("America/New_York", "America/Chicago"), "one of 2 zones, from the phone: ask"),
        ("+1 850 555 0123", ("America/New_York", "America/Chicago"), "one of 2 zones, from the phone: ask"),
        ("+1 212 555 0123", ("America/New_York",), "New York time, from the phone: ask"),
    ],
)
def test_a_phone_alone_is_of_low_confidence_and_border_area_codes_keep_both_zones(number, zones, words):
    zone = local_zone(told=None, country=None, phone=number, phone_region=None, company_zone="Europe/Berlin")
    assert zone.zones == zones
    assert (zone.source, zone.confidence) == (ZoneSource.PHONE, Confidence.LOW)
    assert zone_words(zone) == words


def test_a_toll_free_number_and_a_british_mobile_leave_many_zones_open():
    def found(number):
        return local_zone(told=None, country=None, phone=number, phone_region=None, company_zone="Europe/Berlin")

    assert len(found("+1 800 555 0123").zones) > 20
    mobile = found("+44 7400 123456")
    assert zone_words(mobile) == "one of 4 zones, from the phone: ask"
    assert mobile.zone == "Europe/London"


def test_a_fictional_british_number_tells_nothing_so_the_zone_is_only_the_company_s():
    zone = local_zone(
        told=None, country=None, phone="+44 7700 900123", phone_region=None, company_zone="Europe/Berlin"
    )
    assert (zone.source, zone.confidence) == (ZoneSource.COMPANY, Confidence.LOW)
    assert zone_words(zone) == "Berlin time, your own: nothing is known of the client's, ask"


def test_told_goes_before_address_and_address_before_phone_in_words():
    phone = "+1 212 555 0123"
    told = local_zone(told="Asia/Kolkata", country="DE", phone=phone, phone_region=None, company_zone="Europe/Berlin")
    assert zone_words(told) == "Kolkata time, told by the client"
    address = local_zone(told=None, country="IN", phone=phone, phone_region=None, company_zone="Europe/Berlin")
    assert zone_words(address) == "Kolkata time, from the address"


@pytest.mark.parametrize(
    ("country", "region", "zones"),
    [
        ("US", "NY", ("America/New_York",)),
        ("US", " new  york ", ("America/New_York",)),
        ("US", "US-NY", ("America/New_York",)),
        ("us", "D.C.", ("America/New_York",)),
        ("US", "Washington", ("America/Los_Angeles",)),
        ("US", "FL", ("America/New_York", "America/Chicago")),
        ("CA", "Québec", ("America/Toronto", "America/Blanc-Sablon", "America/Halifax")),
        ("AU", "NSW", ("Australia/Sydney",)),
        ("US", "NSW", ()),
        ("DE", "BY", ()),
        ("", "", ()),
    ],
)
def test_zones_of_a_region_by_its_code_or_its_name(country: str, region: str, zones: tuple[str, ...]):
    assert zones_of_region(country, region) == zones


@pytest.mark.parametrize("country", ["US", "CA", "AU"])
def test_regions_know_every_zone_of_their_country_but_the_places_left_out(country: str):
    left_out = {"Australia/Lord_Howe", "Antarctica/Macquarie", "Australia/Broken_Hill", "Australia/Eucla"}
    named = {zone for (at, _), zones in regions._zones_by_region().items() if at == country for zone in zones}
    assert named == set(zones_of_country(country)) - left_out


def test_a_state_of_one_zone_is_trusted_above_the_phone():
    assert place(country="US", region="CO", phone="+1 212 555 0142") == LocalZone(
        ("America/Denver",), ZoneSource.ADDRESS, Confidence.HIGH
    )


def test_a_state_of_several_zones_is_narrowed_by_a_phone_that_agrees_and_by_no_other():
    assert place(country="US", region="TX", phone="+1 915 555 0142") == LocalZone(
        ("America/Denver",), ZoneSource.PHONE, Confidence.LOW
    )
    zone = place(country="US", region="TX", phone="+1 212 555 0142")
    assert (zone.zones, zone.confidence) == (("America/Chicago", "America/Denver"), Confidence.MEDIUM)


def test_a_region_nobody_knows_leaves_the_country():
    assert place(country="US", region="somewhere").zones == zones_of_country("US")
