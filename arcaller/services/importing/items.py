"""Open and settled items of a file compared with the ledger: new, same, changed, gone.

An item is known again by its client and number as written, else without leading zeros if that fits exactly one item
of that client. What a caller recorded here (payments by hand, disputes) is never taken back by a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from arcaller.data.queries.office import imports as stored_rows
from arcaller.data.queries.office.imports import StoredApplication, StoredCredit, StoredItem
from arcaller.domain.money import decimal_text
from arcaller.exchange.open_items import number_key
from arcaller.exchange.records import RowIssue
from arcaller.services.importing.staging import Progress, Staged

if TYPE_CHECKING:
    from arcaller.data.database import Ledger

_OF_FILES = {"import", "snapshot"}


@dataclass(frozen=True, slots=True)
class Stated:
    """What the table says at all: a column it does not have is no statement about the item."""

    amount: bool
    open_amount: bool
    settlement: bool
    issued_on: bool
    disputed: bool
    po_reference: bool

    @classmethod
    def by(cls, columns: Sequence[str]) -> Stated:
        """From the fields that have a column."""
        return cls(
            amount="amount" in columns,
            open_amount="open_amount" in columns or "settled_amount" in columns,
            settlement="settled_date" in columns,
            issued_on="invoice_date" in columns,
            disputed="disputed" in columns,
            po_reference="po_reference" in columns,
        )


@dataclass(frozen=True, slots=True)
class ItemChange:
    """A stored invoice that the file tells otherwise.

    ``values`` are new stored values by column; ``removed`` applications and their payments go; ``redated`` payments
    (application, payment) move to the day given; ``paid`` is posted anew as (day or ``None`` for the day of the
    import, minor units).
    """

    row: int
    item: StoredItem
    values: dict[str, Any]
    said: str
    removed: tuple[StoredApplication, ...] = ()
    redated: tuple[StoredApplication, str] | None = None
    paid: tuple[str | None, int] | None = None


@dataclass(slots=True)
class ItemComparison:
    """Positions of new rows in the staged columns, the changes, the keys of the items gone, and how many are same."""

    new: Sequence[int] = ()
    changed: list[ItemChange] = field(default_factory=list)
    changed_credits: list[tuple[int, StoredCredit, dict[str, Any]]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    same: int = 0
    errors: list[RowIssue] = field(default_factory=list)
    warnings: list[RowIssue] = field(default_factory=list)


def compare_items(
    ledger: Ledger, staged: Staged, stated: Stated, clients: Sequence[int], progress: Progress
) -> ItemComparison:
    """Compare every staged row; ``clients`` are the slots of the rows' clients (below zero: new client)."""
    if not len(staged):
        return ItemComparison(gone=stored_rows.load_open_invoice_ids(ledger))
    if not stored_rows.has_items(ledger):
        return ItemComparison(new=range(len(staged)))
    return _Comparer(ledger, staged, stated).compare(clients, progress)


