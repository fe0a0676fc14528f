"""The first schema, as SQL that never changes again: later steps build on the file it made.

Money is integer minor units beside its currency, dates are ``YYYY-MM-DD``, instants UTC in one sortable form
(``2026-11-22T14:02:07.123456Z``). Keys are AUTOINCREMENT so that the id of an undone row is never given to another.
Every row that could travel between laptops carries a UUIDv7.
"""

from __future__ import annotations

_DATE = "CHECK ({0} IS NULL OR (length({0}) = 10 AND {0} GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'))"
_INSTANT = "CHECK ({0} IS NULL OR (length({0}) = 27 AND {0} GLOB '*T*Z'))"


def day(column: str, null: str = "NOT NULL") -> str:
    """A calendar date; ``null`` is "" for a column that may be empty."""
    return f"{column} TEXT {null} {_DATE.format(column)}"


def at(column: str, null: str = "NOT NULL") -> str:
    """A UTC instant in its one sortable form."""
    return f"{column} TEXT {null} {_INSTANT.format(column)}"


def flag(column: str, default: int = 0) -> str:
    """Zero or one."""
    return f"{column} INTEGER NOT NULL DEFAULT {default} CHECK ({column} IN (0, 1))"


ID = "id INTEGER PRIMARY KEY AUTOINCREMENT"
UUID = "uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36)"
CURRENCY = "currency TEXT NOT NULL CHECK (length(currency) = 3)"

