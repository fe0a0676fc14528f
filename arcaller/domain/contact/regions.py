"""Time zones of states, provinces and territories, where a country has several and its addresses name them.

From the remarks of the public ``zone.tab``, for the countries whose contact rules ask for the local hour. Where a
border of zones runs through a region all its zones are given, so that hours must be fine in each. Left out, so that
their whole state need not be asked, are Broken Hill, Eucla and the islands of Lord Howe and Macquarie.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

_EASTERN, _CENTRAL, _MOUNTAIN, _PACIFIC = "New_York", "Chicago", "Denver", "Los_Angeles"

_AMERICA: Mapping[tuple[str, str, str], tuple[str, ...]] = {
    ("US", "AL", "Alabama"): (_CENTRAL,),
    ("US", "AK", "Alaska"): ("Anchorage", "Juneau", "Sitka", "Metlakatla", "Yakutat", "Nome", "Adak"),
    ("US", "AZ", "Arizona"): ("Phoenix", _MOUNTAIN),
    ("US", "AR", "Arkansas"): (_CENTRAL,),
    ("US", "CA", "California"): (_PACIFIC,),
    ("US", "CO", "Colorado"): (_MOUNTAIN,),
    ("US", "CT", "Connecticut"): (_EASTERN,),
    ("US", "DE", "Delaware"): (_EASTERN,),
    ("US", "DC", "District of Columbia"): (_EASTERN,),
    ("US", "FL", "Florida"): (_EASTERN, _CENTRAL),
    ("US", "GA", "Georgia"): (_EASTERN,),
    ("US", "ID", "Idaho"): ("Boise", _PACIFIC),
    ("US", "IL", "Illinois"): (_CENTRAL,),
    ("US", "IN", "Indiana"): (
        "Indiana/Indianapolis", "Indiana/Vincennes", "Indiana/Winamac", "Indiana/Marengo", "Indiana/Petersburg",
        "Indiana/Vevay", _CENTRAL, "Indiana/Tell_City", "Indiana/Knox", _EASTERN,
    ),
    ("US", "IA", "Iowa"): (_CENTRAL,),
    ("US", "KS", "Kansas"): (_CENTRAL, _MOUNTAIN),
    ("US", "KY", "Kentucky"): (_EASTERN, "Kentucky/Louisville", "Kentucky/Monticello", _CENTRAL),
    ("US", "LA", "Louisiana"): (_CENTRAL,),
    ("US", "ME", "Maine"): (_EASTERN,),
    ("US", "MD", "Maryland"): (_EASTERN,),
    ("US", "MA", "Massachusetts"): (_EASTERN,),
    ("US", "MI", "Michigan"): ("Detroit", "Menominee"),
    ("US", "MN", "Minnesota"): (_CENTRAL,),
    ("US", "MS", "Mississippi"): (_CENTRAL,),
    ("US", "MO", "Missouri"): (_CENTRAL,),
    ("US", "MT", "Montana"): (_MOUNTAIN,),
    ("US", "NE", "Nebraska"): (_CENTRAL, _MOUNTAIN),
    ("US", "NV", "Nevada"): (_PACIFIC, _MOUNTAIN),
    ("US", "NH", "New Hampshire"): (_EASTERN,),
    ("US", "NJ", "New Jersey"): (_EASTERN,),
    ("US", "NM", "New Mexico"): (_MOUNTAIN,),
    ("US", "NY", "New York"): (_EASTERN,),
    ("US", "NC", "North Carolina"): (_EASTERN,),
    ("US", "ND", "North Dakota"): (
        _CENTRAL, "North_Dakota/Center", "North_Dakota/New_Salem", "North_Dakota/Beulah", _MOUNTAIN,
    ),
    ("US", "OH", "Ohio"): (_EASTERN,),
    ("US", "OK", "Oklahoma"): (_CENTRAL,),
    ("US", "OR", "Oregon"): (_PACIFIC, "Boise"),
    ("US", "PA", "Pennsylvania"): (_EASTERN,),
    ("US", "RI", "Rhode Island"): (_EASTERN,),
    ("US", "SC", "South Carolina"): (_EASTERN,),
    ("US", "SD", "South Dakota"): (_CENTRAL, _MOUNTAIN),
    ("US", "TN", "Tennessee"): (_CENTRAL, _EASTERN),
    ("US", "TX", "Texas"): (_CENTRAL, _MOUNTAIN),
    ("US", "UT", "Utah"): (_MOUNTAIN,),
    ("US", "VT", "Vermont"): (_EASTERN,),
    ("US", "VA", "Virginia"): (_EASTERN,),
    ("US", "WA", "Washington"): (_PACIFIC,),
    ("US", "WV", "West Virginia"): (_EASTERN,),
    ("US", "WI", "Wisconsin"): (_CENTRAL,),
    ("US", "WY", "Wyoming"): (_MOUNTAIN,),
    ("CA", "AB", "Alberta"): ("Edmonton",),
    ("CA", "BC", "British Columbia"): ("Vancouver", "Creston", "Dawson_Creek", "Fort_Nelson", "Edmonton"),
    ("CA", "MB", "Manitoba"): ("Winnipeg",),
    ("CA", "NB", "New Brunswick"): ("Moncton",),
    ("CA", "NL", "Newfoundland and Labrador"): ("St_Johns", "Goose_Bay"),
    ("CA", "NS", "Nova Scotia"): ("Halifax", "Glace_Bay"),
    ("CA", "NT", "Northwest Territories"): ("Edmonton", "Inuvik"),
    ("CA", "NU", "Nunavut"): ("Iqaluit", "Rankin_Inlet", "Resolute", "Cambridge_Bay", "Atikokan"),
    ("CA", "ON", "Ontario"): ("Toronto", "Winnipeg", "Atikokan"),
    ("CA", "PE", "Prince Edward Island"): ("Halifax",),
    ("CA", "QC", "Quebec"): ("Toronto", "Blanc-Sablon", "Halifax"),
    ("CA", "SK", "Saskatchewan"): ("Regina", "Swift_Current", "Edmonton"),
    ("CA", "YT", "Yukon"): ("Whitehorse", "Dawson"),
}  # fmt: skip

_ELSEWHERE: Mapping[tuple[str, str, str], tuple[str, ...]] = {
    ("US", "HI", "Hawaii"): ("Pacific/Honolulu",),
    ("AU", "ACT", "Australian Capital Territory"): ("Australia/Sydney",),
    ("AU", "NSW", "New South Wales"): ("Australia/Sydney",),
    ("AU", "NT", "Northern Territory"): ("Australia/Darwin",),
    ("AU", "QLD", "Queensland"): ("Australia/Brisbane", "Australia/Lindeman"),
    ("AU", "SA", "South Australia"): ("Australia/Adelaide",),
    ("AU", "TAS", "Tasmania"): ("Australia/Hobart",),
    ("AU", "VIC", "Victoria"): ("Australia/Melbourne",),
    ("AU", "WA", "Western Australia"): ("Australia/Perth",),
}


@lru_cache(maxsize=1)
def _zones_by_region() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """By country and region; a region is found by its code, its name, and by both as ISO 3166-2 joins them."""
    known = {**{key: tuple(f"America/{place}" for place in zones) for key, zones in _AMERICA.items()}, **_ELSEWHERE}
    return {
        (country, way.casefold()): zones
        for (country, code, name), zones in known.items()
        for way in (code, name, f"{country}-{code}")
    }


def zones_of_region(country: str, region: str) -> tuple[str, ...]:
    """IANA zones of a region as an address writes it ("NY", "New York", "US-NY"), the one of most people first.

    ``country`` is an ISO 3166 code. None for a region that is not known.
    """
    written = " ".join(region.replace(".", "").replace("é", "e").split()).casefold()
    return _zones_by_region().get((country.upper(), written), ())
