"""From the words of the command line to a verb, and from whatever happens to an exit status.

0 done, 1 refused with a reason, 2 wrong use. Bad input ends in one line on standard error, never in a traceback.
"""

from __future__ import annotations

import io
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence

from arcaller.cli import ledger_verbs, plan_verb, report_verbs
from arcaller.cli.output import complain
from arcaller.cli.parser import WrongUse, build_parser
from arcaller.cli.session import Session
from arcaller.data.errors import StorageError
from arcaller.domain.errors import DomainError

_RUN: Mapping[str, Callable[[Session], int]] = {
    "new": ledger_verbs.new,
    "sample": ledger_verbs.sample,
    "import": ledger_verbs.import_,
    "aging": report_verbs.aging,
    "worklist": report_verbs.worklist,
    "metrics": report_verbs.metrics,
    "plan": plan_verb.plan,
    "statement": report_verbs.statement,
    "call-sheet": report_verbs.call_sheet,
    "day-sheet": report_verbs.day_sheet,
    "verify": ledger_verbs.verify_,
    "backup": ledger_verbs.backup,
    "restore": ledger_verbs.restore_,
    "export": ledger_verbs.export,
}
VERBS = (*_RUN, "tour")
"""Every verb; ``tour`` needs the window and is run by whoever calls :func:`main`."""


def main(arguments: Sequence[str], tour: Callable[[Namespace], int] | None = None) -> int:
    """Run the verb in ``arguments`` and give the exit status.

    ``tour`` runs the verb of that name, which needs the window: it gets the words (``out``, ``ledger``, ``today``).
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        words = build_parser().parse_args(arguments)
    except WrongUse as error:
        complain(str(error))
        return 2
    except SystemExit as done:  # argparse ends --help and --version in this way
        return int(done.code or 0)
    if words.verb == "tour":
        if tour is None:
            complain("The tour drives the window, which is not there; start it by main.py tour.")
            return 1
        return _guarded(words, lambda _: tour(words))
    return _guarded(words, _RUN[words.verb])


def _guarded(words: Namespace, verb: Callable[[Session], int]) -> int:
    """Run ``verb``; every refusal becomes its line and its status."""
    session = Session.start(words)
    try:
        status = verb(session)
        sys.stdout.flush()
    except WrongUse as error:
        complain(str(error))
        return 2
    except (DomainError, StorageError) as error:
        complain(error.message)
        return 1
    except BrokenPipeError:
        sys.stdout = io.StringIO()  # the reader went away; nothing is left to be said to him
        return 1
    except OSError as error:
        what = error.filename or session.path
        complain(f"{what}: {error.strerror or error}; check the place and its permissions, then try again.")
        return 1
    except KeyboardInterrupt:
        complain("Stopped; nothing of this was written.")
        return 1
    return status
