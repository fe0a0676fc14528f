"""What an agreement said when it was issued, kept with it as plain values and read back exactly.

A paper that somebody holds in his hands must come out again as it was, whatever the settings, the client's address or
the program's texts have become since. So everything goes into the record, the clause texts too.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from arcaller.documents.agreement.inputs import AgreementInputs
from arcaller.domain.errors import DomainError


def inputs_as_values(inputs: AgreementInputs) -> dict[str, Any]:
    """The inputs as values that JSON can hold."""
    return {field.name: _plain(getattr(inputs, field.name)) for field in dataclasses.fields(inputs)}


def inputs_of_values(values: Mapping[str, Any]) -> AgreementInputs:
    """The inputs that `inputs_as_values` made ``values`` of; what was unknown then has its default."""
    try:
        inputs: AgreementInputs = _typed(values, AgreementInputs)
    except (KeyError, TypeError, ValueError) as error:
        raise DomainError(
            f"What agreement {values.get('agreement_number', '')} said when it was issued cannot be read; "
            "look for its paper, or restore a backup.",
            "plan_id",
        ) from error
    return inputs


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(_plain(item) for item in value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    return str(value) if isinstance(value, Decimal) else value


def _typed(value: Any, kind: Any) -> Any:
    """``value`` as the type hint ``kind`` says: the way back from `_plain`."""
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        rest = [part for part in typing.get_args(kind) if part is not types.NoneType]
        return None if value is None else _typed(value, rest[0])
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        known = {field.name for field in dataclasses.fields(kind)} & set(value)
        return kind(**{name: _typed(value[name], hints[name]) for name in known})  # type: ignore[operator]
    origin = typing.get_origin(kind)
    if origin in (tuple, frozenset):
        return origin(_typed(item, typing.get_args(kind)[0]) for item in value)
    if origin is Mapping:
        return dict(value)
    return _plain_typed(value, kind)


def _plain_typed(value: Any, kind: Any) -> Any:
    if kind is date:
        return date.fromisoformat(value)
    if kind is bytes:
        return b64decode(value)
    return kind(value) if kind is Decimal or (isinstance(kind, type) and issubclass(kind, Enum)) else value
