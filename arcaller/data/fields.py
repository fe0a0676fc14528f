"""Fields that keep a value exactly: what they do not understand they refuse, before the database can bend it.

Each kind has two makers, ``day()`` and ``day_or_none()``: the type of the attribute says whether it may be missing.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from peewee import Field, IntegerField, TextField


def day_text(day: date) -> str:
    """``2026-11-22``; a time of day would be lost without a word, so a datetime is refused."""
    if type(day) is not date:
        raise TypeError(f"a date is wanted, not {type(day).__name__}")
    return day.isoformat()


def instant_text(at: datetime) -> str:
    """``2026-11-22T14:02:07.123456Z``: UTC, always 27 characters, so that text order is time order."""
    if not isinstance(at, datetime) or at.tzinfo is None:
        raise TypeError(f"an aware datetime is wanted, not {at!r}")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def read_instant(text: str) -> datetime:
    """The aware UTC datetime of a stored instant."""
    return datetime.fromisoformat(text[:-1]).replace(tzinfo=UTC)


def local_day(instant: str | None, zone: str) -> str | None:
    """The day in ``zone`` on which a stored instant lies, as it is stored; ``arcaller_local_day`` in SQL."""
    return None if instant is None else read_instant(instant).astimezone(ZoneInfo(zone)).date().isoformat()


def canonical_json(value: object) -> str:
    """The one form in which values are stored and hashed: sorted keys, no spaces, no escapes beyond JSON's own."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class WholeField(IntegerField):
    """Integers only: 1.5, "12" and True are refused, where Peewee's own field would turn them into 1, 12 and 1."""

    def adapt(self, value: Any) -> Any:
        if value is not None and type(value) is not int:
            raise TypeError(f"{self.name} takes an int, not {value!r}")
        return value

    def db_value(self, value: Any) -> Any:
        return self.adapt(value)


class MinorField(WholeField):
    """Money in minor units of the row's currency."""


class WordField(TextField):
    """Text only: a number or a date is not silently turned into its letters."""

    def adapt(self, value: Any) -> Any:
        if value is not None and not isinstance(value, str):
            raise TypeError(f"{self.name} takes text, not {value!r}")
        return value

    def db_value(self, value: Any) -> Any:
        return self.adapt(value)


class DayField(Field):
    """``datetime.date`` as ISO text."""

    field_type = "TEXT"

    def db_value(self, value: Any) -> Any:
        return None if value is None else day_text(value)

    def python_value(self, value: Any) -> Any:
        return None if value is None else date.fromisoformat(value)


class InstantField(Field):
    """Aware UTC ``datetime`` in the one sortable form."""

    field_type = "TEXT"

    def db_value(self, value: Any) -> Any:
        return None if value is None else instant_text(value)

    def python_value(self, value: Any) -> Any:
        return None if value is None else read_instant(value)


class FlagField(Field):
    """``bool`` as 0 or 1."""

    field_type = "INTEGER"

    def db_value(self, value: Any) -> Any:
        if value is not None and type(value) is not bool:
            raise TypeError(f"{self.name} takes a bool, not {value!r}")
        return None if value is None else int(value)

    def python_value(self, value: Any) -> Any:
        return None if value is None else bool(value)


class JsonField(Field):
    """Plain values as canonical JSON text."""

    field_type = "TEXT"

    def db_value(self, value: Any) -> Any:
        return None if value is None else canonical_json(value)

    def python_value(self, value: Any) -> Any:
        return None if value is None else json.loads(value)


def word() -> Field[str]:
    return cast("Field[str]", WordField())


def word_or_none() -> Field[str | None]:
    return cast("Field[str | None]", WordField(null=True))


def whole() -> Field[int]:
    return cast("Field[int]", WholeField())


def whole_or_none() -> Field[int | None]:
    return cast("Field[int | None]", WholeField(null=True))


def minor() -> Field[int]:
    return cast("Field[int]", MinorField())


def minor_or_none() -> Field[int | None]:
    return cast("Field[int | None]", MinorField(null=True))


def day() -> Field[date]:
    return cast("Field[date]", DayField())


def day_or_none() -> Field[date | None]:
    return cast("Field[date | None]", DayField(null=True))


def instant() -> Field[datetime]:
    return cast("Field[datetime]", InstantField())


def instant_or_none() -> Field[datetime | None]:
    return cast("Field[datetime | None]", InstantField(null=True))


def flag() -> Field[bool]:
    return cast("Field[bool]", FlagField())


def json_value() -> Field[Any]:
    return cast("Field[Any]", JsonField())
