"""One script or one language's answers while they are worded anew: units of lines, checked one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from arcaller.domain.errors import DomainError
from arcaller.domain.talking.languages import LANGUAGE_NAMES
from arcaller.domain.talking.objections import (
    MOVES,
    Objection,
    Objections,
    answer_objections,
    check_answer,
    is_own,
    parse_objections,
)
from arcaller.domain.talking.script import (
    BEFORE_IDENTITY,
    Script,
    ScriptField,
    Stage,
    check_stage,
    parse_script,
    speak,
)
from arcaller.domain.talking.script_editing import (
    answer_lines,
    objections_text,
    read_answer,
    read_stage,
    script_text,
    stage_lines,
    with_answer,
    with_stage,
    without_answer,
)
from arcaller.services.talking.templates import EditableText
from arcaller.services.talking.texts import SCRIPT

_NEW = """New objection
I understand.
What would help you most now?
I am writing it down, and I call you again.
> Call back"""
"""What a new answer begins with: its four lines and where it leads."""


@dataclass
class Wording:
    """``typed`` holds the lines of the units that were changed, by the unit's key; the rest stands as stored.

    An own answer of the office is in it from its first line on; one without any line is gone when it is saved.
    """

    text: EditableText
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """``English · brief script``, ``English · answers``."""
        language, _, style = self.text.name.partition("-")
        name = LANGUAGE_NAMES.get(language, language)
        return f"{name} · {style} script" if self.text.kind == SCRIPT else f"{name} · answers to objections"

    @property
    def language(self) -> str:
        """The language of the text."""
        return self.text.name.partition("-")[0]

    @cached_property
    def _stored(self) -> Script | Objections:
        return parse_script(self.text.body) if self.text.kind == SCRIPT else parse_objections(self.text.body)

    @property
    def version(self) -> int:
        """The version that is spoken now."""
        return self._stored.version

    def units(self) -> list[tuple[str, str]]:
        """Key and title of each part: the stages of a script, the objections of a language."""
        stored = self._stored
        if isinstance(stored, Script):
            return [(stage.value, stage.label) for stage in Stage]
        known = [(str(each.objection), each.title) for each in stored.answers]
        keys = {key for key, _title in known}
        return known + [(key, self._new_title(key)) for key in self.typed if key not in keys]

    def _new_title(self, unit: str) -> str:
        return next(iter(self.typed[unit].strip().splitlines()), "Taken away")

    @property
    def may_grow(self) -> bool:
        """Whether the office may add a part of its own."""
        return self.text.kind != SCRIPT

    def add_own(self) -> str:
        """Begin an answer of the office's own; its key."""
        known = {key for key, _title in self.units()}
        key = next(key for number in range(1, 10_000) if (key := f"own_{number}") not in known)
        self.typed[key] = _NEW
        return key

    def lines(self, unit: str) -> str:
        """The lines of ``unit`` as they were typed, else as they are stored."""
        return self.typed.get(unit, self._stored_lines(unit))

    def _stored_lines(self, unit: str) -> str:
        stored = self._stored
        if isinstance(stored, Script):
            return stage_lines(next(each for each in stored.stages if each.stage == unit))
        answer = next((each for each in stored.answers if each.objection == unit), None)
        return answer_lines(answer) if answer is not None else ""

    def type(self, unit: str, lines: str) -> None:
        """Remember what was typed; what stands as stored is no change."""
        if lines == self._stored_lines(unit):
            self.typed.pop(unit, None)
        else:
            self.typed[unit] = lines

    def fields(self, unit: str) -> Sequence[ScriptField]:
        """What may be named in ``unit``: before the right person is known, no debt detail."""
        if self.text.kind == SCRIPT:
            early = Stage(unit).is_before_identity
        else:
            early = not is_own(unit) and MOVES[Objection(unit)].is_before_identity
        return [name for name in ScriptField if not early or name in BEFORE_IDENTITY]

    def refusal(self, unit: str) -> str:
        """What is wrong with ``unit`` in words; "" if nothing is."""
        try:
            self._with(self._stored, unit)
        except DomainError as error:
            return error.message
        return ""

    def body(self) -> str:
        """The whole as it would be stored; refuses the first part with a fault (its ``field`` is the unit)."""
        now = self._stored
        for unit in self.typed:
            try:
                now = self._with(now, unit)
            except DomainError as error:
                raise DomainError(error.message, unit) from None
        return script_text(now) if isinstance(now, Script) else objections_text(now)

    def _with(self, now: Script | Objections, unit: str) -> Script | Objections:
        if isinstance(now, Script):
            stage = read_stage(Stage(unit), self.lines(unit))
            check_stage(stage, now.language)
            return with_stage(now, stage)
        if is_own(unit) and not self.lines(unit).strip():
            return without_answer(now, unit)
        answer = read_answer(unit, self.lines(unit))
        check_answer(answer, now.language)
        return with_answer(now, answer)

    def spoken(self, unit: str, facts: Mapping[ScriptField, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What is read out and what is only seen of ``unit``, with a client's facts; refuses a part with a fault."""
        now = self._with(self._stored, unit)
        if isinstance(now, Script):
            stage = next(each for each in speak(now, facts, is_identity_verified=True) if each.stage == unit)
            return stage.lines, stage.cues
        answers = answer_objections(now, facts, is_identity_verified=True)
        answer = next((each for each in answers if each.objection == unit), None)
        if answer is None:
            return (), ("It is taken away when this wording is saved.",)
        return tuple(line for line in (answer.empathy, answer.question, answer.next_step) if line), ()
