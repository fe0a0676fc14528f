"""What clients say instead of paying, and what a caller answers: a line of empathy, a question, a next step.

The answers are data (TOML text, one for each language); which outcome an objection leads to is the same in every
language. Those that anybody may say before he is known hold no word of debt; the others wait for the identity check.
An office adds its own behind those that every language has; they say themselves where they lead, and wait too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from arcaller.domain.calls.outcomes import OTHER_OUTCOMES, OUTCOMES, CallOutcome, OtherOutcome
from arcaller.domain.errors import DomainError
from arcaller.domain.talking.languages import ENGLISH, base_language
from arcaller.domain.talking.script import BEFORE_IDENTITY, ScriptField, fields_of, first_filled, refuse_debt

FIELD = "objections"
"""The field that a refusal of an answer names."""


class Objection(StrEnum):
    """What the client says, in the order of the list on screen."""

    NOT_RECEIVED = "not_received"
    CASH_TIGHT = "cash_tight"
    WRONG_PRICE = "wrong_price"
    ALREADY_PAID = "already_paid"
    NOT_APPROVED = "not_approved"
    GOODS_MISSING = "goods_missing"
    SOMEONE_ELSE = "someone_else"
    WAITS_FOR_MONEY = "waits_for_money"
    SEND_COPY = "send_copy"
    NO_TIME = "no_time"
    STOP_CALLING = "stop_calling"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class NextMove:
    """What taking an objection does.

    ``outcome`` is armed, ``detail`` is the letter of outcome 0 or the reason code of a dispute; ``opens_offers``
    shows the offer ladder instead. ``letter`` picks the objection in the list.
    """

    letter: str
    outcome: CallOutcome | None = None
    detail: str = ""
    opens_offers: bool = False
    is_before_identity: bool = False


MOVES: Mapping[Objection, NextMove] = {
    Objection.NOT_RECEIVED: NextMove("i", CallOutcome.OTHER, "c"),
    Objection.CASH_TIGHT: NextMove("t", opens_offers=True),
    Objection.WRONG_PRICE: NextMove("w", CallOutcome.DISPUTE, "price"),
    Objection.ALREADY_PAID: NextMove("p", CallOutcome.OTHER, "p"),
    Objection.NOT_APPROVED: NextMove("a", CallOutcome.CALL_BACK),
    Objection.GOODS_MISSING: NextMove("g", CallOutcome.DISPUTE, "not_received"),
    Objection.SOMEONE_ELSE: NextMove("e", CallOutcome.CALL_BACK, is_before_identity=True),
    Objection.WAITS_FOR_MONEY: NextMove("m", CallOutcome.PROMISE),
    Objection.SEND_COPY: NextMove("c", CallOutcome.OTHER, "c"),
    Objection.NO_TIME: NextMove("n", CallOutcome.CALL_BACK, is_before_identity=True),
    Objection.STOP_CALLING: NextMove("s", CallOutcome.OTHER, "n", is_before_identity=True),
    Objection.PERSONAL: NextMove("y", CallOutcome.CALL_BACK),
}


OFFERS = "offers"
"""Where an own answer leads that shows the offer ladder."""

LEADS: Mapping[str, NextMove] = {
    OFFERS: NextMove("", opens_offers=True),
    **{
        each.value: NextMove("", each)
        for each in (
            CallOutcome.PROMISE, CallOutcome.PLAN, CallOutcome.DISPUTE, CallOutcome.CALL_BACK, CallOutcome.REFUSES,
        )
    },
    **{
        each.value: NextMove("", CallOutcome.OTHER, OTHER_OUTCOMES[each].key)
        for each in (OtherOutcome.SAYS_PAID, OtherOutcome.WANTS_COPY, OtherOutcome.NO_COMMITMENT)
    },
}  # fmt: skip
"""Where an office's own answer may lead: what ends a conversation with the right person."""

LEAD_WORDS: Mapping[str, str] = {
    key: "Offers"
    if move.outcome is None
    else OTHER_OUTCOMES[OtherOutcome(key)].word
    if move.outcome is CallOutcome.OTHER
    else OUTCOMES[move.outcome].word
    for key, move in LEADS.items()
}
"""The words of these on screen."""

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_OWN_KEY = re.compile(r"own_[1-9]\d{0,3}")


def is_own(key: str) -> bool:
    """Whether ``key`` is that of an answer which the office added."""
    return _OWN_KEY.fullmatch(key) is not None


