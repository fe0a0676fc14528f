"""The second schema: the caller's day. Numbers and hours of contacts, rules of contact, promises in parts, living plans.

Where a CHECK grows the table is made anew under its name; ids and the next id stay as they were.
"""

from __future__ import annotations

from arcaller.data.migrations.step_0001 import CURRENCY, ID, UUID, at, day, flag

_TIME = "TEXT CHECK ({0} IS NULL OR {0} GLOB '[0-2][0-9]:[0-5][0-9]')"


def _time(column: str) -> str:
    return f"{column} {_TIME.format(column)}"


_STEP_KINDS = (
    "call", "call_back", "check_promise", "check_plan", "finish_plan", "review_dispute", "find_number",
    "supervisor_review", "check_payment", "send_copy", "remind_promise", "remind_installment", "answer_notice",
    "review_stop",
)  # fmt: skip
_FOLLOW_UP = (
    f"""CREATE TABLE follow_up_new (
        {ID}, {UUID}, client_id INTEGER NOT NULL REFERENCES client(id), {day("due_on")},
        {_time("due_time")}, time_zone TEXT NOT NULL DEFAULT '',
        kind TEXT NOT NULL CHECK (kind IN ({", ".join(f"'{kind}'" for kind in _STEP_KINDS)})),
        reason TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'cancelled')),
        call_id INTEGER REFERENCES call(id), done_by_call_id INTEGER REFERENCES call(id),
        promise_id INTEGER REFERENCES promise(id), plan_id INTEGER REFERENCES payment_plan(id), {flag("is_put_back")}
    ) STRICT""",
    """INSERT INTO follow_up_new(id, uuid, client_id, due_on, due_time, time_zone, kind, reason, state, call_id,
        done_by_call_id) SELECT id, uuid, client_id, due_on, due_time, time_zone, kind, reason, state, call_id,
        done_by_call_id FROM follow_up""",
    """UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'follow_up')
        WHERE name = 'follow_up_new' AND EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'follow_up')""",
    """INSERT INTO sqlite_sequence(name, seq) SELECT 'follow_up_new', seq FROM sqlite_sequence
        WHERE name = 'follow_up' AND NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'follow_up_new')""",
    "DROP TABLE follow_up",
    "ALTER TABLE follow_up_new RENAME TO follow_up",
    """CREATE INDEX follow_up_open ON follow_up(client_id, due_on, due_time, kind, is_put_back) WHERE state = 'open'""",
    "CREATE INDEX follow_up_by_promise ON follow_up(promise_id) WHERE promise_id IS NOT NULL",
    "CREATE INDEX follow_up_by_plan ON follow_up(plan_id) WHERE plan_id IS NOT NULL",
)

_CALL = (
    f"ALTER TABLE call ADD COLUMN {at('ended_at', '')}",
    """ALTER TABLE call ADD COLUMN other TEXT NOT NULL DEFAULT '' CHECK (other IN ('', 'says_paid', 'wants_copy',
        'message', 'no_commitment'))""",
    "ALTER TABLE call ADD COLUMN phone_digits TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE call ADD COLUMN concern TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE call ADD COLUMN answer TEXT NOT NULL DEFAULT ''",
    f"ALTER TABLE call ADD COLUMN {flag('is_to_wrong_number')}",
    f"ALTER TABLE call ADD COLUMN {flag('was_asked_for')}",
    f"ALTER TABLE call ADD COLUMN {flag('was_identified')}",
    "ALTER TABLE call ADD COLUMN ready TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(ready))",
    "ALTER TABLE call ADD COLUMN reason TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE call ADD COLUMN script TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE call ADD COLUMN breach_rule TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE call ADD COLUMN breach_words TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE call ADD COLUMN override_reason TEXT NOT NULL DEFAULT ''",
    # what a client says of a payment that has not arrived
    "ALTER TABLE call ADD COLUMN paid_method TEXT NOT NULL DEFAULT ''",
    f"ALTER TABLE call ADD COLUMN {day('paid_on', '')}",
    f"ALTER TABLE call ADD COLUMN {flag('is_proof_asked')}",
    "CREATE INDEX call_by_digits ON call(contact_id, phone_digits) WHERE contact_id IS NOT NULL",
    # a half-typed text is its writer's; those kept before are left to whom the window opens for, the ledger's maker
    f"""CREATE TABLE draft_new (
        user_id INTEGER NOT NULL REFERENCES app_user(id), key TEXT NOT NULL, body TEXT NOT NULL, {at("saved_at")},
        PRIMARY KEY (user_id, key)
    ) STRICT""",
    """INSERT INTO draft_new(user_id, key, body, saved_at)
        SELECT (SELECT min(id) FROM app_user), key, body, saved_at FROM draft""",
    "DROP TABLE draft",
    "ALTER TABLE draft_new RENAME TO draft",
    # texts that a draft lost, and the sheets as they stood when their call was logged; no part of the journal
    f"""CREATE TABLE draft_version (
        id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES app_user(id), key TEXT NOT NULL,
        body TEXT NOT NULL, {at("saved_at")}, entry INTEGER UNIQUE
    ) STRICT""",
    "CREATE INDEX draft_version_by_key ON draft_version(user_id, key, id)",
)

