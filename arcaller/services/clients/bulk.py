"""Many clients changed at once: owner, segment, tags; one act, one undo, said before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from arcaller.data.queries.clients.bulk import load_owners_of, load_segments_of
from arcaller.data.queries.office.users import load_user
from arcaller.data.tables import Client
from arcaller.domain.errors import DomainError
from arcaller.services.changes import Changes
from arcaller.services.clients.cards import check_owner, tags_of
from arcaller.services.clients.texts import line
from arcaller.services.desk import Desk

_MOST = 20_000


@dataclass(frozen=True, slots=True)
class ChangeClients:
    """What changes for all of ``client_ids``; what is not named stays.

    ``owner_id`` counts only with ``sets_owner`` (``None`` is nobody then); ``segment`` ``None`` leaves it, "" empties
    it.
    """

    client_ids: tuple[int, ...]
    sets_owner: bool = False
    owner_id: int | None = None
    segment: str | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()


def preview_clients(desk: Desk, command: ChangeClients) -> str:
    """``34 clients: owner Ana → Bo, segment hospitality → Key, tag +seasonal``. Raises what the act would."""
    _check(desk, command)
    parts = []
    if command.sets_owner:
        owner = load_user(desk.ledger, command.owner_id).name if command.owner_id is not None else "nobody"
        before = _several([name or "nobody" for name, _ in load_owners_of(desk.ledger, command.client_ids)], "owners")
        parts.append(f"owner {before} → {owner}")
    if command.segment is not None:
        found = [name or "none" for name, _ in load_segments_of(desk.ledger, command.client_ids)]
        parts.append(f"segment {_several(found, 'segments')} → {line(command.segment, 'segment') or 'none'}")
    signs = [f"+{tag}" for tag in tags_of(command.add_tags)] + [f"−{tag}" for tag in tags_of(command.remove_tags)]
    if signs:
        parts.append(f"{'tag' if len(signs) == 1 else 'tags'} {', '.join(signs)}")
    return f"{_clients(len(command.client_ids))}: {', '.join(parts)}"


def change_clients(desk: Desk, command: ChangeClients) -> Changes:
    """Change all of the clients in one act; one that has gone meanwhile refuses the whole."""
    said = preview_clients(desk, command)
    segment = line(command.segment, "segment") if command.segment is not None else None
    more, fewer = tags_of(command.add_tags), {tag.casefold() for tag in tags_of(command.remove_tags)}
    subject = _clients(len(command.client_ids))
    with desk.ledger.act("change_clients", actor_id=desk.actor_id, at=desk.now, subject=subject) as act:
        for client_id in command.client_ids:
            row = desk.ledger.find(Client, Client.id == client_id)
            if row is None:
                raise DomainError("One of the clients is no longer in the ledger; choose anew.", "client_ids")
            values: dict[str, Any] = {"owner_id": command.owner_id} if command.sets_owner else {}
            if segment is not None:
                values["segment"] = segment
            if more or fewer:
                kept = [tag for tag in row.tags if tag.casefold() not in fewer]
                values["tags"] = tags_of((*kept, *more))
            act.change(row, **values)
    if act.number is None:
        return Changes("change_clients", f"{subject}: all of it was so already")
    return Changes("change_clients", said, clients=frozenset(command.client_ids), everything=True, entry=act.number)


def _check(desk: Desk, command: ChangeClients) -> None:
    if not command.client_ids:
        raise DomainError("Choose the clients first.", "client_ids")
    if len(command.client_ids) > _MOST:
        raise DomainError(f"{_MOST:,} clients at once are the most; choose fewer.", "client_ids")
    if not (command.sets_owner or command.segment is not None or command.add_tags or command.remove_tags):
        raise DomainError("Say what is to change: owner, segment or tags.", "owner_id")
    if command.sets_owner:
        check_owner(desk, command.owner_id)


def _several(names: list[str], noun: str) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:2])}" if len(names) == 2 else f"{len(names)} {noun}"


def _clients(count: int) -> str:
    return f"{count:,} client" if count == 1 else f"{count:,} clients"
