"""Scripts and answers as plain lines for an editor, and back to the text they are stored as.

One line is one sentence. A line that begins with ``/`` is said in the place of the sentence before it where a fact of
that one is not known; a line that begins with ``·`` is a cue, seen and not read out; one that begins with ``>`` says
where an answer leads that the office added.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from arcaller.domain.errors import DomainError
from arcaller.domain.talking.objections import (
    LEAD_WORDS,
    ObjectionAnswer,
    Objections,
    is_own,
    with_letters,
)
from arcaller.domain.talking.script import Say, Script, Stage, StageText

ELSE_MARK, CUE_MARK, LEAD_MARK = "/", "·", ">"
_PARTS = ("title", "empathy", "question", "next step")


def stage_lines(text: StageText) -> str:
    """The stage as it stands in the editor."""
    lines = [line for say in text.says for line in _sentence_lines(say.wordings)]
    return "\n".join([*lines, *(f"{CUE_MARK} {cue}" for cue in text.cues)])


def read_stage(stage: Stage, lines: str) -> StageText:
    """The stage that ``lines`` say; refused where a ``/`` has no sentence before it, or where nothing is said."""
    says: list[list[str]] = []
    cues: list[str] = []
    for line in _lines(lines):
        if line.startswith(CUE_MARK):
            cues.append(_rest(line))
        else:
            _add(says, line)
    if not says and not cues:
        raise DomainError(f"The stage “{stage.label}” is empty; write what is said, or a cue after “·”.", "script")
    return StageText(stage, tuple(Say(tuple(each)) for each in says), tuple(cues))


def answer_lines(answer: ObjectionAnswer) -> str:
    """The answer as it stands in the editor: title, empathy, question, next step, one below the other."""
    parts = ((answer.title,), answer.empathy, answer.question, answer.next_step)
    lead = [f"{LEAD_MARK} {LEAD_WORDS[answer.leads_to]}"] if answer.leads_to else []
    return "\n".join([*(line for part in parts for line in _sentence_lines(part)), *lead])


def read_answer(objection: str, lines: str) -> ObjectionAnswer:
    """The answer that ``lines`` say; refused unless they are its four parts, one line each.

    An own one has a fifth line, which says where it leads.
    """
    parts: list[list[str]] = []
    leads: list[str] = []
    for line in _lines(lines):
        if is_own(objection) and line.startswith(LEAD_MARK):
            leads.append(_lead_of(line))
        else:
            _add(parts, line)
    if len(parts) != len(_PARTS) or len(parts[0]) != 1:
        raise DomainError(
            f"An answer has four lines: {', '.join(_PARTS)}; “/” begins another wording of the line above.",
            "objections",
        )
    if is_own(objection) and len(leads) != 1:
        raise DomainError(f"One line says where it leads: “{LEAD_MARK}” and {_LEADS_SAID}.", "objections")
    (title,), empathy, question, next_step = parts
    return ObjectionAnswer(objection, title, tuple(empathy), tuple(question), tuple(next_step), *leads)


_LEADS_SAID = f"one of {', '.join(LEAD_WORDS.values())}"


def _lead_of(line: str) -> str:
    said = line[1:].strip().casefold()
    found = next((key for key, word in LEAD_WORDS.items() if word.casefold() == said), None)
    if found is None:
        raise DomainError(f"“{line}” leads nowhere; write “{LEAD_MARK}” and {_LEADS_SAID}.", "objections")
    return found


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _rest(line: str) -> str:
    rest = line[1:].strip()
    if not rest:
        raise DomainError(f"The line “{line}” says nothing; write its words or take it out.", "script")
    return rest


def _add(sentences: list[list[str]], line: str) -> None:
    if not line.startswith(ELSE_MARK):
        sentences.append([line])
    elif sentences:
        sentences[-1].append(_rest(line))
    else:
        raise DomainError(f"“{line}” stands for the sentence above it, but there is none.", "script")


def _sentence_lines(wordings: Sequence[str]) -> list[str]:
    return [wordings[0], *(f"{ELSE_MARK} {each}" for each in wordings[1:])] if wordings else []


def with_stage(script: Script, text: StageText) -> Script:
    """``script`` with one stage replaced."""
    return replace(script, stages=tuple(text if each.stage is text.stage else each for each in script.stages))


def with_answer(objections: Objections, answer: ObjectionAnswer) -> Objections:
    """``objections`` with one answer replaced, or with another own one behind the others."""
    answers = [answer if each.objection == answer.objection else each for each in objections.answers]
    if answer not in answers:
        answers.append(answer)
    return replace(objections, answers=with_letters(answers))


def without_answer(objections: Objections, key: str) -> Objections:
    """``objections`` without the own answer ``key``."""
    answers = [each for each in objections.answers if each.objection != key]
    return replace(objections, answers=with_letters(answers))


def script_text(script: Script) -> str:
    """The script as TOML; `parse_script` reads it back."""
    head = f"language = {_text(script.language)}\nstyle = {_text(script.style)}\nversion = {script.version}\n"
    parts = [head]
    for text in script.stages:
        says = "".join(f"  [{', '.join(map(_text, say.wordings))}],\n" for say in text.says)
        cues = "".join(f"  {_text(cue)},\n" for cue in text.cues)
        parts.append(f"[stage.{text.stage}]\nsay = [\n{says}]\ncues = [\n{cues}]\n")
    return "\n".join(parts)


def objections_text(objections: Objections) -> str:
    """The answers as TOML; `parse_objections` reads them back."""
    head = f"language = {_text(objections.language)}\nversion = {objections.version}\n"
    return "\n".join((head, *map(_answer_text, objections.answers)))


def _answer_text(answer: ObjectionAnswer) -> str:
    parts = (("empathy", answer.empathy), ("question", answer.question), ("next", answer.next_step))
    lists = "".join(f"{name} = [{', '.join(map(_text, texts))}]\n" for name, texts in parts)
    if is_own(answer.objection):
        lists = f"{lists}leads_to = {_text(answer.leads_to)}\n"
    table = "own" if is_own(answer.objection) else "answer"
    return f"[{table}.{answer.objection}]\ntitle = {_text(answer.title)}\n{lists}"


def _text(value: str) -> str:
    """A basic string of TOML: what JSON escapes, and the one control character that JSON leaves."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
