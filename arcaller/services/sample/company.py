"""The sample company, made from a seed: clients, contacts, invoices and what was paid, as plain values.

The same seed and date give the same company. Nobody in it exists: see ``resources/sample/northwind.toml`` for where
names and phone numbers come from. What callers did (calls, promises, plans, disputes) is not made here but played
through the real acts by ``services.sample``.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

T = TypeVar("T")

CLIENTS = 120
INVOICES = 1_500
_DAYS_BACK = 540
_WELL_KNOWN = 10
"""The first clients buy often, so that each of them has something open."""
_PLACES = (("DE", 45), ("GB", 20), ("US", 10), ("FR", 8), ("IE", 7), ("SE", 6), ("AU", 4))


@dataclass(frozen=True, slots=True)
class PayerHabit:
    """How a client pays: days after the due date (``low`` to ``high``), and how often he does not pay yet."""

    name: str
    share: int
    low: int
    high: int
    unpaid_percent: int


HABITS = (
    PayerHabit("prompt", 40, -12, 2, 5),
    PayerHabit("late", 32, 4, 22, 16),
    PayerHabit("slow", 18, 18, 55, 34),
    PayerHabit("troubled", 10, 30, 110, 60),
)


@dataclass(frozen=True, slots=True)
class SampleClient:
    """One client with its first contact; ``place`` keys the toml's places."""

    number: str
    name: str
    place: str
    currency: str
    language: str
    time_zone: str
    street: str
    postcode: str
    city: str
    terms_days: int
    segment: str
    habit: str
    contact: str
    contact_role: str
    style: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class SampleInvoice:
    """An invoice of client ``client`` (index), paid as ``paid`` tells: (day, minor units), oldest first."""

    client: int
    number: str
    issued_on: date
    due_on: date
    amount_minor: int
    po_reference: str
    paid: tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class SampleCompany:
    """Everything the ledger starts with."""

    clients: tuple[SampleClient, ...]
    invoices: tuple[SampleInvoice, ...]


class _Dice:
    """Only ``random()`` is drawn, so the same seed gives the same company on every Python."""

    def __init__(self, seed: int) -> None:
        self._next = random.Random(seed).random  # noqa: S311 - a story, no secret

    def below(self, limit: int) -> int:
        return int(self._next() * limit)

    def between(self, low: int, high: int) -> int:
        return low + self.below(high - low + 1)

    def chance(self, percent: float) -> bool:
        return self._next() * 100 < percent

    def pick(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]

    def weighted(self, items: Sequence[tuple[T, int]]) -> T:
        roll = self.below(sum(weight for _, weight in items))
        for item, weight in items:
            roll -= weight
            if roll < 0:
                return item
        return items[-1][0]

    def heavy_tail(self, scale: int, limit: int) -> int:
        """A Pareto-like amount: many small, few large."""
        return min(limit, int(scale * (1 - self._next()) ** -0.7))


def make_company(source: dict[str, Any], seed: int, today: date) -> SampleCompany:
    """The company of ``seed`` as it stands at the start of business on ``today``."""
    dice = _Dice(seed)
    clients = tuple(_clients(source, dice))
    return SampleCompany(clients, tuple(_invoices(clients, dice, today)))


def _clients(source: dict[str, Any], dice: _Dice) -> list[SampleClient]:
    names = source["names"]
    special = [(entry["name"], entry["place"], entry["contact"]) for entry in names["special"]]
    taken = {name for name, _, _ in special}
    chosen: list[tuple[str, str, str]] = list(special)
    while len(chosen) < CLIENTS:
        place = dice.weighted(_PLACES)
        base = f"{dice.pick(names['first'])} {dice.pick(names['second'])}"
        if base in taken:
            continue
        taken.add(base)
        form = dice.pick(source["places"][place]["forms"])
        chosen.append((f"{base} {form}", place, dice.pick(names["contacts"])))
    serials: Counter[str] = Counter()
    made = []
    for index, entry in enumerate(chosen):
        made.append(_client(source, dice, index, serials[entry[1]], entry))
        serials[entry[1]] += 1
    return made


def _client(
    source: dict[str, Any], dice: _Dice, index: int, serial: int, entry: tuple[str, str, str]
) -> SampleClient:
    name, place, contact = entry
    where, names = source["places"][place], source["names"]
    postcode, city = dice.pick(where["cities"]).split("|")
    number = 10_301 + index * 7
    return SampleClient(
        number=str(number),
        name=name,
        place=place,
        currency=where["currency"],
        language=where["language"],
        time_zone=where["zone"],
        street=f"{dice.pick(where['streets'])} {dice.between(1, 140)}",
        postcode=postcode,
        city=city,
        terms_days=dice.pick((14, 30, 30, 30, 45)),
        segment=dice.pick(names["segments"]),
        habit=_habit(dice, index, len(names["special"])),
        contact=contact,
        contact_role=dice.pick(names["roles"]),
        style=dice.pick(("brief", "brief", "detailed", "formal", "friendly")),
        phone=where["phone"].format(n=serial),
        email=f"ap{number}@client.example",
    )


def _habit(dice: _Dice, index: int, special: int) -> str:
    """The hard names all pay late, so that a caller meets them on the first day."""
    drawn = dice.weighted([(habit.name, habit.share) for habit in HABITS])
    return ("troubled", "slow", "late")[index % 3] if index < special else drawn


def _invoices(clients: tuple[SampleClient, ...], dice: _Dice, today: date) -> list[SampleInvoice]:
    habits = {habit.name: habit for habit in HABITS}
    weights = [(index, dice.heavy_tail(100, 1_500) + 200 * (index < _WELL_KNOWN)) for index in range(len(clients))]
    raw = []
    for _ in range(INVOICES):
        index = dice.weighted(weights)
        raw.append((today - timedelta(dice.between(1, _DAYS_BACK)), index, dice.heavy_tail(32_000, 4_800_000)))
    raw.sort()
    made = []
    for serial, (issued_on, index, amount) in enumerate(raw):
        client = clients[index]
        due_on = issued_on + timedelta(client.terms_days)
        made.append(
            SampleInvoice(
                client=index,
                number=str(20_001 + serial),
                issued_on=issued_on,
                due_on=due_on,
                amount_minor=amount,
                po_reference=f"PO-{dice.between(1000, 9999)}" if dice.chance(60) else "",
                paid=_payments(habits[client.habit], dice, issued_on, due_on, amount, today),
            )
        )
    return made


def _payments(
    habit: PayerHabit, dice: _Dice, issued_on: date, due_on: date, amount: int, today: date
) -> tuple[tuple[date, int], ...]:
    """What came in by yesterday; what is long overdue was mostly paid in the end."""
    paid_on = max(issued_on + timedelta(1), due_on + timedelta(dice.between(habit.low, habit.high)))
    age = (today - due_on).days
    stays_open = dice.chance(habit.unpaid_percent if age < 120 else habit.unpaid_percent / 6)
    part = dice.chance(4)
    if paid_on >= today or stays_open:
        if part and age > 15:
            return ((due_on + timedelta(dice.between(1, 14)), amount * dice.between(2, 6) // 10),)
        return ()
    if part:
        first = amount // 2
        return ((paid_on, first), (min(paid_on + timedelta(10), today - timedelta(1)), amount - first))
    return ((paid_on, amount),)
