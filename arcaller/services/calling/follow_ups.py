"""Steps ahead: another day, not today, a backlog over several days, somebody without a step."""

from __future__ import annotations

from datetime import date, timedelta

from arcaller.data.journal import Act
from arcaller.data.queries.sheet.calls import CallPartyRow, load_call_party
from arcaller.data.queries.work.linked import count_skips, find_orphans, load_group
from arcaller.data.tables import FollowUp, WorkSkip
from arcaller.domain.calls.outcomes import day_words
from arcaller.domain.calls.workload import share_out, share_words
from arcaller.domain.errors import DomainError
from arcaller.services.acts import start_act
from arcaller.services.changes import Changes
from arcaller.services.commands import PutBackToWork, SkipClient, Snooze, SpreadBacklog
from arcaller.services.desk import Desk
from arcaller.services.settings import load_settings

_LONGEST = timedelta(days=366)
_LONGEST_REASON = 500
_MOST_DAYS = 30
_MOST_AT_ONCE = 20_000


def snooze(desk: Desk, command: Snooze) -> Changes:
    """Put the client back until a day, with a reason; the steps due before it move to that day as one.

    Clients linked with him are put back with him: they are worked as one.
    """
    party = load_call_party(desk.ledger, command.client_id)
    reason = _reason(command.reason, "Say why the client is put back; one word is enough.")
    if command.until <= desk.today:
        raise DomainError("Put the client back to a day after today.", "until")
    if command.until > desk.today + _LONGEST:
        raise DomainError("That is more than a year ahead; choose an earlier day.", "until")
    group = load_group(desk.ledger, command.client_id)
    with start_act(desk, "snooze", party) as act:
        for client_id in group:
            own = party if client_id == party.client_id else load_call_party(desk.ledger, client_id)
            _put_back(desk, act, own, command.until, reason)
    said = f"{_named(party, group)} is put back to {day_words(command.until)}: {reason}"
    return Changes("snooze", said, clients=frozenset(group), entry=act.number)


def skip_client(desk: Desk, command: SkipClient) -> Changes:
    """Leave the client out of today's list, with a reason; his steps stay as they are and bring him back tomorrow."""
    party = load_call_party(desk.ledger, command.client_id)
    reason = _reason(command.reason, "Say why the client is passed over today; one word is enough.")
    if count_skips(desk.ledger, command.client_id, desk.today.isoformat()):
        raise DomainError(
            f"{party.name} was passed over today already; he is back on the next business day.", "reason"
        )
    group = load_group(desk.ledger, command.client_id)
    with start_act(desk, "skip_client", party) as act:
        for client_id in group:
            act.add(
                WorkSkip(
                    client_id=client_id,
                    caller_id=desk.actor_id,
                    skipped_on=desk.today,
                    skipped_at=desk.now,
                    reason=reason,
                )
            )
    said = f"{_named(party, group)} is passed over today: {reason}"
    return Changes("skip_client", said, clients=frozenset(group), entry=act.number)


def days_for_backlog(desk: Desk, days: int) -> list[date]:
    """The next ``days`` business days of the company, today being the first whatever it is."""
    from arcaller.domain.calendars import BusinessCalendar  # holidays load on first use

    settings = load_settings(desk.ledger)
    calendar = BusinessCalendar(settings.text("company_country"), settings.text("company_subdivision"))
    return [desk.today, *(calendar.add_business_days(desk.today, count) for count in range(1, days))]


def spread_backlog(desk: Desk, command: SpreadBacklog) -> Changes:
    """Share a backlog out over business days in rank order, today's share first, as one act.

    Who gave us an hour keeps it: an agreed call-back is not moved.
    """
    clients = command.client_ids
    if not 2 <= command.days <= _MOST_DAYS:
        raise DomainError(f"A backlog is spread over 2 to {_MOST_DAYS} days; write how many.", "days")
    if not clients:
        raise DomainError("There is nobody to spread; this list is empty.", "days")
    _refuse_too_many(clients, "days")
    wanted = set(clients)
    agreed = {
        row.client_id
        for row in desk.ledger.select(FollowUp, FollowUp.state == "open", FollowUp.kind == "call_back")
        if row.client_id in wanted
    }
    movable = [client_id for client_id in clients if client_id not in agreed]
    shares = share_out(movable, command.days)
    later = [
        (client_id, day)
        for day, share in zip(days_for_backlog(desk, command.days)[1:], shares[1:], strict=False)
        for client_id in share
    ]
    if not later:
        raise DomainError("There are too few clients to spread; today's share holds them all.", "days")
    said_of = f"{len(later)} of {len(clients)} clients"
    with desk.ledger.act(
        "spread_backlog", actor_id=desk.actor_id, at=desk.now, subject=said_of, clients=[c for c, _ in later]
    ) as act:
        for client_id, day in later:
            _put_back(desk, act, load_call_party(desk.ledger, client_id), day, "backlog spread")
    said = f"{said_of} are spread to {day_words(later[-1][1])}, {share_words(shares)} a day"
    return Changes("spread_backlog", said, clients=frozenset(c for c, _ in later), everything=True, entry=act.number)


def put_back_to_work(desk: Desk, command: PutBackToWork) -> Changes:
    """Give every one of the clients that has something overdue and no next step a call for today, as one act."""
    _refuse_too_many(command.client_ids, "client_ids")
    orphans = find_orphans(desk.ledger, command.client_ids)
    if not orphans:
        raise DomainError("Everybody here has a next step already.", "client_ids")
    noun = f"{len(orphans)} client" + ("" if len(orphans) == 1 else "s")
    with desk.ledger.act(
        "put_back_to_work", actor_id=desk.actor_id, at=desk.now, subject=noun, clients=orphans
    ) as act:
        for client_id in orphans:
            act.add(
                FollowUp(client_id=client_id, due_on=desk.today, kind="call", reason="had no next step", state="open")
            )
    return Changes(
        "put_back_to_work", f"{noun} put back to work today", clients=frozenset(orphans), everything=True,
        entry=act.number,
    )  # fmt: skip


def _put_back(desk: Desk, act: Act, party: CallPartyRow, until: date, reason: str) -> None:
    for row in desk.ledger.select(FollowUp, FollowUp.client_id == party.client_id, FollowUp.state == "open"):
        if row.due_on < until:
            act.change(row, state="cancelled")
    act.add(
        FollowUp(
            client_id=party.client_id,
            due_on=until,
            time_zone=party.time_zone,
            kind="call",
            reason=reason,
            state="open",
            is_put_back=True,
        )
    )


def _reason(text: str, missing: str) -> str:
    reason = " ".join(text.split())
    if not reason:
        raise DomainError(missing, "reason")
    if len(reason) > _LONGEST_REASON:
        raise DomainError(f"A reason has at most {_LONGEST_REASON} characters; make it shorter.", "reason")
    return reason


def _refuse_too_many(clients: tuple[int, ...], field: str) -> None:
    if len(clients) > _MOST_AT_ONCE:
        raise DomainError(f"That is more than {_MOST_AT_ONCE:,} clients at once; choose a narrower view.", field)


def _named(party: CallPartyRow, group: list[int]) -> str:
    others = len(group) - 1
    return party.name if not others else f"{party.name} with {others} linked"
