"""The written confirmation of a client's open promises: shown first, then copied or saved, and kept as issued."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from arcaller import paths
from arcaller.data.queries.office.templates import find_template, load_templates
from arcaller.data.queries.office.users import load_user
from arcaller.data.queries.plans.agreement import load_party
from arcaller.data.queries.sheet.call_sheet import ContactRow, load_contacts
from arcaller.data.queries.sheet.calls import load_call_party
from arcaller.data.queries.sheet.promises import OpenPromiseRow, load_invoice_numbers, load_open_promises
from arcaller.data.tables import Paper, Promise, Template
from arcaller.domain.errors import DomainError
from arcaller.domain.promises.confirmation import LetterField, check_letter, fill_letter, letter_text
from arcaller.domain.promises.promises import REST_FALLS_DUE
from arcaller.services.changes import Changes
from arcaller.services.desk import Desk
from arcaller.services.papers.safe_files import write_new_file
from arcaller.services.papers.statements import letterhead_of
from arcaller.services.plans.agreement_facts import address_lines, payment_ways
from arcaller.services.settings import Settings, load_settings
from arcaller.services.talking.templates import may_edit_texts

if TYPE_CHECKING:
    from arcaller.documents.paper.fonts import FontBook
    from arcaller.documents.promise_confirmation import ConfirmationInputs, PromisedPayment, ShippedLetter
    from arcaller.services.commands import ConfirmPromises, SaveLetter

KIND = "promise_confirmation"
LANGUAGES = ("en", "de", "fr", "es")
_FOLDER = "confirmations"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The letter as the client would read it: ``title`` for the subject of an e-mail, ``text`` for its body."""

    client_id: int
    client_name: str
    title: str
    text: str
    language: str


def preview_confirmation(desk: Desk, client_id: int) -> Confirmation:
    """The letter over everything this client has promised and not yet paid; refused where nothing is open."""
    inputs = confirmation_inputs(desk, client_id)
    return Confirmation(client_id, inputs.client_name, inputs.words["title"], _text(inputs), inputs.language)


def _text(inputs: ConfirmationInputs) -> str:
    from arcaller.documents.promise_confirmation import promise_lines, ways_lines

    blocks = {LetterField.PROMISES: promise_lines(inputs), LetterField.WAYS_TO_PAY: ways_lines(inputs)}
    return letter_text(inputs.letter, blocks)


def make_confirmation(desk: Desk, client_id: int, fonts: FontBook) -> bytes:
    """The letter as a PDF."""
    from arcaller.documents.promise_confirmation import make_confirmation as make

    return make(confirmation_inputs(desk, client_id), fonts)


def confirm_promises(desk: Desk, command: ConfirmPromises, fonts: FontBook) -> Changes:
    """File the confirmation as given to the client: what was promised is from then on only cancelled, never undone.

    The paper row keeps the hash of what left the house: of the PDF, or of the text that was copied.
    """
    inputs = confirmation_inputs(desk, command.client_id)
    document = _text(inputs).encode()
    if command.target is not None:
        document = make_confirmation(desk, command.client_id, fonts)
        write_new_file(command.target, document, replace_existing=command.replace_existing)
    party = load_call_party(desk.ledger, command.client_id)
    count = len(inputs.payments)
    promises = f"{count} {'promise' if count == 1 else 'promises'}"
    with desk.ledger.act(
        "confirm_promises", actor_id=desk.actor_id, at=desk.now, subject=party.number, clients={command.client_id}
    ) as act:
        for row in load_open_promises(desk.ledger, command.client_id):
            act.change(desk.ledger.get(Promise, row.promise_id), confirmed_at=desk.now)
        paper_id = act.add(
            Paper(
                client_id=command.client_id,
                kind=KIND,
                subject=promises,
                document_sha256=hashlib.sha256(document).hexdigest(),
                made_at=desk.now,
            )
        )
    how = f"as {command.target.name}" if command.target is not None else "as text, now on the clipboard"
    said = f"{promises} of {party.name} confirmed {how}"
    return Changes.of_client("confirm_promises", command.client_id, said, entry=act.number, new_id=paper_id)


