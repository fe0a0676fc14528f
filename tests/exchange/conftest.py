"""Small tables on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reading_files import Reading, read_file


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Write a table of the given text or bytes and give its path."""

    def write(content: str | bytes, name: str = "items.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def read(file: Callable[..., Path]) -> Callable[..., Reading]:
    """Write a table and read it whole."""

    def reading(content: str | bytes, currency: str = "USD", **given: Any) -> Reading:
        return read_file(file(content), currency, **given)

    return reading
