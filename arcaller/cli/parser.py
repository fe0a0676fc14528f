"""The words of each verb. Wrong use becomes one sentence, not a page."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NoReturn

from arcaller import __version__
from arcaller.domain.calendars import Frequency, Shift
from arcaller.domain.plans.terms import Remainder
from arcaller.domain.receivables.interest import InterestMethod


class WrongUse(Exception):  # noqa: N818 - a sentence for people, not a fault
    """The command line does not say what it must; the message says what is missing or wrong."""


class _Parser(argparse.ArgumentParser):
    def __init__(self, **words: Any) -> None:
        super().__init__(allow_abbrev=False, **words)

    def error(self, message: str) -> NoReturn:
        raise WrongUse(f"{self.prog}: {message}; see {self.prog} --help.")


def day(text: str) -> date:
    """A date typed as ``2026-01-31``."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or len(text) != 10:
        raise argparse.ArgumentTypeError(f"“{text}” is no date; write it like 2026-01-31")
    return found


def moment(text: str) -> date:
    """The date of ``2026-01-31`` or ``2026-01-31T14:30``."""
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is no date and time; write it like 2026-01-31T14:30") from None


def percent(text: str) -> Decimal:
    """``9``, ``9.5`` or ``9.5%``."""
    try:
        number = Decimal(text.strip().removesuffix("%").strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise argparse.ArgumentTypeError(f"“{text}” is no percentage; write it like 9.5 or 9.5%")
    return number


def count(text: str) -> int:
    """A whole number from 1 on."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 10**9):
        raise argparse.ArgumentTypeError(f"“{text}” is no count; write a whole number from 1 on")
    return int(text)


def build_parser() -> argparse.ArgumentParser:
    """The parser of all verbs."""
    parser = _Parser(prog="arcaller", description="The workbench of accounts-receivable callers, without its window.")
    parser.add_argument("--version", action="version", version=f"arcaller {__version__}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    common = _Parser(add_help=False)
    common.add_argument("--ledger", type=Path, metavar="FILE", help="the ledger (else the default one)")
    common.add_argument("--as", dest="actor", default="", metavar="NAME", help="act as this user of the ledger")
    common.add_argument("--today", type=day, metavar="DATE", help="the business date (else the computer's)")
    common.add_argument("--json", action="store_true", help="answer as JSON")

    def verb(name: str, words: str) -> argparse.ArgumentParser:
        return verbs.add_parser(name, help=words, description=f"{words[:1].upper()}{words[1:]}.", parents=[common])

    _ledger_verbs(verb)
    _report_verbs(verb)
    _plan_verb(verb("plan", "work out a payment plan"))
    return parser


def _ledger_verbs(verb: Any) -> None:
    new = verb("new", "make a new ledger")
    new.add_argument("--company", required=True, metavar="NAME", help="whose receivables they are")
    new.add_argument("--currency", required=True, type=str.upper, metavar="CODE", help="its main currency")
    new.add_argument("--country", default="", type=str.upper, metavar="CODE", help="its country, such as US")
    sample = verb("sample", "make the sample company in a file of its own")
    sample.add_argument("--seed", type=int, default=7, metavar="N", help="another number, another company")
    _import_verb(verb("import", "import a CSV or XLSX file"))
    verify = verb("verify", "check the file, the journal and every balance")
    verify.add_argument("--head", action="append", default=[], metavar="NUMBER:HASH",
                        help="a head printed or backed up earlier; may be given several times")  # fmt: skip
    backup = verb("backup", "copy the ledger, checked")
    backup.add_argument("to", type=Path, metavar="TO")
    restore = verb("restore", "bring a backup back; the present is copied first")
    restore.add_argument("source", type=Path, metavar="FROM")
    export = verb("export", "write a CSV file")
    export.add_argument("kind", choices=("clients", "open-items"), metavar="KIND", help="clients or open-items")
    export.add_argument("file", type=Path, metavar="FILE")
    tour = verb("tour", "drive the real window through the main job, on a copy of the ledger")
    tour.add_argument("out", type=Path, metavar="OUT", help="folder for pictures and papers")


def _import_verb(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--kind", choices=("invoices", "payments", "clients"), help="what the rows are")
    parser.add_argument("--map", type=Path, metavar="FILE", help="a mapping of fields to columns, as JSON")
    parser.add_argument("--currency", default="", type=str.upper, metavar="CODE", help="of rows that name none")
    order = parser.add_mutually_exclusive_group()
    order.add_argument("--day-first", dest="order", action="store_const", const="dmy", help="01/02 is 1 February")
    order.add_argument("--month-first", dest="order", action="store_const", const="mdy", help="01/02 is 2 January")
    parser.add_argument("--decimal", default="", choices=(".", ","), metavar="MARK", help="the decimal mark, . or ,")
    parser.add_argument("--complete", action="store_true", help="close what is open here and not in the file")
    parser.add_argument("--skip-errors", action="store_true", help="write the good rows although others are bad")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be done")


def _report_verbs(verb: Any) -> None:
    aging = verb("aging", "what is open, by age and currency")
    aging.add_argument("--as-of", type=day, metavar="DATE", help="at the end of this day, not as it stands now")
    worklist = verb("worklist", "whom to call, in which order, and why")
    worklist.add_argument("--as-of", type=moment, metavar="DATETIME")
    worklist.add_argument("--top", type=count, metavar="N", help="only the first N")
    worklist.add_argument("--caller", default="", metavar="NAME", help="only this caller's clients")
    metrics = verb("metrics", "key figures of a period, with their inputs")
    metrics.add_argument("--from", dest="first", required=True, type=day, metavar="DATE")
    metrics.add_argument("--to", dest="last", required=True, type=day, metavar="DATE")
    sheet = verb("day-sheet", "what a caller did on the day and what is left, as a PDF")
    sheet.add_argument("--out", required=True, type=Path, metavar="FILE.pdf")
    statement = verb("statement", "a client's statement of account as a PDF")
    statement.add_argument("--client", required=True, metavar="NUMBER")
    statement.add_argument("--out", required=True, type=Path, metavar="FILE.pdf")
    sheet = verb("call-sheet", "a client's call sheet as a PDF for the road; that it was printed is recorded")
    sheet.add_argument("--client", required=True, metavar="NUMBER")
    sheet.add_argument("--out", required=True, type=Path, metavar="FILE.pdf")


def _plan_verb(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--client", default="", metavar="NUMBER", help="over what this client has overdue")
    parser.add_argument("--amount", default="", metavar="A", help="the debt, such as 1200.00")
    parser.add_argument("--currency", default="", type=str.upper, metavar="CODE")
    size = parser.add_mutually_exclusive_group(required=True)
    size.add_argument("--count", type=count, metavar="N", help="so many installments")
    size.add_argument("--each", default="", metavar="A", help="installments of this amount")
    parser.add_argument("--first", required=True, type=day, metavar="DATE", help="date of the first installment")
    parser.add_argument("--every", required=True, choices=_values(Frequency), metavar="PERIOD",
                        help=_listed(Frequency))  # fmt: skip
    parser.add_argument("--down", default="", metavar="A|P%", help="a down payment, an amount or per cent")
    parser.add_argument("--balloon", default="", metavar="A", help="a last large payment, one period after the rest")
    parser.add_argument("--shift", default="none", choices=_values(Shift), metavar="RULE", help=_listed(Shift))
    parser.add_argument("--holidays", default="", metavar="CC[-SUB]", help="whose holidays, such as US or DE-BE")
    parser.add_argument("--remainder", default="last", choices=_values(Remainder), metavar="RULE",
                        help=_listed(Remainder))  # fmt: skip
    parser.add_argument("--discount", type=percent, default=Decimal(0), metavar="P%", help="let off if paid on time")
    parser.add_argument("--rate", type=percent, default=Decimal(0), metavar="P", help="interest, per cent a year")
    parser.add_argument("--method", default=InterestMethod.LEVEL_30_360.value, choices=_values(InterestMethod),
                        metavar="METHOD", help=_listed(InterestMethod))  # fmt: skip
    parser.add_argument("--start", type=day, metavar="DATE", help="the day of the agreement (else today)")
    parser.add_argument("--propose", action="store_true", help="store it as proposed")
    parser.add_argument("--agreement", type=Path, metavar="FILE.pdf", help="write the agreement")


def _values(choices: Any) -> Sequence[str]:
    return [choice.value for choice in choices]


def _listed(choices: Any) -> str:
    return ", ".join(_values(choices))