_CLIENT_SIDE = (
    "ALTER TABLE client ADD COLUMN parent_id INTEGER REFERENCES client(id)",
    "ALTER TABLE client ADD COLUMN rule_profile TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX client_by_parent ON client(parent_id) WHERE parent_id IS NOT NULL",
    f"ALTER TABLE contact ADD COLUMN {flag('is_active', 1)}",
    """ALTER TABLE contact ADD COLUMN preferred_channel TEXT NOT NULL DEFAULT ''
        CHECK (preferred_channel IN ('', 'call', 'email', 'letter', 'sms'))""",
    "ALTER TABLE contact ADD COLUMN note TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE invoice ADD COLUMN do_not_chase_reason TEXT NOT NULL DEFAULT ''",
    f"ALTER TABLE invoice ADD COLUMN {day('do_not_chase_until', '')}",
    """CREATE INDEX invoice_paused ON invoice(client_id, currency, due_on)
        WHERE do_not_chase_reason <> '' AND open_minor <> 0""",
    # further numbers of a contact; the first stays on the contact itself
    f"""CREATE TABLE contact_number (
        {ID}, {UUID}, client_id INTEGER NOT NULL REFERENCES client(id),
        contact_id INTEGER NOT NULL REFERENCES contact(id), phone TEXT NOT NULL CHECK (phone <> ''),
        phone_digits TEXT NOT NULL, label TEXT NOT NULL DEFAULT '',
        state TEXT NOT NULL DEFAULT 'ok' CHECK (state IN ('ok', 'wrong'))
    ) STRICT""",
    "CREATE INDEX contact_number_by_client ON contact_number(client_id)",
    "CREATE INDEX contact_number_by_digits ON contact_number(phone_digits)",
    "CREATE INDEX contact_by_digits ON contact(phone_digits) WHERE phone_digits <> ''",
    f"""CREATE TABLE consent (
        {ID}, {UUID}, client_id INTEGER NOT NULL REFERENCES client(id), contact_id INTEGER REFERENCES contact(id),
        channel TEXT NOT NULL CHECK (channel IN ('call', 'voicemail', 'sms', 'email', 'letter', 'visit')),
        state TEXT NOT NULL CHECK (state IN ('given', 'withdrawn')), {day("since")}, {day("until", "")},
        source TEXT NOT NULL DEFAULT '', call_id INTEGER REFERENCES call(id)
    ) STRICT""",
    "CREATE INDEX consent_by_client ON consent(client_id)",
    # hours a person asked for or asked to be spared; weekdays as digits 1 (Monday) to 7
    f"""CREATE TABLE contact_window (
        {ID}, {UUID}, client_id INTEGER NOT NULL REFERENCES client(id), contact_id INTEGER REFERENCES contact(id),
        kind TEXT NOT NULL CHECK (kind IN ('preferred', 'inconvenient')),
        weekdays TEXT NOT NULL CHECK (weekdays <> '' AND weekdays NOT GLOB '*[^1-7]*'),
        {_time("from_time")}, {_time("to_time")}, {day("since")}, {day("until", "")}, note TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    "CREATE INDEX contact_window_by_client ON contact_window(client_id)",
    # what stops every contact whatever the clock says: cease, lawyer, insolvency …
    f"""CREATE TABLE contact_stop (
        {ID}, {UUID}, client_id INTEGER NOT NULL REFERENCES client(id), contact_id INTEGER REFERENCES contact(id),
        kind TEXT NOT NULL CHECK (kind IN ('cease', 'represented', 'insolvency', 'deceased', 'breathing_space')),
        channel TEXT NOT NULL DEFAULT '' CHECK (channel IN ('', 'call', 'voicemail', 'sms', 'email', 'letter', 'visit')),
        reason TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '', {day("since")}, {day("until", "")},
        {day("lifted_on", "")}, lifted_reason TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    "CREATE INDEX contact_stop_by_client ON contact_stop(client_id)",
    f"""CREATE TABLE client_note (
        {ID}, {UUID}, client_id INTEGER NOT NULL REFERENCES client(id), invoice_id INTEGER REFERENCES invoice(id),
        author_id INTEGER NOT NULL REFERENCES app_user(id), {at("written_at")}, text TEXT NOT NULL CHECK (text <> '')
    ) STRICT""",
    "CREATE INDEX client_note_by_client ON client_note(client_id)",
    # the client's situation: what he told, a credit report, an insolvency, each with day and source
    f"""CREATE TABLE finance_fact (
        {ID}, {UUID}, client_id INTEGER NOT NULL REFERENCES client(id),
        kind TEXT NOT NULL CHECK (kind IN ('told', 'credit_report', 'insolvency', 'other')),
        words TEXT NOT NULL CHECK (words <> ''), {day("known_on")}, source TEXT NOT NULL DEFAULT '',
        call_id INTEGER REFERENCES call(id)
    ) STRICT""",
    "CREATE INDEX finance_fact_by_client ON finance_fact(client_id)",
)

_PROMISES = (
    # the parts of one promise share the first part's id
    "ALTER TABLE promise ADD COLUMN series_id INTEGER REFERENCES promise(id)",
    "ALTER TABLE promise ADD COLUMN part INTEGER NOT NULL DEFAULT 1 CHECK (part >= 1)",
    "ALTER TABLE promise ADD COLUMN parts INTEGER NOT NULL DEFAULT 1 CHECK (parts >= 1)",
    "ALTER TABLE promise ADD COLUMN condition TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE promise ADD COLUMN promised_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE promise ADD COLUMN cancelled_reason TEXT NOT NULL DEFAULT ''",
    f"ALTER TABLE promise ADD COLUMN {at('confirmed_at', '')}",
    # what came for a promise not kept, after its last day; it lifts nobody any more once that is all of it
    "ALTER TABLE promise ADD COLUMN late_minor INTEGER NOT NULL DEFAULT 0 CHECK (late_minor >= 0)",
    f"ALTER TABLE promise ADD COLUMN {day('made_good_on', '')}",
    "CREATE INDEX promise_by_series ON promise(series_id) WHERE series_id IS NOT NULL",
)

_PLANS = (
    f"ALTER TABLE payment_plan ADD COLUMN {day('notice_on', '')}",
    f"ALTER TABLE payment_plan ADD COLUMN {day('cure_until', '')}",
    f"ALTER TABLE payment_plan ADD COLUMN {day('accelerated_on', '')}",
    f"ALTER TABLE payment_plan ADD COLUMN {day('ended_on', '')}",
    "ALTER TABLE payment_plan ADD COLUMN ended_reason TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE plan_version ADD COLUMN reason TEXT NOT NULL DEFAULT ''",
    """ALTER TABLE plan_version ADD COLUMN received_before_minor INTEGER NOT NULL DEFAULT 0
        CHECK (received_before_minor >= 0)""",
    f"ALTER TABLE installment ADD COLUMN {flag('is_edited')}",
    # what happened to a running plan: missed, notice, cured, accelerated, rescheduled …
    f"""CREATE TABLE plan_event (
        {ID}, {UUID}, plan_id INTEGER NOT NULL REFERENCES payment_plan(id),
        client_id INTEGER NOT NULL REFERENCES client(id), kind TEXT NOT NULL CHECK (kind IN ('missed', 'notice', 'cured',
            'accelerated', 'broken', 'rescheduled', 'edited', 'completed', 'resumed', 'cancelled')),
        {day("happened_on")}, {CURRENCY}, amount_minor INTEGER NOT NULL DEFAULT 0 CHECK (amount_minor >= 0),
        words TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    "CREATE INDEX plan_event_by_plan ON plan_event(plan_id)",
    "CREATE INDEX plan_event_by_client ON plan_event(client_id)",
)

_OFFICE = (
    f"""CREATE TABLE work_skip (
        {ID}, {UUID}, client_id INTEGER NOT NULL REFERENCES client(id),
        caller_id INTEGER NOT NULL REFERENCES app_user(id), {day("skipped_on")}, {at("skipped_at")},
        reason TEXT NOT NULL CHECK (reason <> '')
    ) STRICT""",
    "CREATE INDEX work_skip_by_day ON work_skip(skipped_on, client_id)",
    "CREATE INDEX work_skip_by_client ON work_skip(client_id)",
    # the office's own wording of a shipped template (a call script, an objection answer), or one of its own
    f"""CREATE TABLE template (
        {ID}, {UUID}, kind TEXT NOT NULL CHECK (kind IN ('script', 'objections', 'promise_confirmation')),
        name TEXT NOT NULL CHECK (name <> ''), body TEXT NOT NULL, UNIQUE (kind, name)
    ) STRICT""",
    # the office's own version of a shipped contact rule, or one of its own
    f"""CREATE TABLE contact_rule (
        {ID}, {UUID}, code TEXT NOT NULL UNIQUE CHECK (code <> ''), body TEXT NOT NULL CHECK (json_valid(body)),
        {flag("is_active", 1)}, {day("changed_on")},
        previous_body TEXT NOT NULL DEFAULT '{{}}' CHECK (json_valid(previous_body))
    ) STRICT""",
    f"""CREATE TABLE rule_reading (
        {ID}, {UUID}, user_id INTEGER NOT NULL REFERENCES app_user(id), code TEXT NOT NULL, version TEXT NOT NULL,
        {at("read_at")}, UNIQUE (user_id, code, version)
    ) STRICT""",
    f"""CREATE TABLE training (
        {ID}, {UUID}, user_id INTEGER NOT NULL REFERENCES app_user(id), title TEXT NOT NULL CHECK (title <> ''),
        {day("held_on")}, provider TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    # papers that left the house or were printed for the road: what was in them can be proved by the hash
    f"""CREATE TABLE paper (
        {ID}, {UUID}, client_id INTEGER REFERENCES client(id),
        kind TEXT NOT NULL CHECK (kind IN ('promise_confirmation', 'call_sheet', 'end_of_day', 'plan_notice')),
        subject TEXT NOT NULL DEFAULT '', document_sha256 TEXT NOT NULL CHECK (length(document_sha256) = 64),
        {at("made_at")}
    ) STRICT""",
    "CREATE INDEX paper_by_client ON paper(client_id) WHERE client_id IS NOT NULL",
)

# what is worked out from the rest is made anew by the next business day, so its rows need not come along
_SUMMARY = (
    "DROP TABLE client_summary",
    """CREATE TABLE client_summary (
        client_id INTEGER NOT NULL REFERENCES client(id) ON DELETE CASCADE, currency TEXT NOT NULL,
        is_main INTEGER NOT NULL, not_due_minor INTEGER NOT NULL, days_1_30_minor INTEGER NOT NULL,
        days_31_60_minor INTEGER NOT NULL, days_61_90_minor INTEGER NOT NULL, over_90_minor INTEGER NOT NULL,
        open_minor INTEGER NOT NULL, overdue_minor INTEGER NOT NULL, disputed_minor INTEGER NOT NULL,
        open_items INTEGER NOT NULL, overdue_items INTEGER NOT NULL, oldest_due_on TEXT,
        credit_minor INTEGER NOT NULL, unapplied_minor INTEGER NOT NULL, score INTEGER NOT NULL,
        is_on_list INTEGER NOT NULL, next_action_on TEXT, next_action_kind TEXT, last_call_at TEXT,
        risk INTEGER NOT NULL, value_class TEXT NOT NULL, group_id INTEGER, owner_id INTEGER, views INTEGER NOT NULL,
        PRIMARY KEY (client_id, currency)
    ) STRICT, WITHOUT ROWID""",
    "DROP TABLE summary_state",
    """CREATE TABLE summary_state (
        id INTEGER PRIMARY KEY CHECK (id = 1), business_date TEXT NOT NULL, basis TEXT NOT NULL CHECK (json_valid(basis))
    ) STRICT""",
    """CREATE INDEX summary_by_score ON client_summary(score DESC, client_id, views, owner_id, overdue_minor)
        WHERE is_main = 1 AND views <> 0""",
    # counts and sums of the views, without a look at the rows
    """CREATE INDEX summary_by_view ON client_summary(views, currency, owner_id, overdue_minor)
        WHERE is_main = 1 AND views <> 0""",
    "CREATE INDEX summary_by_overdue ON client_summary(overdue_minor DESC, client_id) WHERE is_main = 1",
    "CREATE INDEX summary_by_open ON client_summary(open_minor DESC, client_id) WHERE is_main = 1",
    "CREATE INDEX summary_by_age ON client_summary(oldest_due_on, client_id) WHERE is_main = 1",
    "CREATE INDEX summary_by_group ON client_summary(group_id) WHERE group_id IS NOT NULL",
    """CREATE INDEX invoice_settled ON invoice(client_id, settled_on, due_on)
        WHERE settled_on IS NOT NULL AND is_cancelled = 0""",
    "CREATE INDEX call_reached ON call(client_id) WHERE was_right_party = 1",
    "CREATE INDEX journal_client_by_number ON journal_client(number)",
)

STATEMENTS: tuple[str, ...] = (*_FOLLOW_UP, *_CALL, *_CLIENT_SIDE, *_PROMISES, *_PLANS, *_OFFICE, *_SUMMARY)
