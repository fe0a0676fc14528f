"""Scripts and answers to objections as they are spoken here: those that come with the program, in the office's own
wording where it has one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from arcaller import paths
from arcaller.data.queries.office.templates import load_templates
from arcaller.domain.errors import DomainError
from arcaller.domain.talking.objections import Objections, parse_objections
from arcaller.domain.talking.script import Script, parse_script

if TYPE_CHECKING:
    from arcaller.data.database import Ledger

_Text = TypeVar("_Text")
SCRIPT = "script"
OBJECTIONS = "objections"
FOLDERS: Mapping[str, str] = {SCRIPT: "scripts", OBJECTIONS: "objections"}
"""Where the shipped texts of a kind of template lie."""

_log = logging.getLogger(__name__)


@cache
def shipped(kind: str) -> Mapping[str, str]:
    """The bodies that come with the program, by name (``en-brief``)."""
    folder = paths.resource(FOLDERS[kind])
    return {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.toml"))}


def load_scripts(ledger: Ledger) -> dict[str, Script]:
    """Every script by its key ``en-brief``."""
    return _load(ledger, SCRIPT, parse_script)


def load_objections(ledger: Ledger) -> dict[str, Objections]:
    """The answers to objections by language."""
    return _load(ledger, OBJECTIONS, parse_objections)


def _load(ledger: Ledger, kind: str, parse: Callable[[str], _Text]) -> dict[str, _Text]:
    """A stored wording that cannot be read (a later version wrote it) gives way to the shipped one."""
    found = {name: parse(body) for name, body in shipped(kind).items()}
    for name, body in load_templates(ledger, kind).items():
        try:
            found[name] = parse(body)
        except DomainError as error:
            _log.warning("template %s/%s cannot be read: %s", kind, name, error.field)
    return found
