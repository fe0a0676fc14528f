"""What changed about a client since my last call with him, in words: what came in, what was agreed, who did it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from arcaller.data.queries.sheet.changes import JournalFact, load_journal_facts, load_last_contact
from arcaller.domain.calls.outcomes import day_words, outcome_words
from arcaller.domain.promises.promises import PromiseState
from arcaller.services.desk import Desk

_MOST_OF_A_KIND = 3
_BY_ITSELF = ("decide_promises", "decide_plans", "begin_day")
_CONTACT_FIELDS = {
    "name": "name", "phone": "number", "email": "e-mail", "role": "role", "language": "language",
    "time_zone": "time zone", "phone_state": "number", "is_active": "state",
}  # fmt: skip
_CLIENT_FIELDS = {
    "terms_days": "terms", "credit_limit_minor": "credit limit", "owner_id": "caller", "street": "address",
    "postcode": "address", "city": "address", "region": "address", "country": "address",
    "legal_name": "name", "kind": "kind", "rule_profile": "rules", "parent_id": "group",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed: ``text`` without its amount, which stands beside it in the reader's own format.

    ``author`` is "you" for the reader's own acts, "ledger" for what was decided from payments by itself.
    ``tone`` is good, bad, warn or normal.
    """

    at: datetime
    author: str
    text: str
    tone: str = "normal"
    currency: str = ""
    amount_minor: int | None = None


@dataclass(frozen=True, slots=True)
class ChangesSince:
    """Newest first. ``called_at`` ``None``: I never called him, and everything is new; ``is_cut``: there is more."""

    called_at: datetime | None
    changes: tuple[Change, ...] = ()
    is_cut: bool = False


def changes_since_my_call(desk: Desk, client_id: int) -> ChangesSince:
    """What changed about ``client_id`` since the actor's own last call with him."""
    since = load_last_contact(desk.ledger, client_id, desk.actor_id)
    if since is None:
        return ChangesSince(None)
    found = load_journal_facts(desk.ledger, client_id, desk.actor_id, since)
    words = tuple(change for group in _by_entry(found.facts) for change in _of_entry(group, desk.actor_id))
    return ChangesSince(since.called_at, words, found.is_cut)


def _by_entry(facts: Iterable[JournalFact]) -> Iterator[list[JournalFact]]:
    group: list[JournalFact] = []
    for fact in facts:
        if group and fact.number != group[0].number:
            yield group
            group = []
        group.append(fact)
    if group:
        yield group


def _of_entry(facts: list[JournalFact], reader_id: int) -> Iterator[Change]:
    """One act's changes; many new invoices become one line."""
    first = facts[0]
    author = "you" if first.author_id == reader_id else first.author
    if first.act in _BY_ITSELF or not author:
        author = "ledger"
    invoices = [fact for fact in facts if fact.table == "invoice" and fact.kind == "add"]
    if len(invoices) > _MOST_OF_A_KIND:
        for currency in sorted({str(fact.row["currency"]) for fact in invoices}):
            mine = [fact for fact in invoices if fact.row["currency"] == currency]
            total = sum(fact.row["amount_minor"] for fact in mine)
            yield Change(first.at, author, f"{len(mine)} new invoices", "normal", currency, total)
        facts = [fact for fact in facts if fact not in invoices]
    for fact in facts:
        say = _SAY.get(fact.table)
        said = say(fact) if say is not None else None
        if said is not None:
            text, tone, amount = said
            text = f"Taken back: {text[0].lower()}{text[1:]}" if fact.kind == "remove" and fact.undoes else text
            tone = "warn" if fact.kind == "remove" else tone
            yield Change(first.at, author, text, tone, str(fact.row.get("currency", "")) if amount else "", amount)


Said = tuple[str, str, int | None] | None


def _payment(fact: JournalFact) -> Said:
    row = fact.row
    if fact.kind == "change":
        return None
    if row["source"] == "snapshot":
        return "Cleared by an import", "good", row["amount_minor"]
    reference = f" ({row['reference']})" if row["reference"] else ""
    return f"Paid on {_day(row['paid_on'])}{reference}", "good", row["amount_minor"]


def _invoice(fact: JournalFact) -> Said:
    row, before, after = fact.row, fact.before, fact.after
    if fact.kind == "add":
        return f"New invoice {row['number']}, due {_day(row['due_on'])}", "normal", row["amount_minor"]
    if fact.kind == "remove":
        return f"Invoice {row['number']}", "warn", row["amount_minor"]
    if after.get("is_cancelled"):
        return f"Invoice {row['number']} was canceled", "normal", row["amount_minor"]
    if "open_minor" in after and before["open_minor"] == 0:
        return f"Invoice {row['number']} is open again", "bad", after["open_minor"]
    if "due_on" in after:
        return f"Invoice {row['number']} is now due {_day(after['due_on'])}", "normal", None
    if "do_not_chase_reason" in after:
        held = after["do_not_chase_reason"]
        return (
            (f"{row['number']} is not chased: {held}" if held else f"{row['number']} is chased again"),
            "warn",
            None,
        )
    return None


