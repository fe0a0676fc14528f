"""The tour over a copy of a ledger: prepared here, walked by ``arcaller.ui.touring``."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from arcaller import paths
from arcaller.app.building import dismiss_windows, make_workbench, open_application
from arcaller.app.layouts import Layouts

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from arcaller.data.database import Ledger
    from arcaller.services.desk import Desk


_SEED = 7
"""The sample everybody sees."""


def run_tour(out: Path, ledger: Path | None, today: date | None) -> int:
    """Drive the real window through the main job over a copy of ``ledger`` (else of the sample); gives the exit code.

    The window is drawn without a display, so that the pictures are the same on every machine; nothing of this
    computer's settings is read or kept.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.setdefault("QT_LOGGING_RULES", "qt.text.font.db=false")
    from arcaller.data.errors import StorageError
    from arcaller.domain.errors import DomainError

    # held here, so that every window is gone before the application goes
    app = open_application()
    with tempfile.TemporaryDirectory(prefix="arcaller-tour-") as folder:
        try:
            # file dialogs take a name for one in the folder they show, not in the one the program was started from
            return _walk(app, out.absolute(), ledger, today, Path(folder))
        except (StorageError, DomainError) as error:
            sys.stderr.write(f"{error}\n")
            return 1
        finally:
            dismiss_windows(app)


def _walk(app: QApplication, out: Path, source: Path | None, today: date | None, folder: Path) -> int:
    from arcaller.data.database import GUI_TIMEOUT_MS, Ledger
    from arcaller.services.days import begin_day
    from arcaller.ui.shared.look.theme import LIGHT, Theme
    from arcaller.ui.shared.words.formats import Formats
    from arcaller.ui.touring.album import Album
    from arcaller.ui.touring.camera import Camera
    from arcaller.ui.touring.cast import choose_cast
    from arcaller.ui.touring.tour import Tour

    copy = folder / (source.name if source is not None else f"northwind{paths.LEDGER_SUFFIX}")
    day = _tour_copy(source, copy, today)
    theme = Theme(app, paths.resource("themes"), choice=LIGHT)
    camera = Camera(Album(out), theme, _tell)
    with Ledger.open(copy, timeout_ms=GUI_TIMEOUT_MS) as ledger:
        desks = _tour_desks(ledger, day)
        begin_day(desks())
        items = folder / "new-items.csv"
        items.write_text(tour_items(ledger, day), encoding="utf-8")
        tour = Tour(camera)
        tour.first_run()
        layouts = Layouts(folder / "layout.json")
        bench = make_workbench(ledger, desks, theme, layouts, Formats("en_GB"))
        try:
            tour.walk(bench, items, lambda: choose_cast(desks()))
        finally:
            bench.window.close()
    _tell(f"Pictures and papers are in {out}.")
    return 0


def _tour_copy(source: Path | None, copy: Path, today: date | None) -> date:
    """Make the ledger the tour works on; gives its business date, a working day."""
    from arcaller.data.database import Ledger
    from arcaller.data.files.backup import back_up
    from arcaller.services.sample.sample import make_sample

    if source is not None:
        with Ledger.open(source, read_only=True) as ledger:
            back_up(ledger, copy)
            return today or ledger.business_date or datetime.now(UTC).date()
    day = today or datetime.now().astimezone().date()
    while day.weekday() > 4:
        day += timedelta(days=1)
    make_sample(copy, seed=_SEED, today=day, now=datetime.combine(day, time(8), UTC))
    return day


def _tour_desks(ledger: Ledger, day: date) -> Callable[[], Desk]:
    """Desks of the ledger's first caller, from half past two in the afternoon at the company's place."""
    from arcaller.data.queries.office.users import load_users
    from arcaller.services.desk import Desk
    from arcaller.services.settings import load_settings

    users = load_users(ledger)
    me = next((user for user in users if user.role == "caller"), users[0])
    zone = ZoneInfo(load_settings(ledger).text("company_time_zone"))
    start, begun = datetime.combine(day, time(14, 30), zone).astimezone(UTC), monotonic()
    return lambda: Desk(ledger, me.user_id, start + timedelta(seconds=monotonic() - begun), day)


def tour_items(ledger: Ledger, day: date) -> str:
    """A small file to import: two new invoices of known clients and one of a new client."""
    known = ledger.rows("SELECT number, legal_name, currency FROM client ORDER BY id LIMIT 2")
    lines = ["Client no;Client;Invoice;Invoice date;Due date;Amount;Currency"]
    due = day + timedelta(days=30)
    for number, name, currency in [*known, ("90001", "Clearwater Looms Ltd", known[0][2] if known else "EUR")]:
        lines.append(f"{number};{name};T-{number};{day};{due};1250.00;{currency}")
    return "\n".join(lines) + "\n"


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