@dataclass(frozen=True, slots=True)
class ObjectionAnswer:
    """One objection in one language; the texts are wordings, best first.

    ``objection`` is one that every language has, or the key of an own one (``own_1``), which says by ``leads_to``
    (a key of ``LEADS``) what taking it does. ``letter`` is that of an own one in the list; "" where none is free.
    """

    objection: str
    title: str
    empathy: tuple[str, ...]
    question: tuple[str, ...]
    next_step: tuple[str, ...]
    leads_to: str = ""
    letter: str = ""

    @property
    def move(self) -> NextMove:
        """What taking it does."""
        if self.leads_to:
            return replace(LEADS[self.leads_to], letter=self.letter)
        return MOVES[Objection(self.objection)]

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every text of the answer."""
        return (self.title, *self.empathy, *self.question, *self.next_step)


@dataclass(frozen=True, slots=True)
class Objections:
    """The answers of one language, in the order of the list; ``language`` is a BCP 47 tag."""

    language: str
    version: int
    answers: tuple[ObjectionAnswer, ...]


@dataclass(frozen=True, slots=True)
class SpokenAnswer:
    """An answer with the client's facts filled in; what could not be filled is ""."""

    objection: str
    title: str
    empathy: str
    question: str
    next_step: str
    move: NextMove


def parse_objections(text: str) -> Objections:
    """Read the answers of a language from TOML text; every fault is refused with the answer it is in."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DomainError(f"The answers cannot be read: {error}.", FIELD) from None
    language, version = table.get("language"), table.get("version")
    if not isinstance(language, str) or not language or type(version) is not int:
        raise DomainError("Answers need their language, such as “en”, and a version number.", FIELD)
    answers = table.get("answer", {})
    if not isinstance(answers, dict) or set(answers) != set(Objection):
        raise DomainError(f"Answers are needed to {', '.join(Objection)}, and to nothing else.", FIELD)
    shipped = [_answer(each, answers[each], language) for each in Objection]
    own = table.get("own", {})
    if not isinstance(own, dict) or not all(map(is_own, own)):
        raise DomainError("The office's own answers are called own_1, own_2 and so on.", FIELD)
    return Objections(language, version, with_letters([*shipped, *(_answer(key, own[key], language) for key in own)]))


def with_letters(answers: Sequence[ObjectionAnswer]) -> tuple[ObjectionAnswer, ...]:
    """``answers`` with a letter for each own one: the first of its title that is free, else the first free one."""
    taken = {move.letter for move in MOVES.values()}
    found = []
    for answer in answers:
        letter = ""
        if is_own(answer.objection):
            wanted = (*answer.title.lower(), *sorted(_LETTERS))
            letter = next((each for each in wanted if each in _LETTERS - taken), "")
            taken.add(letter)
        found.append(replace(answer, letter=letter))
    return tuple(found)


def _answer(objection: str, table: Any, language: str) -> ObjectionAnswer:
    entries = table if isinstance(table, dict) else {}
    title = entries.get("title")
    texts = [entries.get(name) for name in ("empathy", "question", "next")]
    leads_to = entries.get("leads_to") if is_own(objection) else ""
    if not isinstance(title, str) or not title or not all(map(_are_texts, texts)):
        raise DomainError(
            f"The answer to {objection} needs a title, and “empathy”, “question” and “next” as lists of wordings.",
            FIELD,
        )
    empathy, question, next_step = (tuple(each or ()) for each in texts)
    answer = ObjectionAnswer(objection, title, empathy, question, next_step, str(leads_to))
    check_answer(answer, language)
    return answer


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, str) for each in value)


def check_answer(answer: ObjectionAnswer, language: str) -> None:
    """Refuse an unknown field or a stray brace, debt said to somebody not yet known, and a lead to nowhere."""
    if is_own(answer.objection) and answer.leads_to not in LEADS:
        raise DomainError(f"An own answer leads to one of these: {', '.join(LEAD_WORDS.values())}.", FIELD)
    for wording in answer.wordings:
        named = fields_of(wording, FIELD)
        if answer.move.is_before_identity:
            late = [name for name in named if name not in BEFORE_IDENTITY]
            if late:
                raise DomainError(
                    f"“{wording}” names {late[0]}, but is said before the right person is known.", FIELD
                )
            refuse_debt(wording, language, FIELD)


def answer_objections(
    objections: Objections, facts: Mapping[ScriptField, str], *, is_identity_verified: bool
) -> tuple[SpokenAnswer, ...]:
    """The answers that may be read out now, with ``facts`` filled in."""
    return tuple(
        SpokenAnswer(
            each.objection,
            first_filled((each.title,), facts) or "",
            first_filled(each.empathy, facts) or "",
            first_filled(each.question, facts) or "",
            first_filled(each.next_step, facts) or "",
            each.move,
        )
        for each in objections.answers
        if is_identity_verified or each.move.is_before_identity
    )


def choose_objections(found: Mapping[str, Objections], language: str) -> Objections:
    """The answers in the language of the script, else in English."""
    for name in (base_language(language), ENGLISH):
        if (answers := found.get(name)) is not None:
            return answers
    raise DomainError("There are no English answers; reset them in Settings.", FIELD)
