"""The composition root: one window per ledger, the ledger opened, everything handed to everything.

The headless verbs have a door of their own (``arcaller.cli``) and never load Qt.
"""

from __future__ import annotations

from arcaller.app.desktop import main
from arcaller.app.touring import run_tour

__all__ = ["main", "run_tour"]
