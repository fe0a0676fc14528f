"""Verbs about the ledger as a whole: made, filled, checked, copied, brought back, written out."""

from __future__ import annotations

import sys
from pathlib import Path

from arcaller import paths
from arcaller.cli.output import complain, say, say_json, table
from arcaller.cli.session import Session, login_name
from arcaller.data.files.backup import back_up, restore
from arcaller.data.files.heads import HeadBook
from arcaller.domain.errors import DomainError
from arcaller.domain.money import decimal_text, exponent_of
from arcaller.services.days import decide_all
from arcaller.services.exports import export_clients, export_open_items
from arcaller.services.importing.imports import (
    ImportOptions,
    ImportPreview,
    import_file,
    preview_import,
    preview_json,
    refuse_open_questions,
)
from arcaller.services.importing.staging import Progress
from arcaller.services.journal_head import read_claim, verify_ledger
from arcaller.services.ledgers import make_ledger

_ROWS_SHOWN = 20


def new(session: Session) -> int:
    """``new``: a ledger with its company and first user."""
    words = session.words
    if words.ledger is None:
        paths.data_folder().mkdir(parents=True, exist_ok=True)
    make_ledger(
        session.path, company=words.company, currency=words.currency, country=words.country,
        user_name=words.actor or login_name(), at=session.now, today=session.today,
    )  # fmt: skip
    if words.json:
        say_json({"ledger": str(session.path), "company": words.company, "currency": words.currency})
    else:
        say(f"{session.path} is made for {words.company}.")
    return 0


def sample(session: Session) -> int:
    """``sample``: the sample company, in a file of its own."""
    from arcaller.services.sample.sample import make_sample

    words = session.words
    path = words.ledger or paths.sample_ledger()
    if words.ledger is None:
        path.parent.mkdir(parents=True, exist_ok=True)
    made = make_sample(path, seed=words.seed, today=session.today, now=session.now)
    counts = {"ledger": str(path), "clients": made.clients, "invoices": made.invoices, "calls": made.calls}
    if words.json:
        say_json(counts)
    else:
        say(f"{path} holds the sample company: {made.clients} clients, {made.invoices} invoices.")
    return 0


def import_(session: Session) -> int:
    """``import``: the report goes to standard output even where rows are wrong."""
    words = session.words
    if words.currency:
        exponent_of(words.currency)
    options = ImportOptions(
        kind=words.kind, mapping=_text_of(words.map), currency=words.currency, date_order=words.order,
        decimal_mark=words.decimal, is_complete=words.complete, skips_errors=words.skip_errors,
    )  # fmt: skip
    if words.dry_run:
        with session.reading() as desk:
            preview = preview_import(desk, words.file, options, _progress())
        refuse_open_questions(preview)
        batch = None
        said = "Nothing was written: this was a dry run."
    else:
        with session.writing() as desk:
            result = import_file(desk, words.file, options, _progress())
            if result.batch_id is not None:
                decide_all(desk)
        preview, batch, said = result.preview, result.batch_id, result.changes.said
    _report(preview, batch, said, words.json)
    if preview.errors and not words.skip_errors:
        complain(
            f"{words.file.name}: {len(preview.errors)} of {preview.rows} rows are wrong, nothing was written; mend "
            "them in the file, or import the good ones with --skip-errors."
        )
        return 1
    return 0


def _text_of(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise DomainError(f"{path} is no text in UTF-8; save the mapping as JSON.", "mapping") from None


def _progress() -> Progress:
    """A line on a terminal's standard error that says how far it is; silent elsewhere."""
    is_shown = sys.stderr.isatty()

    def told(what: str, done: int) -> None:
        if is_shown:
            sys.stderr.write(f"\r{what} {done:,} rows\x1b[K\r")

    return told


def _report(preview: ImportPreview, batch: int | None, said: str, as_json: bool) -> None:
    if as_json:
        say_json({**preview_json(preview), "batch": batch})
        return
    counts = [(name, getattr(preview, name)) for name in ("rows", "new", "same", "changed", "gone")]
    counts += [("warnings", len(preview.warnings)), ("errors", len(preview.errors))]
    say(said, *table([(name, f"{number:,}") for name, number in counts], right=(1,)))
    for currency, minor in preview.totals.items():
        say(f"total {decimal_text(minor, currency)} {currency}")
    say(*preview.report.notes)
    for name, issues in (("error", preview.errors), ("warning", preview.warnings), ("changed", preview.changed_rows)):
        shown = issues if name == "error" else issues[:_ROWS_SHOWN]
        for issue in shown:
            column = f", {issue.column}" if issue.column else ""
            say(f"{name}: row {issue.row}{column}: {issue.message}")
        if len(issues) > len(shown):
            say(f"… and {len(issues) - len(shown):,} more rows: {name}")


def _heads() -> HeadBook:
    return HeadBook(paths.data_folder() / "heads.json")


def verify_(session: Session) -> int:
    """``verify``: 0 when all is well, 1 with every problem in a line of its own."""
    claims = [read_claim(text) for text in session.words.head]
    with session.reading() as desk:
        checked = verify_ledger(desk.ledger, _heads(), session.now, claims=claims)
    found = checked.result
    if session.words.json:
        say_json({"ok": found.is_ok, "entries": found.entries, "head": found.head, "problems": list(found.problems)})
    else:
        state = "is what its journal says" if found.is_ok else "has problems"
        say(f"{session.path} {state}: {found.entries} entries, head {found.head}.", *found.problems)
        if not checked.heads:
            say("No earlier head is known here; verify --head NUMBER:HASH takes one from a paper or a backup.")
    return 0 if found.is_ok else 1


def backup(session: Session) -> int:
    """``backup TO``: a checked copy, also beside an open window."""
    with session.reading() as desk:
        contents = back_up(desk.ledger, session.words.to)
        _heads().note(desk.ledger, "the backup", session.now)
    if session.words.json:
        say_json({"backup": str(session.words.to), "entries": contents.entries, "head": contents.head})
    else:
        say(f"{session.words.to} is a checked copy: {contents.entries} entries, head {contents.head}.")
    return 0


def restore_(session: Session) -> int:
    """``restore FROM``: the present is copied beside the ledger first."""
    with session.writing() as desk:
        done = restore(desk.ledger, session.words.source, session.now)
        _heads().forget(desk.ledger)
        _heads().note(desk.ledger, "the restore", session.now)
    if session.words.json:
        say_json({"entries": done.after.entries, "head": done.after.head, "before": str(done.snapshot)})
    else:
        say(f"{session.path} is again as {session.words.source}; what it was before lies in {done.snapshot}.")
    return 0


def export(session: Session) -> int:
    """``export KIND FILE``: a CSV that no spreadsheet takes for formulas."""
    write = {"clients": export_clients, "open-items": export_open_items}[session.words.kind]
    with session.reading() as desk:
        count = write(desk, session.words.file)
    if session.words.json:
        say_json({"file": str(session.words.file), "rows": count})
    else:
        say(f"{session.words.file} holds {count:,} rows.")
    return 0
