"""Everything handed to everything: desks, doors and the workbench over an open ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from arcaller import paths
from arcaller.app.layouts import Layouts

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from arcaller.data.database import Ledger
    from arcaller.documents.paper.fonts import FontBook
    from arcaller.services.desk import Desk
    from arcaller.services.journal_head import Verified
    from arcaller.ui.shared.look.theme import Theme
    from arcaller.ui.shared.words.formats import Formats
    from arcaller.ui.workbench.workbench import Workbench


def open_application() -> QApplication:
    """The one Qt application of this process, made if it is not there yet."""
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication([paths.APPLICATION])
    if not isinstance(app, QApplication):
        raise TypeError("this process has a Qt application without windows")
    app.setApplicationName(paths.APPLICATION)
    return app


def dismiss_windows(app: QApplication) -> None:
    """Delete every window while the application stands; at the end of the process they would go in any order."""
    from PySide6.QtCore import QEvent

    for window in app.topLevelWidgets():
        window.close()
        window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def make_desk_maker(ledger: Ledger, user: str, today: date | None) -> Callable[[], Desk]:
    """A new desk for each act: the clock is read here and nowhere below.

    ``user`` is a name ("" is the one who made the ledger); ``today`` pins the business date, else it is the date at
    the company's place, though never before the ledger's last one.
    """
    from arcaller.data.queries.office.users import load_users
    from arcaller.domain.errors import DomainError
    from arcaller.services.desk import Desk
    from arcaller.services.settings import load_settings

    users = load_users(ledger)
    found = next((row for row in users if not user or row.name == user), None)
    if found is None:
        known = ", ".join(row.name for row in users)
        raise DomainError(f"Nobody here is called “{user}”; this ledger knows {known}.", "user")
    zone = ZoneInfo(load_settings(ledger).text("company_time_zone"))

    def desk() -> Desk:
        now = datetime.now(UTC)
        if today is not None:
            local = now.astimezone(zone)
            now = local.replace(year=today.year, month=today.month, day=today.day).astimezone(UTC)
        # a clock set back makes no day come again: the ledger's own date goes on
        clock = now.astimezone(zone).date()
        return Desk(ledger, found.user_id, now, today or max(clock, ledger.business_date or clock))

    return desk


def make_workbench(
    ledger: Ledger, desk_maker: Callable[[], Desk], theme: Theme, layouts: Layouts, formats: Formats
) -> Workbench:
    """The window over an open ledger."""
    from arcaller.data.drafts import delete_draft, load_draft, save_draft
    from arcaller.ui.workbench.screen_factory import Doors
    from arcaller.ui.workbench.workbench import Workbench

    def keep_draft(key: str, body: str) -> bool:
        desk = desk_maker()
        if body:
            return save_draft(ledger, desk.actor_id, key, body, desk.now)
        return delete_draft(ledger, desk.actor_id, key, desk.now if key.startswith("call:") else None)

    return Workbench(
        Doors(
            file_name=ledger.path.name,
            make_desk=desk_maker,
            read_draft=lambda key: load_draft(ledger, desk_maker().actor_id, key) or "",
            save_draft=keep_draft,
            read_layout=layouts.read,
            save_layout=layouts.save,
            backup_made_at=lambda: _instant(layouts.read(f"backup of {ledger.path}")),
            back_up=partial(_back_up, ledger, layouts, desk_maker),
            verify=partial(_verify, ledger, desk_maker, layouts),
            folder=ledger.path.parent,
            open_fonts=_open_fonts,
        ),
        theme,
        formats,
    )


def _open_fonts() -> FontBook:
    from arcaller.services.plans.agreements import open_fonts

    return open_fonts()


def _verify(
    ledger: Ledger, desk_maker: Callable[[], Desk], layouts: Layouts, progress: Callable[[str], None]
) -> Verified:
    """Check everything on a worker's own connection, against the heads noted beside the layouts."""
    from arcaller.data.files.heads import HeadBook
    from arcaller.services.journal_head import verify_ledger

    with ledger.worker() as own:
        return verify_ledger(own, HeadBook(layouts.beside("heads.json")), desk_maker().now, progress=progress)


def _back_up(ledger: Ledger, layouts: Layouts, desk_maker: Callable[[], Desk], target: Path) -> None:
    """A checked copy, from a worker's own connection; when it was made is remembered on this computer."""
    from arcaller.data.files.backup import back_up
    from arcaller.data.files.heads import HeadBook

    with ledger.worker() as own:
        back_up(own, target)
        HeadBook(layouts.beside("heads.json")).note(own, "the backup", desk_maker().now)
    layouts.save(f"backup of {ledger.path}", datetime.now(UTC).isoformat())


def _instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