class _Comparer:
    def __init__(self, ledger: Ledger, staged: Staged, stated: Stated) -> None:
        self._ledger, self._staged, self._stated = ledger, staged, stated
        columns, count = staged.columns, len(staged)
        self._rows, self._numbers = columns["row"], columns["number"]
        self._issued, self._due = columns["invoice_date"], columns["due_date"]
        self._amounts, self._currencies = columns["amount_minor"], columns["currency"]
        self._opens = columns["open_minor"]
        self._settled = columns.get("settled_date") or [None] * count
        self._paid = columns.get("settled_minor") or [None] * count
        self._disputed: list[bool] = columns.get("disputed") or [False] * count
        self._po = columns.get("po_reference") or [""] * count
        self._disputed_here = stored_rows.load_disputed_here(ledger)
        self._done = ItemComparison()
        self._unsettled: list[tuple[int, StoredItem]] = []

    def compare(self, clients: Sequence[int], progress: Progress) -> ItemComparison:
        by_client: dict[int, list[int]] = {}
        new: list[int] = []
        for at, client in enumerate(clients):
            if client < 0:
                new.append(at)
            else:
                by_client.setdefault(client, []).append(at)
        known: set[int] = set()
        done = 0
        for group in stored_rows.client_groups(by_client):
            positions = [(client, at) for client in group for at in by_client[client]]
            new.extend(self._compare_group(group, positions, known))
            done += len(positions)
            progress("Comparing", done)
        self._restate()
        new.sort()
        self._done.new = new
        self._done.gone = [key for key in stored_rows.load_open_invoice_ids(self._ledger) if key not in known]
        return self._done

    def _compare_group(self, group: list[int], positions: list[tuple[int, int]], known: set[int]) -> Iterator[int]:
        """Compare the rows of some clients; gives the positions of new ones, notes the ids of known ones."""
        bills = [pair for pair in positions if self._amounts[pair[1]] > 0]
        new_bills = _match(bills, self._numbers, stored_rows.load_items(self._ledger, group), known, self._compare)
        notes = [pair for pair in positions if self._amounts[pair[1]] < 0]
        if not notes:
            return iter(new_bills)
        stored = stored_rows.load_credits(self._ledger, group)
        new_notes = _match(notes, self._numbers, stored, set(), self._compare_credit)
        return iter([*new_bills, *new_notes])

    def _compare(self, at: int, item: StoredItem) -> None:
        """Count the row as same, or keep it for a closer look."""
        is_same = (
            item.due_on == self._due[at]
            and item.currency == self._currencies[at]
            and (item.amount_minor == self._amounts[at] or not self._stated.amount)
            and (item.issued_on == self._issued[at] or not self._stated.issued_on)
            and self._is_settled_so(at, item)
            and (not self._stated.disputed or self._keeps_dispute(at, item))
            and (not self._po[at] or self._po[at] == item.po_reference)
        )
        if is_same or item.is_cancelled:
            self._done.same += 1
        else:
            self._unsettled.append((at, item))

    def _keeps_dispute(self, at: int, item: StoredItem) -> bool:
        return bool(item.is_disputed) == self._disputed[at] or (
            not self._disputed[at] and item.id in self._disputed_here
        )

    def _is_settled_so(self, at: int, item: StoredItem) -> bool:
        day, paid = self._settled[at], self._paid[at]
        amount: int = self._amounts[at]
        if day is not None:
            if paid is None or paid >= amount:
                return item.open_minor == 0 and item.settled_on == day
            return item.open_minor == amount - int(paid)
        if self._stated.open_amount or not self._stated.amount:
            return item.open_minor == int(self._opens[at])
        return item.open_minor > 0 or not self._stated.settlement

    def _compare_credit(self, at: int, note: StoredCredit) -> None:
        values: dict[str, Any] = {}
        if note.currency != self._currencies[at] or note.amount_minor != -self._amounts[at]:
            if note.open_minor != note.amount_minor:
                self._fail(at, "amount", "the credit was changed after part of it was used here; correct it by hand")
                return
            amount = -self._amounts[at]
            values = {"currency": self._currencies[at], "amount_minor": amount, "open_minor": amount}
        if self._stated.issued_on and note.issued_on != self._issued[at]:
            values["issued_on"] = self._issued[at]
        if values:
            self._done.changed_credits.append((self._rows[at], note, values))
        else:
            self._done.same += 1

    def _fail(self, at: int, column: str, message: str) -> None:
        self._done.errors.append(RowIssue(self._rows[at], column, message))

    def _warn(self, at: int, column: str, message: str) -> None:
        self._done.warnings.append(RowIssue(self._rows[at], column, message))

    # --- changed rows

    def _restate(self) -> None:
        """Work out what becomes of the items that differ, with all that settled them at hand."""
        settled = stored_rows.load_applications(self._ledger, [item.id for _, item in self._unsettled])
        for at, item in self._unsettled:
            change = self._change(at, item, settled.get(item.id, []))
            if change is not None:
                self._done.changed.append(change)

    def _change(self, at: int, item: StoredItem, settled: list[StoredApplication]) -> ItemChange | None:
        values = self._plain_values(at, item)
        applied = item.amount_minor - item.open_minor
        amount = values.get("amount_minor", item.amount_minor)
        if applied and (amount < applied or "currency" in values):
            why = "more was paid here than the file's amount, or in another currency; correct the invoice by hand"
            self._fail(at, "amount", why)
            return None
        target, day = self._target(at, item, amount, amount - applied)
        removed, redated, paid = self._settlement(at, amount - applied, target, day, settled)
        moved = redated[0] if redated else None
        left = amount - applied + sum(each.amount_minor for each in removed) - (paid[1] if paid else 0)
        days = [each.applied_on for each in settled if each not in removed and each is not moved]
        days += [redated[1]] if redated else []
        days += [paid[0] or ""] if paid else []
        values |= {"open_minor": left, "settled_on": max(days, default=None) if left == 0 else None}
        if left == 0 and paid is not None and paid[0] is None:
            values["settled_on"] = ""  # the day of the import, which the writer knows
        values = {name: value for name, value in values.items() if value != getattr(item, name)}
        if not (values or removed or redated or paid):
            self._done.same += 1
            return None
        return ItemChange(self._rows[at], item, values, self._said(item, values), removed, redated, paid)

    def _plain_values(self, at: int, item: StoredItem) -> dict[str, Any]:
        stated = self._stated
        said: dict[str, Any] = {"due_on": self._due[at], "currency": self._currencies[at]}
        if stated.amount:
            said["amount_minor"] = self._amounts[at]
        if stated.issued_on:
            said["issued_on"] = self._issued[at]
        if stated.disputed and not self._keeps_dispute(at, item):
            said["is_disputed"] = int(self._disputed[at])
        if self._po[at]:
            said["po_reference"] = self._po[at]
        return {name: value for name, value in said.items() if value != getattr(item, name)}

    def _target(self, at: int, item: StoredItem, amount: int, stands: int) -> tuple[int, str | None]:
        """What the file says is open, and the day by which it was paid (``None``: not said)."""
        day, paid = self._settled[at], self._paid[at]
        if day is not None:
            return max(0, amount - (amount if paid is None else paid)), day
        if self._stated.open_amount or not self._stated.amount:
            return min(max(self._opens[at], 0), amount), None
        return (amount if stands == 0 and self._stated.settlement and item.open_minor == 0 else stands), None

    def _settlement(
        self, at: int, stands: int, target: int, day: str | None, settled: list[StoredApplication]
    ) -> tuple[tuple[StoredApplication, ...], tuple[StoredApplication, str] | None, tuple[str | None, int] | None]:
        """What brings the open amount from ``stands`` to ``target``: (removed, redated, paid anew)."""
        own = [each for each in settled if each.source in _OF_FILES and _is_whole(each)]
        if stands > target:
            return (), None, (day, stands - target)
        if stands == target:
            if day is None or target or not settled or settled[-1].applied_on == day:
                return (), None, None
            if len(own) == 1 and own[0] is settled[-1]:
                return (), (own[0], day), None
            why = f"paid here on {settled[-1].applied_on}, the file says {day}; left as it is"
            self._warn(at, "settled date", why)
            return (), None, None
        credited = sum(each.amount_minor for each in settled if each.payment_id is None)
        if target <= stands + credited:
            self._warn(at, "open amount", "the file does not know of a credit given here yet; left as it is")
            return (), None, None
        back = stands + sum(each.amount_minor for each in own)
        if not own or back < target:
            self._warn(at, "open amount", "the file says more is open than here; payments recorded here were kept")
            return (), None, None
        return tuple(own), None, ((day, back - target) if back > target else None)

    def _said(self, item: StoredItem, values: dict[str, Any]) -> str:
        said = []
        for name, after in values.items():
            before = getattr(item, name)
            label = name.removesuffix("_minor").removeprefix("is_").replace("_", " ")
            if name.endswith("_minor"):
                currency = values.get("currency", item.currency)
                said.append(f"{label} {decimal_text(before, item.currency)} → {decimal_text(after, currency)}")
            else:
                said.append(f"{label} {_shown(before)} → {_shown(after)}")
        return "; ".join(said) or "paid otherwise"


