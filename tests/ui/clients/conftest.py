"""A book of 700 clients and the screen that lists them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from client_book import NOW, Book, make_ledger

from arcaller.data.database import Ledger
from arcaller.services.undo import redo, undo_last
from arcaller.ui.clients.clients_screen import ClientsScreen
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.words.formats import Formats


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Iterator[Book]:
    path: Path = tmp_path_factory.mktemp("clients") / "book.arcaller"
    make_ledger(path)
    with Ledger.open(path, since=NOW) as ledger:
        full = Book(ledger)
        full.add_clients(700)
        yield full


@pytest.fixture
def empty_book(tmp_path: Path) -> Iterator[Book]:
    path = tmp_path / "empty.arcaller"
    make_ledger(path)
    with Ledger.open(path, since=NOW) as ledger:
        yield Book(ledger)


@pytest.fixture
def stored() -> dict[str, str]:
    """What the settings keep between two starts."""
    return {}


@pytest.fixture
def make_screen(qtbot, stored):
    """Makes the screen over a book and shows it, ``width`` pixels wide."""

    def make(book: Book, width: int = 1400) -> ClientsScreen:
        screen = ClientsScreen(
            book.desk,
            CommandRunner(book.desk, undo=undo_last, redo=redo),
            Formats(),
            home_currency="EUR",
            company_zone="Europe/Berlin",
            read_layout=lambda key: stored.get(key, ""),
            save_layout=stored.__setitem__,
        )
        qtbot.addWidget(screen)
        screen.resize(width, 700)
        screen.show()
        return screen

    return make


@pytest.fixture
def screen(book, make_screen, qtbot) -> ClientsScreen:
    made = make_screen(book)
    qtbot.waitUntil(lambda: made._is_whole)
    return made
