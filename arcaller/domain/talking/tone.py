"""Tone and plain words: what in a text sounds like a threat, blame, jargon or shouting, and how to say it plainer.

Checking only tells; it never changes a text and never sends one. The words are data (TOML text, one list for each
language). A reading grade is known for English: Flesch-Kincaid, 0.39 · words/sentences + 11.8 · syllables/words −
15.59, without names, numbers and addresses.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from arcaller.domain.errors import DomainError
from arcaller.domain.talking.reading import reading_grade

_FIELD = "tone"
_MOST_WORDS, _MOST_SMS, MOST_GRADE = 120, 300, 8.0
"""A message by e-mail in words, a short one in characters, and the school grade of both."""


class ToneKind(StrEnum):
    """Why words are flagged, gravest first."""

    AGGRESSIVE = "aggressive"
    THREAT = "threat"
    SHOUTING = "shouting"
    SOFTEN = "soften"
    ORDERS = "orders"
    JARGON = "jargon"


class TextKind(StrEnum):
    """What the text is for: heard by the client, or read by him."""

    SPOKEN = "spoken"
    MESSAGE = "message"
    SMS = "sms"
    LETTER = "letter"

    @property
    def is_outgoing(self) -> bool:
        """Read by the client alone, so that it must hold all he needs."""
        return self in (TextKind.MESSAGE, TextKind.SMS, TextKind.LETTER)


@dataclass(frozen=True, slots=True)
class ToneFlag:
    """``text[start:end]`` is flagged: its kind, the reason, and what to say instead."""

    start: int
    end: int
    kind: ToneKind
    reason: str
    plainer: str


@dataclass(frozen=True, slots=True)
class ToneReport:
    """``flags`` in the order of the text; ``grade`` of reading (``None``: not known in this language, or too short to
    say); ``missing`` says in words what an outgoing text lacks or has too much of."""

    flags: tuple[ToneFlag, ...] = ()
    grade: float | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """Words of one kind; they count once they occur ``at_least`` times."""

    kind: ToneKind
    pattern: re.Pattern[str]
    plainer: str
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class ToneRules:
    """The list of one language."""

    language: str
    terms: tuple[Term, ...]
    reasons: Mapping[str, str]
    allowed: re.Pattern[str] | None = None
    imperatives: re.Pattern[str] | None = None
    cold: Mapping[str, re.Pattern[str]] = field(default_factory=dict)


def parse_tone(text: str) -> ToneRules:
    """Read the list of a language from TOML text; refused where it is none."""
    try:
        table = tomllib.loads(text)
        language, reasons = str(table["language"]), dict(table["reasons"])
        terms = tuple(
            Term(ToneKind(each["kind"]), _pattern(each["words"].split("|")), each["plainer"], each.get("at_least", 1))
            for each in table["term"]
        )
        verbs = table.get("imperatives", [])
        return ToneRules(
            language,
            terms,
            {kind: str(reasons[kind]) for kind in ToneKind},
            _pattern(table["allowed"]) if table.get("allowed") else None,
            _pattern(verbs) if verbs else None,
            {name: _pattern(words) for name, words in table.get("cold", {}).items()},
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise DomainError(f"The list of words for the tone cannot be read: {error}.", _FIELD) from None


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Longest first, so that "refuse to pay" is found before "refuse"; whole words, in any case."""
    parts = []
    for each in sorted(words, key=len, reverse=True):
        escaped = re.escape(each.strip()).replace(r"\*", r"\w*").replace(r"\#", r"\d+").replace("#", r"\d+")
        parts.append(re.sub(r"(?:\\ )+|\s+", r"\\s+", escaped))
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def check_tone(text: str, rules: ToneRules, kind: TextKind = TextKind.SPOKEN) -> ToneReport:
    """Everything to be said about ``text``. Never raises."""
    plain = _plain(text)
    flags = [*_terms(plain, rules), *_shouting(plain, rules), *_orders(plain, rules)]
    grade = reading_grade(plain) if rules.language == "en" else None
    missing = tuple(_missing(plain, rules, kind, grade)) if kind.is_outgoing else ()
    return ToneReport(_longest(flags), grade, missing)


def check_note(text: str, lists: Sequence[ToneRules]) -> ToneReport:
    """What is to be said about a note in the house: words of every list at once, because callers write in several.

    A client may ask to read what was written about him. Orders are none here: they are what comes next, for us.
    """
    plain = _plain(text)
    flags = [flag for rules in lists for flag in _terms(plain, rules)]
    return ToneReport(_longest([*flags, *(_shouting(plain, lists[0]) if lists else ())]))


def _plain(text: str) -> str:
    """With one kind of apostrophe; as long as before, so that spans stay true."""
    return text.replace("\u2019", "'")


def _terms(text: str, rules: ToneRules) -> Iterator[ToneFlag]:
    allowed = [match.span() for match in rules.allowed.finditer(text)] if rules.allowed is not None else []
    for term in rules.terms:
        found = [match.span() for match in term.pattern.finditer(text)]
        found = [span for span in found if not any(low <= span[0] and span[1] <= high for low, high in allowed)]
        if len(found) >= term.at_least:
            for start, end in found:
                yield ToneFlag(start, end, term.kind, rules.reasons[term.kind], term.plainer)


_CAPS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_BANGS = re.compile(r"!{2,}")


