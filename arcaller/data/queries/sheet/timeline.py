"""What happened with one client, newest first, in one list."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from arcaller.domain.calls.outcomes import day_words, outcome_words
from arcaller.domain.promises.promises import PromiseState

if TYPE_CHECKING:
    from arcaller.data.database import Ledger


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One thing that happened; ``kind`` is call, note, promise, payment, dispute, plan, agreement, paper, stop,
    skip or finance.


    ``at`` is an instant in UTC (midnight where only the day is known, ``has_time`` is false then), ``text`` a whole
    short sentence; ``amount_minor`` with ``currency`` when money is in it.
    """

    at: datetime
    kind: str
    author: str
    text: str
    note: str
    currency: str
    amount_minor: int | None
    has_time: bool = True


_PAGE = 60
_SQL = """
    SELECT k.called_at AS at, 'call' AS kind, u.name,
            concat_ws(' ', k.direction, k.outcome, k.other, coalesce(k.length_seconds, ''), coalesce(k.paid_on, ''),
                k.is_proof_asked, k.paid_method),
            coalesce(nullif(k.spoken_to, ''), (SELECT name FROM contact WHERE id = k.contact_id), ''),
            concat_ws(char(10), nullif(k.note, ''), 'Concern: ' || nullif(k.concern, ''),
                'Our answer: ' || nullif(k.answer, ''), 'Reason for the call: ' || nullif(k.reason, ''),
                iif(k.was_right_party, 'Agenda: ' || nullif(replace(k.agenda, char(10), ' · '), ''), NULL),
                'Outside a rule: ' || nullif(k.breach_words, '')
                || iif(k.override_reason = '', '', ' (passed over: ' || k.override_reason || ')')),
            '', NULL, 1 AS place
        FROM call k JOIN app_user u ON u.id = k.caller_id WHERE k.client_id = ?1
    UNION ALL
    SELECT paid_on, 'payment', '', CASE source WHEN 'import' THEN '' WHEN 'snapshot' THEN source ELSE method END,
            iif(source = 'snapshot', '', reference), '', currency, amount_minor, 0
        FROM payment WHERE client_id = ?1
    UNION ALL
    SELECT coalesce(k.called_at, p.promised_on), 'promise', coalesce(u.name, ''), p.state,
            p.due_on || ' ' || p.part || ' ' || p.parts || ' ' || p.cancelled_reason, '', p.currency,
            p.amount_minor, 2
        FROM promise p LEFT JOIN call k ON k.id = p.call_id LEFT JOIN app_user u ON u.id = k.caller_id
        WHERE p.client_id = ?1
    UNION ALL
    SELECT coalesce(k.called_at, d.opened_on), 'dispute', coalesce(u.name, ''), d.reason_code, d.state,
            iif(d.client_words = coalesce(k.note, ''), '', d.client_words), '', NULL, 3
        FROM dispute d LEFT JOIN call k ON k.id = d.call_id LEFT JOIN app_user u ON u.id = k.caller_id
        WHERE d.client_id = ?1
    UNION ALL
    SELECT v.proposed_at, 'plan', coalesce(u.name, ''), p.number, 'proposed', '', p.currency, v.total_minor, 4
        FROM payment_plan p JOIN plan_version v ON v.plan_id = p.id LEFT JOIN call k ON k.id = p.call_id
            LEFT JOIN app_user u ON u.id = k.caller_id
        WHERE p.client_id = ?1 AND v.proposed_at IS NOT NULL
    UNION ALL
    SELECT v.agreed_at, 'plan', '', p.number, 'agreed', '', p.currency, v.total_minor, 4
        FROM payment_plan p JOIN plan_version v ON v.plan_id = p.id
        WHERE p.client_id = ?1 AND v.agreed_at IS NOT NULL
    UNION ALL
    SELECT e.happened_on, 'plan', '', p.number, e.words, '', e.currency, nullif(e.amount_minor, 0), 6
        FROM plan_event e JOIN payment_plan p ON p.id = e.plan_id WHERE e.client_id = ?1
    UNION ALL
    SELECT a.issued_at, 'agreement', '', a.number, '', '', p.currency, v.total_minor, 5
        FROM payment_plan p JOIN plan_version v ON v.plan_id = p.id JOIN agreement a ON a.plan_version_id = v.id
        WHERE p.client_id = ?1 AND a.issued_at IS NOT NULL
    UNION ALL
    SELECT n.written_at, 'note', u.name, '', '', n.text, '', NULL, 7
        FROM client_note n JOIN app_user u ON u.id = n.author_id WHERE n.client_id = ?1
    UNION ALL
    SELECT since, 'stop', '', kind, channel, reason, '', NULL, 8 FROM contact_stop WHERE client_id = ?1
    UNION ALL
    SELECT lifted_on, 'stop', '', 'lifted', kind, lifted_reason, '', NULL, 9
        FROM contact_stop WHERE client_id = ?1 AND lifted_on IS NOT NULL
    UNION ALL
    SELECT s.skipped_at, 'skip', u.name, '', '', s.reason, '', NULL, 10
        FROM work_skip s JOIN app_user u ON u.id = s.caller_id WHERE s.client_id = ?1
    UNION ALL
    SELECT made_at, 'paper', '', kind, subject, '', '', NULL, 11 FROM paper WHERE client_id = ?1
    UNION ALL
    SELECT known_on, 'finance', '', kind, source, words, '', NULL, 12 FROM finance_fact WHERE client_id = ?1"""
