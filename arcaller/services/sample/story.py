"""What the sample's callers did: eight weeks of calls through the real acts, each on its own day.

Some clients have a part (a broken promise, a dispute, a plan …), so that the work list shows every reason there is;
all others are called as a list would have them. The same seed and day give the same story.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from arcaller.data.queries.work.work_list import load_work_list_ids
from arcaller.domain.calendars import BusinessCalendar, Frequency, Shift
from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.domain.money import Money
from arcaller.domain.plans.terms import PlanTerms
from arcaller.services.calling.calls import log_call
from arcaller.services.calling.follow_ups import snooze
from arcaller.services.clients.pauses import SetDoNotChase, set_do_not_chase
from arcaller.services.commands import (
    AgreePlan,
    CallBackDetails,
    DisputeDetails,
    LogCall,
    PromiseDetails,
    ProposePlan,
    Snooze,
)
from arcaller.services.desk import Desk
from arcaller.services.plans.agreements import issue_agreement, open_fonts
from arcaller.services.plans.plans import agree_plan, propose_plan
from arcaller.services.sample.books import Books
from arcaller.services.sample.company import SampleCompany

if TYPE_CHECKING:
    from arcaller.data.database import Ledger

_CALLS_A_DAY = (5, 8)
_HOURS = {"US": 14, "AU": 5}
"""When calls are placed, in UTC, so that it is daytime there; elsewhere from eight o'clock."""
_PLAN_AMOUNTS, _ANY_AMOUNT = range(60_000, 480_000), range(1, 10**12)
_TERMS_DAYS = 14
_WAITING_DAYS = 3

_LIST_LENGTH = 34
_REASONS = ("Payment run announced by e-mail", "Waits for the goods received note", "Bookkeeper is back next week")

Scene = Callable[[Desk], None]
Part = Callable[[int, date], None]


