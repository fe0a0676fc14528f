"""Phone numbers and the client's local time: digits to search by, E.164, a link to dial, candidate time zones.

Order of trust for a time zone: told by the client, then address, then phone number, then the company's own. All
candidates are kept; a rule on hours must hold in every one of them. A zone known from a phone number alone is of
low confidence: mobiles move with people, and area codes that straddle a border name only one zone.

The library of number plans is imported where it is first used: the first window needs none of it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from arcaller.domain.contact.regions import zones_of_region

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_NO_ZONE = "Etc/Unknown"
_OLD_NAMES: Mapping[str, str] = {
    "Africa/Asmera": "Africa/Asmara",
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Godthab": "America/Nuuk",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Choibalsan": "Asia/Ulaanbaatar",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Atlantic/Faeroe": "Atlantic/Faroe",
    "Pacific/Enderbury": "Pacific/Kanton",
    "Pacific/Ponape": "Pacific/Pohnpei",
    "Pacific/Truk": "Pacific/Chuuk",
}
"""Names the phone data still uses, and those of the current time zone tables."""


def phone_digits(text: str) -> str:
    """The digits of ``text`` in ASCII whatever their script: what a search by number compares."""
    return "".join(str(unicodedata.decimal(mark)) for mark in text if unicodedata.decimal(mark, None) is not None)


def _parse(text: str, region: str | None) -> PhoneNumber | None:
    """``text`` read as a number of ``region`` unless it begins with +; None if it cannot be one."""
    from phonenumbers import NumberParseException, is_possible_number, parse

    try:
        number = parse(text, region)
    except NumberParseException:
        return None
    return number if is_possible_number(number) else None


@lru_cache(maxsize=1024)
def e164(text: str, region: str | None) -> str | None:
    """``+493055500142``; None if ``text`` is no possible number of ``region`` (ISO 3166 code of the client)."""
    from phonenumbers import PhoneNumberFormat, format_number

    number = _parse(text, region)
    return None if number is None else format_number(number, PhoneNumberFormat.E164)


def same_number_digits(text: str, region: str | None) -> str:
    """The digits by which two ways of writing one number agree: those of E.164, else the digits as written."""
    full = e164(text, region) if text.strip() else None
    return phone_digits(full if full is not None else text)


def tel_uri(text: str, region: str | None) -> str | None:
    """A link to dial after RFC 3966, with the extension; plain digits where the number cannot be read.

    None if there is nothing to dial.
    """
    from phonenumbers import PhoneNumberFormat, format_number

    number = _parse(text, region)
    if number is not None:
        return format_number(number, PhoneNumberFormat.RFC3966)
    digits = phone_digits(text)
    if not digits:
        return None
    return f"tel:{'+' if text.lstrip().startswith('+') else ''}{digits}"


_STRADDLING: Mapping[str, tuple[str, ...]] = {
    "448": ("America/New_York", "America/Chicago"),  # west Florida, as 850
    "812": ("America/New_York", "America/Chicago"),  # south Indiana: its southwest has Central time
    "850": ("America/New_York", "America/Chicago"),  # west Florida
    "930": ("America/New_York", "America/Chicago"),  # south Indiana, as 812
}
"""Area codes of the North American plan that cross a time zone border where the number data names one side only."""


@lru_cache(maxsize=1024)
def zones_of_number(text: str, region: str | None) -> tuple[str, ...]:
    """Candidate IANA zones of a number, those of its own country first; none for an invalid number.

    Numbers reserved for fiction are invalid in some countries (+44 7700 900xxx) and valid in others (+1 … 555 01xx).
    """
    from phonenumbers import region_code_for_number
    from phonenumbers.timezone import time_zones_for_number

    number = _parse(text, region)
    if number is None:
        return ()
    found = [_OLD_NAMES.get(zone, zone) for zone in time_zones_for_number(number) if zone != _NO_ZONE]
    if number.country_code == 1 and found:
        both = _STRADDLING.get(str(number.national_number)[:3], ())
        found += [zone for zone in both if zone not in found]
    home = zones_of_country(region_code_for_number(number) or "")
    return tuple(sorted(found, key=lambda zone: home.index(zone) if zone in home else len(home)))


@lru_cache(maxsize=1)
def _zones_by_country() -> Mapping[str, tuple[str, ...]]:
    """The public ``zone.tab`` of the time zone package: country code, position, zone, remark; most populous first."""
    zones: dict[str, list[str]] = {}
    for line in (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            zones.setdefault(country, []).append(zone)
    return {country: tuple(names) for country, names in zones.items()}


def zones_of_country(country: str) -> tuple[str, ...]:
    """IANA zones of an ISO 3166 country code; none for an unknown one."""
    return _zones_by_country().get(country.upper(), ())


class ZoneSource(StrEnum):
    """Where a time zone is known from, most trusted first."""

    TOLD = "told by the client"
    ADDRESS = "address"
    PHONE = "phone number"
    COMPANY = "your company"


class Confidence(StrEnum):
    """How far a time zone may be trusted."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class LocalZone:
    """The candidate zones of a client (never empty), where they are from, and how far to trust them."""

    zones: tuple[str, ...]
    source: ZoneSource
    confidence: Confidence

    @property
    def zone(self) -> str:
        """The likeliest one: the one to show."""
        return self.zones[0]


