"""The program: the window, or one of the headless verbs."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """A verb where one is named (and for every word that is no option of the window), else the window."""
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in {"-h", "--help", "--version"}):
        from arcaller.app import main as open_window

        return open_window(arguments)
    from arcaller.cli import main as run_verb

    return run_verb(arguments, tour)


def tour(words: Namespace) -> int:
    """The tour of the window; only here Qt is loaded."""
    from arcaller.app import run_tour

    return run_tour(words.out, words.ledger, words.today)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
