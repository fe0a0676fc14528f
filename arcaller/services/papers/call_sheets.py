"""The printed call sheet: what the screen knows of a client, on one or two pages for the road."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from arcaller.data.queries.office.users import load_user
from arcaller.data.queries.sheet.call_sheet import CallSheetRow, ContactRow, InvoiceRow
from arcaller.data.queries.sheet.calls import load_call_party
from arcaller.data.tables import Paper
from arcaller.domain.contact.facts import zone_of
from arcaller.domain.talking.script import choose_script, speak
from arcaller.services.acts import start_act
from arcaller.services.changes import Changes
from arcaller.services.contact.standing import contact_standing
from arcaller.services.desk import Desk
from arcaller.services.journal_head import journal_head
from arcaller.services.papers.safe_files import write_new_file
from arcaller.services.papers.statements import letterhead_of
from arcaller.services.preparing.changes_since import Change, changes_since_my_call
from arcaller.services.preparing.paying import paying_words
from arcaller.services.preparing.preparation import Words, prepare, stale_words
from arcaller.services.preparing.sheets import read_sheet
from arcaller.services.preparing.standing import Speaking
from arcaller.services.settings import Settings, load_settings
from arcaller.services.talking.talk import Voice, script_facts
from arcaller.services.talking.texts import load_scripts

if TYPE_CHECKING:
    from arcaller.documents.call_sheet import CallSheetInputs, SheetInvoice, SheetSection
    from arcaller.documents.paper.fonts import FontBook

_MOST_INVOICES, _MOST_LINES = 10, 5
_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class PrintCallSheet:
    """The sheet of a client as a file at ``target``; ``agenda`` as it was edited on the screen ("": as drafted)."""

    client_id: int
    target: Path
    agenda: str = ""
    contact_id: int | None = None
    replace_existing: bool = False


def print_call_sheet(desk: Desk, command: PrintCallSheet, fonts: FontBook) -> Changes:
    """Write the sheet and record that it was printed, with the hash of what is on it."""
    document = make_call_sheet(desk, command, fonts)
    party = load_call_party(desk.ledger, command.client_id)
    write_new_file(command.target, document, replace_existing=command.replace_existing)
    with start_act(desk, "print_call_sheet", party) as act:
        paper_id = act.add(
            Paper(
                client_id=command.client_id,
                kind="call_sheet",
                subject="",
                document_sha256=hashlib.sha256(document).hexdigest(),
                made_at=desk.now,
            )
        )
    said = f"Call sheet of {party.name} saved as {command.target.name}"
    return Changes.of_client("print_call_sheet", command.client_id, said, entry=act.number, new_id=paper_id)


def make_call_sheet(desk: Desk, command: PrintCallSheet, fonts: FontBook) -> bytes:
    """The sheet as a PDF; nothing is written."""
    from arcaller.documents.call_sheet import make_call_sheet as make

    return make(call_sheet_inputs(desk, command), fonts)


def call_sheet_inputs(desk: Desk, command: PrintCallSheet) -> CallSheetInputs:
    """What stands on the sheet."""
    from arcaller.documents.call_sheet import CallSheetInputs, SheetSection
    from arcaller.documents.paper.sender import PaperSize

    settings = load_settings(desk.ledger)
    sheet = read_sheet(desk, command.client_id, settings)
    say = _speaking(settings)
    ready = prepare(sheet, desk.today, say)
    contact = _contact(sheet, command.contact_id)
    standing = contact_standing(desk, sheet.client_id, contact.contact_id if contact is not None else None, desk.now)
    blocked = standing.worst.words if standing.worst is not None else ""
    warned = (blocked, standing.next_words, stale_words(sheet, say))
    paying = paying_words(desk, sheet, say)
    agenda = command.agenda.strip().splitlines() or ready.agenda
    return CallSheetInputs(
        letterhead=letterhead_of(settings),
        client_number=sheet.number,
        client_name=sheet.name,
        made_on=desk.today,
        made_words=say.day(desk.today),
        whom=tuple(_whom(row) for row in sheet.contacts[:_MOST_LINES]),
        clock=f"At the client's place it was {standing.clock_words} when this was printed.",
        warning=" ".join(f"{part.rstrip('.')}." for part in warned if part),
        before=(
            SheetSection("Reason for the call", (_text(ready.reason),)),
            SheetSection(
                "Balance and recent payments", (_text(ready.balance), *_aging(sheet, say), *_payments(sheet, say))
            ),
            SheetSection("How the client pays", (f"{paying.rating}. {' '.join(paying.sentences)}",)),
        ),
        invoices=tuple(_invoice(row, say) for row in sheet.invoices[:_MOST_INVOICES]),
        rest=_rest(sheet, say),
        after=tuple(_after(desk, sheet, ready.agreements, say)),
        agenda=tuple(line.strip() for line in agenda if line.strip()),
        opening=_opening(desk, sheet, contact, settings, say, desk.now.astimezone(zone_of(standing.zone)).hour),
        journal=f"{journal_head(desk).words}. Printed by {load_user(desk.ledger, desk.actor_id).name}.",
        paper=PaperSize(settings.text("paper")),
    )  # fmt: skip


def _speaking(settings: Settings) -> Speaking:
    from arcaller.documents.paper.formats import formats_for

    formats = formats_for(settings.paper_locale, _LANGUAGE)
    return Speaking(formats.number, formats.amount, lambda day: formats.date(day, "medium"))


def _contact(sheet: CallSheetRow, contact_id: int | None) -> ContactRow | None:
    chosen = next((row for row in sheet.contacts if row.contact_id == contact_id), None)
    return chosen or (sheet.contacts[0] if sheet.contacts else None)


def _whom(row: ContactRow) -> str:
    wrong = " (wrong number)" if row.phone and row.phone_state == "wrong" else ""
    name = f"{row.name}, {row.role}" if row.role else row.name
    return " · ".join(part for part in (name, f"{row.phone}{wrong}", row.email, row.language) if part)


def _text(words: Words) -> str:
    return "".join(phrase.text for phrase in words).strip()


def _aging(sheet: CallSheetRow, say: Speaking) -> list[str]:
    names = ("not due", "1–30", "31–60", "61–90", "over 90 days")
    lines = []
    for row in sheet.aging:
        amounts = (row.not_due_minor, row.days_1_30_minor, row.days_31_60_minor, row.days_61_90_minor,
                   row.over_90_minor)  # fmt: skip
        parts = [f"{name} {say.amount(minor, row.currency)}" for name, minor in zip(names, amounts, strict=True)]
        lines.append(f"{row.currency}: {' · '.join(parts)}")
    return lines


def _payments(sheet: CallSheetRow, say: Speaking) -> list[str]:
    paid = [
        f"{say.amount_with_currency(row.amount_minor, row.currency)} on {say.day(row.paid_on)}"
        for row in sheet.payments
    ]
    return [f"Paid {' · '.join(paid)}"] if paid else []


def _invoice(row: InvoiceRow, say: Speaking) -> SheetInvoice:
    from arcaller.documents.call_sheet import SheetInvoice

    held = []
    if row.is_disputed:
        held.append(f"disputed: {row.dispute_reason.replace('_', ' ')}")
    if row.promised_on is not None:
        held.append(f"promised for {say.day(row.promised_on)}")
    if row.plan_number:
        held.append(f"in plan {row.plan_number}")
    if row.is_left_alone:
        held.append("not to be chased")
    days = str(row.days) if row.days > 0 else "–"
    amount = say.amount_with_currency(row.open_minor, row.currency)
    return SheetInvoice(row.number, say.day(row.due_on), days, amount, "; ".join(held))


def _rest(sheet: CallSheetRow, say: Speaking) -> str:
    rest = sheet.invoices[_MOST_INVOICES:]
    if not rest:
        return ""
    sums = [
        say.amount_with_currency(sum(row.open_minor for row in rest if row.currency == currency), currency)
        for currency in dict.fromkeys(row.currency for row in rest)
    ]
    return f"and {len(rest)} more, {' and '.join(sums)}"


def _after(desk: Desk, sheet: CallSheetRow, agreements: Words, say: Speaking) -> list[SheetSection]:
    from arcaller.documents.call_sheet import SheetSection

    promises = [
        f"{say.amount_with_currency(row.amount_minor, row.currency)} for {say.day(row.due_on)} "
        f"{row.state.replace('_', ' ')}"
        for row in sheet.promises[:_MOST_LINES]
    ]
    promised = (f"Promises: {' · '.join(promises)}",) if promises else ()
    disputes = [f"Dispute on {row.invoices}: {row.client_words or row.reason_code}" for row in sheet.disputes]
    facts = [f"{fact.words} ({', '.join(part for part in (say.day(fact.known_on), fact.source) if part)})"
             for fact in sheet.finance_facts[:_MOST_LINES]]  # fmt: skip
    since = changes_since_my_call(desk, sheet.client_id)
    zone = ZoneInfo(load_settings(desk.ledger).text("company_time_zone"))
    news = [_change(change, change.at.astimezone(zone).date(), say) for change in since.changes[:_MOST_LINES]]
    sections = [
        SheetSection("Agreements and disputes", (_text(agreements), *promised, *disputes[:_MOST_LINES])),
        SheetSection("What is known of his situation", tuple(facts)),
    ]
    if since.called_at is not None:
        day = say.day(since.called_at.astimezone(zone).date())
        sections.append(SheetSection(f"Since your last contact, {day}", tuple(news) or ("Nothing new.",)))
    return sections


def _change(change: Change, day: date, say: Speaking) -> str:
    amount = f" {say.amount_with_currency(change.amount_minor, change.currency)}" if change.amount_minor else ""
    return f"{say.day(day)}, {change.author}: {change.text}{amount}"


def _opening(
    desk: Desk, sheet: CallSheetRow, contact: ContactRow | None, settings: Settings, say: Speaking, hour: int
) -> tuple[str, ...]:
    """The script up to the identity check: no amount, no invoice, no word of a debt; ``hour`` is the client's."""
    languages = (contact.language if contact is not None else "", sheet.language)
    script = choose_script(load_scripts(desk.ledger), languages, contact.style if contact is not None else "")
    voice = Voice(
        load_user(desk.ledger, desk.actor_id).name, settings.text("company_name"), settings.text("company_phone"),
        say.amount, say.day, language=script.language,
    )  # fmt: skip
    facts = script_facts(sheet, contact, voice, hour=hour, today=desk.today, offer_day=desk.today)
    stages = speak(script, facts, is_identity_verified=False)
    return tuple(line for stage in stages for line in stage.lines)