def _shown(value: object) -> str:
    words: dict[object, str] = {None: "none", "": "today", 0: "no", 1: "yes"}
    return words.get(value, str(value))


def _is_whole(each: StoredApplication) -> bool:
    """Whether the payment settled this item and nothing else."""
    return each.payment_id is not None and each.amount_minor == each.payment_minor and not each.unapplied_minor


def _match(
    pairs: list[tuple[int, int]], numbers: list[str], stored: Sequence[Any], known: set[int], compare: Any
) -> list[int]:
    """Match rows (client, position) with stored rows by number, then without leading zeros; the rest are new."""
    exact = {(each.client_id, each.number): each for each in stored}
    taken: set[int] = set()
    pending = []
    for client, at in pairs:
        found = exact.get((client, numbers[at]))
        if found is None:
            pending.append((client, at))
        else:
            taken.add(found.id)
            compare(at, found)
    if pending:
        waiting = {client for client, _ in pending}
        loose: dict[tuple[int, str], list[Any]] = {}
        for each in stored:
            if each.client_id in waiting and each.id not in taken:
                loose.setdefault((each.client_id, number_key(each.number)), []).append(each)
        new = []
        for client, at in pending:
            candidates = loose.get((client, number_key(numbers[at])), [])
            if len(candidates) == 1:
                found = candidates.pop()
                taken.add(found.id)
                compare(at, found)
            else:
                new.append(at)
    else:
        new = []
    known |= taken
    return new
