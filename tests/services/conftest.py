"""One small ledger in a real file, and the desk of the person who works on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from office_rows import CALLER, NOW, SUPERVISOR, TODAY, Office, add_client, add_invoice

from arcaller.data.database import Ledger, create_ledger
from arcaller.data.tables import AppUser
from arcaller.documents.paper.fonts import FontBook
from arcaller.services.desk import Desk


@contextmanager
def open_office(folder: Path) -> Iterator[Office]:
    """A new office in ``folder``."""
    path = folder / "office.arcaller"
    create_ledger(
        path, company="Nordwind Supplies", currency="EUR", country="DE", user_name="Sven", at=NOW, today=TODAY
    )
    with Ledger.open(path) as ledger:
        with ledger.act("seed", actor_id=SUPERVISOR, at=NOW) as act:
            assert act.add(AppUser(name="Asha Rao", role="caller")) == CALLER
            client_id, contact_id = add_client(act, "C-001", "Meyer KG", "+49 30 5550 0142", "anna@meyer.example")
            r1 = add_invoice(act, client_id, "R-1001", -60, 50_000)
            r2 = add_invoice(act, client_id, "R-1002", -10, 30_000)
            r3 = add_invoice(act, client_id, "R-1003", 20, 20_000)
            dollars = add_invoice(act, client_id, "R-2001", -5, 10_000, "USD")
        # the day begins over what is there, so that its basis is the same whenever it begins again
        ledger.start_day(TODAY - timedelta(days=1))
        ledger.start_day(TODAY)
        yield Office(Desk(ledger, CALLER, NOW, TODAY), ledger, client_id, contact_id, r1, r2, r3, dollars)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path) as opened:
        yield opened


@pytest.fixture
def office_of() -> Callable[[Path], AbstractContextManager[Office]]:
    """Makes an office per example, for properties."""
    return open_office


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> FontBook:
    return FontBook(tmp_path_factory.mktemp("fonts"))
