"""The tables as typed rows, without behavior; the schema itself is the SQL of the migrations.

The classes belong to no database: a row is read through ``Ledger.get`` or ``Ledger.select`` and written only by an
act, so ``save()`` and the other writing methods of Peewee have nothing to write to. Keys of other tables are plain
integers: nothing is ever loaded behind the reader's back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from peewee import AutoField, Model

from arcaller.data.fields import (
    day,
    day_or_none,
    flag,
    instant,
    instant_or_none,
    json_value,
    minor,
    minor_or_none,
    whole,
    whole_or_none,
    word,
    word_or_none,
)


class Table(Model):
    """A row of the ledger with its integer key."""

    id = AutoField()

    class Meta:
        only_save_dirty = True
        legacy_table_names = False


class Setting(Table):
    key = word()
    value = json_value()


class AppUser(Table):
    uuid = word()
    name = word()
    role = word()
    phone = word()
    email = word()
    is_active = flag()


class ImportBatch(Table):
    uuid = word()
    kind = word()
    file_name = word()
    file_sha256 = word()
    imported_at = instant()
    row_count = whole()
    report = json_value()
    is_undone = flag()


class Client(Table):
    uuid = word()
    number = word()
    legal_name = word()
    trade_name = word()
    sort_name = word()
    kind = word()
    street = word()
    postcode = word()
    city = word()
    region = word()
    country = word()
    time_zone = word()
    language = word()
    currency = word()
    terms_days = whole()
    credit_limit_minor = minor_or_none()
    segment = word()
    tags = json_value()
    owner_id = whole_or_none()
    account_manager = word()
    note = word()
    do_not_chase_reason = word()
    do_not_chase_until = day_or_none()
    batch_id = whole_or_none()
    parent_id = whole_or_none()
    rule_profile = word()


class Contact(Table):
    uuid = word()
    client_id = whole()
    name = word()
    role = word()
    phone = word()
    phone_digits = word()
    phone_state = word()
    email = word()
    language = word()
    style = word()
    time_zone = word()
    is_main = flag()
    batch_id = whole_or_none()
    is_active = flag()
    preferred_channel = word()
    note = word()


class Invoice(Table):
    uuid = word()
    client_id = whole()
    number = word()
    number_search = word()
    issued_on = day()
    due_on = day()
    currency = word()
    amount_minor = minor()
    open_minor = minor()
    settled_on = day_or_none()
    po_reference = word()
    is_disputed = flag()
    is_cancelled = flag()
    batch_id = whole_or_none()
    do_not_chase_reason = word()
    do_not_chase_until = day_or_none()


class CreditNote(Table):
    uuid = word()
    client_id = whole()
    number = word()
    issued_on = day()
    currency = word()
    amount_minor = minor()
    open_minor = minor()
    reason = word()
    batch_id = whole_or_none()


class Payment(Table):
    uuid = word()
    client_id = whole()
    paid_on = day()
    currency = word()
    amount_minor = minor()
    unapplied_minor = minor()
    method = word()
    reference = word()
    source = word()
    batch_id = whole_or_none()


class PaymentApplication(Table):
    payment_id = whole_or_none()
    credit_note_id = whole_or_none()
    invoice_id = whole()
    applied_on = day()
    amount_minor = minor()
    batch_id = whole_or_none()


class Call(Table):
    uuid = word()
    client_id = whole()
    contact_id = whole_or_none()
    caller_id = whole()
    direction = word()
    outcome = word()
    was_placed = flag()
    was_connected = flag()
    was_right_party = flag()
    left_message = flag()
    called_at = instant()
    recorded_at = instant()
    length_seconds = whole_or_none()
    phone = word()
    spoken_to = word()
    note = word()
    agenda = word()
    ended_at = instant_or_none()
    other = word()
    phone_digits = word()
    concern = word()
    answer = word()
    is_to_wrong_number = flag()
    was_asked_for = flag()
    was_identified = flag()
    ready = json_value()
    reason = word()
    script = word()
    breach_rule = word()
    breach_words = word()
    override_reason = word()
    paid_method = word()
    paid_on = day_or_none()
    is_proof_asked = flag()


class FollowUp(Table):
    uuid = word()
    client_id = whole()
    due_on = day()
    due_time = word_or_none()
    time_zone = word()
    kind = word()
    reason = word()
    state = word()
    call_id = whole_or_none()
    done_by_call_id = whole_or_none()
    promise_id = whole_or_none()
    plan_id = whole_or_none()
    is_put_back = flag()


class Promise(Table):
    uuid = word()
    client_id = whole()
    call_id = whole_or_none()
    contact_id = whole_or_none()
    promised_on = day()
    due_on = day()
    currency = word()
    amount_minor = minor()
    received_minor = minor()
    method = word()
    state = word()
    decided_on = day_or_none()
    series_id = whole_or_none()
    part = whole()
    parts = whole()
    condition = word()
    promised_by = word()
    cancelled_reason = word()
    confirmed_at = instant_or_none()
    late_minor = minor()
    made_good_on = day_or_none()


class PromiseInvoice(Table):
    promise_id = whole()
    invoice_id = whole()


class Dispute(Table):
    uuid = word()
    client_id = whole()
    call_id = whole_or_none()
    reason_code = word()
    client_words = word()
    state = word()
    opened_on = day()
    due_on = day_or_none()
    resolved_on = day_or_none()


class DisputeInvoice(Table):
    dispute_id = whole()
    invoice_id = whole()
    amount_minor = minor()


class PaymentPlan(Table):
    uuid = word()
    number = word()
    client_id = whole()
    call_id = whole_or_none()
    currency = word()
    state = word()
    current_version = whole()
    notice_on = day_or_none()
    cure_until = day_or_none()
    accelerated_on = day_or_none()
    ended_on = day_or_none()
    ended_reason = word()


class PlanVersion(Table):
    plan_id = whole()
    version = whole()
    terms = json_value()
    acknowledged_minor = minor()
    total_minor = minor()
    down_payment_minor = minor()
    discount_minor = minor()
    interest_minor = minor()
    fingerprint = word()
    is_within_authority = flag()
    limits_broken = json_value()
    proposed_at = instant_or_none()
    agreed_at = instant_or_none()
    reason = word()
    received_before_minor = minor()


class PlanInvoice(Table):
    plan_version_id = whole()
    invoice_id = whole()
    covered_minor = minor()


class Installment(Table):
    plan_version_id = whole()
    number = whole()
    due_on = day()
    unadjusted_due_on = day()
    shift_reason = word()
    amount_minor = minor()
    principal_minor = minor()
    interest_minor = minor()
    balance_minor = minor()
    received_minor = minor()
    is_edited = flag()


class Agreement(Table):
    uuid = word()
    number = word()
    plan_version_id = whole()
    template = word()
    template_version = word()
    language = word()
    inputs = json_value()
    document_sha256 = word()
    made_at = instant()
    issued_at = instant_or_none()
    state = word()
    signed_on = day_or_none()


class ContactNumber(Table):
    uuid = word()
    client_id = whole()
    contact_id = whole()
    phone = word()
    phone_digits = word()
    label = word()
    state = word()


class Consent(Table):
    uuid = word()
    client_id = whole()
    contact_id = whole_or_none()
    channel = word()
    state = word()
    since = day()
    until = day_or_none()
    source = word()
    call_id = whole_or_none()


class ContactWindow(Table):
    uuid = word()
    client_id = whole()
    contact_id = whole_or_none()
    kind = word()
    weekdays = word()
    from_time = word_or_none()
    to_time = word_or_none()
    since = day()
    until = day_or_none()
    note = word()


class ContactStop(Table):
    uuid = word()
    client_id = whole()
    contact_id = whole_or_none()
    kind = word()
    channel = word()
    reason = word()
    source = word()
    since = day()
    until = day_or_none()
    lifted_on = day_or_none()
    lifted_reason = word()


class ClientNote(Table):
    uuid = word()
    client_id = whole()
    invoice_id = whole_or_none()
    author_id = whole()
    written_at = instant()
    text = word()


class FinanceFact(Table):
    uuid = word()
    client_id = whole()
    kind = word()
    words = word()
    known_on = day()
    source = word()
    call_id = whole_or_none()


class PlanEvent(Table):
    uuid = word()
    plan_id = whole()
    client_id = whole()
    kind = word()
    happened_on = day()
    currency = word()
    amount_minor = minor()
    words = word()


class WorkSkip(Table):
    uuid = word()
    client_id = whole()
    caller_id = whole()
    skipped_on = day()
    skipped_at = instant()
    reason = word()


class Template(Table):
    uuid = word()
    kind = word()
    name = word()
    body = word()


class ContactRule(Table):
    uuid = word()
    code = word()
    body = json_value()
    is_active = flag()
    changed_on = day()
    previous_body = json_value()


class RuleReading(Table):
    uuid = word()
    user_id = whole()
    code = word()
    version = word()
    read_at = instant()


class Training(Table):
    uuid = word()
    user_id = whole()
    title = word()
    held_on = day()
    provider = word()
    note = word()


class Paper(Table):
    uuid = word()
    client_id = whole_or_none()
    kind = word()
    subject = word()
    document_sha256 = word()
    made_at = instant()


JOURNALED: tuple[type[Table], ...] = (
    Setting, AppUser, ImportBatch, Client, Contact, Invoice, CreditNote, Payment, PaymentApplication, Call,
    Promise, PromiseInvoice, Dispute, DisputeInvoice, PaymentPlan, FollowUp, PlanVersion, PlanInvoice, Installment,
    Agreement, ContactNumber, Consent, ContactWindow, ContactStop, ClientNote, FinanceFact, PlanEvent, WorkSkip,
    Template, ContactRule, RuleReading, Training, Paper,
)  # fmt: skip
"""Every table whose rows are written by acts, parents before children."""


@dataclass(frozen=True, slots=True)
class TableShape:
    """What the act needs of a table: its name, its columns in order, and how a value becomes a stored one."""

    name: str
    columns: tuple[str, ...]
    to_stored: Mapping[str, Callable[[Any], Any]]
    has_uuid: bool
    has_client: bool


@cache
def shape_of(table: type[Table]) -> TableShape:
    """The shape of ``table``, worked out once."""
    meta = table._meta  # noqa: SLF001 - where Peewee keeps what it knows of a table
    fields = {field.column_name: field for field in meta.sorted_fields}
    return TableShape(
        name=meta.table_name,
        columns=tuple(fields),
        to_stored={name: field.db_value for name, field in fields.items()},
        has_uuid="uuid" in fields,
        has_client="client_id" in fields,
    )
