"""Words as the search index keeps them, and words as somebody types them: both folded in the same way.

Index and query hold only letters and digits without case or marks, so that one word is always one token. Umlauts are
found both ways (``Müller`` by ``muller`` and by ``mueller``), phone numbers by their digits with and without the
country and area code, numbers of clients and invoices as written, closed up and without leading zeros, all by their
last four.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_LETTERS = str.maketrans(
    {"ł": "l", "ß": "ss", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_AREA_CODES = (2, 3, 4, 5)
"""Lengths an area code may have: a number is also found by what stands behind it."""
_SHORTEST_LOCAL, _SHORTEST_NATIONAL = 5, 7
_ONE_DIGIT_CODES = frozenset("17")
_TWO_DIGIT_CODES = frozenset(
    [
        "20",
        "27",
        "30",
        "31",
        "32",
        "33",
        "34",
        "36",
        "39",
        "40",
        "41",
        "43",
        "44",
        "45",
        "46",
        "47",
        "48",
        "49",
        "51",
        "52",
        "53",
        "54",
        "55",
        "56",
        "57",
        "58",
        "60",
        "61",
        "62",
        "63",
        "64",
        "65",
        "66",
        "81",
        "82",
        "84",
        "86",
        "90",
        "91",
        "92",
        "93",
        "94",
        "95",
        "98",
    ]
)
"""Country calling codes of one and two digits (ITU-T E.164); all others have three."""
_PHONE_LIKE = re.compile(r"[\s+()/.\-–]*\d[\d\s+()/.\-–]*")
_PLAIN = re.compile(r"[a-z0-9]+")
_LAST_DIGITS = re.compile(r"[0-9]+$")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese letters: written without spaces, a word begins anywhere."""


def fold(text: str) -> str:
    """``text`` in lower case without marks, each run of anything but letters and digits one space."""
    if text.isascii():
        return " ".join(_PLAIN.findall(text.lower()))
    low = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS)).casefold()
    bare = "".join(char for char in low if not unicodedata.category(char).startswith("M"))
    return " ".join("".join(char if char.isalnum() else " " for char in bare).split())


def spelled_out(text: str) -> str:
    """``text`` folded with umlauts written as two letters (``ü`` as ``ue``, ``å`` as ``aa``)."""
    if text.isascii():
        return fold(text)
    return fold(unicodedata.normalize("NFC", text.lower()).translate(_SPELLED_OUT))


def sort_text(name: str) -> str:
    """What a client's name is sorted by: folded, so that Łódź stands at L; a name of signs alone stays itself."""
    return fold(name) or name.strip()


def phone_digits(phone: str) -> str:
    """The digits of ``phone`` as it would be dialed from abroad; a leading 00 is the plus sign."""
    digits = "".join(char for char in phone if "0" <= char <= "9")
    return digits[2:] if digits.startswith("00") else digits


def client_text(
    number: str, names: Iterable[str], contacts: Iterable[tuple[str, str, str]] = (), city: str = ""
) -> str:
    """What one client is found by: its number, names, city and its contacts (each name, phone, e-mail)."""
    words: dict[str, None] = dict.fromkeys(number_key(number).split())
    for text in (*names, city):
        _add_text(words, text)
    for name, phone, email in contacts:
        _add_text(words, name)
        _add_text(words, email)
        words.update(dict.fromkeys(_phone_words(phone)))
    return " ".join(words)


def _add_text(words: dict[str, None], text: str) -> None:
    words.update(dict.fromkeys(fold(text).split()))
    if not text.isascii():
        words.update(dict.fromkeys(spelled_out(text).split()))


def number_key(number: str) -> str:
    """The words that the ``number`` of an invoice or client is found by."""
    folded = fold(number)
    words = folded.split()
    if len(words) > 1:
        words.append(folded.replace(" ", ""))
    last = _LAST_DIGITS.search(folded)
    if last:
        digits = last.group()
        words += [digits.lstrip("0") or "0", digits[-4:]]
    return " ".join(dict.fromkeys(words))


def _phone_words(phone: str) -> tuple[str, ...]:
    digits = phone_digits(phone)
    if not digits:
        return ()
    national = _national(phone, digits)
    local = (national[cut:] for cut in _AREA_CODES if len(national) - cut >= _SHORTEST_LOCAL)
    return (digits, national, *local, digits[-4:])


def _national(phone: str, digits: str) -> str:
    """The digits without country code and without the zero that calls within a country begin with."""
    if not phone.strip().startswith(("+", "00")):
        return digits.lstrip("0") or digits
    length = 1 if digits[0] in _ONE_DIGIT_CODES else 2 if digits[:2] in _TWO_DIGIT_CODES else 3
    return digits[length:].lstrip("0") or digits


@dataclass(frozen=True, slots=True)
class SearchWords:
    """A typed search, ready for the index.

    ``match`` asks the client index (empty: nothing that it could find), ``invoice_match`` the invoice index (empty:
    too short or no number in it), ``like`` are pieces that must stand inside the text.
    """

    match: str
    invoice_match: str
    like: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed that could be looked for."""
        return not (self.match or self.like)


def search_words(typed: str) -> SearchWords:
    """What ``typed`` asks for: every word as the beginning of a word, in any order."""
    folded, spelled = fold(typed).split(), spelled_out(typed).split()
    if len(spelled) != len(folded):
        spelled = folded
    like = tuple(word for word in folded if _UNSPACED.search(word))
    terms = [_term(*pair) for pair in zip(folded, spelled, strict=True) if pair[0] not in like]
    match = " AND ".join(terms)
    if _PHONE_LIKE.fullmatch(typed):
        digits = phone_digits(typed)
        closed = digits.lstrip("0") or digits
        national = _national(typed, digits) if digits else ""
        if national != closed and len(national) >= _SHORTEST_NATIONAL:
            match = f'({match}) OR "{closed}"* OR "{national}"*'
        elif [closed] != folded:
            match = f'({match}) OR "{closed}"*'
    invoice_match = "" if typed.strip().startswith("+") else _invoice_match(folded)
    return SearchWords(match, invoice_match, like)


def _term(folded: str, spelled: str) -> str:
    return f'"{folded}"*' if folded == spelled else f'("{folded}"* OR "{spelled}"*)'


def _invoice_match(folded: list[str]) -> str:
    """Invoices are looked for by a number from its beginning or by its last digits, with two signs or more."""
    closed = "".join(folded)
    if not 2 <= len(closed) <= 100 or not any(char.isdecimal() for char in closed):
        return ""
    return f'"{closed}"*'
