"""The client card: who the client is, where he is billed, on which terms, and who looks after him."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from arcaller.data.queries.clients.card import find_client_of_number
from arcaller.data.queries.office.users import load_users
from arcaller.data.search.text import sort_text
from arcaller.data.tables import Client
from arcaller.domain.contact.phones import is_zone, zones_of_country
from arcaller.domain.errors import DomainError
from arcaller.domain.money import Money, exponent_of
from arcaller.services.changes import Changes
from arcaller.services.clients.texts import line, lines
from arcaller.services.contact.standing import known_profile
from arcaller.services.desk import Desk

KINDS = {
    "company": "Company",
    "partnership": "Partnership or unincorporated body",
    "sole_trader": "Sole trader",
    "public_body": "Public body",
    "consumer": "Consumer",
}
"""What a client is in law, in the words of the screen; rules of contact and interest go by it."""
_MOST_DAYS = 730
_MOST_TAGS = 20


@dataclass(frozen=True, slots=True)
class SaveClient:
    """The whole card of a client; ``client_id`` ``None`` is a new one. ``credit_limit`` ``None``: no limit set."""

    client_id: int | None
    number: str
    legal_name: str
    currency: str
    trade_name: str = ""
    kind: str = "company"
    street: str = ""
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    time_zone: str = ""
    language: str = "en"
    terms_days: int = 30
    credit_limit: Money | None = None
    segment: str = ""
    tags: tuple[str, ...] = ()
    owner_id: int | None = None
    account_manager: str = ""
    rule_profile: str = ""
    note: str = ""


def save_client(desk: Desk, command: SaveClient) -> Changes:
    """Make a client or change its card, in one act; what stayed the same is not written."""
    values = _checked(command)
    before = desk.ledger.find(Client, Client.id == command.client_id) if command.client_id is not None else None
    if command.client_id is not None and before is None:
        raise DomainError("This client is no longer in the ledger; choose another one.", "client_id")
    if before is None or before.owner_id != command.owner_id:
        check_owner(desk, command.owner_id)
    if find_client_of_number(desk.ledger, values["number"]) not in (None, command.client_id):
        raise DomainError(f"The number “{values['number']}” belongs to another client; choose a free one.", "number")
    known = frozenset({before.id}) if before is not None else frozenset()
    with desk.ledger.act(
        "save_client", actor_id=desk.actor_id, at=desk.now, subject=str(values["number"]), clients=known
    ) as act:
        if before is None:
            client_id = act.add(Client(**values))
        else:
            client_id = before.id
            act.change(before, **values)
    name = values["trade_name"] or values["legal_name"]
    if act.number is None:
        return Changes("save_client", f"The card of {name} is as it was", new_id=client_id)
    said = f"{name} is a client now, number {values['number']}" if before is None else f"The card of {name} saved"
    return Changes.of_client("save_client", client_id, said, entry=act.number, new_id=client_id)


def _checked(command: SaveClient) -> dict[str, Any]:
    """Every column as it is stored. Raises ``DomainError`` with the field of the first that is refused."""
    values: dict[str, Any] = {
        "number": line(command.number, "number", 100),
        "legal_name": line(command.legal_name, "legal_name"),
        "currency": line(command.currency, "currency").upper(),
        "country": line(command.country, "country").upper(),
        "language": line(command.language, "language").lower(),
        "note": lines(command.note, "note"),
        "kind": command.kind,
        "tags": tags_of(command.tags),
        "owner_id": command.owner_id,
        "terms_days": command.terms_days,
        "credit_limit_minor": command.credit_limit.minor if command.credit_limit is not None else None,
    }
    for name in ("trade_name", "street", "postcode", "city", "region", "time_zone", "segment", "account_manager"):
        values[name] = line(getattr(command, name), name)
    values["rule_profile"] = known_profile(line(command.rule_profile, "rule_profile", 100))
    values["sort_name"] = sort_text(values["trade_name"] or values["legal_name"])
    _check_names(values)
    _check_place(values)
    _check_terms(command, values)
    return values


def check_owner(desk: Desk, owner_id: int | None) -> None:
    """Refuse to hand a client to somebody who does not work here (any more)."""
    if owner_id is not None and owner_id not in {row.user_id for row in load_users(desk.ledger)}:
        raise DomainError("This caller does not work here any more; choose another one.", "owner_id")


def _check_names(values: dict[str, Any]) -> None:
    if not values["number"]:
        raise DomainError("A client needs its number; it stands on papers and in imports.", "number")
    if not values["legal_name"]:
        raise DomainError("A client needs its legal name; it stands on the agreement.", "legal_name")
    if values["kind"] not in KINDS:
        raise DomainError(f"“{values['kind']}” is no kind of client; choose one of the list.", "kind")
    code = values["language"]
    if not (2 <= len(code) <= 3 and code.isascii() and code.isalpha()):
        raise DomainError(f"“{code}” is no language; write two letters such as de.", "language")


def _check_place(values: dict[str, Any]) -> None:
    country, zone = values["country"], values["time_zone"]
    if country and not zones_of_country(country):
        raise DomainError(
            f"“{country}” is no country code; write two letters such as DE, or leave it empty.", "country"
        )
    if zone and not is_zone(zone):
        raise DomainError(f"“{zone}” is no time zone; write it like Europe/Berlin.", "time_zone")


def _check_terms(command: SaveClient, values: dict[str, Any]) -> None:
    exponent_of(values["currency"])
    if not 0 <= command.terms_days <= _MOST_DAYS:
        raise DomainError(
            f"Terms go from 0 to {_MOST_DAYS} days; {command.terms_days} is none of them.", "terms_days"
        )
    limit = command.credit_limit
    if limit is None:
        return
    if limit.currency != values["currency"]:
        raise DomainError(
            f"The credit limit is in {limit.currency}, the client in {values['currency']}.", "credit_limit"
        )
    if limit.minor < 0:
        raise DomainError("A credit limit is 0 or more; leave it empty for none.", "credit_limit")


def tags_of(tags: tuple[str, ...]) -> list[str]:
    """Tags as they are kept: each once whatever its case, sorted."""
    found: dict[str, str] = {}
    for tag in tags:
        clean = line(tag, "tags", 60)
        if clean:
            found.setdefault(clean.casefold(), clean)
    if len(found) > _MOST_TAGS:
        raise DomainError(f"{len(found)} tags are too many to be of use; keep {_MOST_TAGS}.", "tags")
    return [found[key] for key in sorted(found)]
