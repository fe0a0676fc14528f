"""Whose rows they are: the clients of a file matched with those of the ledger, and what differs about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from arcaller.data.queries.office.imports import StoredClient, load_clients
from arcaller.domain.contact.phones import zones_of_country
from arcaller.services.importing.staging import Staged, is_named, named_key

if TYPE_CHECKING:
    from arcaller.data.database import Ledger

_COMPARED = ("legal_name", "street", "postcode", "city", "region", "country", "terms_days")
_DEFAULT_TERMS = 30


@dataclass(frozen=True, slots=True)
class FileClient:
    """A client as the file describes it; empty where it says nothing. ``row`` is the first row that names it."""

    row: int
    number: str
    legal_name: str
    currency: str
    terms_days: int
    street: str
    postcode: str
    city: str
    region: str
    country: str
    contact_name: str
    email: str
    phone: str

    @property
    def has_contact(self) -> bool:
        """Whether the file says how somebody there is reached."""
        return bool(self.contact_name or self.email or self.phone)


@dataclass(frozen=True, slots=True)
class ClientChange:
    """New values of a stored client, by column."""

    client_id: int
    row: int
    values: dict[str, object]


@dataclass(slots=True)
class ClientMatch:
    """Each client key of the file as a slot: the id of a stored client, or ``-1 - index`` into ``new``."""

    slots: dict[str, int] = field(default_factory=dict)
    new: list[FileClient] = field(default_factory=list)
    changed: list[ClientChange] = field(default_factory=list)
    same: int = 0


def match_clients(ledger: Ledger, staged: Staged, currency: str) -> ClientMatch:
    """Find the stored client of every key by its number, else by its name; the rest are new ones.

    ``currency`` is that of clients about whom the file does not say. Rows without any client keep no slot.
    """
    first = dict(zip(reversed(staged.client_keys), range(len(staged) - 1, -1, -1), strict=True))
    first.pop("", None)
    names = _Names(load_clients(ledger))
    match = ClientMatch()
    for key, at in sorted(first.items(), key=lambda item: (is_named(item[0]), item[1])):
        stored = names.find(key)
        if stored is None:
            stored = _add(match, names, staged, at, currency)
        elif stored > 0:
            change = _differences(names.by_id[stored], staged, at)
            if change is None:
                match.same += 1
            else:
                match.changed.append(change)
        match.slots[key] = stored
    return match


class _Names:
    """Numbers and names of all clients, stored and new, and numbers for those who have none."""

    def __init__(self, stored: Iterable[StoredClient]) -> None:
        self.by_id = {client.id: client for client in stored}
        self._slots: dict[str, int] = {}
        self._named: dict[str, set[int]] = {}
        self._numbers = 0
        for client in self.by_id.values():
            self.add(client.id, client.number, client.legal_name, client.trade_name)

    def add(self, slot: int, number: str, *names: str) -> None:
        """Know the client of ``slot`` by its number and by each of its names."""
        self._slots[number] = slot
        for name in filter(None, names):
            self._named.setdefault(named_key(name), set()).add(slot)

    def find(self, key: str) -> int | None:
        """The slot of the client with this number, or the only one of this name; ``None`` where it is in doubt."""
        if key in self._slots:
            return self._slots[key]
        found = self._named.get(key, ())
        return next(iter(found)) if len(found) == 1 else None

    def free_number(self) -> str:
        """The next number of our own that no client has."""
        while True:
            self._numbers += 1
            number = f"N{self._numbers:05d}"
            if number not in self._slots:
                return number


def _add(match: ClientMatch, names: _Names, staged: Staged, at: int, currency: str) -> int:
    number = staged.text("client_number", at) or names.free_number()
    name = staged.text("client_name", at) or number
    terms = staged.columns["terms_days"][at] if "terms_days" in staged.columns else None
    slot = -1 - len(match.new)
    match.new.append(
        FileClient(
            row=staged.columns["row"][at],
            number=number,
            legal_name=name,
            currency=staged.text("currency", at) or currency,
            terms_days=_DEFAULT_TERMS if terms is None else terms,
            street=staged.text("street", at),
            postcode=staged.text("postcode", at),
            city=staged.text("city", at),
            region=staged.text("region", at),
            country=country_code(staged.text("country", at)),
            contact_name=staged.text("contact_name", at),
            email=staged.text("email", at),
            phone=staged.text("phone", at),
        )
    )
    names.add(slot, number, name)
    return slot


_RESERVED = {"UK": "GB", "EL": "GR"}
"""Codes that files use beside the ones of the standard, which keeps them for these countries alone."""


def country_code(text: str) -> str:
    """An ISO 3166 code, or "" for anything else: a guessed country would choose the wrong holidays."""
    code = text.strip().upper()
    code = _RESERVED.get(code, code)
    return code if zones_of_country(code) else ""


def _differences(stored: StoredClient, staged: Staged, at: int) -> ClientChange | None:
    """What the file says otherwise. Rows of items only put a name in the place of a mere number."""
    name = staged.text("client_name", at)
    values: dict[str, object] = {}
    if staged.kind == "clients":
        terms = staged.columns["terms_days"][at] if "terms_days" in staged.columns else None
        said = {
            "legal_name": name,
            "street": staged.text("street", at),
            "postcode": staged.text("postcode", at),
            "city": staged.text("city", at),
            "region": staged.text("region", at),
            "country": country_code(staged.text("country", at)),
            "terms_days": terms,
        }
        values = {
            column: said[column]
            for column in _COMPARED
            if said[column] not in {"", None} and said[column] != getattr(stored, column)
        }
    elif name and stored.legal_name == stored.number and name != stored.number:
        values = {"legal_name": name}
    return ClientChange(stored.id, staged.columns["row"][at], values) if values else None
