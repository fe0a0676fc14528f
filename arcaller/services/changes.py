"""What an act touched: the answer every act gives, from which each screen decides whether to read again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reopen:
    """The call that was taken back: its sheet opens again with the ``note``, the ``outcome`` armed.

    ``draft`` is all that stood on the sheet (day, amount, reason, ticks …) as it was kept; "" where it no longer is.
    """

    client_id: int
    note: str
    outcome: str
    contact_id: int | None
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """``clients`` whose figures or history changed (``everything`` when they are too many to name).

    ``act`` is the act's name in the journal, ``said`` the whole sentence for the status bar ("Voicemail left at
    Meyer KG; calls again Tue 24 Nov 10:00"), ``entry`` the journal number that Undo takes back (``None``: nothing
    was written), ``reopen`` the call that an undo took back, ``closed`` the one that a redo brought back, ``new_id``
    the key of what was made (a plan, a batch).
    """

    act: str
    said: str
    clients: frozenset[int] = frozenset()
    everything: bool = False
    entry: int | None = None
    new_id: int | None = None
    reopen: Reopen | None = None
    closed: Reopen | None = None

    @classmethod
    def of_client(
        cls, act: str, client_id: int, said: str, *, entry: int | None, new_id: int | None = None
    ) -> Changes:
        """What an act about one client changed."""
        return cls(act, said, clients=frozenset({client_id}), entry=entry, new_id=new_id)

    def touches(self, client_id: int) -> bool:
        """Whether what is shown of ``client_id`` may have changed."""
        return self.everything or client_id in self.clients
