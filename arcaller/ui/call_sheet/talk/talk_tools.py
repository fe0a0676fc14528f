"""What the talk part of the sheet works with, handed in once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from arcaller.domain.calls.script import Script
from arcaller.services.calling.talk import Voice


@dataclass(frozen=True, slots=True)
class TalkTools:
    """``scripts`` by their key (``en-brief``); ``voice`` says who speaks, in the language asked for."""

    scripts: Mapping[str, Script]
    voice: Callable[[str], Voice]