_PAGED = f"""SELECT * FROM ({_SQL}) WHERE ?2 = '[]' OR kind IN (SELECT value FROM json_each(?2))
    ORDER BY at DESC, place DESC LIMIT ?3 OFFSET ?4"""


def load_timeline(
    ledger: Ledger, client_id: int, most: int = _PAGE, *, kinds: Sequence[str] = (), words: str = ""
) -> tuple[TimelineRow, ...]:
    """The ``most`` newest things of a client, of ``kinds`` (none: of all), that say ``words`` somewhere."""
    wanted, offset = words.casefold().strip(), 0
    found: list[TimelineRow] = []
    while len(found) < most:
        page = _page(ledger, client_id, kinds, most, offset)
        found += [row for row in page if not wanted or wanted in _said(row)]
        if len(page) < most:
            break
        offset += most
    return tuple(found[:most])


def _said(row: TimelineRow) -> str:
    return f"{row.author} {row.text} {row.note}".casefold()


def _page(ledger: Ledger, client_id: int, kinds: Sequence[str], most: int, offset: int) -> tuple[TimelineRow, ...]:
    rows = ledger.rows(_PAGED, (client_id, json.dumps(list(kinds)), most, offset))
    return tuple(
        TimelineRow(_at(at), kind, author, _text(kind, code, detail), note, currency, amount, len(at) > 10)
        for at, kind, author, code, detail, note, currency, amount, _ in rows
    )


def _at(text: str) -> datetime:
    if len(text) > 10:
        return datetime.fromisoformat(text)
    return datetime.combine(date.fromisoformat(text), time(), UTC)


def _text(kind: str, code: str, detail: str) -> str:
    """What happened, without its amount, which stands beside it in the reader's own format."""
    match kind:
        case "call":
            return _call_text(code, detail)
        case "payment":
            return _paid_text(code, detail)
        case "promise":
            return _promise_text(PromiseState(code), *detail.split(" ", 3))
        case "dispute":
            return f"Dispute, {code.replace('_', ' ')}: {detail}"
        case "plan":
            return f"Plan {code}: {detail}" if " " in detail else f"Plan {code} {detail}"
        case "note":
            return "Note"
        case "stop":
            what = detail.replace("_", " ")
            return f"Stop lifted ({what})" if code == "lifted" else f"Contacts stopped: {code.replace('_', ' ')}"
        case "skip":
            return "Skipped in the work list"
        case "paper":
            name = code.replace("_", " ").capitalize()
            return f"{name}: {detail}" if detail else name
        case "finance":
            return (
                f"{code.replace('_', ' ').capitalize()}, {detail}" if detail else code.replace("_", " ").capitalize()
            )
        case _:
            return f"Agreement {code} issued"


def _call_text(code: str, spoken_to: str) -> str:
    """How it ended, who was on the line (or was to be), and how long it took."""
    direction, outcome, other, seconds, paid_on, is_proof_asked, method = code.split(" ", 6)
    word = outcome_words(outcome, other)
    if paid_on:
        word += f" on {day_words(date.fromisoformat(paid_on))}"
    if method:
        word += f" by {method}"
    if is_proof_asked == "1":
        word += ", proof asked for"
    if direction == "in":
        word += ", inbound"
    # a name written from the right keeps the figures after it out of its own order
    name = spoken_to if spoken_to.isascii() else f"\u2068{spoken_to}\u2069"
    said = f"{word}: {name}" if spoken_to else word
    return f"{said}, {length_words(int(seconds))}" if seconds and int(seconds) else said


def length_words(seconds: int) -> str:
    """``45 s``, ``4 min 5 s``, ``1 h 2 min``."""
    if seconds < 60:
        return f"{seconds} s"
    big, small = ("h", "min") if seconds >= 3600 else ("min", "s")
    whole, rest = divmod(seconds // 60 if big == "h" else seconds, 60)
    return f"{whole} {big} {rest} {small}" if rest else f"{whole} {big}"


def _promise_text(state: PromiseState, due_on: str, part: str, parts: str, reason: str) -> str:
    """A part of several says which; a cancelled one why."""
    which = f", part {part} of {parts}," if parts != "1" else ""
    why = f" ({reason})" if reason and state is PromiseState.CANCELLED else ""
    return f"Promise{which} for {day_words(date.fromisoformat(due_on))}: {state.label}{why}"


def _paid_text(method: str, reference: str) -> str:
    """An import knows no method, and a list of open items only that something is gone from it."""
    if method == "snapshot":
        return "Cleared by an import; how it was paid is unknown"
    paid = f"Paid by {method}" if method else "Paid"
    return f"{paid} ({reference})" if reference else paid
