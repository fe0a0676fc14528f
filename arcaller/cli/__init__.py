"""The headless verbs: nightly jobs and everything a program may ask, through the same services as the window."""

from __future__ import annotations

from arcaller.cli.dispatch import VERBS, main

__all__ = ["VERBS", "main"]
