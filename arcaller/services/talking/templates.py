"""The office's own wording of scripts and answers: saved and reset by supervisors, read by everybody."""

from __future__ import annotations

from dataclasses import dataclass, replace

from arcaller.data.queries.office.templates import find_template, load_templates
from arcaller.data.queries.office.users import load_user
from arcaller.data.tables import Template
from arcaller.domain.errors import DomainError
from arcaller.domain.talking.languages import LANGUAGE_NAMES
from arcaller.domain.talking.objections import parse_objections
from arcaller.domain.talking.script import parse_script
from arcaller.domain.talking.script_editing import objections_text, script_text
from arcaller.services.changes import Changes
from arcaller.services.commands import ResetTemplate, SaveTemplate
from arcaller.services.desk import Desk
from arcaller.services.talking.texts import FOLDERS, OBJECTIONS, SCRIPT, shipped

_FIELD = "template"


@dataclass(frozen=True, slots=True)
class EditableText:
    """One script or one language's answers as they are spoken here; ``is_own`` where the office wrote it."""

    kind: str
    name: str
    body: str
    is_own: bool


def load_editable_texts(desk: Desk) -> tuple[EditableText, ...]:
    """Every text that a supervisor may word anew, shipped or own; one that cannot be read stands as shipped."""
    found = []
    for kind in (SCRIPT, OBJECTIONS):
        own = load_templates(desk.ledger, kind)
        for name, body in shipped(kind).items():
            is_own = name in own and _is_readable(kind, own[name])
            found.append(EditableText(kind, name, own[name] if is_own else body, is_own))
    return tuple(sorted(found, key=lambda each: _place(each.name)))


def _place(name: str) -> int:
    """English first, then the languages in their order."""
    known, language = list(LANGUAGE_NAMES), name.partition("-")[0]
    return known.index(language) if language in known else len(known)


def may_edit_texts(desk: Desk) -> bool:
    """Whether whoever sits at the desk may save a wording."""
    return load_user(desk.ledger, desk.actor_id).role == "supervisor"


def save_template(desk: Desk, command: SaveTemplate) -> Changes:
    """Keep ``body`` as the office's own wording, with the next version number; refused with the fault it has."""
    _refuse_callers(desk)
    body = _with_next_version(desk, command)
    if body is None:
        return Changes("save_template", "The wording is as it was")
    template_id = find_template(desk.ledger, command.kind, command.name)
    with desk.ledger.act("save_template", actor_id=desk.actor_id, at=desk.now, subject=command.name) as act:
        if template_id is None:
            act.add(Template(kind=command.kind, name=command.name, body=body))
        else:
            act.change(desk.ledger.get(Template, template_id), body=body)
    return Changes("save_template", f"The wording of {command.name} is saved", everything=True, entry=act.number)


def reset_template(desk: Desk, command: ResetTemplate) -> Changes:
    """Take the office's own wording away; what came with the program is spoken again."""
    _refuse_callers(desk)
    _check_name(command.kind, command.name)
    template_id = find_template(desk.ledger, command.kind, command.name)
    if template_id is None:
        raise DomainError("This is the shipped wording already.", _FIELD)
    with desk.ledger.act("reset_template", actor_id=desk.actor_id, at=desk.now, subject=command.name) as act:
        act.remove(desk.ledger.get(Template, template_id))
    said = f"{command.name} is worded as shipped again"
    return Changes("reset_template", said, everything=True, entry=act.number)


def _refuse_callers(desk: Desk) -> None:
    if not may_edit_texts(desk):
        raise DomainError("Scripts and answers are worded by a supervisor; ask yours.", _FIELD)


def _check_name(kind: str, name: str) -> None:
    if kind not in FOLDERS or name not in shipped(kind):
        raise DomainError(f"There is no text “{name}” to be worded anew; choose one of the list.", _FIELD)


def _is_readable(kind: str, body: str) -> bool:
    try:
        _parsed(kind, body)
    except DomainError:
        return False
    return True


def _parsed(kind: str, body: str) -> tuple[str, int]:
    """Name and version of a text that can be read."""
    if kind == SCRIPT:
        script = parse_script(body)
        return script.key, script.version
    answers = parse_objections(body)
    return answers.language, answers.version


def _with_next_version(desk: Desk, command: SaveTemplate) -> str | None:
    """The text to be stored; ``None`` if it says what is spoken already."""
    _check_name(command.kind, command.name)
    name, _version = _parsed(command.kind, command.body)
    if name != command.name:
        raise DomainError(f"This is the text of “{name}”, not of “{command.name}”.", _FIELD)
    now = next(each.body for each in load_editable_texts(desk) if (each.kind, each.name) == (command.kind, name))
    version = _parsed(command.kind, now)[1]
    if _text(command.kind, command.body, version) == _text(command.kind, now, version):
        return None
    return _text(command.kind, command.body, version + 1)


def _text(kind: str, body: str, version: int) -> str:
    if kind == SCRIPT:
        return script_text(replace(parse_script(body), version=version))
    return objections_text(replace(parse_objections(body), version=version))
