"""Which keys were pressed before the page they would act on stood on screen."""

from __future__ import annotations

from time import monotonic

from PySide6.QtGui import QKeyEvent


class BlindKeys:
    """A key that waits in the queue while a page is made must not decide about it.

    Key events bear the time of the press in milliseconds of a clock of their own; how long the page took is measured
    from the key that asked for it.
    """

    def __init__(self) -> None:
        self.is_unseen = False
        self._stamp = self._blind_until = 0
        self._pressed_at = 0.0

    def is_blind(self, event: QKeyEvent) -> bool:
        """Whether ``event`` was pressed before the page asked for last was painted."""
        return self.is_unseen or 0 < event.timestamp() < self._blind_until

    def note_press(self, event: QKeyEvent) -> None:
        """``event`` is about to be acted on; it may ask for a page."""
        self._stamp, self._pressed_at = event.timestamp(), monotonic()

    def begin(self) -> None:
        """A page is shown that nobody has seen yet."""
        self.is_unseen = True

    def seen(self) -> None:
        """The page was painted."""
        if self.is_unseen:
            self.is_unseen = False
            self._blind_until = self._stamp + round((monotonic() - self._pressed_at) * 1000) if self._stamp else 0

    def forget(self) -> None:
        """The page was left before it was painted."""
        self.is_unseen = False