class Story:
    """Plays the callers' days one by one; ``calls`` counts what was logged."""

    def __init__(
        self, company: SampleCompany, books: Books, words: Mapping[str, Sequence[str]], seed: int,
        days: Sequence[date], today: date,
    ) -> None:  # fmt: skip
        self.calls = 0
        self._company, self._books, self._words = company, books, words
        self._random = random.Random(f"story {seed}").random  # noqa: S311 - a story, no secret
        self._days, self._today = list(days), today
        self._last_called: dict[int, date] = {}
        self._invoices: dict[int, list[int]] = {}
        for at, invoice in enumerate(company.invoices):
            self._invoices.setdefault(invoice.client, []).append(at)
        self._scenes: dict[date, list[tuple[int, Scene]]] = {}
        self._busy_from: dict[int, date] = {}
        self._cast()

    def play(self, ledger: Ledger, day: date) -> None:
        """One day: the scenes of those who have a part, then the calls of the list."""
        scenes = list(self._scenes.get(day, ()))
        scenes += self._list_calls(day)
        counts: dict[int, int] = {}
        ordered = sorted(scenes, key=lambda scene: _hour(self._company.clients[scene[0]].place))
        for client, scene in ordered:
            hour = _hour(self._company.clients[client].place)
            counts[hour] = counts.get(hour, 0) + 1
            at = datetime.combine(day, time(hour), UTC) + timedelta(minutes=11 * counts[hour], seconds=7 * client)
            scene(Desk(ledger, self._books.owners[client], at, day))
            self._last_called[client] = day

    def put_back(self, ledger: Ledger, day: date) -> None:
        """At the end of the last day: what a list of one day does not reach waits until another week."""
        ledger.start_day(self._today)
        for at, client_id in enumerate(load_work_list_ids(ledger)[_LIST_LENGTH:]):
            client = self._books.client_ids.index(client_id)
            until = self._relative(5 + at % 6)
            now = datetime.combine(day, time(16), UTC) + timedelta(minutes=at)
            desk = Desk(ledger, self._books.owners[client], now, day)
            snooze(desk, Snooze(client_id, until, _REASONS[at % len(_REASONS)]))

    # --- chance

    def _below(self, limit: int) -> int:
        return int(self._random() * limit)

    def _shuffled(self, clients: Iterable[int]) -> list[int]:
        return [client for _, client in sorted((self._random(), client) for client in clients)]

    def _pick(self, kind: str) -> str:
        return self._words[kind][self._below(len(self._words[kind]))]

    # --- who has a part

    def _cast(self) -> None:
        """Give the parts to clients who never pay what they owe, a different one to each."""
        waiting = self._shuffled(self._invoices)
        for count, back, part in self._parts_to_play():
            day = self._days[-back]
            for _ in range(count):
                client = self._next_for(waiting, day, _PLAN_AMOUNTS if part in self._of_plans else _ANY_AMOUNT)
                if client is not None:
                    waiting.remove(client)
                    part(client, day)
                    self._busy_from[client] = day - timedelta(days=_WAITING_DAYS)

    def _parts_to_play(self) -> list[tuple[int, int, Part]]:
        """How many clients have the part, and on which business day before today it is played."""
        paying, behind = partial(self._plan, pays=True), partial(self._plan, pays=False)
        self._of_plans: tuple[Part, ...] = (paying, behind, self._proposal)
        return [
            (2, 30, paying), (1, 20, behind), (1, 1, self._proposal),
            (3, 4, partial(self._promise, until=-1)), (2, 8, partial(self._promise, until=-3)),
            (2, 3, partial(self._promise, until=0)), (4, 2, partial(self._promise, until=4)),
            (2, 12, self._dispute), (2, 5, self._dispute), (2, 2, self._dispute),
            (3, 1, partial(self._call_back, until=0)), (2, 2, partial(self._call_back, until=3)),
            (3, 2, self._snooze), (1, 9, self._leave_alone), (2, 1, partial(self._other, letter="c")),
            (1, 2, partial(self._other, letter="p")), (1, 1, self._refusal), (1, 1, self._wrong_number),
        ]  # fmt: skip

    def _next_for(self, waiting: Sequence[int], day: date, amounts: range) -> int | None:
        """The first client who owes an amount in ``amounts`` that never comes in."""
        for client in waiting:
            if sum(self._company.invoices[at].amount_minor for at in self._stuck(client, day)) in amounts:
                return client
        return None

    def _stuck(self, client: int, day: date) -> list[int]:
        """Invoices overdue on ``day`` of which nothing ever comes in, oldest first."""
        invoices = self._company.invoices
        found = [at for at in self._invoices[client] if not invoices[at].paid and invoices[at].due_on < day]
        return sorted(found, key=lambda at: invoices[at].due_on)[:3]

    def _on(self, day: date, client: int, scene: Scene) -> None:
        self._scenes.setdefault(day, []).append((client, scene))

    def _day_after(self, day: date) -> date:
        return self._days[self._days.index(day) + 1]

    def _relative(self, until: int) -> date:
        """A day by its distance from today: business days back, calendar days ahead."""
        if until < 0:
            return self._days[until]
        ahead = self._today + timedelta(days=until)
        return BusinessCalendar("DE").shift(ahead, Shift.FOLLOWING)

    # --- the parts

    def _promise(self, client: int, day: date, *, until: int) -> None:
        at = self._stuck(client, day)[-1]
        self._on(day, client, partial(self._promise_call, client, at, self._relative(until), self._pick("promise")))

    def _dispute(self, client: int, day: date) -> None:
        at = self._stuck(client, day)[0]
        reason = ("quantity", "price", "not_received", "quality")[self._below(4)]
        words = self._pick("dispute")

        def scene(desk: Desk) -> None:
            details = DisputeDetails((self._books.invoice_ids[at],), reason, words)
            self._call(desk, client, CallOutcome.DISPUTE, words, dispute=details)

        self._on(day, client, scene)

    def _call_back(self, client: int, day: date, *, until: int) -> None:
        at = f"{10 + self._below(6):02d}:{15 * self._below(4):02d}"
        details = CallBackDetails(self._relative(until), at, self._company.clients[client].time_zone)
        note = self._pick("call_back")
        self._on(day, client, lambda desk: self._call(desk, client, CallOutcome.CALL_BACK, note, call_back=details))

    def _snooze(self, client: int, day: date) -> None:
        until = self._relative(3 + self._below(6))

        def scene(desk: Desk) -> None:
            snooze(desk, Snooze(self._id(client), until, _REASONS[0]))

        self._on(day, client, scene)

    def _leave_alone(self, client: int, day: date) -> None:
        reason, until = "Sales is renegotiating the contract", self._today + timedelta(days=30)

        def scene(desk: Desk) -> None:
            set_do_not_chase(desk, SetDoNotChase(self._id(client), reason, until))

        self._on(day, client, scene)

    def _other(self, client: int, day: date, *, letter: str) -> None:
        note = {"c": "Never got the invoice, wants a copy by e-mail.", "p": "Says it was paid last week."}[letter]
        self._on(day, client, lambda desk: self._call(desk, client, CallOutcome.OTHER, note, letter=letter))

    def _refusal(self, client: int, day: date) -> None:
        note = self._pick("broken")
        self._on(day, client, lambda desk: self._call(desk, client, CallOutcome.REFUSES, note))

    def _wrong_number(self, client: int, day: date) -> None:
        note = "The number belongs to another company now."
        self._on(day, client, lambda desk: self._call(desk, client, CallOutcome.WRONG_NUMBER, note))

    def _proposal(self, client: int, day: date) -> None:
        stuck = self._stuck(client, day)

        def scene(desk: Desk) -> None:
            self._propose(desk, client, stuck)

        self._on(day, client, scene)

    def _plan(self, client: int, day: date, *, pays: bool) -> None:
        """Proposed on ``day``, signed on the next; the down payment comes at once, installments only if ``pays``."""
        stuck = self._stuck(client, day)
        made: list[int | None] = []

        def propose(desk: Desk) -> None:
            made.append(self._propose(desk, client, stuck))

        def sign(desk: Desk) -> None:
            plan_id = made[0] or 0
            issue_agreement(desk, plan_id, None, open_fonts())
            contact = self._company.clients[client].contact
            agree_plan(desk, AgreePlan(plan_id, desk.today, contact, "managing director"))

        signed_on = self._day_after(day)
        self._on(day, client, propose)
        self._on(signed_on, client, sign)
        total = sum(self._company.invoices[at].amount_minor for at in stuck)
        down = (total * 20 + 50) // 100  # to the cent, as the plan rounds it
        parts = [(signed_on, down)]
        if pays:
            parts.append((day + timedelta(_TERMS_DAYS), (total - down) // 3))
        self._expect(stuck, parts)

    def _expect(self, stuck: Sequence[int], parts: Sequence[tuple[date, int]]) -> None:
        """Announce payments that go to the oldest invoice first."""
        left = {at: self._company.invoices[at].amount_minor for at in stuck}
        for paid_on, amount in parts:
            rest = amount
            for at in stuck:
                share = min(rest, left[at])
                if share:
                    self._books.expect(paid_on, at, share)
                    left[at] -= share
                    rest -= share

    def _propose(self, desk: Desk, client: int, stuck: Sequence[int]) -> int | None:
        invoice_ids = tuple(self._books.invoice_ids[at] for at in stuck)
        place = self._company.clients[client]
        total = sum(self._books.open_minor[at] for at in stuck)
        terms = PlanTerms(
            total=Money(total, place.currency), first_on=desk.today + timedelta(_TERMS_DAYS), agreed_on=desk.today,
            count=3, frequency=Frequency.MONTHLY, shift=Shift.FOLLOWING, calendar=BusinessCalendar(place.place),
            down_percent=Decimal(20),
        )  # fmt: skip
        call = self._command(client, CallOutcome.PLAN, "Three parts and a fifth at once; will sign.")
        self.calls += 1
        return propose_plan(desk, ProposePlan(self._id(client), invoice_ids, terms, call)).new_id

    # --- the list

    def _list_calls(self, day: date) -> Iterator[tuple[int, Scene]]:
        """Calls to clients with something overdue who were not called lately."""
        invoices, recently = self._company.invoices, day - timedelta(days=4)
        overdue = [
            client
            for client in self._invoices
            if self._busy_from.get(client, date.max) > day
            and self._last_called.get(client, date.min) < recently
            and any(self._is_open(at) and invoices[at].due_on < day for at in self._invoices[client])
        ]
        low, high = _CALLS_A_DAY
        for client in self._shuffled(overdue)[: low + self._below(high - low + 1)]:
            yield client, self._list_call(client, day)

    def _is_open(self, at: int) -> bool:
        return bool(self._books.open_minor.get(at))

    def _list_call(self, client: int, day: date) -> Scene:
        invoices, roll = self._company.invoices, self._below(100)
        for at in self._invoices[client]:
            paid = invoices[at].paid
            soon = [paid_on for paid_on, _ in paid if day < paid_on <= day + timedelta(days=12)]
            if len(paid) == 1 and soon and invoices[at].due_on < day and roll < 85:
                due_on = soon[0] if roll < 70 else max(day, soon[0] - timedelta(days=4))
                return partial(self._promise_call, client, at, due_on, self._pick("promise"))
        if roll < 55:
            outcome, note = CallOutcome.VOICEMAIL, self._pick("voicemail")
        elif roll < 80:
            outcome, note = CallOutcome.NO_ANSWER, self._pick("no_answer")
        elif roll < 88:
            outcome, note = CallOutcome.BUSY, ""
        else:
            outcome, note = CallOutcome.OTHER, self._pick("broken")
        letter = "n" if outcome is CallOutcome.OTHER else ""
        return lambda desk: self._call(desk, client, outcome, note, letter=letter)

    # --- acts

    def _id(self, client: int) -> int:
        return self._books.client_ids[client]

    def _promise_call(self, client: int, at: int, due_on: date, note: str, desk: Desk) -> None:
        amount = Money(self._books.open_minor[at], self._company.clients[client].currency)
        details = PromiseDetails(amount, due_on, "transfer", (self._books.invoice_ids[at],))
        self._call(desk, client, CallOutcome.PROMISE, note, promise=details)

    def _call(self, desk: Desk, client: int, outcome: CallOutcome, note: str, **details: Any) -> None:
        log_call(desk, self._command(client, outcome, note, **details))
        self.calls += 1

    def _command(self, client: int, outcome: CallOutcome, note: str, **details: Any) -> LogCall:
        is_talk = outcome not in {CallOutcome.NO_ANSWER, CallOutcome.BUSY, CallOutcome.VOICEMAIL}
        return LogCall(
            self._id(client),
            outcome,
            spoken_to=self._company.clients[client].contact if is_talk else "",
            note=note,
            length_seconds=60 + self._below(300) if is_talk else 15 + self._below(30),
            **details,
        )


def _hour(place: str) -> int:
    return _HOURS.get(place, 8)