def local_zone(
    *,
    told: str | None,
    country: str | None,
    region: str | None = None,
    phone: str | None,
    phone_region: str | None,
    company_zone: str,
) -> LocalZone:
    """The client's zone by the order of trust.

    ``region`` is the state or province of the address. What is left of several zones is narrowed by the phone number
    where the two agree; the confidence is then low.
    """
    if told and is_zone(told):
        return LocalZone((told,), ZoneSource.TOLD, Confidence.HIGH)
    by_address = zones_of_region(country or "", region or "") or zones_of_country(country or "")
    if len(by_address) == 1:
        return LocalZone(by_address, ZoneSource.ADDRESS, Confidence.HIGH)
    by_phone = zones_of_number(phone, phone_region or country) if phone else ()
    if by_address:
        agreed = tuple(zone for zone in by_phone if zone in by_address)
        if agreed:
            return LocalZone(agreed, ZoneSource.PHONE, Confidence.LOW)
        return LocalZone(by_address, ZoneSource.ADDRESS, Confidence.MEDIUM)
    if by_phone:
        return LocalZone(by_phone, ZoneSource.PHONE, Confidence.LOW)
    return LocalZone((company_zone,), ZoneSource.COMPANY, Confidence.LOW)


def zone_words(zone: LocalZone) -> str:
    """``Berlin time, from the address``; several candidates or a number alone say that one should ask."""
    place = f"{zone_place(zone.zone)} time"
    if zone.source is ZoneSource.TOLD:
        return f"{place}, told by the client"
    if zone.source is ZoneSource.COMPANY:
        return f"{place}, your own: nothing is known of the client's, ask"
    where = "from the address" if zone.source is ZoneSource.ADDRESS else "from the phone"
    if len(zone.zones) > 1:
        return f"one of {len(zone.zones)} zones, {where}: ask"
    return f"{place}, {where}" + ("" if zone.confidence is Confidence.HIGH else ": ask")


def is_zone(name: str) -> bool:
    """True if ``name`` is an IANA zone of the installed tables."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def clocks(zones: Sequence[str], at: datetime) -> tuple[tuple[str, datetime], ...]:
    """The wall clocks of ``zones`` at the instant ``at`` (aware), one zone per distinct clock, in the given order."""
    seen: dict[object, tuple[str, datetime]] = {}
    for zone in zones:
        local = at.astimezone(ZoneInfo(zone))
        seen.setdefault(local.utcoffset(), (zone, local))
    return tuple(seen.values())


def zone_place(zone: str) -> str:
    """``Buenos Aires`` of ``America/Argentina/Buenos_Aires``: the word a caller reads beside the clock."""
    return zone.rpartition("/")[2].replace("_", " ")
