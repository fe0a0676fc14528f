"""Verbs that answer: aging, work list, key figures, statement."""

from __future__ import annotations

from collections.abc import Mapping

from arcaller.cli.output import say, say_json, table
from arcaller.cli.parser import WrongUse
from arcaller.cli.session import Session, find_user
from arcaller.data.queries.clients.parties import find_client_id
from arcaller.data.queries.reports.aging import aging_report, load_aging
from arcaller.data.queries.reports.metrics import load_call_metrics, load_metrics, metrics_report
from arcaller.domain.money import decimal_text
from arcaller.domain.receivables.metrics import Metric
from arcaller.services.calling.worklist import rank_clients
from arcaller.services.papers.call_sheets import PrintCallSheet, print_call_sheet
from arcaller.services.papers.end_of_day import make_day_sheet
from arcaller.services.papers.safe_files import write_new_file
from arcaller.services.papers.statements import make_statement
from arcaller.services.plans.agreements import open_fonts

_BUCKET_NAMES = {"not_due": "not due", "over_90": "over 90"}


def aging(session: Session) -> int:
    """``aging``: what stands open now, or was open at the end of a day, by currency and bucket."""
    as_of = session.words.as_of or session.today
    with session.reading() as desk:
        found = load_aging(desk.ledger, as_of)
    if session.words.json:
        say_json(aging_report(as_of, found))
        return 0
    say(f"Aging as of {as_of}")
    for currency, each in found.items():
        rows = [
            (_BUCKET_NAMES.get(bucket.value, f"{bucket.value} days"), f"{total.items:,}",
             decimal_text(total.amount_minor, currency))
            for bucket, total in each.buckets.items()
        ]  # fmt: skip
        rows.append((f"total {currency}", f"{each.items:,}", decimal_text(each.total_minor, currency)))
        for name, minor in (("credits", each.credits_minor), ("unapplied", each.unapplied_minor),
                            ("net", each.net_minor)):  # fmt: skip
            rows.append((name, "", decimal_text(minor, currency)))
        say("", *table(rows, right=(1, 2)))
    if not found:
        say("Nothing is open.")
    return 0


def worklist(session: Session) -> int:
    """``worklist``: whom to call and why."""
    words = session.words
    as_of = words.as_of or session.today
    with session.reading() as desk:
        if words.caller:
            find_user(desk.ledger, words.caller)
        rows = rank_clients(desk.ledger, as_of, top=words.top, caller=words.caller)
    if words.json:
        names = ("rank", "client", "name", "overdue", "currency", "score", "why")
        listed = [{name: getattr(row, name) for name in names} for row in rows]
        say_json({"as_of": as_of.isoformat(), "rows": listed})
        return 0
    lines = [
        (str(row.rank), row.client, row.name, row.overdue, row.currency, str(row.score), row.why) for row in rows
    ]
    say(*table(lines, right=(0, 3, 5)) or [f"Nobody has to be called on {as_of}."])
    return 0


def metrics(session: Session) -> int:
    """``metrics``: the key figures of a period, each with its inputs."""
    words = session.words
    if words.last < words.first:
        raise WrongUse(f"arcaller metrics: --to {words.last} lies before --from {words.first}; exchange them.")
    with session.reading() as desk:
        figures = load_metrics(desk.ledger, words.first, words.last)
        calls = load_call_metrics(desk.ledger, words.first, words.last)
    if words.json:
        say_json(metrics_report(figures, calls))
        return 0
    for currency, each in figures.items():
        say(f"{words.first} to {words.last}, {currency}", *_figures(each, currency), "")
    if calls:
        say(f"{words.first} to {words.last}, calls", *_figures(calls, ""), "")
    if not figures and not calls:
        say("There is nothing to measure in this period.")
    return 0


def _figures(figures: Mapping[str, Metric], currency: str) -> list[str]:
    rows = []
    for name, metric in figures.items():
        inputs = ", ".join(f"{key} {_short(text)}" for key, text in metric.input_texts(currency).items())
        rows.append((name.replace("_", " "), metric.text(2) or "n/a", metric.note or inputs.replace("_", " ")))
    return table(rows, right=(1,))


def _short(text: str | None) -> str:
    """A figure without the digits nobody reads."""
    whole, point, decimals = (text or "n/a").partition(".")
    return f"{whole}{point}{decimals[:4]}"


def statement(session: Session) -> int:
    """``statement``: a client's statement of account; a file that is there is never written over."""
    words = session.words
    with session.reading() as desk:
        client_id = find_client_id(desk.ledger, words.client)
        paper = make_statement(desk, client_id, open_fonts())
    write_new_file(words.out, paper)
    if words.json:
        say_json({"file": str(words.out), "client": words.client, "as_of": session.today.isoformat()})
    else:
        say(f"{words.out} is the statement of client {words.client} as of {session.today}.")
    return 0


def call_sheet(session: Session) -> int:
    """``call-sheet``: a client's call sheet for the road; a file that is there is never written over."""
    words = session.words
    with session.writing() as desk:
        client_id = find_client_id(desk.ledger, words.client)
        print_call_sheet(desk, PrintCallSheet(client_id, words.out), open_fonts())
    if words.json:
        say_json({"file": str(words.out), "client": words.client, "as_of": session.today.isoformat()})
    else:
        say(f"{words.out} is the call sheet of client {words.client} for {session.today}.")
    return 0


def day_sheet(session: Session) -> int:
    """``day-sheet``: the end-of-day sheet of whoever the verb acts as; a file that is there is never written over."""
    words = session.words
    with session.reading() as desk:
        paper, day = make_day_sheet(desk, open_fonts()), desk.today
    write_new_file(words.out, paper)
    if words.json:
        say_json({"file": str(words.out), "day": day.isoformat()})
    else:
        say(f"{words.out} is the end-of-day sheet of {day}.")
    return 0
