"""What every page of the card is shown, and the door through which it acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from arcaller.domain.errors import DomainError
from arcaller.services.changes import Changes

if TYPE_CHECKING:
    from arcaller.data.queries.clients.card import CardContactRow, ClientCardRow
    from arcaller.data.queries.clients.groups import MemberRow
    from arcaller.data.queries.contact.wishes import ConsentRow, StopRow, WindowRow
    from arcaller.data.queries.office.users import UserRow
    from arcaller.data.queries.sheet.call_sheet import FollowUpRow
    from arcaller.services.desk import Desk
    from arcaller.ui.shared.command_runner import CommandRunner


@dataclass(frozen=True, slots=True)
class CardContext:
    """One client's card as it was read (``client`` ``None``: a new one is being made), and the desk of the moment."""

    desk: Desk
    client: ClientCardRow | None
    contacts: tuple[CardContactRow, ...]
    stops: tuple[StopRow, ...]
    windows: tuple[WindowRow, ...]
    consents: tuple[ConsentRow, ...]
    members: tuple[MemberRow, ...]
    follow_ups: tuple[FollowUpRow, ...]
    users: tuple[UserRow, ...]
    segments: tuple[str, ...]
    company_zone: str
    home_currency: str

    @property
    def client_id(self) -> int:
        """The client's key. Raises ``LookupError`` while he is not saved yet."""
        if self.client is None:
            raise LookupError("the client is not saved yet")
        return self.client.client_id


class ActDoor(QObject):
    """Runs an act and answers its refusal to the page that asked, so that it stands beside the field."""

    def __init__(self, runner: CommandRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._refusal: DomainError | None = None
        self.is_running = False
        runner.refused.connect(self._on_refused)

    def run(self, act: Callable[[Desk, Any], Changes], command: object) -> Changes | DomainError | None:
        """The changes, the refusal, or ``None`` if it failed for another reason (the status bar says which)."""
        self._refusal, self.is_running = None, True
        try:
            changes = self._runner.run(act, command)
        finally:
            self.is_running = False
        return changes if changes is not None else self._refusal

    def _on_refused(self, error: DomainError) -> None:
        if self.is_running:
            self._refusal = error
