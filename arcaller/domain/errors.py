"""Refusals that the person at the keyboard can mend."""

from __future__ import annotations


class DomainError(Exception):
    """A rule says no.

    ``message`` is a whole sentence that says what is wrong and what to do; ``field`` names the field of the
    command it belongs to, so that a screen can show it beside that field (empty: the act as a whole).
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