def _credit(fact: JournalFact) -> Said:
    return None if fact.kind == "change" else (f"Credit note {fact.row['number']}", "good", fact.row["amount_minor"])


def _promise(fact: JournalFact) -> Said:
    row = fact.row
    promise = f"Promise for {_day(row['due_on'])}"
    if fact.kind != "change":
        return promise, "normal", row["amount_minor"]
    state = fact.after.get("state")
    if state is None:
        return None
    tone = {"kept": "good", "broken": "bad", "partly_kept": "warn"}.get(state, "normal")
    words = "open again" if state == "open" else PromiseState(state).label.lower()
    return f"{promise}: {words}", tone, row["amount_minor"]


def _dispute(fact: JournalFact) -> Said:
    reason = str(fact.row["reason_code"]).replace("_", " ")
    if fact.kind != "change":
        return f"Dispute: {reason}", "warn", None
    state = fact.after.get("state")
    return (
        None
        if state is None
        else (f"Dispute ({reason}) {'resolved' if state == 'resolved' else state}", "good", None)
    )


def _plan(fact: JournalFact) -> Said:
    state = fact.after.get("state")
    if state is None or fact.kind == "remove":
        return f"Plan {fact.row['number']}", "warn", None
    tone = {"behind": "bad", "broken": "bad", "completed": "good", "on_track": "good"}.get(state, "normal")
    return f"Plan {fact.row['number']}: {state.replace('_', ' ')}", tone, None


def _plan_event(fact: JournalFact) -> Said:
    row = fact.row
    if fact.kind != "add" or not row["words"]:
        return None
    bad = row["kind"] in ("missed", "notice", "accelerated", "broken")
    return str(row["words"]), "bad" if bad else "normal", row["amount_minor"] or None


def _contact(fact: JournalFact) -> Said:
    name = fact.row["name"] or fact.row["phone"] or "a contact"
    if fact.kind == "add":
        return f"New contact: {name}", "normal", None
    if fact.kind == "remove":
        return f"Contact {name}", "warn", None
    if fact.after.get("phone_state") == "wrong":
        return f"{name}: the number is wrong", "warn", None
    return _fields(f"Contact {name}", _CONTACT_FIELDS, fact.after)


def _client(fact: JournalFact) -> Said:
    if "do_not_chase_reason" in fact.after:
        held = fact.after["do_not_chase_reason"]
        return (f"Not to be chased: {held}" if held else "May be chased again"), "warn", None
    return None if fact.kind == "add" else _fields("Client", _CLIENT_FIELDS, fact.after)


def _fields(whose: str, fields: Mapping[str, str], after: Mapping[str, Any]) -> Said:
    changed = list(dict.fromkeys(fields[name] for name in after if name in fields))
    return (f"{whose}: {', '.join(changed)} changed", "normal", None) if changed else None


def _call(fact: JournalFact) -> Said:
    if fact.kind == "change":
        return None
    return f"Called: {outcome_words(fact.row['outcome'], fact.row['other']).lower()}", "normal", None


def _note(fact: JournalFact) -> Said:
    return f"Note: {_short(fact.row['text'])}", "normal", None


def _stop(fact: JournalFact) -> Said:
    kind = str(fact.row["kind"]).replace("_", " ")
    if fact.after.get("lifted_on") and fact.kind == "change":
        return f"Stop lifted ({kind})", "good", None
    return None if fact.kind == "change" else (f"Contacts stopped ({kind})", "bad", None)


def _finance(fact: JournalFact) -> Said:
    words = _short(fact.row["words"])
    return (f"No longer noted: {words}" if fact.kind == "remove" else f"Situation: {words}"), "warn", None


def _day(text: str) -> str:
    return day_words(date.fromisoformat(text))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 120 else f"{flat[:119].rstrip()}…"


_SAY: Mapping[str, Callable[[JournalFact], Said]] = {
    "payment": _payment, "invoice": _invoice, "credit_note": _credit, "promise": _promise, "dispute": _dispute,
    "payment_plan": _plan, "plan_event": _plan_event, "contact": _contact, "client": _client, "call": _call,
    "client_note": _note, "contact_stop": _stop, "finance_fact": _finance,
}  # fmt: skip
