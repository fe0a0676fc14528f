"""A ledger on disk and a settings screen over it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from arcaller.data.database import Ledger
from arcaller.data.tables import AppUser
from arcaller.domain.errors import DomainError
from arcaller.services.desk import Desk
from arcaller.services.settings import load_settings
from arcaller.services.undo import redo, undo_last
from arcaller.ui.settings.computer_form import ComputerDoors
from arcaller.ui.settings.settings_screen import SettingsScreen
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.outcome_keys import OutcomeKeys
from arcaller.ui.shared.words.formats import Formats

NOW = datetime(2026, 11, 23, 13, 32, 10, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@dataclass
class Office:
    """``actor_id`` 1 is the supervisor who made the ledger; ``looks`` is what this computer was told."""

    ledger: Ledger
    actor_id: int = 1
    looks: dict[str, Any] = field(default_factory=lambda: {"theme": "light", "density": "normal", "scale": 1.0})
    refused: list[DomainError] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.runner = CommandRunner(self.desk, undo=undo_last, redo=redo)
        self.runner.refused.connect(self.refused.append)

    def desk(self) -> Desk:
        return Desk(self.ledger, self.actor_id, NOW, TODAY)

    def screen(self) -> SettingsScreen:
        """A new settings screen."""
        looks = self.looks
        doors = ComputerDoors(
            theme=lambda: looks["theme"],
            choose_theme=lambda name: looks.update(theme=name),
            density=lambda: looks["density"],
            set_density=lambda name: looks.update(density=name),
            outcome_keys=lambda: looks.get("keys", OutcomeKeys()),
            set_outcome_keys=lambda keys: looks.update(keys=keys),
            scale=lambda: looks["scale"],
            set_scale=lambda factor: looks.update(scale=factor),
        )
        return SettingsScreen(self.desk, self.runner, Formats(), doors, home_currency="EUR")

    def add_caller(self) -> int:
        """Another user, who is a caller; gives the id."""
        with self.ledger.act("add_user", actor_id=1, at=NOW) as act:
            return act.add(AppUser(name="Ben Okoro", role="caller"))

    def stored(self, key: str) -> Any:
        return load_settings(self.ledger).values[key]

    def entries(self) -> int:
        return int(self.ledger.rows("SELECT count(*) FROM journal")[0][0])
