"""Settings of one ledger: named, typed, each with the value it has until somebody sets it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Generic, TypeVar

from arcaller.data.errors import StorageError
from arcaller.data.sqlite import LedgerConnection
from arcaller.domain.calls.priority import DEFAULT_WEIGHTS

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SettingKey(Generic[T]):
    """A setting's ``name`` in the ledger and its ``default``, whose type every stored value must have.

    Values are what JSON holds: text, whole numbers, flags, and lists and objects of them. A default of ``None``
    takes any.
    """

    name: str
    default: T


COMPANY_NAME: SettingKey[str] = SettingKey("company_name", "")
COMPANY_CURRENCY: SettingKey[str] = SettingKey("company_currency", "USD")
COMPANY_COUNTRY: SettingKey[str] = SettingKey("company_country", "")
COMPANY_TIME_ZONE: SettingKey[str] = SettingKey("company_time_zone", "UTC")
DEVICE: SettingKey[str] = SettingKey("device", "")
"""Name of the laptop the ledger was made on; entries made elsewhere carry the device they were made on."""
WORK_WEIGHTS: Mapping[str, SettingKey[int]] = {
    name: SettingKey(f"work_{name}", default) for name, default in asdict(DEFAULT_WEIGHTS).items()
}
"""The weights of the work list's score, each a setting of its own."""
WORK_LEAST_BALANCE: SettingKey[dict[str, str]] = SettingKey("work_least_balance", {"": "0"})
"""Overdue amounts below this are not worth a call: decimal texts by currency, the empty code for all others."""


def read_setting(connection: LedgerConnection, key: SettingKey[T]) -> T:
    """The stored value of ``key``, else its default."""
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (key.name,)).fetchone()
    if row is None:
        return key.default
    value = json.loads(row[0])
    if key.default is not None and type(value) is not type(key.default):
        raise StorageError(f"The setting “{key.name}” of this ledger is unreadable; set it again in Settings.")
    return value  # type: ignore[no-any-return]
