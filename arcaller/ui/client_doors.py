"""The client card over the window: what it reads, where it is opened from, where it leads back to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from arcaller.ui.client_card.card_context import CardContext
from arcaller.ui.client_card.client_card_screen import CardTools, ClientCardScreen

if TYPE_CHECKING:
    from arcaller.services.desk import Desk
    from arcaller.services.settings import Settings
    from arcaller.ui.shared.command_runner import CommandRunner
    from arcaller.ui.shared.formats import Formats


def make_card_screen(
    make_desk: Callable[[], Desk],
    settings: Callable[[], Settings],
    read_draft: Callable[[str], str],
    save_draft: Callable[[str, str], bool],
    runner: CommandRunner,
    formats: Formats,
) -> ClientCardScreen:
    """The card of any client of the ledger."""
    from arcaller.data.queries.clients.search import find_hits

    tools = CardTools(
        load=lambda client_id: load_card(make_desk(), client_id, settings()),
        find=lambda typed, most: find_hits(make_desk().ledger, typed, most),
        read_draft=read_draft,
        save_draft=save_draft,
    )
    return ClientCardScreen(tools, runner, formats)


def load_card(desk: Desk, client_id: int | None, settings: Settings) -> CardContext:
    """Everything the card shows of ``client_id``; of ``None`` only what a new client needs."""
    from arcaller.data.queries.clients.card import load_card_contacts, load_client_card, load_segments
    from arcaller.data.queries.clients.groups import load_members
    from arcaller.data.queries.contact.wishes import load_consents, load_stops, load_windows
    from arcaller.data.queries.office.users import load_users
    from arcaller.data.queries.sheet.call_sheet import load_follow_ups

    ledger = desk.ledger
    is_new = client_id is None
    key = client_id or 0
    return CardContext(
        desk=desk,
        client=None if client_id is None else load_client_card(ledger, client_id),
        contacts=() if is_new else load_card_contacts(ledger, key),
        stops=() if is_new else load_stops(ledger, key),
        windows=() if is_new else load_windows(ledger, key),
        consents=() if is_new else load_consents(ledger, key),
        members=() if is_new else load_members(ledger, key),
        follow_ups=() if is_new else load_follow_ups(ledger, key),
        users=tuple(load_users(ledger)),
        segments=load_segments(ledger),
        company_zone=settings.text("company_time_zone"),
        home_currency=settings.text("company_currency"),
    )
