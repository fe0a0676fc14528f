"""The one door for writes: acts, the chain of entries they leave, and taking them back."""

from __future__ import annotations

from arcaller.data.journal.act import Act
from arcaller.data.journal.undo import UndoableAct

__all__ = ["Act", "UndoableAct"]
