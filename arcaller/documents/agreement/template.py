"""Clause texts of an agreement as data: ``resources/agreements/<language>/<name>.toml``.

A text may hold fixed ``{{fields}}`` of :data:`FIELDS` and nothing else: no expressions, and a filled-in value is
never looked at again, so a name that reads ``{{total}}`` prints literally.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from arcaller.domain.errors import DomainError

CLAUSE_IDS = (
    "parties", "acknowledgement", "schedule", "allocation", "interest", "part_payments", "forbearance", "default",
    "no_novation", "settlement_discount", "disputes", "changes", "cooling_off", "notices", "data_protection",
    "general", "local", "signatures",
)  # fmt: skip
"""The eighteen clauses in their order on paper."""

FIELDS = frozenset({
    "agreement_number", "version", "made_on", "place", "creditor", "client", "client_number", "guarantor", "total",
    "as_of", "payments_total", "installments", "first_due", "last_due", "down_payment", "down_due", "due_time",
    "time_zone", "reference", "rate", "method", "interest_total", "cure_days", "end_date", "discount",
    "disputed_list", "reserve_list", "decision_days", "phone", "email", "cooling_off_days", "notice_channels",
    "language", "privacy_contact", "retention", "governing_law", "courts", "local_text", "fingerprint", "currency",
    "sum_check",
})  # fmt: skip
"""The only names that may stand in double braces."""

_FIELD = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: ``texts`` by variant (``""`` is the plain one)."""

    clause_id: str
    title: str
    texts: Mapping[str, str]

    def __hash__(self) -> int:
        return hash((self.clause_id, self.title, tuple(sorted(self.texts.items()))))


@dataclass(frozen=True, slots=True)
class AgreementTemplate:
    """One set of texts; ``words`` are the paper's headings and labels, which the template's own table may replace.

    ``checked_by``/``checked_on`` stay empty until a lawyer has read exactly this version."""

    name: str
    version: str
    language: str
    jurisdiction: str
    client_kinds: tuple[str, ...]
    checked_by: str
    checked_on: str
    clauses: tuple[Clause, ...]
    words: Mapping[str, str]

    def __hash__(self) -> int:
        return hash((self.name, self.version, self.language))


def template_notice(template: AgreementTemplate) -> str:
    """What the preview says about the texts; the paper itself never prints it."""
    if template.checked_by and template.checked_on:
        return f"Text checked by {template.checked_by} on {template.checked_on}."
    return "Text not yet checked by a lawyer."


def load_template(path: Path) -> AgreementTemplate:
    """Read one template file and the words beside it (``_words.toml``).

    A missing clause, an unknown field or a broken file is refused by its name.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        words = tomllib.loads(path.with_name("_words.toml").read_text(encoding="utf-8"))
        clauses = tuple(
            Clause(row["id"], row["title"], {"": row.get("text", ""), **row.get("variants", {})})
            for row in data["clauses"]
        )
        template = AgreementTemplate(
            name=path.stem, version=data["version"], language=data["language"], jurisdiction=data["jurisdiction"],
            client_kinds=tuple(data["client_kinds"]), checked_by=data["checked_by"], checked_on=data["checked_on"],
            clauses=clauses, words={**words, **data.get("words", {})},
        )  # fmt: skip
    except (OSError, tomllib.TOMLDecodeError, KeyError, UnicodeDecodeError) as error:
        raise DomainError(f"The agreement template {path.name} cannot be read: {error}.", "template") from error
    _check(template, path.name)
    return template


def _check(template: AgreementTemplate, file: str) -> None:
    found = tuple(clause.clause_id for clause in template.clauses)
    if found != CLAUSE_IDS:
        missing = [name for name in CLAUSE_IDS if name not in found] or ["order"]
        raise DomainError(f"The template {file} lacks or misplaces clauses: {', '.join(missing)}.", "template")
    texts = [text for clause in template.clauses for text in clause.texts.values()] + list(template.words.values())
    for text in texts:
        unknown = [name for name in _FIELD.findall(text) if name not in FIELDS]
        if unknown or "{{" in _FIELD.sub("", text):
            raise DomainError(f"The template {file} uses an unknown field: {', '.join(unknown) or text}.", "template")


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put ``values`` into the fields of ``text`` in one pass; a field without value is refused, never left blank."""

    def one(match: re.Match[str]) -> str:
        try:
            return values[match.group(1)]
        except KeyError:
            raise DomainError(
                f"The agreement text needs “{match.group(1)}”, which was not given.", "template"
            ) from None

    return _FIELD.sub(one, text)


def template_for(folder: Path, language: str, client_kind: str) -> AgreementTemplate:
    """The template in ``folder`` for a client kind: its language's own, else the English one."""
    for tongue in (language.split("_", maxsplit=1)[0].split("-", maxsplit=1)[0], "en"):
        for path in sorted((folder / tongue).glob("[!_]*.toml")):
            template = load_template(path)
            if client_kind in template.client_kinds:
                return template
    raise DomainError(f"There is no agreement template for a {client_kind}; add one to {folder.name}.", "template")
