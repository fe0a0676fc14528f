"""The conversation script: what to say at each stage, with the facts of the client filled in.

A script is data (TOML text). Its lines hold ``{{field}}`` places from one fixed list; a field outside the list, debt
detail or a word of debt before the right person is verified is refused when the script is read. Facts are put in as
they are, in one pass, and never read as a script themselves.

A ``say`` is a list of wordings, best first; the first one whose facts are all there is said. One without any is
left out, so a script asks about a broken promise only where there is one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeGuard

from arcaller.domain.errors import DomainError
from arcaller.domain.talking.languages import ENGLISH, base_language, debt_words


class Stage(StrEnum):
    """Stages of the conversation, in order."""

    GREET = "greet"
    RIGHT_PERSON = "right_person"
    PURPOSE = "purpose"
    LISTEN = "listen"
    SOLVE = "solve"
    CLOSE = "close"

    @property
    def label(self) -> str:
        """The word on screen."""
        return self.value.replace("_", " ").capitalize()

    @property
    def is_before_identity(self) -> bool:
        """Spoken to whoever answers the phone: no debt detail here."""
        return self in (Stage.GREET, Stage.RIGHT_PERSON)


class ScriptField(StrEnum):
    """What a line may name. Those after PHONE are debt detail: for the verified right person alone."""

    DAY_GREETING = "day_greeting"
    CALLER = "caller"
    COMPANY = "company"
    CONTACT = "contact"
    CLIENT = "client"
    PHONE = "phone"
    INVOICE = "invoice"
    INVOICE_AMOUNT = "invoice_amount"
    INVOICE_DUE = "invoice_due"
    OPEN_BALANCE = "open_balance"
    OVERDUE = "overdue"
    OLDEST_DAYS = "oldest_days"
    BROKEN_AMOUNT = "broken_amount"
    BROKEN_DAY = "broken_day"
    DATA_UNTIL = "data_until"
    DISPUTED_INVOICE = "disputed_invoice"
    DISPUTE_REASON = "dispute_reason"
    PLAN_STANDING = "plan_standing"
    OFFER_DAY = "offer_day"
    OFFER_TWO_PARTS = "offer_two_parts"
    OFFER_PLAN = "offer_plan"


BEFORE_IDENTITY = frozenset(
    {
        ScriptField.DAY_GREETING,
        ScriptField.CALLER,
        ScriptField.COMPANY,
        ScriptField.CONTACT,
        ScriptField.CLIENT,
        ScriptField.PHONE,
    }
)

PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


class Style(StrEnum):
    """How the client likes to be spoken to."""

    BRIEF = "brief"
    DETAILED = "detailed"
    FORMAL = "formal"
    FRIENDLY = "friendly"


@dataclass(frozen=True, slots=True)
class Say:
    """Wordings for one sentence, best first."""

    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StageText:
    """One stage of a script: sentences to say and, for the listener, short cues."""

    stage: Stage
    says: tuple[Say, ...]
    cues: tuple[str, ...]

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every text of the stage, cues first."""
        return (*self.cues, *(wording for say in self.says for wording in say.wordings))


@dataclass(frozen=True, slots=True)
class Script:
    """A script that was read and checked; ``language`` is a BCP 47 tag."""

    language: str
    style: Style
    version: int
    stages: tuple[StageText, ...]

    @property
    def key(self) -> str:
        """``en-brief``: the script among all."""
        return f"{self.language}-{self.style}"

    @property
    def name(self) -> str:
        """As a call remembers it: ``en-brief v1``."""
        return f"{self.key} v{self.version}"


@dataclass(frozen=True, slots=True)
class SpokenStage:
    """A stage ready to read out. ``is_held`` means that its words wait until the right person is verified."""

    stage: Stage
    lines: tuple[str, ...]
    cues: tuple[str, ...]
    is_held: bool = False


def fields_of(wording: str, field: str = "script") -> tuple[ScriptField, ...]:
    """Fields a wording names; refuses an unknown field and braces that are no place, naming ``field``."""
    found = []
    for name in PLACE.findall(wording):
        try:
            found.append(ScriptField(name))
        except ValueError:
            raise DomainError(
                f"“{{{{{name}}}}}” in “{wording}” is no field of scripts; use one of {', '.join(ScriptField)}.",
                field,
            ) from None
    rest = PLACE.sub("", wording)
    if "{" in rest or "}" in rest:
        raise DomainError(f"A brace in “{wording}” belongs to no field; write fields like {{{{company}}}}.", field)
    return tuple(found)