def save_letter(desk: Desk, command: SaveLetter) -> Changes:
    """Keep the office's own wording of the letter in ``language``; the shipped wording leaves nothing stored."""
    language, body = command.language, command.body
    if not may_edit_texts(desk):
        raise DomainError("Texts are edited by a supervisor; ask yours.", "body")
    if language not in LANGUAGES:
        raise DomainError(f"There is no letter in “{language}”; choose one of {', '.join(LANGUAGES)}.", "language")
    check_letter(body)
    stored = find_template(desk.ledger, KIND, language)
    is_shipped = body.strip() == _shipped(language).body.strip()
    with desk.ledger.act("save_letter", actor_id=desk.actor_id, at=desk.now, subject=language) as act:
        if stored is None and not is_shipped:
            act.add(Template(kind=KIND, name=language, body=body))
        elif stored is not None:
            row = desk.ledger.get(Template, stored)
            if is_shipped:
                act.remove(row)
            else:
                act.change(row, body=body)
    said = "The letter is saved" if act.number else "The letter is as it was"
    return Changes("save_letter", said, everything=act.number is not None, entry=act.number)


def load_letters(desk: Desk) -> dict[str, str]:
    """The text of each language as it is used: the office's own, else the shipped one."""
    own = load_templates(desk.ledger, KIND)
    return {language: own.get(language, _shipped(language).body.strip() + "\n") for language in LANGUAGES}


@cache
def _shipped(language: str) -> ShippedLetter:
    from arcaller.documents.promise_confirmation import load_letter

    return load_letter(paths.resource(_FOLDER, f"{language}.toml"))


def confirmation_inputs(desk: Desk, client_id: int) -> ConfirmationInputs:
    """What the letter says: every open promise of the client, in the language of the person who promised."""
    from arcaller.documents.paper.sender import PaperSize
    from arcaller.documents.promise_confirmation import ConfirmationInputs

    promises = load_open_promises(desk.ledger, client_id)
    if not promises:
        raise DomainError("This client has no open promise; there is nothing to confirm.", "client_id")
    settings, party = load_settings(desk.ledger), load_party(desk.ledger, client_id)
    contact = _contact(load_contacts(desk.ledger, client_id), promises)
    language = _language((contact.language if contact is not None else "") or party.language)
    shipped = _shipped(language)
    person = promises[0].promised_by or (contact.name if contact is not None else "")
    facts = _facts(desk, settings, shipped, person, party.legal_name, language)
    return ConfirmationInputs(
        letterhead=letterhead_of(settings),
        client_number=party.number,
        client_name=party.legal_name,
        client_address=address_lines(party, language),
        made_on=desk.today,
        payments=_payments(desk, promises, shipped),
        letter=fill_letter(load_letters(desk)[language], facts),
        words=shipped.words,
        payment_ways=payment_ways(settings, party.number),
        language=language,
        locale=settings.paper_locale,
        paper=PaperSize(settings.text("paper")),
    )


def _contact(contacts: tuple[ContactRow, ...], promises: tuple[OpenPromiseRow, ...]) -> ContactRow | None:
    """The person who promised first, else the main contact."""
    promised = next((row for row in contacts if row.name == promises[0].promised_by), None)
    return promised or next(iter(contacts), None)


def _language(tag: str) -> str:
    base = tag.replace("_", "-").split("-")[0].lower()
    return base if base in LANGUAGES else "en"


def _payments(
    desk: Desk, promises: tuple[OpenPromiseRow, ...], shipped: ShippedLetter
) -> tuple[PromisedPayment, ...]:
    from arcaller.documents.promise_confirmation import PromisedPayment

    numbers = load_invoice_numbers(desk.ledger, {each for row in promises for each in row.invoice_ids})
    return tuple(
        PromisedPayment(
            row.due_on,
            row.currency,
            row.amount_minor,
            row.received_minor,
            shipped.words.get(f"method_{row.method}", ""),
            ", ".join(number for each, number in numbers.items() if each in row.invoice_ids),
            row.part,
            row.parts,
            row.condition == REST_FALLS_DUE,
        )
        for row in promises
    )


def _facts(
    desk: Desk, settings: Settings, shipped: ShippedLetter, person: str, client: str, language: str
) -> dict[LetterField, str]:
    from arcaller.documents.paper.formats import formats_for

    words = shipped.words
    return {
        LetterField.GREETING: words["greeting_named"].format(contact=person) if person else words["greeting"],
        LetterField.CONTACT: person,
        LetterField.CLIENT: client,
        LetterField.COMPANY: settings.text("company_name"),
        LetterField.CALLER: load_user(desk.ledger, desk.actor_id).name,
        LetterField.PHONE: settings.text("company_phone"),
        LetterField.TODAY: formats_for(settings.paper_locale, language).date(desk.today).replace("\u00a0", " "),
    }
