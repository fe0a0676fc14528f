"""Papers written so that a file under its name is always whole."""

from __future__ import annotations

import os
from pathlib import Path

from arcaller.domain.errors import DomainError


def write_new_file(path: Path, content: bytes, *, replace_existing: bool = False) -> None:
    """Write ``content`` beside ``path`` and move it there when it is on disk; refuses a target that exists.

    Nothing is left behind where writing fails.
    """
    if path.is_dir():
        raise DomainError(f"{path} is a folder; give the name of a file in it.", "path")
    if path.exists() and not replace_existing:
        raise DomainError(f"{path} is already there; choose another name, or replace it on purpose.", "path")
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except FileNotFoundError:
        raise DomainError(f"The folder {path.parent} does not exist; choose another one.", "path") from None
    except OSError as error:
        raise DomainError(
            f"{path} cannot be written ({error.strerror}); choose a folder that allows writing.", "path"
        ) from error
    finally:
        partial.unlink(missing_ok=True)