def parse_script(text: str) -> Script:
    """Read a script from TOML text; every fault is refused with the stage and wording it is in."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DomainError(f"The script cannot be read: {error}.", "script") from None
    try:
        style = Style(table.get("style", ""))
    except ValueError:
        raise DomainError(f"A script needs a style: {' or '.join(Style)}.", "script") from None
    language, version = table.get("language"), table.get("version")
    if not isinstance(language, str) or not language or type(version) is not int:
        raise DomainError("A script needs its language, such as “en”, and a version number.", "script")
    stages = table.get("stage", {})
    if not isinstance(stages, dict) or list(stages) != list(Stage):
        raise DomainError(f"A script has the stages {', '.join(Stage)}, in this order.", "script")
    return Script(language, style, version, tuple(_stage(stage, stages[stage], language) for stage in Stage))


def _stage(stage: Stage, table: Any, language: str) -> StageText:
    entries = table if isinstance(table, dict) else {}
    says, cues = entries.get("say", []), entries.get("cues", [])
    if not (says or cues) or not isinstance(says, list) or not all(map(_are_texts, says)) or not _are_texts(cues):
        raise DomainError(
            f"Stage {stage} needs “say”, a list of sentences that are lists of wordings, or “cues”, a list of texts.",
            "script",
        )
    text = StageText(stage, tuple(Say(tuple(each)) for each in says), tuple(cues))
    check_stage(text, language)
    return text


def check_stage(text: StageText, language: str) -> None:
    """Refuse an unknown field or a stray brace anywhere, and debt before the right person is verified."""
    for wording in text.wordings:
        named = fields_of(wording)
        if text.stage.is_before_identity:
            late = [name for name in named if name not in BEFORE_IDENTITY]
            if late:
                raise DomainError(
                    f"“{wording}” names {late[0]} before the right person is verified; move it to purpose or later.",
                    "script",
                )
            refuse_debt(wording, language, "script")


def refuse_debt(wording: str, language: str, field: str) -> None:
    """Refuse a wording for whoever answers that speaks of debt."""
    found = debt_words(PLACE.sub("", wording), language)
    if found:
        raise DomainError(
            f"“{wording}” speaks of debt (“{found[0]}”) before the right person is verified; move it later.",
            field,
        )


def _are_texts(value: Any) -> TypeGuard[list[str]]:
    """True for a list of texts."""
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def speak(script: Script, facts: Mapping[ScriptField, str], *, is_identity_verified: bool) -> tuple[SpokenStage, ...]:
    """The script with ``facts`` filled in; a fact that is absent or empty makes its wordings fall out.

    Until the right person is verified the later stages are held: they have neither lines nor cues.
    """
    spoken = []
    for text in script.stages:
        if not is_identity_verified and not text.stage.is_before_identity:
            spoken.append(SpokenStage(text.stage, (), (), is_held=True))
            continue
        lines = tuple(line for say in text.says if (line := first_filled(say.wordings, facts)) is not None)
        cues = tuple(line for cue in text.cues if (line := first_filled((cue,), facts)) is not None)
        spoken.append(SpokenStage(text.stage, lines, cues))
    return tuple(spoken)


def first_filled(wordings: tuple[str, ...], facts: Mapping[ScriptField, str]) -> str | None:
    """The first of ``wordings`` whose facts are all known, filled in."""
    for wording in wordings:
        if all(facts.get(name) for name in fields_of(wording)):
            return PLACE.sub(lambda place: facts[ScriptField(place.group(1))], wording)
    return None


def choose_script(scripts: Mapping[str, Script], languages: tuple[str, ...], style: str) -> Script:
    """The script for somebody who speaks the first of ``languages`` that there are scripts in, else English.

    A style that this language has no script in gives its brief one.
    """
    for language in (*map(base_language, languages), ENGLISH):
        for wanted in (style, Style.BRIEF):
            if (found := scripts.get(f"{language}-{wanted}")) is not None:
                return found
    raise DomainError("There is no English script in brief style; reset it in Settings.", "script")