TABLES: tuple[str, ...] = (
    f"""CREATE TABLE setting (
        {ID}, key TEXT NOT NULL UNIQUE, value TEXT NOT NULL CHECK (json_valid(value))
    ) STRICT""",
    f"""CREATE TABLE app_user (
        {ID}, {UUID}, name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200),
        role TEXT NOT NULL CHECK (role IN ('caller', 'supervisor')),
        phone TEXT NOT NULL DEFAULT '', email TEXT NOT NULL DEFAULT '', {flag("is_active", 1)}
    ) STRICT""",
    f"""CREATE TABLE import_batch (
        {ID}, {UUID}, kind TEXT NOT NULL CHECK (kind IN ('invoices', 'payments', 'clients', 'sample')),
        file_name TEXT NOT NULL, file_sha256 TEXT NOT NULL, {at("imported_at")},
        row_count INTEGER NOT NULL CHECK (row_count >= 0), report TEXT NOT NULL CHECK (json_valid(report)),
        {flag("is_undone")}
    ) STRICT""",
    f"""CREATE TABLE client (
        {ID}, {UUID}, number TEXT NOT NULL UNIQUE CHECK (length(number) BETWEEN 1 AND 100),
        legal_name TEXT NOT NULL CHECK (length(legal_name) BETWEEN 1 AND 300),
        trade_name TEXT NOT NULL DEFAULT '', sort_name TEXT NOT NULL,
        kind TEXT NOT NULL DEFAULT 'company'
            CHECK (kind IN ('company', 'partnership', 'sole_trader', 'public_body', 'consumer')),
        street TEXT NOT NULL DEFAULT '', postcode TEXT NOT NULL DEFAULT '', city TEXT NOT NULL DEFAULT '',
        region TEXT NOT NULL DEFAULT '', country TEXT NOT NULL DEFAULT '' CHECK (length(country) IN (0, 2)),
        time_zone TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT 'en', {CURRENCY},
        terms_days INTEGER NOT NULL DEFAULT 30 CHECK (terms_days BETWEEN 0 AND 730),
        credit_limit_minor INTEGER CHECK (credit_limit_minor >= 0),
        segment TEXT NOT NULL DEFAULT '', tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
        owner_id INTEGER REFERENCES app_user(id), account_manager TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '',
        do_not_chase_reason TEXT NOT NULL DEFAULT '', {day("do_not_chase_until", "")},
        batch_id INTEGER REFERENCES import_batch(id)
    ) STRICT""",
    f"""CREATE TABLE contact (
        {ID}, {UUID}, client_id INTEGER NOT NULL REFERENCES client(id),
        name TEXT NOT NULL DEFAULT '', role TEXT NOT NULL DEFAULT '',
        phone TEXT NOT NULL DEFAULT '', phone_digits TEXT NOT NULL DEFAULT '',
        phone_state TEXT NOT NULL DEFAULT 'ok' CHECK (phone_state IN ('ok', 'wrong')),
        email TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT '',
        style TEXT NOT NULL DEFAULT 'brief' CHECK (style IN ('brief', 'detailed', 'formal', 'friendly')),
        time_zone TEXT NOT NULL DEFAULT '', {flag("is_main")}, batch_id INTEGER REFERENCES import_batch(id)
    ) STRICT""",
    f"""CREATE TABLE invoice (
        {ID}, {UUID}, client_id INTEGER NOT NULL REFERENCES client(id),
        number TEXT NOT NULL CHECK (length(number) BETWEEN 1 AND 100), number_search TEXT NOT NULL,
        {day("issued_on")}, {day("due_on")}, {CURRENCY},
        amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
        open_minor INTEGER NOT NULL CHECK (open_minor BETWEEN 0 AND amount_minor),
        {day("settled_on", "")}, po_reference TEXT NOT NULL DEFAULT '', {flag("is_disputed")},
        {flag("is_cancelled")}, batch_id INTEGER REFERENCES import_batch(id),
        UNIQUE (client_id, number),
        CHECK ((open_minor = 0) = (settled_on IS NOT NULL) OR is_cancelled = 1)
    ) STRICT""",
    f"""CREATE TABLE credit_note (
        {ID}, {UUID}, client_id INTEGER NOT NULL REFERENCES client(id),
        number TEXT NOT NULL CHECK (length(number) BETWEEN 1 AND 100), {day("issued_on")}, {CURRENCY},
        amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
        open_minor INTEGER NOT NULL CHECK (open_minor BETWEEN 0 AND amount_minor),
        reason TEXT NOT NULL DEFAULT '', batch_id INTEGER REFERENCES import_batch(id), UNIQUE (client_id, number)
    ) STRICT""",
    f"""CREATE TABLE payment (
        {ID}, {UUID}, client_id INTEGER NOT NULL REFERENCES client(id), {day("paid_on")}, {CURRENCY},
        amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
        unapplied_minor INTEGER NOT NULL CHECK (unapplied_minor BETWEEN 0 AND amount_minor),
        method TEXT NOT NULL DEFAULT 'transfer', reference TEXT NOT NULL DEFAULT '',
        source TEXT NOT NULL CHECK (source IN ('import', 'manual', 'bank', 'snapshot')),
        batch_id INTEGER REFERENCES import_batch(id)
    ) STRICT""",
    f"""CREATE TABLE payment_application (
        {ID}, payment_id INTEGER REFERENCES payment(id), credit_note_id INTEGER REFERENCES credit_note(id),
        invoice_id INTEGER NOT NULL REFERENCES invoice(id), {day("applied_on")},
        amount_minor INTEGER NOT NULL CHECK (amount_minor > 0), batch_id INTEGER REFERENCES import_batch(id),
        CHECK ((payment_id IS NULL) <> (credit_note_id IS NULL))
    ) STRICT""",
    f"""CREATE TABLE call (
        {ID}, {UUID}, client_id INTEGER NOT NULL REFERENCES client(id), contact_id INTEGER REFERENCES contact(id),
        caller_id INTEGER NOT NULL REFERENCES app_user(id),
        direction TEXT NOT NULL DEFAULT 'out' CHECK (direction IN ('out', 'in')),
        outcome TEXT NOT NULL CHECK (outcome IN ('no_answer', 'voicemail', 'busy', 'promise', 'plan', 'dispute',
            'call_back', 'wrong_number', 'refuses', 'other')),
        {flag("was_placed")}, {flag("was_connected")}, {flag("was_right_party")}, {flag("left_message")},
        {at("called_at")}, {at("recorded_at")}, length_seconds INTEGER CHECK (length_seconds >= 0),
        phone TEXT NOT NULL DEFAULT '', spoken_to TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '',
        agenda TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    f"""CREATE TABLE follow_up (
        {ID}, {UUID}, client_id INTEGER NOT NULL REFERENCES client(id), {day("due_on")},
        due_time TEXT CHECK (due_time IS NULL OR due_time GLOB '[0-2][0-9]:[0-5][0-9]'),
        time_zone TEXT NOT NULL DEFAULT '',
        kind TEXT NOT NULL CHECK (kind IN ('call', 'call_back', 'check_promise', 'check_plan', 'finish_plan',
            'review_dispute', 'find_number', 'supervisor_review', 'check_payment', 'send_copy')),
        reason TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'cancelled')),
        call_id INTEGER REFERENCES call(id), done_by_call_id INTEGER REFERENCES call(id)
    ) STRICT""",
    f"""CREATE TABLE promise (
        {ID}, {UUID}, client_id INTEGER NOT NULL REFERENCES client(id), call_id INTEGER REFERENCES call(id),
        contact_id INTEGER REFERENCES contact(id), {day("promised_on")}, {day("due_on")}, {CURRENCY},
        amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
        received_minor INTEGER NOT NULL DEFAULT 0 CHECK (received_minor BETWEEN 0 AND amount_minor),
        method TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'open'
            CHECK (state IN ('open', 'kept', 'partly_kept', 'broken', 'cancelled')),
        {day("decided_on", "")}
    ) STRICT""",
    f"""CREATE TABLE promise_invoice (
        {ID}, promise_id INTEGER NOT NULL REFERENCES promise(id), invoice_id INTEGER NOT NULL REFERENCES invoice(id),
        UNIQUE (promise_id, invoice_id)
    ) STRICT""",
    f"""CREATE TABLE dispute (
        {ID}, {UUID}, client_id INTEGER NOT NULL REFERENCES client(id), call_id INTEGER REFERENCES call(id),
        reason_code TEXT NOT NULL CHECK (reason_code IN ('price', 'quantity', 'quality', 'not_received',
            'already_paid', 'wrong_order', 'other')),
        client_words TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'resolved')),
        {day("opened_on")}, {day("due_on", "")}, {day("resolved_on", "")}
    ) STRICT""",
    f"""CREATE TABLE dispute_invoice (
        {ID}, dispute_id INTEGER NOT NULL REFERENCES dispute(id), invoice_id INTEGER NOT NULL REFERENCES invoice(id),
        amount_minor INTEGER NOT NULL CHECK (amount_minor > 0), UNIQUE (dispute_id, invoice_id)
    ) STRICT""",
    f"""CREATE TABLE payment_plan (
        {ID}, {UUID}, number TEXT NOT NULL UNIQUE, client_id INTEGER NOT NULL REFERENCES client(id),
        call_id INTEGER REFERENCES call(id), {CURRENCY},
        state TEXT NOT NULL CHECK (state IN ('draft', 'proposed', 'approved', 'agreed', 'on_track', 'behind', 'broken',
            'completed', 'cancelled')),
        current_version INTEGER NOT NULL DEFAULT 1 CHECK (current_version >= 1)
    ) STRICT""",
    f"""CREATE TABLE plan_version (
        {ID}, plan_id INTEGER NOT NULL REFERENCES payment_plan(id), version INTEGER NOT NULL CHECK (version >= 1),
        terms TEXT NOT NULL CHECK (json_valid(terms)),
        acknowledged_minor INTEGER NOT NULL CHECK (acknowledged_minor > 0),
        total_minor INTEGER NOT NULL CHECK (total_minor > 0),
        down_payment_minor INTEGER NOT NULL DEFAULT 0 CHECK (down_payment_minor >= 0),
        discount_minor INTEGER NOT NULL DEFAULT 0 CHECK (discount_minor >= 0),
        interest_minor INTEGER NOT NULL DEFAULT 0 CHECK (interest_minor >= 0),
        fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64), {flag("is_within_authority", 1)},
        limits_broken TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(limits_broken)), {at("proposed_at", "")},
        {at("agreed_at", "")}, UNIQUE (plan_id, version)
    ) STRICT""",
    f"""CREATE TABLE plan_invoice (
        {ID}, plan_version_id INTEGER NOT NULL REFERENCES plan_version(id),
        invoice_id INTEGER NOT NULL REFERENCES invoice(id), covered_minor INTEGER NOT NULL CHECK (covered_minor > 0),
        UNIQUE (plan_version_id, invoice_id)
    ) STRICT""",
    f"""CREATE TABLE installment (
        {ID}, plan_version_id INTEGER NOT NULL REFERENCES plan_version(id), number INTEGER NOT NULL CHECK (number >= 0),
        {day("due_on")}, {day("unadjusted_due_on")}, shift_reason TEXT NOT NULL DEFAULT '',
        amount_minor INTEGER NOT NULL CHECK (amount_minor > 0), principal_minor INTEGER NOT NULL,
        interest_minor INTEGER NOT NULL DEFAULT 0, balance_minor INTEGER NOT NULL CHECK (balance_minor >= 0),
        received_minor INTEGER NOT NULL DEFAULT 0 CHECK (received_minor BETWEEN 0 AND amount_minor),
        UNIQUE (plan_version_id, number)
    ) STRICT""",
    f"""CREATE TABLE agreement (
        {ID}, {UUID}, number TEXT NOT NULL UNIQUE, plan_version_id INTEGER NOT NULL REFERENCES plan_version(id),
        template TEXT NOT NULL, template_version TEXT NOT NULL, language TEXT NOT NULL,
        inputs TEXT NOT NULL CHECK (json_valid(inputs)), document_sha256 TEXT NOT NULL CHECK (length(document_sha256) = 64),
        {at("made_at")}, {at("issued_at", "")},
        state TEXT NOT NULL DEFAULT 'made' CHECK (state IN ('made', 'issued', 'signed', 'void')), {day("signed_on", "")}
    ) STRICT""",
    f"""CREATE TABLE draft (
        key TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL, {at("saved_at")}
    ) STRICT""",
    """CREATE TABLE client_summary (
        client_id INTEGER NOT NULL REFERENCES client(id) ON DELETE CASCADE, currency TEXT NOT NULL,
        is_main INTEGER NOT NULL, not_due_minor INTEGER NOT NULL, days_1_30_minor INTEGER NOT NULL,
        days_31_60_minor INTEGER NOT NULL, days_61_90_minor INTEGER NOT NULL, over_90_minor INTEGER NOT NULL,
        open_minor INTEGER NOT NULL, overdue_minor INTEGER NOT NULL, disputed_minor INTEGER NOT NULL,
        open_items INTEGER NOT NULL, overdue_items INTEGER NOT NULL, oldest_due_on TEXT,
        credit_minor INTEGER NOT NULL, unapplied_minor INTEGER NOT NULL, score INTEGER NOT NULL,
        is_on_list INTEGER NOT NULL, next_action_on TEXT, next_action_kind TEXT, last_call_at TEXT,
        PRIMARY KEY (client_id, currency)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE summary_state (
        id INTEGER PRIMARY KEY CHECK (id = 1), business_date TEXT NOT NULL
    ) STRICT""",
    f"""CREATE TABLE journal (
        number INTEGER PRIMARY KEY AUTOINCREMENT, {UUID}, device TEXT NOT NULL, actor_id INTEGER, {at("at")},
        act TEXT NOT NULL, subject TEXT NOT NULL, changes_sha256 TEXT NOT NULL CHECK (length(changes_sha256) = 64),
        previous_hash TEXT NOT NULL CHECK (length(previous_hash) = 64), hash TEXT NOT NULL CHECK (length(hash) = 64),
        undoes INTEGER REFERENCES journal(number)
    ) STRICT""",
    """CREATE TABLE journal_detail (
        number INTEGER PRIMARY KEY REFERENCES journal(number), salt TEXT NOT NULL, changes TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE journal_client (
        client_id INTEGER NOT NULL, number INTEGER NOT NULL REFERENCES journal(number), PRIMARY KEY (client_id, number)
    ) STRICT, WITHOUT ROWID""",
)

INDEXES: tuple[str, ...] = (
    "CREATE INDEX client_by_sort_name ON client(sort_name, id)",
    "CREATE INDEX contact_by_client ON contact(client_id)",
    # every open item lives behind this one covering index
    """CREATE INDEX invoice_open ON invoice(client_id, currency, due_on, open_minor, is_disputed)
       WHERE open_minor <> 0 AND is_cancelled = 0""",
    "CREATE INDEX credit_note_open ON credit_note(client_id, currency, open_minor) WHERE open_minor <> 0",
    "CREATE INDEX payment_by_client ON payment(client_id, paid_on)",
    "CREATE INDEX payment_unapplied ON payment(client_id, currency, unapplied_minor) WHERE unapplied_minor <> 0",
    "CREATE INDEX application_by_invoice ON payment_application(invoice_id, applied_on, amount_minor)",
    "CREATE INDEX application_by_payment ON payment_application(payment_id) WHERE payment_id IS NOT NULL",
    "CREATE INDEX application_by_credit_note ON payment_application(credit_note_id) WHERE credit_note_id IS NOT NULL",
    "CREATE INDEX call_by_client ON call(client_id, called_at)",
    "CREATE INDEX call_by_day ON call(called_at)",
    "CREATE INDEX follow_up_open ON follow_up(client_id, due_on, due_time, kind) WHERE state = 'open'",
    "CREATE INDEX promise_by_client ON promise(client_id, state, due_on)",
    "CREATE INDEX promise_open ON promise(due_on) WHERE state = 'open'",
    "CREATE INDEX promise_invoice_by_invoice ON promise_invoice(invoice_id)",
    "CREATE INDEX dispute_by_client ON dispute(client_id, state)",
    "CREATE INDEX dispute_invoice_by_invoice ON dispute_invoice(invoice_id)",
    "CREATE INDEX plan_by_client ON payment_plan(client_id, state)",
    "CREATE INDEX plan_invoice_by_invoice ON plan_invoice(invoice_id)",
    "CREATE INDEX agreement_by_version ON agreement(plan_version_id)",
    *(
        f"CREATE INDEX {table}_by_batch ON {table}(batch_id) WHERE batch_id IS NOT NULL"
        for table in ("client", "contact", "invoice", "credit_note", "payment", "payment_application")
    ),
    "CREATE INDEX journal_by_undone ON journal(undoes) WHERE undoes IS NOT NULL",
    "CREATE INDEX summary_by_score ON client_summary(score DESC, client_id) WHERE is_main = 1 AND is_on_list = 1",
    "CREATE INDEX summary_by_overdue ON client_summary(overdue_minor DESC, client_id) WHERE is_main = 1",
    "CREATE INDEX summary_by_open ON client_summary(open_minor DESC, client_id) WHERE is_main = 1",
    "CREATE INDEX summary_by_age ON client_summary(oldest_due_on, client_id) WHERE is_main = 1",
)

SEARCH: tuple[str, ...] = (
    """CREATE TABLE client_search_text (
        client_id INTEGER PRIMARY KEY REFERENCES client(id) ON DELETE CASCADE, text TEXT NOT NULL
    ) STRICT""",
    """CREATE VIRTUAL TABLE client_search USING fts5(text, content='client_search_text', content_rowid='client_id',
        tokenize='unicode61 remove_diacritics 2', prefix='2 3')""",
    """CREATE TRIGGER client_search_insert AFTER INSERT ON client_search_text BEGIN
        INSERT INTO client_search(rowid, text) VALUES (new.client_id, new.text); END""",
    """CREATE TRIGGER client_search_delete AFTER DELETE ON client_search_text BEGIN
        INSERT INTO client_search(client_search, rowid, text) VALUES ('delete', old.client_id, old.text); END""",
    """CREATE TRIGGER client_search_update AFTER UPDATE ON client_search_text BEGIN
        INSERT INTO client_search(client_search, rowid, text) VALUES ('delete', old.client_id, old.text);
        INSERT INTO client_search(rowid, text) VALUES (new.client_id, new.text); END""",
    """CREATE VIRTUAL TABLE invoice_search USING fts5(number_search, content='invoice', content_rowid='id',
        tokenize='unicode61 remove_diacritics 2', prefix='2 3', detail='none')""",
    """CREATE TRIGGER invoice_search_insert AFTER INSERT ON invoice BEGIN
        INSERT INTO invoice_search(rowid, number_search) VALUES (new.id, new.number_search); END""",
    """CREATE TRIGGER invoice_search_delete AFTER DELETE ON invoice BEGIN
        INSERT INTO invoice_search(invoice_search, rowid, number_search) VALUES ('delete', old.id, old.number_search); END""",
    """CREATE TRIGGER invoice_search_update AFTER UPDATE OF number_search ON invoice BEGIN
        INSERT INTO invoice_search(invoice_search, rowid, number_search) VALUES ('delete', old.id, old.number_search);
        INSERT INTO invoice_search(rowid, number_search) VALUES (new.id, new.number_search); END""",
)

JOURNAL_GUARDS: tuple[str, ...] = tuple(
    f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN
        SELECT RAISE(ABORT, 'the journal is never changed'); END"""
    for table in ("journal", "journal_detail", "journal_client")
    for verb in ("UPDATE", "DELETE")
)

STATEMENTS: tuple[str, ...] = (*TABLES, *INDEXES, *SEARCH, *JOURNAL_GUARDS)
