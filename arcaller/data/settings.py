"""Settings of one ledger: named, typed, each with the value it has until somebody sets it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Generic, TypeVar

from arcaller.data.errors import StorageError
from arcaller.data.sqlite import LedgerConnection

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


def read_setting(connection: LedgerConnection, key: SettingKey[T]) -> T:
    """The stored value of ``key``, else its default."""
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (key.name,)).fetchone()
    if row is None:
        return key.default
    value = json.loads(row[0])
    if key.default is not None and type(value) is not type(key.default):
        raise StorageError(f"The setting “{key.name}” of this ledger is unreadable; set it again in Settings.")
    return value  # type: ignore[no-any-return]
