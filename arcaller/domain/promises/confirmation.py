"""The letter that confirms a promise: an editable text with ``{{fields}}``, filled with what is known.

A line that names a field nobody knows falls away; an unknown name is refused when the text is saved. Two fields stand
alone on their line, because on paper they become a table and a panel: the promises and the ways to pay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from arcaller.domain.errors import DomainError
from arcaller.domain.talking.script import PLACE

_LONGEST = 8_000


class LetterField(StrEnum):
    """What the text may name."""

    GREETING = "greeting"
    CONTACT = "contact"
    CLIENT = "client"
    COMPANY = "company"
    CALLER = "caller"
    PHONE = "phone"
    TODAY = "today"
    PROMISES = "promises"
    WAYS_TO_PAY = "ways_to_pay"


BLOCKS = (LetterField.PROMISES, LetterField.WAYS_TO_PAY)
_KNOWN = frozenset(field.value for field in LetterField)


def check_letter(body: str) -> None:
    """Refuse a text that names what does not exist, says nothing of the promises, or never ends."""
    if len(body) > _LONGEST:
        raise DomainError(f"The letter is longer than {_LONGEST} characters; shorten it.", "body")
    for match in PLACE.finditer(body):
        if match[1] not in _KNOWN:
            raise DomainError(f"There is no field {match[0]}; known are {', '.join(sorted(_KNOWN))}.", "body")
    for field in BLOCKS:
        for line in body.splitlines():
            if _names(line, field) and _block(line) is not field:
                raise DomainError(
                    f"{{{{{field}}}}} stands alone on its line: on paper it is a table or panel.", "body"
                )
    if not any(_block(line) is LetterField.PROMISES for line in body.splitlines()):
        raise DomainError("The letter does not name the promises; add a line with {{promises}}.", "body")


def _names(line: str, field: LetterField) -> bool:
    return any(match[1] == field.value for match in PLACE.finditer(line))


def _block(line: str) -> LetterField | None:
    found = PLACE.fullmatch(line.strip())
    return next((field for field in BLOCKS if found is not None and found[1] == field.value), None)


def fill_letter(body: str, facts: Mapping[LetterField, str]) -> tuple[str | LetterField, ...]:
    """The letter as paragraphs of filled text, with its two blocks where they stand.

    Blank lines part paragraphs; facts are put in once, as they are, and never read as a template themselves.
    """
    parts: list[str | LetterField] = []
    open_lines: list[str] = []

    def close() -> None:
        if open_lines:
            parts.append("\n".join(open_lines))
            open_lines.clear()

    for line in body.strip().splitlines():
        block = _block(line)
        if block is not None:
            close()
            parts.append(block)
        elif not line.strip():
            close()
        elif (filled := _filled(line, facts)) is not None:
            open_lines.append(filled)
    close()
    return tuple(parts)


def _filled(line: str, facts: Mapping[LetterField, str]) -> str | None:
    unknown = [match[1] for match in PLACE.finditer(line) if not facts.get(LetterField(match[1]), "")]
    if unknown:
        return None
    return re.sub(PLACE, lambda match: facts[LetterField(match[1])], line).strip()


def letter_text(parts: tuple[str | LetterField, ...], blocks: Mapping[LetterField, str]) -> str:
    """The letter as plain text for an e-mail; a block without content falls away."""
    said = [blocks[part] if isinstance(part, LetterField) else part for part in parts]
    return "\n\n".join(part for part in said if part) + "\n"
