"""A ledger on disk, an import screen over it, and files to feed it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from arcaller.data.database import Ledger
from arcaller.services.desk import Desk
from arcaller.services.ledgers import make_ledger, open_ledger
from arcaller.services.undo import redo, undo_last
from arcaller.ui.imports.import_screen import ImportScreen
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.task_runner import TaskRunner
from arcaller.ui.shared.words.formats import Formats

NOW = datetime(2026, 11, 23, 13, 32, 10, tzinfo=UTC)
TODAY = date(2026, 11, 23)
HEAD = "Client no.,Client,Invoice no.,Invoice date,Due date,Amount"


def make_company(path: Path) -> Ledger:
    """A new ledger in dollars, open."""
    make_ledger(path, company="Northwind", currency="USD", user_name="Asha Rao", at=NOW, today=TODAY)
    return open_ledger(path, today=TODAY, since=NOW)


def rows_of_invoices(count: int) -> list[str]:
    """``count`` good rows: three clients, dates that read one way only, amounts 100.50, 101.50 …"""
    return [
        f"C{i % 3},Client {i % 3},R-{1000 + i},2026-09-{i % 28 + 1:02},2026-10-{i % 28 + 1:02},{100 + i}.50"
        for i in range(count)
    ]


@dataclass
class Bench:
    """The screen and what stands around it; ``layouts`` is what this computer keeps."""

    ledger: Ledger
    folder: Path
    wait: Callable[[Callable[[], bool]], None]
    layouts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tasks = TaskRunner()
        self.runner = CommandRunner(self.desk, undo=undo_last, redo=redo)
        self.screen = ImportScreen(
            self.desk,
            self.runner,
            self.tasks,
            Formats(),
            home_currency="USD",
            company_zone="Europe/Berlin",
            read_layout=lambda name: self.layouts.get(name, ""),
            save_layout=self.layouts.__setitem__,
        )

    def desk(self) -> Desk:
        return Desk(self.ledger, 1, NOW, TODAY)

    def file(self, rows: Sequence[str], name: str = "items.csv", head: str = HEAD) -> Path:
        """A file with ``rows`` under ``head``."""
        path = self.folder / name
        path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        return path

    def settle(self) -> None:
        """Wait until no work is under way."""
        self.wait(lambda: not self.tasks.busy)

    def open(self, path: Path) -> None:
        """Let the screen look at ``path``."""
        self.screen.open_file(path)
        self.settle()

    def import_shown(self) -> None:
        """Press the button that imports."""
        self.screen.review.import_button.click()
        self.settle()

    def count(self, table: str) -> int:
        return int(self.ledger.rows(f"SELECT count(*) FROM {table}")[0][0])