def _shouting(text: str, rules: ToneRules) -> Iterator[ToneFlag]:
    """Runs of three words or more in capitals, and more than one exclamation mark in a row."""
    reason = rules.reasons[ToneKind.SHOUTING]
    for bangs in _BANGS.finditer(text):
        yield ToneFlag(*bangs.span(), ToneKind.SHOUTING, reason, "one full stop")
    run: list[re.Match[str]] = []
    ends: tuple[re.Match[str] | None, ...] = (*_CAPS.finditer(text), None)
    for match in ends:
        word = match.group() if match is not None else ""
        joins = not run or match is None or not re.search(r"[.!?\n]", text[run[-1].end() : match.start()])
        if match is not None and word.isupper() and joins:
            run.append(match)
            continue
        if len(run) >= 3 and sum(len(each.group()) for each in run) > len(run):
            yield ToneFlag(run[0].start(), run[-1].end(), ToneKind.SHOUTING, reason, "small letters")
        run = [match] if match is not None and word.isupper() else []


_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_LEAD = re.compile(r"\s*(?:(?:so|and|now|then|please|bitte|kindly|also)\b[\s,]*)*", re.IGNORECASE)
_JOINT = re.compile(
    r"(?:[,;:]\s*|\s(?:and|then|or|und|dann|oder)\s+)(?:(?:and|then|or|please|also|now|und|bitte)\s+)*", re.IGNORECASE
)


def _orders(text: str, rules: ToneRules) -> Iterator[ToneFlag]:
    """Sentences that begin with an order and hold another one."""
    if rules.imperatives is None:
        return
    for sentence in _SENTENCE.finditer(text):
        lead = _LEAD.match(text, sentence.start(), sentence.end())
        first = rules.imperatives.match(text, lead.end() if lead else sentence.start(), sentence.end())
        if first is None:
            continue
        joints = _JOINT.finditer(text, first.end(), sentence.end())
        last = [found for joint in joints if (found := rules.imperatives.match(text, joint.end(), sentence.end()))]
        if last:
            yield ToneFlag(
                first.start(),
                last[-1].end(),
                ToneKind.ORDERS,
                rules.reasons[ToneKind.ORDERS],
                "one sentence for each",
            )


def _longest(flags: list[ToneFlag]) -> tuple[ToneFlag, ...]:
    """In the order of the text; what lies within a graver or longer flag says nothing new."""
    order = list(ToneKind)
    kept: list[ToneFlag] = []
    for flag in sorted(flags, key=lambda each: (each.start - each.end, order.index(each.kind))):
        within = (each for each in kept if each.start <= flag.start and flag.end <= each.end)
        # an order or a shout is about the whole sentence: the words within it keep their own flags
        if not any(each.kind not in (ToneKind.ORDERS, ToneKind.SHOUTING) for each in within):
            kept.append(flag)
    return tuple(sorted(kept, key=lambda each: (each.start, each.end)))


_AMOUNT = re.compile(r"\d[\d.,' \u00a0\u202f]*\d|\{\{\s*\w*(?:amount|balance|overdue|sum|total|parts|plan)\w*\s*\}\}")
_DATE = re.compile(
    r"\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow)\b"
    r"|\b\d{1,2}\.?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\s+\d{1,2}\b"
    r"|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\{\{\s*\w*(?:day|date|due|until|on)\w*\s*\}\}",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"[\w.+-]+@[\w.-]+\.\w+|\+?\d[\d ()/.-]{5,}\d|https?://\S+|reply stop|\{\{\s*\w*(?:phone|mail|contact)\w*\s*\}\}",
    re.IGNORECASE,
)
_LACKS = {
    "greeting": "a greeting",
    "reason": "the reason",
    "amount": "the amount",
    "date": "a date",
    "next_step": "one next step",
    "contact": "how to reach us",
    "thanks": "thanks",
}


def _missing(text: str, rules: ToneRules, kind: TextKind, grade: float | None) -> Iterator[str]:
    """The cold check: greeting with a name, one reason, amount, date, next step, contact, thanks; not too long."""
    if rules.cold:
        patterns = {**rules.cold, "amount": _AMOUNT, "date": _DATE, "contact": _CONTACT}
        for name, words in _LACKS.items():
            if not patterns[name].search(text):
                yield f"It lacks {words}."
        greeting = rules.cold["greeting"].search(text)
        if greeting is not None and not re.match(r"[\s,]*(?:[^\W\d_a-z]|\{\{)", text[greeting.end() :]):
            yield "The greeting lacks a name."
    words_count = len(text.split())
    if kind is TextKind.MESSAGE and words_count > _MOST_WORDS:
        yield f"It has {words_count} words; {_MOST_WORDS} are enough for a message."
    if kind is TextKind.SMS and len(text) > _MOST_SMS:
        yield f"It has {len(text)} characters; a short message has room for {_MOST_SMS}."
    if grade is not None and grade > MOST_GRADE:
        yield f"It reads like school grade {grade:.0f}; shorter words and sentences bring it to {MOST_GRADE:.0f}."


def describe(flag: ToneFlag, text: str) -> str:
    """``“you owe”: Sounds like blame. Plainer: the open balance is`` for the line under a field."""
    return f"“{text[flag.start : flag.end]}”: {flag.reason} Plainer: {flag.plainer}"
